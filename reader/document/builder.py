"""Grows a document: text goes in as it is met, and comes out as one string with ranges over it.

White space is collapsed as a browser does it (CSS Text 3, section 4.1): runs become one space, none stands at the
edge of a block, and a line end between two Chinese or Japanese characters vanishes (section 4.1.2).
"""

from __future__ import annotations

from reader.document import long_block
from reader.document.grid import OpenCell, table_parts
from reader.document.model import (
    Align,
    Block,
    BlockKind,
    Container,
    ContainerKind,
    Document,
    Span,
    Style,
)
from reader.document.white_space import SPACES, is_wide, shown, without_wide_breaks

MAX_CONTAINERS = 32
"""Lists and quotes within each other that are told apart."""

_BEFORE_TITLE = 4
"""Paragraphs that may stand before the heading that is the title, such as a row of badges or the other languages."""


class _OpenStyle:
    __slots__ = ("start", "style", "target")

    def __init__(self, style: Style, target: str) -> None:
        self.style = style
        self.target = target
        self.start: int | None = None


class _OpenContainer:
    __slots__ = ("kind", "made", "marker", "marker_cells")

    def __init__(self, kind: ContainerKind, marker: str, marker_cells: int) -> None:
        self.kind = kind
        self.marker = marker
        self.marker_cells = marker_cells
        self.made: Container | None = None


