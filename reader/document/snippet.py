"""The part of a text that shows what was found in it, on one line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reader.document.find import Match

LENGTH = 160
"""Code points: two lines of a terminal that is 80 cells wide, in Chinese."""
_BEFORE = 24
"""Code points that are shown before the first match."""


class Snippet(NamedTuple):
    """One line."""

    text: str
    matches: tuple[Match, ...]
    """Ranges of it."""


def snippet(text: str, matches: Sequence[Match], length: int = LENGTH) -> Snippet:
    """The part of a text, `length` code points at most, that holds most of the matches; its beginning, without any.

    It begins after a line end or a space, where one is near, and says with an ellipsis that something stands before it.
    """
    first = _densest(matches, length - _BEFORE) if matches else 0
    start = max(0, (matches[first][0] if matches else 0) - _BEFORE)
    if start:
        head = text[start : matches[first][0]]
        start += next((at + 1 for at, sign in enumerate(head) if sign in "\n 。！？，；"), 0)
    lead = "…" if start and text[start - 1] != "\n" else ""
    shown = text[start : start + length].replace("\n", " ").replace("\t", " ")
    shift = len(lead) - start
    end = start + len(shown)
    return Snippet(
        lead + shown.rstrip(),
        tuple((low + shift, min(high, end) + shift) for low, high in matches if start <= low < end),
    )


def _densest(matches: Sequence[Match], length: int) -> int:
    """The match from which on most matches lie within `length`; the first of such."""
    best, most, last = 0, 0, 0
    for index, (start, _) in enumerate(matches):
        while last < len(matches) and matches[last][1] <= start + length:
            last += 1
        if last - index > most:
            best, most = index, last - index
    return best
