"""An HTML body becomes a document.

Lexbor parses (HTML Living Standard, section 13), this module walks the tree once, without recursion, and tells a
`Builder` what it meets. What a browser would show as words is kept; scripts, styles, copy buttons, gutters of line
numbers and tracking pixels are not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from reader.document import classes, inline_elements, nesting
from reader.document.builder import Builder
from reader.document.elements import (
    DROPPED,
    INLINE,
    Attributes,
    alignment,
    integer,
    is_hidden,
    is_in_head,
    is_layout_table,
    list_shape,
)
from reader.document.inline_elements import SKIP, STYLES
from reader.document.model import Align, BlockKind, ContainerKind, Document, Style
from reader.document.numbering import ordinal
from reader.document.text_builder import Leave, TextBuilder, Visible

PART = 8_192
"""Code points of text after which a part is handed over; small, for taking one in holds up the screen."""


def parse(html: str, *, title: str = "", language: str = "") -> Document:
    """The whole document of an HTML page or fragment.

    `title` is put before the text, unless the first heading already says it. `language` is a BCP 47 tag.
    """
    first, *others = parts(html, title=title, language=language)
    return first.extended(*others)


def parts(html: str, *, title: str = "", language: str = "") -> Iterator[Document]:
    """The document in parts of some PART code points, whose offsets count from the start of the whole.

    At least one part comes, and the last says that it is complete.
    """
    return walk([html], title=title, language=language)


def walk(sources: list[str] | Iterator[str], *, title: str, language: str) -> Iterator[Document]:
    """`parts` for a body that comes in several pieces of HTML, each of whole blocks."""
    builder = Builder(title=title, language=language)
    for _ in _told(builder, sources):
        yield builder.take(is_last=False)
    yield builder.take(is_last=True)


def visible(sources: Iterator[str], *, title: str) -> Visible:
    """The text that the documents of `walk` have together, without ranges: half the time, for those who need none."""
    builder = TextBuilder(title=title)
    for _ in _told(builder, sources):
        pass
    return builder.visible()


def _told(builder: TextBuilder, sources: list[str] | Iterator[str]) -> Iterator[None]:
    """Tells a builder what the sources say; yields when a part can be taken of it."""
    walker = _Walker(builder)
    for source in sources:
        tree = LexborHTMLParser(nesting.bounded(source))
        root = tree.body or tree.root
        if root is not None:
            yield from walker.steps(root)
            builder.end_block()


class _List:
    __slots__ = ("bullet", "is_ordered", "is_tight", "marker_cells", "number", "numbering", "step")

    def __init__(
        self, is_ordered: bool, bullet: str, numbering: str, number: int, step: int, is_tight: bool, marker_cells: int
    ) -> None:
        self.is_ordered = is_ordered
        self.bullet = bullet
        self.numbering = numbering
        self.number = number
        self.step = step
        self.is_tight = is_tight
        self.marker_cells = marker_cells


class _Walker:
    def __init__(self, builder: TextBuilder) -> None:
        self._out = builder
        self._lists: list[_List] = []
        self._languages: list[str] = []
        self._code_tables = 0
        self._quotes = 0

    def steps(self, root: LexborNode) -> Iterator[None]:
        """Walks below `root` in document order; yields when a part of the text is ready to be taken."""
        out, enter, say = self._out, self._enter, self._out.text
        stack: list[tuple[LexborNode, Leave | None]] = []
        node = root.first_child
        while node is not None:
            tag = node.tag
            if tag == "-text":
                if text := node.text_content:
                    say(text)
            elif tag is not None and tag[0] != "-":
                leave = enter(node, tag)
                if leave is not SKIP and (child := node.first_child) is not None:
                    stack.append((node, leave))
                    node = child
                    continue
                if leave is not None:
                    leave()
                if out.finished > PART:
                    yield
            following = node.next
            while following is None and stack:
                node, leave = stack.pop()
                if leave is not None:
                    leave()
                if out.finished > PART:
                    yield
                following = node.next
            node = following

    def _enter(self, node: LexborNode, tag: str) -> Leave | None:
        """Tells the builder that an element begins; answers what to do at its end, or SKIP."""
        attributes = node.attributes
        if attributes and (skip := self._enter_attributes(node, tag, attributes)):
            return skip
        if handler := _HANDLERS.get(tag):
            return handler(self, node, attributes)
        if style := STYLES.get(tag):
            if style is Style.CODE and self._out.preserves:
                return None
            return self._out.open_style(style)
        if in_line := inline_elements.HANDLERS.get(tag):
            return in_line(self._out, node, attributes)
        if tag in DROPPED:
            return SKIP
        if tag in INLINE:
            return None
        return self._block(node, attributes)

    def _enter_attributes(self, node: LexborNode, tag: str, attributes: Attributes) -> Leave | None:
        if "hidden" in attributes and attributes["hidden"] != "until-found":
            return SKIP
        if is_hidden(attributes.get("style")):
            return SKIP
        if (names := attributes.get("class")) and classes.is_dropped(tag, names, node):
            return SKIP
        self._out.anchor(attributes.get("id") or "")
        return None

    # blocks

    def _block(self, node: LexborNode, attributes: Attributes) -> Leave | None:
        out = self._out
        out.end_block()
        names = attributes.get("class")
        language = classes.code_language(names, attributes.get("data-lang"))
        align = alignment(attributes, "center" if node.tag == "center" else "")
        is_formula = names == "math"
        if not language and align is None and not is_formula:
            return out.end_block
        if language:
            self._languages.append(language)
        if align is not None:
            out.open_align(align)
        if is_formula:
            out.open_style(Style.MATH)

        def leave() -> None:
            out.end_block()
            if is_formula:
                out.close_style()
            if language:
                self._languages.pop()
            if align is not None:
                out.close_align()

        return leave

    def _paragraph(self, node: LexborNode, attributes: Attributes) -> Leave | None:
        if attributes:
            return self._block(node, attributes)
        self._out.end_block()
        return self._out.end_block

    def _plain_block(self) -> Leave:
        self._out.end_block()
        return self._out.end_block

    def _heading(self, node: LexborNode, attributes: Attributes) -> Leave | None:
        out = self._out
        out.end_block()
        level = int((node.tag or "h1")[1])
        align = alignment(attributes)
        if align is not None:
            out.open_align(align)
        if out.in_cell:
            out.open_style(Style.STRONG)
        out.set_kind(BlockKind.HEADING, level=level)

        def leave() -> None:
            if out.in_cell:
                out.close_style()
            out.end_block()
            if align is not None:
                out.close_align()

        return leave

    def _rule(self, node: LexborNode, attributes: Attributes) -> Leave | None:
        self._out.rule()
        return SKIP

    def _preformatted(self, node: LexborNode, attributes: Attributes) -> Leave | None:
        out = self._out
        out.end_block()
        child = node.first_child
        while child is not None and child.tag == "-text" and not (child.text_content or "").strip():
            child = child.next
        language = classes.code_language(attributes.get("class"), attributes.get("data-lang"), is_pre=True)
        if child is not None and child.tag == "code":
            inner = child.attributes
            language = classes.code_language(inner.get("class"), inner.get("data-lang"), is_pre=True) or language
        if not language:
            language = attributes.get("lang") or ""
        if not language and self._languages:
            language = self._languages[-1]
        out.open_preserved()
        out.set_kind(BlockKind.CODE, language=language.lower())

        def leave() -> None:
            out.close_preserved()
            out.end_block()

        return leave

    def _block_quote(self, node: LexborNode, attributes: Attributes) -> Leave | None:
        return self._contained(ContainerKind.QUOTE)

    def _details(self, node: LexborNode, attributes: Attributes) -> Leave | None:
        return self._contained(ContainerKind.DETAILS)

    def _definition(self, node: LexborNode, attributes: Attributes) -> Leave | None:
        return self._contained(ContainerKind.DEFINITION, gap=1)

    def _contained(self, kind: ContainerKind, gap: int = 2) -> Leave:
        out = self._out
        out.end_block(gap)
        out.open_container(kind)

        def leave() -> None:
            out.end_block(gap)
            out.close_container()

        return leave

    def _definition_list(self, node: LexborNode, attributes: Attributes) -> Leave | None:
        return self._plain_block()

    def _labelled(self, kind: BlockKind, gap: int) -> Leave:
        out = self._out
        out.end_block(gap)
        if not out.in_cell:
            out.set_kind(kind)
        return lambda: out.end_block(1)

    def _term(self, node: LexborNode, attributes: Attributes) -> Leave | None:
        return self._labelled(BlockKind.TERM, 1)

    def _caption(self, node: LexborNode, attributes: Attributes) -> Leave | None:
        out = self._out
        if node.tag == "caption" and out.columns and not out.in_cell:  # between the rows: a row of its own
            out.open_row()
            out.open_cell(row_span=1, column_span=out.columns, is_header=False, align=Align.LEFT)
            return out.close_cell
        return self._labelled(BlockKind.CAPTION, 1)

    def _summary(self, node: LexborNode, attributes: Attributes) -> Leave | None:
        return self._labelled(BlockKind.SUMMARY, 2)

    # lists

    def _list(self, node: LexborNode, attributes: Attributes) -> Leave | None:
        out = self._out
        is_ordered = node.tag == "ol"
        gap = 1 if self._lists and self._lists[-1].is_tight else 2
        out.end_block(gap)
        items, is_tight = list_shape(node)
        number = integer(attributes.get("start"), items if "reversed" in attributes else 1)
        step = -1 if "reversed" in attributes else 1
        numbering = attributes.get("type") or "1"
        if is_ordered:
            ends = (number, number + step * max(0, items - 1))
            cells = max(len(ordinal(n, numbering)) for n in ends) + 1
        else:
            cells = 1
        bullet = "•◦▪"[sum(not entry.is_ordered for entry in self._lists) % 3]
        self._lists.append(_List(is_ordered, bullet, numbering, number, step, is_tight, cells))

        def leave() -> None:
            self._lists.pop()
            out.end_block(gap)

        return leave

    def _item(self, node: LexborNode, attributes: Attributes) -> Leave | None:
        out = self._out
        current = self._lists[-1] if self._lists else _List(False, "•", "1", 1, 1, True, 1)
        gap = 1 if current.is_tight else 2
        out.end_block(gap)
        if current.is_ordered:
            current.number = integer(attributes.get("value"), current.number)
            marker = ordinal(current.number, current.numbering) + "."
            current.number += current.step
        else:
            marker = current.bullet
        out.open_container(ContainerKind.ITEM, marker, max(current.marker_cells, len(marker)))

        def leave() -> None:
            out.end_block(gap)
            out.close_container()

        return leave

    # tables

    def _table(self, node: LexborNode, attributes: Attributes) -> Leave | None:
        out = self._out
        if classes.is_code_table(attributes.get("class"), node):
            self._code_tables += 1

            def leave_code() -> None:
                self._code_tables -= 1

            return leave_code
        if out.in_cell or is_layout_table(node, attributes):
            return self._plain_block()
        out.open_table()
        self._tables_open = True

        def leave() -> None:
            self._tables_open = False
            out.close_table()

        return leave

    _tables_open = False
    _is_head = False

    def _table_row(self, node: LexborNode, attributes: Attributes) -> Leave | None:
        out = self._out
        if self._code_tables:
            return out.line_break if out.preserves else None
        if not self._tables_open or out.in_cell:
            return self._plain_block()
        self._is_head = is_in_head(node)
        out.open_row()
        return None

    def _table_cell(self, node: LexborNode, attributes: Attributes) -> Leave | None:
        out = self._out
        if self._code_tables:
            return None
        if not self._tables_open or out.in_cell:
            return self._plain_block()
        row_span, column_span, align = 1, 1, Align.LEFT
        if attributes:  # few cells have any
            row_span = max(0, min(integer(attributes.get("rowspan"), 1), 65_534))
            column_span = max(1, min(integer(attributes.get("colspan"), 1), 1000))
            align = alignment(attributes) or align
        is_header = self._is_head or node.tag == "th"
        out.open_cell(row_span=row_span, column_span=column_span, is_header=is_header, align=align)
        return out.close_cell

    # words in the line

    def _quote(self, node: LexborNode, attributes: Attributes) -> Leave | None:
        out = self._out
        opening, closing = ("“", "”") if self._quotes % 2 == 0 else ("‘", "’")
        self._quotes += 1
        out.mark(opening)

        def leave() -> None:
            self._quotes -= 1
            out.mark(closing)

        return leave


_Handler = Callable[[_Walker, LexborNode, Attributes], Leave | None]

_HANDLERS: dict[str, _Handler] = {
    "p": _Walker._paragraph,
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _Walker._heading),
    "hr": _Walker._rule,
    **dict.fromkeys(("pre", "listing", "xmp", "plaintext"), _Walker._preformatted),
    "blockquote": _Walker._block_quote,
    "details": _Walker._details,
    "summary": _Walker._summary,
    **dict.fromkeys(("ul", "ol", "menu", "dir"), _Walker._list),
    "li": _Walker._item,
    "dl": _Walker._definition_list,
    "dt": _Walker._term,
    "dd": _Walker._definition,
    "table": _Walker._table,
    "tr": _Walker._table_row,
    **dict.fromkeys(("td", "th"), _Walker._table_cell),
    **dict.fromkeys(("caption", "figcaption"), _Walker._caption),
    "q": _Walker._quote,
}
