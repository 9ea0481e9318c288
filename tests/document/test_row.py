"""Cells of a row and offsets of the text lead to each other."""

from __future__ import annotations

import pytest

from reader.document import html
from reader.document.layout import Layout
from reader.document.row import Piece, Role, Row, added, cell_of, offset_nearest, offset_under

ROW = Row(
    10,
    17,
    (
        added("• ", Role.MARKER),
        Piece("ab中", 10, 13, Role.TEXT),
        added("  ", Role.TEXT),
        Piece("cd", 15, 17, Role.TEXT),
    ),
)
"""`• ab中  cd`, with 13 to 15 on another row."""


@pytest.mark.parametrize(
    ("cell", "offset"),
    [(-1, None), (0, None), (2, 10), (3, 11), (4, 12), (5, 12), (6, None), (8, 15), (9, 16), (10, None)],
)
def test_the_offset_under_a_cell_is_that_of_the_character_drawn_there(cell: int, offset: int | None) -> None:
    assert offset_under(ROW, cell) == offset


@pytest.mark.parametrize(("cell", "offset"), [(-9, 10), (0, 10), (5, 12), (6, 12), (7, 15), (9, 16), (99, 16)])
def test_beside_the_text_the_nearest_character_counts(cell: int, offset: int) -> None:
    assert offset_nearest(ROW, cell) == offset


def test_a_row_without_text_has_no_nearest_character() -> None:
    assert offset_nearest(Row(3, 3, (added("▎ ", Role.QUOTE_BAR),)), 0) is None


def test_a_character_is_found_at_the_cell_where_it_is_drawn() -> None:
    document = html.parse(
        "<p>words of a paragraph, 中文也有。" * 9 + "<ul><li>item</ul><pre>\tcode</pre><table><tr><td>a<td>b</table>"
    )
    for width in (12, 30, 77):
        layout = Layout(document, width)
        for row in layout.rows(0, layout.height):
            for piece in row.pieces:
                for offset in range(piece.start, piece.end) if piece.start >= 0 else ():
                    assert offset_under(row, cell_of(row, offset)) == offset


def test_what_is_not_in_the_row_stands_at_its_end() -> None:
    assert cell_of(ROW, 13) == cell_of(ROW, 99) == 10
