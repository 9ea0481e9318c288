"""The rows on the screen: where a place leads, whatever the width, the height and the ends of the page."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.document import html
from reader.document.layout import Layout
from reader.document.model import Document
from reader.document.viewport import TOP, Place, Viewport

LAW = settings(deadline=None, max_examples=60)
DOCUMENT = html.parse(
    "".join(f"<p>第{number}段。行头不能有句号，行末不能有开括号（如此）。</p>" for number in range(60))
)

WIDTHS = st.integers(20, 90)
HEIGHTS = st.integers(1, 40)
PLACES = st.builds(Place, st.integers(0, len(DOCUMENT.text)), st.integers(0, 20))


def port(width: int = 40, height: int = 10) -> Viewport:
    made = Viewport(lambda: height)
    made.layout = Layout(DOCUMENT, width)
    return made


def shows(viewport: Viewport, offset: int) -> bool:
    """Whether the character at an offset is on the screen; what parts two blocks never is."""
    return DOCUMENT.text[offset : offset + 1] == "\n" or any(row.start <= offset <= row.end for row in viewport.rows())


@LAW
@given(WIDTHS, HEIGHTS, PLACES)
def test_the_screen_never_leaves_the_page(width: int, height: int, place: Place) -> None:
    viewport = port(width, height)
    viewport.go(place)
    assert viewport.layout is not None
    assert 0 <= viewport.top <= max(0, viewport.layout.height - height)


@LAW
@given(WIDTHS, WIDTHS, st.integers(1, 20), st.integers(0, len(DOCUMENT.text) // 3))
def test_away_from_the_ends_another_width_keeps_the_place(width: int, other: int, height: int, offset: int) -> None:
    viewport = port(width, height)
    viewport.go(Place(offset))
    for each in (other, width, other):
        viewport.layout = Layout(DOCUMENT, each)
        viewport.go(viewport.place)
        assert viewport.place == Place(offset)
        assert shows(viewport, offset)


@LAW
@given(WIDTHS, HEIGHTS, PLACES, st.integers(0, len(DOCUMENT.text) - 1))
def test_what_is_brought_into_view_is_in_view(width: int, height: int, place: Place, offset: int) -> None:
    viewport = port(width, height)
    viewport.go(place)
    viewport.bring(offset)
    assert shows(viewport, offset)
    viewport.go(place)
    viewport.reveal(offset)
    assert shows(viewport, offset)


def test_what_is_in_view_does_not_make_the_page_move() -> None:
    viewport = port()
    viewport.go(Place(300))
    before = viewport.place
    in_view = viewport.rows()[4].start
    viewport.bring(in_view)
    viewport.reveal(in_view)
    assert viewport.place == before


def test_scrolling_forth_and_back_is_where_it_was() -> None:
    viewport = port()
    viewport.go(Place(300))
    top = viewport.top
    viewport.scroll(7)
    assert viewport.top == top + 7
    viewport.scroll(-7)
    assert viewport.top == top


def test_the_end_is_at_the_foot_and_all_is_read_there() -> None:
    viewport = port()
    assert not viewport.at_end
    assert 0 < viewport.fraction_read < 1
    viewport.go(viewport.end())
    assert viewport.at_end
    assert viewport.fraction_read == 1
    top, share = viewport.extent()
    assert top + share == pytest.approx(1)


def test_the_rows_are_one_list_while_they_are_the_same() -> None:
    viewport = port()
    rows = viewport.rows()
    assert viewport.rows() is rows
    viewport.scroll(3)
    assert viewport.rows() is not rows
    rows = viewport.rows()
    viewport.layout = Layout(DOCUMENT, 40)
    assert viewport.rows() is not rows


def test_the_rows_are_the_same_list_while_the_page_grows_below_them() -> None:
    viewport = port()
    short = DOCUMENT.blocks[:9]
    layout = viewport.layout = Layout(Document(DOCUMENT.text[: short[-1].end], short), 40)
    rows, version = viewport.rows(), layout.version
    layout.grow(DOCUMENT)
    assert layout.version != version
    assert viewport.rows() is rows


def test_matches_are_marked_where_they_stand_in_the_page() -> None:
    viewport = port()
    length = len(DOCUMENT.text)
    assert viewport.holding([(0, 2)], 10) == {0}
    assert viewport.holding([(length - 2, length)], 10) == {9}
    assert viewport.holding([(0, 2), (length // 2, length // 2 + 1)], 2) <= {0, 1}
    assert viewport.holding([], 10) == frozenset()


def test_without_a_layout_there_is_nothing_to_show() -> None:
    viewport = Viewport(lambda: 10)
    for go in (lambda: viewport.scroll(3), lambda: viewport.go(Place(5)), lambda: viewport.reveal(5)):
        go()
    assert viewport.place == TOP
    assert viewport.rows() == []
    assert viewport.extent() == (0.0, 1.0)
    assert viewport.fraction_read == 0.0
