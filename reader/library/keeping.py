"""What the process does that keeps a catalogue: it waits for its turn, runs, and goes on with what changes."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from queue import Queue
from threading import Event, Thread
from time import sleep
from typing import Any

from reader.archive import watch
from reader.errors import CatalogueDamagedError, CatalogueError, CatalogueFullError, CatalogueLockedError
from reader.library.catalogue import Catalogue
from reader.library.progress import Outcome, Progress
from reader.library.readers import Readers
from reader.library.roots import roots_of
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
"""How far it stands back where the screen wants the processor, once it has told of the first articles."""


class Keeping:
    """The process's side. What it says, by `is`:

    - `reading`, `indexing`: `done` of `total` articles; `walking` while there may be more
    - `done`: a run is over; articles `read`, `moved`, `removed`, `indexed`; `stopped` when it was ended before
    - `changed`: a change on disk is taken in; `folders` are those it was in, none when it may be anywhere
    - `waiting`: another program keeps this catalogue; `refreshed`: that one has changed it
    - `locked`: another program does not let it write, and it goes on trying
    - `unheard`: the system does not tell of changes, and a scan now and then takes its place; `reason`
    - `failed`: the catalogue cannot be kept; `message`; `damaged` when it must be set aside, `full` when its disk is
    """

    def __init__(self, asked: dict[str, Any]) -> None:
        self._archive = roots_of([Path(root) for root in asked["roots"]])
        self._file = Path(asked["catalogue"])
        self._watches: bool = asked["watches"]
        self._stays: bool = self._watches or asked.get("stays", False)
        self._first = _changes(asked["changes"]) if asked.get("changes") else None
        self._was_stopped: bool = asked.get("stopped", False)
        self._queue: Queue[watch.Changes | None] = Queue()
        self._is_over = Event()
        self._is_stopped = Event()
        self._is_heard = Event()
        self._is_nice = False

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
            self._say(
                "failed",
                message=str(error),
                damaged=isinstance(error, CatalogueDamagedError),
                full=isinstance(error, CatalogueFullError),
            )

    def _keep(self, catalogue: Catalogue, readers: Readers) -> None:
        running = Sync(catalogue, self._archive, readers, self._progress, self._is_stopped.is_set)
        if self._first is None:
            is_new = not catalogue.directories()
            self._patiently(lambda: self._look_through(running, is_new=is_new))
        else:
            self._queue.put(self._first)
        readers.close()
        self._patiently(partial(self._name_what_is_listed, catalogue))
        while (self._stays or self._first) and (changes := self._queue.get()) is not None:
            if self._is_over.is_set():
                return
            self._first = None
            self._is_stopped.clear()
            self._patiently(partial(self._take_in, running, changes))
            readers.close()
            self._patiently(partial(self._name_what_is_listed, catalogue))
            self._queue.task_done()

    def _patiently(self, run: Callable[[], None]) -> None:
        """Runs again while another program keeps the catalogue locked; what is written by then is not done twice."""
        was_locked = False
        while not self._is_over.is_set():
            try:
                run()
            except CatalogueLockedError:
                was_locked = True
                self._say("locked")
                self._is_over.wait(_TURN_EVERY)
                continue
            if was_locked:  # the run that ended knows nothing of what was written before
                self._say("changed", folders=[])
            return

    def _look_through(self, running: Sync, *, is_new: bool) -> None:
        """The run that a catalogue begins with. A screen waits for the first articles of one that is new."""
        is_deaf = self._watches and not self._is_heard.wait(0 if is_new else _FIRST_HEARD)
        outcome = running.run()
        self._was_stopped = outcome.is_stopped
        if is_deaf and not self._was_stopped:
            self._queue.put(watch.Changes(everywhere=True))
        if outcome.is_changed and not is_new:  # what is read already may be another by now
            self._say("changed", folders=[])
        self._done(outcome)

    def _take_in(self, running: Sync, changes: watch.Changes) -> None:
        if changes.unheard:
            self._say("unheard", reason=changes.unheard)
        if changes.everywhere or len(changes.folders) > _MANY_FOLDERS:
            outcome = running.run()
            self._was_stopped = outcome.is_stopped
        else:  # what was stopped is not gone on with before all is looked through once more
            outcome = running.run_in(changes.folders, changes.trees, indexes=not self._was_stopped)
            self._was_stopped |= outcome.is_stopped
        if outcome.is_changed:
            self._say("changed", folders=[str(folder) for folder in changes.folders])
        self._done(outcome)

    def _name_what_is_listed(self, catalogue: Catalogue) -> None:
        """Has links lead to what a run has listed that was stopped; it said before that it is over."""
        if self._was_stopped:
            catalogue.work_out_names(self._is_over.is_set)

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
        if self._first is None:  # else it is no news: both programs heard of the same change
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
            match (told := json.loads(line))["do"]:
                case "stop":
                    self._is_stopped.set()
                case "take in":
                    self._queue.put(_changes(told))
                case _:
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
        if not self._is_nice:
            self._is_nice = True  # from now on, and those who read files for it
            if hasattr(os, "nice"):
                os.nice(_NICENESS)
        self._say(progress.stage.value, done=progress.done, total=progress.total, walking=progress.is_walking)

    def _say(self, what: str, **more: object) -> None:
        try:
            sys.stdout.write(json.dumps({"is": what, **more}) + "\n")
            sys.stdout.flush()
        except OSError:  # nobody listens any more
            os._exit(0)


def _changes(told: dict[str, Any]) -> watch.Changes:
    """Changes as `keeper` wrote them."""
    return watch.Changes(
        frozenset(map(Path, told["folders"])),
        frozenset(map(Path, told["trees"])),
        everywhere=told["everywhere"],
        unheard=told["unheard"],
    )
