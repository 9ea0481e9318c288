"""Definitions count wherever they stand."""

from __future__ import annotations

from tests.document.reading import targets


def test_a_definition_counts_wherever_it_stands() -> None:
    assert targets('[later][ref] [ref]\n\n[ref]: /url "t"\n') == {"later": "/url", "ref": "/url"}
    assert targets("[x][a]\n\n> [a]: <some where>\n") == {"x": "some where"}
    assert targets("[x][a]\n\n[a]:\n  /next/line\n  'title'\n\nend") == {"x": "/next/line"}


def test_what_a_fence_defines_is_no_definition() -> None:
    assert targets("[x][a]\n\n```\n[a]: /url\n```\n") == {}


def test_what_looks_like_a_fence_within_html_hides_no_definition() -> None:
    assert targets("[x][a]\n\n<div>\n```\n\n[a]: /url\n") == {"x": "/url"}
    assert targets("[x][a]\n\n<!-- c\n```\n-->\n\n[a]: /url\n") == {"x": "/url"}


def test_a_fence_that_shows_html_ends_where_it_ends() -> None:
    assert targets("[x][a]\n\n```html\n<div>\n```\n\n[a]: /url\n") == {"x": "/url"}
