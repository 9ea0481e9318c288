"""The part of a text that shows what was found in it, on one line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple
from unicodedata import category

from rich.cells import get_character_cell_size as cells_of

from reader.document.find import Match

CELLS = 160
"""What the widest row has room for; a narrower one cuts it."""
_BEFORE = 24
"""Cells before the first match."""
_MOST = 2_000
"""Code points that are looked at; white space may be long."""
_PIECES = re.compile(r"\s+|\S+(?: \S+)*")
"""White space that is not one space, or is at an edge; and what stands as it is."""
_WIDE = re.compile("[\u3001-\u3029\u3041-\u3096\u30a1-\u30fe\u4e00-\u9fff\uff01-\uff5e]+")
"""Characters of two cells, of which most Chinese and Japanese texts are."""


class Snippet(NamedTuple):
    """One line."""

    text: str
    matches: tuple[Match, ...]
    """Ranges of it."""


def snippet(text: str, matches: Sequence[Match], cells: int = CELLS) -> Snippet:
    """The part of a text, no wider than `cells`, where most matches stand together; its beginning, without any.

    White space of any kind is one space. An ellipsis stands for what comes before, in the same line, and after.
    """
    start = 0
    if matches:
        first, _ = matches[_densest(matches, cells // 2)]
        start = _start(text, first)
    lead = "…" if text[max(0, start - _MOST) : start].strip() and text[start - 1] != "\n" else ""
    shown, places = _on_one_line(text, start, cells - 2, lead)
    end = start + len(places) - 1
    if text[end : end + _MOST].strip():
        shown += "…"
    lit = [
        (places[max(low, start) - start], places[min(high, end) - start])
        for low, high in matches
        if low < end and high > start
    ]
    return Snippet(shown, tuple((low, high) for low, high in lit if low < high))


def _densest(matches: Sequence[Match], length: int) -> int:
    """The match from which on most matches lie within `length` code points; the first of such."""
    best, most, last = 0, 0, 0
    for index, (start, _) in enumerate(matches):
        while last < len(matches) and matches[last][1] <= start + length:
            last += 1
        if last - index > most:
            best, most = index, last - index
    return best


def _start(text: str, first: int) -> int:
    """Where to begin, with something before the first match: at a line, a clause or a word, if one is near."""
    start = first
    room = _BEFORE
    while start and text[start - 1] != "\n" and (room := room - cells_of(text[start - 1])) >= 0:
        start -= 1
    if start and text[start - 1] != "\n":
        head = text[start : (start + first) // 2]
        start += next((at + 1 for at, sign in enumerate(head) if sign in " \t\u3000。！？，；：、"), 0)
    while start < first and (category(text[start])[0] == "M" or text[start] == "\u200d"):
        start += 1
    return start


def _on_one_line(text: str, start: int, cells: int, lead: str) -> tuple[str, list[int]]:
    """The text from `start` on as far as there is room; where each of its code points stands in that, and its end."""
    shown = [lead]
    length = len(lead)
    places: list[int] = []
    for match in _PIECES.finditer(text, start, start + _MOST):
        piece = match[0]
        if piece[0].isspace():
            places.append(length)
            if match.start() > start:
                shown.append(" ")
                length += 1
                cells -= 1
            places += [length] * (len(piece) - 1)
            continue
        fitting, cells = _fitting(piece, cells)
        shown.append(piece[:fitting])
        places += range(length, length + fitting)
        length += fitting
        if fitting < len(piece):
            break
    line = "".join(shown).rstrip()
    places.append(length)
    for index in range(len(places) - 1, -1, -1):
        if places[index] <= len(line):
            break
        places[index] = len(line)
    return line, places


def _fitting(piece: str, cells: int) -> tuple[int, int]:
    """How many code points of a piece there is room for, and how many cells are left then."""
    if piece.isascii() and piece.isprintable():
        fitting = max(0, min(len(piece), cells))
        return fitting, cells - fitting
    wide = _WIDE.match(piece)
    known = min(wide.end(), max(0, cells // 2)) if wide else 0
    cells -= 2 * known
    for index, sign in enumerate(piece[known:], known):
        left = cells - cells_of(sign)
        if left < 0:
            return index, cells
        cells = left
    return len(piece), cells
