"""Where the cells of a table find their places."""

from __future__ import annotations

from reader.document.builder import Builder
from reader.document.model import Align, Document


def grid(*rows: list[tuple[str, int, int]]) -> Document:
    """A table of cells: text, rows, columns."""
    builder = Builder()
    builder.open_table()
    for row in rows:
        builder.open_row()
        for text, row_span, column_span in row:
            builder.open_cell(row_span=row_span, column_span=column_span, is_header=False, align=Align.LEFT)
            builder.text(text)
            builder.close_cell()
    builder.close_table()
    return builder.take(is_last=True)


def places(document: Document) -> dict[str, tuple[int, int, int, int]]:
    table = document.blocks[0].table
    assert table is not None
    return {document.text[c.start : c.end]: (c.row, c.column, c.row_span, c.column_span) for c in table.cells}


def test_cells_are_parted_by_tabs_and_rows_by_line_ends() -> None:
    assert grid([("a", 1, 1), ("b", 1, 1)], [("c", 1, 1)]).text == "a\tb\nc"


def test_cells_find_their_places_around_those_that_span() -> None:
    document = grid([("a", 2, 1), ("b", 1, 2)], [("c", 1, 1), ("d", 1, 1)], [("e", 1, 1)])
    assert places(document) == {
        "a": (0, 0, 2, 1),
        "b": (0, 1, 1, 2),
        "c": (1, 1, 1, 1),
        "d": (1, 2, 1, 1),
        "e": (2, 0, 1, 1),
    }


def test_a_cell_that_spans_no_rows_reaches_to_the_end() -> None:
    assert places(grid([("a", 0, 1), ("b", 1, 1)], [("c", 1, 1)], [("d", 1, 1)]))["a"] == (0, 0, 3, 1)


def test_cells_do_not_reach_below_the_table() -> None:
    assert places(grid([("a", 9, 1), ("b", 1, 1)], [("c", 1, 1)]))["a"] == (0, 0, 2, 1)


def test_cells_that_would_overlap_stand_beside_each_other() -> None:
    document = grid([("a", 1, 1), ("b", 2, 1)], [("c", 1, 2)])
    assert places(document)["b"] == (0, 1, 2, 1)
    assert places(document)["c"] == (1, 0, 1, 1)


def test_a_table_without_cells_is_none() -> None:
    assert grid([], []).blocks == []
