"""The scroll bar: it is told fractions and tells fractions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual.geometry import Region, Size
from textual.pilot import Pilot
from textual.strip import Strip

from reader.ui.page_bar import PageBar
from tests.ui.host import lines, shown, until


def drawn(bar: PageBar) -> str:
    return "".join(line or " " for line in lines(bar))


async def moved(pilot: Pilot[None], bar: PageBar, y: int, button: int = 1) -> None:
    """The mouse moves to a row of the bar with its button down."""
    bar.post_message(events.MouseMove(bar, 0, y, 0, 1, button, False, False, False))
    await pilot.pause()


@pytest.mark.parametrize(
    ("top", "share", "thumb"),
    [
        (0.0, 1.0, "          "),
        (0.0, 0.5, "┃┃┃┃┃     "),
        (0.5, 0.5, "     ┃┃┃┃┃"),
        (0.25, 0.5, "  ┃┃┃┃┃   "),
        (0.0, 0.001, "┃         "),
        (0.999, 0.001, "         ┃"),
        (0.0, 0.99, "┃┃┃┃┃┃┃┃┃┃"),
    ],
)
async def test_the_thumb_stands_where_the_screen_is(top: float, share: float, thumb: str) -> None:
    bar = PageBar()
    async with shown(bar, size=(10, 10)):
        bar.show(top, share)
        assert drawn(bar) == thumb


async def test_matches_are_marked_on_the_thumb_and_beside_it() -> None:
    bar = PageBar()
    async with shown(bar, size=(10, 10)):
        bar.show(0.0, 0.5, frozenset({1, 7}))
        assert drawn(bar) == "┃━┃┃┃  ━  "
        assert list(bar.render_line(1)) != list(bar.render_line(0))


async def test_the_bar_is_one_cell_wide() -> None:
    bar = PageBar()
    async with shown(bar, size=(10, 10)):
        bar.show(0.2, 0.3, frozenset(range(10)))
        assert [bar.render_line(y).cell_length for y in range(10)] == [1] * 10


async def test_a_click_above_or_below_the_thumb_pages() -> None:
    bar = PageBar()
    async with shown(bar, size=(10, 10)) as (app, pilot):
        bar.show(0.5, 0.2)
        await pilot.click(bar, offset=(0, 0))
        await pilot.click(bar, offset=(0, 9))
        assert [paged.pages for paged in app.heard(PageBar.Paged)] == [-1, 1]


async def test_a_bar_without_a_thumb_does_nothing() -> None:
    bar = PageBar()
    async with shown(bar, size=(10, 10)) as (app, pilot):
        bar.show(0.0, 1.0)
        await pilot.click(bar, offset=(0, 5))
        assert app.heard(PageBar.Paged) == app.heard(PageBar.Dragged) == []


async def test_dragging_the_thumb_tells_where_the_page_shall_begin() -> None:
    bar = PageBar()
    async with shown(bar, size=(10, 10)) as (app, pilot):
        bar.show(0.0, 0.2)
        await pilot.mouse_down(bar, offset=(0, 1))
        for y in (1, 5, 9):
            await moved(pilot, bar, y)
        await pilot.mouse_up(bar, offset=(0, 9))
        fractions = [dragged.fraction for dragged in app.heard(PageBar.Dragged)]
        assert fractions[-1] == pytest.approx(0.8)
        assert fractions == sorted(fractions)
        await moved(pilot, bar, 3)
        assert len(app.heard(PageBar.Dragged)) == len(fractions)


async def test_a_thumb_that_was_let_go_elsewhere_is_dragged_no_more() -> None:
    bar = PageBar()
    async with shown(bar, size=(10, 10)) as (app, pilot):
        bar.show(0.0, 0.2)
        await pilot.mouse_down(bar, offset=(0, 1))
        await moved(pilot, bar, 5, button=0)
        await moved(pilot, bar, 6)
        assert app.heard(PageBar.Dragged) == []


async def test_a_drag_leads_to_the_thumb_that_was_asked_for() -> None:
    bar = PageBar()
    async with shown(bar, size=(10, 20)) as (app, pilot):
        for y in range(0, 17, 4):
            bar.show(0.0, 0.2)
            await pilot.mouse_down(bar, offset=(0, 0))
            await moved(pilot, bar, y)
            await pilot.mouse_up(bar, offset=(0, y))
            bar.show(app.heard(PageBar.Dragged)[-1].fraction if y else 0.0, 0.2)
            assert drawn(bar).index("┃") == y


@given(st.floats(0, 1), st.floats(0, 1), st.integers(0, 200))
def test_the_thumb_never_leaves_the_bar(top: float, share: float, height: int) -> None:
    class Sized(PageBar):
        @property
        def size(self):  # type: ignore[no-untyped-def, override]
            return Size(1, height)

    bar = Sized()
    bar._begin, bar._share = top, share
    start, end = bar._thumb()
    assert 0 <= start <= end <= height
    if height and share < 1:
        assert end > start


async def test_what_does_not_show_is_not_drawn() -> None:
    frames = 0

    class Bar(PageBar):
        def render_lines(self, crop: Region) -> list[Strip]:
            nonlocal frames
            frames += 1
            return super().render_lines(crop)

    bar = Bar()
    async with shown(bar, size=(10, 10)) as (_, pilot):
        bar.show(0.2, 0.5)
        await pilot.pause(0.1)
        before = frames
        bar.show(0.21, 0.5)
        await pilot.pause(0.1)
        assert frames == before
        bar.show(0.21, 0.5, frozenset({1}))
        await until(pilot, lambda: frames > before)
