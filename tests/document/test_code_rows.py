"""Lines of code that are cut off at the column, and moved sideways."""

from __future__ import annotations

import pytest

from reader.document import html
from reader.document.code_rows import line_cells, set_code
from reader.document.line_break import cell_length
from reader.document.row import Row
from reader.document.typesetting import PLAIN


def rows(source: str, room: int, begin: int = 0) -> list[Row]:
    document = html.parse(f"<pre>{source}</pre>")
    return set_code(document, document.blocks[0], room, PLAIN._replace(wraps_code=False, code_from=begin))


def texts(source: str, room: int, begin: int = 0) -> list[str]:
    return [row.text for row in rows(source, room, begin)]


def test_a_line_that_is_cut_off_says_so() -> None:
    assert texts("0123456789abcdef\nshort", 12) == [" 012345678›", " short"]


def test_a_line_that_just_fits_is_whole() -> None:
    assert texts("0123456789", 12) == [" 0123456789"]


@pytest.mark.parametrize(
    ("begin", "expected"),
    [(1, " ‹23456789›"), (4, " ‹56789abc›"), (6, " ‹789abcdef"), (12, " ‹def"), (40, " ‹")],
)
def test_it_moves_sideways_with_marks_at_both_ends(begin: int, expected: str) -> None:
    assert texts("0123456789abcdef", 12, begin) == [expected]


def test_empty_lines_stay_empty() -> None:
    assert texts("a\n\nb", 12, 3) == [" ‹", "", " ‹"]


def test_a_wide_character_is_drawn_whole_or_not_at_all() -> None:
    assert texts("一二三四五六七", 12) == [" 一二三四 ›"]
    assert texts("一二三四五六七", 12, 2) == [" ‹ 三四五 ›"]
    assert texts("一二三四五六七", 12, 4) == [" ‹ 四五六七"]


def test_a_tab_may_be_cut() -> None:
    assert texts("a\tb\tcdefghijkl", 12, 1) == [" ‹  b   cd›"]


@pytest.mark.parametrize("begin", range(30))
@pytest.mark.parametrize("room", [2, 3, 4, 5, 9, 20])
def test_no_row_is_too_wide_and_pieces_draw_their_own_characters(room: int, begin: int) -> None:
    source = "ab\t漢字👩\u200d👩\u200d👧\u200d👦 x\u0301 e\t\t尾"
    document = html.parse(f"<pre>{source}</pre>")
    [row] = set_code(document, document.blocks[0], room, PLAIN._replace(wraps_code=False, code_from=begin))
    assert (row.start, row.end) == (0, len(document.text))
    assert cell_length("".join(piece.text for piece in row.pieces)) <= room
    for piece in row.pieces:
        if piece.start >= 0 and document.text[piece.start : piece.end] != "\t":
            assert piece.text == document.text[piece.start : piece.end]


def test_the_cells_of_a_line_count_its_tabs() -> None:
    assert line_cells("a\tb漢") == 7
    assert line_cells("a\tb漢", 2) == 4
