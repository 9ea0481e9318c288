"""An archive at a glance: how much there is, from when, from whom, and what of it was read and when.

Everything is counted by SQL or in one pass over numbers; for 100,000 articles that is a quarter of a second, so a
screen asks for it in a thread of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from reader.library.catalogue import Catalogue
from reader.library.listing import Flag, Listed, View
from reader.library.marked import look_up
from reader.library.marks import Marks

WEEK = timedelta(days=7)
SOURCES = 12
"""So many of the largest are named."""
_LAST_MOMENT = 253_370_000_000_000
"""Milliseconds since 1970, in the year 9998: marks can be taken in from files, which may hold any number."""
_MOST_READ = 100
"""Articles of this week that are named."""


class Source(NamedTuple):
    """Where articles come from."""

    names: tuple[str, ...]
    """An author, or a category from the top down. They come from files and may hold anything."""
    articles: int
    view: View
    node: int
    """The group of that view of the tree that holds them."""


class Reading(NamedTuple):
    """An article that was read."""

    article: Listed
    moment: datetime
    """In the reader's own time."""


class Statistics(NamedTuple):
    """What there is to say of an archive."""

    articles: int = 0
    size: int = 0
    """Of all files, in bytes."""
    read: int = 0
    starred: int = 0
    undated: int = 0
    """Articles whose date is their file's; they stand in no month."""
    first: date | None = None
    """Of the dated articles."""
    last: date | None = None
    months: Mapping[date, int] = {}
    """Articles by the first day of their month, in the order of time; months without any are left out."""
    sources: tuple[Source, ...] = ()
    """The largest first: authors where most articles name one, else the categories that articles stand in."""
    this_week: tuple[Reading, ...] = ()
    """What was read in the last seven days, the latest first, if not too much to name."""
    read_this_week: int = 0
    reading_days: Mapping[date, int] = {}
    """Articles by the day on which they were read, in the reader's own time."""

    def as_json(self) -> dict[str, object]:
        """For other programs. The fields stay as they are; further ones may come."""
        return {
            "articles": self.articles,
            "bytes": self.size,
            "read": self.read,
            "starred": self.starred,
            "undated": self.undated,
            "first": self.first and self.first.isoformat(),
            "last": self.last and self.last.isoformat(),
            "months": {month.isoformat()[:7]: count for month, count in self.months.items()},
            "sources": [{"name": list(each.names), "articles": each.articles} for each in self.sources],
            "read_this_week": [
                {"path": str(each.article.path), "title": each.article.title, "read": each.moment.isoformat()}
                for each in self.this_week
            ],
            "reading_days": {day.isoformat(): count for day, count in sorted(self.reading_days.items())},
        }


def now() -> datetime:
    """The moment that everything is told from, in the reader's own time."""
    return datetime.now().astimezone()


def statistics(
    catalogue: Catalogue, marks: Marks | None, roots: Sequence[Path] = (), moment: datetime | None = None
) -> Statistics:
    """Everything about an archive with these folders, as seen at a moment. Raises CatalogueError.

    Without marks, nothing was read.
    """
    counted = _counted(catalogue)
    read, starred = _marked(catalogue, marks, roots)
    today = moment or now()
    moments = {article: datetime.fromtimestamp(seconds).astimezone() for article, seconds in read.items()}
    recent = sorted((at, article) for article, at in moments.items() if today - WEEK < at)[::-1]
    listed = catalogue.listed(article for _, article in recent[:_MOST_READ])
    return counted._replace(
        read=len(read),
        starred=starred,
        sources=_sources(catalogue, counted.articles),
        this_week=tuple(Reading(listed[article], at) for at, article in recent[:_MOST_READ] if article in listed),
        read_this_week=len(recent),
        reading_days=Counter(at.date() for at in moments.values()),
    )


def _counted(catalogue: Catalogue) -> Statistics:
    """What the articles' own table says."""
    with catalogue.database.reading() as connection:
        rows = connection.execute(
            f"SELECT day, flags & {int(Flag.UNDATED)}, count(*), sum(size) FROM articles GROUP BY 1, 2 ORDER BY 1"
        ).fetchall()
    months: Counter[date] = Counter()
    for day, is_undated, count, _ in rows:
        if not is_undated:
            months[date.fromordinal(day).replace(day=1)] += count
    dated = [day for day, is_undated, *_ in rows if not is_undated]
    return Statistics(
        articles=sum(count for _, _, count, _ in rows),
        size=sum(size for *_, size in rows),
        undated=sum(count for _, is_undated, count, _ in rows if is_undated),
        first=date.fromordinal(dated[0]) if dated else None,
        last=date.fromordinal(dated[-1]) if dated else None,
        months=months,
    )


