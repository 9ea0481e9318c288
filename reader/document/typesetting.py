"""How a reader wants text set: the switches that layout obeys, and what each of them means for a line.

All of it is drawn and none of it is in the text: blank cells that are added are pieces without offsets.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from reader.document.line_break import breaks_by, cell_length, is_closing, is_opening
from reader.document.model import Block, BlockKind, Document, Span, Style


class Typesetting(NamedTuple):
    """The switches; as it is made, none is on."""

    line_spacing: int = 0
    """Blank rows between two rows of a paragraph."""
    justify: bool = False
    """Whether rows end at the same cell, but for the last of a paragraph."""
    han_latin_space: bool = False
    """Whether a blank cell is drawn between Han or kana and a Latin letter or digit."""
    first_line_indent: bool = False
    """Whether Chinese paragraphs begin two characters in."""
    wraps_code: bool = True
    """Whether long lines of code go on in the next row; else they are cut off."""
    code_from: int = 0
    """How many cells of such lines stand to the left of the column, out of sight."""


PLAIN = Typesetting()

INDENT = 4
"""Cells of a first line's indent: two full-width characters."""

_HAN = (
    "\u2e80-\u2fd5\u3005-\u3007\u3021-\u3029\u3038-\u303b\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_KANA = "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"
_LETTER = "0-9A-Za-z\u00aa\u00b5\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u0370-\u0373\u0376-\u052f\u1e00-\u1fff"
_MARKS = "\u0300-\u036f"


@cache  # sets of so many characters take a start 10 ms to compile, and most pages are set without
def _expression(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


_MEETING = f"(?<=[{_HAN}{_KANA}])(?=[{_LETTER}])|(?<=[{_LETTER}{_MARKS}])(?=[{_HAN}{_KANA}])"
"""Between ideographs and the letters or digits of other scripts (CSS Text 4, `text-autospace: normal`)."""

_VERBATIM = frozenset({Style.CODE, Style.KEYBOARD, Style.MATH})


def spaces(text: str, spans: Iterable[Span] = (), base: int = 0) -> list[int]:
    """Before which positions of `text` a blank cell is drawn so that Han and Latin stand apart, in ascending order.

    Not where there is a blank or punctuation, and not inside code. `spans` are those over the text, which begins at
    offset `base` of the document.
    """
    if text.isascii():
        return []
    found = [match.start() for match in _expression(_MEETING).finditer(text)]
    if not found:
        return []
    kept = verbatim(spans, base)
    return [at for at in found if not any(start < at < end for start, end in kept)]


def verbatim(spans: Iterable[Span], base: int = 0) -> list[tuple[int, int]]:
    """The ranges of code and formulas, less `base`: into them no blank is put, for there each one counts."""
    return [(span.start - base, span.end - base) for span in spans if span.style in _VERBATIM]


# first lines

_IS_HAN = f"[{_HAN}]"
_IS_KANA = f"[{_KANA}]"
_IS_LETTER = f"[{_LETTER}]"
_LOOKED_AT = 200  # code points


def first_line_indent(document: Document, index: int, room: int) -> int:
    """How many cells in the first lines of a block stand, for they are Chinese paragraphs; 0 for others.

    Lines parted by a line break count as paragraphs, as feeds write them. What stands in a list, a quote or a table,
    is set to the right or in the middle, begins with blanks of its own, is a picture, or is bold throughout as a
    heading, stays where it is.
    """
    block = document.blocks[index]
    if block.kind is not BlockKind.PARAGRAPH or block.containers or room < 4 * INDENT:
        return 0
    if block.align != "left" or (index and document.blocks[index - 1].end == block.start):
        return 0  # what goes on with the paragraph before it begins nothing
    text = document.text[block.start : block.end]
    if any(line[:1].isspace() for line in text.split("\n")) or not _is_chinese(text[:_LOOKED_AT], document.language):
        return 0
    whole = (Style.STRONG, Style.IMAGE, Style.MEDIA)
    if any(span.style in whole and span.end >= block.end for span in _starting_at(document, block)):
        return 0
    return INDENT


def _starting_at(document: Document, block: Block) -> Iterator[Span]:
    return document.spans_in(block.start, min(block.end, block.start + 1))


def _is_chinese(text: str, language: str) -> bool:
    han = len(_expression(_IS_HAN).findall(text))
    if language.lower().partition("-")[0] in ("ja", "ko") or len(_expression(_IS_KANA).findall(text)) * 5 > han:
        return False
    return han * 2 > len(_expression(_IS_LETTER).findall(text))


# even edges

_CJK, _LATIN, _MARK, _CLOSING, _OPENING, _OPENING_NARROW, _BLANK, _WIDE_BLANK, _OTHER = range(9)
_KINDS = (
    (_BLANK, " "),
    (_WIDE_BLANK, r"\s"),
    (_MARK, "[、。，．：；？！」』）】》〉〕〗…—～]"),
    (_OPENING, "[「『（【《〈〔〖]"),
    (_CJK, f"[{_HAN}{_KANA}]"),
    (_LATIN, _IS_LETTER),
)


class _Kinds(dict[str, int]):
    """What a character is to the blanks beside it, looked up once; `_MARK` and `_OPENING` are of full width."""

    def __missing__(self, character: str) -> int:
        kind = next((kind for kind, pattern in _KINDS if _expression(pattern).match(character)), _OTHER)
        if kind == _OTHER and is_opening(character):
            kind = _OPENING_NARROW
        if kind in (_CJK, _OTHER) and is_closing(character):
            kind = _CLOSING
        self[character] = kind
        return kind


_kind_of = _Kinds()


def stretched(text: str, room: int, apart: Sequence[int] = (), kept: Sequence[tuple[int, int]] = ()) -> dict[int, int]:
    """How many blank cells stand before which positions of a row's text, so that it fills `room` cells.

    `apart` are the positions that have a cell already, which counts. The blanks go where they disturb least: between
    words that blanks part, after punctuation, where scripts meet, and, if few are left, there again or between words
    of Chinese or Japanese (by ICU's dictionary); each evenly over the row. A row that would need more is left as it
    is: it ends before something long that does not break, and drawn apart it would have to be spelled. Ranges of the
    row that are `kept` stay as they are.
    """
    cells = dict.fromkeys(apart, 1)
    extra = room - cell_length(text) - len(apart)
    if extra <= 0:
        return cells
    words, marks, meetings, letters = (
        [at for at in places if not any(start < at < end for start, end in kept)] for places in _openings(text)
    )
    extra = _put(cells, extra, (words, marks, meetings))
    if extra and not letters and extra <= len(words) // 2:
        extra = _put(cells, extra, (words,))
    elif 0 < extra <= max(_FEW, room // _FEW_OF):
        sides = _long_words_beside(text)
        edges = ([at for at in letters if sides[at] == sure] for sure in (2, 1))
        extra = _put(cells, extra, (*edges, marks, words))
    return cells if not extra else dict.fromkeys(apart, 1)


_FEW, _FEW_OF = 2, 12
"""Blank cells by which words of Chinese or Japanese are drawn apart at most: two, or a twelfth of a wide row."""


def _put(cells: dict[int, int], extra: int, rounds: Iterable[Sequence[int]]) -> int:
    """Puts up to `extra` blank cells into `cells`, one at each place in each round; answers how many are left."""
    for places in rounds:
        count = min(extra, len(places))
        for number in range(count):
            place = places[(2 * number + 1) * len(places) // (2 * count)]
            cells[place] = cells.get(place, 0) + 1
        extra -= count
    return extra


def _long_words_beside(text: str) -> Counter[int]:
    """On how many sides of a position a word of several characters ends or begins.

    What the dictionary takes for a row of short words may be a long one that it does not know, and such a word may
    begin or end with one that it knows; but where two long ones meet, there is an edge.
    """
    edges = [0, *breaks_by("word", text)]
    return Counter(edge for start, end in pairwise(edges) if end - start > 1 for edge in (start, end))


def _openings(text: str) -> tuple[list[int], ...]:
    """Where a row may be drawn apart: after blanks, at wide marks, between Han and Latin, between Han and Han."""
    words: list[int] = []
    marks: list[int] = []
    meetings: list[int] = []
    letters: list[int] = []
    inside = len(text) - len(text.lstrip())  # past the blanks that a row begins with
    kinds = [_kind_of[character] for character in text]
    for at, (before, after) in enumerate(pairwise(kinds), 1):
        if at <= inside or after in (_BLANK, _WIDE_BLANK):
            continue
        if before == _BLANK:
            words.append(at)
        elif after in (_MARK, _CLOSING) or before in _HOLDS_ON:
            continue
        elif before == _MARK or after == _OPENING:
            marks.append(at)
        elif before == _CJK and after == _CJK:
            letters.append(at)
        elif {before, after} == {_CJK, _LATIN}:
            meetings.append(at)
    return words, marks, meetings, letters


_HOLDS_ON = (_OPENING, _OPENING_NARROW, _WIDE_BLANK)
"""What has no blanks after it."""
