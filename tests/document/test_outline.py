"""The outline: written headings, and what stands for them."""

from __future__ import annotations

from time import process_time

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.document import html
from reader.document.model import Document
from reader.document.outline import Heading, current, outline


def shape(source: str) -> list[tuple[int, str]]:
    """The outline as levels and words."""
    document = html.parse(source, title="Title")
    return [(level, document.text[start:end]) for start, end, level in outline(document)]


TEXT = "<p>这里是一段正文，说了一些事情，并且以句号结束。</p>"


def test_written_headings_are_the_outline() -> None:
    assert shape(f"<h2>One</h2>{TEXT}<h3>Two</h3><p><b>bold</b></p>{TEXT}<h2>Three</h2>") == [
        (2, "One"),
        (3, "Two"),
        (2, "Three"),
    ]


def test_bold_paragraphs_stand_for_headings() -> None:
    source = "".join(
        f"<p><strong>{words}</strong></p>{TEXT}{TEXT}" for words in ("抓实教育培训", "落实关爱措施", "问：为什么？")
    )
    assert shape(source) == [(1, "抓实教育培训"), (1, "落实关爱措施"), (1, "问：为什么？")]


def test_a_bold_first_line_stands_for_a_heading() -> None:
    source = "".join(f"<p><b>{words}</b><br>正文在同一段里，说了一些事情。</p>{TEXT}" for words in ("其一", "其二"))
    assert shape(source) == [(1, "其一"), (1, "其二")]


def test_the_number_need_not_be_bold() -> None:
    assert shape(f"<p>一、<b>开头</b></p>{TEXT}<p>二、<b>结尾</b></p>{TEXT}") == [(1, "一、开头"), (1, "二、结尾")]


def test_numbered_lines_stand_for_headings_and_nest() -> None:
    lines = ("一、形势", "（一）国内", "（二）国外", "二、任务", "（一）当前")
    source = "".join(f"<p>{line}</p>{TEXT}" for line in lines)
    assert shape(source) == list(zip((1, 2, 2, 1, 2), lines, strict=True))


def test_bold_lines_around_numbers_stand_beside_them_and_those_below_stand_below() -> None:
    around = f"<p><b>引言</b></p>{TEXT}<p><b>1. 甲</b></p>{TEXT}<p><b>2. 乙</b></p>{TEXT}<p><b>结语</b></p>{TEXT}"
    assert [level for level, _ in shape(around)] == [1, 1, 1, 1]
    below = f"<p><b>一、甲</b></p>{TEXT}<p><b>缘起</b></p>{TEXT}<p><b>二、乙</b></p>{TEXT}<p><b>经过</b></p>{TEXT}"
    assert [level for level, _ in shape(below)] == [1, 2, 1, 2]


def test_chapters_are_counted_in_chinese() -> None:
    source = "".join(f"<p>第{number}章　标题</p>{TEXT}" for number in "一 二 三 四 五 六 七 八 九 十 十一 十二".split())
    assert len(shape(source)) == 12


def test_what_stands_for_a_heading_stands_below_the_one_that_is_written() -> None:
    assert shape(f"<h2>Written</h2><p><b>甲</b></p>{TEXT}<p><b>乙</b></p>{TEXT}") == [
        (2, "Written"),
        (3, "甲"),
        (3, "乙"),
    ]


def test_one_bold_paragraph_is_no_outline() -> None:
    assert shape(f"<p><b>Only one</b></p>{TEXT}") == []


def test_bold_sentences_and_long_paragraphs_are_no_headings() -> None:
    assert shape(f"<p><b>这是一句话。</b></p>{TEXT}<p><b>又一句话。</b></p>{TEXT}") == []
    long = "很长的一段话" * 10
    assert shape(f"<p><b>{long}</b></p>{TEXT}<p><b>{long}</b></p>{TEXT}") == []


def test_a_word_in_bold_makes_no_heading() -> None:
    assert shape(f"<p><b>注意</b> 这一点</p>{TEXT}<p>一个<b>重点</b></p>{TEXT}") == []


def test_lists_quotes_and_lines_without_text_between_are_no_headings() -> None:
    assert shape("<ul><li><b>甲</b></li><li><b>乙</b></li></ul>" + TEXT) == []
    assert shape("<blockquote><p><b>甲</b></p><p>x</p><p><b>乙</b></p></blockquote>" + TEXT) == []
    assert shape("".join(f"<p>{number}、一项</p>" for number in "一二三四") + TEXT) == []
    assert shape("".join(f"<p><b>{name}</b></p>" for name in "甲乙丙丁") + TEXT) == []


def test_numbers_out_of_order_are_no_headings() -> None:
    assert shape(f"<p>3、三</p>{TEXT}<p>7、七</p>{TEXT}") == []
    assert shape(f"<p>2021. A year</p>{TEXT}<p>2022. Another</p>{TEXT}") == []


def test_the_current_heading_is_the_last_that_begins_before_the_place() -> None:
    headings = [Heading(10, 12, 1), Heading(20, 22, 2)]
    assert [current(headings, offset) for offset in (0, 10, 19, 20, 500)] == [None, 0, 0, 1, 1]
    assert current([], 5) is None


def test_a_long_article_is_outlined_at_once() -> None:
    source = "".join(f"<p><b>标题 {number}</b></p>{TEXT}" for number in range(10_000))
    document = html.parse(source)
    began = process_time()
    assert len(outline(document)) == 10_000
    assert process_time() - began < 2


@settings(deadline=None, max_examples=200)
@given(
    st.lists(st.sampled_from(["<p><b>甲</b></p>", "<p>一、</p>", "<p>1、x", TEXT, "<h2>H", "<p><b>a</b><br>b", "<hr>"]))
)
def test_whatever_stands_in_it_the_outline_is_in_order_and_in_the_text(pieces: list[str]) -> None:
    document: Document = html.parse("".join(pieces))
    found = outline(document)
    assert found == sorted(found)
    assert all(0 <= start < end <= len(document.text) and level > 0 for start, end, level in found)
