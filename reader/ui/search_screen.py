"""Search over all articles: what is typed, what is wrong with it, and what was found."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Input, Static
from textual.worker import get_current_worker

from reader import resources
from reader.document.phrases import Phrase
from reader.document.snippet import Snippet
from reader.errors import BroadsheetError
from reader.library.query import HELP, Completion, Query, QueryError, complete, parse
from reader.library.search import Hit, Marked, Results, Search, read_snippet
from reader.ui.one_line import printable
from reader.ui.results import ResultList
from reader.ui.type_ahead import TypeAhead

if TYPE_CHECKING:
    from reader.library.catalogue import Catalogue

_HITS = 50
"""Hits that are asked for at a time."""
_MOST = 2_000
_OFFERED = 6


class Choice(NamedTuple):
    """A hit that is to be opened, and what is to be lit on its page."""

    hit: Hit
    words: str
    """What was typed."""
    phrases: tuple[Phrase, ...]
    simplify: bool


class _Found(Message):
    def __init__(self, request: int, results: Results | None, wrong: str = "") -> None:
        super().__init__()
        self.request = request
        self.results = results
        self.wrong = wrong


class _Said(Message):
    """What an article says of what was looked for."""

    def __init__(self, request: int, article: int, snippet: Snippet) -> None:
        super().__init__()
        self.request = request
        self.article = article
        self.snippet = snippet


class _Field(Input):
    """The field. The keys that move in the list are the screen's."""

    async def _on_key(self, event: events.Key) -> None:
        if event.key in SearchScreen.KEYS:
            return
        await super()._on_key(event)


