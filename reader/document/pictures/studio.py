"""The screen's end of the process that decodes pictures: starts it, asks it, and ends it when it takes too long."""

from __future__ import annotations

import subprocess
from importlib.util import find_spec
from time import monotonic
from typing import TypeGuard

from reader.document import child, pipe
from reader.document.pictures import answers
from reader.document.pictures.answers import Answer
from reader.document.pictures.asked import Draw, Drawn, Failed, File, Measure, Measured, Protocol

PATIENCE = 10.0
"""Seconds that one picture may take."""

_SLOW = "it takes too long to decode"
_ENDED = "it cannot be decoded"


def _is_asked_for(answer: Answer, asked: Draw) -> TypeGuard[Drawn]:
    """Whether an answer is a picture of the size that was asked for."""
    columns, rows = asked.box
    parts = 1 if asked.protocol is Protocol.KITTY else rows
    return isinstance(answer, Drawn) and len(answer.blocks) == columns * rows * 6 and len(answer.parts) == parts


def is_installed() -> bool:
    """Whether Pillow is there, without which there are no pictures. Imports nothing."""
    return find_spec("PIL") is not None


class Studio:
    """Decodes pictures, one at a time. For one thread at a time; only `close` may come from another."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._process: subprocess.Popen[bytes] | None = None
        self._is_closed = False

    def measure(self, files: tuple[File, ...]) -> tuple[Measured, ...]:
        """How large pictures are. Where one ends the process, they are asked for one by one."""
        if not files:
            return ()
        answer = self._ask(Measure(files), self._patience + 0.05 * len(files))
        if not isinstance(answer, Drawn | Failed) and len(answer) == len(files):
            return answer
        if len(files) == 1 or self._is_closed:
            return (Measured(None, answer.reason if isinstance(answer, Failed) else _ENDED),) * len(files)
        middle = len(files) // 2
        return self.measure(files[:middle]) + self.measure(files[middle:])

    def draw(self, asked: Draw) -> Drawn | Failed:
        """A picture in its box."""
        answer = self._ask(asked, self._patience)
        return answer if isinstance(answer, Failed) or _is_asked_for(answer, asked) else Failed(_ENDED)

    def rest(self) -> None:
        """Gives the process up; the next question starts another."""
        self._end()

    def close(self) -> None:
        """Ends the process; whoever waits for it is answered that it could not be decoded."""
        self._is_closed = True
        if self._process is not None:
            self._process.kill()

    def _ask(self, asked: Measure | Draw, seconds: float) -> Answer:
        """The answer; why there is none."""
        if self._is_closed:
            return Failed(_ENDED)
        try:
            process = self._running()
            assert process.stdin is not None
            assert process.stdout is not None
            pipe.send(process.stdin.fileno(), asked)
            until = monotonic() + seconds
            answer = pipe.received_bytes(
                process.stdout.fileno(), lambda: self._is_closed or monotonic() > until, answers.MOST
            )
            if answer:
                return answers.unpacked(answer)
            said = _SLOW
        except (EOFError, OSError, ValueError):
            said = _ENDED
        self._end()
        return Failed(said)

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            self._process = child.started("reader.document.pictures.worker")
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                stream.close()
        process.wait()

    def __enter__(self) -> Studio:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
        self._end()
