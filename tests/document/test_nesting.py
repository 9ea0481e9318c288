"""Nesting is bounded before anything parses it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.document.nesting import MAX_DEPTH, bounded

LAW = settings(deadline=None, max_examples=100)


def words(html: str) -> str:
    return re.sub(r"<[^>]*>", "", html)


def depth(html: str) -> int:
    deepest = level = 0
    for end in re.findall(r"<(/?)\w", html):
        level = max(0, level - 1) if end else level + 1
        deepest = max(deepest, level)
    return deepest


@pytest.mark.parametrize("source", ["", "plain", "<div>" * MAX_DEPTH + "x", "<p>" * 5000, "<br>" * 5000, "<" * 5000])
def test_ordinary_pages_stay_as_they_are(source: str) -> None:
    assert bounded(source) == source


def test_a_long_page_that_is_not_deep_stays_as_it_is() -> None:
    source = "<div><b>x</b></div>" * 1000
    assert bounded(source) == source


def test_tags_below_the_bound_go_and_words_stay() -> None:
    cut = bounded("<div>a" * 1000 + "</div>b" * 1000)
    assert depth(cut) == MAX_DEPTH
    assert words(cut) == "a" * 1000 + "b" * 1000


def test_what_follows_a_deep_place_keeps_its_tags() -> None:
    cut = bounded("<div>" * 1000 + "</div>" * 1000 + "<p><b>x</b></p>")
    assert cut.endswith("<p><b>x</b></p>")
    assert cut.count("<div>") == cut.count("</div>") == MAX_DEPTH


def test_signs_inside_of_attributes_are_no_tags() -> None:
    source = '<img alt="<div>">' * 1000
    assert bounded(source) == source


def test_breaks_and_pictures_in_a_deep_place_stay() -> None:
    cut = bounded("<div>" * 1000 + '<br><img src="x">' + "</div>" * 1000)
    assert '<br><img src="x">' in cut


@LAW
@given(st.lists(st.sampled_from(["<div>", "</div>", "<b>", "</b>", "word ", "<p>", "</span>"]), max_size=60))
def test_no_word_is_lost_and_no_depth_is_left(pieces: list[str]) -> None:
    source = "".join(pieces) * 50
    cut = bounded(source)
    assert words(cut) == words(source)
    assert depth(cut.replace("<p>", "")) <= MAX_DEPTH
