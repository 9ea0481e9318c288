"""Screens over the page that hear keys one after the other, also those typed before and behind them.

Nothing in such a screen takes the focus: it hears every key itself. What was typed behind the key that opens it comes
from the page (`TypeAhead`), what is typed behind the key that closes it goes to whoever has the focus then.
"""

from __future__ import annotations

from typing import ClassVar, TypeVar

from textual import events
from textual.screen import ModalScreen

from reader import resources
from reader.ui.type_ahead import type_again

_Result = TypeVar("_Result")


class Overlay(ModalScreen[_Result]):
    """Subclasses say in `pressed` what keys do, and end by `finish`."""

    CSS_PATH: ClassVar = str(resources.style_sheet("overlay"))
    AUTO_FOCUS = ""

    def __init__(self) -> None:
        super().__init__()
        self._later: list[events.Key] | None = None

    def pressed(self, event: events.Key) -> None:
        """Does what a key asks for."""
        raise NotImplementedError

    def on_key(self, event: events.Key) -> None:
        event.stop()
        if self._later is not None:
            self._later.append(event)
        elif self.is_current:
            self.pressed(event)
        else:
            type_again(self, (event,))

    def on_click(self, event: events.Click) -> None:
        if event.widget is self:
            self.finish(None)  # beside what is shown

    def finish(self, result: _Result | None) -> None:
        """Answers, and goes; once."""
        if self._later is None:
            self._later = []
            self.dismiss(result)
            self.app.call_later(self._hand_over)

    def _hand_over(self) -> None:
        later, self._later = self._later or [], None
        type_again(self, later)
