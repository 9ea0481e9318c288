"""Emphasis is written with asterisks where they are seen, else with tags."""

from __future__ import annotations

import pytest

from reader.document.export import to_markdown


@pytest.mark.parametrize(
    ("source", "written"),
    [
        ("他说<b>重要</b>的话", "他说**重要**的话"),
        ("他说<b>“重要”</b>的话", "他说<strong>“重要”</strong>的话"),
        ("a<em>b</em>c", "a*b*c"),
        ("a <em>(b)</em>c", "a <em>(b)</em>c"),
        ("*<b>x</b>", "\\*<strong>x</strong>"),
        ("<b><em>x</em></b>", "**<em>x</em>**"),
        ("<del>~</del>", "<del>~</del>"),
        ("<b>a</b><b>b</b>", "**ab**"),
        ("<b></b>", ""),
    ],
)
def test_emphasis_says_the_same_to_every_reader(source: str, written: str) -> None:
    assert to_markdown(f"<p>{source}</p>").rstrip("\n") == written
