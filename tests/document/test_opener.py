"""The first article is opened by a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from reader.archive import files
from reader.document import opening
from reader.document.anchor import Anchor, Left
from reader.document.model import BlockKind
from reader.document.opener import First, Opened, Opener, only_article, opened
from reader.document.reading_time import counted
from reader.document.runs import block_tokens
from reader.errors import ArchiveError

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="there are no forks here")

BODIES = {"a.md": "# One\n\nTwo *three* 四\n", "a.html": "<title>T</title><p>words", "a.txt": "One\n\n  two\n"}


@pytest.fixture(params=BODIES)
def small(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / str(request.param)
    path.write_text(BODIES[path.name], encoding="utf-8")
    return path


@pytest.fixture
def large(tmp_path: Path) -> Path:
    path = tmp_path / "large.html"
    path.write_text("".join(f"<p>第{n}段 <b>words</b> {'and more ' * 10}</p>" for n in range(8000)), encoding="utf-8")
    return path


def child_of(opener: Opener) -> int:
    assert opener._child
    return opener._child


def is_there(pid: int) -> bool:
    """Whether a process is there, be it only because nobody has waited for it."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def until(is_so: Callable[[], object], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.01)


def never() -> bool:
    return False


def test_the_child_opens_what_this_process_would(small: Path) -> None:
    with Opener.started(lambda: First(small)) as opener:
        assert opener.is_ready(20)
        assert opener.beginning() == opened(small)


def test_a_large_article_comes_with_its_beginning_and_then_in_parts(large: Path) -> None:
    article = files.read(large)
    with Opener.started(lambda: First(large)) as opener:
        assert opener.beginning() == Opened(article, opening.first_part(article), None)
        with opener.parts(article, never) as parts:
            assert list(parts) == list(counted(opening.parts(article)))


def test_no_article_may_be_the_first() -> None:
    with Opener.started(lambda: None) as opener:
        assert opener.beginning() is None


def test_why_an_article_cannot_be_read_is_told_as_in_this_process(tmp_path: Path) -> None:
    path = tmp_path / "picture.md"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    with pytest.raises(ArchiveError) as here:
        opened(path)
    with Opener.started(lambda: First(path)) as opener, pytest.raises(ArchiveError) as there:
        opener.beginning()
    assert (str(there.value), there.value.path, there.value.reason) == (str(here.value), path, here.value.reason)


def test_leaving_early_ends_the_child(large: Path) -> None:
    with Opener.started(lambda: First(large)) as opener:
        child = child_of(opener)
        assert is_there(child)
    assert not is_there(child)


def test_the_child_of_a_small_article_is_gone_after_it(small: Path) -> None:
    opener = Opener.started(lambda: First(small))
    child = child_of(opener)
    opener.beginning()
    opener.close()
    assert not is_there(child)
    opener.close()  # once more does no harm


def test_a_child_at_work_need_not_be_waited_for() -> None:
    with Opener.started(lambda: time.sleep(60)) as opener:
        child = child_of(opener)
        assert not opener.is_ready(0.05)
        assert opener.beginning(is_cancelled=lambda: True) is None
    assert not is_there(child)


def test_where_the_child_dies_this_process_opens_the_article(small: Path) -> None:
    with Opener.started(lambda: time.sleep(60) if os.getpid() != parent else First(small)) as opener:
        child = child_of(opener)
        os.kill(child, signal.SIGKILL)
        assert opener.is_ready(20)
        assert opener.beginning() == opened(small)
        assert not is_there(child)


parent = os.getpid()


def test_a_child_that_dies_in_the_middle_is_told_by_an_eof_error(large: Path) -> None:
    with Opener.started(lambda: First(large)) as opener:
        beginning = opener.beginning()
        assert beginning is not None
        os.kill(child_of(opener), signal.SIGKILL)
        with pytest.raises(EOFError), opener.parts(beginning.article, never) as parts:
            for _ in parts:
                pass


