"""A search in the open article, as data."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.document.find import Query
from reader.document.viewport import Place
from reader.ui.finder import Finder

MATCHES = [(0, 3), (10, 13), (20, 23)]


def found(start: int = 0) -> Finder:
    finder = Finder()
    finder.ask(Query("abc"))
    finder.take(MATCHES, start)
    return finder


def test_the_first_match_from_the_place_of_reading_on_is_the_current_one() -> None:
    assert [found(start).current for start in (0, 1, 10, 21)] == [(0, 3), (10, 13), (10, 13), (0, 3)]


def test_steps_go_round_and_say_so() -> None:
    finder = found()
    assert [finder.step(1, 0) for _ in range(4)] == [
        ((10, 13), False),
        ((20, 23), False),
        ((0, 3), True),
        ((10, 13), False),
    ]
    assert finder.step(-1, 0) == ((0, 3), False)
    assert finder.step(-1, 0) == ((20, 23), True)


def test_without_matches_a_step_leads_nowhere() -> None:
    assert Finder().step(1, 0) == (None, False)


def test_the_count_says_which_of_how_many() -> None:
    finder = found(10)
    assert finder.count() == "2/3"
    finder.take([], 0)
    assert finder.count() == ""
    finder.take([(n, n + 1) for n in range(1500)], 1499)
    assert finder.count() == "1,500/1,500"


def test_a_request_makes_those_before_it_late() -> None:
    finder = Finder()
    first = finder.ask(Query("a"))
    second = finder.ask(Query("ab"))
    assert second == finder.request != first
    finder.clear()
    assert finder.request not in (first, second)


def test_clearing_keeps_what_was_typed_before() -> None:
    finder = found()
    finder.remember()
    finder.clear()
    assert (finder.matches, finder.current, finder.query) == ((), None, Query(""))
    assert finder.history == [Query("abc")]
    assert finder.again() == Query("abc")


def test_the_history_holds_each_words_once_the_latest_last() -> None:
    finder = Finder()
    for words in ("a", "b", "", "a", "c"):
        finder.ask(Query(words))
        finder.remember()
    assert [query.words for query in finder.history] == ["b", "a", "c"]


def test_the_history_has_an_end() -> None:
    finder = Finder()
    for number in range(200):
        finder.ask(Query(str(number)))
        finder.remember()
    assert len(finder.history) == 50
    assert finder.history[-1] == Query("199")


def test_a_search_remembers_where_it_began() -> None:
    finder = Finder()
    finder.begin(Place(7, 3))
    assert finder.origin == Place(7, 3)


@given(st.lists(st.integers(0, 500), min_size=1, unique=True), st.integers(0, 600), st.lists(st.sampled_from([1, -1])))
def test_steps_visit_the_matches_in_their_order(starts: list[int], place: int, steps: list[int]) -> None:
    matches = [(start, start + 1) for start in sorted(starts)]
    finder = Finder()
    current = finder.take(matches, place)
    assert current is not None
    at = matches.index(current)
    for step in steps:
        at = (at + step) % len(matches)
        assert finder.step(step, place)[0] == matches[at]
        assert finder.count() == f"{at + 1}/{len(matches)}"
