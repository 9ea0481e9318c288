"""Selecting with the mouse."""

from __future__ import annotations

from textual import events
from textual.pilot import Pilot

from reader.document import html
from reader.document.viewport import Place
from reader.ui.article_view import ArticleView
from reader.ui.selection import Selector
from tests.ui.host import cells, shown
from tests.ui.test_selection import begun


def cell(view: ArticleView, words: str, *, last: bool = False) -> tuple[int, int]:
    """The cell of the first or last character of some words."""
    for y, line in enumerate(cells(view)):
        for x in range(len(line)):
            offset = view.offset_under(x, y)
            if offset is not None and view.document is not None:
                at = offset - (len(words) - 1 if last else 0)
                if at >= 0 and view.document.text.startswith(words, at):
                    return x, y
    raise AssertionError(words)


async def mouse(pilot: Pilot[None], view: ArticleView, kind: type[events.MouseEvent], x: int, y: int) -> None:
    button = 0 if kind is events.MouseMove and not view._mouse._pressed else 1
    view.post_message(kind(view, x, y, 0, 0, button, False, False, False, view.region.x + x, view.region.y + y))
    await pilot.pause()


async def drag(pilot: Pilot[None], view: ArticleView, start: tuple[int, int], end: tuple[int, int]) -> None:
    await mouse(pilot, view, events.MouseDown, *start)
    await mouse(pilot, view, events.MouseMove, *end)
    await mouse(pilot, view, events.MouseUp, *end)


async def test_a_drag_selects_from_character_to_character_in_either_direction() -> None:
    view = ArticleView()
    async with shown(view) as (app, pilot):
        await begun(pilot, view)
        start, end = cell(view, "Another"), cell(view, "中国", last=True)
        await drag(pilot, view, start, end)
        assert view.selector.text == "Another one, with 中国"
        await drag(pilot, view, end, start)
        assert view.selector.text == "Another one, with 中国"
        assert app.mouse_captured is None


async def test_a_drag_beyond_the_text_selects_to_its_edge() -> None:
    view = ArticleView()
    async with shown(view) as (_, pilot):
        await begun(pilot, view)
        start = cell(view, "Another")
        await drag(pilot, view, start, (59, start[1]))
        assert view.selector.text == "Another one, with 中国经济 in it."
        await drag(pilot, view, start, (0, start[1]))
        assert view.selector.text == "One sentence. A"
        await drag(pilot, view, start, (5, start[1] + 1))
        assert view.selector.text == "Another one, with 中国经济 in it."


async def test_while_the_mouse_has_selected_other_keys_move_the_page() -> None:
    view = ArticleView()
    async with shown(view, size=(60, 6)) as (_, pilot):
        await begun(pilot, view)
        await drag(pilot, view, cell(view, "Another"), cell(view, "one,"))
        await pilot.press("j")
        assert view.selector.text == "Another o"
        assert view.place != Place(0, 1)
        await pilot.press("V", "e")
        assert view.selector.text == "Another one"


async def test_a_double_click_selects_a_word_and_a_triple_click_a_paragraph() -> None:
    view = ArticleView()
    async with shown(view) as (_, pilot):
        await begun(pilot, view)
        x, y = cell(view, "经济")
        await pilot.click(view, offset=(x, y), times=2)
        assert view.selector.text == "经济"
        await pilot.click(view, offset=(x, y), times=3)
        assert view.selector.text == "One sentence. Another one, with 中国经济 in it."


async def test_a_click_ends_it_and_a_drag_follows_no_link() -> None:
    view = ArticleView()
    async with shown(view) as (app, pilot):
        await begun(pilot, view, html.parse("<p>before <a href='https://example.org'>a link here</a> after</p>"))
        x, y = cell(view, "link")
        await pilot.mouse_down(view, offset=(x, y))
        await mouse(pilot, view, events.MouseMove, x + 3, y)
        await pilot.mouse_up(view, offset=(x + 3, y))
        assert view.selector.text == "link"
        assert app.heard(ArticleView.Followed) == []
        await pilot.click(view, offset=(2, y))
        assert view.selector.selection is None
        assert app.heard(Selector.Touched)
        await pilot.click(view, offset=(x, y))
        assert [followed.target for followed in app.heard(ArticleView.Followed)] == ["https://example.org"]


async def test_the_page_scrolls_while_the_mouse_is_held_beyond_its_edge() -> None:
    view = ArticleView()
    async with shown(view, size=(60, 10)) as (_, pilot):
        document = html.parse("".join(f"<p>paragraph {number}</p>" for number in range(100)))
        await begun(pilot, view, document)
        await mouse(pilot, view, events.MouseDown, *cell(view, "paragraph 1"))
        await mouse(pilot, view, events.MouseMove, 20, 12)
        for _ in range(200):
            await pilot.pause(0.02)
            if "paragraph 20" in view.selector.text:
                break
        assert "paragraph 20" in view.selector.text
        await mouse(pilot, view, events.MouseUp, 20, 12)
        stood = view.place
        await pilot.pause(0.2)
        assert view.place == stood
