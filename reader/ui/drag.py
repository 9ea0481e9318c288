"""Selecting with the mouse: a press and a drag, a second and a third click, and the page that scrolls on meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.timer import Timer

from reader.document import movement
from reader.document.row import cell_of, offset_nearest
from reader.ui.selection import Selection, Selector

if TYPE_CHECKING:
    from reader.ui.article_view import ArticleView

_SCROLL_EVERY = 0.06
"""Seconds between two steps of the page while the mouse is held beyond its edge."""

_FASTEST = 8
"""Rows of such a step at most."""


class Drag:
    """The mouse on one page, from a press until it is let go."""

    def __init__(self, view: ArticleView, selector: Selector) -> None:
        self._view = view
        self._selector = selector
        self._pressed: movement.Range | None = None
        """The character on which the mouse is held."""
        self._has_dragged = False
        self._pointer = (0, 0)
        self._scrolling: Timer | None = None

    def _under(self, x: int, y: int) -> movement.Range | None:
        """The character at a cell of the page or nearest to it in its row; empty beside the text."""
        rows, document = self._view.visible_rows, self._view.document
        if not rows or document is None:
            return None
        row = rows[min(max(0, y), len(rows) - 1)]
        cell = x - self._view.margin
        offset = offset_nearest(row, cell)
        if offset is None:
            return row.start, row.start
        start, end = movement.character_at(document.text, offset)
        at = cell_of(row, start)
        if cell < at:
            return start, start
        return (start, end) if cell < at + max(1, cell_of(row, end) - at) else (end, end)

    def press(self, event: events.MouseDown) -> None:
        """The mouse is pressed: from here on it may be dragged."""
        self._has_dragged = False
        if event.button == 1 and self._view.document is not None:
            self._pressed = self._under(event.x, event.y)
            self._view.capture_mouse()

    def drag(self, event: events.MouseMove) -> None:
        """The mouse moves; while it is pressed, it selects."""
        if self._pressed is None:
            return
        if not event.button:
            self._let_go()  # it was let go where this was not told
            return
        event.stop()
        self._pointer = event.x, event.y
        self._select_to_pointer()
        if self._has_dragged and self._rows_beyond():
            if self._scrolling is None:
                self._scrolling = self._view.set_interval(_SCROLL_EVERY, self._scroll_on)
        else:
            self._stop_scrolling()

    def _select_to_pointer(self) -> None:
        here = self._under(*self._pointer)
        if self._pressed is None or here is None or (here == self._pressed and not self._has_dragged):
            return
        self._has_dragged = True
        if here[0] < self._pressed[0]:
            self._selector.select(Selection(self._pressed[1], here[0]))
        else:
            self._selector.select(Selection(self._pressed[0], here[1]))

    def _rows_beyond(self) -> int:
        """Rows that the mouse is beyond the page's edge, negative above; the screen's own edge counts as beyond."""
        view, (_, y) = self._view, self._pointer
        top = 1 if view.region.y == 0 else 0
        bottom = view.size.height - (1 if view.region.bottom >= view.app.size.height else 0)
        return y - top if y < top else max(0, y - bottom + 1)

    def _scroll_on(self) -> None:
        beyond = self._rows_beyond()
        self._view.scroll_rows(max(-_FASTEST, min(beyond, _FASTEST)))
        self._select_to_pointer()

    def _let_go(self) -> None:
        self._pressed = None
        self._stop_scrolling()
        self._view.release_mouse()

    def _stop_scrolling(self) -> None:
        if self._scrolling is not None:
            self._scrolling.stop()
            self._scrolling = None

    def release(self, event: events.MouseUp) -> None:
        """The mouse is let go."""
        if self._pressed is not None:
            event.stop()
            self._let_go()

    def click(self, event: events.Click, offset: int | None) -> bool:
        """Selects a word with a second click and a paragraph with a third; says whether the click was one of those.

        The click at the end of a drag is nothing by itself.
        """
        if self._has_dragged:
            return True
        document = self._view.document
        if document is None or event.button != 1:
            return False
        if event.chain == 1 or offset is None:
            self._selector.clear()
            return False
        if event.chain == 2:
            found = movement.word_at(document.text, offset, document.language)
        else:
            found = movement.paragraph_at(document, offset)
        self._selector.select(Selection(*found))
        return True
