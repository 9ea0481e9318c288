"""Terminals with few colours: 16 of them (a bare `TERM=xterm`), or none (`NO_COLOR`, https://no-color.org).

Left to the nearest of 16, nearly all letters of our themes would be white and every lit ground grey; so each variable
of a theme has a colour of the 16 here. Without colours, what is lit is told apart by reverse, bold and underline.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from rich.color import Color as RichColor
from rich.color import ColorSystem, ColorType
from rich.segment import Segment
from rich.style import Style
from textual.color import Color, ColorParseError
from textual.filter import LineFilter

_BLACK, _RED, _GREEN, _YELLOW, _BLUE, _MAGENTA, _CYAN, _WHITE = range(8)
_GREY, _BRIGHT_RED, _BRIGHT_GREEN, _BRIGHT_YELLOW, _BRIGHT_BLUE, _PINK, _BRIGHT_CYAN, _BRIGHT_WHITE = range(8, 16)

_DARK = {
    "quiet": _WHITE,
    "faint": _GREY,
    "foreground": _BRIGHT_WHITE,
    "primary": _BRIGHT_CYAN,
    "secondary": _WHITE,
    "accent": _BRIGHT_YELLOW,
    "success": _BRIGHT_GREEN,
    "error": _BRIGHT_RED,
    "code-keyword": _PINK,
    "code-string": _BRIGHT_GREEN,
    "code-number": _BRIGHT_YELLOW,
    "code-name": _BRIGHT_CYAN,
    "code-comment": _WHITE,
}
_LIGHT = {
    "quiet": _GREY,
    "faint": _WHITE,
    "foreground": _BLACK,
    "primary": _BLUE,
    "secondary": _GREY,
    "accent": _RED,
    "success": _BLUE,
    "error": _RED,
    "code-keyword": _MAGENTA,
    "code-string": _BLUE,
    "code-number": _RED,
    "code-name": _BLUE,
    "code-comment": _GREY,
}
_DARK_GROUNDS = {
    "background": _BLACK,
    "surface": _BLACK,
    "panel": _GREY,
    "match": _CYAN,
    "match-current": _BRIGHT_YELLOW,
    "selection": _WHITE,
    "light-1": _GREEN,
    "light-2": _BLUE,
    "light-3": _MAGENTA,
    "light-4": _RED,
    "primary": _WHITE,
}
_LIGHT_GROUNDS = {
    "background": _BRIGHT_WHITE,
    "surface": _BRIGHT_WHITE,
    "panel": _WHITE,
    "match": _BRIGHT_YELLOW,
    "match-current": _RED,
    "selection": _WHITE,
    "light-1": _BRIGHT_GREEN,
    "light-2": _BRIGHT_CYAN,
    "light-3": _PINK,
    "light-4": _BRIGHT_RED,
    "primary": _BLUE,
}
_NEEDS_WHITE = frozenset({_BLACK, _RED, _BLUE, _MAGENTA, _GREY})
"""Grounds on which letters are white; on the others they are black."""

_PLAIN_GROUNDS = ("background", "surface", "panel")

_LIT = {
    "match": Style(reverse=True),
    "match-current": Style(reverse=True, bold=True, underline=True),
    "selection": Style(reverse=True),
    **{f"light-{number}": Style(bold=True, underline=True) for number in (1, 2, 3, 4)},
    "primary": Style(reverse=True),
    "foreground": Style(reverse=True),
}
"""How what lies on a coloured ground is told apart where there are no colours."""

_Value = TypeVar("_Value")


def _by_colour(variables: Mapping[str, str], values: Mapping[str, _Value]) -> dict[tuple[int, int, int], _Value]:
    """What belongs to each colour of a theme; where two variables have one colour, to the one that comes first."""
    found: dict[tuple[int, int, int], _Value] = {}
    for name, value in values.items():
        if (colour := _parsed(variables.get(name, ""))) is not None:
            found.setdefault(colour, value)
    return found


def _parsed(colour: str) -> tuple[int, int, int] | None:
    try:
        return Color.parse(colour.split(maxsplit=1)[0]).rgb if colour else None
    except ColorParseError:
        return None


def _rgb(colour: RichColor | None) -> tuple[int, int, int] | None:
    if colour is None or colour.triplet is None:
        return None
    red, green, blue = colour.triplet
    return red, green, blue


def _far(one: tuple[int, int, int], other: tuple[int, int, int]) -> bool:
    """Whether two colours are seen to differ, roughly."""
    return sum(abs(a - b) for a, b in zip(one, other, strict=True)) > 60


class Sixteen(LineFilter):
    """Draws a theme in the 16 colours that every terminal has."""

    def __init__(self, variables: Mapping[str, str], *, is_dark: bool) -> None:
        super().__init__()
        self._letters = _by_colour(variables, _DARK if is_dark else _LIGHT)
        self._grounds = _by_colour(variables, _DARK_GROUNDS if is_dark else _LIGHT_GROUNDS)
        self._page = _parsed(variables.get("background", "")) or (0, 0, 0)
        self._page_number = _BLACK if is_dark else _BRIGHT_WHITE
        self._blurred = _GREY if is_dark else _WHITE
        self._words = _BRIGHT_WHITE if is_dark else _BLACK
        self._known: dict[Style, Style] = {}

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments in these colours."""
        return [
            segment if segment.style is None else Segment(segment.text, self._mapped(segment.style), segment.control)
            for segment in segments
        ]

    def _mapped(self, style: Style) -> Style:
        known = self._known.get(style)
        if known is None:
            if style.bgcolor is not None and style.bgcolor.triplet is None:
                return style  # it has been here: what lies under another screen is drawn twice
            ground, letters = _rgb(style.bgcolor), _rgb(style.color)
            below = self._page_number if ground is None else self._ground(ground)
            if below != self._page_number:
                above = _BRIGHT_WHITE if below in _NEEDS_WHITE else _BLACK
            else:
                above = self._words if letters is None else self._letter(letters)
            colours = Style(color=RichColor.from_ansi(above), bgcolor=RichColor.from_ansi(below))
            known = self._known[style] = style + colours
        return known

    def _ground(self, rgb: tuple[int, int, int]) -> int:
        number = self._grounds.get(rgb)
        if number is None:  # mixed of two colours, such as a cursor out of focus
            number = _nearest(rgb)
            if number == self._page_number and _far(rgb, self._page):
                number = self._blurred
        return number

    def _letter(self, rgb: tuple[int, int, int]) -> int:
        number = self._letters.get(rgb)
        if number is None:
            number = _nearest(rgb)
            if number == self._page_number:
                number = self._blurred if _far(rgb, self._page) else number
        return number


