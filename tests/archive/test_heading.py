"""The first heading of a body."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.archive.article import BodyFormat
from reader.archive.heading import first_heading, plain_words


@pytest.mark.parametrize(
    ("body", "heading"),
    [
        ("# Words\n", "Words"),
        ("Text.\n\n### Words ###\n", "Words"),
        ("Words\n=====\n", "Words"),
        ("Words\n---\n", "Words"),
        ("# \n\n## Second\n", "Second"),
        ("<h1 class='x'>Words <em>here</em></h1>\n# Later", "Words here"),
        ("# First\n<h1>Later</h1>", "First"),
        ("```sh\n# a comment\n```\n# Words", "Words"),
        ("~~~\n```\n# a comment\n~~~\n# Words", "Words"),
        ("<!-- # hidden -->\n# Words", "Words"),
        ("- item\n---\n# Words", "Words"),
        ("#hashtag\n", None),
        ("Text alone.\n", None),
        ("", None),
        ("x" * 9000 + "\n# Too far down", None),
    ],
)
def test_the_first_heading_of_markdown(body: str, heading: str | None) -> None:
    assert first_heading(body, BodyFormat.MARKDOWN) == heading


def test_html_has_elements_for_headings_and_plain_text_has_none() -> None:
    assert first_heading("<p># no</p><h2>Words</h2>", BodyFormat.HTML) == "Words"
    assert first_heading("# no\n<h1>no</h1>", BodyFormat.PLAIN) is None


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("[text](http://example.org/a_(b)) and ![alt](x.png)", "text and alt"),
        ("[![alt](x.png)](http://example.org)", "alt"),
        ("**bold** *it* `code` ~~gone~~ ***both***", "bold it code gone both"),
        ("_it_ snake_case_name", "it snake_case_name"),
        ("<center>[通用语法](https://example.org/) </center>", "通用语法"),
        ("A &amp; B &#123;", "A & B {"),
        (r"1\. not \*this\*", "1. not *this*"),
        ("Words {#id}", "Words"),
        ("a < b and c > d", "a < b and c > d"),
        ("two\n  lines", "two lines"),
    ],
)
def test_a_heading_is_words_without_markup(markup: str, words: str) -> None:
    assert plain_words(markup) == words


@given(st.text(st.sampled_from("#=-`~<>h1/ \n[]()*_a"), max_size=200))
def test_any_body_has_a_heading_or_none(body: str) -> None:
    heading = first_heading(body, BodyFormat.MARKDOWN)
    assert heading is None or (heading and "\n" not in heading)


def test_hostile_markup_takes_no_longer_than_other_markup() -> None:
    for piece in ("[", "*a", "<h1>", "<!--", "`", "_a ", "![", "](", "<a ", "\\"):
        first_heading("# " + piece * 8000, BodyFormat.MARKDOWN)


def test_a_heading_of_blanks_takes_no_longer_than_its_length() -> None:
    began = process_time()
    assert first_heading("# a" + " " * 7_900 + "b", BodyFormat.MARKDOWN) == "a"
    assert process_time() - began < 0.5
