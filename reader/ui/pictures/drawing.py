"""Draws the rows of pictures: as coloured half-blocks that Textual knows of, or in the terminal's own terms over them.

What a terminal draws by itself is put behind the cells that it covers, in the same line and after all that Textual does
to colours. So whenever a line is written its part of the picture is, whatever has scrolled, was covered or resized; and
where another screen lies over the page, the page has half-blocks.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence

from rich.color import Color, ColorSystem
from rich.segment import ControlType, Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip

from reader.document.layout import Layout
from reader.document.pictures import half_blocks, kitty
from reader.document.pictures.asked import Colour, Draw, Drawn, Protocol
from reader.document.pictures.shape import PictureRow, Shapes
from reader.document.row import Role, Row
from reader.ui.pictures.gallery import Gallery

_NOTHING = [(ControlType.CURSOR_FORWARD, 0)]
"""Marks a segment as one that takes no cells."""

_KNOWN_ROWS = 200


class Drawer:
    """Draws pictures of a gallery.

    `is_on_top` says whether nothing lies over the widget, so that it may paint; `last` is the row of the widget that is
    the terminal's last, where a picture of sixels would make it scroll. `as_sent` makes of a style what the terminal is
    sent for it, when it has few colours.
    """

    def __init__(
        self,
        gallery: Gallery,
        is_on_top: Callable[[], bool],
        last: Callable[[], int] = lambda: -1,
        as_sent: Callable[[Style], Style] = lambda style: style,
    ) -> None:
        self.gallery = gallery
        self._is_on_top = is_on_top
        self._last = last
        self._as_sent = as_sent
        self._rows: OrderedDict[tuple[Draw, int], list[Segment]] = OrderedDict()
        self._is_painting = False
        self._left_out = -1

    @property
    def shapes(self) -> Shapes:
        """What layout knows of the pictures."""
        return self.gallery.shapes

    def begin(self) -> None:
        """Looks, before the lines of a frame are drawn, whether rows may be sent to the terminal in its own terms.

        Half-blocks are, where it has true colour.
        """
        protocol = self.gallery.protocol
        self._is_painting = self._is_on_top() and (protocol is not Protocol.BLOCKS or self.gallery.is_true_colour)
        self._left_out = self._last() if protocol in (Protocol.SIXEL, Protocol.ITERM) else -1

    def _paints(self, y: int) -> bool:
        return self._is_painting and y != self._left_out

    def take_ground(self, ground: Style) -> bool:
        """Takes over the colour under the pictures; says whether it is another, so that they are drawn anew."""
        sent = self._as_sent(ground).bgcolor
        shown = ground.bgcolor if sent is None or sent.is_default else sent
        colour = shown.get_truecolor(foreground=False) if shown is not None else (0, 0, 0)
        before, self.gallery.ground = self.gallery.ground, (colour[0], colour[1], colour[2])
        return before != self.gallery.ground

    def look(self, layout: Layout, y: int, height: int) -> None:
        """Has pictures decoded that are on the screen, a screen below it, or a screen above it, in this order."""
        top = max(0, y - height)
        rows = layout.rows(top, y + 2 * height - top)
        at = y - top
        here, below, above = rows[at : at + height], rows[at + height :], rows[:at]
        self.want([row.picture for row in (*here, *below, *reversed(above)) if row.picture is not None])

    def want(self, pictures: Sequence[PictureRow]) -> None:
        """Has pictures decoded, in this order."""
        boxes = dict.fromkeys((row.target, row.box) for row in pictures)
        draws = [draw for target, box in boxes if (draw := self.gallery.draw_of(target, box)) is not None]
        self.gallery.want(draws)

    def line(self, row: PictureRow, y: int, ground: Style, waiting: Style) -> list[Segment]:
        """The cells of a picture in row `y`: blank where it will be painted, and while it is decoded."""
        draw = self.gallery.draw_of(row.target, row.box)
        drawn = self.gallery.drawn(draw) if draw is not None else None
        if draw is None or drawn is None:
            return [Segment(" " * row.box.columns, waiting)]
        if self._paints(y):
            return [Segment(" " * row.box.columns, ground)]
        if self.gallery.blocks_in is None:
            return [Segment(" " * row.box.columns, waiting)]
        key = (draw, row.number)
        segments = self._rows.get(key)
        if segments is None:
            segments = self._rows[key] = _segments(drawn.blocks, row, self.gallery.blocks_in)
            if len(self._rows) > _KNOWN_ROWS:
                self._rows.popitem(last=False)
        return segments

    def painted(self, strips: list[Strip], rows: Sequence[Row], left: int, crop: Region) -> list[Strip]:
        """The lines of a widget, with what paints pictures in them. `left` is where rows begin."""
        if not self._is_painting:
            return strips
        out = list(strips)
        for number, y in enumerate(range(crop.y, min(crop.bottom, len(rows)))):
            row = rows[y]
            if row.picture is None or number >= len(out) or not self._paints(y):
                continue
            at = left
            for piece in row.pieces:
                if piece.role is Role.PICTURE:
                    break
                at += piece.cells
            end = at + row.picture.box.columns - crop.x
            if crop.x <= at and end <= out[number].cell_length and (sequence := self._sequence(row.picture)):
                out[number] = _behind(out[number], end, sequence)
        return out

    def _sequence(self, row: PictureRow) -> str:
        """What paints a row of a picture over the cells just written, and leaves the cursor behind them."""
        draw = self.gallery.draw_of(row.target, row.box)
        drawn = self.gallery.drawn(draw) if draw is not None else None
        if draw is None or drawn is None:
            return ""
        return _painting(self.gallery, draw, drawn, row.number)


def _painting(gallery: Gallery, draw: Draw, drawn: Drawn, number: int) -> str:
    back = f"\x1b[{draw.box.columns}D"
    if draw.protocol is Protocol.KITTY:
        known = gallery.number_of(draw)
        return back + kitty.row(known, number, draw.box.columns, is_true_colour=gallery.is_true_colour) if known else ""
    if number >= len(drawn.parts):
        return ""
    if draw.protocol is Protocol.BLOCKS:
        return back + drawn.parts[number]
    return f"\x1b7{back}{drawn.parts[number]}\x1b8"


def _behind(strip: Strip, cells: int, sequence: str) -> Strip:
    """A line with a sequence after its first cells."""
    painting = Segment(sequence, Style.null(), _NOTHING)
    segments = list(strip)
    at = 0
    for number, segment in enumerate(segments, 1):
        at += segment.cell_length
        if at == cells:
            return Strip([*segments[:number], painting, *segments[number:]], strip.cell_length)
    before, after = strip.divide([cells, strip.cell_length])
    return Strip([*before, painting, *after], strip.cell_length)


def _segments(blocks: bytes, row: PictureRow, system: ColorSystem) -> list[Segment]:
    segments: list[Segment] = []
    last: tuple[Colour, Colour] | None = None
    run = 0
    for cell in (*half_blocks.cells(blocks, row.box.columns, row.number), None):
        if cell != last and last is not None:
            upper, lower = (_colour(colour, system) for colour in last)
            segments.append(Segment(half_blocks.UPPER * run, Style.from_color(upper, lower)))
            run = 0
        last = cell
        run += 1
    return segments


def _colour(colour: Colour, system: ColorSystem) -> Color:
    """The nearest of 16, where there are no more: the filter for text would make one half black or white."""
    exact = Color.from_rgb(*colour)
    return exact.downgrade(system) if system is ColorSystem.STANDARD else exact
