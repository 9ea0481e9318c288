"""Processes that read files, for the one process that writes."""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice
from threading import Thread
from types import TracebackType
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from reader.errors import PARSER_FAILURES

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

_AHEAD = 500
"""Batches that may wait for a reader; more would only take memory."""

_FEW = 100
"""Items of a last batch that are read without other processes."""

_Item = TypeVar("_Item")


class Work(NamedTuple, Generic[_Item]):
    """What readers do with items, and what stands for an item that ends its reader, or that it fails at."""

    do: Callable[[Sequence[_Item]], bytes]
    """For a batch of items; a function that other processes can import, and bytes because those travel fast."""
    fail: Callable[[_Item], bytes]
    """The same for one item, without touching its file."""


class Readers:
    """As many processes as there are processors, started when there is first more than one batch to read.

    A context manager: leaving it ends them.
    """

    def __init__(self, processes: int | None = None) -> None:
        self._processes = processes or min(os.cpu_count() or 1, 8)
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Readers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends the processes, after the batches that they are at."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    def read(self, work: Work[_Item], batches: Iterator[Sequence[_Item]]) -> Iterator[bytes]:
        """The results for all batches, in order.

        Until the processes are started, the first batch is read here and at once, and so is a second one that is
        small and the last. Batches are asked for ahead of the results, so that one who walks folders need not wait
        for those who read them. Ending the iterator early cancels what waits.
        """
        if self._pool is None:
            first = next(batches, None)
            if first is None:
                return
            yield from _here(work, first)
            ahead = list(islice(batches, 2))
            if len(ahead) == 1 and len(ahead[0]) <= _FEW:
                yield from _here(work, ahead[0])  # other processes would take longer to start
                return
            batches = chain(ahead, batches)
        waiting: deque[tuple[Sequence[_Item], Future[bytes]]] = deque()
        try:
            for batch in batches:
                waiting.append((batch, self._submit(work, batch)))
                while waiting and (waiting[0][1].done() or len(waiting) > _AHEAD):
                    yield from self._result(work, waiting)
            while waiting:
                yield from self._result(work, waiting)
        finally:
            for _, future in waiting:
                future.cancel()

    def _submit(self, work: Work[_Item], batch: Sequence[_Item]) -> Future[bytes]:
        from concurrent.futures import Future  # noqa: PLC0415 - 40 ms for which the first batch need not wait
        from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415

        if self._pool is None:
            self._pool = _pool(self._processes)
        try:
            return self._pool.submit(work.do, batch)
        except BrokenProcessPool as error:
            future: Future[bytes] = Future()
            future.set_exception(error)
            return future

    def _result(self, work: Work[_Item], waiting: deque[tuple[Sequence[_Item], Future[bytes]]]) -> Iterator[bytes]:
        from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415 - see _submit

        batch, future = waiting.popleft()
        try:
            yield future.result()
        except BrokenProcessPool:
            # One reader was ended, by a file or by the system, and took all batches with it.
            again = [batch, *(each for each, _ in waiting)]
            waiting.clear()
            self._pool = None
            yield from self._carefully(work, again[: self._processes])
            waiting.extend((each, self._submit(work, each)) for each in again[self._processes :])
        except PARSER_FAILURES:
            yield from _one_by_one(work, batch)

    def _carefully(self, work: Work[_Item], batches: Sequence[Sequence[_Item]]) -> Iterator[bytes]:
        """Batches of which one ends its reader: halved until that one item is alone, which then fails."""
        from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415 - see _submit

        left = list(reversed(batches))
        while left:
            batch = left.pop()
            with _pool(1) as pool:
                try:
                    yield pool.submit(work.do, batch).result()
                    continue
                except BrokenProcessPool:
                    pass
                except PARSER_FAILURES:
                    yield from _one_by_one(work, batch)
                    continue
            if len(batch) == 1:
                yield work.fail(batch[0])
            else:
                middle = len(batch) // 2
                left += [batch[middle:], batch[:middle]]


def _here(work: Work[_Item], batch: Sequence[_Item]) -> Iterator[bytes]:
    """What other processes would answer, by this one."""
    try:
        yield work.do(batch)
    except PARSER_FAILURES:
        yield from _one_by_one(work, batch)


def _one_by_one(work: Work[_Item], batch: Sequence[_Item]) -> Iterator[bytes]:
    """The same for a batch with a file that a parser failed at."""
    for item in batch:
        try:
            done = work.do([item])
        except PARSER_FAILURES:
            done = work.fail(item)
        yield done


def _pool(processes: int) -> ProcessPoolExecutor:
    import multiprocessing  # noqa: PLC0415 - most runs find little to read
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415

    return ProcessPoolExecutor(processes, multiprocessing.get_context("spawn"), _begin)


def _begin() -> None:
    """In a reader: Ctrl-C, which a terminal sends to all, is for the process that it reads for."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _end_with_parent()


def _end_with_parent() -> None:
    """Ends a reader when the process that it reads for is gone, by force or not: it would wait for work for ever."""
    from multiprocessing import parent_process  # noqa: PLC0415 - see _pool

    parent = parent_process()
    assert parent is not None

    def wait() -> None:
        parent.join()
        os._exit(0)

    Thread(target=wait, daemon=True).start()
