"""A screen for one widget, with the program's styles and themes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import TypeVar

from rich.segment import Segment
from textual import events
from textual.app import App, ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.pilot import Pilot
from textual.widget import Widget

from reader import resources
from reader.ui import themes

AnyMessage = TypeVar("AnyMessage", bound=Message)


class _Listener(Vertical):
    """Stands around the widgets and keeps the messages that come up from them."""

    def __init__(self, *widgets: Widget) -> None:
        super().__init__(*widgets)
        self.messages: list[Message] = []

    async def _on_message(self, message: Message) -> None:
        if not isinstance(message, events.Event):
            self.messages.append(message)
        await super()._on_message(message)


class Host(App[None]):
    """Shows widgets."""

    CSS_PATH = [str(resources.style_sheet(name)) for name in ("app", "sidebar", "article")]  # noqa: RUF012
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, *widgets: Widget, theme: str = themes.INK.name) -> None:
        super().__init__()
        for own in themes.OWN:
            self.register_theme(own)
        self.theme = theme
        self._widgets = widgets
        self._listener = _Listener(*widgets)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        own = themes.INK if self.current_theme.dark else themes.PAPER
        return dict(own.variables)

    def compose(self) -> ComposeResult:
        yield self._listener

    def on_mount(self) -> None:
        for widget in self._widgets:
            if widget.focusable:
                widget.focus()

    def heard(self, kind: type[AnyMessage]) -> list[AnyMessage]:
        """The messages of one kind, from the first on."""
        return [message for message in self._listener.messages if isinstance(message, kind)]


@asynccontextmanager
async def shown(
    *widgets: Widget, size: tuple[int, int] = (60, 20), theme: str = themes.INK.name
) -> AsyncIterator[tuple[Host, Pilot[None]]]:
    """The widgets on a screen of so many columns and rows."""
    app = Host(*widgets, theme=theme)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield app, pilot


async def until(pilot: Pilot[None], is_so: Callable[[], object], seconds: float = 20) -> None:
    """Waits for what threads and processes bring."""
    async with asyncio.timeout(seconds):
        while not is_so():
            await pilot.pause(0.01)


def lines(widget: Widget) -> list[str]:
    """What a line-rendered widget shows, without trailing blanks."""
    return [widget.render_line(y).text.rstrip() for y in range(widget.size.height)]


def cells(widget: Widget) -> list[list[Segment]]:
    """Each line's cells: a segment for each, which holds the character that covers it."""
    grid: list[list[Segment]] = []
    for y in range(widget.size.height):
        row: list[Segment] = []
        for segment in widget.render_line(y):
            row.extend(Segment(segment.text, segment.style) for _ in range(segment.cell_length))
        grid.append(row)
    return grid


def grounds(widget: Widget) -> list[list[str]]:
    """The colour of the ground under each cell, as `#rrggbb`; empty where there is none."""
    return [[_ground(segment) for segment in row] for row in cells(widget)]


def _ground(segment: Segment) -> str:
    if segment.style is None or segment.style.bgcolor is None or segment.style.bgcolor.triplet is None:
        return ""
    return segment.style.bgcolor.triplet.hex


def columns_of(row: Sequence[str], colour: str) -> list[int]:
    """Which columns of a row lie on this colour."""
    return [x for x, ground in enumerate(row) if ground == colour.lower()]
