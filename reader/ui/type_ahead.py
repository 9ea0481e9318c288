"""Keeps what is typed faster than a prompt can open, or than the focus can move.

A terminal hands over `/` and the words after it in one breath when they are pasted or typed fast. The prompt needs a
moment to come up; until it has the focus, the keys are held here and then go to it in order. So are those behind a key
that leads to another pane, until the screen has turned to it. Keys that mean an article wait while that is on its way.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import ClassVar

from textual import events
from textual.widget import Widget

from reader.ui.awaited import Awaited


def type_again(sender: Widget, keys: Iterable[events.Key]) -> None:
    """Gives keys to whoever has the focus now. Textual lets none past its sender: that must not be around it."""
    for event in keys:
        sender.app.post_message(events.Key(event.key, event.character).set_sender(sender))


class TypeAhead(Widget):
    """For widgets with keys that open a prompt or a list. Subclasses name their actions in PROMPTING.

    So are held the keys behind one that opens another screen to type in, which is the screen's own key; and those
    behind an action of TURNING, until whoever does what it asks for lets them go.
    """

    PROMPTING: ClassVar[frozenset[str]] = frozenset()
    TURNING: ClassVar[frozenset[str]] = frozenset({"switch_pane"})
    """Actions, its own or the screen's, that may turn to something else."""
    SCREENS: ClassVar = frozenset({"search"})
    """Actions of the screen that open such a screen, which asks for the keys."""
    OVERLAYS: ClassVar = frozenset(
        {"help", "faults", "glance", "looks", "mark_all", "fetch_pictures", "picture", "highlights"}
    )
    """Actions of the screen that may open one that does not ask: it gets the keys as soon as it is there."""
    OF_ARTICLE: ClassVar = frozenset(
        {"open_source", "edit", "copy_link", "copy_markdown", "highlights", "picture", "fetch_pictures"}
    )
    """Actions of the screen that mean the open article, also where the focus is not on it."""
    MOVING: ClassVar[frozenset[str]] = frozenset()
    """Actions that do no more than move: who wants to quit need not wait for them."""

    def __init__(self, *, name: str | None = None, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(name=name, id=id, classes=classes)
        self.awaited = Awaited()
        """What waits for the article on its way; the screen has both panes wait in one line."""
        self._held: list[events.Key] | None = None
        self._typing_goes_to: Widget | None = None
        self._is_covered = False
        """Whether a screen was opened that has not asked for the held keys yet."""

    async def on_key(self, event: events.Key) -> None:
        if self._waits(event) or self.takes_key(event):
            event.stop()
            return
        if self._is_covered and self.app.screen is self.screen:  # closed again before it could ask
            held, self._held = self._held, None
            self._is_covered = False
            if held:
                event.stop()
                self._held = [*held, event]
                self.let_go()
                return
        if self._typing_goes_to is not None and self._typing_goes_to.is_attached and not self.has_focus:
            event.stop()
            self._typing_goes_to.post_message(events.Key(event.key, event.character))
        elif self._held is not None:
            event.stop()
            self._held.append(event)
        elif self.app.focused is not self:  # it was on its way here when the focus moved
            event.stop()
            type_again(self, (event,))
        elif action := self._opens(event.key):
            event.stop()
            self._held = []
            self.call_later(self._open, action)
        else:
            if self._runs(event.key, self.TURNING):
                self._held = []
            await self._do(event)

    def takes_key(self, event: events.Key) -> bool:
        """Does what a key means here just now and not by its binding; says whether it does."""
        return False

    def mean_article(self, actions: Collection[str]) -> bool:
        """Whether what a key runs means the article, and must wait for one that is on its way."""
        return not self.OF_ARTICLE.isdisjoint(actions)

    def _waits(self, event: events.Key) -> bool:
        """Keeps a key for the article that is on its way, and what is behind one; Esc waits for nothing any more."""
        awaited = self.awaited
        if not awaited.is_coming or self._held is not None or self.app.focused is not self:
            return False
        actions = list(self._actions(event.key))
        if event.key == "escape":
            awaited.drop()
        elif "quit" in actions and awaited.only_moves:
            return False
        elif len(awaited) or self.mean_article(actions):
            awaited.wait(lambda: self._come_back(event), moves=bool(actions) and self.MOVING.issuperset(actions))
            return True
        return False

    def _come_back(self, event: events.Key) -> None:
        """Gives a key that has waited to this pane, if it has the focus still."""
        if self.app.focused is self:
            type_again(self, (event,))

    async def _do(self, event: events.Key) -> None:
        """Does at once what a key asks for: on its way up to the program it could be overtaken by those behind it."""
        for owner in (self, self.screen):
            for binding in owner._bindings.key_to_bindings.get(event.key, ()):
                event.stop()
                event.prevent_default()
                if await self.app.run_action(binding.action, owner):
                    return

    async def _open(self, action: str) -> None:
        await self.run_action(action)
        if action.removeprefix("screen.") not in self.OVERLAYS:
            return
        over = self.app.screen
        if over is self.screen:
            self.let_go()  # it had nothing to open
        else:
            self._is_covered = True
            over.call_after_refresh(self.let_go)

    def let_go(self) -> None:
        """Gives the held keys to whoever has the focus now."""
        type_again(self, self.hand_over_typing(None))

    def _opens(self, key: str) -> str:
        """The action that a key runs, if it opens something to type in."""
        for binding in self._bindings.key_to_bindings.get(key, ()):
            if binding.action in self.PROMPTING:
                return binding.action
        bindings = self.screen._bindings.key_to_bindings.get(key, ())
        opening = self.SCREENS | self.OVERLAYS
        return next((f"screen.{binding.action}" for binding in bindings if binding.action in opening), "")

    def _actions(self, key: str) -> Iterator[str]:
        """What a key runs, its own actions and the screen's."""
        for owner in (self, self.screen):
            for binding in owner._bindings.key_to_bindings.get(key, ()):
                yield binding.action

    def _runs(self, key: str, actions: Collection[str]) -> bool:
        """Whether a key runs one of these actions, its own or the screen's."""
        return any(action in actions for action in self._actions(key))

    def hold_typing(self) -> None:
        """Holds keys from here on: something opens that will ask for them, by `hand_over_typing`."""
        self._held = []

    def hand_over_typing(self, field: Widget | None) -> list[events.Key]:
        """The keys held so far, for the field that has the focus now; those that still come here go to it.

        With None the prompt did not open, and the held keys are let go.
        """
        held, self._held = self._held or [], None
        self._is_covered = False
        self._typing_goes_to = field
        return held

    def on_focus(self) -> None:
        self._typing_goes_to = None
        self._held = None
