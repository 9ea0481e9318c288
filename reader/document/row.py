"""A row of the page: what is drawn in one line of cells, and which of the article's characters that is."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from reader.document.line_break import cell_length, cells_before

if TYPE_CHECKING:
    from reader.document.pictures.shape import PictureRow


class Role(StrEnum):
    """What a piece of a row is; the screen gives each role a colour."""

    TEXT = "text"
    SPACE = "space"
    """Blank cells between two characters of the text, which look as these do."""
    TITLE = "title"
    META = "meta"
    HEADING = "heading"
    SUBHEADING = "subheading"
    CODE = "code"
    FOLD = "fold"
    QUOTE = "quote"
    QUOTE_BAR = "quote-bar"
    MARKER = "marker"
    TERM = "term"
    CAPTION = "caption"
    SUMMARY = "summary"
    RULE = "rule"
    BORDER = "border"
    HEADER_CELL = "header-cell"
    FIELD = "field"
    PICTURE = "picture"


class Piece(NamedTuple):
    """A run of a row. `text` is drawn; `[start, end)` is where it stands in the document, -1 where layout added it.

    The drawn text is the document's own, but for a tab, which is drawn as spaces.
    """

    text: str
    start: int
    end: int
    role: Role

    @property
    def cells(self) -> int:
        """The cells it takes."""
        return cell_length(self.text)


class Row(NamedTuple):
    """One row, from the left edge of the column. `start` and `end` bound the text it shows; equal for none."""

    start: int
    end: int
    pieces: tuple[Piece, ...]
    is_code: bool = False
    """Whether the row belongs to a code block, which has a ground of its own over the whole column."""
    picture: PictureRow | None = None
    """Which row of which picture stands where the row has a piece of `Role.PICTURE`."""

    @property
    def text(self) -> str:
        """What is drawn, without trailing blanks."""
        return "".join(piece.text for piece in self.pieces).rstrip()


def added(text: str, role: Role) -> Piece:
    """A piece that layout adds."""
    return Piece(text, -1, -1, role)


def spread(text: str, offset: int, role: Role, cells: Mapping[int, int]) -> list[Piece]:
    """A row's text, which begins at an offset, with so many blank cells before some of its positions."""
    parts: list[Piece] = []
    start = 0
    for at in sorted(cells):
        parts.append(Piece(text[start:at], offset + start, offset + at, role))
        parts.append(added(" " * cells[at], Role.SPACE))
        start = at
    parts.append(Piece(text[start:], offset + start, offset + len(text), role))
    return parts


def gap(offset: int, pieces: tuple[Piece, ...] = ()) -> Row:
    """A row without text that stands before `offset`."""
    return Row(offset, offset, pieces)


def offset_under(row: Row, cell: int) -> int | None:
    """The offset of the character drawn at a cell of the row; None where there is none.

    Blank cells between two characters belong to the first.
    """
    at = 0
    last: int | None = None
    for piece in row.pieces:
        if at <= cell < at + piece.cells:
            if piece.role is Role.SPACE:
                return last
            return _offset_in(piece, cell - at) if piece.start >= 0 else None
        at += piece.cells
        last = piece.end - 1
    return None


def offset_nearest(row: Row, cell: int) -> int | None:
    """The offset of the character drawn at a cell, or else of the one nearest to it; None in a row without text."""
    best, distance, at = None, 0, 0
    for piece in row.pieces:
        end = at + piece.cells
        if piece.start >= 0 and at < end:
            within = min(max(cell, at), end - 1)
            if best is None or abs(cell - within) < distance:
                best, distance = _offset_in(piece, within - at), abs(cell - within)
        at = end
    return best


def cell_of(row: Row, offset: int) -> int:
    """The cell at which the character at an offset is drawn; that of the end of the row's text when it has none."""
    at = behind = 0
    for piece in row.pieces:
        if piece.start >= 0:
            if piece.start <= offset < piece.end:
                before = cells_before(piece.text)
                return at + before[min(offset - piece.start, len(before) - 1)]
            behind = at + piece.cells
        at += piece.cells
    return behind


def _offset_in(piece: Piece, cell: int) -> int:
    within = bisect_right(cells_before(piece.text), cell) - 1
    return min(piece.start + max(0, within), piece.end - 1)
