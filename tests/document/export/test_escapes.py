"""Words that Markdown reads back as they are."""

from __future__ import annotations

import pytest

from reader.document.export.escapes import address, as_entities, escaped, formula, plain
from reader.document.export.signs import AMPERSAND, BACKSLASH, GREATER, LESS, LINE_END
from reader.document.markdown import to_html

MARKS = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"


def test_signs_show_what_they_hide() -> None:
    assert plain(f"{LESS}b{GREATER} {AMPERSAND}{LINE_END}{BACKSLASH}") == "<b> & \\"
    assert plain(None) == ""


@pytest.mark.parametrize(
    ("target", "title", "written"),
    [
        ("/a b", "", "/a%20b"),
        ("/a\n\tb", "", "/ab"),
        ("/a(b)", "", "</a(b)>"),
        ("/a<b>", "", "</a\\<b\\>>"),
        ("/a", 'say  "x"', '/a "say \\"x\\""'),
    ],
)
def test_an_address_stands_in_parentheses(target: str, title: str, written: str) -> None:
    assert address(target, title) == written


def test_escaped_words_hold_no_marks() -> None:
    assert "<em>" not in to_html(escaped("*a*"))
    assert all(f"\\{mark}" in escaped(MARKS) for mark in MARKS)


def test_markdown_sees_nothing_in_entities() -> None:
    assert as_entities("a*b_c\n") == "a&#42;b&#95;c&#10;"
    assert formula("$a$") == '<span class="math">&#36;a&#36;</span>'
