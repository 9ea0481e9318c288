"""The screen for reading: tree and page side by side, and what they say to each other."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Sequence
from functools import partial, wraps
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Concatenate, NamedTuple, ParamSpec, Protocol, TypeVar, cast
from urllib.parse import unquote

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.screen import Screen
from textual.worker import Worker, get_current_worker

from reader.archive.article import Article
from reader.document.find import Query
from reader.document.opener import Opener, only_article
from reader.errors import CatalogueDamagedError, CatalogueError
from reader.library.listing import View
from reader.library.progress import Stage
from reader.ui import keeping, keys, loading
from reader.ui.article_view import DEFAULT_COLUMN, ArticleView, Place
from reader.ui.lines import KeyLine, ProgressLine
from reader.ui.page import Page
from reader.ui.prompt import Prompt
from reader.ui.splitter import Splitter
from reader.ui.type_ahead import TypeAhead

if TYPE_CHECKING:
    from reader.library.catalogue import Catalogue
    from reader.library.keeper import Keeper
    from reader.library.marks import Mark, Marks
    from reader.library.search import Hit
    from reader.library.sync import Root
    from reader.ui.search_screen import SearchScreen
    from reader.ui.sidebar import Sidebar

TWO_PANES = 70
"""Columns from which on tree and page stand side by side."""

_SIDE = 40
"""Columns of the tree, until its border is dragged; two fifths of a screen that is narrower than a hundred."""

_NARROWEST_SIDE = 16
_NARROWEST_PAGE = 24
_STEP = 4
_KINDS = "Broadsheet reads files whose names end in md, markdown, mdown, html, htm or txt."
_READ_AFTER = 2.0
"""Seconds that an article's end must be on the screen for the article to have been read."""
_ENOUGH = 200
"""Articles among which the newest is opened while the scan goes on."""
_PATIENCE = 0.25
"""Seconds that the first frame waits for the first article, so that it has it."""


class Visit(NamedTuple):
    """Where the reader was."""

    article_id: int
    path: Path
    place: Place


SEARCH = Visit(-1, Path(), Place(0))
"""Among the hits of a search; where it was there, the search knows."""


_Parameters = ParamSpec("_Parameters")
_Result = TypeVar("_Result")
_Asked = Callable[Concatenate["ReadingScreen", _Parameters], _Result]


def _asking(otherwise: _Result) -> Callable[[_Asked[_Parameters, _Result]], _Asked[_Parameters, _Result]]:
    """Marks what asks the catalogue, which may fail at any moment: the reader is told, and nothing else happens."""

    def guard(asks: _Asked[_Parameters, _Result]) -> _Asked[_Parameters, _Result]:
        @wraps(asks)
        def guarded(screen: ReadingScreen, *args: _Parameters.args, **kwargs: _Parameters.kwargs) -> _Result:
            try:
                return asks(screen, *args, **kwargs)
            except CatalogueError as error:
                screen.catalogue_failed(error)
                return otherwise

        return cast("_Asked[_Parameters, _Result]", guarded)

    return guard


class Reader(Protocol):
    """What the screen needs of the program around it."""

    def open_address(self, address: str, base: str | None) -> None:
        """Opens an address of the web or of mail; refuses others."""

    def edit(self, path: Path) -> None:
        """Opens a file in the reader's editor and comes back when it is closed."""

    def step_theme(self) -> None:
        """Goes on to the next theme."""


