"""What keeps the tree up to date, beside the screen: the catalogue is opened, and then kept by another process.

It runs in a thread and says what happens by messages.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event
from time import monotonic
from typing import TYPE_CHECKING, Any

from textual.message import Message

from reader.errors import BroadsheetError, CatalogueDamagedError, CatalogueError

if TYPE_CHECKING:
    from reader.library.catalogue import Catalogue
    from reader.library.progress import Stage
    from reader.library.resting import RestingKeeper
    from reader.library.roots import Root

_SHOWN_WITHIN = 1.0
"""Seconds that keeping a catalogue up to date waits for the tree to be drawn from it."""
_SHOWN_EVERY = 0.2
"""Seconds between two looks at what the catalogue has become."""
_INDEXED_HERE = 1_000_000
"""Bytes of files that are indexed in the screen's process: larger ones would hold up its keys."""
_PACE_OVER = 6.0
"""Seconds over which the rate is taken."""
_BRIEF = 0.5
"""Seconds of a run in which nothing is said of it: taking in a file that was saved is over sooner."""


WAITING = "Another Broadsheet brings this archive up to date."
LOCKED = "Another program keeps the catalogue locked: changes show when it lets go."


class Opened(Message):
    """The catalogue is there, with what it knew the last time."""

    def __init__(self, catalogue: Catalogue, archive: Sequence[Root], notice: str) -> None:
        super().__init__()
        self.catalogue = catalogue
        self.archive = archive
        self.notice = notice
        self.is_shown = Event()
        """To be set when the tree is on the screen: to keep the catalogue takes processor time that it can wait for."""


class Progressed(Message):
    """The catalogue has grown, and goes on growing."""

    def __init__(self, stage: Stage, done: int, said: str, *, is_listed: bool) -> None:
        super().__init__()
        self.stage = stage
        self.done = done
        self.is_listed = is_listed
        """Whether all articles are listed, and only their texts are still to come."""
        self.said = said
        """A line for the reader; empty while there is nothing to say yet."""

    def can_replace(self, message: Message) -> bool:
        return isinstance(message, Progressed)


class Changed(Message):
    """Files have changed on disk; the catalogue knows."""

    def __init__(self, folders: frozenset[Path]) -> None:
        super().__init__()
        self.folders = folders
        """Where; empty when it may be anywhere."""


class Rested(Message):
    """The catalogue is up to date, or as far as it was let."""

    def __init__(self, problems: Sequence[str], *, is_stopped: bool) -> None:
        super().__init__()
        self.problems = problems
        self.is_stopped = is_stopped


class Unheard(Message):
    """Why the system does not tell of changes; once more before every look for them."""

    def __init__(self, reason: str) -> None:
        super().__init__()
        self.reason = reason


class Unkept(Message):
    """The catalogue is not kept up to date, or not as it should be; what is known of it stays."""

    def __init__(self, reason: str, *, is_damaged: bool = False, is_full: bool = False) -> None:
        super().__init__()
        self.reason = reason
        self.is_damaged = is_damaged
        """Whether it must be set aside and made anew."""
        self.is_full = is_full
        """Whether the disk that it is kept on is full."""


Post = Callable[[Message], object]


def keep(
    paths: Sequence[Path],
    post: Post,
    is_cancelled: Callable[[], bool],
    hold: Callable[[RestingKeeper], object],
    *,
    anew: bool = False,
    is_full: bool = False,
) -> None:
    """Opens the catalogue of an archive and keeps it up to date until it is cancelled.

    `hold` is given the keeper before anything waits for it, so that it can be ended. `anew`, the catalogue that there
    is, is set aside first; where its disk `is_full`, another one is made for this run.
    """
    from reader.library.roots import roots_of  # noqa: PLC0415 - a first article need not wait for SQLite

    archive = roots_of(paths)
    try:
        if all(root.path.is_file() for root in archive):
            _take_in(archive, post, is_cancelled)
        else:
            _keep(archive, post, hold, anew=anew, is_full=is_full)
    except CatalogueError as error:
        reason = sentence(f"the archive cannot be listed: {error}")
        post(Unkept(reason, is_damaged=isinstance(error, CatalogueDamagedError)))


def sentence(said: BroadsheetError | str) -> str:
    """What is said in the middle of a sentence, as one of its own."""
    text = str(said)
    return f"{text[:1].upper()}{text[1:]}."


