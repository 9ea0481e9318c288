"""The process that keeps a catalogue: what it says, and that it may end at any moment."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import Any

import pytest

from reader.library import database
from reader.library.catalogue import Catalogue
from reader.library.keeper import Keeper
from reader.library.keeping import Keeping
from tests.library.on_disk import assert_sound, built, contents, ids, nodes, run, write
from tests.library.processes import children, comes_true, is_running

pytestmark = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks for processes in /proc")

Message = dict[str, Any]


class Heard:
    """A keeper whose messages can be waited for."""

    def __init__(self, keeper: Keeper) -> None:
        self.keeper = keeper
        self.process = keeper._process.pid
        self.all: list[Message] = []
        self._queue: Queue[Message | None] = Queue()
        Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        try:
            for message in self.keeper.messages():
                self._queue.put(message)
        except ValueError:  # closed meanwhile
            pass
        self._queue.put(None)

    def next(self, *kinds: str, seconds: float = 15.0) -> Message:
        """The next message of one of these kinds."""
        end = time.monotonic() + seconds
        while True:
            try:
                message = self._queue.get(timeout=max(0.0, end - time.monotonic()))
            except Empty:
                raise AssertionError(f"no {kinds} in {self.all}") from None
            assert message is not None, f"the keeper ended before {kinds}: {self.all}"
            self.all.append(message)
            if message["is"] in kinds:
                return message

    def rest(self, seconds: float = 15.0) -> list[Message]:
        """What else it says until it ends."""
        said: list[Message] = []
        while (message := self._queue.get(timeout=seconds)) is not None:
            said.append(message)
        return said

    def is_quiet(self, seconds: float) -> bool:
        """Whether it says nothing for a time."""
        try:
            message = self._queue.get(timeout=seconds)
        except Empty:
            return True
        assert message is not None
        self.all.append(message)
        return False


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    folder.mkdir()
    return folder


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "catalogue.db"


@contextmanager
def keeping(archive: Path, file: Path, *, watches: bool = False) -> Iterator[Heard]:
    with Keeper([archive], file, watches=watches) as keeper:
        heard = Heard(keeper)
        yield heard
        readers = children(heard.process)
    assert comes_true(lambda: not any(map(is_running, (heard.process, *readers)))), "no process is left"


def fill(archive: Path, count: int) -> None:
    for number in range(count):
        write(archive / f"{number % 7}" / f"{number}.md", f"body {number} 第{number}篇", title=f"标题 {number}")


def assert_kept(file: Path, archive: Path) -> None:
    """The catalogue in a file says what one says that is built from nothing."""
    kept, new = Catalogue(file), built(archive)
    assert contents(kept) == contents(new)
    assert nodes(kept) == nodes(new)
    assert_sound(kept)
    kept.close()
    new.close()


# a run


def test_it_says_how_far_it_is_and_what_it_did(archive: Path, file: Path) -> None:
    fill(archive, 240)
    with keeping(archive, file) as heard:
        done = heard.next("done")
        assert heard.rest() == []
    assert done == {"is": "done", "read": 240, "moved": 0, "removed": 0, "indexed": 240, "stopped": False}
    assert [(each["is"], each["done"], each["total"]) for each in heard.all[:-1]] == [
        ("reading", 200, 206),
        ("reading", 240, 240),
        ("indexing", 200, 240),
        ("indexing", 240, 240),
    ]
    assert_kept(file, archive)


def test_names_that_are_no_text_reach_it(tmp_path: Path, file: Path) -> None:
    archive = tmp_path / os.fsdecode(b"\xff\n\x1b")
    write(archive / os.fsdecode(b"\xfe.md"))
    with keeping(archive, file) as heard:
        assert heard.next("done")["read"] == 1


def test_python_files_in_the_archive_are_not_run(archive: Path, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(archive, 80)
    for name in ("json", "random", "pickle", "sqlite3", "reader", "multiprocessing", "encodings"):
        write(archive / f"{name}.py", f"open({str(archive / 'was-run')!r}, 'w'); raise SystemExit(1)")
    monkeypatch.chdir(archive)
    monkeypatch.delenv("PYTHONPATH", raising=False)
    with keeping(archive, file) as heard:
        assert heard.next("done")["indexed"] == 80
    assert not (archive / "was-run").exists()


def test_it_stops_and_the_next_run_goes_on_from_there(archive: Path, file: Path) -> None:
    fill(archive, 1_500)
    with keeping(archive, file) as heard:
        heard.next("reading")
        heard.keeper.stop()
        first = heard.next("done")
    assert first["stopped"]
    assert first["read"] < 1_500
    assert first["indexed"] == 0
    with keeping(archive, file) as heard:
        second = heard.next("done", seconds=30)
    assert first["read"] + second["read"] == second["indexed"] == 1_500
    assert not second["stopped"]


def test_what_was_listed_before_it_was_stopped_can_be_linked_to_soon_after(archive: Path, file: Path) -> None:
    write(archive / "0" / "known.md")
    with keeping(archive, file) as heard:
        heard.next("done")
    fill(archive, 1_500)
    with keeping(archive, file, watches=True) as heard:
        heard.next("reading")
        heard.keeper.stop()
        assert heard.next("done")["stopped"]
        with closing(sqlite3.connect(file)) as connection:
            unnamed = "SELECT count(*), sum(stamp = 0) FROM articles"
            assert comes_true(lambda: connection.execute(unnamed).fetchone()[1] == 0)
            assert connection.execute(unnamed).fetchone()[0] > 1


def test_what_was_stopped_goes_on_only_when_all_is_looked_through(archive: Path, file: Path) -> None:
    fill(archive, 900)
    with keeping(archive, file, watches=True) as heard:
        heard.next("indexing")
        heard.keeper.stop()
        assert heard.next("done")["stopped"]
        for name in ("new.md", "newer.md"):
            write(archive / name)
            assert heard.next("changed")["folders"]
            done = heard.next("done")
            assert (done["read"], done["indexed"]) == (1, 0)
        heard.keeper.look()
        assert heard.next("done")["indexed"] > 0
    assert_kept(file, archive)


def test_it_looks_once_more_when_it_is_told_to(archive: Path, file: Path) -> None:
    fill(archive, 3)
    with keeping(archive, file, watches=True) as heard:
        heard.next("done")
        heard.keeper.look()
        assert heard.next("done") == {
            "is": "done", "read": 0, "moved": 0, "removed": 0, "indexed": 0, "stopped": False,
        }  # fmt: skip
        assert heard.all[-2]["is"] == "done", "nothing has changed"


def test_what_changed_while_nobody_listened_is_told(archive: Path, file: Path) -> None:
    fill(archive, 3)
    with keeping(archive, file) as heard:
        heard.next("done")
    assert "changed" not in [message["is"] for message in heard.all], "all was new"
    with keeping(archive, file) as heard:
        heard.next("done")
    assert "changed" not in [message["is"] for message in heard.all]
    write(next(archive.rglob("*.md")), "Other words.")
    with keeping(archive, file) as heard:
        assert heard.next("changed", "done") == {"is": "changed", "folders": []}


def test_it_goes_on_when_another_program_lets_the_catalogue_go(
    archive: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_PATIENCE", 0.05)
    catalogue = Catalogue(file)
    kept = Keeping({"roots": [str(archive)], "catalogue": str(file), "watches": False, "changes": None})
    said: list[str] = []
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")

        def say(what: str, **more: object) -> None:
            said.append(what)
            if said == ["locked", "locked"]:
                other.execute("ROLLBACK")

        monkeypatch.setattr(kept, "_say", say)
        kept._patiently(lambda: catalogue.set_problems(["one"]))
    assert said == ["locked", "locked", "changed"], "what was written before may not be known to the last run"
    assert catalogue.problems() == ("one",)
    catalogue.close()


def test_an_archive_that_cannot_be_kept_is_told(archive: Path, tmp_path: Path) -> None:
    with keeping(archive, tmp_path / "none" / "catalogue.db") as heard:
        said = heard.next("failed")
    assert "catalogue" in said["message"]
    assert not said["damaged"]


def test_a_damaged_catalogue_is_told(archive: Path, file: Path) -> None:
    file.write_text("This is no catalogue." * 1_000)
    with keeping(archive, file) as heard:
        assert heard.next("failed")["damaged"]


# its end


def test_it_ends_when_its_input_does(archive: Path, file: Path) -> None:
    fill(archive, 5)
    with keeping(archive, file, watches=True) as heard:
        heard.next("done")
        heard.keeper.end()
        heard.keeper.end()
        assert all(each["is"] == "done" and not each["read"] for each in heard.rest()), "at most it looked once more"
        assert comes_true(lambda: heard.keeper._process.poll() is not None, 2)
        heard.keeper.stop()
        heard.keeper.look()


def test_closing_it_at_work_waits_for_no_more_than_a_batch(archive: Path, file: Path) -> None:
    fill(archive, 2_000)
    with keeping(archive, file) as heard:
        heard.next("reading")
        began = time.monotonic()
        heard.keeper.close()
        assert time.monotonic() - began < 10
    Catalogue(file).close()


PROGRAM = """
import sys
from pathlib import Path
from reader.library.keeper import Keeper
keeper = Keeper([Path(sys.argv[1])], Path(sys.argv[2]))
for message in keeper.messages():
    print(keeper._process.pid, flush=True)
