"""The paragraphs around what was typed say what the whole page says there."""

from __future__ import annotations

import random
from time import process_time

import pytest

from reader.archive.article import BodyFormat
from reader.document import opening
from reader.document.excerpt import bare, beginning, excerpt
from reader.document.phrases import Phrase, holds, may_hold
from reader.document.words import fold

LONG = "<p>" + "之后的话。" * 100 + "</p>"


def said(body: str) -> str:
    return opening.visible(body, BodyFormat.HTML, "").text


def test_it_goes_from_the_end_of_one_paragraph_to_that_of_another() -> None:
    body = f"<div><p>前。</p><ul><li><p>此处有<b>经济</b>与发展。</p></li></ul>{LONG}<p>经济</p></div>"
    part = excerpt(body, ["经济", "发展"])
    assert part == f"</p><ul><li><p>此处有<b>经济</b>与发展。</p></li></ul>{LONG}"
    assert said(part).strip() in said(body)


def test_it_is_of_the_first_place_that_has_all_or_else_any() -> None:
    body = f"<p>发展</p>{LONG}<p>经济</p>{LONG}"
    assert excerpt(f"{body}<p>发展的经济</p>", ["经济", "发展"]) == "</p><p>发展的经济</p>"
    assert excerpt(body, ["经济", "发展"]) == excerpt(body, ["经济"]) == f"</p><p>经济</p>{LONG}"
    assert excerpt(body, ["没有", "发展"]) == f"<p>发展</p>{LONG}"
    assert excerpt(body, ["没有"]) == ""


def test_it_goes_on_for_a_line_of_what_is_seen() -> None:
    link = f"<p><a href='{'x' * 300}'>此</a>处。</p>"
    assert excerpt(f"<p>经济</p>{link * 9}{LONG}<p>完</p>", ["经济"]) == f"<p>经济</p>{link * 9}{LONG}"
    latin = "<p>" + "word " * 20 + "</p>"
    assert excerpt(f"<p>here</p>{latin * 9}", ["here"]) == f"<p>here</p>{latin * 2}"
    assert excerpt(f"<p>此</p><p>{'话' * 98}</p>{latin * 9}", ["此"]) == f"<p>此</p><p>{'话' * 98}</p>{latin}"


def test_words_count_in_any_case_and_not_as_parts_of_others() -> None:
    assert excerpt(f"<p>graphs</p>{LONG}<p>a GRAPH</p>", ["Graph"]) == "</p><p>a GRAPH</p>"


@pytest.mark.parametrize(
    "body",
    [
        f"<p>经<b>济</b></p>{LONG}",
        f"经济 <p>a</p>{LONG}",
        f"<!-- <p>a</p><p>经济</p> --><p>b</p>{LONG}",
        f"<div class='copy-code-btn'><p>a</p><p>经济</p></div>{LONG}",
        f"<div hidden><p>a</p><p>经济</p></div>{LONG}",
        f"<div style='display:none'><p>a</p><p>经济</p></div>{LONG}",
        f"<span hidden><p>a</p><p>经济</p></span>{LONG}",
        f"<em class='x' style='color: red; display : none'><p>a</p><p>经济</p></em>{LONG}",
        f"<script>'<p>a</p><p>经济</p>'</script>{LONG}",
        f"<details><p>a</p><p>经济</p></details>{LONG}",
        f"<table><p>a</p><p>经济</p></table>{LONG}",
        f"<table><tr><td><table></table><p>a</p><p>经济</p></td></tr></table>{LONG}",
        f"<p>a</p><p>经济</p>{LONG[:60]}</p><table><tr><td>{LONG}</td></tr></table>",
        f"{{% comment %}}<p>a</p><p>经济</p>{{% endcomment %}}{LONG}",
        f"<p>a</p>\n\n*经济*\n\n{LONG}",
    ],
)
def test_there_is_none_where_it_may_take_the_whole_to_know(body: str) -> None:
    assert excerpt(body, ["经济"]) == ""


@pytest.mark.parametrize(
    "before",
    ["<TABLE class='x'><tr><td>甲</td><th>乙</th></tr></TABLE>", "<p>a <a href='#'><stron</a></p>", "<p>a<b</p>"],
)
def test_a_table_that_is_over_and_a_broken_tag_hide_nothing_behind_them(before: str) -> None:
    body = f"<div>{before}<p>此处有经济。</p>{LONG}</div>"
    part = excerpt(body, ["经济"])
    assert part.endswith(f"<p>此处有经济。</p>{LONG}")
    assert said(part).strip() in said(body)


def test_what_counts_as_the_same_may_be_told() -> None:
    body = f"<p>a</p><p>漢語…</p>{LONG}"
    assert excerpt(body, ["汉语"]) == ""
    assert excerpt(body, ["汉语"], fold) == f"</p><p>漢語…</p>{LONG}"


def test_the_beginning_ends_with_a_paragraph() -> None:
    assert beginning(f"<div><p>前。</p>{LONG}<p>后</p>") == f"<div><p>前。</p>{LONG}"
    assert beginning(f"<div class='x'><p>前。</p>{LONG}") == ""


def test_what_stands_together_on_the_page_does_so_in_the_bare_source() -> None:
    chance = random.Random(7)
    pieces = ["经", "济", "漢", "语", "e", "graph", " ", "\n", "<b>", "</b>", "<p>", "</p>", "<br>", "<span class='x'>"]
    pieces += ["&#32463;", "&amp;", "\u00ad", "<img alt='经济 graph'>", "<li>", "</div>", "<em", ">", "'>"]
    known = 0
    for _ in range(3000):
        body = "<p>" + "".join(chance.choices(pieces, k=9))
        source = bare(body)
        for phrase in map(Phrase, ("经济", "济经", "汉语", "graph", "egraph", "graph 经", "经 graph")):
            known += source is not None
            if source is not None and holds(said(body), phrase):
                assert may_hold(source, phrase), body
    assert known > 5000
    assert bare("<p>经<script>a</script>济</p>") is bare("经<b>济</b>") is bare("<p>a</p><table></table>") is None


def test_what_it_says_is_a_part_of_what_the_page_says() -> None:
    chance = random.Random(9)
    pieces = ["<p>经济</p>", "<p>发展<br>了</p>", "<ul><li>甲</li><li><p>乙 经济</p></li></ul>", "<h2>发展</h2>", LONG]
    pieces += ["<blockquote><p>引</p></blockquote>", "<pre><code class='x'>a = 1</code></pre>", "<ol><li>一<li>二</ol>"]
    pieces += [
        "<p class='lead'>经济 <a href='#'>发展</a></p>",
        "<div>",
        "</div>",
        "文",
        "<p><strong>发展</strong></p>",
        "\n",
    ]
    found = 0
    for _ in range(400):
        body = "<div>" + "".join(chance.choices(pieces, k=12)) + LONG
        part = excerpt(body, chance.choice([["经济"], ["发展"], ["经济", "发展"]]))
        if part:
            found += 1
            assert said(part).strip() in said(body)
    assert found > 200


def test_blank_lines_take_no_longer_than_their_length() -> None:
    began = process_time()
    blank = "\n" * 50_000
    assert excerpt(f"<p>a</p>{blank}<p>经济</p>", ["经济"]).endswith("<p>经济</p>")
    assert excerpt(f"<p>a</p>{blank}b<p>经济</p>", ["经济"]) == ""
    assert process_time() - began < 1
