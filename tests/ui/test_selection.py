"""Selecting on the page, by keys and with the mouse."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from textual.pilot import Pilot

from reader.document import html
from reader.document.model import Document
from reader.ui.article_view import ArticleView
from reader.ui.selection import Selection, Selector
from tests.ui.host import cells, columns_of, grounds, lines, shown

SELECTED, CARET = "#474d57", "#d5d2ca"
"""The colours of theme ink: `selection`, `foreground`."""

SOURCE = (
    "<p>One sentence. Another one, with 中国经济 in it.</p><p>"
    + "第一句话，后面还有。" * 12
    + "</p><ul><li>an item<li>another</ul><pre>code = 1\n\nmore</pre><p>last</p>"
)


def read() -> Document:
    return html.parse(SOURCE)


async def begun(pilot: Pilot[None], view: ArticleView, document: Document | None = None) -> None:
    view.show(document or read(), ())
    await pilot.pause()


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ("V l l l", "One"),
        ("V right right right left", "On"),
        ("V e", "One"),
        ("V w w", "One sentence."),
        ("V right_parenthesis", "One sentence."),
        ("V right_curly_bracket", "One sentence. Another one, with 中国经济 in it."),
        ("V dollar_sign", "One sentence. Another one, with 中国经济 in it."),
        ("V dollar_sign b b b", "One sentence. Another one, with 中国"),
        ("V dollar_sign 0", ""),
        ("V dollar_sign o w w", "Another one, with 中国经济 in it."),
        ("V w w V w", "Another"),
        ("V w w V e e", "Another one"),
        ("V l l l l V l l", "s"),
        ("V l l l l l V l l", "se"),
        ("V j k", ""),
        ("V l j", "One sentence. Another one, with 中国经济 in it.\n\n第"),
        ("V l l l l j", "One sentence. Another one, with 中国经济 in it.\n\n第一"),
        ("V G left_curly_bracket", SOURCE.partition("<p>last")[0]),
    ],
)
async def test_keys_select(keys: str, text: str) -> None:
    view = ArticleView()
    async with shown(view, size=(60, 20)) as (_, pilot):
        await begun(pilot, view)
        await pilot.press(*keys.split())
        if "<p>" in text:
            assert view.selector.text.endswith("more")
            assert view.selector.text.startswith("One")
        else:
            assert view.selector.text == text


async def test_whatever_is_lit_is_what_is_selected() -> None:
    view = ArticleView()
    async with shown(view, size=(40, 30)) as (_, pilot):
        await begun(pilot, view)
        await pilot.press("V", "w", "V", "j", "j", "l", "l")
        await pilot.pause()
        drawn = "".join(
            segment.text
            for row, ground in zip(cells(view), grounds(view), strict=True)
            for x, segment in enumerate(row)
            if ground[x] in (SELECTED, CARET) and (not x or row[x - 1] is not segment)
        )
        lit = grounds(view)
        assert sum(len(columns_of(row, CARET)) for row in lit) in (1, 2)
        selection = view.selector.selection
        assert selection is not None
        for y in range(30):
            for x in range(40):
                offset = view.offset_under(x, y)
                is_in = offset is not None and selection.start <= offset < selection.end
                assert (lit[y][x] in (SELECTED, CARET)) == is_in, (x, y)
        assert drawn


@settings(deadline=None, max_examples=10, suppress_health_check=list(HealthCheck))
@given(st.integers(0, len(read().text)), st.integers(0, len(read().text)), st.sampled_from([12, 24, 60, 120]))
async def test_what_is_selected_is_a_slice_of_the_text_at_every_width(one: int, other: int, width: int) -> None:
    view = ArticleView()
    document = read()
    async with shown(view, size=(width, 20)) as (_, pilot):
        await begun(pilot, view, document)
        view.selector.select(Selection(one, other))
        assert view.selector.text == document.text[min(one, other) : max(one, other)].strip()
        await pilot.resize_terminal(width + 13, 9)
        assert view.selector.text == document.text[min(one, other) : max(one, other)].strip()


async def test_a_selection_begins_at_the_match_that_was_jumped_to() -> None:
    view = ArticleView()
    async with shown(view) as (_, pilot):
        await begun(pilot, view)
        at = read().text.index("Another")
        view.light([(at, at + 7)], (at, at + 7))
        await pilot.press("V")
        assert view.selector.text == "Another"
        await pilot.press("e")
        assert view.selector.text == "Another one"


async def test_a_selection_begins_where_the_one_before_it_ended() -> None:
    view = ArticleView()
    async with shown(view) as (_, pilot):
        await begun(pilot, view)
        await pilot.press("V", "right_curly_bracket", "y", "V", "l")
        assert view.selector.text == "第"
        await begun(pilot, view)
        await pilot.press("V", "l")
        assert view.selector.text == "O"


async def test_a_selection_begins_in_the_middle_of_a_page_that_was_turned_to() -> None:
    view = ArticleView()
    document = html.parse("".join(f"<p>paragraph {number}</p>" for number in range(100)))
    async with shown(view, size=(60, 11)) as (_, pilot):
        await begun(pilot, view, document)
        await pilot.press("V", "e", "escape", "space", "space")
        await pilot.pause()
        await pilot.press("V", "dollar_sign")
        found = lines(view)
        assert view.selector.text in found[5] + found[6]
        assert view.selector.text.startswith("paragraph")


async def test_lines_down_keep_to_their_cell_over_shorter_lines() -> None:
    view = ArticleView()
    async with shown(view) as (_, pilot):
        await begun(pilot, view, html.parse("<pre>abcdefgh\n\nab\nabcdefgh</pre>"))
        await pilot.press("V", "l", "l", "l", "l", "l", "j", "j")
        assert view.selector.text == "abcdefgh\n\nab\nabcde"


async def test_the_page_follows_the_end_that_moves() -> None:
    view = ArticleView()
    async with shown(view, size=(60, 10)) as (_, pilot):
        document = html.parse("".join(f"<p>paragraph {number}</p>" for number in range(100)))
        await begun(pilot, view, document)
        await pilot.press("V", *"jjjjjj")
        assert "paragraph 6" in "\n".join(lines(view))
        await pilot.press("space", "space")
        selection = view.selector.selection
        assert selection is not None
        assert document.text[selection.head - 12 : selection.head].split("\n")[-1].startswith("p")
        await pilot.press("G")
        assert "paragraph 99" in "\n".join(lines(view))
        await pilot.press("o")
        assert "paragraph 0" in "\n".join(lines(view))


async def test_escape_ends_it_and_then_leaves() -> None:
    view = ArticleView()
    async with shown(view) as (app, pilot):
        await begun(pilot, view)
        await pilot.press("V", "w", "escape")
        assert view.selector.selection is None
        assert app.heard(ArticleView.Wanted) == []
        await pilot.press("escape")
        assert [wanted.what for wanted in app.heard(ArticleView.Wanted)] == ["leave"]


async def test_keys_ask_for_highlights_only_while_something_is_selected() -> None:
    view = ArticleView()
    async with shown(view) as (app, pilot):
        await begun(pilot, view)
        await pilot.press("enter", "1", "a")
        assert app.heard(Selector.Wanted) == []
        for key in ("enter", "1", "4", "a", "y"):
            await pilot.press("V", "w", key)
            assert view.selector.selection is None
            view.hand_over_typing(None)
        wanted = app.heard(Selector.Wanted)
        assert [each.what for each in wanted] == ["light", "colour_1", "colour_4", "note", "copy"]
        words = [read().text[each.start : each.end] for each in wanted]
        assert words == ["One", "sentence.", "Another", "one,", "with"]


async def test_no_key_fails_on_an_empty_page() -> None:
    view = ArticleView()
    async with shown(view) as (_, pilot):
        keys = "V h j k l w e b 0 dollar_sign g G o V space pageup d u left_curly_bracket right_parenthesis".split()
        await pilot.press(*keys, "escape")
        await begun(pilot, view, Document(""))
        await pilot.press(*keys)
        assert view.selector.text == ""
        await begun(pilot, view, html.parse("<img src=a.png alt=''><hr>"))
        await pilot.press(*keys)


async def test_another_article_ends_it() -> None:
    view = ArticleView()
    async with shown(view) as (_, pilot):
        await begun(pilot, view)
        await pilot.press("V", "w")
        await begun(pilot, view)
        assert view.selector.selection is None
