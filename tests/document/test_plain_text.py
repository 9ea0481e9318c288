"""Paragraphs of plain text."""

from __future__ import annotations

import textwrap

from hypothesis import given
from hypothesis import strategies as st

from reader.document.plain_text import paragraphs

WORDS = "a reader may join the lines of such a text again to suit the window and it should be careful " * 3
FILLED = textwrap.fill(WORDS, 66)


def test_a_paragraph_that_was_filled_is_one_line() -> None:
    assert paragraphs(f"{FILLED}\n\nEnd.\n") == [[" ".join(FILLED.split("\n"))], ["End."]]


def test_lists_verse_and_what_is_indented_keep_their_lines() -> None:
    for lines in (
        ["one, a short line", "two, a short line"],
        ["    " + line for line in FILLED.split("\n")],
        ["- " + WORDS[:60], "- two", "- three"],
    ):
        assert paragraphs(f"{FILLED}\n\n" + "\n".join(lines))[1] == lines


def test_a_text_of_long_lines_or_of_narrow_ones_was_not_filled() -> None:
    for body in (FILLED + "\n" + "word " * 40, textwrap.fill(WORDS, 30)):
        assert paragraphs(body) == [body.split("\n")]


def test_lines_of_chinese_are_not_joined() -> None:
    lines = ["中文也一样。纯文本里的中文没有字体，没有字号，只有字。" * 2] * 3
    assert paragraphs("\n".join(lines)) == [lines]


@given(st.lists(st.text("ab 文\n\t", max_size=80)))
def test_no_character_is_lost_and_none_comes(parts: list[str]) -> None:
    body = "\n".join(parts)
    shown = "".join("".join(lines) for lines in paragraphs(body))
    assert "".join(shown.split()) == "".join(body.split())
