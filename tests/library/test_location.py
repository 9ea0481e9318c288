"""Where a catalogue is kept, and what becomes of one that cannot be used."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reader.errors import CatalogueError
from reader.library import location
from reader.library.catalogue import Catalogue
from reader.library.location import Opened, folder, forget, known_catalogue, open_catalogue, set_aside
from reader.library.turn import Turn
from tests.library.on_disk import ids, run, write


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for number in range(40):
        write(tmp_path / "archive" / f"{number}.md", f"body {number} " * 30)
    return tmp_path / "archive"


@pytest.fixture
def file(archive: Path) -> Iterator[Path]:
    """A catalogue that an earlier run has left."""
    opened = open_catalogue([archive])
    assert not opened.notice
    run(opened.catalogue, archive)
    opened.catalogue.close()
    return folder([archive]) / "catalogue.db"


def content(opened: Opened) -> int:
    count = opened.catalogue.count
    opened.catalogue.close()
    return count


# where


def test_it_lies_in_the_folder_for_caches_under_the_archive_s_name(archive: Path, tmp_path: Path) -> None:
    place = folder([archive])
    assert place.is_relative_to(tmp_path / "home")
    assert place.name.startswith("archive-")


def test_another_name_of_the_same_folder_is_the_same_archive(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "link").symlink_to(archive)
    monkeypatch.chdir(archive)
    for name in (tmp_path / "link", archive / ".." / "archive", Path(), tmp_path / "link" / ""):
        assert folder([name]) == folder([archive])


def test_another_set_of_folders_is_another_archive_in_whatever_order(archive: Path, tmp_path: Path) -> None:
    one, other = archive, tmp_path / "other"
    assert folder([one]) != folder([other]) != folder([one, other])
    other.mkdir()
    digests = {folder(each).name.rpartition("-")[2] for each in ([one, other], [other, one])}
    assert len(digests) == 1


@pytest.mark.parametrize("name", ["a b/c", "文章", "x" * 200, "...", "\x1b[31m", "-", "\udcff"])
def test_any_name_makes_a_folder(tmp_path: Path, name: str) -> None:
    place = folder([tmp_path / name])
    assert len(place.name.encode("utf-8", "surrogateescape")) < 200
    assert "/" not in place.name
    assert place.name.isprintable() or name == "\udcff"


# opening


def test_it_is_there_again(file: Path, archive: Path) -> None:
    opened = open_catalogue([archive])
    assert opened.notice == ""
    assert not opened.is_passing
    assert content(opened) == 40


def test_what_an_earlier_run_left_is_known(archive: Path) -> None:
    assert known_catalogue([archive]) is None
    assert not folder([archive]).exists()
    open_catalogue([archive]).catalogue.close()
    known = known_catalogue([archive])
    assert known is not None
    known.close()


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def cut_within_its_first_page(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:1000])


def later(file: Path) -> None:
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA user_version = 99")
    connection.close()


def text(file: Path) -> None:
    file.write_text("Somebody's notes.\n" * 500)


DAMAGES: list[Callable[[Path], None]] = [cut, cut_within_its_first_page, later, text]


@pytest.mark.parametrize("damage", DAMAGES)
def test_one_that_is_damaged_is_set_aside_and_made_anew(
    file: Path, archive: Path, damage: Callable[[Path], None]
) -> None:
    damage(file)
    damaged = file.read_bytes()
    opened = open_catalogue([archive])
    assert not opened.is_passing
    assert opened.notice.startswith("The catalogue is made anew: ")
    assert opened.notice.endswith("What was there is kept as set-aside.db.")
    assert file.with_name("set-aside.db").read_bytes() == damaged
    assert run(opened.catalogue, archive).read == 40
    assert content(opened) == 40


def test_an_empty_file_is_a_new_catalogue(file: Path, archive: Path) -> None:
    file.write_bytes(b"")
    opened = open_catalogue([archive])
    assert (opened.notice, content(opened)) == ("", 0)


def test_one_is_made_anew_when_that_is_asked_for(file: Path, archive: Path) -> None:
    opened = open_catalogue([archive], anew=True)
    assert content(opened) == 0
    aside = Catalogue(file.with_name("set-aside.db"))
    assert aside.count == 40
    aside.close()


def test_what_was_set_aside_before_makes_room(file: Path, archive: Path) -> None:
    for number in range(3):
        file.write_text(f"notes {number}" * 100)
        open_catalogue([archive]).catalogue.close()
    assert file.with_name("set-aside.db").read_text() == "notes 2" * 100


def test_logs_are_set_aside_with_their_catalogue(tmp_path: Path) -> None:
    for name in ("catalogue.db", "catalogue.db-wal", "set-aside.db", "set-aside.db-shm"):
        (tmp_path / name).write_text(name)
    set_aside(tmp_path / "catalogue.db")
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {
        "set-aside.db": "catalogue.db",
        "set-aside.db-wal": "catalogue.db-wal",
    }


# where nothing can be kept


def test_where_the_cache_cannot_be_written_it_is_kept_for_this_run(archive: Path, tmp_path: Path) -> None:
    folder([archive]).parent.parent.mkdir(parents=True)
    folder([archive]).parent.write_text("A file where the folder should be.")
    opened = open_catalogue([archive])
    assert opened.is_passing
    assert opened.notice.startswith(f"The catalogue cannot be kept in {folder([archive])} (")
    file = opened.catalogue.database.path
    assert file is not None
    turn = Turn(file)
    assert turn.take()
    run(opened.catalogue, archive)
    assert len(ids(opened.catalogue)) == 40
    turn.give_back()
    opened.catalogue.close()
    (file.parent / "sync.lock-journal").touch()  # whoever had the turn was ended by force
    forget(file)
    assert not file.parent.exists()


def test_whoever_is_there_to_keep_one_is_told_that_it_cannot_be_kept(archive: Path) -> None:
    with pytest.raises(CatalogueError, match=f"cannot be kept in {folder([archive])}: its disk is full"):
        open_catalogue([archive], is_full=True, passes=False)


def test_where_the_disk_is_full_it_is_kept_for_this_run_and_the_other_one_stays(archive: Path) -> None:
    first = open_catalogue([archive])
    first.catalogue.close()
    file = first.catalogue.database.path
    opened = open_catalogue([archive], is_full=True)
    assert opened.is_passing
    assert opened.notice.endswith("(its disk is full): it is made for this run.")
    assert opened.catalogue.database.path not in (None, file)
    opened.catalogue.close()
    assert opened.catalogue.database.path is not None
    forget(opened.catalogue.database.path)
    assert file is not None
    assert file.exists()


def test_where_the_file_cannot_be_written_it_is_kept_for_this_run(archive: Path) -> None:
    (folder([archive]) / "catalogue.db").mkdir(parents=True)
    opened = open_catalogue([archive])
    assert opened.is_passing
    opened.catalogue.close()
    assert opened.catalogue.database.path is not None
    forget(opened.catalogue.database.path)


def test_where_nothing_can_be_written_that_is_said(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder([archive]).parent.parent.mkdir(parents=True)
    folder([archive]).parent.write_text("")
    monkeypatch.setattr(location.tempfile, "tempdir", str(tmp_path / "none"))
    with pytest.raises(CatalogueError, match="cannot be kept anywhere"):
        open_catalogue([archive])