def _nearest(rgb: tuple[int, int, int]) -> int:
    number = RichColor.from_rgb(*rgb).downgrade(ColorSystem.STANDARD).number
    return number or 0


def as_sent(style: Style, filters: Iterable[LineFilter], system: ColorSystem) -> Style:
    """A style as the terminal is sent it: through what everything is drawn through, and in its own colours."""
    segments = [Segment(" ", style)]
    for each in filters:
        segments = each.apply(segments, Color(0, 0, 0))
    sent = segments[0].style or style
    return sent if sent.bgcolor is None else sent + Style(bgcolor=sent.bgcolor.downgrade(system))


class Bare(LineFilter):
    """Draws a theme without colours, on the terminal's own ground."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        super().__init__()
        self._lit = _by_colour(variables, _LIT)
        self._plain = [rgb for name in _PLAIN_GROUNDS if (rgb := _parsed(variables.get(name, ""))) is not None]
        self._known: dict[Style, Style] = {}

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments in these colours."""
        return [
            segment if segment.style is None else Segment(segment.text, self._mapped(segment.style), segment.control)
            for segment in segments
        ]

    def _mapped(self, style: Style) -> Style:
        known = self._known.get(style)
        if known is None:
            known = style + _NONE
            ground = _rgb(style.bgcolor)
            if ground is not None and not style.reverse:
                known += self._lit.get(ground, Style(reverse=True) if self._stands_out(ground) else Style())
            if style.link:
                known += _LINK  # code that is a link is known by its colour alone
            self._known[style] = known
        return known

    def _stands_out(self, ground: tuple[int, int, int]) -> bool:
        return all(_far(ground, plain) for plain in self._plain)


_LINK = Style(underline=True)
_DEFAULT = RichColor("default", ColorType.DEFAULT)
_NONE = Style(color=_DEFAULT, bgcolor=_DEFAULT)
