"""Short labels over everything on the screen that can be followed: typing one follows it.

Labels are drawn over the finished row and stand nowhere in the text. While they are shown the page takes the keys one
after the other as they come, so that `f` and a label may be typed in one breath.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip

from reader.document.row import Row, cell_of
from reader.document.targets import Kind, Target, targets

if TYPE_CHECKING:
    from reader.ui.article_view import ArticleView

LETTERS = "asdfjklgh"
"""The home row, the strongest fingers first."""


def made(count: int, letters: str = LETTERS) -> list[str]:
    """So many labels of as few letters as can be, the shortest first; none begins with another."""
    waiting = deque([""])
    while len(waiting) < count or waiting[0] == "":
        # The last of the shortest becomes the beginning of longer ones, so that the best letters stay alone.
        shortest = len(waiting[0])
        at = max(i for i, label in enumerate(waiting) if len(label) == shortest)
        label = waiting[at]
        del waiting[at]
        waiting.extend(label + letter for letter in letters)
    return sorted(waiting, key=lambda label: (len(label), [letters.index(each) for each in label]))[:count]


class Spot(NamedTuple):
    """Where a label is drawn."""

    y: int
    """The row of the screen."""
    x: int
    """Cells from the column's left edge."""


def spots(rows: Sequence[Row], found: Sequence[Target], width: int) -> dict[int, Spot]:
    """Where each target that is on the screen begins, by its place in `found`; code is labelled at its right edge."""
    placed: dict[int, Spot] = {}
    for y, row in enumerate(rows):
        for number, target in enumerate(found):
            if number in placed or target.start > row.end:
                continue
            if target.kind is Kind.CODE:
                if row.is_code and target.start <= row.start <= target.end:
                    placed[number] = Spot(y, width)
                continue
            starts = [
                max(piece.start, target.start)
                for piece in row.pieces
                if 0 <= piece.start < target.end and piece.end > target.start
            ]
            if starts:
                placed[number] = Spot(y, cell_of(row, min(starts)))
    return placed


class Labels:
    """The labels of one page while they are shown."""

    class Changed(Message):
        """Labels came, went, or fewer are left; `said` is for the status line, empty when there are none."""

        def __init__(self, said: str, target: Target | None) -> None:
            super().__init__()
            self.said = said
            self.target = target
            """The one that Enter would follow."""

    class Chosen(Message):
        """A label was typed to its end."""

        def __init__(self, target: Target, label: str) -> None:
            super().__init__()
            self.target = target
            self.label = label

    def __init__(self, view: ArticleView) -> None:
        self._view = view
        self.labelled: dict[str, tuple[Target, Spot]] = {}
        """What each label stands for, and where it is drawn; empty while none are shown."""
        self._typed = ""
        self._at = ""
        self._where: tuple[object, ...] = ()

    @property
    def is_on(self) -> bool:
        """Whether labels are shown."""
        return bool(self.labelled)

    def begin(self) -> None:
        """Labels what is on the screen."""
        view = self._view
        rows, document, layout = view.visible_rows, view.document, view.layout_shown
        found: list[Target] = []
        if rows and document is not None:
            first, last = (document.block_at(offset) for offset in (rows[0].start, rows[-1].end))
            found = targets(document, max(0, first - 1), last, code=True)
        placed = spots(rows, found, layout.width) if layout is not None else {}
        order = sorted(placed, key=lambda number: (placed[number], number))
        labels = sorted(made(len(order)), key=len)
        self.labelled = {label: (found[number], placed[number]) for label, number in zip(labels, order, strict=True)}
        self._typed = ""
        self._at = next(iter(self.labelled), "")
        self._where = self._place()
        if not self.labelled:
            view.post_message(self.Changed("Nothing on the screen can be followed.", None))
            return
        self._tell()

    def _place(self) -> tuple[object, ...]:
        return self._view.document, self._view.place, self._view.size

    def moved(self) -> None:
        """The page may stand elsewhere: labels do not go with it."""
        if self.labelled and self._where != self._place():
            self.end()

    def end(self, said: str = "") -> None:
        """Takes the labels away."""
        if self.labelled:
            self.labelled = {}
            self._view.refresh()
            self._view.post_message(self.Changed(said, None))

    def _left(self) -> list[str]:
        return [label for label in self.labelled if label.startswith(self._typed)]

    def _tell(self) -> None:
        self._view.refresh()
        self._view.post_message(self.Changed("Type a label · Esc leaves", self.labelled[self._at][0]))

    # keys

    def take_key(self, event: events.Key) -> bool:
        """Takes a key while labels are shown; says whether it did."""
        if not self.labelled:
            return False
        if self._where != self._place():  # the page has moved under them
            self.end()
            return False
        steps = {"tab": 1, "down": 1, "right": 1, "shift+tab": -1, "up": -1, "left": -1}
        if event.key == "escape":
            self.end()
        elif event.key in steps:
            self._step(steps[event.key])
        elif event.key == "enter":
            self._choose(self._at)
        elif event.key == "backspace":
            self._narrow(self._typed[:-1])
        elif event.character is not None and event.is_printable:
            self._narrow(self._typed + event.character.lower())
        else:
            self.end()
            return False
        return True

    def _step(self, by: int) -> None:
        left = self._left()
        self._at = left[(left.index(self._at) + by) % len(left)]
        self._tell()

    def _narrow(self, typed: str) -> None:
        before, self._typed = self._typed, typed
        if typed in self.labelled:
            self._choose(typed)
        elif left := self._left():
            if self._at not in left:
                self._at = left[0]
            self._tell()
        else:
            self._typed = before
            self.end(f"No label is {typed}.")

    def _choose(self, label: str) -> None:
        target = self.labelled[label][0]
        self.end()
        self._view.hold_typing()
        self._view.post_message(self.Chosen(target, label))

    # drawing

    def over(self, strip: Strip, y: int, left: int, look: Style, chosen: Style) -> Strip:
        """A finished row with its labels over it; `left` is where the column begins."""
        if not self.labelled or self._where != self._place():
            return strip
        length = strip.cell_length
        taken = 0
        here = sorted(
            (spot.x, label) for label, (_, spot) in self.labelled.items() if spot.y == y and label in self._left()
        )
        for x, label in here:
            rest = label[len(self._typed) :]
            at = min(max(taken, left + x), length - len(rest))
            if self.labelled[label][0].kind is Kind.CODE:
                at = max(0, left + x - len(rest))
            if at < taken or at < 0:
                continue
            drawn = Segment(rest, chosen if label == self._at else look)
            strip = Strip.join([strip.crop(0, at), Strip([drawn], len(rest)), strip.crop(at + len(rest), length)])
            taken = at + len(rest)
        return strip
