"""Places and marks from one run to the next, in a terminal."""

from __future__ import annotations

import signal

import pytest

from tests.terminal.archives import Archive, paragraphs
from tests.terminal.conftest import Start
from tests.terminal.panes import top, tree_row
from tests.terminal.terminal import Terminal


@pytest.fixture
def terminal(broadsheet: Start, archive: Archive) -> Terminal:
    """A long article, and one after it."""
    archive.add("long.html", paragraphs(60), title="A long article", date="2021-08-23")
    archive.add("later.html", paragraphs(60, first=100), title="Later", date="2021-08-22")
    started = broadsheet(archive.folder)
    started.wait_for("第2段", "Later", "q quit")
    return started


def _read_on(terminal: Terminal) -> str:
    """Goes on to the second article, and down in it; answers the row at the top."""
    terminal.press("J")
    terminal.wait_for("第100段")
    for _ in range(3):
        before = top(terminal)
        terminal.press("space")
        terminal.wait_until(lambda: top(terminal) != before, "another place")  # noqa: B023
    return top(terminal)


def test_the_next_start_opens_the_last_article_at_its_place(
    terminal: Terminal, broadsheet: Start, archive: Archive
) -> None:
    left_at = _read_on(terminal)
    terminal.press("q")
    assert terminal.exit_code() == 0
    again = broadsheet(archive.folder)
    again.wait_until(lambda: top(again) == left_at, f"a page that begins with {left_at}")
    narrow = broadsheet(archive.folder, columns=64)
    begins = left_at.split()[0][:6]
    narrow.wait_until(lambda: begins in top(narrow), f"a row at the top that holds {begins}")


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_the_place_is_kept_when_the_terminal_is_closed(
    terminal: Terminal, broadsheet: Start, archive: Archive, number: signal.Signals
) -> None:
    left_at = _read_on(terminal)
    terminal.process.send_signal(number)
    assert terminal.process.wait(10) == -number
    again = broadsheet(archive.folder)
    again.wait_until(lambda: top(again) == left_at, f"a page that begins with {left_at}")


def test_a_program_that_is_told_to_end_leaves_the_terminal_as_it_was(terminal: Terminal) -> None:
    terminal.wait_for("q quit")
    assert not terminal.modes_are_as_before
    terminal.process.send_signal(signal.SIGTERM)
    assert terminal.exit_code() == -signal.SIGTERM
    assert terminal.modes_are_as_before
    assert b"\x1b[?1049l" in terminal.raw
    assert b"\x1b[?1000l" in terminal.raw


def test_a_star_that_was_seen_outlasts_a_program_that_is_killed(
    terminal: Terminal, broadsheet: Start, archive: Archive
) -> None:
    terminal.press("m")
    terminal.wait_for("Starred.")
    terminal.process.kill()
    again = broadsheet(archive.folder)
    again.wait_for("第2段", "Later", "q quit")
    again.wait_until(lambda: "★" in tree_row(again, "A long article"), "a star")
