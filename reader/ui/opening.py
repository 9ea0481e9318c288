"""Which article is open, and what opens another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from textual.message import Message
from textual.worker import Worker, get_current_worker

from reader.archive.article import Article
from reader.document.anchor import Anchor
from reader.document.find import Query
from reader.document.model import Document
from reader.document.opener import Opener, only_article
from reader.document.viewport import TOP, Place
from reader.ui import garbage, loading
from reader.ui.history import Visit
from reader.ui.one_line import printable
from reader.ui.part import Part, asking

if TYPE_CHECKING:
    from reader.ui.reading_screen import ReadingScreen

_GONE = "The file of this article is gone; what it said stays on the page."
_LOOKS_EVERY = 2.0
"""Seconds between two looks at whether it is, while the archive is listed."""
_PATIENCE = 0.25
"""Seconds that the first frame waits for the first article, so that it has it."""
_A_FRAME = 0.02
"""Seconds that a longer part of an article waits for a frame that is due."""

Arrival = Callable[[Document], Place | None]
"""Where to begin in an article; None while that part of a long one is still to come, or when there is no such place."""


class Opening(Part):
    """Owns the open article and the request for the next; what comes late is dropped."""

    def __init__(self, screen: ReadingScreen, paths: Sequence[Path], first: Opener | None) -> None:
        super().__init__(screen)
        self._first: Opener | None = first or Opener(partial(only_article, paths))
        self.article: Article | None = None
        """The article on the page; None before there is one, or when it could not be read."""
        self.shown_id = 0
        """Its number in the catalogue; 0 while that is not known."""
        self.request = 0
        """The number of the last request; 0 when nothing was asked for."""
        self.wanted_id = 0
        """The number of the article that was asked for last."""
        self.within: int | None = None
        """The node in whose order the next one stands; below nought for a shelf of the tree."""
        self._loader: Worker[None] | None = None
        self._newest: loading.Loaded | None = None
        """What the loader said last."""
        self._is_shown = False
        self._coming: Path | None = None
        self._arrive_at: Arrival | None = None
        self._to_light: Query | None = None
        self._facts: tuple[str, ...] = ()
        """The lines under the title."""
        self._to_say = ""
        """What to say when the next article is there."""
        self._looked_for_file = 0.0

    # what opens an article

    def begin(self) -> None:
        """Opens the first article once the page has a size, before it is drawn, so that the first frame has it."""
        first, self._first = self._first, None
        if first is None:
            return
        self.request += 1
        if not first.is_ready(_PATIENCE):
            self._run(partial(loading.load_with, first, self.request))
            return
        begun = loading.begin_with(first, self.request)
        if isinstance(begun, loading.Loaded):
            self.loaded(begun)
        elif isinstance(begun, loading.Failed):
            self.failed(begun)
        else:
            self.request = 0
        self.screen.call_after_refresh(self._go_on, first, begun)

    def _go_on(self, first: Opener, begun: loading.Loaded | loading.Failed | None) -> None:
        """Has the rest of the first article come, when it is long; its beginning is drawn by now."""
        if isinstance(begun, loading.Loaded) and begun.request == self.request and not begun.document.is_complete:
            self._run(partial(loading.finish, begun, parting=first.parts))
        else:
            first.close()

    @asking(None)
    def open(self, article_id: int, *, within: int | None = None) -> None:
        """Opens an article of the catalogue; `within` is the node in whose order the next one stands."""
        listed = self.screen.upkeep.catalogue.listed((article_id,)).get(article_id)
        if listed is not None:
            self.load(listed.path, article_id, within=within)

    def load(
        self,
        path: Path,
        article_id: int,
        arrive_at: Arrival | None = None,
        *,
        within: int | None = None,
        to_light: Query | None = None,
    ) -> None:
        """Opens a file, at a place where one is known; lights `to_light` in it as if it had been found there."""
        if self._loader is not None:
            self._loader.cancel()
        self.request += 1
        self.screen.view.expect()
        self._is_shown = False
        self.wanted_id = article_id
        self.within = within
        self._coming, self._to_say = path, ""
        self._arrive_at = arrive_at
        self._to_light = to_light
        if article_id:
            self.screen.sidebar.show_open(article_id)
        root = self.screen.upkeep.site_of(path)
        self._run(partial(loading.load, path, root.site if root else None, self.request))

    @asking(None)
    def open_path(self, path: Path | None) -> None:
        """Opens a file, whether the catalogue lists it or not, and turns to it."""
        if path is None:
            return
        self.screen.travelling.leave()
        article = self.screen.upkeep.catalogue.find(path)
        if article is not None:
            self.open(article)
            self.show_in_tree(article)
        else:
            self.load(path, 0)
        self.screen.panes.to_page()

    @asking(False)
    def open_neighbour(self, step: int) -> bool:
        """Opens the next or previous article of the category; says whether there was one."""
        if not self.wanted_id:
            return False
        sidebar = self.screen.sidebar
        if self.is_on_list:
            neighbour = sidebar.beside(self.wanted_id, step)
        else:
            neighbour = self.screen.upkeep.catalogue.neighbour(self.wanted_id, step, self.node, sidebar.order)
        if neighbour is None:
            self.screen.notice("No further article in this category." if step > 0 else "This is the first article.")
            return False
        self.turn_to(neighbour, self.within)
        return True

    @property
    def is_on_list(self) -> bool:
        """Whether the open article was chosen on a shelf that is a list, and the tree shows one still."""
        return self.within is not None and self.within < 0 and self.screen.sidebar.is_list

    @property
    def node(self) -> int | None:
        """The node of the catalogue in whose order the next article stands; None for the article's own category."""
        return self.within if self.within is not None and self.within > 0 else None

    def show_in_tree(self, article_id: int) -> None:
        """Puts the tree's cursor on an article found elsewhere; a filter that leaves it out goes, and that is said."""
        sidebar = self.screen.sidebar
        left_out = sidebar.filter_text
        if not sidebar.reveal(article_id) and left_out:
            sidebar.filter("")
            sidebar.reveal(article_id)
            self.say_when_shown(f"The tree is no longer filtered: “{left_out}” left this article out.")

    def say_when_shown(self, text: str) -> None:
        """Says something of the article that was asked for, once it is there: what is said before is wiped."""
        self._to_say = text

    def turn_to(self, article_id: int, within: int | None) -> None:
        """Opens another article, of a node or a shelf, and has the tree follow."""
        self.screen.travelling.leave()
        self.open(article_id, within=within)
        self.screen.sidebar.show_open(article_id, follow=True)

    @asking(None)
    def catalogue_grown(self) -> None:
        """Opens the newest article when none is open, and marks the one that is."""
        if self.article is not None:
            self.screen.view.set_meta(self._meta)
            if not self.wanted_id:
                self._mark_open(self.article.path)
        elif not self.request:
            self._open_newest()

    def _open_newest(self) -> None:
        """An archive begins with its newest article."""
        newest = self.screen.upkeep.catalogue.newest()
        if newest is not None:
            self.open(newest)
            self.screen.sidebar.show_open(newest, follow=not self.screen.sidebar.has_focus)

    @asking(None)
    def _mark_open(self, path: Path) -> None:
        catalogue = self.screen.upkeep.known
        article_id = catalogue.find(path) if catalogue is not None else None
        if article_id is not None:
            self.wanted_id = self.shown_id = article_id
            self.screen.placing.known(article_id)
            self.screen.highlighting.shown()
            self.screen.sidebar.show_open(article_id, follow=not self.screen.sidebar.has_focus)

    # changes on disk

    @asking(None)
    def changed_on_disk(self, folders: frozenset[Path]) -> None:
        """Files in these folders have changed, or anywhere when there are none: the open article follows its file."""
        if self.article is None or self.wanted_id != self.shown_id:
            return
        path = self.article.path
        if self.shown_id:
            path = self._path_now(path)
        if not path.name:
            self.screen.notice(_GONE)
        elif path != self.article.path or not folders or path.parent in folders:
            self._reload(path)

    def look_for_file(self) -> None:
        """Says when the open article's file is gone while the archive is still being listed: nothing else does then."""
        if self.article is None or monotonic() - self._looked_for_file < _LOOKS_EVERY:
            return
        self._looked_for_file = monotonic()
        path = self.article.path

        def look() -> None:
            try:
                path.stat()
            except (FileNotFoundError, NotADirectoryError):
                self.screen.call_later(self._gone, path)
            except OSError:
                return  # it cannot be looked at, which does not say that it is gone

        self.screen.run_worker(look, thread=True, group="look", exclusive=True)

    def _gone(self, path: Path) -> None:
        if self.article is not None and self.article.path == path and not self.screen.upkeep.is_up_to_date:
            self.screen.notice(_GONE)

    def _path_now(self, path: Path) -> Path:
        """Where the file of the open article is by now; without a name when it is gone."""
        catalogue = self.screen.upkeep.catalogue
        listed = catalogue.listed((self.shown_id,)).get(self.shown_id)
        if listed is not None:
            return listed.path
        again = catalogue.find(path)
        if again is None:
            return Path()
        self.wanted_id = self.shown_id = again
        self.screen.sidebar.show_open(again)
        return path

    def _reload(self, path: Path) -> None:
        """Opens the article again when its file has changed or was moved; the same text stays at the top."""
        article, shown = self.article, self.screen.view.document
        if article is None or shown is None or not shown.is_complete:
            return
        request, root = self.request, self.screen.upkeep.site_of(path)

        def whole(message: Message) -> None:
            if not isinstance(message, loading.Loaded) or message.document.is_complete:
                self.screen.post_message(message)

        def reload() -> None:
            worker = get_current_worker()
            begun = loading.begin(path, root.site if root else None, request)
            if isinstance(begun, loading.Failed) or begun.article != article:
                whole(begun)
                if isinstance(begun, loading.Loaded):
                    loading.finish(begun, whole, lambda: worker.is_cancelled)

        self._loader = self.screen.run_worker(reload, thread=True, group="load")

    # what the loader says

    def _run(self, work: Callable[[loading.Post, loading.IsCancelled], None]) -> None:
        """Runs what loads an article in a thread of its own."""

        def run() -> None:
            worker = get_current_worker()
            work(self.screen.post_message, lambda: worker.is_cancelled)

        self._loader = self.screen.run_worker(run, thread=True, group="load")

    def loaded(self, event: loading.Loaded) -> None:
        """An article is there, or a longer part of it, or what has become of it on disk."""
        if event.request == self.request:  # what was left meanwhile may come late
            self._newest = event
            self._take_in(event)

    def _take_in(self, event: loading.Loaded) -> None:
        """Shows it, unless a longer part has come. A longer part itself does not come between a key and its frame."""
        if event.request != self.request or event is not self._newest:
            return
        if self._is_shown and self.screen.view.owes_frame:
            self.screen.set_timer(_A_FRAME, partial(self._take_in, event))
            return
        page = self.screen.page
        is_other = self.article is not None and self._is_shown and self.article != event.article
        if not self._is_shown:
            self.screen.placing.keep()
        self.article, self._facts = event.article, event.meta
        if is_other:
            page.reload(event.document, self._meta)
        elif self._is_shown:
            page.grow(event.document, self._meta)
            self._arrive(event.document)
        if self._is_shown:
            garbage.set_aside()  # a hundred thousand ranges stay
            self.screen.picturing.loaded(event.article, event.document)
            self.screen.highlighting.shown()
            return
        self._is_shown = True
        self.shown_id = self.wanted_id
        self._coming = None
        to_light, self._to_light = self._to_light, None
        if self._arrive_at is None and to_light is None:
            self._arrive_at = self.screen.placing.arrival(self.shown_id, event.left)
        else:
            self.screen.placing.passed_by(self.shown_id)
        page.show(event.document, self._meta, self._place_in(event.document), to_light)
        for index, tokens in event.colours.items():
            page.view.colour(event.document, index, tokens)
        self.screen.picturing.loaded(event.article, event.document)
        to_say, self._to_say = self._to_say, ""
        if to_say:
            self.screen.notice(to_say)
        else:
            self.screen.marking.say_again()
        self.screen.highlighting.shown()
        if not self.wanted_id:
            self._mark_open(event.article.path)

    @property
    def _meta(self) -> tuple[str, ...]:
        """The lines under the title, with the folder that the article is of, where several were opened at once."""
        root = self.screen.upkeep.site_of(self.article.path) if self.article is not None else None
        if root is None or not root.names or not self._facts:
            return self._facts
        facts, *more = self._facts
        return (f"{facts} · {printable(' / '.join(root.names))}", *more)

    def _place_in(self, document: Document) -> Place | None:
        """Where to begin in an article; looked for once, or until that part of a long one is there."""
        place = self._arrive_at(document) if self._arrive_at is not None else None
        if place is not None or document.is_complete:
            self._arrive_at = None
        return place

    def begin_elsewhere(self, arrival: Arrival) -> None:
        """Goes to a place in the open article, once that part of it is there."""
        self._arrive_at = arrival
        if (document := self.screen.view.document) is not None:
            self._arrive(document)

    def _arrive(self, document: Document) -> None:
        """Goes to where a long article shall begin, unless the reader has gone somewhere meanwhile."""
        if self.screen.view.place != TOP:
            self._arrive_at = None
        elif (place := self._place_in(document)) is not None:
            self.screen.view.go_to_place(place)

    @property
    def coming(self) -> Visit | None:
        """The article that is on its way, as far as that is known before it is there; None when none is."""
        if self._coming is None:
            return None
        return Visit(self.wanted_id, self._coming, Anchor(TOP.offset, "", ""), TOP.rows)

    def absent(self, event: loading.Absent) -> None:
        """There is no article to begin with: the newest will do."""
        if event.request == self.request:
            self.request = 0
            if self.screen.upkeep.known is not None:
                self.catalogue_grown()

    def failed(self, event: loading.Failed) -> None:
        """The article could not be opened, or not to its end."""
        if event.request != self.request:
            return
        self._coming, self._to_say = None, ""
        if self._is_shown:
            self.screen.notice(event.reason)
        else:
            self.screen.placing.keep()
            self.article = None
            self.screen.page.show_message(event.reason)
