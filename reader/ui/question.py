"""A question that is answered with yes or no before anything is done."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from reader import resources
from reader.ui.one_line import printable


class Question(ModalScreen[bool]):
    """Asks; answers True only for a yes."""

    CSS_PATH: ClassVar = str(resources.style_sheet("overlay"))
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y,enter", "answer(True)", "yes"),
        Binding("n,escape,q", "answer(False)", "no"),
    ]

    def __init__(self, asked: str) -> None:
        super().__init__()
        self._asked = asked

    def compose(self) -> ComposeResult:
        with Vertical(id="question"):
            yield Static(Content(printable(self._asked)), id="asked")
            yield Static(Content.assemble(("y", "bold"), " yes   ", ("n", "bold"), " no"), id="answers")

    def action_answer(self, is_yes: bool) -> None:
        """Gives the answer to whoever asked."""
        self.dismiss(is_yes)
