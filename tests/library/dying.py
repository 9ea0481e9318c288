"""Work for readers, some of which ends the process that does it; other processes import it from here."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Sequence

from reader.library.readers import Work

LIMIT = -1_000
"""Items below it end their reader by force; -1 does so from within, and at -2 it fails."""


def do(items: Sequence[int]) -> bytes:
    """Names the items and the process that had them."""
    for item in items:
        if item == -1:
            os._exit(7)
        if item == -2:
            raise IndexError(item)
        if item < LIMIT:
            os.kill(os.getpid(), signal.SIGKILL)
    return json.dumps([os.getpid(), *items]).encode()


def fail(item: int) -> bytes:
    """Says that an item was not done."""
    return json.dumps([os.getpid(), f"not {item}"]).encode()


def slowly(items: Sequence[int]) -> bytes:
    """Takes as many seconds as the items say."""
    time.sleep(sum(items))
    return json.dumps([os.getpid(), *items]).encode()


WORK = Work(do, fail)
SLOW = Work(slowly, fail)
