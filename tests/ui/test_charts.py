"""Charts in characters."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.ui.charts import columns, room, strokes

LAW = settings(deadline=None)


@LAW
@given(st.lists(st.integers(0, 10**7), min_size=1, max_size=120), st.integers(40, 160))
def test_every_column_stands_where_it_is_said_to(values: list[int], width: int) -> None:
    values = values[: room(width, max(values))]
    chart = columns(values, [], width, 12)
    assert {len(line) for line in chart.lines} == {width}
    assert len(chart.lines) <= 12
    bottom = chart.lines[-3]
    end = chart.left
    for index, value in enumerate(values):
        cells = chart.cells(index)
        assert cells.start >= end
        assert bool(bottom[cells.start : cells.stop].strip()) == bool(value)
        end = cells.stop
    assert not bottom[end:].strip()


@LAW
@given(st.integers(12, 150), st.integers(40, 160))
def test_many_columns_fill_two_thirds_of_the_width_at_least(number: int, width: int) -> None:
    number = min(number, room(width, 9))
    chart = columns([9] * number, [], width, 12)
    filled = chart.cells(number - 1).stop - chart.left
    assert filled >= min(10 * number - 1, (width - chart.left) * 2 // 3)


def test_the_highest_column_is_as_high_as_its_number_says() -> None:
    chart = columns([5, 20], [], 40, 12)
    heights = [sum(line[chart.cells(index).start] != " " for line in chart.lines[:-2]) for index in (0, 1)]
    assert heights[1] == len(chart.lines) - 2
    assert heights[0] < heights[1] / 2


@pytest.mark.parametrize("largest", [1, 2, 3, 4, 5, 9, 10, 11, 99, 1234, 100_000])
def test_the_axis_has_round_numbers_at_even_steps(largest: int) -> None:
    chart = columns([largest], [], 60, 12)
    numbers = [
        (y, int(line[: chart.left - 1].replace(",", "")))
        for y, line in enumerate(chart.lines[:-2])
        if line[: chart.left - 1].strip()
    ]
    assert numbers[0][1] >= largest
    assert numbers[-1][1] == 0
    assert len({one[0] - other[0] for one, other in zip(numbers[1:], numbers, strict=False)}) <= 1


def test_labels_are_those_that_do_not_touch_each_other() -> None:
    years = [(index, str(2000 + index)) for index in range(20)]
    assert columns([1] * 20, [years, years[::5]], 120, 12).lines[-1].split() == [label for _, label in years]
    assert columns([1] * 20, [years, years[::5]], 60, 12).lines[-1].split() == ["2000", "2005", "2010", "2015"]
    assert columns([1] * 20, [years], 60, 12).lines[-1].split() == []


@LAW
@given(st.lists(st.integers(0, 10**6), max_size=20), st.integers(1, 100))
def test_strokes_are_as_long_as_their_values(values: list[int], width: int) -> None:
    drawn = strokes(values, width)
    largest = max(values, default=0)
    assert len(drawn) == len(values)
    for value, stroke in zip(values, drawn, strict=True):
        assert stroke == "━" * (max(1, round(value / largest * width)) if value else 0)
