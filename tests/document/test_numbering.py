"""Numbers of items in decimal, letters and Roman figures."""

from __future__ import annotations

import pytest

from reader.document.numbering import ordinal


@pytest.mark.parametrize(
    ("number", "numbering", "written"),
    [
        (12, "1", "12"),
        (1, "a", "a"),
        (26, "A", "Z"),
        (27, "a", "aa"),
        (702, "a", "zz"),
        (1994, "I", "MCMXCIV"),
        (4, "i", "iv"),
    ],
)
def test_a_number_is_written_as_its_list_asks(number: int, numbering: str, written: str) -> None:
    assert ordinal(number, numbering) == written


@pytest.mark.parametrize(("number", "numbering"), [(0, "a"), (-3, "A"), (0, "i"), (4000, "I")])
def test_a_number_that_letters_or_figures_cannot_say_is_decimal(number: int, numbering: str) -> None:
    assert ordinal(number, numbering) == str(number)
