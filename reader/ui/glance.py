"""The archive at a glance: a screen that draws what `glance_page` sets, and moves a cursor over what can be opened."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.geometry import Size
from textual.message import Message
from textual.screen import Screen
from textual.scroll_view import ScrollView
from textual.strip import Strip

from reader import resources
from reader.library.statistics import Bar, Reading, Source, Statistics, now
from reader.ui.foot import Foot
from reader.ui.glance_page import Page, Piece, Stop, Target, bar_name, page

_NEAR = 4
"""Lines beyond the edge of the screen within which a step goes to the next stop; farther, it scrolls a line."""
_LOOKS = ("text", "quiet", "number", "heading", "axis", "bar", "day-0", "day-1", "day-2", "day-3", "day-4")


class GlanceView(ScrollView, can_focus=True):
    """Statistics, drawn line by line."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {*(f"glance--{look}" for look in _LOOKS), "glance--lit", "glance--cursor"}

    class Chosen(Message):
        """Something is to be opened."""

        def __init__(self, target: Target) -> None:
            super().__init__()
            self.target = target

    def __init__(self) -> None:
        super().__init__()
        self._known: Statistics | None = None
        self._moment: datetime | None = None
        self._page: Page | None = None
        self._stop: Stop | None = None
        self._bar: Bar | None = None
        """The bar that the cursor was on last."""

    def show(self, known: Statistics) -> None:
        """Shows statistics; the cursor stays on what it was on."""
        self._known, self._moment = known, now()
        self._lay()

    def on_resize(self) -> None:
        self._lay()

    def _lay(self) -> None:
        if self._known is None or self._moment is None or not self.size.width:
            return
        self._page = page(self._known, self.scrollable_content_region.width, self._moment)
        before = self._stop
        same = (stop for stop in self._page.stops if before is not None and _is_same(stop.target, before.target))
        self._stop = next(same, _first(self._page))
        self.virtual_size = Size(1, len(self._page.lines))
        self.refresh()

    # Drawing

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        plain = self._look("text")
        if self._page is None:
            return Strip([Segment("  Counting …" if y == 1 else "", self._look("quiet"))]).adjust_cell_length(
                width, plain
            )
        y += self.scroll_offset.y
        if y >= len(self._page.lines):
            return Strip.blank(width, plain)
        pieces = list(self._page.lines[y])
        if y == self._page.heading and self._stop is not None and isinstance(self._stop.target, Bar):
            bar = self._stop.target
            are = "article" if bar.articles == 1 else "articles"
            pieces += [
                Piece(f"   {bar_name(bar)}  ", "quiet"),
                Piece(f"{bar.articles:,}", "number"),
                Piece(f" {are}", "quiet"),
            ]
        strip = Strip([Segment(piece.text, self._look(piece.look)) for piece in pieces if piece.text])
        strip = strip.adjust_cell_length(width, plain).simplify()
        stop = self._stop
        if stop is None or not stop.top <= y < stop.top + stop.height:
            return strip
        before, lit, after = (
            strip.crop(0, stop.left),
            strip.crop(stop.left, stop.left + stop.width),
            strip.crop(stop.left + stop.width),
        )
        shown = self._look("lit" if isinstance(stop.target, Bar) else "cursor")
        return Strip.join([before, Strip([Segment(each.text, (each.style or plain) + shown) for each in lit]), after])

    def _look(self, name: str) -> Style:
        return self.get_visual_style(f"glance--{name}").rich_style

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self.refresh()

    # Moving

    def step(self, by: int) -> None:
        """Goes to the next stop below (above, if < 0), or scrolls where there is none near."""
        stop = self._below(by)
        top, height = self.scroll_offset.y, self.size.height
        is_near = stop is not None and top - _NEAR <= stop.top and stop.top + stop.height <= top + height + _NEAR
        if stop is None or not is_near:
            self.scroll_to(y=top + by, animate=False, force=True)
        else:
            self._go(stop)

    def aside(self, by: int) -> None:
        """Goes to the bar beside this one, or to the list beside this one."""
        here = self._stop
        if self._page is None or here is None:
            return
        if isinstance(here.target, Bar):
            index = self._page.stops.index(here) + by
            if 0 <= index < len(self._page.chart.bars):
                self._go(self._page.stops[index])
            return
        others = [stop for stop in self._page.stops if (stop.left - here.left) * by > 0 and stop.height == 1]
        if others:
            self._go(min(others, key=lambda stop: abs(stop.top - here.top)))

    def page(self, by: float) -> None:
        """Scrolls by screens."""
        rows = int(by * max(1, self.size.height - 1))
        self.scroll_to(y=self.scroll_offset.y + rows, animate=False, force=True)

    def edge(self, by: int) -> None:
        """Scrolls to the top or to the end."""
        self.scroll_to(y=0 if by < 0 else self.max_scroll_y, animate=False, force=True)
        if by < 0 and self._page is not None:
            self._stop = _first(self._page)
            self.refresh()

    def open(self) -> None:
        """Opens what is under the cursor."""
        if self._stop is not None:
            self.post_message(self.Chosen(self._stop.target))

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None or self._page is None:
            return
        x, y = offset.x, offset.y + self.scroll_offset.y
        for stop in self._page.stops:
            if stop.top <= y < stop.top + stop.height and stop.left <= x < stop.left + stop.width:
                is_second = stop == self._stop
                self._go(stop)
                if is_second or not isinstance(stop.target, Bar):
                    self.open()
                return

    def _below(self, by: int) -> Stop | None:
        """The next stop of this column of the page, below or above."""
        here = self._stop
        if self._page is None or here is None:
            return None
        others = [
            stop
            for stop in self._page.stops
            if (stop.top - here.top) * by > 0 and (stop.column == here.column or 0 in (stop.column, here.column))
        ]
        nearest = min(others, key=lambda stop: (abs(stop.top - here.top), stop.left), default=None)
        if nearest is not None and isinstance(nearest.target, Bar):
            bars = [stop for stop in others if isinstance(stop.target, Bar)]
            return next((stop for stop in bars if stop.target == self._bar), bars[-1])
        return nearest

    def _go(self, stop: Stop) -> None:
        self._stop = stop
        if isinstance(stop.target, Bar):
            self._bar = stop.target
        top, height = self.scroll_offset.y, self.size.height
        if stop.top < top:
            self.scroll_to(y=stop.top, animate=False, force=True)
        elif stop.top + stop.height > top + height:
            self.scroll_to(y=stop.top + stop.height - height, animate=False, force=True)
        self.refresh()


