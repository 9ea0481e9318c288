"""A passage that is found again in a text that was edited."""

from __future__ import annotations

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.document.anchor import AROUND
from reader.document.passage import Passage, found_again, passage

TEXT = "".join(f"第{number}段。Sentence {number} says something of its own.\n\n" for number in range(200))
LAW = settings(deadline=None, max_examples=300)

RANGES = st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, 300)).map(lambda r: (r[0], min(len(TEXT), sum(r))))
EDITS = st.lists(
    st.tuples(st.integers(0, len(TEXT)), st.integers(0, 120), st.text("新的字 new", max_size=60)), max_size=4
)


@LAW
@given(RANGES)
def test_in_the_same_text_a_passage_is_where_it_was(where: tuple[int, int]) -> None:
    assert found_again(TEXT, passage(TEXT, *where)) == where


@LAW
@given(st.text("ab\n", min_size=1, max_size=40), st.data())
def test_however_often_its_words_stand_there(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assert found_again(text, passage(text, start, end)) == (start, end)


@LAW
@given(RANGES, EDITS)
def test_an_edit_elsewhere_does_not_change_what_it_is(
    where: tuple[int, int], edits: list[tuple[int, int, str]]
) -> None:
    text, (start, end) = TEXT, where
    for at, length, inserted in edits:
        until = min(len(text), at + length)
        if at < end + AROUND and until > start - AROUND:
            return  # not elsewhere
        text = text[:at] + inserted + text[until:]
        if until <= start:
            start, end = start + len(inserted) - (until - at), end + len(inserted) - (until - at)
    assert found_again(text, passage(TEXT, *where)) == (start, end)


@LAW
@given(RANGES, st.text(), st.text("新的字 Sentence 1", max_size=200))
def test_what_is_found_is_a_range_of_the_text(where: tuple[int, int], text: str, other: str) -> None:
    found = found_again(text + other, passage(TEXT, *where))
    assert found is None or 0 <= found[0] < found[1] <= len(text + other)


@LAW
@given(st.text(), st.text(), st.text(min_size=1), st.text(), st.text(), st.integers(0), st.integers(0))
def test_no_record_of_a_passage_fails(
    text: str, before: str, quote: str, after: str, more: str, start: int, end: int
) -> None:
    found = found_again(text + quote + more, Passage(start, end, quote, before, after))
    assert found is None or 0 <= found[0] < found[1] <= len(text + quote + more)


def test_words_that_were_changed_are_still_a_passage() -> None:
    start = TEXT.index("Sentence 100")
    end = TEXT.index("第101段")
    text = "new\n" + TEXT.replace("Sentence 100 says something", "Sentence 100 once said nothing")
    found = found_again(text, passage(TEXT, start, end))
    assert found is not None
    assert text[slice(*found)] == "Sentence 100 once said nothing of its own.\n\n"


def test_a_passage_that_was_deleted_has_lost_its_place() -> None:
    start = TEXT.index("第100段。Sentence 100")
    end = TEXT.index("第101段")
    known = passage(TEXT, start, end)
    assert found_again(TEXT[:start] + TEXT[end:], known) is None
    assert found_again("", known) is None
    assert found_again("Something else altogether. " * 100, known) is None


def test_a_word_that_stands_everywhere_is_not_a_place_by_itself() -> None:
    start = TEXT.index("something", TEXT.index("Sentence 100"))
    known = passage(TEXT, start, start + 9)
    assert found_again("Here is something else.", known) is None
    text = TEXT.replace("第99段。", "全新的一段。")
    assert found_again(text, known) == (start + 1, start + 10)


def test_of_equal_passages_the_nearest_counts() -> None:
    text = "The same words again and again.\n" * 100
    known = passage(text, 32 * 50, 32 * 50 + 14)
    assert found_again("\n" + text, known) == (32 * 50 + 1, 32 * 50 + 15)


def test_ten_megabytes_are_looked_through_at_once() -> None:
    text = TEXT * 1_000
    other = "Something else altogether, of which nothing is here. " * 10
    began = time.perf_counter()
    assert found_again(text, passage(other, 100, 200)) is None
    assert time.perf_counter() - began < 3
