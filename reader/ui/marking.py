"""What the reader marks: articles that are read, and those with a star."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple, TypeVar, cast

from reader.counting import counted
from reader.errors import CatalogueError
from reader.ui.part import Part, asking

if TYPE_CHECKING:
    from reader.library.identity import Identity
    from reader.library.mark import Kind, Mark
    from reader.library.marked import Marked
    from reader.library.marks import Marks
    from reader.library.scribe import Scribe
    from reader.ui.reading_screen import ReadingScreen

_READ_AFTER = 2.0
"""Seconds that an article's end must be on the screen for the article to have been read."""
_READ_WHOLE_AFTER = 4.0
"""The same for an article that fits the screen: its end is there at once."""
_LOOKED_EVERY = 3.0
"""Seconds between two looks at what is marked, while the catalogue grows."""
_SAID_FOR = 10.0
"""Seconds that something about the marks is said again, when an article is opened meanwhile."""

_FOLLOWED = 100
"""Edited articles that are noted at once; the reader's own marks come between."""

_Answer = TypeVar("_Answer")


class _Done(NamedTuple):
    """A mark that the reader has set or taken away, for `U`."""

    kind: Kind
    articles: array[int]
    is_set: bool
    title: str


class _Since(NamedTuple):
    """A change that a look that is under way may not see."""

    number: int
    article: int
    mark: Mark


