"""What tells articles of one title apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.ui.twins import name_apart


@pytest.mark.parametrize(
    ("path", "others", "name"),
    [
        ("a/one.md", [], ""),
        ("a/one.md", ["a/two.md"], "one"),
        ("a/one.md", ["a/one.html"], "one.md"),
        ("posts/one/index.md", ["posts/two/index.md"], "one"),
        ("2020/one/index.md", ["2021/one/index.md"], "2020"),
        ("a/one.md", ["a/two.md", "b/one.md"], "a/one"),
        ("a/2021-08-23-evening-news-1.md", ["a/2021-08-23-evening-news-2.md"], "…g-news-1"),
        ("a/2021-08-23-morning.md", ["a/2021-08-23-evening.md"], "…3-morning"),
        ("a/财经要闻-02-早间.md", ["a/财经要闻-02-晚间.md"], "…-02-早间"),
        ("a/财经-早间.md", ["a/财经-晚间.md"], "财经-早间"),
        ("a/evening-news.md", ["a/evening-news-2.md"], "…ing-news"),
    ],
)
def test_it_is_the_part_of_the_path_that_the_others_have_not(path: str, others: list[str], name: str) -> None:
    assert name_apart(Path(path), [Path(other) for other in others]) == name
