"""Grows a document: the text that `text_builder` makes of words and edges of blocks, and what ranges over it are."""

from __future__ import annotations

from reader.document import long_block
from reader.document.grid import OpenCell, table_parts
from reader.document.model import Align, Block, BlockKind, Container, Document, Span, Style
from reader.document.text_builder import Leave, TextBuilder

MAX_CONTAINERS = 32
"""Lists and quotes within each other that are told apart."""


class _OpenStyle:
    __slots__ = ("start", "style", "target")

    def __init__(self, style: Style, target: str) -> None:
        self.style = style
        self.target = target
        self.start: int | None = None


class Builder(TextBuilder):
    """Takes words, styles and the edges of blocks in reading order.

    `take()` hands over what is finished so far, so that a long document can be shown while it grows.
    """

    def __init__(self, *, title: str = "", language: str = "") -> None:
        super().__init__(title=title)
        self._language = language
        self._taken = 0
        self._blocks: list[Block] = []
        self._spans: list[Span] = []
        self._anchors: dict[str, int] = {}
        self._styles: list[_OpenStyle] = []
        self._align: list[Align] = []
        self._block_spans: list[Span] = []
        self._waiting_anchors: list[str] = []
        if self._title:
            self._blocks.append(Block(0, self._length, BlockKind.TITLE))

    @property
    def finished(self) -> int:
        """How many code points are ready to be taken."""
        if self._start is not None or self._cells is not None:
            return 0
        return self._length - self._taken

    # words

    def anchor(self, name: str) -> None:
        """Names the place where the next visible character will stand."""
        if name:
            self._waiting_anchors.append(name)

    def _before_words(self) -> None:
        for style in self._styles:
            if style.start is None:
                style.start = self._length
        self._settle_anchors()

    def _settle_anchors(self) -> None:
        if self._waiting_anchors:
            for name in self._waiting_anchors:
                self._anchors.setdefault(name, self._length)
            self._waiting_anchors.clear()

    # styles

    def open_style(self, style: Style, target: str = "") -> Leave | None:
        """Opens a style over what comes, within those that are open; answers what closes it."""
        self._styles.append(_OpenStyle(style, target))
        return self.close_style

    def close_style(self) -> None:
        """Closes the style that was opened last."""
        self._add_span(self._styles.pop())

    def _end_words(self) -> None:
        for style in self._styles:
            self._add_span(style)
            style.start = None

    def _add_span(self, style: _OpenStyle) -> None:
        if style.start is not None and style.start < self._length:
            self._block_spans.append(Span(style.start, self._length, style.style, style.target))

    def _take_spans(self) -> list[Span]:
        """Those of the block that has ended, in order."""
        spans, self._block_spans = self._block_spans, []
        return sorted(spans, key=_span_order)

    # blocks

    def open_align(self, align: Align) -> None:
        """Blocks from here on are aligned so."""
        self._align.append(align)

    def close_align(self) -> None:
        """Takes back the alignment that was opened last."""
        self._align.pop()

    def _file(self, start: int) -> None:
        block = self._block(start)
        spans = self._take_spans()
        if self._length - start <= long_block.MAX_BLOCK:
            self._blocks.append(block)
            self._spans.extend(spans)
            return
        for part, within in long_block.parts(block, "".join(self._parts[self._first_part :]), spans):
            self._blocks.append(part)
            self._spans.extend(within)

    def _block(self, start: int) -> Block:
        """The block that ends here."""
        kind, level, language = self._kind
        align = self._align[-1] if self._align else Align.LEFT
        return Block(start, self._length, kind, self._containers_made(), level, language, None, align)

    def _containers_made(self) -> tuple[Container, ...]:
        """What the block stands in, from the outside in; what lies deeper than MAX_CONTAINERS sets nothing in."""
        made: list[Container] = []
        for each in self._containers[:MAX_CONTAINERS]:
            if each.start is None:
                continue
            if each.made is None:
                each.made = Container(each.kind, each.start, each.marker, each.marker_cells)
            made.append(each.made)
        return tuple(made)

    def _undo(self, start: int) -> None:
        super()._undo(start)
        self._block_spans = []

    def _take_as_title(self, start: int, text: str) -> None:
        block = self._block(start)._replace(start=0, end=len(text), kind=BlockKind.TITLE)
        super()._take_as_title(start, text)
        self._blocks = [block]
        self._spans = [span._replace(start=span.start - start, end=span.end - start) for span in self._take_spans()]
        self._anchors = {name: max(0, at - start) for name, at in self._anchors.items()}

    def _take_back(self, start: int) -> None:
        super()._take_back(start)
        names = [name for name, at in self._anchors.items() if at >= start]
        self._waiting_anchors[:0] = names  # what it names is the place after it
        for name in names:
            del self._anchors[name]

    def close_cell(self) -> None:
        """Ends the cell."""
        super().close_cell()
        self._settle_anchors()

    def _file_table(self, cells: list[OpenCell]) -> None:
        containers = self._containers_made()
        for index, (first, last, table) in enumerate(table_parts(cells)):
            part = table._replace(continues=index > 0)
            self._blocks.append(Block(first, last, BlockKind.TABLE, containers, table=part))
        self._spans.extend(self._take_spans())

    # out

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


def _span_order(span: Span) -> tuple[int, int]:
    return (span.start, -span.end)
