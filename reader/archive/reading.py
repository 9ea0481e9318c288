"""One file to an article: its bytes through decoding, cleaning and splitting to metadata and body."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from reader.archive.article import Article, BodyFormat, Fault, Metadata
from reader.archive.encoding import Decoded, clean, cut, decode, why_not_text
from reader.archive.files import File, body_format, extension
from reader.archive.front_matter import FrontMatter, split
from reader.archive.metadata import describe
from reader.archive.site import Site
from reader.errors import ArchiveError


def read(path: Path, site: Site | None = None) -> Article:
    """See `files.read`."""
    try:
        status = path.stat()
        # A pipe would wait for its writer for ever.
        if not stat.S_ISREG(status.st_mode) and not stat.S_ISDIR(status.st_mode):
            raise ArchiveError(path, "is not a file that can be read")
        data = path.read_bytes()
    except OSError as error:
        raise ArchiveError.from_os_error(path, error) from error
    decoded, front = _take_apart(path, data)
    metadata, faults = describe(front, path, status.st_mtime_ns, body_format(path), site or Site(path.parent))
    return Article(path, metadata, front.body, body_format(path), decoded.encoding, _all_faults(decoded, front, faults))


_HEAD = 32 * 1024
"""In bytes. Read of a file for its metadata: 8,000 Chinese characters and 8 KB of front matter."""


def read_metadata(file: File, site: Site | None = None) -> tuple[Metadata, tuple[Fault, ...]]:
    """See `files.read_metadata`."""
    path = file.path
    try:
        with open(path, "rb", buffering=0, opener=_opener) as stream:
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                raise ArchiveError(path, "is not a file that can be read")
            # A buffer of 32 KB for an article of 3 takes longer to make than the article to read.
            wanted = min(file.size + 1, _HEAD)
            data = stream.read(wanted)
            is_part = len(data) == wanted
            decoded, front = _take_apart(path, cut(data) if is_part else data)
            if is_part and _needs_more(path, decoded, front):
                decoded, front = _take_apart(path, data + stream.read())
    except OSError as error:
        raise ArchiveError.from_os_error(path, error) from error
    metadata, faults = describe(front, path, file.modified_ns, body_format(path), site or Site(path.parent))
    return metadata, _all_faults(decoded, front, faults)


def _opener(path: str, flags: int) -> int:
    """Opens without waiting: a pipe would wait for its writer for ever."""
    return os.open(path, flags | os.O_NONBLOCK)


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
