"""What the reader has lit on a page: ranges that overlap become ranges that do not; which of them are in a row."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import NamedTuple

from reader.document.row import Row
from reader.document.runs import Hit, Lit

COLOURS = 4
"""Colours that a highlight may have, numbered from 1."""


class Lights(NamedTuple):
    """What is lit on a page, and where notes stand."""

    lit: Sequence[Lit] = ()
    """In order, without overlap."""
    noted: Sequence[int] = ()
    """The ends of those with a note, in order."""


DARK = Lights()


def lights(ranges: Iterable[tuple[int, int, int, bool]]) -> Lights:
    """The lights of highlights: start, end, colour, and whether there is a note. Of several the shortest is seen."""
    known = [(start, end, min(max(1, n), COLOURS), note) for start, end, n, note in ranges if start < end]
    edges = sorted({edge for start, end, _, _ in known for edge in (start, end)})
    colours = [0] * len(edges)
    for start, end, colour, _ in sorted(known, key=lambda each: each[0] - each[1]):  # the longest first
        first, last = bisect_left(edges, start), bisect_left(edges, end)
        colours[first:last] = [colour] * (last - first)
    lit = [
        Lit(edges[at], edges[at + 1], Hit(Hit.LIGHT_1 + colour - 1)) for at, colour in enumerate(colours[:-1]) if colour
    ]
    return Lights(lit, sorted(end for _, end, _, has_note in known if has_note))


_start = attrgetter("start")


def within(lit: Sequence[Lit], start: int, end: int) -> Sequence[Lit]:
    """The lit ranges that share a character with `[start, end)`."""
    if not lit:
        return ()
    first = bisect_right(lit, start, key=_start)
    if first and lit[first - 1].end > start:
        first -= 1
    return lit[first : bisect_left(lit, end, key=_start)]


def has_note(noted: Sequence[int], row: Row) -> bool:
    """Whether a highlight with a note ends in a row."""
    if not noted or bisect_right(noted, row.start) == bisect_right(noted, row.end):
        return False
    return any(
        bisect_right(noted, piece.start) < bisect_right(noted, piece.end) for piece in row.pieces if piece.start >= 0
    )
