"""Which article of the archive a link leads to."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from urllib.parse import unquote, urljoin

from reader.library import addresses, names
from reader.library.catalogue import Catalogue

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_TEMPLATE = re.compile(r"\{\{[^{}]*\}\}")
"""`{{ site.baseurl }}` and the like, which a site's generator would put before a path."""
_PAGES = (".html", ".htm")
_WRITTEN = (".md", ".markdown", ".mdown", ".html", ".htm", ".txt")
_LISTS = frozenset(
    "tag tags category categories author authors user users u page pages search archive archives feed".split()
)
"""Parts of a site's paths below which lists stand, and no articles."""
_MOST_CANDIDATES = 100


class Origin(NamedTuple):
    """Where a link stands."""

    path: Path
    """The article's file."""
    link: str | None = None
    """The article's source link, which relative addresses may mean."""


class Reference(NamedTuple):
    """An article that a link leads to, and where in it."""

    article: int
    fragment: str = ""
    """What stands behind `#`, percent signs undone; empty for the article's top."""


def find(catalogue: Catalogue, roots: Sequence[Path], origin: Origin, target: str) -> Reference | None:
    """The article of the archive that a link's target leads to; None when it leads elsewhere.

    `roots` are the archive's folders: a path that begins with `/` counts from each of them, and so does one that leads
    nowhere as seen from the article's own folder. Raises CatalogueError.
    """
    target = _TEMPLATE.sub("", target).strip()
    whole, _, fragment = target.partition("#")
    if not whole:
        return None
    if not _SCHEME.match(whole) and not whole.startswith("//"):
        for path in _files(whole, roots, origin):
            if (article := catalogue.find(path)) is not None:
                return Reference(article, unquote(fragment))
    wanted = list(dict.fromkeys(_names(whole, origin, target)))
    keys = [addresses.key(each) for each in wanted]
    with catalogue.database.reading() as connection:
        found = names.find(connection, keys)
    for name, key in zip(wanted, keys, strict=True):
        if articles := found.get(key):
            has_fragment = name != addresses.name(unquote(target)) or not fragment
            return Reference(_nearest(catalogue, articles, origin), unquote(fragment) if has_fragment else "")
    return None


def _files(target: str, roots: Sequence[Path], origin: Origin) -> Iterator[Path]:
    """Files that a relative path may mean, the likeliest first."""
    written = [target, unquote(target), unquote(target.partition("?")[0])]
    for relative in dict.fromkeys(written):
        bases = list(roots)
        if not relative.startswith("/"):
            bases.insert(0, origin.path.parent)
        for base in bases:
            path = Path(os.path.normpath(f"{base}/{relative}"))
            yield path
            if path.suffix in _PAGES or path.suffix not in _WRITTEN:
                stem = path.with_suffix("") if path.suffix in _PAGES else path
                for extension in _WRITTEN:
                    yield stem.with_name(stem.name + extension) if stem.name else stem


def _names(whole: str, origin: Origin, target: str) -> Iterator[str]:
    """By what names a target may call an article, the surest first."""
    absolute = addresses.address(whole)
    if absolute is not None:
        yield absolute
        host, _, path = absolute.partition("/")
        if host == addresses.host(origin.link):  # a page of the same site
            yield from _in_site("/" + path.partition("?")[0])
        return
    if _SCHEME.match(whole):
        return
    path = whole.partition("?")[0]
    if origin.link and (joined := addresses.address(_joined(origin.link, whole))):
        yield joined
    if "/" in path:
        yield from _in_site(path)
    else:
        yield addresses.name(unquote(whole))
        yield addresses.name(PurePosixPath(unquote(path)).stem if path.endswith(_WRITTEN) else unquote(path))
    yield addresses.name(unquote(target))


def _joined(base: str, relative: str) -> str:
    try:
        return urljoin(base, relative)
    except ValueError:  # an address that is none
        return ""


def _in_site(path: str) -> Iterator[str]:
    """A path in the article's own site: as a permalink, and by the file's name at its end."""
    place = addresses.place(path)
    yield place
    *above, last = place.split("/")
    if last and not _LISTS.intersection(above):
        yield addresses.name(last)


def _nearest(catalogue: Catalogue, articles: Sequence[int], origin: Origin) -> int:
    """Of several articles of one name the one that is nearest: most folders in common, then fewest others."""
    if len(articles) == 1:
        return articles[0]
    here = origin.path.parent.parts
    listed = catalogue.listed(articles[:_MOST_CANDIDATES])

    def distance(article: int) -> tuple[bool, int, int]:
        path = listed[article].path
        there = path.parent.parts
        shared = sum(1 for _ in _common(here, there))
        return path == origin.path, -shared, len(there)

    return min(listed, key=distance)


def _common(one: Sequence[str], other: Sequence[str]) -> Iterator[str]:
    for here, there in zip(one, other, strict=False):
        if here != there:
            return
        yield here
