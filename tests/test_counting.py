"""How many there are of something, in words."""

from __future__ import annotations

import pytest

from reader.counting import counted


@pytest.mark.parametrize(
    ("number", "said"), [(0, "0 articles"), (1, "1 article"), (2, "2 articles"), (2500, "2,500 articles")]
)
def test_a_noun_stands_in_the_number_that_it_needs(number: int, said: str) -> None:
    assert counted(number, "article") == said
