"""A widget that says when it has been drawn."""

from __future__ import annotations

from textual.strip import Strip

from reader.ui.drawn import Drawn
from tests.ui.host import shown


class _Pane(Drawn):
    """Counts how often it is drawn."""

    drawn = 0

    def render_line(self, y: int) -> Strip:
        self.drawn += y == 0
        return Strip.blank(self.size.width)


async def test_who_waits_is_called_once_it_is_drawn() -> None:
    pane, said = _Pane(), list[int]()
    async with shown(pane) as (_, pilot):
        before = pane.drawn
        pane.after_drawing(lambda: said.append(pane.drawn))
        assert said == []
        await pilot.pause()
        assert said == [before + 1]
        pane.refresh()
        await pilot.pause()
        assert said == [before + 1]


async def test_a_widget_that_is_not_shown_calls_when_it_is() -> None:
    pane, said = _Pane(), list[str]()
    async with shown(pane) as (_, pilot):
        pane.display = False
        pane.after_drawing(lambda: said.append("drawn"))
        await pilot.pause()
        assert said == []
        pane.display = True
        await pilot.pause()
        assert said == ["drawn"]
