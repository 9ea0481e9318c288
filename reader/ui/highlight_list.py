"""Highlights one below the other: each its quote in its colour, its note, and what else is said of it.

Quotes, notes and titles are untrusted: they become segments with a style, and never markup.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from reader.document.find import Match
from reader.document.line_break import cell_length, fill
from reader.document.row import Role
from reader.document.runs import Hit, Run
from reader.ui.one_line import cut, printable, steady
from reader.ui.palette import Palette
from reader.ui.results import lit_segments

_QUOTE_LINES, _NOTE_LINES = 3, 3
_LONGEST = 1_000
"""Code points of a quote or a note that are looked at."""

_MARGIN = 2
NOTE_SIGN = "✎ "
LOST = "no longer in the article"


class Entry(NamedTuple):
    """A highlight in the list."""

    id: int
    quote: str
    colour: int
    note: str = ""
    about: str = ""
    """A line below it, such as its article."""
    is_lost: bool = False


class _Line(NamedTuple):
    """A line of an entry: which, and what it says."""

    entry: int
    kind: str
    text: str = ""
    lit: Sequence[Match] = ()


class HighlightList(ScrollView, can_focus=False):
    """Entries with a cursor; whoever shows it moves it."""

    class Chosen(Message):
        """An entry was clicked."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._entries: Sequence[Entry] = ()
        self._terms: Sequence[str] = ()
        self._message = ""
        self._lines: list[_Line] = []
        self._tops: list[int] = [0]
        self._width = 0
        self._palette: Palette | None = None
        self.cursor = 0

    @property
    def chosen(self) -> Entry | None:
        """The entry under the cursor."""
        return self._entries[self.cursor] if self.cursor < len(self._entries) else None

    def show(self, entries: Sequence[Entry], message: str = "", terms: Sequence[str] = ()) -> None:
        """Shows entries with the words that were looked for lit, or a message; the cursor stays on its entry."""
        before = self.chosen
        self._entries, self._message, self._terms = entries, message, terms
        ids = [entry.id for entry in entries]
        if before is not None and before.id in ids:
            self.cursor = ids.index(before.id)
        self.cursor = max(0, min(self.cursor, len(entries) - 1))
        self._set()
        self._reveal()

    def go_to(self, number: int) -> None:
        """Puts the cursor on the entry of an id."""
        self.cursor = next((at for at, entry in enumerate(self._entries) if entry.id == number), self.cursor)
        self._reveal()

    def move(self, by: int) -> None:
        """Moves the cursor, by entries."""
        self.cursor = max(0, min(self.cursor + by, len(self._entries) - 1))
        self._reveal()

    @property
    def page(self) -> int:
        """About how many entries fit."""
        height = max(1, len(self._lines) // max(1, len(self._entries)))
        return max(1, self.size.height // height)

    def _reveal(self) -> None:
        if self.cursor + 1 < len(self._tops):
            top, height = self.scroll_offset.y, self.size.height
            first, last = self._tops[self.cursor], self._tops[self.cursor + 1] - 1
            if first < top or last - first > height:
                self.scroll_to(y=first, animate=False, force=True)
            elif last > top + height:
                self.scroll_to(y=last - height, animate=False, force=True)
        self.refresh()

    def on_resize(self) -> None:
        if self.size.width != self._width:
            self._set()
            self._reveal()

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        y = offset.y + self.scroll_offset.y if offset is not None else -1
        if 0 <= y < len(self._lines):
            self.cursor = self._lines[y].entry
            self.refresh()
            self.post_message(self.Chosen())

    # lines

    def _set(self) -> None:
        """Sets all entries in lines: some hundredths of a second for a thousand."""
        self._width = self.size.width
        width = max(8, self._width - 2 * _MARGIN - 1)
        self._lines, self._tops = [], [0]
        for number, entry in enumerate(self._entries):
            self._lines += self._wrapped(number, "quote", entry.quote, width, _QUOTE_LINES)
            if entry.note:
                self._lines += self._wrapped(number, "note", entry.note, width - len(NOTE_SIGN), _NOTE_LINES)
            about = " · ".join(filter(None, (LOST if entry.is_lost else "", entry.about)))
            if about:
                text = cut(steady(printable(about)), width)
                self._lines.append(_Line(number, "lost" if entry.is_lost else "about", text, self._found(text)))
            self._lines.append(_Line(number, "gap"))
            self._tops.append(len(self._lines))
        if self._lines:
            self._lines.pop()  # nothing comes behind the last gap
        self.virtual_size = Size(1, len(self._lines))
        self.refresh()

    def _wrapped(self, number: int, kind: str, said: str, width: int, most: int) -> list[_Line]:
        text = " ".join(steady(printable(said[:_LONGEST])).split())
        lines = [text[start:end] for start, end in fill(text, width)]
        if len(lines) > most:
            lines[most - 1 :] = [cut(f"{lines[most - 1]} {lines[most]}{' ' * width}", width)]
        kinds = [kind, *[f"{kind}-on"] * len(lines)]
        return [_Line(number, kinds[at], line, self._found(line)) for at, line in enumerate(lines)]

    def _found(self, text: str) -> list[Match]:
        """Where the words that were looked for stand, in any case; what overlaps is one."""
        if not self._terms:
            return []
        folded = text.lower()
        if len(folded) != len(text):
            return []
        edges = []
        for term in self._terms:
            at = folded.find(term)
            while at >= 0:
                edges.append((at, at + len(term)))
                at = folded.find(term, at + len(term))
        edges.sort()
        return [(start, end) for (_, before), (start, end) in pairwise([(0, 0), *edges]) if start >= before]

    # drawing

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._palette = None

    def render_line(self, y: int) -> Strip:
        palette = self._palette
        if palette is None:
            palette = self._palette = Palette(self.app.theme_variables)
        width = self.size.width
        ground = self.rich_style
        quiet = ground + Style(color=palette.message.color)
        if not self._entries:
            said = cut(printable(self._message), max(0, width - 2 * _MARGIN)) if y == 1 else ""
            return Strip([Segment(" " * _MARGIN + said, quiet)]).adjust_cell_length(width, ground)
        at = y + self.scroll_offset.y
        if at >= len(self._lines):
            return Strip.blank(width, ground)
        number, kind, text, found = self._lines[at]
        entry = self._entries[number]
        is_cursor = number == self.cursor and kind != "gap"
        bar = Segment("▌ " if is_cursor else "  ", ground + Style(color=palette.note.color))
        lit = palette.of(Run("", Role.TEXT, hit=Hit.MATCH))
        if kind.startswith("quote"):
            look = palette.of(Run("", Role.TEXT, hit=Hit(Hit.LIGHT_1 + min(max(entry.colour, 1), 4) - 1)))
            segments = lit_segments(text, found, look, lit)
        elif kind.startswith("note"):
            sign = NOTE_SIGN if kind == "note" else " " * cell_length(NOTE_SIGN)
            segments = [
                Segment(sign, ground + Style(color=palette.note.color)),
                *lit_segments(text, found, ground, lit),
            ]
        else:
            segments = lit_segments(text, found, quiet + Style(strike=False, italic=kind == "lost"), lit)
        return Strip([bar, *segments]).adjust_cell_length(width, ground)
