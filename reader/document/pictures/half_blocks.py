"""Pictures of characters: `▀` in two colours shows two pixels in a cell, in every terminal that has colours."""

from __future__ import annotations

from collections.abc import Iterator

from reader.document.pictures.asked import Colour
from reader.document.pictures.shape import Box

UPPER = "▀"


def cells(pixels: bytes, columns: int, number: int) -> Iterator[tuple[Colour, Colour]]:
    """The upper and the lower colour of each cell of a row, of a picture of three bytes a pixel."""
    top = number * 2 * columns * 3
    for at in range(top, top + columns * 3, 3):
        below = at + columns * 3
        yield (pixels[at], pixels[at + 1], pixels[at + 2]), (pixels[below], pixels[below + 1], pixels[below + 2])


def rows(pixels: bytes, box: Box) -> Iterator[str]:
    """The rows of a picture as a terminal with true colour is sent them; each leaves the usual colours behind."""
    for number in range(box.rows):
        out: list[str] = []
        last: tuple[Colour, Colour] | None = None
        for cell in cells(pixels, box.columns, number):
            if cell != last:
                (r, g, b), (below_r, below_g, below_b) = cell
                out.append(f"\x1b[38;2;{r};{g};{b};48;2;{below_r};{below_g};{below_b}m")
                last = cell
            out.append(UPPER)
        yield "".join((*out, "\x1b[0m"))
