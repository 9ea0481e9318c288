"""A widget whose lines are all the same."""

from __future__ import annotations

from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget


class Plain(Widget):
    """Its ground, unless a subclass says otherwise: for containers without a border, named behind their own base.

    Textual paints also what their children cover, and works each line out by itself.
    """

    def render_lines(self, crop: Region) -> list[Strip]:
        """One strip, as often as there are lines."""
        strip = self.line(crop.width)
        background = self.background_colors[1]
        for line_filter in self.get_line_filters():
            strip = strip.apply_filter(line_filter, background)
        return [strip] * crop.height

    def line(self, width: int) -> Strip:
        """What each of its lines is, in so many cells."""
        return Strip.blank(width, Style(bgcolor=self.background_colors[1].rich_color))
