"""An HTML body becomes a document.

Lexbor parses (HTML Living Standard, section 13), this module walks the tree once, without recursion, and tells a
`Builder` what it meets. What a browser would show as words is kept; scripts, styles, copy buttons, gutters of line
numbers and tracking pixels are not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from reader.document import classes, nesting, raised
from reader.document.builder import Builder
from reader.document.model import Align, BlockKind, ContainerKind, Document, Style

PART = 32_768
"""Code points of text after which a part is handed over."""

IMAGE_MARK = "▣"
MEDIA_MARK = "▶"

_Attributes = dict[str, str | None]
_Leave = Callable[[], None]


def _nothing() -> None:
    """For elements that only had to be entered."""


_SKIP: _Leave = _nothing
"""What a handler answers when the walk shall not go into the element."""


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
    walker = _Walker(builder)
    for source in sources:
        tree = LexborHTMLParser(nesting.bounded(source))
        root = tree.body or tree.root
        if root is None:
            continue
        for _ in walker.steps(root):
            yield builder.take(is_last=False)
        builder.end_block()
    yield builder.take(is_last=True)


class _List:
    __slots__ = ("is_ordered", "is_tight", "marker_cells", "number", "numbering", "step")

    def __init__(
        self, is_ordered: bool, numbering: str, number: int, step: int, is_tight: bool, marker_cells: int
    ) -> None:
        self.is_ordered = is_ordered
        self.numbering = numbering
        self.number = number
        self.step = step
        self.is_tight = is_tight
        self.marker_cells = marker_cells


class _Walker:
    def __init__(self, builder: Builder) -> None:
        self._out = builder
        self._lists: list[_List] = []
        self._languages: list[str] = []
        self._code_tables = 0
        self._quotes = 0

    def steps(self, root: LexborNode) -> Iterator[None]:
        """Walks below `root` in document order; yields when a part of the text is ready to be taken."""
        out = self._out
        stack: list[tuple[LexborNode, _Leave | None]] = []
        node = root.first_child
        while node is not None:
            tag = node.tag
            leave: _Leave | None = None
            child = None
            if tag == "-text":
                if text := node.text_content:
                    out.text(text)
            elif tag is not None and tag[0] != "-":
                leave = self._enter(node, tag)
                if leave is not _SKIP:
                    child = node.first_child
            if child is not None:
                stack.append((node, leave))
                node = child
                continue
            if leave is not None:
                leave()
            following = node.next
            while following is None and stack:
                node, leave = stack.pop()
                if leave is not None:
                    leave()
                following = node.next
            node = following
            if out.finished > PART:
                yield

    def _enter(self, node: LexborNode, tag: str) -> _Leave | None:
        """Tells the builder that an element begins; answers what to do at its end, or _SKIP."""
        attributes = node.attributes
        if attributes and (skip := self._enter_attributes(node, tag, attributes)):
            return skip
        if style := _STYLES.get(tag):
            if style is Style.CODE and self._out.preserves:
                return None
            self._out.open_style(style)
            return self._out.close_style
        if handler := _HANDLERS.get(tag):
            return handler(self, node, attributes)
        if tag in _DROPPED:
            return _SKIP
        if tag in _INLINE:
            return None
        return self._block(node, attributes)

    def _enter_attributes(self, node: LexborNode, tag: str, attributes: _Attributes) -> _Leave | None:
        if "hidden" in attributes and attributes["hidden"] != "until-found":
            return _SKIP
        if _is_hidden(attributes.get("style")):
            return _SKIP
        if (names := attributes.get("class")) and classes.is_dropped(tag, names, node):
            return _SKIP
        self._out.anchor(attributes.get("id") or "")
        return None

    # blocks

    def _block(self, node: LexborNode, attributes: _Attributes) -> _Leave | None:
        out = self._out
        out.end_block()
        language = classes.code_language(attributes.get("class"), attributes.get("data-lang"))
        align = _alignment(attributes, "center" if node.tag == "center" else "")
        if not language and align is None:
            return out.end_block
        if language:
            self._languages.append(language)
        if align is not None:
            out.open_align(align)

        def leave() -> None:
            out.end_block()
            if language:
                self._languages.pop()
            if align is not None:
                out.close_align()

        return leave

    def _paragraph(self, node: LexborNode, attributes: _Attributes) -> _Leave | None:
        return self._block(node, attributes) if attributes else self._plain_block()

    def _plain_block(self) -> _Leave:
        self._out.end_block()
        return self._out.end_block

    def _heading(self, node: LexborNode, attributes: _Attributes) -> _Leave | None:
        out = self._out
        out.end_block()
        level = int((node.tag or "h1")[1])
        align = _alignment(attributes)
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

    def _rule(self, node: LexborNode, attributes: _Attributes) -> _Leave | None:
        self._out.rule()
        return _SKIP

    def _preformatted(self, node: LexborNode, attributes: _Attributes) -> _Leave | None:
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

    def _block_quote(self, node: LexborNode, attributes: _Attributes) -> _Leave | None:
        return self._contained(ContainerKind.QUOTE)

    def _details(self, node: LexborNode, attributes: _Attributes) -> _Leave | None:
        return self._contained(ContainerKind.DETAILS)

    def _definition(self, node: LexborNode, attributes: _Attributes) -> _Leave | None:
        return self._contained(ContainerKind.DEFINITION, gap=1)

    def _contained(self, kind: ContainerKind, gap: int = 2) -> _Leave:
        out = self._out
        out.end_block(gap)
        out.open_container(kind)

        def leave() -> None:
            out.end_block(gap)
            out.close_container()

        return leave

    def _definition_list(self, node: LexborNode, attributes: _Attributes) -> _Leave | None:
        return self._plain_block()

    def _labelled(self, kind: BlockKind, gap: int) -> _Leave:
        out = self._out
        out.end_block(gap)
        if not out.in_cell:
            out.set_kind(kind)
        return lambda: out.end_block(1)

    def _term(self, node: LexborNode, attributes: _Attributes) -> _Leave | None:
        return self._labelled(BlockKind.TERM, 1)

    def _caption(self, node: LexborNode, attributes: _Attributes) -> _Leave | None:
        out = self._out
        if node.tag == "caption" and out.columns and not out.in_cell:  # between the rows: a row of its own
            out.open_row()
            out.open_cell(row_span=1, column_span=out.columns, is_header=False, align=Align.LEFT)
            return out.close_cell
        return self._labelled(BlockKind.CAPTION, 1)

    def _summary(self, node: LexborNode, attributes: _Attributes) -> _Leave | None:
        return self._labelled(BlockKind.SUMMARY, 2)

    # lists

    def _list(self, node: LexborNode, attributes: _Attributes) -> _Leave | None:
        out = self._out
        is_ordered = node.tag == "ol"
        gap = 1 if self._lists and self._lists[-1].is_tight else 2
        out.end_block(gap)
        items, is_tight = _survey(node)
        number = _integer(attributes.get("start"), items if "reversed" in attributes else 1)
        step = -1 if "reversed" in attributes else 1
        numbering = attributes.get("type") or "1"
        if is_ordered:
            ends = (number, number + step * max(0, items - 1))
            cells = max(len(_ordinal(n, numbering)) for n in ends) + 1
        else:
            cells = 1
        self._lists.append(_List(is_ordered, numbering, number, step, is_tight, cells))

        def leave() -> None:
            self._lists.pop()
            out.end_block(gap)

        return leave

    def _item(self, node: LexborNode, attributes: _Attributes) -> _Leave | None:
        out = self._out
        current = self._lists[-1] if self._lists else _List(False, "1", 1, 1, True, 1)
        gap = 1 if current.is_tight else 2
        out.end_block(gap)
        if current.is_ordered:
            current.number = _integer(attributes.get("value"), current.number)
            marker = _ordinal(current.number, current.numbering) + "."
            current.number += current.step
        else:
            depth = sum(not entry.is_ordered for entry in self._lists)
            marker = "•◦▪"[max(0, depth - 1) % 3]
        out.open_container(ContainerKind.ITEM, marker, max(current.marker_cells, len(marker)))

        def leave() -> None:
            out.end_block(gap)
            out.close_container()

        return leave

    # tables

    def _table(self, node: LexborNode, attributes: _Attributes) -> _Leave | None:
        out = self._out
        if classes.is_code_table(attributes.get("class"), node):
            self._code_tables += 1

            def leave_code() -> None:
                self._code_tables -= 1

            return leave_code
        if out.in_cell or _is_layout_table(node, attributes):
            return self._plain_block()
        out.open_table()
        self._tables_open = True

        def leave() -> None:
            self._tables_open = False
            out.close_table()

        return leave

    _tables_open = False

    def _table_row(self, node: LexborNode, attributes: _Attributes) -> _Leave | None:
        out = self._out
        if self._code_tables:
            return out.line_break if out.preserves else None
        if not self._tables_open or out.in_cell:
            return self._plain_block()
        out.open_row()
        return None

    def _table_cell(self, node: LexborNode, attributes: _Attributes) -> _Leave | None:
        out = self._out
        if self._code_tables:
            return None
        if not self._tables_open or out.in_cell:
            return self._plain_block()
        is_header = node.tag == "th" or _is_in_head(node)
        align = _alignment(attributes) or Align.LEFT
        out.open_cell(
            row_span=max(0, min(_integer(attributes.get("rowspan"), 1), 65_534)),
            column_span=max(1, min(_integer(attributes.get("colspan"), 1), 1000)),
            is_header=is_header,
            align=align,
        )
        return out.close_cell

    # words in the line

    def _break(self, node: LexborNode, attributes: _Attributes) -> _Leave | None:
        self._out.line_break()
        return _SKIP

    def _link(self, node: LexborNode, attributes: _Attributes) -> _Leave | None:
        out = self._out
        out.anchor(attributes.get("name") or "")
        target = (attributes.get("href") or "").strip()
        if not target:
            return None
        out.open_style(Style.LINK, target)
        return out.close_style

    def _image(self, node: LexborNode, attributes: _Attributes) -> _Leave | None:
        if _is_pixel(attributes):
            return _SKIP
        source = _first_source(attributes)
        words = " ".join((attributes.get("alt") or attributes.get("title") or "").split())
        self._atom(Style.IMAGE, IMAGE_MARK, words or _file_name(source), source)
        return _SKIP

    def _vector_image(self, node: LexborNode, attributes: _Attributes) -> _Leave | None:
        """An inline SVG: its title, and the words that are drawn in it."""
        title = node.css_first("title")
        label = attributes.get("aria-label") or (title.text() if title is not None else "") or ""
        words = [label, *(text.text() for text in node.css("text, foreignObject"))]
        said = " ".join(" ".join(words).split())
        if said:
            self._atom(Style.IMAGE, IMAGE_MARK, said, "")
        return _SKIP

    def _medium(self, node: LexborNode, attributes: _Attributes) -> _Leave | None:
        """Video, audio, frames and plug-ins: one line with the address."""
        source = (attributes.get("src") or attributes.get("data") or attributes.get("data-src") or "").strip()
        if not source and (inner := node.css_first("source[src]")) is not None:
            source = (inner.attributes.get("src") or "").strip()
        label = " ".join((attributes.get("title") or attributes.get("aria-label") or "").split())
        if not source and not label:
            return None if node.tag in ("video", "audio", "object") else _SKIP
        self._out.end_block()
        self._atom(Style.MEDIA, MEDIA_MARK, label or _short(source), source)
        self._out.end_block()
        return _SKIP

    def _atom(self, style: Style, mark: str, words: str, target: str) -> None:
        out = self._out
        out.open_style(style, target if not target.startswith("data:") else "")
        out.mark(f"{mark} {words}")
        out.close_style()

    def _raised(self, node: LexborNode, attributes: _Attributes) -> _Leave | None:
        """`sup` and `sub`: in Unicode's own characters where it has them all, else marked by a style and a sign."""
        out = self._out
        is_superscript = node.tag == "sup"
        style = Style.SUPERSCRIPT if is_superscript else Style.SUBSCRIPT
        words = node.text().strip()
        links = node.css("a[href]")
        is_plain = len(links) <= 1 and node.css_first("img, math, ruby, code") is None
        if is_plain and (written := raised.in_unicode(words, is_superscript=is_superscript)):
            self._raised_characters(style, written, links)
            return _SKIP
        if not links and out.last.isalnum() and words[:1].isalnum():
            sign = "^" if is_superscript else "_"
            out.mark(sign if len(words) == 1 else f"{sign}(")
            closing = "" if len(words) == 1 else ")"
            out.open_style(style)

            def leave() -> None:
                out.close_style()
                if closing:
                    out.mark(closing)

            return leave
        out.open_style(style)
        return out.close_style

    def _raised_characters(self, style: Style, written: str, links: list[LexborNode]) -> None:
        """Raised characters; a footnote's number keeps its link and its name."""
        out = self._out
        out.open_style(style)
        for link in links:
            out.anchor(link.attributes.get("id") or link.attributes.get("name") or "")
            out.open_style(Style.LINK, (link.attributes.get("href") or "").strip())
        out.mark(written)
        for _ in links:
            out.close_style()
        out.close_style()

    def _ruby_text(self, node: LexborNode, attributes: _Attributes) -> _Leave | None:
        out = self._out
        if not node.text().strip():
            return _SKIP
        out.open_style(Style.RUBY)
        out.mark("(")

        def leave() -> None:
            out.mark(")")
            out.close_style()

        return leave

    def _quote(self, node: LexborNode, attributes: _Attributes) -> _Leave | None:
        out = self._out
        opening, closing = ("“", "”") if self._quotes % 2 == 0 else ("‘", "’")
        self._quotes += 1
        out.mark(opening)

        def leave() -> None:
            self._quotes -= 1
            out.mark(closing)

        return leave

    def _abbreviation(self, node: LexborNode, attributes: _Attributes) -> _Leave | None:
        self._out.open_style(Style.ABBREVIATION, attributes.get("title") or "")
        return self._out.close_style

    def _math(self, node: LexborNode, attributes: _Attributes) -> _Leave | None:
        """MathML: the TeX it was made from, where that is kept, else its characters."""
        source = node.css_first("annotation[encoding*=tex]")
        words = source.text() if source is not None else attributes.get("alttext") or node.text()
        self._formula(" ".join(words.split()))
        return _SKIP

    def _formula(self, words: str) -> None:
        if words:
            self._out.open_style(Style.MATH)
            self._out.mark(words)
            self._out.close_style()

    def _script(self, node: LexborNode, attributes: _Attributes) -> _Leave | None:
        """Scripts say nothing, but for MathJax's formulas."""
        if (attributes.get("type") or "").startswith("math/tex"):
            self._formula(" ".join(node.text().split()))
        return _SKIP

    def _span(self, node: LexborNode, attributes: _Attributes) -> _Leave | None:
        names = (attributes.get("class") or "").split()
        if "math" in names and "katex" not in names:
            self._out.open_style(Style.MATH)
            return self._out.close_style
        return None

    def _unscripted(self, node: LexborNode, attributes: _Attributes) -> _Leave | None:
        """`<noscript>` often repeats, for readers without scripts, the picture that stands just before it."""
        previous = node.prev
        if previous is not None and previous.tag == "img" and not node.text().strip():
            return _SKIP
        return None

    def _input(self, node: LexborNode, attributes: _Attributes) -> _Leave | None:
        kind = (attributes.get("type") or "text").lower()
        if kind in ("checkbox", "radio"):
            mark = "☑" if "checked" in attributes else "☐"
            if not self._out.retitle_container(mark):
                self._out.mark(mark)
        elif kind in ("submit", "button", "reset") and (value := attributes.get("value")):
            self._out.text(value)
        return _SKIP

    def _button(self, node: LexborNode, attributes: _Attributes) -> _Leave | None:
        return _SKIP if classes.is_copy_label(node.text()) else None

    def _option(self, node: LexborNode, attributes: _Attributes) -> _Leave | None:
        self._out.line_break()
        return None