class Builder:
    """Takes words, styles and the edges of blocks in reading order.

    `take()` hands over what is finished so far, so that a long document can be shown while it grows.
    """

    def __init__(self, *, title: str = "", language: str = "") -> None:
        self._language = language
        self._parts: list[str] = []
        self._length = 0
        self._taken = 0
        self._has_begun = False
        self._blocks: list[Block] = []
        self._spans: list[Span] = []
        self._anchors: dict[str, int] = {}
        self._styles: list[_OpenStyle] = []
        self._containers: list[_OpenContainer] = []
        self._kind = BlockKind.PARAGRAPH
        self._level = 0
        self._code_language = ""
        self._align: list[Align] = []
        self._start: int | None = None
        self._first_part = 0
        self._block_spans: list[Span] = []
        self._gap = 0
        self._pending = ""
        self._pending_break = False
        self._last = ""
        self._preserve = 0
        self._cell: OpenCell | None = None
        self._cells: list[OpenCell] | None = None
        self._row = -1
        self._waiting_anchors: list[str] = []
        self._title = " ".join(title.split())
        self._title_size = 0
        self._title_due = 1 + _BEFORE_TITLE if self._title else 0
        if self._title:
            self._append(self._title)
            self._blocks.append(Block(0, self._length, BlockKind.TITLE))
            self._title_size = self._length + 2
            self._gap = 2

    # what is asked

    @property
    def finished(self) -> int:
        """How many code points are ready to be taken."""
        if self._start is not None or self._cells is not None:
            return 0
        return self._length - self._taken

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
        return self._last if self._start is not None and not self._pending else ""

    # words

    def text(self, raw: str) -> None:
        """Adds text as it stands in the source; white space is collapsed unless it is preserved."""
        raw = shown(raw)
        if self._preserve:
            self._preserved(raw)
            return
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
        trailing = words[-1] == " "
        self._visible(words[:-1] if trailing else words)
        if trailing:
            self._pending = " "
            self._pending_break = had_break

    def _preserved(self, raw: str) -> None:
        if self._kind is not BlockKind.CODE or self._cell is not None:
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
        for style in self._styles:
            if style.start is None:
                style.start = self._length
        self._settle_anchors()
        self._append(text)
        self._last = text[-1]

    def _joins(self, following: str) -> bool:
        """Whether the pending space is a line end between two wide characters."""
        return bool(self._pending == " " and self._pending_break and is_wide(self._last) and is_wide(following))

    def line_break(self) -> None:
        """A `<br>`: a new line in the same block. At most one empty line comes of several."""
        if self._preserve:
            self._pending += "\n"
            return
        newlines = min(2, self._pending.count("\n") + 1)
        self._pending = "\n" * newlines

    def anchor(self, name: str) -> None:
        """Names the place where the next visible character will stand."""
        if name:
            self._waiting_anchors.append(name)

    def _settle_anchors(self) -> None:
        if self._waiting_anchors:
            for name in self._waiting_anchors:
                self._anchors.setdefault(name, self._length)
            self._waiting_anchors.clear()

    # styles

    def open_style(self, style: Style, target: str = "") -> None:
        """Opens a style over what comes, within those that are open."""
        self._styles.append(_OpenStyle(style, target))

    def close_style(self) -> None:
        """Closes the style that was opened last."""
        style = self._styles.pop()
        if style.start is not None and style.start < self._length:
            self._block_spans.append(Span(style.start, self._length, style.style, style.target))

    # blocks

    def set_kind(self, kind: BlockKind, *, level: int = 0, language: str = "") -> None:
        """What the next block is. Ends with that block."""
        self._kind, self._level, self._code_language = kind, level, language

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
        self._align.append(align)

    def close_align(self) -> None:
        """Takes back the alignment that was opened last."""
        self._align.pop()

    def _begin(self) -> None:
        if self._length or self._has_begun:
            self._append("\n" * max(1, self._gap))
        self._has_begun = True
        self._gap = 0
        self._start = self._length
        self._first_part = len(self._parts)
        for container in self._containers:
            if container.made is None:
                container.made = Container(container.kind, self._start, container.marker, container.marker_cells)

    def end_block(self, gap: int = 2) -> None:
        """Ends the block that is open, if one is; the next stands `gap` newlines below (the most that was asked)."""
        if self._cell is not None:
            if self._start is not None and self._length > self._cell.start:
                self._pending = "\n"
            return
        if self._start is not None:
            self._finish_block()
        self._gap = max(self._gap, gap)
        self._pending = ""
        self._last = ""
        self._kind, self._level, self._code_language = BlockKind.PARAGRAPH, 0, ""

    def _finish_block(self) -> None:
        start = self._start
        assert start is not None
        self._close_spans()
        containers = self._containers_made()
        align = self._align[-1] if self._align else Align.LEFT
        block = Block(start, self._length, self._kind, containers, self._level, self._code_language, None, align)
        self._start = None
        text = "".join(self._parts[self._first_part :])
        if not text.strip() and self._kind is BlockKind.PARAGRAPH and not self._marks_item(start):
            self._undo(start)
            return
        if self._title_due and self._takes_title(block, text):
            return
        spans, self._block_spans = sorted(self._block_spans, key=_span_order), []
        if len(text) <= long_block.MAX_BLOCK:
            self._blocks.append(block)
            self._spans.extend(spans)
            return
        for part, within in long_block.parts(block, text, spans):
            self._blocks.append(part)
            self._spans.extend(within)

    def _containers_made(self) -> tuple[Container, ...]:
        """What the block stands in, from the outside in; what lies deeper than MAX_CONTAINERS sets nothing in."""
        return tuple(c.made for c in self._containers[:MAX_CONTAINERS] if c.made is not None)

    def _close_spans(self) -> None:
        for style in self._styles:
            if style.start is not None:
                if style.start < self._length:
                    self._block_spans.append(Span(style.start, self._length, style.style, style.target))
                style.start = None

    def _marks_item(self, start: int) -> bool:
        return any(c.made is not None and c.made.start == start and c.marker for c in self._containers)

    def _undo(self, start: int) -> None:
        """Takes back the block that began at `start`, as if nothing of it had been written."""
        del self._parts[self._first_part :]
        self._block_spans = []
        newlines = len(self._parts.pop()) if start and self._parts and not self._parts[-1].strip("\n") else 0
        self._length = start - newlines
        self._gap = newlines
        for container in self._containers:
            if container.made is not None and container.made.start == start:
                container.made = None

    def _takes_title(self, block: Block, text: str) -> bool:
        """Whether the block only says the title, and is done with: it stands for the title, or has been said above."""
        is_first = self._title_due > _BEFORE_TITLE
        is_heading = block.kind is BlockKind.HEADING
        self._title_due = 0 if is_heading else self._title_due - 1
        says_title = is_heading and not block.containers and _same_words(text, self._title)
        if says_title and is_first:
            self._take_as_title(block, text)
        elif says_title and block.level == 1:
            self._take_back(block.start)
        else:
            return False
        return True

    def _take_as_title(self, block: Block, text: str) -> None:
        """The first heading is the title: what was put in for the title goes out again."""
        shift = self._title_size
        self._parts = [text]
        self._length = len(text)
        self._blocks = [block._replace(start=0, end=len(text), kind=BlockKind.TITLE)]
        self._spans = [
            span._replace(start=span.start - shift, end=span.end - shift)
            for span in sorted(self._block_spans, key=_span_order)
        ]
        self._anchors = {name: max(0, at - shift) for name, at in self._anchors.items()}
        self._block_spans = []

    def _take_back(self, start: int) -> None:
        """Takes back a heading that only repeats the title; what it names is the place after it."""
        self._undo(start)
        names = [name for name, at in self._anchors.items() if at >= start]
        self._waiting_anchors[:0] = names
        for name in names:
            del self._anchors[name]

    def rule(self) -> None:
        """A thematic break: an empty block of its own."""
        self.end_block()
        if self._cell is not None:
            return
        self.set_kind(BlockKind.RULE)
        self._begin()
        self._settle_anchors()
        self._finish_block()
        self._kind = BlockKind.PARAGRAPH
        self._gap = 2

    # containers

    def open_container(self, kind: ContainerKind, marker: str = "", marker_cells: int = 0) -> None:
        """What comes stands in a quote, an item or the like, until it is closed."""
        if self._cell is None:
            self._containers.append(_OpenContainer(kind, marker, marker_cells))
        elif marker:
            self.mark(marker + " ")

    def close_container(self) -> None:
        """Closes the innermost container. An item without a block gets an empty one, so that its marker is seen."""
        if self._cell is not None:
            return
        container = self._containers[-1]
        if container.made is None and container.marker:
            self._begin()
            self._finish_block()
        self._containers.pop()

    def retitle_container(self, marker: str) -> bool:
        """Gives the innermost item another marker, if nothing of it is written yet; says whether it could."""
        if self._cell is not None or self._start is not None or not self._containers:
            return False
        container = self._containers[-1]
        if container.kind is not ContainerKind.ITEM or container.made is not None:
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
        self._close_spans()
        self._settle_anchors()
        self._cell.end = self._length
        self._cell = None
        self._pending = ""

    def close_table(self) -> None:
        """Files the table, a long one in parts."""
        cells, self._cells = self._cells, None
        self._start = None
        self._kind, self._level, self._code_language = BlockKind.PARAGRAPH, 0, ""
        if not cells:
            return
        containers = self._containers_made()
        self._title_due = 0
        parts = table_parts(cells)
        for index, (first, last, table) in enumerate(parts):
            part = table._replace(continues=index > 0)
            self._blocks.append(Block(first, last, BlockKind.TABLE, containers, table=part))
        self._spans.extend(sorted(self._block_spans, key=_span_order))
        self._block_spans = []
        self._gap = 2

    # out

    def _append(self, text: str) -> None:
        if text:
            self._parts.append(text)
            self._length += len(text)

    def take(self, *, is_last: bool) -> Document:
        """What was finished since the last call, with offsets that count from the start of the whole document.

        Call it between blocks. Anchors of places not yet written are kept for the next call.
        """
        if is_last:
            self.end_block()
            for name in self._waiting_anchors:
                self._anchors.setdefault(name, self._length)
        document = Document(
            "".join(self._parts),
            self._blocks,
            self._spans,
            self._anchors,
            self._language,
            is_last,
        )
        self._parts, self._blocks, self._spans, self._anchors = [], [], [], {}
        self._taken = self._length
        return document


def _same_words(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def _span_order(span: Span) -> tuple[int, int]:
    return (span.start, -span.end)
