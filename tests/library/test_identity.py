"""Which article of marks.db an article of an archive is: moved, renamed, copied, edited, opened elsewhere."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from reader.errors import CatalogueDamagedError, CatalogueError
from reader.library.catalogue import Catalogue
from reader.library.identity import Identity, identity
from reader.library.listing import Listed
from reader.library.mark import Kind
from reader.library.marks import Marks
from tests.library.on_disk import run, write

SOURCE = "https://example.org/1"


@pytest.fixture
def marks(tmp_path: Path) -> Iterator[Marks]:
    kept = Marks(tmp_path / "marks.db")
    yield kept
    kept.close()


class Archive:
    """A folder, and what is known of it as it is."""

    def __init__(self, marks: Marks, root: Path) -> None:
        self.root = root
        self._marks = marks
        self._catalogue = Catalogue()

    def article(self, name: str, link: str = "") -> int:
        """The id of an article in marks.db."""
        return self._marks.article(self._identity(name, link), self._catalogue)

    def find(self, name: str, link: str = "") -> int | None:
        """The same, where it is known already."""
        return self._marks.find(self._identity(name, link), self._catalogue)

    def _identity(self, name: str, link: str) -> Identity:
        run(self._catalogue, self.root)
        article = self._catalogue.find(self.root / name)
        assert article is not None
        return identity(self._catalogue.listed((article,))[article], [self.root], link)


@pytest.fixture
def archive(marks: Marks, tmp_path: Path) -> Archive:
    return Archive(marks, tmp_path / "archive")


def test_an_article_is_known_again(archive: Archive) -> None:
    write(archive.root / "a.md", "一", title="A")
    assert archive.find("a.md") is None
    assert archive.article("a.md") == archive.article("a.md") == archive.find("a.md")
    write(archive.root / "b.md", "二", title="B")
    assert archive.find("b.md") is None


def test_a_file_that_was_moved_or_renamed_is_the_same_article(archive: Archive) -> None:
    write(archive.root / "a.md", "一", title="A")
    before = archive.article("a.md")
    (archive.root / "a.md").unlink()
    write(archive.root / "old" / "2021.md", "一", title="新标题")
    assert archive.article("old/2021.md") == before


def test_an_archive_that_is_opened_at_another_path_is_the_same(marks: Marks, archive: Archive, tmp_path: Path) -> None:
    for number, name in enumerate(("a.md", "b.md", "c/d.md", "c/copy of d.md")):
        write(archive.root / name, "三" * min(number, 2), title=name)
    names = ("a.md", "b.md", "c/d.md", "c/copy of d.md")
    before = [archive.article(name) for name in names]
    assert len(set(before)) == 4
    drive = Archive(marks, tmp_path / "drive")
    shutil.copytree(archive.root, drive.root)
    assert [drive.article(name) for name in names] == before
    assert [archive.article(name) for name in names] == before
    inner = Archive(marks, archive.root / "c")
    assert [inner.article("d.md"), inner.article("copy of d.md")] == before[2:]


def test_two_files_with_the_same_body_are_told_apart_by_path(archive: Archive) -> None:
    for name in ("a.md", "b.md"):
        write(archive.root / name, "一", title="同一篇")
    one, other = archive.article("a.md"), archive.article("b.md")
    assert one != other
    assert (archive.find("a.md"), archive.find("b.md")) == (one, other)


def test_an_edited_article_is_known_by_its_path(archive: Archive) -> None:
    write(archive.root / "a.md", "一", title="A")
    before = archive.article("a.md")
    write(archive.root / "a.md", "一，改过。", title="A")
    assert archive.article("a.md") == before
    (archive.root / "a.md").unlink()
    write(archive.root / "moved.md", "一，改过。", title="A")
    assert archive.find("moved.md") == before  # its hash was brought up to date


def test_an_edited_article_with_another_title_is_known_by_its_path_in_its_archive(
    marks: Marks, archive: Archive, tmp_path: Path
) -> None:
    write(archive.root / "a.md", "一", title="A")
    before = archive.article("a.md")
    write(archive.root / "a.md", "一，改过。", title="改过的标题")
    assert archive.article("a.md") == before
    other = Archive(marks, tmp_path / "another")
    write(other.root / "a.md", "别的", title="别的")
    assert other.find("a.md") is None


def test_articles_of_one_name_and_title_in_two_archives_are_two(marks: Marks, archive: Archive, tmp_path: Path) -> None:
    write(archive.root / "about.md", "一", title="关于")
    other = Archive(marks, tmp_path / "another")
    write(other.root / "about.md", "别的", title="关于")
    one, two = archive.article("about.md"), other.article("about.md")
    assert one != two
    assert (archive.find("about.md"), other.find("about.md")) == (one, two)


def test_an_article_that_was_edited_is_known_where_its_archive_was_taken_to(
    marks: Marks, archive: Archive, tmp_path: Path
) -> None:
    write(archive.root / "a.md", "一", title="A")
    before = archive.article("a.md")
    drive = Archive(marks, tmp_path / "drive")
    archive.root.rename(drive.root)
    write(drive.root / "a.md", "一，改过。", title="A")
    assert drive.find("a.md") == before
    linked = Archive(marks, tmp_path / "link")
    linked.root.symlink_to(drive.root)
    assert drive.article("a.md") == before
    write(drive.root / "a.md", "一，又改过。", title="A")
    assert linked.find("a.md") == before


class Silent:
    """An archive that does not answer."""

    def body_at(self, file: bytes) -> bytes | None:
        raise CatalogueDamagedError("the catalogue is damaged")

    def has_body(self, body_hash: bytes) -> bool:
        raise CatalogueError("the catalogue is closed")


def test_marks_are_kept_while_the_catalogue_does_not_answer(marks: Marks) -> None:
    before = Identity(b"1", b"/archive", b"a.md", "A")
    for wanted in (before, before._replace(path=b"b.md"), before._replace(body_hash=b"2", title="B")):
        (article,) = marks.mark(Kind.STARRED, [wanted], is_set=True, archive=Silent())
        assert marks.of(article).is_starred


def test_an_edited_article_that_was_moved_is_known_by_its_source_and_title(archive: Archive) -> None:
    write(archive.root / "a.md", "一", title="A")
    before = archive.article("a.md", SOURCE)
    (archive.root / "a.md").unlink()
    write(archive.root / "b.md", "一，改过。", title="A")
    write(archive.root / "c.md", "别的", title="C")
    assert archive.find("b.md") is None
    assert archive.find("c.md", SOURCE) is None
    assert archive.article("b.md", SOURCE) == before


def test_a_new_article_at_the_path_of_one_that_was_moved_is_another(archive: Archive) -> None:
    write(archive.root / "a.md", "一", title="A")
    before = archive.article("a.md")
    (archive.root / "a.md").rename(archive.root / "b.md")
    write(archive.root / "a.md", "二", title="新文章")
    assert archive.article("a.md") != before
    assert archive.article("b.md") == before


def test_an_article_that_was_moved_is_found_while_another_stands_at_its_path(archive: Archive) -> None:
    write(archive.root / "a.md", "一", title="A")
    before = archive.article("a.md")
    (archive.root / "a.md").rename(archive.root / "b.md")
    write(archive.root / "a.md", "二", title="新文章")
    assert archive.article("b.md") == before
    assert archive.article("a.md") != before


def test_a_copy_does_not_take_the_marks_of_an_article_that_was_edited_since(archive: Archive) -> None:
    write(archive.root / "a.md", "一", title="A")
    before = archive.article("a.md")
    shutil.copy(archive.root / "a.md", archive.root / "copy.md")
    write(archive.root / "a.md", "一，改过。", title="A")
    assert archive.article("a.md") == before
    assert archive.article("copy.md") != before


def test_a_body_that_cannot_be_read_is_no_body(marks: Marks) -> None:
    before = marks.article(Identity(b"", b"/archive", b"a.md", "a"))
    assert marks.find(Identity(b"", b"/archive", b"b.md", "b")) is None
    assert marks.article(Identity(b"1", b"/archive", b"a.md", "a")) == before
    assert marks.article(Identity(b"", b"/archive", b"a.md", "a")) == before
    assert marks.find(Identity(b"1", b"/archive", b"c.md", "c")) == before  # its body is still known


def test_a_source_that_is_not_known_does_not_forget_the_one_that_is(marks: Marks) -> None:
    before = marks.article(Identity(b"1", b"/archive", b"a.md", "A", SOURCE))
    marks.article(Identity(b"1", b"/archive", b"a.md", "A"))
    assert marks.find(Identity(b"2", b"/archive", b"b.md", "A", SOURCE)) == before


def test_the_identity_of_a_listed_article_is_below_the_root_that_holds_it(tmp_path: Path) -> None:
    listed = Listed(1, tmp_path / "b" / "c" / "d.md", "\udcff标题", date(2021, 8, 3), False, False, b"1")
    found = identity(listed, [tmp_path / "a", tmp_path / "b"], "https://example.org")
    expected = (os.fsencode(tmp_path / "b"), b"c/d.md", "?标题", "https://example.org")
    assert (found.root, found.path, found.title, found.link) == expected
    assert found.file == os.fsencode(listed.path)
    assert identity(listed, [listed.path]).path == b"d.md"
