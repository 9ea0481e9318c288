"""A list over the page: filtered by typing, walked by keys. The outline and the list of links are such lists."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from reader.ui.line_list import LineList
from reader.ui.one_line import cut, printable
from reader.ui.overlay import Overlay
from reader.ui.type_ahead import TypeAhead


class ListOverlay(Overlay[int]):
    """Answers with the line that was chosen, by its place among all lines, or with None.

    Letters filter, but for `j`, `k`, `g`, `G` and `q` while nothing is filtered yet; after `/` those do too.
    """

    HINT = "Enter opens  / or letters filter  Esc closes"

    def __init__(self, heading: str, lines: LineList, typist: TypeAhead | None = None) -> None:
        super().__init__()
        self._heading = heading
        self.list = lines
        self._typist = typist
        self._filter: str | None = None

    def compose(self) -> ComposeResult:
        with Vertical(id="list"):
            yield Static("", id="list-title")
            yield self.list
            yield Static(Content(self.HINT), id="list-hint")

    def on_mount(self) -> None:
        self.list.styles.height = max(1, self.list.total)
        self._show_title()
        for event in self._typist.hand_over_typing(self) if self._typist is not None else ():
            self.on_key(event)

    def _show_title(self) -> None:
        if self._filter is None:
            said = f"{self._heading}  {self.list.total:,}"
        else:
            said = f"/ {cut(printable(self._filter), 40)}▏  {self.list.count:,} of {self.list.total:,}"
        self.query_one("#list-title", Static).update(Content(said))

    # keys

    def pressed(self, event: events.Key) -> None:
        """A command, or a letter of the filter."""
        if not self._command(event.key) and event.character is not None and event.is_printable:
            self._type((self._filter or "") + event.character)

    def _command(self, key: str) -> bool:
        """Does what a key asks for; says whether it is one."""
        moves = {
            "down": 1, "ctrl+n": 1, "up": -1, "ctrl+p": -1,
            "pagedown": self.list.page, "pageup": -self.list.page,
            "ctrl+d": self.list.page // 2, "ctrl+u": -(self.list.page // 2),
        }  # fmt: skip
        if self._filter is None:
            moves |= {"j": 1, "k": -1, "space": self.list.page}
        if key in moves:
            self.list.move(moves[key])
        elif key == "enter":
            self.finish(self.list.chosen)
        elif key == "escape" and self._filter:
            self._type(None)
        elif key in ("escape", "f1") or (key == "q" and self._filter is None):
            self.finish(None)
        elif key == "home" or (key == "g" and self._filter is None):
            self.list.first()
        elif key == "end" or (key == "G" and self._filter is None):
            self.list.last()
        elif key == "slash" and self._filter is None:
            self._type("")
        elif key == "backspace" and self._filter is not None:
            self._type(self._filter[:-1] if self._filter else None)
        else:
            return False
        return True

    def _type(self, text: str | None) -> None:
        self._filter = text
        self.list.filter(text or "")
        self._show_title()
        self.moved()

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        self._type((self._filter or "") + " ".join(printable(event.text).split()))

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        """A line was clicked."""
        event.stop()
        self.finish(self.list.chosen)

    def on_line_list_moved(self, event: LineList.Moved) -> None:
        """The cursor stands on another line."""
        event.stop()
        self.moved()

    def moved(self) -> None:
        """For those who follow the cursor."""