class Glance(Screen[None]):
    """Closes with Esc, q or S; what is chosen is opened by the screen below it."""

    CSS_PATH: ClassVar = [str(resources.style_sheet(name)) for name in ("screen", "glance")]
    AUTO_FOCUS = "GlanceView"
    BINDINGS: ClassVar = [
        Binding("escape,q,S", "dismiss", "close"),
        Binding("j,down", "step(1)", "down", show=False),
        Binding("k,up", "step(-1)", "up", show=False),
        Binding("h,left", "aside(-1)", "left", show=False),
        Binding("l,right", "aside(1)", "right", show=False),
        Binding("space,pagedown", "page(1)", "page down", show=False),
        Binding("b,pageup", "page(-1)", "page up", show=False),
        Binding("d,ctrl+d", "page(0.5)", "half a page down", show=False),
        Binding("u,ctrl+u", "page(-0.5)", "half a page up", show=False),
        Binding("g,home", "edge(-1)", "top", show=False),
        Binding("G,end", "edge(1)", "end", show=False),
        Binding("enter", "open", "open", show=False),
        Binding("T", "next_theme", "theme", show=False),
    ]

    class Chosen(Message):
        """Something is to be opened, and this screen is closed."""

        def __init__(self, target: Target) -> None:
            super().__init__()
            self.target = target

    def compose(self) -> ComposeResult:
        yield GlanceView()
        yield Foot((("j k h l", "move"), ("Enter", "open"), ("Esc", "back")))

    def show(self, known: Statistics) -> None:
        """Shows statistics, whether it has shown others before or not."""
        self.query_one(GlanceView).show(known)

    def on_glance_view_chosen(self, event: GlanceView.Chosen) -> None:
        """Closes, so that what is opened can be seen."""
        event.stop()
        below = self.app.screen_stack[0]
        self.dismiss()
        below.post_message(self.Chosen(event.target))

    def action_step(self, by: int) -> None:
        self.query_one(GlanceView).step(by)

    def action_aside(self, by: int) -> None:
        self.query_one(GlanceView).aside(by)

    def action_page(self, by: float) -> None:
        self.query_one(GlanceView).page(by)

    def action_edge(self, by: int) -> None:
        self.query_one(GlanceView).edge(by)

    def action_open(self) -> None:
        self.query_one(GlanceView).open()

    async def action_next_theme(self) -> None:
        await self.app.screen_stack[0].run_action("next_theme")


def _first(set_page: Page) -> Stop | None:
    """Where the cursor begins: on the newest bar."""
    newest = max(0, len(set_page.chart.bars) - 1)
    return set_page.stops[newest] if set_page.stops else None


def _is_same(one: Target, other: Target) -> bool:
    """Whether two targets are the same thing, however many articles it holds by now."""
    match one, other:
        case Bar(), Bar():
            return one.start == other.start
        case Source(), Source():
            return one.node == other.node
        case Reading(), Reading():
            return one.article.id == other.article.id
        case _:
            return False
