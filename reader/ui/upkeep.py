"""The catalogue as the screen has it: opened, kept up to date, and made anew when it is damaged."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from textual.message import Message
from textual.worker import get_current_worker

from reader.errors import CatalogueDamagedError, CatalogueError
from reader.ui import garbage, keeping
from reader.ui.lines import ProgressLine
from reader.ui.one_line import shortened
from reader.ui.part import Part, asking

if TYPE_CHECKING:
    from reader.library.catalogue import Catalogue
    from reader.library.identity import Identity
    from reader.library.resting import RestingKeeper
    from reader.library.roots import Root
    from reader.ui.reading_screen import ReadingScreen

_KINDS = "Broadsheet reads files whose names end in md, markdown, mdown, html, htm or txt."
_DRAWN_WITHIN = 0.3
"""Seconds that all else waits for the tree to be drawn."""
_FREE = 10
"""How many times as long as it takes to show in the tree what has come, keys have the processor for themselves."""
_LONGEST = 150
"""Code points of a problem that is told in the status line."""
_ENOUGH = 200
"""Articles among which the newest is opened while the scan goes on."""


class Upkeep(Part):
    """Owns the catalogue and who keeps it."""

    def __init__(self, screen: ReadingScreen, paths: Sequence[Path]) -> None:
        super().__init__(screen)
        self.known: Catalogue | None = None
        """The catalogue, once it is there."""
        self.paths = tuple(path.absolute() for path in paths)
        """The folders and files that were opened."""
        self._roots: Sequence[Root] = ()
        self._keeper: RestingKeeper | None = None
        """None for an archive that is a few files."""
        self._is_over = False
        self._is_running = False
        self._was_damaged = False
        self._was_full = False
        self._keepings = 0
        self._early: list[Message] | None = []
        """What was said before the tree was there."""
        self._is_said = asyncio.Event()
        """Whether anything was."""
        self._problems: Sequence[str] = ()
        self._unheard = ""
        """What was said of changes that the system does not tell of."""
        self._is_unheard = False
        """Whether the run that goes on was told to be one that looks for them."""
        self._shows_again = 0.0
        """When the tree may show what has come; with the cursor deep in a list of a million, that takes seconds."""

    @property
    def catalogue(self) -> Catalogue:
        """What is known of the archive. Raises CatalogueError before it is there."""
        if self.known is None:
            raise CatalogueError("the archive is not listed yet")
        return self.known

    @property
    def is_up_to_date(self) -> bool:
        """Whether the tree shows what is on disk, as far as can be told."""
        return self.known is not None and not self._is_running

    @property
    def folders(self) -> list[Path]:
        """The roots of the archive."""
        return [root.path for root in self._roots]

    def site_of(self, path: Path) -> Root | None:
        """The root of the archive that a file stands below."""
        return next((root for root in self._roots if path.is_relative_to(root.path)), None)

    def identity(self, article_id: int, link: str = "") -> Identity | None:
        """What tells an article from others, for marks.db; None for one that is gone. Raises CatalogueError."""
        from reader.library.identity import identity  # noqa: PLC0415 - after the first frame

        listed = self.catalogue.listed((article_id,)).get(article_id)
        return identity(listed, self.paths, link) if listed is not None else None

    def begin(self, *, anew: bool = False, is_full: bool = False) -> None:
        """Opens the catalogue, and has it kept up to date.

        `anew`, after setting aside one that is damaged; where its disk `is_full`, one that is made for this run.
        """
        self._keepings += 1
        if self._keeper is not None:
            self._keeper.end()
        paths, this = self.paths, self._keepings
        loop = asyncio.get_running_loop()

        def post(message: Message) -> None:
            if this == self._keepings and not self._is_over:  # what another now keeps is no matter any more
                loop.call_soon_threadsafe(self._said, message)

        def keep() -> None:
            worker, hold = get_current_worker(), partial(self._hold, this)
            keeping.keep(paths, post, lambda: worker.is_cancelled, hold, anew=anew, is_full=is_full)

        self.screen.run_worker(keep, thread=True, group="keep")

    async def wait_for_catalogue(self, seconds: float) -> None:
        """Waits until it is there, or it is said why it is not, or so many seconds have passed."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._is_said.wait(), seconds)

    def hear(self) -> None:
        """The tree is there: it shows what was said, the catalogue in its first frame, and what is said from now on."""
        early, self._early = self._early or [], None
        for message in early:
            if isinstance(message, keeping.Opened):
                self.opened(message)
            else:
                self.screen.post_message(message)

    def _said(self, message: Message) -> None:
        self._is_said.set()
        if self._early is not None:
            self._early.append(message)
        else:
            self.screen.post_message(message)

    def _hold(self, number: int, keeper: RestingKeeper) -> None:
        """Takes note of a keeper in the thread that made it: the program may end before it hears of it otherwise."""
        if number == self._keepings:
            self._keeper = keeper
        if self._is_over or number != self._keepings:
            keeper.end()

    def end(self) -> None:
        """Ends the keeper and gives the catalogue up."""
        self._is_over = True
        if self._keeper is not None:
            self._keeper.end()
        if self.known is not None:
            self.known.close()

    def stop(self) -> bool:
        """Stops a run that goes on; says whether one did."""
        if not self._is_running or self._keeper is None:
            return False
        self._keeper.stop()
        return True

    # what the keeper says

    def opened(self, event: keeping.Opened) -> None:
        """The catalogue is there."""
        self.known, self._roots = event.catalogue, event.archive
        self._is_running = True
        self.screen.sidebar.set_catalogue(event.catalogue)
        self.screen.searching.set_catalogue(event.catalogue)
        if event.notice:
            self.screen.notice(event.notice)
        self.screen.opening.catalogue_grown()
        self.screen.sidebar.after_drawing(partial(self._shown, event))
        self.screen.set_timer(_DRAWN_WITHIN, partial(self._shown, event))  # where the tree has no room

    def _shown(self, event: keeping.Opened) -> None:
        """The tree is drawn: what else needs the catalogue may begin; once."""
        if event.is_shown.is_set():
            return
        event.is_shown.set()
        self.screen.marking.begin()

    def progressed(self, event: keeping.Progressed) -> None:
        """It has grown and goes on growing."""
        from reader.library.progress import Stage  # noqa: PLC0415 - after the first frame

        for said in (keeping.WAITING, keeping.LOCKED):
            self.screen.page.status.take_back(said)
        self._is_running = True
        stops = " · Esc stops" if self._keeper and event.said else ""
        self.screen.query_one(ProgressLine).say(f"{event.said}{stops}")
        self.screen.searching.say_progress(event.said)
        self.screen.opening.look_for_file()
        if event.stage is Stage.READING and monotonic() >= self._shows_again:
            began = monotonic()
            self.screen.sidebar.catalogue_changed()
            self.screen.glancing.changed()
            self.screen.marking.grown()
            self._shows_again = monotonic() + _FREE * (monotonic() - began)
        is_open = self.screen.article is not None
        if (event.stage is Stage.READING and (is_open or event.done >= _ENOUGH)) or (event.is_listed and not is_open):
            self.screen.opening.catalogue_grown()  # one that is open is shown in the tree with its first rows

    def changed(self, event: keeping.Changed) -> None:
        """Files have changed on disk; the catalogue knows."""
        self._show_changes()
        self.screen.opening.changed_on_disk(event.folders)

    def _show_changes(self) -> None:
        self.screen.sidebar.catalogue_changed()
        self.screen.glancing.changed()
        self.screen.searching.catalogue_changed()
        self.screen.marking.catalogue_changed()

    @asking(None)
    def rested(self, event: keeping.Rested) -> None:
        """It is up to date, or as far as it was let."""
        garbage.set_aside()  # the tree and the marks stay
        self._end_progress()
        self.screen.page.status.take_back(keeping.LOCKED)
        if not self._is_unheard:  # changes are heard again
            self.screen.page.status.take_back(self._unheard)
            self._unheard = ""
        self._is_unheard = False
        self._show_changes()
        self.screen.opening.catalogue_grown()
        if event.is_stopped:
            self.screen.notice("Stopped; the next start goes on from here.")
        elif event.problems and event.problems != self._problems:
            more = f" (and {len(event.problems) - 1} more)" if len(event.problems) > 1 else ""
            self.screen.notice(shortened(event.problems[0], _LONGEST) + more)
        self._problems = event.problems
        if not self.catalogue.count:
            where = ", ".join(map(str, self.paths))
            reason = event.problems[0].rstrip(".") if event.problems else f"{where} holds no articles"
            self.screen.sidebar.set_message("No articles here.")
            if self.screen.article is None:
                self.screen.page.show_message(f"{reason}. {_KINDS} q quits.")
                self.screen.panes.to_tree()

    def unkept(self, event: keeping.Unkept) -> None:
        """It is not kept up to date, or must be made anew."""
        self._end_progress()
        begins_anew = event.is_damaged and not self._was_damaged
        if begins_anew:
            self.screen.notice(f"The catalogue is made anew: {event.reason[:1].lower()}{event.reason[1:]}")
            self._begin_anew()
            return
        if event.is_full and not self._was_full:
            self._was_full = True
            self._begin_elsewhere(is_full=True)
            return
        self.screen.notice(event.reason)
        if self.known is None:
            self.screen.sidebar.set_message(event.reason)
            self.screen.searching.say_absent(event.reason)

    def unheard(self, event: keeping.Unheard) -> None:
        """The system does not tell of changes, which comes with every look for them, and is said once."""
        said = f"Changes show after a while: {event.reason}."
        if said != self._unheard:
            self.screen.notice(said)
        self._unheard, self._is_unheard = said, True

    def _end_progress(self) -> None:
        self._is_running = False
        self.screen.query_one(ProgressLine).say("")
        self.screen.searching.say_progress("")

    def _begin_anew(self) -> None:
        """Sets a damaged catalogue aside and lists the archive again; once, because a disk may go on failing."""
        self._was_damaged = True
        self._begin_elsewhere(anew=True)

    def _begin_elsewhere(self, *, anew: bool = False, is_full: bool = False) -> None:
        self.screen.sidebar.set_message("Looking for articles …")
        self.begin(anew=anew, is_full=is_full)

    def failed(self, error: CatalogueError) -> None:
        """Says why the catalogue did not answer, and has it made anew where it is damaged."""
        reason = keeping.sentence(error)
        if isinstance(error, CatalogueDamagedError):
            self.unkept(keeping.Unkept(reason, is_damaged=True))
        else:
            self.screen.notice(reason)

    # what could not be read

    @asking(None)
    def show_faults(self) -> None:
        """Lists what could not be read; from the list each file opens."""
        if self.known is None:
            self.screen.notice("The archive is not listed yet.")
            return
        from reader.ui.faults import Faults  # noqa: PLC0415 - only who opens it waits for it

        mistakes = map(str, self.screen.reader.choices.mistakes)
        unread, problems = list(self.known.unread()), [*mistakes, *self.known.problems()]
        if not unread and not problems:
            self.screen.notice("Every file was read without a fault.")
            return
        self.screen.app.push_screen(Faults(unread, problems), self.screen.opening.open_path)
