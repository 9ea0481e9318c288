"""What is lit is found by row, and of several lights the shortest is seen."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.document.lights import has_note, lights, within
from reader.document.row import Piece, Role, Row
from reader.document.runs import Hit, Lit

RANGES = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(1, 4), st.booleans()), max_size=6)


@settings(deadline=None)
@given(RANGES, st.integers(0, 30))
def test_each_character_has_the_colour_of_the_shortest_light_on_it(
    ranges: list[tuple[int, int, int, bool]], at: int
) -> None:
    found = lights(ranges).lit
    assert all(one.end <= other.start for one, other in pairwise(found))
    over = [each for each in ranges if each[0] <= at < each[1]]
    seen = [each.hit for each in within(found, at, at + 1)]
    assert len(seen) == bool(over)
    if over:
        least = min(end - start for start, end, _, _ in over)
        assert seen[0] in {colour for start, end, colour, _ in over if end - start == least}


def test_lights_of_a_row_are_those_that_share_a_character_with_it() -> None:
    lit = lights([(0, 5, 1, False), (5, 8, 2, False), (10, 20, 3, False)]).lit
    assert within(lit, 5, 10) == [Lit(5, 8, Hit.LIGHT_2)]
    assert within(lit, 4, 11) == lit
    assert within(lit, 8, 10) == []


def test_an_unknown_colour_is_the_nearest() -> None:
    assert [each.hit for each in lights([(0, 1, 0, False), (2, 3, 9, False)]).lit] == [Hit.LIGHT_1, Hit.LIGHT_4]


def test_a_note_stands_beside_the_row_in_which_its_highlight_ends() -> None:
    noted = lights([(0, 12, 1, True), (3, 5, 1, False)]).noted
    rows = [Row(at, at + 6, (Piece("abcdef", at, at + 6, Role.TEXT),)) for at in (0, 6, 12)]
    assert [has_note(noted, row) for row in rows] == [False, True, False]
