"""How the page looks, and what of it is remembered."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from reader import settings
from reader.settings import Settings
from reader.ui import themes
from reader.ui.app import Broadsheet
from reader.ui.choices import Choices
from reader.ui.lines import StatusLine
from reader.ui.reading_screen import ReadingScreen
from reader.ui.splitter import Splitter
from tests.ui.host import lines, until

ARTICLE = """---
title: 標題
---

第一段寫了一些話，說明 Broadsheet 怎樣把文字排在欄裏，一行滿了就到下一行。

Second paragraph, all in Latin letters, that is long enough to need more than one line of a narrow column.

    code = "a line of code that is much too long for the column of the page, whatever its width may be, really"
"""


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    folder.mkdir()
    (folder / "one.md").write_text(ARTICLE, encoding="utf-8")
    return folder


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "config" / "settings.toml"


def chosen(file: Path) -> Settings:
    """What a file keeps, which must have no mistakes."""
    got = settings.load(file, {"theme": themes.BY_NAME})
    assert got.mistakes == ()
    return got.settings


@asynccontextmanager
async def reading(
    archive: Path, kept: Path, size: tuple[int, int] = (110, 24)
) -> AsyncIterator[tuple[Broadsheet, ReadingScreen, Pilot[None]]]:
    """The program with settings of its own, once the article is open."""
    choices = Choices(settings.load(kept, {"theme": themes.BY_NAME}), kept)
    app = Broadsheet([archive], choices=choices)
    async with app.run_test(size=size) as pilot:
        screen = app.reading
        await until(
            pilot, lambda: screen.upkeep.is_up_to_date and all(worker.group == "keep" for worker in app.workers)
        )
        await until(pilot, lambda: screen.article is not None and screen.view.document is not None)
        await pilot.pause()
        yield app, screen, pilot


def said(screen: ReadingScreen) -> str:
    return " ".join(lines(screen.query_one(StatusLine)))


async def test_what_was_chosen_is_there_at_the_next_start(archive: Path, kept: Path) -> None:
    async with reading(archive, kept) as (app, _, pilot):
        await pilot.press("T", "plus", "plus")
        await until(pilot, kept.exists)
        assert chosen(kept) == Settings(theme=app.theme, column=app.reading.view.column)
    async with reading(archive, kept) as (app, screen, _):
        assert (app.theme, screen.view.column) == (themes.STEPS[1], 64)


async def test_a_choice_of_the_last_moment_is_not_lost(archive: Path, kept: Path) -> None:
    async with reading(archive, kept) as (app, _, pilot):
        await pilot.press("minus")
        column = app.reading.view.column
    app.choices.keep()  # as the command line does when the screen is gone
    assert chosen(kept).column == column


async def test_the_border_stays_where_it_was_dragged_to(archive: Path, kept: Path) -> None:
    async with reading(archive, kept) as (_, screen, pilot):
        splitter = screen.query_one(Splitter)
        splitter.post_message(Splitter.Moved(30))
        await until(pilot, kept.exists)
    async with reading(archive, kept) as (_, screen, pilot):
        assert screen.query_one("#side").size.width == chosen(kept).side_width == 30


@pytest.mark.parametrize(("width", "columns", "expected"), [(3, 110, 16), (200, 110, 86), (50, 110, 50), (0, 80, 32)])
async def test_a_side_of_any_width_leaves_room_for_both(
    archive: Path, kept: Path, width: int, columns: int, expected: int
) -> None:
    settings.remember(kept, side_width=width)
    async with reading(archive, kept, (columns, 24)) as (_, screen, _):
        assert screen.query_one("#side").size.width == expected


async def test_a_folder_that_cannot_be_written_is_said_once(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "in the way").write_text("")
    async with reading(archive, tmp_path / "in the way" / "settings.toml") as (app, screen, pilot):
        await pilot.press("T")
        await until(pilot, lambda: "not kept" in said(screen))
        screen.notice("")
        await pilot.press("T")
        assert app.theme == themes.STEPS[2]
        await until(pilot, lambda: app.choices._due == {})
        await pilot.pause()
        assert "not kept" not in said(screen)


async def test_mistakes_are_told_at_the_start_and_in_the_list_of_faults(archive: Path, kept: Path) -> None:
    kept.parent.mkdir()
    kept.write_text("theme = 'papre'\ncolumn = 60\n")
    async with reading(archive, kept) as (app, screen, pilot):
        assert screen.view.column == 60
        assert app.theme == "ink"
        [told] = app._notifications
        assert told.message.startswith(f"{kept}:1: theme 'papre' is none that this program has; did you mean 'paper'?")
        await pilot.press("exclamation_mark")
        await until(pilot, lambda: app.screen is not screen)
        assert "did you mean 'paper'" in str(app.screen.query_one(".problem").render())  # type: ignore[attr-defined]


async def test_zen_leaves_the_column_alone(archive: Path, kept: Path) -> None:
    async with reading(archive, kept) as (_, screen, pilot):
        await pilot.press("z")
        await pilot.pause()
        assert screen.view.size.height == 24
        shown = [widget.id or type(widget).__name__ for widget in screen.query("*") if widget.is_on_screen]
        assert sorted(shown) == ["article", "page", "panes", "reading"]
        await pilot.press("z")
        await pilot.pause()
        assert screen.query_one("#side").is_on_screen
