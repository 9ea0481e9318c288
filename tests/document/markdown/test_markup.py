"""Tags are told from words that look like them."""

from __future__ import annotations

import pytest

from reader.document.markdown.markup import is_markup
from tests.document.reading import text


@pytest.mark.parametrize(
    "words",
    [
        "List<T> and Dictionary<string, List<Map>>",
        "<your_email> <your-name> <app.name>",
        "cp <path> <file> and cd <dir>",
        "set the <title> tag; the rest stays",
        "costs $5 and $10",
        "5 < 6 && 7 > 3 &unknown;",
        "{{ page.description }}",
        ":smile: and :+1:",
    ],
)
def test_what_is_no_markup_stays_text(words: str) -> None:
    assert text(words) == words
    assert text(f"- {words}") == words


def test_an_unknown_tag_on_a_line_of_its_own_begins_no_html() -> None:
    assert text("<T>\n**x** y") == "<T> x y"


def test_custom_elements_are_markup_where_they_are_closed() -> None:
    assert text("a <my-note>b</my-note> c").split() == ["a", "b", "c"]
    assert text("a <my-note> b") == "a <my-note> b"


@pytest.mark.parametrize(
    ("words", "is_tag"),
    [
        ("<b>", True),
        ("<!-- c", True),
        ("<T>", False),
        ("<path>", False),
        ("<title>", False),
        ("<title>x</title>", True),
        ("<my-note>", False),
    ],
)
def test_a_tag_is_one_of_htmls_or_closed_somewhere(words: str, is_tag: bool) -> None:
    assert is_markup(words, 0, {"elements": set()}) is is_tag
    assert is_markup("<my-note>", 0, {"elements": {"my-note"}})


def test_letters_before_a_capital_make_it_a_type() -> None:
    assert not is_markup("List<Map>", 4, {"elements": set()})
    assert is_markup("x<br>", 1, {"elements": set()})