class Marking(Part):
    """Owns the marks."""

    def __init__(self, screen: ReadingScreen) -> None:
        super().__init__(screen)
        self._scribe: Scribe | None = None
        self._marked: Marked | None = None
        self._waiting: list[Callable[[], None]] = []
        self._done: list[_Done | Callable[[], str]] = []
        self._left_unread: set[int] = set()
        self._changes: list[_Since] = []
        self._number = 0
        self._is_looking = False
        self._must_look = False
        self._said = (0.0, "")
        self._to_say: list[str] = []
        """When the tree shows it."""
        self._revision = -1
        """Of the catalogue, when it was looked up what of it is marked."""

    # the marks as they are

    def begin(self) -> None:
        """Opens the marks, beside the screen."""
        if self._scribe is not None:
            self.forget()
            self.look()
            return
        from reader.library.scribe import Scribe  # noqa: PLC0415 - after the first frame

        later = self.screen.call_later
        self._scribe = Scribe(
            say=partial(later, self._say),
            ready=lambda _: later(self._renewed),
            changed=partial(later, self._renewed),
        )
        self._scribe.start()

    def _renewed(self) -> None:
        """The marks are open, or another program has changed them."""
        self.screen.highlighting.marks_changed()
        self.look()

    def _say(self, said: str) -> None:
        self._said = (monotonic(), said)
        self.screen.notice(said)

    def _say_done(self, said: str) -> None:
        """Says what was done, and why it is not on the disk where it is not."""
        is_passing = self._scribe is not None and self._scribe.is_passing
        self.screen.notice(f"{said} {self._said[1]}".rstrip() if is_passing else said)

    def say_again(self) -> None:
        """An article that opens wipes the status line, and with it what was said a moment ago."""
        moment, said = self._said
        if said and monotonic() - moment < _SAID_FOR:
            self.screen.notice(said)

    def end(self) -> None:
        """Ends it, after what is still to be written."""
        if self._scribe is not None:
            self._scribe.close()

    @property
    def marks(self) -> Marks | None:
        """The marks, to be asked; None before they are open."""
        return self._scribe.marks if self._scribe is not None else None

    def change(self, work: Callable[[Marks], object], then: Callable[[], None] | None = None) -> None:
        """Has something changed in marks.db, beside the screen; `then` is called here, once that is kept.

        `work` may be called a second time, when it could not be kept at first. What is asked for before the marks are
        opened is passed over: there is no article to mark yet.
        """
        if self._scribe is not None:
            self._scribe.change(work, None if then is None else lambda _: self.screen.call_later(then))

    def ask(self, work: Callable[[Marks], _Answer], then: Callable[[_Answer], object]) -> None:
        """Asks the marks something, after all that is still to be written; `then` is called here."""
        if self._scribe is not None:
            self._scribe.ask(work, lambda found: self.screen.call_later(then, found))

    def did(self, undo: Callable[[], str]) -> None:
        """Notes what another part has done, for `U`: `undo` takes it back, and answers with what to say of that."""
        self._done.append(undo)

    def change_file(self, work: Callable[[], None]) -> None:
        """Has something written that is no mark, in the same order."""
        if self._scribe is not None:
            self._scribe.ask(lambda _: work(), lambda _: None)

    def look(self) -> None:
        """Looks up what is marked, beside the screen; again, when that is asked for meanwhile."""
        catalogue, roots = self.screen.upkeep.known, self.screen.upkeep.paths
        if self._scribe is None or self._scribe.marks is None or catalogue is None:
            return
        if self._is_looking:
            self._must_look = True
            return
        from reader.library.marked import look_up  # noqa: PLC0415 - see begin

        self._is_looking, self._must_look = True, False
        asked_at = self._number
        said, self._to_say = self._to_say, []

        def look(marks: Marks) -> Marked | None:
            try:
                self._revision = catalogue.revision
                return look_up(catalogue, marks, roots)
            except CatalogueError:
                return None  # whoever asks the catalogue next says so

        self._scribe.ask(look, lambda found: self.screen.call_later(self._take, found, asked_at, said))

    @asking(None)
    def catalogue_changed(self) -> None:
        """The catalogue may be another: if it is, what of it is marked is looked up."""
        known = self.screen.upkeep.known
        if known is not None and known.revision != self._revision:
            self.look()

    def grown(self) -> None:
        """The catalogue has grown, and goes on growing: now and then, what of it is marked is looked up."""
        if not self._is_looking and not self._must_look:
            self._must_look = True
            self.screen.set_timer(_LOOKED_EVERY, self._look_if_due)

    def _look_if_due(self) -> None:
        if self._must_look:
            self._must_look = False
            self.look()

    def _take(self, found: Marked | None, asked_at: int, said: Sequence[str]) -> None:
        self._is_looking = False
        self._changes = [each for each in self._changes if each.number > asked_at]
        if found is not None:
            self._marked = found
            for _, article, mark in self._changes:
                found.set(article, mark, self._nodes_of(article))
            self.screen.sidebar.show_marks(found)
            self.screen.glancing.changed()
            waiting, self._waiting = self._waiting, []
            for each in waiting:
                each()
            self.screen.placing.known(self.screen.opening.shown_id)
            for first in range(0, len(found.edited), _FOLLOWED):
                self._follow(found.edited[first : first + _FOLLOWED])
        for sentence in said:
            self._say_done(sentence)
        if self._must_look:
            self.look()

    def _follow(self, edited: Sequence[int]) -> None:
        """Has articles that were edited known as they are now: else one that is moved next would lose its marks."""
        from reader.library.identity import identities  # noqa: PLC0415 - see begin

        catalogue, roots = self.screen.upkeep.known, self.screen.upkeep.paths
        if catalogue is None:
            return

        def follow(marks: Marks) -> None:
            try:
                known = identities(catalogue, edited, roots)
            except CatalogueError:
                return  # whoever asks the catalogue next says so
            marks.follow(known, catalogue)

        self.change(follow)

    def marked(self, mark: str) -> list[int]:
        """The articles that have a mark, for the search."""
        from reader.library.mark import Kind  # noqa: PLC0415 - see begin

        return self._marked.having(Kind(mark)) if self._marked is not None else []

    def of(self, article: int) -> Mark | None:
        """What is marked on an article; None while that is not known."""
        return self._marked.of(article) if self._marked is not None else None

    def note(self, article: int, mark: Mark) -> None:
        """Takes in what is kept of an article from now on."""
        if self._marked is None:
            return
        self._number += 1
        if self._is_looking:
            self._changes.append(_Since(self._number, article, mark))
        self._marked.set(article, mark, self._nodes_of(article))
        self.screen.sidebar.marks_changed()
        self.screen.glancing.changed()

    @asking(cast("Sequence[int]", ()))
    def _nodes_of(self, article: int) -> Sequence[int]:
        from reader.library.marked import nodes_of  # noqa: PLC0415 - see begin

        return nodes_of(self.screen.upkeep.catalogue, article)

    # one article

    def toggle_star(self) -> None:
        """Stars the article, or takes its star away."""
        self._toggle("starred", "Starred.", "No longer starred.")

    def toggle_read(self) -> None:
        """Marks the article as read, or as unread."""
        self._toggle("read", "Read.", "Unread.")

    @asking(None)
    def _toggle(self, name: str, said: str, said_of_none: str) -> None:
        """Marks the article under the cursor of the tree, or the open one."""
        if self._marked is None:
            self._wait(partial(self._toggle, name, said, said_of_none))
            return
        from reader.library.mark import Kind  # noqa: PLC0415 - see begin

        kind = Kind(name)
        screen = self.screen
        row = screen.sidebar.cursor_row if screen.focused is screen.sidebar else None
        article = row.article if row is not None and row.article else screen.opening.wanted_id
        listed = screen.upkeep.catalogue.listed((article,)).get(article) if article else None
        if listed is None:
            screen.notice("There is no article to mark.")
            return
        is_set = not self._marked.of(article).has(kind)
        self._done.append(_Done(kind, array("q", [article]), is_set, listed.title))
        if kind is kind.READ and not is_set:
            self._left_unread.add(article)
        done = said if is_set else said_of_none
        if row is not None and not row.article:  # on a category: which article is meant is not to be seen
            done = f"{done[:-1]}: “{listed.title}”."
        self._set(kind, article, is_set, done)

    def _set(self, kind: Kind, article: int, is_set: bool, said: str) -> None:
        from reader.library.marks import now  # noqa: PLC0415 - see begin

        assert self._marked is not None
        if (identity := self.identity(article)) is None:
            return
        moment, catalogue = now(), self.screen.upkeep.catalogue
        self.note(article, self._marked.of(article).changed(kind, is_set, moment))

        def mark(marks: Marks) -> None:
            marks.mark(kind, (identity,), is_set=is_set, archive=catalogue, moment=moment)

        self.change(mark, partial(self._say_done, said) if said else None)

    @asking(cast("Identity | None", None))
    def identity(self, article: int) -> Identity | None:
        """What tells an article from others, for marks.db; with its source, where it is the open one."""
        screen = self.screen
        open_one = screen.article if article == screen.opening.shown_id else None
        return screen.upkeep.identity(article, (open_one.metadata.link if open_one else None) or "")

    def _wait(self, action: Callable[[], None]) -> None:
        """Does something once it is known what is marked; a key may come sooner than that."""
        if self._scribe is None:
            self.screen.notice("The archive is not listed yet.")
        else:
            self._waiting.append(action)

    # what is read by being read

    def end_seen(self) -> None:
        """An article whose end was seen has been read, when it stays for a moment."""
        article, view = self.screen.opening.shown_id, self.screen.view
        if article:
            fits = view.extent()[1] >= 1
            self.screen.set_timer(_READ_WHOLE_AFTER if fits else _READ_AFTER, partial(self._has_read, article))

    def _has_read(self, article: int) -> None:
        if self._marked is None or article != self.screen.opening.shown_id or not self.screen.view.at_end:
            return
        if article in self._left_unread or self._marked.of(article).is_read:
            return
        from reader.library.mark import Kind  # noqa: PLC0415 - see begin

        self._set(Kind.READ, article, True, "")

    def went_on(self) -> None:
        """The reader goes on to another: what they were at the end of has been read, but a short one passed by."""
        if self.screen.view.extent()[1] < 1:
            self._has_read(self.screen.opening.shown_id)

    @asking(None)
    def next_unread(self) -> None:
        """Opens the next article that is not read: of the category, else of one that follows, and says which."""
        opening, catalogue = self.screen.opening, self.screen.upkeep.catalogue
        if self._marked is None or opening.is_on_list:
            opening.open_neighbour(1)
            return
        self.went_on()
        from reader.library.listing import View  # noqa: PLC0415 - see begin
        from reader.library.next_unread import next_unread  # noqa: PLC0415

        node = opening.node or next(iter(catalogue.places(opening.wanted_id, View.CATEGORY)), 0)
        if not node:
            return  # the catalogue does not list it, or not yet
        found = next_unread(catalogue, self._marked, opening.wanted_id, node, self.screen.sidebar.order)
        if found is None:
            self.screen.notice("Everything else is read.")
            return
        opening.turn_to(found.article, found.node if found.is_elsewhere else opening.within)
        if found.is_elsewhere:
            names = catalogue.nodes(catalogue.trail(found.node)[1:])
            where = " / ".join(each.name for each in names.values()) or "what has no category"
            around = "Went on from the top" if found.went_round else "Went on"
            opening.say_when_shown(f"{around}, to {where}.")

    # many at once

    @asking(None)
    def mark_all(self) -> None:
        """Marks all of a category, or of what the cursor of the tree stands in, as read, after asking."""
        if self._marked is None:
            self._wait(self.mark_all)
            return
        screen = self.screen
        row = screen.sidebar.cursor_row
        if screen.focused is not screen.sidebar and screen.opening.wanted_id:
            screen.sidebar.reveal(screen.opening.wanted_id, screen.opening.within or 0)
            row = screen.sidebar.cursor_row
        if row is None:
            screen.notice("There is nothing to mark.")
            return
        name, known = screen.sidebar.name_of(row), screen.sidebar.listed_below(row)
        where = f"in “{name}”" if name else "in the whole archive" if known is None else "in this list"
        if known is not None or self._scribe is None:
            self._ask_all(known, name, where)
            return
        from reader.library.marked import below  # noqa: PLC0415 - see begin

        catalogue, node = screen.upkeep.catalogue, row.node

        def find(_: Marks) -> Sequence[int] | None:
            try:
                return below(catalogue, node)
            except CatalogueError:
                return None  # whoever asks the catalogue next says so

        self._scribe.ask(find, lambda found: screen.call_later(self._ask_all, found, name, where))

    def _ask_all(self, found: Sequence[int] | None, name: str, where: str) -> None:
        if self._marked is None or found is None:
            return
        read, screen = self._marked.read, self.screen
        articles = array("q", [each for each in found if each not in read])
        if not articles:
            screen.notice(f"Everything {where} is read.")
            return
        from reader.ui.question import Question  # noqa: PLC0415 - only who asks waits for it

        asked = f"Mark {counted(len(articles), 'article')} {where} as read?"
        screen.app.push_screen(Question(asked), partial(self._mark_all, articles, name))

    def _mark_all(self, articles: array[int], name: str, is_meant: bool | None) -> None:
        if is_meant:
            from reader.library.mark import Kind  # noqa: PLC0415 - see begin

            self._done.append(_Done(Kind.READ, articles, True, name))
            said = f"Marked {counted(len(articles), 'article')} as read. U undoes it."
            self._set_many(Kind.READ, articles, True, said)

    def _set_many(self, kind: Kind, articles: array[int], is_set: bool, said: str) -> None:
        """Marks many, in one transaction, beside the screen."""
        from reader.library.identity import identities  # noqa: PLC0415 - see begin
        from reader.library.marks import now  # noqa: PLC0415

        catalogue, roots, moment = self.screen.upkeep.catalogue, self.screen.upkeep.paths, now()

        def mark(marks: Marks) -> None:
            try:
                known = identities(catalogue, articles, roots)
            except CatalogueError:
                return  # whoever asks the catalogue next says so
            marks.mark(kind, known, is_set=is_set, archive=catalogue, moment=moment)

        def marked() -> None:
            self._to_say.append(said)
            self.look()

        self.change(mark, marked)

    def undo(self) -> None:
        """Takes back the last mark that the reader has set or taken away."""
        if not self._done:
            self.screen.notice("There is nothing to undo.")
            return
        done = self._done.pop()
        if not isinstance(done, _Done):
            self.screen.notice(done())
            return
        kind, articles, was_set, title = done
        is_set = not was_set
        states = {"read": ("unread", "read"), "starred": ("without a star", "starred")}
        state = states[kind.value][is_set]
        if len(articles) > 1:
            self._set_many(kind, articles, is_set, f"{counted(len(articles), 'article')} are {state} again.")
        else:
            self._set(kind, articles[0], is_set, f"{state[0].upper()}{state[1:]} again: “{title}”")

    def forget(self) -> None:
        """The catalogue has been made anew: its articles have other numbers."""
        self._done.clear()
        self._left_unread.clear()
        self._changes.clear()
        self._revision = -1
