"""The command palette offers what keys do."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.command import DiscoveryHit

from reader.ui.commands import KeyCommands
from reader.ui.keys import COMMANDS, Pane
from reader.ui.reading_screen import ReadingScreen
from tests.ui.test_reading_screen import reading


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
