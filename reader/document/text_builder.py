"""Grows the visible text of a document: words go in as they are met, and come out as one string.

White space is collapsed as a browser does it (CSS Text 3, section 4.1): runs become one space, none stands at the
edge of a block, and a line end between two Chinese or Japanese characters vanishes (section 4.1.2).

All that decides the text stands here, and `builder.Builder` adds what ranges over it are. So whoever wants the text
alone, as the index of an archive does, need not pay for the ranges, and gets the same text.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from reader.document.grid import OpenCell
from reader.document.model import Align, BlockKind, Container, ContainerKind, Style
from reader.document.white_space import SPACES, is_wide, shown, without_wide_breaks

_BEFORE_TITLE = 4
"""Paragraphs that may stand before the heading that is the title, such as a row of badges or the other languages."""

Leave = Callable[[], None]
"""What is done at an element's end."""


class Visible(NamedTuple):
    """What an article says, without what is known about ranges of it."""

    text: str
    """The same as `Document.text`."""
    title_end: int
    """Where the title ends that the text begins with; 0 without one."""
    has_code: bool
    """Whether any block is code."""
    has_image: bool
    """Whether any picture is marked."""


class OpenContainer:
    """A container that what comes stands in."""

    __slots__ = ("kind", "made", "marker", "marker_cells", "start")

    def __init__(self, kind: ContainerKind, marker: str, marker_cells: int) -> None:
        self.kind = kind
        self.marker = marker
        self.marker_cells = marker_cells
        self.start: int | None = None
        """Where its first block begins; None while it has none."""
        self.made: Container | None = None
        """What documents call it, once one has."""


Kind = tuple[BlockKind, int, str]
"""What a block is, with a heading's level and the language of code."""
_PARAGRAPH: Kind = (BlockKind.PARAGRAPH, 0, "")


