"""The outline over the page: its headings, to look at and to go to."""

from __future__ import annotations

from collections.abc import Sequence

from reader.document.model import Document
from reader.document.outline import Heading, current
from reader.document.viewport import Place
from reader.ui.article_view import ArticleView
from reader.ui.line_list import Line, LineList
from reader.ui.list_overlay import ListOverlay
from reader.ui.type_ahead import TypeAhead

_INDENT = 2


class Outline(ListOverlay):
    """Answers with the heading that was chosen, or with None. The page under it shows what the cursor stands on."""

    HINT = "Enter go  / filter  Esc back"

    def __init__(self, document: Document, headings: Sequence[Heading], view: ArticleView, typist: TypeAhead) -> None:
        top = min(heading.level for heading in headings)
        lines = [Line(document.text[h.start : h.end], indent=_INDENT * (h.level - top)) for h in headings]
        here = current(headings, _offset_below(view))
        self._headings = headings
        self._view = view
        super().__init__("Outline", LineList(lines, cursor=here or 0), typist)
        self.list.set_current(here)

    def moved(self) -> None:
        """Shows the heading under the cursor on the page."""
        if (chosen := self.list.chosen) is not None:
            self._view.go_to_place(Place(self._headings[chosen].start, 1))
        self.scrolled()

    def scrolled(self) -> None:
        """Marks the heading that the page stands at."""
        self.list.set_current(current(self._headings, _offset_below(self._view)))

    def on_mouse_scroll_down(self) -> None:
        self._view.scroll_rows(3)
        self.scrolled()

    def on_mouse_scroll_up(self) -> None:
        self._view.scroll_rows(-3)
        self.scrolled()


def _offset_below(view: ArticleView) -> int:
    """The offset that stands one row below the top of the screen, where a jump puts a heading."""
    rows = view.visible_rows
    return rows[min(1, len(rows) - 1)].start if rows else view.place.offset
