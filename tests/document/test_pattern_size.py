"""How large a pattern becomes is known before it is compiled."""

from __future__ import annotations

import pytest

from reader.document.find import LONGEST_PATTERN, MOST_PARTS, Query, find_all
from reader.document.pattern_size import pattern_size
from reader.errors import FindError


@pytest.mark.parametrize(
    ("pattern", "size"),
    [
        ("", 0),
        ("abc", 3),
        ("a{3}b", 4),
        ("a{3,}", 4),
        ("a{,3}a{0,3}a*a?", 4),
        ("a+?a++", 4),  # lazy and possessive
        ("a{2,2}", 2),
        ("a{0}", 1),
        (r"\(+\[+\p{Lu}{3}", 7),
        ("(?#(+)a", 2),
        ("{", 1),
        ("a{e<=2}", 7),
        (")(", 1),
        ("[(+[)+]]+a", 101),
        ("[]a]", 50),
        ("[^]a]", 50),
        ("[", 50),
        (r"[\]]", 50),
    ],
)
def test_what_repeats_counts_as_often_as_it_is_written_out(pattern: str, size: int) -> None:
    assert pattern_size(pattern) == size


def test_in_groups_inside_groups_repetitions_multiply() -> None:
    assert pattern_size("(ab)") == pattern_size("(ab)*")
    assert pattern_size("(((ab)+)+)+") > 2 * pattern_size("((ab)+)+") > 4 * pattern_size("(ab)+")
    assert pattern_size("(" * 160 + "a" + "){9}" * 160) > 10**100


@pytest.mark.parametrize(
    "pattern",
    [
        "(?:" * 140 + "a" + ")+" * 140,
        "(?:a{1000}){1000}",
        "(?:" * 140 + "a" + "){3}" * 140,
        r"[\w]{900}" * 100,
        "(?x)(?:(?:(?:ab){60}) {60}) {60}",
        "(?:(?:(?:ab)(?#more){60})(?#and more){60}){60}",
    ],
)
def test_a_pattern_that_would_take_all_memory_is_refused_at_once(pattern: str) -> None:
    assert len(pattern) <= LONGEST_PATTERN
    with pytest.raises(FindError, match="repeats too much"):
        find_all("aaa", Query(pattern, is_regex=True))


@pytest.mark.parametrize(
    "pattern",
    [r"\d{4}-\d{2}-\d{2}", "(?:[a-z]+ ){3,8}", "(a|b)+c", r"(\w+\s+){1,20}\w+", "[\u4e00-\u9fff]{2,200}"],
)
def test_ordinary_patterns_are_far_from_the_bound(pattern: str) -> None:
    assert pattern_size(pattern) < MOST_PARTS / 4
