"""An archive at a glance, set in lines: pure, so that tests need no screen.

A line is a list of pieces, each with the name of its look; what the cursor may stand on are *stops*. Names and titles
come from files: they are cut by cells and never markup.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from rich.cells import cell_len

from reader.counting import counted
from reader.library.listing import View
from reader.library.statistics import Bar, Bars, Reading, Source, Statistics, bars
from reader.ui import charts
from reader.ui.one_line import cut, printable, steady

_MARGIN = 2
_WIDEST = 160
"""Cells of the page, however wide the screen is."""
_TWO_COLUMNS = 110
"""Cells from which on the sources and what was read stand side by side."""
_BETWEEN = 4
_CHART = 12
"""Lines of the chart at most, with its axis and the labels."""
_WEEKS = 53
_DAYS = ("Mon", "", "Wed", "", "Fri", "", "")
_MONTHS = tuple("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split())
_LEVELS = (1, 2, 4, 8)
"""Articles of a day from which on its square is of the next shade."""
_SQUARES = "·▪▪■■"


class Piece(NamedTuple):
    """A part of a line."""

    text: str
    look: str = "text"


Line = list[Piece]
Target = Bar | Source | Reading


class Stop(NamedTuple):
    """Something that can be opened, and the cells that light up while the cursor is on it."""

    target: Target
    top: int
    height: int
    left: int
    width: int

    @property
    def column(self) -> int:
        """Stops of one column of the page have the same; the bars of the chart are one thing."""
        return 0 if isinstance(self.target, Bar) else self.left


class Page(NamedTuple):
    """Everything, set for one width."""

    lines: tuple[Line, ...]
    stops: tuple[Stop, ...]
    chart: Bars
    heading: int
    """The line that tells of the bar under the cursor."""


def page(known: Statistics, width: int, moment: datetime) -> Page:
    """The statistics in lines of no more than `width` cells (at least 34), as of a moment in the reader's own time."""
    room = max(30, min(width, _WIDEST) - 2 * _MARGIN)
    lines: list[Line] = [[], *_totals(known, room), []]
    stops: list[Stop] = []
    heading = len(lines)
    shown = bars(known.months, max(10, charts.room(room, _largest(known))))
    _add_chart(shown, room, lines, stops)
    is_wide = room >= _TWO_COLUMNS
    half = (room - _BETWEEN) // 2 if is_wide else room
    left, right = _sources(known, half), _read(known, half, moment)
    top = len(lines)
    _add(left, _MARGIN, top, lines, stops)
    if is_wide:
        _add(right, _MARGIN + half + _BETWEEN, top, lines, stops)
    else:
        _add(right, _MARGIN, len(lines) + 1, lines, stops)
    lines += [[], *_calendar(known, room, moment.date()), []]
    return Page(tuple(lines), tuple(stops), shown, heading)


# Totals


def _totals(known: Statistics, room: int) -> list[Line]:
    unread = known.articles - known.read
    said = [
        (f"{known.articles:,}", "article" if known.articles == 1 else "articles"),
        (f"{known.read:,}", "read"),
        (f"{unread:,}", "unread"),
        (f"{known.starred:,}", "starred"),
        (size(known.size), ""),
    ]
    if known.first is not None and known.last is not None:
        span = known.first.isoformat() if known.first == known.last else f"{known.first} – {known.last}"
        said.append((span, ""))
    if known.undated:
        said.append((f"{known.undated:,}", "without a date"))
    lines: list[Line] = [[]]
    used = 0
    for number, word in said:
        cells = len(number) + len(word) + (1 if word else 0)
        if used and used + 3 + cells > room:
            lines.append([])
            used = 0
        if used:
            lines[-1].append(Piece("   "))
            used += 3
        lines[-1] += [Piece(number, "number"), Piece(f" {word}" if word else "", "quiet")]
        used += cells
    return [[Piece(" " * _MARGIN), *line] for line in lines]


def size(number: int) -> str:
    """Bytes in words, such as `5.6 MB`."""
    for unit, power in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if number >= power:
            return f"{number / power:,.1f} {unit}"
    return f"{number} B"


# Articles over time

