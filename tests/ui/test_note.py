"""A note is written and shown in a small window."""

from __future__ import annotations

from typing import Any

import pytest
from textual.screen import ModalScreen
from textual.widgets import Static, TextArea

from reader.ui.note import Answer, NoteEditor, NotePopup, one_line
from tests.ui.host import Host


async def answer(screen: ModalScreen[Any], *keys: str) -> list[object]:
    """What a screen answers when keys are pressed; nothing while it is open."""
    app = Host(Static("under it"))
    answers: list[object] = []
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(screen, answers.append)
        await pilot.pause()
        await pilot.press(*keys)
        await pilot.pause()
    return answers


@pytest.mark.parametrize(
    ("note", "keys", "answers"),
    [
        ("", "a b enter", ["ab"]),
        ("", "a b ctrl+s", ["ab"]),
        ("", "a ctrl+j b enter", ["a\nb"]),
        ("was", "space x enter", ["was x"]),
        ("was", "escape", [None]),
        ("", "escape", [None]),
        ("", "a escape", []),
        ("", "a escape escape", [None]),
        ("", "a escape b escape", []),
        ("", "a escape b enter", ["ab"]),
        ("was", "ctrl+a backspace enter", ["was"]),
        ("", "enter", [""]),
    ],
)
async def test_enter_keeps_and_escape_drops_only_when_it_is_meant(note: str, keys: str, answers: list[object]) -> None:
    assert await answer(NoteEditor("quote", note), *keys.split()) == answers


async def test_a_long_note_is_kept_whole() -> None:
    note = "一句话。\n" * 2_500
    assert await answer(NoteEditor("quote", note), "x", "enter") == [note + "x"]


@pytest.mark.parametrize(
    ("keys", "answers"),
    [
        ("escape", [None]),
        ("a", [Answer("note")]),
        ("x", [Answer("remove")]),
        ("y", [Answer("copy")]),
        ("3", [Answer("colour", 3)]),
        ("j k", []),
    ],
)
async def test_a_note_that_is_shown_can_be_changed(keys: str, answers: list[object]) -> None:
    assert await answer(NotePopup("quote", "note"), *keys.split()) == answers


async def test_quotes_and_notes_are_no_markup() -> None:
    app = Host(Static("under it"))
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(NotePopup("[bold]quote[/bold] [/]", "[red]note[/] \x1b[31m"))
        await pilot.pause()
        said = [str(each.render()) for each in app.screen.query(Static)]
        assert "[bold]quote[/bold] [/]" in said
        assert "[red]note[/]  [31m" in said
        app.pop_screen()
        app.push_screen(NoteEditor("[/]", "[/]"))
        await pilot.pause()
        assert app.screen.query_one(TextArea).text == "[/]"


def test_a_long_quote_is_cut_to_a_line() -> None:
    assert one_line("一\n二  三") == "一 二 三"
    assert len(one_line("word " * 100)) <= 60
