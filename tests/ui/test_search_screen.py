"""The screen of the search over all articles."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from reader.library.search import Results
from reader.ui import keeping
from reader.ui.app import Broadsheet
from reader.ui.foot import Foot
from reader.ui.results import ResultList
from reader.ui.search_screen import SearchScreen
from reader.ui.upkeep import Upkeep
from tests.ui.host import lines, until


@asynccontextmanager
async def searching(archive: Path) -> AsyncIterator[tuple[SearchScreen, Pilot[None]]]:
    """The screen of the search over an archive that is indexed."""
    app = Broadsheet([archive])
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: app.reading.upkeep.is_up_to_date)
        await pilot.press("s")
        await until(pilot, lambda: isinstance(app.screen, SearchScreen))
        assert isinstance(app.screen, SearchScreen)
        yield app.screen, pilot


async def test_while_articles_are_still_to_come_nothing_is_found_so_far(tmp_path: Path) -> None:
    (tmp_path / "1.md").write_text("Words.\n", "utf-8")
    async with searching(tmp_path) as (over, pilot):
        over._is_growing = lambda: True
        over.query_one(Input).value = "论文"
        results = over.query_one(ResultList)
        await until(pilot, lambda: "No article has this so far." in "\n".join(lines(results)))
        over._is_growing = lambda: False
        over.catalogue_changed()
        await until(pilot, lambda: "No article has this." in "\n".join(lines(results)))


async def test_the_best_are_shown_first_and_then_how_many_there_are(tmp_path: Path) -> None:
    for number in range(60):
        (tmp_path / f"{number}.md").write_text(f"---\ntitle: Paper {number}\n---\nWords.\n", "utf-8")
    async with searching(tmp_path) as (over, pilot):
        over.query_one(Input).value = "paper"
        await until(pilot, lambda: "60 articles" in lines(over.query_one(Foot))[-1])
        results = over.query_one(ResultList)
        assert results.region.y == 4, "what is wrong stands in the two rows under the field, and nothing else"
        assert results.chosen is not None
        assert results.chosen.title.startswith("Paper ")
        async with asyncio.timeout(20):
            while results.cursor < 59:  # on and on, beyond the first fifty
                await pilot.press("pagedown")


async def test_whoever_waits_for_the_first_hit_may_give_up_or_paste_something_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "one.md").write_text("---\ntitle: Paper\n---\nWords.\n", "utf-8")
    async with searching(tmp_path) as (over, pilot):
        field = over.query_one(Input)
        assert over._search is not None
        may_find, find = Event(), over._search.find

        def find_late(*args: Any, **options: Any) -> Results:
            may_find.wait(60)
            return find(*args, **options)

        monkeypatch.setattr(over._search, "find", find_late)
        for give_up in ("escape", "paste"):
            may_find.clear()
            field.value = "paper"
            await pilot.press("enter", "x")
            assert field.value == "paper"
            if give_up == "escape":
                await pilot.press("escape")
            else:
                field.insert_text_at_cursor("y")
            await until(pilot, lambda: "x" in field.value)
            may_find.set()
            await until(pilot, lambda: "0 articles" in lines(over.query_one(Foot))[-1])
            assert over.app.screen is over


async def test_what_is_typed_before_the_catalogue_is_open_is_answered_when_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "one.md").write_text("---\ntitle: Paper\n---\nWords.\n", "utf-8")
    async with searching(tmp_path):
        pass  # it is indexed
    begin = Upkeep.begin
    monkeypatch.setattr(Upkeep, "begin", lambda upkeep: None)
    app = Broadsheet([tmp_path])
    async with app.run_test(size=(100, 30)) as pilot:
        upkeep = app.reading.upkeep
        await pilot.press("s", *"paper")
        await until(pilot, lambda: isinstance(app.screen, SearchScreen))
        over = app.screen
        assert isinstance(over, SearchScreen)
        results = over.query_one(ResultList)
        await until(pilot, lambda: "The archive is being opened" in "\n".join(lines(results)))
        upkeep.unkept(keeping.Unkept("The disk is full."))
        assert "The disk is full." in "\n".join(lines(results))
        await pilot.press("enter")
        begin(upkeep)
        await until(pilot, lambda: app.screen is app.reading and app.reading.view.matches)
