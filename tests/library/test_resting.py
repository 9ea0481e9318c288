"""A keeper that rests: what it keeps, when its process is there, and that nothing is missed between."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import Any

import pytest

from reader.library import resting
from reader.library.catalogue import Catalogue
from reader.library.resting import RestingKeeper
from tests.library.on_disk import assert_sound, built, contents, nodes, write
from tests.library.processes import comes_true, is_running

pytestmark = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks for processes in /proc")

Message = dict[str, Any]


class Heard:
    """A keeper whose messages can be waited for."""

    def __init__(self, keeper: RestingKeeper) -> None:
        self.keeper = keeper
        self.processes: list[int] = []
        self._queue: Queue[Message] = Queue()
        self._thread = Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        try:
            for message in self.keeper.messages():
                process = self.keeper._process
                if process is not None and process._process.pid not in self.processes:
                    self.processes.append(process._process.pid)
                self._queue.put(message)
        except ValueError:  # closed meanwhile
            pass

    def next(self, kind: str, seconds: float = 20.0) -> Message:
        """The next message of a kind."""
        end = time.monotonic() + seconds
        while True:
            try:
                message = self._queue.get(timeout=max(0.0, end - time.monotonic()))
            except Empty:
                raise AssertionError(f"no {kind}") from None
            if message["is"] == kind:
                return message

    def rests(self) -> bool:
        """Whether no process is there any more, soon."""
        return comes_true(lambda: self.keeper._process is None and not any(map(is_running, self.processes)), 20)


@contextmanager
def keeping(archive: Path, file: Path, *, is_new: bool = False) -> Iterator[Heard]:
    with RestingKeeper([archive], file, is_new=is_new) as keeper:
        heard = Heard(keeper)
        yield heard
    heard._thread.join(5)
    assert not heard._thread.is_alive()
    assert not keeper._listener.is_alive()
    assert comes_true(lambda: not any(map(is_running, heard.processes))), "no process is left"


@pytest.fixture(autouse=True)
def _brief(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resting, "_LINGER", 0.2)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    for number in range(8):
        write(tmp_path / "archive" / f"{number % 3}" / f"{number}.md", f"body {number}")
    return tmp_path / "archive"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "catalogue.db"


def assert_kept(file: Path, archive: Path) -> None:
    """The catalogue in a file says what one says that is built from nothing."""
    kept, new = Catalogue(file), built(archive)
    assert contents(kept) == contents(new)
    assert nodes(kept) == nodes(new)
    assert_sound(kept)
    kept.close()
    new.close()


def test_it_keeps_and_its_process_ends(archive: Path, file: Path) -> None:
    with keeping(archive, file) as heard:
        assert heard.next("done")["indexed"] == 8
        assert heard.rests()
    assert_kept(file, archive)


def test_what_changes_while_it_rests_is_taken_in(archive: Path, file: Path) -> None:
    with keeping(archive, file) as heard:
        heard.next("done")
        for number in range(2):
            assert heard.rests()
            write(archive / "0" / f"new {number}.md", "new")
            assert heard.next("changed")["folders"] == [str(archive / "0")]
            assert heard.next("done")["indexed"] == 1
        assert len(heard.processes) == 3
    assert_kept(file, archive)


def test_what_changes_while_it_works_is_taken_in_by_the_same_process(
    archive: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resting, "_LINGER", 60.0)
    with keeping(archive, file) as heard:
        heard.next("done")
        write(archive / "0" / "new.md", "new")
        assert heard.next("done")["indexed"] == 1
        (archive / "0" / "new.md").unlink()
        assert heard.next("done")["removed"] == 1
        assert len(heard.processes) == 1


def test_what_comes_into_new_folders_is_taken_in(archive: Path, file: Path) -> None:
    with keeping(archive, file) as heard:
        heard.next("done")
        write(archive / "x" / "y" / "a.md", "a")
        catalogue = Catalogue(file)
        assert comes_true(lambda: catalogue.count == 9, 20)
        assert heard.rests()
        write(archive / "x" / "y" / "b.md", "b")
        assert comes_true(lambda: catalogue.count == 10, 20)
        shutil.rmtree(archive / "x")
        assert comes_true(lambda: catalogue.count == 8, 20)
        catalogue.close()
        assert heard.rests()
    assert_kept(file, archive)


def test_it_looks_once_more_when_it_is_told_to(archive: Path, file: Path) -> None:
    with keeping(archive, file) as heard:
        heard.next("done")
        assert heard.rests()
        heard.keeper.look()
        assert heard.next("done")["read"] == 0


def test_what_was_stopped_goes_on_only_when_all_is_looked_through(tmp_path: Path, file: Path) -> None:
    archive = tmp_path / "archive"
    for number in range(1_200):
        write(archive / f"{number}.md", f"body {number} " * 250)  # long enough to be stopped at in time
    with keeping(archive, file) as heard:
        heard.next("indexing")
        heard.keeper.stop()
        assert heard.next("done")["stopped"]
        assert heard.rests()
        write(archive / "new.md")
        assert heard.next("done")["indexed"] == 0
        assert heard.rests()
        heard.keeper.look()
        assert heard.next("done")["indexed"] > 0
    assert_kept(file, archive)


def test_an_archive_of_very_many_folders_is_watched_by_the_process(
    archive: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resting, "_MOST_FOLDERS", 3)
    with keeping(archive, file) as heard:
        heard.next("done")
        write(archive / "0" / "new.md", "new")
        heard.next("changed")
        assert len(heard.processes) == 1
        assert is_running(heard.processes[0])


def test_a_new_archive_is_read_at_once_and_looked_through_once_more(archive: Path, file: Path) -> None:
    with keeping(archive, file, is_new=True) as heard:
        assert heard.next("done")["indexed"] == 8
        again = heard.next("done")
        assert (again["read"], again["indexed"]) == (0, 0)
        assert heard.rests()
        assert len(heard.processes) == 2
        write(archive / "0" / "new.md", "new")
        assert heard.next("done")["indexed"] == 1
    assert_kept(file, archive)


def test_a_new_archive_of_very_many_folders_is_then_watched_by_the_process(
    archive: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resting, "_MOST_FOLDERS", 3)
    with keeping(archive, file, is_new=True) as heard:
        assert heard.next("done")["indexed"] == 8
        assert heard.next("done")["indexed"] == 0
        write(archive / "0" / "new.md", "new")
        heard.next("changed")
        assert len(heard.processes) == 2
        assert is_running(heard.processes[1])
    assert_kept(file, archive)


@pytest.mark.parametrize("most", [3, 1_000])
def test_a_new_archive_that_is_stopped_is_not_gone_on_with(
    archive: Path, file: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(resting, "_MOST_FOLDERS", most)
    monkeypatch.setattr(resting, "_FIRST_HEARD", 0.0)  # as where the system tells too late of changes
    for number in range(3_000):
        write(archive / f"{number}.md", f"body {number}")
    with keeping(archive, file, is_new=True) as heard:
        heard.next("reading")
        heard.keeper.stop()
        first = heard.next("done")
        assert first["stopped"]
        assert not heard.next("done")["read"]
        with pytest.raises(AssertionError, match="no done"):
            heard.next("done", 2)
    catalogue = Catalogue(file)
    assert catalogue.count == first["read"] < 3_008
    catalogue.close()


def test_whoever_stops_listening_leaves_no_process(archive: Path, file: Path) -> None:
    with RestingKeeper([archive], file) as keeper:
        messages = keeper.messages()
        next(messages)
        process = keeper._process
        assert process is not None
        while next(messages)["is"] != "done":
            pass
        assert comes_true(lambda: keeper._process is None, 20)  # it was told to end, and nobody has it any more
        messages.close()
        assert process._process.returncode is not None


def test_two_of_them_take_turns(archive: Path, file: Path) -> None:
    with keeping(archive, file) as first, keeping(archive, file) as second:
        first.next("done")
        second.next("done")
        assert first.rests()
        assert second.rests()
        write(archive / "0" / "new.md", "new")
        first.next("done")
        second.next("done")
    assert_kept(file, archive)


def test_a_folder_that_is_not_there_is_looked_for(tmp_path: Path, file: Path) -> None:
    with keeping(tmp_path / "archive", file) as heard:
        assert heard.next("unheard")["reason"] == "the archive's folder is not there"


def test_an_archive_that_cannot_be_kept_is_told(archive: Path, tmp_path: Path) -> None:
    with keeping(archive, tmp_path / "none" / "catalogue.db") as heard:
        assert "catalogue" in heard.next("failed")["message"]


def test_it_may_be_ended_before_it_has_begun(archive: Path, file: Path) -> None:
    keeper = RestingKeeper([archive], file)
    keeper.close()
    assert list(keeper.messages()) == []


def test_a_root_that_goes_and_comes_back_keeps_its_articles(archive: Path, file: Path) -> None:
    with keeping(archive, file) as heard:
        heard.next("done")
        assert heard.rests()
        archive.rename(archive.with_name("elsewhere"))
        heard.next("done")
        archive.with_name("elsewhere").rename(archive)
        write(archive / "0" / "new.md", "new")
        catalogue = Catalogue(file)
        assert comes_true(lambda: catalogue.count == 9, 30)
        catalogue.close()
        assert heard.rests()
    assert_kept(file, archive)
