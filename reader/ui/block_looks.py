"""How the blocks of an article look, each worked out once: its spans, and the colours of code."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reader.document.highlight import Token
from reader.document.model import BlockKind, Document, Span
from reader.document.runs import block_tokens

_AT_ONCE = 4_000
"""Code points of code that is coloured before it is drawn; longer code is coloured in the background."""


class BlockLooks:
    """Those of one article. It may grow: what was known of its blocks stays."""

    def __init__(self, want: Callable[[Document, int], object]) -> None:
        """`want` is asked once for the colours of each block of long code; `take` takes them in."""
        self._want = want
        self._spans: dict[int, list[Span]] = {}
        self._tokens: dict[int, Sequence[Token]] = {}
        self._wanted: set[int] = set()

    def forget(self) -> None:
        """Another article is shown."""
        self._spans, self._tokens, self._wanted = {}, {}, set()

    def take(self, index: int, tokens: Sequence[Token]) -> None:
        """Takes in the colours of a block of code."""
        self._tokens[index] = tokens

    def spans(self, document: Document, index: int) -> list[Span]:
        """The spans of a block."""
        spans = self._spans.get(index)
        if spans is None:
            block = document.blocks[index]
            spans = self._spans[index] = list(document.spans_in(block.start, block.end))
        return spans

    def tokens(self, document: Document, index: int) -> Sequence[Token]:
        """The colours of a block of code; none while those of long code are still made."""
        tokens = self._tokens.get(index)
        if tokens is not None:
            return tokens
        block = document.blocks[index]
        if block.kind is not BlockKind.CODE or not block.language:
            tokens = ()
        elif block.end - block.start <= _AT_ONCE:
            tokens = block_tokens(document, index)
        else:
            if index not in self._wanted:
                self._wanted.add(index)
                self._want(document, index)
            return ()
        self._tokens[index] = tokens
        return tokens