_EACH = {1: "a month", 3: "a quarter", 12: "a year", 120: "in ten years", 1200: "in a hundred years"}


def _largest(known: Statistics) -> int:
    """No less than the largest bar can be, as far as the width of its number goes."""
    return max(known.months.values(), default=0)


def _add_chart(shown: Bars, room: int, lines: list[Line], stops: list[Stop]) -> None:
    if not shown.bars:
        lines += [_heading("Articles a month"), _sentence("No article says of when it is.", room), []]
        return
    values = [bar.articles for bar in shown.bars]
    chart = charts.columns(values, _labels(shown), room, _CHART)
    lines.append(_heading(f"Articles {_EACH[shown.months_each]}"))
    top = len(lines)
    for y, line in enumerate(chart.lines):
        is_axis = y >= len(chart.lines) - 2
        bars_look = "axis" if is_axis else "bar"
        lines.append([Piece(" " * _MARGIN + line[: chart.left], "axis"), Piece(line[chart.left :], bars_look)])
    for index, bar in enumerate(shown.bars):
        cells = chart.cells(index)
        stops.append(Stop(bar, top, len(chart.lines) - 2, _MARGIN + cells.start, len(cells)))
    if shown.outside:
        are = "article is" if shown.outside == 1 else "articles are"
        lines.append(_sentence(f"{shown.outside:,} {are} of far earlier or later and not shown.", room))
    lines.append([])


def _labels(shown: Bars) -> list[charts.Labels]:
    """Names for bars, the closest first: every year, every second, fifth, tenth; within a year, months."""
    named = [(index, bar.start) for index, bar in enumerate(shown.bars)]
    years = [(index, start.year) for index, start in named if start.month == 1]
    if len(years) < 2 and shown.months_each < 12:
        months = [(index, f"{start.year}-{start.month:02}") for index, start in named]
        return [months[::step] for step in (1, 2, 3, 6, 12, 24)]
    return [[(index, f"{year}") for index, year in years if year % step == 0] for step in _ROUND]


_ROUND = (1, 2, 5, 10, 20, 50, 100, 500, 1000)


def bar_name(bar: Bar) -> str:
    """What a bar is of, such as `2021-08`, `2021-07 – 2021-09`, `2021` or `2020 – 2029`."""
    year, month = bar.start.year, bar.start.month
    match bar.months:
        case 1:
            return f"{year}-{month:02}"
        case 3:
            return f"{year}-{month:02} – {year}-{month + 2:02}"
        case 12:
            return f"{year}"
        case _:
            return f"{year} – {year + bar.months // 12 - 1}"


# Lists


class _List(NamedTuple):
    heading: str
    rows: Sequence[tuple[Line, Target | None]]


def _add(listed: _List, left: int, top: int, lines: list[Line], stops: list[Stop]) -> None:
    """Puts a list on the page with its first line at `top`, beside what is there already."""
    rows: list[tuple[Line, Target | None]] = [([Piece(listed.heading, "heading")], None), *listed.rows]
    for y, (row, target) in enumerate(rows, top):
        while len(lines) <= y:
            lines.append([])
        gap = left - sum(cell_len(piece.text) for piece in lines[y])
        lines[y] += [Piece(" " * gap), *row]
        if target is not None:
            stops.append(Stop(target, y, 1, left, sum(cell_len(piece.text) for piece in row)))


