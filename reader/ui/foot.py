"""The last line of a screen that lies over the page: its keys, as many as have room, and what is said at its right."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual.content import Content
from textual.widgets import Static

Keys = Sequence[tuple[str, str]]
"""Keys, as they are shown, each with the word that says what it does."""


class Foot(Static):
    """The line. It draws itself anew when its width changes."""

    def __init__(self, keys: Keys) -> None:
        super().__init__("", id="foot")
        self._keys = keys
        self._right = ""

    def say(self, right: str, keys: Keys | None = None) -> None:
        """Sets what stands at the right, in one printable line, and other keys if there are any."""
        self._right = right
        self._keys = self._keys if keys is None else keys
        self._draw()

    def on_resize(self) -> None:
        self._draw()

    def _draw(self) -> None:
        right = f"{self._right} " if self._right else ""
        room = self.size.width - 1 - cell_len(right)
        parts: list[tuple[str, str]] = [(" ", "")]
        for key, word in self._keys:
            cells = cell_len(key) + 1 + cell_len(word) + 2
            if cells > room:
                break
            parts += [(key, "bold $accent"), (f" {word}  ", "")]
            room -= cells
        self.update(Content.assemble(*parts, " " * max(0, room), right))
