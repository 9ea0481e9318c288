"""Reading an article: places, widths, looks."""

from __future__ import annotations

import re

import pytest

from tests.terminal.archives import Archive, paragraphs
from tests.terminal.conftest import Start
from tests.terminal.panes import border, page, top
from tests.terminal.terminal import Position, Terminal


@pytest.fixture
def terminal(broadsheet: Start, archive: Archive) -> Terminal:
    """A long article with headings, between two others."""
    body = "".join(f"<h2>第{n}章</h2>\n{paragraphs(10, first=10 * n)}\n" for n in range(1, 7))
    archive.add("long.html", body, title="A long article", date="2021-08-23")
    archive.add("later.md", "Another one.", title="Later", date="2021-08-22")
    started = broadsheet(archive.folder)
    started.wait_for("第10段", "q quit")
    return started


def _stays_at(terminal: Terminal, words: str) -> None:
    """Waits until the page begins with a row that holds `words`."""
    terminal.wait_until(lambda: words in top(terminal), f"a page that begins with {words}")


def _scroll_into_the_article(terminal: Terminal) -> str:
    """Goes down to a row that begins a paragraph; answers the row's first words."""
    for key in "ddd" + 8 * "j":
        if key == "j" and page(terminal)[0].strip().startswith("第") and "段" in top(terminal):
            break
        before = page(terminal)
        terminal.press(key)
        terminal.wait_until(lambda: page(terminal) != before, "another place")  # noqa: B023
    return top(terminal).split("：")[0]


def test_keys_move_by_lines_and_pages(terminal: Terminal) -> None:
    first = page(terminal)
    terminal.press("j")
    terminal.wait_until(lambda: page(terminal)[0] == first[1], "one line down")
    terminal.press("k")
    terminal.wait_until(lambda: page(terminal) == first, "one line up")
    terminal.press("space")
    # Two rows stay in view when a page is turned.
    terminal.wait_until(lambda: page(terminal)[:2] == first[-2:], "one page down")
    terminal.press("b")
    terminal.wait_until(lambda: page(terminal) == first, "one page up")
    terminal.press("G")
    terminal.wait_for("第69段", "100%")
    terminal.press("g")
    terminal.wait_until(lambda: page(terminal) == first, "the top")


def test_a_resize_keeps_the_same_text_at_the_top(terminal: Terminal) -> None:
    words = _scroll_into_the_article(terminal)
    terminal.resize(80, 30)
    _stays_at(terminal, words)
    terminal.resize(50, 24)
    _stays_at(terminal, words)
    terminal.resize(120, 40)
    _stays_at(terminal, words)


def test_a_window_that_is_dragged_narrow_and_wide_again_keeps_the_place(broadsheet: Start, archive: Archive) -> None:
    """Each step may move the top to the beginning of its row; many steps must not add up."""
    archive.add("numbers.html", f"<p>{''.join(f'第{n:04}个字，' for n in range(1, 2000))}</p>")
    terminal = broadsheet(archive.folder)
    terminal.wait_for("第0001个字", "q quit")
    terminal.type("dddd")
    terminal.wait_without("第0100个字")
    before = _first_number(terminal)
    for columns in (*range(99, 70, -2), *range(70, 101, 2)):
        terminal.resize(columns, 30)
        terminal.wait_until(lambda: "j move" in terminal.text and bool(top(terminal)), "another width")
    assert abs(_first_number(terminal) - before) <= 8


def _first_number(terminal: Terminal) -> int:
    """The number of the first clause that begins on the screen."""
    found = re.search(r"第(\d{4})个", "\n".join(page(terminal)))
    assert found, terminal.text
    return int(found.group(1))