_Handler = Callable[[_Walker, LexborNode, _Attributes], _Leave | None]

_STYLES: dict[str, Style] = {
    **dict.fromkeys(("strong", "b"), Style.STRONG),
    **dict.fromkeys(("em", "i", "cite", "dfn", "var"), Style.EMPHASIS),
    **dict.fromkeys(("u", "ins"), Style.UNDERLINE),
    **dict.fromkeys(("s", "del", "strike"), Style.STRIKE),
    "mark": Style.MARK,
    "small": Style.SMALL,
    **dict.fromkeys(("code", "samp", "tt"), Style.CODE),
    "kbd": Style.KEYBOARD,
}

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
    "br": _Walker._break,
    "a": _Walker._link,
    "img": _Walker._image,
    "svg": _Walker._vector_image,
    **dict.fromkeys(("video", "audio", "iframe", "embed", "object"), _Walker._medium),
    **dict.fromkeys(("sup", "sub"), _Walker._raised),
    "rt": _Walker._ruby_text,
    "q": _Walker._quote,
    **dict.fromkeys(("abbr", "acronym"), _Walker._abbreviation),
    "math": _Walker._math,
    "script": _Walker._script,
    "span": _Walker._span,
    "noscript": _Walker._unscripted,
    "input": _Walker._input,
    "button": _Walker._button,
    "option": _Walker._option,
}

