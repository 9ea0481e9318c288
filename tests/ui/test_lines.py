"""The lines at the foot."""

from __future__ import annotations

import pytest

from reader.ui.keys import Pane
from reader.ui.lines import KeyLine, ProgressLine, StatusLine
from tests.ui.host import lines, shown

LONG = "The catalogue cannot be written: the disk is full. Reading goes on, and marks are kept until there is room."


async def test_a_long_notice_has_rows_of_its_own_and_a_short_one_has_one() -> None:
    line = StatusLine()
    async with shown(line, size=(60, 24)) as (_, pilot):
        line.state("3/17   42%")
        line.notice(LONG)
        await pilot.pause()
        said = lines(line)
        assert " ".join(" ".join(said).split()) == LONG + " 3/17 42%"
        assert len(said) == 3
        assert said[-1].endswith("3/17   42%")
        line.notice("Done.")
        await pilot.pause()
        assert [each.split() for each in lines(line)] == [["Done.", "3/17", "42%"]]


async def test_a_notice_goes_when_the_reader_goes_on_after_it_was_read(monkeypatch: pytest.MonkeyPatch) -> None:
    line = StatusLine()
    async with shown(line, size=(60, 24)) as (_, pilot):
        line.notice("Done.")
        line.go_on()
        await pilot.pause()
        assert lines(line)[0].strip() == "Done."
        monkeypatch.setattr("reader.ui.lines._NOTICE_SECONDS", -1.0)
        line.go_on()
        await pilot.pause()
        assert lines(line)[0].strip() == ""


async def test_a_hint_takes_one_row_and_does_not_move_the_page() -> None:
    line = StatusLine()
    async with shown(line, size=(40, 24)) as (_, pilot):
        line.hint("https://example.org/" + "a" * 100)
        await pilot.pause()
        assert len(lines(line)) == 1
        assert lines(line)[0].endswith("…")


async def test_a_low_screen_gives_a_notice_one_row() -> None:
    line = StatusLine()
    async with shown(line, size=(40, 10)) as (_, pilot):
        line.notice(LONG)
        await pilot.pause()
        assert len(lines(line)) == 1
        assert lines(line)[0].endswith("…")


async def test_what_is_done_in_a_narrow_tree_is_told_whole_on_two_rows() -> None:
    line = ProgressLine()
    async with shown(line, size=(32, 24)) as (_, pilot):
        line.say("indexing 2,600/9,999 · 0:50 left · 149/s · Esc stops")
        assert line._rows == ["indexing 2,600/9,999", "0:50 left · 149/s · Esc stops"], "as its first frame has it"
        await pilot.pause()
        assert [each.strip() for each in lines(line)] == ["indexing 2,600/9,999", "0:50 left · 149/s · Esc stops"]
        line.say("reading 12")
        await pilot.pause()
        assert [each.strip() for each in lines(line)] == ["reading 12"]


async def test_the_keys_of_the_tree_say_which_view_it_shows() -> None:
    line = KeyLine()
    line.show_pane(Pane.TREE)
    async with shown(line, size=(80, 24)) as (_, pilot):
        assert "v view  " in lines(line)[0]
        line.show_view("tag")
        await pilot.pause()
        assert "v view: tag  " in lines(line)[0]
        line.show_view("category")
        await pilot.pause()
        assert "v view  " in lines(line)[0]
