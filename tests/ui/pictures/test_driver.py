"""Answers are taken out of what is typed, whenever and however they come."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from reader.ui.pictures.driver import Sieve
from reader.ui.pictures.terminal import ANSWER, BEGUN

ANSWERS = ["\x1b_Gi=4207;OK\x1b\\", "\x1bP>|XTerm(379)\x1b\\", "\x1b[6;20;10t", "\x1b[?1;0;256S", "\x1b[?62;4;22c"]
KEYS = ["j", "\x1b[A", "\x1b", "中", "\x1b[<0;1;1M", "q", "\x1b[4~", "\x1bOP"]


def test_answers_are_heard_and_keys_go_on() -> None:
    got: list[str] = []
    sieve = Sieve(ANSWER, BEGUN, got.append)
    assert sieve.strained(f"j{ANSWERS[1]}k{ANSWERS[4]}") == "jk"
    assert got == [ANSWERS[1], ANSWERS[4]]


def test_escape_by_itself_waits_for_a_moment_only() -> None:
    sieve = Sieve(ANSWER, BEGUN, lambda answer: None)
    assert sieve.strained("\x1b") == ""
    assert sieve.released() == "\x1b"
    assert sieve.strained("\x1b") == ""
    assert sieve.strained("[A") == "\x1b[A"


@given(st.lists(st.sampled_from(ANSWERS + KEYS), max_size=12), st.data())
def test_however_what_comes_is_cut_nothing_is_lost_and_nothing_is_added(parts: list[str], data: st.DataObject) -> None:
    stream = "".join(parts)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=6)))
    got: list[str] = []
    sieve = Sieve(ANSWER, BEGUN, got.append)
    edges = [0, *cuts, len(stream)]
    left = "".join(sieve.strained(stream[a:b]) for a, b in itertools.pairwise(edges)) + sieve.released()
    assert got == ANSWER.findall(stream)
    assert left == ANSWER.sub("", stream)
