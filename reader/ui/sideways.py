"""Lines of code that are cut off at the column: how far they may move, and which cells show what is looked for."""

from __future__ import annotations

from collections.abc import Sequence

from reader.document.code_rows import MORE_RIGHT, line_cells
from reader.document.layout import Layout
from reader.document.row import Role, Row

STEP = 8
"""Cells at a key or a notch of the wheel."""


def moved(layout: Layout, rows: Sequence[Row], cells: int) -> bool:
    """Moves the code of a page to the right (or back), as far as any row on the screen has more; whether it did."""
    begin = layout.typesetting.code_from
    if cells > 0 and not any(_goes_on(row) for row in rows):
        return False
    layout.move_code(max(0, begin + cells))
    return layout.typesetting.code_from != begin


def _goes_on(row: Row) -> bool:
    return row.is_code and bool(row.pieces) and row.pieces[-1].role is Role.FOLD and row.pieces[-1].text == MORE_RIGHT


def reveal(layout: Layout, offset: int) -> None:
    """Moves the code so that an offset which its row hides is shown."""
    rows = layout.rows(layout.row_of(offset), 1)
    if not rows or not rows[0].is_code or not rows[0].start <= offset < rows[0].end:
        return
    row = rows[0]
    if any(piece.start <= offset < piece.end for piece in row.pieces):
        return
    cells = line_cells(layout.document.text[row.start : row.end], offset - row.start)
    third = layout.width // 3
    layout.move_code(cells - third if cells > third else 0)
