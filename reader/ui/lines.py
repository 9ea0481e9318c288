"""The two lines at the foot: what is happening on the page, and the few keys that matter where the focus is."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from reader.document.line_break import cell_length
from reader.ui.keys import COMMANDS, Pane
from reader.ui.one_line import cut, printable


class StatusLine(Widget):
    """A notice on the left; the count of matches and how much is read on the right."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"status--notice"}
    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__()
        self._notice = ""
        self._state = ""

    def notice(self, text: str) -> None:
        """Says something until the next thing is said; empty says nothing."""
        if text != self._notice:
            self._notice = text
            self.refresh()

    def state(self, text: str) -> None:
        """The lasting part, on the right."""
        if text != self._state:
            self._state = text
            self.refresh()

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        ground = self.rich_style
        state = f"{self._state} " if self._state else ""
        room = max(0, width - cell_length(state) - 2)
        notice = cut(printable(self._notice), room) if room > 4 else ""
        gap = width - 1 - cell_length(notice) - cell_length(state)
        return Strip(
            [
                Segment(" ", ground),
                Segment(notice, self.get_component_rich_style("status--notice")),
                Segment(" " * max(0, gap), ground),
                Segment(state, ground),
            ]
        ).adjust_cell_length(width, ground)


class KeyLine(Widget):
    """The keys of the pane in focus that have a word for the footer, as many as fit."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"keyline--key"}
    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__()
        self._pane = Pane.TREE

    def show_pane(self, pane: Pane) -> None:
        """Shows the keys of this pane."""
        if pane is not self._pane:
            self._pane = pane
            self.refresh()

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        ground = self.rich_style
        key_style = self.get_component_rich_style("keyline--key")
        own = [c for c in COMMANDS if c.footer and c.pane is self._pane]
        shared = [c for c in COMMANDS if c.footer and c.pane is Pane.ANYWHERE]
        segments = [Segment(" ", ground)]
        used = 1
        for command in (*own, *shared):
            key = command.show.split()[0]
            cells = len(key) + len(command.footer) + 3
            if used + cells > width:
                break
            segments += [Segment(key, key_style), Segment(f" {command.footer}  ", ground)]
            used += cells
        return Strip(segments, used).adjust_cell_length(width, ground)
