"""The page of an archive at a glance, set in lines."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from rich.cells import cell_len

from reader.library.listing import Listed, View
from reader.library.statistics import Bar, Reading, Source, Statistics
from reader.ui.glance_page import Page, bar_name, page, size

NOW = datetime(2026, 11, 26, 12, 30).astimezone()
WIDTHS = [34, 40, 60, 100, 120, 160, 300]


def read(title: str, at: datetime) -> Reading:
    return Reading(Listed(1, Path("a.md"), title, date(2021, 8, 23), False, False), at)


def archive(articles: int = 1301) -> Statistics:
    return Statistics(
        articles=articles,
        size=5_600_000,
        read=34,
        starred=3,
        undated=7,
        first=date(1999, 1, 4),
        last=date(2026, 11, 1),
        months={date(1999 + year, 1 + year % 12, 1): 1 + year * articles // 400 for year in range(28)},
        sources=(
            Source(("编程", "掘金前端", "后端与数据库"), articles // 2, View.CATEGORY, 7),
            Source(("[red]A very long name of a source that goes on and on[/red] " * 3,), 3, View.CATEGORY, 8),
            Source(("",), 1, View.CATEGORY, 9),
        ),
        this_week=(read("行首不能有句号，也不能有逗号。" * 10, NOW), read("[/] é\u202e x\n", NOW - timedelta(days=3))),
        read_this_week=70,
        reading_days={NOW.date() - timedelta(days=back): back % 12 + 1 for back in range(0, 400, 3)},
    )


def text(shown: Page) -> str:
    return "\n".join("".join(piece.text for piece in line) for line in shown.lines)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    "known", [archive(), archive(1), archive(100_000), Statistics()], ids=["some", "one", "many", "none"]
)
def test_no_line_is_wider_than_the_screen(known: Statistics, width: int) -> None:
    for line in page(known, width, NOW).lines:
        assert cell_len("".join(piece.text for piece in line)) <= width


@pytest.mark.parametrize("width", [60, 100, 160])
def test_every_stop_lies_on_what_it_opens(width: int) -> None:
    shown = page(archive(), width, NOW)
    drawn = ["".join(piece.text for piece in line) for line in shown.lines]
    for stop in shown.stops:
        cells = "".join(each * cell_len(each) for line in drawn[stop.top : stop.top + stop.height] for each in line)
        match stop.target:
            case Source(names):
                assert names[-1][:4] in drawn[stop.top] or not names[-1]
            case Reading(article):
                assert article.title[:4] in drawn[stop.top]
            case Bar():
                assert cells.strip()


def test_the_sum_is_told_in_words() -> None:
    told = text(page(archive(), 160, NOW))
    for said in ("1,301 articles", "34 read", "1,267 unread", "3 starred", "5.6 MB", "1999-01-04 – 2026-11-01"):
        assert said in told
    assert "7 without a date" in told
    assert "and 68 more" in told


def test_names_are_shown_as_they_are_and_not_as_markup() -> None:
    told = text(page(archive(), 160, NOW))
    assert "[red]A very" in told
    assert "掘金前端 / 后端与数据库" in told
    assert "\u202e" not in told


def test_the_calendar_has_a_square_for_every_day_up_to_today() -> None:
    shown = page(Statistics(articles=1, reading_days={NOW.date(): 9}), 60, NOW)
    days = [[piece for piece in line if piece.look.startswith("day-")] for line in shown.lines]
    squares = [piece for line in days if len(line) > 8 for piece in line]
    assert len(squares) == 26 * 7 - (6 - NOW.weekday())
    assert [piece.look for piece in squares if piece.look != "day-0"] == ["day-4"]
    assert "1 day" not in text(shown).replace("on 1 day of the last 26 weeks", "")


def test_an_archive_of_which_nothing_is_known_is_told_so() -> None:
    told = text(page(Statistics(), 80, NOW))
    assert "No article says of when it is." in told
    assert "No article says where it is from." in told
    assert "Nothing in the last seven days." in told


@pytest.mark.parametrize(
    ("months", "name"), [(1, "2020-04"), (3, "2020-04 – 2020-06"), (12, "2020"), (120, "2020 – 2029")]
)
def test_a_bar_is_named_by_its_time(months: int, name: str) -> None:
    assert bar_name(Bar(date(2020, 4, 1), months, 1)) == name


@pytest.mark.parametrize(("number", "said"), [(0, "0 B"), (999, "999 B"), (1500, "1.5 kB"), (433_700_000, "433.7 MB")])
def test_sizes_are_told_in_words(number: int, said: str) -> None:
    assert size(number) == said
