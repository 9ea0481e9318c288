"""The command palette: the same commands as the keys."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget

from reader.ui.keys import COMMANDS, Command, Pane
from reader.ui.reading_screen import ReadingScreen
from reader.ui.type_ahead import TypeAhead


class _Entry(NamedTuple):
    command: Command
    label: str


_PREFIXES = {Pane.TREE: "Tree: ", Pane.ARTICLE: "Article: ", Pane.SELECTION: "Selection: ", Pane.ANYWHERE: ""}


class KeyCommands(Provider):
    """Every command of the table of keys, by what the help says of it."""

    def _entries(self) -> Iterator[_Entry]:
        reading = self._reading()
        has_selection = reading is not None and reading.view.selector.selection is not None
        for command in COMMANDS:
            if command.id != "app.palette" and (has_selection or command.pane is not Pane.SELECTION):
                label = f"{_PREFIXES[command.pane]}{command.help}"
                yield _Entry(command, label[0].upper() + label[1:])

    async def discover(self) -> Hits:
        for entry in self._entries():
            yield DiscoveryHit(entry.label, partial(self._run, entry.command), help=entry.command.show)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for entry in self._entries():
            if (score := matcher.match(entry.label)) > 0:
                yield Hit(score, Content(entry.label), partial(self._run, entry.command), help=entry.command.show)

    def _reading(self) -> ReadingScreen | None:
        screen: Screen[object] = self.screen
        return next((s for s in (screen, *self.app.screen_stack) if isinstance(s, ReadingScreen)), None)

    async def _run(self, command: Command) -> None:
        reading = self._reading()
        if reading is None:
            return
        view, action = reading.view, command.action
        if command.pane is Pane.SELECTION:
            view.selector.act(action)
            return
        owner: Widget = reading
        means_article = action in TypeAhead.OF_ARTICLE
        if command.pane is Pane.TREE:
            reading.panes.to_tree()
            owner = reading.sidebar
        elif command.pane is Pane.ARTICLE:
            reading.panes.to_page()
            owner, means_article = view, view.mean_article((action,))
        if means_article and view.awaited.is_coming:
            view.awaited.wait(lambda: owner.call_later(owner.run_action, action))
        else:
            await owner.run_action(action)
