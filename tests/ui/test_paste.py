"""What is pasted into a field of one line."""

from __future__ import annotations

import pytest
from textual import events

from reader.ui.paste import PasteInput, in_one_line
from tests.ui.host import shown


@pytest.mark.parametrize(
    ("pasted", "taken"),
    [
        ("经济\n发展", "经济发展"),
        ("经济  \r\n  发展\n", "经济发展"),
        ("in two\nrows", "in two rows"),
        ("用 Rust\n写的", "用 Rust 写的"),
        ("\n\nafter blank lines", "after blank lines"),
        ("\n", ""),
    ],
)
def test_rows_become_one_line(pasted: str, taken: str) -> None:
    assert in_one_line(pasted) == taken


async def test_a_field_takes_all_rows_once() -> None:
    field = PasteInput()
    async with shown(field) as (_, pilot):
        field.focus()
        field.value = "找"
        await pilot.pause()
        field.post_message(events.Paste("经济\n发展"))
        await pilot.pause()
        assert field.value == "找经济发展"
