"""What is marked on an article: whether it is read or has a star, since when, and how much of it was read."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """What can be marked on an article."""

    READ = "read"
    STARRED = "starred"


class Mark(NamedTuple):
    """What is kept of an article."""

    is_read: bool = False
    is_starred: bool = False
    read_changed: int = 0
    """Milliseconds since 1970; 0 for never."""
    starred_changed: int = 0
    """The same."""
    share: float = 0.0
    """How much of it was read when it was left, from 0 to 1."""

    def has(self, kind: Kind) -> bool:
        """Whether it is marked so."""
        return self.is_read if kind is Kind.READ else self.is_starred

    def changed(self, kind: Kind, is_set: bool, moment: int) -> Mark:
        """The same, marked otherwise from a moment on."""
        if kind is Kind.READ:
            return self._replace(is_read=is_set, read_changed=moment)
        return self._replace(is_starred=is_set, starred_changed=moment)


NONE = Mark()
"""Nothing."""
