"""Fetches pictures beside the screen, a few at a time, and keeps them in the cache."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby
from typing import NamedTuple

from textual.message import Message

from reader.archive import picture_cache
from reader.archive.fetching import FetchError, fetch

_AT_ONCE = 4
"""Hosts that are asked at once; each is asked for one picture after the other."""

Fetch = Callable[[str], bytes]
IsCancelled = Callable[[], bool]


class Wish(NamedTuple):
    """A picture on another machine."""

    address: str
    host: str


class PicturesFetched(Message):
    """So many of the pictures are there, or have failed; `is_last` with the last of them."""

    def __init__(self, done: int, count: int, failures: Sequence[str], *, is_last: bool) -> None:
        super().__init__()
        self.done = done
        self.count = count
        self.failures = tuple(failures)
        self.is_last = is_last


def fetch_all(
    wishes: Sequence[Wish], post: Callable[[Message], object], is_cancelled: IsCancelled, fetch_one: Fetch = fetch
) -> None:
    """Fetches pictures, and says after each how far it is. Runs in a thread of its own until all are there."""
    done = 0
    failures: list[str] = []

    def from_host(of_host: Sequence[Wish]) -> None:
        nonlocal done
        for wish in of_host:
            if is_cancelled():
                return
            try:
                picture_cache.keep(wish.address, fetch_one(wish.address))
            except FetchError as error:
                failures.append(f"{wish.host}: {error}")
            except OSError as error:
                failures.append(f"it cannot be kept in the cache folder: {error.strerror or error}")
            done += 1
            post(PicturesFetched(done, len(wishes), failures, is_last=False))

    by_host = [list(group) for _, group in groupby(sorted(wishes, key=_host), key=_host)]
    with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="fetch") as pool:
        for _ in pool.map(from_host, by_host):
            pass
    post(PicturesFetched(done, len(wishes), failures, is_last=True))


def _host(wish: Wish) -> str:
    return wish.host
