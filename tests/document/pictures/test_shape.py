"""How large pictures stand on the page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.document.html import parse as from_html
from reader.document.pictures.shape import USUAL_CELL, Box, Shapes, Size, blocks_with_pictures


def shapes(**sizes: Size) -> Shapes:
    """What is known of pictures by these names."""
    known = Shapes()
    for target, size in sizes.items():
        known.know(target, size)
    return known


def test_a_picture_is_as_large_as_its_pixels_where_the_column_has_room() -> None:
    assert shapes(a=Size(400, 200)).box("a", 80) == Box(40, 10)


def test_a_picture_that_is_too_wide_is_fitted_to_the_column_in_its_proportions() -> None:
    assert shapes(a=Size(2000, 500)).box("a", 80) == Box(80, 10)


@given(st.integers(600, 5000), st.integers(40, 5000), st.integers(20, 100))
def test_rounding_to_rows_costs_a_wide_picture_no_more_than_a_cell(width: int, height: int, columns: int) -> None:
    known = shapes(a=Size(width, height))
    known.most_rows = 1000
    box = known.fitted(Size(width, height), Box(columns, 1000))
    drawn = box.rows * USUAL_CELL.height * width / height / USUAL_CELL.width
    assert drawn > box.columns - 1.1


def test_a_picture_that_is_too_high_is_fitted_to_its_share_of_the_screen() -> None:
    known = shapes(a=Size(400, 4000))
    known.most_rows = 20
    assert known.box("a", 80) == Box(4, 20)


def test_an_icon_stays_words() -> None:
    assert shapes(a=Size(16, 16)).box("a", 80) is None


def test_a_picture_that_is_not_known_stays_words() -> None:
    assert shapes().box("a", 80) is None


def test_where_a_cell_has_many_pixels_a_picture_is_drawn_twice_as_large() -> None:
    known = shapes(a=Size(400, 200))
    known.cell = Size(20, 40)
    assert known.box("a", 80) == Box(40, 10)


def test_what_was_refused_is_no_longer_shown() -> None:
    known = shapes(a=Size(400, 200))
    known.refuse("a", "✕ a: damaged")
    assert known.box("a", 80) is None
    assert known.note("a") == "✕ a: damaged"


@given(st.integers(1, 10_000), st.integers(1, 10_000), st.integers(2, 200), st.integers(1, 100))
def test_a_box_never_leaves_its_room(width: int, height: int, columns: int, rows: int) -> None:
    box = Shapes().fitted(Size(width, height), Box(columns, rows))
    assert 1 <= box.columns <= columns
    assert 1 <= box.rows <= rows
    assert box.columns * USUAL_CELL.width <= width + USUAL_CELL.width
    assert box.rows * USUAL_CELL.height <= height + USUAL_CELL.height


def test_blocks_with_pictures_are_found() -> None:
    document = from_html("<p>one</p><p><img src=a.png alt=a> and <img src=b.png alt=b></p><p>two</p>")
    found = [document.text[document.blocks[n].start : document.blocks[n].end] for n in blocks_with_pictures(document)]
    assert found == ["▣ a and ▣ b"]


@pytest.mark.parametrize("html", ["<table><tr><td>a<td><img src=a alt=a></table>", "<pre><img src=a alt=a></pre>"])
def test_in_tables_and_code_pictures_stay_words(html: str) -> None:
    document = from_html(html)
    known = shapes(a=Size(400, 200))
    assert [known.shown_in(document, block, 80) for block in document.blocks] == [[]] * len(document.blocks)


def test_where_pictures_are_is_said_once_a_block() -> None:
    document = from_html("<p><img src=a alt=a> <img src=b alt=b> <img src=c alt=c></p>")
    known = Shapes()
    for target, host in (("a", "x.org"), ("b", "y.org"), ("c", "x.org")):
        known.leave(target, host)
    assert known.said_of(document, document.blocks[0]) == ["⇣ 3 pictures at x.org, y.org · I fetches"]
