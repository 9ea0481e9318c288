"""A document and a width become rows, what is on the screen first.

Every block has a height in rows, estimated until the block is set. Asking for rows sets the blocks they fall in;
`work` sets the others in slices, so that a long article never holds up the screen. Positions are offsets into the
text; a row number is only good until the layout changes, and `version` tells when it has.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Sequence
from itertools import accumulate
from time import perf_counter
from typing import TYPE_CHECKING

from reader.document.line_break import cell_length
from reader.document.model import Block, BlockKind, Document
from reader.document.row import Row
from reader.document.setting import set_block
from reader.document.typesetting import PLAIN, Typesetting

if TYPE_CHECKING:
    from reader.document.pictures.shape import Shapes

_CACHED_BLOCKS = 256
_SAMPLE = 4096


class Layout:
    """The rows of a document in a column of `width` cells, set as the reader wants it."""

    def __init__(
        self,
        document: Document,
        width: int,
        meta: Sequence[str] = (),
        typesetting: Typesetting = PLAIN,
        shapes: Shapes | None = None,
    ) -> None:
        self.document = document
        self.width = max(2, width)
        self.meta = tuple(meta)
        self.typesetting = typesetting
        self._heights_as = typesetting._replace(justify=False)  # which changes no height, and takes its time
        self.shapes = shapes
        self.version = 0
        self._cells_per_character = _cells_per_character(document.text)
        self._heights: list[int] = []
        self._exact = bytearray()
        self._tops: list[int] | None = None
        self._cache: OrderedDict[int, list[Row]] = OrderedDict()
        self._forward = 0
        self._backward = -1
        self._found: dict[int, int] = {}
        self._take_in(document)

    def _take_in(self, document: Document) -> None:
        known = len(self._heights)
        self._heights.extend(self._estimate(block) for block in document.blocks[known:])
        self._exact.extend(bytes(len(document.blocks) - known))
        self._tops = None
        self.version += 1

    def _estimate(self, block: Block) -> int:
        if block.table is not None:
            return block.table.rows + 1
        rows = 1 + int((block.end - block.start) * self._cells_per_character) // self.width
        return 1 + rows * (1 + self.typesetting.line_spacing)

    # growth

    def grow(self, document: Document) -> None:
        """Goes on with a longer document that begins with the one so far."""
        if self._heights and len(document.blocks) > len(self.document.blocks):
            last = len(self.document.blocks) - 1
            if document.blocks[last].kind is BlockKind.TABLE:
                self._forget(last)
        self.document = document
        self._take_in(document)

    def set_meta(self, meta: Sequence[str]) -> None:
        """Changes the lines under the title."""
        if tuple(meta) != self.meta:
            self.meta = tuple(meta)
            if self._heights:
                self._forget(0)
            self.version += 1

    def move_code(self, cells: int) -> None:
        """Shows lines of code that are cut off from that cell on."""
        if cells != self.typesetting.code_from:
            self.typesetting = self.typesetting._replace(code_from=cells)
            self._cache.clear()
            self.version += 1

    def set_anew(self, blocks: Sequence[int], shapes: Shapes | None) -> None:
        """Sets blocks anew, for what is known of their pictures has changed."""
        self.shapes = shapes
        for index in blocks:
            if index < len(self._heights):
                self._forget(index)
        self.version += 1

    def _forget(self, index: int) -> None:
        self._cache.pop(index, None)
        self._exact[index] = 0
        self._forward = min(self._forward, index)

    # rows

    @property
    def height(self) -> int:
        """Rows of the whole page; an estimate until the layout is complete."""
        tops = self._all_tops()
        return tops[-1] if tops else 0

    @property
    def is_complete(self) -> bool:
        """Whether every block of the document so far is set."""
        return self._forward >= len(self._heights) and self._backward < 0 and not self._found

    def _all_tops(self) -> list[int]:
        if self._tops is None:
            self._tops = list(accumulate(self._heights, initial=0))
        return self._tops

    def _set(self, index: int) -> list[Row]:
        """The rows of one block; its height is exact from here on."""
        rows = self._cache.get(index)
        if rows is None:
            rows = set_block(self.document, index, self.width, self.meta, self.typesetting, self.shapes)
            self._cache[index] = rows
            if len(self._cache) > _CACHED_BLOCKS:
                self._cache.popitem(last=False)
        else:
            self._cache.move_to_end(index)
        if not self._exact[index]:
            self._record(index, len(rows))
        return rows

    def _record(self, index: int, height: int) -> None:
        self._exact[index] = 1
        self._found.pop(index, None)
        if self._heights[index] != height:
            self._heights[index] = height
            self._tops = None
            self.version += 1

    def _block_of(self, y: int) -> int:
        tops = self._all_tops()
        return min(max(0, bisect_right(tops, y) - 1), len(self._heights) - 1)

    def rows(self, y: int, count: int) -> list[Row]:
        """Up to `count` rows from row `y` on; fewer at the end. They may have moved by the next call."""
        out: list[Row] = []
        if not self._heights:
            return out
        index = self._block_of(max(0, y))
        skip = max(0, y) - self._all_tops()[index]
        while index < len(self._heights) and len(out) < count:
            rows = self._set(index)
            out.extend(rows[skip : skip + count - len(out)])
            skip = 0
            index += 1
        return out

    def offset_at(self, y: int) -> int:
        """The offset of the first character of row `y`, or of the next row that has one."""
        rows = self.rows(y, 1)
        if rows:
            return rows[0].start
        return len(self.document.text)

    def row_of(self, offset: int) -> int:
        """The number of the row that shows `offset`, or else of the row before which it would stand."""
        if not self._heights:
            return 0
        index = self.document.block_at(offset)
        rows = self._set(index)
        return self._all_tops()[index] + _row_in(rows, offset)

    def offset_near(self, y: float) -> int:
        """About which offset stands at row `y`, without setting anything."""
        if not self._heights:
            return 0
        index = self._block_of(int(y))
        block, top = self.document.blocks[index], self._all_tops()[index]
        share = (y - top) / max(1, self._heights[index])
        return block.start + int((block.end - block.start) * min(1.0, max(0.0, share)))

    def settle(self, offset: int, above: int, below: int) -> None:
        """Sets the blocks for `above` rows before and `below` rows after the row of `offset`."""
        if not self._heights:
            return
        middle = self.document.block_at(offset)
        position = _row_in(self._set(middle), offset)
        need, index = above - position, middle - 1
        while need > 0 and index >= 0:
            need -= len(self._set(index))
            index -= 1
        need, index = below - (len(self._set(middle)) - position), middle + 1
        while need > 0 and index < len(self._heights):
            need -= len(self._set(index))
            index += 1

    # the rest, in slices

    def work_from(self, offset: int) -> None:
        """Says where the reader is: `work` goes from there to the end, and then sets what stands before."""
        index = self.document.block_at(offset) if self._heights else 0
        self._forward = index
        self._backward = index - 1

    def work(self, seconds: float) -> bool:
        """Sets blocks for about `seconds`; True when all are set.

        Heights of blocks before the reader's place are applied together at the end, so the page moves once.
        """
        deadline = perf_counter() + seconds
        count = len(self._heights)
        while self._forward < count:
            if not self._exact[self._forward]:
                self._measure(self._forward)
            self._forward += 1
            if perf_counter() > deadline:
                return False
        while self._backward >= 0:
            if not self._exact[self._backward]:
                self._found[self._backward] = self._height_of(self._backward)
            self._backward -= 1
            if perf_counter() > deadline:
                return False
        for index, height in list(self._found.items()):
            self._record(index, height)
        return True

    def _measure(self, index: int) -> None:
        self._record(index, self._height_of(index))

    def _height_of(self, index: int) -> int:
        return len(set_block(self.document, index, self.width, self.meta, self._heights_as, self.shapes))


def _row_in(rows: list[Row], offset: int) -> int:
    """Which of a block's rows shows `offset`; else the last that begins before it."""
    best = 0
    for number, row in enumerate(rows):
        if any(piece.start <= offset < piece.end for piece in row.pieces):
            return number
        if rows[best].start <= row.start <= offset:
            best = number
    return best


def _cells_per_character(text: str) -> float:
    sample = text[:_SAMPLE]
    return cell_length(sample) / len(sample) if sample else 1.0
