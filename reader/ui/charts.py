"""Charts in characters, drawn by plotext, without colours and without names.

plotext counts characters and not cells, so it is never given a name that may be Chinese; and what colour a column
has is the theme's affair, so its own colours are taken off. Its figure is one for the whole process: charts are drawn
by the screen's thread alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count, pairwise
from typing import NamedTuple

_WIDEST = 20
"""Halves of cells that a column has at most, with what parts it from the next one."""


class Tick(NamedTuple):
    """A mark on an axis."""

    at: float
    label: str


Labels = Sequence[tuple[int, str]]
"""Names of columns, by their index, from left to right."""


class Columns(NamedTuple):
    """A chart of columns: lines of the same length, and where the columns stand in them."""

    lines: tuple[str, ...]
    left: int
    """Cells before the first column: the axis and its labels."""
    halves: int
    """Halves of cells from one column to the next; the left half of a cell, or the right one, may be blank."""

    def cells(self, index: int) -> range:
        """The cells in which a column stands; no other stands in them."""
        begin = index * self.halves
        return range(self.left + begin // 2, self.left + -(-(begin + self.halves - _gap(self.halves)) // 2))


def room(width: int, largest: int) -> int:
    """How many columns a chart of so many cells holds."""
    return max(1, width - _gutter(_ticks(largest)))


def columns(values: Sequence[int], labels: Sequence[Labels], width: int, height: int) -> Columns:
    """Columns from left to right, no more than `room` says, in at most `height` lines with the axis and its labels.

    Of the `labels`, the first are taken of which none touches another.
    """
    import plotext as plt  # type: ignore[import-untyped]  # noqa: PLC0415 - 40 ms that only this screen needs

    ticks = _ticks(max(values, default=0))
    left = _gutter(ticks)
    steps = len(ticks) - 1
    rows = steps * max(1, (height - 3) // steps) + 1  # as many between each two labels
    canvas, top = width - left, ticks[-1].at
    each = max(2, min(_WIDEST, 2 * canvas // max(1, len(values))))
    points = [
        (each * index + half, max(1, round(value / top * 2 * rows)) - 1)
        for index, value in enumerate(values)
        if value
        for half in range(each - _gap(each))
    ]
    _begin(width, rows + 2)
    if points:
        plt.scatter([x for x, _ in points], [y for _, y in points], marker="hd", fillx=True)
    plt.xlim(0, 2 * canvas - 1)  # a character holds two points beside and two above each other
    plt.ylim(0, 2 * rows - 1)
    plt.yticks([tick.at / top * (2 * rows - 1) for tick in ticks], [tick.label.rjust(left - 1) for tick in ticks])
    named = _first_apart(labels, each, canvas) or [Tick(0, " ")]  # without any, plotext takes their line for the canvas
    plt.xticks([2 * tick.at for tick in named], [tick.label for tick in named])
    plt.xaxes(True, False)
    plt.yaxes(True, False)
    return Columns(_drawn(width, rows + 2), left, each)


def strokes(values: Sequence[int], width: int) -> tuple[str, ...]:
    """A stroke for each value, one a line; the longest is `width` cells, and none that is not nought is invisible."""
    import plotext as plt  # noqa: PLC0415 - see above

    largest = max(values, default=0)
    if largest <= 0 or width < 1:
        return ("",) * len(values)
    rows = len(values)
    drawn = [(max(1, round(value / largest * width)) - 1, rows - 1 - y) for y, value in enumerate(values) if value > 0]
    _begin(width, rows)
    plt.scatter([x for x, _ in drawn], [y for _, y in drawn], marker="━", filly=True)
    plt.xlim(0, max(1, width - 1))
    plt.ylim(0, max(1, rows - 1))
    plt.xticks([])
    plt.yticks([])
    plt.frame(False)
    return tuple(line.rstrip() for line in _drawn(width, rows))


def _begin(width: int, height: int) -> None:
    import plotext as plt  # noqa: PLC0415

    plt.clear_figure()
    plt.limit_size(False, False)  # the screen is scrolled; the terminal may be lower
    plt.theme("clear")
    plt.plotsize(width, height)


def _drawn(width: int, height: int) -> tuple[str, ...]:
    import plotext as plt  # noqa: PLC0415

    lines = plt.uncolorize(plt.build()).splitlines()[:height]
    return tuple(line[:width].ljust(width) for line in lines)


def _ticks(largest: int) -> list[Tick]:
    """Round numbers from nought to one that is not below the largest value; one to four steps."""
    step = next(each * 10**power for power in count() for each in (1, 2, 5) if 4 * each * 10**power >= largest)
    number = max(1, -(-largest // step))
    return [Tick(step * each, f"{step * each:,}") for each in range(number + 1)]


def _gutter(ticks: Sequence[Tick]) -> int:
    return max(len(tick.label) for tick in ticks) + 1


def _gap(halves: int) -> int:
    """How many of a column's halves are blank."""
    return 0 if halves == 2 else 1 if halves < 8 else 2


def _first_apart(choices: Sequence[Labels], halves: int, width: int) -> list[Tick]:
    """The first labels that have a cell between each other; what would reach beyond the chart is left out."""
    middle = (halves - _gap(halves)) // 2
    for labels in choices:
        ticks = [Tick((index * halves + middle) // 2, label) for index, label in labels]
        ticks = [tick for tick in ticks if tick.at + len(tick.label) / 2 <= width]
        if all(
            before.at + len(before.label) / 2 + 1 <= after.at - len(after.label) / 2
            for before, after in pairwise(ticks)
        ):
            return ticks
    return []
