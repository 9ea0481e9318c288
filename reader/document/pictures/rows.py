"""The rows that layout adds for pictures: the picture above its words, and under a block what is said of them."""

from __future__ import annotations

from dataclasses import replace

from reader.document.line_break import cell_length, fill
from reader.document.model import Align, Block, Document
from reader.document.paragraph import set_paragraph
from reader.document.pictures.shape import Box, PictureRow, Shapes
from reader.document.row import Role, Row, added, gap
from reader.document.typesetting import Typesetting

_HELD = "。，、；：！？）］｝】〉》」』”’…．,.;:!?)]}·"
"""Marks that stay behind a picture's words, on their row."""


def set_with_pictures(document: Document, index: int, room: int, typesetting: Typesetting, shapes: Shapes) -> list[Row]:
    """The rows of a block of running text, with its pictures, and what is said of those that are not shown.

    A picture stands on rows of its own above its words, which are its caption. The text before it and after it is set
    as if it were blocks of its own.
    """
    block = document.blocks[index]
    shown = shapes.shown_in(document, block, room)
    if not shown:
        rows = set_paragraph(document, index, room, typesetting)
        return _with_host(rows, shapes, document, block, room) or rows + _said(shapes, document, block, room)
    rows = []
    at = block.start
    for number, (span, box) in enumerate(shown):
        rows += _text(document, index, (at, span.start), room, typesetting)
        if rows:
            rows.append(gap(span.start))
        rows += _picture(block, span.start, span.target, box, room)
        following = shown[number + 1].span.start if number + 1 < len(shown) else block.end
        at = _after_marks(document.text, span.end, following)
        rows += _text(document, index, (span.start, at), room, typesetting)
    rows += _text(document, index, (at, block.end), room, typesetting)
    return rows + _said(shapes, document, block, room)


def _after_marks(text: str, start: int, end: int) -> int:
    """Where the caption ends: after the marks behind a picture's words, with which no row may begin."""
    while start < end and text[start] in _HELD:
        start += 1
    return start


def _text(document: Document, index: int, within: tuple[int, int], room: int, typesetting: Typesetting) -> list[Row]:
    """A part of a block, set as a block that goes on with what stands before it."""
    start, end = within
    text = document.text[start:end]
    start += len(text) - len(text.lstrip())
    end -= len(text) - len(text.rstrip())
    if start >= end:
        return []
    block = document.blocks[index]
    part = block._replace(start=start, end=end)
    before = [block._replace(end=start)] if start > block.start else list(document.blocks[max(0, index - 1) : index])
    return set_paragraph(replace(document, blocks=(*before, part)), len(before), room, typesetting)


def _picture(block: Block, offset: int, target: str, box: Box, room: int) -> list[Row]:
    free = room - box.columns
    indent = {Align.LEFT: 0, Align.CENTRE: free // 2, Align.RIGHT: free}[block.align]
    piece = added(" " * box.columns, Role.PICTURE)
    pieces = (added(" " * indent, Role.TEXT), piece) if indent else (piece,)
    return [Row(offset, offset, pieces, picture=PictureRow(target, number, box)) for number in range(box.rows)]


def _with_host(rows: list[Row], shapes: Shapes, document: Document, block: Block, room: int) -> list[Row] | None:
    """The row of a picture that is all of its block, with where it is behind its words; None where that has no room."""
    host = shapes.host_of(document, block) if len(rows) == 1 and block.align is Align.LEFT else ""
    said = added(f"  ⇣ {host} · I fetches", Role.META)
    if not host or cell_length(rows[0].text) + said.cells > room:
        return None
    return [rows[0]._replace(pieces=(*rows[0].pieces, said))]


def _said(shapes: Shapes, document: Document, block: Block, room: int) -> list[Row]:
    """The rows under a block that say where its pictures are, or why they are not shown."""
    at = max(block.start, block.end - 1)
    return [
        Row(at, at, (added(line[start:end], Role.META),))
        for line in shapes.said_of(document, block)
        for start, end in (fill(line, room) if cell_length(line) > room else [(0, len(line))])
    ]
