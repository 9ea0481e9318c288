"""Terminals of 16 colours, and of none."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.color import Color, ColorSystem, ColorType
from rich.segment import Segment
from rich.style import Style
from textual.color import Color as TextualColor
from textual.theme import Theme

from reader.document.highlight import Kind
from reader.document.model import Style as TextStyle
from reader.document.row import Role
from reader.document.runs import Hit, Run
from reader.ui import themes
from reader.ui.app import Broadsheet
from reader.ui.few_colours import Bare, Sixteen, as_sent
from reader.ui.palette import Palette

PLAIN = Run("text", Role.TEXT)
LIT = [hit for hit in Hit if hit is not Hit.NONE]
EACH = pytest.mark.parametrize("theme", [*themes.OWN, themes.BY_NAME["nord"]], ids=lambda theme: theme.name)


def variables(theme: Theme) -> dict[str, str]:
    own = themes.INK if theme.dark else themes.PAPER
    return {**own.variables, **theme.to_color_system().generate(), **theme.variables}


def in_sixteen(theme: Theme, *runs: Run) -> list[Style]:
    palette = Palette(variables(theme))
    filter_ = Sixteen(variables(theme), is_dark=theme.dark)
    styles = [segment.style for segment in filter_.apply([Segment("x", palette.of(run)) for run in runs], BLACK)]
    return [style for style in styles if style is not None]


def bare(theme: Theme, *runs: Run) -> list[Style]:
    palette = Palette(variables(theme))
    segments = Bare(variables(theme)).apply([Segment("x", palette.of(run)) for run in runs], BLACK)
    return [segment.style for segment in segments if segment.style is not None]


BLACK = TextualColor(0, 0, 0)


def number(colour: Color | None) -> int:
    assert colour is not None
    assert colour.type is ColorType.STANDARD
    assert colour.number is not None
    return colour.number


@EACH
def test_letters_are_never_of_the_colour_of_their_ground(theme: Theme) -> None:
    runs = [Run("x", role, token=token, hit=hit) for role in Role for token in (None, *Kind) for hit in Hit]
    for run, style in zip(runs, in_sixteen(theme, *runs), strict=True):
        assert number(style.color) != number(style.bgcolor), run


@pytest.mark.parametrize("theme", themes.OWN, ids=lambda theme: theme.name)
def test_what_is_lit_lies_on_grounds_of_its_own(theme: Theme) -> None:
    grounds = [number(style.bgcolor) for style in in_sixteen(theme, PLAIN, *(PLAIN._replace(hit=hit) for hit in LIT))]
    lit = [ground for ground, hit in zip(grounds, [Hit.NONE, *LIT], strict=True) if hit is not Hit.CARET]
    assert len(set(lit)) == len(lit)
    assert grounds[-1] != grounds[0]


@EACH
def test_without_colours_there_are_none(theme: Theme) -> None:
    for style in bare(theme, *(Run("x", role, hit=hit) for role in Role for hit in Hit)):
        assert style.color is not None
        assert style.bgcolor is not None
        assert {style.color.type, style.bgcolor.type} == {ColorType.DEFAULT}


def attributes(style: Style) -> tuple[bool, bool, bool]:
    return bool(style.reverse), bool(style.bold), bool(style.underline)


@EACH
def test_without_colours_matches_selection_and_highlights_are_told_apart(theme: Theme) -> None:
    hits = (Hit.NONE, Hit.MATCH, Hit.CURRENT, Hit.LIGHT_1)
    styles = bare(theme, *(PLAIN._replace(hit=hit) for hit in hits))
    assert len({attributes(style) for style in styles}) == len(hits)
    [selected, caret] = bare(theme, PLAIN._replace(hit=Hit.SELECTED), PLAIN._replace(hit=Hit.CARET))
    assert selected.reverse
    assert caret.reverse


@EACH
def test_code_that_is_a_link_shows_its_underscores_and_is_underlined_only_without_colours(theme: Theme) -> None:
    code = Run(
        "slice_from_raw_parts", Role.TEXT, frozenset({TextStyle.CODE, TextStyle.LINK}), target="https://example.org"
    )
    assert not Palette(variables(theme)).of(code).underline
    assert Palette(variables(theme)).of(code._replace(text="slice")).underline
    assert Palette(variables(theme)).of(code._replace(styles=frozenset({TextStyle.LINK}))).underline
    assert bare(theme, code)[0].underline


def test_what_has_been_drawn_once_is_drawn_the_same_again() -> None:
    palette = Palette(variables(themes.INK))
    segments = [Segment("x", palette.of(PLAIN._replace(hit=Hit.MATCH)))]
    for filter_ in (Bare(variables(themes.INK)), Sixteen(variables(themes.INK), is_dark=True)):
        once = filter_.apply(segments, BLACK)
        assert filter_.apply(once, BLACK) == once


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"TERM": "xterm"}, Sixteen),
        ({"TERM": "xterm-256color"}, None),
        ({"TERM": "xterm", "COLORTERM": "truecolor"}, None),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, Bare),
        ({"TERM": "xterm", "NO_COLOR": "1"}, Bare),
    ],
)
async def test_the_terminal_decides(
    environment: dict[str, str], expected: type | None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("TERM", "COLORTERM", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    app = Broadsheet([tmp_path])
    async with app.run_test():
        ours = [type(each) for each in app.get_line_filters() if isinstance(each, Bare | Sixteen)]
        assert ours == ([expected] if expected else [])
        before = app.get_line_filters()[-1]
        app.theme = "paper"
        if expected:
            assert app.get_line_filters()[-1] is not before


@pytest.mark.parametrize(("theme", "ground"), [(themes.INK, 0), (themes.PAPER, 15)], ids=["ink", "paper"])
def test_the_ground_of_a_page_is_sent_as_black_or_white(theme: Theme, ground: int) -> None:
    filters = [Sixteen(variables(theme), is_dark=theme.dark)]
    sent = as_sent(Palette(variables(theme)).ground, filters, ColorSystem.STANDARD)
    assert number(sent.bgcolor) == ground


def test_where_there_are_256_colours_the_nearest_of_them_is_sent() -> None:
    sent = as_sent(Palette(variables(themes.INK)).ground, [], ColorSystem.EIGHT_BIT)
    assert sent.bgcolor is not None
    assert sent.bgcolor.type is ColorType.EIGHT_BIT
