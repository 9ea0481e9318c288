"""An empty Textual program: how soon any program of this kind can show a text."""

from textual.app import App, ComposeResult
from textual.widgets import Static


class Empty(App[None]):
    """Shows one line."""

    def compose(self) -> ComposeResult:
        yield Static("Nothing but this line.")


Empty().run()
