"""A terminal as its reader has it: a screen to look at, keys to press, a mouse, an edge to drag."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pyte
from pyte.screens import Char

from tests.terminal.pseudo_terminal import PseudoTerminal

KEYS = {
    "enter": "\r",
    "escape": "\x1b",
    "tab": "\t",
    "backspace": "\x7f",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "page up": "\x1b[5~",
    "page down": "\x1b[6~",
    "space": " ",
    "F1": "\x1bOP",
    **{f"ctrl-{letter}": chr(ord(letter) - 96) for letter in "abcdefghijklmnopqrstuvwxyz"},
}

_FRAME_BEGINS, _FRAME_ENDS = b"\x1b[?2026h", b"\x1b[?2026l"
_ASKS_FOR_FRAMES, _HAS_FRAMES = b"\x1b[?2026$p", b"\x1b[?2026;2$y"

# Sequences that pyte takes for others: private ones with a `<`, `=` or `>`, and questions about modes.
_FOREIGN = re.compile(rb"\x1b\[(?:[<=>][0-9;]*[@-~]|\??[0-9;]*\$[@-~])")
_UNFINISHED = re.compile(rb"\x1b(?:\[[0-9;<=>?$]*)?\Z")

_PATIENCE = 10.0
_LIFE = 120.0


class Position(NamedTuple):
    """A cell of the screen, counted from 0."""

    x: int
    y: int


class Terminal(PseudoTerminal):
    """A pseudo-terminal with a screen (pyte) that shows what was written to it.

    The program is told that frames are drawn as a whole (mode 2026), and the screen is looked at between
    frames: no test sees half a frame. All waits end: each after `_PATIENCE` seconds, all together after
    `_LIFE`.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        columns: int = 100,
        rows: int = 30,
        environment: Mapping[str, str],
        directory: Path | None = None,
    ) -> None:
        super().__init__(command, columns=columns, rows=rows, environment=environment, directory=directory)
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._held = b""
        self._end_of_life = time.monotonic() + _LIFE

    def read(self, seconds: float) -> bytes:
        """What the program wrote; it is on the screen too."""
        data = super().read(seconds)
        if not data:
            return data
        if _ASKS_FOR_FRAMES in self._held + data:
            self.write(_HAS_FRAMES)
        pending = self._held + data
        unfinished = _UNFINISHED.search(pending)
        end = unfinished.start() if unfinished else len(pending)
        self._held = pending[end:]
        self._stream.feed(_FOREIGN.sub(b"", pending[:end]))
        return data

    def resize(self, columns: int, rows: int) -> None:
        """Changes the size of the window; the screen is empty until the program draws it anew."""
        while self.read(0):
            pass
        self._screen.resize(rows, columns)
        self._screen.erase_in_display(2)
        super().resize(columns, rows)

    # what is to be seen

    @property
    def lines(self) -> list[str]:
        """The rows of the screen without the spaces at their ends. A wide character is one character."""
        return ["".join(cell.data for cell in self.cells(y)).rstrip() for y in range(self.rows)]

    @property
    def text(self) -> str:
        """The whole screen."""
        return "\n".join(self.lines)

    def cells(self, y: int) -> list[Char]:
        """One row, cell by cell; the second cell of a wide character holds no text."""
        row = self._screen.buffer[y]
        return [row[x] for x in range(self.columns)]

    def part(self, left: int, right: int | None = None) -> list[str]:
        """The rows of the screen between two columns."""
        return ["".join(cell.data for cell in self.cells(y)[left:right]).rstrip() for y in range(self.rows)]

    def positions(self, text: str) -> list[Position]:
        """The cells where `text` begins, from the top; it must stand on one row."""
        found = []
        for y in range(self.rows):
            cells = self.cells(y)
            starts = [x for x, cell in enumerate(cells) if cell.data]
            line = "".join(cells[x].data[0] for x in starts)
            found += [Position(starts[match.start()], y) for match in re.finditer(re.escape(text), line)]
        return found

    def position(self, text: str) -> Position:
        """The first cell of the first place where `text` stands."""
        found = self.positions(text)
        assert found, f"{text!r} is not on the screen:\n{self.text}"
        return found[0]

    def background(self, position: Position) -> str:
        """The colour under a cell, as six hexadecimal digits or a name."""
        cell = self._screen.buffer[position.y][position.x]
        return str(cell.fg if cell.reverse else cell.bg)

    # waiting

    def wait_for(self, *texts: str, seconds: float = _PATIENCE) -> None:
        """Waits until all texts are on the screen."""
        self.wait_until(lambda: all(text in self.text for text in texts), " and ".join(map(repr, texts)), seconds)

    def wait_without(self, text: str, seconds: float = _PATIENCE) -> None:
        """Waits until a text is no longer on the screen."""
        self.wait_until(lambda: text not in self.text, f"the end of {text!r}", seconds)

    def wait_until(self, is_so: Callable[[], bool], what: str, seconds: float = _PATIENCE) -> None:
        """Waits until something holds of the screen; `what` names it for the message of a failed test."""
        end = min(time.monotonic() + seconds, self._end_of_life)
        while True:
            while self.read(0):
                pass
            if self._is_between_frames() and is_so():
                return
            if self.is_over or time.monotonic() > end:
                how = "the program had ended" if self.is_over else f"{seconds:g} seconds had passed"
                raise AssertionError(f"Waited for {what}, but {how}:\n{self.text}")
            self.read(0.05)

    def settle(self, seconds: float = 0.15) -> None:
        """Waits until nothing has been drawn for a while: for what has no words of its own to wait for."""
        while self.read(seconds) and time.monotonic() < self._end_of_life:
            pass

    def _is_between_frames(self) -> bool:
        return self.raw.rfind(_FRAME_BEGINS) <= self.raw.rfind(_FRAME_ENDS)

    # what the reader does

    def press(self, *keys: str) -> None:
        """Presses keys: the names of KEYS, or characters."""
        for key in keys:
            self.write(KEYS.get(key, key).encode())

    def type(self, text: str) -> None:
        """Types a text in one write, as an input method or a paste does."""
        self.write(text.encode())

    def click(self, position: Position) -> None:
        """Presses and lets go of the left button."""
        self._mouse(0, position, is_down=True)
        self._mouse(0, position, is_down=False)

    def wheel(self, position: Position, steps: int) -> None:
        """Turns the wheel over a cell, towards the reader when `steps` is positive."""
        for _ in range(abs(steps)):
            self._mouse(65 if steps > 0 else 64, position, is_down=True)

    def drag(self, start: Position, end: Position) -> None:
        """Takes hold of a cell, goes to another, lets go; no faster than a hand."""
        self._mouse(0, start, is_down=True)
        self.settle()
        self._mouse(32, Position((start.x + end.x) // 2, (start.y + end.y) // 2), is_down=True)
        self.settle()
        self._mouse(32, end, is_down=True)
        self.settle()
        self._mouse(0, end, is_down=False)

    def _mouse(self, button: int, position: Position, *, is_down: bool) -> None:
        """Reports the mouse as xterm does in mode 1006; its cells are counted from 1."""
        self.write(f"\x1b[<{button};{position.x + 1};{position.y + 1}{'M' if is_down else 'm'}".encode())
