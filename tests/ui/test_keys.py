"""The table of keys, which all else reads."""

from __future__ import annotations

from collections import Counter

import pytest
from textual.binding import Binding

from reader.ui.article_view import ArticleView
from reader.ui.help import help_text
from reader.ui.keys import COMMANDS, Command, Pane, bindings
from reader.ui.reading_screen import ReadingScreen
from reader.ui.selection import Selector
from reader.ui.sidebar import Sidebar

OWNERS = {Pane.TREE: Sidebar, Pane.ARTICLE: ArticleView, Pane.SELECTION: Selector, Pane.ANYWHERE: ReadingScreen}


def keys_of(pane: Pane) -> list[str]:
    return [key for command in COMMANDS if command.pane is pane for key in command.keys.split(",")]


def test_ids_are_names_of_their_own() -> None:
    assert [name for name, count in Counter(command.id for command in COMMANDS).items() if count > 1] == []


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.id)
def test_every_command_is_an_action_of_its_pane(command: Command) -> None:
    assert callable(getattr(OWNERS[command.pane], f"action_{command.action}", None))


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.id)
def test_every_command_is_explained(command: Command) -> None:
    assert command.help
    assert command.show
    assert not command.help.endswith(".")


@pytest.mark.parametrize("pane", [Pane.TREE, Pane.ARTICLE])
def test_no_key_does_two_things_in_a_pane(pane: Pane) -> None:
    keys = keys_of(pane) + keys_of(Pane.ANYWHERE)
    assert [key for key, count in Counter(keys).items() if count > 1] == []


def test_the_panes_share_their_keys_for_moving() -> None:
    moving = ("down", "up", "page-down", "page-up", "half-down", "half-up")
    by_id = {command.id: command.keys for command in COMMANDS}
    assert [by_id[f"tree.{name}"] for name in moving] == [by_id[f"article.{name}"] for name in moving]


def test_the_help_lists_every_command_with_its_keys() -> None:
    lines = help_text().plain.splitlines()
    for command in COMMANDS:
        assert any(command.show in line and command.help in line for line in lines), command.id


def test_bindings_carry_the_ids_that_settings_name() -> None:
    bound = [binding for pane in Pane for binding in bindings(pane) if isinstance(binding, Binding)]
    assert [binding.id for binding in bound] == [c.id for pane in Pane for c in COMMANDS if c.pane is pane]


@pytest.mark.parametrize(
    "keys", ["j", "k", "space", "b", "d", "u", "g", "G", "slash", "n", "N", "J", "K", "t", "h", "backspace"]
)
def test_the_keys_of_vim_and_less_work_in_the_article(keys: str) -> None:
    assert keys in keys_of(Pane.ARTICLE)
