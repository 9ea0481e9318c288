"""Highlights one below the other."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from reader.ui.highlight_list import Entry, HighlightList
from tests.ui.host import columns_of, grounds, lines, shown

LIGHT_2, MATCH = "#22435f", "#655419"
"""The colours of theme ink: `light-2`, `match`."""

ENTRIES = [
    Entry(1, "第一段\n很长的引文。" * 30, 1),
    Entry(2, "A quote [/] of some words", 2, "Its note", "A title · 2024-05-01"),
    Entry(3, "gone", 3, is_lost=True),
]


async def in_list(
    entries: list[Entry], *, terms: tuple[str, ...] = (), width: int = 50
) -> tuple[list[str], list[list[str]]]:
    shown_list = HighlightList()
    async with shown(shown_list, size=(width, 20)) as (_, pilot):
        shown_list.styles.height = 20
        shown_list.show(entries, "Nothing here.", terms)
        await pilot.pause()
        return lines(shown_list), grounds(shown_list)


async def test_each_has_its_quote_its_note_and_its_article() -> None:
    text, lit = await in_list(ENTRIES)
    assert text[0].startswith("▌ 第一段")
    assert text[2].endswith("…")
    assert [line.strip() for line in text[3:10]] == [
        "",
        "A quote [/] of some words",
        "✎ Its note",
        "A title · 2024-05-01",
        "",
        "gone",
        "no longer in the article",
    ]
    assert columns_of(lit[4], LIGHT_2) == list(range(2, 27))


async def test_what_was_looked_for_is_lit() -> None:
    _, lit = await in_list(ENTRIES[1:], terms=("some", "title"))
    assert columns_of(lit[0], MATCH) == list(range(17, 21))
    assert columns_of(lit[2], MATCH) == list(range(4, 9))


@pytest.mark.parametrize("width", [10, 23, 80])
async def test_every_line_is_as_wide_as_the_list(width: int) -> None:
    shown_list = HighlightList()
    async with shown(shown_list, size=(width, 20)) as (_, pilot):
        shown_list.show([*ENTRIES, Entry(4, "", 9)], "")
        await pilot.pause()
        for y in range(shown_list.size.height):
            strip = shown_list.render_line(y)
            assert strip.cell_length == cell_len(strip.text) == shown_list.size.width


async def test_the_cursor_stays_on_its_entry_and_in_view() -> None:
    shown_list = HighlightList()
    async with shown(shown_list, size=(40, 10)) as (_, pilot):
        shown_list.styles.height = 10
        entries = [Entry(number, f"quote {number}", 1) for number in range(1, 100)]
        shown_list.show(entries)
        await pilot.pause()
        shown_list.move(50)
        await pilot.pause()
        assert "▌ quote 51" in "\n".join(lines(shown_list))
        shown_list.show(entries[40:])
        await pilot.pause()
        assert shown_list.chosen == entries[50]
        assert "▌ quote 51" in "\n".join(lines(shown_list))
        shown_list.move(-1000)
        await pilot.pause()
        assert shown_list.chosen == entries[40]
        shown_list.show([])
        assert shown_list.chosen is None
        shown_list.move(1)


async def test_a_click_chooses() -> None:
    shown_list = HighlightList()
    async with shown(shown_list, size=(40, 10)) as (app, pilot):
        shown_list.show([Entry(number, f"quote {number}", 1) for number in range(3)])
        await pilot.pause()
        await pilot.click(shown_list, offset=(5, 2))
        assert shown_list.chosen is not None
        assert shown_list.chosen.id == 1
        assert len(app.heard(HighlightList.Chosen)) == 1
