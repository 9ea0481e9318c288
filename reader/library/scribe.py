"""The one thread that opens marks.db, writes it, and goes on when that cannot be.

What is done comes in the order in which it was asked for. When the file cannot be written (it is locked, its disk is
full, it may only be read), a copy in memory takes its place, so that all goes on, and what was not kept is written as
soon as it can be. The reader is told once, and once more when all is kept again.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from time import monotonic
from typing import Any, NamedTuple, TypeVar

from reader.errors import CatalogueDamagedError, CatalogueError
from reader.library import marks_file
from reader.library.marks import Marks

_LOOK_EVERY = 3.0
"""Seconds between two looks at whether another program has changed the marks, or whether they can be kept again."""
_PATIENCE_AT_END = 5.0
"""Seconds that the end of the program waits for what is still to be written."""

_Result = TypeVar("_Result")
Then = Callable[[Any], object]


class _Task(NamedTuple):
    work: Callable[[Marks], Any]
    then: Then | None
    is_change: bool


class Scribe:
    """Owns the marks. What it calls back, it calls from its thread.

    `say` is told what the reader should know, `ready` that there are marks to be asked, `changed` that they are others
    than before, in ways that nobody here asked for.
    """

    def __init__(
        self, say: Callable[[str], object], ready: Callable[[Marks], object], changed: Callable[[], object]
    ) -> None:
        self._say = say
        self._ready = ready
        self._changed = changed
        self._tasks: Queue[_Task | None] = Queue()
        self._unkept: list[_Task] = []
        self.is_passing = False
        """Whether marks are kept in memory only, for their file cannot be written."""
        self._changes = 0
        self._file: tuple[int, int] | None = None
        self._was_damaged = False
        self._looked = 0.0
        self.marks: Marks | None = None
        """To be asked, from any thread, once they are open."""
        self._thread = Thread(target=self._run, name="marks", daemon=True)

    def start(self) -> None:
        """Opens the marks."""
        self._thread.start()

    def change(self, work: Callable[[Marks], _Result], then: Callable[[_Result], object] | None = None) -> None:
        """Has something changed; `then` is called with what came of it, once that is kept.

        `work` may be called again, when what it did could not be kept.
        """
        self._tasks.put(_Task(work, then, is_change=True))

    def ask(self, work: Callable[[Marks], _Result], then: Callable[[_Result], object]) -> None:
        """Asks something that takes long, after all that is still to be written."""
        self._tasks.put(_Task(work, then, is_change=False))

    def close(self) -> None:
        """Ends it, after all that is still to be written."""
        self._tasks.put(None)
        if self._thread.is_alive():
            self._thread.join(_PATIENCE_AT_END)

    # in its thread

    def _run(self) -> None:
        self._take(marks_file.open_marks())
        while True:
            try:
                task = self._tasks.get(timeout=_LOOK_EVERY)
            except Empty:
                self._look()
                continue
            if task is None:
                break
            self._do(task)
            if monotonic() - self._looked > _LOOK_EVERY:
                self._look()
        self._return()
        if self.marks is not None:
            self.marks.close()

    def _take(self, opened: marks_file.Opened) -> None:
        self.marks, self.is_passing = opened.marks, opened.is_passing
        self._file = _file_at(opened.marks.path)
        self._note_changes()
        if opened.notice:
            self._say(opened.notice)
        self._ready(opened.marks)

    def _do(self, task: _Task) -> None:
        if self.is_passing and task.is_change:
            self._unkept.append(task)
        elif task.is_change:
            self._follow_file()
        try:
            result = self._done(task)
        except CatalogueError as error:
            if self.is_passing:
                return  # the copy fails as well; the reader has been told
            self._give_way(error)
            self._do(task)
            return
        if task.then is not None:
            task.then(result)

    def _done(self, task: _Task) -> Any:
        assert self.marks is not None
        return task.work(self.marks)

    def _give_way(self, error: CatalogueError) -> None:
        """Goes on with another file where this one is damaged, and else in memory."""
        assert self.marks is not None
        path = marks_file.file()
        self.marks.close()
        if isinstance(error, CatalogueDamagedError) and not self._was_damaged:
            self._was_damaged = True  # once: a disk may go on failing
            try:
                self._take(marks_file.open_kept(path))
                self._changed()
                return
            except (OSError, CatalogueError):
                pass
        self._take(marks_file.open_passing(path, error))

    def _look(self) -> None:
        self._looked = monotonic()
        if self.is_passing:
            if self._return():
                self._say("Marks are kept again.")
                self._changed()
            return
        self._follow_file()
        before = self._changes
        self._note_changes()
        if self._changes != before:
            self._changed()

    def _follow_file(self) -> None:
        """Opens the marks again when another file has taken their place, as folders do that are kept in step."""
        assert self.marks is not None
        if self.is_passing or _file_at(self.marks.path) == self._file:
            return
        self.marks.close()
        self._take(marks_file.open_marks())
        self._changed()

    def _return(self) -> bool:
        """Writes what was not kept, if that can be done by now; says whether marks are kept again."""
        if not self.is_passing:
            return False
        try:
            opened = marks_file.open_kept(marks_file.file())
        except (OSError, CatalogueError):
            return False
        try:
            for task in self._unkept:
                task.work(opened.marks)
        except CatalogueError:
            opened.marks.close()
            return False
        self._unkept.clear()
        self._take(opened)
        return True

    def _note_changes(self) -> None:
        assert self.marks is not None
        try:
            self._changes = self.marks.changes()
        except CatalogueError:
            return  # the next change will say so


def _file_at(path: Path | None) -> tuple[int, int] | None:
    """What tells the file at a path from another at the same path."""
    try:
        found = path.stat() if path is not None else None
    except OSError:
        return None
    return (found.st_dev, found.st_ino) if found is not None else None
