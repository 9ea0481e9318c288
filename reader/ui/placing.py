"""Where each article is left, and found again: kept on leaving it, at the end, and now and then meanwhile."""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import suppress
from functools import partial
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING

from reader.document.anchor import Left, anchor, resolve
from reader.document.model import Document
from reader.document.viewport import TOP, Place
from reader.errors import CatalogueError
from reader.ui.article_view import ArticleView
from reader.ui.part import Part

if TYPE_CHECKING:
    from reader.library.marks import Marks
    from reader.ui.opening import Arrival
    from reader.ui.reading_screen import ReadingScreen

_TO_LEAVE = 1.0
"""Seconds that the terminal is given to become what it was."""
_KEPT_EVERY = 5.0
"""Seconds between two looks at whether the reader has moved."""
_MOST_ROWS = 200


class Placing(Part):
    """Owns where the open article was left last."""

    def __init__(self, screen: ReadingScreen) -> None:
        super().__init__(screen)
        self._article = 0
        self._kept: Left | None = None
        self._is_awaited = False
        """Whether the part of a long article is still to come where it was left."""
        self._may_be_known_later = False
        """Whether nothing was known of its place when it was opened: it may have been too early to ask."""
        self._noted: tuple[Path, Left | None] | None = None
        self._view: ArticleView | None = None
        """What draws the article; at the end, the screen does not know it any more."""

    def begin(self) -> None:
        """Looks now and then whether the reader has moved, and once more when the terminal is closed."""
        self._view = self.screen.view
        self.screen.set_interval(_KEPT_EVERY, self.keep)
        for name in ("SIGHUP", "SIGTERM"):
            if (number := getattr(signal, name, None)) is not None:
                with suppress(NotImplementedError, RuntimeError, ValueError):  # other systems, other threads
                    asyncio.get_running_loop().add_signal_handler(number, self._end, number)

    def _end(self, number: int) -> None:
        """Keeps the place, and ends as the signal would have it: where there is no terminal, nothing can be drawn."""
        try:
            self.keep(is_end=True)
            self.screen.marking.end()
        finally:
            signal.signal(number, signal.SIG_DFL)
            if number == signal.SIGTERM:
                self._give_terminal_back()
            os.kill(os.getpid(), number)

    def _give_terminal_back(self) -> None:
        """Leaves the terminal as it was, so that a shell can go on in it."""
        driver = self.screen.app._driver
        if driver is None:
            return

        # A terminal that takes nothing any more must not hold the end up.
        end = Timer(_TO_LEAVE, os.kill, (os.getpid(), signal.SIGTERM))
        end.daemon = True
        end.start()
        with suppress(OSError):
            driver.stop_application_mode()
            driver.close()

    # coming

    def arrival(self, article: int, left: Left | None = None) -> Arrival | None:
        """Where to begin in an article that is opened without a place being named; None for its top."""
        self._article, self._kept = article, left or self._place_of(article)
        self._may_be_known_later = self._kept is None
        return partial(self._place_in, self._kept) if self._kept is not None else None

    def passed_by(self, article: int) -> None:
        """An article is opened at a place that was named."""
        self._article, self._kept = article, None
        self._may_be_known_later = self._is_awaited = False

    def known(self, article: int) -> None:
        """The open article has its number now, or the marks are open: so its place is, where that was not noted."""
        if not article or article != self.screen.opening.shown_id:
            return
        self._article = article
        if self._may_be_known_later and self.screen.view.place == TOP and (left := self._place_of(article)) is not None:
            self._kept, self._may_be_known_later = left, False
            self.screen.opening.begin_elsewhere(partial(self._place_in, left))

    def _place_in(self, left: Left, document: Document) -> Place | None:
        """Where a place is in the open article; None while that part of a long one is still to come."""
        reach = left.anchor.offset + len(left.anchor.after)
        self._is_awaited = not document.is_complete and reach > len(document.text)
        if self._is_awaited:
            return None
        return Place(resolve(document.text, left.anchor), max(-_MOST_ROWS, min(left.rows, _MOST_ROWS)))

    def _place_of(self, article: int) -> Left | None:
        """Where an article was left, as marks.db has it: some tenths of a millisecond."""
        marks, marking = self.screen.marking.marks, self.screen.marking
        identity = marking.identity(article) if article and marks is not None else None
        if marks is None or identity is None:
            return None
        try:
            known = marks.find(identity, self.screen.upkeep.catalogue)
            return marks.place(known) if known is not None else None
        except CatalogueError:
            return None  # what keeps the marks says so

    # leaving

    def keep(self, *, is_end: bool = False) -> None:
        """Keeps where the reader is, if that is elsewhere than kept; at the end, nothing is drawn any more."""
        screen, article, view = self.screen, self._article, self._view
        if screen.article is None or view is None or view.document is None:
            return
        if self._is_awaited and view.place == TOP:
            return
        left = _left(view, view.document)
        path = screen.article.path
        if (path, left) != self._noted:
            self._noted = (path, left)
            screen.marking.change_file(partial(_note, screen.upkeep.paths, path, left))
        if left == self._kept or not article or article != screen.opening.shown_id:
            return
        marking = screen.marking
        mark, identity = marking.of(article), marking.identity(article)
        if identity is None:
            return
        self._kept = left
        share = 0.0 if left is None else left.share
        if mark is not None and share is not None and share != mark.share and not is_end:
            marking.note(article, mark._replace(share=share))
        catalogue = screen.upkeep.catalogue

        def keep(marks: Marks) -> None:
            marks.keep_place(identity, left, catalogue)

        marking.change(keep)


def _left(view: ArticleView, document: Document) -> Left | None:
    """Where the reader is; None at the top. When the screen is gone, it is not known any more how much is seen."""
    if view.place == TOP or (view.size and view.extent()[0] <= 0):
        return None
    share = None
    if document.is_complete and view.size:
        share = 1.0 if view.at_end else round(view.fraction_read, 4)
    return Left(anchor(document.text, view.place.offset), view.place.rows, share)


def _note(paths: tuple[Path, ...], path: Path, left: Left | None) -> None:
    from reader.library import last_left  # noqa: PLC0415 - after the first frame

    last_left.save(paths, path, left)
