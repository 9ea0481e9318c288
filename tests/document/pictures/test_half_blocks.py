"""Pictures of characters."""

from __future__ import annotations

from reader.document.pictures.half_blocks import cells, rows
from reader.document.pictures.shape import Box

RED, BLUE, GREY = (255, 0, 0), (0, 0, 255), (9, 9, 9)
PIXELS = bytes([*RED, *RED, *BLUE, *GREY])
"""Two columns, two lines: one row of cells."""


def test_a_cell_has_the_colours_of_two_pixels() -> None:
    assert list(cells(PIXELS, 2, 0)) == [(RED, BLUE), (RED, GREY)]


def test_a_colour_is_said_once_for_cells_that_have_it() -> None:
    (line,) = rows(bytes([*RED, *RED, *BLUE, *BLUE]), Box(2, 1))
    assert line == "\x1b[38;2;255;0;0;48;2;0;0;255m▀▀\x1b[0m"
