"""The right-hand pane: one article with its scroll bar and status line, and the search in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message

from reader.document.anchor import anchor, resolve
from reader.document.find import Match, Query, find_all
from reader.document.highlight import Token
from reader.document.model import Document
from reader.document.runs import block_tokens
from reader.document.viewport import TOP, Place
from reader.errors import FindError
from reader.ui.article_view import ArticleView
from reader.ui.finder import Finder
from reader.ui.lines import StatusLine
from reader.ui.page_bar import PageBar
from reader.ui.plain import Plain
from reader.ui.selection import Selector

if TYPE_CHECKING:
    from reader.ui.prompt import Prompt


class Page(Horizontal, Plain):
    """Shows articles; finds in them. What concerns more than the open article goes up to the screen."""

    class Found(Message):
        """The answer to a search."""

        def __init__(self, request: int, matches: Sequence[Match], *, stays: bool, wrong: str = "") -> None:
            super().__init__()
            self.request = request
            self.matches = matches
            self.stays = stays
            """Whether the reader stays where they are: more of the article was looked through, nothing else."""
            self.wrong = wrong

    class Ended(Message):
        """The end of the article came on the screen."""

    class Coloured(Message):
        """The colours of a code block, made in the background."""

        def __init__(self, document: Document, index: int, tokens: list[Token]) -> None:
            super().__init__()
            self.document = document
            self.index = index
            self.tokens = tokens

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.view = ArticleView(id="article")
        self.status = StatusLine()
        self.finder = Finder()
        self._asked: Callable[[], None] | None = None
        self._searches = 0
        self._bar = PageBar()
        self._prompt: Prompt | None = None
        self._ended: Document | None = None

    def compose(self) -> ComposeResult:
        yield self.view
        yield self._bar
        yield self.status

    # articles

    def show(self, document: Document, meta: Sequence[str], place: Place | None, to_light: Query | None = None) -> None:
        """Shows another article. A search that is being typed goes on in it; one that is over is put out.

        `to_light` is lit, and its first match gone to, as if it had been looked for here.
        """
        is_first = self.view.document is None
        self.view.show(document, meta, place)
        if not is_first:  # what was said before there was any is of the archive, and nobody has read it yet
            self.status.notice("")
        if to_light is not None:
            steps = self.finder.take_steps()
            self.finder.begin(TOP, leads_back=False)
            self._find(to_light)
            self.finder.steps_due = steps
            self.finder.remember()
        elif self._prompt is not None:
            self.finder.begin(TOP)
            self._find(self.finder.query)
        else:
            self.finder.clear()
        if self.view.size:
            self._show_state()  # in the frame that shows the article

    def grow(self, document: Document, meta: Sequence[str]) -> None:
        """Goes on with a longer part of the article; what was found is looked for in that too."""
        self.view.set_meta(meta)
        self.view.grow(document)
        if self.finder.query.words:
            self._find(self.finder.query, stays=self.finder.index is not None)

    def reload(self, document: Document, meta: Sequence[str]) -> None:
        """Shows an article that has been changed: the text at the top stays there, and what was found is lit again."""
        before, place = self.view.document, self.view.place
        if before is not None:
            place = place._replace(offset=resolve(document.text, anchor(before.text, place.offset)))
        self.view.show(document, meta, place)
        if self.finder.query.words:
            self._find(self.finder.query, stays=self.finder.index is not None)

    def show_message(self, message: str) -> None:
        """Says something in the place of an article."""
        self.finder.clear()
        self.view.show_message(message)

    def put_out(self) -> bool:
        """Puts out what was found; says whether anything was lit."""
        was_lit = bool(self.finder.matches)
        self.finder.clear()
        if was_lit:
            self.view.light(())
            self.status.notice("")
        return was_lit

    @on(ArticleView.Moved)
    def _moved(self, event: ArticleView.Moved) -> None:
        event.stop()
        self.status.go_on()
        self._show_state()

    @on(Selector.Changed)
    def _selected(self) -> None:
        self._show_state()

    def _show_state(self) -> None:
        """Brings the scroll bar and the status line up to the view."""
        view = self.view
        top, share = view.extent()
        self._bar.show(top, share, view.match_marks(self._bar.size.height))
        parts = [view.selector.said(), self.finder.count()]
        if view.document is not None:
            read = 100 if view.at_end else min(99, int(view.fraction_read * 100))
            parts.append(f"{read}%" if view.document.is_complete else "reading …")
            if not view.at_end:
                self._ended = None
            elif view.document.is_complete and view.document is not self._ended:
                self._ended = view.document
                self.post_message(self.Ended())
        self.status.state("   ".join(filter(None, parts)))

    @on(PageBar.Dragged)
    def _dragged(self, event: PageBar.Dragged) -> None:
        event.stop()
        self.view.go_to_fraction(event.fraction)

    @on(PageBar.Paged)
    def _paged(self, event: PageBar.Paged) -> None:
        event.stop()
        if event.pages < 0:
            self.view.action_page_up()
        elif not self.view.at_end:
            self.view.action_page_down()

    @on(ArticleView.ColoursWanted)
    def _colours_wanted(self, event: ArticleView.ColoursWanted) -> None:
        event.stop()

        def colour() -> None:
            self.post_message(self.Coloured(event.document, event.index, block_tokens(event.document, event.index)))

        self.run_worker(colour, thread=True, group="colour")

    @on(Coloured)
    def _coloured(self, event: Coloured) -> None:
        event.stop()
        self.view.colour(event.document, event.index, event.tokens)

    # what the keys of the page ask for

    @on(ArticleView.Wanted)
    def _wanted(self, event: ArticleView.Wanted) -> None:
        match event.what:
            case "find":
                self._ask()
            case "next-match":
                self._step(1)
            case "previous-match":
                self._step(-1)
            case _:
                return
        event.stop()

    # finding

    def _ask(self) -> None:
        if self._prompt is not None:
            self.view.hand_over_typing(None)
            return
        from reader.ui.prompt import Prompt  # noqa: PLC0415 - only who finds waits for it

        self.finder.begin(self.view.place)
        self._prompt = Prompt(self.view, hint="find in this article", history=self.finder.history, has_regex=True)
        self.add_class("-asking")
        self.mount(self._prompt)

    def _find(self, query: Query, *, stays: bool = False) -> None:
        request = self.finder.ask(query)
        document = self.view.document
        if document is None:
            return  # it is asked again when the article is there
        text = document.text
        # No `partial`: Textual describes a worker by all that its function holds, and here that is the article.
        self._asked = lambda: self._look_for(text, query, request, stays=stays)
        self._look()

    def _look(self) -> None:
        """Begins with what was asked for last, once no other search is under way: each letter asks for another.

        A pattern does not wait for one that nobody wants any more; that may be a hopeless one.
        """
        if self._asked is not None and self._searches < (2 if self.finder.query.is_regex else 1):
            asked, self._asked = self._asked, None
            self._searches += 1
            self.run_worker(asked, thread=True, group="find")

    def _look_for(self, text: str, query: Query, request: int, *, stays: bool) -> None:
        try:
            found = find_all(text, query, is_dropped=lambda: self.finder.request != request)
            self.post_message(self.Found(request, found, stays=stays))
        except FindError as error:
            self.post_message(self.Found(request, (), stays=stays, wrong=str(error)))

    @on(Found)
    def _found(self, event: Found) -> None:
        event.stop()
        self._searches -= 1
        self._look()
        finder, view = self.finder, self.view
        if event.request != finder.request:
            return
        stood = finder.current if event.stays else None
        finder.wrong = event.wrong
        current = finder.take(event.matches, stood[0] if stood else finder.origin.offset)
        view.light(event.matches, current)
        if event.stays:
            pass
        elif current is not None:
            view.go_to(current[0])
            if self._prompt is None and finder.has_left(finder.origin, view.place):
                view.remember(finder.origin)
            if steps := finder.take_steps():
                self._go_on(steps)
        elif self._prompt is not None:
            view.go_to_place(finder.origin)
        nothing = "no match" if finder.query.words else ""
        if self._prompt is not None:
            self._prompt.say(event.wrong or finder.count() or nothing, is_wrong=bool(event.wrong))
        elif event.wrong or not event.matches:
            self.status.notice(event.wrong or f"No match for {finder.query.words}.")

    def on_prompt_typed(self, event: Prompt.Typed) -> None:
        event.stop()
        self._find(Query(event.text, event.is_regex))

    def on_prompt_accepted(self, event: Prompt.Accepted) -> None:
        event.stop()
        if self._prompt is None:
            return
        query = Query(event.text, event.is_regex)
        if query != self.finder.query:
            self._find(query)  # Enter came before the prompt had told what was typed
        if event.by_key:
            self.screen.set_focus(self.view)
        self._close_prompt()
        self.finder.remember()
        if self.finder.has_left(self.finder.origin, self.view.place):
            self.view.remember(self.finder.origin)
        if not self.finder.is_waiting and query.words and not self.finder.matches:
            self.status.notice(self.finder.wrong or f"No match for {query.words}.")
        self._show_state()

    def on_prompt_cancelled(self, event: Prompt.Cancelled) -> None:
        event.stop()
        self.finder.clear()
        self.view.light(())
        self.view.go_to_place(self.finder.origin)
        self.screen.set_focus(self.view)
        self._close_prompt()

    def _close_prompt(self) -> None:
        prompt, self._prompt = self._prompt, None
        if prompt is not None:
            prompt.close()
            self.remove_class("-asking")

    def _step(self, by: int) -> None:
        """Goes to the next match, or the one before; looks again for what was looked for last."""
        finder = self.finder
        if finder.is_waiting:
            finder.steps_due += by
        elif not finder.matches:
            if not finder.history:
                self.status.notice("Nothing was looked for: / finds.")
            else:
                finder.begin(self.view.place)
                self._find(finder.again())
        else:
            self._go_on(by)

    def _go_on(self, by: int) -> None:
        finder = self.finder
        match, went_round = finder.step(by, self.view.place.offset)
        if match is None:
            return
        before = self.view.place
        self.view.light(finder.matches, match)
        self.view.go_to(match[0])
        if finder.has_left(before, self.view.place):
            self.view.remember(finder.origin)
        around = "Went on from the top." if by > 0 else "Went on from the end."
        self.status.notice(around if went_round else "")
