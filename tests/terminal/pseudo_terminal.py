"""A program in a pseudo-terminal: its bytes, its size, its end. Knows nothing of what the bytes mean."""

from __future__ import annotations

import fcntl
import os
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from reader.document import pipe

# A shell that leads its session takes the first terminal it opens as its own: resizing signals the program.
_ATTACH = 'terminal=$1; shift; exec "$@" <>"$terminal" >&0 2>&0'

_CHUNK = 1 << 16


class PseudoTerminal:
    """Runs a command; ends that process, and no other, when the context is left."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        columns: int = 100,
        rows: int = 30,
        environment: Mapping[str, str],
        directory: Path | None = None,
    ) -> None:
        self.raw = bytearray()
        """Everything that was written to the terminal."""
        self.is_over = False
        self._master, slave = os.openpty()
        self._slave = slave
        self._size = (columns, rows)
        self._set_size()
        self._modes = termios.tcgetattr(slave)
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            ["/bin/sh", "-c", _ATTACH, "sh", os.ttyname(slave), *command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=directory,
            env=dict(environment),
            start_new_session=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def columns(self) -> int:
        """Cells in a row."""
        return self._size[0]

    @property
    def rows(self) -> int:
        """Rows on the screen."""
        return self._size[1]

    def resize(self, columns: int, rows: int) -> None:
        """Changes the size; the program is told by a signal, as a window would do it."""
        self._size = (columns, rows)
        self._set_size()

    def _set_size(self) -> None:
        columns, rows = self._size
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    @property
    def modes_are_as_before(self) -> bool:
        """Whether echo, line editing and signals are as they were before the program started."""
        modes: list[Any] = termios.tcgetattr(self._slave)
        return modes == self._modes

    def write(self, keys: bytes) -> None:
        """Types."""
        while keys:
            keys = keys[os.write(self._master, keys) :]

    def read(self, seconds: float) -> bytes:
        """What the program wrote, waiting for it no longer than `seconds`; empty when it wrote nothing."""
        if self.is_over or not pipe.is_readable(self._master, max(0.0, seconds)):
            # This side holds the terminal open too, so the end of the program has to be asked for.
            self.is_over = self.is_over or self.process.poll() is not None
            return b""
        try:
            data = os.read(self._master, _CHUNK)
        except OSError:
            self.is_over = True
            return b""
        self.raw += data
        return data

    def exit_code(self, seconds: float = 10.0) -> int:
        """Waits for the program to end by itself; what it wrote meanwhile is kept in `raw`."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if not self.read(0.05) and self.process.poll() is not None:
                while self.read(0):
                    pass
                return self.process.returncode
        raise AssertionError(f"The program did not end within {seconds:g} seconds.")

    def close(self) -> None:
        """Ends the program if it still runs."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(0.5)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        for end in (self._master, self._slave):
            if end >= 0:
                os.close(end)
        self._master = self._slave = -1
