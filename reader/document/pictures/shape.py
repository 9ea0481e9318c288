"""How large a picture stands on the page: in pixels as its file says, in cells as the column allows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from reader.document.model import Block, BlockKind, Document, Span, Style


class Size(NamedTuple):
    """Width and height in pixels."""

    width: int
    height: int


class Box(NamedTuple):
    """Width and height in cells."""

    columns: int
    rows: int


USUAL_CELL = Size(10, 20)
"""A terminal's cell where it does not say: twice as high as wide."""

_ICON_ROWS = 3
"""A picture that is lower than this is an icon or an emoji: its words stay in the line."""
MOST_COLUMNS = 200
"""Columns that a picture takes at the most."""
_USUAL_ROWS = 18


class PictureRow(NamedTuple):
    """Which picture, and which of its rows, a row of the page shows."""

    target: str
    """The picture's address as the article gives it."""
    number: int
    """Counted from 0 at the top."""
    box: Box


class Shown(NamedTuple):
    """A picture of a block that stands on the page."""

    span: Span
    box: Box


class Shapes:
    """What layout knows of pictures: which can be shown, how large they are, and what is to be said of the others."""

    def __init__(self, cell: Size = USUAL_CELL, most_rows: int = _USUAL_ROWS) -> None:
        self.cell = cell
        """A terminal's cell in pixels."""
        self.most_rows = most_rows
        """The rows that a picture may take."""
        self.most_columns = MOST_COLUMNS
        """The columns that a picture may take."""
        self._sizes: dict[str, Size] = {}
        self._notes: dict[str, str] = {}
        self._hosts: dict[str, str] = {}

    @property
    def limits(self) -> tuple[Size, int, int]:
        """A cell, and how many rows and columns a picture may take."""
        return self.cell, self.most_rows, self.most_columns

    def clear(self) -> None:
        """Forgets all pictures: another article is shown, or none are to be."""
        self._sizes.clear()
        self._notes.clear()
        self._hosts.clear()

    def know(self, target: str, size: Size, note: str = "") -> None:
        """Takes in how large a picture is, with a sentence to stand under it."""
        self.forget(target)
        self._sizes[target] = size
        if note:
            self._notes[target] = note

    def refuse(self, target: str, reason: str) -> None:
        """Takes in that a picture cannot be shown, and why."""
        self.forget(target)
        if reason:
            self._notes[target] = reason

    def leave(self, target: str, host: str) -> None:
        """Takes in that a picture is on another machine and was not fetched."""
        self.forget(target)
        self._hosts[target] = host

    def forget(self, target: str) -> None:
        """Forgets what is known of one picture."""
        for known in (self._sizes, self._notes, self._hosts):
            known.pop(target, None)

    def size(self, target: str) -> Size | None:
        """The size of a picture that can be shown."""
        return self._sizes.get(target)

    def note(self, target: str) -> str:
        """What is said of a picture under its words; empty for nothing."""
        return self._notes.get(target, "")

    def box(self, target: str, room: int) -> Box | None:
        """The cells that a picture takes in a column of `room` cells; None where its words stand alone."""
        size = self._sizes.get(target)
        if size is None or size.height * self._scale < _ICON_ROWS * self.cell.height:
            return None
        return self.fitted(size, Box(min(room, self.most_columns), self.most_rows))

    @property
    def _scale(self) -> int:
        """Pixels of the terminal for one of a picture: on a screen of high density, where a cell has many, two."""
        return max(1, round(self.cell.height / USUAL_CELL.height))

    def fitted(self, size: Size, most: Box, enlarged: int = 1) -> Box:
        """The cells for a picture within `most`: in its own proportions, `enlarged` times at the most."""
        width, height = size.width * self._scale * enlarged, size.height * self._scale * enlarged
        shrunk = min(1.0, most.columns * self.cell.width / width, most.rows * self.cell.height / height)
        columns = min(most.columns, max(1, round(width * shrunk / self.cell.width)))
        exact = height * shrunk / self.cell.height
        rows = round(exact)
        if columns * (exact - rows) > exact:  # so few rows that the picture would be narrower by more than a cell
            rows += 1
        return Box(columns, min(most.rows, max(1, rows)))

    def shown_in(self, document: Document, block: Block, room: int) -> list[Shown]:
        """The pictures of a block that stand on the page, in reading order."""
        if not self._sizes or block.kind in _WITHOUT:
            return []
        boxes = ((span, self.box(span.target, room)) for span in pictures_in(document, block))
        return [Shown(span, box) for span, box in boxes if box is not None]

    def said_of(self, document: Document, block: Block) -> list[str]:
        """Sentences that stand under a block: where its pictures are, or why they are not here."""
        if not (self._notes or self._hosts) or block.kind in _WITHOUT:
            return []
        targets = list(dict.fromkeys(span.target for span in pictures_in(document, block)))
        said = [note for target in targets if (note := self._notes.get(target))]
        if hosts := [host for target in targets if (host := self._hosts.get(target))]:
            what = "picture" if len(hosts) == 1 else f"{len(hosts)} pictures"
            said.append(f"⇣ {what} at {', '.join(dict.fromkeys(hosts))} · I fetches")
        return said

    def host_of(self, document: Document, block: Block) -> str:
        """The machine that a picture is on which is all of a block and was not fetched; else empty."""
        if not self._hosts or block.kind in _WITHOUT:
            return ""
        whole = [span for span in pictures_in(document, block) if (span.start, span.end) == (block.start, block.end)]
        return self._hosts.get(whole[0].target, "") if whole else ""


_WITHOUT = (BlockKind.TABLE, BlockKind.CODE, BlockKind.TITLE, BlockKind.RULE)
"""Blocks in which pictures stay words."""


def pictures_in(document: Document, block: Block) -> Iterable[Span]:
    """The pictures of a block, in reading order, those without an address left out."""
    return (s for s in document.spans_in(block.start, block.end) if s.style is Style.IMAGE and s.target)


def blocks_with_pictures(document: Document) -> list[int]:
    """The indexes of the blocks that hold pictures."""
    return sorted({document.block_at(span.start) for span in document.spans if span.style is Style.IMAGE})
