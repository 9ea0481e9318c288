"""Where an archive's catalogue is kept, and what is done when it cannot be used there."""

from __future__ import annotations

import os
import re
import shutil
import struct
import tempfile
from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from reader.errors import CatalogueDamagedError, CatalogueError, CatalogueFullError
from reader.library.catalogue import Catalogue

_NAME = "catalogue.db"
_LOGS = ("-wal", "-shm")
"""What SQLite keeps beside a database in WAL mode."""
_UNSAFE = re.compile(r"[^\w.-]+")
_LONGEST_NAME = 40  # characters; some file systems hold 255 bytes


class Opened(NamedTuple):
    """A catalogue, and what the reader should know of it."""

    catalogue: Catalogue
    notice: str = ""
    """A sentence, when the catalogue is not where it should be or had to be made anew."""
    is_passing: bool = False
    """Whether it is only for this run, after which `forget` deletes it."""


def folder(roots: Sequence[Path]) -> Path:
    """The folder that holds the catalogue of an archive with these roots, in the platform's folder for caches.

    Everything in it can be deleted at any time. Another set of roots is another archive.
    """
    import platformdirs  # noqa: PLC0415 - only who keeps a catalogue asks

    paths = [os.path.realpath(root) for root in roots]
    name = _UNSAFE.sub("-", os.path.basename(paths[0]))[:_LONGEST_NAME] if paths else ""  # noqa: PTH119
    digest = blake2b(b"\0".join(map(os.fsencode, sorted(paths))), digest_size=6).hexdigest()
    return platformdirs.user_cache_path("broadsheet") / (f"{name}-{digest}" if name.strip("-") else digest)


def known_catalogue(roots: Sequence[Path]) -> Catalogue | None:
    """The catalogue that an earlier run left of these roots; None without one. Raises CatalogueError."""
    file = folder(roots) / _NAME
    return Catalogue(file) if file.exists() else None


def open_catalogue(roots: Sequence[Path], *, anew: bool = False, is_full: bool = False, passes: bool = True) -> Opened:
    """The archive's catalogue, made where there is none, or anew where what there is has proved damaged.

    A file that is damaged, no catalogue, or of a later version is set aside, and the catalogue made anew. Where
    nothing can be kept in the cache folder, or no more because its disk `is_full`, the catalogue is kept in a
    temporary one for this run, if one that `passes` is of use. Raises `CatalogueError` where it can be kept nowhere.
    """
    place = folder(roots)
    try:
        if is_full:
            raise CatalogueFullError("its disk is full")
        place.mkdir(parents=True, exist_ok=True)
        if anew:
            set_aside(place / _NAME)
        return _open_at(place / _NAME)
    except (OSError, CatalogueError) as error:
        reason = error.strerror or str(error) if isinstance(error, OSError) else str(error)
    if not passes:
        raise CatalogueError(f"the catalogue cannot be kept in {place}: {reason}")
    try:
        passing = Path(tempfile.mkdtemp(prefix="broadsheet-"))
        return Opened(
            Catalogue(passing / _NAME),
            f"The catalogue cannot be kept in {place} ({reason}): it is made for this run.",
            is_passing=True,
        )
    except OSError as error:
        raise CatalogueError(f"the catalogue cannot be kept anywhere: {reason}; {error}") from error


def _open_at(file: Path) -> Opened:
    try:
        _check_whole(file)
        return Opened(Catalogue(file))
    except CatalogueDamagedError as error:
        aside = set_aside(file)
        return Opened(Catalogue(file), f"The catalogue is made anew: {error}. What was there is kept as {aside.name}.")


def set_aside(file: Path) -> Path:
    """Renames a catalogue that cannot be used, with its logs, over the one that was set aside before it."""
    aside = file.with_name("set-aside.db")
    for suffix in ("", *_LOGS):
        source, target = Path(f"{file}{suffix}"), Path(f"{aside}{suffix}")
        if source.exists():
            source.replace(target)
        else:
            target.unlink(missing_ok=True)
    return aside


def forget(file: Path) -> None:
    """Deletes a catalogue that was made for one run, with the temporary folder that it was made in.

    With all that is in it: a process that is ended by force leaves SQLite's journals there.
    """
    shutil.rmtree(file.parent)


_HEADER = struct.Struct(">16s2s10xI")
"""The beginning of a database: a mark, the size of a page, the number of pages (SQLite's file format, 1.3)."""


def _check_whole(file: Path) -> None:
    """Raises CatalogueDamagedError for a file that was cut off, which SQLite sees only on reading what is missing."""
    try:
        with file.open("rb") as stream:
            head = stream.read(_HEADER.size)
            size = os.fstat(stream.fileno()).st_size
        log = Path(f"{file}-wal")
        if len(head) < _HEADER.size or (log.exists() and log.stat().st_size):
            return  # a new one, or one whose log tells what is missing
    except FileNotFoundError:
        return
    mark, page, pages = _HEADER.unpack(head)
    bytes_a_page = int.from_bytes(page, "big")
    if mark == b"SQLite format 3\0" and pages * (65536 if bytes_a_page == 1 else bytes_a_page) > size:
        raise CatalogueDamagedError("its file was cut off")
