"""What each kind of run looks like: component classes of the style sheet, combined once and kept."""

from __future__ import annotations

from rich.style import Style as RichStyle
from textual.widget import Widget

from reader.document.highlight import Kind
from reader.document.model import Style
from reader.document.row import Role
from reader.document.runs import Hit, Run
from reader.links import openable

_SPAN_CLASSES = {style: f"article--{style.value}" for style in Style} | {Style.CODE: "article--inline-code"}

_TOKEN_CLASSES = {
    Kind.KEYWORD: "keyword", Kind.DECORATOR: "keyword", Kind.TAG: "keyword", Kind.OPERATOR: "",
    Kind.STRING: "string", Kind.NUMBER: "number", Kind.CONSTANT: "number",
    Kind.FUNCTION: "name", Kind.TYPE: "name", Kind.BUILTIN: "name", Kind.ATTRIBUTE: "name",
    Kind.COMMENT: "comment", Kind.OUTPUT: "comment", Kind.PROMPT: "comment",
    Kind.INSERTED: "inserted", Kind.DELETED: "deleted", Kind.HEADING: "strong", Kind.STRONG: "strong",
}  # fmt: skip

COMPONENT_CLASSES = {
    *(f"article--{role.value}" for role in Role),
    *_SPAN_CLASSES.values(),
    *(f"article--code-{name}" for name in _TOKEN_CLASSES.values() if name),
    "article--match",
    "article--match-current",
    "article--message",
}


class Palette:
    """The Rich styles of a widget's component classes. Make a new one when the theme changes."""

    def __init__(self, widget: Widget) -> None:
        self._widget = widget
        self._whole: dict[Role, RichStyle] = {}
        self._partial: dict[str, RichStyle] = {}
        self._combined: dict[tuple[object, ...], RichStyle] = {}

    def role(self, role: Role) -> RichStyle:
        """The look of a role, ground included."""
        if role not in self._whole:
            name = "article--text" if role is Role.TEXT else f"article--{role.value}"
            self._whole[role] = self._widget.get_component_rich_style(name)
        return self._whole[role]

    def part(self, name: str) -> RichStyle:
        """What a component class changes."""
        if name not in self._partial:
            self._partial[name] = self._widget.get_component_rich_style(f"article--{name}", partial=True)
        return self._partial[name]

    def of(self, run: Run) -> RichStyle:
        """The look of a run, with its hyperlink where it leads somewhere that may be opened."""
        if not (run.styles or run.token or run.hit or run.target):
            return self.role(run.role)
        key = (run.role, run.styles, run.token, run.hit, run.target)
        style = self._combined.get(key)
        if style is None:
            style = self._combined[key] = self._combine(run)
        return style

    def _combine(self, run: Run) -> RichStyle:
        style = self.role(run.role)
        for one in Style:
            if one in run.styles:
                style += self.part(_SPAN_CLASSES[one].removeprefix("article--"))
        if run.token is not None and (name := _TOKEN_CLASSES.get(run.token)):
            style += self.part(f"code-{name}")
        if run.hit is not Hit.NONE:
            style += self.part("match-current" if run.hit is Hit.CURRENT else "match")
        if run.target and (address := openable(run.target)):
            style += RichStyle(link=address)
        return style
