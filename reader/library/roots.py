"""The folders and files that were opened as one archive."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from reader.archive import site
from reader.archive.site import Site


class Root(NamedTuple):
    """A folder or a file that was opened."""

    path: Path
    site: Site
    names: tuple[str, ...] = ()
    """What stands above its folders, because there are several: as much of the end of its path as tells it apart."""


def roots_of(paths: Sequence[Path]) -> list[Root]:
    """The roots of an archive; a file stands in its folder, and in the site of that."""
    tops = [path.absolute() for path in paths]
    folders = [path if os.path.isdir(path) else path.parent for path in tops]  # noqa: PTH112
    several = len(tops) > 1
    return [
        Root(path, site.detect(folder), _told_apart(folder, folders) if several else ())
        for path, folder in zip(tops, folders, strict=True)
    ]


def _told_apart(folder: Path, folders: Sequence[Path]) -> tuple[str, ...]:
    """The end of the path of a folder that no other has."""
    others = {other for other in folders if other != folder}
    ends = (folder.parts[-length:] for length in range(1, len(folder.parts)))
    return next((end for end in ends if all(other.parts[-len(end) :] != end for other in others)), folder.parts)
