"""A field over a list: what is typed is looked for, and the keys that move in the list leave the field as it is."""

from __future__ import annotations

from collections.abc import Container, Mapping

from textual import events

from reader.ui.paste import PasteInput

Keys = Mapping[str, tuple[str, int]]
"""What a screen does at a key of Textual's name: a word of its own, and by how much or in which direction."""

MOVES: Keys = {
    "down": ("move", 1),
    "ctrl+n": ("move", 1),
    "up": ("move", -1),
    "ctrl+p": ("move", -1),
    "pagedown": ("page", 1),
    "pageup": ("page", -1),
}


class Field(PasteInput):
    """The field; the keys in `left` are the screen's."""

    def __init__(self, placeholder: str, left: Container[str], *, select_on_focus: bool = True) -> None:
        super().__init__(placeholder=placeholder, select_on_focus=select_on_focus)
        self._left = left

    async def _on_key(self, event: events.Key) -> None:
        if event.key not in self._left:
            await super()._on_key(event)
