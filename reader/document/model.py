"""What an article says: one string, and ranges over it.

Every position in this program (a block, a style, a match, the place where reading stopped) is a half-open range of
code-point offsets into `Document.text`. Rows on the screen are computed from these ranges and never stored.

What is visible and belongs to the article is in the text. What layout adds (bullets, quote bars, table rules,
padding) is not.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from operator import attrgetter
from typing import NamedTuple


class Style(StrEnum):
    """What a run of text is, as far as it can be seen."""

    STRONG = "strong"
    EMPHASIS = "emphasis"
    UNDERLINE = "underline"
    STRIKE = "strike"
    MARK = "mark"
    SMALL = "small"
    CODE = "code"
    KEYBOARD = "keyboard"
    SUPERSCRIPT = "superscript"
    SUBSCRIPT = "subscript"
    RUBY = "ruby"
    ABBREVIATION = "abbreviation"
    MATH = "math"
    LINK = "link"
    IMAGE = "image"
    MEDIA = "media"


class Span(NamedTuple):
    """A style over `text[start:end]`; never crosses the end of a block, may lie inside another span.

    A tuple rather than a dataclass: a long article has hundreds of thousands.
    """

    start: int
    end: int
    style: Style
    target: str = ""
    """A link's, picture's or medium's address as the article gives it; an abbreviation's meaning; else empty."""


class ContainerKind(StrEnum):
    """What sets blocks in from the left."""

    QUOTE = "quote"
    ITEM = "item"
    DEFINITION = "definition"
    DETAILS = "details"


class Container(NamedTuple):
    """Something that blocks stand in and that sets them in from the left.

    The block that starts where the container starts carries its marker.
    """

    kind: ContainerKind
    start: int
    marker: str = ""
    """What layout puts before a list item: `•`, `3.`, `☑`."""
    marker_cells: int = 0
    """Cells kept for the markers of this list, so that its items stand in one line."""


class BlockKind(StrEnum):
    """What a block is."""

    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    CODE = "code"
    TABLE = "table"
    RULE = "rule"
    TERM = "term"
    CAPTION = "caption"
    SUMMARY = "summary"


class Align(StrEnum):
    """How lines stand in their column."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


class Cell(NamedTuple):
    """A table cell: `text[start:end]`, whose lines are parted by `\\n`."""

    start: int
    end: int
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    is_header: bool = False
    align: Align = Align.LEFT


class Table(NamedTuple):
    """The cells of a table block in reading order; `rows` and `columns` count the grid."""

    rows: int
    columns: int
    cells: tuple[Cell, ...]
    header_rows: int = 0
    """How many rows from the top are headers."""
    continues: bool = False
    """Whether this block goes on with the table of the block before it (long tables are cut in parts)."""


class Block(NamedTuple):
    """A paragraph, heading, code block, table or the like: `text[start:end]`, in reading order.

    Between two blocks stand no newline (the second continues the first, which was too long for one),
    one (they stand close, such as the items of a tight list) or two (a blank row between them).
    """

    start: int
    end: int
    kind: BlockKind
    containers: tuple[Container, ...] = ()
    """From the outside in."""
    level: int = 0
    """A heading's level, 1 to 6."""
    language: str = ""
    """A code block's language as its source names it, lower case; empty when it names none."""
    table: Table | None = None
    align: Align = Align.LEFT


_span_start = attrgetter("start")
_block_start = attrgetter("start")


@dataclass(frozen=True, slots=True)
class Document:
    """An article's visible text and everything that is known about ranges of it.

    While a long article is still being parsed, ever longer documents stand for it: the text only grows,
    so an offset into one is good in all that follow.
    """

    text: str
    blocks: Sequence[Block] = ()
    """Ordered by `start`."""
    spans: Sequence[Span] = ()
    """Ordered by `start`, the longer first."""
    anchors: Mapping[str, int] = field(default_factory=dict)
    """Where `id`s and named anchors stand."""
    language: str = ""
    """BCP 47 tag; tailors where lines break. Empty when unknown."""
    is_complete: bool = True
    """Whether the whole article is here."""
    minutes: int | None = None
    """To read it in, where that was counted on the way."""

    def spans_in(self, start: int, end: int) -> Iterator[Span]:
        """The spans that start in `[start, end)`. Give a block's range to get all that touch the block."""
        spans = self.spans
        for i in range(bisect_left(spans, start, key=_span_start), len(spans)):
            span = spans[i]
            if span.start >= end:
                return
            yield span

    def block_at(self, offset: int) -> int:
        """The index of the block that holds `offset`, or else the last one before it; 0 before the first."""
        return max(0, bisect_left(self.blocks, offset + 1, key=_block_start) - 1)

    def extended(self, *parts: Document) -> Document:
        """This document followed by `parts`, whose offsets already count from the start of this one."""
        anchors: dict[str, int] = {}
        for document in (*reversed(parts), self):
            anchors.update(document.anchors)  # of several with a name the first is meant
        blocks, spans = list(self.blocks), list(self.spans)
        for document in parts:
            blocks += document.blocks
            spans += document.spans
        whole = (self, *parts)
        return Document(
            "".join(document.text for document in whole),
            blocks,
            spans,
            anchors,
            next((document.language for document in whole if document.language), ""),
            whole[-1].is_complete,
            whole[-1].minutes,
        )

    def continues(self, other: Document) -> bool:
        """Whether it grew out of another by `extended`: all that was found out about that one holds here."""
        last = len(other.blocks) - 1
        return last < len(self.blocks) and (last < 0 or self.blocks[last] is other.blocks[last])

    def headings(self) -> Iterator[Block]:
        """The headings, in reading order."""
        return (block for block in self.blocks if block.kind is BlockKind.HEADING)
