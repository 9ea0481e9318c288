"""The names by which an article may be linked to, in a form in which they compare.

An article is known by the name of its file, its title and its aliases (`#name`, as a wiki link or `{% post_link %}`
says it), by its place in its own site (`/2020/01/name`) and by its address on the web (`example.org/2020/01/name`).
What links and front matter write differently all the same comes out the same here: `http` and `https`, `www.`, a
slash or `index.html` or `.html` at the end, case, width, percent signs, counters of visits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import blake2b
from urllib.parse import unquote

from reader.library.folding import caseless

_ABSOLUTE = re.compile(r"(?:https?:)?//(?:[^/?#@]*@)?([^/?#]+)([^?#]*)(?:\?([^#]*))?", re.IGNORECASE)
_PORT = re.compile(r":(?:80|443)?\Z")
_DATED = re.compile(r"\d{4}-\d{1,2}-\d{1,2}[-_ ](.+)", re.DOTALL)
_PAGE = re.compile(r"(?:(?:\A|/)index)?\.(?:html?|md|markdown|mdown)\Z|(?:\A|/)index\Z")
_NAMELESS = frozenset({"index", "_index", "readme"})
"""Files that stand for their folder."""


def name(words: str) -> str:
    """A file's name, a title or an alias."""
    return "#" + caseless(" ".join(words.split()))


def place(path: str) -> str:
    """A path in a site, without query and fragment."""
    path = caseless(unquote(path) if "%" in path else path).strip("/")
    return "/" + _PAGE.sub("", path).strip("/")


def address(target: str) -> str | None:
    """An address of the web (or one that leaves out the scheme, `//host/path`); None for everything else."""
    match = _ABSOLUTE.match(target)
    if match is None:
        return None
    host, path, query = match.groups()
    host = _PORT.sub("", host.lower()).removeprefix("www.")
    kept = "&".join(each for each in (query or "").split("&") if each and not each.startswith("utm_"))
    return f"{host}{place(path)}{'?' if kept else ''}{kept}"


def host(target: str | None) -> str:
    """The host of an address as `address` begins with it; empty where there is none."""
    found = address(target) if target else None
    return found.partition("/")[0] if found else ""


def names(file: str, folder: str, title: str, written: Iterable[str]) -> list[str]:
    """All names of an article, each once.

    `file` is its file's name without the folder, `folder` that folder's own name; `written` is what its front matter
    says of where it stands: permalinks, slugs, aliases, addresses.
    """
    stem = file.rpartition(".")[0] or file
    if stem.lower() in _NAMELESS and folder:
        stem = folder
    found = [name(stem), name(title)]
    if dated := _DATED.fullmatch(stem):
        found.append(name(dated[1]))
    for each in written:
        if (whole := address(each)) is not None:
            found.append(whole)
        elif ":" in each:
            continue  # a pattern (`/:year/:title/`), or a scheme that leads nowhere here
        elif "/" in each:
            found.append(place(each))
        else:
            found.append(name(each))
    return [each for each in dict.fromkeys(found) if len(each) > 1]


def key(of: str) -> int:
    """The number under which a name is kept: 63 bits of BLAKE2b."""
    return int.from_bytes(blake2b(of.encode("utf-8", "replace"), digest_size=8).digest(), "big") >> 1
