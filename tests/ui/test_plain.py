"""A widget whose lines are all the same."""

from __future__ import annotations

from rich.segment import Segment
from textual.containers import Vertical
from textual.geometry import Region
from textual.strip import Strip
from textual.widgets import Static

from reader.ui.plain import Plain
from tests.ui.host import shown


class _Pane(Vertical, Plain):
    DEFAULT_CSS = "_Pane { background: #123456; height: 4; }"


class _Bar(Plain):
    DEFAULT_CSS = "_Bar { width: 3; height: 4; }"

    def line(self, width: int) -> Strip:
        return Strip([Segment("│" * width)], width)


async def test_a_container_is_its_ground_in_one_strip() -> None:
    pane = _Pane(Static("words"))
    async with shown(pane):
        drawn = pane.render_lines(Region(0, 0, 20, 4))
        assert len(drawn) == 4
        assert all(strip is drawn[0] for strip in drawn)
        (segment,) = drawn[0]
        assert segment.text == " " * 20
        assert segment.style is not None
        assert segment.style.bgcolor is not None
        assert segment.style.bgcolor.triplet == (0x12, 0x34, 0x56)


async def test_a_container_lays_its_children_out_as_its_own_base_does() -> None:
    first, second = Static("one"), Static("two")
    async with shown(_Pane(first, second)):
        assert second.region.y == first.region.y + 1


async def test_a_subclass_says_what_its_lines_are() -> None:
    bar = _Bar()
    async with shown(bar):
        assert [strip.text for strip in bar.render_lines(Region(0, 0, 3, 2))] == ["│││"] * 2