class SearchScreen(Screen[None]):
    """Stays as it is while articles are read: whoever comes back finds the same hits, and the cursor where it was."""

    CSS_PATH: ClassVar = str(resources.style_sheet("search"))
    AUTO_FOCUS = "Input"
    KEYS: ClassVar = {
        "down": ("move", 1),
        "ctrl+n": ("move", 1),
        "up": ("move", -1),
        "ctrl+p": ("move", -1),
        "pagedown": ("page", 1),
        "pageup": ("page", -1),
        "ctrl+d": ("page", 1),
        "ctrl+u": ("page", -1),
        "tab": ("complete", 0),
        "ctrl+t": ("switch", 0),
        "enter": ("open", 0),
        "escape": ("leave", 0),
    }

    class Opened(Message):
        """A hit was chosen."""

        def __init__(self, choice: Choice) -> None:
            super().__init__()
            self.choice = choice

    def __init__(self, catalogue: Catalogue, marked: Marked) -> None:
        super().__init__()
        self._marked = marked
        self._search = Search(catalogue, marked)
        self._query = Query(None)
        self._results = Results((), 0)
        self._asked = 0
        self._request = 0
        self._simplify = True
        self._offers: list[Completion] = []

    def compose(self) -> ComposeResult:
        yield _Field(placeholder="search all articles", select_on_focus=False, id="query")
        yield Static("", id="told")
        yield ResultList(id="results")
        yield Static("", id="foot")

    def on_mount(self) -> None:
        self._tell_help()
        self._show_foot()

    def take_typing(self, typist: TypeAhead | None) -> None:
        """Takes the focus, and the keys that were typed while the screen came up."""
        field = self.query_one(Input)
        self.set_focus(field)
        field.select_all()
        for event in typist.hand_over_typing(None) if typist is not None else ():
            self.app.post_message(events.Key(event.key, event.character))

    def set_catalogue(self, catalogue: Catalogue) -> None:
        """Looks in another catalogue from now on."""
        self._search = Search(catalogue, self._marked)

    # typing

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._ask()

    def _ask(self) -> None:
        typed = self.query_one(Input).value
        self._offers = []
        try:
            self._query = parse(typed)
        except QueryError as error:
            self._request += 1
            self._tell_wrong(error)
            return
        if self._query.part is None and not typed.strip():
            self._tell_help()
        else:
            self._offer(typed)
        self._asked = _HITS
        self._look()

    def _look(self) -> None:
        """Looks for what was typed, beside the screen."""
        self._request += 1
        request, query, search, limit, simplify = self._request, self._query, self._search, self._asked, self._simplify

        def look() -> None:
            worker = get_current_worker()
            try:
                results = search.find(query, limit=limit, simplify=simplify, is_cancelled=lambda: worker.is_cancelled)
                self.post_message(_Found(request, results))
            except BroadsheetError as error:
                self.post_message(_Found(request, None, str(error)))

        self.run_worker(look, thread=True, group="search", exclusive=True)

    @on(_Found)
    def _found(self, event: _Found) -> None:
        if event.request != self._request:
            return
        results = self.query_one(ResultList)
        if event.results is None:
            self._results = Results((), 0)
            results.show((), message=event.wrong)
        else:
            goes_on = self._asked > _HITS
            self._results = event.results
            nothing = "" if self._query.part is None else "No article has this."
            results.show(event.results.hits, message=nothing, goes_on=goes_on)
        self._show_foot()

    @on(ResultList.Wanted)
    def _wanted(self, event: ResultList.Wanted) -> None:
        event.stop()
        if event.more and self._asked < min(_MOST, self._results.total) and len(self._results.hits) == self._asked:
            self._asked = min(_MOST, 4 * self._asked)
            self._look()
        request, phrases, simplify = self._request, self._query.phrases(), self._simplify

        def read(hits: Sequence[Hit]) -> None:
            worker = get_current_worker()
            for hit in hits:
                if worker.is_cancelled:
                    return
                self.post_message(_Said(request, hit.article, read_snippet(hit, phrases, simplify=simplify)))

        if event.hits:
            self.run_worker(partial(read, event.hits), thread=True, group="snippets", exclusive=True)

    @on(_Said)
    def _said(self, event: _Said) -> None:
        if event.request == self._request:
            self.query_one(ResultList).add_snippet(event.article, event.snippet)

    # what is said

    def _tell(self, text: Content) -> None:
        self.query_one("#told", Static).update(text)

    def _tell_help(self) -> None:
        """The whole language, in as many lines as it takes."""
        self._tell(Content("   ".join(f"{line.form}" for line in HELP)))

    def _tell_wrong(self, error: QueryError) -> None:
        """Marks the place below it, and says why."""
        typed = self.query_one(Input).value
        before = cell_len(typed[: error.start])
        marked = max(1, cell_len(typed[error.start : error.end]))
        self._tell(Content.assemble((f"{' ' * before}{'▔' * marked}\n", "$error"), (str(error), "$error")))

    def _offer(self, typed: str) -> None:
        cursor = self.query_one(Input).cursor_position
        try:
            self._offers = complete(typed, cursor, self._search.names)[:_OFFERED]
        except BroadsheetError:
            self._offers = []
        words = "   ".join(printable(offer.text.strip()) for offer in self._offers)
        self._tell(Content.assemble(("Tab ", "bold"), words) if words else Content(""))

    def _show_foot(self) -> None:
        total = self._results.total
        least = " at least" if self._results.is_least else ""
        count = f"{total:,}{least} {'article' if total == 1 else 'articles'}" if self._query.part is not None else ""
        forms = "繁=简" if self._simplify else "繁≠简"
        keys = f"↑↓ move   Enter open   Esc back   Ctrl-t {forms}"
        room = max(1, self.size.width - cell_len(count) - cell_len(keys) - 4)
        self.query_one("#foot", Static).update(Content(f" {keys}{' ' * room}{count} "))

    def on_resize(self) -> None:
        self._show_foot()

    # keys

    def on_key(self, event: events.Key) -> None:
        known = self.KEYS.get(event.key)
        if known is None:
            return
        event.stop()
        event.prevent_default()
        what, by = known
        results = self.query_one(ResultList)
        match what:
            case "move":
                results.move(by)
            case "page":
                results.move(by * results.page)
            case "complete":
                self._complete()
            case "switch":
                self._simplify = not self._simplify
                self._ask()
            case "open":
                self._open()
            case "leave":
                self.app.pop_screen()

    def _complete(self) -> None:
        if not self._offers:
            return
        offer = self._offers[0]
        field = self.query_one(Input)
        field.value = field.value[: offer.start] + offer.text + field.value[offer.end :]
        field.cursor_position = offer.start + len(offer.text)

    @on(ResultList.Chosen)
    def _open(self) -> None:
        hit = self.query_one(ResultList).chosen
        if hit is not None:
            choice = Choice(hit, self.query_one(Input).value, self._query.phrases(), self._simplify)
            self.app.pop_screen()
            self.app.screen_stack[0].post_message(self.Opened(choice))
