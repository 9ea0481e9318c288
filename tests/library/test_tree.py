"""The tree's rows: where everything is, whatever is folded."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.archive.article import Metadata
from reader.library.catalogue import Catalogue
from reader.library.folding import fold
from reader.library.listing import Entry, Shelf, View
from reader.library.mark import Mark
from reader.library.marked import Marked, nodes_of, read_in
from reader.library.tree import Row, TreeRows

NEW_YEAR = datetime(2021, 1, 1, tzinfo=UTC)
PATHS = st.lists(st.sampled_from("abc"), max_size=3).map(tuple)
ENTRIES = st.lists(
    st.tuples(st.text(st.sampled_from("xyＸ"), min_size=1, max_size=3), st.lists(PATHS, max_size=2).map(tuple)),
    max_size=15,
).map(lambda rows: [entry(number, title, *paths) for number, (title, paths) in enumerate(rows)])


def entry(number: int, title: str, *categories: tuple[str, ...]) -> Entry:
    metadata = Metadata(title, NEW_YEAR - timedelta(days=number), categories=categories)
    return Entry(Path(f"/archive/{number}"), metadata)


def rows_of(*entries: Entry) -> TreeRows:
    catalogue = Catalogue()
    catalogue.add(entries)
    return TreeRows(catalogue)


def all_rows(tree: TreeRows) -> list[Row]:
    return [tree[y] for y in range(len(tree))]


def drawn(tree: TreeRows) -> list[str]:
    """The rows as text: indent, then a name with its count or a title."""
    tree.prepare(0, len(tree))
    lines = []
    for row in all_rows(tree):
        listed, node = tree.listed(row), tree.node(row)
        says = listed.title if row.article and listed else f"{node.name if node else ''} {row.articles}"
        lines.append("  " * row.depth + says)
    return lines


def by_hand(tree: TreeRows, kept: list[Entry], unfolded: set[tuple[str, ...]]) -> list[str]:
    """The same, by recursion over plain lists."""

    def below(path: tuple[str, ...]) -> list[str]:
        lines = []
        inside = {each for entry in kept for each in entry.metadata.categories if each[: len(path)] == path}
        for name in sorted({each[len(path)] for each in inside if len(each) > len(path)}):
            group = (*path, name)
            count = sum(any(each[: len(group)] == group for each in e.metadata.categories) for e in kept)
            lines.append("  " * len(path) + f"{name} {count}")
            if group in unfolded:
                lines += below(group)
        here = [e for e in kept if path in e.metadata.categories or (not path and not e.metadata.categories)]
        return lines + ["  " * len(path) + each.metadata.title for each in here]

    return below(())


def unfold_some(tree: TreeRows, data: st.DataObject) -> set[tuple[str, ...]]:
    """Fold and unfold groups at random; the paths of those that are unfolded in the end."""
    paths: dict[int, tuple[str, ...]] = {}
    unfolded: set[tuple[str, ...]] = set()
    for _ in range(data.draw(st.integers(0, 6))):
        tree.prepare(0, len(tree))
        groups = [row for row in all_rows(tree) if not row.article]
        if not groups:
            break
        row = data.draw(st.sampled_from(groups))
        trail = tree.catalogue.trail(row.node)
        names = tree.catalogue.nodes(trail)
        paths[row.node] = tuple(names[node].name for node in trail[1:])
        if row.is_unfolded:
            tree.fold(row.node)
            unfolded.discard(paths[row.node])
        else:
            tree.unfold(row.node)
            unfolded.add(paths[row.node])
    return unfolded


@given(ENTRIES, st.data())
def test_the_rows_are_those_that_folding_leaves(entries: list[Entry], data: st.DataObject) -> None:
    tree = rows_of(*entries)
    unfolded = unfold_some(tree, data)
    assert drawn(tree) == by_hand(tree, entries, unfolded)


@given(ENTRIES, st.data())
def test_every_row_is_found_where_it_is(entries: list[Entry], data: st.DataObject) -> None:
    tree = rows_of(*entries)
    unfold_some(tree, data)
    for y, row in enumerate(all_rows(tree)):
        assert tree.find(row.node, row.article) == y
        parent = tree.parent(y)
        if parent is None:
            assert row.depth == 0
        else:
            assert tree[parent].depth == row.depth - 1
            assert parent < y


@given(ENTRIES, st.text(st.sampled_from("xyX "), max_size=3), st.data())
def test_a_filter_leaves_the_tree_of_what_matches(entries: list[Entry], query: str, data: st.DataObject) -> None:
    tree = rows_of(*entries)
    unfold_some(tree, data)
    before = drawn(tree)
    tree.filter(query)
    kept = [e for e in entries if all(word in fold(e.metadata.title) for word in fold(query).split())]
    everything = {
        path[:length] for e in entries for path in e.metadata.categories for length in range(1, len(path) + 1)
    }
    if query.split():
        assert drawn(tree) == by_hand(tree, kept, everything)
        assert tree.total == len(kept)
    tree.filter("")
    assert drawn(tree) == before


@given(ENTRIES, ENTRIES, st.data())
def test_a_refresh_shows_what_was_added_and_removed(
    entries: list[Entry], more: list[Entry], data: st.DataObject
) -> None:
    tree = rows_of(*entries)
    unfolded = unfold_some(tree, data)
    added = [entry(100 + number, e.metadata.title, *e.metadata.categories) for number, e in enumerate(more)]
    removed = data.draw(st.sets(st.sampled_from(entries)) if entries else st.just(set()))
    tree.catalogue.add(added)
    tree.catalogue.remove([each.path for each in removed])
    tree.refresh()
    assert drawn(tree) == by_hand(tree, [e for e in entries if e not in removed] + added, unfolded)


@given(ENTRIES)
def test_reveal_finds_every_article(entries: list[Entry]) -> None:
    tree = rows_of(*entries)
    for each in entries:
        article = tree.catalogue.find(each.path)
        assert article is not None
        y = tree.reveal(article)
        assert y is not None
        assert tree[y].article == article


def test_reveal_prefers_the_group_that_is_named_then_one_that_is_open() -> None:
    tree = rows_of(entry(0, "x", ("a",), ("b",), ("c",)))
    a, b, c = tree.catalogue.places(1, View.CATEGORY)
    tree.unfold(b)
    y = tree.reveal(1)
    assert y is not None
    assert tree[y].node == b
    y = tree.reveal(1, within=c)
    assert y is not None
    assert tree[y].node == c
    assert not tree.is_visible(a)


def test_what_a_filter_hides_is_not_revealed() -> None:
    tree = rows_of(entry(0, "x", ("a",)), entry(1, "y", ("a",)))
    tree.filter("y")
    assert tree.reveal(1) is None
    assert tree.reveal(2) == 1


def test_a_long_category_keeps_its_rows_when_articles_go_behind_its_back() -> None:
    tree = rows_of(*(entry(number, "x", ("a",)) for number in range(1_500)))
    tree.unfold(tree[0].node)
    assert len(tree) == 1_501
    tree.catalogue.remove([Path(f"/archive/{number}") for number in range(1_200, 1_500)])
    assert tree[1_201].article == -1
    tree.prepare(1_190, 1_210)
    assert tree.listed(tree[1_201]) is None
    tree.refresh()
    assert len(tree) == 1_201


def test_a_long_category_is_in_order_from_end_to_end() -> None:
    tree = rows_of(*(entry(number, "x", ("a",)) for number in range(1_500)))
    tree.unfold(tree[0].node)
    assert [tree[y].article for y in range(1, 1_501)] == list(range(1, 1_501))
    assert tree.find(tree[0].node, 1_400) == 1_400
    tree.filter("x")
    assert [tree[y].article for y in range(1, 1_501)] == list(range(1, 1_501))


def test_all_is_unfolded_at_the_start_when_it_fits() -> None:
    tree = rows_of(entry(0, "x", ("a", "b")), entry(1, "y", ("c",)))
    assert tree.unfold_start(5)
    assert drawn(tree) == ["a 1", "  b 1", "    x", "c 1", "  y"]


def test_only_the_first_path_is_unfolded_when_all_does_not_fit() -> None:
    tree = rows_of(entry(0, "x", ("a", "b")), entry(1, "y", ("c",)))
    assert not tree.unfold_start(4)
    assert drawn(tree) == ["a 1", "  b 1", "    x", "c 1"]


def test_a_group_that_stands_alone_in_another_is_unfolded_with_it() -> None:
    tree = rows_of(entry(0, "x", ("a", "b", "c")), entry(1, "y", ("d", "e")), entry(2, "z", ("d", "f")))
    tree.unfold_through(tree[0].node)
    assert drawn(tree) == ["a 1", "  b 1", "    c 1", "      x", "d 2"]
    tree.unfold_through(tree[4].node)
    assert drawn(tree)[4:] == ["d 2", "  e 1", "  f 1"]


def test_folding_a_group_remembers_what_was_unfolded_in_it() -> None:
    tree = rows_of(entry(0, "x", ("a", "b")))
    tree.unfold_start(9)
    before = drawn(tree)
    tree.fold(tree[0].node)
    assert drawn(tree) == ["a 1"]
    tree.unfold(tree[0].node)
    assert drawn(tree) == before


def test_views_remember_their_own_folding() -> None:
    tree = rows_of(entry(0, "x", ("a",)))
    tree.unfold_start(9)
    tree.show(View.DATE)
    assert drawn(tree) == ["2021 1"]
    tree.show(View.CATEGORY)
    assert drawn(tree) == ["a 1", "  x"]


def test_a_filter_goes_along_to_another_view() -> None:
    tree = rows_of(entry(0, "x", ("a",)), entry(400, "y", ("a",)))
    tree.filter("y")
    tree.show(View.DATE)
    assert drawn(tree) == ["2019 1", "  2019-11 1", "    y"]


def test_ten_thousand_levels_are_laid_without_recursion() -> None:
    tree = rows_of(entry(0, "x", ("a",) * 10_000))
    tree.unfold_start(20_000)
    assert len(tree) == 10_001


def test_there_is_no_row_outside_the_tree() -> None:
    tree = rows_of(entry(0, "x"))
    for y in (-1, 1):
        with pytest.raises(IndexError):
            tree[y]
    assert len(rows_of()) == 0


# shelves


@pytest.fixture
def shelved() -> Catalogue:
    """Five articles in a few categories."""
    made = Catalogue()
    made.add(entry(number, f"title {number}", ("a",) if number % 2 else ("a", "b")) for number in range(5))
    return made


def _marked(catalogue: Catalogue, *, read: Iterable[int] = (), starred: Iterable[int] = ()) -> Marked:
    marks = {article: Mark(is_read=True, read_changed=moment) for moment, article in enumerate(read, 1)}
    for moment, article in enumerate(starred, 1):
        marks[article] = marks.get(article, Mark())._replace(is_starred=True, starred_changed=moment)
    return Marked(marks, read_in(catalogue, [article for article, mark in marks.items() if mark.is_read]))


def test_the_shelves_of_what_is_starred_and_read_are_lists_the_latest_first(shelved: Catalogue) -> None:
    tree = TreeRows(shelved)
    one, two, three = list(shelved.listed(range(1, 100)))[:3]
    tree.marked = _marked(shelved, read=(one, two), starred=(three, one))
    tree.show(View.CATEGORY, Shelf.STARRED)
    assert [row.article for row in all_rows(tree)] == [one, three]
    assert (tree.total, tree.is_list) == (2, True)
    assert (tree.beside(one, 1), tree.beside(three, 1), tree.beside(two, 1)) == (three, None, None)
    assert (tree.reveal(three), tree.reveal(two), tree.parent(0)) == (1, None, None)
    tree.show(View.CATEGORY, Shelf.READ)
    assert [row.article for row in all_rows(tree)] == [two, one]
    title = shelved.listed((one,))[one].title
    tree.filter(title)
    assert one in [row.article for row in all_rows(tree)]
    tree.filter("no title has this")
    assert len(tree) == 0


def test_the_shelf_of_what_is_unread_is_the_categories_without_what_is_read(shelved: Catalogue) -> None:
    tree = TreeRows(shelved)
    everything = list(shelved.listed(range(1, 100)))
    left = everything[0]
    tree.marked = _marked(shelved, read=everything[1:])
    tree.show(View.CATEGORY, Shelf.UNREAD)
    tree.unfold_start(1_000)
    assert {row.article for row in all_rows(tree) if row.article} == {left}
    assert {row.articles for row in all_rows(tree) if not row.article} <= {1}
    assert tree.total == 1
    tree.filter(shelved.listed((left,))[left].title)
    assert {row.article for row in all_rows(tree) if row.article} == {left}
    tree.filter("")
    tree.marked.set(left, Mark(is_read=True), nodes_of(shelved, left))
    assert len(tree) > 0, "what is read meanwhile stays until the shelf is shown anew"
    tree.refresh()
    assert (len(tree), tree.total) == (0, 0)


def test_a_list_is_behind_when_something_has_come_to_it(shelved: Catalogue) -> None:
    tree = TreeRows(shelved)
    one, two = list(shelved.listed(range(1, 100)))[:2]
    tree.marked = _marked(shelved, starred=(one,))
    tree.show(View.CATEGORY, Shelf.STARRED)
    assert not tree.is_behind
    tree.marked.set(one, Mark(), ())
    assert not tree.is_behind
    tree.marked.set(two, Mark(is_starred=True, starred_changed=9), ())
    assert tree.is_behind
