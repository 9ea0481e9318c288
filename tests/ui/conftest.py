"""What several tests of the screen have in common."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from reader.archive.site import Site
from reader.ui import loading


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """Once it is cleared, articles take until it is set to be loaded."""
    gate, load = Event(), loading.load
    gate.set()

    def slowly(
        path: Path, within: Site | None, request: int, post: loading.Post, is_cancelled: loading.IsCancelled
    ) -> None:
        gate.wait(20)
        load(path, within, request, post, is_cancelled)

    monkeypatch.setattr(loading, "load", slowly)
    yield gate
    gate.set()
