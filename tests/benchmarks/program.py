"""A program under measurement: when its bytes come, what its memory is. No terminal is emulated: that is slow."""

from __future__ import annotations

import os
import re
import statistics
import sys
import time
from collections.abc import Callable, Container, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.terminal.pseudo_terminal import PseudoTerminal

ROOT = Path(__file__).resolve().parents[2]

COLUMNS, ROWS = 100, 30

PAGE = range(41, COLUMNS)
"""The columns of the page, from 1: right of the tree, left of the scroll bar."""

PATIENCE = 120.0

KEY_REPEAT = 0.033
"""Seconds between keys: one that is held repeats some thirty times a second. At once behind a frame, a key would be
timed with what is left of the sixtieth of a second that Textual waits between two frames."""

ANSWERED_WITHIN = 5.0
"""Seconds after which a key has no answer."""

STILL = 0.3
"""Seconds after which what stands on the screen has come to rest."""

IsAnswer = Callable[[list[bytes]], bool]
"""Whether what is drawn is what a key leads to."""

_ASKS_FOR_FRAMES, _HAS_FRAMES = b"\x1b[?2026$p", b"\x1b[?2026;2$y"
_FRAME_ENDS = b"\x1b[?2026l"
_MOVE = re.compile(rb"\x1b\[(\d+);(\d+)H")
_ESCAPE = re.compile(rb"\x1b(?:\[[0-9;?]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\))")


class Latency(NamedTuple):
    """What several keys took, in milliseconds."""

    median: float
    worst: float
    keys: int