class TextBuilder:
    """Takes words, styles and the edges of blocks in reading order, and keeps the text."""

    def __init__(self, *, title: str = "") -> None:
        self._parts: list[str] = []
        self._length = 0
        self._has_begun = False
        self._containers: list[OpenContainer] = []
        self._kind = _PARAGRAPH
        self._start: int | None = None
        self._first_part = 0
        self._is_blank = True
        self._gap = 0
        self._pending = ""
        self._pending_break = False
        self._preserve = 0
        self._cell: OpenCell | None = None
        self._cells: list[OpenCell] | None = None
        self._row = -1
        self._has_code = self._has_image = False
        self._title = " ".join(title.split())
        self._title_end = len(self._title)
        self._title_due = 1 + _BEFORE_TITLE if self._title else 0
        if self._title:
            self._append(self._title)
            self._gap = 2

    def visible(self) -> Visible:
        """The whole text. Call it between blocks, and once."""
        self.end_block()
        return Visible("".join(self._parts), self._title_end, self._has_code, self._has_image)

    # what is asked

    @property
    def finished(self) -> int:
        """How many code points are ready to be taken; here all is taken at the end."""
        return 0

    @property
    def in_cell(self) -> bool:
        """Whether what comes is in a table's cell."""
        return self._cell is not None

    @property
    def columns(self) -> int:
        """How many columns the first row of the open table has; 0 without a table, and before its first cell."""
        return sum(cell.column_span for cell in self._cells or () if cell.row == 0)

    @property
    def preserves(self) -> bool:
        """Whether white space is kept as it is, as in `<pre>`."""
        return bool(self._preserve)

    @property
    def at_block_start(self) -> bool:
        """Whether nothing of the next block is written yet."""
        return self._start is None

    @property
    def last(self) -> str:
        """The last visible character of the open block; empty at its start."""
        return self._parts[-1][-1] if self._start is not None and not self._pending else ""

    # words

    def text(self, raw: str) -> None:
        """Adds text as it stands in the source; white space is collapsed unless it is preserved."""
        if self._preserve:
            self._preserved(shown(raw))
            return
        if not raw.strip(" \t\n"):
            if raw and not self._pending:
                self._pending = " "
                self._pending_break = "\n" in raw
            return
        had_break = False
        if raw.isprintable() and "  " not in raw:  # nothing to collapse or to hide, as in most texts
            words = raw
        else:
            raw = shown(raw)
            had_break = "\n" in raw
            if had_break and not raw.isascii():
                raw = without_wide_breaks(raw)
            words = SPACES.sub(" ", raw)
            if not words:
                return
        if words[0] == " ":
            if not self._pending:
                self._pending = " "
                self._pending_break = had_break
            words = words[1:]
            if not words:
                return
        if words[-1] != " ":
            self._visible(words)
            return
        self._visible(words[:-1])
        self._pending = " "
        self._pending_break = had_break

    def _preserved(self, raw: str) -> None:
        if self._kind[0] is not BlockKind.CODE or self._cell is not None:
            raw = raw.replace("\t", "    ")
        body = raw.rstrip(" \t\r\n\f")
        if body:
            lead = len(body) - len(body.lstrip(" \t\r\n\f"))
            self._pending += body[:lead]
            self._visible(body[lead:])
            self._pending = raw[len(body) :]
        else:
            self._pending += raw

    def mark(self, text: str) -> None:
        """Adds text that is not in the source as words, such as the mark of a picture."""
        if seen := shown(text):
            self._visible(seen)

    def _visible(self, text: str) -> None:
        if self._start is None:
            if self._cell is None:
                self._begin()
            else:
                self._start = self._length
            if self._preserve:
                self._append(self._pending.rpartition("\n")[2])
        elif self._pending and not self._joins(text[0]):
            self._append(self._pending)
        self._pending = ""
        self._pending_break = False
        self._before_words()
        self._parts.append(text)
        self._length += len(text)
        if self._is_blank and not text.isspace():
            self._is_blank = False

    def _before_words(self) -> None:
        """Called where words are about to be added."""

    def _joins(self, following: str) -> bool:
        """Whether the pending space is a line end between two wide characters."""
        return self._pending_break and self._pending == " " and is_wide(self._parts[-1][-1]) and is_wide(following)

    def line_break(self) -> None:
        """A `<br>`: a new line in the same block. At most one empty line comes of several."""
        if self._preserve:
            self._pending += "\n"
            return
        newlines = min(2, self._pending.count("\n") + 1)
        self._pending = "\n" * newlines

    def anchor(self, name: str) -> None:
        """Names the place where the next visible character will stand."""

    # styles

    def open_style(self, style: Style, target: str = "") -> Leave | None:
        """Opens a style over what comes, within those that are open; answers what closes it, if that is needed."""
        if style is Style.IMAGE:
            self._has_image = True
        return None

    def close_style(self) -> None:
        """Closes the style that was opened last."""

    # blocks

    def set_kind(self, kind: BlockKind, *, level: int = 0, language: str = "") -> None:
        """What the next block is. Ends with that block."""
        self._kind = (kind, level, language)

    def open_preserved(self) -> None:
        """White space counts from here on."""
        self._preserve += 1
        self._pending = ""

    def close_preserved(self) -> None:
        """White space is collapsed again."""
        self._preserve -= 1
        self._pending = ""

    def open_align(self, align: Align) -> None:
        """Blocks from here on are aligned so."""

    def close_align(self) -> None:
        """Takes back the alignment that was opened last."""

    def _begin(self) -> None:
        if self._length or self._has_begun:
            gap = self._gap or 1
            self._parts.append("\n" * gap)
            self._length += gap
        self._has_begun = True
        self._gap = 0
        self._start = self._length
        self._first_part = len(self._parts)
        self._is_blank = True
        for container in self._containers:
            if container.start is None:
                container.start = self._start

    def end_block(self, gap: int = 2) -> None:
        """Ends the block that is open, if one is; the next stands `gap` newlines below (the most that was asked)."""
        if self._cell is not None:
            if self._start is not None:
                self._pending = "\n"
            return
        if self._start is not None:
            self._finish_block(self._start)
        if gap > self._gap:  # noqa: PLR1730 - `max` takes as long as all else here
            self._gap = gap
        self._pending = ""
        self._kind = _PARAGRAPH

    def _finish_block(self, start: int) -> None:
        self._start = None
        self._end_words()
        kind = self._kind[0]
        if self._is_blank and kind is BlockKind.PARAGRAPH and not self._marks_item(start):
            self._undo(start)
            return
        if self._title_due and self._takes_title(start):
            return
        self._file(start)

    def _end_words(self) -> None:
        """Called where a block's words end."""

    def _file(self, start: int) -> None:
        """Files a block that ends here."""
        if self._kind[0] is BlockKind.CODE:
            self._has_code = True

    def _marks_item(self, start: int) -> bool:
        return any(container.start == start and container.marker for container in self._containers)

    def _undo(self, start: int) -> None:
        """Takes back the block that began at `start`, as if nothing of it had been written."""
        del self._parts[self._first_part :]
        newlines = len(self._parts.pop()) if start and self._parts and not self._parts[-1].strip("\n") else 0
        self._length = start - newlines
        self._gap = newlines
        self._has_begun = bool(start)
        for container in self._containers:
            if container.start == start:
                container.start = container.made = None

    def _takes_title(self, start: int) -> bool:
        """Whether a block only says the title, and is done with: it stands for the title, or has been said above."""
        kind, level, _ = self._kind
        is_heading = kind is BlockKind.HEADING
        is_first = self._title_due > _BEFORE_TITLE
        self._title_due = 0 if is_heading else self._title_due - 1
        if not is_heading or self._containers:
            return False
        text = "".join(self._parts[self._first_part :])
        if not _same_words(text, self._title):
            return False
        if is_first:
            self._take_as_title(start, text)
        elif level == 1:
            self._take_back(start)
        else:
            return False
        return True

    def _take_as_title(self, start: int, text: str) -> None:
        """The first heading is the title: what was put in for the title goes out again."""
        self._parts = [text]
        self._length = self._title_end = len(text)

    def _take_back(self, start: int) -> None:
        """Takes back a heading that only repeats the title."""
        self._undo(start)

    def rule(self) -> None:
        """A thematic break: an empty block of its own."""
        self.end_block()
        if self._cell is not None:
            return
        self.set_kind(BlockKind.RULE)
        self._begin()
        self._before_words()
        self._finish_block(self._length)
        self._kind = _PARAGRAPH
        self._gap = 2

    # containers

    def open_container(self, kind: ContainerKind, marker: str = "", marker_cells: int = 0) -> None:
        """What comes stands in a quote, an item or the like, until it is closed."""
        if self._cell is None:
            self._containers.append(OpenContainer(kind, marker, marker_cells))
        elif marker:
            self.mark(marker + " ")

    def close_container(self) -> None:
        """Closes the innermost container. An item without a block gets an empty one, so that its marker is seen."""
        if self._cell is not None:
            return
        container = self._containers[-1]
        if container.start is None and container.marker:
            self._begin()
            self._finish_block(self._length)
        self._containers.pop()

    def retitle_container(self, marker: str) -> bool:
        """Gives the innermost item another marker, if nothing of it is written yet; says whether it could."""
        if self._cell is not None or self._start is not None or not self._containers:
            return False
        container = self._containers[-1]
        if container.kind is not ContainerKind.ITEM or container.start is not None:
            return False
        container.marker = marker
        return True

    # tables

    def open_table(self) -> None:
        """A table begins: rows and cells follow."""
        self.end_block()
        self._cells = []
        self._row = -1

    def open_row(self) -> None:
        """The table's next row begins."""
        self._row += 1

    def open_cell(self, *, row_span: int, column_span: int, is_header: bool, align: Align) -> None:
        """The row's next cell begins. `row_span` 0 reaches to the last row."""
        assert self._cells is not None
        if not self._cells:
            self._begin()
        else:
            self._append("\t" if self._cells[-1].row == max(self._row, 0) else "\n")
        self._cell = OpenCell(max(self._row, 0), row_span, column_span, is_header, align, self._length)
        self._cells.append(self._cell)
        self._start = None
        self._pending = ""

    def close_cell(self) -> None:
        """Ends the cell."""
        assert self._cell is not None
        self._end_words()
        self._cell.end = self._length
        self._cell = None
        self._pending = ""

    def close_table(self) -> None:
        """Ends the table."""
        cells, self._cells = self._cells, None
        self._start = None
        self._kind = _PARAGRAPH
        if cells:
            self._title_due = 0
            self._file_table(cells)
            self._gap = 2

    def _file_table(self, cells: list[OpenCell]) -> None:
        """Files a table that ends here."""

    def _append(self, text: str) -> None:
        if text:
            self._parts.append(text)
            self._length += len(text)


def _same_words(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()
