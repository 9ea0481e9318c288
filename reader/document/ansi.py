"""Rows with colour for a pipe or a bare terminal (ECMA-48 SGR, in the 16 colours that every terminal has)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reader.document.highlight import Kind
from reader.document.model import Document, Style
from reader.document.row import Role, Row
from reader.document.runs import Run, block_tokens, runs
from reader.links import openable

_ROLES = {
    Role.TITLE: "1;33",
    Role.HEADING: "1;33",
    Role.SUBHEADING: "1",
    Role.META: "2",
    Role.QUOTE: "2",
    Role.QUOTE_BAR: "2",
    Role.MARKER: "33",
    Role.FOLD: "2",
    Role.TERM: "1",
    Role.CAPTION: "2;3",
    Role.SUMMARY: "1",
    Role.RULE: "2",
    Role.BORDER: "2",
    Role.HEADER_CELL: "1",
    Role.FIELD: "2",
}

_STYLES = {
    Style.STRONG: "1",
    Style.EMPHASIS: "3",
    Style.UNDERLINE: "4",
    Style.STRIKE: "9",
    Style.MARK: "7",
    Style.SMALL: "2",
    Style.CODE: "32",
    Style.KEYBOARD: "1",
    Style.ABBREVIATION: "4",
    Style.MATH: "36",
    Style.RUBY: "2",
    Style.LINK: "4;34",
    Style.IMAGE: "32",
    Style.MEDIA: "32",
}

_TOKENS = {
    Kind.KEYWORD: "35",
    Kind.DECORATOR: "35",
    Kind.TAG: "35",
    Kind.STRING: "32",
    Kind.NUMBER: "33",
    Kind.CONSTANT: "33",
    Kind.FUNCTION: "34",
    Kind.TYPE: "34",
    Kind.BUILTIN: "34",
    Kind.ATTRIBUTE: "34",
    Kind.COMMENT: "2",
    Kind.OUTPUT: "2",
    Kind.PROMPT: "2",
    Kind.INSERTED: "32",
    Kind.DELETED: "31",
}

_LINKED_CODE = {Style.LINK, Style.CODE}
"""It is not underlined where that would hide the underscores of names."""


def lines(document: Document, index: int, rows: Sequence[Row]) -> Iterator[str]:
    """The rows of block `index` as lines with escape sequences, each ended by a newline and with all looks put out."""
    block = document.blocks[index]
    spans = list(document.spans_in(block.start, block.end))
    tokens = block_tokens(document, index)
    for row in rows:
        line = "".join(map(_written, runs(row, spans, tokens)))
        yield line.rstrip(" ") + "\n"


def _written(run: Run) -> str:
    codes = [_ROLES.get(run.role, ""), *(_STYLES.get(style, "") for style in sorted(run.styles))]
    if run.styles >= _LINKED_CODE and "_" in run.text:
        codes.append("24")
    if run.token is not None:
        codes.append(_TOKENS.get(run.token, ""))
    look = ";".join(filter(None, codes))
    text = f"\x1b[{look}m{run.text}\x1b[0m" if look else run.text
    if run.target and (address := openable(run.target)):
        return f"\x1b]8;;{address}\x1b\\{text}\x1b]8;;\x1b\\"
    return text
