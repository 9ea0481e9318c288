"""Tables as grids, and as records where the column is too narrow."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.document import html
from reader.document.grid import TABLE_PART
from reader.document.layout import Layout
from reader.document.line_break import cell_length
from reader.document.model import Document
from reader.document.row import Role, Row

LAW = settings(deadline=None, max_examples=100)


def rows_of(document: Document, width: int) -> list[Row]:
    layout = Layout(document, width)
    while not layout.work(1.0):
        pass
    return layout.rows(0, layout.height)


def set_rows(source: str, width: int = 60) -> list[str]:
    return [row.text for row in rows_of(html.parse(f"<table>{source}</table>"), width)]


# grids


def test_columns_are_as_wide_as_what_they_hold() -> None:
    assert set_rows("<tr><td>a<td>long<tr><td>bb<td>c") == ["a  │ long", "bb │ c"]


def test_widths_are_cells_not_characters() -> None:
    assert set_rows("<tr><td>漢字<td>x<tr><td>ab<td>y") == ["漢字 │ x", "ab   │ y"]


def test_a_header_is_ruled_off() -> None:
    assert set_rows("<tr><th>a<th>b<tr><td>c<td>d") == ["a │ b", "━━┿━━", "c │ d"]


def test_rows_of_a_head_are_headers_whatever_their_cells_are() -> None:
    document = html.parse("<table><thead><tr><td>a<td>b</thead><tr><td>c<td>d</table>")
    assert document.blocks[0].table is not None
    assert document.blocks[0].table.header_rows == 1


@pytest.mark.parametrize("emoji", ["🇯🇵", "❤️", "1️⃣", "👍🏽", "👩‍🚀"])
def test_a_column_is_never_narrower_than_an_emoji_of_several_characters(emoji: str) -> None:
    long = "https://example.org/a/very/long/address?with=a&query=that"
    for width in range(12, 60):
        rows = set_rows(f"<tr><td>{emoji}<td>{long}<td>wordwordword", width)
        assert max(map(cell_length, rows)) <= width


def test_cells_wrap_and_rows_are_then_ruled_apart() -> None:
    assert set_rows("<tr><td>one two three four<td>x<tr><td>five<td>y", 16) == [
        "one two      │ x",
        "three four   │",
        "─────────────┼──",
        "five         │ y",
    ]


def test_where_few_rows_wrap_and_the_first_column_tells_them_apart_there_are_no_rules() -> None:
    rows = "<tr><td>a<td>one" * 3 + "<tr><td>b<td>one two three four"
    assert set_rows(rows, 14) == ["a │ one"] * 3 + ["b │ one two", "  │ three four"]
    assert set_rows(rows + "<tr><td><td>one", 14)[1] == "──┼───────────"
    assert set_rows("<tr><td>one<td>a" * 3 + "<tr><td>one two three four<td>b", 14)[1] == "───────────┼──"


def test_a_column_that_asks_for_little_gets_it_and_the_others_share() -> None:
    rows = set_rows("<tr><td>1<td>" + "word " * 20 + "<td>" + "word " * 20, 47)
    assert rows[0].startswith("1 │ word word word word  │ word")
    assert all(cell_length(row) <= 47 for row in rows)


def test_of_columns_that_wrap_the_one_with_the_longest_cells_gets_the_most() -> None:
    rows = set_rows("<tr><td>" + "word " * 8 + "<td>" + "word " * 40, 53)
    assert rows[0] == "word word word   │ word word word word word word word"
    assert len(rows) == 6


def test_cells_are_aligned() -> None:
    source = "<tr><td>wide<td>wide<td>wide<tr><td align=left>a<td align=center>b<td align=right>c"
    assert set_rows(source) == ["wide │ wide │ wide", "a    │  b   │    c"]


def test_line_breaks_in_a_cell_are_lines() -> None:
    assert set_rows("<tr><td>a<br>b<td>c") == ["a │ c", "b │"]


def test_blocks_in_a_cell_are_lines() -> None:
    assert set_rows("<tr><td><p>a<p>b<td><ul><li>c<li>d</ul>") == ["a │ • c", "b │ • d"]


def test_a_cell_over_two_columns_has_no_border_in_it() -> None:
    assert set_rows("<tr><td colspan=2>over both<tr><td>a<td>b") == ["over both", "a │ b"]


def test_a_cell_over_two_rows_has_no_rule_in_it() -> None:
    assert set_rows("<tr><td rowspan=2>one<br>two<br>three<td>b<tr><td>c") == [
        "one   │ b",
        "two  ─┼──",
        "three │ c",
    ]


def test_a_cell_over_two_rows_of_the_header_rules_the_header_alone() -> None:
    head = "<tr><th rowspan=2>Name<th colspan=2>Points<tr><th>one<th>two"
    assert set_rows(head + "<tr><td>a<td>1<td>2<tr><td>b<td>3<td>4") == [
        "Name │ Points",
        "    ─┼─────┬────",
        "     │ one │ two",
        "━━━━━┿━━━━━┿━━━━",
        "a    │ 1   │ 2",
        "b    │ 3   │ 4",
    ]


def test_cells_that_are_missing_leave_room() -> None:
    assert set_rows("<tr><td>a<td>b<td>c<tr><td>d") == ["a │ b │ c", "d"]


def test_code_and_links_stand_in_cells() -> None:
    document = html.parse('<table><tr><td><code>x</code><td><a href="https://example.org">y</a></table>')
    assert {document.text[s.start : s.end]: s.style for s in document.spans} == {"x": "code", "y": "link"}


def test_header_cells_have_their_role() -> None:
    rows = rows_of(html.parse("<table><tr><th>a<td>b</table>"), 40)
    assert [(p.text, p.role) for p in rows[0].pieces if p.start >= 0] == [("a", Role.HEADER_CELL), ("b", Role.TEXT)]


# records


def test_a_table_that_cannot_fit_becomes_records() -> None:
    source = "<tr><th>Name<th>Kind<th>Year<tr><td>Newspaper<td>Broadsheet<td>1618<tr><td>Book<td>Octavo<td>1501"
    assert set_rows(source, 20) == [
        "Name: Newspaper",
        "Kind: Broadsheet",
        "Year: 1618",
        "────────────────────",
        "Name: Book",
        "Kind: Octavo",
        "Year: 1501",
    ]


def test_long_names_stand_above_their_values() -> None:
    source = "<tr><th>A rather long name<th>b<th>c<tr><td>value<td>second thing<td>third thing"
    assert set_rows(source, 20) == [
        "A rather long name",
        "    value",
        "b: second thing",
        "c: third thing",
    ]


def test_a_table_without_a_header_becomes_lines() -> None:
    assert set_rows("<tr><td>first thing<td>second thing<td>third thing", 20) == [
        "first thing",
        "second thing",
        "third thing",
    ]


def test_a_name_without_values_is_still_said() -> None:
    source = "<tr><th>first name<th>second name<th>third name<tr><td>first value<td>second value"
    assert "third name" in "\n".join(set_rows(source, 20))


def test_the_upper_rows_of_a_header_are_said_first() -> None:
    source = "<tr><th colspan=3>All of it<tr><th>a<th>b<th>c<tr><td>first thing<td>second thing<td>third thing"
    assert set_rows(source, 20)[:2] == ["All of it", "a: first thing"]


def test_a_section_of_headers_far_down_is_still_said() -> None:
    head = "<tr><th>first column<th>second column<th>third column"
    plain = "<tr><td>first value<td>second value<td>third value"
    section = "<tr><th colspan=3>A section"
    rows = set_rows(head + plain * (TABLE_PART - 1) + section + plain * 3, 20)
    assert "A section" in rows


def test_a_place_in_a_record_is_in_its_own_row() -> None:
    document = html.parse(
        "<table><tr><th>A rather long name<th>second name<th>c<tr><td>one<td>two<td>three three three"
        "<tr><td>four<td>five<td>six six six six</table>"
    )
    layout = Layout(document, 20)
    rows = rows_of(document, 20)
    assert [row.text for row in rows].count("A rather long name") == 2
    for y, row in enumerate(rows):
        assert document.blocks[0].start <= row.start
        assert 0 <= layout.row_of(layout.offset_at(y)) - y <= 2


def test_a_name_leads_to_the_first_row_that_says_it() -> None:
    document = html.parse(
        "<table><tr><th>one<th>two<th>three<tr><td>first thing<td>second thing<td>third thing</table>"
    )
    layout = Layout(document, 20)
    assert [layout.row_of(document.text.index(name)) for name in ("one", "two", "three")] == [0, 1, 2]


# long tables


@pytest.mark.parametrize("width", [30, 80])
def test_the_parts_of_a_long_table_line_up(width: int) -> None:
    source = "<tr><th>n<th>words" + "".join(f"<tr><td>{n}<td>{'word ' * (n % 9)}" for n in range(1000))
    document = html.parse(f"<table>{source}</table>")
    assert len(document.blocks) > 10
    rows = [row.text for row in rows_of(document, width)]
    borders = {row.index(sign) for row in rows for sign in "│┼┿" if sign in row}
    assert len(borders) == 1
    assert sum("━" in row for row in rows) == 1
    assert [row.split()[0] for row in rows if row[:1].isdigit()] == [str(n) for n in range(1000)]


def test_all_parts_of_a_long_table_are_records_or_none_is() -> None:
    plain = "<tr><td>first value<td>second value<td>third value"
    rows = set_rows("<tr><th>a<th>b<th>c" + plain * 200, 20)
    assert sum(row == "a: first value" for row in rows) == 200


def test_a_cell_over_many_rows_is_not_cut_between_parts() -> None:
    source = f"<tr><td rowspan={TABLE_PART + 20}>tall<td>0" + "".join(f"<tr><td>{n}" for n in range(1, 200))
    document = html.parse(f"<table>{source}</table>")
    for block in document.blocks:
        assert block.table is not None
        assert all(cell.row + cell.row_span <= block.table.rows for cell in block.table.cells)


@LAW
@given(st.lists(st.sampled_from(["a", "漢字", "word " * 5, "x" * 30, ""]), min_size=2, max_size=6), st.integers(10, 80))
def test_the_borders_of_a_grid_stand_in_line(cells: list[str], width: int) -> None:
    row = "<tr>" + "".join(f"<td>{cell}" for cell in cells)
    mixed = "<tr>" + "".join(f"<td>{cell}" for cell in reversed(cells))
    rows = rows_of(html.parse(f"<table>{row}{mixed}</table>"), width)
    places = set()
    for one in rows:
        text = "".join(piece.text for piece in one.pieces)
        places.add(tuple(cell_length(text[:at]) for at, c in enumerate(text) if c in "│┼"))
    assert len(places - {()}) <= 1


def test_no_word_is_torn_where_the_column_has_room_for_all_words() -> None:
    rows = set_rows("<tr><td>one precomposed letter<td>123456<td>" + "and many words here " * 2, 32)
    assert rows[0].split("│")[0].strip() == "one"
    assert rows[1].split("│")[0].strip() == "precomposed"


def test_words_wider_than_the_column_can_hold_are_cut() -> None:
    assert all(cell_length(row) <= 30 for row in set_rows("<tr><td>" + "a" * 40 + "<td>" + "b" * 40, 30))
