"""A place in a text that is found again when the text has been edited: an offset, and the words around it."""

from __future__ import annotations

from itertools import product
from typing import NamedTuple

AROUND = 48
"""Code points kept on either side: a sentence or so, which an article seldom says twice."""
_LEAST = 6
"""Code points that must still be there for the place to count as found."""


_LENGTHS = (48, 24, 12, 6, 0)
_PARTS = sorted(product(_LENGTHS, _LENGTHS), key=lambda part: (-sum(part), -part[1]))
"""How many code points before and after a place are looked for: the most first, and rather those after it."""


class Anchor(NamedTuple):
    """A place in a text."""

    offset: int
    before: str
    """What stood before it."""
    after: str
    """What stood from it on."""


class Left(NamedTuple):
    """Where the reader left an article."""

    anchor: Anchor
    """What stood at the top of the screen."""
    rows: int = 0
    """Rows of the screen above that: blank ones."""
    share: float | None = None
    """How much of the text stood above the lower edge of the screen, from 0 to 1; None when that is not known."""


def anchor(text: str, offset: int) -> Anchor:
    """The place at an offset, in code points."""
    return Anchor(offset, text[max(0, offset - AROUND) : offset], text[offset : offset + AROUND])


def resolve(text: str, place: Anchor) -> int:
    """Where a place is now: at the same words, and of several such places at the one nearest to the old offset.

    Where the words have been changed, ever fewer of them are looked for, on both sides and on one; where none is left,
    the offset stands, as far as the text reaches.
    """
    parts = [(place.before[-head:] if head else "", place.after[:tail]) for head, tail in _PARTS]
    for before, after in dict.fromkeys(parts):
        if len(before) + len(after) < _LEAST:
            continue
        if (found := nearest(text, before + after, place.offset - len(before))) is not None:
            return found + len(before)
    return min(place.offset, len(text))


def nearest(text: str, words: str, offset: int) -> int | None:
    """The occurrence of the words that begins nearest to an offset."""
    before = text.rfind(words, 0, max(0, offset) + len(words))
    after = text.find(words, max(0, offset))
    found = [each for each in (before, after) if each >= 0]
    return min(found, key=lambda each: abs(each - offset), default=None)
