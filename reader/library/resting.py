"""Has a small archive kept up to date by a process that is there only while there is something to do.

What keeps a catalogue weighs as much as the screen: its parsers and tables. So between two changes this process
listens by itself, which takes next to nothing, and starts the other one when it hears something. It does so for
archives of some hundred folders; for larger ones, where listening takes more, the keeper stays and listens itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from queue import Empty, Queue
from threading import Event, Lock, Thread, Timer
from types import TracebackType
from typing import Any

from reader.archive import files, watch
from reader.archive.watch import Changes
from reader.library.keeper import Keeper

_MOST_FOLDERS = 1_000
"""Folders of a small archive."""
_LINGER = 5.0
"""Seconds that a process stays which had something to do: more may follow, as when files are written one by one."""
_FIRST_HEARD = 0.3
"""Seconds that the first run waits for the system to tell of changes. Else all is looked at twice."""


class RestingKeeper:
    """Keeps a catalogue as a `Keeper` does, and says the same. A context manager: leaving it ends all of it."""

    def __init__(self, roots: Sequence[Path], catalogue: Path, *, is_new: bool = False) -> None:
        """`is_new` says that the catalogue knows no article yet."""
        self._roots = tuple(roots)
        self._is_new = is_new
        self._file = catalogue
        self._lock = Lock()
        self._process: Keeper | None = None
        self._orders = 0
        """What the process was told to do and has not done."""
        self._rest: Timer | None = None
        self._waiting: Queue[Changes | None] = Queue()
        self._was_stopped = False
        self._is_over = Event()
        self._is_heard = Event()
        self._is_settled = Event()
        self._listener = Thread(target=self._listen, daemon=True)

    def __enter__(self) -> RestingKeeper:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def messages(self) -> Iterator[dict[str, Any]]:
        """What the processes say, until it is ended, or until one ends by itself. See `keeping.Keeping`."""
        if self._is_new:
            # A screen waits for the first articles: to find out how to listen takes processor time from them.
            if (keeper := self._begin()) is None:
                return
            yield from self._said_by(keeper)
            if self._process is keeper:  # it was not told to end
                return
            self._is_new = False
        # What changed unheard during a first run is found by one more, unless that was stopped.
        changes = Changes() if self._was_stopped else None
        if not _is_small(self._roots):
            if (keeper := self._begin(changes, watches=True)) is not None:
                yield from keeper.messages()
            return
        self._listener.start()
        was_heard = self._is_heard.wait(_FIRST_HEARD) or self._was_stopped
        while (keeper := self._begin(changes)) is not None:
            yield from self._said_by(keeper)
            if self._process is keeper:  # it was not told to end
                self._is_settled.set()
                return
            if not was_heard:
                was_heard = True
                if not self._was_stopped:
                    self._waiting.put(Changes(everywhere=True))
            if (changes := self._next()) is None:
                return

    def _said_by(self, keeper: Keeper) -> Iterator[dict[str, Any]]:
        """What a process says until it ends, which it is let when it is through."""
        try:
            for message in keeper.messages():
                if message["is"] == "done":
                    self._done(message)
                yield message
        finally:  # whoever listens may stop at any message, also at the last, when nobody else has the process any more
            keeper.close()

    @property
    def is_over(self) -> bool:
        """Whether it was told to end."""
        return self._is_over.is_set()

    def stop(self) -> None:
        """Ends the run that is going on; the next goes on from there."""
        with self._lock:
            if self._process is not None:
                self._process.stop()

    def look(self) -> None:
        """Looks through the whole archive once more."""
        self._take_in(Changes(everywhere=True))

    def end(self) -> None:
        """Asks all of it to end, without waiting for it."""
        self._is_over.set()
        self._is_settled.set()
        self._waiting.put(None)
        with self._lock:
            if self._rest is not None:
                self._rest.cancel()
            if self._process is not None:
                self._process.end()

    def close(self) -> None:
        """Ends all of it: a process after the batch that it is at, or else by force, which harms nothing."""
        self.end()
        with self._lock:
            if self._process is not None:
                self._process.close()
        if self._listener.is_alive():
            self._listener.join(1)

    # the process

    def _begin(self, changes: Changes | None = None, *, watches: bool = False) -> Keeper | None:
        with self._lock:
            if self._is_over.is_set():
                return None
            self._process = Keeper(
                self._roots,
                self._file,
                watches=watches,
                stays=True,
                changes=changes,
                was_stopped=self._was_stopped,
            )
            self._orders = 1
            return self._process

    def _done(self, message: dict[str, Any]) -> None:
        """Lets the process end when it is through: at once, or after a time when there was something to do."""
        self._was_stopped = message["stopped"]
        has_worked = any(message[each] for each in ("read", "moved", "removed", "indexed"))
        with self._lock:
            self._orders -= 1
            if self._orders:
                return
            self._is_settled.set()
            self._rest = Timer(_LINGER if has_worked and not self._is_new else 0, self._end_if_idle, [self._process])
            self._rest.daemon = True
            self._rest.start()

    def _end_if_idle(self, process: Keeper) -> None:
        with self._lock:
            if self._process is process and not self._orders:
                self._process = None
                process.end()

    # what changes

    def _listen(self) -> None:
        for changes in watch.changes(self._roots, self._is_over, on_heard=self._is_heard.set, is_small=True):
            self._is_heard.set()
            self._take_in(changes)
            if changes.everywhere:
                self._is_settled.wait()  # the pause before the next scan depends on how long this one takes

    def _take_in(self, changes: Changes) -> None:
        with self._lock:
            self._is_settled.clear()
            if self._is_over.is_set():
                self._is_settled.set()
            elif self._process is None:
                self._waiting.put(changes)
            else:
                if self._rest is not None:
                    self._rest.cancel()
                self._orders += 1
                self._process.take_in(changes)

    def _next(self) -> Changes | None:
        """Waits for changes, and takes all that have come; None when it is over."""
        changes = self._waiting.get()
        while changes is not None:
            try:
                more = self._waiting.get_nowait()
            except Empty:
                break
            changes = more and Changes(
                changes.folders | more.folders,
                changes.trees | more.trees,
                everywhere=changes.everywhere or more.everywhere,
                unheard=changes.unheard or more.unheard,
            )
        return changes


def _is_small(roots: Sequence[Path]) -> bool:
    left = _MOST_FOLDERS
    for root in roots:
        found = files.folders(root, left)
        if found is None:
            return False
        left -= len(found)
    return True
