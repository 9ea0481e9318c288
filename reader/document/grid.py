"""Puts the cells of a table on a grid, as HTML does (HTML, section 4.9.12.1), and cuts a long table into parts."""

from __future__ import annotations

from reader.document.model import Align, Cell, Table

TABLE_PART = 64
"""Rows of a table in one block, so that no single block stalls the screen."""

MAX_ROW_SPAN, MAX_COLUMNS, MAX_SPANNED = 256, 1000, 100_000
"""What a table's cells may span: rows, columns, and columns of all cells together. A hostile table asks for more."""


class OpenCell:
    """A cell as the source has it: its row, what it wants to span (no rows: to the last), its range of the text."""

    __slots__ = ("align", "column_span", "end", "is_header", "row", "row_span", "start")

    def __init__(self, row: int, row_span: int, column_span: int, is_header: bool, align: Align, start: int) -> None:
        self.row = row
        self.row_span = row_span
        self.column_span = column_span
        self.is_header = is_header
        self.align = align
        self.start = start
        self.end = start


def table_parts(open_cells: list[OpenCell]) -> list[tuple[int, int, Table]]:
    """Start, end and table of each part, of whole rows and in reading order. Takes the cells of a table, at least one.

    Rows in a part count from its own first.
    """
    rows = open_cells[-1].row + 1
    free_from: list[int] = []  # for each column the first row in which no cell above or to the left reaches into it
    cells: list[Cell] = []
    row = column = spanned = 0
    for cell in open_cells:
        if cell.row != row:
            row, column = cell.row, 0
        while column < len(free_from) and free_from[column] > row:
            column += 1
        row_span = max(1, min(cell.row_span or rows, rows - row, MAX_ROW_SPAN))
        column_span = max(1, min(cell.column_span, MAX_COLUMNS - column))
        spanned += column_span - 1
        if spanned > MAX_SPANNED:
            column_span = 1
        free = 1
        while free < column_span and (column + free >= len(free_from) or free_from[column + free] <= row):
            free += 1
        column_span = free  # a cell stops before one that reaches down from above
        free_from.extend([0] * (column + column_span - len(free_from)))
        free_from[column : column + column_span] = [row + row_span] * column_span
        cells.append(Cell(cell.start, cell.end, row, column, row_span, column_span, cell.is_header, cell.align))
        column += column_span
    columns = max(cell.column + cell.column_span for cell in cells)
    parts: list[tuple[int, int, Table]] = []
    current: list[Cell] = []
    first_row, reach = 0, 0
    for placed in cells:
        if placed.row >= first_row + TABLE_PART and placed.row >= reach and current[-1].row < placed.row:
            parts.append(_table(current, first_row, columns))
            current, first_row = [], placed.row
        current.append(placed)
        reach = max(reach, placed.row + placed.row_span)
    parts.append(_table(current, first_row, columns))
    return parts


def _table(cells: list[Cell], first_row: int, columns: int) -> tuple[int, int, Table]:
    shifted = tuple(cell._replace(row=cell.row - first_row) for cell in cells)
    rows = max(cell.row + cell.row_span for cell in shifted)
    plain = [cell.row for cell in shifted if not cell.is_header]
    header_rows = min(plain) if plain else 0
    return cells[0].start, cells[-1].end, Table(rows, columns, shifted, header_rows)
