"""Which processes there are, for tests that none is left."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path


def is_running(process: int) -> bool:
    """Whether a process is there and not merely waiting to be buried."""
    try:
        status = Path(f"/proc/{process}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


def children(process: int) -> set[int]:
    """The processes that a process has started and that run, and those that they have."""
    found: set[int] = set()
    for path in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            own = set(map(int, path.read_text().split()))
        except (FileNotFoundError, ProcessLookupError):
            continue
        found |= own.union(*map(children, own))
    return set(filter(is_running, found))


def comes_true(condition: Callable[[], bool], seconds: float = 10.0) -> bool:
    """Whether something is so within a time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.01)
    return condition()
