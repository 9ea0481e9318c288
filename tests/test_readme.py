"""What the README says is so."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_keys_are_those_of_the_program() -> None:
    make_keys = runpy.run_path(str(ROOT / "docs" / "make_keys.py"))
    assert make_keys["with_keys"](README) == README


def test_every_dependency_is_explained() -> None:
    dependencies = re.findall(
        r'^    "([a-z0-9-]+)', (ROOT / "pyproject.toml").read_text().split("[project.optional")[0], re.M
    )
    assert dependencies
    for name in dependencies:
        assert name in README.lower(), f"the README does not say why {name} was chosen"


@pytest.mark.parametrize("target", re.findall(r"\]\((?!https?:)([^)#]+)\)", README))
def test_links_within_the_repository_lead_somewhere(target: str) -> None:
    assert (ROOT / target).exists()


MAKE_PICTURES = runpy.run_path(str(ROOT / "docs" / "make_pictures.py"))
PICTURES = {picture.name: picture for picture in MAKE_PICTURES["PICTURES"]}


def test_every_picture_stands_in_the_readme_and_can_be_drawn_again() -> None:
    shown = re.findall(r"!\[[^]]+\]\(docs/([a-z-]+)\.svg\)", README)
    assert shown[0] == "broadsheet"
    assert sorted(shown) == sorted(PICTURES)
    assert {file.stem for file in (ROOT / "docs").glob("*.svg")} - DRAWN_ELSEWHERE == set(PICTURES)


DRAWN_ELSEWHERE = {"growth"}
"""Charts of measurements."""


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_fetches_nothing_and_is_of_modest_size(name: str) -> None:
    svg = (ROOT / "docs" / f"{name}.svg").read_text(encoding="utf-8")
    assert "@font-face" not in svg
    assert not re.search(r"(?:href|src)=|url\((?!#)", svg)
    assert len(svg) < 120_000


def test_a_picture_shows_the_program() -> None:
    svg = MAKE_PICTURES["draw"](PICTURES["broadsheet"])
    assert "行首不能有句号" in svg
    assert "1/11" in svg


def test_every_character_of_a_picture_stands_in_its_cells() -> None:
    drawn = MAKE_PICTURES["corrected"](
        '<text class="a" x="12.2" y="20" textLength="36.6" clip-path="url(#x-line-0)">标点a</text>'
        '<text class="a" x="0" y="20" textLength="36.6" clip-path="url(#x-line-0)">█▄&#160;</text>'
        '<text class="a" x="0" y="20" textLength="12.2" clip-path="url(#x-line-0)">&#160;</text>'
    )
    assert '<text class="a" x="14.4 38.8 61" y="20">标点a</text>' in drawn
    assert 'd="M0 1.5h12.2v12.2h-12.2zM0 13.7h24.4v12.2h-24.4z"' in drawn
    assert drawn.count("<text") == 1
