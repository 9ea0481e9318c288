"""Definitions count wherever they stand."""

from __future__ import annotations

from tests.document.reading import targets


def test_a_definition_counts_wherever_it_stands() -> None:
    assert targets('[later][ref] [ref]\n\n[ref]: /url "t"\n') == {"later": "/url", "ref": "/url"}
    assert targets("[x][a]\n\n> [a]: <some where>\n") == {"x": "some where"}
    assert targets("[x][a]\n\n[a]:\n  /next/line\n  'title'\n\nend") == {"x": "/next/line"}


def test_what_a_fence_defines_is_no_definition() -> None:
    assert targets("[x][a]\n\n```\n[a]: /url\n```\n") == {}
