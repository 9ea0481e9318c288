"""Sixel: six rows of pixels a band, a bit each, one pass for each colour (DEC, VT330/VT340 Programmer Reference, 14).

Nothing here reads pictures: it is given indexes into a palette.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_RUN = re.compile(rb"(.)\1{3,}", re.DOTALL)
"""Four of a kind and more are written as a number and one."""

_BAND = 6


def encoded(pixels: bytes, width: int, height: int, palette: Sequence[int]) -> str:
    """The sequence that draws `pixels`, one byte each, from the cursor on.

    `palette` has three numbers for each index, 0 to 255. What the last band has too many rows for stays untouched.
    """
    used = sorted(set(pixels))
    out = [f'\x1bP0;1;0q"1;1;{width};{height}']
    for index in used:
        red, green, blue = ((palette[index * 3 + n] * 100 + 127) // 255 for n in range(3))
        out.append(f"#{index};2;{red};{green};{blue}")
    for top in range(0, height, _BAND):
        rows = [pixels[y * width : (y + 1) * width] for y in range(top, min(height, top + _BAND))]
        passes = [f"#{colour}{_pass(rows, colour, width)}" for colour in sorted(set().union(*rows))]
        out.append("$".join(passes))
        out.append("-" if top + _BAND < height else "")
    out.append("\x1b\\")
    return "".join(out)


_IS = [bytes(1 if value == colour else 0 for value in range(256)) for colour in range(256)]
"""For each colour a table that turns its index into one and all others into nought."""

_SHIFTED = bytes((value + 63) % 256 for value in range(256))


def _pass(rows: Sequence[bytes], colour: int, width: int) -> str:
    """One colour's bits of a band. All pixels of a row are counted as one large number, a byte for each."""
    bits = 0
    for number, row in enumerate(rows):
        bits |= int.from_bytes(row.translate(_IS[colour]), "big") << number
    sixels = bits.to_bytes(width, "big").translate(_SHIFTED).rstrip(b"?")
    return _RUN.sub(lambda run: b"!%d%c" % (len(run[0]), run[1]), sixels).decode("ascii")
