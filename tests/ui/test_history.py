"""The walk back and forward."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from reader.document.anchor import anchor
from reader.ui.history import SEARCH, History, Visit

TEXT = "words " * 1_000


def visit(article: int, offset: int = 0) -> Visit:
    return Visit(article, Path(f"{article}.md"), anchor(TEXT, offset), 1)


def test_back_goes_over_articles_and_jumps_in_the_order_in_which_they_were_left() -> None:
    history = History()
    history.leave(visit(1))
    history.leave(visit(1, 500))
    history.leave(visit(2, 7))
    here: Visit | None = visit(3)
    for expected in (visit(2, 7), visit(1, 500), visit(1)):
        assert (here := history.back(here)) == expected
    assert history.back(here) is None


def test_forward_undoes_back() -> None:
    history = History()
    history.leave(visit(1))
    history.leave(visit(2))
    assert history.back(visit(3, 40)) == visit(2)
    assert history.back(visit(2)) == visit(1)
    assert history.forward(visit(1, 9)) == visit(2)
    assert history.forward(visit(2)) == visit(3, 40)
    assert history.forward(visit(3)) is None
    assert history.back(visit(3)) == visit(2)
    assert history.back(visit(2)) == visit(1, 9)


def test_whoever_goes_somewhere_new_has_nothing_ahead() -> None:
    history = History()
    history.leave(visit(1))
    history.back(visit(2))
    history.leave(visit(1))
    assert history.forward(visit(3)) is None
    assert history.back(visit(3)) == visit(1)


def test_a_search_is_passed_once_and_moves_nothing() -> None:
    history = History()
    history.leave(visit(1))
    history.leave(SEARCH)
    assert history.back(visit(2)) is SEARCH
    assert history.back(visit(2)) == visit(1)
    assert history.forward(visit(1)) == visit(2)
    assert history.forward(visit(2)) is None


def test_a_step_that_would_not_be_seen_is_none() -> None:
    history = History()
    history.leave(visit(1))
    history.leave(visit(2))
    history.leave(visit(2))
    assert history.back(visit(2)) == visit(1)
    assert history.back(visit(1)) is None


def test_from_a_page_without_an_article_there_is_a_way_back_and_none_forward() -> None:
    history = History()
    history.leave(visit(1))
    assert history.back(None) == visit(1)
    assert history.forward(visit(1)) is None


def test_the_oldest_visits_are_forgotten() -> None:
    history = History()
    for number in range(5_000):
        history.leave(visit(number % 7, number))
    steps = 0
    here = visit(9)
    while (behind := history.back(here)) is not None:
        here, steps = behind, steps + 1
    assert steps == 1_000


@given(st.lists(st.integers(0, 3), max_size=30), st.integers(1, 30))
def test_as_many_steps_forward_as_back_come_to_the_same_place(walk: list[int], steps: int) -> None:
    history = History()
    here = visit(9)
    for number, article in enumerate(walk):
        history.leave(here)
        here = visit(article, number)
    stood = here
    taken = 0
    while taken < steps and (behind := history.back(here)) is not None:
        here, taken = behind, taken + 1
    for _ in range(taken):
        ahead = history.forward(here)
        assert ahead is not None
        here = ahead
    assert here == stood
