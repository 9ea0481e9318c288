"""Sets a block of code: each line in rows of its own, folded at the column, or cut off and moved sideways."""

from __future__ import annotations

from collections.abc import Iterator

from reader.document.line_break import cell_length, cells_before, clusters, fold
from reader.document.model import Block, Document
from reader.document.row import Piece, Role, Row, added
from reader.document.typesetting import PLAIN, Typesetting

TAB_CELLS = 4
FOLD_MARK = "↪ "
"""Stands before the continuation of a line of code that is too long for the column."""
_LEAST_FOLDED = 32
"""Cells that are left to continuations, which stand in as far as their line does, or else to a quarter of the width."""
_LEAST_BEGUN = 8
"""Cells that a line's own indent leaves to its first row: where it leaves fewer, it is drawn shorter."""
MORE_LEFT, MORE_RIGHT = "‹", "›"
"""Stand where a line goes on outside the column."""


def set_code(document: Document, block: Block, room: int, typesetting: Typesetting = PLAIN) -> list[Row]:
    """Lines of code on a ground of their own, a cell in from its edges."""
    inner = code_width(room)
    pad = (added(" ", Role.CODE),) if inner < room else ()
    rows: list[Row] = []
    at = block.start
    for line in document.text[block.start : block.end].split("\n"):
        pieces = _line_pieces(line, at)
        if typesetting.wraps_code:
            rows.extend(_wrapped(line, pieces, at, inner, pad))
        else:
            shown = tuple(_cut(pieces, inner, typesetting.code_from))
            rows.append(Row(at, at + len(line), (*pad, *shown), is_code=True))
        at += len(line) + 1
    return rows


def code_width(room: int) -> int:
    """The cells that code has in a column: all but a cell at either edge."""
    return max(2, room - 2) if room > 4 else room


def line_cells(line: str, end: int | None = None) -> int:
    """The cells that a line of code takes, or its part up to position `end`."""
    return sum(piece.cells for piece in _line_pieces(line[:end], 0))


def _line_pieces(line: str, at: int) -> list[Piece]:
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


def _wrapped(line: str, pieces: list[Piece], at: int, inner: int, pad: tuple[Piece, ...]) -> Iterator[Row]:
    if len(line) * TAB_CELLS <= inner or sum(piece.cells for piece in pieces) <= inner:
        yield Row(at, at + len(line), (*pad, *pieces), is_code=True)
        return
    mark = FOLD_MARK if inner >= 12 else ""
    blanks = len(line) - len(line.lstrip())
    indent = line_cells(line, blanks)
    hang = min(indent, max(inner // 4, inner - len(mark) - _LEAST_FOLDED)) if mark else 0
    lead = (added(" " * hang, Role.CODE),) if hang else ()
    first: tuple[Piece, ...] = ()
    folded = _folded(line, pieces, inner, hang + len(mark))
    is_plain = 0 < hang < indent and blanks < len(line) and not line[:blanks].strip(" \t")
    if is_plain and (inner - indent < _LEAST_BEGUN or len(_said(folded[0])) <= 1):
        first = tuple(_begun(_line_pieces(line[:blanks], at), hang))
        folded = _folded(line[blanks:], _line_pieces(line[blanks:], at + blanks), inner, hang + len(mark), hang)
    for number, part in enumerate(folded):
        head = (*lead, added(mark, Role.FOLD)) if number and mark else first
        shown = part if number else [*first, *part]
        start = shown[0].start if shown else at
        end = shown[-1].end if shown else at
        yield Row(start, end, (*pad, *head, *part), is_code=True)


def _said(pieces: list[Piece]) -> str:
    return "".join(piece.text for piece in pieces).strip()


def _begun(blanks: list[Piece], cells: int) -> Iterator[Piece]:
    """So many cells of an indent of blanks and tabs."""
    for piece in blanks:
        shown = " " * min(piece.cells, cells)
        cells -= len(shown)
        if shown:
            is_tab = piece.end - piece.start == 1
            yield piece._replace(text=shown, end=piece.end if is_tab else piece.start + len(shown))


def _folded(line: str, pieces: list[Piece], width: int, mark_cells: int, first_cells: int = 0) -> list[list[Piece]]:
    """Spreads the pieces of a line over rows of `width` cells, all but the first led by a mark.

    What leads the first, and the others, takes so many cells of them.
    """
    rows: list[list[Piece]] = [[]]
    room = width - first_cells
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


def _cut(pieces: list[Piece], width: int, begin: int) -> Iterator[Piece]:
    """What of a line stands in the cells from `begin` on, with a mark at either end where there is more."""
    total = sum(piece.cells for piece in pieces)
    end = begin + width
    if total <= end and not begin:
        yield from pieces
        return
    if not total:
        return
    left, right = begin + bool(begin), end - (total > end)
    if begin:
        yield added(MORE_LEFT, Role.FOLD)
    at = 0
    filled = left
    for piece in pieces:
        cells = piece.cells
        if at < right and at + cells > left:
            for part, part_at in _within(piece, at, left, right):
                if part_at > filled:
                    yield added(" " * (part_at - filled), Role.CODE)
                yield part
                filled = part_at + part.cells
        at += cells
    if total > end:
        if filled < right:
            yield added(" " * (right - filled), Role.CODE)
        yield added(MORE_RIGHT, Role.FOLD)


def _within(piece: Piece, at: int, left: int, right: int) -> Iterator[tuple[Piece, int]]:
    """The part of a piece, which begins at cell `at`, that stands wholly between two cells; and where it begins."""
    if piece.end - piece.start == 1 and not piece.text.strip(" "):  # a tab, or one blank
        first, last = max(at, left), min(at + piece.cells, right)
        yield piece._replace(text=" " * (last - first)), first
        return
    before = cells_before(piece.text)
    edges = range(len(piece.text) + 1) if piece.text.isascii() else [0, *clusters(piece.text)]
    inside = [edge for edge in edges if left <= at + before[edge] <= right]
    if len(inside) > 1:
        start, end = inside[0], inside[-1]
        part = Piece(piece.text[start:end], piece.start + start, piece.start + end, piece.role)
        yield part, at + before[start]
