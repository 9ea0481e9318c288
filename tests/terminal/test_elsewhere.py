"""The terminal handed to an editor, or given back to the shell, and taken again."""

from __future__ import annotations

import os
import shlex
import signal
import sys
from pathlib import Path

import pytest

from tests.terminal.archives import Archive, paragraphs
from tests.terminal.conftest import Start
from tests.terminal.terminal import Terminal


def _open(broadsheet: Start, archive: Archive) -> Terminal:
    archive.add("one.html", paragraphs(40), title="One")
    terminal = broadsheet(archive.folder)
    terminal.wait_for("第1段", "q quit")
    return terminal


def _reads_on(terminal: Terminal) -> None:
    terminal.press("G")
    terminal.wait_for("第40段")


def test_an_editor_that_is_not_there_is_told_and_reading_goes_on(
    broadsheet: Start, archive: Archive, environment: dict[str, str]
) -> None:
    environment["EDITOR"] = "no-such-editor"
    terminal = _open(broadsheet, archive)
    terminal.press("e")
    terminal.wait_for("There is no editor “no-such-editor”", "$EDITOR")
    _reads_on(terminal)


def test_an_editor_that_fails_is_told(broadsheet: Start, archive: Archive, environment: dict[str, str]) -> None:
    environment["EDITOR"] = "sh -c 'exit 3' --"
    terminal = _open(broadsheet, archive)
    terminal.press("e")
    terminal.wait_for("ended with status 3")
    _reads_on(terminal)


def test_what_the_editor_wrote_is_on_the_page(
    broadsheet: Start, archive: Archive, environment: dict[str, str], tmp_path: Path
) -> None:
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\nsed -i.old s/第1段/由编辑器写下/ "$1"\n')
    editor.chmod(0o755)
    environment["EDITOR"] = str(editor)
    terminal = _open(broadsheet, archive)
    terminal.press("e")
    terminal.wait_for("由编辑器写下")


@pytest.mark.parametrize("of_the_reader", [None, "30"])
def test_the_editor_is_told_what_the_shell_was_and_no_more(
    broadsheet: Start, archive: Archive, environment: dict[str, str], of_the_reader: str | None
) -> None:
    if of_the_reader is not None:
        environment["TEXTUAL_FPS"] = of_the_reader
    environment["EDITOR"] = "sh -c 'echo $(env | grep -c ^TEXTUAL), ${TEXTUAL_FPS-none}; read line' --"
    terminal = _open(broadsheet, archive)
    terminal.press("e")
    terminal.wait_for("0, none" if of_the_reader is None else "1, 30")
    terminal.press("enter")
    terminal.wait_for("第1段")
    _reads_on(terminal)


def test_ctrl_c_in_the_editor_leaves_the_reader_alone(
    broadsheet: Start, archive: Archive, environment: dict[str, str]
) -> None:
    # One process: a shell forgets a Ctrl-c that comes when it has written and not yet started what it waits for.
    script = "import time; print('in the editor', flush=True); time.sleep(30)"
    environment["EDITOR"] = shlex.join([sys.executable, "-c", script])
    terminal = _open(broadsheet, archive)
    terminal.press("e")
    terminal.wait_for("in the editor")
    terminal.press("ctrl-c")
    terminal.wait_for("ended with status")
    _reads_on(terminal)


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="asks /proc whether the program is stopped")
@pytest.mark.parametrize("size", [(100, 30), (80, 24)], ids=["the same window", "a smaller one"])
def test_ctrl_z_goes_to_the_shell_and_fg_comes_back(broadsheet: Start, archive: Archive, size: tuple[int, int]) -> None:
    terminal = _open(broadsheet, archive)
    _stop_and_go_on(terminal, size)
    terminal.wait_for("第1段", "q quit", "● One")
    _reads_on(terminal)


def _stop_and_go_on(terminal: Terminal, size: tuple[int, int]) -> None:
    """Presses Ctrl-z, and types `fg` in a window of some size."""
    state = Path("/proc", str(terminal.process.pid), "stat")
    terminal.press("ctrl-z")
    terminal.wait_until(lambda: state.read_text().rsplit(") ", 1)[1].startswith("T"), "the program to be stopped")
    assert terminal.raw.rfind(b"\x1b[?1049l") > terminal.raw.rfind(b"\x1b[?1049h")  # the shell's screen is back
    before = len(terminal.raw)
    terminal.resize(*size)  # the screen is empty
    os.kill(terminal.process.pid, signal.SIGCONT)
    terminal.wait_until(lambda: b"\x1b[?1049h" in terminal.raw[before:], "the reader's screen")


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="asks /proc whether the program is stopped")
def test_ctrl_z_goes_to_the_shell_from_whatever_is_open(broadsheet: Start, archive: Archive) -> None:
    terminal = _open(broadsheet, archive)
    for keys, text in (
        ("s", "Ctrl-t 繁=简"),
        ("?", "Esc closes"),
        ("S", "The largest sources"),
        ("L", "Esc done"),
        ("/", "find in this article"),
        ("H", "Ctrl-r undo"),
        ("Vea", "Esc drop"),
    ):
        terminal.type(keys)
        terminal.wait_for(text)
        _stop_and_go_on(terminal, (100, 30))
        terminal.wait_for(text)
        terminal.press("escape")
        terminal.wait_without(text)
    terminal.wait_for("第1段", "q quit", "● One")
