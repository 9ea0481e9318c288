"""All highlights of an archive, searched as the reader types."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Input

from reader import resources
from reader.counting import counted
from reader.errors import CatalogueError
from reader.library.highlights import Filed, Highlights, matching, of_archive, terms_of
from reader.library.marks import now
from reader.ui.foot import Foot
from reader.ui.highlight_list import Entry, HighlightList
from reader.ui.keeping import sentence
from reader.ui.searched_list import MOVES, Field, Keys

if TYPE_CHECKING:
    from reader.library.marks import Marks
    from reader.ui.reading_screen import ReadingScreen

_MOST = 2_000
"""Highlights that are shown at once; more are told by their number."""


class HighlightsScreen(Screen[Filed | None]):
    """Answers with the highlight whose article is to be opened, or with None."""

    CSS_PATH: ClassVar = [str(resources.style_sheet(name)) for name in ("screen", "highlights")]
    AUTO_FOCUS = "Input"
    KEYS: ClassVar[Keys] = {
        **MOVES,
        "enter": ("open", 0),
        "ctrl+e": ("note", 0),
        "ctrl+d": ("remove", 0),
        "ctrl+r": ("undo", 0),
        "escape": ("leave", 0),
        "tab": ("leave", 0),
    }
    _FOOT: ClassVar = (
        ("↑↓", "move"),
        ("Enter", "open"),
        ("Esc", "back"),
        ("Ctrl-e", "note"),
        ("Ctrl-d", "remove"),
        ("Ctrl-r", "undo"),
    )

    def __init__(self, reading: ReadingScreen) -> None:
        super().__init__()
        self._reading = reading
        self._all: list[Filed] = []
        self._shown: dict[int, Filed] = {}
        self._undo: list[Callable[[], None]] = []

    def compose(self) -> ComposeResult:
        yield Field("search quotes, notes and titles", self.KEYS)
        yield HighlightList()
        yield Foot(self._FOOT)

    def on_mount(self) -> None:
        self._ask()

    @property
    def _list(self) -> HighlightList:
        return self.query_one(HighlightList)

    def _ask(self) -> None:
        """Asks for all highlights, after those that are still to be written."""
        paths, catalogue = self._reading.upkeep.paths, self._reading.upkeep.known

        def ask(marks: Marks) -> list[Filed] | CatalogueError:
            try:
                everything = Highlights(marks.database).all()
                return of_archive(everything, paths, catalogue) if catalogue is not None else everything
            except CatalogueError as error:
                return error

        self._reading.marking.ask(ask, self._take)

    def _take(self, answer: list[Filed] | CatalogueError) -> None:
        if not self.is_attached:
            return
        if isinstance(answer, CatalogueError):
            self._list.show((), sentence(answer))
        else:
            self._all = answer
            self._show()

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._show()

    def _show(self) -> None:
        words = self.query_one(Input).value
        found = matching(self._all, words)
        self._shown = {each.highlight.id: each for each in found[:_MOST]}
        nothing = "No highlight has this." if self._all else "Nothing is highlighted in this archive yet: V selects."
        self._list.show([_entry(each) for each in self._shown.values()], nothing, terms_of(words))
        self.query_one(Foot).say(counted(len(found), "highlight"))

    # keys

    def on_key(self, event: events.Key) -> None:
        known = self.KEYS.get(event.key)
        if known is None:
            return
        event.stop()
        event.prevent_default()
        what, by = known
        match what:
            case "move":
                self._list.move(by)
            case "page":
                self._list.move(by * self._list.page)
            case "open":
                self._open()
            case "note":
                self._edit_note()
            case "remove":
                self._remove()
            case "undo":
                self._take_back()
            case "leave":
                self.dismiss(None)

    @property
    def _chosen(self) -> Filed | None:
        entry = self._list.chosen
        return self._shown.get(entry.id) if entry is not None else None

    @on(HighlightList.Chosen)
    def _open(self) -> None:
        if (chosen := self._chosen) is not None:
            self.dismiss(chosen)

    def _edit_note(self) -> None:
        chosen = self._chosen
        if chosen is None:
            return
        from reader.ui.note import NoteEditor  # noqa: PLC0415 - only who writes waits for it

        def written(note: str | None) -> None:
            if note is not None and note != chosen.highlight.note:
                after = chosen._replace(highlight=chosen.highlight._replace(note=note, changed=now()))
                self._change(after)
                self._undo.append(lambda: self._change(chosen))

        self.app.push_screen(NoteEditor(chosen.highlight.passage.quote, chosen.highlight.note), written)

    def _change(self, after: Filed) -> None:
        self._all = [after if each.highlight.id == after.highlight.id else each for each in self._all]
        self._keep(lambda marks: Highlights(marks.database).change(after.highlight))

    def _remove(self) -> None:
        chosen = self._chosen
        if chosen is None:
            return
        at = self._all.index(chosen)
        self._all.remove(chosen)

        def undo() -> None:
            self._all.insert(at, chosen)
            self._keep(lambda marks: Highlights(marks.database).restore(chosen))

        self._undo.append(undo)
        self._keep(lambda marks: Highlights(marks.database).remove(chosen.highlight.id))

    def _take_back(self) -> None:
        if self._undo:
            self._undo.pop()()

    def _keep(self, change: Callable[[Marks], object]) -> None:
        self._reading.marking.change(change, self._reading.highlighting.marks_changed)
        self._show()


def _entry(filed: Filed) -> Entry:
    highlight = filed.highlight
    about = " · ".join(filter(None, (filed.title, filed.date.isoformat() if filed.date else "")))
    return Entry(highlight.id, highlight.passage.quote, highlight.colour, highlight.note, about, highlight.is_lost)
