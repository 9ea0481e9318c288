"""Sets one block in rows of a given width: a pure function from a document, a block and a width to rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reader.document.byline import in_rows
from reader.document.code_rows import set_code
from reader.document.line_break import cell_length
from reader.document.model import Block, BlockKind, Container, ContainerKind, Document
from reader.document.paragraph import set_paragraph
from reader.document.row import Piece, Role, Row, added, gap
from reader.document.typesetting import PLAIN, Typesetting

if TYPE_CHECKING:
    from reader.document.pictures.shape import Shapes

_MIN_CONTENT = 12
"""Cells that indentation always leaves for the text, where the column has them."""

_SPACED = frozenset({BlockKind.PARAGRAPH, BlockKind.TERM, BlockKind.CAPTION, BlockKind.SUMMARY})
"""Blocks whose rows stand apart where the reader wants space between lines."""


def set_block(
    document: Document,
    index: int,
    width: int,
    meta: Sequence[str] = (),
    typesetting: Typesetting = PLAIN,
    shapes: Shapes | None = None,
) -> list[Row]:
    """The rows of block `index` in a column of `width` cells (2 or more), with the blank rows that stand before it.

    `meta` are lines that stand under the title; `shapes` are the pictures that are shown, none without it.
    """
    block = document.blocks[index]
    previous = document.blocks[index - 1] if index else None
    rows = _gap_rows(block, previous, width, typesetting.line_spacing)
    first, rest = _prefixes(block, width)
    room = max(2, width - sum(piece.cells for piece in rest))
    content = _content(document, index, room, typesetting, shapes)
    spacing = typesetting.line_spacing if block.kind in _SPACED else 0
    for row in content:
        prefix = first if row is content[0] else rest
        if spacing and row is not content[0] and not (row.picture and row.picture.number):
            rows.extend([gap(row.start, rest)] * spacing)
        rows.append(row._replace(pieces=prefix + row.pieces) if prefix else row)
    if block.kind is BlockKind.TITLE:
        rows.extend(_meta_rows(meta, block.end, width))
    return rows


def _content(document: Document, index: int, room: int, typesetting: Typesetting, shapes: Shapes | None) -> list[Row]:
    block = document.blocks[index]
    if block.kind is BlockKind.CODE:
        return set_code(document, block, room, typesetting)
    if block.kind is BlockKind.TABLE:
        from reader.document import table  # noqa: PLC0415 - most pages have none

        return table.set_table(document, index, room, typesetting)
    if block.kind is BlockKind.RULE:
        size = min(room, max(3, room // 3))
        return [Row(block.start, block.end, _indented((room - size) // 2, added("─" * size, Role.RULE)))]
    if shapes is None:
        return set_paragraph(document, index, room, typesetting)
    from reader.document.pictures import rows  # noqa: PLC0415 - a page without pictures needs none of it

    return rows.set_with_pictures(document, index, room, typesetting, shapes)


def _indented(cells: int, *pieces: Piece) -> tuple[Piece, ...]:
    return (added(" " * cells, Role.TEXT), *pieces) if cells > 0 else pieces


def _meta_rows(meta: Sequence[str], offset: int, width: int) -> list[Row]:
    rows: list[Row] = []
    for line in meta:
        rows += [Row(offset, offset, (added(row, Role.META),)) for row in in_rows(line, width)]
    return rows


def _prefixes(block: Block, width: int) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """What stands before the block's first row and before the others: bars, bullets, indents.

    Where they would take too much of the column, the outermost are left out.
    """
    first: list[Piece] = []
    rest: list[Piece] = []
    for container in block.containers:
        one, other = _prefix(container, is_first=container.start == block.start, in_summary=False)
        first.append(one)
        rest.append(other)
    budget = min(width // 2, width - _MIN_CONTENT)
    while rest and sum(piece.cells for piece in rest) > budget:
        del first[0], rest[0]
    return tuple(first), tuple(rest)


def _prefix(container: Container, *, is_first: bool, in_summary: bool) -> tuple[Piece, Piece]:
    if container.kind is ContainerKind.QUOTE:
        bar = added("▎ ", Role.QUOTE_BAR)
        return bar, bar
    if container.kind is ContainerKind.ITEM:
        cells = max(container.marker_cells, cell_length(container.marker)) + 1
        blank = added(" " * cells, Role.TEXT)
        if not is_first:
            return blank, blank
        space = " " * (cells - 1 - cell_length(container.marker))
        return added(f"{space}{container.marker} ", Role.MARKER), blank
    if container.kind is ContainerKind.DETAILS:
        blank = added("  ", Role.TEXT)
        return (added("▾ ", Role.MARKER) if is_first else blank), blank
    blank = added("    ", Role.TEXT)
    return blank, blank


def _gap_rows(block: Block, previous: Block | None, width: int, line_spacing: int) -> list[Row]:
    """The blank rows before a block, with those that stand between any two rows; quote bars run through them."""
    if previous is None:
        return [gap(block.start)] if block.kind is BlockKind.TITLE else []
    newlines = block.start - previous.end
    count = max(0, newlines - 1)
    if block.kind is BlockKind.HEADING and block.level <= 2 and count and previous.kind is not BlockKind.TITLE:
        count += 1
    if previous.kind is BlockKind.TITLE:
        count = max(count, 1)
    if block.kind in _SPACED or previous.kind in _SPACED:
        count += line_spacing
    if not count:
        return []
    shared = [c for c, d in zip(previous.containers, block.containers, strict=False) if c == d]
    bars: tuple[Piece, ...] = ()
    if any(c.kind is ContainerKind.QUOTE for c in shared):
        inner = block._replace(containers=tuple(shared), start=-1)
        bars = _prefixes(inner, width)[1]
    return [gap(block.start, bars)] * count
