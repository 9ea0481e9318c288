"""The screen for reading: tree and page side by side, and what they say to each other."""

from __future__ import annotations

import gc
import os
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import ClassVar
from urllib.parse import unquote

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.screen import Screen
from textual.worker import Worker, get_current_worker

from reader.archive.article import Article
from reader.document.find import Match, Query, find_all
from reader.document.highlight import Token
from reader.document.model import Document
from reader.document.runs import block_tokens
from reader.errors import FindError
from reader.library.catalogue import Catalogue
from reader.library.listing import View
from reader.ui import keys, loading
from reader.ui.article_view import DEFAULT_COLUMN, TOP, ArticleView, Place
from reader.ui.finder import Finder
from reader.ui.lines import KeyLine, StatusLine
from reader.ui.page_bar import PageBar
from reader.ui.sidebar import Sidebar
from reader.ui.splitter import Splitter

TWO_PANES = 70
"""Columns from which on tree and page stand side by side."""

_NARROWEST_SIDE = 16
_NARROWEST_PAGE = 24
_STEP = 4


class Found(Message):
    """The answer to a search."""

    def __init__(self, request: int, matches: Sequence[Match], wrong: str = "") -> None:
        super().__init__()
        self.request = request
        self.matches = matches
        self.wrong = wrong


class Coloured(Message):
    """The colours of a code block, made in the background."""

    def __init__(self, document: Document, index: int, tokens: list[Token]) -> None:
        super().__init__()
        self.document = document
        self.index = index
        self.tokens = tokens


