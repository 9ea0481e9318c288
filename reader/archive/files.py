"""Files on disk: walking an archive's folders, and reading one file into an article."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from reader.archive.article import BodyFormat
from reader.errors import ArchiveError

if TYPE_CHECKING:
    from reader.archive.article import Article, Fault, Metadata
    from reader.archive.site import Site

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


class File(NamedTuple):
    """An article's file as the folder lists it."""

    path: Path
    size: int
    """In bytes."""
    modified_ns: int
    """Nanoseconds since 1970, as the file system tells it."""


def walk(root: Path, on_error: Callable[[ArchiveError], None] | None = None) -> Iterator[File]:
    """The articles' files under `root`, depth first, each folder's names in code-point order.

    Hidden names, `node_modules` and `__pycache__` are left out. A symbolic link to a folder is followed
    unless it leads to a folder that the walk has been in or comes to by itself. A file or folder that cannot
    be read is handed to `on_error` and left out. A `root` that is a file is the one file of its archive.

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
        name, is_folder, is_link = listed
        path = os.path.join(folder, name)  # noqa: PTH118 - a Path costs ten times as much
        try:
            if not is_folder:
                yield _stat(path)
                continue
            identity = _identity(path)
            if identity in seen or (is_link and _is_walked_anyway(path, real_root)):
                continue
            seen.add(identity)
            levels.append((path, iter(_list(path, report))))
        except OSError as error:
            report(ArchiveError.from_os_error(Path(path), error))


_Listed = tuple[str, bool, bool]
"""A name that the walk stops at, whether it is a folder, and whether it is a link to one."""


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
                        found.append((entry.name, True, entry.is_symlink()))
                elif extension(entry.name) in FORMATS and (entry.is_file() or entry.is_symlink()):
                    found.append((entry.name, False, False))
            except OSError as error:  # a link to itself
                report(ArchiveError.from_os_error(Path(entry.path), error))
    found.sort()
    return found


def extension(name: str | Path) -> str:
    """With its dot, in lower case."""
    return os.path.splitext(name)[1].lower()  # noqa: PTH122 - see walk


def _stat(path: str) -> File:
    status = os.stat(path)  # noqa: PTH116 - see walk
    return File(Path(path), status.st_size, status.st_mtime_ns)


def _identity(path: str) -> tuple[int, int]:
    status = os.stat(path)  # noqa: PTH116 - see walk
    return status.st_dev, status.st_ino


def _is_walked_anyway(link: str, real_root: str) -> bool:
    """Whether a linked folder lies in the archive in plain sight: there it keeps its own place."""
    target = Path(os.path.realpath(link))
    if not target.is_relative_to(real_root):
        return False
    parts = target.relative_to(real_root).parts
    return not any(part.startswith(".") or part in _SKIPPED_FOLDERS for part in parts)


def body_format(path: Path) -> BodyFormat:
    """How the file is written, by its extension; a file of another kind is plain text."""
    return FORMATS.get(extension(path), BodyFormat.PLAIN)


# Reading stands in a module of its own: what it needs takes twice as long to import as the walk, and a start
# on an archive that is known walks before it reads.


def read(path: Path, site: Site | None = None) -> Article:
    """The whole article in `path`.

    Without a `site`, the file stands alone: its folders are no categories.

    Raises `ArchiveError` when the file cannot be read or is not text.
    """
    from reader.archive import reading  # noqa: PLC0415 - see above

    return reading.read(path, site)


def read_metadata(file: File, site: Site | None = None) -> tuple[Metadata, tuple[Fault, ...]]:
    """The metadata that `read` would find, and the faults, from the first 32 KB where they suffice.

    A byte further down that is not text is found when the article is read.

    Raises `ArchiveError` when the file cannot be read or is not text.
    """
    from reader.archive import reading  # noqa: PLC0415 - see above

    return reading.read_metadata(file, site)
