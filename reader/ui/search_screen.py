"""Search over all articles: what is typed, what is wrong with it, and what was found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
from reader.counting import counted
from reader.document.phrases import Phrase, find_phrases
from reader.document.snippet import Snippet
from reader.errors import CatalogueError
from reader.library.asked import Marked
from reader.library.query import HELP, Completion, Query, QueryError, complete, parse
from reader.library.search import Hit, Results, Search, read_snippet
from reader.ui.foot import Foot
from reader.ui.keeping import sentence
from reader.ui.one_line import printable
from reader.ui.results import ResultList
from reader.ui.searched_list import MOVES, Field, Keys
from reader.ui.type_ahead import TypeAhead, type_again

if TYPE_CHECKING:
    from reader.library.catalogue import Catalogue

_HITS = 50
"""Hits that are asked for at a time."""
_MOST = 2_000
_OFFERED = 6
_MARGINS = 5
"""Columns beside the field."""


class Choice(NamedTuple):
    """A hit that is to be opened, and what is to be lit on its page."""

    hit: Hit
    words: str
    """What was typed."""
    phrases: tuple[Phrase, ...]
    simplify: bool


class _Found(Message):
    def __init__(self, request: int, answer: Results | CatalogueError, revision: int, *, stays: bool) -> None:
        super().__init__()
        self.request = request
        self.answer = answer
        self.revision = revision
        """Of the catalogue, before it was asked."""
        self.stays = stays


class _Counted(Message):
    """How many articles there are in all."""

    def __init__(self, request: int, total: int) -> None:
        super().__init__()
        self.request = request
        self.total = total


class _Said(Message):
    """What an article says of what was looked for."""

    def __init__(self, request: int, article: int, snippet: Snippet) -> None:
        super().__init__()
        self.request = request
        self.article = article
        self.snippet = snippet


class _QueryField(Field):
    """The field. Keys behind Enter and Esc are not for here."""

    async def _on_key(self, event: events.Key) -> None:
        screen = self.screen
        if isinstance(screen, SearchScreen) and screen.holds(event):
            event.stop()
            event.prevent_default()
        elif isinstance(screen, SearchScreen) and event.key in screen.KEYS:
            screen.on_key(event)  # at once: the next key may be for another screen
        else:
            await super()._on_key(event)


class SearchScreen(Screen[None]):
    """Stays as it is while articles are read: whoever comes back finds the same hits, and the cursor where it was."""

    CSS_PATH: ClassVar = [str(resources.style_sheet(name)) for name in ("screen", "search")]
    AUTO_FOCUS = "Input"
    KEYS: ClassVar[Keys] = {
        **MOVES,
        "tab": ("complete", 1),
        "shift+tab": ("complete", -1),
        "ctrl+t": ("switch", 0),
        "enter": ("open", 0),
        "escape": ("leave", 0),
    }

    class Opened(Message):
        """A hit was chosen."""

        def __init__(self, choice: Choice) -> None:
            super().__init__()
            self.choice = choice

    class Failed(Message):
        """The catalogue could not be asked."""

        def __init__(self, error: CatalogueError) -> None:
            super().__init__()
            self.error = error

    def __init__(
        self, catalogue: Catalogue | None, marked: Marked, is_growing: Callable[[], bool] = lambda: False
    ) -> None:
        """`catalogue` may be None, until `set_catalogue`: what was typed is looked for then."""
        super().__init__()
        self._is_growing = is_growing
        """Whether articles are still to come into the catalogue, or into the index."""
        self._was_growing = False
        """Whether that was so when it was said what was found."""
        self._catalogue = catalogue
        self._marked = marked
        self._search = Search(catalogue, marked) if catalogue is not None else None
        self._absent = "The archive is being opened …"
        """What is said where hits would stand, while there is no catalogue."""
        self._typed = ""
        self._query = Query(None)
        self._results = Results((), 0)
        self._limit = _HITS
        self._request = 0
        self._revision = 0
        self._is_waiting = False
        self._is_wrong = False
        self._opens_first = False
        self._simplify = True
        self._progress = ""
        self._offers: list[Completion] = []
        self._taken: int | None = None
        self._uncompleted = ""
        self._later: list[events.Key] | None = None

    def compose(self) -> ComposeResult:
        yield _QueryField("search all articles", self.KEYS, select_on_focus=False)
        yield Static("", id="told")
        yield ResultList(id="results")
        yield Foot(self._keys())

    def on_mount(self) -> None:
        self._ask()
        self._show_foot()

    def take_typing(self, typist: TypeAhead | None) -> None:
        """Takes the focus, and the keys that were typed while the screen came up."""
        field = self.query_one(Input)
        self.set_focus(field)
        field.select_all()
        if typist is not None:
            typist.let_go()

    def holds(self, event: events.Key) -> bool:
        """Keeps a key that came behind the one that leaves this screen, for whoever has the focus then."""
        if self._opens_first and event.key == "escape":
            self._stay()  # it takes long, and the reader has thought better of it
        elif self._later is not None:
            self._later.append(event)
        elif not self.is_current:
            type_again(self, (event,))
        else:
            return False
        return True

    def _stay(self) -> None:
        """Does not open the first hit when it comes; keys are for here again."""
        self._opens_first = False
        self.hand_over_typing()

    def hand_over_typing(self) -> None:
        """Gives what was held to whoever has the focus now."""
        later, self._later = self._later or [], None
        type_again(self, later)

    # what happens to the catalogue meanwhile

    def set_catalogue(self, catalogue: Catalogue) -> None:
        """Looks in another catalogue from now on, or in the first."""
        is_first, self._catalogue = self._catalogue is None, catalogue
        self._search = Search(catalogue, self._marked)
        self._revision = -1
        if is_first and self.is_mounted and not self._is_wrong:
            self._look()
        else:
            self.catalogue_changed()

    def say_absent(self, reason: str) -> None:
        """Says why there is no catalogue."""
        self._absent = reason
        if self._catalogue is None and self.is_mounted and not self._is_wrong:
            self._look()

    def catalogue_changed(self) -> None:
        """Looks again, if the catalogue is another by now; at once only while the reader is here."""
        if self._catalogue is None or not self.is_current or self._is_wrong or self._query.part is None:
            return
        try:
            is_other = self._catalogue.revision != self._revision
        except CatalogueError as error:
            self._fail(error)
            return
        if is_other or (self._was_growing and not self._is_growing()):
            self._look(stays=True)

    def on_screen_resume(self) -> None:
        self.catalogue_changed()

    def say_progress(self, text: str) -> None:
        """Says that not all articles are in the index yet; empty when they are."""
        if text != self._progress:
            self._progress = text
            self._show_foot()

    def _fail(self, error: CatalogueError) -> None:
        self._results = Results((), 0)
        self.query_one(ResultList).show((), message=sentence(error))
        self.app.screen_stack[0].post_message(self.Failed(error))

    # typing

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        if self.query_one(Input).value != self._typed:  # what it tells may be older than what Enter has asked for
            self._ask()

    def _ask(self) -> None:
        self._typed = typed = self.query_one(Input).value
        self._is_wrong = False
        if self._opens_first:
            self._stay()  # what is looked for now is something else, such as a paste
        try:
            self._query = parse(typed)
        except QueryError as error:
            self._request += 1
            self._is_waiting, self._is_wrong = False, True
            self._offers, self._taken = [], None
            self._tell_wrong(error)
            return
        self._offer(typed)
        self._limit = _HITS
        self._look()

    def _look(self, *, stays: bool = False) -> None:
        """Looks for what was typed, beside the screen; `stays` when it was looked for before."""
        self._request += 1
        self._is_waiting = True
        request, query, search, limit, simplify = self._request, self._query, self._search, self._limit, self._simplify
        catalogue = self._catalogue
        if catalogue is None or search is None:
            self._show_hits((), stays=False)
            return

        def look() -> None:
            worker = get_current_worker()
            try:
                revision = catalogue.revision
                results = search.find(query, limit=limit, simplify=simplify, is_cancelled=lambda: worker.is_cancelled)
                self.post_message(_Found(request, results, revision, stays=stays))
                if results.is_least and not worker.is_cancelled:
                    total = search.total(query, simplify=simplify, is_cancelled=lambda: worker.is_cancelled)
                    if total is not None:
                        self.post_message(_Counted(request, total))
            except CatalogueError as error:
                self.post_message(_Found(request, error, -1, stays=stays))

        self.run_worker(look, thread=True, group="search", exclusive=True)

    @on(_Found)
    def _found(self, event: _Found) -> None:
        if event.request != self._request:
            return
        self._is_waiting = False
        self._revision = event.revision
        opens_first, self._opens_first = self._opens_first, False
        if isinstance(event.answer, CatalogueError):
            self._fail(event.answer)
        else:
            self._results = event.answer
            self._show_hits(event.answer.hits, stays=event.stays)
        self._show_foot()
        if opens_first:
            self._open()

    @on(_Counted)
    def _counted(self, event: _Counted) -> None:
        if event.request == self._request:
            self._results = self._results._replace(total=event.total, is_least=False)
            self._show_foot()

    def _show_hits(self, hits: Sequence[Hit], *, stays: bool) -> None:
        results = self.query_one(ResultList)
        if self._query.part is None:
            results.show((), table=HELP)
            return
        if self._catalogue is None:
            results.show((), message=self._absent)
            return
        lit = partial(find_phrases, phrases=self._query.phrases(), simplify=self._simplify)
        self._was_growing = self._is_growing()
        nothing = f"No article has this{' so far' if self._was_growing else ''}{self._query.advice()}."
        results.show(hits, message=nothing, lit=lit, stays=stays)

    @on(ResultList.Wanted)
    def _wanted(self, event: ResultList.Wanted) -> None:
        event.stop()
        known, results = len(self._results.hits), self._results
        are_more = results.is_least or known < results.total
        if event.more and not self._is_waiting and known == self._limit < _MOST and are_more:
            self._limit = min(_MOST, 4 * self._limit)
            self._look(stays=True)
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

    def _tell_wrong(self, error: QueryError) -> None:
        """Marks the place below it, and says why: beside the mark, or below it where there is no room."""
        field = self.query_one(Input)
        room = max(1, self.size.width - _MARGINS)
        before = cell_len(field.value[: error.start]) - field.scroll_offset.x
        marked = max(1, cell_len(field.value[error.start : error.end])) + min(0, before)
        before = max(0, min(before, room - 1))
        mark = " " * before + "▔" * max(1, min(marked, room - before))
        said = printable(str(error))
        between = "  " if cell_len(mark) + 2 + cell_len(said) <= room else "\n"
        self._tell(Content.assemble((f"{mark}{between}{said}", "$error")))

    def _offer(self, typed: str) -> None:
        """What Tab would put in; goes on through the same while the reader does nothing else."""
        if self._taken is None or typed != self._completed(self._taken)[0]:
            cursor = self.query_one(Input).cursor_position
            self._taken = None
            try:
                self._offers = complete(typed, cursor, self._names)[:_OFFERED]
            except CatalogueError:
                self._offers = []  # the search says so
        self._show_offers()

    def _names(self, field: str, begun: str) -> list[str]:
        return self._search.names(field, begun) if self._search is not None else []

    def _show_offers(self) -> None:
        room = self.size.width - _MARGINS - len("Tab")
        parts: list[tuple[str, str]] = []
        for at, offer in enumerate(self._offers):
            word = printable(offer.text.strip())
            room -= cell_len(word) + 3
            if room < 0:
                break
            parts += [("   ", ""), (word, "$foreground" if at == self._taken else "")]
        self._tell(Content.assemble(("Tab", "bold $accent"), *parts) if parts else Content(""))

    def _keys(self) -> tuple[tuple[str, str], ...]:
        forms = "繁=简" if self._simplify else "繁≠简"
        return (("↑↓", "move"), ("Enter", "open"), ("Esc", "back"), ("Ctrl-t", forms))

    def _show_foot(self) -> None:
        if self.is_mounted:
            said = "   ".join(filter(None, (printable(self._progress), self._count())))
            self.query_one(Foot).say(said, self._keys())

    def _count(self) -> str:
        if self._query.part is None or self._catalogue is None:
            return ""
        total = self._results.total
        least = "at least " if self._results.is_least else ""
        return least + counted(total, "article")

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
                self._complete(by)
            case "switch":
                self._simplify = not self._simplify
                self._ask()
            case "open":
                self._open()
            case "leave":
                self.app.pop_screen()

    def _complete(self, step: int) -> None:
        """Puts in what is offered; again, the next."""
        if not self._offers:
            return
        field = self.query_one(Input)
        if self._taken is None:
            self._uncompleted = field.value
            self._taken = 0 if step > 0 else len(self._offers) - 1
        else:
            self._taken = (self._taken + step) % len(self._offers)
        field.value, field.cursor_position = self._completed(self._taken)

    def _completed(self, index: int) -> tuple[str, int]:
        """What is typed with an offer in it, and where the cursor stands then."""
        offer, typed = self._offers[index], self._uncompleted
        text = offer.text.rstrip() if offer.text.startswith("in:") else offer.text  # a category may go on
        return typed[: offer.start] + text + typed[offer.end :], offer.start + len(text)

    @on(ResultList.Chosen)
    def _open(self) -> None:
        if self.query_one(Input).value != self._typed:
            self._ask()  # Enter came before the field had told what was typed
        hit = self.query_one(ResultList).chosen
        if self._is_waiting:
            self._opens_first = True
            self._later = self._later or []
        elif hit is None or self._is_wrong:
            self.hand_over_typing()
        else:
            self._later = self._later or []
            choice = Choice(hit, self._typed, self._query.phrases(), self._simplify)
            self.app.pop_screen()
            self.app.screen_stack[0].post_message(self.Opened(choice))
