"""Labels over what can be followed."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.document import html
from reader.document.model import Document
from reader.document.targets import Kind
from reader.ui.article_view import ArticleView
from reader.ui.labels import LETTERS, Labels, made
from tests.ui.host import lines, shown

PAGE = html.parse(
    '<p>字<a href="https://a.example">链接</a> and <a href="b.md">'
    + "a link that is longer than one line of the page is wide and goes on " * 3
    + '</a> then<sup><a href="#n">1</a></sup>.</p><p><img src="i.png" alt="a picture"></p>'
    "<pre><code>first\nsecond</code></pre>" + "<p>words</p>" * 60 + '<p><a href="c">far below</a></p>'
)


@given(st.integers(1, 2_000))
def test_labels_are_as_few_letters_as_can_be_and_none_begins_with_another(count: int) -> None:
    labels = made(count)
    assert len(set(labels)) == count
    assert all(set(label) <= set(LETTERS) for label in labels)
    ordered = sorted(labels)
    assert not any(other.startswith(one) for one, other in pairwise(ordered))
    longest = max(map(len, labels))
    assert longest == 1 or count > len(LETTERS) ** (longest - 1)
    assert [len(label) for label in labels] == sorted(len(label) for label in labels)


@pytest.mark.parametrize(("count", "letters"), [(1, 1), (9, 9), (10, 12), (81, 162)])
def test_so_many_letters_are_typed_at_least(count: int, letters: int) -> None:
    assert sum(map(len, made(count))) == letters


async def test_every_target_on_the_screen_has_one_label_and_the_text_is_untouched() -> None:
    view = ArticleView()
    async with shown(view, size=(40, 24)) as (app, pilot):
        view.show(PAGE, ())
        await pilot.pause()
        before = lines(view)
        await pilot.press("f")
        await pilot.pause()
        after = lines(view)
        changed = [y for y, (one, other) in enumerate(zip(before, after, strict=True)) if one != other]
        assert "字a 接" in after[changed[0]]
        assert sum(after[y].count(letter) - before[y].count(letter) for y in changed for letter in LETTERS) <= 5
        assert len(changed) >= 3
        assert all(len(line) <= 40 for line in after)
        heard = app.heard(Labels.Changed)[-1]
        assert heard.target is not None
        assert heard.target.address == "https://a.example"
        assert view.document is PAGE
        await pilot.press("escape")
        assert lines(view) == before


@pytest.mark.parametrize(
    ("key", "address", "kind"),
    [
        ("a", "https://a.example", Kind.LINK),
        ("s", "b.md", Kind.LINK),
        ("d", "#n", Kind.LINK),
        ("f", "i.png", Kind.PICTURE),
        ("j", "", Kind.CODE),
    ],
)
async def test_a_label_typed_in_one_breath_follows_its_target(key: str, address: str, kind: Kind) -> None:
    view = ArticleView()
    async with shown(view, size=(40, 24)) as (app, pilot):
        view.show(PAGE, ())
        await pilot.pause()
        app.simulate_key("f")
        app.simulate_key(key)
        await pilot.pause()
        await pilot.pause()
        chosen = app.heard(Labels.Chosen)
        assert [(each.target.address, each.target.kind, each.label) for each in chosen] == [(address, kind, key)]
        assert not view.labels.is_on


async def test_keys_step_over_the_labels_and_enter_follows() -> None:
    view = ArticleView()
    async with shown(view, size=(40, 24)) as (app, pilot):
        view.show(PAGE, ())
        await pilot.pause()
        await pilot.press("f", "tab", "tab", "shift+tab", "enter")
        await pilot.pause()
        assert [each.target.address for each in app.heard(Labels.Chosen)] == ["b.md"]


async def test_a_letter_that_is_no_label_leaves_and_does_nothing_else() -> None:
    view = ArticleView()
    async with shown(view, size=(40, 24)) as (app, pilot):
        view.show(PAGE, ())
        await pilot.pause()
        await pilot.press("f", "h")
        await pilot.pause()
        assert not view.labels.is_on
        assert app.heard(Labels.Chosen) == []
        assert "No label is h." in app.heard(Labels.Changed)[-1].said
        assert app.heard(ArticleView.Wanted) == []


async def test_labels_of_two_letters_narrow_as_they_are_typed() -> None:
    view = ArticleView()
    many: Document = html.parse("<p>" + " , ".join(f'<a href="{number}">link {number}</a>' for number in range(30)))
    async with shown(view, size=(60, 24)) as (app, pilot):
        view.show(many, ())
        await pilot.pause()
        labels = made(30)
        await pilot.press("f", labels[-1][0])
        await pilot.pause()
        assert view.labels.is_on
        await pilot.press("backspace", *labels[-1])
        await pilot.pause()
        assert [each.target.address for each in app.heard(Labels.Chosen)] == ["29"]


async def test_a_page_without_anything_to_follow_says_so() -> None:
    view = ArticleView()
    async with shown(view) as (app, pilot):
        view.show(html.parse("<p>words"), ())
        await pilot.pause()
        await pilot.press("f")
        await pilot.pause()
        assert "Nothing on the screen" in app.heard(Labels.Changed)[-1].said
        assert not view.labels.is_on


async def test_what_scrolls_takes_the_labels_away() -> None:
    view = ArticleView()
    async with shown(view, size=(40, 10)) as (app, pilot):
        view.show(PAGE, ())
        await pilot.pause()
        await pilot.press("f")
        view.scroll_rows(3)
        await pilot.press("a")
        await pilot.pause()
        assert not view.labels.is_on
        assert app.heard(Labels.Chosen) == []


async def test_the_mouse_over_a_link_tells_it() -> None:
    view = ArticleView()
    async with shown(view, size=(40, 24)) as (app, pilot):
        view.show(PAGE, ())
        await pilot.pause()
        row = next(y for y, line in enumerate(lines(view)) if "链接" in line)
        await pilot.hover(ArticleView, offset=(view.margin + 3, row))
        await pilot.hover(
            ArticleView, offset=(view.margin, lines(view).index(next(line for line in lines(view) if "words" in line)))
        )
        assert [each.target for each in app.heard(ArticleView.Pointed)] == ["https://a.example", ""]


async def test_the_mouse_over_an_abbreviation_tells_what_it_means() -> None:
    view = ArticleView()
    async with shown(view, size=(40, 24)) as (app, pilot):
        view.show(html.parse('<p><abbr title="World Wide Web">WWW</abbr> words'), ())
        await pilot.pause()
        await pilot.hover(ArticleView, offset=(view.margin + 1, 0))
        await pilot.hover(ArticleView, offset=(view.margin + 5, 0))
        assert [(each.target, each.meaning) for each in app.heard(ArticleView.Pointed)] == [
            ("", "World Wide Web"),
            ("", ""),
        ]
