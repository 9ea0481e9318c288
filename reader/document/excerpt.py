"""The paragraphs of a body's source that have what was typed, where they alone say what the page says there.

To take the text of a whole article apart for one line of it is most of what a list of hits costs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from sys import maxsize

_END = "</p>"
_AHEAD = 250
"""Code points behind what was found, so that a line of text has something to go on with."""
_TRIED = 20
"""Places that are looked at."""

_LEAVES = "p|br|hr|img|a|b|i|u|s|em|strong|span|small|sub|sup|code|pre|h[1-6]|figcaption"
_HOLDERS = "div|section|article|main|blockquote|ul|ol|li|figure"
_UNSURE = re.compile(rf"<(?!/|(?:{_LEAVES})\b|(?:{_HOLDERS})\s*>)|\{{%|\n[ \t]*\n\s*[^<\s]", re.IGNORECASE)
"""Finds what may hide or move the paragraphs behind it, or may make something else of them: a comment, a script, a
table, a template's tag, an element with a class or a style that can hold paragraphs, Markdown."""


Part = tuple[int, int]
"""A half-open range of a source."""


def excerpt(body: str, wanted: Sequence[str]) -> str:
    """A part of a body of HTML, from the end of one paragraph to that of another, or of the body.

    It is around the first place that has all that is wanted, else the first that has any. Empty where there is none
    such, or where it may take the whole to know what it says.
    """
    if not wanted or not body.lstrip().startswith("<"):
        return ""
    lowered = body.lower()
    if len(lowered) != len(body):
        lowered = body
    words = [each.lower() for each in wanted]
    parts = (_around(lowered, at) for at in islice(_places(lowered, words[0]), _TRIED))
    of_all = (part for part in parts if all(next(_places(lowered, each, part), -1) >= 0 for each in words[1:]))
    of_any = (_around(lowered, at) for each in words for at in _places(lowered, each))
    start, end = next(chain(of_all, of_any), (0, 0))
    return "" if _UNSURE.search(body, 0, end) else body[start:end]


def _around(lowered: str, at: int) -> Part:
    """From the end of the paragraph before a place to that of one behind it, or to the end."""
    end = lowered.find(_END, at + _AHEAD)
    return max(0, lowered.rfind(_END, 0, at)), end + len(_END) if end >= 0 else len(lowered)


def _places(lowered: str, word: str, part: Part = (0, maxsize)) -> Iterator[int]:
    """Where a word stands that is not a part of a longer one of ASCII."""
    at = lowered.find(word, *part)
    while at >= 0:
        end = at + len(word)
        if not (_is_joined(lowered[at - 1 : at + 1]) or _is_joined(lowered[end - 1 : end + 1])):
            yield at
        at = lowered.find(word, at + 1, part[1])


def _is_joined(two: str) -> bool:
    """Whether both of two characters are letters or digits of ASCII."""
    return len(two) == 2 and two.isascii() and two.isalnum()
