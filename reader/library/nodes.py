"""The nodes of all views: found or made by their names, and what is above them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from reader.library.folding import sort_key
from reader.library.listing import VIEWS, View
from reader.library.schema import ROOTS

if TYPE_CHECKING:
    from reader.library.record import Paths

_MOST_REMEMBERED = 20_000  # of each kind; an archive may have more tags than there is memory

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class Placement(NamedTuple):
    """A set of nodes of one view in which an article stands."""

    id: int
    direct: tuple[int, ...]
    """The nodes themselves, in the article's order."""
    above: tuple[int, ...]
    """Those and all nodes above them, each once."""


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """Where an article stands in all views. Compared by identity, for articles are counted by it."""

    placements: tuple[Placement, ...]
    ids: tuple[int, ...]
    """Of these placements."""
    direct: tuple[int, ...]
    """The nodes in which it stands itself, of all views."""


class Nodes:
    """What a catalogue remembers of its nodes, so as not to ask for each article."""

    def __init__(self) -> None:
        self._standings: dict[tuple[Paths, ...], Standing] = {}
        self._placements: dict[tuple[View, Paths], Placement] = {}
        self._named: dict[tuple[int, str], int] = {}
        self._parents: dict[int, int | None] = {}
        self._directories: dict[bytes, int] = {}

    def forget(self) -> None:
        """Drop all memories, which may be of nodes that were rolled back."""
        self._standings.clear()
        self._placements.clear()
        self._named.clear()
        self._parents.clear()
        self._directories.clear()

    def directory(self, connection: sqlite3.Connection, path: bytes) -> int:
        """The number of a directory, made where it is new."""
        known = self._directories.get(path)
        if known is None:
            (known,) = connection.execute(
                "INSERT INTO directories (path) VALUES (?) ON CONFLICT (path) DO UPDATE SET path = path RETURNING id",
                (path,),
            ).fetchone()
            _remember(self._directories, path, known)
        return known

    def stand(self, connection: sqlite3.Connection, places: tuple[Paths, ...]) -> Standing:
        """Where an article stands whose places, for each of VIEWS, are these; many stand in the same ones."""
        known = self._standings.get(places)
        if known is None:
            placements = tuple([self.place(connection, view, paths) for view, paths in zip(VIEWS, places, strict=True)])
            direct = tuple([node for placement in placements for node in placement.direct])
            known = Standing(placements, tuple([placement.id for placement in placements]), direct)
            _remember(self._standings, places, known)
        return known

    def place(self, connection: sqlite3.Connection, view: View, paths: Paths) -> Placement:
        """The placement in the nodes at these paths (names from the top down), made where it is new."""
        known = self._placements.get((view, paths))
        if known is not None:
            return known
        direct = tuple(dict.fromkeys(self._node(connection, view, path) for path in paths))
        above = self.above(connection, direct)
        nodes = numbers_as_text(direct)
        # The update changes nothing, but makes SQLite return the row that is there.
        (number,) = connection.execute(
            "INSERT INTO placements (nodes, above) VALUES (?, ?) "
            "ON CONFLICT (nodes) DO UPDATE SET nodes = nodes RETURNING id",
            (nodes, numbers_as_text(above)),
        ).fetchone()
        placement = Placement(number, direct, above)
        _remember(self._placements, (view, paths), placement)
        return placement

    def trail(self, connection: sqlite3.Connection, node: int) -> tuple[int, ...]:
        """From the root of its view down to the node."""
        trail = [node]
        while True:
            node = trail[-1]
            if node not in self._parents:
                (parent,) = connection.execute("SELECT parent FROM nodes WHERE id = ?", (node,)).fetchone()
                _remember(self._parents, node, parent)  # a node never moves
            above = self._parents[node]
            if above is None:
                return tuple(reversed(trail))
            trail.append(above)

    def above(self, connection: sqlite3.Connection, nodes: Sequence[int]) -> tuple[int, ...]:
        """The nodes and all above them, each once."""
        return tuple({above: None for node in nodes for above in self.trail(connection, node)})

    def _node(self, connection: sqlite3.Connection, view: View, path: Sequence[str]) -> int:
        node = ROOTS[view]
        for name in path:
            known = self._named.get((node, name))
            if known is None:
                (known,) = connection.execute(
                    "INSERT INTO nodes (parent, name, sort) VALUES (?, ?, ?) "
                    "ON CONFLICT (parent, name) DO UPDATE SET name = name RETURNING id",
                    (node, name, _sort_key(view, name)),
                ).fetchone()
                _remember(self._named, (node, name), known)
            node = known
        return node


@lru_cache(maxsize=4096)
def numbers(text: str) -> tuple[int, ...]:
    """The numbers in a text with commas between."""
    return tuple(map(int, text.split(",")))


def numbers_as_text(values: Iterable[int]) -> str:
    """The numbers with commas between; in brackets, they are JSON."""
    return ",".join(map(str, values))


def _sort_key(view: View, name: str) -> bytes:
    """Names in order, what has no name last; years and months with the newest first."""
    if view is View.DATE:
        return bytes(255 - byte for byte in sort_key(name))
    return sort_key(name) if name else b"\xff"


def _remember(known: dict[_Key, _Value], key: _Key, value: _Value) -> None:
    if len(known) >= _MOST_REMEMBERED:
        known.clear()
    known[key] = value