"""


def test_it_ends_with_a_program_that_is_killed(archive: Path, file: Path) -> None:
    fill(archive, 2_000)
    root = Path(__file__).resolve().parents[2]
    program = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(archive), str(file)], cwd=root, stdout=subprocess.PIPE, text=True
    )
    assert program.stdout is not None
    keeper = int(program.stdout.readline())
    program.stdout.readline()
    family = {keeper, *children(keeper)}
    program.send_signal(signal.SIGKILL)
    program.wait()
    program.stdout.close()
    assert comes_true(lambda: not any(map(is_running, family)), 5)


KILLS = int(os.environ.get("BROADSHEET_KILLS", "40"))
"""Hundreds are worth it when the writing has changed."""


def test_it_may_be_killed_at_any_moment(archive: Path, file: Path) -> None:
    """What a kill leaves is whole, and the next run adds what is missing."""
    fill(archive, 400)
    random_ = random.Random(7)
    orphans: set[int] = set()
    for number in range(KILLS):
        if number % 8 == 7:  # so that there is always something to do
            if number % 16 == 7:
                for suffix in ("", "-wal", "-shm"):
                    file.with_name(f"{file.name}{suffix}").unlink(missing_ok=True)
            else:
                for path in archive.glob(f"{number % 7}/*.md"):
                    write(path, f"other {number}", at=1_600_000_000 + number)
        keeper = Keeper([archive], file, watches=False)
        heard = Heard(keeper)
        if random_.random() < 0.7:
            try:
                heard.next("reading", "indexing", "done")
            except AssertionError:
                assert not heard.all, heard.all
        time.sleep(random_.random() ** 2 * 0.2)
        orphans |= children(heard.process)
        keeper._process.kill()
        keeper._process.wait()
        keeper.close()
        if file.exists() and file.stat().st_size and number % 4 == 0:
            connection = sqlite3.connect(file)
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            connection.close()
    assert comes_true(lambda: not any(map(is_running, orphans)))
    with keeping(archive, file) as heard:
        heard.next("done")
    assert_kept(file, archive)


# two of them


def test_a_second_one_waits_tells_what_the_first_did_and_takes_over(archive: Path, file: Path) -> None:
    fill(archive, 5)
    with keeping(archive, file, watches=True) as first:
        first.next("done")
        with keeping(archive, file, watches=True) as second:
            second.next("waiting")
            write(archive / "new.md")
            first.next("changed")
            second.next("refreshed")
            first.keeper.close()
            assert second.next("done")["removed"] == 0
            write(archive / "newer.md")
            second.next("changed")
    assert_kept(file, archive)


def test_a_second_one_takes_over_when_the_first_is_killed(archive: Path, file: Path) -> None:
    fill(archive, 5)
    with keeping(archive, file, watches=True) as first:
        first.next("done")
        with keeping(archive, file) as second:
            second.next("waiting")
            os.kill(first.process, signal.SIGKILL)
            second.next("done")


def test_one_that_waits_ends_when_it_is_told_to(archive: Path, file: Path) -> None:
    with keeping(archive, file, watches=True) as first:
        first.next("done")
        with keeping(archive, file) as second:
            second.next("waiting")


# watching


@pytest.fixture
def watched(archive: Path, file: Path) -> Iterator[Heard]:
    fill(archive, 8)
    run(catalogue := Catalogue(file), archive)
    catalogue.close()
    with keeping(archive, file, watches=True) as heard:
        heard.next("done")
        yield heard
    assert_kept(file, archive)


CHANGES: tuple[tuple[Callable[[Path], object], dict[str, int]], ...] = (
    (lambda archive: write(archive / "new.md", "new"), {"read": 1, "indexed": 1}),
    (lambda archive: write(archive / "0" / "0.md", "changed"), {"read": 1, "indexed": 1}),
    (lambda archive: (archive / "0" / "0.md").rename(archive / "0" / "y.md"), {"moved": 1}),
    (lambda archive: (archive / "0" / "y.md").rename(archive / "1" / "z.md"), {"moved": 1}),
    (lambda archive: (archive / "1" / "z.md").unlink(), {"removed": 1}),
    (lambda archive: shutil.rmtree(archive / "1"), {"removed": 1}),
    (lambda archive: (archive / "2").rename(archive / "other"), {"moved": 1}),
    (lambda archive: write(archive / "x" / "y" / "z.md", "z"), {"read": 1, "indexed": 1}),
)


def test_each_kind_of_change_is_told_and_taken_in(watched: Heard, archive: Path) -> None:
    for happens, expected in CHANGES:
        happens(archive)
        changed = watched.next("changed")
        assert all(Path(each).is_relative_to(archive) for each in changed["folders"])
        done = watched.next("done")
        while not watched.is_quiet(0.15):  # a change may be told in two parts
            more = watched.all[-1]
            done = {kind: done[kind] + more.get(kind, 0) for kind in ("read", "moved", "removed", "indexed")}
        assert {kind: done[kind] for kind in expected} == expected


def test_a_folder_that_takes_another_one_s_place_is_looked_through(watched: Heard, archive: Path) -> None:
    write(archive.with_name("next") / "sub" / "a.md", "a")
    write(archive.with_name("next") / "sub" / "b.md", "b")
    write(archive / "1" / "sub" / "c.md", "c")
    watched.next("changed")
    watched.next("done")
    shutil.rmtree(archive / "1")
    archive.with_name("next").rename(archive / "1")
    watched.next("done")
    while not watched.is_quiet(0.6):
        pass


def test_two_thousand_files_at_once_come_in_few_messages(watched: Heard, archive: Path) -> None:
    fill(archive, 2_000)
    read = 0
    changed = 0
    while read < 2_000 - 8:
        kind = watched.next("changed", "done", seconds=30)
        if kind["is"] == "done":
            read += kind["read"]
        else:
            changed += 1
    assert changed <= 5


def test_what_is_hidden_is_no_change(watched: Heard, archive: Path) -> None:
    write(archive / ".git" / "a.md")
    write(archive / "node_modules" / "b.md")
    write(archive / ".draft.md")
    assert watched.is_quiet(1)


def test_a_root_that_goes_and_comes_back_keeps_its_articles(archive: Path, file: Path) -> None:
    fill(archive, 8)
    run(catalogue := Catalogue(file), archive)
    before = ids(catalogue)
    with keeping(archive, file, watches=True) as heard:
        heard.next("done")
        archive.rename(archive.with_name("elsewhere"))
        heard.next("done")
        archive.with_name("elsewhere").rename(archive)
        write(archive / "0" / "new.md")
        assert comes_true(lambda: "new.md" in ids(catalogue), 20)
    assert {name: article for name, article in ids(catalogue).items() if name in before} == before
    catalogue.close()


def test_messages_are_lines_of_json_for_whoever_runs_it_by_hand(archive: Path, file: Path) -> None:
    write(archive / "a.md")
    asked = json.dumps({"roots": [str(archive)], "catalogue": str(file), "watches": False}) + "\n"
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "reader.library.keeper"],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(asked)
    process.stdin.flush()
    said = [json.loads(line) for line in process.stdout]
    assert [each["is"] for each in said] == ["reading", "indexing", "done"]
    assert process.communicate()[1] == ""
    assert process.returncode == 0
