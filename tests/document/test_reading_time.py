"""How long an article takes to read."""

from __future__ import annotations

import pytest

from reader.document import html
from reader.document.reading_time import WIDE_A_MINUTE, WORDS_A_MINUTE, counted, minutes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 1),
        ("word", 1),
        ("word " * WORDS_A_MINUTE * 3, 3),
        ("字" * WIDE_A_MINUTE * 4, 4),
        ("かな" * (WIDE_A_MINUTE // 2) * 2, 2),
        ("字" * WIDE_A_MINUTE + "word " * WORDS_A_MINUTE, 2),
        ("𠀀" * WIDE_A_MINUTE * 2, 2),
        ("don't e-mail it’s " * WORDS_A_MINUTE, 3),
        ("слово " * WORDS_A_MINUTE * 2, 2),
        ("1234 5678 … — " * 5000, 1),
        ("字，。、" * WIDE_A_MINUTE * 2, 2),
    ],
)
def test_characters_and_words_take_their_time(text: str, expected: int) -> None:
    assert minutes(text) == expected


def test_words_between_wide_characters_are_words() -> None:
    assert minutes("用Python写" * WORDS_A_MINUTE * 4) == round(8 * WORDS_A_MINUTE / WIDE_A_MINUTE + 4)


def test_parts_that_come_say_at_the_end_how_long_the_whole_takes() -> None:
    document = html.parse("".join(f"<p>第{n}段 and some words." for n in range(2_000)))
    parts = list(counted(html.parts("".join(f"<p>第{n}段 and some words." for n in range(2_000)))))
    assert [part.minutes for part in parts[:-1]] == [None] * (len(parts) - 1)
    assert parts[-1].minutes == minutes(document.text)
    assert parts[0].extended(*parts[1:]).minutes == parts[-1].minutes
