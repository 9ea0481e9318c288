"""A widget that says when it has been drawn."""

from __future__ import annotations

from collections.abc import Callable

from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget


class Drawn(Widget):
    """Calls whoever waits for its next frame."""

    def __init__(self, *, name: str | None = None, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(name=name, id=id, classes=classes)
        self._when_drawn: list[Callable[[], object]] = []

    def after_drawing(self, call: Callable[[], object]) -> None:
        """Calls when the widget, as it is now or later, has been sent to the terminal; never while it is not shown.

        `call_after_refresh` may come before: it waits for what the screen knows to be due, and widgets tell it late.
        """
        self._when_drawn.append(call)
        self.refresh()

    def render_lines(self, crop: Region) -> list[Strip]:
        """The widget's lines, which the screen draws: what waits for them is called by it, next."""
        while self._when_drawn:
            self.screen.call_next(self._when_drawn.pop(0))
        return super().render_lines(crop)
