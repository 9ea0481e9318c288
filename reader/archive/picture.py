"""Where an article's pictures are: a file inside the archive, an address, or the article itself.

What an article names is untrusted. A file counts only when it lies, after all links are resolved, below a folder that
was opened: no `..`, no absolute path, no symbolic link and no `file:` leads out of it.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

MOST_DATA = 4 * 1024 * 1024
"""Characters of a `data:` address that are looked at."""

_SITE_FOLDERS = ("", "source", "static", "assets", "public", "content", "docs")
"""Folders in which generators look for what begins with a slash, as seen from the site's top."""

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


class InArchive(NamedTuple):
    """A file of the archive, with all links resolved."""

    path: Path


class Elsewhere(NamedTuple):
    """A picture on another machine."""

    address: str
    """With `https`, which is the only way it would be fetched."""
    host: str


class Within(NamedTuple):
    """A picture that stands in the article itself."""

    address: str
    """A `data:` address."""


class Missing(NamedTuple):
    """No picture that could be shown."""

    reason: str
    """A phrase for the reader; empty where there is nothing to say."""


Source = InArchive | Elsewhere | Within | Missing


def locate(target: str, article: Path, roots: Sequence[Path], link: str | None = None) -> Source:
    """Where the picture is that an article names as `target`.

    `roots` are the folders or files that were opened; with none, the article's own folder is the archive. What is not
    there is where the article came from, when its `link` says so. Asks the file system, so it belongs beside the
    screen. Never raises.
    """
    target = target.strip()
    if target[:5].lower() == "data:":
        return _within(target)
    if target.startswith("//"):
        target = f"https:{target}"
    if _SCHEME.match(target):
        return _elsewhere(target)
    if not target or "\0" in target:
        return Missing("")
    article = article.absolute()
    tops = [_folder(root.absolute()) for root in roots]
    inside = [top for top in tops if article.is_relative_to(top)] or [article.parent]
    allowed = [os.path.realpath(top) for top in inside]
    is_outside = False
    for candidate in _candidates(target, article, inside):
        try:
            path = os.path.realpath(candidate)
            if not stat.S_ISREG(os.stat(path).st_mode):  # noqa: PTH116 - a string already
                continue
        except PermissionError:
            return Missing("no permission to read it")
        except (OSError, ValueError):
            continue
        if any(os.path.commonpath((top, path)) == top for top in allowed):
            return InArchive(Path(path))
        is_outside = True
    if is_outside:
        return Missing("outside the archive, and not opened")
    if link and isinstance(origin := _elsewhere(_joined(link, target)), Elsewhere):
        return origin
    return Missing("not in this archive")


def _joined(link: str, target: str) -> str:
    try:
        return urljoin(link, target)
    except ValueError:
        return ""


def _folder(root: Path) -> Path:
    return root if root.is_dir() else root.parent


def _within(target: str) -> Source:
    head = target[:60].lower()
    if not head.startswith("data:image/") or ";base64," not in head:
        return Missing("")
    if head.startswith("data:image/svg"):
        return Missing(SVG)
    return Within(target) if len(target) <= MOST_DATA else Missing("too large to stand in an article")


SVG = "SVG, which is not drawn"


def _elsewhere(target: str) -> Source:
    try:
        parts = urlsplit(target)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return Missing("its address cannot be read")
    if parts.scheme.lower() not in ("http", "https") or not host:
        return Missing(f"{parts.scheme.lower()}: is no address of the web")
    return Elsewhere(parts._replace(scheme="https", fragment="").geturl(), host)


def _candidates(target: str, article: Path, tops: Sequence[Path]) -> Iterator[str]:
    """Paths at which the file may be, the likeliest first: as it is written, and with its percent signs decoded."""
    plain = re.split(r"[?#]", target, maxsplit=1)[0]
    for name in dict.fromkeys((plain, unquote(plain), unquote(plain).replace("\\", "/"))):
        relative = name.lstrip("/")
        if not name.startswith("/"):
            yield os.path.join(article.parent, relative)  # noqa: PTH118 - a Path would not keep `..` and dots
            yield os.path.join(article.parent, article.stem, relative)  # noqa: PTH118 - Hexo's asset folder
        for top in tops:
            for folder in _SITE_FOLDERS:
                yield os.path.join(top, folder, relative)  # noqa: PTH118
