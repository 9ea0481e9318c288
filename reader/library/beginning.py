"""What a program that starts shows first, as far as that is known before anything is looked through."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reader.archive import site
from reader.archive.site import Site
from reader.document.opener import First, only_article
from reader.errors import CatalogueError


def first_article(paths: Sequence[Path], welcome: Path | None = None) -> First | None:
    """The file that was opened, or the article that was open last in this archive, where it was left.

    Else `welcome`, else the newest article that an earlier run knew of; None when nothing is known.
    """
    from reader.library import last_left  # noqa: PLC0415 - beside the screen

    noted = last_left.load(paths)
    if (only := only_article(paths)) is not None:
        return only._replace(left=noted[1]) if noted is not None and noted[0] == only.path else only
    if noted is not None:
        return First(noted[0], _site(paths, noted[0]), noted[1])
    if welcome is not None:
        return First(welcome)
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
    return First(listed.path, _site(paths, listed.path))


def _site(paths: Sequence[Path], article: Path) -> Site:
    root = next((path for path in map(Path.absolute, paths) if article.is_relative_to(path)), article.parent)
    return site.detect(root)
