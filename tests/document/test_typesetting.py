"""The reader's switches for the page: laws that hold with any of them, and what each of them does."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.document import html
from reader.document.layout import Layout
from reader.document.line_break import cell_length, is_closing, is_opening
from reader.document.model import Document
from reader.document.row import Role, Row
from reader.document.runs import Hit, runs
from reader.document.typesetting import PLAIN, Typesetting, spaces, stretched
from tests.document.test_layout import (
    DOCUMENTS,
    LAW,
    NARROW,
    PROSE,
    PROSE_DOCUMENTS,
    WIDTHS,
    completed,
    drawn,
    shows,
    without_blanks,
)

ANY_WIDTH = st.one_of(WIDTHS, NARROW)
SWITCHES = (st.integers(0, 2), st.booleans(), st.booleans(), st.booleans())
WRAPPED = st.builds(Typesetting, *SWITCHES, st.just(True), st.just(0))
ANY = st.builds(Typesetting, *SWITCHES, st.booleans(), st.integers(0, 60))
HAN = "天地玄黃宇宙洪荒，日月盈昃。辰宿列張「寒來暑往」秋收冬藏；"


def set_page(document: Document, width: int, typesetting: Typesetting) -> tuple[Layout, list[Row]]:
    layout = completed(Layout(document, width, (), typesetting))
    return layout, layout.rows(0, layout.height + 1)


def texts(source: str, width: int, language: str = "zh", **switches: int) -> list[str]:
    _, rows = set_page(html.parse(source, language=language), width, PLAIN._replace(**switches))
    return [row.text for row in rows]


# laws


@LAW
@given(PROSE_DOCUMENTS, ANY_WIDTH, WRAPPED)
def test_every_character_is_drawn_once_and_in_order(document: Document, width: int, typesetting: Typesetting) -> None:
    _, rows = set_page(document, width, typesetting)
    ranges = list(drawn(rows))
    assert all(first[1] <= second[0] for first, second in pairwise(ranges))
    assert without_blanks("".join(document.text[a:b] for a, b in ranges)) == without_blanks(document.text)


@LAW
@given(DOCUMENTS, ANY_WIDTH, ANY)
def test_no_row_is_wider_than_the_column(document: Document, width: int, typesetting: Typesetting) -> None:
    layout, rows = set_page(document, width, typesetting)
    assert len(rows) == layout.height
    for row in rows:
        whole = "".join(piece.text for piece in row.pieces)
        assert cell_length(whole) <= width
        assert sum(piece.cells for piece in row.pieces) == cell_length(whole)


@LAW
@given(DOCUMENTS, ANY_WIDTH, ANY)
def test_a_piece_draws_the_characters_that_it_names(document: Document, width: int, typesetting: Typesetting) -> None:
    for row in set_page(document, width, typesetting)[1]:
        assert row.start <= row.end
        for piece in row.pieces:
            if piece.start >= 0 and document.text[piece.start : piece.end] != "\t":
                assert piece.text == document.text[piece.start : piece.end]
            if piece.role is Role.SPACE:
                assert piece.start == -1
                assert not piece.text.strip(" ")


@LAW
@given(DOCUMENTS, ANY_WIDTH, WRAPPED)
def test_offsets_lead_to_rows_and_rows_to_offsets(document: Document, width: int, typesetting: Typesetting) -> None:
    layout, rows = set_page(document, width, typesetting)
    for y, row in enumerate(rows):
        if row.start < row.end:
            assert layout.row_of(layout.offset_at(y)) == y
    for offset, character in enumerate(document.text):
        if not character.isspace():
            assert shows(rows[layout.row_of(offset)], offset)


@LAW
@given(DOCUMENTS, ANY_WIDTH, ANY)
def test_every_offset_leads_to_the_row_of_its_line(document: Document, width: int, typesetting: Typesetting) -> None:
    layout, rows = set_page(document, width, typesetting)
    for offset, character in enumerate(document.text):
        if not character.isspace():
            row = rows[layout.row_of(offset)]
            assert shows(row, offset) or (row.is_code and row.start <= offset < row.end)


@LAW
@given(PROSE_DOCUMENTS, WIDTHS, WRAPPED)
def test_justifying_changes_no_row_but_its_blanks(document: Document, width: int, typesetting: Typesetting) -> None:
    _, ragged = set_page(document, width, typesetting._replace(justify=False))
    _, even = set_page(document, width, typesetting._replace(justify=True))
    assert [(row.start, row.end) for row in even] == [(row.start, row.end) for row in ragged]


@LAW
@given(PROSE, st.integers(8, 80))
def test_blanks_stand_beside_no_mark_that_holds_on_to_its_text(text: str, room: int) -> None:
    for at in stretched(text, room):
        assert 0 < at < len(text)
        if text[at - 1] != " ":
            assert not is_closing(text[at])
            assert not is_opening(text[at - 1])
    assert cell_length(text) + sum(stretched(text, room).values()) <= max(room, cell_length(text))


# even edges


def test_rows_end_together_but_for_the_last() -> None:
    rows = texts("<p>" + HAN * 5, 31, justify=True)
    assert len(rows) > 4
    assert {cell_length(row) for row in rows[:-1]} == {31}
    assert cell_length(rows[-1]) < 31


def test_the_last_row_of_every_line_stays_as_it_is() -> None:
    assert texts("<p>一二三四五<br>六七八九十一二三", 11, justify=True) == [
        "一二三四五",
        "六七八 九十",
        "一二三",
    ]


def test_blanks_go_between_words_first_then_to_punctuation_then_to_edges_of_words() -> None:
    assert stretched("go 天地，玄黃", 14) == {3: 1}
    assert stretched("go 天地，玄黃", 15) == {3: 1, 6: 1}
    assert stretched("go 天地，世界和平", 20) == {3: 1, 6: 1, 8: 1}


def test_chinese_words_stay_whole() -> None:
    assert stretched("打赢脱贫攻坚战重点任务", 24) == {7: 1, 9: 1}


def test_blanks_are_spread_evenly() -> None:
    assert stretched("a b c d e f g", 15) == {4: 1, 10: 1}


def test_a_row_that_would_have_to_be_torn_apart_is_left() -> None:
    assert stretched("one two", 40) == {}
    assert stretched("As you can see, the first thing the", 54) == {}  # before `handleUntilTimedOut`
    assert stretched("天地", 20) == {}
    assert stretched("开源的 macOS 小工具，对按键行为进行统计。", 54) == {}  # before `（@debugtheworldbot`
    assert stretched("コマンドのファイルを", 26) == {}


@pytest.mark.parametrize("blanks", [1, 2, 3, 4])
def test_a_name_that_the_dictionary_does_not_know_stays_whole_as_long_as_words_meet_elsewhere(blanks: int) -> None:
    text = "记者欧阳娜娜从贵州毕节赶来采访当地干部和群众"
    cells = stretched(text, 2 * len(text) + blanks)
    assert sum(cells.values()) == blanks
    assert not {text.index("娜娜"), text.index("娜娜") + 1, text.index("毕节"), text.index("毕节") + 1} & cells.keys()


def test_dashes_ellipses_words_and_numbers_stay_whole() -> None:
    assert stretched("天——……3.14word", 40) == {}


def test_code_in_a_line_is_not_drawn_apart() -> None:
    rows = texts("<p>Then run <code>tail -f log</code> in another window, and wait", 36, justify=True)
    assert rows[0] == "Then  run  tail -f log   in  another"


def test_headings_and_centred_text_are_not_justified() -> None:
    source = f"<h2>{HAN}</h2><p align=center>{HAN}"
    assert texts(source, 31, justify=True) == texts(source, 31)


# Han and Latin


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("用Python写3个", "用 Python 写 3 个"),
        ("かなkanaカナ", "かな kana カナ"),
        ("用 Python 写", "用 Python 写"),
        ("（Python）写，3。个", "（Python）写，3。个"),
        ("第1章：α粒子", "第 1 章：α 粒子"),
        ("한국어abc", "한국어abc"),
        ("ｗｉｄｅ字", "ｗｉｄｅ字"),
        ("cafe\u0301店", "cafe\u0301 店"),
    ],
)
def test_han_and_latin_stand_a_cell_apart(text: str, expected: str) -> None:
    assert texts(f"<p>{text}", 60, han_latin_space=True) == [expected]


def test_code_in_a_line_keeps_its_characters_together() -> None:
    assert texts("<p>写<code>a中b</code>和<code>x</code>", 60, han_latin_space=True) == ["写 a中b 和 x"]


def test_a_row_begins_and_ends_without_the_blank() -> None:
    assert texts("<p>天地玄黃abc天地玄黃abc", 12, han_latin_space=True) == ["天地玄黃 abc", "天地玄黃 abc"]
    assert texts("<p>天地玄黃abc天地玄黃abc", 11, han_latin_space=True) == ["天地玄黃", "abc 天地玄", "黃 abc"]


def test_the_text_has_no_such_blank() -> None:
    document = html.parse("<p>用Python写")
    assert spaces(document.text) == [1, 7]
    assert document.text == "用Python写"


def test_centred_text_makes_room_for_its_blanks() -> None:
    assert texts("<p align=center>用ab", 9, han_latin_space=True) == ["  用 ab"]


def test_tables_have_it_too_and_their_columns_stay_in_line() -> None:
    source = "<table><tr><th>年<th>事<tr><td>2021年<td>用Python写<tr><td>昔<td>x</table>"
    assert texts(source, 40, han_latin_space=True) == [
        "年      │ 事",
        "━━━━━━━━┿━━━━━━━━━━━━━",
        "2021 年 │ 用 Python 写",
        "昔      │ x",
    ]
    assert texts(source, 14, han_latin_space=True)[-2:] == ["年: 昔", "事: x"]


# first lines


def test_chinese_paragraphs_begin_two_characters_in() -> None:
    assert texts("<p>" + HAN, 40, first_line_indent=True)[0] == "    " + HAN[:18]
    assert texts("<p>" + HAN, 40, first_line_indent=True)[1] == HAN[18:]


def test_every_line_of_a_paragraph_begins_one() -> None:
    assert texts("<p>天地玄黃。<br>宇宙洪荒。", 40, first_line_indent=True) == ["    天地玄黃。", "    宇宙洪荒。"]


@pytest.mark.parametrize(
    ("source", "language"),
    [
        ("<p>\u3000\u3000天地玄黃", "zh"),
        ("<p>天地玄黃<br>\u3000\u3000宇宙", "zh"),
        ("<ul><li>天地玄黃</ul>", "zh"),
        ("<blockquote><p>天地玄黃</blockquote>", "zh"),
        ("<figure><figcaption>天地玄黃</figcaption></figure>", "zh"),
        ("<h2>天地玄黃</h2>", "zh"),
        ("<p align=center>天地玄黃", "zh"),
        ("<p><b>天地玄黃</b>", "zh"),
        ("<p><img src=a.png alt=天地玄黃>", "zh"),
        ("<p>Latin letters and one 字", "zh"),
        ("<p>天地玄黃", "ja"),
        ("<p>これは日本語の文です", ""),
    ],
)
def test_what_is_no_chinese_paragraph_stays_where_it_is(source: str, language: str) -> None:
    assert texts(source, 40, language, first_line_indent=True) == texts(source, 40, language)


def test_an_article_of_unknown_language_is_known_by_its_characters() -> None:
    assert texts("<p>天地玄黃 Python", 40, "", first_line_indent=True) == ["    天地玄黃 Python"]


def test_what_goes_on_with_a_long_paragraph_begins_none() -> None:
    document = html.parse("<p>" + HAN * 2_000, language="zh")
    assert len(document.blocks) > 1
    _, rows = set_page(document, 60, PLAIN._replace(first_line_indent=True))
    assert [y for y, row in enumerate(rows) if row.text.startswith("    ")] == [0]


# space between lines


def test_rows_of_a_paragraph_stand_apart() -> None:
    assert texts("<p>天地玄黃宇宙<p>洪荒", 8, line_spacing=1) == ["天地玄黃", "", "宇宙", "", "", "洪荒"]
    assert texts("<p>天地玄黃宇宙", 8, line_spacing=2) == ["天地玄黃", "", "", "宇宙"]


def test_items_stand_as_far_apart_as_their_rows() -> None:
    assert texts("<ul><li>天地玄黃宇宙洪荒<li>洪荒</ul>", 14, line_spacing=1) == [
        "• 天地玄黃宇宙",
        "",
        "  洪荒",
        "",
        "• 洪荒",
    ]


def test_quote_bars_run_through_the_space() -> None:
    assert texts("<blockquote>天地玄黃宇宙洪荒</blockquote>", 14, line_spacing=1) == ["▎ 天地玄黃宇宙", "▎", "▎ 洪荒"]


def test_code_headings_and_tables_are_set_as_ever() -> None:
    source = "<h2>天地玄黃宇宙</h2><pre>a\nb</pre><table><tr><td>a<tr><td>b</table>"
    assert texts(source, 8, line_spacing=1) == texts(source, 8)


# how it is drawn


def test_a_blank_inside_a_match_or_a_link_is_lit_with_it() -> None:
    document = html.parse("<p>去<a href='https://example.org'>用Python</a>写")
    _, rows = set_page(document, 60, PLAIN._replace(han_latin_space=True))
    found = list(runs(rows[0], document.spans, (), [(0, 4)], (0, 4)))
    assert [(run.text, run.hit, run.target) for run in found] == [
        ("去", Hit.CURRENT, ""),
        ("用", Hit.CURRENT, "https://example.org"),
        (" ", Hit.CURRENT, "https://example.org"),
        ("Py", Hit.CURRENT, "https://example.org"),
        ("thon", Hit.NONE, "https://example.org"),
        (" ", Hit.NONE, ""),
        ("写", Hit.NONE, ""),
    ]