_DROPPED = frozenset("style template head title meta link base rp param source track noembed noframes datalist".split())
_INLINE = frozenset(
    "font big time data label bdi bdo wbr ruby rb rtc tbody thead tfoot colgroup col body html nobr "
    "output meter progress picture map area slot select optgroup textarea canvas blink marquee".split()
)

_HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_TEXT_ALIGN = re.compile(r"text-align\s*:\s*(left|start|center|right|end)", re.IGNORECASE)
_ALIGNS = {
    "left": Align.LEFT,
    "start": Align.LEFT,
    "center": Align.CENTRE,
    "right": Align.RIGHT,
    "end": Align.RIGHT,
}


def _is_hidden(style: str | None) -> bool:
    return bool(style and _HIDDEN.search(style))


def _alignment(attributes: _Attributes, default: str = "") -> Align | None:
    name = attributes.get("align") or default
    if (style := attributes.get("style")) and (match := _TEXT_ALIGN.search(style)):
        name = match[1]
    return _ALIGNS.get(name.lower())


def _integer(value: str | None, default: int) -> int:
    """An integer attribute as HTML reads it: leading digits count, the rest is ignored (HTML, section 2.3.4.1)."""
    match = re.match(r"\s*([+-]?\d{1,9})", value or "")
    return int(match[1]) if match else default