def test_below_70_columns_tree_and_page_take_turns(terminal: Terminal) -> None:
    terminal.resize(60, 24)
    terminal.wait_for("第10段")
    assert border(terminal) is None
    terminal.press("h")
    terminal.wait_for("Later", "l open")
    assert "第10段" not in terminal.text
    terminal.press("j", "enter")
    terminal.wait_for("Another one.")
    assert "▸" not in terminal.text
    terminal.resize(100, 30)
    terminal.wait_for("A long article", "Another one.")
    assert border(terminal) is not None


@pytest.mark.parametrize(("columns", "rows"), [(10, 4), (3, 3), (1, 1), (20, 2), (300, 3)])
def test_a_tiny_screen_does_no_harm(terminal: Terminal, columns: int, rows: int) -> None:
    terminal.resize(columns, rows)
    for key in (*"j jJKGg?qtqz+-=z", "tab", "j", "enter", "/", "x", "enter", "n"):
        terminal.press(key)
        terminal.settle()
    terminal.resize(100, 30)
    terminal.wait_for("q quit")
    terminal.press("q")
    assert terminal.exit_code() == 0, terminal.text


def test_the_program_starts_on_a_screen_of_10_by_4(broadsheet: Start, archive: Archive) -> None:
    archive.add("small.md", "小屏幕上也能读。")
    terminal = broadsheet(archive.folder, columns=10, rows=4)
    terminal.wait_until(lambda: any(map(str.strip, terminal.lines)), "anything on the screen")
    terminal.press("j", "j", "k", "q")
    assert terminal.exit_code() == 0


def test_the_help_lists_the_keys_by_pane(terminal: Terminal) -> None:
    terminal.press("?")
    terminal.wait_for("In the tree", "j ↓", "next row", "unfold the category")
    terminal.press("G")
    terminal.wait_for("In the search over all articles", "sort:date")
    terminal.press("escape")
    terminal.wait_without("sort:date")


def test_the_outline_goes_to_a_heading(terminal: Terminal) -> None:
    terminal.press("t")
    terminal.wait_for("Outline", "第6章")
    terminal.press("j", "j", "j", "enter")
    terminal.wait_without("Outline")
    terminal.wait_until(lambda: "第4章" in "\n".join(page(terminal)[:3]), "the fourth heading near the top")
    terminal.press("backspace")
    _stays_at(terminal, "A long article")


def test_zen_shows_the_page_alone(terminal: Terminal) -> None:
    terminal.press("z")
    terminal.wait_without("q quit")
    assert border(terminal) is None
    assert "第10段" in terminal.text
    assert "Later" not in terminal.text
    terminal.press("z")
    terminal.wait_for("Later", "q quit")


def test_the_next_theme_has_another_ground(terminal: Terminal) -> None:
    dark = terminal.background(Position(60, 5))
    terminal.press("T")
    terminal.wait_for("Theme: paper.")  # which may come a frame before its colours
    terminal.wait_until(lambda: terminal.background(Position(60, 5))[:2] > dark[:2], "a lighter ground")


def test_the_column_can_be_narrowed_and_set_back(terminal: Terminal) -> None:
    terminal.resize(160, 30)
    terminal.wait_for("第10段")
    terminal.settle()
    before = page(terminal)
    terminal.press("-")
    terminal.wait_for("Column of 76 cells.")
    assert page(terminal) != before
    terminal.press("+", "+")
    terminal.wait_for("Column of 84 cells.")
    terminal.press("=")
    terminal.wait_for("Column of 80 cells.")
    terminal.wait_until(lambda: page(terminal) == before, "the page as it was")


def test_the_palette_runs_a_command(terminal: Terminal) -> None:
    terminal.press("ctrl-p")
    terminal.wait_for("Search")
    terminal.type("outline")
    terminal.wait_for("go to a heading")
    terminal.press("down", "enter")
    terminal.wait_for("第6章")


def test_back_and_forward_go_over_articles(terminal: Terminal) -> None:
    terminal.press("J")
    terminal.wait_for("Another one.")
    terminal.press("backspace")
    terminal.wait_for("第10段")
    terminal.press("]")
    terminal.wait_for("Another one.")
