"""The archive at a glance, as the reading screen has it: counted beside the screen, again when something changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from reader.errors import CatalogueError
from reader.ui.part import Part, asking

if TYPE_CHECKING:
    from reader.library.listing import View
    from reader.library.statistics import Statistics
    from reader.ui.glance import Glance
    from reader.ui.reading_screen import ReadingScreen

_PAUSE = 1.0
"""Seconds between two counts while the archive changes."""


class Counted(Message):
    """The statistics, or why there are none."""

    def __init__(self, answer: Statistics | CatalogueError) -> None:
        super().__init__()
        self.answer = answer


class Glancing(Part):
    """Owns the screen of statistics while it is open."""

    def __init__(self, screen: ReadingScreen) -> None:
        super().__init__(screen)
        self._over: Glance | None = None
        self._is_counting = False
        self._has_changed = False

    def begin(self) -> None:
        """Opens the screen, and begins to count."""
        if self._over is not None:  # the palette has opened over it
            return
        if self.screen.upkeep.known is None:
            self.screen.notice("The archive is not listed yet.")
            return
        from reader.ui.glance import Glance  # noqa: PLC0415 - only who opens it waits for it

        self._over = Glance()
        self.screen.app.push_screen(self._over, lambda _: self._closed())
        self._count()

    def _closed(self) -> None:
        self._over = None

    def changed(self) -> None:
        """The catalogue or a mark is another."""
        if self._over is None:
            return
        if self._is_counting:
            self._has_changed = True
        else:
            self._count()

    def _count(self) -> None:
        if self._over is None:
            return
        self._is_counting, self._has_changed = True, False
        self.screen.run_worker(self._counted, thread=True, group="glance")

    def _counted(self) -> None:
        """Runs in a thread of its own."""
        import plotext  # type: ignore[import-untyped]  # noqa: F401, PLC0415 - 40 ms, before the screen needs it

        from reader.library.statistics import statistics  # noqa: PLC0415 - only this screen needs it

        upkeep, marks = self.screen.upkeep, self.screen.marking.marks
        try:
            answer: Statistics | CatalogueError = statistics(upkeep.catalogue, marks, upkeep.paths)
        except CatalogueError as error:
            answer = error
        self.screen.post_message(Counted(answer))

    def counted(self, event: Counted) -> None:
        """Shows what was counted; counts again, after a while, if something has changed meanwhile."""
        if self._over is not None:
            if isinstance(event.answer, CatalogueError):
                self._over.dismiss()
                self.screen.upkeep.failed(event.answer)
            else:
                self._over.show(event.answer)
        self.screen.set_timer(_PAUSE, self._rested)

    def _rested(self) -> None:
        self._is_counting = False
        if self._has_changed:
            self._count()

    @asking(None)
    def chosen(self, event: Glance.Chosen) -> None:
        """Shows a source or a month in the tree, or opens an article that was read."""
        from reader.library.listing import View  # noqa: PLC0415 - see above
        from reader.library.statistics import Bar, Source, group_of  # noqa: PLC0415

        screen, target = self.screen, event.target
        if isinstance(target, Bar):
            node = group_of(screen.upkeep.catalogue, target)
            self._show(View.DATE, node)
        elif isinstance(target, Source):
            self._show(target.view, target.node)
        else:
            screen.travelling.leave()
            screen.opening.open(target.article.id)
            screen.opening.show_in_tree(target.article.id)
            screen.panes.to_page()

    def _show(self, view: View, node: int | None) -> None:
        if node is None or not self.screen.sidebar.show_group(view, node):
            self.screen.notice("No article is of that time.")
            return
        self.screen.panes.to_tree()
