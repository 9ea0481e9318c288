"""The search over all articles, as the reading screen has it: shown, kept as it was left, its hits opened."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reader.document.find import Query
from reader.errors import CatalogueError
from reader.ui.part import Part
from reader.ui.type_ahead import TypeAhead

if TYPE_CHECKING:
    from reader.library.catalogue import Catalogue
    from reader.library.search import Hit
    from reader.ui.reading_screen import ReadingScreen
    from reader.ui.search_screen import Choice, SearchScreen


class Searching(Part):
    """Owns the screen of the search, which stays once it was opened."""

    def __init__(self, screen: ReadingScreen) -> None:
        super().__init__(screen)
        self._over: SearchScreen | None = None
        self._progress = ""
        self._absent = ""

    def begin(self) -> None:
        """Opens the search, with what was typed behind its key."""
        focused = self.screen.focused
        self.show(focused if isinstance(focused, TypeAhead) else None)

    def show(self, typist: TypeAhead | None = None) -> None:
        """Puts the search over the reading screen, as it was left."""
        if self._over is None:
            from reader.ui.search_screen import SearchScreen  # noqa: PLC0415 - only who searches waits for it

            upkeep = self.screen.upkeep
            self._over = SearchScreen(upkeep.known, self.screen.marking.marked, lambda: not upkeep.is_up_to_date)
            self._over.say_progress(self._progress)
            if self._absent:
                self._over.say_absent(self._absent)
            self.screen.app.install_screen(self._over, "search")
        over = self._over
        self.screen.app.push_screen("search")
        over.call_after_refresh(over.take_typing, typist)

    def opened(self, choice: Choice) -> None:
        """A hit was chosen: its article is opened at the first match, and Backspace leads back to the hits."""
        screen = self.screen
        screen.travelling.leave(leads_to_search=True)
        to_light = None
        if choice.phrases:
            to_light = Query(choice.words, phrases=choice.phrases, simplify=choice.simplify)
            screen.page.finder.expect()
        screen.opening.load(self._path_of(choice.hit), choice.hit.article, to_light=to_light)
        screen.opening.show_in_tree(choice.hit.article)
        screen.panes.to_page()
        if self._over is not None:
            self._over.hand_over_typing()

    def _path_of(self, hit: Hit) -> Path:
        """Where a hit's file is by now, if it was moved since it was found."""
        try:
            listed = self.screen.upkeep.catalogue.listed((hit.article,)).get(hit.article)
        except CatalogueError:
            return hit.path
        return listed.path if listed is not None else hit.path

    # what happens to the catalogue meanwhile

    def set_catalogue(self, catalogue: Catalogue) -> None:
        """There is another catalogue."""
        if self._over is not None:
            self._over.set_catalogue(catalogue)

    def catalogue_changed(self) -> None:
        """Something in the catalogue is another."""
        if self._over is not None:
            self._over.catalogue_changed()

    def say_absent(self, reason: str) -> None:
        """Why there is no catalogue."""
        self._absent = reason
        if self._over is not None:
            self._over.say_absent(reason)

    def say_progress(self, said: str) -> None:
        """How far the catalogue is."""
        self._progress = said
        if self._over is not None:
            self._over.say_progress(said)
