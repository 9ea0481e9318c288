"""What is marked of one archive, as a tree shows it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from reader.document.anchor import Anchor, Left
from reader.library.catalogue import Catalogue
from reader.library.identity import identities, identity
from reader.library.listing import VIEWS, View
from reader.library.mark import Kind, Mark
from reader.library.marked import Marked, below, look_up, nodes_of, read_in
from reader.library.marks import Marks
from tests.library.on_disk import built, ids, run, write


@pytest.fixture
def marks(tmp_path: Path) -> Iterator[Marks]:
    kept = Marks(tmp_path / "marks.db")
    yield kept
    kept.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "archive"
    for number in range(6):
        write(root / f"{number % 2}" / f"{number}.md", f"第{number}篇", title=f"第{number}篇")
    return root


def mark(marks: Marks, catalogue: Catalogue, root: Path, kind: Kind, *names: str) -> None:
    articles = [ids(catalogue)[name] for name in names]
    for moment, article in enumerate(articles, 1):
        wanted = identity(catalogue.listed((article,))[article], [root])
        marks.mark(kind, [wanted], is_set=True, archive=catalogue, moment=moment)


def names(catalogue: Catalogue, articles: list[int] | set[int]) -> list[str]:
    listed = catalogue.listed(articles)
    return [listed[article].path.name for article in articles]


def test_what_is_marked_is_looked_up_by_the_numbers_of_the_catalogue(marks: Marks, folder: Path) -> None:
    catalogue = built(folder)
    assert look_up(catalogue, marks, [folder]).read == set()
    mark(marks, catalogue, folder, Kind.READ, "3.md", "1.md", "0.md")
    mark(marks, catalogue, folder, Kind.STARRED, "3.md", "4.md")
    wanted = identity(catalogue.listed((ids(catalogue)["5.md"],)).popitem()[1], [folder])
    marks.keep_place(wanted, Left(Anchor(3, "", "篇"), 0, 0.34))
    marked = look_up(catalogue, marks, [folder])
    assert sorted(names(catalogue, marked.read)) == ["0.md", "1.md", "3.md"]
    assert names(catalogue, marked.read_last(2)) == ["0.md", "1.md"]
    assert names(catalogue, marked.starred()) == ["4.md", "3.md"]
    assert marked.of(ids(catalogue)["3.md"]) == Mark(True, True, 1, 1)
    assert marked.of(ids(catalogue)["5.md"]) == Mark(share=0.34)
    assert marked.of(ids(catalogue)["2.md"]) == Mark()


def test_for_every_node_it_is_known_how_many_are_read(marks: Marks, folder: Path) -> None:
    catalogue = built(folder)
    mark(marks, catalogue, folder, Kind.READ, "3.md", "1.md", "0.md")
    marked = look_up(catalogue, marks, [folder])
    for view in VIEWS:
        assert marked.read_in[catalogue.root(view)] == 3
    groups = {catalogue.node(node).name: node for node in catalogue.groups(catalogue.root(View.FOLDER)).ids}
    assert {name: marked.read_in[node] for name, node in groups.items()} == {"0": 1, "1": 2}
    article = ids(catalogue)["5.md"]
    marked.set(article, Mark(is_read=True), nodes_of(catalogue, article))
    assert marked.read_in == read_in(catalogue, sorted(marked.read))
    marked.set(article, Mark(is_starred=True), nodes_of(catalogue, article))
    assert +marked.read_in == +read_in(catalogue, sorted(marked.read))


def test_articles_below_a_node_are_each_named_once(folder: Path) -> None:
    write(folder / "both.md", "---\ncategories: [[a, b], [a, c], [a]]\n---\nx")
    catalogue = built(folder)
    (a,) = (n for n in catalogue.groups(catalogue.root(View.CATEGORY)).ids if catalogue.node(n).name == "a")
    assert names(catalogue, below(catalogue, a)) == ["both.md"]
    assert len(below(catalogue, catalogue.root(View.CATEGORY))) == 7


def test_marks_stay_with_files_that_are_moved_edited_and_copied(marks: Marks, folder: Path) -> None:
    catalogue = built(folder)
    mark(marks, catalogue, folder, Kind.READ, "0.md", "1.md", "2.md")
    (folder / "0" / "0.md").rename(folder / "1" / "moved.md")
    write(folder / "1" / "1.md", "第1篇，改过。", title="第1篇")
    write(folder / "1" / "copy.md", "第2篇", title="第2篇")
    run(catalogue, folder)
    assert sorted(names(catalogue, look_up(catalogue, marks, [folder]).read)) == ["1.md", "2.md", "moved.md"]


def test_marks_stay_with_files_that_are_edited_and_moved_after_that(marks: Marks, folder: Path) -> None:
    catalogue = built(folder)
    mark(marks, catalogue, folder, Kind.STARRED, "1.md", "2.md")
    write(folder / "1" / "1.md", "第1篇，改过。", title="第1篇")
    write(folder / "1" / "3.md", "第3篇，改过。", title="第3篇")
    run(catalogue, folder)
    edited = look_up(catalogue, marks, [folder]).edited
    assert names(catalogue, list(edited)) == ["1.md"]
    marks.follow(identities(catalogue, edited, [folder]), catalogue)
    marks.follow(identities(catalogue, [ids(catalogue)["3.md"]], [folder]), catalogue)
    (folder / "1" / "1.md").rename(folder / "0" / "moved.md")
    run(catalogue, folder)
    marked = look_up(catalogue, marks, [folder])
    assert sorted(names(catalogue, marked.starred())) == ["2.md", "moved.md"]
    assert not marked.edited
    assert len(list(marks.kept())) == 2


def test_marks_of_another_archive_are_no_marks_of_this_one(marks: Marks, folder: Path, tmp_path: Path) -> None:
    other = write(tmp_path / "other" / "0" / "0.md", "别的", title="别的").parents[1]
    mark(marks, built(other), other, Kind.READ, "0.md")
    assert look_up(built(folder), marks, [folder]).read == set()


def test_many_are_told_from_others_at_once(folder: Path) -> None:
    catalogue = built(folder)
    one_by_one = {identity(listed, [folder]) for listed in catalogue.listed(ids(catalogue).values()).values()}
    assert set(identities(catalogue, list(ids(catalogue).values()), [folder])) == one_by_one


def test_nothing_is_marked_before_anything_is_known() -> None:
    marked = Marked()
    assert (marked.of(1), marked.starred(), marked.read_last(5), marked.read_in[1]) == (Mark(), [], [], 0)


def test_what_is_starred_can_be_asked_while_another_thread_marks() -> None:
    marked = Marked({article: Mark(is_starred=True) for article in range(100_000)})
    found: list[int] = []

    def ask() -> None:
        found.extend(len(marked.starred()) for _ in range(5))

    asking = Thread(target=ask)
    asking.start()
    article = 100_000
    while asking.is_alive():
        marked.set(article, Mark(is_read=True), ())
        article += 1
        asking.join(0.0005)
    assert found == [100_000] * 5
