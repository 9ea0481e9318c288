"""The highlights of the open article: lit, noted, changed, removed, and found again when the article has changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from reader.document.find import Match
from reader.document.lights import lights
from reader.document.model import Document
from reader.document.passage import Passage, found_again, is_where_it_was, passage
from reader.document.viewport import Place
from reader.errors import CatalogueError
from reader.ui.part import Part, asking
from reader.ui.selection import Selection, Selector

if TYPE_CHECKING:
    from reader.library.highlights import Highlight
    from reader.library.identity import Archive, Identity
    from reader.library.marks import Marks
    from reader.ui.note import Answer
    from reader.ui.reading_screen import ReadingScreen
    from reader.ui.type_ahead import TypeAhead

_AT_ONCE = 500_000
"""Code points that are looked through at once, for each passage those of the article; more are so beside the screen."""

_LONGEST = 20_000
"""Code points of a highlight; each is kept as its words."""

_THIRD = 3
"""A highlight that is jumped to stands at a third of the screen."""


class Highlighting(Part):
    """Owns the highlights of the open article, and the colour that was chosen last."""

    def __init__(self, screen: ReadingScreen) -> None:
        super().__init__(screen)
        self._colour = 1
        self._path: Path | None = None
        self._number = 0
        """The article's number in the catalogue, 0 while that is not known."""
        self._is_known = False
        """Whether it is known what marks.db has of the article at that path."""
        self._known: dict[int, Highlight] = {}
        self._ranges: dict[int, Match] = {}
        """Where those are that have a place in the part of the article that is here."""
        self._pending: dict[int, tuple[Path, Highlight | None]] = {}
        """What is not on the disk yet."""
        self._unsent: list[tuple[Callable[[Marks], object], Callable[[], None]]] = []
        """What is to be kept as soon as there are marks."""

    # what is lit

    def shown(self) -> None:
        """The page shows another article, or more of it, or what it has become; or more is known of it."""
        screen = self.screen
        document, article = screen.view.document, screen.article
        if document is None or article is None:
            self._path, self._known, self._ranges = None, {}, {}
            return
        if article.path != self._path:
            self._known, self._ranges = {}, {}
        if (article.path, screen.opening.shown_id) != (self._path, self._number):
            self._path, self._number, self._is_known = article.path, screen.opening.shown_id, False
        if not self._is_known:
            self._read()
        self._find(document)

    def marks_changed(self) -> None:
        """The marks are open now, or another program has changed them."""
        unsent, self._unsent = self._unsent, []
        for work, then in unsent:
            self.screen.marking.change(work, then)
        self._is_known = False
        if self.screen.article is not None:
            self.shown()

    def _read(self) -> None:
        """What marks.db has of the open article: some tenths of a millisecond."""
        marks = self.screen.marking.marks
        if marks is None:
            return  # so it is in the first frame, for which nothing that knows of databases is imported
        identity = self._identity()
        if identity is None:
            return
        from reader.library.highlights import Highlights  # noqa: PLC0415 - after the first frame

        try:
            article = marks.find(identity, self.screen.upkeep.known or _unknown())
            found = Highlights(marks.database).of(article) if article is not None else []
        except CatalogueError:
            return  # what keeps the marks says so
        self._known = {each.id: each for each in found}
        for number, (path, highlight) in self._pending.items():
            if highlight is None:
                self._known.pop(number, None)
            elif path == self._path:
                self._known[number] = highlight
        self._is_known = True

    @asking(cast("Identity | None", None))
    def _identity(self) -> Identity | None:
        """What marks.db knows the open article by, whether the catalogue lists it or not."""
        screen, article = self.screen, self.screen.article
        if article is None:
            return None
        if screen.opening.shown_id and (known := screen.marking.identity(screen.opening.shown_id)) is not None:
            return known
        from reader.library.highlights import of_article  # noqa: PLC0415 - after the first frame

        return of_article(article, screen.upkeep.paths)

    def _find(self, document: Document) -> None:
        """Finds the passages in the text; those that are not where they were once the whole text is here."""
        if not self._known and not self._ranges:
            return  # as in most articles
        text = document.text
        self._ranges, elsewhere = {}, []
        for each in self._known.values():
            start, end, quote, *_ = each.passage
            if is_where_it_was(text, each.passage) or (not document.is_complete and text[start:end] == quote):
                self._ranges[each.id] = (start, end)
                if each.is_lost:
                    elsewhere.append(each)
            elif document.is_complete:
                elsewhere.append(each)
        self._paint()
        if not elsewhere:
            return
        if len(text) * len(elsewhere) <= _AT_ONCE:
            self._settle(document, _found(text, elsewhere))
            return

        def find() -> None:
            self.screen.call_later(self._settle, document, _found(text, elsewhere))

        self.screen.run_worker(find, thread=True, group="highlights", exclusive=True)

    def _settle(self, document: Document, found: dict[int, Match | None]) -> None:
        """Takes in where passages are by now, and keeps that."""
        if self.screen.view.document is not document:
            return
        changed = []
        for number, where in found.items():
            before = self._known.get(number)
            if before is None:
                continue
            if where is None:
                after = before._replace(is_lost=True)
            else:
                self._ranges[number] = where
                after = before._replace(is_lost=False, passage=passage(document.text, *where))
            if after != before:
                self._known[number] = after
                changed.append(after)
        self._paint()
        if changed:
            self._keep(changed, is_settling=True)

    def _paint(self) -> None:
        known = ((self._known[number], where) for number, where in self._ranges.items())
        self.screen.view.show_lights(lights((*where, each.colour, bool(each.note)) for each, where in known))

    # what is kept

    def _keep(self, highlights: Iterable[Highlight], *, is_settling: bool = False) -> None:
        """Keeps highlights as they are now; those that are only settled are not made again, if they were removed."""
        identity, path, archive = self._identity(), self._path, self.screen.upkeep.known or _unknown()
        if identity is None or path is None:
            return
        from reader.library.highlights import Highlights  # noqa: PLC0415 - after the first frame

        kept = tuple(highlights)
        self._pending |= {each.id: (path, each) for each in kept}

        def keep(marks: Marks) -> None:
            known = Highlights(marks.database)
            if is_settling:
                marks.article(identity, archive)  # its body may be another by now
                known.settle(kept)
            else:
                known.keep(identity, kept, archive)

        def done() -> None:
            for each in kept:
                if self._pending.get(each.id) == (path, each):
                    del self._pending[each.id]

        self._send(keep, done)

    def _forget(self, number: int) -> None:
        path = self._path
        if path is None:
            return
        from reader.library.highlights import Highlights  # noqa: PLC0415 - after the first frame

        self._pending[number] = (path, None)

        def done() -> None:
            if self._pending.get(number) == (path, None):
                del self._pending[number]

        self._send(lambda marks: Highlights(marks.database).remove(number), done)

    def _send(self, work: Callable[[Marks], object], then: Callable[[], None]) -> None:
        if self.screen.marking.marks is None:
            self._unsent.append((work, then))
        else:
            self.screen.marking.change(work, then)

    def _put(self, number: int, after: Highlight | None, where: Match | None) -> None:
        """Has a highlight be otherwise, or not at all, on the page and on the disk."""
        if after is None:
            self._known.pop(number, None)
            self._ranges.pop(number, None)
            self._forget(number)
        else:
            self._known[number] = after
            if where is not None:
                self._ranges[number] = where
            self._keep((after,))
        self._paint()

    def _take_back(self, number: int, before: Highlight | None) -> None:
        """Has a highlight be as it was, but where its words are now: the article may be another than it was then."""
        now = self._known.get(number)
        if before is not None and now is not None:
            before = before._replace(passage=now.passage, is_lost=now.is_lost)
        self._put(number, before, None)
        if (document := self.screen.view.document) is not None:
            self._find(document)

    def _change(self, number: int, after: Highlight | None, said: str, where: Match | None = None) -> None:
        """As `_put`, so that `U` takes it back."""
        before, path = self._known.get(number), self._path
        self._put(number, after, where)

        def undo() -> str:
            if self._path != path:
                return "Its article is not open any more."
            self._take_back(number, before)
            return "The highlight is back." if after is None else "The highlight is as it was before."

        self.screen.marking.did(undo)
        self.screen.notice(said)

    # what the reader does

    def wanted(self, event: Selector.Wanted) -> None:
        """Something is to be done with what was selected."""
        where = event.start, event.end
        if event.what == "note":
            self._write_note(where)
            return
        if event.what != "light":
            self._colour = int(event.what.removeprefix("colour_"))
        self._light(where)

    def _light(self, where: Match, note: str | None = None) -> None:
        """Lights a range in the colour chosen last, or changes the highlight that is exactly there."""
        document = self.screen.view.document
        if document is None:
            return
        if where[1] - where[0] > _LONGEST:
            self.screen.notice(f"A highlight holds {_LONGEST:,} characters at most.")
            return
        from reader.library.highlights import COLOURS, Highlight, new_id  # noqa: PLC0415 - after the first frame
        from reader.library.marks import now  # noqa: PLC0415

        moment = now()
        there = next((number for number, place in self._ranges.items() if place == where), None)
        if there is not None:
            before = self._known[there]
            after = before._replace(
                colour=self._colour if note is None else before.colour,
                note=before.note if note is None else note,
                changed=moment,
            )
        else:
            after = Highlight(new_id(), passage(document.text, *where), self._colour, note or "", moment, moment)
        said = "The note is kept." if note else f"Highlighted in {COLOURS[after.colour - 1]}."
        self._change(after.id, after, said, where)

    def _write_note(self, where: Match) -> None:
        """Asks for a note on a range; the range is selected again when none is written."""
        view = self.screen.view
        if view.document is None:
            view.hand_over_typing(None)
            return
        from reader.ui.note import NoteEditor  # noqa: PLC0415 - only who writes waits for it

        there = next((self._known[number] for number, place in self._ranges.items() if place == where), None)
        path, document, known = self._path, view.document, passage(view.document.text, *where)

        def written(note: str | None) -> None:
            if note is None or (not note and there is None):
                if view.document is document:
                    view.selector.select(Selection(*where))
            elif self._path != path or view.document is None:
                self.screen.copying.copy_text("the note, for its article is not open any more", note)
            else:
                self._note(known, found_again(view.document.text, known), note)

        self.screen.app.push_screen(NoteEditor(known.quote, there.note if there is not None else "", view), written)

    def _note(self, known: Passage, where: Match | None, note: str) -> None:
        """Keeps a note; the article may have changed, and the passage gone, while it was written."""
        if where is not None:
            self._light(where, note)
            return
        from reader.library.highlights import Highlight, new_id  # noqa: PLC0415 - after the first frame
        from reader.library.marks import now  # noqa: PLC0415

        moment = now()
        kept = Highlight(new_id(), known, self._colour, note, moment, moment, is_lost=True)
        self._change(kept.id, kept, "The note is kept; its passage is no longer in the article.")

    def touched(self, event: Selector.Touched) -> None:
        """A place of the text was clicked, or asked for by keys: a highlight there, or its note, is opened."""
        view = self.screen.view
        over = [number for number, (start, end) in self._ranges.items() if start <= event.offset < end]
        if not over:
            if event.writes:
                view.let_go()
            return
        number = min(over, key=lambda each: self._ranges[each][1] - self._ranges[each][0])
        view.selector.clear()
        if event.writes:
            self.edit_note(number, typist=view)
            return
        from reader.ui.note import NotePopup  # noqa: PLC0415 - only who asks waits for it

        highlight = self._known[number]
        self.screen.app.push_screen(NotePopup(highlight.passage.quote, highlight.note), partial(self._answered, number))

    def _answered(self, number: int, answer: Answer | None) -> None:
        highlight = self._known.get(number)
        if answer is None or highlight is None:
            return
        match answer.what:
            case "note":
                self.edit_note(number)
            case "remove":
                self.remove(number)
            case "copy":
                self.screen.copying.copy_text("the highlight", highlight.passage.quote)
            case "colour":
                self.recolour(number, answer.colour)

    def edit_note(self, number: int, then: Callable[[], None] | None = None, typist: TypeAhead | None = None) -> None:
        """Asks for another note on a highlight; with the keys that `typist` has held for it."""
        from reader.library.marks import now  # noqa: PLC0415 - after the first frame
        from reader.ui.note import NoteEditor  # noqa: PLC0415 - only who writes waits for it

        highlight = self._known.get(number)
        if highlight is None:
            return

        def written(note: str | None) -> None:
            if note is not None and (now_it := self._known.get(number)) is not None and note != now_it.note:
                self._change(number, now_it._replace(note=note, changed=now()), "The note is kept.")
            if then is not None:
                then()

        self.screen.app.push_screen(NoteEditor(highlight.passage.quote, highlight.note, typist), written)

    def recolour(self, number: int, colour: int) -> None:
        """Gives a highlight another colour."""
        from reader.library.highlights import COLOURS  # noqa: PLC0415 - after the first frame
        from reader.library.marks import now  # noqa: PLC0415

        if (highlight := self._known.get(number)) is not None:
            self._colour = colour
            after = highlight._replace(colour=colour, changed=now())
            self._change(number, after, f"Highlighted in {COLOURS[colour - 1]}.")

    def remove(self, number: int) -> None:
        """Removes a highlight with its note."""
        if number in self._known:
            self._change(number, None, "Removed. U brings it back.")

    # the lists

    def in_order(self) -> list[tuple[Highlight, Match | None]]:
        """The highlights of the article in its order, with their places; those that have none come last."""
        known = [(each, self._ranges.get(number)) for number, each in self._known.items()]
        return sorted(known, key=lambda each: (each[1] is None, each[1] or each[0].passage[:2]))

    def nearest(self) -> int:
        """The number of the first highlight from the top of the screen on, or of the last; 0 where there is none."""
        here = self.screen.view.place.offset
        placed = [(where, each.id) for each, where in self.in_order() if where is not None]
        return next((number for where, number in placed if where[1] > here), placed[-1][1] if placed else 0)

    def outline(self) -> None:
        """Opens the list of the article's highlights; that of all, where it has none."""
        if self.screen.article is None or not self._known:
            self.show_all()
            return
        from reader.ui.highlight_outline import HighlightOutline  # noqa: PLC0415 - only who opens it waits for it

        self.screen.app.push_screen(HighlightOutline(self), self._chosen)

    def _chosen(self, answer: int | str | None) -> None:
        if answer == "all":
            self.show_all()
        elif isinstance(answer, int) and (where := self._ranges.get(answer)) is not None:
            self.screen.view.jump(Place(where[0], self.screen.view.rows_in_view // _THIRD))
            self.screen.panes.to_page()

    def show_all(self) -> None:
        """Opens the screen of all highlights of the archive."""
        if self.screen.marking.marks is None or self.screen.upkeep.known is None:
            self.screen.notice("The archive is not listed yet.")
            return
        from reader.ui.highlights_screen import HighlightsScreen  # noqa: PLC0415 - only who opens it waits for it

        self.screen.app.push_screen(HighlightsScreen(self.screen), self._open)

    @asking(None)
    def _open(self, chosen: object) -> None:
        """Opens an article at a highlight of the screen of all."""
        from reader.library.highlights import Filed  # noqa: PLC0415 - after the first frame

        if not isinstance(chosen, Filed):
            return
        screen, catalogue = self.screen, self.screen.upkeep.catalogue
        article = catalogue.find(chosen.path)
        if article is None and chosen.body_hash:
            article = catalogue.with_body(chosen.body_hash)
        if article is None:
            screen.notice(f"The article is gone: {chosen.path} was its file.")
            return
        listed = catalogue.listed((article,))[article]
        screen.travelling.leave()
        screen.opening.load(listed.path, article, partial(place_of, chosen.highlight.passage))
        screen.opening.show_in_tree(article)
        screen.panes.to_page()
        if chosen.highlight.is_lost:
            screen.notice("This passage is no longer in the article; it stood about here.")


def place_of(known: Passage, document: Document) -> Place | None:
    """Where a passage is in an article as it is now; None while that part of a long one is still to come."""
    if known.start > len(document.text) and not document.is_complete:
        return None
    where = found_again(document.text, known)
    return Place(min(known.start, len(document.text)) if where is None else where[0], 4)


def _found(text: str, highlights: Iterable[Highlight]) -> dict[int, Match | None]:
    return {each.id: found_again(text, each.passage) for each in highlights}


def _unknown() -> Archive:
    from reader.library.identity import UNKNOWN  # noqa: PLC0415 - after the first frame

    return UNKNOWN