def _take_in(archive: Sequence[Root], post: Post, is_cancelled: Callable[[], bool]) -> None:
    """A few files: their catalogue is in memory, and goes with the program."""
    from reader.library.catalogue import Catalogue  # noqa: PLC0415 - see keep
    from reader.library.readers import Readers  # noqa: PLC0415
    from reader.library.sync import Sync  # noqa: PLC0415

    catalogue = Catalogue()
    post(Opened(catalogue, archive, ""))
    size = sum(root.path.stat().st_size for root in archive if root.path.exists())
    with Readers() as readers:
        sync = Sync(catalogue, archive, readers, lambda progress: None, is_cancelled)
        sync.run(indexes=size <= _INDEXED_HERE)
    post(Rested(catalogue.problems(), is_stopped=False))


def _keep(
    archive: Sequence[Root], post: Post, hold: Callable[[RestingKeeper], object], *, anew: bool, is_full: bool
) -> None:
    from reader.library import location  # noqa: PLC0415 - see keep

    opened = location.open_catalogue([root.path for root in archive], anew=anew, is_full=is_full)
    catalogue, file = opened.catalogue, opened.catalogue.database.path
    assert file is not None
    is_new = not catalogue.count
    post(said := Opened(catalogue, archive, opened.notice))
    if not is_new:
        said.is_shown.wait(_SHOWN_WITHIN)
    from reader.library.resting import RestingKeeper  # noqa: PLC0415 - the tree need not wait for it

    with RestingKeeper([root.path for root in archive], file, is_new=is_new) as keeper:
        hold(keeper)
        pace = _Pace()
        has_said_why = False
        for message in keeper.messages():
            has_said_why = message["is"] == "failed"
            if (answer := _understood(message, pace, catalogue)) is not None:
                post(answer)
        if not has_said_why and not keeper.is_over:
            post(Unkept("The process that keeps the list of articles up to date has ended; the next start goes on."))
    if opened.is_passing:
        location.forget(file)


def _understood(message: dict[str, Any], pace: _Pace, catalogue: Catalogue) -> Message | None:
    """What a message of the keeper's is for the screen; None when it may be passed over."""
    match message["is"]:
        case "reading" | "indexing" as stage:
            from reader.library.progress import Stage  # noqa: PLC0415 - see keep

            return pace.progressed(Stage(stage), message["done"], message["total"], is_walking=message["walking"])
        case "done":
            pace.end()
            return Rested(catalogue.problems(), is_stopped=message["stopped"])
        case "changed":
            return Changed(frozenset(map(Path, message["folders"])))
        case "refreshed":
            return Changed(frozenset())
        case "waiting":
            return Unkept(WAITING)
        case "locked":
            return Unkept(LOCKED)
        case "unheard":
            return Unheard(message["reason"])
        case "failed":
            return Unkept(sentence(message["message"]), is_damaged=message["damaged"], is_full=message["full"])
        case _:
            return None


class _Pace:
    """How fast a run goes, and when to say so."""

    def __init__(self) -> None:
        self._begun: float | None = None
        self._said = 0.0
        self._stage: Stage | None = None
        self._seen: deque[tuple[float, int]] = deque()

    def end(self) -> None:
        """The run is over; the next begins at nought."""
        self._begun = self._stage = None

    def progressed(self, stage: Stage, done: int, total: int, *, is_walking: bool) -> Progressed | None:
        from reader.library.progress import Stage  # noqa: PLC0415 - see keep

        now = monotonic()
        if self._begun is None:
            self._begun = now
        if stage is not self._stage:
            self._stage = stage
            self._seen.clear()
        elif now - self._said < _SHOWN_EVERY and done < total:
            return None
        self._said = now
        self._seen.append((now, done))
        while now - self._seen[0][0] > _PACE_OVER:
            self._seen.popleft()
        before, then = self._seen[0]
        rate = (done - then) / (now - before) if now > before else 0.0
        said = _line(stage, done, total, rate, is_walking=is_walking) if now - self._begun >= _BRIEF else ""
        is_listed = stage is not Stage.READING or (done == total and not is_walking)
        return Progressed(stage, done, said, is_listed=is_listed)


def _line(stage: Stage, done: int, total: int, rate: float, *, is_walking: bool) -> str:
    """How far, how long still, how fast, such as `indexing 12,300/100,000 · 0:36 left · 2,400/s`."""
    of = f"{done:,}" if is_walking else f"{done:,}/{total:,}"
    if rate < 1:
        return f"{stage.value} {of}"
    left = round((total - done) / rate)
    time = "" if is_walking else f" · {left // 60}:{left % 60:02} left"
    return f"{stage.value} {of}{time} · {rate:,.0f}/s"
