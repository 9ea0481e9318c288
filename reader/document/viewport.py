"""The rows of a layout that are on the screen: so many rows, at a place in the text.

The place is an offset, never a row: what stood at the top stays there when the window, the column or the document
changes. Row numbers live only between two changes of the layout.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

from reader.document.find import Match
from reader.document.layout import Layout
from reader.document.row import Row


class Place(NamedTuple):
    """A place of reading: the row of `offset` stands `rows` below the top of the screen."""

    offset: int
    rows: int = 0


TOP = Place(0, 1)
"""The title, with a row of air above it."""


class Viewport:
    """Where a reader stands in a layout. Without a layout it stands where it is told to, and shows nothing."""

    def __init__(self, height: Callable[[], int]) -> None:
        self.layout: Layout | None = None
        self.place = TOP
        self._height = height
        self._visible: list[Row] = []
        self._visible_key: tuple[object, ...] = (None,)

    @property
    def height(self) -> int:
        """Rows of the screen, at least one."""
        return max(1, self._height())

    @property
    def top(self) -> int:
        """The number of the row at the top of the screen; below 0 where a short page hangs lower."""
        return self.layout.row_of(self.place.offset) - self.place.rows if self.layout is not None else 0

    def rows(self) -> list[Row]:
        """The rows on the screen; fewer than its height at the end of the page. One list while they are the same."""
        layout = self.layout
        if layout is None:
            return []
        if self._key(layout) != self._visible_key:
            rows = layout.rows(self.top, self.height)
            if rows != self._visible or self._visible_key[0] is not layout:
                self._visible = rows
            self._visible_key = self._key(layout)
        return self._visible

    def _key(self, layout: Layout) -> tuple[object, ...]:
        return (layout, layout.version, self.place, self.height)

    # going somewhere

    def go(self, place: Place) -> None:
        """Stands at a place, or as near as the ends of the page allow."""
        layout = self.layout
        if layout is None:
            return
        layout.settle(place.offset, 2 * self.height, 2 * self.height)
        y = layout.row_of(place.offset) - place.rows
        if 0 <= y <= layout.height - self.height:
            self.place = place  # the offset itself, not its row's first: many resizes shall not add up
        else:
            self.go_to_row(y)

    def go_to_row(self, y: int) -> None:
        """Stands with row `y` at the top, as far as the ends of the page allow."""
        layout, height = self.layout, self.height
        if layout is None:
            return
        y = max(0, min(y, layout.height - height))
        offset = layout.offset_at(y)
        below = layout.row_of(offset) - y
        for _ in range(3):  # setting the rows around the new place may move it: look again until it stays
            version = layout.version
            layout.settle(offset, 2 * height, 2 * height)
            if layout.version == version:
                break
        y = layout.row_of(offset) - below
        within = max(0, min(y, layout.height - height))
        if within != y:
            offset = layout.offset_at(within)
            below = layout.row_of(offset) - within
        self.place = Place(offset, below)

    def go_to_fraction(self, fraction: float) -> None:
        """Stands so that the screen begins at a fraction of the page's height."""
        if self.layout is not None:
            self.go_to_row(round(fraction * self.layout.height))

    def scroll(self, rows: int) -> None:
        """Goes on by rows, or back by a negative number of them."""
        self.go_to_row(self.top + rows)

    def bring(self, offset: int) -> None:
        """Brings an offset into view; scrolls only when it is not, and then puts it at a third of the screen."""
        if self.layout is None:
            return
        below = self.layout.row_of(offset) - self.top
        if not 1 <= below < self.height - 1:
            self.go(Place(offset, self.height // 3))

    def reveal(self, offset: int) -> None:
        """Brings an offset into view with no more scrolling than it needs."""
        if self.layout is None:
            return
        below = self.layout.row_of(offset) - self.top
        if not 0 <= below < self.height:
            self.go(Place(offset, 0 if below < 0 else self.height - 1))

    def end(self) -> Place:
        """The end of the page, at the foot of the screen."""
        return Place(len(self.layout.document.text) if self.layout is not None else 0, self.height - 1)

    # how far that is

    @property
    def offset_in_middle(self) -> int:
        """The offset that stands in the middle of the screen."""
        rows = self.rows()
        return rows[min(len(rows) - 1, self.height // 2)].start if rows else self.place.offset

    @property
    def at_end(self) -> bool:
        """Whether the last row is in view."""
        return self.layout is not None and self.top + self.height >= self.layout.height

    @property
    def fraction_read(self) -> float:
        """How much of the text stands above the lower edge of the screen, from 0 to 1."""
        if self.layout is None or not self.layout.document.text:
            return 0.0
        rows = self.rows()
        if not rows or self.at_end:
            return 1.0
        return max(row.end for row in rows) / len(self.layout.document.text)

    def extent(self) -> tuple[float, float]:
        """Where the screen begins in the page and how much of the page it is, as fractions."""
        if self.layout is None or not self.layout.height:
            return 0.0, 1.0
        return self.top / self.layout.height, min(1.0, self.height / self.layout.height)

    def holding(self, matches: Sequence[Match], cells: int) -> frozenset[int]:
        """Which of `cells` equal parts of the page hold matches."""
        layout = self.layout
        if layout is None or not matches or not cells or not layout.height:
            return frozenset()
        edges = [layout.offset_near(cell * layout.height / cells) for cell in range(cells)]
        edges.append(len(layout.document.text) + 1)
        return frozenset(
            cell
            for cell, (start, end) in enumerate(pairwise(edges))
            if bisect_left(matches, (start, 0)) < bisect_left(matches, (end, 0))
        )
