"""What one of our processes tells another: objects through a pipe, each pickled behind its length in eight bytes.

A length of nought says that no more will come. Both ends are this program; no one else's pickles are read. What comes
from a process that may have been led astray by what it reads goes as bytes, which nothing makes objects of.
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
    send_bytes(target, pickle.dumps(thing, pickle.HIGHEST_PROTOCOL))


def send_bytes(target: int, data: bytes) -> None:
    """Writes bytes, not none, to a descriptor, as `send` does an object."""
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
    while data := received_bytes(source, is_cancelled):
        yield pickle.loads(data)


def received_bytes(source: int, is_cancelled: Callable[[], bool] = lambda: False, most: int | None = None) -> bytes:
    """What was sent next, as bytes: none at the end, or when it was cancelled.

    Raises EOFError when the other process ended early, or announces more than `most` bytes.
    """
    head = _read(source, _LENGTH.size, is_cancelled)
    if not head:
        return b""
    (length,) = _LENGTH.unpack(head)
    if most is not None and length > most:
        raise EOFError
    return _read(source, length, is_cancelled)


def is_readable(source: int, seconds: float) -> bool:
    """Waits until a descriptor can be read or has ended, no longer than that.

    By poll(2) where the system has it: select(2) knows no descriptor from 1,024 up.
    """
    if not hasattr(select, "poll"):
        return bool(select.select([source], [], [], seconds)[0])
    poll = select.poll()
    poll.register(source, select.POLLIN)
    return bool(poll.poll(seconds * 1000))


def _read(source: int, size: int, is_cancelled: Callable[[], bool]) -> bytes:
    """`size` bytes of the pipe, or none when it was cancelled. The other process may take long over one object."""
    data = bytearray()
    while len(data) < size:
        if is_cancelled():
            return b""
        if is_readable(source, _PATIENCE):
            read = os.read(source, min(size - len(data), _PIECE))
            if not read:
                raise EOFError
            data += read
    return bytes(data)
