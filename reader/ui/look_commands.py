"""The command palette: every look of the page, by the name of its switch and of what it is turned to."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.screen import Screen

from reader.settings import Value
from reader.ui.looks import LOOKS
from reader.ui.reading_screen import ReadingScreen
from reader.ui.themes import BY_NAME


class LookCommands(Provider):
    """Every value of every switch but the one that it stands at; of themes, those that `T` passes over too."""

    def _reading(self) -> ReadingScreen | None:
        screen: Screen[object] = self.screen
        return next((s for s in (screen, *self.app.screen_stack) if isinstance(s, ReadingScreen)), None)

    def _entries(self) -> Iterator[tuple[str, str, Value]]:
        reading = self._reading()
        if reading is None:
            return
        settings = reading.looks.settings
        for look in LOOKS:
            for value in tuple(BY_NAME) if look.field == "theme" else look.values:
                if value != getattr(settings, look.field):
                    yield f"{look.label}: {look.word(value)}", look.field, value

    async def discover(self) -> Hits:
        for label, field, value in self._entries():
            yield DiscoveryHit(label, partial(self._change, field, value))

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for label, field, value in self._entries():
            if (score := matcher.match(label)) > 0:
                yield Hit(score, Content(label), partial(self._change, field, value))

    def _change(self, field: str, value: Value) -> None:
        reading = self._reading()
        if reading is not None:
            reading.looks.change(field, value)
