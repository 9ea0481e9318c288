"""The part of a text that shows what was found in it."""

from __future__ import annotations

import re
import time
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from reader.document import snippet as snippet_module
from reader.document.phrases import Phrase, find_phrases
from reader.document.snippet import Snippet, snippet

LAW = settings(deadline=None, max_examples=500)


def shown(text: str, *phrases: str, cells: int = 60) -> str:
    """A snippet with brackets where it is lit."""
    found = snippet(text, find_phrases(text, [Phrase(phrase) for phrase in phrases]), cells)
    out, at = "", 0
    for start, end in found.matches:
        out += f"{found.text[at:start]}[{found.text[start:end]}]"
        at = end
    return out + found.text[at:]


LONG = "近年来中国的变化引人注目。根据统计局公布的数据，国内生产总值同比增长，消费对增长的贡献率很高。"


@pytest.mark.parametrize(
    ("text", "phrases", "expected"),
    [
        ("中国经济", ("经济",), "中国[经济]"),
        ("a graph\nof graphs", ("graph", "graphs"), "a [graph] of [graphs]"),
        ("经\n济  发展", ("经济", "发展"), "[经 济] [发展]"),
        ("\n\n  one\n\n\n\ttwo  ", ("two",), "[two]"),
        ("one two", (), "one two"),
        (LONG, (), "近年来中国的变化引人注目。根据统计局公布的数据，国内生产总…"),
        (LONG, ("增长",), "…国内生产总值同比[增长]，消费对[增长]的贡献率很高。"),
        (LONG, ("数据",), "…根据统计局公布的[数据]，国内生产总值同比增长，消费对增长的贡…"),
        (
            "x " * 100 + "here " + "y " * 100,
            ("here",),
            "…x x x x x x x x x x x [here] y y y y y y y y y y y y y y y y…",
        ),
        ("a. " + "b " * 100 + "a a", ("a",), "…b b b b b b b b b b b [a] [a]"),
        ("", (), ""),
        (" \n ", (), ""),
    ],
)
def test_a_snippet_shows_where_most_matches_stand_together(text: str, phrases: tuple[str, ...], expected: str) -> None:
    assert shown(text, *phrases) == expected


def test_what_is_taken_for_wide_is_so() -> None:
    wide = [chr(code) for code in range(0x10000) if snippet_module._WIDE.match(chr(code))]
    assert {cell_len(sign) for sign in wide} == {2}


def test_a_match_that_is_longer_than_the_line_is_cut() -> None:
    assert snippet("中" * 100, [(0, 100)], 20) == Snippet("中" * 9 + "…", ((0, 9),))


def test_a_character_is_not_parted_from_its_marks() -> None:
    text = "e\u0301" * 40 + " here"
    assert snippet(text, [(81, 85)]).text.startswith("…e\u0301")


TEXTS = st.text(st.sampled_from("ab中文，。 \n\t　e\u0301😀"), max_size=120)


@LAW
@given(TEXTS, st.lists(st.tuples(st.integers(0, 120), st.integers(1, 9)), max_size=6), st.integers(10, 60))
@example("中" * 50, [(49, 1)], 10)
def test_what_is_lit_is_what_was_found(text: str, found: list[tuple[int, int]], cells: int) -> None:
    matches: list[tuple[int, int]] = []
    for start, length in sorted(found):
        start = max(start, matches[-1][1] if matches else 0)  # noqa: PLW2901
        if start < len(text) and not text[start].isspace() and text[start:][:length].strip():
            matches.append((start, start + len(text[start : start + length].rstrip())))
    one = snippet(text, matches, cells)
    assert cell_len(one.text) <= cells
    assert not re.search(r"[^\S ]|  ", one.text)
    assert all(before[1] <= after[0] for before, after in pairwise(one.matches))
    squeezed = [" ".join(text[start:end].split()) for start, end in matches]
    for start, end in one.matches:
        assert 0 <= start < end <= len(one.text)
        assert any(one.text[start:end].strip() in match for match in squeezed)
    assert bool(one.matches) == bool(matches) or cells < 30


def test_a_snippet_of_a_long_text_takes_no_time() -> None:
    text = "中国经济的发展\n" * 500_000
    matches = [(at, at + 2) for at in range(2, len(text), 8)]
    start = time.process_time()
    snippet(text, matches)
    snippet(" " * 4_000_000 + "x", [(4_000_000, 4_000_001)])
    assert time.process_time() - start < 2
