"""The outline: the headings of the article, to jump to."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from reader import resources
from reader.document.model import Document
from reader.ui.one_line import printable


class Outline(ModalScreen[int | None]):
    """Answers with the offset of the heading that was chosen, or with None."""

    CSS_PATH: ClassVar = str(resources.style_sheet("overlay"))
    BINDINGS: ClassVar = [
        Binding("escape,q,t,h,left", "dismiss(None)", "close"),
        Binding("j", "move('cursor_down')", "next", show=False),
        Binding("k", "move('cursor_up')", "previous", show=False),
        Binding("l,right", "move('select')", "go", show=False),
        Binding("g", "move('first')", "first", show=False),
        Binding("G", "move('last')", "last", show=False),
    ]

    def __init__(self, document: Document, here: int) -> None:
        super().__init__()
        self._headings = list(document.headings())
        self._text = document.text
        self._here = here

    def compose(self) -> ComposeResult:
        top = min(heading.level for heading in self._headings)
        options = [
            Option(Content("  " * (h.level - top) + printable(" ".join(self._text[h.start : h.end].split()))))
            for h in self._headings
        ]
        with Vertical(id="outline"):
            yield Static(Content("Outline"), id="outline-title")
            yield OptionList(*options)

    def on_mount(self) -> None:
        current = [n for n, heading in enumerate(self._headings) if heading.start <= self._here]
        choices = self.query_one(OptionList)
        choices.highlighted = current[-1] if current else 0
        choices.focus()

    def action_move(self, how: str) -> None:
        getattr(self.query_one(OptionList), f"action_{how}")()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(self._headings[event.option_index].start)
