"""Marks go on when their file cannot be written, and nobody is told twice."""

from __future__ import annotations

import os
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import pytest

from reader.errors import CatalogueError
from reader.library import marks, marks_file, scribe
from reader.library.identity import Identity
from reader.library.mark import Kind
from reader.library.marks import Marks
from reader.library.scribe import Scribe

ROOT = Path(__file__).resolve().parents[2]
MANY = [Identity(b"%016d" % n, b"/archive", b"%d.md" % n, str(n)) for n in range(1_000)]
ONE, TWO = MANY[:2]


@pytest.fixture(autouse=True)
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(marks, "_PATIENCE", 0.05)
    monkeypatch.setattr(scribe, "_LOOK_EVERY", 0.05)
    return marks_file.file()


class Writing:
    """A scribe, and what it has said."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.changes = 0
        self._ready = Event()
        self.scribe = Scribe(self.said.append, lambda _: self._ready.set(), self._changed)
        self.scribe.start()
        assert self._ready.wait(10)

    def _changed(self) -> None:
        self.changes += 1

    def read(self, *identities: Identity) -> None:
        """Marks articles as read, and waits until that is done."""
        done = Event()
        self.scribe.change(lambda kept: kept.mark(Kind.READ, identities, is_set=True), lambda _: done.set())
        assert done.wait(10)

    @property
    def has_read(self) -> set[str]:
        """The titles of what is read."""
        found: list[set[str]] = []
        done = Event()
        self.scribe.ask(lambda kept: found.append(read_in(kept)), lambda _: done.set())
        assert done.wait(10)
        return found[0]


@contextmanager
def writing() -> Iterator[Writing]:
    one = Writing()
    try:
        yield one
    finally:
        one.scribe.close()


def read_in(kept: Marks) -> set[str]:
    return {each.identity.title for each in kept.kept() if each.mark.is_read}


def read_at(file: Path) -> set[str]:
    kept = Marks(file)
    try:
        return read_in(kept)
    finally:
        kept.close()


def until(is_so: Callable[[], object], seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_what_is_done_is_on_the_disk_when_it_is_said_to_be(file: Path) -> None:
    with writing() as one:
        one.read(ONE)
        assert read_at(file) == {"0"}
        assert one.said == []


def test_what_was_asked_for_is_done_before_the_end(file: Path) -> None:
    with writing() as one:
        for each in MANY[:20]:
            one.scribe.change(lambda kept, each=each: kept.mark(Kind.READ, [each], is_set=True))  # type: ignore[misc]
    assert len(read_at(file)) == 20


def test_a_file_that_another_process_keeps_locked_is_told_once_and_written_when_it_is_free(file: Path) -> None:
    with writing() as one:
        locker = sqlite3.connect(file, isolation_level=None)
        locker.execute("BEGIN IMMEDIATE")
        for each in MANY[:3]:
            one.read(each)
        assert one.said == ["Marks are not being kept: another program keeps marks.db locked."]
        assert one.has_read == {"0", "1", "2"}, "reading goes on"
        locker.execute("ROLLBACK")
        until(lambda: len(one.said) == 2)
        assert one.said[1] == "Marks are kept again."
        assert one.changes == 1
        assert read_at(file) == {"0", "1", "2"}
        locker.close()


def test_looking_whether_a_locked_file_is_free_leaves_nothing_open(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[marks_file.Opened] = []

    def open_kept(path: Path, usual: Callable[[Path], marks_file.Opened] = marks_file.open_kept) -> marks_file.Opened:
        opened.append(usual(path))
        return opened[-1]

    with writing() as one:
        monkeypatch.setattr(marks_file, "open_kept", open_kept)
        locker = sqlite3.connect(file, isolation_level=None)
        locker.execute("BEGIN IMMEDIATE")
        one.read(ONE)
        assert one.scribe.is_passing
        until(lambda: len(opened) > 2)
        for each in opened[:2]:
            with pytest.raises(CatalogueError, match="is closed"):
                each.marks.changes()
        locker.close()
        until(lambda: len(one.said) == 2)
        assert not one.scribe.is_passing


def test_a_file_that_is_locked_from_the_beginning_is_written_later(file: Path) -> None:
    Marks(_made(file)).close()
    locker = sqlite3.connect(file, isolation_level=None)
    locker.execute("PRAGMA locking_mode = EXCLUSIVE")
    locker.execute("BEGIN EXCLUSIVE")
    with writing() as one:
        one.read(ONE)
        assert one.said == ["Marks are not being kept: another program keeps marks.db locked."]
        locker.close()
        until(lambda: len(one.said) == 2)
        assert read_at(file) == {"0"}


def test_what_was_not_kept_is_written_at_the_end_where_that_can_be_by_then(file: Path) -> None:
    with writing() as one:
        locker = sqlite3.connect(file, isolation_level=None)
        locker.execute("BEGIN IMMEDIATE")
        one.read(ONE)
        locker.close()
    assert read_at(file) == {"0"}


def test_a_full_disk_is_told_once_and_what_was_marked_before_is_safe(file: Path) -> None:
    with writing() as one:
        one.read(ONE)
        with limited(file.stat().st_size + Path(f"{file}-wal").stat().st_size + 8_192):
            one.read(*MANY[1:])
            one.read(*MANY[1:5])
            assert len(one.said) == 1
            assert one.said[0].startswith("Marks are not being kept: ")
            assert len(one.has_read) == 1_000
        until(lambda: len(one.said) == 2)
        assert len(read_at(file)) == 1_000


@contextmanager
def limited(size: int) -> Iterator[None]:
    """No file may become larger than so many bytes: for whoever writes, as if the disk were full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


