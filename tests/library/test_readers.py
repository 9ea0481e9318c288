"""Processes that read files for another, and what becomes of them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from reader.library.readers import Readers
from tests.library.dying import LIMIT, SLOW, WORK
from tests.library.processes import children, comes_true, is_running

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks for processes in /proc")


@pytest.fixture
def readers() -> Iterator[Readers]:
    before = children(os.getpid())
    with Readers(2) as some:
        yield some
    assert comes_true(lambda: children(os.getpid()) - before <= trackers()), "no process is left"


def trackers() -> set[int]:
    """Python's own process for what is shared between processes; it stays."""
    from multiprocessing import resource_tracker

    return {resource_tracker._resource_tracker._pid or 0}  # type: ignore[attr-defined]


def results(readers: Readers, *batches: Sequence[int]) -> list[object]:
    """What came of all items, in order."""
    return [each for data in readers.read(WORK, iter(batches)) for each in json.loads(data)[1:]]


def test_nothing_is_read_of_nothing(readers: Readers) -> None:
    assert results(readers) == []
    assert readers._pool is None


def test_a_single_batch_is_read_by_this_process(readers: Readers) -> None:
    (data,) = readers.read(WORK, iter([[1, 2]]))
    assert json.loads(data) == [os.getpid(), 1, 2]
    assert readers._pool is None


def test_results_come_in_order_and_from_other_processes(readers: Readers) -> None:
    batches = [[number, number + 1] for number in range(0, 60, 2)]
    answers = [json.loads(data) for data in readers.read(WORK, iter(batches))]
    assert [answer[1:] for answer in answers] == batches
    assert answers[0][0] == os.getpid()
    assert os.getpid() not in {answer[0] for answer in answers[1:]}


def test_processes_that_are_there_read_the_first_batch_too(readers: Readers) -> None:
    results(readers, [1], [2], [3])
    answers = [json.loads(data) for data in readers.read(WORK, iter([[4], [5]]))]
    assert [answer[1:] for answer in answers] == [[4], [5]]
    assert os.getpid() not in {answer[0] for answer in answers}


def test_ctrl_c_is_for_the_process_that_they_read_for(readers: Readers) -> None:
    answers = readers.read(WORK, iter([[number] for number in range(60)]))
    reading = [json.loads(next(answers))[0] for _ in range(3)][-1]
    os.kill(reading, signal.SIGINT)
    assert [json.loads(data)[1] for data in answers] == list(range(3, 60))
    assert is_running(reading)


def test_a_slow_batch_holds_up_those_behind_it_and_not_their_order(readers: Readers) -> None:
    batches = [[0], [0.3], [0], [0], [0.1], [0]]
    answers = [json.loads(data)[1:] for data in readers.read(SLOW, iter(batches))]  # type: ignore[arg-type]
    assert answers == batches


def test_an_item_that_its_reader_fails_at_is_the_only_one_that_is_lost(readers: Readers) -> None:
    assert results(readers, [1, -2, 2]) == [1, "not -2", 2]
    assert results(readers, [1], [2, -2]) == [1, 2, "not -2"]
    assert results(readers, [1], [2, -2, -2, 3], [4], [-2, 5]) == [1, 2, "not -2", "not -2", 3, 4, "not -2", 5]
    assert results(readers, [1], [2], [3, -1, -2, 4], [5, -2]) == [1, 2, 3, "not -1", "not -2", 4, 5, "not -2"]


@pytest.mark.parametrize("deadly", [-1, LIMIT - 1])
def test_an_item_that_ends_its_reader_is_the_only_one_that_is_lost(readers: Readers, deadly: int) -> None:
    batches = [[1, 2], [3, 4, 5], [6, deadly, 7], [8], [9, 10], [11], [12]]
    assert results(readers, *batches) == [1, 2, 3, 4, 5, 6, f"not {deadly}", 7, 8, 9, 10, 11, 12]
    assert results(readers, [1], [2], [3]) == [1, 2, 3], "the next read goes on as if nothing had been"


def test_several_items_may_end_their_readers(readers: Readers) -> None:
    batches = [[0], [-1], [1, -1], [-1, 2], *([number] for number in range(3, 9)), [LIMIT - 9]]
    assert results(readers, *batches) == [0, "not -1", 1, "not -1", "not -1", 2, *range(3, 9), f"not {LIMIT - 9}"]


def test_what_was_asked_for_ahead_is_dropped_when_enough_is_read(readers: Readers) -> None:
    asked = 0

    def batches() -> Iterator[list[float]]:
        nonlocal asked
        for _ in range(1_000):
            asked += 1
            yield [0.01]

    reading = readers.read(SLOW, batches())  # type: ignore[arg-type]
    for _ in range(3):
        next(reading)
    reading.close()
    readers.close()
    assert asked <= 600


def test_batches_are_asked_for_while_others_are_read(readers: Readers) -> None:
    asked: list[int] = []

    def batches() -> Iterator[list[float]]:
        for number in range(20):
            asked.append(number)
            yield [0.2 if number == 1 else 0]

    reading = readers.read(SLOW, batches())  # type: ignore[arg-type]
    next(reading)
    next(reading)
    assert len(asked) == 20


def test_closing_twice_is_as_good_as_once() -> None:
    readers = Readers(1)
    assert results(readers, [1], [2]) == [1, 2]
    readers.close()
    readers.close()
    assert results(readers, [1], [2]) == [1, 2], "they start again when they are wanted"
    readers.close()


HOLDING = """
import sys
from reader.library.readers import Readers
from tests.library.dying import SLOW
readers = Readers(2)
reading = readers.read(SLOW, iter([[0], [0], [60], [60], [60]]))
next(reading); next(reading)
print("reading", flush=True)
next(reading)
"""


def test_readers_end_when_their_program_is_killed() -> None:
    program = subprocess.Popen([sys.executable, "-c", HOLDING], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert program.stdout is not None
    assert program.stdout.readline() == "reading\n"
    assert comes_true(lambda: len(children(program.pid)) >= 2)
    orphans = children(program.pid)
    program.send_signal(signal.SIGKILL)
    program.wait()
    program.stdout.close()
    assert comes_true(lambda: not any(map(is_running, orphans)), 5)
