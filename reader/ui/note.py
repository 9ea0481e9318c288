"""A highlight's note: shown in a small window, and written in one."""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static, TextArea

from reader import resources
from reader.ui.one_line import cut, printable
from reader.ui.type_ahead import TypeAhead

_QUOTE = 60


class NoteEditor(ModalScreen[str | None]):
    """Answers with what was written, or with None when it is dropped."""

    CSS_PATH: ClassVar = str(resources.style_sheet("highlights"))

    def __init__(self, quote: str, note: str = "", typist: TypeAhead | None = None) -> None:
        super().__init__()
        self._quote = quote
        self._note = note
        self._typist = typist
        self._is_warned = False

    def compose(self) -> ComposeResult:
        with Vertical(id="note"):
            yield Static(Content(one_line(self._quote)), id="note-quote")
            yield _Field(self._note, self)
            yield Static("", id="note-keys")

    def on_mount(self) -> None:
        field = self.query_one(TextArea)
        field.focus()
        field.move_cursor(field.document.end)
        self._say("Enter keep   Ctrl-j new line   Esc drop")
        if self._typist is not None:
            self._typist.let_go()

    def _say(self, text: str) -> None:
        self.query_one("#note-keys", Static).update(Content(text))

    def takes(self, key: str) -> bool:
        """Takes the keys that are not for the text; says whether it did."""
        field = self.query_one(TextArea)
        if key in ("enter", "ctrl+s"):
            self.dismiss(field.text.strip())
        elif key in ("ctrl+j", "shift+enter", "alt+enter"):
            field.insert("\n")
        elif key == "escape":
            if field.text == self._note or self._is_warned:
                self.dismiss(None)
            else:
                self._is_warned = True
                self._say("Esc again drops what you wrote; Enter keeps it.")
        else:
            if self._is_warned:
                self._is_warned = False
                self._say("Enter keep   Ctrl-j new line   Esc drop")
            return False
        return True


class _Field(TextArea):
    """Where it is written."""

    def __init__(self, text: str, editor: NoteEditor) -> None:
        super().__init__(text, soft_wrap=True, show_line_numbers=False, tab_behavior="focus")
        self._editor = editor

    async def _on_key(self, event: events.Key) -> None:
        if self._editor.takes(event.key):
            event.stop()
            event.prevent_default()
        else:
            await super()._on_key(event)


class Answer(NamedTuple):
    """What is to be done with a highlight."""

    what: str
    """`note`, `remove`, `copy`, or `colour`."""
    colour: int = 0


class NotePopup(ModalScreen[Answer | None]):
    """Shows a highlight's note, or that there is none; answers with what is to be done, or with None."""

    CSS_PATH: ClassVar = str(resources.style_sheet("highlights"))
    BINDINGS: ClassVar = [
        Binding("escape,enter,q,h,left,space", "dismiss(None)", "close"),
        Binding("a,e", "answer('note')", "write"),
        Binding("x,d,delete", "answer('remove')", "remove"),
        Binding("y", "answer('copy')", "copy"),
        *(Binding(str(n), f"answer('colour', {n})", "colour", show=False) for n in range(1, 5)),
        Binding("j,down", "scroll(1)", "down", show=False),
        Binding("k,up", "scroll(-1)", "up", show=False),
    ]

    def __init__(self, quote: str, note: str) -> None:
        super().__init__()
        self._quote = quote
        self._note = note

    def compose(self) -> ComposeResult:
        with Vertical(id="note"):
            yield Static(Content(one_line(self._quote)), id="note-quote")
            with VerticalScroll(id="note-text"):
                yield Static(Content("\n".join(map(printable, self._note.split("\n"))) or "No note."))
            write = "change" if self._note else "write"
            yield Static(Content(f"a {write}   1-4 colour   y copy   x remove   Esc close"), id="note-keys")

    def on_click(self, event: events.Click) -> None:
        if event.widget is self:
            self.dismiss(None)

    def action_answer(self, what: str, colour: int = 0) -> None:
        self.dismiss(Answer(what, colour))

    def action_scroll(self, rows: int) -> None:
        self.query_one("#note-text").scroll_relative(y=rows, animate=False)


def one_line(quote: str) -> str:
    """The beginning of a quote, on one line."""
    return cut(" ".join(printable(quote).split()), _QUOTE)
