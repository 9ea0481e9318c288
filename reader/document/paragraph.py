"""Sets a paragraph, a heading or the like: text that fills rows."""

from __future__ import annotations

from reader.document.line_break import cell_length, fill, fill_evenly
from reader.document.model import Align, Block, BlockKind, ContainerKind, Document
from reader.document.row import Role, Row, added, spread
from reader.document.typesetting import PLAIN, Typesetting, first_line_indent, spaces, stretched, verbatim

_ROLES = {
    BlockKind.TITLE: Role.TITLE,
    BlockKind.TERM: Role.TERM,
    BlockKind.CAPTION: Role.CAPTION,
    BlockKind.SUMMARY: Role.SUMMARY,
}
_BALANCED = (BlockKind.TITLE, BlockKind.HEADING)


def set_paragraph(document: Document, index: int, room: int, typesetting: Typesetting = PLAIN) -> list[Row]:
    """The rows of a block of running text in `room` cells, without the blank rows between them."""
    block = document.blocks[index]
    role = _role(block)
    text = document.text[block.start : block.end]
    apart: list[int] = []
    if typesetting.han_latin_space:
        apart = spaces(text, document.spans_in(block.start, block.end), block.start)
    indent = first_line_indent(document, index, room) if typesetting.first_line_indent else 0
    is_justified = typesetting.justify and block.kind is BlockKind.PARAGRAPH and block.align is Align.LEFT
    kept = verbatim(document.spans_in(block.start, block.end), block.start) if is_justified else []
    rows = []
    if block.kind in _BALANCED:
        filled = fill_evenly(text, room, document.language, apart=apart)
    else:
        filled = fill(text, room, document.language, apart=apart, indent=indent)
    for start, end in filled:
        lead = indent if start == 0 or text[start - 1] == "\n" else 0
        drawn = text[start:end]
        within = [at - start for at in apart if start < at < end]
        if is_justified and end < len(text) and text[end] != "\n":
            cells = stretched(drawn, room - lead, within, [(low - start, high - start) for low, high in kept])
        else:
            cells = dict.fromkeys(within, 1)
        pieces = spread(drawn, block.start + start, role, cells)
        if block.align is not Align.LEFT:
            space = room - cell_length(drawn) - len(within)
            lead = space // 2 if block.align is Align.CENTRE else space
        if lead > 0:
            pieces.insert(0, added(" " * lead, Role.TEXT))
        rows.append(Row(block.start + start, block.start + end, tuple(pieces)))
    return rows


def _role(block: Block) -> Role:
    if block.kind is BlockKind.HEADING:
        return Role.HEADING if block.level <= 2 else Role.SUBHEADING
    if role := _ROLES.get(block.kind):
        return role
    return Role.QUOTE if any(c.kind is ContainerKind.QUOTE for c in block.containers) else Role.TEXT
