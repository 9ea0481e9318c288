"""Files on disk: walking an archive's folders, and reading one file into an article."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from reader.archive.article import Article, BodyFormat, Fault, Metadata
from reader.archive.encoding import clean, decode
from reader.archive.front_matter import split
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

    Raises `ArchiveError` when `root` itself cannot be read.
    """
    report = on_error or (lambda error: None)
    try:
        if not os.path.isdir(root):  # noqa: PTH112 - a Path is made only for what is handed out
            yield _stat(str(root))
            return
        top = _identity(str(root))
        names = _list(str(root))
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
            levels.append((path, iter(_list(path))))
        except OSError as error:
            report(ArchiveError.from_os_error(Path(path), error))


@dataclass(frozen=True, slots=True, order=True)
class _Listed:
    """A name that the walk stops at."""

    name: str
    is_folder: bool
    is_link: bool


def _list(folder: str) -> list[_Listed]:
    """What in a folder is of interest, sorted; names alone, so that a million of them fit."""
    found: list[_Listed] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            name = entry.name
            if name.startswith("."):
                continue
            if entry.is_dir():
                if name not in _SKIPPED_FOLDERS:
                    found.append(_Listed(name, True, entry.is_symlink()))
            elif _extension(name) in FORMATS and (entry.is_file() or entry.is_symlink()):
                found.append(_Listed(name, False, False))
    found.sort()
    return found


def _extension(name: str) -> str:
    return os.path.splitext(name)[1].lower()  # noqa: PTH122 - see walk


def _stat(path: str) -> File:
    status = os.stat(path)  # noqa: PTH116 - see walk
    return File(Path(path), status.st_size, status.st_mtime_ns)


def _identity(path: str) -> tuple[int, int]:
    status = os.stat(path)  # noqa: PTH116 - see walk
    return status.st_dev, status.st_ino


def _is_walked_anyway(link: str, real_root: str) -> bool:
    """Whether a linked folder lies in the archive in plain sight: there it keeps its own place in the tree."""
    target = os.path.relpath(os.path.realpath(link), real_root)
    parts = target.split(os.sep)
    return parts[0] != os.pardir and not any(
        p.startswith(".") or p in _SKIPPED_FOLDERS for p in parts if p != "."
    )


def body_format(path: Path) -> BodyFormat:
    """How the file is written, by its extension; a file of another kind is plain text."""
    return FORMATS.get(path.suffix.lower(), BodyFormat.PLAIN)


def read(path: Path, site: Site | None = None) -> Article:
    """The whole article in `path`.

    Without a `site`, the file stands alone: its folders are no categories.

    Raises `ArchiveError` when the file cannot be read or is not text.
    """
    try:
        data = path.read_bytes()
        modified_ns = path.stat().st_mtime_ns
    except OSError as error:
        raise ArchiveError.from_os_error(path, error) from error
    decoded = decode(data)
    front = split(clean(decoded.text), path.suffix)
    metadata, faults = describe(front, path, modified_ns, body_format(path), site or Site(path.parent))
    undecoded = (decoded.fault,) if decoded.fault else ()
    return Article(
        path, metadata, front.body, body_format(path), decoded.encoding, (*undecoded, *front.faults, *faults)
    )


def read_metadata(file: File, site: Site | None = None) -> tuple[Metadata, tuple[Fault, ...]]:
    """An article's metadata, without its body.

    Raises `ArchiveError` when the file cannot be read or is not text.
    """
    article = read(file.path, site)
    return article.metadata, article.faults
