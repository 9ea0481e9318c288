"""One picture, as large as the screen allows; the others of the article follow by keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from reader import resources
from reader.document.pictures.shape import Box, PictureRow
from reader.document.row import Role, Row, added
from reader.ui.one_line import cut
from reader.ui.palette import Palette
from reader.ui.pictures.drawing import Drawer
from reader.ui.pictures.gallery import Gallery, PicturesChanged

_ENLARGED = 3
"""How many times its own size a small picture may take here."""


class Exhibit(NamedTuple):
    """A picture of the article, and where its words stand."""

    target: str
    words: str
    offset: int


class Canvas(Widget):
    """Draws one picture in the middle."""

    ALLOW_SELECT = False

    def __init__(self, gallery: Gallery) -> None:
        super().__init__()
        self._drawer = Drawer(gallery, self._is_on_top)
        self._target = ""
        self._rows: list[Row] = []
        self._left = 0
        self._waiting = Style.null()

    def _is_on_top(self) -> bool:
        return self.app.screen is self.screen and not self.app.is_headless

    def show(self, target: str) -> None:
        """Shows a picture, or what is now known of it."""
        self._target = target
        self._lay_out()

    def on_resize(self) -> None:
        self._lay_out()

    def _lay_out(self) -> None:
        shapes, (width, height) = self._drawer.shapes, self.size
        size = shapes.size(self._target)
        self._rows = []
        self._waiting = Palette(self.app.theme_variables).code_ground
        if size is not None and width > 2 and height > 0:
            box = shapes.fitted(size, Box(min(width - 2, shapes.most_columns), height), _ENLARGED)
            above = (height - box.rows) // 2
            self._left = (width - box.columns) // 2
            piece = (added(" " * box.columns, Role.PICTURE),)
            self._rows = [Row(0, 0, ())] * above
            self._rows += [Row(0, 0, piece, picture=PictureRow(self._target, n, box)) for n in range(box.rows)]
            self._drawer.want([row.picture for row in self._rows if row.picture is not None])
        self.refresh()

    def render_lines(self, crop: Region) -> list[Strip]:
        self._drawer.begin()
        return self._drawer.painted(super().render_lines(crop), self._rows, self._left, crop)

    def render_line(self, y: int) -> Strip:
        ground = self.rich_style
        row = self._rows[y].picture if y < len(self._rows) else None
        if row is None:
            return Strip.blank(self.size.width, ground)
        segments = [Segment(" " * self._left, ground), *self._drawer.line(row, y, ground, self._waiting)]
        return Strip(segments).adjust_cell_length(self.size.width, ground)


class PictureScreen(Screen[int]):
    """Shows the pictures of an article one by one; answers with the number of the one that was seen last."""

    CSS_PATH: ClassVar = str(resources.style_sheet("picture"))
    BINDINGS: ClassVar = [
        Binding("escape,q,i,h", "leave", "back"),
        Binding("j,n,l,down,right,space,pagedown", "step(1)", "next"),
        Binding("k,N,b,up,left,pageup,p", "step(-1)", "previous"),
        Binding("g,home", "go(0)", "first", show=False),
        Binding("G,end", "go(-1)", "last", show=False),
    ]

    def __init__(self, gallery: Gallery, exhibits: Sequence[Exhibit], at: int) -> None:
        super().__init__()
        self._gallery = gallery
        self._exhibits = exhibits
        self._at = at
        self._canvas = Canvas(gallery)
        self._caption = Static(id="picture-caption")

    def compose(self) -> ComposeResult:
        yield self._canvas
        yield self._caption

    def on_mount(self) -> None:
        self._show()

    def on_resize(self) -> None:
        self.call_after_refresh(self._show)

    def on_screen_suspend(self) -> None:
        self._canvas.refresh()

    def on_screen_resume(self) -> None:
        self._canvas.refresh()

    def on_pictures_changed(self, event: PicturesChanged) -> None:
        """A picture is decoded, or cannot be, or the terminal has said more of itself."""
        self._show()

    def _show(self) -> None:
        exhibit = self._exhibits[self._at]
        self._canvas.show(exhibit.target)
        note = self._gallery.shapes.note(exhibit.target)
        size = self._gallery.shapes.size(exhibit.target)
        said = [f"{self._at + 1}/{len(self._exhibits)}", exhibit.words]
        said += [note] if note else []
        said += [f"{size.width} × {size.height}"] if size is not None else []
        keys = "   Esc back" if len(self._exhibits) == 1 else "   n N others   Esc back"
        room = max(0, self.size.width - len(keys) - 2)
        self._caption.update(Content(cut("   ".join(said), room) + keys))

    def action_step(self, by: int) -> None:
        self.action_go((self._at + by) % len(self._exhibits))

    def action_go(self, number: int) -> None:
        self._at = number % len(self._exhibits)
        self._show()

    def action_leave(self) -> None:
        self.dismiss(self._at)
