"""The help: every key, by pane, from the one table of keys, and the query language from its own."""

from __future__ import annotations

from rich.cells import cell_len
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from reader import __version__
from reader.library.query import HELP
from reader.ui.keys import COMMANDS, Pane
from reader.ui.overlay import Overlay

_HEADINGS = {
    Pane.TREE: "In the tree",
    Pane.ARTICLE: "In the article",
    Pane.SELECTION: "While something is selected",
    Pane.ANYWHERE: "Anywhere",
}


_ENDING = ("escape", "q", "question_mark", "f1")
_SCROLLING = {
    key: where
    for where, pressed in {
        "down": "j down",
        "up": "k up",
        "page_down": "space pagedown",
        "page_up": "b pageup",
        "home": "g home",
        "end": "G end",
    }.items()
    for key in pressed.split()
}
"""Which way the help scrolls at a key, as Textual names both."""


class Help(Overlay[None]):
    """Closes with Esc, q or ?; scrolls with the keys of the page."""

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="help", can_focus=False):
            yield Static(help_text())

    def pressed(self, event: events.Key) -> None:
        """Scrolls, or closes the help."""
        if event.key in _ENDING:
            self.finish(None)
        elif event.key in _SCROLLING:
            getattr(self.query_one("#help"), f"scroll_{_SCROLLING[event.key]}")(animate=False)


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
