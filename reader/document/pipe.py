"""What one of our processes tells another: objects through a pipe, each pickled behind its length in eight bytes.

A length of nought says that no more will come. Both ends are this program; no one else's pickles are read.
"""

from __future__ import annotations

import os
import pickle
import select
import struct
from collections.abc import Callable, Iterator
from typing import Any

_LENGTH = struct.Struct("!Q")
_PATIENCE = 0.1
"""Seconds between two looks at whether more is still wanted."""
_PIECE = 1 << 20


def send(target: int, thing: object) -> None:
    """Writes an object to a descriptor. Raises BrokenPipeError when nobody reads there any more."""
    data = pickle.dumps(thing, pickle.HIGHEST_PROTOCOL)
    _write(target, _LENGTH.pack(len(data)))
    _write(target, data)


def end(target: int) -> None:
    """Says that no more will come. Raises BrokenPipeError as `send` does."""
    _write(target, _LENGTH.pack(0))


def _write(target: int, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(target, left) :]


def received(source: int, is_cancelled: Callable[[], bool] = lambda: False) -> Iterator[Any]:
    """The objects that come from a descriptor, to the end.

    The iterator ends early soon after `is_cancelled` says so; it raises EOFError when the other process ended early.
    """
    while True:
        head = _read(source, _LENGTH.size, is_cancelled)
        data = head and _read(source, _LENGTH.unpack(head)[0], is_cancelled)
        if not data:
            return
        yield pickle.loads(data)


def _read(source: int, size: int, is_cancelled: Callable[[], bool]) -> bytes:
    """`size` bytes of the pipe, or none when it was cancelled. The other process may take long over one object."""
    data = bytearray()
    while len(data) < size:
        if is_cancelled():
            return b""
        if select.select([source], [], [], _PATIENCE)[0]:
            read = os.read(source, min(size - len(data), _PIECE))
            if not read:
                raise EOFError
            data += read
    return bytes(data)
