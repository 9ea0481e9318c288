"""Bringing a catalogue up to date with real folders."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from time import time_ns

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.archive.article import BodyFormat
from reader.archive.files import walk_folders
from reader.document import opening
from reader.document.text_builder import Visible
from reader.library import sync
from reader.library.catalogue import Catalogue
from reader.library.full_text import FullText
from reader.library.listing import Flag, View
from reader.library.progress import Outcome, Progress, Stage
from reader.library.query import parse
from reader.library.readers import Readers
from reader.library.roots import roots_of
from reader.library.search import Search
from reader.library.sync import Sync
from tests.library.on_disk import LONG_AGO, Here, assert_sound, built, contents, ids, nodes, run, write


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    folder.mkdir()
    return folder


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    one = Catalogue(tmp_path / "catalogue.db")
    yield one
    one.close()


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sync, "_FIRST_BATCH", 2)
    monkeypatch.setattr(sync, "_BATCH", 3)


def in_folders(catalogue: Catalogue, archive: Path, *folders: Path, trees: tuple[Path, ...] = ()) -> Outcome:
    return Sync(catalogue, roots_of([archive]), Here(), lambda progress: None).run_in(folders, trees)


def found(catalogue: Catalogue, query: str) -> set[str]:
    return {hit.path.name for hit in Search(catalogue).find(parse(query), limit=-1).hits}


def assert_as_new(catalogue: Catalogue, *roots: Path) -> None:
    """The catalogue says what one says that is built from nothing."""
    new = built(*roots)
    assert contents(catalogue) == contents(new)
    assert nodes(catalogue) == nodes(new)
    assert catalogue.problems() == new.problems()
    assert_sound(catalogue)
    new.close()


# runs


def test_the_first_run_takes_in_all_articles_and_their_texts(catalogue: Catalogue, archive: Path) -> None:
    write(archive / "a.md", "经济发展", title="一")
    write(archive / "sub" / "b.html", "<p>graph theory</p>", title="二")
    write(archive / "sub" / "c.png", b"\x89PNG")
    assert run(catalogue, archive) == Outcome(read=2, indexed=2)
    assert {Path(path).name for path in contents(catalogue)} == {"a.md", "b.html"}
    assert found(catalogue, "经济") == {"a.md"}
    assert found(catalogue, "graph theory") == {"b.html"}
    assert_sound(catalogue)


def test_a_run_tells_how_far_it_is(catalogue: Catalogue, archive: Path, small_batches: None) -> None:
    for number in range(6):
        write(archive / f"{number}.md")
    told: list[Progress] = []
    run(catalogue, archive, report=told.append)
    assert [(each.stage, each.done) for each in told] == [
        *((Stage.READING, done) for done in (2, 5, 6)),
        *((Stage.INDEXING, done) for done in (2, 5, 6)),
    ]
    assert told[2].total == told[5].total == 6
    assert not told[2].is_walking


def test_where_nothing_changed_nothing_is_read_or_written(catalogue: Catalogue, archive: Path) -> None:
    for number in range(5):
        write(archive / f"{number}.md")
    run(catalogue, archive)
    revision = catalogue.revision
    told: list[Progress] = []
    assert run(catalogue, archive, report=told.append) == Outcome()
    assert told == []
    assert catalogue.revision == revision


def test_an_empty_folder_is_an_empty_archive(catalogue: Catalogue, archive: Path) -> None:
    assert run(catalogue, archive) == Outcome()
    assert catalogue.count == 0
    assert catalogue.problems() == ()


def test_a_changed_file_keeps_its_id_and_is_found_by_its_new_text_only(catalogue: Catalogue, archive: Path) -> None:
    write(archive / "a.md", "before 经济", title="Old")
    write(archive / "b.md", "another")
    run(catalogue, archive)
    before = ids(catalogue)
    write(archive / "a.md", "after 文化", title="New", at=LONG_AGO + 1)
    assert run(catalogue, archive) == Outcome(read=1, indexed=1)
    assert ids(catalogue) == before
    assert found(catalogue, "before OR 经济") == set()
    assert found(catalogue, "after 文化") == {"a.md"}
    assert_as_new(catalogue, archive)


def test_a_change_of_the_same_size_is_seen_by_its_time_even_backwards(catalogue: Catalogue, archive: Path) -> None:
    write(archive / "a.md", "one")
    run(catalogue, archive)
    write(archive / "a.md", "two", at=LONG_AGO - 1_000)
    assert run(catalogue, archive).read == 1
    assert found(catalogue, "two") == {"a.md"}


def test_a_file_that_was_just_written_is_read_again_by_the_next_run(catalogue: Catalogue, archive: Path) -> None:
    path = write(archive / "a.md", "one", at=time_ns() // 10**9)
    status = path.stat()
    run(catalogue, archive)
    path.write_text("two")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert run(catalogue, archive) == Outcome(read=1, indexed=1)
    assert found(catalogue, "two") == {"a.md"}


def test_a_file_that_was_only_touched_stays_indexed(catalogue: Catalogue, archive: Path) -> None:
    body = "```\ncode\n```\n\n![picture](a.png)\n"
    write(archive / "a.md", body, title="T")
    run(catalogue, archive)
    write(archive / "a.md", body, title="T", at=LONG_AGO + 1)
    assert run(catalogue, archive) == Outcome(read=1, indexed=0)
    assert found(catalogue, "code has:code has:image") == {"a.md"}
    assert_as_new(catalogue, archive)


def test_a_file_whose_metadata_changed_stays_indexed_and_is_listed_anew(catalogue: Catalogue, archive: Path) -> None:
    write(archive / "a.md", "---\ntitle: T\ntags: [x]\ndraft: true\n---\n\n    code\n")
    run(catalogue, archive)
    write(archive / "a.md", "---\ntitle: T\ntags: [y]\n---\n\n    code\n", at=LONG_AGO + 1)
    assert run(catalogue, archive) == Outcome(read=1, indexed=0)
    assert found(catalogue, "tag:x OR is:draft") == set()
    assert found(catalogue, "tag:y has:code") == {"a.md"}
    assert_as_new(catalogue, archive)


def test_a_new_title_over_the_same_body_is_indexed(catalogue: Catalogue, archive: Path) -> None:
    write(archive / "a.md", "body", title="Old")
    run(catalogue, archive)
    write(archive / "a.md", "body", title="New", at=LONG_AGO + 1)
    assert run(catalogue, archive) == Outcome(read=1, indexed=1)
    assert (found(catalogue, "title:old"), found(catalogue, "title:new")) == (set(), {"a.md"})


# what is moved


def test_a_renamed_file_keeps_its_id_and_its_text(catalogue: Catalogue, archive: Path) -> None:
    write(archive / "a.md", "```\ncode\n```", title="T")
    write(archive / "b.md", "other")
    run(catalogue, archive)
    before = ids(catalogue)
    (archive / "a.md").rename(archive / "z.md")
    assert run(catalogue, archive) == Outcome(moved=1)
    assert ids(catalogue) == {"z.md": before["a.md"], "b.md": before["b.md"]}
    assert found(catalogue, "code has:code") == {"z.md"}
    assert_as_new(catalogue, archive)


def test_a_file_that_was_moved_and_given_other_metadata_keeps_its_id(catalogue: Catalogue, archive: Path) -> None:
    write(archive / "a.md", "body", title="Old")
    run(catalogue, archive)
    before = ids(catalogue)
    (archive / "a.md").unlink()
    write(archive / "sub" / "b.md", "body", title="New")
    assert run(catalogue, archive) == Outcome(moved=1, indexed=1)
    assert ids(catalogue) == {"b.md": before["a.md"]}
    assert_as_new(catalogue, archive)


def test_a_renamed_folder_keeps_the_ids_of_all_below_it(catalogue: Catalogue, archive: Path) -> None:
    for number in range(75):  # more than a batch
        write(archive / "old" / f"{number % 7}" / f"{number}.md", f"body {number}")
    run(catalogue, archive)
    before = ids(catalogue)
    (archive / "old").rename(archive / "new")
    assert run(catalogue, archive) == Outcome(moved=75)
    assert ids(catalogue) == before
    assert_as_new(catalogue, archive)


def test_of_two_files_with_one_body_the_one_that_stays_keeps_its_id(catalogue: Catalogue, archive: Path) -> None:
    write(archive / "a.md", "same")
    write(archive / "b.md", "same")
    run(catalogue, archive)
    before = ids(catalogue)
    (archive / "a.md").unlink()
    write(archive / "b.md", "same", at=LONG_AGO + 1)
    assert run(catalogue, archive) == Outcome(read=1, removed=1)
    assert ids(catalogue) == {"b.md": before["b.md"]}


def test_of_two_files_with_one_body_one_can_be_moved(catalogue: Catalogue, archive: Path) -> None:
    write(archive / "a.md", "same")
    write(archive / "b.md", "same")
    run(catalogue, archive)
    before = ids(catalogue)
    (archive / "b.md").rename(archive / "c.md")
    assert run(catalogue, archive).moved == 1
    assert ids(catalogue) == {"a.md": before["a.md"], "c.md": before["b.md"]}


def test_two_files_that_trade_names_are_two_changed_files(catalogue: Catalogue, archive: Path) -> None:
    write(archive / "a.md", "one")
    write(archive / "b.md", "two", at=LONG_AGO + 1)
    run(catalogue, archive)
    (archive / "a.md").rename(archive / "c")
    (archive / "b.md").rename(archive / "a.md")
    (archive / "c").rename(archive / "b.md")
    assert run(catalogue, archive) == Outcome(read=2, indexed=2)
    assert_as_new(catalogue, archive)


def test_a_file_that_becomes_of_another_kind_is_indexed_as_its_page_shows_it(
    catalogue: Catalogue, archive: Path
) -> None:
    write(archive / "a.md", "a *b* <i>word</i>\n\n    code", title="T")
    run(catalogue, archive)
    (archive / "a.md").rename(archive / "a.txt")
    assert run(catalogue, archive) == Outcome(moved=1, indexed=1)
    assert_as_new(catalogue, archive)


# what is gone


def test_removed_files_and_folders_are_forgotten(catalogue: Catalogue, archive: Path) -> None:
    for name in ("a.md", "sub/b.md", "sub/deep/c.md", "sub2/d.md"):
        write(archive / name, name)
    run(catalogue, archive)
    (archive / "a.md").unlink()
    shutil.rmtree(archive / "sub")
    assert run(catalogue, archive) == Outcome(removed=3)
    assert_as_new(catalogue, archive)


def test_a_few_articles_may_all_be_removed(catalogue: Catalogue, archive: Path) -> None:
    for number in range(19):
        write(archive / f"{number}.md")
    run(catalogue, archive)
    shutil.rmtree(archive)
    archive.mkdir()
    assert run(catalogue, archive) == Outcome(removed=19)


def test_an_archive_that_is_empty_at_once_was_taken_away(catalogue: Catalogue, archive: Path) -> None:
    for number in range(20):
        write(archive / f"{number % 3}" / f"{number}.md")
    run(catalogue, archive)
    archive.rename(archive.with_name("elsewhere"))
    archive.mkdir()
    assert run(catalogue, archive) == Outcome()
    assert catalogue.count == 20
    (problem,) = catalogue.problems()
    assert str(archive) in problem
    assert "20" in problem
    archive.rmdir()
    archive.with_name("elsewhere").rename(archive)
    assert run(catalogue, archive) == Outcome()
    assert catalogue.problems() == ()


def test_a_root_that_is_not_there_keeps_its_articles_and_is_told(catalogue: Catalogue, archive: Path) -> None:
    write(archive / "a.md")
    write(archive / "sub" / "b.md")
    run(catalogue, archive)
    archive.rename(archive.with_name("elsewhere"))
    assert run(catalogue, archive) == Outcome()
    assert catalogue.count == 2
    assert catalogue.problems() == (f"{archive}: no such file or folder",)


def test_a_folder_that_cannot_be_read_keeps_its_articles_and_is_told(catalogue: Catalogue, archive: Path) -> None:
    write(archive / "a.md")
    write(archive / "sub" / "b.md")
    write(archive / "sub" / "deep" / "c.md")
    run(catalogue, archive)
    (archive / "sub").rename(archive.with_name("elsewhere"))
    (archive / "sub").symlink_to("sub")  # which not even root can read
    (archive / "a.md").unlink()
    assert run(catalogue, archive) == Outcome(removed=1)
    assert set(ids(catalogue)) == {"b.md", "c.md"}
    (problem,) = catalogue.problems()
    assert problem.startswith(f"{archive / 'sub'}: ")
    (archive / "sub").unlink()
    archive.with_name("elsewhere").rename(archive / "sub")
    assert run(catalogue, archive) == Outcome()
    assert catalogue.problems() == ()


# what cannot be read


def test_a_file_that_is_no_text_is_listed_with_the_reason_until_it_is_one(catalogue: Catalogue, archive: Path) -> None:
    write(archive / "a.md", b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    assert run(catalogue, archive).read == 1
    (unread,) = catalogue.unread()
    assert unread.path == archive / "a.md"
    assert "not text" in unread.message
    assert FullText(catalogue.database).count() == (1, 1)
    write(archive / "a.md", "text")
    assert run(catalogue, archive).read == 1
    assert list(catalogue.unread()) == []
    assert found(catalogue, "text") == {"a.md"}


def test_a_file_that_goes_while_it_is_listed_is_forgotten_by_the_next_run(catalogue: Catalogue, archive: Path) -> None:
    write(archive / "a.md")
    write(archive / "b.md")

    class Slow(Here):
        def read(self, work, batches):  # type: ignore[no-untyped-def]
            for batch in batches:
                (archive / "b.md").unlink(missing_ok=True)
                yield work.do(batch)

    Sync(catalogue, roots_of([archive]), Slow(), lambda progress: None).run()
    assert set(ids(catalogue)) == {"a.md", "b.md"}
    assert run(catalogue, archive) == Outcome(removed=1)
    assert_as_new(catalogue, archive)


def test_a_file_that_goes_before_its_text_is_read_is_forgotten_by_the_next_run(
    catalogue: Catalogue, archive: Path
) -> None:
    write(archive / "a.md")
    write(archive / "b.md")

    def unlink(progress: Progress) -> None:
        (archive / "b.md").unlink(missing_ok=True)

    assert run(catalogue, archive, report=unlink) == Outcome(read=2, indexed=1)
    assert run(catalogue, archive) == Outcome(removed=1)
    assert_as_new(catalogue, archive)


def test_a_file_that_changes_before_its_text_is_read_is_indexed_by_the_next_run(
    catalogue: Catalogue, archive: Path
) -> None:
    write(archive / "a.md", "first")
    run(catalogue, archive, report=lambda progress: write(archive / "a.md", "second", at=LONG_AGO + 9) and None)
    assert run(catalogue, archive).read == 1
    assert_as_new(catalogue, archive)


@pytest.mark.parametrize(
    "name", [b"\xff\xfe.md", b"a\nb.md", b"\x1b[31m.md", "字".encode() * 84 + b".md", b"x" * 252 + b".md", b" .md"]
)
def test_any_name_is_kept(catalogue: Catalogue, archive: Path, name: bytes) -> None:
    folder = archive / os.fsdecode(name)
    path = write(folder / os.fsdecode(name), "word")
    assert run(catalogue, archive) == Outcome(read=1, indexed=1)
    article = catalogue.find(path)
    assert article is not None
    assert catalogue.listed([article])[article].path == path
    (hit,) = Search(catalogue).find(parse("word")).hits
    assert hit.path == path
    assert run(catalogue, archive) == Outcome()
    path.rename(archive / "a.md")
    assert run(catalogue, archive) == Outcome(moved=1, indexed=1), "its title is its name"
    assert_as_new(catalogue, archive)


def test_a_folder_is_called_the_same_in_all_views_whatever_its_bytes_are(catalogue: Catalogue, archive: Path) -> None:
    write(archive / os.fsdecode(b"d\xffr") / "a.md")
    run(catalogue, archive)
    found = {view for view, names in nodes(catalogue) if names == ("d\ufffdr",)}
    assert found == {View.CATEGORY, View.FOLDER}


# being stopped


def test_a_run_that_is_stopped_anywhere_is_gone_on_with(archive: Path, small_batches: None) -> None:
    for number in range(11):
        write(archive / f"{number % 3}" / f"{number}.md", f"body {number}")
    whole: list[Progress] = []
    run(Catalogue(), archive, report=whole.append)
    for stop in range(1, len(whole)):
        told: list[Progress] = []
        catalogue = Catalogue()
        outcome = run(catalogue, archive, report=told.append, is_stopped=lambda told=told, at=stop: len(told) >= at)  # type: ignore[misc]
        assert outcome.is_stopped
        assert len(told) == stop
        assert_sound(catalogue)
        resumed = run(catalogue, archive)
        assert outcome.read + resumed.read == outcome.indexed + resumed.indexed == 11
        assert_as_new(catalogue, archive)
        catalogue.close()


def test_a_run_that_is_always_stopped_gets_there_in_the_end(archive: Path, small_batches: None) -> None:
    for number in range(11):
        write(archive / f"{number}.md", f"body {number}")
    catalogue = Catalogue()
    outcomes = [run(catalogue, archive, is_stopped=lambda: True) for _ in range(13)]
    assert sum(each.read for each in outcomes) == sum(each.indexed for each in outcomes) == 11
    assert_as_new(catalogue, archive)


# a part of the archive


def test_of_a_changed_folder_only_its_own_files_are_looked_at(catalogue: Catalogue, archive: Path) -> None:
    write(archive / "a.md")
    write(archive / "sub" / "b.md")
    run(catalogue, archive)
    write(archive / "c.md", "c")
    write(archive / "sub" / "d.md", "d")
    assert in_folders(catalogue, archive, archive) == Outcome(read=1, indexed=1)
    assert set(ids(catalogue)) == {"a.md", "b.md", "c.md"}
    assert in_folders(catalogue, archive, archive / "sub") == Outcome(read=1, indexed=1)
    assert_as_new(catalogue, archive)


def test_a_new_folder_is_looked_through_once(catalogue: Catalogue, archive: Path) -> None:
    write(archive / "a.md")
    run(catalogue, archive)
    write(archive / "new" / "deep" / "b.md", "b")
    write(archive / "new" / "c.md", "c")
    folders = (archive, archive / "new", archive / "new" / "deep", archive / "new" / "deep" / "b.md")
    assert in_folders(catalogue, archive, *folders) == Outcome(read=2, indexed=2)
    assert_as_new(catalogue, archive)


def test_all_below_a_folder_that_is_gone_goes(catalogue: Catalogue, archive: Path) -> None:
    for name in ("a.md", "sub/b.md", "sub/deep/c.md", "sub-2/d.md"):
        write(archive / name, name)
    run(catalogue, archive)
    shutil.rmtree(archive / "sub")
    assert in_folders(catalogue, archive, archive, archive / "sub") == Outcome(removed=2)
    assert_as_new(catalogue, archive)


def test_a_folder_that_was_renamed_within_the_archive_is_moved(catalogue: Catalogue, archive: Path) -> None:
    write(archive / "old" / "a.md", "a")
    write(archive / "old" / "deep" / "b.md", "b")
    run(catalogue, archive)
    before = ids(catalogue)
    (archive / "old").rename(archive / "new")
    assert in_folders(catalogue, archive, archive, archive / "old", archive / "new") == Outcome(moved=2)
    assert ids(catalogue) == before
    assert_as_new(catalogue, archive)


def test_a_folder_that_is_another_one_is_looked_through(catalogue: Catalogue, archive: Path) -> None:
    for moment, name in enumerate(("site/a.md", "site/sub/b.md", "site/gone/c.md", "next/a.md", "next/sub/d.md")):
        write(archive / name, name, at=LONG_AGO + moment)
    run(catalogue, archive)
    shutil.rmtree(archive / "site")
    (archive / "next").rename(archive / "site")
    changed = (archive, archive / "next", archive / "site")
    in_folders(catalogue, archive, *changed, trees=changed[1:])
    assert_as_new(catalogue, archive)


def test_a_root_that_goes_while_it_is_watched_keeps_its_articles(catalogue: Catalogue, archive: Path) -> None:
    write(archive / "sub" / "a.md")
    run(catalogue, archive)
    archive.rename(archive.with_name("elsewhere"))
    assert in_folders(catalogue, archive, archive.parent, archive, archive / "sub").removed == 0
    assert catalogue.count == 1
    assert catalogue.problems() == (f"{archive}: no such file or folder",)


def test_a_folder_outside_the_archive_is_nothing_to_it(catalogue: Catalogue, archive: Path) -> None:
    write(archive / "a.md")
    run(catalogue, archive)
    write(archive.parent / "b.md")
    assert in_folders(catalogue, archive, archive.parent, archive.parent / "none") == Outcome()


# several roots


def test_several_roots_stand_below_their_names(catalogue: Catalogue, tmp_path: Path) -> None:
    write(tmp_path / "one" / "sub" / "a.md")
    write(tmp_path / "two" / "b.md")
    roots = (tmp_path / "one", tmp_path / "two")
    run(catalogue, *roots)
    root = catalogue.root(View.FOLDER)
    named = catalogue.nodes(catalogue.groups(root).ids)
    assert [node.name for node in named.values()] == ["one", "two"]
    (tmp_path / "one" / "sub" / "a.md").rename(tmp_path / "two" / "a.md")
    assert run(catalogue, *roots) == Outcome(moved=1)
    assert_as_new(catalogue, *roots)


def test_of_several_roots_one_may_be_taken_away(catalogue: Catalogue, tmp_path: Path) -> None:
    for number in range(20):
        write(tmp_path / "drive" / f"{number}.md")
    write(tmp_path / "home" / "a.md", "a")
    roots = (tmp_path / "drive", tmp_path / "home")
    run(catalogue, *roots)
    shutil.rmtree(tmp_path / "drive")
    assert run(catalogue, *roots) == Outcome(), "the root is not there"
    (tmp_path / "drive").mkdir()
    assert run(catalogue, *roots) == Outcome(), "the root is empty"
    assert catalogue.problems() == (f"{tmp_path / 'drive'}: nothing is there; its 20 articles stay listed.",)
    assert catalogue.count == 21


def test_files_of_one_folder_may_be_roots_each(catalogue: Catalogue, tmp_path: Path) -> None:
    for name in ("a.md", "b.md", "c.md"):
        write(tmp_path / name, name)
    roots = (tmp_path / "a.md", tmp_path / "b.md")
    assert run(catalogue, *roots) == Outcome(read=2, indexed=2)
    assert run(catalogue, *roots) == Outcome()
    write(tmp_path / "b.md", "other", at=LONG_AGO + 1)
    changed = Sync(catalogue, roots_of(roots), Here(), lambda progress: None).run_in([tmp_path])
    assert changed == Outcome(read=1, indexed=1)
    assert set(ids(catalogue)) == {"a.md", "b.md"}


def test_a_folder_that_stands_in_another_one_is_read_once_more_at_most(catalogue: Catalogue, archive: Path) -> None:
    write(archive / "a.md", "a")
    write(archive / "sub" / "b.md", "b")
    roots = (archive, archive / "sub", archive / "a.md")
    run(catalogue, *roots)
    assert catalogue.count == 2
    assert run(catalogue, *roots) == Outcome()
    assert_sound(catalogue)


# many


def test_other_processes_read_what_is_more_than_a_batch(catalogue: Catalogue, archive: Path) -> None:
    for number in range(100):
        write(archive / f"{number % 9}" / f"{number:03}.md", f"body {number} 第{number}篇", title=f"标题 {number}")
    with Readers(2) as readers:
        assert Sync(catalogue, roots_of([archive]), readers, lambda progress: None).run() == Outcome(100, indexed=100)
    assert_as_new(catalogue, archive)


# the law

NAMES = ("a.md", "b.md", "c.html", "d.txt", os.fsdecode(b"\xff.md"))
FOLDERS = (".", "x", "x/y", "z")
BODIES = (b"", b"one", b"two *b*", b"<p>three</p>", b"    code", b"\x00\x01\x02")
FRONTS = (
    b"",
    b"---\ntitle: T\n---\n",
    b"---\ntitle: U\ncategories: [p, q]\ntags: [x]\n---\n",
    b"---\ntitle: 'x\n---\n",
)
STEPS = st.one_of(
    st.tuples(st.just("write"), st.sampled_from(FOLDERS), st.sampled_from(NAMES), st.integers(0, 23)),
    st.tuples(st.just("touch"), st.sampled_from(FOLDERS), st.sampled_from(NAMES), st.just(0)),
    st.tuples(st.just("remove"), st.sampled_from(FOLDERS), st.sampled_from(NAMES), st.just(0)),
    st.tuples(st.just("move"), st.sampled_from(FOLDERS), st.sampled_from(NAMES), st.integers(0, 19)),
    st.tuples(st.just("drop"), st.sampled_from(FOLDERS[1:]), st.just(""), st.just(0)),
    st.tuples(st.just("rename"), st.sampled_from(FOLDERS[1:]), st.just(""), st.integers(0, 2)),
)


def change(archive: Path, step: tuple[str, str, str, int], moment: int) -> set[Path]:
    """One thing that happens to an archive; the folders that are others by it."""
    what, folder, name, number = step
    path = archive / folder / name
    match what:
        case "write":
            write(path, FRONTS[number % 4] + BODIES[number // 4], at=LONG_AGO + moment)
            return {*path.parents}.intersection({archive, *(archive / each for each in FOLDERS)})
        case "touch" if path.exists():
            os.utime(path, (moment, LONG_AGO + moment))
            return {path.parent}
        case "remove" if path.exists():
            path.unlink()
            return {path.parent}
        case "move" if path.exists():
            target = archive / FOLDERS[number % 4] / NAMES[number // 4]
            target.parent.mkdir(parents=True, exist_ok=True)
            path.rename(target)
            return {path.parent, *target.parents}.intersection({archive, *(archive / each for each in FOLDERS)})
        case "drop" if (archive / folder).exists():
            shutil.rmtree(archive / folder)
            return {archive / folder, (archive / folder).parent}
        case "rename" if (archive / folder).exists():
            target = archive / f"new{number}"
            if target.exists():
                shutil.rmtree(target)
            (archive / folder).rename(target)
            return {archive / folder, (archive / folder).parent, target, archive}
    return set()


@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(st.lists(st.lists(STEPS, max_size=6), min_size=1, max_size=5), st.booleans())
def test_whatever_happens_to_files_the_catalogue_is_as_if_built_from_nothing(
    tmp_path_factory: pytest.TempPathFactory, rounds: list[list[tuple[str, str, str, int]]], is_told: bool
) -> None:
    archive = tmp_path_factory.mktemp("archive", numbered=True)
    catalogue = Catalogue()
    run(catalogue, archive)
    moment = 0
    for steps in rounds:
        changed: set[Path] = set()
        for step in steps:
            moment += 1
            changed |= change(archive, step, moment)
        if is_told:
            in_folders(catalogue, archive, *changed, trees=tuple(changed - {archive}))
        else:
            run(catalogue, archive)
        assert_as_new(catalogue, archive)
    shutil.rmtree(archive)
    catalogue.close()


@pytest.mark.parametrize("seed", range(4))
def test_whatever_happens_between_runs_that_are_stopped_the_last_one_ends_well(
    tmp_path: Path, small_batches: None, seed: int
) -> None:
    random_ = random.Random(seed)
    catalogue = Catalogue()
    for moment in range(1, 40):
        what = random_.choice(["write", "write", "write", "touch", "remove", "move", "drop", "rename"])
        folder = random_.choice(FOLDERS[1:] if what in ("drop", "rename") else FOLDERS)
        change(tmp_path, (what, folder, random_.choice(NAMES), random_.randrange(20 if what == "move" else 24)), moment)
        if moment % 4 == 0:
            left = iter(range(random_.randrange(4)))
            run(catalogue, tmp_path, is_stopped=lambda left=left: next(left, None) is None)  # type: ignore[misc]
    run(catalogue, tmp_path)
    assert_as_new(catalogue, tmp_path)


def test_flags_of_files_and_of_texts_stay_apart(catalogue: Catalogue, archive: Path) -> None:
    write(archive / "a.md", "---\ndraft: true\n---\n\n    code\n\n![p](x.png)")
    run(catalogue, archive)
    with catalogue.database.reading() as connection:
        (flags,) = connection.execute("SELECT flags FROM articles").fetchone()
    assert Flag(flags) == Flag.DRAFT | Flag.CODE | Flag.IMAGE | Flag.UNDATED


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: write(folder / "b.md", "Other words."),
        lambda folder: write(folder / "b.md", at=LONG_AGO - 1),
        lambda folder: write(folder / "d.md"),
        lambda folder: (folder / "c.md").unlink(),
        lambda folder: (folder / "c.md").rename(folder / "0.md"),
    ],
    ids=["another size", "an earlier time", "a new file", "one gone", "another name"],
)
def test_a_folder_is_as_it_is_listed_until_anything_in_it_changes(
    catalogue: Catalogue, archive: Path, change: Callable[[Path], object]
) -> None:
    for name in ("b.md", "a.md", "c.md"):
        write(archive / name)
    run(catalogue, archive)

    def is_as_listed() -> bool:
        (folder,) = walk_folders(archive)
        return catalogue.is_as_listed(folder.path, folder.files)

    assert is_as_listed()
    change(archive)
    assert not is_as_listed()
    run(catalogue, archive)
    assert is_as_listed()


def test_what_has_no_date_of_its_own_stands_behind_what_has_one(catalogue: Catalogue, archive: Path) -> None:
    write(archive / "copied.md", "Copied later.", at=LONG_AGO + 10)
    write(archive / "today.md", "Copied today.", at=LONG_AGO + 20)
    write(archive / "old.md", "---\ndate: 1999-01-01\n---\nOld.")
    write(archive / "new.md", "---\ndate: 2020-01-01\n---\nNew.")
    run(catalogue, archive)
    order = list(catalogue.articles(catalogue.root(View.CATEGORY)))
    listed = catalogue.listed(order)
    assert [listed[article].path.stem for article in order] == ["new", "old", "today", "copied"]
    assert listed[order[2]].date.year == 2020, "its file's date is shown"
    newest = catalogue.newest()
    assert newest == order[0]
    assert [catalogue.neighbour(order[0], step) for step in (1, 2, 3, 4)] == [*order[1:], None]


def test_a_path_of_the_longest_names_is_an_article_and_one_too_long_for_the_system_is_told(
    catalogue: Catalogue, archive: Path
) -> None:
    folder = archive
    for level in range(6):
        folder /= f"{level}" + "长" * 84 + "xx"  # 255 bytes
    long = write(folder / ("名" * 84 + ".md"), "Far below.")
    # Further down the whole path is longer than any call takes; only step by step it can be made.
    here = os.open(folder, os.O_RDONLY)
    for _ in range(12):
        os.mkdir("n" * 255, dir_fd=here)
        below = os.open("n" * 255, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    os.close(here)
    outcome = run(catalogue, archive)
    assert (outcome.read, outcome.indexed) == (1, 1)
    assert catalogue.find(long) is not None
    assert Search(catalogue).find(parse("far below")).total == 1
    (problem,) = catalogue.problems()
    assert "too long" in problem
    shutil.rmtree(archive)


def test_names_are_known_once_all_are_listed_and_a_language_with_the_text(tmp_path: Path) -> None:
    one = write(tmp_path / "one.md", "昨天下午我们去了城外的小山。", title="A")
    write(tmp_path / "two.md", "---\nlang: en\nslug: second\n---\n昨天下午我们去了城外的小山。")
    catalogue = Catalogue()

    def known() -> dict[str, tuple[str | None, str | None, bool]]:
        with catalogue.database.reading() as connection:
            rows = connection.execute("SELECT name, language, guessed, stamp FROM articles").fetchall()
        return {os.fsdecode(name): (language, guessed, stamp != 0) for name, language, guessed, stamp in rows}

    Sync(catalogue, roots_of([tmp_path]), Here(), lambda progress: None).run(indexes=False)
    assert known() == {"one.md": (None, None, True), "two.md": ("en", None, True)}
    run(catalogue, tmp_path)
    assert known() == {"one.md": (None, "zh", True), "two.md": ("en", "zh", True)}
    search = Search(catalogue)
    assert [hit.title for hit in search.find(parse("lang:zh")).hits] == ["A"]
    write(one, "昨日の午後、町の外れの小さな山へ桃の花を見に行きました。", title="A", at=LONG_AGO + 1)
    run(catalogue, tmp_path)
    assert search.find(parse("lang:zh")).total == 0
    assert [hit.title for hit in search.find(parse("lang:ja")).hits] == ["A"]


def test_a_file_of_a_time_that_64_bits_do_not_hold_is_read_once(catalogue: Catalogue, archive: Path) -> None:
    path = write(archive / "a.md")
    os.utime(path, ns=(0, 1 << 63))
    if path.stat().st_mtime_ns < 1 << 63:
        pytest.skip("this file system keeps no such time")
    assert run(catalogue, archive).read == 1
    assert run(catalogue, archive).read == 0


def test_what_is_away_while_it_is_indexed_is_indexed_when_it_is_back(catalogue: Catalogue, archive: Path) -> None:
    write(archive / "a.md", "Words.")
    one = Sync(catalogue, roots_of([archive]), Here(), lambda progress: None)
    one.run(indexes=False)
    archive.rename(archive.with_name("away"))
    assert one.index() == 0
    archive.with_name("away").rename(archive)
    assert one.run().indexed == 1
    assert found(catalogue, "words") == {"a.md"}


def test_a_text_that_no_parser_was_made_for_is_told_of_and_keeps_no_other_from_being_found(
    catalogue: Catalogue, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(archive / "a.md", "Words.")
    write(archive / "b.md", "Other words.")
    visible = opening.visible

    def fails(body: str, body_format: BodyFormat, title: str) -> Visible:
        if "Other" in body:
            raise IndexError(body)
        return visible(body, body_format, title)

    monkeypatch.setattr(opening, "visible", fails)
    with Readers(1) as readers:
        one = Sync(catalogue, roots_of([archive]), readers, lambda progress: None)
        assert one.run().read == 2
        assert found(catalogue, "words") == {"a.md"}
        (unread,) = catalogue.unread()
        assert unread.path == archive / "b.md"
        assert one.run().indexed == 0, "it is not tried again before it changes"
    monkeypatch.undo()
    write(archive / "b.md", "More words.", at=LONG_AGO + 1)
    run(catalogue, archive)
    assert found(catalogue, "words") == {"a.md", "b.md"}
    assert list(catalogue.unread()) == []
