"""A list of lines with a cursor and a filter, of which only what is on the screen is drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from reader.ui.one_line import MOST_CHARACTERS, cut, printable, steady
from reader.ui.results import lit_segments

_MARGIN = 1
_MARK = "▸ "
"""Stands before the current line."""


class Line(NamedTuple):
    """One line of the list. Its texts are untrusted: they become segments, and never markup."""

    text: str
    about: str = ""
    """What stands at its right edge, or is said of it elsewhere."""
    indent: int = 0
    """Cells before the text."""
    searched: str = ""
    """What the filter looks in besides the text."""


About = Callable[[int], tuple[str, str]]
"""What is said of a line, by its number, when it is drawn: what gives way where room is short, and what stays."""


class LineList(ScrollView, can_focus=False):
    """Draws lines; the screen around it hears the keys and tells it what to do."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "lines--text",
        "lines--about",
        "lines--current",
        "lines--match",
        "lines--cursor",
        "lines--cursor-match",
        "lines--message",
    }

    class Chosen(Message):
        """A line was clicked."""

    class Moved(Message):
        """The cursor stands on another line."""

    def __init__(self, lines: Sequence[Line], *, cursor: int = 0, about: About | None = None) -> None:
        super().__init__()
        self._lines = lines
        self._shown: Sequence[int] = range(len(lines))
        self._about = about
        self._folded: list[str] | None = None
        self._filter: list[str] = []
        self._current: int | None = None
        self._at = min(cursor, max(0, len(lines) - 1))
        self.virtual_size = Size(1, len(lines))

    @property
    def chosen(self) -> int | None:
        """The line under the cursor, by its place among all lines; None when none is shown."""
        return self._shown[self._at] if self._at < len(self._shown) else None

    @property
    def count(self) -> int:
        """How many lines are shown."""
        return len(self._shown)

    @property
    def total(self) -> int:
        """How many lines there are."""
        return len(self._lines)

    def filter(self, words: str) -> None:
        """Shows the lines that hold all words; the cursor stays on its line where that is still shown."""
        before = self.chosen
        self._filter = words.casefold().split()
        if self._folded is None:
            self._folded = [f"{line.text} {line.searched}".casefold() for line in self._lines]
        folded = self._folded
        self._shown = (
            [at for at, text in enumerate(folded) if all(word in text for word in self._filter)]
            if self._filter
            else range(len(self._lines))
        )
        self._at = self._shown.index(before) if before is not None and before in self._shown else 0
        self.virtual_size = Size(1, len(self._shown))
        self._bring_into_view()

    def move(self, by: int) -> None:
        """Moves the cursor, by lines."""
        self._stand(self._at + by)

    def first(self) -> None:
        """Moves the cursor to the first line."""
        self._stand(0)

    def last(self) -> None:
        """Moves the cursor to the last line."""
        self._stand(len(self._shown) - 1)

    def _stand(self, at: int) -> None:
        at = max(0, min(at, len(self._shown) - 1))
        if at != self._at:
            self._at = at
            self.post_message(self.Moved())
        self._bring_into_view()

    def set_current(self, line: int | None) -> None:
        """Marks a line as the one where the reader is."""
        if line != self._current:
            self._current = line
            self.refresh()

    @property
    def page(self) -> int:
        """How many lines fit."""
        return max(1, self.size.height - 1)

    def on_resize(self) -> None:
        self._bring_into_view()

    def _bring_into_view(self) -> None:
        top, height = self.scroll_offset.y, self.size.height
        if height and not top <= self._at < top + height:
            middle = self._at - height // 2 if abs(self._at - top) > 2 * height else self._at
            target = middle if self._at < top or middle != self._at else self._at - height + 1
            self.scroll_to(y=max(0, target), animate=False, force=True)
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is not None and (at := offset.y + self.scroll_offset.y) < len(self._shown):
            event.stop()
            self._stand(at)
            self.post_message(self.Chosen())

    # drawing

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        at = y + self.scroll_offset.y
        plain = self._look("lines--text")
        if not self._shown and y == 0:
            look = self._look("lines--message")
            return Strip([Segment(" Nothing matches.", look)]).adjust_cell_length(self.size.width, plain)
        if at >= len(self._shown):
            return Strip.blank(self.size.width, plain)
        is_cursor = at == self._at
        segments = self._segments(self._shown[at], width, is_cursor)
        ground = self._look("lines--text", is_cursor)
        return Strip(segments).adjust_cell_length(width, ground).adjust_cell_length(self.size.width, plain)

    def _segments(self, number: int, width: int, is_cursor: bool) -> list[Segment]:
        line = self._lines[number]
        is_current = number == self._current
        look = self._look("lines--current" if is_current and not is_cursor else "lines--text", is_cursor)
        room = width - 2 * _MARGIN - len(_MARK)
        about, kind = self._about(number) if self._about is not None else (line.about, "")
        indent = min(line.indent, room // 3)
        text = steady(printable(" ".join(line.text[: 2 * MOST_CHARACTERS].split())))
        left = max(room // 2, room - indent - cell_len(text) - 2)  # by a short text, or half of the row
        about = cut(printable(about), left - cell_len(kind)) + kind
        shown = cut(text, max(0, room - indent - (cell_len(about) + 2 if about else 0)))
        gap = room - indent - cell_len(shown) - cell_len(about)
        lit = self._look("lines--cursor-match" if is_cursor else "lines--match")
        return [
            Segment(" " * _MARGIN + (_MARK if is_current else " " * len(_MARK)) + " " * indent, look),
            *lit_segments(shown, self._matches(text), look, lit),
            Segment(" " * max(0, gap), look),
            Segment(about, self._look("lines--about", is_cursor)),
            Segment(" " * _MARGIN, look),
        ]

    def _matches(self, text: str) -> list[tuple[int, int]]:
        folded = text.casefold()
        if not self._filter or len(folded) != len(text):
            return []
        found = [(at, at + len(word)) for word in self._filter if (at := folded.find(word)) >= 0]
        return sorted(found)

    def _look(self, name: str, is_cursor: bool = False) -> Style:
        names = (name, "lines--cursor") if is_cursor else (name,)
        return self.get_visual_style(*names).rich_style