def _survey(node: LexborNode) -> tuple[int, bool]:
    """How many items a list has, and whether it is tight: none of its items holds a paragraph."""
    items, is_tight = 0, True
    item = node.first_child
    while item is not None:
        if item.tag == "li":
            items += 1
            child = item.first_child if is_tight else None
            while child is not None:
                if child.tag in ("p", "blockquote", "pre", "table", "figure"):
                    is_tight = False
                    break
                child = child.next
        item = item.next
    return items, is_tight


def _ordinal(number: int, numbering: str) -> str:
    """A list number in decimal, letters or Roman figures (HTML, section 4.4.5)."""
    if numbering in ("a", "A") and number > 0:
        letters = ""
        while number:
            number, digit = divmod(number - 1, 26)
            letters = chr(ord(numbering) + digit) + letters
        return letters
    if numbering in ("i", "I") and 0 < number < 4000:
        roman = ""
        for value, figure in _ROMAN:
            count, number = divmod(number, value)
            roman += figure * count
        return roman if numbering == "I" else roman.lower()
    return str(number)


_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
    (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


def _is_in_head(cell: LexborNode) -> bool:
    row = cell.parent
    section = row.parent if row is not None else None
    return section is not None and section.tag == "thead"


def _is_layout_table(node: LexborNode, attributes: _Attributes) -> bool:
    """Whether a table only places blocks on a page: one cell, or other tables, headings or quotes in its cells."""
    if attributes.get("role") in ("presentation", "none"):
        return True
    if _has_table_inside(node):
        return True
    if node.css_first("h1, h2, h3, blockquote, hr, figure, iframe, video") is not None:
        return True
    return len(node.css("td, th")) <= 1


def _has_table_inside(table: LexborNode) -> bool:
    """Whether a table holds another. Its children are asked, for a selector finds the node itself too."""
    child = table.first_child
    while child is not None:
        if child.tag not in ("-text", "-comment") and child.css_first("table") is not None:
            return True
        child = child.next
    return False


def _is_pixel(attributes: _Attributes) -> bool:
    """Whether a picture is a tracker's: at most two pixels in width or height."""
    return any(
        (attributes.get(side) or "").strip().removesuffix("px") in ("0", "1", "2") for side in ("width", "height")
    )


def _first_source(attributes: _Attributes) -> str:
    """A picture's address, also where a script would have put it in place of a blank."""
    source = (attributes.get("src") or "").strip()
    if not source or source.startswith("data:"):
        for name in ("data-src", "data-original", "data-actualsrc", "data-lazy-src", "data-url"):
            if lazy := (attributes.get(name) or "").strip():
                return lazy
    return source


def _file_name(address: str) -> str:
    """The last part of an address's path; `…` when there is none."""
    if address.startswith("data:"):
        return "…"
    try:
        path = urlsplit(address).path
    except ValueError:
        path = address
    return unquote(path.rstrip("/").rpartition("/")[2]) or "…"


def _short(address: str) -> str:
    """An address without its scheme and query, as a label."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    return (parts.netloc + unquote(parts.path)).strip("/") or address
