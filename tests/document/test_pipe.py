"""Objects go through a pipe from one process to another."""

from __future__ import annotations

import fcntl
import os
import resource
from collections.abc import Iterator
from threading import Thread

import pytest

from reader.document import pipe


@pytest.fixture
def ends() -> Iterator[tuple[int, int]]:
    source, target = os.pipe()
    yield source, target
    for end in (source, target):
        try:
            os.close(end)
        except OSError:
            continue


def test_what_is_sent_is_received_in_order(ends: tuple[int, int]) -> None:
    source, target = ends
    things = ["one", None, (2, "二"), b"", []]
    for thing in things:
        pipe.send(target, thing)
    pipe.end(target)
    assert list(pipe.received(source)) == things


def test_an_object_may_be_larger_than_the_pipe(ends: tuple[int, int]) -> None:
    source, target = ends
    large = "字" * 1_000_000
    writer = Thread(target=pipe.send, args=(target, large))
    writer.start()
    assert next(pipe.received(source)) == large
    writer.join()


def test_an_end_without_a_word_is_an_error(ends: tuple[int, int]) -> None:
    source, target = ends
    pipe.send(target, "one")
    os.close(target)
    received = pipe.received(source)
    assert next(received) == "one"
    with pytest.raises(EOFError):
        next(received)


def test_who_is_cancelled_waits_no_longer(ends: tuple[int, int]) -> None:
    source, _ = ends
    looks = iter((False, False, True))
    assert list(pipe.received(source, lambda: next(looks))) == []


def test_a_sender_is_told_when_nobody_reads(ends: tuple[int, int]) -> None:
    source, target = ends
    os.close(source)
    with pytest.raises(BrokenPipeError):
        pipe.send(target, "one")


@pytest.fixture
def many_files() -> Iterator[int]:
    """How many files this process may have open: more than select(2) can count."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    many = 2_048
    if hard != resource.RLIM_INFINITY and hard < many:
        pytest.skip(f"the system lets no process open more than {hard} files")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, many), hard))
    yield many
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_a_program_with_a_thousand_files_open_goes_on_receiving(ends: tuple[int, int], many_files: int) -> None:
    source, target = ends
    high = fcntl.fcntl(source, fcntl.F_DUPFD, many_files - 500)
    try:
        pipe.send(target, "字")
        pipe.end(target)
        assert list(pipe.received(high)) == ["字"]
    finally:
        os.close(high)
