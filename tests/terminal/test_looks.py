"""The looks of the page as a reader chooses them, keeps them, and finds them on poor terminals."""

from __future__ import annotations

import re
from pathlib import Path

from tests.terminal.archives import Archive
from tests.terminal.conftest import Start
from tests.terminal.panes import border
from tests.terminal.terminal import Position, Terminal

MIXED = "<p>用Python写一个阅读器，它在终端里显示文章，也能处理鼠标和键盘，行首没有句号。</p>" * 3
CODE = "<pre>" + "x" * 30 + " begin " + "y" * 60 + " finish" + "</pre>"


def settings(environment: dict[str, str]) -> Path:
    """Where the program keeps them: on Linux, and on macOS."""
    home = Path(environment["HOME"])
    found = [*home.rglob("settings.toml")]
    return found[0] if found else home / ".config" / "broadsheet" / "settings.toml"


def opened(broadsheet: Start, archive: Archive, **size: int) -> Terminal:
    terminal = broadsheet(archive.folder, **size)
    terminal.wait_for("行首没有句号", "q quit")
    return terminal


def test_what_was_chosen_is_there_at_the_next_start(
    broadsheet: Start, archive: Archive, environment: dict[str, str]
) -> None:
    archive.add("one.html", MIXED)
    terminal = opened(broadsheet, archive)
    dark = terminal.background(Position(60, 1))
    terminal.press("T")
    terminal.wait_for("Theme: paper")
    terminal.wait_until(lambda: terminal.background(Position(60, 1)) != dark, "another ground")
    light = terminal.background(Position(60, 1))
    terminal.press("L")
    terminal.wait_for("Space between Han and Latin")
    terminal.press("j", "j", "j", "j", "l")
    terminal.wait_for("‹ on ›", "用 Python 写")
    terminal.press("escape")
    terminal.wait_without("‹ on ›")
    terminal.press("q")
    terminal.wait_until(lambda: terminal.is_over, "the end")
    assert settings(environment).read_text().count("\n") == 3
    terminal = opened(broadsheet, archive)
    assert terminal.background(Position(60, 1)) == light
    terminal.wait_for("用 Python 写")


def test_a_choice_just_before_the_end_is_kept(broadsheet: Start, archive: Archive, environment: dict[str, str]) -> None:
    archive.add("one.html", MIXED)
    terminal = opened(broadsheet, archive)
    terminal.type("Tq")
    terminal.wait_until(lambda: terminal.is_over, "the end")
    assert 'theme = "paper"' in settings(environment).read_text()


def test_the_border_stays_where_it_was_dragged_to(broadsheet: Start, archive: Archive) -> None:
    archive.add("one.html", MIXED)
    terminal = opened(broadsheet, archive)
    at = border(terminal)
    assert at is not None
    terminal.drag(Position(at, 5), Position(30, 5))
    terminal.wait_until(lambda: border(terminal) == 30, "the border at column 30")
    terminal.press("q")
    terminal.wait_until(lambda: terminal.is_over, "the end")
    terminal = broadsheet(archive.folder)
    terminal.wait_for("q quit")
    assert border(terminal) == 30


def test_mistakes_in_the_settings_are_told_and_the_rest_counts(
    broadsheet: Start, archive: Archive, environment: dict[str, str]
) -> None:
    archive.add("one.html", MIXED)
    file = settings(environment)
    file.parent.mkdir(parents=True)
    file.write_text('colum = 60\ntheme = "paper"\nhan-latin-space = true\n')
    terminal = opened(broadsheet, archive)
    terminal.wait_for("line 1: there is no setting", "'column'", "用 Python 写")
    assert file.read_text().startswith("colum = 60")


def test_where_nothing_can_be_kept_reading_goes_on(
    broadsheet: Start, archive: Archive, environment: dict[str, str]
) -> None:
    archive.add("one.html", MIXED)
    file = settings(environment)
    file.parent.parent.mkdir(parents=True)
    file.parent.write_text("in the way")
    terminal = opened(broadsheet, archive)
    terminal.press("T")
    terminal.wait_for("Settings are not kept")
    terminal.press("T")
    terminal.wait_for("Theme: contrast-dark")
    terminal.press("q")
    terminal.wait_until(lambda: terminal.is_over, "the end")


def test_zen_is_the_column_and_nothing_else(broadsheet: Start, archive: Archive) -> None:
    archive.add("one.html", MIXED + "<p>filler</p>" * 40)
    terminal = opened(broadsheet, archive)
    terminal.press("z")
    terminal.wait_without("q quit")
    assert border(terminal) is None
    assert {line.strip() for line in terminal.lines if line.strip()} <= {
        line.strip() for line in terminal.part(10, 90) if line.strip()
    }


def test_code_that_is_cut_off_moves_under_keys_and_the_wheel(broadsheet: Start, archive: Archive) -> None:
    archive.add("one.html", MIXED + CODE)
    terminal = opened(broadsheet, archive)
    terminal.wait_for("↪")
    terminal.press("w")
    terminal.wait_without("↪")
    assert "›" in terminal.text
    terminal.type(">" * 12)
    terminal.wait_for("finish")
    at = terminal.position("finish")
    for _ in range(12):
        terminal._mouse(66, at, is_down=True)
    terminal.wait_for("begin")
    for _ in range(12):
        terminal._mouse(67, at, is_down=True)
    terminal.wait_for("finish")


COLOURS = re.compile(rb"\x1b\[([0-9;:]*)m")


def colours(raw: bytes) -> set[int]:
    """The SGR codes of colours that were written, of letters and of grounds, but for the terminal's own."""
    codes = {int(code) for match in COLOURS.findall(raw) for code in match.replace(b":", b";").split(b";") if code}
    return codes & {*range(30, 39), *range(40, 49), *range(90, 98), *range(100, 108)}


def test_no_color_writes_no_colour_and_matches_are_seen(
    broadsheet: Start, archive: Archive, environment: dict[str, str]
) -> None:
    environment["NO_COLOR"] = "1"
    archive.add("one.html", MIXED)
    terminal = opened(broadsheet, archive)
    terminal.type("/句号\r")
    terminal.wait_for("1/3")
    looks = [terminal.cells(at.y)[at.x] for at in terminal.positions("句号") if at.x > 40]
    assert all(cell.reverse for cell in looks[:3])
    assert [cell.underscore for cell in looks[:3]] == [True, False, False]
    terminal.press("L")
    terminal.wait_for("Looks")
    assert colours(terminal.raw) == set()


def test_an_empty_no_color_asks_for_nothing(broadsheet: Start, archive: Archive, environment: dict[str, str]) -> None:
    environment["NO_COLOR"] = ""
    archive.add("one.html", MIXED)
    assert colours(opened(broadsheet, archive).raw)


def test_sixteen_colours_are_enough(broadsheet: Start, archive: Archive, environment: dict[str, str]) -> None:
    del environment["COLORTERM"]
    environment["TERM"] = "xterm"
    archive.add("one.html", MIXED)
    terminal = opened(broadsheet, archive)
    terminal.type("/句号\r")
    terminal.wait_for("1/3")
    grounds = [terminal.background(at) for at in terminal.positions("句号") if at.x > 40]
    text = terminal.background(terminal.position("行首没有"))
    assert grounds[0] != grounds[1] == grounds[2] != text
    assert not colours(terminal.raw) & {38, 48}
