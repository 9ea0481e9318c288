"""Back and forward: where the reader was, kept, and gone to again."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from reader.document.anchor import anchor, resolve
from reader.document.model import Document
from reader.document.viewport import Place
from reader.ui.article_view import ArticleView
from reader.ui.history import SEARCH, History, Visit
from reader.ui.part import Part

if TYPE_CHECKING:
    from reader.ui.reading_screen import ReadingScreen


class Travelling(Part):
    """Owns the history."""

    def __init__(self, screen: ReadingScreen) -> None:
        super().__init__(screen)
        self._history = History()

    def leave(self, *, leads_to_search: bool = False) -> None:
        """Notes where the reader is, before another article is opened; Backspace may lead to the search first."""
        if (here := self._here()) is not None:
            self._history.leave(here)
        if leads_to_search:
            self._history.leave(SEARCH)

    def jumped(self, event: ArticleView.Left) -> None:
        """Notes the place on the page that a jump has led away from."""
        shown, article = self.screen.view.document, self.screen.article
        if article is not None and shown is not None and shown.text.startswith(event.document.text):
            self._history.leave(_visit(self.screen.opening.shown_id, article.path, event.document, event.place))

    def back(self) -> None:
        """Goes to where the reader was before."""
        self._go(self._history.back(self._here()), "Nowhere further back.")

    def forward(self) -> None:
        """Goes on again to where `back` came from."""
        self._go(self._history.forward(self._here()), "Nowhere further on.")

    def _here(self) -> Visit | None:
        """Where the reader is, or is about to be."""
        opening, view = self.screen.opening, self.screen.view
        if (coming := opening.coming) is not None:
            return coming
        if opening.article is None or view.document is None:
            return None
        return _visit(opening.shown_id, opening.article.path, view.document, view.place)

    def _go(self, visit: Visit | None, otherwise: str) -> None:
        if visit is SEARCH:
            self.screen.searching.show(self.screen.view)
            return
        if visit is None:
            self.screen.notice(otherwise)
        else:
            opening, document = self.screen.opening, self.screen.view.document
            is_here = opening.article is not None and opening.article.path == visit.path and opening.coming is None
            if is_here and document is not None and (place := place_of(visit, document)) is not None:
                self.screen.view.go_to_place(place)
            else:
                opening.load(visit.path, visit.article, partial(place_of, visit))
        self.screen.view.let_go()


def _visit(article: int, path: Path, document: Document, place: Place) -> Visit:
    return Visit(article, path, anchor(document.text, place.offset), place.rows)


def place_of(visit: Visit, document: Document) -> Place | None:
    """Where a visit was, in the article as it is now; None while that part of a long article is still to come."""
    if visit.anchor.offset > len(document.text) and not document.is_complete:
        return None
    return Place(resolve(document.text, visit.anchor), visit.rows)
