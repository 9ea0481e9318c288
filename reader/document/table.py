"""Tables: as a grid with wrapped cells where the column has room, else as records of `name: value`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from reader.document.line_break import cell_length, fill
from reader.document.model import Align, Cell, Document, Table
from reader.document.row import Piece, Role, Row, added, spread
from reader.document.typesetting import PLAIN, Typesetting, spaces

_BETWEEN = 3
"""Cells between two columns: ` │ `."""

_NARROWEST = 8
"""Cells that a column keeps at least, if its words are that wide: four characters of Chinese."""

_WIDEST_WORD = 24
"""Cells up to which a word is kept whole, where the column has room for the longest words of all columns."""

_MEASURED_PARTS = 8
"""About how many parts of a long table are measured, for each of its parts anew."""

_FEW = 4
"""Of how many rows one may wrap before all are ruled apart."""


class _Line(NamedTuple):
    """One row of a cell: a range of the document and its width in cells."""

    start: int
    end: int
    cells: int
    apart: tuple[int, ...] = ()
    """Before which offsets a blank cell is drawn, which is counted."""


class _Source(NamedTuple):
    """Where the text of cells comes from."""

    document: Document
    has_spaces: bool
    """Whether Han and Latin stand apart."""

    @property
    def text(self) -> str:
        """The document's."""
        return self.document.text

    @property
    def language(self) -> str:
        """The document's."""
        return self.document.language

    def apart(self, start: int, end: int) -> list[int]:
        """Before which offsets of a range a blank cell is drawn."""
        if not self.has_spaces:
            return []
        return [start + at for at in spaces(self.text[start:end], self.document.spans_in(start, end), start)]


def set_table(document: Document, index: int, width: int, typesetting: Typesetting = PLAIN) -> list[Row]:
    """The rows of the table in block `index`, in `width` cells."""
    part = document.blocks[index].table
    assert part is not None
    first = last = index
    while _continues(document, first):
        first -= 1
    while _continues(document, last + 1):
        last += 1
    source = _Source(document, typesetting.han_latin_space)
    widths = _column_widths(source, _sample(document, first, last), width)
    if widths is None:
        return _records(source, part, document.blocks[first].table or part, width)
    return _grid(source, part, widths, is_last=index == last)


def _continues(document: Document, index: int) -> bool:
    """Whether block `index` goes on with the table before it."""
    if index >= len(document.blocks):
        return False
    table = document.blocks[index].table
    return table is not None and table.continues


