"""Selecting and copying, as a terminal gets it."""

from __future__ import annotations

import re
from base64 import b64decode

import pytest

from tests.terminal.archives import Archive, paragraphs
from tests.terminal.conftest import Start
from tests.terminal.terminal import Position, Terminal


@pytest.fixture
def terminal(broadsheet: Start, archive: Archive) -> Terminal:
    """One article, with a source."""
    path = archive.add("one.html", "<ul><li>第一句话。<li>第二句话。</ul>" + paragraphs(40), title="One")
    path.write_text(path.read_text("utf-8").replace("date:", "link: https://example.org/one\ndate:"), "utf-8")
    started = broadsheet(archive.folder)
    started.wait_for("第1段", "q quit")
    return started


def copied(terminal: Terminal) -> list[str]:
    """What was handed to the terminal's clipboard."""
    return [b64decode(data).decode() for data in re.findall(rb"\x1b\]52;c;([^\x07]*)\x07", terminal.raw)]


def test_keys_select_and_y_copies_the_text_without_the_bullets(terminal: Terminal) -> None:
    terminal.press("V", "j", "j", "V", "k")
    terminal.wait_for("selected")
    terminal.press("escape")
    terminal.wait_without("selected")
    terminal.press("V", "g", "V", "}", "}", "w", "V", "}", "}", "y")
    terminal.wait_for("Copied the selection")
    text = copied(terminal)[-1]
    assert "第二句话。" in text
    assert "•" not in text


def test_a_drag_selects_and_y_copies(terminal: Terminal) -> None:
    start = terminal.position("第二句话")
    terminal.drag(start, Position(start.x + 7, start.y))
    terminal.wait_for("4 characters selected", "V begin", "Enter highlight")
    assert "j move" not in terminal.lines[-1]  # other keys still move the page
    terminal.press("y")
    terminal.wait_for("Copied the selection, 4 characters.")
    assert copied(terminal) == ["第二句话"]
    terminal.press("y")
    terminal.wait_for("Copied https://example.org/one")
    assert copied(terminal)[-1] == "https://example.org/one"


def test_the_article_is_copied_as_markdown(terminal: Terminal) -> None:
    terminal.press("Y")
    terminal.wait_for("Copied the article as Markdown")
    assert "第40段" in copied(terminal)[-1]
