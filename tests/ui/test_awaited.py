"""What waits for an article."""

from __future__ import annotations

from reader.ui.awaited import Awaited


def test_what_waits_is_called_in_its_order_and_once() -> None:
    awaited, called = Awaited(), []
    awaited.expect()
    for name in "abc":
        awaited.wait(lambda name=name: called.append(name))
    assert len(awaited) == 3
    awaited.arrived()
    awaited.arrived()
    assert called == ["a", "b", "c"]
    assert not awaited.is_coming


def test_what_waited_for_an_article_is_dropped_with_the_next() -> None:
    awaited, called = Awaited(), []
    awaited.expect()
    awaited.wait(lambda: called.append("first"))
    awaited.expect()
    awaited.wait(lambda: called.append("second"))
    awaited.arrived()
    assert called == ["second"]


def test_it_is_known_whether_anything_waits_that_does_more_than_move() -> None:
    awaited = Awaited()
    awaited.expect()
    awaited.wait(lambda: None, moves=True)
    assert awaited.only_moves
    awaited.wait(lambda: None)
    awaited.wait(lambda: None, moves=True)
    assert not awaited.only_moves
    awaited.drop()
    assert awaited.only_moves
    assert awaited.is_coming
