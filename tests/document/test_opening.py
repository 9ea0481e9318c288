"""An article becomes a document, whatever its body is written in."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from time import process_time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader import resources
from reader.archive import files, site
from reader.archive.article import Article, BodyFormat, Metadata
from reader.document import opening
from reader.document.model import BlockKind, Document

LAW = settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])


def article(body: str, body_format: BodyFormat = BodyFormat.HTML, title: str = "") -> Article:
    metadata = Metadata(title, datetime(2021, 8, 23, tzinfo=UTC), language="en")
    return Article(Path("a"), metadata, body, body_format, "utf-8")


def text(body: str, body_format: BodyFormat) -> str:
    return opening.document(article(body, body_format)).text


# the three forms


def test_html_is_read_as_html() -> None:
    assert text("<p># a <b>b</b>", BodyFormat.HTML) == "# a b"


def test_markdown_is_read_as_markdown() -> None:
    document = opening.document(article("# a\n\n**b** <i>c</i>\n", BodyFormat.MARKDOWN))
    assert document.text == "a\n\nb c"
    assert document.blocks[0].kind is BlockKind.HEADING


def test_html_in_a_markdown_file_is_read_as_html() -> None:
    body = "<div>\n<p>a</p>\n\n\n<pre>\n    code\n\n    # no heading\n</pre>\n</div>\n"
    assert text(body, BodyFormat.MARKDOWN) == "a\n\n    code\n\n    # no heading"


def test_markdown_that_begins_with_html_is_markdown() -> None:
    assert text("<div>a</div>\n\n**b**\n\n<p>c</p>", BodyFormat.MARKDOWN) == "a\n\nb\n\nc"


def test_plain_text_is_never_markup() -> None:
    assert text("# a\n<b>b</b> &amp; **c**", BodyFormat.PLAIN) == "# a\n<b>b</b> &amp; **c**"


def test_plain_text_keeps_its_lines_and_indents() -> None:
    assert (
        text("one\n  two\n\n\n\tthree\n", BodyFormat.PLAIN) == "one\n\u00a0\u00a0two\n\n\u00a0\u00a0\u00a0\u00a0three"
    )


def test_template_tags_are_no_words() -> None:
    assert "{%" not in text("<p>a</p>{% raw %}<p>b</p>{% endraw %}", BodyFormat.HTML)


@pytest.mark.parametrize("body_format", list(BodyFormat))
def test_the_title_stands_first_in_every_form(body_format: BodyFormat) -> None:
    document = opening.document(article("words", body_format, title="Title"))
    assert document.text == "Title\n\nwords"
    assert document.blocks[0].kind is BlockKind.TITLE
    assert document.language == "en"


@pytest.mark.parametrize("body_format", list(BodyFormat))
def test_an_empty_body_is_an_empty_document(body_format: BodyFormat) -> None:
    document = opening.document(article("", body_format))
    assert document.text == ""
    assert document.is_complete


# growing


def large(body_format: BodyFormat, count: int = 4000) -> str:
    """A body of some 200,000 code points."""
    sentences = (f"Sentence {n} of a long article, 第{n}句。 It says little." for n in range(count))
    if body_format is BodyFormat.HTML:
        return "".join(
            f"<p>{s}</p><ul><li>a<li>b</ul>\n" if n % 9 == 0 else f"<p>{s}</p>\n" for n, s in enumerate(sentences)
        )
    return "\n\n".join(
        f"## {s}" if n % 50 == 0 and body_format is BodyFormat.MARKDOWN else s for n, s in enumerate(sentences)
    )


@pytest.mark.parametrize("body_format", list(BodyFormat))
def test_a_large_article_comes_in_parts_that_make_the_whole(body_format: BodyFormat) -> None:
    opened = article(large(body_format), body_format, "Title")
    parts = list(opening.parts(opened))
    assert len(parts) > 1
    assert [part.is_complete for part in parts] == [False] * (len(parts) - 1) + [True]
    whole = opening.document(opened)
    assert "".join(part.text for part in parts) == whole.text
    assert "Sentence 3999" in whole.text


@pytest.mark.parametrize("body_format", list(BodyFormat))
def test_the_first_part_begins_the_whole(body_format: BodyFormat) -> None:
    opened = article(large(body_format), body_format, "Title")
    first, whole = opening.first_part(opened), opening.document(opened)
    assert_begins(first, whole)
    assert 5_000 < len(first.text) < len(whole.text)


def assert_begins(first: Document, whole: Document) -> None:
    assert not first.is_complete
    assert whole.text.startswith(first.text)
    assert list(whole.blocks[: len(first.blocks)]) == list(first.blocks)
    assert list(whole.spans[: len(first.spans)]) == list(first.spans)
    assert first.anchors.items() <= whole.anchors.items()


@pytest.mark.parametrize(
    "body", ["<p>a</p>", "", "<div>", "words without an end", "<table><tr><td>a", "<p>a</p><p>b</p>"]
)
def test_the_first_part_of_a_small_article_begins_it_too(body: str) -> None:
    assert_begins(opening.first_part(article(body)), opening.document(article(body)))


def test_the_first_part_of_one_endless_paragraph_begins_it() -> None:
    opened = article("<p>" + "字" * 300_000 + "</p>")
    assert_begins(opening.first_part(opened), opening.document(opened))


BLOCK = st.sampled_from(
    [
        "<p>words and <b>more</b> words</p>",
        "<ul><li>one<li><p>two</p></ul>",
        "<blockquote><p>quoted</p></blockquote>",
        "<pre>code\n  lines</pre>",
        "<h2 id='x'>heading</h2>",
        "<table><tr><td>a<td>b</tr></table>",
        "<div><div>deep</div>tail</div>",
        "bare words <a href='y'>link</a>",
        "<details><summary>s</summary>d</details>",
    ]
)


@LAW
@given(st.lists(BLOCK, min_size=20, max_size=60), st.integers(50, 1500))
def test_the_first_part_of_any_page_begins_the_whole(blocks: list[str], size: int) -> None:
    opened = article("\n".join(blocks), title="Title")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(opening, "_FIRST", size)
        first = opening.first_part(opened)
    whole = opening.document(opened)
    assert whole.text.startswith(first.text)
    last = len(first.blocks) - 1
    assert list(first.blocks[:last]) == list(whole.blocks[:last])


# as HTML


def test_every_form_can_be_had_as_html() -> None:
    assert opening.html_of(article("<p>a", BodyFormat.HTML)) == "<p>a"
    assert "<strong>a</strong>" in opening.html_of(article("**a**", BodyFormat.MARKDOWN))
    assert opening.html_of(article("a < b\nc\n\nd", BodyFormat.PLAIN)) == "<p>a &lt; b<br>\nc</p>\n<p>d</p>\n"


def test_every_sample_article_opens() -> None:
    root = resources.sample_articles()
    within = site.detect(root)
    opened = [files.read(file.path, within) for file in files.walk(root)]
    assert len(opened) >= 24
    for one in opened:
        document = opening.document(one)
        assert document.blocks[0].kind is BlockKind.TITLE, one.path
        assert len(document.text) > 200, one.path


@pytest.mark.parametrize("tag", ["pre", "script", "style", "textarea"])
def test_what_is_not_closed_takes_no_longer_than_its_length(tag: str) -> None:
    began = process_time()
    assert opening._is_markup("<div>\n\n" + f"<{tag}>" * 20_000 + "\n\n# a</div>")
    assert process_time() - began < 1
