"""Cuts a row into runs that look the same throughout, for whoever draws it: the screen, or a pipe with colours."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from enum import IntEnum
from itertools import pairwise
from typing import NamedTuple

from reader.document import highlight
from reader.document.find import Match
from reader.document.highlight import Kind, Token
from reader.document.line_break import clusters
from reader.document.model import BlockKind, Document, Span, Style
from reader.document.row import Piece, Role, Row


class Hit(IntEnum):
    """Why a run is lit. Of several reasons the last one here is what is seen."""

    NONE = 0
    LIGHT_1 = 1
    """A highlight of the reader's, in one of four colours."""
    LIGHT_2 = 2
    LIGHT_3 = 3
    LIGHT_4 = 4
    MATCH = 5
    CURRENT = 6
    """The match that was jumped to."""
    SELECTED = 7
    CARET = 8
    """The end of the selection that keys move."""


class Lit(NamedTuple):
    """A range of the text that is lit."""

    start: int
    end: int
    hit: Hit


class Run(NamedTuple):
    """Text of one look."""

    text: str
    role: Role
    styles: frozenset[Style] = frozenset()
    token: Kind | None = None
    hit: Hit = Hit.NONE
    target: str = ""
    """Where the run leads, when it is part of a link."""


_NO_STYLES: frozenset[Style] = frozenset()


def runs(
    row: Row,
    spans: Sequence[Span] = (),
    tokens: Sequence[Token] = (),
    matches: Sequence[Match] = (),
    current: Match | None = None,
    lit: Sequence[Lit] = (),
) -> Iterator[Run]:
    """The runs of a row from left to right.

    `spans` are those of the row's block; `tokens` are the colours of its code, with offsets into the document;
    `matches` are all of the article's, in order, without overlap, and `current` is the one that was jumped to; `lit`
    is what else is lit in the row.
    """
    last: Run | None = None
    space = ""
    for piece in row.pieces:
        if piece.role is Role.SPACE:
            space = piece.text
            continue
        found = [Run(piece.text, piece.role)]
        if piece.start >= 0:
            found = list(_piece_runs(piece, spans, tokens, matches, current, lit))
        if space and last and found:
            yield _between(last, found[0], space)
            space = ""
        yield from found
        last = found[-1] if found else last


def _between(left: Run, right: Run, space: str) -> Run:
    """Blank cells that look like what stands on both sides of them, as far as that is the same."""
    return Run(
        space,
        left.role,
        left.styles & right.styles,
        left.token if left.token is right.token else None,
        left.hit if left.hit is right.hit else Hit.NONE,
        left.target if left.target == right.target else "",
    )


def _piece_runs(
    piece: Piece,
    spans: Sequence[Span],
    tokens: Sequence[Token],
    matches: Sequence[Match],
    current: Match | None,
    lit: Sequence[Lit],
) -> Iterator[Run]:
    start, end = piece.start, piece.end
    spans = [span for span in spans if span.start < end and span.end > start]
    tokens = [token for token in tokens if token.start < end and token.end > start]
    matches = _touching(matches, start, end)
    lit = [each for each in lit if each.start < end and each.end > start]
    if not spans and not tokens and not matches and not lit:
        yield Run(piece.text, piece.role)
        return
    cuts = {start, end}
    ranges = [*((s.start, s.end) for s in spans), *((t.start, t.end) for t in tokens), *matches]
    ranges += [(each.start, each.end) for each in lit]
    for one_start, one_end in ranges:
        cuts.add(max(start, one_start))
        cuts.add(min(end, one_end))
    edges = sorted(_on_clusters(piece, cuts))
    is_verbatim = len(piece.text) == end - start
    for left, right in pairwise(edges):
        text = piece.text[left - start : right - start] if is_verbatim else piece.text
        over = [span for span in spans if span.start <= left and span.end >= right]
        yield Run(
            text,
            piece.role,
            frozenset(span.style for span in over) if over else _NO_STYLES,
            next((token.kind for token in tokens if token.start <= left < token.end), None),
            _hit(matches, left, right, current, lit),
            next((span.target for span in over if span.style in _LEADING and span.target), ""),
        )


_LEADING = (Style.LINK, Style.IMAGE, Style.MEDIA)


def block_tokens(document: Document, index: int) -> list[Token]:
    """The colours of a code block, with offsets into the document; none for other blocks and unknown languages."""
    block = document.blocks[index]
    if block.kind is not BlockKind.CODE or not block.language:
        return []
    length = block.end - block.start
    # Lexers of whole lines (diff, consoles) pass over a last line that does not end in a newline.
    found = highlight.tokens(document.text[block.start : block.end] + "\n", block.language)
    return [
        Token(token.start + block.start, min(token.end, length) + block.start, token.kind)
        for token in found
        if token.start < length
    ]


def _touching(matches: Sequence[Match], start: int, end: int) -> Sequence[Match]:
    """The matches that share a character with `[start, end)`."""
    if not matches:
        return ()
    first = bisect_right(matches, (start, 0))
    if first and matches[first - 1][1] > start:
        first -= 1
    return matches[first : bisect_left(matches, (end, 0))]


def _hit(matches: Sequence[Match], start: int, end: int, current: Match | None, lit: Sequence[Lit]) -> Hit:
    found = max((each.hit for each in lit if each.start < end and each.end > start), default=Hit.NONE)
    for match in matches:
        if match[0] < end and match[1] > start:
            return max(found, Hit.CURRENT if match == current else Hit.MATCH)
    return found


_JOINED = "[\u200d\ufe0f\U0001f3fb-\U0001f3ff]"


def _on_clusters(piece: Piece, cuts: set[int]) -> set[int]:
    """Where to cut instead, so that an emoji that is joined of several stays one: drawn apart it is wider."""
    if piece.text.isascii() or not re.search(_JOINED, piece.text):
        return cuts
    edges = [piece.start, *(piece.start + end for end in clusters(piece.text))]
    return {edges[bisect_right(edges, cut) - 1] for cut in cuts} | {edges[bisect_left(edges, cut)] for cut in cuts}
