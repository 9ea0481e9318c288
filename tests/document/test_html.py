"""HTML becomes one text with ranges; nothing that a browser would show is lost."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.document import html
from reader.document.grid import TABLE_PART
from reader.document.long_block import MAX_BLOCK
from reader.document.model import Align, BlockKind, ContainerKind, Document, Style

LAW = settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow])


def text(source: str) -> str:
    return html.parse(source).text


def kinds(document: Document) -> list[tuple[BlockKind, str]]:
    return [(block.kind, document.text[block.start : block.end]) for block in document.blocks]


def styles(source: str) -> list[tuple[Style, str]]:
    document = html.parse(source)
    return [(span.style, document.text[span.start : span.end]) for span in document.spans]


def targets(source: str) -> dict[str, str]:
    document = html.parse(source)
    return {document.text[span.start : span.end]: span.target for span in document.spans}


def within(source: str) -> list[tuple[str, list[str]]]:
    """The text of each block, and the kinds and markers of what it stands in."""
    document = html.parse(source)
    return [(document.text[b.start : b.end], [f"{c.kind}{c.marker}" for c in b.containers]) for b in document.blocks]


# blocks


@pytest.mark.parametrize("level", range(1, 7))
def test_headings_keep_their_level(level: int) -> None:
    document = html.parse(f"<h{level}>Words</h{level}>")
    assert [(b.kind, b.level) for b in document.blocks] == [(BlockKind.HEADING, level)]
    assert list(document.headings()) == list(document.blocks)


def test_paragraphs_are_blocks_a_blank_row_apart() -> None:
    assert text("<p>a</p><p>b</p>") == "a\n\nb"


def test_a_break_is_a_line_in_the_same_block() -> None:
    document = html.parse("<p>a<br>b<br/><br/><br/>c</p>")
    assert document.text == "a\nb\n\nc"
    assert len(document.blocks) == 1


def test_full_width_indents_stay() -> None:
    assert text("<p>\u3000\u3000一段</p><p>\u3000\u3000二段</p>") == "\u3000\u3000一段\n\n\u3000\u3000二段"


def test_text_outside_of_any_block_is_a_paragraph() -> None:
    assert kinds(html.parse("a<p>b</p>c<div>d</div>e")) == [(BlockKind.PARAGRAPH, c) for c in "abcde"]


def test_a_rule_is_a_block_of_its_own() -> None:
    assert [kind for kind, _ in kinds(html.parse("a<hr>b"))] == [
        BlockKind.PARAGRAPH,
        BlockKind.RULE,
        BlockKind.PARAGRAPH,
    ]


def test_blocks_are_aligned_as_they_say() -> None:
    document = html.parse('<p align=center>a<p style="text-align: right">b<center>c</center><p>d')
    assert [b.align for b in document.blocks] == [Align.CENTRE, Align.RIGHT, Align.CENTRE, Align.LEFT]


# words in the line


def test_quotations_alternate_their_marks() -> None:
    assert text("<q>a <q>b</q></q>") == "“a ‘b’”"


# links


def test_anchors_stand_at_what_follows_them() -> None:
    document = html.parse('<p>a</p><h2 id="b">b</h2><p>c <a name="d"></a>d <i id=e>e</i></p><p id="f"></p><p>f</p>')
    assert {name: document.text[at] for name, at in document.anchors.items()} == {c: c for c in "bdef"}


# lists


def test_bullets_differ_by_depth() -> None:
    assert within("<ul><li>a<ul><li>b<ul><li>c</ul></ul></ul>") == [
        ("a", ["item•"]),
        ("b", ["item•", "item◦"]),
        ("c", ["item•", "item◦", "item▪"]),
    ]


@pytest.mark.parametrize(
    ("attributes", "markers"),
    [
        ("", ["1.", "2.", "3."]),
        ("start=9", ["9.", "10.", "11."]),
        ("type=a", ["a.", "b.", "c."]),
        ("type=A start=26", ["Z.", "AA.", "AB."]),
        ("type=i start=3", ["iii.", "iv.", "v."]),
        ("type=I start=1999", ["MCMXCIX.", "MM.", "MMI."]),
        ("type=i start=0", ["0.", "i.", "ii."]),
        ("reversed", ["3.", "2.", "1."]),
        ("start=x", ["1.", "2.", "3."]),
        ("start=-1", ["-1.", "0.", "1."]),
    ],
)
def test_ordered_lists_count_as_they_say(attributes: str, markers: list[str]) -> None:
    document = html.parse(f"<ol {attributes}><li>a<li>b<li>c</ol>")
    assert [block.containers[0].marker for block in document.blocks] == markers


def test_an_item_may_name_its_number() -> None:
    document = html.parse("<ol><li>a<li value=7>b<li>c</ol>")
    assert [block.containers[0].marker for block in document.blocks] == ["1.", "7.", "8."]


def test_items_of_words_stand_close_and_items_of_paragraphs_apart() -> None:
    assert text("<ul><li>a<li>b</ul>") == "a\nb"
    assert text("<ul><li><p>a</p><li><p>b</p></ul>") == "a\n\nb"


def test_task_lists_have_boxes() -> None:
    source = "<ul><li><input type=checkbox checked> a<li><input type=checkbox> b</ul>"
    assert within(source) == [("a", ["item☑"]), ("b", ["item☐"])]


def test_any_block_stands_in_an_item() -> None:
    source = "<ul><li><p>a</p><pre>b</pre><blockquote>c</blockquote><table><tr><td>d<td>e</table></ul>"
    document = html.parse(source)
    assert [b.kind for b in document.blocks] == [
        BlockKind.PARAGRAPH,
        BlockKind.CODE,
        BlockKind.PARAGRAPH,
        BlockKind.TABLE,
    ]
    assert all(b.containers[0].kind is ContainerKind.ITEM for b in document.blocks)


def test_an_item_outside_of_a_list_is_one() -> None:
    assert within("<li>a") == [("a", ["item•"])]


def test_definition_lists_have_terms_and_definitions() -> None:
    document = html.parse("<dl><dt>a<dd>b<dd>c</dl>")
    assert document.text == "a\nb\nc"
    assert [(b.kind, [c.kind for c in b.containers]) for b in document.blocks] == [
        (BlockKind.TERM, []),
        (BlockKind.PARAGRAPH, [ContainerKind.DEFINITION]),
        (BlockKind.PARAGRAPH, [ContainerKind.DEFINITION]),
    ]


def test_quotes_stand_in_quotes() -> None:
    source = "<blockquote>a<blockquote>b</blockquote></blockquote>c"
    assert within(source) == [("a", ["quote"]), ("b", ["quote", "quote"]), ("c", [])]


def test_details_hold_their_summary() -> None:
    document = html.parse("<details><summary>a</summary><p>b</details>")
    assert kinds(document) == [(BlockKind.SUMMARY, "a"), (BlockKind.PARAGRAPH, "b")]
    assert all(b.containers[0].kind is ContainerKind.DETAILS for b in document.blocks)


# code


@pytest.mark.parametrize(
    ("source", "language"),
    [
        ("<pre>x</pre>", ""),
        ('<pre><code class="language-python">x</code></pre>', "python"),
        ('<pre><code class="hljs Rust">x</code></pre>', "rust"),
        ('<pre class="language-js line-numbers"><code>x</code></pre>', "js"),
        ('<div class="language-ruby highlighter-rouge"><div class="highlight"><pre>x</pre></div></div>', "ruby"),
        ('<div class="highlight-c++ notranslate"><pre>x</pre></div>', "c++"),
        ('<pre class="brush: php; toolbar: false">x</pre>', "php"),
        ('<pre lang="sql"><code>x</code></pre>', "sql"),
        ('<pre class="sourceCode haskell"><code class="sourceCode haskell">x</code></pre>', "haskell"),
        ('<pre class="chroma"><code data-lang="go">x</code></pre>', "go"),
    ],
)
def test_code_knows_its_language(source: str, language: str) -> None:
    (block,) = html.parse(source).blocks
    assert (block.kind, block.language) == (BlockKind.CODE, language)


def test_code_keeps_its_blanks_and_lines() -> None:
    source = "<pre>\n  if a &lt; b:\n\n\treturn <b>a</b>\n</pre>"
    assert text(source) == "  if a < b:\n\n\treturn a"


def test_spans_of_colour_inside_code_leave_no_code_style() -> None:
    assert styles('<pre><code><span class="kw">x</span></code></pre>') == []


HEXO = """<figure class="highlight python"><table><tr><td class="gutter"><pre><span class="line">1</span><br>
<span class="line">2</span><br></pre></td><td class="code"><pre><span class="line">a = 1</span><br>
<span class="line">b = 2</span><br></pre></td></tr></table></figure>""".replace("\n", "")


def test_hexos_code_tables_lose_their_gutter() -> None:
    (block,) = html.parse(HEXO).blocks
    assert (text(HEXO), block.kind, block.language) == ("a = 1\nb = 2", BlockKind.CODE, "python")


def test_rouges_code_tables_lose_their_gutter() -> None:
    source = (
        '<div class="language-js highlighter-rouge"><table class="rouge-table"><tr><td class="gutter gl">'
        '<pre class="lineno">1\n2</pre></td><td class="code"><pre>a\nb</pre></td></tr></table></div>'
    )
    assert kinds(html.parse(source)) == [(BlockKind.CODE, "a\nb")]


def test_copy_buttons_are_dropped_and_other_buttons_are_not() -> None:
    source = '<pre>x<span class="copy-code-btn">复制代码</span></pre><button>Copy</button><button>Buy</button>'
    assert text(source) == "x\n\nBuy"


def test_markdown_inside_html_is_text() -> None:
    assert text("<p># not a heading, **not strong**, `not code`") == "# not a heading, **not strong**, `not code`"


# tables


def cells(source: str) -> list[tuple[str, int, int, int, int, bool, Align]]:
    document = html.parse(f"<table>{source}</table>")
    (block,) = document.blocks
    assert block.table is not None
    return [(document.text[c.start : c.end], *c[2:]) for c in block.table.cells]


def test_cells_know_their_places_spans_and_alignment() -> None:
    source = "<tr><th colspan=2>a<th align=right>b<tr><td rowspan=2>c<td>d<td>e<tr><td>f<td>g"
    assert cells(source) == [
        ("a", 0, 0, 1, 2, True, Align.LEFT),
        ("b", 0, 2, 1, 1, True, Align.RIGHT),
        ("c", 1, 0, 2, 1, False, Align.LEFT),
        ("d", 1, 1, 1, 1, False, Align.LEFT),
        ("e", 1, 2, 1, 1, False, Align.LEFT),
        ("f", 2, 1, 1, 1, False, Align.LEFT),
        ("g", 2, 2, 1, 1, False, Align.LEFT),
    ]


def test_a_table_that_only_places_blocks_is_no_table() -> None:
    document = html.parse("<table><tr><td><h2>a</h2><td><p>b</table>")
    assert kinds(document) == [(BlockKind.HEADING, "a"), (BlockKind.PARAGRAPH, "b")]


def test_a_table_in_a_cell_is_taken_apart_into_tables() -> None:
    document = html.parse("<table><tr><td><table><tr><td>a<td>b</table><td>c</table>")
    assert document.text == "a\tb\n\nc"


def test_the_caption_of_a_table_stands_above_it() -> None:
    document = html.parse("<table><caption>a</caption><tr><td>b<td>c</table>")
    assert kinds(document) == [(BlockKind.CAPTION, "a"), (BlockKind.TABLE, "b\tc")]


def test_a_caption_between_the_rows_keeps_its_words_and_theirs() -> None:
    document = html.parse("<table><tr><td>a<td>b</tr><caption>c</caption><tr><td>d<td>e</table>")
    assert kinds(document) == [(BlockKind.TABLE, "a\tb\nc\nd\te")]


def test_words_after_a_table_are_a_paragraph() -> None:
    document = html.parse("<table><tr><td><h4>a</h4><td>b</table>c")
    assert kinds(document) == [(BlockKind.TABLE, "a\tb"), (BlockKind.PARAGRAPH, "c")]


def test_a_long_table_is_cut_into_parts() -> None:
    rows = "".join(f"<tr><td>{n}<td>x" for n in range(1000))
    document = html.parse(f"<table><tr><th>a<th>b{rows}</table>")
    tables = [block.table for block in document.blocks if block.table]
    assert len(tables) == len(document.blocks) == 1001 // TABLE_PART + 1
    assert [table.continues for table in tables] == [False] + [True] * (len(tables) - 1)
    assert {table.columns for table in tables} == {2}
    assert sum(table.rows for table in tables) == 1001
    said = [document.text[c.start : c.end] for b in document.blocks if b.table for c in b.table.cells]
    assert said == ["a", "b", *(word for n in range(1000) for word in (str(n), "x"))]
    assert document.text.count("\n") == 1000


# pictures and media


def test_a_figure_has_its_caption_below() -> None:
    document = html.parse('<figure><img src="a.png" alt="b"><figcaption>c</figcaption></figure>')
    assert kinds(document) == [(BlockKind.PARAGRAPH, "▣ b"), (BlockKind.CAPTION, "c")]
    assert document.text == "▣ b\nc"


def test_words_in_a_layout_table_around_code_stay_apart() -> None:
    assert text(f"<table><tr><td>a</td><td>b{HEXO}</td></tr></table>") == "a\n\nb\n\na = 1\nb = 2"


# what is dropped


@pytest.mark.parametrize(
    "source",
    [
        "<style>p { color: red }</style>",
        "<script>alert(1)</script>",
        "<template><p>x</p></template>",
        "<!-- more -->",
        '<p hidden>x</p><p style="display: none">y</p>',
        '<span style="visibility:hidden">x</span>',
        "<datalist><option>x</datalist>",
        "<noframes>x</noframes>",
    ],
)
def test_what_a_browser_would_not_show_is_dropped(source: str) -> None:
    assert text(f"a {source}") == "a"


def test_furniture_of_formulas_is_dropped() -> None:
    source = '<span class="katex"><span class="katex-mathml"><math><mi>x</mi></math></span>'
    assert text(source + '<span class="katex-html">x</span></span>') == "x"


@pytest.mark.parametrize("code", [0x1B, 0x9B, 0x07, 0x08, 0x7F, 0x202E, 0x2066])
def test_controls_written_as_references_never_reach_the_text(code: int) -> None:
    document = html.parse(f"<p>a&#{code};[2Jb<pre>c&#x{code:x};</pre><img alt='&#{code};' src=x>")
    assert chr(code) not in document.text
    assert "[2Jb" in document.text


# title


def test_the_first_heading_is_the_title_when_it_says_the_same() -> None:
    document = html.parse("<h1>A  <em>Title</em></h1><p>b", title="a title")
    assert document.text == "A Title\n\nb"
    assert [kind for kind, _ in kinds(document)] == [BlockKind.TITLE, BlockKind.PARAGRAPH]


def test_another_first_heading_is_kept_below_the_title() -> None:
    assert html.parse("<h1>Other</h1>", title="Title").text == "Title\n\nOther"


def test_a_heading_in_a_quote_is_not_the_title() -> None:
    assert html.parse("<blockquote><h1>T</h1></blockquote>", title="T").text == "T\n\nT"


# an empty page


@pytest.mark.parametrize("source", ["", " \n ", "<html>", "<p></p>", "<!doctype html>", "\x00"])
def test_nothing_is_an_empty_document(source: str) -> None:
    document = html.parse(source)
    assert document.text.strip("\ufffd␀") == ""
    assert document.is_complete


# laws

WORD = st.integers(0, 9999).map(lambda n: f"w{n}_")
INLINE = [
    "b",
    "i",
    "span",
    "a href=x",
    "code",
    "em",
    "small",
    "u",
    "mark",
    "font",
    "q",
    "kbd",
    "label",
    "bdi",
    "abbr title=x",
]
BLOCK = [
    "div",
    "p",
    "blockquote",
    "ul",
    "ol",
    "li",
    "h2",
    "section",
    "details",
    "summary",
    "pre",
    "dl",
    "dt",
    "dd",
    "center",
]
OTHER = [
    "table",
    "tr",
    "td",
    "th",
    "figure",
    "figcaption",
    "ruby",
    "rt",
    "sup",
    "article",
    "x-unknown",
    "fieldset",
    "caption",
]
TAGS = st.sampled_from(INLINE + BLOCK + OTHER)


def element(tag: str, children: list[str]) -> str:
    return f"<{tag}>{' '.join(children)}</{tag.partition(' ')[0]}>"


TREES = st.recursive(
    st.one_of(
        WORD, WORD, st.sampled_from(["<br>", "<hr>", "<img src=x alt=pic>", "<!-- c -->", "<b>", "</p>", "</i>"])
    ),
    lambda inner: st.builds(element, TAGS, st.lists(inner, max_size=4)),
    max_leaves=25,
)
PAGES = st.lists(TREES, min_size=1, max_size=4).map(" ".join)
NESTED = st.recursive(
    WORD,
    lambda inner: st.builds(
        element,
        st.sampled_from(["div", "blockquote", "ul", "li", "section", "b", "span", "em", "dl", "details", "article"]),
        st.lists(inner, min_size=1, max_size=4),
    ),
    max_leaves=30,
)
"""Trees that the parser keeps as they are written; it moves words out of broken tables, and order with them."""


def words_of(source: str) -> list[str]:
    return re.findall(r"w\d+_", source)


@LAW
@given(NESTED)
def test_every_word_is_on_the_page_in_order(source: str) -> None:
    assert words_of(text(source)) == words_of(source)


@LAW
@given(PAGES)
def test_every_word_is_on_the_page_however_broken_it_is(source: str) -> None:
    assert sorted(words_of(text(source))) == sorted(words_of(source))


@LAW
@given(PAGES, st.sampled_from(["", "w1_", "Title"]))
def test_blocks_follow_each_other_and_leave_nothing_out(source: str, title: str) -> None:
    document = html.parse(source, title=title)
    at = 0
    for block in document.blocks:
        assert block.start >= at
        assert not document.text[at : block.start].strip("\n")
        assert block.start <= block.end
        at = block.end
    assert not document.text[at:].strip("\n")


@LAW
@given(PAGES)
def test_spans_are_in_order_and_never_cross_their_block(source: str) -> None:
    document = html.parse(source)
    order = [(span.start, -span.end) for span in document.spans]
    assert order == sorted(order)
    for span in document.spans:
        block = document.blocks[document.block_at(span.start)]
        assert block.start <= span.start < span.end <= block.end


@LAW
@given(PAGES)
def test_cells_lie_in_their_table_and_do_not_overlap(source: str) -> None:
    document = html.parse(source)
    for block in document.blocks:
        if block.table is None:
            continue
        taken = set()
        for cell in block.table.cells:
            assert block.start <= cell.start <= cell.end <= block.end
            for row in range(cell.row, cell.row + cell.row_span):
                for column in range(cell.column, cell.column + cell.column_span):
                    assert (row, column) not in taken
                    taken.add((row, column))
        assert all(first.end < second.start for first, second in pairwise(block.table.cells))


@LAW
@given(PAGES, st.integers(1, 60))
def test_parts_make_the_whole(source: str, size: int) -> None:
    whole = html.parse(source)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(html, "PART", size)
        parts = list(html.parts(source))
    assert "".join(part.text for part in parts) == whole.text
    assert [block for part in parts for block in part.blocks] == list(whole.blocks)
    assert [span for part in parts for span in part.spans] == list(whole.spans)
    assert [part.is_complete for part in parts] == [False] * (len(parts) - 1) + [True]


@LAW
@given(PAGES)
def test_anchors_stand_inside_the_text(source: str) -> None:
    document = html.parse(source.replace("<b>", '<b id="x">').replace("<div>", '<div id="y">'))
    assert all(0 <= at <= len(document.text) for at in document.anchors.values())


# size and depth


def test_a_long_page_comes_in_parts() -> None:
    source = "".join(f"<p>{'word ' * 20}{n}" for n in range(6000))
    parts = list(html.parts(source))
    assert len(parts) > 2
    whole = html.parse(source)
    assert "".join(part.text for part in parts) == whole.text
    assert len(whole.blocks) == 6000


def test_a_paragraph_of_200_000_characters_is_cut_into_blocks_that_continue() -> None:
    source = "一二三四五六七八九。" * 20_000
    document = html.parse(f"<p><b>{source}</b></p>")
    assert document.text == source
    assert all(b.end - b.start <= MAX_BLOCK for b in document.blocks)
    assert all(first.end == second.start for first, second in pairwise(document.blocks))
    assert len(document.spans) == len(document.blocks)


DEEP = [
    *("div", "span", "b", "blockquote", "ul><li", "li", "table><tr><td", "font", "details", "sup", "a href=x", "p"),
    *("q", "dl><dd", "ruby", "button", "object", "pre", "h1", "section", "svg><text", "math", "select", "nobr", "td"),
]


@pytest.mark.parametrize("tag", DEEP)
@pytest.mark.parametrize("is_closed", [True, False])
def test_a_hundred_thousand_nested_tags_end_with_their_word(tag: str, is_closed: bool) -> None:
    ends = "".join(f"</{name.partition(' ')[0]}>" for name in reversed(tag.split("><")))
    document = html.parse(f"<{tag}>" * 100_000 + "word字" + ends * 100_000 * is_closed)
    assert "word字" in document.text


def test_a_heading_is_shown_without_its_permalink() -> None:
    source = '<h2 id="a">A part <a href="#a" title="permalink">#</a></h2><h3><a href="#b">C#</a> and <a href="/x">#</a>'
    assert html.parse(source).text == "A part\n\nC# and #"


def test_the_sign_of_a_link_elsewhere_stays() -> None:
    assert html.parse('<p>Somebody <a href="#a">#</a>').text == "Somebody #"


def test_a_formula_that_is_a_block_looks_like_one_in_the_line() -> None:
    document = html.parse('<div class="math">$$<br>x<br>$$</div><p>y')
    assert [(span.start, span.end, span.style) for span in document.spans] == [(0, 7, Style.MATH)]
