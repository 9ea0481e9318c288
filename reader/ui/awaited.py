"""What waits for an article that is on its way: keys that mean it, those typed behind them, and commands."""

from __future__ import annotations

from collections.abc import Callable


class Awaited:
    """Owns what waits, in its order; the two panes have it in common."""

    def __init__(self) -> None:
        self.is_coming = False
        """Whether an article is on its way."""
        self.only_moves = True
        """Whether nothing waits that would do more than move: what is typed behind that may be for what it opens."""
        self._waiting: list[Callable[[], object]] = []

    def __len__(self) -> int:
        return len(self._waiting)

    def expect(self) -> None:
        """Another article is on its way; what waited for one that was left meanwhile is dropped."""
        self.is_coming = True
        self.drop()

    def wait(self, call: Callable[[], object], *, moves: bool = False) -> None:
        """Calls when the article is there; `moves` says that no more than its page moves then."""
        self._waiting.append(call)
        self.only_moves = self.only_moves and moves

    def drop(self) -> None:
        """Waits for nothing any more."""
        self._waiting, self.only_moves = [], True

    def arrived(self) -> None:
        """The article is there, or it is said why it is not."""
        waiting = self._waiting
        self.is_coming = False
        self.drop()
        for call in waiting:
            call()
