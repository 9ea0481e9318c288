"""Which unread article comes next: of the same group, else of the groups that follow it in the tree."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from reader.library.listing import Order
from reader.library.marked import Marked

if TYPE_CHECKING:
    from reader.library.catalogue import Catalogue

_CHUNKS = (50, 500, 5_000, 1_000_000)
"""Articles that are asked for at once, to find one that is not read."""


class NextUnread(NamedTuple):
    """An article to go on with."""

    article: int
    node: int
    """The group that it stands in."""
    is_elsewhere: bool = False
    """Whether that is another group than the one that was asked for."""
    went_round: bool = False
    """Whether it stands above that one, and all below it is read."""


def next_unread(catalogue: Catalogue, marked: Marked, article: int, node: int, order: Order) -> NextUnread | None:
    """The unread article to go on with behind one that stands in a node; None when all others are read.

    First those below it in the node, then the node's others from the first one on, then those of the nodes that follow
    in the tree, then those of all nodes from the top of the tree.
    """
    if (found := _below(catalogue, marked, article, node, order)) is not None:
        return NextUnread(found, node)
    if (found := _first(catalogue, marked, article, node, order)) is not None:
        return NextUnread(found, node)
    trail = catalogue.trail(node)
    behind = [(above, _unread_groups(catalogue, marked, above, group)) for above, group in pairwise(trail)]
    from_top = [(trail[0], _unread_groups(catalogue, marked, trail[0]))]
    for nodes in (behind, from_top):
        for each in _following(catalogue, marked, nodes):
            if (found := _first(catalogue, marked, article, each, order)) is not None:
                return NextUnread(found, each, is_elsewhere=each != node, went_round=nodes is from_top)
    return None


def _below(catalogue: Catalogue, marked: Marked, article: int, node: int, order: Order) -> int | None:
    least = 1
    for most in _CHUNKS:
        found = catalogue.neighbours(article, 1, node, order, least=least, most=most) or []
        for each in found:
            if each not in marked.read:
                return each
        if len(found) < most:
            return None
        least += most
    return None


def _first(catalogue: Catalogue, marked: Marked, article: int, node: int, order: Order) -> int | None:
    """The first unread article of a node itself that is not this one."""
    for most in _CHUNKS:
        found = catalogue.articles(node, order=order, limit=most)
        if (first := next((each for each in found if each not in marked.read and each != article), None)) is not None:
            return first
        if len(found) < most:
            return None
    return None


def _following(catalogue: Catalogue, marked: Marked, waiting: list[tuple[int, Iterator[int]]]) -> Iterator[int]:
    """The nodes with anything unread, in the order of the tree, which shows a node's groups before its articles.

    `waiting` are nodes one below the other, each with those of its groups that are still to come. Without recursion:
    files say how deep groups are.
    """
    while waiting:
        node, groups = waiting[-1]
        if (group := next(groups, None)) is not None:
            waiting.append((group, _unread_groups(catalogue, marked, group)))
        else:
            waiting.pop()
            yield node


def _unread_groups(catalogue: Catalogue, marked: Marked, node: int, behind: int = 0) -> Iterator[int]:
    """The groups of a node in which anything is unread, from the one behind `behind` on."""
    ids, counts = catalogue.groups(node)
    start = ids.index(behind) + 1 if behind in ids else 0
    return (ids[at] for at in range(start, len(ids)) if counts[at] > marked.read_in[ids[at]])
