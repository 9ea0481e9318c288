"""SQLite for several threads and processes, and what it says when it cannot."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import pytest

from reader.errors import CatalogueDamagedError, CatalogueError, CatalogueFullError
from reader.library import database
from reader.library.catalogue import Catalogue
from reader.library.database import Database
from tests.library.on_disk import assert_sound, run, write

ROOT = Path(__file__).resolve().parents[2]
OPEN_FILES = Path("/proc/self/fd")
TABLE = "CREATE TABLE numbers (number INTEGER);\nCREATE TABLE kinds (kind TEXT DEFAULT ';');\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "some.db"


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "_PATIENCE", 0.05)


@contextmanager
def opened(file: Path | None, *migrations: str) -> Iterator[Database]:
    one = Database(migrations or (TABLE,), file)
    yield one
    one.close()


def times_open(file: Path) -> int:
    """How often this process has a file open."""
    return sum(os.path.realpath(path) == str(file.resolve()) for path in OPEN_FILES.iterdir())


def numbers(one: Database) -> list[int]:
    with one.reading() as connection:
        return [number for (number,) in connection.execute("SELECT number FROM numbers")]


# what is written


@pytest.mark.parametrize("is_kept", [True, False])
def test_all_of_a_transaction_happens_or_nothing(file: Path, is_kept: bool) -> None:
    with opened(file if is_kept else None) as one:
        with one.writing() as connection:
            connection.execute("INSERT INTO numbers VALUES (1)")
        with pytest.raises(KeyError), one.writing() as connection:
            connection.execute("INSERT INTO numbers VALUES (2)")
            raise KeyError
        assert numbers(one) == [1]


def test_what_is_asked_in_one_with_belongs_together(file: Path) -> None:
    with opened(file) as one, opened(file) as other:
        with one.reading() as connection:
            connection.execute("SELECT * FROM numbers").fetchall()
            with other.writing() as writer:
                writer.execute("INSERT INTO numbers VALUES (1)")
            with one.reading() as inner:
                assert inner.execute("SELECT * FROM numbers").fetchall() == []
            assert numbers(one) == []
        assert numbers(one) == [1]


def test_what_is_closed_says_so_in_every_thread(file: Path) -> None:
    one = Database((TABLE,), file)
    one.close()
    one.close()
    with pytest.raises(CatalogueError, match="closed"):
        numbers(one)


# versions


@pytest.mark.skipif(not OPEN_FILES.exists(), reason="the system does not say which files are open")
def test_connections_close_with_their_threads_and_with_the_database(file: Path) -> None:
    with opened(file) as one:
        for _ in range(20):
            thread = Thread(target=numbers, args=(one,))
            thread.start()
            thread.join()
        # Not one: SQLite keeps a file open while another connection has a lock on it, and takes it for the next.
        assert times_open(file) <= 3

        is_answered, may_end = Event(), Event()

        def ask_and_rest() -> None:
            numbers(one)
            is_answered.set()
            may_end.wait(20)

        resting = Thread(target=ask_and_rest)
        resting.start()
        assert is_answered.wait(20)
    assert times_open(file) == 0
    may_end.set()
    resting.join()


def test_a_database_goes_from_any_version_to_the_newest_with_what_is_in_it(file: Path) -> None:
    second = "ALTER TABLE numbers ADD COLUMN name TEXT;\nUPDATE numbers SET name = 'old';"
    with opened(file) as one, one.writing() as connection:
        connection.execute("INSERT INTO numbers VALUES (1)")
    with opened(file, TABLE, second, "CREATE TABLE more (x);") as one, one.reading() as connection:
        assert connection.execute("SELECT * FROM numbers").fetchall() == [(1, "old")]
        assert connection.execute("PRAGMA user_version").fetchone() == (3,)


def test_a_step_that_fails_leaves_the_version_before(file: Path) -> None:
    opened_once = Database((TABLE,), file)
    opened_once.close()
    with pytest.raises(CatalogueError, match="cannot be used"):
        Database((TABLE, "CREATE TABLE more (x);\nCREATE TABLE numbers (x);"), file)
    with opened(file) as one, one.reading() as connection:
        names = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema")}
        assert names == {"numbers", "kinds"}


def test_a_later_version_is_no_catalogue_of_ours(file: Path) -> None:
    Database((TABLE, "CREATE TABLE more (x);"), file).close()
    with pytest.raises(CatalogueDamagedError, match=r"later version of Broadsheet \(schema 2\)"):
        Database((TABLE,), file)


def test_many_programs_may_make_it_at_once(file: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from reader.library.catalogue import Catalogue; "
        "sys.stdin.readline(); Catalogue(Path(sys.argv[1])).close()"
    )
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", script, str(file)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(6)
    ]
    time.sleep(0.3)
    for program in programs:
        assert program.stdin is not None
        program.stdin.write("\n")
        program.stdin.flush()
    assert [program.communicate()[1] for program in programs] == [""] * 6
    catalogue = Catalogue(file)
    assert catalogue.count == 0
    catalogue.close()


# several at once


def test_threads_and_processes_read_while_one_writes(tmp_path: Path, file: Path) -> None:
    """Every count that is read is one that was written, and they grow."""
    catalogue = Catalogue(file)
    script = (
        "import sys; from pathlib import Path; from reader.library.catalogue import Catalogue\n"
        "catalogue = Catalogue(Path(sys.argv[1])); seen = []\n"
        "while not seen or seen[-1] < 600: seen.append(catalogue.count)\n"
        "print(*sorted(set(seen))); print(seen == sorted(seen))"
    )
    programs = [
        subprocess.Popen([sys.executable, "-c", script, str(file)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    seen: list[list[int]] = [[] for _ in range(3)]
    is_over = Event()

    def read(counts: list[int]) -> None:
        while not is_over.is_set():
            counts.append(catalogue.count)

    threads = [Thread(target=read, args=(counts,)) for counts in seen]
    for thread in threads:
        thread.start()
    for step in range(6):
        for number in range(100):
            write(tmp_path / "archive" / f"{step}" / f"{number}.md", f"{step} {number}")
        run(catalogue, tmp_path / "archive")
    is_over.set()
    for thread in threads:
        thread.join()
    for program in programs:
        counts, in_order = program.communicate(timeout=20)[0].splitlines()
        assert in_order == "True"
        assert counts.split()[-1] == "600"
    assert all(counts == sorted(counts) for counts in seen)
    assert_sound(catalogue)
    catalogue.close()


# what goes wrong


def test_another_program_s_lock_is_waited_for_and_then_told(file: Path, impatient: None) -> None:
    with opened(file) as one:
        other = sqlite3.connect(file, isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        began = time.monotonic()
        with pytest.raises(CatalogueError, match=r"^another program keeps the catalogue locked$"), one.writing():
            pass
        assert time.monotonic() - began < 10, "it waits for a time, not for ever"
        assert numbers(one) == [], "reading goes on"
        other.execute("ROLLBACK")
        other.close()
        with one.writing() as connection:
            connection.execute("INSERT INTO numbers VALUES (1)")


def test_a_file_that_is_locked_as_a_whole_cannot_be_opened(file: Path, impatient: None) -> None:
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("CREATE TABLE numbers (x)")
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(CatalogueError, match="locked"):
        Database((TABLE,), file)
    other.close()


def test_a_full_disk_is_told_and_what_was_there_stays(tmp_path: Path, file: Path) -> None:
    catalogue = Catalogue(file)
    write(tmp_path / "archive" / "a.md")
    run(catalogue, tmp_path / "archive")
    for number in range(300):
        write(tmp_path / "archive" / f"{number}.md", f"body {number}" * 50, title="long " * 500)
    with catalogue.database.reading() as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages + 3}")
    with pytest.raises(CatalogueFullError, match="full"):
        run(catalogue, tmp_path / "archive")
    assert catalogue.count < 301
    assert_sound(catalogue)
    with catalogue.database.reading() as connection:
        connection.execute("PRAGMA max_page_count = 1000000")
    run(catalogue, tmp_path / "archive")
    assert catalogue.count == 301
    assert_sound(catalogue)
    catalogue.close()


@pytest.mark.parametrize("content", [b"notes " * 1000, b"SQLite format 3\0" + b"\xff" * 5000])
def test_what_is_no_database_is_damaged(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    with pytest.raises(CatalogueError) as raised:
        Database((TABLE,), file)
    assert isinstance(raised.value, CatalogueDamagedError)


def test_pages_that_are_overwritten_are_found_when_they_are_read(file: Path) -> None:
    with opened(file) as one, one.writing() as connection:
        connection.executemany("INSERT INTO numbers VALUES (?)", [(number,) for number in range(20_000)])
    with file.open("r+b") as stream:
        stream.seek(4096 * 3)
        stream.write(os.urandom(4096 * 5))
    with opened(file) as one, pytest.raises(CatalogueDamagedError, match="damaged"):
        numbers(one)


def test_a_place_that_is_none_is_told(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="cannot be used"):
        Database((TABLE,), tmp_path / "none" / "some.db")


def test_a_mistake_in_a_statement_is_not_wrapped_away(file: Path) -> None:
    with opened(file) as one, pytest.raises(sqlite3.IntegrityError), one.writing() as connection:
        connection.execute("CREATE TABLE single (x UNIQUE)")
        connection.executemany("INSERT INTO single VALUES (?)", [(1,), (1,)])


def test_pages_that_nothing_is_in_are_given_back(tmp_path: Path) -> None:
    database = Database(("CREATE TABLE words (word TEXT);",), tmp_path / "a.db")
    with database.writing() as connection:
        connection.executemany("INSERT INTO words VALUES (?)", [("x" * 3000,) for _ in range(4000)])
    with database.writing() as connection:
        connection.execute("DELETE FROM words WHERE rowid > 100")
    database.give_back(lambda: True)
    with database.reading() as connection:
        assert connection.execute("PRAGMA freelist_count").fetchone()[0] > 2000
    database.give_back()
    with database.reading() as connection:
        assert connection.execute("PRAGMA freelist_count").fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM words").fetchone() == (100,)
    database.close()


def test_its_size_is_that_of_its_file_once_it_is_closed(file: Path) -> None:
    database = Database(("CREATE TABLE words (word TEXT);",), file)
    with database.writing() as connection:
        connection.executemany("INSERT INTO words VALUES (?)", [("x" * 3000,) for _ in range(400)])
    size = database.size()
    database.close()
    assert size == file.stat().st_size > 1_200_000


def test_one_that_is_there_is_opened_while_another_program_writes(file: Path) -> None:
    migrations = ("CREATE TABLE words (word TEXT);",)
    Database(migrations, file).close()
    writer = sqlite3.connect(file, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    database = Database(migrations, file)  # it would wait, and be refused
    with database.reading() as connection:
        assert connection.execute("PRAGMA auto_vacuum").fetchone() == (2,)
    writer.close()
    database.close()
