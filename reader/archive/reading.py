"""One file to an article: its bytes through decoding, cleaning and splitting to metadata and body."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from reader.archive.article import Article, BodyFormat, Fault, Summary
from reader.archive.encoding import Decoded, clean, cut, decode, decode_clean, length_of_mark, why_not_text
from reader.archive.files import FORMATS, extension
from reader.archive.front_matter import FrontMatter, body_alone, split
from reader.archive.language import language_of
from reader.archive.metadata import describe
from reader.archive.site import Site
from reader.errors import ArchiveError


def read(path: Path, site: Site | None = None) -> Article:
    """See `files.read`."""
    suffix, written = _kind(path)
    data, modified_ns = _bytes(path)
    apart = _take_apart(path, suffix, data)
    metadata, faults = describe(apart.front, path, modified_ns, written, site or Site(path.parent))
    if metadata.language is None:
        metadata = metadata._replace(language=language_of(apart.front.body, metadata.title))
    return Article(path, metadata, _body(apart), written, apart.decoded.encoding, _all_faults(apart, faults))


def read_body(path: Path | str) -> tuple[str, BodyFormat]:
    """See `files.read_body`."""
    suffix, written = _kind(path)
    data, _ = _bytes(path)
    text = decode_clean(data)
    body = None if text is None else body_alone(text)
    if body is not None and "{{" not in body:
        return body, written
    return _body(_take_apart(path, suffix, data)), written


_HEAD = 32 * 1024
"""In bytes. Taken apart of a file for its metadata: 8,000 Chinese characters and 8 KB of front matter."""


def read_summary(path: Path | str, size: int, modified_ns: int, site: Site | None = None) -> Summary:
    """See `files.read_summary`."""
    suffix, written = _kind(path)
    data, _ = _bytes(path, size, modified_ns)
    apart = _take_apart(path, suffix, data if len(data) <= _HEAD else cut(data[: _HEAD + 1]))
    if len(data) > _HEAD and _needs_more(apart, written):
        apart = _take_apart(path, suffix, data)
    metadata, faults = describe(apart.front, path, modified_ns, written, site or Site(Path(path).parent))
    return Summary(metadata, _all_faults(apart, faults), _body_hash(data, apart))


def _kind(path: Path | str) -> tuple[str, BodyFormat]:
    """The file's extension, and how its body is written."""
    suffix = extension(path)
    return suffix, FORMATS.get(suffix, BodyFormat.PLAIN)


_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_PIECE = 1 << 20
_LARGEST = 10**9
"""In bytes. A file is read whole, and its text takes several times as much memory."""


def _bytes(path: Path | str, size: int = 0, modified_ns: int = 0) -> tuple[bytes, int]:
    """A file's content and time in nanoseconds. For an article of 3 KB Python's own files take longer than reading it.

    A file that is as long as when it was listed, with this `size` and time, is the one that was listed.
    """
    try:
        # Opened without waiting: a pipe would wait for its writer for ever.
        descriptor = os.open(path, _FLAGS)
        try:
            data = b""
            if 0 < size <= _PIECE:
                data = os.read(descriptor, size + 1)
                if len(data) == size:
                    return data, modified_ns
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                raise _not_a_file(path, status.st_mode)
            if status.st_size > _LARGEST:
                much = f"{status.st_size / 1e9:,.1f} GB"
                raise ArchiveError(Path(path), f"is too large to be an article ({much}; up to 1 GB can be read)")
            if not data:
                data = os.read(descriptor, min(status.st_size, _PIECE) + 1)
            if len(data) != status.st_size:  # a large file, or one that is being written
                data += b"".join(iter(lambda: os.read(descriptor, _PIECE), b""))
        finally:
            os.close(descriptor)
    except OSError as error:
        raise ArchiveError.from_os_error(Path(path), error) from error
    return data, status.st_mtime_ns


def _not_a_file(path: Path | str, mode: int) -> Exception:
    return IsADirectoryError() if stat.S_ISDIR(mode) else ArchiveError(Path(path), "is not a file that can be read")


class _Apart(NamedTuple):
    """A file, or the first part of one, taken apart."""

    decoded: Decoded
    front: FrontMatter
    is_clean: bool
    """Whether the text is UTF-8 and as it stands in the file."""


def _take_apart(path: Path | str, suffix: str, data: bytes) -> _Apart:
    """Raises `ArchiveError` for what is not text."""
    text = decode_clean(data)
    if text is not None:
        return _Apart(Decoded(text, "utf-8"), split(text, suffix), is_clean=True)
    reason = why_not_text(data)
    if reason:
        raise ArchiveError(Path(path), f"is not text: {reason}")
    decoded = decode(data)
    return _Apart(decoded, split(clean(decoded.text), suffix), is_clean=False)


def _body(apart: _Apart) -> str:
    """The body as it is read, with what it asks of its front matter."""
    body = apart.front.body
    if "{{" not in body:
        return body
    from reader.archive.page_fields import fill  # noqa: PLC0415 - few articles come here

    return fill(body, apart.front.fields)


def _needs_more(apart: _Apart, written: BodyFormat) -> bool:
    """Whether the rest may change the metadata: the part looks damaged, or shows too little body."""
    from reader.archive.heading import LOOKED_AT  # noqa: PLC0415 - only long files come here

    front = apart.front
    if apart.decoded.fault or front.faults or len(front.body) < LOOKED_AT:
        return True
    if written is not BodyFormat.HTML or front.fields.get("title"):
        return False
    from reader.archive.html_head import has_whole_head  # noqa: PLC0415

    return not has_whole_head(front.body)


def _all_faults(apart: _Apart, faults: tuple[Fault, ...]) -> tuple[Fault, ...]:
    undecoded = (apart.decoded.fault,) if apart.decoded.fault else ()
    return (*undecoded, *apart.front.faults, *faults)


# The body's hash


def _body_hash(data: bytes, apart: _Apart) -> bytes:
    """See `Summary.body_hash`. `data` is the whole file, of which the first part may have been taken apart."""
    (text, encoding, _), body = apart.decoded, apart.front.body
    if apart.is_clean:
        start = len(text[: len(text) - len(body)].encode())
        return blake2b(data[start:], digest_size=16).digest()
    # The same bytes are another text in another encoding.
    start = _start_of_body(data, apart.decoded, body)
    return blake2b(data[start:], digest_size=16, person=encoding.removeprefix("utf-8").encode()[:16]).digest()


_LINE_END = re.compile("\r\n?|\n")
_LINE_END_BYTES = re.compile(b"\r\n?|\n")


def _start_of_body(data: bytes, decoded: Decoded, body: str) -> int:
    """Where in the file's bytes the body begins, or the line that it begins on. Cleaning changes no number of lines."""
    if not body:
        return len(data)
    text, mark = decoded.text, length_of_mark(data)
    lines = len(_LINE_END.findall(text)) - body.count("\n")
    if lines == 0:
        return mark
    if decoded.encoding.startswith(("utf-16", "utf-32")):
        return mark + len(text[: _nth_end(_LINE_END.finditer(text), lines)].encode(decoded.encoding, "surrogatepass"))
    # In no other encoding is a line end part of a longer character.
    return _nth_end(_LINE_END_BYTES.finditer(data), lines)


def _nth_end(ends: Iterator[re.Match[Any]], number: int) -> int:
    found = next(islice(ends, number - 1, None), None)
    return found.end() if found else 0
