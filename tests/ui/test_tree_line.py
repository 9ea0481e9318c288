"""A line of the tree: what gives way to what when there is little room."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style

from reader.library.tree import Row
from reader.ui import tree_line
from reader.ui.row_signs import Signs

MATCH = Style(underline=True)
SIGNS = Signs("●", "sidebar--marker", (), (("2021-08", "sidebar--date"),))
ARTICLE = Row(1, 7, 2, 0, is_unfolded=False)


def style(*kinds: str) -> Style:
    return MATCH if "sidebar--match" in kinds else Style.null()


def drawn(title: str, width: int, words: tuple[str, ...] = (), name: str = "") -> str:
    segments = tree_line.segments(title, ("sidebar--title",), SIGNS, ARTICLE, words, width, style, name)
    return "".join(segment.text for segment in segments)


def lit(title: str, width: int, *words: str) -> str:
    segments = tree_line.segments(title, ("sidebar--title",), SIGNS, ARTICLE, words, width, style)
    return "".join(segment.text for segment in segments if segment.style is MATCH)


@given(st.text("行首不能有句号abc déf👩‍👩‍👧", max_size=40), st.integers(24, 80), st.text("甲ab", max_size=30))
def test_a_line_is_exactly_as_wide_as_its_tree(title: str, width: int, name: str) -> None:
    assert cell_len(drawn(title, width, name=name)) == width


def test_what_tells_an_article_apart_leaves_half_of_the_room_to_its_title() -> None:
    assert " 早报  08-23-01  " in drawn("早报", 40, name="08-23-01")
    line = drawn("一个很长很长很长很长很长很长的标题", 50, name="2021-08-23-evening-news")
    assert "  …" not in line
    assert line.index("…  2021") < line.index("…  2021-08 ")


def test_a_long_title_is_cut_and_its_date_stays() -> None:
    line = drawn("一个很长很长很长很长很长很长的标题", 40)
    assert line.rstrip().endswith("2021-08")
    assert "…" in line


def test_where_there_is_no_room_the_date_gives_way() -> None:
    assert "2021" not in drawn("一个很长很长的标题", 20)


def test_what_is_in_a_category_stands_further_in_than_its_name_however_narrow_the_tree_is() -> None:
    category, article = Row(1, 0, 2, 0, is_unfolded=True), Row(2, 7, 3, 0, is_unfolded=False)
    for width in range(24, 60):
        name, title = (
            "".join(s.text for s in tree_line.segments("要闻干部担当作为", (), signs, row, (), width, style))
            for row, signs in ((category, Signs("▾", "", (), (("1/12", ""),))), (article, SIGNS))
        )
        assert title.index("要") > name.index("要"), width


def test_what_was_looked_for_is_lit_in_the_title() -> None:
    assert lit("行首不能有句号", 60, "句号") == "句号"


def test_a_hit_at_the_end_of_a_long_title_is_brought_into_view() -> None:
    title = "一个很长很长很长很长很长很长很长很长的标题里的句号"
    assert lit(title, 40, "句号") == "句号"
    assert drawn(title, 40, ("句号",)).lstrip(" ●").startswith("…")
