"""Highlights as `marks export` writes them, and as they are read again."""

from __future__ import annotations

from typing import Any

from reader.document.passage import Passage
from reader.library.highlights import COLOURS, Highlight, Removed
from reader.library.json_fields import Fields, as_moment, milliseconds, text, truth, whole
from reader.library.record import storable

_MOST = 1 << 53
"""What ids stay below, so that every program can read them."""


def as_fields(highlight: Highlight) -> dict[str, Any]:
    """The fields of a highlight."""
    start, end, quote, before, after = highlight.passage
    return {
        "id": highlight.id,
        "start": start,
        "end": end,
        "quote": quote,
        "before": before,
        "after": after,
        "colour": COLOURS[min(max(highlight.colour, 1), len(COLOURS)) - 1],
        "note": highlight.note,
        "made": as_moment(highlight.made),
        "changed": as_moment(highlight.changed),
        "lost": highlight.is_lost,
    }


def from_fields(said: Fields) -> Highlight:
    """A highlight. Raises as `json_fields` does."""
    identity, colour = _id(said), said["colour"]
    if colour not in COLOURS:
        raise ValueError(f"'colour' is {colour!r}, none of {', '.join(COLOURS)}")
    start, end = whole(said, "start", "code points"), whole(said, "end", "code points")
    if not 0 <= start < end:
        raise ValueError(f"'start' and 'end' are {start} and {end}, no range")
    quote, before, after, note = (storable(text(said, name)) for name in ("quote", "before", "after", "note"))
    return Highlight(
        identity,
        Passage(start, end, quote, before, after),
        COLOURS.index(colour) + 1,
        note,
        milliseconds(said, "made"),
        milliseconds(said, "changed"),
        truth(said, "lost", "lost"),
    )


def removed_as_fields(removed: Removed) -> dict[str, Any]:
    """The fields of a highlight that was removed."""
    return {"id": removed.id, "changed": as_moment(removed.moment)}


def removed_from_fields(said: Fields) -> Removed:
    """A highlight that was removed. Raises as `json_fields` does."""
    return Removed(_id(said), milliseconds(said, "changed"))


def _id(said: Fields) -> int:
    identity = said["id"]
    if not isinstance(identity, int) or isinstance(identity, bool) or not 0 < identity < _MOST:
        raise TypeError(f"'id' is {identity!r}, no number from 1 to 2 to the 53rd")
    return identity
