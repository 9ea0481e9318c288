"""Pictures that were fetched: files in the cache folder, named by their addresses, the longest unused first to go."""

from __future__ import annotations

import contextlib
import os
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

MOST_KEPT = 256 * 1024 * 1024
"""Bytes of pictures that are kept."""


class _Kept(NamedTuple):
    used_ns: int
    size: int
    path: Path


@cache
def folder() -> Path:
    """Where they are. Everything in it can be deleted at any time."""
    import platformdirs  # noqa: PLC0415 - a page without pictures elsewhere needs none

    return platformdirs.user_cache_path("broadsheet") / "pictures"


def find(address: str, where: Path | None = None) -> Path | None:
    """The file of a picture that was fetched from an address; None when it was not, or is gone. Marks it as used."""
    path = _path(address, where)
    try:
        os.utime(path)
    except OSError:
        return None
    return path


def keep(address: str, content: bytes, where: Path | None = None, most: int = MOST_KEPT) -> Path:
    """Keeps a picture, and lets others go until all together have `most` bytes. Raises OSError."""
    path = _path(address, where)
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        partial.write_bytes(content)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    _let_go(path.parent, most, path)
    return path


def _path(address: str, where: Path | None) -> Path:
    return (where or folder()) / blake2b(address.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _let_go(where: Path, most: int, newest: Path) -> None:
    kept = []
    for path in where.iterdir():
        with contextlib.suppress(OSError):  # another process has let it go meanwhile
            status = path.stat()
            kept.append(_Kept(status.st_mtime_ns, status.st_size, path))
    total = sum(each.size for each in kept)
    for each in sorted(kept):
        if total <= most:
            return
        if each.path != newest:
            with contextlib.suppress(OSError):
                each.path.unlink()
            total -= each.size
