"""Cuts a block that is too long into several, at the ends of lines or sentences where there are any."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader.document.model import Block, BlockKind, Span

MAX_BLOCK = 16_384
"""Code points in one block; what is longer goes on in another, so that no single block stalls the screen."""

_SENTENCE_END = re.compile(r"[。！？!?；;.]\W{0,3}|\s+")


def parts(block: Block, text: str, spans: list[Span]) -> Iterator[tuple[Block, list[Span]]]:
    """The blocks that `block`, whose words are `text`, is filed as, each with its share of the sorted `spans`."""
    for begin, end in _cuts(text, is_code=block.kind is BlockKind.CODE):
        part = block._replace(start=block.start + begin, end=block.start + end)
        within = [
            span._replace(start=max(span.start, part.start), end=min(span.end, part.end))
            for span in spans
            if span.start < part.end and span.end > part.start
        ]
        yield part, within


def _cuts(text: str, *, is_code: bool) -> list[tuple[int, int]]:
    """Where to cut a long text: ranges of at most MAX_BLOCK code points; a newline at a cut is left out."""
    cuts: list[tuple[int, int]] = []
    start = 0
    while len(text) - start > MAX_BLOCK:
        limit = start + MAX_BLOCK
        newline = text.rfind("\n", start + 1, limit)
        if newline > start:
            cuts.append((start, newline))
            start = newline + 1
            continue
        end = limit
        if not is_code:
            for match in _SENTENCE_END.finditer(text, limit - 1024, limit):
                end = match.end()
        cuts.append((start, end))
        start = end
    cuts.append((start, len(text)))
    return cuts
