"""The screen of an archive at a glance."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from reader.errors import CatalogueError
from reader.ui.app import Broadsheet
from reader.ui.glance import Glance, GlanceView
from reader.ui.glancing import Counted
from reader.ui.lines import StatusLine
from reader.ui.reading_screen import ReadingScreen
from tests.ui.host import lines, until

ARTICLES = (
    ("one", "2021-08-23", "掘金", "编程"),
    ("two", "2021-07-02", "掘金", "编程"),
    ("three", "2021-05-31", "[b]新华社", "财经"),
)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    root = tmp_path / "archive"
    root.mkdir()
    for name, day, author, category in ARTICLES:
        front = f"---\ntitle: The {name}\ndate: {day}\nauthor: '{author}'\ncategories: [{category}]\n---\n"
        (root / f"{name}.md").write_text(f"{front}Words of {name}.\n", encoding="utf-8")
    return root


@asynccontextmanager
async def glancing(
    archive: Path, size: tuple[int, int] = (100, 40)
) -> AsyncIterator[tuple[Broadsheet, ReadingScreen, Pilot[None]]]:
    app = Broadsheet([archive])
    async with app.run_test(size=size) as pilot:
        screen = app.reading
        await until(pilot, lambda: screen.upkeep.is_up_to_date and screen.article is not None)
        await pilot.press("S")
        await until(pilot, lambda: isinstance(app.screen, Glance) and "articles" in shown(app))
        yield app, screen, pilot


def shown(app: Broadsheet) -> str:
    return "\n".join(lines(app.screen.query_one(GlanceView)))


async def test_it_tells_of_the_archive(archive: Path) -> None:
    async with glancing(archive) as (app, _, _pilot):
        for said in ("3 articles", "Articles a month", "2021-08", "The largest sources", "掘金", "[b]新华社", "67%"):
            assert said in shown(app)


@pytest.mark.parametrize("key", ["escape", "q", "S"])
async def test_it_is_left_by_key(archive: Path, key: str) -> None:
    async with glancing(archive) as (app, screen, pilot):
        await pilot.press(key)
        await until(pilot, lambda: app.screen is screen)


async def test_a_month_is_chosen_from_the_side_and_opens_in_the_tree(archive: Path) -> None:
    async with glancing(archive) as (app, screen, pilot):
        await pilot.press("h")
        assert "2021-07  1 article" in shown(app)
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is screen and screen.sidebar.view_name == "date")
        row = screen.sidebar.cursor_row
        assert row is not None
        assert screen.upkeep.catalogue.node(row.node).name == "2021-07"
        assert screen.focused is screen.sidebar


async def test_a_source_opens_in_the_tree(archive: Path) -> None:
    async with glancing(archive) as (app, screen, pilot):
        await pilot.press("j", "j", "enter")
        await until(pilot, lambda: app.screen is screen and screen.sidebar.view_name == "author")
        row = screen.sidebar.cursor_row
        assert row is not None
        assert screen.upkeep.catalogue.node(row.node).name == "[b]新华社"


async def test_it_is_told_of_marks_and_opens_what_was_read(archive: Path) -> None:
    async with glancing(archive) as (app, screen, pilot):
        assert "Nothing in the last seven days." in shown(app)
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen)
        await pilot.press("J")
        await until(pilot, lambda: screen.article is not None and screen.article.metadata.title == "The two")
        await pilot.press("r", "S")
        await until(pilot, lambda: isinstance(app.screen, Glance) and "Read this week (1)" in shown(app))
        await pilot.press(*"jjj", "enter")
        await until(pilot, lambda: app.screen is screen)
        assert screen.article is not None
        assert screen.article.metadata.title == "The two"


async def test_it_follows_marks_while_it_is_open(archive: Path) -> None:
    async with glancing(archive) as (app, screen, pilot):
        screen.marking.toggle_read()
        await until(pilot, lambda: "Read this week (1)" in shown(app))


async def test_it_follows_the_archive_while_it_is_open(archive: Path) -> None:
    async with glancing(archive) as (app, _, pilot):
        (archive / "four.md").write_text("---\ntitle: Four\ndate: 2021-08-01\n---\nMore.\n", encoding="utf-8")
        await until(pilot, lambda: "4 articles" in shown(app))


@pytest.mark.parametrize("size", [(60, 20), (30, 10), (160, 50)])
async def test_it_scrolls_to_its_end_at_any_size(archive: Path, size: tuple[int, int]) -> None:
    async with glancing(archive, size) as (app, _, pilot):
        view = app.screen.query_one(GlanceView)
        for _ in range(80):
            view.step(1)
        await pilot.pause()
        assert view.scroll_offset.y == view.max_scroll_y
        for _ in range(80):
            view.step(-1)
        await pilot.pause()
        assert view.scroll_offset.y == 0
        await pilot.press("G")
        assert view.scroll_offset.y == view.max_scroll_y


async def test_the_theme_changes_its_colours(archive: Path) -> None:
    async with glancing(archive) as (app, _, pilot):
        before = app.screen.query_one(GlanceView).render_line(0)
        await pilot.press("T")
        await pilot.pause()
        assert list(app.screen.query_one(GlanceView).render_line(0)) != list(before)


async def test_a_click_opens_a_source(archive: Path) -> None:
    async with glancing(archive) as (app, screen, pilot):
        row = next(y for y, line in enumerate(lines(app.screen.query_one(GlanceView))) if "[b]新华社" in line)
        await pilot.click(GlanceView, offset=(4, row))
        await until(pilot, lambda: app.screen is screen and screen.sidebar.view_name == "author")


async def test_what_the_catalogue_cannot_say_is_told_and_the_screen_is_left(archive: Path) -> None:
    async with glancing(archive) as (app, screen, pilot):
        screen.glancing.counted(Counted(CatalogueError("the disk is on fire")))
        await until(pilot, lambda: app.screen is screen)
        assert "The disk is on fire." in "".join(lines(screen.query_one(StatusLine)))


async def test_asked_for_again_it_stays_one_screen(archive: Path) -> None:
    async with glancing(archive) as (app, screen, pilot):
        screen.glancing.begin()
        await pilot.pause()
        assert len(app.screen_stack) == 2
