"""Changes on disk, as the system tells of them."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue
from threading import Event, Thread

import pytest

from reader.archive import watch
from reader.archive.watch import Changes, changes

Wait = Callable[[float], Changes | None]


@contextmanager
def watching(*roots: Path, pause: float = 0.2, is_small: bool = False) -> Iterator[Wait]:
    """Waits for the next changes under the roots; None when there are none in time."""
    queue: Queue[Changes] = Queue()
    is_over, is_heard = Event(), Event()

    def listen() -> None:
        for each in changes(roots, is_over, pause, is_heard.set, is_small=is_small):
            queue.put(each)

    def wait(seconds: float) -> Changes | None:
        try:
            return queue.get(timeout=seconds)
        except Empty:
            return None

    thread = Thread(target=listen, daemon=True)
    thread.start()
    if any(root.exists() for root in roots):
        assert is_heard.wait(5)
    yield wait
    is_over.set()
    thread.join(5)
    assert not thread.is_alive(), "it ends when it is told to"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    (tmp_path / "archive" / "sub" / "deep").mkdir(parents=True)
    (tmp_path / "archive" / "sub" / "a.md").write_text("a")
    return tmp_path / "archive"


def told(wait: Wait, seconds: float = 2.0, quiet: float = 0.3) -> Changes:
    """All changes until none come."""
    first = wait(seconds)
    assert first is not None
    folders, trees, everywhere = set(first.folders), set(first.trees), first.everywhere
    while (more := wait(quiet)) is not None:
        folders |= more.folders
        trees |= more.trees
        everywhere |= more.everywhere
    return Changes(frozenset(folders), frozenset(trees), everywhere)


@pytest.mark.parametrize("is_small", [False, True])
def test_each_kind_of_change_tells_the_folders_that_are_others(archive: Path, is_small: bool) -> None:
    sub = archive / "sub"
    steps: Sequence[tuple[Callable[[], object], set[Path], set[Path]]] = (
        (lambda: (sub / "a.md").write_text("other"), {sub}, set()),
        (lambda: (sub / "new.md").write_text("new"), {sub}, set()),
        (lambda: (sub / "a.md").rename(archive / "a.md"), {sub, archive}, set()),
        ((archive / "a.md").unlink, {archive}, set()),
        ((archive / "x").mkdir, {archive, archive / "x"}, {archive / "x"}),
        (lambda: sub.rename(archive / "y"), {archive, sub, archive / "y"}, {sub, archive / "y"}),
        (lambda: (archive / "y" / "new.md").write_text("newer"), {archive / "y"}, set()),
        (lambda: shutil.rmtree(archive / "y"), {archive, archive / "y"}, {archive / "y"}),
    )
    with watching(archive, is_small=is_small) as wait:
        for happens, folders, trees in steps:
            happens()
            said = told(wait, quiet=0.8 if is_small else 0.3)
            assert folders <= said.folders
            assert trees <= said.trees
            assert all(each.is_relative_to(archive) for each in said.folders)
            assert not said.everywhere or (is_small and trees), "new folders have to be asked for anew"


@pytest.mark.parametrize("is_small", [False, True])
def test_what_is_hidden_or_a_tool_s_is_no_change(archive: Path, is_small: bool) -> None:
    with watching(archive, is_small=is_small) as wait:
        for name in (".git/HEAD", "node_modules/a.md", "sub/__pycache__/a.md", "sub/.draft.md", "sub/.b.md.swp"):
            (archive / name).parent.mkdir(exist_ok=True)
            (archive / name).write_text("a")
        said = wait(0.8)
        assert said is None or said.folders <= {archive, archive / "sub"}
        assert wait(0.4) is None


def test_an_archive_may_lie_in_a_hidden_folder(tmp_path: Path) -> None:
    archive = tmp_path / ".notes"
    archive.mkdir()
    with watching(archive) as wait:
        (archive / "a.md").write_text("a")
        assert archive in told(wait).folders


@pytest.mark.parametrize("is_small", [False, True])
def test_an_archive_under_another_name_is_told_by_that(tmp_path: Path, archive: Path, is_small: bool) -> None:
    (tmp_path / "link").symlink_to(archive)
    with watching(tmp_path / "link", is_small=is_small) as wait:
        (archive / "sub" / "b.md").write_text("b")
        assert tmp_path / "link" / "sub" in told(wait).folders


def test_files_that_go_on_changing_are_told_of_meanwhile(archive: Path) -> None:
    with watching(archive) as wait:
        end = time.monotonic() + 1.8
        number = heard = 0
        while time.monotonic() < end:
            number += 1
            (archive / "sub" / f"{number}.md").write_text("a")
            heard += wait(0.03) is not None
        assert 1 <= heard <= 6


def test_very_many_changes_are_few_batches(archive: Path) -> None:
    with watching(archive) as wait:
        for number in range(1_500):
            (archive / "sub" / f"{number}.md").write_text("a")
        batches = 0
        while (said := wait(1.2)) is not None:
            batches += 1
            assert archive / "sub" in said.folders
        assert 1 <= batches <= 3


def test_what_comes_into_a_new_folder_of_a_small_archive_is_told(archive: Path) -> None:
    with watching(archive, is_small=True) as wait:
        (archive / "x" / "y").mkdir(parents=True)
        told(wait, quiet=1.2)
        (archive / "x" / "y" / "a.md").write_text("a")
        assert archive / "x" / "y" in told(wait).folders


def test_several_roots_are_heard_of(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    with watching(tmp_path / "one", tmp_path / "two") as wait:
        for name in ("one", "two"):
            (tmp_path / name / "a.md").write_text("a")
            assert tmp_path / name in told(wait).folders


@pytest.mark.parametrize("is_small", [False, True])
def test_a_file_whose_name_is_not_utf_8_makes_nobody_deaf(archive: Path, is_small: bool) -> None:
    with watching(archive, is_small=is_small) as wait:
        (archive / "\udcff.md").write_text("a")
        assert told(wait, quiet=1.0) == Changes(everywhere=True)
        (archive / "sub" / "b.md").write_text("b")
        assert told(wait) == Changes(frozenset({archive / "sub"}))


@pytest.mark.parametrize(
    ("root", "is_small"), [("", False), ("", True), ("\udcd6\udcd0", False), ("\udcd6\udcd0", True)]
)
def test_where_a_folder_s_name_is_not_utf_8_a_look_now_and_then_takes_the_place(
    tmp_path: Path, root: str, is_small: bool
) -> None:
    folder = tmp_path / "\udcd6\udcd0"
    folder.mkdir()
    is_over = Event()

    def write() -> None:
        while not is_over.wait(0.1):
            (folder / "a.md").write_text("a")

    thread = Thread(target=write)
    thread.start()
    looking = changes([tmp_path / root], is_over, 0.01, is_small=is_small)
    try:
        told = next(each for each in looking if each.unheard)
        assert told == next(looking) == Changes(everywhere=True, unheard="a folder's name is not UTF-8")
    finally:
        is_over.set()
        thread.join()
    assert list(looking) == []


def test_a_root_that_is_not_there_is_looked_for_until_it_is(tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    with watching(archive) as wait:
        first = wait(2)
        assert first == Changes(everywhere=True, unheard="the archive's folder is not there")
        assert wait(1) == first, "every so often"
        archive.mkdir()
        while (said := wait(2)) == first:
            pass
        assert said == Changes(everywhere=True)
        (archive / "a.md").write_text("a")
        assert archive in told(wait).folders


def test_a_root_that_is_another_folder_is_looked_through_and_heard_of(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "_ROOTS_EVERY", 0.1)
    with watching(archive) as wait:
        archive.rename(archive.with_name("old"))
        archive.mkdir()
        end = time.monotonic() + 5
        while time.monotonic() < end and not ((said := wait(1)) and said.everywhere):
            pass
        assert said is not None
        assert said.everywhere
        (archive / "b.md").write_text("b")
        assert archive in told(wait).folders


def test_a_pause_is_twenty_times_as_long_as_a_look_takes(tmp_path: Path) -> None:
    looking = changes([tmp_path / "none"], is_over := Event(), 0.01)
    next(looking)
    time.sleep(0.02)
    began = time.monotonic()
    next(looking)
    assert time.monotonic() - began >= 0.4
    is_over.set()
    assert list(looking) == []


def test_the_kind_of_a_file_system_is_known() -> None:
    if not Path("/proc/self/mountinfo").exists():
        pytest.skip("asks Linux")
    assert watch._file_system(Path("/proc/self")) == "proc"
    assert watch._file_system(Path("/")) not in ("", "proc")
