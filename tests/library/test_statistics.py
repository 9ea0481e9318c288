"""An archive at a glance: what is counted, and how its months become bars."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.library.catalogue import Catalogue
from reader.library.identity import identity
from reader.library.listing import View
from reader.library.mark import Kind
from reader.library.marks import Marks
from reader.library.statistics import Statistics, bars, group_of, statistics
from tests.library.on_disk import LONG_AGO, built, ids, write

MONTHS = st.dictionaries(
    st.dates(date(1, 1, 1), date(9999, 12, 31)).map(lambda day: day.replace(day=1)), st.integers(1, 5000), max_size=40
)


def article(folder: Path, name: str, day: str, *, author: str = "", category: str = "") -> Path:
    fields = [f"title: {name}", f"date: {day}" if day else "", f"author: {author}" if author else ""]
    fields += [f"categories: [{category}]"] if category else []
    front = "\n".join(filter(None, fields))
    return write(folder / f"{name}.md", f"---\n{front}\n---\nThe body of {name}.\n", at=LONG_AGO)


def mark(marks: Marks, catalogue: Catalogue, folder: Path, name: str, at: datetime, *, star: bool = False) -> None:
    number = ids(catalogue)[f"{name}.md"]
    wanted = identity(catalogue.listed((number,))[number], [folder])
    (known,) = marks.mark(Kind.READ, [wanted], is_set=True)
    if star:
        marks.mark(Kind.STARRED, [wanted], is_set=True)
    with marks.database.writing() as connection:
        connection.execute("UPDATE marks SET read_changed = ? WHERE article = ?", (int(at.timestamp() * 1000), known))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "archive"
    article(root, "one", "2021-08-23", author="掘金", category="编程")
    article(root, "two", "2021-08-02", author="掘金", category="编程, 后端")
    article(root, "three", "2020-01-31", author="[bold]新华社[/]", category="财经")
    article(root, "undated", "")
    return root


def test_articles_are_counted_by_month_and_source(folder: Path) -> None:
    known = statistics(built(folder), None)
    assert (known.articles, known.undated, known.read, known.starred) == (4, 1, 0, 0)
    assert known.size == sum(each.stat().st_size for each in folder.iterdir())
    assert (known.first, known.last) == (date(2020, 1, 31), date(2021, 8, 23))
    assert dict(known.months) == {date(2020, 1, 1): 1, date(2021, 8, 1): 2}
    assert [(each.names, each.articles, each.view) for each in known.sources] == [
        (("掘金",), 2, View.AUTHOR),
        (("[bold]新华社[/]",), 1, View.AUTHOR),
    ]


def test_categories_stand_in_where_authors_are_not_named(tmp_path: Path) -> None:
    article(tmp_path, "one", "2021-08-23", category="编程, 后端")
    article(tmp_path, "two", "2021-08-23", category="编程, 后端")
    article(tmp_path, "three", "2021-08-23", category="编程")
    known = statistics(built(tmp_path), None)
    assert [(each.names, each.articles, each.view) for each in known.sources] == [
        (("编程", "后端"), 2, View.CATEGORY),
        (("编程",), 1, View.CATEGORY),
    ]


def test_an_empty_archive_has_nothing_to_tell(tmp_path: Path) -> None:
    assert statistics(built(tmp_path), None) == Statistics()


def test_what_was_read_is_told_by_day_and_of_this_week_the_latest_first(folder: Path, tmp_path: Path) -> None:
    catalogue, marks = built(folder), Marks(tmp_path / "marks.db")
    now = datetime(2026, 11, 26, 12, tzinfo=UTC)
    mark(marks, catalogue, folder, "one", now - timedelta(days=2))
    mark(marks, catalogue, folder, "two", now - timedelta(hours=1), star=True)
    mark(marks, catalogue, folder, "three", now - timedelta(days=40))
    known = statistics(catalogue, marks, [folder], now)
    assert (known.read, known.starred, known.read_this_week) == (3, 1, 2)
    assert [each.article.title for each in known.this_week] == ["two", "one"]
    local = [(now - delta).astimezone().date() for delta in (timedelta(days=40), timedelta(days=2), timedelta(hours=1))]
    assert sorted(known.reading_days) == local


def test_an_article_that_was_edited_since_was_read_all_the_same(folder: Path, tmp_path: Path) -> None:
    catalogue, marks = built(folder), Marks(tmp_path / "marks.db")
    mark(marks, catalogue, folder, "one", datetime.now(UTC))
    write(folder / "one.md", "---\ntitle: one\n---\nAnother body altogether.\n")
    assert statistics(built(folder), marks, [folder]).read == 1


def test_marks_of_other_archives_do_not_count(folder: Path, tmp_path: Path) -> None:
    catalogue, marks = built(folder), Marks(tmp_path / "marks.db")
    other = tmp_path / "other"
    article(other, "else", "2021-01-01")
    mark(marks, built(other), other, "else", datetime.now(UTC))
    assert statistics(catalogue, marks).read == 0


def test_an_unread_article_is_not_told_again(folder: Path, tmp_path: Path) -> None:
    catalogue, marks = built(folder), Marks(tmp_path / "marks.db")
    mark(marks, catalogue, folder, "one", datetime.now(UTC))
    number = ids(catalogue)["one.md"]
    marks.mark(Kind.READ, [identity(catalogue.listed((number,))[number], [folder])], is_set=False)
    assert statistics(catalogue, marks).read == 0


def test_other_programs_get_it_as_json(folder: Path) -> None:
    told = json.loads(json.dumps(statistics(built(folder), None).as_json()))
    assert told["months"] == {"2020-01": 1, "2021-08": 2}
    assert told["sources"][0] == {"name": ["掘金"], "articles": 2}
    assert told["first"] == "2020-01-31"


# bars


@settings(deadline=None)
@given(MONTHS, st.integers(10, 150))
def test_bars_follow_each_other_and_hold_every_article_or_count_it(months: dict[date, int], most: int) -> None:
    shown = bars(months, most)
    assert len(shown.bars) <= most
    assert sum(bar.articles for bar in shown.bars) + shown.outside == sum(months.values())
    assert [bar.start for bar in shown.bars] == sorted({bar.start for bar in shown.bars})
    if shown.bars:
        assert shown.bars[-1].articles or shown.bars[0].articles


def test_months_become_quarters_and_years_where_there_is_no_room() -> None:
    months = {date(year, month, 1): 1 for year in range(1999, 2027) for month in range(1, 13)}
    assert [bars(months, most).months_each for most in (400, 120, 40, 10)] == [1, 3, 12, 120]
    assert [bar.articles for bar in bars(months, 40).bars] == [12] * 28


def test_a_few_wrong_dates_do_not_make_one_bar_of_all_others() -> None:
    months = {date(2021, month, 1): 100 for month in range(1, 13)} | {date(1970, 1, 1): 2, date(2107, 1, 1): 1}
    shown = bars(months, 50)
    assert (shown.months_each, len(shown.bars), shown.outside) == (1, 12, 3)


def test_dates_far_apart_that_are_many_are_all_shown() -> None:
    shown = bars({date(1999, 3, 1): 50, date(2026, 11, 1): 50}, 50)
    assert (shown.months_each, shown.outside) == (12, 0)
    assert (shown.bars[0].articles, shown.bars[-1].articles) == (50, 50)


def test_a_bar_leads_to_the_newest_group_of_the_tree_that_holds_its_articles(folder: Path) -> None:
    catalogue = built(folder)
    months = statistics(catalogue, None).months

    def names(most: int) -> list[str]:
        found = [group_of(catalogue, bar) for bar in bars(months, most).bars if bar.articles]
        return [catalogue.node(node).name for node in found if node is not None]

    assert names(100) == ["2020-01", "2021-08"]
    assert names(10) == ["2020-01", "2021-08"]
    assert group_of(catalogue, bars({date(1980, 1, 1): 1}, 10).bars[0]) is None
