"""What the catalogue is told of articles, and what it answers."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from enum import IntFlag, StrEnum
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


class Shelf(StrEnum):
    """Articles that the reader has marked, or not. The values are names for the screen."""

    STARRED = "starred"
    """What was starred last first."""
    UNREAD = "unread"
    """What is not read, by category."""
    READ = "recently read"
    """What was read last first."""


class Order(StrEnum):
    """How the articles of a group stand. The values are names for settings and for the screen."""

    DATE = "date"
    """The newest first."""
    TITLE = "title"


class Flag(IntFlag):
    """What is remembered of an article in a bit each."""

    DRAFT = 1
    CODE = 2
    """Its page has a block of code."""
    IMAGE = 4
    """Its page has a picture."""
    UNDATED = 8
    """Its date is its file's."""


class Known(NamedTuple):
    """What the catalogue knows of an article's file."""

    id: int
    size: int
    """In bytes."""
    modified_ns: int
    """Nanoseconds since 1970; -1 when the file must be looked at again."""
    body_hash: bytes


class Entry(NamedTuple):
    """What the catalogue is told of an article."""

    path: Path | str
    """A text where many come at once: to make a Path of it takes a tenth of what all else of an article does."""
    metadata: Metadata
    folders: tuple[str, ...] = ()
    """From the archive's root down to the file; first what tells the roots apart, when there are several."""
    faults: tuple[Fault, ...] = ()
    size: int = 0
    """Of the file, in bytes."""
    modified_ns: int = 0
    """Nanoseconds since 1970."""
    body_hash: bytes = b""
    """The same for two files with the same body."""

    @classmethod
    def under(
        cls,
        root: Path,
        path: Path,
        metadata: Metadata,
        faults: tuple[Fault, ...] = (),
        *,
        names_root: bool = False,
    ) -> Entry:
        """An entry whose folders are those between `root` and `path`, with the root's own if `names_root`."""
        folders = path.relative_to(root).parts[:-1] if path != root else ()
        return cls(path, metadata, (root.name, *folders) if names_root else folders, faults)


class Listed(NamedTuple):
    """What a row says of an article."""

    id: int
    path: Path
    title: str
    date: date
    """In the time zone that the source names."""
    is_draft: bool
    is_faulty: bool
    body_hash: bytes = b""
    """What marks know it by."""


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
    own: int
    """Articles in it."""
    changed: int
    """The catalogue's revision when anything in or below it last changed."""


class Groups(NamedTuple):
    """The child groups of a node, in order. Numbers only: names are asked for when they are on the screen."""

    ids: array[int]
    counts: array[int]
    """For each of `ids`, the articles in it and below, each once."""


class Matches:
    """The articles of one view whose titles hold all words of a query."""

    def __init__(self, found: Sequence[tuple[str, str, int, str]]) -> None:
        """Takes lists of numbers with commas between, for each set of nodes that hold the same articles.

        They are the nodes that the articles stand in, those and all above them, how many articles, and which.
        """
        self.total = sum(count for _, _, count, _ in found)
        """Articles that match, each once."""
        # Tags make nearly as many sets as there are articles; counting those at once is ten times as fast.
        counts = Counter(",".join(above for _, above, count, _ in found if count == 1).split(","))
        for _, above, count, _ in found:
            if count > 1:
                for node in above.split(","):
                    counts[node] += count
        self.counts = {int(node): count for node, count in counts.items() if node}
        """For each node that holds any, the matching articles in it and below, each once."""
        self._found = found
        self._ids: dict[str, list[str]] | None = None

    def among(self, articles: Iterable[int]) -> list[int]:
        """Those of some articles that match, as they stand."""
        matching = {article for *_, ids in self._found for article in ids.split(",")}
        return [article for article in articles if str(article) in matching]

    def but_not(self, articles: AbstractSet[int]) -> Matches:
        """The matches without some articles."""
        found = []
        for nodes, above, _, ids in self._found:
            left = [article for article in ids.split(",") if int(article) not in articles]
            if left:
                found.append((nodes, above, len(left), ",".join(left)))
        return Matches(found)

    def ids(self, node: int) -> str:
        """The matching articles that stand in the node itself, in no order, with commas between."""
        if self._ids is None:
            self._ids = {}
            for nodes, _, _, ids in self._found:
                for each in nodes.split(","):
                    self._ids.setdefault(each, []).append(ids)
        return ",".join(self._ids.get(str(node), ()))