def test_a_choice_that_fails_fails_in_this_process() -> None:
    def choose() -> Path:
        raise KeyError("defect")

    with Opener.started(choose) as opener, pytest.raises(KeyError):
        opener.beginning()


def test_without_a_child_this_process_opens_the_article(large: Path) -> None:
    opener = Opener(lambda: First(large))
    assert opener.is_ready(0)
    beginning = opener.beginning()
    assert beginning == opened(large)
    with opener.parts(beginning.article, never) as parts:
        assert list(parts) == list(counted(opening.parts(beginning.article)))


def test_where_there_are_no_forks_there_is_no_child(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "fork")
    assert Opener.started(lambda: First(small)).beginning() == opened(small)


def test_where_a_fork_fails_there_is_no_child(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fork() -> int:
        raise BlockingIOError

    monkeypatch.setattr(os, "fork", fork)
    before = os.dup(0)
    os.close(before)
    assert Opener.started(lambda: First(small)).beginning() == opened(small)
    after = os.dup(0)
    os.close(after)
    assert after == before, "the pipe is closed again"


def run(script: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """A script in an interpreter of its own."""
    return subprocess.run(
        [sys.executable, "-c", script, *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
        timeout=60,
    )


def test_the_child_writes_nothing_and_leaves_what_was_not_written_yet_to_its_parent(small: Path) -> None:
    script = """
import os, sys
from pathlib import Path
from reader.document.opener import First, Opener

def choose():
    print("not to be seen", file=sys.stderr, flush=True)
    os.write(1, b"not to be seen")
    return First(Path(sys.argv[1]))

sys.stdout.write("once")
with Opener.started(choose) as opener:
    assert opener.beginning()
"""
    result = run(script, small)
    assert (result.stdout, result.stderr) == ("once", "")


def test_the_child_is_out_of_reach_of_the_keyboard(large: Path) -> None:
    with Opener.started(lambda: First(large)) as opener:
        assert opener.is_ready(20)
        assert os.getsid(child_of(opener)) != os.getsid(0)


def test_the_child_ends_with_its_parent(large: Path) -> None:
    script = """
import os, sys
from pathlib import Path
from reader.document.opener import First, Opener

opener = Opener.started(lambda: First(Path(sys.argv[1])))
print(opener._child, flush=True)
os._exit(0)
"""
    child = int(run(script, large).stdout)
    until(lambda: not is_there(child))


def test_a_file_that_a_parser_fails_at_is_told_of_in_both_processes(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(article: object) -> None:
        raise IndexError("no such line")

    monkeypatch.setattr(opening, "beginning", fails)
    with pytest.raises(ArchiveError, match="the program fails at this file") as here:
        opened(small)
    with Opener.started(lambda: First(small)) as opener, pytest.raises(ArchiveError) as there:
        opener.beginning()
    assert str(there.value) == str(here.value)


def test_an_archive_of_one_file_begins_with_it(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(small.parent)
    assert only_article([Path(small.name)]) == First(small)
    assert only_article([small.parent]) is None
    assert only_article([small, small]) is None


def test_code_near_the_place_of_reading_comes_with_its_colours(tmp_path: Path) -> None:
    article = tmp_path / "code.md"
    far = "words " * 2_000
    article.write_text(f"# Code\n\n```python\nprint(1)\n```\n\n{far}\n\n```python\nprint(2)\n```\n", encoding="utf-8")
    whole = opened(article).document
    first, second = (n for n, block in enumerate(whole.blocks) if block.kind is BlockKind.CODE)
    left = Left(Anchor(whole.blocks[second].start, "", ""), 0, None)
    for place, near in ((None, first), (left, second)):
        with Opener.started(partial(First, article, left=place)) as opener:
            beginning = opener.beginning()
        assert beginning is not None
        assert beginning.colours == {near: block_tokens(whole, near)}
        assert beginning.colours[near]
