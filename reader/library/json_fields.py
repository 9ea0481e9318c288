"""The fields of what `marks export` writes: checked when they are read, because anybody may have written them.

Every function that reads raises KeyError for a field that is missing, TypeError or ValueError for one that is wrong.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

Fields = Mapping[str, Any]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def text(said: Fields, name: str) -> str:
    """A text."""
    value = said[name]
    if not isinstance(value, str):
        raise TypeError(f"'{name}' is {value!r}, no text")
    return value


def whole(said: Fields, name: str, what: str) -> int:
    """A whole number that SQLite and the screen can do with; `what` says of what it should be one."""
    value = said[name]
    if not isinstance(value, int) or isinstance(value, bool) or not -(2**31) < value < 2**31:
        raise TypeError(f"'{name}' is {value!r}, no number of {what}")
    return value


def truth(said: Fields, name: str, of: str) -> bool:
    """True or false; `of` is what it is said of."""
    value = said[name]
    if not isinstance(value, bool):
        raise TypeError(f"'{of}' is {value!r}, neither true nor false")
    return value


def milliseconds(said: Fields, name: str) -> int:
    """A time, in milliseconds since 1970."""
    value = said[name]
    if not isinstance(value, str):
        raise TypeError(f"'{name}' is {value!r}, no time")
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError(f"'{name}' is {value!r}, a time without its zone")
    return (moment - _EPOCH) // timedelta(milliseconds=1)


def as_moment(milliseconds: int) -> str:
    """A time as it is written."""
    moment = _EPOCH + timedelta(milliseconds=milliseconds)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