class ReadingScreen(Screen[None]):
    """Owns the two panes and the state between them: which article is open, and what is looked for in it."""

    BINDINGS: ClassVar = keys.bindings(keys.Pane.ANYWHERE)
    AUTO_FOCUS = "#article"

    def __init__(self, paths: Sequence[Path], first: Path | None = None) -> None:
        super().__init__(classes="-reading")
        self._paths = tuple(paths)
        self._first = first or (self._paths[0] if len(self._paths) == 1 and self._paths[0].is_file() else None)
        self._is_scanning = False
        self._roots: list[loading.Root] = []
        self.catalogue = Catalogue()
        self.article: Article | None = None
        self._article_id = 0
        self._within: int | None = None
        self._request = 0
        self._loader: Worker[None] | None = None
        self._shown = False
        self._finder = Finder()
        self._side_width = 40
        self._side_shown: int | None = 40
        self._problems: tuple[str, ...] = ()
        self._trail: list[tuple[int, Path, Place]] = []
        self._ahead: list[tuple[int, Path, Place]] = []
        self._arrive_at: Place | None = None

    # the parts

    def compose(self) -> ComposeResult:
        with Horizontal(id="panes"):
            with Vertical(id="side"):
                yield Sidebar(id="tree")
            yield Splitter()
            with Vertical(id="page"):
                with Horizontal(id="reading"):
                    yield ArticleView(id="article")
                    yield PageBar()
                yield StatusLine()
        yield KeyLine()

    @property
    def tree(self) -> Sidebar:
        return self.query_one("#tree", Sidebar)

    @property
    def page(self) -> ArticleView:
        return self.query_one("#article", ArticleView)

    @property
    def status(self) -> StatusLine:
        return self.query_one(StatusLine)

    def on_mount(self) -> None:
        self.tree.set_catalogue(self.catalogue)
        self.tree.set_message("Looking for articles …")
        if self._first is not None:
            self._load(self._first, 0)  # it shall stand there before anything else is looked at
        else:
            self._start_scan()

    def on_unmount(self) -> None:
        self.catalogue.close()

    # the archive

    def _start_scan(self) -> None:
        if not gc.isenabled():  # the start has put it off
            gc.freeze()
            gc.enable()
        if not self._is_scanning:
            self._is_scanning = True
            self.run_worker(self._scan, thread=True, group="scan", exclusive=True)

    def _scan(self) -> None:
        worker = get_current_worker()
        self._roots = loading.roots(self._paths)
        loading.scan(self._roots, self.catalogue, self.post_message, lambda: worker.is_cancelled)

    @on(loading.Scanned)
    def _scanned(self, event: loading.Scanned) -> None:
        self._problems = event.problems
        self.tree.catalogue_changed()
        if event.is_done:
            self._scan_done(event)
        elif event.count:
            self.status.notice(f"{event.count:,} articles so far …")
        if event.count and self.article is None and not self._request:
            self._open_newest()

    def _scan_done(self, event: loading.Scanned) -> None:
        if event.problems:
            more = f" (and {len(event.problems) - 1} more)" if len(event.problems) > 1 else ""
            self.status.notice(event.problems[0] + more)
        else:
            self.status.notice("")
        if self.article is not None and not self._article_id:
            self._mark_open(self.article.path)
        if not event.count:
            where = ", ".join(map(str, self._paths))
            reason = event.problems[0] if event.problems else f"{where} holds no articles"
            kinds = ".md .markdown .mdown .html .htm .txt"
            self.tree.set_message("No articles here.")
            self.page.show_message(f"{reason}. Broadsheet reads {kinds} files; q quits.")
            self.turn_to_tree()

    def _open_newest(self) -> None:
        """Opens the first article by date: an archive begins with its newest."""
        node = self.catalogue.root(View.DATE)
        while groups := self.catalogue.groups(node).ids:
            node = groups[0]
        if articles := self.catalogue.articles(node):
            self._open(articles[0])

    def _site_of(self, path: Path) -> loading.Root | None:
        return next((root for root in self._roots if path.is_relative_to(root.path)), None)

    # opening articles

    @on(Sidebar.Opened)
    def _opened(self, event: Sidebar.Opened) -> None:
        self._remember()
        self._within = event.within
        self._open(event.article_id, within=event.within)
        self.turn_to_page()

    def _open(self, article_id: int, *, within: int | None = None) -> None:
        listed = self.catalogue.listed((article_id,)).get(article_id)
        if listed is not None:
            self._within = within
            self._load(listed.path, article_id)

    def _load(self, path: Path, article_id: int) -> None:
        if self._loader is not None:
            self._loader.cancel()
        self._request += 1
        self._shown = False
        self._article_id = article_id
        if article_id:
            self.tree.show_open(article_id)
        root = self._site_of(path)
        request = self._request

        def load() -> None:
            worker = get_current_worker()
            loading.load(path, root.site if root else None, request, self.post_message, lambda: worker.is_cancelled)

        self._loader = self.run_worker(load, thread=True, group="load")

    @on(loading.Loaded)
    def _loaded(self, event: loading.Loaded) -> None:
        if event.request != self._request:
            return
        self.article = event.article
        if self._shown:
            self.page.set_meta(event.meta)
            self.page.grow(event.document)
            if self._finder.query.words and (self._finder.matches or self.query("#find")):
                self._find(self._finder.query)
            return
        self._shown = True
        if self.query("#find"):
            self._finder.begin(TOP)
            self.call_after_refresh(self._find, self._finder.query)
        else:
            self._finder.clear()
        place, self._arrive_at = self._arrive_at, None
        self.page.show(event.document, event.meta, place)
        self.status.notice("")
        if not self._article_id:
            self._mark_open(event.article.path)
        self.call_after_refresh(self._start_scan)

    @on(loading.Failed)
    def _failed(self, event: loading.Failed) -> None:
        self._start_scan()
        if event.request != self._request:
            return
        if self._shown:
            self.status.notice(event.reason)
        else:
            self.article = None
            self.page.show_message(event.reason)

    def _mark_open(self, path: Path) -> None:
        article_id = self.catalogue.find(path)
        if article_id is not None:
            self._article_id = article_id
            self.tree.show_open(article_id, follow=True)

    def _neighbour(self, step: int) -> bool:
        """Opens the next or previous article of the category; says whether there was one."""
        if not self._article_id:
            return False
        neighbour = self.catalogue.neighbour(self._article_id, step, self._within)
        if neighbour is None:
            self.status.notice("No further article in this category." if step > 0 else "This is the first article.")
            return False
        self._remember()
        self._open(neighbour, within=self._within)
        self.tree.show_open(neighbour, follow=True)
        return True

    # back and forward over articles

    def _remember(self) -> None:
        if self.article is not None and self._article_id:
            self._trail.append((self._article_id, self.article.path, self.page.place))
            self._ahead.clear()

    def _travel(self, origin: list[tuple[int, Path, Place]], other: list[tuple[int, Path, Place]], end: str) -> None:
        if not origin:
            self.status.notice(end)
            return
        if self.article is not None:
            other.append((self._article_id, self.article.path, self.page.place))
        article_id, path, place = origin.pop()
        self._arrive_at = place
        self._within = None
        self._load(path, article_id)

    # panes

    def _fit(self, columns: int) -> None:
        self.set_class(columns < TWO_PANES, "-narrow")
        side = min(self._side_width, max(_NARROWEST_SIDE, columns - _NARROWEST_PAGE))
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
        self.page.focus()

    def turn_to_tree(self) -> None:
        """Turns to the tree."""
        self.remove_class("-reading", "-zen")
        self.add_class("-browsing")
        self.tree.focus()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        pane = keys.Pane.TREE if event.widget is self.tree else keys.Pane.ARTICLE
        self.query_one(KeyLine).show_pane(pane)

    # what the page asks for

    @on(ArticleView.Wanted)
    def _wanted(self, event: ArticleView.Wanted) -> None:
        match event.what:
            case "find":
                self._ask_find()
            case "leave":
                self._leave()
            case "next":
                self._neighbour(1)
            case "previous":
                self._neighbour(-1)
            case "next-unread":
                self._neighbour(1)
            case "next-match":
                self._step(1)
            case "previous-match":
                self._step(-1)
            case "outline":
                self._outline()
            case "back":
                self._travel(self._trail, self._ahead, "Nowhere further back.")
            case "forward":
                self._travel(self._ahead, self._trail, "Nowhere further on.")

    def _leave(self) -> None:
        if self._finder.matches:
            self._finder.clear()
            self.page.light(())
            self.status.notice("")
        elif self.has_class("-zen"):
            self.remove_class("-zen")
        else:
            self.turn_to_tree()

    @on(ArticleView.Moved)
    def _moved(self) -> None:
        page = self.page
        bar = self.query_one(PageBar)
        top, size = page.extent()
        bar.show(top, size, page.match_marks(bar.size.height))
        parts = [self._finder.count()]
        if page.document is not None:
            if not page.document.is_complete:
                parts.append("reading …")
            else:
                parts.append(f"{page.fraction_read:.0%}")
        self.status.state("   ".join(filter(None, parts)))

    @on(PageBar.Dragged)
    def _dragged(self, event: PageBar.Dragged) -> None:
        self.page.go_to_fraction(event.fraction)

    @on(PageBar.Paged)
    def _paged(self, event: PageBar.Paged) -> None:
        if event.pages < 0:
            self.page.action_page_up()
        elif not self.page.at_end:
            self.page.action_page_down()

    @on(ArticleView.Followed)
    def _followed(self, event: ArticleView.Followed) -> None:
        self.follow(event.target)

    def follow(self, target: str) -> None:
        """Goes where a link leads: a place on the page, or an address for the browser; nothing else is opened."""
        if target.startswith("#"):
            self._go_to_anchor(target[1:])
        elif not self._open_relative(target):
            base = self.article.metadata.link if self.article else None
            self.app.open_address(target, base)  # type: ignore[attr-defined]

    def _go_to_anchor(self, name: str) -> None:
        document = self.page.document
        for known in (name, unquote(name)):
            if document is not None and known in document.anchors:
                self.page.jump(Place(document.anchors[known], 1))
                return
        self.status.notice(f"There is no #{name} on this page.")

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
        self.tree.show_open(article_id, follow=True)
        return True

    @on(ArticleView.ColoursWanted)
    def _colours_wanted(self, event: ArticleView.ColoursWanted) -> None:
        def colour() -> None:
            tokens = block_tokens(event.document, event.index)
            self.post_message(Coloured(event.document, event.index, tokens))

        self.run_worker(colour, thread=True, group="colour")

    @on(Coloured)
    def _coloured(self, event: Coloured) -> None:
        self.page.colour(event.document, event.index, event.tokens)

    # finding

    def _ask_find(self) -> None:
        if self.query("#find"):
            self.page.hand_over_typing(None)
            return
        from reader.ui.prompt import Prompt  # noqa: PLC0415 - Textual's Input costs 20 ms

        self._finder.begin(self.page.place)
        prompt = Prompt(self.page, id="find", hint="find in this article", history=self._finder.history, has_regex=True)
        self.status.display = False
        self.query_one("#page").mount(prompt)

    def _find(self, query: Query) -> None:
        request = self._finder.ask(query)
        document = self.page.document
        if document is None:
            return  # it is asked again when the article is there
        text = document.text

        def find() -> None:
            try:
                self.post_message(Found(request, find_all(text, query)))
            except FindError as error:
                self.post_message(Found(request, (), str(error)))

        self.run_worker(find, thread=True, group="find", exclusive=True)

    @on(Found)
    def _found(self, event: Found) -> None:
        if event.request != self._finder.request:
            return
        finder, page = self._finder, self.page
        current = finder.take(event.matches, finder.origin.offset)
        page.light(event.matches, current)
        if current is not None:
            page.go_to(current[0], remember=False)
        elif self.query("#find"):
            page.go_to_place(finder.origin)
        said = event.wrong or finder.count() or ("no match" if finder.query.words else "")
        from reader.ui.prompt import Prompt  # noqa: PLC0415

        for prompt in self.query("#find").results(Prompt):
            prompt.say(said, is_wrong=bool(event.wrong))
            return
        if event.wrong or not event.matches:
            self.status.notice(event.wrong or f"No match for {finder.query.words}.")

    def on_prompt_typed(self, event: Message) -> None:
        from reader.ui.prompt import Prompt  # noqa: PLC0415

        assert isinstance(event, Prompt.Typed)
        event.stop()
        if event.prompt.id == "filter":
            self.tree.filter(event.text)
            event.prompt.say(f"{self.tree.count:,}" if event.text else "")
        else:
            self._find(Query(event.text, event.is_regex))

    def on_prompt_accepted(self, event: Message) -> None:
        from reader.ui.prompt import Prompt  # noqa: PLC0415

        assert isinstance(event, Prompt.Accepted)
        event.stop()
        self._close(event.prompt)
        if event.prompt.id == "filter":
            self.turn_to_tree()
            return
        self._finder.remember()
        if self.focused is None or self.focused is not self.tree:
            self.turn_to_page()
        self._moved()

    def on_prompt_cancelled(self, event: Message) -> None:
        from reader.ui.prompt import Prompt  # noqa: PLC0415

        assert isinstance(event, Prompt.Cancelled)
        event.stop()
        self._close(event.prompt)
        if event.prompt.id == "filter":
            self.tree.filter("")
            self.turn_to_tree()
            return
        self._finder.clear()
        self.page.light(())
        self.page.go_to_place(self._finder.origin)
        self.turn_to_page()

    def _close(self, prompt: Message | object) -> None:
        from reader.ui.prompt import Prompt  # noqa: PLC0415

        assert isinstance(prompt, Prompt)
        prompt.remove()
        self.status.display = True

    def _step(self, by: int) -> None:
        finder = self._finder
        if not finder.matches:
            if finder.history and not finder.query.words:
                return
            self.status.notice("Nothing was looked for: / finds." if not finder.history else "No match.")
            if finder.query.words and finder.history:
                finder.begin(self.page.place)
                self._find(finder.query)
            return
        match, wrapped = finder.step(by, self.page.place.offset)
        if match is None:
            return
        self.page.light(finder.matches, match)
        self.page.go_to(match[0], remember=False)
        around = "Went on from the top." if by > 0 else "Went on from the end."
        self.status.notice(around if wrapped else "")

    @on(Sidebar.FilterRequested)
    def _filter_requested(self) -> None:
        if self.query("#filter"):
            self.tree.hand_over_typing(None)
            return
        from reader.ui.prompt import Prompt  # noqa: PLC0415

        prompt = Prompt(self.tree, id="filter", hint="filter by title", text=self.tree.filter_text)
        self.query_one("#side").mount(prompt)

    @on(Sidebar.Changed)
    def _tree_changed(self, event: Sidebar.Changed) -> None:
        if event.view_name != self._last_view:
            self._last_view = event.view_name
            self.status.notice(f"By {event.view_name}.")

    _last_view = View.CATEGORY.value

    # the outline

    def _outline(self) -> None:
        document = self.page.document
        if document is None:
            return
        headings = list(document.headings())
        if not headings:
            self.status.notice("This article has no headings.")
            return
        from reader.ui.outline import Outline  # noqa: PLC0415

        here = self.page.place.offset
        self.app.push_screen(Outline(document, here), self._outlined)

    def _outlined(self, offset: int | None) -> None:
        if offset is not None:
            self.page.jump(Place(offset, 1))

    # keys that work anywhere

    def action_switch_pane(self) -> None:
        if self.focused is self.tree:
            self.turn_to_page()
        else:
            self.turn_to_tree()

    def action_wider(self) -> None:
        self._set_column(self.page.column + _STEP)

    def action_narrower(self) -> None:
        self._set_column(self.page.column - _STEP)

    def action_default_width(self) -> None:
        self._set_column(DEFAULT_COLUMN)

    def _set_column(self, cells: int) -> None:
        self.page.set_column(cells)
        self.status.notice(f"Column of {self.page.column} cells.")

    def action_zen(self) -> None:
        self.turn_to_page()
        self.toggle_class("-zen")

    def action_open_source(self) -> None:
        if self.article is None or not self.article.metadata.link:
            self.status.notice("This article names no source link.")
        else:
            self.follow(self.article.metadata.link)

    def action_copy_link(self) -> None:
        if self.article is None or not self.article.metadata.link:
            self.status.notice("This article names no source link to copy.")
            return
        self.app.copy_to_clipboard(self.article.metadata.link)
        self.status.notice(f"Copied {self.article.metadata.link}")

    def action_copy_markdown(self) -> None:
        if self.article is None:
            self.status.notice("No article is open.")
            return
        self.run_worker(partial(self._export, self.article), thread=True, group="export", exclusive=True)

    def _export(self, article: Article) -> None:
        from reader.document import export, opening  # noqa: PLC0415

        markdown = export.to_markdown(opening.html_of(article))
        self.app.call_from_thread(self._copied, markdown)

    def _copied(self, markdown: str) -> None:
        self.app.copy_to_clipboard(markdown)
        self.status.notice(f"Copied the article as Markdown, {len(markdown):,} characters.")

    def action_edit(self) -> None:
        if self.article is None:
            self.status.notice("No article is open.")
            return
        self.app.edit(self.article.path)  # type: ignore[attr-defined]
        self._arrive_at = self.page.place
        self._load(self.article.path, self._article_id)

    def action_help(self) -> None:
        from reader.ui.help import Help  # noqa: PLC0415

        self.app.push_screen(Help())

    def action_next_theme(self) -> None:
        self.app.step_theme()  # type: ignore[attr-defined]
        self.status.notice(f"Theme: {self.app.theme}.")

    async def action_quit(self) -> None:
        self.app.exit()

    def action_command_palette(self) -> None:
        self.app.action_command_palette()
