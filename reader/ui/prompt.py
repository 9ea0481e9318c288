"""The line in which the reader types what to find or to filter by. It is there only while it is needed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from reader import resources
from reader.ui.type_ahead import TypeAhead


class Prompt(Widget):
    """Tells what is typed as it is typed; Enter accepts, Esc gives up, ↑ and ↓ walk what was typed before."""

    DEFAULT_CSS = resources.style_sheet("prompt").read_text(encoding="utf-8")
    BINDINGS: ClassVar = [
        Binding("escape", "cancel", "give up", show=False),
        Binding("up", "earlier", "earlier", show=False),
        Binding("down", "later", "later", show=False),
        Binding("ctrl+r", "toggle_regex", "regular expression", show=False),
    ]

    class Typed(Message):
        """The text is another, or it is meant in another way."""

        def __init__(self, text: str, is_regex: bool) -> None:
            super().__init__()
            self.text = text
            self.is_regex = is_regex

    class Accepted(Message):
        """It shall stay; `by_key` unless the reader has just turned to something else."""

        def __init__(self, *, by_key: bool) -> None:
            super().__init__()
            self.by_key = by_key

    class Cancelled(Message):
        """It shall be as it was before."""

    def __init__(
        self,
        typist: TypeAhead,
        *,
        hint: str,
        history: Sequence[str] = (),
        has_regex: bool = False,
        text: str = "",
    ) -> None:
        super().__init__()
        self._typist = typist
        self._hint = hint
        self._history = [*history, text]
        self._at = len(self._history) - 1
        self._has_regex = has_regex
        self._is_regex = False
        self._text = text

    def compose(self) -> ComposeResult:
        yield Static("/", id="sign")
        yield Input(self._text, placeholder=self._hint, select_on_focus=False)
        yield Static("", id="said")

    def on_mount(self) -> None:
        field = self.query_one(Input)
        self.screen.set_focus(field)
        self._typist.hand_over_typing(field)

    def say(self, text: str, *, is_wrong: bool = False) -> None:
        """Shows a count or a reason beside what is typed."""
        said = self.query_one("#said", Static)
        said.update(Content(text))
        said.set_class(is_wrong, "-wrong")

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Typed(event.value, self._is_regex))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Accepted(by_key=True))

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """Whoever clicks elsewhere has done with typing; whoever leaves the terminal has not."""
        if self.is_attached and self.screen.focused is not None and not self.has_focus_within:
            self.post_message(self.Accepted(by_key=False))

    def action_cancel(self) -> None:
        self.post_message(self.Cancelled())

    def action_earlier(self) -> None:
        self._walk(-1)

    def action_later(self) -> None:
        self._walk(1)

    def _walk(self, step: int) -> None:
        at = self._at + step
        if 0 <= at < len(self._history):
            self._at = at
            field = self.query_one(Input)
            field.value = self._history[at]
            field.cursor_position = len(field.value)

    def action_toggle_regex(self) -> None:
        if not self._has_regex:
            return
        self._is_regex = not self._is_regex
        sign = self.query_one("#sign", Static)
        sign.update(Content("regex / " if self._is_regex else "/"))
        sign.set_class(self._is_regex, "-regex")
        self.post_message(self.Typed(self.query_one(Input).value, self._is_regex))
