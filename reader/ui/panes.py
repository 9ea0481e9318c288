"""The two panes: how wide each is, which one is read in, and whose keys the line of keys shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.ui.article_view import ArticleView
from reader.ui.keys import Pane
from reader.ui.lines import KeyLine
from reader.ui.part import Part
from reader.ui.type_ahead import TypeAhead

if TYPE_CHECKING:
    from textual.widget import Widget

    from reader.ui.reading_screen import ReadingScreen

_TWO_PANES = 70
"""Columns from which on tree and page stand side by side."""

_SIDE = 40
"""Columns of the tree, until its border is dragged; two fifths of a screen that is narrower than a hundred."""

_NARROWEST_SIDE = 16
_NARROWEST_PAGE = 24


class Panes(Part):
    """Side by side where the screen has room for both; else one at a time."""

    def __init__(self, screen: ReadingScreen) -> None:
        super().__init__(screen)
        self._side: int | None = _SIDE
        self.waits_for_tree = False
        """Whether the tree was asked for before it was there."""

    def fit(self, columns: int) -> None:
        """The screen has so many columns."""
        self.screen.set_class(columns < _TWO_PANES, "-narrow")
        wished = self.screen.reader.choices.settings.side_width or min(_SIDE, columns * 2 // 5)
        side = None if columns < _TWO_PANES else _side_between(wished, columns)
        if side != self._side:
            self._side = side
            self.screen.query_one("#side").styles.width = side

    def border_moved(self, x: int) -> None:
        """The border was dragged to a column of the screen."""
        columns = self.screen.app.size.width
        self.screen.reader.choose(side_width=_side_between(x, columns))
        self.fit(columns)

    def to_page(self) -> None:
        """Turns to the page."""
        self.screen.remove_class("-browsing")
        self.screen.add_class("-reading")
        self.screen.set_focus(self.screen.view)

    def to_tree(self) -> None:
        """Turns to the tree; as soon as it is there, while the program starts."""
        self.waits_for_tree = not self.screen.query("#tree")
        if self.waits_for_tree:
            return
        self.screen.remove_class("-reading", "-zen")
        self.screen.add_class("-browsing")
        self.screen.set_focus(self.screen.sidebar)

    def furnished(self) -> None:
        """The tree is there: it is turned to if it was asked for, with what was typed since."""
        if self.waits_for_tree:
            self.to_tree()
            self.screen.view.let_go()

    def switch(self) -> None:
        """Turns to the other one."""
        before = self.screen.focused
        if isinstance(before, ArticleView):
            self.to_tree()
        else:
            self.to_page()
        if isinstance(before, TypeAhead) and not self.waits_for_tree:
            before.let_go()

    def leave_page(self) -> None:
        """Ends what is going on on the page, one thing at a time, and then turns to the tree."""
        if self.screen.page.put_out():
            return
        if self.screen.has_class("-zen"):
            self.screen.remove_class("-zen")
        else:
            self.to_tree()

    def focused(self, widget: Widget) -> None:
        """A widget has the focus: its pane's keys are shown."""
        is_side = self.screen.query_one("#side") in widget.ancestors
        is_typing = widget is not self.screen.view and not widget.has_class("-tree")
        if widget is self.screen.view:
            self.selection_changed()
        else:
            self.screen.query_one(KeyLine).show_pane(Pane.TREE if is_side else Pane.ARTICLE, is_typing=is_typing)

    def selection_changed(self) -> None:
        """Something is selected on the page, or nothing any more: the keys for it are others."""
        if self.screen.focused is not self.screen.view:
            return
        selector = self.screen.view.selector
        pane = Pane.ARTICLE if selector.selection is None else Pane.SELECTION
        self.screen.query_one(KeyLine).show_pane(pane, only=selector.own_keys)


def _side_between(wished: int, columns: int) -> int:
    """How wide the tree is on a screen of so many columns, where one wishes this."""
    return max(_NARROWEST_SIDE, min(wished, columns - _NARROWEST_PAGE))
