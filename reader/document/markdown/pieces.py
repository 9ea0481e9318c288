"""Where a source may be cut, so that a long article is parsed in pieces."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.document.markdown.dialect import parse_blocks
from reader.document.white_space import blank_line_end

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

    from reader.document.markdown.environment import Environment

_LONGEST_HTML = 262_144
"""Code points for which a piece is held back by an element that is still open: it may never be closed."""


def next_blocks(
    md: MarkdownIt, environment: Environment, source: str, start: int, size: int
) -> tuple[list[Token], int]:
    """The blocks of the piece that begins at `start`, their text not yet parsed, and where the piece ends.

    CommonMark reads blocks from left to right, and once a block has begun, those before it are what they are. So
    the last block of a piece, which might go on, is left to the next one.
    """
    wanted = size
    while True:
        end = blank_line_end(source, start + wanted)
        piece = source[start:end]
        tokens: list[Token] = []
        parse_blocks(md, environment, piece, tokens)
        if end == len(source):
            return tokens, end
        if cut := _last_cut(tokens, may_split_html=wanted >= max(4 * size, _LONGEST_HTML)):
            line = tokens[cut].map[0]  # type: ignore[index]
            return tokens[:cut], start + _line_offset(piece, line)
        if not tokens:
            return tokens, end
        wanted *= 4


def _line_offset(text: str, line: int) -> int:
    offset = 0
    for _ in range(line):
        offset = text.index("\n", offset) + 1
    return offset


def _last_cut(tokens: list[Token], *, may_split_html: bool) -> int:
    """The index of the last token before which the blocks may be cut, 0 if there is none."""
    cut = 0
    depth = 0
    for index, token in enumerate(tokens):
        if token.level or token.map is None:
            continue
        # What stands behind a definition list becomes a term of it once a definition follows.
        if index and tokens[index - 1].type != "dl_close" and (not depth or may_split_html):
            cut = index
        if token.type == "html_block":
            for match in _CONTAINER_TAG.finditer(token.content):
                depth = max(0, depth - 1) if match[1] else depth + 1
    return cut


_CONTAINER_TAG = re.compile(
    r"<(/?)(?:article|aside|blockquote|center|details|div|dl|fieldset|figure|footer|header|main|nav|ol|section|table|"
    r"tbody|td|th|thead|tr|ul)\b",
    re.IGNORECASE,
)
