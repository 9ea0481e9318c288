"""The two lines at the foot: what is happening on the page, and the few keys that matter where the focus is."""

from __future__ import annotations

from time import monotonic
from typing import ClassVar

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from reader.document.byline import in_rows
from reader.document.line_break import cell_length
from reader.ui.keys import COMMANDS, Command, Pane
from reader.ui.one_line import MOST_CHARACTERS, cut, printable, wrapped

_NOTICE_SECONDS = 6.0
"""How long a notice stands at least, for its first words; one that is long stands longer."""
_READ_A_SECOND = 15
"""Cells of a notice that are read in a second."""

_MOST_ROWS = 3
"""How far a notice makes the line grow that is too long for one row; an eighth of the screen where that is less."""


class StatusLine(Widget):
    """A notice on the left, on several rows if it is long; the count of matches and how much is read on the right."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"status--notice"}
    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__()
        self._notice = ""
        self._noticed_at = 0.0
        self._hint = ""
        self._state = ""
        self._rows = [""]

    def notice(self, text: str) -> None:
        """Says something until the next thing is said, or the reader goes on; empty says nothing."""
        self._noticed_at = monotonic()
        if text != self._notice:
            self._notice = text
            self._fit()

    def take_back(self, text: str) -> None:
        """What a notice said is so no more."""
        if text == self._notice:
            self.notice("")

    def go_on(self) -> None:
        """The page has moved: a notice goes that there was time to read."""
        if self._notice and monotonic() - self._noticed_at > _NOTICE_SECONDS + len(self._notice) / _READ_A_SECOND:
            self.notice("")

    def hint(self, text: str) -> None:
        """Says something over the notice, for as long as it holds, on one row; empty shows the notice again."""
        if text != self._hint:
            self._hint = text
            self.refresh()

    def state(self, text: str) -> None:
        """The lasting part, on the right."""
        if text != self._state:
            self._state = text
            self._fit()

    def on_resize(self) -> None:
        self._fit()

    def _room(self) -> int:
        """The cells beside the state."""
        room = self.size.width - cell_length(self._state) - (3 if self._state else 2)
        return room if room > 4 else 0

    def _fit(self) -> None:
        """Spreads the notice over as many rows as it takes."""
        room = self._room()
        rows = wrapped(printable(self._notice)[:MOST_CHARACTERS], room) if room and self._notice else [""]
        most = max(1, min(_MOST_ROWS, self.app.size.height // 8))
        if len(rows) > most:
            rows[most - 1 :] = [cut(" ".join(rows[most - 1 :]), room)]
        if len(rows) != len(self._rows):
            self.styles.height = len(rows)
        self._rows = rows
        self.refresh()

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        ground = self.rich_style
        is_last = y == len(self._rows) - 1
        state = f"{self._state} " if self._state and is_last else ""
        said = self._rows[y] if y < len(self._rows) else ""
        if self._hint:
            said = self._hint if is_last else ""
        notice = cut(printable(said), self._room())
        gap = width - 1 - cell_length(notice) - cell_length(state)
        return Strip(
            [
                Segment(" ", ground),
                Segment(notice, self.get_component_rich_style("status--notice")),
                Segment(" " * max(0, gap), ground),
                Segment(state, ground),
            ]
        ).adjust_cell_length(width, ground)


_TYPING = {
    Pane.ARTICLE: (("Enter", "keep"), ("Esc", "give up"), ("Ctrl-r", "regular expression"), ("↑", "earlier")),
    Pane.TREE: (("Enter", "keep"), ("Esc", "show all")),
}
"""The prompt's keys."""


_FIRST_VIEW = "category"

_ALWAYS = ("?", "help")
"""What stays in a narrow line while others go: it leads to all of them."""


class KeyLine(Widget):
    """The keys of the pane in focus that have a word for the footer, as many as fit beside the one for help."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"keyline--key"}
    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__()
        self._pane = Pane.ARTICLE  # a start turns to the page
        self._is_typing = False
        self._only: frozenset[str] | None = None
        self._filter = ""
        self._view = _FIRST_VIEW

    def show_pane(self, pane: Pane, *, is_typing: bool = False, only: frozenset[str] | None = None) -> None:
        """Shows the keys of this pane, or those of its prompt; with `only`, those of some actions."""
        if (pane, is_typing, only) != (self._pane, self._is_typing, self._only):
            self._pane, self._is_typing, self._only = pane, is_typing, only
            self.refresh()

    def show_filter(self, text: str) -> None:
        """Says beside the tree's keys that a filter is on; empty says nothing."""
        if text != self._filter:
            self._filter = text
            self.refresh()

    def show_view(self, name: str) -> None:
        """Says beside the key for views which one the tree shows, where it is not the one that it begins with."""
        if name != self._view:
            self._view = name
            self.refresh()

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        ground = self.rich_style
        key_style = self.get_component_rich_style("keyline--key")
        only = self._only
        own = [c for c in COMMANDS if c.footer and c.pane is self._pane and (only is None or c.action in only)]
        shared = [c for c in COMMANDS if c.footer and c.pane is Pane.ANYWHERE]
        pairs = [(command.show.split()[0], self._word(command)) for command in (*own, *shared)]
        if self._is_typing:
            pairs = list(_TYPING.get(self._pane, ()))
        segments = [Segment(" ", ground)]
        used = 1
        if self._filter and self._pane is Pane.TREE and not self._is_typing:
            said = cut(printable(self._filter), max(8, width // 2))
            segments += [Segment(said, key_style), Segment("  ", ground)]
            used += cell_length(said) + 2
            pairs.insert(0, ("Esc", "all"))
        kept = sum(len(key) + len(word) + 3 for key, word in pairs if (key, word) == _ALWAYS)
        is_full = False
        for key, word in pairs:
            cells = len(key) + len(word) + 3
            if (key, word) == _ALWAYS:
                kept = 0
            elif is_full or used + cells + kept > width:
                is_full = True  # what stands further on in the line matters less
                continue
            if used + cells > width:
                break
            segments += [Segment(key, key_style), Segment(f" {word}  ", ground)]
            used += cells
        return Strip(segments, used).adjust_cell_length(width, ground)

    def _word(self, command: Command) -> str:
        is_elsewhere = command.id == "tree.view" and self._view != _FIRST_VIEW
        return f"{command.footer}: {self._view}" if is_elsewhere else command.footer


class ProgressLine(Widget):
    """How far the archive is looked through, on two rows where one is too short; not there while nothing is to say."""

    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__()
        self._said = ""
        self._rows = [""]
        self.display = False

    def say(self, text: str) -> None:
        """Says how far, in facts with dots between them; empty hides the line."""
        self.display = bool(text)
        if text != self._said:
            self._said = text
            self._fit()

    def on_resize(self) -> None:
        self._fit()

    @property
    def _width(self) -> int:
        """Its cells; before it is laid out, those of the pane that it fills."""
        return self.size.width or (self.parent.size.width if isinstance(self.parent, Widget) else 0)

    def _fit(self) -> None:
        rows = list(in_rows(self._said, max(2, self._width - 2)))[:2] if self._said else [""]
        if len(rows) != len(self._rows):
            self.styles.height = len(rows)
        self._rows = rows
        self.refresh()

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        ground = self.rich_style
        said = self._rows[y] if y < len(self._rows) else ""
        return Strip([Segment(" " + cut(said, max(0, width - 2)), ground)]).adjust_cell_length(width, ground)
