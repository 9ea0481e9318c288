"""The line in which the reader types what to find or to filter by. It is there only while it is needed."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from reader import resources
from reader.document.find import Query
from reader.ui.paste import PasteInput
from reader.ui.type_ahead import TypeAhead, type_again


class _Field(PasteInput):
    """The field; once the prompt is done, what is still typed is kept for whoever has the focus next."""

    def __init__(self, prompt: Prompt, text: str, hint: str) -> None:
        super().__init__(text, placeholder=hint, select_on_focus=False)
        self._prompt = prompt

    async def _on_key(self, event: events.Key) -> None:
        if self._prompt.takes(event):
            event.stop()
            event.prevent_default()
        else:
            await super()._on_key(event)


class Prompt(Widget):
    """Tells what is typed as it is typed; Enter accepts, Esc gives up, ↑ and ↓ walk what was typed before."""

    DEFAULT_CSS = resources.style_sheet("prompt").read_text(encoding="utf-8")

    class Typed(Message):
        """The text is another, or it is meant in another way."""

        def __init__(self, text: str, is_regex: bool) -> None:
            super().__init__()
            self.text = text
            self.is_regex = is_regex

    class Accepted(Typed):
        """It shall stay; `by_key` unless the reader has just turned to something else."""

        def __init__(self, text: str, is_regex: bool, *, by_key: bool) -> None:
            super().__init__(text, is_regex)
            self.by_key = by_key

    class Cancelled(Message):
        """It shall be as it was before."""

    def __init__(
        self,
        typist: TypeAhead,
        *,
        hint: str,
        history: Sequence[Query] = (),
        has_regex: bool = False,
        text: str = "",
    ) -> None:
        super().__init__()
        self._typist = typist
        self._hint = hint
        self._history = [*history, Query(text)]
        self._at = len(self._history) - 1
        self._has_regex = has_regex
        self._is_regex = False
        self._text = text
        self._is_done = False
        self._later: list[events.Key] = []

    def compose(self) -> ComposeResult:
        yield Static("/", id="sign")
        yield _Field(self, self._text, self._hint)
        yield Static("", id="said")

    def on_mount(self) -> None:
        field = self.query_one(Input)
        self.screen.set_focus(field)
        field.select_all()  # what is typed takes the place of what was there
        for event in self._typist.hand_over_typing(field):
            if not self.takes(event) and event.character is not None and event.is_printable:
                field.replace(event.character, *field.selection)

    def say(self, text: str, *, is_wrong: bool = False) -> None:
        """Shows a count or a reason beside what is typed."""
        said = self.query_one("#said", Static)
        said.update(Content(text))
        said.set_class(is_wrong, "-wrong")

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Typed(event.value, self._is_regex))

    def takes(self, event: events.Key) -> bool:
        """Takes the keys that are the prompt's own, also those typed before it was there; says whether it did."""
        if self._is_done:
            self._later.append(event)
        elif event.key == "enter":
            self._finish(self.Accepted(self.query_one(Input).value, self._is_regex, by_key=True))
        elif event.key == "escape":
            self._finish(self.Cancelled())
        elif event.key == "ctrl+r":
            self._toggle_regex()
        elif event.key in ("up", "down"):
            self._walk(-1 if event.key == "up" else 1)
        else:
            return False
        return True

    def _finish(self, message: Message) -> None:
        self._is_done = True
        self.post_message(message)

    def close(self) -> None:
        """Goes away. What was typed after Enter or Esc goes to whatever has the focus by then."""
        later, self._later = self._later, []
        self._is_done = True
        self.remove()
        type_again(self, later)

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """Whoever clicks elsewhere has done with typing; whoever leaves the terminal has not."""
        is_elsewhere = self.is_attached and self.screen.focused is not None and not self.has_focus_within
        if is_elsewhere and not self._is_done:
            self._finish(self.Accepted(self.query_one(Input).value, self._is_regex, by_key=False))

    def _walk(self, step: int) -> None:
        at = self._at + step
        if 0 <= at < len(self._history):
            self._at = at
            field = self.query_one(Input)
            recalled = self._history[at]
            field.value = recalled.words
            if recalled.is_regex != self._is_regex and recalled.words:
                self._toggle_regex()
            field.cursor_position = len(field.value)

    def _toggle_regex(self) -> None:
        if not self._has_regex:
            return
        self._is_regex = not self._is_regex
        sign = self.query_one("#sign", Static)
        sign.update(Content("regex / " if self._is_regex else "/"))
        sign.set_class(self._is_regex, "-regex")
        self.post_message(self.Typed(self.query_one(Input).value, self._is_regex))
