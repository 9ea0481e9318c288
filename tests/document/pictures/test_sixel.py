"""Sixel: what is encoded is what a terminal would draw."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from reader.document.pictures.sixel import encoded


def seen(sequence: str) -> tuple[dict[tuple[int, int], int], dict[int, tuple[int, int, int]]]:
    """The pixels that a terminal draws, by column and row, and the colours in hundredths."""
    assert sequence.startswith('\x1bP0;1;0q"')
    assert sequence.endswith("\x1b\\")
    body = sequence[len('\x1bP0;1;0q"') : -2]
    pixels: dict[tuple[int, int], int] = {}
    colours: dict[int, tuple[int, int, int]] = {}
    x = y = colour = 0
    raster = re.match(r"\d+;\d+;\d+;\d+", body)
    assert raster
    for token in re.finditer(r"#(\d+);2;(\d+);(\d+);(\d+)|#(\d+)|!(\d+)(.)|(\$)|(-)|([?-~])", body[raster.end() :]):
        if token[1]:
            colours[int(token[1])] = (int(token[2]), int(token[3]), int(token[4]))
        elif token[5]:
            colour = int(token[5])
        elif token[8]:
            x = 0
        elif token[9]:
            x, y = 0, y + 6
        else:
            count, bits = int(token[6] or 1), ord(token[7] or token[10]) - 63
            columns = range(x, x + count)
            pixels.update({(at, y + bit): colour for at in columns for bit in range(6) if bits >> bit & 1})
            x += count
    return pixels, colours


@given(st.integers(1, 30), st.integers(1, 20), st.data())
def test_every_pixel_has_its_colour(width: int, height: int, data: st.DataObject) -> None:
    pixels = bytes(data.draw(st.lists(st.integers(0, 4), min_size=width * height, max_size=width * height)))
    drawn, _ = seen(encoded(pixels, width, height, [0, 0, 0] * 5))
    assert drawn == {(x, y): pixels[y * width + x] for x in range(width) for y in range(height)}


def test_colours_are_told_in_hundredths() -> None:
    _, colours = seen(encoded(b"\0\1", 2, 1, [255, 0, 128, 10, 20, 30]))
    assert colours == {0: (100, 0, 50), 1: (4, 8, 12)}


def test_a_row_of_cells_is_no_higher_than_it_says() -> None:
    sequence = encoded(bytes(20 * 20), 20, 20, [1, 2, 3])
    assert '"1;1;20;20' in sequence
    assert sequence.count("-") == 3