def _sources(known: Statistics, width: int) -> _List:
    heading = (
        "The largest categories" if any(each.view is View.CATEGORY for each in known.sources) else "The largest sources"
    )
    if not known.sources:
        return _List(heading, [([Piece(cut("No article says where it is from.", width), "quiet")], None)])
    names = [_source_name(source) for source in known.sources]
    counts = [f"{source.articles:,}" for source in known.sources]
    parts = [f"{100 * source.articles / max(1, known.articles):.0f}%" for source in known.sources]
    for_names = min(max(map(cell_len, names)), max(8, width * 2 // 5))
    for_counts = max(map(len, counts))
    drawn = charts.strokes(
        [source.articles for source in known.sources], max(4, width - for_names - for_counts - 5 - 2 * 2)
    )
    longest = max(map(len, drawn))
    rows: list[tuple[Line, Target | None]] = []
    for name, source, count, part, stroke in zip(names, known.sources, counts, parts, drawn, strict=True):
        shown = cut(name, for_names)
        row = [
            Piece(shown + " " * (for_names - cell_len(shown) + 2)),
            Piece(stroke.ljust(longest) + "  ", "bar"),
            Piece(count.rjust(for_counts)),
            Piece(part.rjust(5), "quiet"),
        ]
        rows.append((row, source))
    return _List(heading, rows)


def _source_name(source: Source) -> str:
    """The end of a path says more than its beginning, so that a long one is named by its end."""
    return steady(printable(" / ".join(name or "no name" for name in source.names[-2:])))


def _read(known: Statistics, width: int, moment: datetime) -> _List:
    heading = f"Read this week{f' ({known.read_this_week:,})' if known.read_this_week else ''}"
    if not known.this_week:
        return _List(heading, [([Piece(cut("Nothing in the last seven days.", width), "quiet")], None)])
    rows: list[tuple[Line, Target | None]] = []
    for reading in known.this_week[:MOST_READ]:
        at = reading.moment
        day = "today" if at.date() == moment.date() else f"{at:%a}"
        when = f"{day:<5} {at:%H:%M}  "
        title = cut(steady(printable(reading.article.title)), width - len(when))
        filling = " " * (width - len(when) - cell_len(title))
        rows.append(([Piece(when, "quiet"), Piece(title + filling)], reading))
    if known.read_this_week > len(rows):
        rows.append(([Piece(f"and {known.read_this_week - len(rows):,} more", "quiet")], None))
    return _List(heading, rows)


MOST_READ = 12
"""Articles of this week that stand on the page."""


# The calendar


def _calendar(known: Statistics, room: int, today: date) -> Iterable[Line]:
    before = " " * _MARGIN
    weeks = min(_WEEKS, (room - 3) // 2)
    monday = today - timedelta(days=today.weekday() + 7 * (weeks - 1))
    in_sight = {day: count for day, count in known.reading_days.items() if monday <= day <= today}
    days = counted(len(in_sight), "day")
    articles = sum(in_sight.values())
    told = f"{counted(articles, 'article')} on {days} of the last {weeks} weeks"
    yield _heading("Reading days")
    yield [Piece(before), Piece("    " + _month_names(monday, weeks), "quiet")]
    for weekday, name in enumerate(_DAYS):
        line = [Piece(before), Piece(f"{name:<4}", "quiet")]
        for week in range(weeks):
            day = monday + timedelta(days=7 * week + weekday)
            level = sum(in_sight.get(day, 0) >= least for least in _LEVELS)
            line.append(Piece("  ") if day > today else Piece(f"{_SQUARES[level]} ", f"day-{level}"))
        yield line
    legend = [Piece(f"{square} ", f"day-{level}") for level, square in enumerate(_SQUARES)]
    used = 2 * len(legend) + len("less  more")
    gap = max(2, min(room, 4 + 2 * weeks) - 4 - len(told) - used)
    if len(told) + used + 2 > room:
        yield [Piece(before), Piece(cut(told, room), "quiet")]
    else:
        yield [Piece(f"{before}    {told}{' ' * gap}less ", "quiet"), *legend, Piece("more", "quiet")]


def _month_names(monday: date, weeks: int) -> str:
    """The names of the months over the weeks that they begin in."""
    mondays = [monday + timedelta(days=7 * week) for week in range(weeks)]
    begins = [week for week, day in enumerate(mondays) if not week or day.month != mondays[week - 1].month]
    named = ""
    for week, following in zip(begins, [*begins[1:], weeks], strict=True):
        if following - week >= 2:  # a name is as wide as two weeks
            named = named.ljust(2 * week) + _MONTHS[mondays[week].month - 1]
    return named


def _heading(text: str) -> Line:
    return [Piece(" " * _MARGIN), Piece(text, "heading")]


def _sentence(text: str, room: int) -> Line:
    return [Piece(" " * _MARGIN), Piece(cut(text, room), "quiet")]
