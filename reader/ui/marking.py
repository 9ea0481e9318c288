"""What the reader marks: articles that are read, and those with a star."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from reader.errors import CatalogueError
from reader.ui.part import Part, asking

if TYPE_CHECKING:
    from reader.library.marks import Mark, Marks
    from reader.ui.reading_screen import ReadingScreen

_READ_AFTER = 2.0
"""Seconds that an article's end must be on the screen for the article to have been read."""


class Marking(Part):
    """Owns the marks."""

    def __init__(self, screen: ReadingScreen) -> None:
        super().__init__(screen)
        self._marks: Marks | None = None

    def open(self) -> None:
        """Shows what is read and starred; says so when that cannot be kept."""
        if self._marks is not None:
            return
        from reader.library.marks import open_marks  # noqa: PLC0415 - after the first frame

        self._marks, said = open_marks()
        if self._marks is not None:
            self.screen.sidebar.set_marks(self._marks.of)
        if said:
            self.screen.notice(said)

    @property
    def marks(self) -> Marks | None:
        """What is marked; None where that cannot be kept."""
        return self._marks

    def marked(self, mark: str) -> list[int]:
        """The articles that have a mark, for the search."""
        if self._marks is None:
            return []
        return self.screen.upkeep.catalogue.with_bodies(self._marks.bodies(mark))

    def toggle_star(self) -> None:
        """Stars the article, or takes its star away."""
        self._change(lambda marks, known, mark: marks.set_starred(known, is_starred=not mark.is_starred))

    def toggle_read(self) -> None:
        """Marks the article as read, or as unread."""
        self._change(lambda marks, known, mark: marks.set_read(known, is_read=not mark.is_read))

    @asking(None)
    def _change(self, change: Callable[[Marks, int, Mark], None]) -> None:
        """Marks the article under the cursor of the tree, or the open one."""
        from reader.library.identity import UNKNOWN  # noqa: PLC0415 - see open
        from reader.library.marks import NONE  # noqa: PLC0415

        screen, catalogue = self.screen, self.screen.upkeep.known
        row = screen.sidebar.cursor_row if screen.focused is screen.sidebar else None
        article = row.article if row is not None and row.article else screen.opening.shown_id
        identity = self.screen.upkeep.identity(article) if article and catalogue is not None else None
        if self._marks is None or identity is None:
            screen.notice("Marks are not kept." if self._marks is None else "There is no article to mark.")
            return
        body = identity.body_hash
        try:
            before = self._marks.of((body,)).get(body, NONE)
            change(self._marks, self._marks.article(identity, catalogue or UNKNOWN), before)
            after = self._marks.of((body,)).get(body, NONE)
        except CatalogueError as error:
            screen.notice(f"The mark is not kept: {error}.")
            return
        screen.sidebar.marks_changed()
        screen.glancing.changed()
        if before.is_starred != after.is_starred:
            screen.notice("Starred." if after.is_starred else "No longer starred.")
        elif before.is_read != after.is_read:
            screen.notice("Read." if after.is_read else "Unread.")

    def end_seen(self) -> None:
        """An article whose end was seen has been read, when it stays for a moment."""
        article = self.screen.opening.shown_id
        if article and self._marks is not None:
            self.screen.set_timer(_READ_AFTER, partial(self._has_read, article))

    def _has_read(self, article: int) -> None:
        if self._marks is None or article != self.screen.opening.shown_id or not self.screen.view.at_end:
            return
        try:
            if (identity := self.screen.upkeep.identity(article)) is not None:
                self._marks.set_read(self._marks.article(identity, self.screen.upkeep.catalogue), is_read=True)
                self.screen.sidebar.marks_changed()
                self.screen.glancing.changed()
        except CatalogueError as error:
            self.screen.notice(f"The mark is not kept: {error}.")
