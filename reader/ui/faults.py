"""What could not be read, or not as it was meant: a list from which each file opens."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from reader import resources
from reader.counting import counted
from reader.library.catalogue import Unread
from reader.library.metadata import printable_name
from reader.ui.one_line import printable, shortened

_MOST = 5_000
"""Lines of the list; Textual lays out each of them."""
_LONGEST = 300
"""Code points of a problem; a path may have 4,096."""


class Faults(ModalScreen[Path | None]):
    """Answers with the file that was chosen, or with None."""

    CSS_PATH: ClassVar = str(resources.style_sheet("overlay"))
    BINDINGS: ClassVar = [
        Binding("escape,q,h,left,exclamation_mark", "dismiss(None)", "close"),
        Binding("j", "move('cursor_down')", "next", show=False),
        Binding("k", "move('cursor_up')", "previous", show=False),
        Binding("l,right", "move('select')", "open", show=False),
        Binding("g", "move('first')", "first", show=False),
        Binding("G", "move('last')", "last", show=False),
    ]

    def __init__(self, unread: Sequence[Unread], problems: Sequence[str]) -> None:
        super().__init__()
        self._unread = unread
        self._problems = problems

    def compose(self) -> ComposeResult:
        files = len({each.path for each in self._unread})
        more = f"; the first {_MOST:,} faults are listed" if len(self._unread) > _MOST else ""
        many = f": {counted(files, 'file')}" if files else ""  # else there are only problems
        said = f"Not read as it was meant{many}{more}"
        with Vertical(id="outline"):
            yield Static(Content(said), id="outline-title")
            for problem in self._problems[:20]:
                yield Static(Content(printable(shortened(problem, _LONGEST))), classes="problem")
            yield OptionList(*(Option(_line(each)) for each in self._unread[:_MOST]))

    def on_mount(self) -> None:
        self.query_one(OptionList).focus()

    def action_move(self, how: str) -> None:
        getattr(self.query_one(OptionList), f"action_{how}")()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(self._unread[event.option_index].path)


def _line(unread: Unread) -> Content:
    line = f", line {unread.line}" if unread.line is not None else ""
    return Content.assemble((printable(printable_name(unread.path)), "bold"), f"{line}: {printable(unread.message)}")
