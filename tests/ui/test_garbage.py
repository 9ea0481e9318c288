"""When Python looks through what, for garbage."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from reader.ui import garbage


class _Ring:
    """Garbage that only a look finds."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    gc.disable()
    yield
    gc.unfreeze()
    gc.enable()


def test_what_the_start_has_made_is_not_looked_through() -> None:
    old = weakref.ref(_Ring())
    garbage.begin()
    new = weakref.ref(_Ring())
    gc.collect()
    assert gc.isenabled()
    assert old() is not None
    assert new() is None


def test_it_is_looked_through_at_the_end() -> None:
    old = weakref.ref(_Ring())
    garbage.begin()
    garbage.take_back()
    gc.collect()
    assert old() is None


def test_where_nothing_was_put_off_nothing_is_left_out() -> None:
    gc.enable()
    frozen = gc.get_freeze_count()
    garbage.begin()
    assert gc.get_freeze_count() == frozen


def test_what_is_set_aside_later_holds_no_garbage() -> None:
    garbage.begin()
    lately = weakref.ref(_Ring())
    garbage.set_aside()
    assert lately() is None
