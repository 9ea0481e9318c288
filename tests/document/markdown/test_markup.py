"""Tags are told from words that look like them."""

from __future__ import annotations

import pytest

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
