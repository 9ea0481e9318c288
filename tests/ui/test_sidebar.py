"""The sidebar, in a host app with nothing else in it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import get_args, get_type_hints

import pytest
from rich.cells import cell_len
from textual import events
from textual.app import App, ComposeResult
from textual.message import Message
from textual.pilot import Pilot

from reader.archive.article import Metadata
from reader.errors import CatalogueError
from reader.library.catalogue import Catalogue
from reader.library.listing import Entry, Listed, Order, Shelf, View
from reader.settings import Settings
from reader.ui.one_line import cut, printable, steady, wrapped
from reader.ui.sidebar import Sidebar

STYLES = Path(__file__).parents[2] / "styles" / "sidebar.tcss"
NOON = datetime(2021, 8, 23, 12, tzinfo=UTC)


class Host(App[None]):
    CSS_PATH = STYLES

    def __init__(self, catalogue: Catalogue) -> None:
        super().__init__()
        self.catalogue = catalogue
        self.heard: list[Message] = []

    def compose(self) -> ComposeResult:
        yield Sidebar()

    def on_mount(self) -> None:
        self.query_one(Sidebar).set_catalogue(self.catalogue)
        self.query_one(Sidebar).focus()

    def on_sidebar_opened(self, message: Sidebar.Opened) -> None:
        self.heard.append(message)
        message.sidebar.let_go()  # as a screen does that has turned to the page

    def on_sidebar_filter_requested(self, message: Sidebar.FilterRequested) -> None:
        self.heard.append(message)

    def on_sidebar_escaped(self, message: Sidebar.Escaped) -> None:
        self.heard.append(message)

    def on_sidebar_changed(self, message: Sidebar.Changed) -> None:
        self.heard.append(message)


def entry(title: str, *path: str, days: int = 0, number: int = 0, draft: bool = False) -> Entry:
    """An article so many days older than the newest."""
    metadata = Metadata(title, NOON - timedelta(days=days), categories=(path,) if path else (), is_draft=draft)
    return Entry(Path(f"/archive/{title[:20]!r}-{number}"), metadata, path)


def many(count: int, *path: str, first: int = 0) -> list[Entry]:
    return [entry(f"article {n}", *path, days=n, number=n) for n in range(first, first + count)]


SMALL = [
    entry("行頭に句読点が来ないようにするには", "编程", "掘金"),
    entry("索引を小さく保つ", "编程", "掘金", days=2),
    entry("older", "编程", "开源中国", days=400),
    entry("life", "生活", days=3),
]


@asynccontextmanager
async def running(
    *entries: Entry, size: tuple[int, int] = (40, 12)
) -> AsyncIterator[tuple[Host, Sidebar, Pilot[None]]]:
    catalogue = Catalogue()
    catalogue.add(entries)
    app = Host(catalogue)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield app, app.query_one(Sidebar), pilot


def lines(sidebar: Sidebar) -> list[str]:
    return [sidebar.render_line(y).text for y in range(sidebar.size.height)]


def under_cursor(sidebar: Sidebar) -> str:
    return lines(sidebar)[cursor_line(sidebar)].strip()


def cursor_line(sidebar: Sidebar) -> int:
    return sidebar._cursor - sidebar.scroll_offset.y


def opened(app: Host) -> list[str]:
    return [message.path.name for message in app.heard if isinstance(message, Sidebar.Opened)]


async def test_articles_that_would_look_alike_are_told_apart() -> None:
    entries = [
        Entry(Path(f"/archive/{name}.md"), Metadata(title, NOON - timedelta(days=days)))
        for name, title, days in [("a", "早报", 0), ("b", "早报", 0), ("c", "早报", 1), ("d", "晚报", 1)]
    ]
    async with running(*entries) as (_, sidebar, _pilot):
        assert [line.split() for line in lines(sidebar)[:4]] == [
            ["早报", "a", "08-23"],
            ["早报", "b", "08-23"],
            ["早报", "08-22"],
            ["晚报", "08-22"],
        ]


async def test_the_first_rows_of_an_empty_tree_have_their_scroll_bar_at_once() -> None:
    async with running() as (app, sidebar, _pilot):
        app.catalogue.add(many(100))
        sidebar.catalogue_changed()
        assert sidebar.show_vertical_scrollbar


async def test_a_catalogue_that_is_as_it_was_is_not_drawn_again() -> None:
    async with running(*SMALL) as (app, sidebar, _pilot):
        drawn = sidebar._updates
        sidebar.catalogue_changed()
        assert sidebar._updates == drawn
        app.catalogue.add(many(1))
        sidebar.catalogue_changed()
        assert sidebar._updates > drawn


async def test_an_article_at_the_edge_is_told_apart_from_one_beyond_it() -> None:
    async with running(*[entry("早报", number=n, days=n // 2) for n in range(100)]) as (_, sidebar, pilot):
        for keys in ((), ("G",), ("k",) * 12, ("k",)):
            await pilot.press(*keys)
            assert all(len(line.split()) == 3 for line in lines(sidebar)), keys


async def test_only_rows_on_the_screen_and_at_its_edges_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    listed = Catalogue.listed

    def noted(catalogue: Catalogue, articles: Iterable[int]) -> dict[int, Listed]:
        asked.extend(articles)
        return listed(catalogue, articles)

    monkeypatch.setattr(Catalogue, "listed", noted)
    async with running(*[entry("早报", number=n) for n in range(100)]) as (_, sidebar, pilot):
        assert len(asked) == 13
        await pilot.press("G")
        assert len(set(asked)) == 26
        assert len({line.split()[1] for line in lines(sidebar)}) == 12


async def test_rows_are_indented_cut_by_cells_and_aligned_at_the_right() -> None:
    async with running(*SMALL) as (_, sidebar, _pilot):
        assert lines(sidebar)[:7] == [
            " ▾ 编程                              3  ",
            "   ▾ 掘金                            2  ",
            "       行頭に句読点が来ないよ…   08-23  ",
            "       索引を小さく保つ          08-21  ",
            "   ▾ 开源中国                        1  ",
            "       older                   2020-07  ",
            " ▾ 生活                              1  ",
        ]


async def test_thousands_are_separated() -> None:
    async with running(*many(1_204, "a"), size=(20, 4)) as (_, sidebar, _pilot):
        assert lines(sidebar)[0].startswith(" ▾ a         1,204 ")


async def test_deep_trees_leave_room_for_the_title() -> None:
    deep = entry("a title of some length", *(str(level) for level in range(20)))
    async with running(deep, size=(30, 25)) as (_, sidebar, _pilot):
        assert lines(sidebar)[20].strip() == "a title of some…"


async def test_dates_give_way_on_a_narrow_screen() -> None:
    async with running(entry("a title", "a"), size=(15, 5)) as (_, sidebar, _pilot):
        assert "a title" in lines(sidebar)[1]
        assert "08" not in lines(sidebar)[1]


@pytest.mark.parametrize("width", [1, 4, 10, 23, 40, 81])
@pytest.mark.parametrize(
    "title",
    [
        "[/bold]",
        "[red]x",
        "x" * 10_000,
        "字" * 10_000,
        "👨‍👩‍👧‍👦 family ❤️",
        "👍🏽🇩🇪" * 30,
        "e" + "\u0301" * 10_000,
        "a\nb\tc\x1b[31m\u202e",
        "\u200d\u200d",
        "中\u200d" * 40,
        "ｶﾞｷﾞｸﾞ" * 9,
        "",
    ],
)
async def test_every_line_is_as_wide_as_the_sidebar(title: str, width: int) -> None:
    async with running(entry(title, title, title), size=(width, 6)) as (_, sidebar, _pilot):
        for query in ("", "x", "字", "é"):
            sidebar.filter(query)
            for y in range(6):
                strip = sidebar.render_line(y)
                assert strip.cell_length == cell_len(strip.text) == sidebar.size.width
                assert not set("\n\t\x1b\u202e") & set(strip.text)


async def test_markup_in_a_title_is_text() -> None:
    async with running(entry("[/bold] and [red]red[/red]", "[b]a[/b]")) as (_, sidebar, _pilot):
        assert " ▾ [b]a[/b]" in lines(sidebar)[0]
        assert "[/bold] and [red]red" in lines(sidebar)[1]


async def test_the_keys_move_the_cursor() -> None:
    async with running(*many(100, "a")) as (_, sidebar, pilot):
        for keys, row in [
            ("j", 1),
            ("down", 2),
            ("k", 1),
            ("up", 0),
            ("k", 0),
            ("space", 11),
            ("pagedown", 22),
            ("b", 11),
            ("d", 17),
            ("ctrl+u", 11),
            ("G", 100),
            ("j", 100),
            ("space", 100),
            ("g", 0),
            ("end", 100),
            ("home", 0),
        ]:
            await pilot.press(keys)
            assert sidebar._cursor == row, keys
            assert 0 <= cursor_line(sidebar) < 12, keys


async def test_moving_does_not_open_and_enter_does() -> None:
    async with running(*SMALL) as (app, _sidebar, pilot):
        await pilot.press("j", "j")
        assert opened(app) == []
        await pilot.press("enter")
        await pilot.press("j", "l")
        await pilot.press("right")
        names = [SMALL[0].path.name, SMALL[1].path.name, SMALL[1].path.name]
        assert opened(app) == names
        message = next(each for each in app.heard if isinstance(each, Sidebar.Opened))
        assert app.catalogue.places(message.article_id, View.CATEGORY) == (message.within,)


async def test_h_folds_then_goes_to_the_parent() -> None:
    async with running(*SMALL) as (_, sidebar, pilot):
        await pilot.press("j", "j", "h")
        assert under_cursor(sidebar).startswith("▾ 掘金")
        await pilot.press("left")
        assert under_cursor(sidebar).startswith("▸ 掘金")
        await pilot.press("h")
        assert under_cursor(sidebar).startswith("▾ 编程")
        await pilot.press("h", "h")
        assert lines(sidebar)[1].startswith(" ▾ 生活")


async def test_escape_is_told_where_no_filter_is_on() -> None:
    async with running(*SMALL) as (app, _, pilot):
        await pilot.press("escape")
        await pilot.pause()
        assert any(isinstance(each, Sidebar.Escaped) for each in app.heard)


async def test_l_unfolds_then_steps_in() -> None:
    async with running(*SMALL) as (_, sidebar, pilot):
        await pilot.press("h", "l")
        assert under_cursor(sidebar).startswith("▾ 编程")
        await pilot.press("l", "l")
        assert under_cursor(sidebar).startswith("行頭")


async def test_a_click_opens_an_article_and_toggles_a_category() -> None:
    async with running(*SMALL) as (app, sidebar, pilot):
        await pilot.click(Sidebar, offset=(10, 3))
        assert opened(app) == [SMALL[1].path.name]
        assert cursor_line(sidebar) == 3
        await pilot.click(Sidebar, offset=(3, 1))
        assert lines(sidebar)[1].startswith("   ▸ 掘金")
        await pilot.click(Sidebar, offset=(3, 1))
        assert lines(sidebar)[1].startswith("   ▾ 掘金")
        await pilot.click(Sidebar, offset=(3, 11))
        assert opened(app) == [SMALL[1].path.name]


async def test_the_wheel_scrolls_and_leaves_the_cursor() -> None:
    async with running(*many(100, "a")) as (_, sidebar, pilot):
        await pilot._post_mouse_events([events.MouseScrollDown], Sidebar)
        await pilot.pause()
        assert sidebar.scroll_offset.y > 0
        assert sidebar._cursor == 0


async def test_slash_asks_for_a_filter() -> None:
    async with running(*SMALL) as (app, _sidebar, pilot):
        await pilot.press("slash")
        assert [type(each) for each in app.heard if not isinstance(each, Sidebar.Changed)] == [Sidebar.FilterRequested]


async def test_a_filter_keeps_what_matches_and_lights_it() -> None:
    async with running(*SMALL) as (app, sidebar, pilot):
        sidebar.filter("句読")
        assert [line.split()[:2] for line in lines(sidebar)[:3]] == [
            ["▾", "编程"],
            ["▾", "掘金"],
            ["行頭に句読点が来ないよ…", "08-23"],
        ]
        lit = sidebar.get_visual_style("sidebar--match").rich_style.color
        assert [s.text for s in sidebar.render_line(2) if s.style and s.style.underline] == ["句読"]
        assert lit is not None
        assert under_cursor(sidebar).startswith("行頭")
        await pilot.press("enter")
        assert opened(app) == [SMALL[0].path.name]
        sidebar.filter("")
        assert len([line for line in lines(sidebar) if line.strip()]) == 8
        assert under_cursor(sidebar).startswith("行頭")


async def test_a_hit_that_would_be_cut_off_is_shown() -> None:
    async with running(entry("字" * 300 + "needle" + "字" * 300, "a")) as (_, sidebar, _pilot):
        sidebar.filter("needle")
        assert "…字字字字字字字字字needle…  08-23" in lines(sidebar)[1]
        assert [s.text for s in sidebar.render_line(1) if s.style and s.style.underline] == ["needle"]


async def test_a_filter_without_hits_says_so_and_h_takes_it_away() -> None:
    async with running(*SMALL) as (_, sidebar, pilot):
        sidebar.filter("[/nothing]")
        assert "No title has “[/nothing]”." in "\n".join(lines(sidebar))
        await pilot.press("h")
        assert sidebar.filter_text == ""
        assert "编程" in lines(sidebar)[0]


async def test_the_app_hears_of_every_change() -> None:
    async with running(*SMALL) as (app, sidebar, pilot):
        sidebar.filter("life")
        await pilot.pause()
        last = app.heard[-1]
        assert isinstance(last, Sidebar.Changed)
        assert (last.view_name, last.count, last.filter_text) == ("category", 1, "life")


async def test_a_growing_catalogue_does_not_move_the_cursor_on_the_screen() -> None:
    async with running(*many(100, "b", first=50)) as (app, sidebar, pilot):
        await pilot.press(*"Gkkkkkkkkkkkkkkkkkkk")
        before, title = lines(sidebar), under_cursor(sidebar)
        app.catalogue.add([*many(30, "b"), *many(30, "a")])
        sidebar.catalogue_changed()
        await pilot.pause()
        assert under_cursor(sidebar) == title
        assert lines(sidebar) == before


async def test_when_the_cursor_is_off_the_screen_what_is_seen_stays() -> None:
    async with running(*many(100, "b", first=50)) as (app, sidebar, pilot):
        await pilot.press("j")
        sidebar.scroll_to(y=40, animate=False, force=True)
        before = lines(sidebar)
        app.catalogue.add(many(30, "b"))
        sidebar.catalogue_changed()
        await pilot.pause()
        assert lines(sidebar) == before


async def test_the_cursor_goes_to_what_follows_a_removed_article() -> None:
    entries = many(20, "a")
    async with running(*entries) as (app, sidebar, pilot):
        await pilot.press("j", "j", "j")
        app.catalogue.remove([entries[2].path])
        sidebar.catalogue_changed()
        assert under_cursor(sidebar).startswith("article 3")


async def test_a_folder_that_is_renamed_stays_unfolded_with_the_cursor_on_its_article() -> None:
    async with running(*many(9, "c"), *many(5, "a", "b", first=10), *many(1, "a", "d", first=30)) as (app, sidebar, _):
        assert sidebar.reveal(app.catalogue.find(many(1, first=12)[0].path) or 0)
        app.catalogue.add([*many(5, "z", "b", first=10), *many(1, "z", "d", first=30)])
        sidebar.catalogue_changed()
        assert under_cursor(sidebar).startswith("article 12")
        assert [line.split()[:2] for line in lines(sidebar) if "▾" in line] == [["▾", "z"], ["▾", "b"]]


async def test_the_cursor_stays_on_a_folder_that_is_renamed() -> None:
    async with running(*many(9, "c"), *many(5, "a", "b", first=10)) as (app, sidebar, pilot):
        await pilot.press("g")
        assert under_cursor(sidebar).split()[:2] == ["▾", "a"]
        await pilot.press("j", "h")  # its own folders are folded
        app.catalogue.add(many(5, "z", "b", first=10))
        await pilot.press("k")
        sidebar.catalogue_changed()
        assert under_cursor(sidebar).split()[:2] == ["▾", "z"]


async def test_a_cursor_in_an_emptied_tree_is_no_error() -> None:
    entries = many(3, "a")
    async with running(*entries) as (app, sidebar, pilot):
        await pilot.press("G")
        app.catalogue.remove([each.path for each in entries])
        sidebar.catalogue_changed()
        for key in ("j", "k", "l", "h", "G", "g", "space", "v", "enter"):
            await pilot.press(key)
        assert sidebar.cursor_row is None
        assert sidebar.count == 0


async def test_articles_that_come_before_anything_was_pressed_unfold_the_first_path() -> None:
    async with running() as (app, sidebar, pilot):
        app.catalogue.add(SMALL[:1])
        sidebar.catalogue_changed()
        assert len([line for line in lines(sidebar) if line.strip()]) == 3
        app.catalogue.add([*SMALL, *many(50, "生活")])
        sidebar.catalogue_changed()
        await pilot.pause()
        assert lines(sidebar)[0].startswith(" ▾ 编程")
        assert any(line.startswith(" ▸ 生活") for line in lines(sidebar))


async def test_an_empty_catalogue_shows_the_message_in_the_middle() -> None:
    async with running(size=(24, 9)) as (_, sidebar, pilot):
        sidebar.set_message("No articles here. [/bold] looks in /archive/of/a/very/long/name.")
        shown = lines(sidebar)
        assert shown[0].strip() == shown[-1].strip() == ""
        assert "".join("".join(shown).split()) == "Noarticleshere.[/bold]looksin/archive/of/a/very/long/name."
        assert all(cell_len(line) == 24 for line in shown)
        await pilot.press("j", "enter", "v", "h")


async def test_what_is_typed_into_the_filter_before_there_is_a_catalogue_counts() -> None:
    async with running(*SMALL) as (app, sidebar, _pilot):
        sidebar.give_up(CatalogueError("it is locked"))
        sidebar.filter("life")
        assert sidebar.filter_text == "life"
        assert "it is locked." in "".join(lines(sidebar))
        sidebar.set_catalogue(app.catalogue)
        assert sidebar.filter_text == "life"
        assert sidebar.count == 1
        sidebar.filter("")
        assert sidebar.count == 4


async def test_the_open_article_is_marked_and_the_cursor_stays() -> None:
    async with running(*SMALL) as (_, sidebar, _pilot):
        sidebar.show_open(2)
        assert lines(sidebar)[3].startswith("     ● 索引")
        assert cursor_line(sidebar) == 0
        sidebar.show_open(1, follow=True)
        assert cursor_line(sidebar) == 2


async def test_reveal_unfolds_and_scrolls() -> None:
    async with running(*many(50, "a"), *many(50, "b")) as (app, sidebar, _pilot):
        article = app.catalogue.find(many(50, "b")[40].path)
        assert article is not None
        assert sidebar.reveal(article)
        assert under_cursor(sidebar).startswith("article 40")
        assert not sidebar.reveal(999)


async def test_v_steps_through_the_views_and_stays_on_the_article() -> None:
    async with running(*SMALL) as (_, sidebar, pilot):
        await pilot.press("j", "j", "j")
        seen = [sidebar.view_name]
        for _ in range(8):
            await pilot.press("v")
            seen.append(sidebar.view_name)
            if sidebar.view_name not in ("starred", "recently read"):
                assert under_cursor(sidebar).startswith("索引")
        assert seen[:6] == ["category", "folder", "date", "tag", "author", "starred"]
        assert seen[6:] == ["unread", "recently read", "category"]


def test_settings_know_every_view_and_order() -> None:
    fields = get_type_hints(Settings)
    assert get_args(fields["view"]) == (*View, *Shelf)
    assert get_args(fields["order"]) == tuple(Order)


async def test_what_has_no_tags_stands_under_words_that_say_so() -> None:
    async with running(*SMALL) as (_, sidebar, pilot):
        await pilot.press("v", "v", "v")
        assert lines(sidebar)[0].startswith(" ▾ no tags")


async def test_a_step_of_the_cursor_draws_two_lines() -> None:
    async with running(*many(100, "a")) as (_, sidebar, pilot):
        drawn: list[int] = []
        render = sidebar.render_line

        def counting(y: int):  # type: ignore[no-untyped-def]
            drawn.append(y)
            return render(y)

        sidebar.render_line = counting  # type: ignore[method-assign]
        await pilot.press("j")
        await pilot.pause()
        assert sorted(set(drawn)) == [0, 1]


async def test_the_cursor_is_quiet_without_the_focus() -> None:
    async with running(*SMALL) as (app, sidebar, pilot):
        strong = sidebar.render_line(0)
        app.set_focus(None)
        await pilot.pause()
        quiet = sidebar.render_line(0)
        assert strong.text == quiet.text
        backgrounds = [
            {segment.style.bgcolor for segment in strip if segment.style}
            for strip in (strong, quiet, sidebar.render_line(1))
        ]
        assert all(len(each) == 1 for each in backgrounds)
        assert backgrounds[0] != backgrounds[1] != backgrounds[2] != backgrounds[0]


async def test_a_new_theme_is_drawn_at_once() -> None:
    async with running(*SMALL) as (app, sidebar, pilot):
        before = sidebar.render_line(3)
        app.theme = "textual-light"
        await pilot.pause()
        assert sidebar.render_line(3).text == before.text
        assert list(sidebar.render_line(3)) != list(before)


@pytest.mark.parametrize("size", [(10, 4), (1, 1), (3, 2)])
async def test_a_tiny_screen_is_no_error(size: tuple[int, int]) -> None:
    async with running(*SMALL, size=size) as (_, sidebar, pilot):
        for key in ("j", "l", "G", "space", "u", "v", "h", "g"):
            await pilot.press(key)
        assert len(lines(sidebar)) == size[1]


async def test_a_resize_keeps_the_cursor_on_the_screen() -> None:
    async with running(*many(100, "a")) as (_, sidebar, pilot):
        await pilot.press("space")
        await pilot.resize_terminal(30, 5)
        await pilot.pause()
        assert 0 <= cursor_line(sidebar) < 5
        assert under_cursor(sidebar).startswith("article 10")


def test_cutting_never_splits_a_wide_character() -> None:
    assert cut("中文字", 6) == "中文字"
    assert cut("中文字", 5) == "中文…"
    assert cut("中文字", 4) == "中…"
    assert cut("中文字", 1) == "…"
    assert cut("中文字", 0) == ""
    assert cut("e\u0301e\u0301e\u0301", 2) == "e\u0301…"


def test_printable_keeps_the_number_of_characters() -> None:
    assert printable("a\r\n\x1b\u202eb") == "a    b"


def test_emoji_are_not_joined() -> None:
    assert steady("👨‍👩 ❤️ क्‍ष") == "👨👩 ❤ क्‍ष"


def test_a_message_breaks_at_spaces_and_inside_what_is_too_wide() -> None:
    assert wrapped("one two 三四五六", 7) == ["one two", "三四五", "六"]
