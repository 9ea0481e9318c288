"""What tells articles of one title apart, where they stand one below the other in the tree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from rich.cells import cell_len

_AS_FAR = 8
"""Cells that names may share before they are shown from where they differ; so many are shown then at least."""


def name_apart(path: Path, others: Sequence[Path]) -> str:
    """The part of a path that none of the others has: the file's name, else that of a folder; short where it is long.

    Empty where there are no others.
    """
    if not others:
        return ""
    for own, *theirs in zip(_parts(path), *map(_parts, others), strict=False):
        if own not in theirs:
            return _from_where_it_differs(own, theirs)
    return f"{path.parent.name}/{path.stem}"


def _parts(path: Path) -> Iterator[str]:
    """The names in a path, from the file's up, with what it ends in only where the rest does not tell."""
    yield from (path.stem, path.name, *reversed(path.parent.parts))


def _from_where_it_differs(name: str, others: Iterable[str]) -> str:
    """A long name without what it shares with others, but for a little of that."""
    shared = max(_shared(name, other) for other in others)
    start = shared - 2
    while start > 0 and cell_len(name[start:]) < _AS_FAR:
        start -= 1
    return f"…{name[start:]}" if start > 0 and cell_len(name[:shared]) > _AS_FAR else name


def _shared(name: str, other: str) -> int:
    """How many characters two names begin with alike."""
    return next((at for at, (a, b) in enumerate(zip(name, other, strict=False)) if a != b), min(len(name), len(other)))
