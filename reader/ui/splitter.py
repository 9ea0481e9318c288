"""The border between the panes, which can be dragged."""

from __future__ import annotations

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip

from reader.ui.plain import Plain


class Splitter(Plain):
    """A column of one cell."""

    ALLOW_SELECT = False

    class Moved(Message):
        """The border was dragged to column `x` of the screen."""

        def __init__(self, x: int) -> None:
            super().__init__()
            self.x = x

    def line(self, width: int) -> Strip:
        """The border."""
        return Strip([Segment("│", self.rich_style)], width)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        event.stop()
        self.add_class("-dragged")
        self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self.has_class("-dragged") and not event.button:
            self.on_mouse_up(event)  # it was let go before the mouse was held
        elif self.has_class("-dragged"):
            event.stop()
            self.post_message(self.Moved(event.screen_x))

    def on_mouse_up(self, event: events.MouseUp | events.MouseMove) -> None:
        event.stop()
        self.remove_class("-dragged")
        self.release_mouse()