def _sources(catalogue: Catalogue, articles: int) -> tuple[Source, ...]:
    """The largest authors, or the largest categories where not even half of the articles name an author."""
    with catalogue.database.reading() as connection:
        authors = connection.execute(
            "SELECT id, name, count FROM nodes WHERE parent = ? AND count > 0 ORDER BY count DESC, sort",
            (catalogue.root(View.AUTHOR),),
        ).fetchall()
        nameless = sum(count for _, name, count in authors if not name)
        if 2 * nameless < articles:
            named = [Source((name,), count, View.AUTHOR, node) for node, name, count in authors if name]
            return tuple(named[:SOURCES])
        categories = connection.execute(
            "WITH RECURSIVE below (id) AS (SELECT ? UNION ALL "
            "SELECT n.id FROM nodes n JOIN below b ON n.parent = b.id WHERE n.count > 0) "
            "SELECT n.id, n.own FROM below JOIN nodes n USING (id) WHERE n.own > 0 AND n.parent IS NOT NULL "
            "ORDER BY n.own DESC, n.sort LIMIT ?",
            (catalogue.root(View.CATEGORY), SOURCES),
        ).fetchall()
        return tuple(Source(_names(catalogue, node), own, View.CATEGORY, node) for node, own in categories)


def _names(catalogue: Catalogue, node: int) -> tuple[str, ...]:
    trail = catalogue.trail(node)
    known = catalogue.nodes(trail)
    return tuple(known[each].name for each in trail[1:])


def _marked(catalogue: Catalogue, marks: Marks | None, roots: Sequence[Path]) -> tuple[dict[int, float], int]:
    """When each article was read (seconds since 1970), and how many have a star."""
    if marks is None:
        return {}, 0
    marked = look_up(catalogue, marks, roots)
    moments = {article: marked.of(article).read_changed for article in marked.read}
    read = {article: moment / 1000 for article, moment in moments.items() if 0 <= moment <= _LAST_MOMENT}
    return read, len(marked.starred())


# Months in bars


class Bar(NamedTuple):
    """A stretch of time and how many articles are of it."""

    start: date
    """Its first day."""
    months: int
    articles: int


class Bars(NamedTuple):
    """Articles over time: bars that follow each other without a gap, the empty ones too."""

    months_each: int
    """How long a bar's time is: 1, 3 or 12 months, ten years or a hundred."""
    bars: tuple[Bar, ...] = ()
    outside: int = 0
    """Articles from so far before the first bar or after the last one that they are not shown with the others."""


_LENGTHS = (1, 3, 12, 120, 1200)
_FEW = 0.005
"""Of the articles, those that may stand outside at either end, where otherwise a bar would have to be longer."""


def bars(months: Mapping[date, int], most: int) -> Bars:
    """The months in no more than `most` bars (at least 10), each as short as that allows.

    A wrong date or two, in 1970 or in 2107, would leave all other articles one bar: they are left out and counted.
    """
    if not months:
        return Bars(1)
    shown = _without_outliers(months)
    if _length(shown, most) == _length(months, most):
        shown = dict(months)
    length = _length(shown, most)
    counts: Counter[int] = Counter()
    for month, count in shown.items():
        counts[_index(month, length)] += count
    first, last = _index(min(shown), length), _index(max(shown), length)
    each = tuple(
        Bar(_start(index, length), length, counts[index]) for index in range(max(first, last - most + 1), last + 1)
    )
    return Bars(length, each, sum(months.values()) - sum(bar.articles for bar in each))


def group_of(catalogue: Catalogue, bar: Bar) -> int | None:
    """The newest month, or year, of a bar that holds articles, as a group of the tree by date; None without any."""
    with catalogue.database.reading() as connection:
        row = connection.execute(
            "SELECT y.id, (SELECT m.id FROM nodes m WHERE m.parent = y.id AND m.count > 0 AND m.name BETWEEN ? AND ? "
            "ORDER BY m.name DESC LIMIT 1) AS month FROM nodes y "
            "WHERE y.parent = ? AND y.count > 0 AND y.name BETWEEN ? AND ? ORDER BY y.name DESC LIMIT 1",
            (*_names_between(bar, 7), catalogue.root(View.DATE), *_names_between(bar, 4)),
        ).fetchone()
    if row is None:
        return None
    year, month = row
    return int(year if bar.months >= 12 or month is None else month)


def _names_between(bar: Bar, characters: int) -> tuple[str, str]:
    """What the tree calls the first and the last month, or year, of a bar."""
    end = _start(_index(bar.start, 1) + bar.months - 1, 1)
    return bar.start.isoformat()[:characters], end.isoformat()[:characters]


def _without_outliers(months: Mapping[date, int]) -> dict[date, int]:
    allowed = int(sum(months.values()) * _FEW)
    kept = sorted(months.items())
    for end in (0, -1):
        left = allowed
        while len(kept) > 1 and (left := left - kept[end][1]) >= 0:
            kept.pop(end)
    return dict(kept)


def _length(months: Mapping[date, int], most: int) -> int:
    """How short a bar's time can be."""
    first, last = min(months), max(months)
    fitting = (length for length in _LENGTHS if _index(last, length) - _index(first, length) < most)
    return next(fitting, _LENGTHS[-1])


def _index(day: date, length: int) -> int:
    return (day.year * 12 + day.month - 1) // length


def _start(index: int, length: int) -> date:
    year, month = divmod(index * length, 12)
    return date(min(max(year, 1), 9999), month + 1, 1)
