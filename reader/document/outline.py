"""The outline of a document: its headings, or what stands for them where it has none.

Feeds and word processors often write headings as paragraphs that are bold from end to end, and Chinese writers number
them (`一、`, `（二）`, `第三章`). Such lines count as headings where there are several and text stands between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from reader.document.line_break import cell_length
from reader.document.model import Block, BlockKind, ContainerKind, Document, Style


class Heading(NamedTuple):
    """A heading: `text[start:end]`, in reading order."""

    start: int
    end: int
    level: int
    """From 1; only the order of levels means something."""


_LONGEST = 80
"""Cells of a line that may stand for a heading."""
_SEVERAL = 2
_PLAIN = "plain"
_HAN = "[〇零一二三四五六七八九十百]{1,4}"
_NUMBERED = {
    "chapter": re.compile(rf"第\s*(?P<number>{_HAN}|\d{{1,3}})\s*[章节節部篇回讲講卷]"),
    "han": re.compile(rf"(?P<number>{_HAN})[、.．]"),
    "bracketed": re.compile(rf"[（(](?P<number>{_HAN})[）)]"),
    "digit": re.compile(r"(?P<number>\d{1,2})(?:[、．]|[.](?=\s))"),
    "bracketed digit": re.compile(r"[（(](?P<number>\d{1,2})[）)]"),
}
_ENDS = tuple("。．.；;，,、")
"""What ends a sentence or a part of one, and no heading."""


class _Line(NamedTuple):
    block: int
    start: int
    end: int
    style: str
    """How it is numbered, or `_PLAIN`."""
    number: int
    is_strong: bool


def outline(document: Document) -> list[Heading]:
    """The headings of a document; with fewer than two, also the lines that stand for headings, below the one there is.

    One walk over the blocks. The title is no heading.
    """
    written = [Heading(block.start, block.end, block.level) for block in document.headings()]
    if len(written) >= _SEVERAL:
        return written
    below = written[0].level if written else 0
    meant = [Heading(start, end, level + below) for start, end, level in _meant(document)]
    return sorted((*written, *meant)) if meant else written


def current(headings: Sequence[Heading], offset: int) -> int | None:
    """Which heading the text at an offset stands under, by its place in the list; None before the first."""
    below = [at for at, heading in enumerate(headings) if heading.start <= offset]
    return below[-1] if below else None


def _meant(document: Document) -> Iterator[Heading]:
    lines = [line for index, block in enumerate(document.blocks) if (line := _line(document, index, block))]
    strong = [line for line in lines if line.is_strong]
    found = {line.start: line for line in strong} if _has_text_between(strong) else {}
    for style in _NUMBERED:
        numbered = [line for line in lines if line.style == style]
        if _counts(numbered) and _has_text_between(numbered):
            found.update((line.start, line) for line in numbered)
    kept = [found[start] for start in sorted(found)]
    levels = _levels(kept)
    return (Heading(line.start, line.end, levels[line.style]) for line in kept)


def _line(document: Document, index: int, block: Block) -> _Line | None:
    """The block's first line, where it may be a heading."""
    if block.kind is not BlockKind.PARAGRAPH or any(
        each.kind is not ContainerKind.DETAILS for each in block.containers
    ):
        return None
    end = document.text.find("\n", block.start, block.end)
    end = block.end if end < 0 else end
    if end - block.start > _LONGEST:
        return None
    text = document.text[block.start : end]
    words = text.strip()
    if not words or words.endswith(_ENDS) or cell_length(words) > _LONGEST or not any(map(str.isalnum, words)):
        return None
    style, number, sign = _numbering(words)
    is_strong = _is_strong(document, block, block.start + text.index(words) + sign, block.start + len(text.rstrip()))
    if not is_strong and (style == _PLAIN or end < block.end):
        return None
    return _Line(index, block.start, end, style, number, is_strong)


def _numbering(words: str) -> tuple[str, int, int]:
    """How a line is numbered, with which number, and how long that sign is."""
    for style, pattern in _NUMBERED.items():
        if match := pattern.match(words):
            return style, _value(match["number"]), match.end()
    return _PLAIN, 0, 0


_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0}


def _value(number: str) -> int:
    """The value of a number up to some hundreds, in digits or in Chinese."""
    if number.isdecimal():
        return int(number)
    total = digit = 0
    for sign in number:
        if sign in "十百":
            total += (digit or 1) * (10 if sign == "十" else 100)
            digit = 0
        else:
            digit = _DIGITS[sign]
    return total + digit


def _is_strong(document: Document, block: Block, start: int, end: int) -> bool:
    """Whether all that is seen of a range is strong; the sign of its number need not be."""
    at = start
    for span in document.spans_in(block.start, block.end):
        if span.style is Style.STRONG and span.end > at:
            if document.text[at : max(at, span.start)].strip():
                return False
            at = span.end
        if at >= end:
            return True
    return end > start and not document.text[at:end].strip()


def _counts(lines: Sequence[_Line]) -> bool:
    """Whether lines are numbered from the first on, or anew below each heading above them."""
    if len(lines) < _SEVERAL:
        return False
    steps = zip((0, *(line.number for line in lines)), (line.number for line in lines), strict=False)
    return all(number in (before + 1, 1) for before, number in steps)


def _has_text_between(lines: Sequence[_Line]) -> bool:
    """Whether there are several, and most have something below them before the next."""
    together = sum(other.block == one.block + 1 for one, other in pairwise(lines))
    return len(lines) >= _SEVERAL and together * 2 < len(lines)


def _levels(lines: Sequence[_Line]) -> dict[str, int]:
    """Ways of numbering in the order in which they come; bold lines before all numbers stand beside the first way."""
    ways = list(dict.fromkeys(line.style for line in lines))
    if len(ways) > 1 and ways[0] == _PLAIN:
        return {_PLAIN: 1} | {way: level for level, way in enumerate(ways[1:], 1)}
    return {way: level for level, way in enumerate(ways, 1)}
