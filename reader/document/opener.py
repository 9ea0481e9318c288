"""Opens the first article in a process of its own, while this one is busy importing the screen.

Where the system can fork, the child shares with this process what is imported so far, imports by itself what reads and
parses, and sends through a pipe what it finds: first the article with its document, or with the first part of a long
one; then, of a long one, all parts. So this process needs no parser before its first frame, and with a second
processor the article takes no time at all. Elsewhere the article is opened in this process when it is asked for.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import TYPE_CHECKING, NamedTuple, Self

from reader.archive.article import Article
from reader.document import pipe
from reader.document.anchor import Left
from reader.document.model import BlockKind, Document
from reader.errors import ArchiveError, told_of

if TYPE_CHECKING:
    from reader.archive.site import Site
    from reader.document.highlight import Token

_FIRST_SCREEN = 4_000
"""Code points around the place of reading whose code has its colours when it is first drawn."""


class First(NamedTuple):
    """The article to begin with."""

    path: Path
    within: Site | None = None
    """The site that it stands in; see `files.read`."""
    left: Left | None = None
    """Where it was left; None for its top."""


Choice = Callable[[], First | None]
"""Says which article is the first one; None for none. It runs in the child, and in this process where there is none."""


class Opened(NamedTuple):
    """An article and its document, which is the first part of it when it is long."""

    article: Article
    document: Document
    minutes: int | None
    """To read it in; None while only the beginning is known."""
    left: Left | None = None
    """Where it was left, as far as that was noted."""
    colours: Mapping[int, list[Token]] = MappingProxyType({})
    """The colours of blocks of code, by their place among the blocks, as far as they were worked out."""


def opened(path: Path, within: Site | None = None) -> Opened:
    """Opens an article in this process: the whole of it, or the first part of a large one.

    Takes some tens of milliseconds at most. Raises `ArchiveError` when it cannot be read, or parsed, or is not text.
    """
    from reader.archive import files  # noqa: PLC0415 - what a process needs that has a child, the child imports
    from reader.document import opening, reading_time  # noqa: PLC0415

    with told_of(path):
        article = files.read(path, within)
        document = opening.beginning(article)
        return Opened(article, document, reading_time.minutes(document.text) if document.is_complete else None)


class _Refused(NamedTuple):
    """An `ArchiveError` on its way through the pipe."""

    path: Path
    reason: str


class Opener:
    """Opens one article, once. A context manager: leaving it ends the child, if there is one."""

    def __init__(self, choose: Choice) -> None:
        self._choose = choose
        self._child = 0
        self._source = -1

    @classmethod
    def started(cls, choose: Choice) -> Self:
        """One whose child is at work already, where the system can do that.

        To be called while this process has only one thread: a fork copies no other.
        """
        opener = cls(choose)
        if not hasattr(os, "fork"):
            return opener
        source, target = os.pipe()
        try:
            child = os.fork()
        except OSError:  # too many processes, or too little memory for one more
            os.close(source)
            os.close(target)
            return opener
        if not child:
            _be_child(choose, source, target)
        os.close(target)
        opener._child, opener._source = child, source
        return opener

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def is_ready(self, seconds: float) -> bool:
        """Waits for the child's answer, no longer than that; without a child there is nothing to wait for."""
        return self._source < 0 or pipe.is_readable(self._source, seconds)

    def beginning(self, is_cancelled: Callable[[], bool] = lambda: False) -> Opened | None:
        """The article with its beginning; None when there is none to begin with, or when it was cancelled.

        A child that ended without an answer is no error: the article is opened in this process.

        Raises `ArchiveError` when it cannot be read or is not text.
        """
        if self._source < 0:
            return _chosen(self._choose)
        try:
            answer = next(pipe.received(self._source, is_cancelled), None)
        except EOFError:
            self.close()
            return _chosen(self._choose)
        if isinstance(answer, _Refused):
            raise ArchiveError(answer.path, answer.reason)
        assert answer is None or isinstance(answer, Opened)
        return answer

    @contextmanager
    def parts(self, article: Article, is_cancelled: Callable[[], bool]) -> Iterator[Iterator[Document]]:
        """After `beginning`, the parts of a long article's document, as `worker.parsing` has them; ends the child."""
        if self._source < 0:
            from reader.document import worker  # noqa: PLC0415 - only large articles need processes

            with worker.parsing(article, is_cancelled) as parts:
                yield parts
            return
        with self:
            yield pipe.received(self._source, is_cancelled)

    def close(self) -> None:
        """Ends the child, and waits until it is gone."""
        child, source = self._child, self._source
        self._child, self._source = 0, -1
        if child:
            os.close(source)
            os.kill(child, signal.SIGKILL)  # until it is waited for, its number is no one else's
            os.waitpid(child, 0)


def only_article(paths: Sequence[Path]) -> First | None:
    """The first article of an archive that is one file: that file. Others have to be looked through."""
    return First(paths[0].absolute()) if len(paths) == 1 and paths[0].is_file() else None


def _chosen(choose: Choice) -> Opened | None:
    first = choose()
    return None if first is None else opened(first.path, first.within)._replace(left=first.left)


def _be_child(choose: Choice, source: int, target: int) -> None:
    """The child's side; never returns. It has nothing of the terminal, and no say in how this process ends."""
    try:
        os.close(source)
        os.setsid()  # what is typed to interrupt the program is not for the child; a closed pipe ends it
        nowhere = os.open(os.devnull, os.O_RDWR)
        for descriptor in {0, 1, 2} - {target}:
            os.dup2(nowhere, descriptor)
        _tell(choose, target)
    finally:
        # Buffers that were filled before the fork are the parent's to write: nothing is flushed.
        os._exit(0)


def _tell(choose: Choice, target: int) -> None:
    try:
        beginning = _chosen(choose)
    except ArchiveError as error:
        pipe.send(target, _Refused(error.path, error.reason))
        return
    if beginning is not None:
        # To colour code for the first time takes 50 ms, which this process has and the screen's has not.
        beginning = beginning._replace(colours=_colours(beginning))
    pipe.send(target, beginning)
    if beginning is not None and not beginning.document.is_complete:
        from reader.document import opening, reading_time  # noqa: PLC0415 - see `opened`

        for part in reading_time.counted(opening.parts(beginning.article)):
            pipe.send(target, part)
        pipe.end(target)


def _colours(beginning: Opened) -> dict[int, list[Token]]:
    """The colours of the code that may be on the first screen."""
    from reader.document.runs import block_tokens  # noqa: PLC0415 - see `opened`

    document, at = beginning.document, beginning.left.anchor.offset if beginning.left is not None else 0
    return {
        index: block_tokens(document, index)
        for index, block in enumerate(document.blocks)
        if block.kind is BlockKind.CODE and max(abs(block.start - at), block.end - block.start) < _FIRST_SCREEN
    }
