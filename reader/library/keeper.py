"""Keeps an archive's catalogue up to date in a process of its own, so that the screen's process stays free and small.

`python -P -m reader.library.keeper` reads one line of JSON that says what to keep, and from then on commands, a line
each; it writes what it does in lines of JSON. It ends when its input ends, and so with the program that started it,
however that ended. `-P` keeps Python from looking for modules in the folder that is being read.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from queue import Queue
from threading import Event, Thread
from time import sleep
from types import TracebackType
from typing import Any

from reader.archive import watch
from reader.errors import CatalogueDamagedError, CatalogueError
from reader.library import sync
from reader.library.catalogue import Catalogue
from reader.library.progress import Outcome, Progress
from reader.library.readers import Readers
from reader.library.sync import Sync
from reader.library.turn import Turn

_TURN_EVERY = 0.5
"""Seconds between two looks at whether the other program that keeps the catalogue has ended."""
_MANY_FOLDERS = 1_000
"""Changed folders from which on looking through everything is no slower."""
_FIRST_HEARD = 0.3
"""Seconds that the first run waits for the system to tell of changes; it takes a tenth. Else all is looked at twice."""
_GRACE = 0.3
"""Seconds that a batch has to be finished in when the program ends; what is not written is found again."""
_NICENESS = 5
"""How far it stands back where the screen wants the processor."""


class Keeper:
    """The process, as the program sees it. A context manager: leaving it ends the process."""

    def __init__(self, roots: Sequence[Path], catalogue: Path, *, watches: bool = True) -> None:
        package = str(Path(__file__).parents[2])
        path = os.pathsep.join(filter(None, (package, os.environ.get("PYTHONPATH"))))
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "reader.library.keeper"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path},
            start_new_session=True,
        )
        self._tell({"roots": [str(root) for root in roots], "catalogue": str(catalogue), "watches": watches})

    def __enter__(self) -> Keeper:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def messages(self) -> Iterator[dict[str, Any]]:
        """What the process says, until it ends. See `_Keeping` for what that is."""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            yield json.loads(line)

    def stop(self) -> None:
        """Ends the run that is going on; the next goes on from there."""
        self._tell({"do": "stop"})

    def look(self) -> None:
        """Looks through the whole archive once more."""
        self._tell({"do": "look"})

    def end(self) -> None:
        """Asks the process to end, without waiting for it."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.close()
        except OSError:
            return  # it has ended before

    def close(self) -> None:
        """Ends the process: after the batch that it is at, or else by force, which harms nothing."""
        self.end()
        try:
            self._process.wait(1)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()

    def _tell(self, what: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(what).encode() + b"\n")
            self._process.stdin.flush()
        except (OSError, ValueError):
            return  # it has ended, or was asked to


class _Keeping:
    """The process's side. What it says, by `is`:

    - `reading`, `indexing`: `done` of `total` articles; `walking` while there may be more
    - `done`: a run is over; articles `read`, `moved`, `removed`, `indexed`; `stopped` when it was ended before
    - `changed`: a change on disk is taken in; `folders` are those it was in, none when it may be anywhere
    - `waiting`: another program keeps this catalogue; `refreshed`: that one has changed it
    - `unheard`: the system does not tell of changes, and a scan now and then takes its place; `reason`
    - `failed`: the catalogue cannot be kept; `message`, and `damaged` when it must be set aside
    """

    def __init__(self, asked: dict[str, Any]) -> None:
        self._archive = sync.roots([Path(root) for root in asked["roots"]])
        self._file = Path(asked["catalogue"])
        self._watches: bool = asked["watches"]
        self._queue: Queue[watch.Changes | None] = Queue()
        self._is_over = Event()
        self._is_stopped = Event()
        self._is_heard = Event()

    def run(self) -> None:
        """Keeps the catalogue until the input ends."""
        Thread(target=self._listen, daemon=True).start()
        try:
            catalogue = Catalogue(self._file)
            turn = Turn(self._file)  # it is given back when nothing holds it any more
            if not self._take_turn(catalogue, turn):
                return
            if self._watches:
                Thread(target=self._watch, daemon=True).start()
            with Readers() as readers:
                self._keep(catalogue, readers)
        except CatalogueError as error:
            self._say("failed", message=str(error), damaged=isinstance(error, CatalogueDamagedError))

    def _keep(self, catalogue: Catalogue, readers: Readers) -> None:
        running = Sync(catalogue, self._archive, readers, self._progress, self._is_stopped.is_set)
        is_deaf = self._watches and not self._is_heard.wait(_FIRST_HEARD)
        outcome = running.run()
        was_stopped = outcome.is_stopped
        if is_deaf and not was_stopped:
            self._queue.put(watch.Changes(everywhere=True))
        self._done(outcome)
        readers.close()
        while self._watches and (changes := self._queue.get()) is not None:
            self._is_stopped.clear()
            if self._is_over.is_set():
                return
            if changes.unheard:
                self._say("unheard", reason=changes.unheard)
            if changes.everywhere or len(changes.folders) > _MANY_FOLDERS:
                outcome = running.run()
                was_stopped = outcome.is_stopped
            else:  # what was stopped is not gone on with before all is looked through once more
                outcome = running.run_in(changes.folders, changes.trees, indexes=not was_stopped)
                was_stopped |= outcome.is_stopped
            if outcome.is_changed:
                self._say("changed", folders=[str(folder) for folder in changes.folders])
            self._done(outcome)
            readers.close()
            self._queue.task_done()

    def _done(self, outcome: Outcome) -> None:
        self._say(
            "done",
            read=outcome.read,
            moved=outcome.moved,
            removed=outcome.removed,
            indexed=outcome.indexed,
            stopped=outcome.is_stopped,
        )

    def _take_turn(self, catalogue: Catalogue, turn: Turn) -> bool:
        """Waits for the turn to write; False when it is not wanted any more."""
        if turn.take():
            return True
        self._say("waiting")
        revision = catalogue.revision
        while not self._is_over.wait(_TURN_EVERY):
            if turn.take():
                return True
            if catalogue.revision != revision:
                revision = catalogue.revision
                self._say("refreshed")
        return False

    def _listen(self) -> None:
        for line in sys.stdin.buffer:
            if json.loads(line)["do"] == "stop":
                self._is_stopped.set()
            else:
                self._queue.put(watch.Changes(everywhere=True))
        self._is_over.set()
        self._is_stopped.set()
        self._queue.put(None)
        sleep(_GRACE)
        os._exit(0)

    def _watch(self) -> None:
        roots = [root.path for root in self._archive]
        for changes in watch.changes(roots, self._is_over, on_heard=self._is_heard.set):
            self._is_heard.set()
            self._queue.put(changes)
            if changes.everywhere:
                self._queue.join()  # the pause before the next scan depends on how long this one takes

    def _progress(self, progress: Progress) -> None:
        self._say(progress.stage.value, done=progress.done, total=progress.total, walking=progress.is_walking)

    def _say(self, what: str, **more: object) -> None:
        try:
            sys.stdout.write(json.dumps({"is": what, **more}) + "\n")
            sys.stdout.flush()
        except OSError:  # nobody listens any more
            os._exit(0)


def main() -> None:
    """The process's side."""
    if hasattr(os, "nice"):
        os.nice(_NICENESS)
    _Keeping(json.loads(sys.stdin.buffer.readline())).run()
    sys.stdout.flush()
    os._exit(0)  # without waiting for the threads that listen


if __name__ == "__main__":
    main()
