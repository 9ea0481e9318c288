"""What was found in all articles: a list that draws the hits on the screen and no more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from reader.document.find import Match
from reader.document.snippet import Snippet
from reader.library.search import Hit
from reader.ui.one_line import MOST_CHARACTERS, cut, printable, steady

ROWS = 3
"""Lines of a hit: its title, its snippet, and a blank one."""
_MARGIN = 2
_LEAST_TITLE = 20
_LEAST_CATEGORY = 8

Lit = Callable[[str], Sequence[Match]]
"""Finds what is lit in a title."""


class ResultList(ScrollView, can_focus=False):
    """Hits with a cursor. Titles and texts are untrusted: they become segments with a style, and never markup."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "results--title",
        "results--about",
        "results--text",
        "results--match",
        "results--cursor",
        "results--cursor-match",
        "results--message",
        "results--form",
    }

    class Chosen(Message):
        """A hit was clicked."""

    class Wanted(Message):
        """Hits came on the screen whose snippets are not there yet, or the last ones."""

        def __init__(self, hits: Sequence[Hit], *, more: bool) -> None:
            super().__init__()
            self.hits = hits
            self.more = more

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, ResultList.Wanted)

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._hits: Sequence[Hit] = ()
        self._snippets: dict[int, Snippet] = {}
        self._known: set[int] = set()
        """Articles whose snippets are those of what is looked for now."""
        self._lit: Lit = lambda title: ()
        self._message = ""
        self._table: Sequence[tuple[str, str]] = ()
        self.cursor = 0

    @property
    def chosen(self) -> Hit | None:
        """The hit under the cursor."""
        return self._hits[self.cursor] if self.cursor < len(self._hits) else None

    def show(
        self,
        hits: Sequence[Hit],
        *,
        message: str = "",
        table: Sequence[tuple[str, str]] = (),
        lit: Lit = lambda title: (),
        stays: bool = False,
    ) -> None:
        """Shows hits, or a message or a table where there are none.

        With `stays` they answer the same question: the cursor stays on its hit, and the hit on its line.
        """
        before, top = self.chosen, self.scroll_offset.y
        self._hits, self._message, self._table, self._lit = hits, message, table, lit
        self._known.clear()
        self.virtual_size = Size(1, len(hits) * ROWS)
        if stays and before is not None:
            places = (at for at, hit in enumerate(hits) if hit.article == before.article)
            place = next(places, min(self.cursor, max(0, len(hits) - 1)))
            top += (place - self.cursor) * ROWS
            self.cursor = place
        else:
            self._snippets.clear()
            self.cursor = top = 0
        self.scroll_to(y=top, animate=False, force=True)
        self.refresh()
        self._ask()

    def add_snippet(self, article: int, found: Snippet) -> None:
        """Shows what an article says of what was looked for."""
        self._snippets[article] = found
        self._known.add(article)
        self.refresh()

    def move(self, by: int) -> None:
        """Moves the cursor, by hits."""
        self.cursor = max(0, min(self.cursor + by, len(self._hits) - 1))
        top, height = self.scroll_offset.y, self.size.height
        first, last = self.cursor * ROWS, self.cursor * ROWS + ROWS - 1
        if first < top:
            self.scroll_to(y=first, animate=False, force=True)
        elif last > top + height:
            self.scroll_to(y=last - height, animate=False, force=True)
        self.refresh()
        self._ask()

    @property
    def page(self) -> int:
        """How many hits fit."""
        return max(1, self.size.height // ROWS)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Textual's; what comes on the screen needs its snippets."""
        super().watch_scroll_y(old_value, new_value)
        self._ask()

    def on_resize(self) -> None:
        self._ask()

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None:
            return
        index = (offset.y + self.scroll_offset.y) // ROWS
        if index < len(self._hits):
            self.cursor = index
            self.refresh()
            self.post_message(self.Chosen())

    def _ask(self) -> None:
        first = self.scroll_offset.y // ROWS
        last = (self.scroll_offset.y + self.size.height) // ROWS + 1
        waiting = [hit for hit in self._hits[first:last] if hit.article not in self._known]
        more = last >= len(self._hits) > 0
        if waiting or more:
            self.post_message(self.Wanted(waiting, more=more))

    # Drawing

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        plain = self._look("results--text")
        if not self._hits:
            return self._table_line(y, width) if self._table else self._message_line(y, width)
        index, row = divmod(y + self.scroll_offset.y, ROWS)
        if index >= len(self._hits):
            return Strip.blank(width, plain)
        hit = self._hits[index]
        is_cursor = index == self.cursor
        width = self.scrollable_content_region.width
        if row == 0:
            segments = self._title(hit, width, is_cursor)
        elif row == 1:
            segments = self._snippet(hit, width)
        else:
            return Strip.blank(self.size.width, plain)
        ground = self._look("results--title", is_cursor) if row == 0 else plain
        return Strip(segments).adjust_cell_length(width, ground).adjust_cell_length(self.size.width, ground)

    def _title(self, hit: Hit, width: int, is_cursor: bool) -> list[Segment]:
        look, about = self._look("results--title", is_cursor), self._look("results--about", is_cursor)
        day = hit.date.isoformat()
        room = width - 2 * _MARGIN
        title = steady(printable(hit.title))
        # The title has what it takes, but for a place for the beginning of a category.
        beside = room - len(day) - len(" · ") - 2
        for_category = min(max(beside - cell_len(title), _LEAST_CATEGORY), room // 3, beside - _LEAST_TITLE)
        category = cut(printable(hit.category), for_category) if for_category >= _LEAST_CATEGORY else ""
        right = f"{category} · {day}" if category else day
        if room - len(right) < _LEAST_TITLE:
            right = ""
        shown = cut(title, max(0, room - cell_len(right) - (2 if right else 0)))
        gap = room - cell_len(shown) - cell_len(right)
        lit = self._look("results--cursor-match" if is_cursor else "results--match")
        found = self._lit(title[:MOST_CHARACTERS])
        return [
            Segment(" " * _MARGIN, look),
            *lit_segments(shown, found, look, lit),
            Segment(" " * gap, look),
            Segment(right, about),
        ]

    def _snippet(self, hit: Hit, width: int) -> list[Segment]:
        plain, lit = self._look("results--text"), self._look("results--match")
        found = self._snippets.get(hit.article)
        if found is None:
            return [Segment(" " * _MARGIN + "…", plain)]
        text = cut(printable(found.text), width - 2 * _MARGIN)
        return [Segment(" " * _MARGIN, plain), *lit_segments(text, found.matches, plain, lit)]

    def _message_line(self, y: int, width: int) -> Strip:
        look = self._look("results--message")
        text = cut(printable(self._message), width - 2 * _MARGIN) if y == 1 else ""
        return Strip([Segment(" " * _MARGIN + text, look)]).adjust_cell_length(width, look)

    def _table_line(self, y: int, width: int) -> Strip:
        plain, first = self._look("results--message"), self._look("results--form")
        if y >= len(self._table):
            return Strip.blank(width, plain)
        form, meaning = self._table[y]
        forms = max(cell_len(form) for form, _ in self._table)
        said = cut(meaning, max(0, width - 2 * _MARGIN - forms - 3))
        gap = " " * (forms - cell_len(form) + 3)
        segments = [Segment(" " * _MARGIN, plain), Segment(form, first), Segment(gap + said, plain)]
        return Strip(segments).adjust_cell_length(width, plain)

    def _look(self, name: str, is_cursor: bool = False) -> Style:
        names = (name, "results--cursor") if is_cursor else (name,)
        return self.get_visual_style(*names).rich_style


def lit_segments(text: str, matches: Sequence[Match], plain: Style, lit: Style) -> list[Segment]:
    """A text with ranges of it lit; what lies beyond its end is passed over."""
    segments: list[Segment] = []
    at = 0
    length = len(text) - text.endswith("…")
    for start, end in matches:
        low, high = max(at, start), min(end, length)
        if low < high:
            segments += [Segment(text[at:low], plain), Segment(text[low:high], lit)]
            at = high
    segments.append(Segment(text[at:], plain))
    return segments