class Program(PseudoTerminal):
    """Runs a Python program in a pseudo-terminal and looks for words in what it writes."""

    watched: Container[int] = PAGE
    """The columns in which a key is answered."""
    sees_colours = False
    """Whether other colours are an answer, as where a cursor moves."""

    def __init__(self, arguments: Sequence[str | Path], home: Path) -> None:
        super().__init__(
            [sys.executable, *map(str, arguments)],
            columns=COLUMNS,
            rows=ROWS,
            environment={
                "HOME": str(home),
                "PATH": os.environ["PATH"],
                "TERM": "xterm-256color",
                "COLORTERM": "truecolor",
                "LANG": "C.UTF-8",
            },
            directory=ROOT,
        )
        self._seen: dict[tuple[int, int], bytes] = {}
        self._taken_in = 0
        self._looked_at = 0
        self.peak = 0.0
        """The most memory that was seen while waiting, in MiB."""

    def read(self, seconds: float) -> bytes:
        data = super().read(seconds)
        if _ASKS_FOR_FRAMES in data:
            self.write(_HAS_FRAMES)
        return data

    def wait_until(self, what: str, is_seen: Callable[[], bool], seconds: float = PATIENCE) -> None:
        """Reads until something is seen. Raises AssertionError, with `what` it was, when it never is."""
        end = time.perf_counter() + seconds
        while not is_seen():
            if self.is_over:
                raise AssertionError(f"The program ended before {what} was seen.")
            if time.perf_counter() > end:
                raise AssertionError(f"For {seconds:g} seconds {what} was not seen.")
            self.read(0.5)

    def wait_for(self, words: str, since: int = 0) -> float:
        """Seconds from the start of the program until `words` were written, after byte `since` of its output."""
        wanted = words.encode()
        looked_at = since

        def is_seen() -> bool:
            nonlocal looked_at
            begin, looked_at = max(since, looked_at - len(wanted)), len(self.raw)
            return wanted in self.raw[begin:]

        self.wait_until(repr(words), is_seen)
        return time.perf_counter() - self.started

    def words_in(self, rows: Container[int]) -> list[bytes]:
        """What stands in the watched columns of these rows (from 1), without colours, as far as frames have come."""
        return [_ESCAPE.sub(b"", words) for words in self.drawn(rows)]

    def drawn(self, rows: Container[int]) -> list[bytes]:
        """The same as it is compared: with colours where these are an answer."""
        self._take_in(rows)
        return [self._seen[place] for place in sorted(self._seen) if place[0] in rows]

    def idle(self, seconds: float) -> None:
        """Reads what comes for a while, and watches the memory."""
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            self.read(min(left, 0.02))
            self.peak = max(self.peak, self.memory())

    def idle_until(self, pattern: bytes, seconds: float = PATIENCE) -> None:
        """Waits until something that matches is written, and watches the memory."""
        end = time.perf_counter() + seconds
        since = len(self.raw)
        while not re.search(pattern, self.raw[since:]):
            if time.perf_counter() > end or self.is_over:
                raise AssertionError(f"{pattern!r} was not written within {seconds:g} seconds.")
            self.idle(0.05)

    def idle_until_alone(self, seconds: float = PATIENCE) -> None:
        """Waits until the program's other processes have done their work and are gone, and a second more."""
        end = time.perf_counter() + seconds
        self.idle(1)
        while len(_family(self.process.pid)) > 1 and time.perf_counter() < end:
            self.idle(0.2)
        self.idle(1)

    def latency_of(self, key: str, rows: Container[int], is_answer: IsAnswer | None = None) -> float:
        """Milliseconds from a key to the end of the frame in which any of `rows` (from 1) has other words.

        Frames that only draw the same words again, as a layout does that grows, are no answer. Nor is what the key
        before has led to, late, or what comes by itself, where `is_answer` says of what is drawn whether it is the one.

        Raises AssertionError when nothing answers, or when it stands there before the key.
        """
        if is_answer is not None and is_answer(self.drawn(rows)):
            raise AssertionError(f"The answer to the key {key!r} stood there before it.")
        self._take_in(rows)
        begin = time.perf_counter()
        self.write(key.encode())
        while time.perf_counter() - begin < ANSWERED_WITHIN:
            self.read(0.5)
            now = time.perf_counter()
            if self._take_in(rows) and (is_answer is None or is_answer(self.drawn(rows))):
                return (now - begin) * 1000
        raise AssertionError(f"Nothing answered the key {key!r}.")

    def at_rest(self, rows: Container[int]) -> list[bytes]:
        """What is drawn in `rows` when it has stayed the same for a while."""
        last, end = self.drawn(rows), time.perf_counter() + STILL
        while time.perf_counter() < end:
            self.idle(0.02)
            if (now := self.drawn(rows)) != last:
                last, end = now, time.perf_counter() + STILL
        return last

    def led_to(self, key: str, rows: Container[int]) -> list[bytes]:
        """Presses a key; what is drawn in `rows` then. Raises AssertionError when nothing answers."""
        before = self.drawn(rows)
        self.write(key.encode())
        self.wait_until(f"an answer to the key {key!r}", lambda: self.drawn(rows) != before, ANSWERED_WITHIN)
        return self.at_rest(rows)

    def to_and_fro(self, there: str, back: str, rows: Container[int], keys: int) -> list[float]:
        """Milliseconds that each of so many keys takes, in turn one and the one that undoes it.

        Where each leads is seen beforehand, and only that is its answer. Raises AssertionError as `latency_of`.
        """
        self.at_rest(rows)
        ends = {key: self.led_to(key, rows) for key in (there, back)}
        times = []
        for number in range(keys):
            self.idle(KEY_REPEAT)
            key = back if number % 2 else there
            times.append(self.latency_of(key, rows, ends[key].__eq__))
        return times

    def _take_in(self, rows: Container[int]) -> bool:
        """Remembers the words of the frames that came, by their place; says whether any of `rows` changed."""
        # A frame of pictures comes in a hundred reads: what came before was looked through.
        begin, self._looked_at = max(self._taken_in, self._looked_at - len(_FRAME_ENDS)), len(self.raw)
        end = self.raw.rfind(_FRAME_ENDS, begin)
        if end < 0:
            return False
        frames = bytes(self.raw[self._taken_in : end])
        self._taken_in = end + len(_FRAME_ENDS)
        is_changed = False
        pieces = _MOVE.split(frames)[1:]
        for y, x, piece in zip(pieces[0::3], pieces[1::3], pieces[2::3], strict=True):
            place = int(y), int(x)
            words = _ESCAPE.sub(b"", piece)
            if self.sees_colours:
                words = piece
            if not words.strip(b"\r\n") or place[1] not in self.watched:
                continue
            is_changed |= place[0] in rows and self._seen.get(place) != words
            self._seen[place] = words
        return is_changed

    def own_memory(self) -> float:
        """Resident memory of the program without its children, in MiB."""
        return _resident(self.process.pid) / 1024

    def memory(self) -> float:
        """Resident memory of the program and all its children, in MiB."""
        return sum(_resident(process) for process in _family(self.process.pid)) / 1024


def _family(process: int) -> list[int]:
    """A process and its descendants."""
    family = [process]
    for member in family:
        try:
            for task in Path(f"/proc/{member}/task").iterdir():
                family += map(int, (task / "children").read_text().split())
        except OSError:  # it ended meanwhile
            continue
    return family


def _resident(process: int) -> int:
    """Resident memory of one process in KiB; 0 when it has ended."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0
    found = re.search(r"VmRSS:\s*(\d+)", status)
    return int(found.group(1)) if found else 0


def latency(times: Sequence[float]) -> Latency:
    """Median and worst of several times."""
    return Latency(statistics.median(times), max(times), len(times))
