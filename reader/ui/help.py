"""The help: every key, by pane, from the one table of keys, and the query language from its own."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from reader import __version__, resources
from reader.library.query import HELP
from reader.ui.keys import COMMANDS, Pane

_HEADINGS = {
    Pane.TREE: "In the tree",
    Pane.ARTICLE: "In the article",
    Pane.SELECTION: "While something is selected",
    Pane.ANYWHERE: "Anywhere",
}


class Help(ModalScreen[None]):
    """Closes with Esc, q or ?; scrolls with the keys of the page."""

    CSS_PATH: ClassVar = str(resources.style_sheet("overlay"))
    BINDINGS: ClassVar = [
        Binding("escape,q,question_mark,f1", "dismiss", "close"),
        Binding("j,down", "scroll('down')", "down", show=False),
        Binding("k,up", "scroll('up')", "up", show=False),
        Binding("space,pagedown", "scroll('page_down')", "page down", show=False),
        Binding("b,pageup", "scroll('page_up')", "page up", show=False),
        Binding("g,home", "scroll('home')", "top", show=False),
        Binding("G,end", "scroll('end')", "end", show=False),
    ]

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="help"):
            yield Static(help_text())

    def action_scroll(self, where: str) -> None:
        getattr(self.query_one("#help"), f"scroll_{where}")(animate=False)


def help_text() -> Text:
    """Every command with its keys, as styled text."""
    text = Text()
    text.append(f"Broadsheet {__version__}", "bold")
    text.append("   Esc closes, j and k scroll\n")
    widest = max(len(command.show) for command in COMMANDS) + 3
    for pane, heading in _HEADINGS.items():
        text.append(f"\n{heading}\n", "bold")
        for command in COMMANDS:
            if command.pane is pane:
                text.append(f"  {command.show:<{widest}}")
                text.append(f"{command.help}\n", "dim")
    text.append("\nIn the search over all articles\n", "bold")
    widest = max(cell_len(line.form) for line in HELP) + 3
    for line in HELP:
        text.append(f"  {line.form}{' ' * (widest - cell_len(line.form))}")
        text.append(f"{line.meaning}\n", "dim")
    text.append(
        "\nThe mouse: click opens and follows links, a drag selects, the wheel scrolls, the bar and the border drag.\n",
        "dim",
    )
    return text
