"""How the page looks, and what of it is remembered."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.command import Hit
from textual.pilot import Pilot

from reader import settings
from reader.document.line_break import cell_length
from reader.settings import Settings
from reader.ui import themes
from reader.ui.app import Broadsheet
from reader.ui.choices import Choices
from reader.ui.lines import StatusLine
from reader.ui.look_commands import LookCommands
from reader.ui.looks import LOOKS
from reader.ui.looks_screen import LooksScreen, Switches
from reader.ui.reading_screen import ReadingScreen
from reader.ui.splitter import Splitter
from tests.ui.host import lines, until

ARTICLE = """---
title: 標題
---

第一段寫了一些話，說明Broadsheet怎樣把文字排在欄裏，一行滿了就到下一行，照UAX所說。

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
        await pilot.press("T", "minus")
        await until(pilot, kept.exists)
        assert chosen(kept) == Settings(theme=app.theme, column=app.reading.view.column)
    async with reading(archive, kept) as (app, screen, _):
        assert (app.theme, screen.view.column) == (themes.STEPS[1], 60)


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
        assert told.title.endswith("config/settings.toml")
        assert told.message == "line 1: theme 'papre' is not known; did you mean 'paper'?"
        await pilot.press("exclamation_mark")
        await until(pilot, lambda: app.screen is not screen)
        assert "did you mean 'paper'" in str(app.screen.query_one(".problem").render())  # type: ignore[attr-defined]


@pytest.mark.parametrize(("lines", "said"), [(4, "1 more mistake; ! lists all"), (6, "3 more mistakes; ! lists all")])
async def test_of_many_mistakes_the_first_are_told(archive: Path, kept: Path, lines: int, said: str) -> None:
    kept.parent.mkdir()
    kept.write_text("".join(f"nothing-{number} = 1\n" for number in range(lines)))
    async with reading(archive, kept) as (app, _, _pilot):
        [told] = app._notifications
        assert told.message.splitlines()[-1] == said
        assert len(told.message.splitlines()) == 4


@pytest.mark.parametrize(("lines", "said"), [(1, "A mistake in"), (4, "4 mistakes in")])
async def test_on_a_small_screen_mistakes_are_only_counted(archive: Path, kept: Path, lines: int, said: str) -> None:
    kept.parent.mkdir()
    kept.write_text("".join(f"nothing-{number} = 1\n" for number in range(lines)))
    async with reading(archive, kept, size=(40, 12)) as (app, _, _pilot):
        [told] = app._notifications
        assert told.message == f"{said} the settings: see !"
        assert told.timeout < 5


async def test_zen_leaves_the_column_alone(archive: Path, kept: Path) -> None:
    async with reading(archive, kept) as (app, screen, pilot):
        await pilot.press("z")
        await pilot.pause()
        assert screen.view.size.height == 24
        shown = [widget.id or type(widget).__name__ for widget in screen.query("*") if widget.is_on_screen]
        assert sorted(shown) == ["article", "page"]
        screen.notice("A word \x1b]0;\x9b.")
        await pilot.pause()
        assert [told.message for told in app._notifications] == ["A word  ]0; ."]
        await pilot.press("z")
        await pilot.pause()
        assert screen.query_one("#side").is_on_screen


# the switches


def column(screen: ReadingScreen) -> list[str]:
    """The rows of the page."""
    return lines(screen.view)


async def test_every_switch_changes_the_page_at_once_and_is_remembered(archive: Path, kept: Path) -> None:
    async with reading(archive, kept, (60, 40)) as (app, screen, pilot):
        await pilot.press("L")
        await until(pilot, lambda: isinstance(app.screen, LooksScreen))
        for look in LOOKS:
            before = getattr(screen.looks.settings, look.field)
            drawn = (app.theme, column(screen))
            await pilot.press("l" if look.field != "column" else "h")
            assert getattr(screen.looks.settings, look.field) != before, look.field
            if look.field != "images":  # this article has none
                assert (app.theme, column(screen)) != drawn, look.field
            await pilot.press("j")
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen is screen
        wanted = screen.looks.settings
        await until(pilot, lambda: kept.exists() and chosen(kept) == wanted)
    async with reading(archive, kept, (60, 40)) as (app, again, _):
        assert again.looks.settings == wanted
        assert app.theme == wanted.theme
        assert any(line.startswith("    ") for line in column(again))


async def test_a_switch_goes_round_both_ways(archive: Path, kept: Path) -> None:
    async with reading(archive, kept) as (app, screen, pilot):
        await pilot.press("L", "j", "j", "h")
        assert screen.looks.settings.line_spacing == 2
        await pilot.press("l")
        assert screen.looks.settings.line_spacing == 0
        await pilot.press("k", "k", "h")
        assert app.theme == themes.STEPS[-1]


