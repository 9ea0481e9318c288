"""The command palette offers what keys do."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import pytest
from textual.command import DiscoveryHit

from reader.ui.commands import KeyCommands
from reader.ui.keys import COMMANDS, Pane
from reader.ui.reading_screen import ReadingScreen
from tests.ui.host import until
from tests.ui.test_reading_screen import opened_article, reading


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    (tmp_path / "one.md").write_text("---\ntitle: One\n---\nA few words.\n", encoding="utf-8")
    return tmp_path


async def offered(screen: ReadingScreen) -> list[DiscoveryHit]:
    return [hit async for hit in KeyCommands(screen).discover() if isinstance(hit, DiscoveryHit)]


async def test_every_command_is_offered_but_those_of_a_selection_only_while_there_is_one(archive: Path) -> None:
    async with reading(archive, opened="One") as (_, screen, pilot):
        others = [command for command in COMMANDS if command.pane is not Pane.SELECTION and command.id != "app.palette"]
        assert len(await offered(screen)) == len(others)
        await pilot.press("V", "w")
        hits = await offered(screen)
        assert len(hits) == len(COMMANDS) - 1
        end = next(hit for hit in hits if str(hit.display) == "Selection: select nothing")
        await end.command()  # type: ignore[misc]
        assert screen.view.selector.selection is None


async def test_a_command_that_means_the_article_waits_for_the_one_that_is_on_its_way(
    archive: Path, gate: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    (archive / "one.md").write_text("---\ntitle: One\n---\n" + "More words.\n\n" * 50, encoding="utf-8")
    (archive / "two.md").write_text("---\ntitle: Two\ndate: 2001-01-01\n---\nA few.\n", encoding="utf-8")
    async with reading(archive, opened="Two") as (app, screen, pilot):
        edited: list[str] = []
        monkeypatch.setattr(app, "edit", lambda path: edited.append(path.name))
        commands = {str(hit.display): hit.command for hit in await offered(screen)}
        gate.clear()
        await pilot.press("J")
        for name in ("Open the article's file in $EDITOR", "Article: next line", "Next theme"):
            await commands[name]()  # type: ignore[misc]
        await pilot.press("j")
        assert edited == []
        assert screen.view._viewport.top == 0
        gate.set()
        await opened_article(pilot, screen, "One")
        await until(pilot, lambda: edited == ["one.md"] and screen.view._viewport.top == 2)
