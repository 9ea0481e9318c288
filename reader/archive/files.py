"""Files on disk: walking an archive's folders, and reading one file into an article."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from reader.archive.article import BodyFormat
from reader.errors import ArchiveError

if TYPE_CHECKING:
    from reader.archive.article import Article, Summary
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

_LATEST_NS = (1 << 63) - 1
"""Of nanoseconds since 1970 what 64 bits hold, the year 2262; file systems keep later times, and databases do not."""

_SKIPPED_FOLDERS = frozenset({"node_modules", "__pycache__"})


class File(NamedTuple):
    """An article's file as the folder lists it."""

    path: Path
    size: int
    """In bytes."""
    modified_ns: int
    """Nanoseconds since 1970, as the file system tells it, up to the year 2262."""


class Listing(NamedTuple):
    """An article's file as its folder lists it."""

    name: bytes
    size: int
    """In bytes."""
    modified_ns: int
    """Nanoseconds since 1970, as the file system tells it, up to the year 2262."""


class Folder(NamedTuple):
    """A folder and the articles' files in it, not those below it."""

    path: bytes
    files: list[Listing]
    """In the order of their names' bytes."""


OnError = Callable[[ArchiveError], None]


def walk(root: Path, on_error: OnError | None = None) -> Iterator[File]:
    """The articles' files under `root`, a folder's own before those of the folders in it: see `walk_folders`."""
    for folder in walk_folders(root, on_error):
        for name, size, modified_ns in folder.files:
            yield File(Path(os.fsdecode(os.path.join(folder.path, name))), size, modified_ns)  # noqa: PTH118 - bytes


def walk_folders(root: Path, on_error: OnError | None = None) -> Iterator[Folder]:
    """The folders under `root`, itself first, depth first, each folder's names in the order of their bytes.

    Hidden names, `node_modules` and `__pycache__` are left out. A symbolic link to a folder is followed
    unless it leads to a folder that the walk has been in or comes to by itself. A file or folder that cannot
    be read is handed to `on_error` and left out. A `root` that is a file is the one file of its archive.

    Only one folder's files, and the names of the folders that wait, are held in memory.

    Raises `ArchiveError`, at its first step, when `root` itself cannot be read.
    """
    report = on_error or (lambda error: None)
    top = os.fsencode(root)
    try:
        status = os.stat(top)  # noqa: PTH116 - bytes, as in all of this walk: a Path costs ten times as much
        if not stat.S_ISDIR(status.st_mode):
            directory, name = os.path.split(top)
            yield Folder(directory, [Listing(name, status.st_size, min(status.st_mtime_ns, _LATEST_NS))])
            return
        files, below = _list(top, report)
    except OSError as error:
        raise ArchiveError.from_os_error(root, error) from error
    yield Folder(top, files)
    real_root = os.fsencode(os.path.realpath(root))
    seen = {(status.st_dev, status.st_ino)}
    waiting = [(top, name, is_link) for name, is_link in reversed(below)]
    while waiting:
        above, name, is_link = waiting.pop()
        path = os.path.join(above, name)  # noqa: PTH118 - bytes
        try:
            status = os.stat(path)  # noqa: PTH116 - bytes
            identity = (status.st_dev, status.st_ino)
            if identity in seen or (is_link and _is_walked_anyway(path, real_root)):
                continue
            seen.add(identity)
            files, below = _list(path, report)
        except OSError as error:
            report(ArchiveError.from_os_error(Path(os.fsdecode(path)), error))
            continue
        yield Folder(path, files)
        waiting += [(path, name, is_link) for name, is_link in reversed(below)]


def folders(root: Path, most: int) -> list[Path] | None:
    """The folders that `walk_folders` would go through, without a look at their files; None for more than `most`.

    A `root` that is a file, or that is not there, stands for itself. What cannot be read is left out.
    """
    top = os.fsencode(root)
    real_root = os.fsencode(os.path.realpath(root))
    found: list[bytes] = []
    seen: set[tuple[int, int]] = set()
    waiting = [(top, False)]
    while waiting:
        path, is_link = waiting.pop()
        try:
            status = os.stat(path)  # noqa: PTH116 - bytes
            if (status.st_dev, status.st_ino) in seen or (is_link and _is_walked_anyway(path, real_root)):
                continue
            seen.add((status.st_dev, status.st_ino))
            if stat.S_ISDIR(status.st_mode):
                with os.scandir(path) as entries:
                    below = [(entry.path, entry.is_symlink()) for entry in entries if _is_folder(entry)]
                waiting += below
        except OSError:
            if path != top:
                continue
        found.append(path)
        if len(found) + len(waiting) > most:
            return None
    return [Path(os.fsdecode(path)) for path in sorted(found)]


def _is_folder(entry: os.DirEntry[bytes]) -> bool:
    try:
        return not entry.name.startswith(b".") and entry.name not in _SKIPPED and entry.is_dir()
    except OSError:  # a link to itself
        return False


def is_skipped_name(name: str) -> bool:
    """Whether a walk passes over files and folders of this name, and all that is below them."""
    return name.startswith(".") or name in _SKIPPED_FOLDERS


_SKIPPED = frozenset(map(os.fsencode, _SKIPPED_FOLDERS))
_ENDINGS = tuple(map(os.fsencode, FORMATS))


def _list(folder: bytes, report: OnError) -> tuple[list[Listing], list[tuple[bytes, bool]]]:
    """A folder's files, and the folders in it with whether each is a link."""
    files: list[Listing] = []
    folders: list[tuple[bytes, bool]] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            name = entry.name
            if name.startswith(b"."):
                continue
            try:
                if entry.is_dir():
                    if name not in _SKIPPED:
                        folders.append((name, entry.is_symlink()))
                elif name.lower().endswith(_ENDINGS):
                    status = entry.stat()
                    if stat.S_ISREG(status.st_mode):
                        files.append(Listing(name, status.st_size, min(status.st_mtime_ns, _LATEST_NS)))
            except OSError as error:  # a link to itself or to nothing, a file that has just gone
                report(ArchiveError.from_os_error(Path(os.fsdecode(entry.path)), error))
    files.sort()
    folders.sort()
    return files, folders


def extension(name: str | Path) -> str:
    """With its dot, in lower case."""
    return os.path.splitext(name)[1].lower()  # noqa: PTH122 - see walk


def _is_walked_anyway(link: bytes, real_root: bytes) -> bool:
    """Whether a linked folder lies in the archive in plain sight: there it keeps its own place."""
    target = os.path.realpath(link)
    root = os.path.join(real_root, b"")  # noqa: PTH118 - bytes
    if target == real_root:
        return True
    if not target.startswith(root):
        return False
    return not any(part.startswith(b".") or part in _SKIPPED for part in target[len(root) :].split(os.fsencode(os.sep)))


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


def read_summary(path: Path | str, size: int, modified_ns: int, site: Site | None = None) -> Summary:
    """The metadata and faults that `read` would find, from the first 32 KB where they suffice, and the body's hash.

    Without a language where the source names none: see `language.language_of`.

    Of a file that was listed with this size (bytes) and time (nanoseconds since 1970).
    A byte further down that is not text is found when the article is read.

    Raises `ArchiveError` when the file cannot be read or is not text.
    """
    from reader.archive import reading  # noqa: PLC0415 - see above

    return reading.read_summary(path, size, modified_ns, site)


def read_body(path: Path | str) -> tuple[str, BodyFormat]:
    """The body that `read` would find and how it is written, without working out what else is known.

    Raises `ArchiveError` when the file cannot be read or is not text.
    """
    from reader.archive import reading  # noqa: PLC0415 - see above

    return reading.read_body(path)
