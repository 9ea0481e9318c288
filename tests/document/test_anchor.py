"""A place that is found again in a text that was edited."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.document.anchor import anchor, resolve

TEXT = "".join(f"第{number}段。Sentence {number} says something of its own.\n\n" for number in range(200))
LAW = settings(deadline=None, max_examples=300)

OFFSETS = st.integers(0, len(TEXT))
EDITS = st.lists(st.tuples(OFFSETS, st.integers(0, 120), st.text("新的字 new", max_size=60)), max_size=4)


def moved(offset: int, edits: list[tuple[int, int, str]]) -> tuple[str, int] | None:
    """The text after edits that leave the words around a place alone, and where the place then is; else None."""
    text = TEXT
    for start, length, inserted in edits:
        end = min(len(text), start + length)
        if start < offset + 48 and end > offset - 48:
            return None
        if end <= offset - 48:
            offset += len(inserted) - (end - start)
        text = text[:start] + inserted + text[end:]
    return text, offset


@LAW
@given(OFFSETS)
def test_in_the_same_text_a_place_is_where_it_was(offset: int) -> None:
    assert resolve(TEXT, anchor(TEXT, offset)) == offset


@LAW
@given(st.text("ab", max_size=40), st.data())
def test_in_the_same_text_a_place_is_where_it_was_however_often_its_words_stand_there(
    text: str, data: st.DataObject
) -> None:
    offset = data.draw(st.integers(0, len(text)))
    assert resolve(text, anchor(text, offset)) == offset


@LAW
@given(OFFSETS, EDITS)
def test_an_edit_elsewhere_does_not_move_a_place(offset: int, edits: list[tuple[int, int, str]]) -> None:
    after = moved(offset, edits)
    if after is not None:
        text, expected = after
        assert resolve(text, anchor(TEXT, offset)) == expected


@LAW
@given(st.text(), st.integers(0, 200), st.text())
def test_a_place_is_always_in_the_text(text: str, offset: int, other: str) -> None:
    assert 0 <= resolve(other, anchor(text, min(offset, len(text)))) <= len(other)


def test_what_stands_at_the_place_may_be_rewritten_from_either_side() -> None:
    offset = TEXT.index("Sentence 100")
    place = anchor(TEXT, offset)
    assert resolve(TEXT.replace("第100段。", "全新的一段："), place) == offset + len("全新的一段：") - len("第100段。")
    assert resolve(TEXT.replace("Sentence 100 says something", "Nothing"), place) == offset
    assert resolve(TEXT.replace("100 says something of its own", "100 is silent"), place) == offset


def test_of_equal_places_the_one_nearest_to_the_old_offset_counts() -> None:
    text = "The same words again and again.\n" * 100
    offset = text.index("The", 32 * 50)
    assert resolve("\n" + text, anchor(text, offset)) == offset + 1
    # Fifty lines are left, and the old offset is their end: nearest to it is the last line that others follow.
    assert resolve(text[32 * 50 :], anchor(text, offset)) == 32 * 48


def test_where_nothing_is_left_the_offset_stands_as_far_as_the_text_reaches() -> None:
    place = anchor(TEXT, 500)
    assert resolve("x" * 1000, place) == 500
    assert resolve("x" * 100, place) == 100
    assert resolve("", place) == 0


@pytest.mark.parametrize("offset", [0, 1, len(TEXT) - 1, len(TEXT)])
def test_the_edges_of_a_text_are_places(offset: int) -> None:
    place = anchor(TEXT, offset)
    assert resolve(TEXT, place) == offset
    assert resolve(f"{TEXT}{'more ' * 50}", place) == offset
    assert resolve(f"{'more ' * 50}{TEXT}", place) == offset + 250


def test_ten_megabytes_are_looked_through_at_once() -> None:
    text = TEXT * 1_000
    place = anchor("Something else altogether, of which nothing is here. " * 10, 250)
    began = time.process_time()
    resolve(text, place)
    assert time.process_time() - began < 2