class ReadingScreen(Screen[None]):
    """Owns the two panes and the state between them: which article is open, and what is looked for in it."""

    BINDINGS: ClassVar = keys.bindings(keys.Pane.ANYWHERE)
    AUTO_FOCUS = "#article"

    def __init__(self, paths: Sequence[Path], first: Opener | None = None) -> None:
        super().__init__(classes="-reading")
        self._paths = tuple(paths)
        self._first: Opener | None = first or Opener(partial(only_article, self._paths))
        self._roots: Sequence[Root] = ()
        self._catalogue: Catalogue | None = None
        self._keeper: Keeper | None = None
        self._is_running = False
        self._was_damaged = False
        self._keepings = 0
        self._problems: Sequence[str] = ()
        self.article: Article | None = None
        self._article_id = 0
        self._shown_id = 0
        self._within: int | None = None
        self._request = 0
        self._loader: Worker[None] | None = None
        self._shown = False
        self._side_width = 0
        self._side_shown: int | None = 40
        self._filter: Prompt | None = None
        self._last_view = View.CATEGORY.value
        self._trail: list[Visit] = []
        self._ahead: list[Visit] = []
        self._searching: SearchScreen | None = None
        self._marks: Marks | None = None
        self._to_light: Query | None = None
        self._arrive_at: Place | None = None

    # the parts

    def compose(self) -> ComposeResult:
        with Horizontal(id="panes"):
            yield Vertical(id="side")
            yield Splitter()
            yield Page(id="page")
        yield KeyLine()

    @property
    def sidebar(self) -> Sidebar:
        """The tree; not there before `_furnish`."""
        return cast("Sidebar", self.query_one("#tree"))

    @property
    def reader(self) -> Reader:
        """The program, as far as this screen asks it for something."""
        return cast("Reader", self.app)

    @property
    def page(self) -> Page:
        """The right-hand pane."""
        return self.query_one("#page", Page)

    @property
    def view(self) -> ArticleView:
        """What draws the article."""
        return self.page.view

    def notice(self, text: str) -> None:
        """Says something in the status line."""
        self.page.status.notice(text)

    def on_mount(self) -> None:
        self.watch(self.view, "virtual_size", self._begin, init=False)
        self.call_after_refresh(self._furnish)

    async def _furnish(self) -> None:
        """Puts in the tree, for which a first article need not wait, and begins to fill it."""
        from reader.ui.sidebar import Sidebar  # noqa: PLC0415

        self._begin()
        side = self.query_one("#side")
        if not side.is_attached:
            return  # it was quit meanwhile
        await side.mount(Sidebar(id="tree", classes="-tree"), ProgressLine())
        self.sidebar.set_message("Looking for articles …")
        if not gc.isenabled():  # the start has put it off
            gc.freeze()
            gc.enable()
        self._keep()

    def on_unmount(self) -> None:
        if self._keeper is not None:
            self._keeper.end()
        if self._catalogue is not None:
            self._catalogue.close()

    # the archive

    @property
    def catalogue(self) -> Catalogue:
        """What is known of the archive. Raises CatalogueError before it is there."""
        if self._catalogue is None:
            raise CatalogueError("the archive is not listed yet")
        return self._catalogue

    @property
    def is_up_to_date(self) -> bool:
        """Whether the tree shows what is on disk, as far as can be told."""
        return self._catalogue is not None and not self._is_running

    def _keep(self, *, anew: bool = False) -> None:
        """Opens the catalogue, and has it kept up to date; `anew`, after setting aside one that is damaged."""
        self._keepings += 1
        paths, this = self._paths, self._keepings

        def post(message: Message) -> None:
            if this == self._keepings:  # what another now keeps is no matter any more
                self.post_message(message)

        def keep() -> None:
            worker = get_current_worker()
            keeping.keep(paths, post, lambda: worker.is_cancelled, anew=anew)

        self.run_worker(keep, thread=True, group="keep")

    @on(keeping.Opened)
    def _catalogue_opened(self, event: keeping.Opened) -> None:
        self._catalogue, self._keeper, self._roots = event.catalogue, event.keeper, event.archive
        self._is_running = True
        self._open_marks()
        self.sidebar.set_catalogue(event.catalogue)
        if self._searching is not None:
            self._searching.set_catalogue(event.catalogue)
        if event.notice:
            self.notice(event.notice)
        self._catalogue_grown()

    @on(keeping.Progressed)
    def _progressed(self, event: keeping.Progressed) -> None:
        self._is_running = True
        self.query_one(ProgressLine).say(f"{event.said} · Esc stops" if self._keeper and event.said else event.said)
        if self._searching is not None:
            self._searching.say_progress(event.said)
        if event.stage is Stage.READING:
            self.sidebar.catalogue_changed()
            if event.done >= _ENOUGH:
                self._catalogue_grown()

    @on(keeping.Changed)
    @_asking(None)
    def _changed_on_disk(self, event: keeping.Changed) -> None:
        self.sidebar.catalogue_changed()
        if self._searching is not None:
            self._searching.catalogue_changed()
        if self.article is None or self._article_id != self._shown_id:
            return
        path = self.article.path
        if self._shown_id:
            path = self._path_now(path)
        if not path.name:
            self.notice("The file of this article is gone; what it said stays on the page.")
        elif path != self.article.path or not event.folders or path.parent in event.folders:
            self._reload(path)

    def _path_now(self, path: Path) -> Path:
        """Where the file of the open article is by now; without a name when it is gone."""
        listed = self.catalogue.listed((self._shown_id,)).get(self._shown_id)
        if listed is not None:
            return listed.path
        again = self.catalogue.find(path)
        if again is None:
            return Path()
        self._article_id = self._shown_id = again
        self.sidebar.show_open(again)
        return path

    @on(keeping.Rested)
    @_asking(None)
    def _rested(self, event: keeping.Rested) -> None:
        self._end_progress()
        self.sidebar.catalogue_changed()
        if self._searching is not None:
            self._searching.catalogue_changed()
        self._catalogue_grown()
        if event.is_stopped:
            self.notice("Stopped; the next start goes on from here.")
        elif event.problems and event.problems != self._problems:
            more = f" (and {len(event.problems) - 1} more)" if len(event.problems) > 1 else ""
            self.notice(event.problems[0] + more)
        self._problems = event.problems
        if not self.catalogue.count:
            where = ", ".join(map(str, self._paths))
            reason = event.problems[0].rstrip(".") if event.problems else f"{where} holds no articles"
            self.sidebar.set_message("No articles here.")
            if self.article is None:
                self.page.show_message(f"{reason}. {_KINDS} q quits.")
                self.turn_to_tree()

    @on(keeping.Unkept)
    def _unkept(self, event: keeping.Unkept) -> None:
        self._end_progress()
        begins_anew = event.is_damaged and not self._was_damaged
        if begins_anew:
            self.notice(f"The catalogue is made anew: {event.reason[:1].lower()}{event.reason[1:]}")
            self._begin_anew()
            return
        self.notice(event.reason)
        if self._catalogue is None:
            self.sidebar.set_message(event.reason)

    def _end_progress(self) -> None:
        self._is_running = False
        self.query_one(ProgressLine).say("")
        if self._searching is not None:
            self._searching.say_progress("")

    def _begin_anew(self) -> None:
        """Sets a damaged catalogue aside and lists the archive again; once, because a disk may go on failing."""
        self._was_damaged = True
        self.sidebar.set_message("Looking for articles …")
        if self._keeper is not None:
            self._keeper.end()
        self._keep(anew=True)

    def on_sidebar_failed(self, event: Sidebar.Failed) -> None:
        """The catalogue could not be asked."""
        self.catalogue_failed(event.error)

    def catalogue_failed(self, error: CatalogueError) -> None:
        """Says why the catalogue did not answer, and has it made anew where it is damaged."""
        reason = keeping.sentence(error)
        if isinstance(error, CatalogueDamagedError):
            self._unkept(keeping.Unkept(reason, is_damaged=True))
        else:
            self.notice(reason)

    @_asking(None)
    def _catalogue_grown(self) -> None:
        """Opens the newest article when none is open, and marks the one that is."""
        if self.article is not None:
            if not self._article_id:
                self._mark_open(self.article.path)
        elif not self._request:
            self._open_newest()

    def on_sidebar_escaped(self) -> None:
        """Esc ends what is going on, or folds."""
        if self._is_running and self._keeper is not None:
            self._keeper.stop()
        else:
            self.sidebar.action_close()

    def _open_newest(self) -> None:
        """An archive begins with its newest article."""
        newest = self.catalogue.newest()
        if newest is not None:
            self._open(newest)
            self.sidebar.show_open(newest, follow=not self.sidebar.has_focus)

    def _site_of(self, path: Path) -> Root | None:
        return next((root for root in self._roots if path.is_relative_to(root.path)), None)

    # opening articles

    def on_sidebar_opened(self, event: Sidebar.Opened) -> None:
        """An article was chosen in the tree."""
        self._remember()
        self._within = event.within
        self._open(event.article_id, within=event.within)
        self.turn_to_page()

    @_asking(None)
    def _open(self, article_id: int, *, within: int | None = None) -> None:
        listed = self.catalogue.listed((article_id,)).get(article_id)
        if listed is not None:
            self._within = within
            self._load(listed.path, article_id)

    def _begin(self) -> None:
        """Opens the first article once the page has a size, before it is drawn, so that the first frame has it."""
        first, self._first = self._first, None
        if first is None:
            return
        self._request += 1
        if not first.is_ready(_PATIENCE):
            self._run_loader(partial(loading.load_with, first, self._request))
            return
        begun = loading.begin_with(first, self._request)
        if isinstance(begun, loading.Loaded):
            self._loaded(begun)
        elif isinstance(begun, loading.Failed):
            self._failed(begun)
        else:
            self._request = 0
        if isinstance(begun, loading.Loaded) and not begun.document.is_complete:
            self._run_loader(partial(loading.finish, begun, parting=first.parts))
        else:
            self.call_after_refresh(first.close)

    def _load(self, path: Path, article_id: int, place: Place | None = None) -> None:
        if self._loader is not None:
            self._loader.cancel()
        self._request += 1
        self._shown = False
        self._article_id = article_id
        self._arrive_at = place
        self._to_light = None
        if article_id:
            self.sidebar.show_open(article_id)
        root = self._site_of(path)
        self._run_loader(partial(loading.load, path, root.site if root else None, self._request))

    def _reload(self, path: Path) -> None:
        """Opens the article again when its file has changed or was moved; the same text stays at the top."""
        article = self.article
        if article is None or self.view.document is None or not self.view.document.is_complete:
            return
        request, site = self._request, self._site_of(path)

        def whole(message: Message) -> None:
            if not isinstance(message, loading.Loaded) or message.document.is_complete:
                self.post_message(message)

        def reload() -> None:
            worker = get_current_worker()
            begun = loading.begin(path, site.site if site else None, request)
            if isinstance(begun, loading.Failed) or begun.article != article:
                whole(begun)
                if isinstance(begun, loading.Loaded):
                    loading.finish(begun, whole, lambda: worker.is_cancelled)

        self._loader = self.run_worker(reload, thread=True, group="load")

    def _run_loader(self, work: Callable[[loading.Post, loading.IsCancelled], None]) -> None:
        """Runs what loads an article in a thread of its own."""

        def run() -> None:
            worker = get_current_worker()
            work(self.post_message, lambda: worker.is_cancelled)

        self._loader = self.run_worker(run, thread=True, group="load")

    @on(loading.Loaded)
    def _loaded(self, event: loading.Loaded) -> None:
        if event.request != self._request:
            return
        is_other = self.article is not None and self._shown and self.article != event.article
        self.article = event.article
        if is_other:
            self.page.reload(event.document, event.meta)
        elif self._shown:
            self.page.grow(event.document, event.meta)
        if self._shown:
            if event.document.is_complete:
                gc.freeze()  # a hundred thousand ranges that stay: looking through them would hold up a key
            return
        self._shown = True
        self._shown_id = self._article_id
        place, self._arrive_at = self._arrive_at, None
        self.page.show(event.document, event.meta, place, self._to_light)
        self._to_light = None
        if not self._article_id:
            self._mark_open(event.article.path)

    @on(loading.Absent)
    def _absent(self, event: loading.Absent) -> None:
        if event.request == self._request:
            self._request = 0
            if self._catalogue is not None:
                self._catalogue_grown()

    @on(loading.Failed)
    def _failed(self, event: loading.Failed) -> None:
        if event.request != self._request:
            return
        if self._shown:
            self.notice(event.reason)
        else:
            self.article = None
            self.page.show_message(event.reason)

    @_asking(None)
    def _mark_open(self, path: Path) -> None:
        article_id = self._catalogue.find(path) if self._catalogue is not None else None
        if article_id is not None:
            self._article_id = self._shown_id = article_id
            self.sidebar.show_open(article_id, follow=not self.sidebar.has_focus)

    @_asking(False)
    def _neighbour(self, step: int) -> bool:
        """Opens the next or previous article of the category; says whether there was one."""
        if not self._article_id:
            return False
        neighbour = self.catalogue.neighbour(self._article_id, step, self._within, self.sidebar.order)
        if neighbour is None:
            self.notice("No further article in this category." if step > 0 else "This is the first article.")
            return False
        self._remember()
        self._open(neighbour, within=self._within)
        self.sidebar.show_open(neighbour, follow=True)
        return True

    # back and forward over articles

    def _remember(self) -> None:
        if self.article is not None and self._shown_id:
            self._trail.append(Visit(self._shown_id, self.article.path, self.view.place))
            self._ahead.clear()

    def _travel(self, origin: list[Visit], other: list[Visit], end: str) -> None:
        if not origin:
            self.notice(end)
            return
        if origin[-1] is SEARCH:
            origin.pop()
            self._show_search()
            return
        if self.article is not None:
            other.append(Visit(self._shown_id, self.article.path, self.view.place))
        article_id, path, place = origin.pop()
        self._within = None
        self._load(path, article_id, place)

    # panes

    def _fit(self, columns: int) -> None:
        self.set_class(columns < TWO_PANES, "-narrow")
        wished = self._side_width or min(_SIDE, columns * 2 // 5)
        side = min(wished, max(_NARROWEST_SIDE, columns - _NARROWEST_PAGE))
        wanted = None if columns < TWO_PANES else side
        if wanted != self._side_shown:
            self._side_shown = wanted
            self.query_one("#side").styles.width = wanted

    def on_resize(self, event: events.Resize) -> None:
        self._fit(event.size.width)

    @on(Splitter.Moved)
    def _splitter_moved(self, event: Splitter.Moved) -> None:
        columns = self.app.size.width
        self._side_width = max(_NARROWEST_SIDE, min(event.x, columns - _NARROWEST_PAGE))
        self._fit(columns)

    def turn_to_page(self) -> None:
        """Turns to the page."""
        self.remove_class("-browsing")
        self.add_class("-reading")
        self.set_focus(self.view)

    def turn_to_tree(self) -> None:
        """Turns to the tree, once it is there."""
        if not self.query("#tree"):
            return
        self.remove_class("-reading", "-zen")
        self.add_class("-browsing")
        self.set_focus(self.sidebar)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        is_side = self.query_one("#side") in event.widget.ancestors
        pane = keys.Pane.TREE if is_side else keys.Pane.ARTICLE
        is_typing = event.widget is not self.view and not event.widget.has_class("-tree")
        self.query_one(KeyLine).show_pane(pane, is_typing=is_typing)

    # what the page asks for

    @on(ArticleView.Wanted)
    def _wanted(self, event: ArticleView.Wanted) -> None:
        match event.what:
            case "leave":
                self._leave()
            case "next" | "next-unread":
                self._neighbour(1)
            case "previous":
                self._neighbour(-1)
            case "back":
                self._travel(self._trail, self._ahead, "Nowhere further back.")
            case "forward":
                self._travel(self._ahead, self._trail, "Nowhere further on.")

    def _leave(self) -> None:
        if self.page.put_out():
            return
        if self.has_class("-zen"):
            self.remove_class("-zen")
        else:
            self.turn_to_tree()

    @on(ArticleView.Followed)
    def _followed(self, event: ArticleView.Followed) -> None:
        self._follow(event.target)

    def _follow(self, target: str) -> None:
        """Goes where a link leads: to another article, or to an address for the browser; nothing else is opened."""
        if not self._open_relative(target):
            base = self.article.metadata.link if self.article else None
            self.reader.open_address(target, base)

    @_asking(False)
    def _open_relative(self, target: str) -> bool:
        """Opens another article of the archive, when the target is its path as seen from this one."""
        relative = unquote(target.partition("#")[0])
        if self.article is None or not relative or ":" in relative.partition("/")[0]:
            return False
        path = Path(os.path.normpath(self.article.path.parent / relative))
        article_id = self.catalogue.find(path)
        if article_id is None:
            return False
        self._remember()
        self._open(article_id)
        self.sidebar.show_open(article_id, follow=True)
        return True

    # the filter of the tree

    def on_sidebar_filter_requested(self) -> None:
        """The reader wants to filter the tree."""
        if self._filter is not None:
            self.sidebar.hand_over_typing(None)
            return
        self._filter = Prompt(self.sidebar, hint="filter by title", text=self.sidebar.filter_text)
        self.query_one("#side").mount(self._filter)

    @on(Prompt.Typed)
    def _filter_typed(self, event: Prompt.Typed) -> None:
        self.sidebar.filter(event.text)
        if self._filter is not None:
            self._filter.say(f"{self.sidebar.count:,}" if event.text else "")

    @on(Prompt.Accepted)
    def _filter_accepted(self, event: Prompt.Accepted) -> None:
        if self._filter is None:
            return
        if event.text != self.sidebar.filter_text:
            self.sidebar.filter(event.text)  # Enter came before the prompt had told what was typed
        if event.by_key:
            self.turn_to_tree()
        self._close_filter()

    @on(Prompt.Cancelled)
    def _filter_cancelled(self) -> None:
        self.sidebar.filter("")
        self.turn_to_tree()
        self._close_filter()

    def _close_filter(self) -> None:
        if self._filter is not None:
            self._filter.close()
            self._filter = None

    def on_sidebar_ordered(self, event: Sidebar.Ordered) -> None:
        """The articles of a group stand in another order."""
        self.notice(f"Ordered by {event.order.value}.")

    def on_sidebar_changed(self, event: Sidebar.Changed) -> None:
        """The view or the filter of the tree is another."""
        if event.view_name != self._last_view:
            self._last_view = event.view_name
            self.notice(f"By {event.view_name}.")
        on = f"/ {event.filter_text} ({event.count:,})" if event.filter_text else ""
        self.query_one(KeyLine).show_filter(on)

    # keys that work anywhere

    def action_switch_pane(self) -> None:
        if not isinstance(self.focused, ArticleView):
            self.turn_to_page()
        else:
            self.turn_to_tree()

    def action_wider(self) -> None:
        """A wider column, as far as the pane holds it."""
        shown = min(self.view.column, self.view.widest)
        if shown < self.view.column or shown + _STEP > self.view.widest:
            self._set_column(max(shown, self.view.widest))
        else:
            self._set_column(shown + _STEP)

    def action_narrower(self) -> None:
        """A narrower column than the one that is shown."""
        self._set_column(min(self.view.column, self.view.widest) - _STEP)

    def action_default_width(self) -> None:
        self._set_column(DEFAULT_COLUMN)

    def _set_column(self, cells: int) -> None:
        self.view.set_column(cells)
        self.notice(f"Column of {self.view.column} cells.")

    def action_zen(self) -> None:
        self.turn_to_page()
        self.toggle_class("-zen")

    def action_open_source(self) -> None:
        if self.article is None or not self.article.metadata.link:
            self.notice("This article names no source link.")
        else:
            self._follow(self.article.metadata.link)

    def action_copy_link(self) -> None:
        if self.article is None or not self.article.metadata.link:
            self.notice("This article names no source link to copy.")
            return
        self.app.copy_to_clipboard(self.article.metadata.link)
        self.notice(f"Copied {self.article.metadata.link}")

    def action_copy_markdown(self) -> None:
        if self.article is None:
            self.notice("No article is open.")
            return
        self.run_worker(partial(self._export, self.article), thread=True, group="export", exclusive=True)

    def _export(self, article: Article) -> None:
        from reader.document import export, opening  # noqa: PLC0415

        markdown = export.to_markdown(opening.html_of(article))
        self.app.call_from_thread(self._copied, markdown)

    def _copied(self, markdown: str) -> None:
        self.app.copy_to_clipboard(markdown)
        self.notice(f"Copied the article as Markdown, {len(markdown):,} characters.")

    def action_edit(self) -> None:
        if self.article is None:
            self.notice("No article is open.")
            return
        self.reader.edit(self.article.path)
        self._load(self.article.path, self._shown_id, self.view.place)

    # marks

    def _open_marks(self) -> None:
        """Shows what is read and starred; says so when that cannot be kept."""
        if self._marks is not None:
            return
        from reader.library.marks import open_marks  # noqa: PLC0415 - after the first frame

        self._marks, said = open_marks()
        if self._marks is not None:
            self.sidebar.set_marks(self._marks.of)
        if said:
            self.notice(said)

    def _marked(self, mark: str) -> list[int]:
        """The articles that have a mark, for the search."""
        return self.catalogue.with_bodies(self._marks.bodies(mark)) if self._marks is not None else []

    def action_star(self) -> None:
        self._change_mark(lambda marks, body, mark: marks.set_starred(body, is_starred=not mark.is_starred))

    def action_read(self) -> None:
        self._change_mark(lambda marks, body, mark: marks.set_read(body, is_read=not mark.is_read))

    @_asking(None)
    def _change_mark(self, change: Callable[[Marks, bytes, Mark], None]) -> None:
        """Marks the article under the cursor of the tree, or the open one."""
        from reader.library.marks import NONE  # noqa: PLC0415 - see _open_marks

        row = self.sidebar.cursor_row if self.focused is self.sidebar else None
        article = row.article if row is not None and row.article else self._shown_id
        body = self.catalogue.body_hash(article) if article and self._catalogue is not None else b""
        if self._marks is None or not body:
            self.notice("Marks are not kept." if self._marks is None else "There is no article to mark.")
            return
        try:
            before = self._marks.of((body,)).get(body, NONE)
            change(self._marks, body, before)
            after = self._marks.of((body,)).get(body, NONE)
        except CatalogueError as error:
            self.notice(f"The mark is not kept: {error}.")
            return
        self.sidebar.marks_changed()
        if before.is_starred != after.is_starred:
            self.notice("Starred." if after.is_starred else "No longer starred.")
        elif before.is_read != after.is_read:
            self.notice("Read." if after.is_read else "Unread.")

    @on(Page.Ended)
    def _end_seen(self) -> None:
        """An article whose end was seen has been read, when it stays for a moment."""
        article = self._shown_id
        if article and self._marks is not None:
            self.set_timer(_READ_AFTER, partial(self._has_read, article))

    def _has_read(self, article: int) -> None:
        if self._marks is None or article != self._shown_id or not self.view.at_end:
            return
        try:
            if body := self.catalogue.body_hash(article):
                self._marks.set_read(body, is_read=True)
                self.sidebar.marks_changed()
        except CatalogueError as error:
            self.notice(f"The mark is not kept: {error}.")

    # search over all articles

    def action_search(self) -> None:
        typist = self.focused if isinstance(self.focused, TypeAhead) else None
        if self._catalogue is None:
            if typist is not None:
                typist.hand_over_typing(None)
            self.notice("The archive is not listed yet.")
            return
        self._show_search(typist)

    def _show_search(self, typist: TypeAhead | None = None) -> None:
        """Puts the search over this screen, as it was left."""
        if self._searching is None:
            from reader.ui.search_screen import SearchScreen  # noqa: PLC0415 - only who searches waits for it

            self._searching = SearchScreen(self.catalogue, self._marked)
            self.app.install_screen(self._searching, "search")
        searching = self._searching
        self.app.push_screen("search")
        searching.call_after_refresh(searching.take_typing, typist)

    def on_search_screen_opened(self, event: SearchScreen.Opened) -> None:
        """A hit was chosen: its article is opened at the first match, and Backspace leads back to the hits."""
        choice = event.choice
        self._remember()
        self._trail.append(SEARCH)
        self._within = None
        self._load(self._path_of(choice.hit), choice.hit.article)
        if choice.phrases:
            self._to_light = Query(choice.words, phrases=choice.phrases, simplify=choice.simplify)
            self.page.finder.expect()
        self.sidebar.reveal(choice.hit.article)
        self.turn_to_page()
        if self._searching is not None:
            self._searching.hand_over_typing()

    def _path_of(self, hit: Hit) -> Path:
        """Where a hit's file is by now, if it was moved since it was found."""
        try:
            listed = self.catalogue.listed((hit.article,)).get(hit.article)
        except CatalogueError:
            return hit.path
        return listed.path if listed is not None else hit.path

    def on_search_screen_failed(self, event: SearchScreen.Failed) -> None:
        """The catalogue could not be asked."""
        self.catalogue_failed(event.error)

    @_asking(None)
    def action_faults(self) -> None:
        if self._catalogue is None:
            self.notice("The archive is not listed yet.")
            return
        from reader.ui.faults import Faults  # noqa: PLC0415 - only who opens it waits for it

        unread, problems = list(self._catalogue.unread()), self._catalogue.problems()
        if not unread and not problems:
            self.notice("Every file was read without a fault.")
            return
        self.app.push_screen(Faults(unread, problems), self._open_faulty)

    @_asking(None)
    def _open_faulty(self, path: Path | None) -> None:
        if path is None:
            return
        self._remember()
        article = self.catalogue.find(path)
        if article is not None:
            self._open(article)
            self.sidebar.reveal(article)
        else:
            self._load(path, 0)
        self.turn_to_page()

    def action_help(self) -> None:
        from reader.ui.help import Help  # noqa: PLC0415

        self.app.push_screen(Help())

    def action_next_theme(self) -> None:
        self.reader.step_theme()
        self.notice(f"Theme: {self.app.theme}.")

    async def action_quit(self) -> None:
        self.app.exit()

    def action_command_palette(self) -> None:
        self.app.action_command_palette()
