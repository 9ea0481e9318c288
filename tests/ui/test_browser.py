"""Browsers with windows of their own write nothing to the terminal, and say when they fail."""

from __future__ import annotations

import os
import shlex
import sys
import threading
from pathlib import Path
from webbrowser import BackgroundBrowser

import pytest

from reader.ui import browser
from reader.ui.browser import open_in_window


def made(tmp_path: Path, script: str) -> BackgroundBrowser:
    """A browser that is a script of Python; the address is its first argument."""
    program = tmp_path / "browser"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -c {shlex.quote(script)} "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    return BackgroundBrowser([str(program), "%s"])


def test_a_browser_gets_the_address_and_nothing_of_the_terminal(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(browser, "_SOON", 60)
    script = (
        "import os, sys; print('noise'); print('noise', file=sys.stderr); open(sys.argv[2], 'w').write(sys.argv[1])"
    )
    opened = made(tmp_path, script)
    opened.args = [*opened.args, str(tmp_path / "got")]
    assert open_in_window(opened, "https://example.org/?a=b&c") == ""
    assert (tmp_path / "got").read_text(encoding="utf-8") == "https://example.org/?a=b&c"
    assert capfd.readouterr() == ("", "")


def test_a_browser_that_fails_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser, "_SOON", 60)
    assert open_in_window(made(tmp_path, "import sys; sys.exit(3)"), "https://example.org/") == "it ended with 3"
    assert "No such file" in open_in_window(BackgroundBrowser([str(tmp_path / "none"), "%s"]), "https://example.org/")


def test_nobody_waits_for_a_browser_that_goes_on_and_it_leaves_nothing_when_it_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(browser, "_SOON", 0.0)
    opened = made(tmp_path, "import os, sys; open(sys.argv[2], 'w').close(); open(sys.argv[3]).read(); sys.exit(3)")
    started, held = tmp_path / "started", tmp_path / "held"
    os.mkfifo(held)
    opened.args = [*opened.args, str(started), str(held)]
    assert open_in_window(opened, "https://example.org/") == ""
    waiting = next(thread for thread in threading.enumerate() if thread.name == "browser")
    held.write_text("")
    waiting.join()
    assert started.exists()
