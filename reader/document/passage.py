"""A range of a text that is found again when the text has been edited, or is known to be gone.

It is kept as the Web Annotation Data Model has its text quotes (W3C, section 4.2.4): the words themselves, and those on
either side of them; with the offsets besides, which tell equal passages apart.
"""

from __future__ import annotations

from typing import NamedTuple

from reader.document.anchor import AROUND, nearest
from reader.document.find import Match
from reader.document.line_break import cell_length

_ENOUGH = 12
"""Cells of the words and those around them that must be there for a passage to count as found.

Cells and not code points: six Han say as much as twelve letters.
"""

_COMPARED = 2_000
"""Code points of a changed passage that are compared with what it was."""

_LIKENESS = 0.5
"""How much of a changed passage must still be there, from 0 to 1 (`SequenceMatcher.quick_ratio`)."""


class Passage(NamedTuple):
    """A range of a text."""

    start: int
    end: int
    quote: str
    """What stands in it."""
    before: str
    """What stood before it."""
    after: str
    """What stood behind it."""


def passage(text: str, start: int, end: int) -> Passage:
    """The passage of a range, in code points."""
    return Passage(start, end, text[start:end], text[max(0, start - AROUND) : start], text[end : end + AROUND])


def is_where_it_was(text: str, known: Passage) -> bool:
    """Whether a passage stands at its offsets, and the same words around it."""
    return passage(text, known.start, known.end) == known


def found_again(text: str, known: Passage) -> Match | None:
    """Where a passage is now; None when it has lost its place.

    Its words are looked for with as many of those around them as are still there, and of several such places the one
    nearest to the old offset counts. Words that were changed are what stands between the places where they began and
    ended, while that is still like them.
    """
    if is_where_it_was(text, known):
        return known.start, known.end
    return _unchanged(text, known) or _changed(text, known)


def _unchanged(text: str, known: Passage) -> Match | None:
    _, _, quote, before, after = known
    reach = AROUND
    while reach:
        for left, right in ((before[-reach:], after[:reach]), (before[-reach:], ""), ("", after[:reach])):
            if (found := _words(text, known, left, right)) is not None:
                return found, found + len(quote)
        reach //= 2
    found = _words(text, known, "", "")
    return None if found is None else (found, found + len(quote))


def _words(text: str, known: Passage, left: str, right: str) -> int | None:
    """Where the words of a passage begin that stand between others, if these are enough to know it by."""
    words = left + known.quote + right
    if _weight(words) < min(_ENOUGH, _weight(known.before + known.quote + known.after)):
        return None
    found = nearest(text, words, known.start - len(left))
    return None if found is None else found + len(left)


def _changed(text: str, known: Passage) -> Match | None:
    _, _, quote, before, after = known
    start = _edge(text, before, quote, known.start)
    # The end is looked for from where it begins now: another one of the same words might be nearer to the old one.
    end = None if start is None else _edge(text, quote, after, start + len(quote))
    if start is None or end is None or not start < end <= start + 2 * len(quote) + AROUND:
        return None
    from difflib import SequenceMatcher  # noqa: PLC0415 - for the few passages that were rewritten

    now = SequenceMatcher(None, text[start : min(end, start + _COMPARED)], quote[:_COMPARED], autojunk=False)
    return (start, end) if now.quick_ratio() >= _LIKENESS else None


def _edge(text: str, before: str, after: str, offset: int) -> int | None:
    """Where two words meet, or where there is one of them."""
    reach = AROUND
    while reach >= _ENOUGH // 4:
        for left, right in ((before[-reach:], after[:reach]), (before[-reach:], ""), ("", after[:reach])):
            if _weight(left + right) < _ENOUGH:
                continue
            if (found := nearest(text, left + right, offset - len(left))) is not None:
                return found + len(left)
        reach //= 2
    return None


def _weight(words: str) -> int:
    """The cells of some words, as far as that matters."""
    return cell_length(words[: 4 * _ENOUGH])