async def test_a_click_turns_a_switch(archive: Path, kept: Path) -> None:
    async with reading(archive, kept) as (app, screen, pilot):
        await pilot.press("L")
        await until(pilot, lambda: isinstance(app.screen, LooksScreen))
        switches = app.screen.query_one(Switches)
        await pilot.click(switches, offset=(switches.size.width - 2, 3))
        assert screen.looks.settings.justify
        await pilot.click(switches, offset=(5, 2))
        assert screen.looks.settings.line_spacing == 2
        await pilot.click(screen.view, offset=(3, 3))
        await pilot.pause()
        assert app.screen is screen


async def test_the_palette_has_every_look(archive: Path, kept: Path) -> None:
    async with reading(archive, kept) as (app, screen, _):
        provider = LookCommands(screen)
        offered = [str(hit.display) async for hit in provider.discover()]
        assert "Even right edge: on" in offered
        assert "Theme: nord" in offered
        assert "Theme: ink" not in offered
        hits = [hit async for hit in provider.search("dracula")]
        assert isinstance(hits[0], Hit)
        hits[0].command()
        assert app.theme == screen.looks.settings.theme == "dracula"


async def test_a_theme_that_is_not_among_the_steps_is_followed_by_the_first(archive: Path, kept: Path) -> None:
    settings.remember(kept, theme="dracula")
    async with reading(archive, kept) as (app, _, pilot):
        assert app.theme == "dracula"
        await pilot.press("T")
        assert app.theme == themes.STEPS[0]


async def test_code_is_wrapped_or_cut_and_moves_sideways(archive: Path, kept: Path) -> None:
    def code(screen: ReadingScreen) -> list[str]:
        return [line.strip() for line in column(screen) if "code" in line or "column" in line or "‹" in line]

    async with reading(archive, kept, (60, 40)) as (_, screen, pilot):
        assert len(code(screen)) > 1
        await pilot.press("w")
        [line] = [line for line in code(screen) if "code =" in line]
        assert line.endswith("›")
        await pilot.press("greater_than_sign", "greater_than_sign")
        assert [line for line in code(screen) if line.startswith("‹") and line.endswith("›")]
        for _ in range(20):
            await pilot.press("shift+right")
        assert any(line.endswith('really"') for line in code(screen))
        for _ in range(20):
            await pilot.press("less_than_sign")
        assert any(line.startswith("code =") for line in code(screen))


async def test_what_is_found_in_code_that_is_cut_off_comes_into_view(archive: Path, kept: Path) -> None:
    settings.remember(kept, code="scroll")
    async with reading(archive, kept, (60, 40)) as (_, screen, pilot):
        assert not any("whatever" in line for line in column(screen))
        await pilot.press("slash", *"whatever", "enter")
        await until(pilot, lambda: any("whatever" in line for line in column(screen)))


async def test_a_blank_of_layout_belongs_to_the_character_before_it(archive: Path, kept: Path) -> None:
    settings.remember(kept, han_latin_space=True)
    async with reading(archive, kept, (60, 40)) as (_, screen, _):
        [y] = [y for y, line in enumerate(column(screen)) if " Broadsheet " in line]
        line = column(screen)[y]
        x = cell_length(line[: line.index(" Broadsheet")])
        text = screen.view.document.text if screen.view.document else ""
        under = [screen.view.offset_under(x + step, y) for step in (-1, 0, 1)]
        assert under[0] == under[1]
        assert text[under[1] or 0] == "明"
        assert text[under[2] or 0] == "B"


async def test_the_place_stays_while_looks_change(archive: Path, kept: Path) -> None:
    body = "".join(f"第{n}段用Python寫了一些話，說明怎樣把文字排在欄裏，一行滿了就到下一行。\n\n" for n in range(200))
    (archive / "one.md").write_text(body, encoding="utf-8")
    async with reading(archive, kept, (60, 20)) as (_, screen, pilot):
        screen.view.go_to_fraction(0.5)
        await pilot.pause()
        offset = screen.view.place.offset
        first = next(line.strip()[:4] for line in column(screen) if line.strip().startswith("第"))
        for look in LOOKS[1:]:
            for _ in range(2):
                screen.looks.step(look, 1)
                await pilot.pause()
                assert screen.view.place.offset == offset
                assert any(first in line.replace(" ", "") for line in column(screen)[:8]), look.field


async def test_in_a_low_window_the_switch_that_is_chosen_stays_in_view(archive: Path, kept: Path) -> None:
    async with reading(archive, kept, (60, 9)) as (app, _, pilot):
        await pilot.press("L")
        await until(pilot, lambda: isinstance(app.screen, LooksScreen))
        switches = app.screen.query_one(Switches)
        for _ in range(len(LOOKS) - 1):
            await pilot.press("j")
        await pilot.pause()
        assert 0 <= switches.region.y + len(LOOKS) - 1 < 9


async def test_keys_work_again_when_the_switches_have_gone_before_they_could_ask_for_keys(
    archive: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(LooksScreen, "call_after_refresh", lambda *_: True)  # as when it closes in the same moment
    async with reading(archive, kept) as (app, screen, pilot):
        await pilot.press("L")
        await until(pilot, lambda: isinstance(app.screen, LooksScreen))
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen)
        await pilot.press("z")
        await until(pilot, lambda: screen.has_class("-zen"))
