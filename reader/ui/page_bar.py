"""The scroll bar of the page, with marks where matches are."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget


class PageBar(Widget):
    """A column of one cell. Knows nothing of rows: it is told fractions of the page, and tells fractions."""

    ALLOW_SELECT = False

    class Dragged(Message):
        """The reader wants the page to begin at `fraction` of its height."""

        def __init__(self, fraction: float) -> None:
            super().__init__()
            self.fraction = fraction

    class Paged(Message):
        """The reader clicked above (-1) or below (1) the thumb."""

        def __init__(self, pages: int) -> None:
            super().__init__()
            self.pages = pages

    def __init__(self) -> None:
        super().__init__()
        self._begin = 0.0
        self._share = 1.0
        self._marks: frozenset[int] = frozenset()
        self._grip: float | None = None
        self._looks: tuple[Style, Style] | None = None

    def show(self, top: float, size: float, marks: frozenset[int] = frozenset()) -> None:
        """Shows that the screen begins at `top` and is `size` of the page (fractions), with marks on some cells.

        It is drawn again only where that shows: a key that comes behind a frame waits for two frames' time.
        """
        before = self._thumb(), self._marks
        self._begin, self._share, self._marks = top, size, marks
        if (self._thumb(), self._marks) != before:
            self.refresh()

    def _thumb(self) -> tuple[int, int]:
        """The first cell of the thumb and the one after its last."""
        height = self.size.height
        if self._share >= 1 or not height:
            return 0, 0
        length = max(1, round(self._share * height))
        room = height - length
        start = round(self._begin / max(1e-9, 1 - self._share) * room)
        start = min(max(0, start), room)
        return start, start + length

    def render_line(self, y: int) -> Strip:
        if self._looks is None:
            match = self.app.theme_variables.get("match-current", "#e9b93f")
            plain = self.rich_style
            self._looks = plain, plain + Style.parse(match)
        plain, lit = self._looks
        start, end = self._thumb()
        if y in self._marks:
            return Strip([Segment("━", lit)], 1)
        return Strip([Segment("┃" if start <= y < end else " ", plain)], 1)

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._looks = None

    def on_mouse_down(self, event: events.MouseDown) -> None:
        event.stop()
        start, end = self._thumb()
        if not end:
            return
        if start <= event.y < end:
            self._grip = event.y - start
            self.capture_mouse()
        else:
            self.post_message(self.Paged(-1 if event.y < start else 1))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self._grip is None:
            return
        if not event.button:
            self.on_mouse_up(event)  # it was let go before the mouse was held
            return
        event.stop()
        start, end = self._thumb()
        room = self.size.height - (end - start)
        if room > 0:
            at = min(max(0.0, event.y - self._grip), float(room))
            self.post_message(self.Dragged(at / room * (1 - self._share)))

    def on_mouse_up(self, event: events.MouseUp | events.MouseMove) -> None:
        event.stop()
        if self._grip is not None:
            self._grip = None
            self.release_mouse()