READS = """
import os, sys
os.environ["HOME"] = sys.argv[1]
import platformdirs.unix
from tests.library.test_scribe import ONE, TWO, writing
if os.geteuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
with writing() as one:
    print(sorted(one.has_read))
    one.read(TWO)
    one.read(TWO)
    print(sorted(one.has_read))
    print(one.said)
"""


@pytest.mark.parametrize("is_folder_writable", [True, False])
def test_a_file_that_may_only_be_read_is_shown_and_left_alone(tmp_path: Path, is_folder_writable: bool) -> None:
    home = tmp_path / "home"
    file = home / ".local" / "share" / "broadsheet" / "marks.db"
    kept = Marks(_made(file))
    kept.mark(Kind.READ, [ONE], is_set=True)
    kept.close()
    before = file.read_bytes()
    file.chmod(0o444)
    file.parent.chmod(0o777 if is_folder_writable else 0o555)
    for folder in (*list(file.parents)[1:4], tmp_path, *tmp_path.parents):
        if str(folder).startswith("/tmp/"):
            folder.chmod(0o755)
    said = _as_nobody(READS, home)
    assert said[:2] == ["['0']", "['0', '1']"]
    assert said[2].count("Marks are not being kept") == 1
    assert "cannot be written" in said[2]
    file.parent.chmod(0o755)
    assert file.read_bytes() == before


def _made(file: Path) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    return file


