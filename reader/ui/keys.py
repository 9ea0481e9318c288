"""Every key, in one place: what it is called, which keys press it, what it does, and what the help says of it.

The screens, the help, the footer and the command palette all read this table; nothing else binds a key.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from textual.binding import Binding, BindingType


class Pane(StrEnum):
    """Where a key works."""

    TREE = "tree"
    ARTICLE = "article"
    ANYWHERE = "anywhere"


class Command(NamedTuple):
    id: str
    """Stable name that settings refer to, such as `article.page-down`."""
    pane: Pane
    keys: str
    """Textual key names, separated by commas; the first is the one that is shown."""
    action: str
    """The action of the pane's widget (of the app, for ANYWHERE)."""
    help: str
    """What it does, as a phrase that begins in lower case."""
    footer: str = ""
    """A word for the footer; empty keeps it out."""
    show: str = ""
    """How the keys are written in the help, where Textual's names would not do."""


COMMANDS: tuple[Command, ...] = (
    Command("tree.down", Pane.TREE, "j,down", "cursor_down", "next row", "move", "j ↓"),
    Command("tree.up", Pane.TREE, "k,up", "cursor_up", "previous row", "", "k ↑"),
    Command("tree.page-down", Pane.TREE, "space,pagedown", "page_down", "a page down", "", "space PgDn"),
    Command("tree.page-up", Pane.TREE, "b,pageup", "page_up", "a page up", "", "b PgUp"),
    Command("tree.half-down", Pane.TREE, "d,ctrl+d", "half_page_down", "half a page down", "", "d ^d"),
    Command("tree.half-up", Pane.TREE, "u,ctrl+u", "half_page_up", "half a page up", "", "u ^u"),
    Command("tree.first", Pane.TREE, "g,home", "first", "first row", "", "g Home"),
    Command("tree.last", Pane.TREE, "G,end", "last", "last row", "", "G End"),
    Command("tree.open", Pane.TREE, "l,enter,right", "open", "open the article, unfold the category", "open", "l → Enter"),
    Command("tree.close", Pane.TREE, "h,left,escape", "close", "fold, then go to the parent", "", "h ← Esc"),
    Command("tree.filter", Pane.TREE, "slash", "filter", "filter by title", "filter", "/"),
    Command("tree.view", Pane.TREE, "v", "next_view", "view by category, folder, date, tag, author", "view", "v"),
)


def bindings(pane: Pane) -> list[BindingType]:
    """The Textual bindings of one pane."""
    return [
        Binding(command.keys, command.action, command.help, id=command.id, show=bool(command.footer))
        for command in COMMANDS
        if command.pane is pane
    ]
