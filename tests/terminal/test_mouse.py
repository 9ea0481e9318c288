"""The mouse: clicks, the wheel, the scroll bar, the border."""

from __future__ import annotations

import pytest

from tests.terminal.archives import Archive, paragraphs
from tests.terminal.conftest import Start
from tests.terminal.panes import border, page, tree
from tests.terminal.terminal import Position, Terminal


@pytest.fixture
def terminal(broadsheet: Start, archive: Archive) -> Terminal:
    """A long article, a short one in another category, and a folder with many."""
    archive.add("first/long.html", paragraphs(60), title="Long", date="2022-02-02")
    archive.add("other/short.md", "A short one.", title="Short", date="2022-02-01")
    for number in range(60):
        archive.add(f"many/{number:02}.md", "One of many.", title=f"Many {number:02}", date="2020-01-01")
    started = broadsheet(archive.folder)
    started.wait_for("第1段", "first", "other", "many", "q quit")
    return started


def test_a_click_unfolds_a_category_and_a_click_opens_its_article(terminal: Terminal) -> None:
    if not terminal.positions("Short"):
        terminal.click(terminal.position("other"))
        terminal.wait_for("Short")
    terminal.click(terminal.position("Short"))
    terminal.wait_for("A short one.")


def test_a_click_folds_an_unfolded_category(terminal: Terminal) -> None:
    terminal.wait_for("▾ first")
    terminal.click(terminal.position("first"))
    terminal.wait_for("▸ first")


def test_the_wheel_scrolls_the_page_under_it(terminal: Terminal) -> None:
    first = page(terminal)
    terminal.wheel(Position(70, 10), 3)
    terminal.wait_until(lambda: page(terminal)[0] == first[9], "nine rows down")
    terminal.wheel(Position(70, 10), -3)
    terminal.wait_until(lambda: page(terminal) == first, "nine rows up")


def test_the_wheel_scrolls_the_tree_under_it_and_not_the_page(terminal: Terminal) -> None:
    if not terminal.positions("Many 0"):
        terminal.click(terminal.position("many"))
        terminal.wait_for("Many 0")
    beside, rows = page(terminal), tree(terminal)
    terminal.wheel(Position(10, 10), 2)
    terminal.wait_until(lambda: tree(terminal) != rows, "other rows in the tree")
    assert page(terminal) == beside


def test_the_thumb_of_the_scroll_bar_can_be_dragged(terminal: Terminal) -> None:
    bar = terminal.columns - 1
    terminal.drag(Position(bar, 0), Position(bar, terminal.rows - 3))
    terminal.wait_for("第60段")
    terminal.drag(Position(bar, terminal.rows - 3), Position(bar, 0))
    terminal.wait_for("第1段")


def test_a_click_below_the_thumb_turns_a_page(terminal: Terminal) -> None:
    first = page(terminal)
    terminal.click(Position(terminal.columns - 1, 20))
    terminal.wait_until(lambda: page(terminal)[:2] == first[-2:], "one page down")


def test_the_border_between_the_panes_can_be_dragged(terminal: Terminal) -> None:
    at = border(terminal)
    assert at is not None
    terminal.drag(Position(at, 10), Position(at - 10, 10))
    terminal.wait_until(lambda: border(terminal) == at - 10, "the border ten cells to the left")
    terminal.drag(Position(at - 10, 10), Position(at + 5, 10))
    terminal.wait_until(lambda: border(terminal) == at + 5, "the border five cells to the right")


def test_the_border_stops_before_either_pane_is_gone(terminal: Terminal) -> None:
    at = border(terminal)
    assert at is not None
    terminal.drag(Position(at, 10), Position(0, 10))
    terminal.wait_until(lambda: (border(terminal) or 0) < at, "a narrower tree")
    assert (border(terminal) or 0) >= 10
    terminal.drag(Position(border(terminal) or 0, 10), Position(99, 10))
    terminal.wait_until(lambda: (border(terminal) or 0) > at, "a wider tree")
    assert (border(terminal) or 0) <= 80


def test_a_click_on_a_link_to_another_article_opens_it(broadsheet: Start, archive: Archive) -> None:
    archive.add("from.md", "See [the other side](to.md).", date="2022-02-02")
    archive.add("to.md", "Arrived.", date="2022-02-01")
    terminal = broadsheet(archive.folder)
    terminal.wait_for("the other side", "from", "to")
    terminal.click(terminal.position("other side"))
    terminal.wait_for("Arrived.")
