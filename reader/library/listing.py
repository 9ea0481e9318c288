"""What the catalogue is told of articles, and what it answers."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from reader.archive.article import Fault, Metadata


class View(StrEnum):
    """A way of grouping. The values are names for settings and for the screen."""

    CATEGORY = "category"
    FOLDER = "folder"
    DATE = "date"
    TAG = "tag"
    AUTHOR = "author"


VIEWS = tuple(View)


@dataclass(frozen=True, slots=True)
class Entry:
    """What the catalogue is told of an article."""

    path: Path
    metadata: Metadata
    folders: tuple[str, ...] = ()
    """From the archive's root down to the file; the root's own name first when there are several roots."""
    faults: tuple[Fault, ...] = ()


class Listed(NamedTuple):
    """What a row says of an article."""

    id: int
    path: Path
    title: str
    date: date
    """In the time zone that the source names."""
    is_draft: bool
    is_faulty: bool


@dataclass(frozen=True, slots=True)
class Node:
    """A group of articles."""

    id: int
    parent: int | None
    """None for the root of a view."""
    name: str
    """Empty for the root, and for the group of what has no tag or no author."""
    count: int
    """Articles in it and below, each once."""
    changed: int
    """The catalogue's revision when anything in or below it last changed."""


class Children(NamedTuple):
    """What stands in a node. Numbers only: names and titles are asked for when they are on the screen."""

    groups: array[int]
    """Ids of the child nodes, in order."""
    counts: array[int]
    """For each of `groups`, the articles below."""
    articles: array[int]
    """Ids of the articles that stand in the node itself, in order."""


class Matches:
    """The articles of one view whose titles hold all words of a query."""

    def __init__(self, query: str) -> None:
        self.query = query
        self.total = 0
        """Articles that match, each once."""
        self.counts: Counter[int] = Counter()
        """For each node, the matching articles in it and below, each once."""
        self._ids: dict[int, list[str]] = {}

    def put(self, direct: Iterable[int], above: Iterable[int], count: int, ids: str) -> None:
        """Note `count` articles (`ids`, with commas between) that stand in `direct`; `above` includes it."""
        self.total += count
        for node in above:
            self.counts[node] += count
        for node in direct:
            self._ids.setdefault(node, []).append(ids)

    def ids(self, node: int) -> str:
        """The matching articles that stand in the node itself, in no order, with commas between."""
        return ",".join(self._ids.get(node, ()))
