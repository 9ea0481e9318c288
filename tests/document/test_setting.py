"""One block becomes rows."""

from __future__ import annotations

import pytest

from reader.document import html
from reader.document.code_rows import FOLD_MARK
from reader.document.line_break import cell_length
from reader.document.model import Document
from reader.document.row import Role, Row
from reader.document.setting import set_block


def block(source: str, width: int, index: int = -1, **options: str) -> list[Row]:
    """The rows of one block of some HTML, of its last unless told."""
    document = html.parse(source, **options)
    return set_block(document, index % len(document.blocks), width)


def texts(source: str, width: int, index: int = -1) -> list[str]:
    return [row.text for row in block(source, width, index)]


@pytest.mark.parametrize("width", range(2, 20))
@pytest.mark.parametrize(
    "source",
    [
        "<hr>",
        "<pre>\tx\t字</pre>",
        "<pre>a\n\tlong line of code, 漢字</pre>",
        "<ol start=1000><li>漢字</ol>",
        "<blockquote><blockquote><ul><li><pre>x = 漢字</pre></ul></blockquote></blockquote>",
        "<p align=right>漢字かな",
        "<p align=center>漢字かな",
        "<details><summary>一二</summary><p>三四</details>",
        "<table><tr><th>漢字<th>b<tr><td>ちいさい<td>y</table>",
    ],
)
def test_the_narrowest_columns_hold_their_rows(source: str, width: int) -> None:
    document = html.parse(source)
    for index in range(len(document.blocks)):
        for row in set_block(document, index, width):
            assert cell_length("".join(piece.text for piece in row.pieces)) <= width


def test_roles_say_what_the_text_is() -> None:
    source = "<h1>a</h1><h3>b</h3><p>c<blockquote>d</blockquote><pre>e</pre><dl><dt>f<dd>g</dl>"
    document = html.parse(source + "<figure>h<figcaption>i</figcaption></figure>", title="t")
    roles = {}
    for index in range(len(document.blocks)):
        for row in set_block(document, index, 40):
            roles |= {piece.text: piece.role for piece in row.pieces if piece.start >= 0}
    assert roles == {
        "t": Role.TITLE,
        "a": Role.HEADING,
        "b": Role.SUBHEADING,
        "c": Role.TEXT,
        "d": Role.QUOTE,
        "e": Role.CODE,
        "f": Role.TERM,
        "g": Role.TEXT,
        "h": Role.TEXT,
        "i": Role.CAPTION,
    }


def test_only_the_first_row_of_an_item_has_the_marker() -> None:
    rows = block("<ul><li>one two three four", 16)
    assert [row.pieces[0].role for row in rows] == [Role.MARKER, Role.TEXT]
    assert [row.text for row in rows] == ["• one two three", "  four"]


def test_a_second_block_of_an_item_is_set_in_without_a_marker() -> None:
    assert texts("<ul><li><p>a<p>b</ul>", 20) == ["", "  b"]


def test_an_item_in_an_item_hangs_deeper() -> None:
    assert texts("<ul><li>a<ul><li>b</ul></ul>", 20) == ["  ◦ b"]


def test_a_list_in_a_quote_keeps_the_bar() -> None:
    assert texts("<blockquote><ul><li>one two three</ul></blockquote>", 16) == ["▎ • one two", "▎   three"]


def test_the_outermost_indents_give_way_where_the_column_is_narrow() -> None:
    deep = "<ul><li>" * 9 + "words and words"
    assert max(len(text) - len(text.lstrip()) for text in texts(deep, 24)) <= 12
    assert "words and" in "\n".join(texts(deep, 24))


def test_the_fold_mark_leads_every_continuation() -> None:
    rows = block("<pre>" + "x" * 50 + "\nshort</pre>", 20)
    assert [any(piece.role is Role.FOLD for piece in row.pieces) for row in rows] == [False, True, True, False]
    assert FOLD_MARK.strip() in rows[1].text


def test_folded_code_keeps_the_offsets_of_its_characters() -> None:
    document = html.parse("<p>a<pre>\t" + "漢字 x" * 20 + "</pre>")
    rows = set_block(document, 1, 24)
    for row in rows:
        for piece in row.pieces:
            if piece.start >= 0 and document.text[piece.start] != "\t":
                assert document.text[piece.start : piece.end] == piece.text


def test_a_long_run_of_blanks_in_code_folds_like_words() -> None:
    document = html.parse("<pre>a" + " " * 50 + "b</pre>")
    rows = set_block(document, 0, 24)
    assert "".join(p.text for row in rows for p in row.pieces if p.start >= 0) == document.text
    assert len(rows) == 3


def test_empty_lines_of_code_are_rows_of_code() -> None:
    rows = block("<pre>a\n\nb</pre>", 20)
    assert [(row.text, row.is_code) for row in rows] == [(" a", True), ("", True), (" b", True)]


def test_blank_rows_before_a_block_are_not_code() -> None:
    assert [row.is_code for row in block("<p>a<pre>b</pre>", 20)] == [False, True]


def test_a_table_cannot_be_set_without_its_document() -> None:
    with pytest.raises(IndexError):
        set_block(Document("a"), 0, 20)


def test_the_language_decides_where_lines_break() -> None:
    assert [row.text for row in block("<p>가나다 라마바", 9, language="")] == ["가나다 라", "마바"]
    assert [row.text for row in block("<p>가나다 라마바", 9, language="ko")] == ["가나다", "라마바"]
