"""The catalogue: what stands where, how much, and in which order."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise
from pathlib import Path
from threading import Event, Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.archive.article import Fault, Metadata
from reader.errors import CatalogueError
from reader.library.catalogue import Catalogue
from reader.library.folding import fold, hits, sort_key, words
from reader.library.listing import Entry, Matches, View

NEW_YEAR = datetime(2021, 1, 1, tzinfo=UTC)
NAMES = st.sampled_from(["财经", "要闻", "证券", "a", "A", "[/bold]", "x\ny", "z" * 1_000])
TITLES = st.text(st.sampled_from("aAＡ1１ßﬁｶﾞガ工作组 é e\u0301\n[]"), max_size=8)
ENTRIES = st.lists(
    st.builds(
        lambda title, day, paths, tags: (title, day, tuple(map(tuple, paths)), tuple(tags)),
        TITLES,
        st.integers(0, 40),
        st.lists(st.lists(NAMES, max_size=3), max_size=3),
        st.lists(NAMES, max_size=3),
    ),
    max_size=12,
).map(
    lambda rows: [
        entry(f"{number}", title, day=day, categories=categories, tags=tags)
        for number, (title, day, categories, tags) in enumerate(rows)
    ]
)


def entry(
    name: str,
    title: str = "title",
    *,
    day: int = 0,
    categories: tuple[tuple[str, ...], ...] = (),
    tags: tuple[str, ...] = (),
    authors: tuple[str, ...] = (),
    folders: tuple[str, ...] = (),
    faults: tuple[Fault, ...] = (),
) -> Entry:
    metadata = Metadata(title, NEW_YEAR + timedelta(days=day), categories=categories, tags=tags, authors=authors)
    return Entry(Path("/archive", *folders, name), metadata, folders, faults)


def catalogue_of(*entries: Entry) -> Catalogue:
    catalogue = Catalogue()
    catalogue.add(entries)
    return catalogue


def groups(catalogue: Catalogue, node: int, matches: Matches | None = None) -> dict[str, tuple[int, int]]:
    """Names of the child groups in order, with their ids and counts."""
    ids, counts = catalogue.groups(node, matches)
    nodes = catalogue.nodes(ids)
    return {nodes[each].name: (each, count) for each, count in zip(ids, counts, strict=True)}


def walk(
    catalogue: Catalogue, view: View, matches: Matches | None = None
) -> Iterator[tuple[tuple[str, ...], int, int]]:
    """The path, id and count of every node of a view but the root."""
    waiting: list[tuple[tuple[str, ...], int]] = [((), catalogue.root(view))]
    while waiting:
        path, node = waiting.pop()
        for name, (child, count) in groups(catalogue, node, matches).items():
            yield (*path, name), child, count
            waiting.append(((*path, name), child))


def titles(catalogue: Catalogue, node: int, matches: Matches | None = None) -> list[str]:
    ids = catalogue.articles(node, matches)
    listed = catalogue.listed(ids)
    return [listed[article].title for article in ids]


def test_a_category_path_becomes_nested_groups() -> None:
    catalogue = catalogue_of(entry("1", categories=(("财经", "证券观察", "要闻"),)))
    assert [path for path, _, _ in walk(catalogue, View.CATEGORY)] == [
        ("财经",),
        ("财经", "证券观察"),
        ("财经", "证券观察", "要闻"),
    ]


def test_an_article_in_two_categories_counts_once_above_them() -> None:
    catalogue = catalogue_of(entry("1", categories=(("a", "b"), ("a", "c"), ("d",))))
    counts = {path: count for path, _, count in walk(catalogue, View.CATEGORY)}
    assert counts == {("a",): 1, ("a", "b"): 1, ("a", "c"): 1, ("d",): 1}
    assert catalogue.node(catalogue.root(View.CATEGORY)).count == 1


def test_an_article_without_categories_stands_at_the_top() -> None:
    catalogue = catalogue_of(entry("1", "alone"))
    assert titles(catalogue, catalogue.root(View.CATEGORY)) == ["alone"]


def test_the_newest_stands_first_then_the_title_then_the_path_decides() -> None:
    catalogue = catalogue_of(
        entry("4", "b"), entry("3", "a"), entry("2", "a"), entry("1", "old", day=-1), entry("0", "new", day=1)
    )
    ids = catalogue.articles(catalogue.root(View.CATEGORY))
    listed = catalogue.listed(ids)
    assert [(listed[each].title, listed[each].path.name) for each in ids] == [
        ("new", "0"),
        ("a", "2"),
        ("a", "3"),
        ("b", "4"),
        ("old", "1"),
    ]


def test_a_limit_gives_the_first() -> None:
    catalogue = catalogue_of(*(entry(str(day), day=day) for day in range(10)))
    root = catalogue.root(View.CATEGORY)
    assert catalogue.articles(root, limit=3) == catalogue.articles(root)[:3]


def test_dates_are_grouped_by_year_and_month_newest_first() -> None:
    catalogue = catalogue_of(entry("1", day=-1), entry("2", day=40), entry("3", day=1))
    years = groups(catalogue, catalogue.root(View.DATE))
    assert list(years) == ["2021", "2020"]
    assert list(groups(catalogue, years["2021"][0])) == ["2021-02", "2021-01"]
    assert catalogue.newest_year == 2021


def test_the_day_is_that_of_the_source_s_own_time_zone() -> None:
    late = datetime(2021, 1, 1, 1, tzinfo=timezone(timedelta(hours=9)))
    catalogue = catalogue_of(Entry(Path("a"), Metadata("t", late)))
    assert catalogue.listed([1])[1].date == date(2021, 1, 1)
    assert list(groups(catalogue, catalogue.root(View.DATE))) == ["2021"]


def test_folders_tags_and_authors_have_views_of_their_own() -> None:
    catalogue = catalogue_of(
        entry("1", folders=("posts", "2021"), tags=("x", "y"), authors=("me",)),
        entry("2", folders=("posts",)),
    )
    folders = {path: count for path, _, count in walk(catalogue, View.FOLDER)}
    assert folders == {("posts",): 2, ("posts", "2021"): 1}
    assert [(path[0], count) for path, _, count in walk(catalogue, View.TAG)] == [("x", 1), ("y", 1), ("", 1)]
    assert [(path[0], count) for path, _, count in walk(catalogue, View.AUTHOR)] == [("me", 1), ("", 1)]


def test_an_entry_knows_its_folders_under_the_root() -> None:
    metadata = Metadata("t", NEW_YEAR)
    root, path = Path("/archive"), Path("/archive/a/b/c.md")
    assert Entry.under(root, path, metadata).folders == ("a", "b")
    assert Entry.under(root, path, metadata, names_root=True).folders == ("archive", "a", "b")
    assert Entry.under(path, path, metadata).folders == ()


def test_names_stand_in_pinyin_order_and_numbers_by_value() -> None:
    names = ["生活", "编程", "第10章", "第2章", "Zoo", "apple", "开源中国", "掘金"]
    assert sorted(names, key=sort_key) == [
        "apple",
        "Zoo",
        "编程",
        "第2章",
        "第10章",
        "掘金",
        "开源中国",
        "生活",
    ]


def test_a_known_path_is_replaced_and_keeps_its_id() -> None:
    catalogue = catalogue_of(entry("1", "old", categories=(("a",),), tags=("x",), faults=(Fault("bad", 3),)))
    catalogue.add([entry("1", "new", day=5, categories=(("b",),))])
    assert catalogue.count == 1
    assert catalogue.find(Path("/archive/1")) == 1
    assert [path for path, _, _ in walk(catalogue, View.CATEGORY)] == [("b",)]
    assert titles(catalogue, catalogue.places(1, View.CATEGORY)[0]) == ["new"]
    assert [path for path, _, _ in walk(catalogue, View.TAG)] == [("",)]
    assert catalogue.faults(1) == ()


def test_a_path_twice_in_a_batch_is_one_article() -> None:
    catalogue = catalogue_of(entry("1", "old", categories=(("a",),)), entry("1", "new", categories=(("a",),)))
    assert catalogue.count == 1
    assert titles(catalogue, catalogue.places(1, View.CATEGORY)[0]) == ["new"]


def test_a_removed_article_is_nowhere() -> None:
    catalogue = catalogue_of(entry("1", categories=(("a", "b"),)), entry("2", categories=(("a",),)))
    catalogue.remove([Path("/archive/1"), Path("/archive/unknown")])
    assert [(path, count) for path, _, count in walk(catalogue, View.CATEGORY)] == [(("a",), 1)]
    assert catalogue.listed([1]) == {}
    assert catalogue.places(1, View.CATEGORY) == ()


def test_a_node_says_when_something_below_it_changed() -> None:
    catalogue = catalogue_of(entry("1", categories=(("a", "b"),)), entry("2", categories=(("c",),)))
    nodes = {path: node for path, node, _ in walk(catalogue, View.CATEGORY)}
    before = {path: catalogue.node(node).changed for path, node in nodes.items()}
    catalogue.add([entry("1", "other title", categories=(("a", "b"),))])
    after = {path: catalogue.node(node).changed for path, node in nodes.items()}
    assert after[("a",)] == after[("a", "b")] == catalogue.revision > before[("a",)]
    assert after[("c",)] == before[("c",)]


def test_faults_are_kept() -> None:
    faults = (Fault("front matter is not YAML", 2), Fault("no date"))
    catalogue = catalogue_of(entry("1", faults=faults), entry("2"))
    assert catalogue.faults(1) == faults
    assert [each.is_faulty for each in catalogue.listed([1, 2]).values()] == [True, False]


@pytest.mark.parametrize("title", ["[/bold]", "a\nb\x00c", "字" * 10_000, "\ud800", "' OR 1=1 --"])
def test_any_title_and_name_is_kept(title: str) -> None:
    catalogue = catalogue_of(entry("1", title, categories=((title,),)))
    kept = title.replace("\ud800", "?")
    assert catalogue.listed([1])[1].title == kept
    assert list(groups(catalogue, catalogue.root(View.CATEGORY))) == [kept]


def test_a_path_that_is_not_utf_8_comes_back() -> None:
    path = Path(os.fsdecode(b"/archive/\xff.md"))
    catalogue = catalogue_of(Entry(path, Metadata("t", NEW_YEAR)))
    assert catalogue.find(path) == 1
    assert catalogue.listed([1])[1].path == path


def test_a_category_may_be_nested_ten_thousand_deep() -> None:
    catalogue = catalogue_of(entry("1", categories=(tuple("x" for _ in range(10_000)),)))
    assert len(catalogue.trail(catalogue.places(1, View.CATEGORY)[0])) == 10_001


@pytest.mark.parametrize("year", [1, 9999])
def test_any_date_is_kept(year: int) -> None:
    catalogue = catalogue_of(
        Entry(Path("a"), Metadata("t", datetime(year, 1, 1, tzinfo=timezone(timedelta(hours=14)))))
    )
    assert catalogue.listed([1])[1].date.year == catalogue.newest_year == year


def test_neighbours_follow_the_order_of_a_category() -> None:
    entries = [entry(str(n), f"{n % 3}", day=n // 4, categories=(("a",),)) for n in range(20)]
    catalogue = catalogue_of(*entries, entry("other", categories=(("b",),)))
    order = list(catalogue.articles(catalogue.places(1, View.CATEGORY)[0]))
    for here, below in pairwise(order):
        assert catalogue.neighbour(here, 1) == below
        assert catalogue.neighbour(below, -1) == here
    assert catalogue.neighbour(order[0], 7) == order[7]
    assert catalogue.neighbour(order[-1], -7) == order[-8]
    assert catalogue.neighbour(order[-1], 1) is None
    assert catalogue.neighbour(order[0], -1) is None


def test_a_neighbour_is_asked_within_a_node() -> None:
    catalogue = catalogue_of(
        entry("1", day=3, categories=(("a",), ("b",))),
        entry("2", day=2, categories=(("a",),)),
        entry("3", categories=(("b",),)),
    )
    a, b = catalogue.places(1, View.CATEGORY)
    assert catalogue.neighbour(1, 1, within=a) == 2
    assert catalogue.neighbour(1, 1, within=b) == 3
    assert catalogue.neighbour(2, 1, within=b) is None
    assert catalogue.neighbour(99, 1) is None


@given(ENTRIES)
def test_counts_equal_a_count_by_hand(entries: list[Entry]) -> None:
    catalogue = catalogue_of(*entries)
    expected: dict[tuple[str, ...], set[Path]] = defaultdict(set)
    for each in entries:
        for path in each.metadata.categories:
            for length in range(1, len(path) + 1):
                expected[path[:length]].add(each.path)
    counts = {path: count for path, _, count in walk(catalogue, View.CATEGORY)}
    assert counts == {path: len(paths) for path, paths in expected.items()}
    assert catalogue.count == len(entries)


@given(ENTRIES, TITLES)
def test_the_filter_equals_a_plain_scan(entries: list[Entry], query: str) -> None:
    catalogue = catalogue_of(*entries)
    matches = catalogue.matches(View.CATEGORY, query)
    if matches is None:
        assert not query.split()
        return
    wanted = fold(query).split()
    kept = [each for each in entries if all(word in fold(each.metadata.title) for word in wanted)]
    filtered = catalogue_of(*kept)
    assert matches.total == len(kept)
    assert {path: count for path, _, count in walk(catalogue, View.CATEGORY, matches)} == {
        path: count for path, _, count in walk(filtered, View.CATEGORY)
    }
    nodes = {path: node for path, node, _ in walk(filtered, View.CATEGORY)}
    for path, node, _ in walk(catalogue, View.CATEGORY, matches):
        assert titles(catalogue, node, matches) == titles(filtered, nodes[path])


@given(ENTRIES, st.data())
def test_what_is_removed_leaves_no_trace(entries: list[Entry], data: st.DataObject) -> None:
    removed = data.draw(st.sets(st.sampled_from(entries)) if entries else st.just(set()))
    catalogue = catalogue_of(*entries)
    catalogue.remove([each.path for each in removed])
    left = catalogue_of(*(each for each in entries if each not in removed))
    for view in View:
        assert {(path, count) for path, _, count in walk(catalogue, view)} == {
            (path, count) for path, _, count in walk(left, view)
        }


def test_a_filter_folds_case_width_and_order() -> None:
    catalogue = catalogue_of(entry("1", "Ｌｉｎｕｘ のﾌﾟﾛｾｽ"), entry("2", "LINUX"), entry("3", "Straße"))
    for query, count in {"プロセス linux": 1, "ＬＩＮＵＸ": 2, "strasse": 1, "inu": 2, "windows": 0}.items():
        matches = catalogue.matches(View.TAG, query)
        assert matches is not None
        assert matches.total == count, query


@given(TITLES, TITLES)
def test_hits_hold_the_words_they_stand_for(title: str, query: str) -> None:
    wanted = words(query)
    found = hits(title, wanted)
    assert all(any(word in fold(title[start:end]) for word in wanted) for start, end in found)
    assert all(before[1] < after[0] for before, after in pairwise(found))


def test_hits_are_ranges_of_the_title_as_it_stands() -> None:
    assert hits("その ﾌﾟﾛｾｽ", words("プロ")) == [(3, 6)]
    assert hits("ﬁne", words("f")) == [(0, 1)]


def test_others_read_while_a_batch_goes_in() -> None:
    catalogue = Catalogue()
    seen: set[int] = set()
    is_done = Event()

    def load() -> None:
        catalogue.add(entry(str(number), categories=(("a", str(number % 7)),)) for number in range(3_000))
        is_done.set()

    loader = Thread(target=load)
    loader.start()
    while not is_done.is_set():
        counts = catalogue.groups(catalogue.root(View.CATEGORY)).counts
        seen.add(counts[0] if counts else 0)
    loader.join()
    assert len(seen) > 3
    assert catalogue.count == 3_000


def test_a_failed_batch_leaves_nothing_behind() -> None:
    catalogue = Catalogue()

    class BrokenError(Exception): ...

    def batch() -> Iterator[Entry]:
        yield entry("1", categories=(("a",),))
        raise BrokenError

    with pytest.raises(BrokenError):
        catalogue.add(batch())
    catalogue.add([entry("2", categories=(("a",),))])
    assert [(path, count) for path, _, count in walk(catalogue, View.CATEGORY)] == [(("a",), 1)]


def test_a_closed_catalogue_says_so() -> None:
    catalogue = Catalogue()
    catalogue.close()
    with pytest.raises(CatalogueError, match="closed"):
        catalogue.add([entry("1")])
    with pytest.raises(CatalogueError):
        _ = catalogue.count
