"""The page: keys move it, resizes keep its place, matches and links are where they are drawn."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.pilot import Pilot

from reader import resources
from reader.archive import files, site
from reader.document import html, opening
from reader.document.find import Match, Query, find_all
from reader.document.model import Document
from reader.document.viewport import TOP, Place
from reader.ui.article_view import ArticleView
from tests.ui.host import cells, columns_of, grounds, lines, shown, until

MATCH, CURRENT, CODE = "#655419", "#e9b93f", "#1f2226"
"""The colours of theme ink: `match`, `match-current`, `surface`."""


def numbered(count: int = 100) -> Document:
    """Lines `line 0` to `line 99`, one to a row."""
    return html.parse(
        "".join(f"<p>line {n}<br>" for n in range(0)) + "<pre>" + "\n".join(f"line {n}" for n in range(count))
    )


def paragraphs(count: int = 60) -> Document:
    return html.parse(
        "".join(f"<p>{n:03} " + f"{'words of a paragraph ' * 6}第{n}段，中文也有。</p>" for n in range(count))
    )


def first_line(view: ArticleView) -> str:
    return lines(view)[0].strip()


async def complete(pilot: Pilot[None], view: ArticleView) -> None:
    """Waits until every row is set."""
    layout = view.layout_shown
    assert layout is not None
    await until(pilot, lambda: layout.is_complete)
    await pilot.pause()


# keys


@pytest.mark.parametrize(
    ("keys", "top"),
    [
        ("j", 1),
        ("down", 1),
        ("j j j k", 2),
        ("j up", 0),
        ("k", 0),
        ("space", 18),
        ("pagedown", 18),
        ("space b", 0),
        ("space space pageup", 18),
        ("d", 10),
        ("ctrl+d d", 20),
        ("d d u", 10),
        ("d ctrl+u", 0),
        ("G", 80),
        ("end", 80),
        ("G k", 79),
        ("G g", 0),
        ("d home", 0),
        ("G j", 80),
        ("space space space space space space space", 80),
    ],
)
async def test_keys_move_the_page(keys: str, top: int) -> None:
    view = ArticleView()
    async with shown(view) as (_, pilot):
        view.show(numbered(), ())
        await complete(pilot, view)
        await pilot.press(*keys.split())
        assert [line.strip() for line in lines(view)] == [f"line {n}" for n in range(top, top + 20)]


async def test_a_page_ahead_at_the_end_asks_for_the_next_article() -> None:
    view = ArticleView()
    async with shown(view) as (app, pilot):
        view.show(numbered(), ())
        await complete(pilot, view)
        await pilot.press("G", "space")
        assert [wanted.what for wanted in app.heard(ArticleView.Wanted)] == ["next-unread"]


@pytest.mark.parametrize(
    ("key", "what"),
    [
        ("J", "next"),
        ("K", "previous"),
        ("n", "next-match"),
        ("N", "previous-match"),
        ("t", "outline"),
        ("h", "leave"),
        ("left", "leave"),
        ("escape", "leave"),
        ("slash", "find"),
        ("backspace", "back"),
        ("right_square_bracket", "forward"),
    ],
)
async def test_what_is_not_its_own_the_page_asks_for(key: str, what: str) -> None:
    view = ArticleView()
    async with shown(view) as (app, pilot):
        view.show(numbered(), ())
        await pilot.press(key)
        await pilot.pause()
        assert [wanted.what for wanted in app.heard(ArticleView.Wanted)] == [what]


async def test_the_wheel_moves_three_lines() -> None:
    view = ArticleView()
    async with shown(view) as (_, pilot):
        view.show(numbered(), ())
        await complete(pilot, view)
        for kind in (events.MouseScrollDown, events.MouseScrollDown, events.MouseScrollUp):
            view.post_message(kind(view, 5, 5, 0, 1, 0, False, False, False))
            await pilot.pause()
        assert first_line(view) == "line 3"


async def test_no_key_moves_an_empty_page() -> None:
    view = ArticleView()
    async with shown(view) as (_, pilot):
        await pilot.press("j", "k", "space", "b", "d", "u", "g", "G", "backspace", "right_square_bracket")
        view.show(Document(""), ())
        await pilot.press("j", "k", "space", "b", "d", "u", "g", "G", "backspace", "right_square_bracket")
        assert lines(view) == [""] * 20
        assert view.fraction_read in (0.0, 1.0)


async def test_a_page_shorter_than_the_screen_does_not_move() -> None:
    view = ArticleView()
    async with shown(view) as (_, pilot):
        view.show(html.parse("<p>a<p>b"), ())
        await pilot.press("j", "j", "G", "d")
        assert [line.strip() for line in lines(view)][:3] == ["a", "", "b"]
        assert view.at_end


# places


@pytest.mark.parametrize("column", [80, 30])
async def test_a_resize_keeps_the_text_at_the_top(column: int) -> None:
    view = ArticleView()
    async with shown(view, size=(100, 30)) as (_, pilot):
        view.set_column(column)
        view.show(paragraphs(), ())
        await complete(pilot, view)
        offset = find_all(paragraphs().text, Query("030"))[0][0]
        view.go_to_place(Place(offset))
        for size in ((40, 12), (120, 40), (24, 8), (11, 5), (200, 60), (100, 30), (60, 9)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            if size[0] > 20:
                assert first_line(view).startswith("030")
        assert view.place.offset == offset


async def test_many_resizes_do_not_move_a_place_within_a_paragraph() -> None:
    view = ArticleView()
    document = html.parse("<p>" + " ".join(f"w{n}" for n in range(5000)))
    async with shown(view, size=(80, 20)) as (_, pilot):
        view.show(document, ())
        await complete(pilot, view)
        view.go_to_place(Place(document.text.index("w2500")))
        for width in (30, 77, 41, 80, 25, 63, 80):
            await pilot.resize_terminal(width, 20)
            await pilot.pause()
            assert "w2500" in lines(view)[0]


async def test_another_column_keeps_the_text_at_the_top() -> None:
    view = ArticleView()
    async with shown(view, size=(120, 30)) as (_, pilot):
        view.show(paragraphs(), ())
        await complete(pilot, view)
        view.go_to_place(Place(paragraphs().text.index("040")))
        for column in (40, 100, 20, 80):
            view.set_column(column)
            assert first_line(view).startswith("040")


async def test_the_column_is_never_wider_than_the_pane() -> None:
    view = ArticleView()
    async with shown(view, size=(50, 10)) as (_, pilot):
        view.show(paragraphs(), ())
        view.set_column(10_000)
        await pilot.pause()
        assert max(map(cell_len, lines(view))) <= 50
        view.set_column(0)
        assert view.column == 20


async def test_going_to_an_offset_brings_it_into_view() -> None:
    view = ArticleView()
    async with shown(view) as (_, pilot):
        document = numbered(1000)
        view.show(document, ())
        for line in (500, 20, 999, 0, 501):
            view.go_to(document.text.index(f"line {line}"))
            await pilot.pause()
            assert f"line {line}" in [text.strip() for text in lines(view)]


async def test_going_to_what_is_in_view_does_not_scroll() -> None:
    view = ArticleView()
    async with shown(view) as (_, pilot):
        view.show(numbered(), ())
        await complete(pilot, view)
        view.go_to(view.document.text.index("line 10") if view.document else 0)
        assert first_line(view) == "line 0"


async def test_a_jump_tells_where_it_led_away_from() -> None:
    view = ArticleView()
    async with shown(view) as (app, pilot):
        document = numbered(1000)
        view.show(document, ())
        await complete(pilot, view)
        await pilot.press("j", "j")
        view.jump(Place(document.text.index("line 500")))
        assert first_line(view) == "line 500"
        view.jump(view.place)
        await pilot.press("backspace")
        view.let_go()  # as a screen does that has gone back
        await pilot.press("right_square_bracket")
        left = app.heard(ArticleView.Left)
        assert [message.place.offset for message in left] == [document.text.index("line 2")]
        assert left[0].document is document
        assert [wanted.what for wanted in app.heard(ArticleView.Wanted)] == ["back", "forward"]


async def test_another_article_begins_at_its_top() -> None:
    view = ArticleView()
    async with shown(view) as (_, pilot):
        view.show(numbered(), ())
        await pilot.press("G")
        view.show(html.parse("<p>words", title="Title"), ("byline",))
        await pilot.pause()
        assert [line.strip() for line in lines(view)][:5] == ["", "Title", "byline", "", "words"]
        assert view.place == TOP


async def test_an_article_can_begin_where_it_was_left() -> None:
    view = ArticleView()
    async with shown(view) as (_, _pilot):
        document = numbered(1000)
        view.show(document, (), Place(document.text.index("line 700"), 2))
        assert first_line(view) == "line 698"


async def test_a_page_that_grows_stays_where_it_is() -> None:
    view = ArticleView()
    parts = [html.parse("".join(f"<p>{n:03} {'words ' * 20}</p>" for n in range(count))) for count in (100, 200, 400)]
    async with shown(view) as (_, pilot):
        view.show(parts[0], ())
        view.go_to_place(Place(parts[0].text.index("050")))
        before = lines(view)
        for part in parts[1:]:
            view.grow(part)
            await pilot.pause()
            assert lines(view) == before
        await complete(pilot, view)
        assert lines(view) == before
        await pilot.press("G")
        assert any("399" in line for line in lines(view))


async def test_what_grows_below_the_screen_is_not_drawn() -> None:
    view, whole = ArticleView(), paragraphs()
    parts = [Document(whole.text[: some[-1].end], some) for some in (whole.blocks[:5], whole.blocks[:40])]
    async with shown(view, size=(60, 30)) as (app, pilot):
        view.show(parts[0], ())
        await complete(pilot, view)
        view.grow(parts[1])
        assert view.owes_frame  # it has come into view
        await complete(pilot, view)
        assert not view.owes_frame
        moved = len(app.heard(ArticleView.Moved))
        view.grow(whole)
        assert not view.owes_frame
        await until(pilot, lambda: len(app.heard(ArticleView.Moved)) > moved)


async def test_layout_waits_for_a_frame_that_is_due() -> None:
    view = ArticleView()
    async with shown(view) as (_, pilot):
        view.show(paragraphs(), ())
        await pilot.pause()
        assert not view.owes_frame
        view.scroll_rows(1)
        assert view.owes_frame
        layout = view.layout_shown
        assert layout is not None
        view._start_work()
        view._work_on()
        assert not layout.is_complete
        await pilot.pause()
        assert not view.owes_frame
        await complete(pilot, view)


async def test_a_page_that_grew_into_another_text_is_set_anew() -> None:
    view = ArticleView()
    async with shown(view) as (_, pilot):
        view.show(html.parse("<p>one<p>two"), ())
        view.grow(html.parse("<p>quite<p>another<p>text"))
        await pilot.pause()
        assert [line.strip() for line in lines(view)][:5] == ["quite", "", "another", "", "text"]


# how far


async def test_how_much_is_read_grows_to_the_whole() -> None:
    view = ArticleView()
    async with shown(view) as (_, pilot):
        view.show(numbered(), ())
        await complete(pilot, view)
        seen = [view.fraction_read]
        for _ in range(8):
            await pilot.press("d")
            seen.append(view.fraction_read)
        assert seen == sorted(seen)
        assert 0 < seen[0] < 0.3
        assert seen[-1] == 1.0
        assert view.at_end


async def test_the_extent_is_the_part_of_the_page_on_the_screen() -> None:
    view = ArticleView()
    async with shown(view) as (_, pilot):
        view.show(numbered(), ())
        await complete(pilot, view)
        assert view.extent() == (0.0, 0.2)
        await pilot.press("G")
        assert view.extent() == (0.8, 0.2)
        view.go_to_fraction(0.5)
        assert first_line(view) == "line 50"


async def test_matches_are_marked_where_they_stand() -> None:
    view = ArticleView()
    async with shown(view) as (_, pilot):
        document = numbered()
        view.show(document, ())
        await complete(pilot, view)
        assert view.match_marks(10) == frozenset()
        view.light(find_all(document.text, Query("line 75")))
        assert view.match_marks(10) == {7}
        view.light(find_all(document.text, Query("line")))
        assert view.match_marks(10) == set(range(10))


# what is drawn


def samples() -> list[Document]:
    root = resources.sample_articles()
    within = site.detect(root)
    return [opening.document(files.read(file.path, within)) for file in files.walk(root)]


@pytest.mark.parametrize("width", [10, 23, 40, 71, 100, 161])
async def test_every_row_is_as_wide_as_the_widget(width: int) -> None:
    view = ArticleView()
    async with shown(view, size=(width, 50)):
        for document in samples():
            view.show(document, ("byline", "#tags"))
            view.light(find_all(document.text, Query("a")))
            while True:
                for y in range(50):
                    strip = view.render_line(y)
                    assert strip.cell_length == width == cell_len(strip.text)
                if view.at_end:
                    break
                view.action_page_down()


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<p>one two one", "one"),
        ("<p>漢字と漢字", "漢字"),
        ("<p>a 漢 b 字 漢", "漢"),
        ("<p>o<b>ne t</b>wo one two", "one two"),
        ("<p>" + "word " * 10 + "one<br>two " + "word " * 30, "one two"),
        ("<p>" + "字" * 100 + "天地玄黄" + "字" * 100, "天地玄黄"),
        ("<p>" + "x" * 150, "x" * 70),
        (
            "<pre>    a b = 1\n    line that is folded at the edge of the column, at once or" + " a b" * 9,
            "a b",
        ),
        ("<ul><li>one<li>two one</ul><blockquote>one</blockquote>", "one"),
        ("<table><tr><th>one<th>b<tr><td>a one<td>one</table>", "one"),
        ("<p>ｶﾞｶﾞ ガ e\u0301 é", "ガ"),
        ("<p>family 👩\u200d👩\u200d👧 family", "family"),
        ('<p><a href="https://example.org">one link</a> one', "one"),
    ],
)
async def test_matches_are_lit_on_exactly_their_cells(source: str, words: str) -> None:
    document = html.parse(source)
    matches = find_all(document.text, Query(words))
    assert matches
    current = matches[-1]
    view = ArticleView()
    async with shown(view, size=(60, 30)) as (_, pilot):
        view.show(document, ())
        view.light(matches, current)
        await pilot.pause()
        lit = grounds(view)
        for y in range(30):
            others = [x for x in range(60) if is_in(view, x, y, [m for m in matches if m != current])]
            assert columns_of(lit[y], MATCH) == others
            assert columns_of(lit[y], CURRENT) == [x for x in range(60) if is_in(view, x, y, [current])]
        assert any(columns_of(row, CURRENT) for row in lit)


def is_in(view: ArticleView, x: int, y: int, matches: list[Match]) -> bool:
    offset = view.offset_under(x, y)
    return offset is not None and any(start <= offset < end for start, end in matches)


async def test_matches_that_are_put_out_are_dark() -> None:
    view = ArticleView()
    async with shown(view) as (_, pilot):
        view.show(html.parse("<p>one one"), ())
        view.light([(0, 3), (4, 7)], (0, 3))
        view.light(())
        await pilot.pause()
        assert not any(columns_of(row, colour) for row in grounds(view) for colour in (MATCH, CURRENT))


async def test_code_has_its_ground_over_the_whole_column() -> None:
    view = ArticleView()
    async with shown(view, size=(100, 10)) as (_, pilot):
        view.show(html.parse("<p>words<pre>a\n\nlonger line\n\tb</pre><p>words"), ())
        await pilot.pause()
        lit = grounds(view)
        assert [columns_of(row, CODE) for row in lit[:8]] == [
            [],
            [],
            *[list(range(10, 90))] * 4,
            [],
            [],
        ]


async def test_code_is_coloured_by_its_language() -> None:
    view = ArticleView()
    async with shown(view) as (_, pilot):
        view.show(html.parse('<pre class="language-python">def name(): return "text"</pre>'), ())
        await pilot.pause()
        looks = {
            segment.text: segment.style.color.name
            for segment in words_of(view)
            if segment.style and segment.style.color
        }
        assert looks["def"] == "#c49bd8"
        assert looks['"text"'] == "#a6c586"


def words_of(view: ArticleView) -> list[Segment]:
    return [segment for y in range(view.size.height) for segment in view.render_line(y) if segment.text.strip()]


async def test_long_code_asks_for_its_colours_and_takes_them_in() -> None:
    view = ArticleView()
    document = html.parse('<pre class="language-python">' + "x = 1\n" * 3000 + "</pre>")
    async with shown(view) as (app, pilot):
        view.show(document, ())
        await until(pilot, lambda: app.heard(ArticleView.ColoursWanted))
        (wanted, *_) = app.heard(ArticleView.ColoursWanted)
        assert (wanted.document, wanted.index) == (document, 0)


async def test_a_message_stands_where_the_article_would() -> None:
    view = ArticleView()
    async with shown(view) as (_, pilot):
        view.show(numbered(), ())
        view.show_message("There is [nothing] here, and this sentence is long enough to need a second row.")
        await pilot.pause()
        said = " ".join(line.strip() for line in lines(view) if line.strip())
        assert said == "There is [nothing] here, and this sentence is long enough to need a second row."
        assert all(view.render_line(y).cell_length == 60 for y in range(20))


async def test_markup_in_an_article_is_text() -> None:
    view = ArticleView()
    async with shown(view) as (_, pilot):
        view.show(html.parse("<p>[bold]a[/bold] [/] [link=x]", title="[/red] [b"), ("[i]",))
        await pilot.pause()
        text = "\n".join(lines(view))
        for words in ("[bold]a[/bold] [/] [link=x]", "[/red] [b", "[i]"):
            assert words in text


# links


LINKS = (
    '<p>See <a href="https://example.org/a">the web</a>, <a href="mailto:a@example.org">the mail</a>, '
    '<a href="javascript:alert(1)">a script</a>, <a href="file:///etc/passwd">a file</a>, <a href="#x">here</a>.'
    '<p><a href="y"><img src="z.png" alt="picture"></a> <img src="only.png" alt="alone">'
)


async def test_only_the_web_and_mail_are_hyperlinks_of_the_terminal() -> None:
    view = ArticleView()
    async with shown(view, size=(90, 10)) as (_, pilot):
        view.show(html.parse(LINKS), ())
        await pilot.pause()
        links = {segment.text: segment.style.link for segment in words_of(view) if segment.style and segment.style.link}
        assert links == {"the web": "https://example.org/a", "the mail": "mailto:a@example.org"}


@pytest.mark.parametrize(
    ("words", "target"),
    [
        ("the web", "https://example.org/a"),
        ("a script", "javascript:alert(1)"),
        ("here", "#x"),
        ("picture", "y"),
        ("alone", "only.png"),
    ],
)
async def test_a_click_on_a_link_says_where_it_leads(words: str, target: str) -> None:
    view = ArticleView()
    async with shown(view, size=(90, 10)) as (app, pilot):
        view.show(html.parse(LINKS), ())
        await pilot.pause()
        y, line = next((y, line) for y, line in enumerate(lines(view)) if words in line)
        for x in (line.index(words), line.index(words) + len(words) - 1):
            await pilot.click(view, offset=(x, y))
        assert [followed.target for followed in app.heard(ArticleView.Followed)] == [target, target]


async def test_a_click_beside_a_link_follows_nothing() -> None:
    view = ArticleView()
    async with shown(view, size=(90, 10)) as (app, pilot):
        view.show(html.parse(LINKS), ())
        await pilot.pause()
        start = lines(view)[0].index("the web")
        for x, y in ((start - 1, 0), (start + len("the web"), 0), (0, 0), (89, 0), (start, 1), (start, 9)):
            await pilot.click(view, offset=(x, y))
        assert app.heard(ArticleView.Followed) == []


async def test_a_link_of_wide_characters_is_as_wide_as_it_looks() -> None:
    view = ArticleView()
    async with shown(view, size=(40, 5)) as (_, pilot):
        view.show(html.parse('<p>漢字<a href="x">連結</a>。'), ())
        await pilot.pause()
        left = cell_len(view.render_line(0).text.partition("漢")[0])
        under = [view.target_under(left + x, 0) for x in range(10)]
        assert [each and each.address for each in under] == [None] * 4 + ["x"] * 4 + [None] * 2


# themes


@pytest.mark.parametrize("theme", ["paper", "ink", "textual-dark", "textual-light", "nord", "solarized-light"])
async def test_every_theme_draws_words_on_its_ground(theme: str) -> None:
    view = ArticleView()
    async with shown(view, theme=theme, size=(80, 40)) as (app, pilot):
        document = html.parse(
            LINKS + "<h2>h</h2><pre class=language-python>def f(): pass</pre><blockquote>q", title="t"
        )
        view.show(document, ("byline",))
        view.light([(0, 1)], None)
        await pilot.pause()
        background = app.theme_variables["background"].lower()
        assert grounds(view)[39] == [background] * 80
        for segment in words_of(view):
            assert segment.style is not None
            assert segment.style.color is not None
            assert segment.style.color != segment.style.bgcolor


async def test_another_theme_recolours_the_page() -> None:
    view = ArticleView()
    async with shown(view) as (app, pilot):
        view.show(html.parse("<p>words"), ())
        await pilot.pause()
        dark = cells(view)[0][0].style
        app.theme = "paper"
        await pilot.pause()
        await pilot.pause()
        assert cells(view)[0][0].style != dark
        assert grounds(view)[0][0] == "#f7f2e7"


async def test_the_end_is_the_whole_article_s_though_the_key_came_when_only_a_part_was_there() -> None:
    whole = numbered(400)
    part = replace(numbered(100), is_complete=False)
    for key, at_end in ((None, True), ("k", False)):
        view = ArticleView()
        async with shown(view) as (_, pilot):
            view.show(part, ())
            await pilot.press("G")
            assert "line 99" in "\n".join(lines(view))
            if key is not None:
                await pilot.press(key)
            view.grow(whole)
            await complete(pilot, view)
            assert ("line 399" in "\n".join(lines(view))) is at_end
