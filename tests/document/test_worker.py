"""A large body is parsed by another process."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reader.archive.article import Article, BodyFormat, Metadata
from reader.document import opening, worker
from reader.document.reading_time import counted


def article(body: str, body_format: BodyFormat = BodyFormat.HTML) -> Article:
    metadata = Metadata("Title", datetime(2021, 8, 23, tzinfo=UTC), language="zh-CN")
    return Article(Path("a.html"), metadata, body, body_format, "utf-8")


LARGE = "".join(f"<p>第{n}段 <b>words</b> {'and more ' * 10}</p>" for n in range(8000))


@pytest.fixture
def processes(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[subprocess.Popen[bytes]]]:
    """The processes that are started meanwhile: real ones, only noted."""
    started: list[subprocess.Popen[bytes]] = []
    popen = subprocess.Popen

    def noting(*args: object, **options: object) -> subprocess.Popen[bytes]:
        started.append(popen(*args, **options))  # type: ignore[call-overload]
        return started[-1]

    monkeypatch.setattr(subprocess, "Popen", noting)
    yield started
    assert all(process.poll() is not None for process in started)


def is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("body_format", list(BodyFormat))
def test_the_parts_are_those_of_this_process(body_format: BodyFormat) -> None:
    opened = article("One\n\nTwo *three*\n\n<p>four</p>\n", body_format)
    with worker.parsing(opened) as parts:
        assert list(parts) == list(counted(opening.parts(opened)))


def test_a_large_article_arrives_in_parts() -> None:
    with worker.parsing(article(LARGE)) as parts:
        received = list(parts)
    assert len(received) > 2
    assert received[-1].is_complete
    assert "".join(part.text for part in received) == opening.document(article(LARGE)).text


def test_leaving_early_ends_the_process(processes: list[subprocess.Popen[bytes]]) -> None:
    with worker.parsing(article(LARGE)) as parts:
        next(parts)
        assert is_there(processes[0].pid)
    assert not is_there(processes[0].pid)


def test_leaving_by_an_error_ends_the_process(processes: list[subprocess.Popen[bytes]]) -> None:
    with pytest.raises(KeyError), worker.parsing(article(LARGE)):
        raise KeyError
    assert not is_there(processes[0].pid)


def test_a_worker_that_dies_is_told_by_an_eof_error(processes: list[subprocess.Popen[bytes]]) -> None:
    with worker.parsing(article(LARGE)) as parts:
        os.kill(processes[0].pid, signal.SIGKILL)
        processes[0].wait()
        with pytest.raises(EOFError):
            for _ in parts:
                pass


def test_a_worker_whose_reader_left_ends_quietly() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "reader.document.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path(worker.__file__).parents[2])},
    )

    assert process.stdin and process.stdout and process.stderr
    process.stdout.close()
    pickle.dump((LARGE, BodyFormat.HTML, "", ""), process.stdin)
    process.stdin.close()
    said = process.stderr.read()
    process.stderr.close()
    assert process.wait() == 0
    assert said == b""


def test_the_worker_needs_no_terminal_and_no_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PYTHONPATH", raising=False)
    with worker.parsing(article("<p>words")) as parts:
        assert [part.text for part in parts] == ["Title\n\nwords"]
