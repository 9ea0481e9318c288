"""The lines of a widget with what a terminal draws by itself in them."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.color import Color, ColorSystem, ColorType
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip

from reader.document.pictures.asked import Draw, Drawn, File, Protocol
from reader.document.pictures.shape import Box, PictureRow, Size
from reader.document.row import Role, Row, added
from reader.ui.pictures.drawing import Drawer
from reader.ui.pictures.gallery import Gallery, PictureReady, Whereabouts

GROUND = Style.parse("white on black")
BOX = Box(4, 2)
ROWS = [
    Row(0, 0, (added("  ", Role.TEXT), added("    ", Role.PICTURE)), picture=PictureRow("a.png", number, BOX))
    for number in range(2)
]


def drawer(protocol: Protocol, *, is_on_top: bool = True, is_true_colour: bool = True, last: int = -1) -> Drawer:
    """One whose gallery has a picture of two rows."""
    from reader.archive.picture import InArchive

    gallery = Gallery(lambda message: None, lambda sequence: None)
    gallery.protocol = protocol
    gallery.is_true_colour = is_true_colour
    gallery.found = {"a.png": Whereabouts(InArchive(Path("a.png")), File(Path("a.png")))}
    draw = gallery.draw_of("a.png", BOX)
    assert draw == Draw(File(Path("a.png")), BOX, Size(10, 20), protocol, (0, 0, 0), gallery.colours)
    gallery._pending.add(draw)
    gallery.keep(PictureReady(draw, Drawn(bytes(range(48)), ("<one>", "<two>"))))
    return Drawer(gallery, lambda: is_on_top, lambda: last)


def painted(drawer: Drawer, crop: Region = Region(0, 0, 20, 2)) -> list[str]:  # noqa: B008
    """What is written for the two rows, three cells in from the left."""
    drawer.begin()
    strips = []
    for y, row in enumerate(ROWS):
        assert row.picture is not None
        segments = [Segment("     ", GROUND), *drawer.line(row.picture, y, GROUND, GROUND)]
        strips.append(Strip(segments).adjust_cell_length(20, GROUND).crop(crop.x, crop.right))
    lines = drawer.painted(strips, ROWS, 3, crop)
    assert [line.cell_length for line in lines] == [crop.width] * 2
    return ["".join(segment.text for segment in line) for line in lines]


@pytest.mark.parametrize("protocol", [Protocol.SIXEL, Protocol.ITERM])
def test_a_row_is_drawn_over_its_cells_and_the_cursor_comes_back(protocol: Protocol) -> None:
    first, second = painted(drawer(protocol))
    assert first == " " * 9 + "\x1b7\x1b[4D<one>\x1b8" + " " * 11
    assert second == " " * 9 + "\x1b7\x1b[4D<two>\x1b8" + " " * 11


def test_kitty_has_characters_in_the_cells() -> None:
    first, _ = painted(drawer(Protocol.KITTY))
    assert first.startswith(" " * 9 + "\x1b[4D\x1b[38;2;")
    assert first.count("\U0010eeee") == 4


def test_half_blocks_are_written_as_they_were_made() -> None:
    first, _ = painted(drawer(Protocol.BLOCKS))
    assert first == " " * 9 + "\x1b[4D<one>" + " " * 11


def test_without_true_colour_half_blocks_are_left_to_textual() -> None:
    first, _ = painted(drawer(Protocol.BLOCKS, is_true_colour=False))
    assert first.strip() == "▀▀▀▀"


@pytest.mark.parametrize("protocol", [Protocol.SIXEL, Protocol.ITERM, Protocol.KITTY, Protocol.BLOCKS])
def test_under_another_screen_there_are_half_blocks(protocol: Protocol) -> None:
    first, _ = painted(drawer(protocol, is_on_top=False))
    assert first.strip() == "▀▀▀▀"


@pytest.mark.parametrize("protocol", [Protocol.SIXEL, Protocol.ITERM])
def test_on_the_last_row_of_the_terminal_there_are_half_blocks_for_it_would_scroll(protocol: Protocol) -> None:
    first, second = painted(drawer(protocol, last=1))
    assert "<one>" in first
    assert second.strip() == "▀▀▀▀"


def test_in_sixteen_colours_both_halves_have_the_nearest_of_them() -> None:
    one = drawer(Protocol.BLOCKS, is_true_colour=False)
    one.gallery.blocks_in = ColorSystem.STANDARD
    segments = one.line(PictureRow("a.png", 0, BOX), 0, GROUND, GROUND)
    styles = [segment.style for segment in segments if segment.style is not None]
    assert styles
    assert all(
        colour and colour.type is ColorType.STANDARD for style in styles for colour in (style.color, style.bgcolor)
    )


def test_without_colours_there_are_no_half_blocks() -> None:
    one = drawer(Protocol.SIXEL, is_on_top=False)
    one.gallery.blocks_in = None
    assert painted(one) == [" " * 20] * 2


def test_a_line_that_is_cut_through_the_picture_has_none() -> None:
    assert painted(drawer(Protocol.SIXEL), Region(6, 0, 10, 2)) == [" " * 10] * 2


def test_while_a_picture_is_decoded_its_cells_wait() -> None:
    one = drawer(Protocol.SIXEL)
    one.gallery.forget_drawn()
    assert painted(one) == [" " * 20] * 2


def test_another_ground_makes_another_picture() -> None:
    one = drawer(Protocol.SIXEL)
    assert one.take_ground(Style.parse("black on #102030"))
    assert one.gallery.ground == (16, 32, 48)
    assert not one.take_ground(Style.parse("black on #102030"))
    assert painted(one) == [" " * 20] * 2


def test_the_ground_is_the_colour_that_the_terminal_is_sent() -> None:
    gallery = drawer(Protocol.SIXEL).gallery
    one = Drawer(gallery, lambda: True, as_sent=lambda style: style + Style(bgcolor=Color.from_ansi(15)))
    one.take_ground(Style.parse("black on #f6f2e6"))
    assert gallery.ground == (255, 255, 255)