def _as_nobody(script: str, home: Path) -> list[str]:
    """What a program says that has no rights of its own; it is forked, because nobody may read where this stands."""
    code = f"import sys; sys.argv = ['-', {str(home)!r}]\n" + script
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False, env={**os.environ}
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.parametrize("kind", ["no database", "cut off", "overwritten"])
def test_a_damaged_file_is_set_aside_and_never_overwritten(file: Path, kind: str) -> None:
    kept = Marks(_made(file))
    kept.mark(Kind.READ, MANY, is_set=True)
    kept.close()
    data = file.read_bytes()
    damaged = {
        "no database": b"no database at all" * 100,
        "cut off": data[: len(data) // 2],
        "overwritten": data[:8_192] + b"\xff" * (len(data) - 8_192),
    }[kind]
    file.write_bytes(damaged)
    with writing() as one:
        assert len(one.said) == 1
        assert "marks-damaged-1.db" in one.said[0]
        assert one.has_read == set()
        one.read(TWO)
    assert file.with_name("marks-damaged-1.db").read_bytes() == damaged
    assert read_at(file) == {"1"}
    for suffix in ("-wal", "-shm"):
        Path(f"{file}{suffix}").unlink(missing_ok=True)
    file.write_bytes(damaged)
    with writing() as one:
        assert "marks-damaged-2.db" in one.said[0]
    assert file.with_name("marks-damaged-1.db").read_bytes() == damaged


def test_a_file_of_a_later_version_is_set_aside_whole(file: Path) -> None:
    kept = Marks(_made(file))
    kept.mark(Kind.READ, [ONE], is_set=True)
    with kept.database.writing() as connection:
        connection.execute("PRAGMA user_version = 99")
    kept.close()
    with writing() as one:
        assert "later version" in one.said[0]
    with sqlite3.connect(file.with_name("marks-damaged-1.db")) as later:
        assert later.execute("SELECT count(*) FROM articles").fetchone() == (1,)
    later.close()


def test_a_file_that_is_damaged_while_it_is_open_is_set_aside_then(file: Path) -> None:
    with writing() as one:
        one.read(*MANY)
        with sqlite3.connect(file) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        with file.open("r+b") as stream:
            stream.seek(4_096)
            stream.write(b"\xff" * (file.stat().st_size - 4_096))
        one.read(TWO)
        until(lambda: one.said)
        assert "damaged" in one.said[0]
        assert one.has_read == {"1"}
    assert file.with_name("marks-damaged-1.db").exists()
    assert read_at(file) == {"1"}


def test_a_file_that_takes_the_place_of_the_open_one_is_followed(file: Path, tmp_path: Path) -> None:
    other = Marks(tmp_path / "other.db")
    other.mark(Kind.READ, [TWO], is_set=True)
    other.close()
    with writing() as one:
        one.read(ONE)
        for suffix in ("-wal", "-shm"):
            Path(f"{file}{suffix}").unlink(missing_ok=True)
        (tmp_path / "other.db").replace(file)
        until(lambda: one.changes)
        assert one.has_read == {"1"}
        one.read(MANY[2])
    assert read_at(file) == {"1", "2"}


def test_two_programs_write_one_file_and_see_each_other(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marks, "_PATIENCE", 5.0)
    with writing() as one, writing() as other:
        for number in range(0, 40, 2):
            one.scribe.change(lambda kept, n=number: kept.mark(Kind.READ, [MANY[n]], is_set=True))  # type: ignore[misc]
            other.scribe.change(
                lambda kept, n=number: kept.mark(Kind.READ, [MANY[n + 1]], is_set=True)  # type: ignore[misc]
            )
        one.read(ONE)
        other.read(ONE)
        until(lambda: one.changes and other.changes)
        assert one.has_read == other.has_read == {str(number) for number in range(40)}
        assert one.said == other.said == []


def test_two_programs_that_find_the_file_damaged_set_it_aside_once(file: Path) -> None:
    _made(file).write_bytes(b"no database at all" * 100)
    with writing() as one, writing() as other:
        one.read(ONE)
        other.read(TWO)
        assert [path.name for path in file.parent.glob("marks-damaged-*.db")] == ["marks-damaged-1.db"]
    assert read_at(file) == {"0", "1"}


KILLED = """
import os, signal, sys
os.environ["HOME"] = sys.argv[1]
from tests.library.test_scribe import MANY, Writing
one = Writing()
for each in MANY:
    one.read(each)
    print(each.title, flush=True)
"""


def test_nothing_that_was_said_to_be_kept_is_lost_with_a_program_that_is_killed(tmp_path: Path, file: Path) -> None:
    code = f"import sys; sys.argv = ['-', {str(tmp_path)!r}]\n" + KILLED
    process = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    said = [process.stdout.readline().strip() for _ in range(25)]
    process.kill()
    said += process.stdout.read().split()
    process.wait()
    process.stdout.close()
    assert set(said) <= read_at(file)
