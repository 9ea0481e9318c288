"""Moving in the tree, and from it to the page."""

from __future__ import annotations

import pytest

from tests.terminal.archives import Archive, paragraphs
from tests.terminal.conftest import Start
from tests.terminal.panes import cursor_row, page, tree
from tests.terminal.terminal import Terminal


@pytest.fixture
def terminal(broadsheet: Start, archive: Archive) -> Terminal:
    """Two categories, opened at the newest article, with the tree in focus."""
    archive.add("编程/后端.md", "后端的文章。", title="写后端", date="2021-08-25")
    archive.add("编程/前端.md", "前端的文章。", title="写前端", date="2021-08-24")
    archive.add("编程/索引.md", "索引的文章。", title="写索引", date="2021-08-23")
    archive.add("生活/散步.md", "散步的文章。", title="去散步", date="2021-08-22")
    started = broadsheet(archive.folder)
    started.wait_for("后端的文章。", "q quit")
    started.press("tab")
    started.wait_for("l open")
    started.press("g")
    _waits_for_cursor(started, "编程")
    return started


def _waits_for_cursor(terminal: Terminal, title: str) -> None:
    terminal.wait_until(lambda: title in cursor_row(terminal), f"the cursor on {title}")


def test_the_cursor_begins_at_the_article_that_is_open(broadsheet: Start, archive: Archive) -> None:
    archive.add("a/old.md", "Old.", date="2019-01-01")
    archive.add("b/new.md", "New.", title="The newest", date="2022-01-01")
    started = broadsheet(archive.folder)
    started.wait_for("New.", "q quit")
    _waits_for_cursor(started, "The newest")


def test_categories_stand_with_the_number_of_their_articles(terminal: Terminal) -> None:
    rows = [row.split() for row in tree(terminal)]
    assert ["▾", "编程", "3"] in rows
    assert ["▾", "生活", "1"] in rows


def test_moving_does_not_open_and_enter_does(terminal: Terminal) -> None:
    terminal.press("j", "j")
    _waits_for_cursor(terminal, "写前端")
    assert any("后端的文章。" in row for row in page(terminal))
    terminal.press("enter")
    terminal.wait_for("前端的文章。")


def test_l_opens_and_h_comes_back_to_the_tree(terminal: Terminal) -> None:
    terminal.press("down", "down", "l")
    terminal.wait_for("前端的文章。", "t outline")
    terminal.press("h")
    terminal.wait_for("l open")


def test_h_goes_to_the_category_and_folds_it_and_l_unfolds_it(terminal: Terminal) -> None:
    terminal.press("j", "j")
    _waits_for_cursor(terminal, "写前端")
    terminal.press("h")
    _waits_for_cursor(terminal, "编程")
    terminal.press("h")
    terminal.wait_without("写前端")
    terminal.press("l")
    terminal.wait_for("写前端")


def test_capital_j_and_k_read_the_next_and_the_previous_article(terminal: Terminal) -> None:
    terminal.press("tab")
    terminal.wait_for("t outline")
    terminal.press("J")
    terminal.wait_for("前端的文章。")
    terminal.press("J")
    terminal.wait_for("索引的文章。")
    _waits_for_cursor(terminal, "写索引")
    terminal.press("K")
    terminal.wait_for("前端的文章。")


def test_capital_j_at_the_end_of_a_category_says_so(terminal: Terminal) -> None:
    terminal.press("tab")
    terminal.wait_for("t outline")
    terminal.press("J")
    terminal.wait_for("前端的文章。")
    terminal.press("J")
    terminal.wait_for("索引的文章。")
    terminal.press("J")
    terminal.wait_for("No further article in this category.")


def test_the_tree_is_filtered_as_one_types(terminal: Terminal) -> None:
    terminal.press("/")
    terminal.wait_for("filter by title")
    terminal.type("索")
    terminal.wait_without("写前端")
    assert any("写索引" in row for row in tree(terminal))
    terminal.press("enter")
    terminal.wait_for("l open")
    terminal.press("enter")
    terminal.wait_for("索引的文章。")


def test_escape_takes_the_filter_away(terminal: Terminal) -> None:
    terminal.press("/")
    terminal.wait_for("filter by title")
    terminal.type("散")
    terminal.wait_without("写前端")
    terminal.press("escape")
    terminal.wait_for("写前端", "去散步")


def test_a_filter_typed_in_one_write_with_the_slash_is_taken_in(terminal: Terminal) -> None:
    terminal.type("/散步")
    terminal.wait_without("写前端")
    assert any("去散步" in row for row in tree(terminal))


def test_a_filter_that_leaves_nothing_says_so(terminal: Terminal) -> None:
    terminal.press("/")
    terminal.wait_for("filter by title")
    terminal.type("没有")
    terminal.wait_for("No title has “没有”.")


def test_a_key_right_after_tab_goes_to_the_other_pane(terminal: Terminal) -> None:
    terminal.type("\t\tjj")
    _waits_for_cursor(terminal, "写前端")


def test_the_view_goes_from_categories_to_folders_and_dates(terminal: Terminal) -> None:
    terminal.press("v")
    terminal.wait_for("By folder.")
    terminal.press("v")
    terminal.wait_for("By date.", "▾ 2021-08")


def test_home_and_end_go_to_the_first_and_the_last_row(terminal: Terminal) -> None:
    terminal.press("G")
    _waits_for_cursor(terminal, "去散步")
    terminal.press("home")
    _waits_for_cursor(terminal, "编程")


def test_space_at_the_end_of_an_article_goes_on_to_the_next(broadsheet: Start, archive: Archive) -> None:
    archive.add("one.md", paragraphs(8), date="2022-01-02")
    archive.add("two.md", "The second article.", date="2022-01-01")
    terminal = broadsheet(archive.folder)
    terminal.wait_for("第1段")
    terminal.press("end")
    terminal.wait_for("100%")
    terminal.press("space")
    terminal.wait_for("The second article.")


def test_what_is_done_in_the_tree_of_a_narrow_screen_is_said_there(terminal: Terminal) -> None:
    terminal.resize(60, 20)
    terminal.wait_for("v view")
    terminal.press("v")
    terminal.wait_for("By folder.")
    terminal.press("!")
    terminal.wait_for("Every file was read")
