"""The head of an HTML file as fields."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from reader.archive.html_head import head_fields

PAGE = """<!DOCTYPE html>
<html lang="zh-CN"><head>
<meta charset="utf-8"><title>
  标题 &amp; 副题
</title>
<meta name="author" content="作者"><meta name="Keywords" content="甲, 乙">
<meta property="article:published_time" content="2021-08-23T10:00:00Z">
<meta name="description" content="摘要"><meta property="og:title" content="另一个">
<link rel="canonical" href="https://example.org/a">
</head><body><title>no</title><h1>Heading</h1></body></html>"""


def test_a_head_says_what_front_matter_says() -> None:
    fields = head_fields(PAGE)
    assert fields == {
        "title": "标题 & 副题",
        "author": "作者",
        "tags": "甲, 乙",
        "date": "2021-08-23T10:00:00Z",
        "description": "摘要",
        "link": "https://example.org/a",
        "lang": "zh-CN",
    }


def test_open_graph_speaks_where_the_head_is_silent() -> None:
    fields = head_fields(
        '<meta property="og:title" content="T"><meta property="og:url" content="https://example.org/">'
    )
    assert (fields["title"], fields["link"]) == ("T", "https://example.org/")


def test_a_fragment_without_a_head_has_no_fields() -> None:
    assert head_fields("<div><p>Text</p></div>") == {}
    assert head_fields("") == {}


def test_a_megabyte_of_body_costs_nothing() -> None:
    page = PAGE.replace("<h1>", "<p>text</p>" * 100_000)
    started = time.process_time()
    assert head_fields(page)["author"] == "作者"
    assert time.process_time() - started < 0.5


PIECES = st.sampled_from(
    ["<", ">", "/", "=", "'", " ", "title", "meta", "head", "html", "lang", "content", "name", "\0"]
)


@given(st.lists(PIECES).map("".join))
def test_any_text_has_fields_or_none(text: str) -> None:
    head_fields(text)
