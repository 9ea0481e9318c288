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


def test_the_picture_shows_the_program_and_fetches_nothing() -> None:
    svg = (ROOT / "docs" / "broadsheet.svg").read_text(encoding="utf-8")
    assert "行首不能有句号" in svg
    assert "@font-face" not in svg
