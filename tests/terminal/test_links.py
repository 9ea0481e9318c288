"""Links by keys, in a real terminal."""

from __future__ import annotations

import pytest

from tests.terminal.archives import Archive
from tests.terminal.conftest import Start
from tests.terminal.terminal import Terminal

ONE = """# 第一篇

正文[^1]，见 [[第二篇#小标题|第二篇]]，[外面](https://例え.jp/路)，[坏的](javascript:alert)。

## 标题甲

文字。

[^1]: 注释的内容。
"""
TWO = "# 第二篇\n\n" + "文字。\n\n" * 60 + "## 小标题\n\n末尾。\n"


@pytest.fixture
def terminal(broadsheet: Start, archive: Archive) -> Terminal:
    archive.add("one.md", ONE, title="第一篇", date="2021-08-23")
    archive.add("two.md", TWO, title="第二篇", date="2021-08-22")
    terminal = broadsheet(archive.folder)
    terminal.wait_for("标题甲", "q quit")
    return terminal


def test_a_label_opens_the_article_at_its_heading_and_backspace_comes_back(terminal: Terminal) -> None:
    terminal.type("fs")
    terminal.wait_for("末尾。")
    terminal.press("backspace")
    terminal.wait_for("标题甲")
    terminal.press("]")
    terminal.wait_for("末尾。")


def test_a_footnote_shows_and_goes(terminal: Terminal) -> None:
    terminal.type("fa")
    terminal.wait_for("Note [1]", "Enter goes there")
    terminal.press("escape")
    terminal.wait_without("Note [1]")
    terminal.wait_for("q quit")


def test_an_address_is_shown_and_not_opened_by_escape(terminal: Terminal) -> None:
    terminal.type("fd")
    terminal.wait_for("https://xn--r8jz45g.jp/路", "The host reads 例え.jp.")
    terminal.press("escape")
    terminal.wait_without("xn--r8jz45g")


def test_what_is_never_opened_says_so(terminal: Terminal) -> None:
    terminal.type("ff")
    terminal.wait_for("Not opened: javascript:alert")


def test_keys_in_one_breath_open_and_close_the_outline(terminal: Terminal) -> None:
    terminal.type("tq")
    terminal.settle()
    terminal.wait_for("标题甲", "q quit")
    assert not terminal.is_over


def test_the_list_of_links_is_filtered_and_followed(terminal: Terminal) -> None:
    terminal.type("F")
    terminal.wait_for("Links", "article", "refused", "xn--r8jz45g.jp")
    terminal.type("第二")
    terminal.wait_for("1 of")
    terminal.press("enter")
    terminal.wait_for("末尾。")
