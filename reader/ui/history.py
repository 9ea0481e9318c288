"""Where the reader has been: one walk back and forward over articles, jumps in them, and searches. Data only."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from reader.document.anchor import Anchor

_MOST = 1_000
"""Visits that are kept."""


class Visit(NamedTuple):
    """Where the reader was. The words around the place find it again when the article has been edited meanwhile."""

    article: int
    """Its number in the catalogue; 0 where the catalogue does not list it."""
    path: Path
    anchor: Anchor
    """Of the place of reading."""
    rows: int = 0
    """How far below the top of the screen that stood."""


SEARCH = Visit(-1, Path(), Anchor(0, "", ""))
"""Among the hits of a search; where it was there, the search knows."""


class History:
    """What lies behind the reader and, once they have gone back, ahead."""

    def __init__(self) -> None:
        self._behind: list[Visit] = []
        self._ahead: list[Visit] = []

    def leave(self, visit: Visit) -> None:
        """Notes a visit that something new leads away from: nothing is ahead any more."""
        if not self._behind or self._behind[-1] != visit:
            self._behind.append(visit)
            del self._behind[:-_MOST]
        self._ahead.clear()

    def back(self, here: Visit | None) -> Visit | None:
        """The visit before `here`, which is ahead from now on; None at the beginning.

        A search is no place on the page: it is passed once, and the page under it stays where it is.
        """
        return self._step(self._behind, self._ahead, here)

    def forward(self, here: Visit | None) -> Visit | None:
        """The visit that `back` came from, and `here` is behind again; None when nothing is ahead."""
        return self._step(self._ahead, self._behind, here)

    @staticmethod
    def _step(origin: list[Visit], other: list[Visit], here: Visit | None) -> Visit | None:
        while origin:
            visit = origin.pop()
            if visit == here:
                continue  # the step would not be seen
            if visit is not SEARCH and here is not None:
                other.append(here)
            return visit
        return None
