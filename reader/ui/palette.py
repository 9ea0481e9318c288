"""What each kind of run looks like, in the colours of the theme.

The looks are a table here and not component classes of the style sheet: Textual works out every component class of a
widget at each change of focus, and fifty of them cost a fifth of a start. The colours are the theme's variables all
the same.
"""

from __future__ import annotations

from collections.abc import Mapping

from rich.color import Color, ColorParseError
from rich.style import Style as RichStyle

from reader.document.highlight import Kind
from reader.document.model import Style
from reader.document.row import Role
from reader.document.runs import Hit, Run
from reader.links import openable

_Look = tuple[str, str, str]
"""Theme variables for the letters and for the ground, empty to leave them as they are, and Rich's attributes."""

_ROLES: dict[Role, _Look] = {
    Role.TITLE: ("accent", "", "bold"),
    Role.META: ("quiet", "", ""),
    Role.HEADING: ("accent", "", "bold"),
    Role.SUBHEADING: ("", "", "bold"),
    Role.CODE: ("", "surface", ""),
    Role.FOLD: ("quiet", "surface", ""),
    Role.QUOTE: ("secondary", "", ""),
    Role.QUOTE_BAR: ("faint", "", ""),
    Role.MARKER: ("accent", "", ""),
    Role.TERM: ("", "", "bold"),
    Role.CAPTION: ("quiet", "", "italic"),
    Role.SUMMARY: ("", "", "bold"),
    Role.RULE: ("faint", "", ""),
    Role.BORDER: ("faint", "", ""),
    Role.HEADER_CELL: ("", "", "bold"),
    Role.FIELD: ("quiet", "", ""),
}

_STYLES: dict[Style, _Look] = {
    Style.STRONG: ("", "", "bold"),
    Style.EMPHASIS: ("", "", "italic"),
    Style.UNDERLINE: ("", "", "underline"),
    Style.STRIKE: ("quiet", "", "strike"),
    Style.MARK: ("accent", "panel", ""),
    Style.SMALL: ("quiet", "", ""),
    Style.CODE: ("code-string", "surface", ""),
    Style.KEYBOARD: ("foreground", "panel", "bold"),
    Style.SUPERSCRIPT: ("quiet", "", ""),
    Style.SUBSCRIPT: ("quiet", "", ""),
    Style.RUBY: ("quiet", "", ""),
    Style.ABBREVIATION: ("", "", "underline"),
    Style.MATH: ("code-number", "", ""),
    Style.LINK: ("primary", "", "underline"),
    Style.IMAGE: ("success", "", ""),
    Style.MEDIA: ("success", "", ""),
}

_KEYWORD, _STRING, _NUMBER, _NAME, _COMMENT = (
    (f"code-{name}", "", "") for name in ("keyword", "string", "number", "name", "comment")
)

_TOKENS: dict[Kind, _Look] = {
    **dict.fromkeys((Kind.KEYWORD, Kind.DECORATOR, Kind.TAG), _KEYWORD),
    Kind.STRING: _STRING,
    **dict.fromkeys((Kind.NUMBER, Kind.CONSTANT), _NUMBER),
    **dict.fromkeys((Kind.FUNCTION, Kind.TYPE, Kind.BUILTIN, Kind.ATTRIBUTE), _NAME),
    **dict.fromkeys((Kind.COMMENT, Kind.OUTPUT, Kind.PROMPT), _COMMENT),
    Kind.INSERTED: ("success", "", ""),
    Kind.DELETED: ("error", "", ""),
    **dict.fromkeys((Kind.HEADING, Kind.STRONG), ("", "", "bold")),
    Kind.EMPHASIS: ("", "", "italic"),
}

_HITS: dict[Hit, _Look] = {
    Hit.LIGHT_1: ("foreground", "light-1", ""),
    Hit.LIGHT_2: ("foreground", "light-2", ""),
    Hit.LIGHT_3: ("foreground", "light-3", ""),
    Hit.LIGHT_4: ("foreground", "light-4", ""),
    Hit.MATCH: ("foreground", "match", ""),
    Hit.CURRENT: ("background", "match-current", "bold"),
    Hit.SELECTED: ("foreground", "selection", ""),
    Hit.CARET: ("background", "foreground", "underline"),
}

_LINKED_CODE = {Style.LINK, Style.CODE}
_NO_UNDERLINE: _Look = ("", "", "not underline")
"""A line below hides the underscores of names; code that is a link is known by its ground and the links' colour."""

_PLAIN: _Look = ("foreground", "background", "")


class Palette:
    """The Rich styles of one theme. `variables` are the theme's colours by name, as `#rrggbb` or as Rich names them."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._variables = variables
        self._known: dict[tuple[object, ...], RichStyle] = {}
        self.ground = self._made(_PLAIN)
        """The page without words."""
        self.message = self.ground + self._made(_ROLES[Role.META])
        """Sentences that stand where an article would."""
        self.note = self.ground + self._made(("accent", "", ""))
        """The mark beside a note."""
        self.label = self.ground + self._made(("background", "accent", "bold"))
        """A label to type."""
        self.label_lit = self.ground + self._made(("background", "foreground", "bold"))
        """The label that Enter would follow."""
        self.code_ground = self.ground + self._made(_ROLES[Role.CODE])

    def of(self, run: Run) -> RichStyle:
        """The look of a run, with its hyperlink where it leads somewhere that may be opened."""
        has_underscores = run.styles >= _LINKED_CODE and "_" in run.text
        key = (run.role, run.styles, run.token, run.hit, run.target, has_underscores)
        style = self._known.get(key)
        if style is None:
            style = self._known[key] = self._combined(run, has_underscores=has_underscores)
        return style

    def _combined(self, run: Run, *, has_underscores: bool) -> RichStyle:
        style = self.ground
        looks = [_ROLES.get(run.role), *(_STYLES[one] for one in Style if one in run.styles)]
        if has_underscores:
            looks.append(_NO_UNDERLINE)
        if run.token is not None:
            looks.append(_TOKENS.get(run.token))
        looks.append(_HITS.get(run.hit))
        for look in looks:
            if look is not None:
                style += self._made(look)
        if run.target and (address := openable(run.target)):
            style += RichStyle(link=address)
        return style

    def _made(self, look: _Look) -> RichStyle:
        letters, ground, attributes = look
        style = RichStyle(color=self._colour(letters), bgcolor=self._colour(ground))
        return style + RichStyle.parse(attributes) if attributes else style

    def _colour(self, variable: str) -> Color | None:
        """A theme's colour; None where it leaves the terminal's own, or says it in a way that Rich does not know."""
        try:
            return Color.parse(self._variables[variable].split()[0]) if variable in self._variables else None
        except ColorParseError:
            return None
