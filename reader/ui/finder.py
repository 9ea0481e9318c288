"""A search in the open article, from the first letter typed to the last match visited. Data only; nothing is drawn."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from reader.document.find import Match, Query
from reader.document.viewport import Place

_REMEMBERED = 50


class Finder:
    """What is looked for, what was found, and where the reader stood before."""

    def __init__(self) -> None:
        self.query = Query("")
        self.matches: Sequence[Match] = ()
        self.index: int | None = None
        self.origin = Place(0)
        self.history: list[Query] = []
        self.request = 0
        self.is_waiting = False
        """Whether an answer is still to come."""
        self.steps_due = 0
        """Steps through the matches that were asked for before they were there."""
        self._last = Query("")
        self._has_left = False
        self.wrong = ""
        """What was wrong with the query, as a sentence; empty when nothing was."""

    def begin(self, origin: Place, *, leads_back: bool = True) -> None:
        """A new search starts from here; its first step leads back here, unless something else is further back."""
        self.origin = origin
        self._has_left = not leads_back

    def ask(self, query: Query) -> int:
        """Notes what is looked for; the answer must carry the number that this returns, or it is late."""
        self.query = query
        self.request += 1
        self.is_waiting = True
        return self.request

    def expect(self) -> None:
        """An article is on its way in which something will be looked for: steps are kept until its answer is there."""
        self.is_waiting = True
        self.steps_due = 0

    def take(self, matches: Sequence[Match], start: int) -> Match | None:
        """Takes in what was found; the current match is the first from `start` on, else the first of all."""
        self.matches = matches
        self.is_waiting = False
        if not matches:
            self.index = None
            return None
        self.index = bisect_left(matches, (start, 0)) % len(matches)
        return matches[self.index]

    def has_left(self, before: Place, after: Place) -> bool:
        """Whether this is the step that leads away from where the search began; true once a search."""
        if self._has_left or before == after:
            return False
        self._has_left = True
        return True

    def take_steps(self) -> int:
        """The steps that are due; none are from then on."""
        steps, self.steps_due = self.steps_due, 0
        return steps

    @property
    def current(self) -> Match | None:
        """The match that was jumped to."""
        return None if self.index is None else self.matches[self.index]

    def step(self, by: int, offset: int) -> tuple[Match | None, bool]:
        """The match `by` steps on, and whether the search went round the end of the article."""
        if not self.matches:
            return None, False
        if self.index is None:
            self.index = bisect_left(self.matches, (offset, 0)) - (by > 0)
        target = self.index + by
        self.index = target % len(self.matches)
        return self.matches[self.index], target != self.index

    def again(self) -> Query:
        """What was looked for last, also in another article."""
        return self._last

    def remember(self) -> None:
        """Keeps the words for ↑ and for `n`."""
        query = self.query
        if query.words:
            self._last = query
            if not query.phrases:  # what was typed for all articles is another language
                self.history = [*(old for old in self.history if old != query), query][-_REMEMBERED:]

    def clear(self) -> None:
        """Puts everything out, but for what was typed before."""
        self.query = Query("")
        self.matches, self.index = (), None
        self.request += 1
        self.is_waiting = False
        self.steps_due = 0

    def count(self) -> str:
        """`2/17`, `17` when none is current yet, empty when nothing was found."""
        if not self.matches:
            return ""
        if self.index is None:
            return f"{len(self.matches):,}"
        return f"{self.index + 1:,}/{len(self.matches):,}"
