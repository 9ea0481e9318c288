"""Our own colours can be read: WCAG 2.2, 1.4.3, asks for a contrast of 4.5 to 1."""

from __future__ import annotations

from itertools import product

import pytest
from rich.color import Color
from textual.theme import Theme

from reader.document.highlight import Kind
from reader.document.model import Style
from reader.document.row import Role
from reader.document.runs import Hit, Run
from reader.ui import themes
from reader.ui.palette import Palette

LEAST = 4.5

LETTERS = (
    *("foreground", "quiet", "primary", "secondary", "accent", "success", "error"),
    *("code-keyword", "code-string", "code-number", "code-name", "code-comment"),
)


def colour(theme: Theme, name: str) -> str:
    value = theme.variables.get(name) or getattr(theme, name)
    assert isinstance(value, str)
    return value


def luminance(colour: str) -> float:
    """Relative luminance, as WCAG defines it."""
    triplet = Color.parse(colour).triplet
    assert triplet is not None
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in triplet.normalized]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", themes.OWN, ids=lambda theme: theme.name)
@pytest.mark.parametrize(
    ("letters", "ground"),
    [
        *product(LETTERS, ("background", "surface")),
        *product(("foreground", "accent"), ("panel",)),
        ("foreground", "match"),
        ("background", "match-current"),
        *(("foreground", f"light-{number}") for number in (1, 2, 3, 4)),
        ("foreground", "selection"),
    ],
)
def test_words_stand_out_from_their_ground(theme: Theme, letters: str, ground: str) -> None:
    assert contrast(colour(theme, letters), colour(theme, ground)) >= LEAST


DECORATION = {Role.QUOTE_BAR, Role.RULE, Role.BORDER}
"""What says nothing: bars and lines."""


@pytest.mark.parametrize("theme", themes.OWN, ids=lambda theme: theme.name)
def test_every_look_of_the_page_can_be_read(theme: Theme) -> None:
    palette = Palette({**theme.to_color_system().generate(), **theme.variables})
    runs = [
        *(Run("x", role, hit=hit) for role in Role if role not in DECORATION for hit in Hit),
        *(Run("x", role, frozenset({style})) for role in (Role.TEXT, Role.QUOTE, Role.CAPTION) for style in Style),
        *(Run("x", Role.CODE, token=kind) for kind in Kind),
    ]
    for run in runs:
        style = palette.of(run)
        assert style.color is not None
        assert style.bgcolor is not None
        letters, ground = style.color.get_truecolor().hex, style.bgcolor.get_truecolor().hex
        assert contrast(letters, ground) >= LEAST, run


@pytest.mark.parametrize("theme", (themes.CONTRAST_DARK, themes.CONTRAST_LIGHT), ids=lambda theme: theme.name)
@pytest.mark.parametrize(
    ("letters", "ground"),
    [
        *product(LETTERS, ("background", "surface", "panel")),
        ("background", "match-current"),
        *(("foreground", ground) for ground in ("match", "selection", "light-1", "light-2", "light-3", "light-4")),
    ],
)
def test_high_contrast_is_that_of_level_aaa(theme: Theme, letters: str, ground: str) -> None:
    """WCAG 2.2, 1.4.6: 7 to 1."""
    assert contrast(colour(theme, letters), colour(theme, ground)) >= 7
