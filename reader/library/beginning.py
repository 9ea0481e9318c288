"""What a program that starts shows first, as far as that is known before anything is looked through."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reader.archive import site
from reader.document.opener import First, only_article
from reader.errors import CatalogueError


def first_article(paths: Sequence[Path]) -> First | None:
    """The file that was opened, or the newest article that an earlier run knew of; None when nothing is known."""
    if (only := only_article(paths)) is not None:
        return only
    from reader.library import location  # noqa: PLC0415 - a single file needs no catalogue

    try:
        catalogue = location.known_catalogue([path.absolute() for path in paths])
        if catalogue is None:
            return None
        newest = catalogue.newest()
        listed = catalogue.listed((newest,)).get(newest) if newest is not None else None
        catalogue.close()
    except CatalogueError:
        return None  # the screen will say so
    if listed is None or not listed.path.exists():
        return None
    root = next((path for path in map(Path.absolute, paths) if listed.path.is_relative_to(path)), listed.path.parent)
    return First(listed.path, site.detect(root))
