"""One file to an article: its bytes through decoding, cleaning and splitting to metadata and body."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path

from reader.archive.article import Article, BodyFormat, Fault, Summary
from reader.archive.encoding import Decoded, clean, cut, decode, why_not_text
from reader.archive.files import File, body_format, extension
from reader.archive.front_matter import FrontMatter, split
from reader.archive.metadata import describe
from reader.archive.site import Site
from reader.errors import ArchiveError


def read(path: Path, site: Site | None = None) -> Article:
    """See `files.read`."""
    data, status = _whole(path)
    decoded, front = _take_apart(path, data)
    metadata, faults = describe(front, path, status.st_mtime_ns, body_format(path), site or Site(path.parent))
    return Article(path, metadata, front.body, body_format(path), decoded.encoding, _all_faults(decoded, front, faults))


def read_body(path: Path) -> tuple[str, BodyFormat]:
    """See `files.read_body`."""
    data, _ = _whole(path)
    return _take_apart(path, data)[1].body, body_format(path)


_HEAD = 32 * 1024
"""In bytes. Read of a file for its metadata: 8,000 Chinese characters and 8 KB of front matter."""


def read_summary(file: File, site: Site | None = None) -> Summary:
    """See `files.read_summary`."""
    path = file.path
    with _opened(path) as (descriptor, status):
        data = _read(descriptor, min(status.st_size, _HEAD) + 1)
        rest = b""
        if len(data) <= _HEAD:
            decoded, front = _take_apart(path, data)
        else:
            rest = _read(descriptor)
            head = cut(data)
            decoded, front = _take_apart(path, head)
            if _needs_more(path, decoded, front):
                head, rest = data + rest, b""
                decoded, front = _take_apart(path, head)
            rest = data[len(head) :] + rest
    metadata, faults = describe(front, path, file.modified_ns, body_format(path), site or Site(path.parent))
    body_hash = blake2b(front.body.encode("utf-8", "surrogatepass") + rest, digest_size=16).digest()
    return Summary(metadata, _all_faults(decoded, front, faults), body_hash)


def _whole(path: Path) -> tuple[bytes, os.stat_result]:
    with _opened(path) as (descriptor, status):
        return _read(descriptor), status


@contextmanager
def _opened(path: Path) -> Iterator[tuple[int, os.stat_result]]:
    """A file's descriptor and status: for an article of 3 KB Python's own files take longer than reading it."""
    try:
        # Opened without waiting: a pipe would wait for its writer for ever.
        descriptor = os.open(path, os.O_RDONLY | _FLAGS)
        try:
            status = os.fstat(descriptor)
            if stat.S_ISDIR(status.st_mode):
                raise IsADirectoryError
            if not stat.S_ISREG(status.st_mode):
                raise ArchiveError(path, "is not a file that can be read")
            yield descriptor, status
        finally:
            os.close(descriptor)
    except OSError as error:
        raise ArchiveError.from_os_error(path, error) from error


_FLAGS = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_PIECE = 1 << 20


def _read(descriptor: int, most: int | None = None) -> bytes:
    """What is left of a file, or as much as is wanted of it; a system may give less at a time than was asked for."""
    pieces: list[bytes] = []
    left = most
    while left is None or left > 0:
        piece = os.read(descriptor, _PIECE if left is None else left)
        if not piece:
            break
        pieces.append(piece)
        if left is not None:
            left -= len(piece)
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)


def _take_apart(path: Path, data: bytes) -> tuple[Decoded, FrontMatter]:
    """Raises `ArchiveError` for what is not text."""
    reason = why_not_text(data)
    if reason:
        raise ArchiveError(path, f"is not text: {reason}")
    decoded = decode(data)
    return decoded, split(clean(decoded.text), extension(path))


def _needs_more(path: Path, decoded: Decoded, front: FrontMatter) -> bool:
    """Whether the rest may change the metadata: the part looks damaged, or shows too little body."""
    from reader.archive.heading import LOOKED_AT  # noqa: PLC0415 - only long files come here

    if decoded.fault or front.faults or len(front.body) < LOOKED_AT:
        return True
    if body_format(path) is not BodyFormat.HTML or front.fields.get("title"):
        return False
    from reader.archive.html_head import has_whole_head  # noqa: PLC0415

    return not has_whole_head(front.body)


def _all_faults(decoded: Decoded, front: FrontMatter, faults: tuple[Fault, ...]) -> tuple[Fault, ...]:
    undecoded = (decoded.fault,) if decoded.fault else ()
    return (*undecoded, *front.faults, *faults)
