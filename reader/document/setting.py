"""Sets one block in rows of a given width: a pure function from a document, a block and a width to rows."""

from __future__ import annotations

from collections.abc import Sequence

from reader.document import table
from reader.document.line_break import cell_length, fill, fold
from reader.document.model import Align, Block, BlockKind, Container, ContainerKind, Document
from reader.document.row import Piece, Role, Row, added, gap

TAB_CELLS = 4
FOLD_MARK = "↪ "
"""Stands before the continuation of a line of code that is too long for the column."""

_MIN_CONTENT = 12
"""Cells that indentation always leaves for the text, where the column has them."""

_ROLES = {
    BlockKind.TITLE: Role.TITLE,
    BlockKind.TERM: Role.TERM,
    BlockKind.CAPTION: Role.CAPTION,
    BlockKind.SUMMARY: Role.SUMMARY,
}


def set_block(document: Document, index: int, width: int, meta: Sequence[str] = ()) -> list[Row]:
    """The rows of block `index` in a column of `width` cells (2 or more), with the blank rows that stand before it.

    `meta` are lines that stand under the title.
    """
    block = document.blocks[index]
    previous = document.blocks[index - 1] if index else None
    rows = _gap_rows(block, previous, width)
    first, rest = _prefixes(block, width)
    room = max(2, width - sum(piece.cells for piece in rest))
    content = _content(document, index, room)
    for row in content:
        prefix = first if row is content[0] else rest
        rows.append(row._replace(pieces=prefix + row.pieces) if prefix else row)
    if block.kind is BlockKind.TITLE:
        rows.extend(_meta_rows(meta, block.end, width))
    return rows


def _content(document: Document, index: int, room: int) -> list[Row]:
    block = document.blocks[index]
    if block.kind is BlockKind.CODE:
        return _code(document, block, room)
    if block.kind is BlockKind.TABLE:
        return table.set_table(document, index, room)
    if block.kind is BlockKind.RULE:
        size = min(room, max(3, room // 3))
        return [Row(block.start, block.end, _indented((room - size) // 2, added("─" * size, Role.RULE)))]
    return _paragraph(document, block, room)


def _indented(cells: int, *pieces: Piece) -> tuple[Piece, ...]:
    return (added(" " * cells, Role.TEXT), *pieces) if cells > 0 else pieces


def _paragraph(document: Document, block: Block, room: int) -> list[Row]:
    role = _role(block)
    text = document.text[block.start : block.end]
    rows = []
    for start, end in fill(text, room, document.language):
        drawn = text[start:end]
        piece = Piece(drawn, block.start + start, block.start + end, role)
        if block.align is Align.LEFT:
            pieces: tuple[Piece, ...] = (piece,)
        else:
            space = room - cell_length(drawn)
            pieces = _indented(space // 2 if block.align is Align.CENTRE else space, piece)
        rows.append(Row(piece.start, piece.end, pieces))
    return rows


def _role(block: Block) -> Role:
    if block.kind is BlockKind.HEADING:
        return Role.HEADING if block.level <= 2 else Role.SUBHEADING
    if role := _ROLES.get(block.kind):
        return role
    return Role.QUOTE if any(c.kind is ContainerKind.QUOTE for c in block.containers) else Role.TEXT


def _code(document: Document, block: Block, room: int) -> list[Row]:
    """Lines of code on a ground of their own, a cell in from its edges; long ones fold."""
    inner = max(2, room - 2)
    pad = (added(" ", Role.CODE),) if room > 4 else ()
    if not pad:
        inner = room
    mark = FOLD_MARK if inner >= 12 else ""
    rows: list[Row] = []
    at = block.start
    for line in document.text[block.start : block.end].split("\n"):
        pieces = _code_pieces(line, at)
        for number, part in enumerate(_folded(line, pieces, inner, len(mark))):
            head = (added(mark, Role.FOLD),) if number and mark else ()
            start = part[0].start if part else at
            end = part[-1].end if part else at
            rows.append(Row(start, end, (*pad, *head, *part), is_code=True))
        at += len(line) + 1
    return rows


def _code_pieces(line: str, at: int) -> list[Piece]:
    """The line as pieces, with each tab drawn as the spaces to the next stop."""
    if "\t" not in line:
        return [Piece(line, at, at + len(line), Role.CODE)] if line else []
    pieces: list[Piece] = []
    cells = 0
    for number, run in enumerate(line.split("\t")):
        if number:
            stop = TAB_CELLS - cells % TAB_CELLS
            pieces.append(Piece(" " * stop, at, at + 1, Role.CODE))
            cells += stop
            at += 1
        if run:
            pieces.append(Piece(run, at, at + len(run), Role.CODE))
            cells += cell_length(run)
            at += len(run)
    return pieces


def _folded(line: str, pieces: list[Piece], width: int, mark_cells: int) -> list[list[Piece]]:
    """Spreads the pieces of a line over rows of `width` cells, all but the first led by a mark."""
    if len(line) * TAB_CELLS <= width or sum(piece.cells for piece in pieces) <= width:
        return [pieces]
    rows: list[list[Piece]] = [[]]
    room = width
    begin = pieces[0].start
    for piece in pieces:
        is_tab = line[piece.start - begin] == "\t"
        if is_tab or piece.cells <= room:
            if piece.cells > room:
                rows.append([])
                room = width - mark_cells
            cells = min(piece.cells, room)  # a column may be narrower than a tab
            rows[-1].append(piece._replace(text=" " * cells) if is_tab else piece)
            room -= cells
            continue
        if room < 2:
            rows.append([])
            room = width - mark_cells
        for number, (start, end) in enumerate(fold(piece.text, width - mark_cells, room)):
            if number:
                rows.append([])
                room = width - mark_cells
            part = Piece(piece.text[start:end], piece.start + start, piece.start + end, piece.role)
            rows[-1].append(part)
            room -= part.cells
    return rows


def _meta_rows(meta: Sequence[str], offset: int, width: int) -> list[Row]:
    rows = []
    for line in meta:
        for start, end in fill(line, width):
            rows.append(Row(offset, offset, (added(line[start:end], Role.META),)))
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


def _gap_rows(block: Block, previous: Block | None, width: int) -> list[Row]:
    """The blank rows before a block; quote bars run through them."""
    if previous is None:
        return [gap(block.start)] if block.kind is BlockKind.TITLE else []
    newlines = block.start - previous.end
    count = max(0, newlines - 1)
    if block.kind is BlockKind.HEADING and block.level <= 2 and count and previous.kind is not BlockKind.TITLE:
        count += 1
    if previous.kind is BlockKind.TITLE:
        count = max(count, 1)
    if not count:
        return []
    shared = [c for c, d in zip(previous.containers, block.containers, strict=False) if c == d]
    bars: tuple[Piece, ...] = ()
    if any(c.kind is ContainerKind.QUOTE for c in shared):
        inner = block._replace(containers=tuple(shared), start=-1)
        bars = _prefixes(inner, width)[1]
    return [gap(block.start, bars)] * count
