"""A list over the page: walked, filtered, answered; also by keys that were typed before it was there."""

from __future__ import annotations

from time import perf_counter

from textual.app import App
from textual.pilot import Pilot

from reader.ui import themes
from reader.ui.line_list import Line, LineList
from reader.ui.list_overlay import ListOverlay
from tests.ui.host import lines


class Host(App[None]):
    """Puts one list over an empty screen, and notes the answers."""

    def __init__(self, given: list[Line], cursor: int = 0) -> None:
        super().__init__()
        self.answers: list[int | None] = []
        self.over = ListOverlay("Things", LineList(given, cursor=cursor))
        self.register_theme(themes.INK)
        self.theme = themes.INK.name

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return dict(themes.INK.variables)

    def on_mount(self) -> None:
        self.push_screen(self.over, self.answers.append)


WORDS = [Line(word, f"about {word}") for word in ("alpha", "beta", "gamma", "jot", "阿尔法", "[bold]x[/]")]


def drawn(app: Host) -> list[str]:
    return [line.strip() for line in lines(app.over.list)]


async def test_the_list_shows_its_lines_and_answers_with_the_chosen_one() -> None:
    app = Host(WORDS)
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        assert [line.split()[0] for line in drawn(app)] == [line.text for line in WORDS]
        await pilot.press("j", "down", "k", "enter")
        await pilot.pause()
        assert app.answers == [1]


async def test_what_is_said_of_a_short_line_has_the_rest_of_the_row_and_its_kind_is_never_cut() -> None:
    app = Host([])
    given = [Line("short"), Line("long " * 20)]
    app.over = ListOverlay("Things", LineList(given, about=lambda _: ("https://example.org/" + "a" * 60, "  web")))
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        short, long = drawn(app)
        assert short.startswith("short  https://example.org/aaaaaaaa")
        assert short.endswith("a…  web")
        assert long.endswith("…  web")
        assert len(long) == len(short)


async def test_letters_filter_and_what_matches_is_shown() -> None:
    app = Host(WORDS)
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press(*"amm")
        await pilot.pause()
        assert [line.split()[0] for line in drawn(app) if line] == ["gamma"]
        await pilot.press("x")
        await pilot.pause()
        assert drawn(app)[0] == "Nothing matches."
        await pilot.press("enter")
        await pilot.pause()
        assert app.answers == [None]


async def test_after_a_slash_letters_that_move_filter_too() -> None:
    app = Host(WORDS)
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press("slash", "j", "enter")
        await pilot.pause()
        assert app.answers == [3]


async def test_escape_ends_the_filter_and_then_the_list() -> None:
    app = Host(WORDS, cursor=2)
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press("a", "m", "m", "escape")
        await pilot.pause()
        assert app.over.list.count == len(WORDS)
        assert app.over.list.chosen == 2
        assert app.answers == []
        await pilot.press("escape")
        await pilot.pause()
        assert app.answers == [None]


async def test_backspace_takes_letters_back() -> None:
    app = Host(WORDS)
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press("b", "e", "x", "backspace")
        await pilot.pause()
        assert app.over.list.count == 1
        await pilot.press("backspace", "backspace", "backspace")
        assert app.over.list.count == len(WORDS)


async def test_a_click_chooses_and_one_beside_the_list_closes() -> None:
    for selector, offset, answer in ((LineList, (8, 4), [4]), (None, (1, 1), [None])):
        app = Host(WORDS)
        async with app.run_test(size=(60, 20)) as pilot:
            await click(pilot, selector, offset)
            assert app.answers == answer


async def click(pilot: Pilot[None], selector: type[LineList] | None, offset: tuple[int, int]) -> None:
    await pilot.pause()
    await pilot.click(selector, offset=offset)
    await pilot.pause()


async def test_ten_thousand_lines_open_and_filter_at_once() -> None:
    app = Host([Line(f"标题 {number}", indent=2 * (number % 3)) for number in range(10_000)], cursor=9_000)
    began = perf_counter()
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        assert perf_counter() - began < 3
        assert any("标题 9000" in line for line in drawn(app))
        await pilot.press("slash", *"9999")
        await pilot.pause()
        assert drawn(app)[0] == "标题 9999"
