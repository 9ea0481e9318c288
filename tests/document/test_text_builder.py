"""The text alone is the text of the document: the index holds what the page shows."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader import resources
from reader.archive import files
from reader.archive.article import BodyFormat
from reader.document import html, opening
from reader.document.model import BlockKind, Style
from reader.document.text_builder import Visible

LAW = settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow])

SAMPLES = [file.path for file in files.walk(resources.sample_articles())]

TITLES = ("", "Title", "a", "标题")

WORDS = (
    *("a", "Title", "标题", "字", " ", "\n", "\n\n", "\t", "  ", " a", "a ", "字\n", "\n字", " \n “", "中 文", "é"),
    *("&nbsp;", "\u3000", "\u200b", "\u00ad", "\u202e", "&#7;", "&#13;", "&lt;b&gt;", "1️⃣", "x" * 20_000),
)
EMPTY = (
    *("<br>", "<hr>", '<img src="a/b.png" alt="c">', "<img width=1>", "<input type=checkbox>", "<input type=submit>"),
    *("<iframe src=//a/b></iframe>", "<svg><title>a</title><text>b</text></svg>", "<video src=a></video>", "<wbr>"),
    *("<script>a</script>", "<script type='math/tex'>x^2</script>", "<!-- a -->", "<table></table>", "<li>", "<td>"),
)
AROUND = (
    *("p", "div", "h1", "h2", "h3", "b", "i", "code", "pre", "blockquote", "ul", "ol", "li", "dl", "dt", "dd", "q"),
    *("table", "tr", "td", "th", "caption", "thead", "details", "summary", "figure", "figcaption", "sup", "sub"),
    *("ruby", "rt", "abbr", "button", "option", "noscript", "math", "a href=x", "a href=#x", "p hidden", "ol reversed"),
    *("center", 'p style="text-align:right"', 'pre class="language-python"', 'table class="highlighttable"'),
    *('td class="gutter"', 'span class="math"', "span class=copy", 'div class="math"', "td colspan=2", "ul id=x"),
)

_LEAVES = st.sampled_from(WORDS) | st.sampled_from(EMPTY)
_TREES = st.recursive(
    _LEAVES,
    lambda inner: st.tuples(st.sampled_from(AROUND), st.lists(inner, max_size=5)).map(
        lambda around: f"<{around[0]}>{''.join(around[1])}</{around[0].split()[0]}>"
    ),
    max_leaves=30,
)
PAGES = st.lists(_TREES, max_size=8).map("".join)
BROKEN = st.lists(
    _LEAVES | st.sampled_from([f"<{each}>" for each in AROUND] + [f"</{each.split()[0]}>" for each in AROUND]),
    max_size=40,
).map("".join)
MARKDOWN = st.lists(
    st.sampled_from(
        [
            *("# Title", "## 标题", "words", "**字**字", "- a", "  - b", "1. a", "- [x] a", "> a", "```py\nx\n```"),
            *("    code", "| a | b |\n|---|---|\n| 字 | ![x](y) |", "![a](b.png)", "a[^1]\n\n[^1]: b", "---", "<p>a"),
            *("a\nb", "字\n字", "`a\\tb`", "$x$", "$$\nx\n$$", "a\n: b", "<div>\n\na\n\n</div>", "{% raw %}a"),
        ]
    ),
    max_size=15,
).map("\n\n".join)


def of_document(body: str, written: BodyFormat, title: str) -> Visible:
    """What is visible, taken from the document with all its ranges."""
    parts = list(opening.parse(body, written, title, ""))
    blocks = [block for part in parts for block in part.blocks]
    return Visible(
        "".join(part.text for part in parts),
        blocks[0].end if blocks and blocks[0].kind is BlockKind.TITLE else 0,
        any(block.kind is BlockKind.CODE for block in blocks),
        any(span.style is Style.IMAGE for part in parts for span in part.spans),
    )


def assert_same(body: str, written: BodyFormat, title: str) -> None:
    assert opening.visible(body, written, title) == of_document(body, written, title)


@LAW
@given(PAGES, st.sampled_from(TITLES))
def test_the_text_of_any_page_is_that_of_its_document(body: str, title: str) -> None:
    assert_same(body, BodyFormat.HTML, title)


@LAW
@given(BROKEN, st.sampled_from(TITLES))
def test_so_is_that_of_a_broken_one(body: str, title: str) -> None:
    assert_same(body, BodyFormat.HTML, title)


@LAW
@given(MARKDOWN, st.sampled_from(TITLES))
def test_so_is_that_of_markdown(body: str, title: str) -> None:
    assert_same(body, BodyFormat.MARKDOWN, title)


@LAW
@given(st.text(st.sampled_from("ab字 \t\n\u3000-1."), max_size=200), st.sampled_from(TITLES))
def test_so_is_that_of_plain_text(body: str, title: str) -> None:
    assert_same(body, BodyFormat.PLAIN, title)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_so_is_that_of_a_real_article(path: Path) -> None:
    article = files.read(path)
    assert_same(article.body, article.body_format, article.metadata.title)
    assert_same(article.body, article.body_format, "")


def test_that_of_a_page_in_parts_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "PART", 1)
    assert_same("<h1>a</h1>" + "<p>&nbsp;<p>b<hr><ul><li><li>c</ul><table><tr><td>d</table>" * 9, BodyFormat.HTML, "a")


def test_code_and_pictures_are_noted() -> None:
    assert opening.visible("<pre>a", BodyFormat.HTML, "T") == Visible("T\n\na", 1, True, False)
    assert opening.visible("<td><img src=a>", BodyFormat.HTML, "") == Visible("▣ a", 0, False, True)
    assert opening.visible("<code>a", BodyFormat.HTML, "") == Visible("a", 0, False, False)


def test_no_empty_row_stands_above_the_text_where_its_first_block_is_blank() -> None:
    assert opening.visible("<p>&nbsp;</p><p>a", BodyFormat.HTML, "").text == "a"
