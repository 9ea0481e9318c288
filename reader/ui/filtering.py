"""What the tree shows: its filter, typed in a prompt below it; its view and order, as the reader is told of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.ui.lines import KeyLine
from reader.ui.part import Part

if TYPE_CHECKING:
    from reader.ui.prompt import Prompt
    from reader.ui.reading_screen import ReadingScreen
    from reader.ui.sidebar import Sidebar


class Filtering(Part):
    """The tree's prompt, while it is there, and what the lines around the tree say of what it shows."""

    def __init__(self, screen: ReadingScreen) -> None:
        super().__init__(screen)
        self._prompt: Prompt | None = None
        self._view = ""

    def begin(self) -> None:
        """Opens the prompt, unless it is there."""
        sidebar = self.screen.sidebar
        if self._prompt is not None:
            sidebar.hand_over_typing(None)
            return
        from reader.ui.prompt import Prompt  # noqa: PLC0415 - only who filters waits for it

        self._prompt = Prompt(sidebar, hint="filter by title", text=sidebar.filter_text)
        self.screen.query_one("#side").mount(self._prompt)

    def typed(self, event: Prompt.Typed) -> None:
        """Shows what the text leaves, as it is typed."""
        sidebar = self.screen.sidebar
        sidebar.filter(event.text)
        if self._prompt is not None:
            self._prompt.say(f"{sidebar.count:,}" if event.text else "")

    def accepted(self, event: Prompt.Accepted) -> None:
        """The filter stays."""
        if self._prompt is None:
            return
        if event.text != self.screen.sidebar.filter_text:
            self.screen.sidebar.filter(event.text)  # Enter came before the prompt had told what was typed
        if event.by_key:
            self.screen.panes.to_tree()
        self._close()

    def cancelled(self) -> None:
        """All is shown again."""
        self.screen.sidebar.filter("")
        self.screen.panes.to_tree()
        self._close()

    def _close(self) -> None:
        if self._prompt is not None:
            self._prompt.close()
            self._prompt = None

    def filled(self) -> None:
        """The tree is there."""
        self._view = self.screen.sidebar.view_name
        self.screen.query_one(KeyLine).show_view(self._view)

    def ordered(self, event: Sidebar.Ordered) -> None:
        """The articles of a group stand in another order."""
        self.screen.reader.choose(order=event.order.value)
        self.screen.notice(f"Ordered by {event.order.value}.")

    def changed(self, event: Sidebar.Changed) -> None:
        """The view or the filter of the tree is another."""
        line = self.screen.query_one(KeyLine)
        if event.view_name != self._view:
            from reader.library.listing import Shelf  # noqa: PLC0415 - after the first frame

            self._view = event.view_name
            line.show_view(event.view_name)
            self.screen.reader.choose(view=event.view_name)
            is_shelf = event.view_name in set(Shelf)
            self.screen.notice(f"{event.view_name.capitalize()} articles." if is_shelf else f"By {event.view_name}.")
        line.show_filter(f"/ {event.filter_text} ({event.count:,})" if event.filter_text else "")
