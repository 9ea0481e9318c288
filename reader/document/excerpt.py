"""The paragraphs of a body's source that have what was typed, where they alone say what the page says there.

To take the text of a whole article apart for one line of it is most of what a list of hits costs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

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


def excerpt(body: str, wanted: Sequence[str]) -> str:
    """A part of a body of HTML, from the end of one paragraph to that of another, that has all that is wanted.

    Empty where there is none such, or where it may take the whole to know what it says.
    """
    if not wanted or not body.lstrip().startswith("<"):
        return ""
    at = -1
    for _ in range(_TRIED):
        at = body.find(wanted[0], at + 1)
        end = body.find(_END, at + _AHEAD)
        if at < 0 or end < 0:
            return ""
        start = max(0, body.rfind(_END, 0, at))
        if all(body.find(each, start, end) >= 0 for each in wanted):
            return "" if _UNSURE.search(body, 0, end) else body[start : end + len(_END)]
    return ""
