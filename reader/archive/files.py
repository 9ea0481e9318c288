"""Files on disk: walking an archive's folders, and reading one file into an article."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from reader.archive.article import Article, BodyFormat, Fault, Metadata
from reader.archive.encoding import Decoded, clean, cut, decode, why_not_text
from reader.archive.front_matter import FrontMatter, split
from reader.archive.heading import LOOKED_AT
from reader.archive.html_head import has_whole_head
from reader.archive.metadata import describe
from reader.archive.site import Site
from reader.errors import ArchiveError

FORMATS = {
    ".md": BodyFormat.MARKDOWN,
    ".markdown": BodyFormat.MARKDOWN,
    ".mdown": BodyFormat.MARKDOWN,
    ".html": BodyFormat.HTML,
    ".htm": BodyFormat.HTML,
    ".txt": BodyFormat.PLAIN,
}
"""Which files are articles, by extension in lower case, and how each is written."""

_SKIPPED_FOLDERS = frozenset({"node_modules", "__pycache__"})


@dataclass(frozen=True, slots=True)
class File:
    """An article's file as the folder lists it."""

    path: Path
    size: int
    """In bytes."""
    modified_ns: int
    """Nanoseconds since 1970, as the file system tells it."""


def walk(root: Path, on_error: Callable[[ArchiveError], None] | None = None) -> Iterator[File]:
    """The articles' files under `root`, depth first, each folder's names in code-point order.

    Hidden names, `node_modules` and `__pycache__` are left out. A symbolic link to a folder is followed unless it
    leads to a folder that the walk has been in or comes to by itself. A file or folder that cannot be read is
    handed to `on_error` and left out. A `root` that is a file is the one file of its archive.

    Only the names of the folders between `root` and the current file are held in memory.

    Raises `ArchiveError`, at its first step, when `root` itself cannot be read.
    """
    report = on_error or (lambda error: None)
    try:
        if not os.path.isdir(root):  # noqa: PTH112 - a Path is made only for what is handed out
            yield _stat(str(root))
            return
        top = _identity(str(root))
        names = _list(str(root), report)
    except OSError as error:
        raise ArchiveError.from_os_error(root, error) from error
    real_root = os.path.realpath(root)
    seen = {top}
    levels = [(str(root), iter(names))]
    while levels:
        folder, rest = levels[-1]
        listed = next(rest, None)
        if listed is None:
            levels.pop()
            continue
        path = os.path.join(folder, listed.name)  # noqa: PTH118 - a Path costs ten times as much
        try:
            if not listed.is_folder:
                yield _stat(path)
                continue
            identity = _identity(path)
            if identity in seen or (listed.is_link and _is_walked_anyway(path, real_root)):
                continue
            seen.add(identity)
            levels.append((path, iter(_list(path, report))))
        except OSError as error:
            report(ArchiveError.from_os_error(Path(path), error))


@dataclass(frozen=True, slots=True, order=True)
class _Listed:
    """A name that the walk stops at."""

    name: str
    is_folder: bool
    is_link: bool


def _list(folder: str, report: Callable[[ArchiveError], None]) -> list[_Listed]:
    """What in a folder is of interest, sorted; names alone, so that a million of them fit."""
    found: list[_Listed] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            try:
                if entry.is_dir():
                    if entry.name not in _SKIPPED_FOLDERS:
                        found.append(_Listed(entry.name, True, entry.is_symlink()))
                elif _extension(entry.name) in FORMATS and (entry.is_file() or entry.is_symlink()):
                    found.append(_Listed(entry.name, False, False))
            except OSError as error:  # a link to itself
                report(ArchiveError.from_os_error(Path(entry.path), error))
    found.sort()
    return found


def _extension(name: str | Path) -> str:
    return os.path.splitext(name)[1].lower()  # noqa: PTH122 - see walk


def _stat(path: str) -> File:
    status = os.stat(path)  # noqa: PTH116 - see walk
    return File(Path(path), status.st_size, status.st_mtime_ns)


def _identity(path: str) -> tuple[int, int]:
    status = os.stat(path)  # noqa: PTH116 - see walk
    return status.st_dev, status.st_ino


def _is_walked_anyway(link: str, real_root: str) -> bool:
    """Whether a linked folder lies in the archive in plain sight: there it keeps its own place in the tree."""
    target = Path(os.path.realpath(link))
    if not target.is_relative_to(real_root):
        return False
    parts = target.relative_to(real_root).parts
    return not any(part.startswith(".") or part in _SKIPPED_FOLDERS for part in parts)


def body_format(path: Path) -> BodyFormat:
    """How the file is written, by its extension; a file of another kind is plain text."""
    return FORMATS.get(_extension(path), BodyFormat.PLAIN)


def read(path: Path, site: Site | None = None) -> Article:
    """The whole article in `path`.

    Without a `site`, the file stands alone: its folders are no categories.

    Raises `ArchiveError` when the file cannot be read or is not text.
    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode) and not stat.S_ISDIR(status.st_mode):
            raise ArchiveError(
                path, "is not a file that can be read"
            )  # a pipe would wait for its writer for ever
        data = path.read_bytes()
    except OSError as error:
        raise ArchiveError.from_os_error(path, error) from error
    decoded, front = _take_apart(path, data)
    metadata, faults = describe(front, path, status.st_mtime_ns, body_format(path), site or Site(path.parent))
    return Article(
        path, metadata, front.body, body_format(path), decoded.encoding, _all_faults(decoded, front, faults)
    )


_HEAD = 64 * 1024
"""In bytes: how much of a file is read for its metadata. Front matter is seldom longer than 2 KB."""


def read_metadata(file: File, site: Site | None = None) -> tuple[Metadata, tuple[Fault, ...]]:
    """The metadata that `read` would find, from the first 64 KB where they suffice, and the faults of what was read.

    A byte further down that is not text is found when the article is read.

    Raises `ArchiveError` when the file cannot be read or is not text.
    """
    path = file.path
    try:
        with open(path, "rb", buffering=0) as stream:  # noqa: PTH123 - a Path's open costs as much as the reading
            # A buffer of 64 KB for an article of 3 takes longer to make than the article to read.
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


def _take_apart(path: Path, data: bytes) -> tuple[Decoded, FrontMatter]:
    """Raises `ArchiveError` for what is not text."""
    reason = why_not_text(data)
    if reason:
        raise ArchiveError(path, f"is not text: {reason}")
    decoded = decode(data)
    return decoded, split(clean(decoded.text), _extension(path))


def _needs_more(path: Path, decoded: Decoded, front: FrontMatter) -> bool:
    """Whether the rest of the file may change its metadata: it looks damaged, or too little of the body is there."""
    if decoded.fault or front.faults or len(front.body) < LOOKED_AT:
        return True
    return (
        body_format(path) is BodyFormat.HTML
        and not front.fields.get("title")
        and not has_whole_head(front.body)
    )


def _all_faults(decoded: Decoded, front: FrontMatter, faults: tuple[Fault, ...]) -> tuple[Fault, ...]:
    undecoded = (decoded.fault,) if decoded.fault else ()
    return (*undecoded, *front.faults, *faults)
