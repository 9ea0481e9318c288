"""Where a link leads, shown whole before the browser gets it."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from reader.links import Explained
from reader.ui.one_line import printable
from reader.ui.overlay import Overlay
from reader.ui.type_ahead import TypeAhead


class AddressAsked(Overlay[str]):
    """Answers `open`, `copy`, or nothing. What was typed before the address was seen is no answer, and is let go."""

    def __init__(self, address: Explained, label: str = "", typist: TypeAhead | None = None) -> None:
        super().__init__()
        self._address = address
        self._label = label
        self._typist = typist
        self._typed = ""

    def compose(self) -> ComposeResult:
        what = "Write a mail?" if self._address.sent.lower().startswith("mailto:") else "Open in the browser?"
        again = f" or {self._label}" if self._label else ""
        with Vertical(id="address"):
            yield Static(Content(what), id="address-title")
            with VerticalScroll(id="address-text", can_focus=False):
                yield Static(self._shown())
            for warning in self._address.notes:
                yield Static(Content(printable(warning)), classes="warning")
            yield Static(Content(f"Enter{again} opens   y copies   Esc does not"), id="address-hint")

    def _shown(self) -> Content:
        shown, host = printable(self._address.shown), self._address.host
        at = shown.find(host) if host else -1
        if at < 0:
            return Content(shown)
        return Content.assemble(shown[:at], (host, "bold $accent"), shown[at + len(host) :])

    def on_mount(self) -> None:
        if self._typist is not None:
            self._typist.hand_over_typing(self)

    def pressed(self, event: events.Key) -> None:
        """Enter or the label opens, `y` copies, Esc leaves."""
        if event.key == "enter":
            self.finish("open")
        elif event.key in ("escape", "q"):
            self.finish("")
        elif event.key == "y":
            self.finish("copy")
        elif event.key in ("up", "down", "j", "k") and event.key not in self._label:
            text = self.query_one("#address-text")
            text.scroll_relative(y=-1 if event.key in ("up", "k") else 1, animate=False)
        elif self._label and event.character:
            self._typed = (self._typed + event.character.lower())[-len(self._label) :]
            if self._typed == self._label:
                self.finish("open")
