"""All switches of the page's looks over the page, which changes under them as they are turned."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Region
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from reader import resources
from reader.document.line_break import cell_length
from reader.ui.looks import LOOKS
from reader.ui.one_line import cut

if TYPE_CHECKING:
    from reader.ui.looks import Looks


class Switches(Widget, can_focus=True):
    """A row for each switch: what it is, and what it stands at between two arrows."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"switches--row", "switches--value", "switches--cursor"}
    ALLOW_SELECT = False
    BINDINGS: ClassVar = [
        Binding("j,down", "move(1)", "next"),
        Binding("k,up", "move(-1)", "previous"),
        Binding("l,right,space,enter", "turn(1)", "on"),
        Binding("h,left", "turn(-1)", "back"),
    ]

    def __init__(self, looks: Looks) -> None:
        super().__init__()
        self._looks = looks
        self._at = 0
        self.styles.height = len(LOOKS)

    def render_line(self, y: int) -> Strip:
        if y >= len(LOOKS):
            return Strip.blank(self.size.width, self.rich_style)
        look = LOOKS[y]
        is_at = y == self._at
        style = self.get_component_rich_style("switches--cursor" if is_at else "switches--row")
        value = style if is_at else self.get_component_rich_style("switches--value")
        said = f"‹ {look.word(getattr(self._looks.settings, look.field))} ›"
        room = max(0, self.size.width - cell_length(said) - 3)
        label = cut(look.label, room)
        blank = " " * (room - cell_length(label) + 1)
        segments = [Segment(f" {label}{blank}", style), Segment(said, value), Segment(" ", style)]
        return Strip(segments).adjust_cell_length(self.size.width, style)

    def action_move(self, by: int) -> None:
        self._at = (self._at + by) % len(LOOKS)
        self.refresh()
        if isinstance(self.parent, Widget):  # a low window does not hold all rows
            row = Region(0, self.virtual_region.y + self._at, self.size.width, 1)
            self.parent.scroll_to_region(row, animate=False)

    def action_turn(self, by: int) -> None:
        self._looks.step(LOOKS[self._at], by)
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        event.stop()
        if 0 <= event.y < len(LOOKS):
            self._at = event.y
            said = LOOKS[event.y].word(getattr(self._looks.settings, LOOKS[event.y].field))
            self.action_turn(-1 if self.size.width - event.x > cell_length(said) // 2 + 3 else 1)


class LooksScreen(ModalScreen[None]):
    """Closes with Esc, q or L."""

    CSS_PATH: ClassVar = str(resources.style_sheet("overlay"))
    BINDINGS: ClassVar = [Binding("escape,q,L", "dismiss", "close")]

    def __init__(self, looks: Looks) -> None:
        super().__init__()
        self._looks = looks

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="looks", can_focus=False):
            yield Static(Content("Looks"), id="looks-title")
            yield Switches(self._looks)
            yield Static(Content("j k choose   h l change   Esc done"), id="looks-keys")

    def on_mount(self) -> None:
        self.query_one(Switches).focus()

    def on_click(self, event: events.Click) -> None:
        if self.get_widget_at(event.screen_x, event.screen_y)[0] is self:
            self.dismiss()
