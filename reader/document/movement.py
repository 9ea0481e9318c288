"""Where a place in a text moves to: by character, word, sentence and paragraph.

All offsets are code points. Words and sentences are those of ICU (UAX #29), which knows Chinese and Japanese words by
its dictionary. Line ends part words and sentences, and are stepped over with the character behind them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import pairwise

from reader.document.line_break import breaks_by, clusters
from reader.document.model import BlockKind, Document

Range = tuple[int, int]
"""A half-open range of the text."""

_LONGEST_CLUSTER = 64
"""Code points of text in which a character's edge is looked for; those of families and flags have up to a dozen."""

_WINDOW = 2_000
"""Code points on either side in which words and sentences are looked for, where a line is longer."""

_NEWLINE = "\n"


def next_character(text: str, offset: int) -> int:
    """The end of the next character (grapheme cluster); line ends before it are passed."""
    while offset < len(text) and text[offset] == _NEWLINE:
        offset += 1
    window = text[offset : offset + _LONGEST_CLUSTER]
    return offset + clusters(window)[0] if window else len(text)


def previous_character(text: str, offset: int) -> int:
    """The start of the character before; line ends behind it are passed."""
    while offset > 0 and text[offset - 1] == _NEWLINE:
        offset -= 1
    begin = max(text.rfind(_NEWLINE, 0, offset) + 1, offset - _LONGEST_CLUSTER, 0)
    ends = clusters(text[begin:offset]) if begin < offset else []
    return begin + ends[-2] if len(ends) > 1 else begin


def character_at(text: str, offset: int) -> Range:
    """The character at an offset, which may point into it; empty at the end of a line."""
    if offset >= len(text) or text[offset] == _NEWLINE:
        return offset, offset
    begin = max(text.rfind(_NEWLINE, 0, offset) + 1, offset - _LONGEST_CLUSTER)
    edges = [0, *clusters(text[begin : offset + _LONGEST_CLUSTER])]
    at = bisect_right(edges, offset - begin) - 1
    return begin + edges[at], begin + edges[at + 1]


def next_word(text: str, offset: int, language: str = "") -> int:
    """The start of the next word, the end of the text after the last."""
    return next((start for start, _ in _words_from(text, offset, language) if start > offset), len(text))


def word_end(text: str, offset: int, language: str = "") -> int:
    """The end of this word, or of the next; the end of the text after the last."""
    return next((end for _, end in _words_from(text, offset, language) if end > offset), len(text))


def previous_word(text: str, offset: int, language: str = "") -> int:
    """The start of this word, or of the one before; 0 before the first."""
    for begin, end in _lines_before(text, offset):
        words = [start for start, _ in _words(text, begin, end, language) if start < offset]
        if words:
            return words[-1]
    return 0


def word_at(text: str, offset: int, language: str = "") -> Range:
    """The word at an offset, or the space or the mark that stands there; empty at the end of a line."""
    begin, end = _line_at(text, offset)
    edges = _edges("word", text, begin, end, language)
    at = bisect_right(edges, offset) - 1
    return (edges[at], edges[at + 1]) if at + 1 < len(edges) else (offset, offset)


def next_sentence(text: str, offset: int, language: str = "") -> int:
    """The end of this sentence, with the spaces behind it; at the end of a line that of the next line's first."""
    for begin, end in _lines_from(text, offset):
        edges = _edges("sentence", text, begin, end, language)
        if (at := bisect_right(edges, offset if begin <= offset else begin)) < len(edges):
            return edges[at]
    return len(text)


def previous_sentence(text: str, offset: int, language: str = "") -> int:
    """The start of this sentence, or of the one before; 0 before the first."""
    for begin, end in _lines_before(text, offset):
        edges = _edges("sentence", text, begin, end, language)[:-1]
        if at := bisect_left(edges, offset):
            return edges[at - 1]
    return 0


def next_paragraph(document: Document, offset: int) -> int:
    """The end of this paragraph (block), or of the next."""
    blocks = document.blocks[document.block_at(offset) :] if document.blocks else ()
    return next((block.end for block in blocks if block.end > offset), len(document.text))


def previous_paragraph(document: Document, offset: int) -> int:
    """The start of this paragraph (block), or of the one before."""
    blocks = document.blocks[: document.block_at(offset) + 1]
    return next((block.start for block in reversed(blocks) if block.start < offset), 0)


def paragraph_at(document: Document, offset: int) -> Range:
    """The paragraph at an offset; in a table the cell."""
    if not document.blocks:
        return offset, offset
    block = document.blocks[document.block_at(offset)]
    if block.kind is BlockKind.TABLE and block.table is not None:
        for cell in block.table.cells:
            if cell.start <= offset <= cell.end:
                return cell.start, cell.end
    return block.start, block.end


def trimmed(text: str, start: int, end: int) -> Range:
    """A range without the blanks at its ends; empty when there is nothing else in it."""
    part = text[start:end]
    stripped = part.strip()
    if not stripped:
        return start, start
    start += part.index(stripped[0])
    return start, start + len(stripped)


# lines


def _line_at(text: str, offset: int) -> Range:
    """The line around an offset, as much of it as is looked at."""
    begin = max(text.rfind(_NEWLINE, 0, offset) + 1, offset - _WINDOW)
    end = text.find(_NEWLINE, offset, offset + _WINDOW)
    return begin, end if end >= 0 else min(len(text), offset + _WINDOW)


def _lines_from(text: str, offset: int) -> Iterator[Range]:
    """The line around an offset and those that follow it, but for empty ones."""
    while offset < len(text):
        begin, end = _line_at(text, offset)
        if begin < end:
            yield begin, end
        offset = end + (end < len(text) and text[end] == _NEWLINE) if end > offset else offset + 1


def _lines_before(text: str, offset: int) -> Iterator[Range]:
    """The line around an offset and those before it, but for empty ones."""
    while True:
        begin, end = _line_at(text, offset)
        if begin < end:
            yield begin, end
        if begin <= 0:
            return
        offset = begin - 1


def _edges(unit: str, text: str, begin: int, end: int, language: str) -> list[int]:
    return [begin, *(begin + each for each in breaks_by(unit, text[begin:end], language))] if begin < end else [begin]


def _words(text: str, begin: int, end: int, language: str) -> list[Range]:
    """The words of a line: what ICU parts and what holds a letter or a digit."""
    edges = _edges("word", text, begin, end, language)
    return [(a, b) for a, b in pairwise(edges) if any(map(str.isalnum, text[a:b]))]


def _words_from(text: str, offset: int, language: str) -> Iterator[Range]:
    for begin, end in _lines_from(text, offset):
        yield from _words(text, begin, end, language)
