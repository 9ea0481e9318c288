"""Places move by characters, words, sentences and paragraphs of the text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.document import html
from reader.document.movement import (
    character_at,
    next_character,
    next_paragraph,
    next_sentence,
    next_word,
    paragraph_at,
    previous_character,
    previous_paragraph,
    previous_sentence,
    previous_word,
    trimmed,
    word_at,
    word_end,
)

LAW = settings(deadline=None, max_examples=200)
TEXTS = st.text("ab 中国经济 。.\n👩\u200d🇨🇳é́\u0301", max_size=60)

FORWARD = (next_character, next_word, word_end, next_sentence)
BACKWARD = (previous_character, previous_word, previous_sentence)


def stops(text: str, move: object, start: int, language: str = "") -> list[int]:
    """Where repeated moves stop, to the end of the text in their direction."""
    assert callable(move)
    found = []
    while True:
        at = move(text, start, language) if move not in (next_character, previous_character) else move(text, start)
        if at == start:
            return found
        found.append(at)
        start = at


@LAW
@given(TEXTS, st.sampled_from(FORWARD))
def test_every_move_forward_gets_to_the_end(text: str, move: object) -> None:
    found = stops(text, move, 0)
    assert found == sorted(found)
    assert not text or found[-1] == len(text)


@LAW
@given(TEXTS, st.sampled_from(BACKWARD))
def test_every_move_back_gets_to_the_start(text: str, move: object) -> None:
    found = stops(text, move, len(text))
    assert found == sorted(found, reverse=True)
    assert not text or found[-1] == 0


@LAW
@given(TEXTS, st.data())
def test_a_character_is_found_from_any_point_in_it(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    start, end = character_at(text, offset)
    if offset == len(text) or text[offset] == "\n":
        assert (start, end) == (offset, offset)
    else:
        assert start <= offset < end
        assert next_character(text, start) == end
        assert previous_character(text, end) == start


def test_a_character_of_several_code_points_is_one_step() -> None:
    text = "a👩\u200d👩\u200d👧e\u0301b"
    assert stops(text, next_character, 0) == [1, 6, 8, 9]
    assert stops(text, previous_character, len(text)) == [8, 6, 1, 0]


def test_line_ends_are_passed_with_the_character_behind_them() -> None:
    assert next_character("ab\n\ncd", 2) == 5
    assert previous_character("ab\n\ncd", 4) == 1


def test_chinese_words_are_those_of_the_dictionary() -> None:
    text = "中国经济发展的新趋势。"
    assert stops(text, next_word, 0, "zh") == [2, 4, 6, 7, 8, 11]
    assert stops(text, previous_word, len(text), "zh") == [8, 7, 6, 4, 2, 0]
    assert word_at(text, 3, "zh") == (2, 4)


def test_words_are_parted_by_spaces_and_marks_and_lines() -> None:
    text = "Don't stop, 世界!\n\nnow"
    assert stops(text, next_word, 0) == [6, 12, 17, 20]
    assert stops(text, word_end, 0) == [5, 10, 14, 20]
    assert word_at(text, 10) == (10, 11)
    assert word_at(text, 16) == (16, 16)


def test_in_a_line_without_end_words_are_still_found() -> None:
    text = "word " * 20_000
    assert next_word(text, 50_000) == 50_005
    assert previous_word(text, 50_000) == 49_995
    assert 10 < next_word("x" * 50_000, 10) <= 50_000


def test_sentences_end_with_their_spaces_and_with_the_line() -> None:
    text = "One. Two!\n\n第一句。第二句"
    assert stops(text, next_sentence, 0) == [5, 9, 15, 18]
    assert stops(text, previous_sentence, len(text)) == [15, 11, 5, 0]


def test_paragraphs_are_the_blocks() -> None:
    document = html.parse("<h2>Head</h2><p>one<br>two</p><pre>a\n\nb</pre>")
    ends = [block.end for block in document.blocks]
    assert [next_paragraph(document, at) for at in (0, *ends)] == [*ends, ends[-1]]
    starts = [block.start for block in document.blocks]
    assert [previous_paragraph(document, at) for at in (*starts, len(document.text))] == [0, *starts]
    assert paragraph_at(document, starts[1] + 4) == (starts[1], ends[1])


def test_in_a_table_the_paragraph_is_the_cell() -> None:
    document = html.parse("<table><tr><td>first cell<td>second cell</table>")
    start, end = paragraph_at(document, document.text.index("second"))
    assert document.text[start:end] == "second cell"


@pytest.mark.parametrize(("part", "kept"), [(" a b ", "a b"), ("\n\n中\n", "中"), ("ab", "ab"), (" \n", ""), ("", "")])
def test_blanks_at_the_ends_are_left_out(part: str, kept: str) -> None:
    text = f"x{part}y"
    start, end = trimmed(text, 1, 1 + len(part))
    assert text[start:end] == kept
