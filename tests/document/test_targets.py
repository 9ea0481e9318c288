"""What on a page can be followed, and where on the page links lead."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.archive.article import Article, BodyFormat
from reader.archive.files import read
from reader.document import html, opening
from reader.document.model import Document
from reader.document.targets import Kind, Target, meaning_at, note, place_of, target_at, targets


def markdown(source: str, tmp_path: Path) -> Document:
    path = tmp_path / "a.md"
    path.write_text(source, encoding="utf-8")
    article: Article = read(path)
    assert article.body_format is BodyFormat.MARKDOWN
    return opening.document(article)


def shape(document: Document, *, code: bool = False) -> list[tuple[str, Kind, str]]:
    return [(document.text[t.start : t.end], t.kind, t.address) for t in targets(document, code=code)]


def test_links_pictures_and_media_are_targets_in_reading_order() -> None:
    document = html.parse('<p><a href="a">x</a> <img src="i.png" alt="p"> <video src="v.mp4" title="film"></video>')
    assert [(kind, address) for _, kind, address in shape(document)] == [
        (Kind.LINK, "a"),
        (Kind.PICTURE, "i.png"),
        (Kind.MEDIUM, "v.mp4"),
    ]


@pytest.mark.parametrize(
    "source", ['<a href="a"><img src="i.png" alt="p"></a>', '<a href="a">x <img src="i" alt="p"></a>']
)
def test_a_picture_in_a_link_is_no_target_of_its_own(source: str) -> None:
    assert [(kind, address) for _, kind, address in shape(html.parse(source))] == [(Kind.LINK, "a")]


def test_a_link_around_blocks_and_a_link_in_pieces_are_one() -> None:
    assert len(shape(html.parse('<a href="a"><h2>One</h2><p>Two</p></a><p>words</p>'))) == 1
    assert len(shape(html.parse('<p><a href="a">x</a><a href="a">y</a>'))) == 1
    assert len(shape(html.parse('<p><a href="a">x</a> and <a href="a">y</a>'))) == 2


def test_code_is_a_target_where_it_is_asked_for_and_a_long_block_is_one() -> None:
    long = "\n".join(f"line {number}" for number in range(5_000))
    document = html.parse(f"<pre><code>{long}</code></pre><p>x</p><pre>y</pre>")
    assert shape(document) == []
    assert [(text, kind) for text, kind, _ in shape(document, code=True)] == [(long, Kind.CODE), ("y", Kind.CODE)]


def test_the_target_at_an_offset_is_found() -> None:
    document = html.parse('<p>ab <a href="a">cd</a> ef')
    at = document.text.index("cd")
    assert [target_at(document, offset) is not None for offset in range(at - 1, at + 3)] == [False, True, True, False]


@pytest.mark.parametrize(
    ("fragment", "words"),
    [
        ("here", "named"),
        ("second-heading", "Second Heading"),
        ("Second Heading", "Second Heading"),
        ("标题-一", "标题 一"),
    ],
)
def test_a_fragment_means_an_anchor_or_a_heading(fragment: str, words: str) -> None:
    document = html.parse('<p>x</p><p id="here">named</p><h2>Second Heading</h2><h3>标题 一</h3>')
    assert place_of(document, fragment) == document.text.index(words)


def test_obsidian_s_headings_in_headings_and_encoded_fragments_are_found() -> None:
    document = html.parse("<h2>One</h2><h3>标题</h3>")
    assert place_of(document, "One#标题") == place_of(document, "%E6%A0%87%E9%A2%98") == document.text.index("标题")
    assert place_of(document, "nowhere") is None
    assert place_of(document, "") is None


# Footnotes


def said(document: Document, number: int = 0) -> str | None:
    marks = [each for each in targets(document) if each.address.startswith("#")]
    found = note(document, marks[number])
    return found.text if found is not None else None


def test_a_footnote_of_markdown_says_its_paragraphs_without_the_way_back(tmp_path: Path) -> None:
    document = markdown(
        "Words[^1] and[^b] and^[in the line].\n\n"
        "[^1]: First **bold** [link](https://x.org).\n\n    More.\n[^b]: Other.\n",
        tmp_path,
    )
    assert said(document, 0) == "First bold link.\n\nMore."
    assert said(document, 1) == "Other."
    assert said(document, 2) == "in the line"
    assert said(document, 3) is None, "the way back is no mark"


def test_the_note_keeps_its_styles_and_links(tmp_path: Path) -> None:
    document = markdown("x[^1]\n\n[^1]: A **bold** [link](https://x.org).\n", tmp_path)
    found = note(document, targets(document)[0])
    assert found is not None
    assert [(each.address, found.text[each.start : each.end]) for each in targets(found)] == [("https://x.org", "link")]
    assert all(0 <= block.start <= block.end <= len(found.text) for block in found.blocks)


def test_footnotes_of_html_in_the_ways_of_feeds() -> None:
    classic = html.parse(
        '<p>文字<sup><a href="#fn1" id="r1">1</a></sup></p>'
        '<hr><ol><li id="fn1"><p>注释内容 <a href="#r1">↩</a></p></li></ol>'
    )
    assert said(classic) == "注释内容"
    word = html.parse('<p>文字<a href="#_ftn1">[1]</a></p><p>x</p><p><a id="_ftn1" href="#_ftnref1">[1]</a> 内容。</p>')
    assert said(word) == "[1] 内容。"
    together = html.parse(
        '<p>a<sup><a href="#n1">1</a></sup>b<sup><a href="#n2">2</a></sup></p>'
        '<p><span id="n1">one</span><br><span id="n2">two</span></p>'
    )
    assert (said(together, 0), said(together, 1)) == ("one", "two")


def test_other_links_on_the_page_are_no_footnotes() -> None:
    document = html.parse('<p><a href="#end">to the end</a> <a href="#fn9">[9]</a></p><p>x</p><p id="end">end</p>')
    assert [note(document, each) for each in targets(document)] == [None, None]


@settings(deadline=None, max_examples=150)
@given(
    st.lists(
        st.sampled_from(
            [
                '<sup><a href="#a">1</a></sup>',
                '<p id="a">',
                '<li id="a">',
                "<ol>",
                "<p>words",
                '<a href="#b">↩</a>',
                "<table><td>",
            ]
        ),
        max_size=12,
    )
)
def test_whatever_stands_on_a_page_targets_and_notes_lie_in_the_text(pieces: list[str]) -> None:
    document = html.parse("".join(pieces))
    found = targets(document, code=True)
    assert found == sorted(found)
    for target in found:
        assert 0 <= target.start < target.end <= len(document.text)
        said = note(document, target)
        if said is not None:
            assert said.text in document.text
            assert all(0 <= block.start <= block.end <= len(said.text) for block in said.blocks)


def test_a_target_is_a_range_and_what_it_is() -> None:
    assert Target(1, 2, Kind.CODE).address == ""


def test_an_abbreviation_says_what_it_means() -> None:
    document = html.parse('<p>The <abbr title="World Wide Web">WWW</abbr> is <b>old</b>')
    assert [meaning_at(document, offset) for offset in (0, 4, 6, 7, 11)] == ["", *["World Wide Web"] * 2, "", ""]