def _sample(document: Document, first: int, last: int) -> list[Table]:
    """The parts of a table by which its columns are measured: all of them, or some from its beginning to its end."""
    step = max(1, (last - first) // (_MEASURED_PARTS - 1))
    tables = (document.blocks[index].table for index in {*range(first, last, step), last})
    return [table for table in tables if table is not None]


def _lines(source: _Source, cell: Cell, width: int) -> list[_Line]:
    text = source.text[cell.start : cell.end]
    apart = source.apart(cell.start, cell.end)
    lines = []
    for start, end in fill(text, width, source.language, apart=[at - cell.start for at in apart]):
        within = tuple(at for at in apart if cell.start + start < at < cell.start + end)
        cells = cell_length(text[start:end]) + len(within)
        lines.append(_Line(cell.start + start, cell.start + end, cells, within))
    return lines


def _drawn(source: _Source, line: _Line, role: Role) -> list[Piece]:
    """The pieces of a line of a cell."""
    return spread(source.text[line.start : line.end], line.start, role, {at - line.start: 1 for at in line.apart})


def _natural(source: _Source, cell: Cell) -> int:
    start, widest = cell.start, 0
    for line in source.text[cell.start : cell.end].split("\n"):
        end = start + len(line)
        widest = max(widest, cell_length(line) + len(source.apart(start, end)))
        start = end + 1
    return widest


def _longest_word(source: _Source, cell: Cell) -> int:
    return max(map(cell_length, re.split(_WORD_END, source.text[cell.start : cell.end])))


_JOINS = r"\u200d\ufe0f\u20e3\U0001f3fb-\U0001f3ff"
"""What makes one emoji of itself and the character before it."""
_WORD_END = rf"[ \n]|(?<=[^\u0000-\u10ff\u200d\U0001f1e6-\U0001f1ff])(?![{_JOINS}])|(?<=[/-])(?=\w)"
"""Where a cell may at least be broken: at blanks, and beside what is neither Latin nor the like, but in no emoji of
several characters (a flag is two letters of one cell each)."""


def _column_widths(source: _Source, parts: list[Table], width: int) -> list[int] | None:
    """How wide each column is, in cells; None when the table cannot stand as a grid in `width`.

    Columns that ask for less than an even share get what they ask for; the others share the rest, half of it evenly and
    half where the cells are highest. No word is torn if that can be helped.
    """
    columns = parts[0].columns
    room = width - _BETWEEN * (columns - 1)
    if room < columns:
        return None
    wanted = [1] * columns
    cells = [cell for part in parts for cell in part.cells]
    for cell in cells:
        if cell.column_span == 1:
            wanted[cell.column] = max(wanted[cell.column], _natural(source, cell))
    for cell in cells:
        if cell.column_span > 1:
            _widen(wanted, cell, min(_natural(source, cell), width))
    if sum(wanted) <= room:
        return wanted
    floors = [min(want, _NARROWEST) for want in wanted]
    if sum(floors) > room:
        return None
    words = [1] * columns
    for cell in cells:
        if cell.column_span == 1 and words[cell.column] < _WIDEST_WORD:
            words[cell.column] = max(words[cell.column], min(_longest_word(source, cell), _WIDEST_WORD))
    if sum(whole := [max(pair) for pair in zip(floors, words, strict=True)]) <= room:
        floors = whole
    elif sum(words) <= room:
        floors = words
    widths = floors[:]
    left = room - sum(widths)
    hungry = [column for column in range(columns) if widths[column] < wanted[column]]
    while hungry and (content := [each for each in hungry if wanted[each] - widths[each] <= left // len(hungry)]):
        for column in content:
            left -= wanted[column] - widths[column]
            widths[column] = wanted[column]
        hungry = [column for column in hungry if widths[column] < wanted[column]]
    even = left // 2 // len(hungry) if hungry else 0
    for column in hungry:
        widths[column] += even
    for _ in range(left - even * len(hungry) if hungry else 0):
        highest = max(hungry, key=lambda column: wanted[column] / widths[column])
        widths[highest] += 1
    return widths


def _widen(wanted: list[int], cell: Cell, natural: int) -> None:
    """Makes room for a cell over several columns, in the last of them."""
    columns = range(cell.column, min(cell.column + cell.column_span, len(wanted)))
    missing = natural - sum(wanted[c] for c in columns) - _BETWEEN * (len(columns) - 1)
    if missing > 0:
        wanted[columns[-1]] += missing


def _grid(source: _Source, table: Table, widths: list[int], *, is_last: bool) -> list[Row]:
    tops = [sum(widths[:c]) + _BETWEEN * c for c in range(len(widths))]
    lines: dict[Cell, list[_Line]] = {}
    heights = [1] * table.rows
    for cell in table.cells:
        cell_width = _cell_width(cell, widths)
        lines[cell] = _lines(source, cell, cell_width)
        if cell.row_span == 1:
            heights[cell.row] = max(heights[cell.row], len(lines[cell]))
    is_ruled = _needs_rules(table, lines, heights)
    separators = [_has_rule_below(table, row, is_ruled) for row in range(table.rows)]
    if not is_last:
        separators[-1] = is_ruled
    for cell in table.cells:
        if cell.row_span > 1:
            rows = range(cell.row, cell.row + cell.row_span)
            have = sum(heights[row] for row in rows) + sum(separators[row] for row in rows[:-1])
            heights[rows[-1]] += max(0, len(lines[cell]) - have)
    out: list[Row] = []
    starts: list[int] = []
    y = 0
    for height, separator in zip(heights, separators, strict=True):
        starts.append(y)
        y += height + separator
    by_row = _cells_by_row(table)
    for row in range(table.rows):
        anchor = min((c.start for c in by_row[row]), default=table.cells[0].start)
        out.extend(
            _grid_row(source, by_row[row], lines, starts, starts[row] + line, widths, tops, anchor)
            for line in range(heights[row])
        )
        if separators[row]:
            spanning = [c for c in by_row[row] if c.row + c.row_span - 1 > row]
            y_rule = starts[row] + heights[row]
            below = by_row[row + 1] if row + 1 < table.rows else []
            is_head = row + 1 == table.header_rows
            out.append(
                _rule_row(source, spanning, by_row[row], below, lines, starts, y_rule, widths, tops, is_head, anchor)
            )
    return out


def _needs_rules(table: Table, lines: dict[Cell, list[_Line]], heights: list[int]) -> bool:
    """Whether rules part all rows of the body.

    They need none where few rows wrap and each begins with one line of words in the first column: the rest of a
    wrapped row then hangs below nothing, and it is seen where the next one begins.
    """
    wrapped = sum(height > 1 for height in heights[table.header_rows :])
    if any(cell.row_span > 1 and cell.row >= table.header_rows for cell in table.cells):
        return True
    if not wrapped:
        return False
    first = [cell for cell in table.cells if cell.column == 0 and cell.row >= table.header_rows]
    beginnings = sum(len(lines[cell]) == 1 and cell.end > cell.start for cell in first)
    body = table.rows - table.header_rows
    return beginnings < body or wrapped * _FEW > body


def _has_rule_below(table: Table, row: int, is_ruled: bool) -> bool:
    if row + 1 == table.header_rows:
        return True
    if row + 1 < table.header_rows:  # names over names
        return is_ruled or any(cell.row_span > 1 for cell in table.cells if cell.row < table.header_rows)
    return is_ruled and row + 1 < table.rows


def _cell_width(cell: Cell, widths: list[int]) -> int:
    spanned = widths[cell.column : cell.column + cell.column_span]
    return sum(spanned) + _BETWEEN * (len(spanned) - 1)


def _cells_by_row(table: Table) -> list[list[Cell]]:
    """For each row the cells that reach into it, from left to right."""
    rows: list[list[Cell]] = [[] for _ in range(table.rows)]
    for cell in table.cells:
        for row in range(cell.row, min(cell.row + cell.row_span, table.rows)):
            rows[row].append(cell)
    for row_cells in rows:
        row_cells.sort(key=lambda cell: cell.column)
    return rows


def _cell_pieces(source: _Source, cell: Cell, line: _Line | None, width: int) -> list[Piece]:
    role = Role.HEADER_CELL if cell.is_header else Role.TEXT
    if line is None:
        return [added(" " * width, Role.TEXT)]
    space = width - line.cells
    left = {Align.LEFT: 0, Align.CENTRE: space // 2, Align.RIGHT: space}[cell.align]
    pieces = [added(" " * left, Role.TEXT)] if left else []
    if line.end > line.start:
        pieces.extend(_drawn(source, line, role))
    if space > left:
        pieces.append(added(" " * (space - left), Role.TEXT))
    return pieces


def _line_at(lines: dict[Cell, list[_Line]], cell: Cell, starts: list[int], y: int) -> _Line | None:
    number = y - starts[cell.row]
    return lines[cell][number] if 0 <= number < len(lines[cell]) else None


def _grid_row(
    source: _Source,
    cells: list[Cell],
    lines: dict[Cell, list[_Line]],
    starts: list[int],
    y: int,
    widths: list[int],
    tops: list[int],
    anchor: int,
) -> Row:
    pieces: list[Piece] = []
    at = 0
    for cell in cells:
        if tops[cell.column] < at:
            continue  # cells of a broken table that overlap: the first wins here, the other has rows of its own
        _advance(pieces, at, tops[cell.column])
        width = _cell_width(cell, widths)
        pieces.extend(_cell_pieces(source, cell, _line_at(lines, cell, starts, y), width))
        at = tops[cell.column] + width
    return _row(pieces, anchor)


def _advance(pieces: list[Piece], at: int, to: int) -> None:
    """Fills the space before a cell: a border, and blanks where cells are missing."""
    if to <= 0:
        return
    if at == 0 and to > _BETWEEN:
        pieces.append(added(" " * (to - _BETWEEN), Role.TEXT))
    elif to - at > _BETWEEN:
        pieces.append(added(" " * (to - at - _BETWEEN), Role.TEXT))
    pieces.append(added(" │ ", Role.BORDER))


def _rule_row(
    source: _Source,
    spanning: list[Cell],
    above: list[Cell],
    below: list[Cell],
    lines: dict[Cell, list[_Line]],
    starts: list[int],
    y: int,
    widths: list[int],
    tops: list[int],
    is_head: bool,
    anchor: int,
) -> Row:
    """The rule between two rows of a table, which stops where a cell reaches over it."""
    total = tops[-1] + widths[-1]
    stroke = "━" if is_head else "─"
    line = [stroke] * total
    ups = {tops[c.column] - 2 for c in above if c.column}
    downs = {tops[c.column] - 2 for c in below if c.column}
    crossings = {
        (True, True): "┿" if is_head else "┼",
        (True, False): "┷" if is_head else "┴",
        (False, True): "┯" if is_head else "┬",
    }
    for x in ups | downs:
        line[x] = crossings[(x in ups, x in downs)]
    pieces: list[Piece] = []
    at = 0
    for cell in spanning:
        left = tops[cell.column]
        if left < at:
            continue
        pieces.append(added("".join(line[at:left]), Role.BORDER))
        width = _cell_width(cell, widths)
        pieces.extend(_cell_pieces(source, cell, _line_at(lines, cell, starts, y), width))
        at = left + width
    pieces.append(added("".join(line[at:]), Role.BORDER))
    return _row([piece for piece in pieces if piece.text], anchor)


def _row(pieces: list[Piece], anchor: int) -> Row:
    shown = [piece for piece in pieces if piece.start >= 0]
    if not shown:
        return Row(anchor, anchor, tuple(pieces))
    return Row(shown[0].start, max(piece.end for piece in shown), tuple(pieces))


def _records(source: _Source, table: Table, head: Table, width: int) -> list[Row]:
    """A table too wide for the column: each row's cells below each other, each led by its column's name."""
    names: dict[int, Cell] = {}
    if head.header_rows:
        for cell in head.cells:
            if cell.row == head.header_rows - 1 and source.text[cell.start : cell.end].strip():
                names.update(dict.fromkeys(range(cell.column, cell.column + cell.column_span), cell))
    body = [cell for cell in table.cells if cell.row >= table.header_rows]
    said = {names.get(cell.column) for cell in body} if table is head else set()
    alone = [cell for cell in table.cells if cell.row < table.header_rows and cell not in said]
    rows = _flow(source, [(cell, Role.HEADER_CELL) for cell in alone], width)
    previous = -1
    for cell in body:
        if cell.row != previous and previous >= 0:
            rows.append(Row(cell.start, cell.start, (added("─" * min(width, 24), Role.BORDER),)))
        previous = cell.row
        rows.extend(_record(source, names.get(cell.column), cell, width))
    return rows


def _record(source: _Source, name: Cell | None, cell: Cell, width: int) -> list[Row]:
    if name is None:
        return _flow(source, [(cell, Role.TEXT)], width)
    label = source.text[name.start : name.end]
    single = "\n" not in label and cell_length(label) + 2 <= width // 2
    rows: list[Row] = []
    if single:
        indent = cell_length(label) + 2
        lead: tuple[Piece, ...] = (Piece(label, name.start, name.end, Role.FIELD), added(": ", Role.BORDER))
    else:
        said = _flow(source, [(name, Role.FIELD)], width)
        rows.extend(row._replace(start=cell.start, end=cell.start) for row in said)
        indent = min(4, width // 4)
        lead = (added(" " * indent, Role.TEXT),)
    for number, line in enumerate(_lines(source, cell, max(2, width - indent))):
        head = lead if not number else (added(" " * indent, Role.TEXT),)
        rows.append(Row(line.start, line.end, (*head, *_drawn(source, line, Role.TEXT))))
    return rows


def _flow(source: _Source, cells: Iterable[tuple[Cell, Role]], width: int) -> list[Row]:
    return [
        Row(line.start, line.end, tuple(_drawn(source, line, role)))
        for cell, role in cells
        for line in _lines(source, cell, width)
    ]
