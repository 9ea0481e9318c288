"""Highlights, as a reader makes them and finds them again."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.terminal.archives import Archive, paragraphs
from tests.terminal.conftest import ROOT, Start
from tests.terminal.panes import border
from tests.terminal.terminal import Position, Terminal

LIT = "2b4a33"
"""The first colour of highlights, in theme ink."""


@pytest.fixture
def filled(archive: Archive) -> Archive:
    """A long article and a short one."""
    archive.add(
        "long.html", "<p>第一句话在这里。它后面还有一句。</p>" + paragraphs(40), title="Long", date="2022-02-02"
    )
    archive.add("short.md", "A short one.", title="Short", date="2022-02-01")
    return archive


def lit(terminal: Terminal, words: str) -> bool:
    """Whether some words are lit wherever they stand on the page."""
    left = border(terminal) or 0
    found = [at for at in terminal.positions(words) if at.x > left]
    return bool(found) and all(
        terminal.background(Position(at.x + cell, at.y)) == LIT for at in found for cell in range(2 * len(words))
    )


def begun(broadsheet: Start, archive: Archive) -> Terminal:
    terminal = broadsheet(archive.folder)
    terminal.wait_for("第一句话", "Short", "q quit")
    terminal.settle()
    return terminal


def test_a_sentence_is_lit_by_keys_and_is_lit_when_the_reader_comes_back(
    broadsheet: Start, filled: Archive, environment: dict[str, str]
) -> None:
    terminal = begun(broadsheet, filled)
    terminal.press("V", "}", "w", "V", ")", "enter")
    terminal.wait_for("Highlighted in green.")
    terminal.wait_until(lambda: lit(terminal, "第一句话在这里。"), "a sentence that is lit")
    assert not lit(terminal, "它后面还有一句。")
    terminal.press("q")
    assert terminal.exit_code() == 0
    terminal.wait_for_end() if hasattr(terminal, "wait_for_end") else terminal.settle()
    again = begun(broadsheet, filled)
    again.wait_until(lambda: lit(again, "第一句话在这里。"), "the same sentence in another run")
    again.press("J")
    again.wait_for("A short one.")
    again.press("K")
    again.wait_until(lambda: lit(again, "第一句话在这里。"), "the same sentence when the reader comes back to it")
    # Another width shows the same.
    again.resize(64, 30)
    again.wait_until(lambda: lit(again, "第一句话在这里。"), "the same sentence at another width")
    again.press("q")
    assert again.exit_code() == 0
    said = ["第一句话在这里。", "Long", "2022-02-02", "green"]
    assert printed(filled.folder, environment) == [said]
    assert printed(filled.folder.rename(filled.folder.with_name("moved")), environment) == [said]


def printed(folder: Path, environment: dict[str, str]) -> list[list[str]]:
    """What the command prints of an archive."""
    ended = subprocess.run(
        [sys.executable, "-m", "reader", "highlights", "--archive", str(folder), "--format", "json"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=environment,
        timeout=60,
        check=True,
    )
    found = map(json.loads, ended.stdout.splitlines())
    return [[each[name] for name in ("quote", "title", "date", "colour")] for each in found]


def test_a_file_that_is_edited_underneath_keeps_its_highlight(broadsheet: Start, filled: Archive) -> None:
    terminal = begun(broadsheet, filled)
    terminal.press("V", "}", "w", "V", ")", "enter")
    terminal.wait_until(lambda: lit(terminal, "第一句话在这里。"), "a sentence that is lit")
    body = "<p>A new beginning.</p><p>第一句话在这里。后面是别的。</p>" + paragraphs(20)
    filled.add("long.html", body, title="Long", date="2022-02-02")
    terminal.wait_for("A new beginning.")
    terminal.wait_until(lambda: lit(terminal, "第一句话在这里。"), "the sentence where it is now")
    filled.add("long.html", "<p>Quite another text.</p>" + paragraphs(20), title="Long", date="2022-02-02")
    terminal.wait_for("Quite another text.")
    terminal.press("H")
    terminal.wait_for("1 highlight", "第一句话在这里。", "no longer in the article")


def test_a_note_shows_on_the_page_and_when_it_is_clicked(broadsheet: Start, filled: Archive) -> None:
    terminal = begun(broadsheet, filled)
    start = terminal.position("第一句话")
    terminal.drag(start, Position(start.x + 6, start.y))
    terminal.wait_for("4 characters selected")
    terminal.press("a")
    terminal.wait_for("Enter keep")
    terminal.type("要记住")
    terminal.wait_for("要记住")
    terminal.press("enter")
    terminal.wait_for("✎", "The note is kept.")
    terminal.click(start)
    terminal.wait_for("要记住", "x remove")
    terminal.press("escape")
    terminal.wait_without("要记住")
    terminal.press("H")
    terminal.wait_for("1 highlight")
    terminal.press("tab")
    terminal.wait_for("search quotes, notes and titles", "Long · 2022-02-02")
    terminal.type("记住")
    terminal.wait_for("要记住")
    terminal.type("zzz")
    terminal.wait_for("No highlight has this.")


def test_the_command_says_when_there_is_nothing(environment: dict[str, str], filled: Archive, tmp_path: Path) -> None:
    for arguments, status in (
        (["--archive", str(filled.folder)], 1),
        (["--archive", str(tmp_path / "nowhere")], 2),
        (["--format", "xml"], 2),
    ):
        ended = subprocess.run(
            [sys.executable, "-m", "reader", "highlights", *arguments],
            capture_output=True,
            text=True,
            cwd=ROOT,
            env=environment,
            timeout=60,
            check=False,
        )
        assert ended.returncode == status, ended.stderr
        assert not ended.stdout
