"""How far it is to bring a catalogue up to date, and what that did."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Stage(StrEnum):
    """What a run is doing."""

    READING = "reading"
    INDEXING = "indexing"


class Progress(NamedTuple):
    """How far a run is."""

    stage: Stage
    done: int
    """Articles of this stage that are written."""
    total: int
    """Articles that this stage is known to have."""
    is_walking: bool = False
    """Whether folders are still looked through, so that there may be more."""


class Outcome(NamedTuple):
    """What a run did, in articles."""

    read: int = 0
    moved: int = 0
    removed: int = 0
    indexed: int = 0
    is_stopped: bool = False
    """Whether it was ended before it was through."""

    @property
    def is_changed(self) -> bool:
        """Whether the tree is another."""
        return bool(self.read or self.moved or self.removed)
