"""What leaves the program: Markdown that reads back the same, HTML without what could act, JSON with everything."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from html import escape
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.archive.article import Article, BodyFormat, Fault, Metadata
from reader.archive.reading import read
from reader.document import html, markdown, opening
from reader.document.export import to_html, to_json, to_markdown

SAMPLES = Path(__file__).parents[2] / "sample_articles"


def words(source: str) -> str:
    """What a page shows, without white space and without the bullets that lists have in cells."""
    return re.sub(r"[\s•◦▪]", "", html.parse(source).text)


def read_again(source: str) -> str:
    return words(markdown.to_html(to_markdown(source)))


# Markdown


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<p>他说<b>重要</b>的话</p>", "他说**重要**的话"),
        ("<p>他说<b>“重要”</b>的话</p>", "他说<strong>“重要”</strong>的话"),
        ("<p>a <b>bold</b>, <i>it</i> and <del>old</del></p>", "a **bold**, *it* and ~~old~~"),
        ("<p>a<b> bold </b>b</p>", "a **bold** b"),
        ("<p>中文\n中文</p>", "中文中文"),
        ("<p>List&lt;T&gt; &amp;amp; *x* _y_ a_b</p>", "List\\<T> \\&amp; \\*x\\* \\_y\\_ a_b"),
        ("<p><code>List&lt;T&gt;</code> <code>a`b</code></p>", "`List<T>` ``a`b``"),
        ("<p><code>a</code><code>b</code></p>", "`ab`"),
        ("<p>1. no list</p><p>- nor this</p><p># C#</p>", "1\\. no list\n\n\\- nor this\n\n\\# C#"),
        ("<p>a<br>b<br><br>c</p>", "a  \nb\n\nc"),
        ("<p>　　缩进</p>", "　　缩进"),
        ('<p><a href="/a b(c)" title="t">x]y</a></p>', '[x\\]y](</a%20b(c)> "t")'),
        ('<img src="a.png" alt="a*b">', "![a\\*b](a.png)"),
        ("<p>漢<sup>2</sup> <kbd>x</kbd></p>", "漢<sup>2</sup> <kbd>x</kbd>"),
        ("<h2>Title <br> more</h2>", "## Title <br> more"),
        ("<hr>", "***"),
        ("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", "- a\n  - b\n- c"),
        ("<ol start=9><li><p>a</p><p>b</p></li><li><p>c</p></li></ol>", "9. a\n\n   b\n\n10. c"),
        ("<ul><li>a</li></ul><ul><li>b</li></ul>", "- a\n\n* b"),
        ('<ul><li><input type="checkbox" checked> a</li></ul>', "- [x] a"),
        ("<blockquote><p>a</p><ul><li>b</li></ul></blockquote>", "> a\n>\n> - b"),
        ("<dl><dt>t</dt><dd>a</dd><dd>b</dd></dl>", "t\n: a\n: b"),
        (
            "<table><tr><th>a<th align=right>b<tr><td>x|y<td>1<br>2</table>",
            "| a | b |\n| --- | ---: |\n| x\\|y | 1<br>2 |",
        ),
        ("<table><tr><td>a<td>b<tr><td>c<td>d</table>", "|  |  |\n| --- | --- |\n| a | b |\n| c | d |"),
        ('<span class="math">$a_b$</span>', "$a_b$"),
    ],
)
def test_markdown_as_it_is_written(source: str, expected: str) -> None:
    assert to_markdown(source) == expected + "\n"
    assert read_again(source) == words(source)


@pytest.mark.parametrize("path", sorted(SAMPLES.rglob("*.md")), ids=lambda path: path.name)
def test_the_sample_articles_read_back_the_same(path: Path) -> None:
    source = opening.html_of(read(path))
    assert read_again(source) == words(source)
    assert words(to_html(source)) == words(source)


_TEXTS = st.sampled_from(
    [
        *(
            "foo",
            "bar baz",
            "中文",
            "，",
            "“好”",
            "。",
            " ",
            "\n",
            "中\n文",
            "a*b",
            "*",
            "**",
            "_x_",
            "snake_case",
            "`",
            "``",
        ),
        *(
            "<T>",
            "List<T>",
            "<b>",
            "&lt;",
            "&amp;",
            "1. one",
            "1) x",
            "- x",
            "+ y",
            "# h",
            "C#",
            "> q",
            "~~s~~",
            "==m==",
        ),
        *("$a$", "$5", "|", "a|b", "[x]", "[x](y)", "![i](j)", "[^1]", "[ ] t", "[[w]]", "http://a.b/c_d", "C:\\dir\\"),
        *(
            "{% raw %}",
            "{{ x }}",
            "{: .c}",
            "[TOC]",
            "---",
            "===",
            "```",
            "    code",
            "　　全角",
            "\u00a0",
            "]:",
            "</div>",
        ),
        *("&#123;", "<your-mail>", "T|-|-", "x^2^", "<https://x.y>", "🎉", "e\u0301"),
    ]
).map(lambda words: escape(words, quote=False))


def _in(*tags: str) -> st.SearchStrategy[str]:
    return st.sampled_from(tags)


def _wrapped(tags: st.SearchStrategy[str], inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    contents = st.lists(inner, max_size=3).map("".join)
    return st.builds(lambda tag, content: f"<{tag}>{content}</{tag.split()[0]}>", tags, contents)


_ATOMS = _in("<br>", "<img src='a.png' alt='al*t_'>", "<ruby>漢<rt>かん</rt></ruby>", "<span class=math>$a_b$</span>")
_INLINE = st.recursive(
    _TEXTS | _ATOMS,
    lambda inner: _wrapped(
        _in("b", "em", "code", "del", "u", "kbd", "span", "a href='x(y'", "q", "abbr title='t'"), inner
    ),
    max_leaves=5,
)
_BLOCKS = st.recursive(
    _wrapped(_in("p", "div", "h2", "dl><dt>x</dt><dd"), _INLINE)
    | _TEXTS.filter(lambda t: t[0] not in ":~").map("<pre>{}</pre>".format),
    lambda inner: _wrapped(
        _in("blockquote", "ul><li", "ol start=3><li", "details><summary>s</summary><div", "table><tr><th>h<th", "b"),
        inner,
    ),
    max_leaves=4,
)


@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.lists(_BLOCKS | _INLINE, max_size=3).map("".join))
def test_any_body_reads_back_the_same_words_in_the_same_order(source: str) -> None:
    assert words(to_html(source)) == words(source)
    assert read_again(source) == words(source)


# JSON


def test_json_holds_what_is_known_and_the_text() -> None:
    article = Article(
        Path("/a/文章.md"),
        Metadata("标题", datetime(2021, 8, 23, 9, 40, tzinfo=UTC), categories=(("金融", "要闻"),), tags=("a",)),
        "<p>正文</p>",
        BodyFormat.HTML,
        "gb18030",
        (Fault("front matter is not YAML", 3),),
    )
    line = to_json(article, html.parse(article.body))
    assert "\n" not in line
    assert "正文" in line
    assert json.loads(line) == {
        "path": "/a/文章.md",
        "title": "标题",
        "date": "2021-08-23T09:40:00+00:00",
        "date_is_from_file": False,
        "categories": [["金融", "要闻"]],
        "tags": ["a"],
        "authors": [],
        "link": None,
        "language": None,
        "description": None,
        "draft": False,
        "encoding": "gb18030",
        "format": "html",
        "faults": [{"message": "front matter is not YAML", "line": 3}],
        "text": "正文",
    }
