"""The paragraphs of a body's source that have what was typed, where they alone say what the page says there.

To take the text of a whole article apart for one line of it is most of what a list of hits costs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from html import unescape
from itertools import chain, islice
from sys import maxsize

_END = "</p>"
_AHEAD = 200
"""Cells of text behind what was found, so that a line has something to go on with."""
_WIDE = "\u1100"
"""From here on most characters are two cells wide."""
_TRIED = 20
"""Places that are looked at."""

_INLINE = "a|b|i|u|s|em|strong|span|small|sub|sup|code"
_LEAVES = f"{_INLINE}|p|br|hr|img|pre|h[1-6]|figcaption"
_TABLES = "table|thead|tbody|tfoot|tr|t[dh]|caption|col|colgroup"
_HOLDERS = "div|section|article|main|blockquote|ul|ol|li|figure"
_BROKEN = r"\w+</\w+>"
_UNSURE = re.compile(
    rf"<(?!/|(?:{_LEAVES}|{_TABLES})\b|(?:{_HOLDERS})\s*>|{_BROKEN})|\{{%",
    re.IGNORECASE,
)
"""Finds what may hide or move the paragraphs behind it, or may make something else of them: a comment, a script, a
template's tag, an element with a class or a style that can hold paragraphs. A tag into which another one broke is of no
element that HTML knows. Tables are another matter: see `_has_parted`."""
_HIDDEN = re.compile(rf"<(?:{_INLINE})\b[^<>]*(?:\bhidden\b|display\s*:\s*none)")
"""Finds an element within lines that is hidden: it may hold paragraphs all the same."""
_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")

_TAGS = re.compile(r"<(?:\w+<)?[^<>]*>")
_IMAGES = re.compile(r"<img\b[^<>]*>", re.IGNORECASE)


Part = tuple[int, int]
"""A half-open range of a source."""


def excerpt(body: str, wanted: Sequence[str], alike: Callable[[str], str] = str.lower) -> str:
    """A part of a body of HTML, from the end of one paragraph to that of another, or of the body.

    It is around the first place that has all that is wanted, else the first that has any, where `alike` makes equal
    what counts as such. Empty where there is none, or where it may take the whole to know what it says.
    """
    if not wanted or not body.lstrip().startswith("<"):
        return ""
    lowered = _of_same_length(body, alike)
    words = [alike(each) for each in wanted]
    parts = (_around(lowered, at) for at in islice(_places(lowered, words[0]), _TRIED))
    of_all = (part for part in parts if all(next(_places(lowered, each, part), -1) >= 0 for each in words[1:]))
    of_any = (_around(lowered, at) for each in words for at in _places(lowered, each))
    return _if_sure(body, lowered, *next(chain(of_all, of_any), (0, 0)))


def beginning(body: str) -> str:
    """The first paragraphs of a body of HTML; empty where it may take the whole to know what they say."""
    return _if_sure(body, _of_same_length(body, str.lower), 0, _around(body, 0)[1])


def bare(body: str) -> str | None:
    """All that a body of HTML can say, without white space and tags: what stands together on the page does so here.

    Those of pictures stand at the end. None where it may take the whole to know.
    """
    lowered = body.lower()
    if not body.lstrip().startswith("<") or _is_unsure(body, lowered, len(body)) or "<table" in lowered:
        return None
    said = "".join(_TAGS.sub("", body).split())
    return None if "<" in said or ">" in said else unescape(said + "".join(_IMAGES.findall(body)))


def _if_sure(body: str, lowered: str, start: int, end: int) -> str:
    is_unsure = _is_unsure(body, lowered, end) or _has_parted(lowered, 0, start) or _has_parted(lowered, start, end)
    return "" if is_unsure else body[start:end]


def _is_unsure(body: str, lowered: str, end: int) -> bool:
    """Whether something may hide or move what stands before `end`, or words behind a blank line make Markdown of it."""
    if _UNSURE.search(body, 0, end):
        return True
    if ("hidden" in lowered or "display" in lowered) and _HIDDEN.search(lowered):
        return True
    return any(body[each.end()] != "<" for each in _BLANK_LINES.finditer(body, 0, end) if each.end() < end)


def _has_parted(lowered: str, start: int, end: int) -> bool:
    """Whether a part of a source begins or ends within a table."""
    return lowered.count("<table", start, end) != lowered.count("</table", start, end)


def _of_same_length(body: str, alike: Callable[[str], str]) -> str:
    """With what is alike made equal, if that leaves every character where it is."""
    lowered = alike(body.replace("…", " "))
    return lowered if len(lowered) == len(body) else body


def _around(lowered: str, at: int) -> Part:
    """From the end of the paragraph before a place to that of one behind it, or to the end."""
    cells = 2 if lowered[at : at + 1] >= _WIDE else 1
    seen, end = 0, at
    while seen < _AHEAD:
        after = lowered.find(_END, end)
        if after < 0:
            end = len(lowered)
            break
        seen += cells * len(_TAGS.sub("", lowered[end:after]))
        end = after + len(_END)
    return max(0, lowered.rfind(_END, 0, at)), end


def _places(lowered: str, word: str, part: Part = (0, maxsize)) -> Iterator[int]:
    """Where a word stands that is not a part of a longer one of ASCII."""
    whole = _whole(word)
    found = whole.search(lowered, *part)
    while found:
        yield found.start()
        found = whole.search(lowered, found.start() + 1, part[1])


@lru_cache(64)
def _whole(word: str) -> re.Pattern[str]:
    before, after = (
        f"(?{look}[0-9A-Za-z])" if end.isascii() and end.isalnum() else ""
        for look, end in (("<!", word[:1]), ("!", word[-1:]))
    )
    return re.compile(f"{before}{re.escape(word)}{after}")
