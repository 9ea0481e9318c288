"""What leaves the program: an article as Markdown, as clean HTML and as JSON.

Markdown is written by html2text, which reads the cleaned HTML, collapses white space and escapes words. Left alone
it loses `List<T>`, puts spaces into Chinese sentences around emphasis, breaks tables whose cells hold `|` or line
ends, forgets the languages of code and sets what follows a nested list wrongly. So it is not asked to: structure
travels through it as single private-use characters, and the lines are put together from these afterwards. Reading
the Markdown again shows the same words in the same order.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from html import escape
from typing import TYPE_CHECKING

from reader.document import classes, elements, html, inline_elements, nesting

if TYPE_CHECKING:
    from html2text import HTML2Text
    from selectolax.lexbor import LexborHTMLParser, LexborNode

    from reader.archive.article import Article
    from reader.document.model import Document

_Attributes = dict[str, str | None]


def to_json(article: Article, document: Document) -> str:
    """One JSON object on one line: what is known about the article, and the text of its page.

    `date` is ISO 8601 with its offset, `categories` a list of paths from the top down; what is unknown is null.
    """
    metadata = article.metadata
    return json.dumps(
        {
            "path": str(article.path),
            "title": metadata.title,
            "date": metadata.date.isoformat(),
            "date_is_from_file": metadata.date_is_from_file,
            "categories": [list(path) for path in metadata.categories],
            "tags": list(metadata.tags),
            "authors": list(metadata.authors),
            "link": metadata.link,
            "language": metadata.language,
            "description": metadata.description,
            "draft": metadata.is_draft,
            "encoding": article.encoding,
            "format": article.body_format.value,
            "faults": [{"message": fault.message, "line": fault.line} for fault in article.faults],
            "text": document.text,
        },
        ensure_ascii=False,
    )


def to_html(body_html: str) -> str:
    """The body without what is no part of the article or could act: scripts, styles, event handlers, `javascript:`
    addresses, hidden elements, copy buttons, gutters of line numbers, tracking pixels, comments.
    """
    body = _cleaned(body_html).body
    return "" if body is None else (body.inner_html or "").strip()


def to_markdown(body_html: str) -> str:
    """The body as Markdown: CommonMark with GitHub's tables and strikethrough, task lists and definition lists.

    What Markdown cannot say (cells that span others or hold lists, ruby, `<kbd>`) stays HTML, which Markdown allows.
    """
    from html2text import HTML2Text

    tree = _cleaned(body_html)
    if tree.body is None:
        return ""
    objects: list[str] = []
    _set_aside(tree, objects)
    source = _LINE_END.sub(LINE_END, tree.body.inner_html or "")
    for entity, character in _ENTITIES.items():
        source = source.replace(entity, character)
    converter = HTML2Text(bodywidth=0)
    converter.body_width = 0
    converter.escape_snob = True
    converter.unicode_snob = True
    converter.tag_callback = _Writer(objects)  # type: ignore[assignment]
    lines = _Lines(objects)
    for line in converter.handle(source.translate(_HIDE_SPACES)).split("\n"):
        lines.add(line)
    return lines.text().translate(_SHOW_SPACES)


# Cleaning

_SCRIPTED = re.compile(r"(?:javascript|vbscript|data|file):", re.IGNORECASE)
_UNSEEN = re.compile(r"[\s\x00-\x20]+")
_KEPT = frozenset(
    [
        *("href", "src", "alt", "title", "id", "name", "class", "lang", "dir", "hidden", "open", "cite", "datetime"),
        *("start", "value", "type", "reversed", "checked", "disabled", "colspan", "rowspan", "scope", "role", "align"),
        *("width", "height", "controls", "poster", "data", "data-lang", "encoding", "alttext", "aria-label", "viewbox"),
    ]
)


def _cleaned(body_html: str) -> LexborHTMLParser:
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(nesting.bounded(body_html))
    if tree.body is None:
        return tree
    dropped: list[LexborNode] = []
    formulas: list[LexborNode] = []

    def visit(node: LexborNode, tag: str) -> bool:
        attributes = node.attributes
        if tag == "script" and (attributes.get("type") or "").startswith("math/tex"):
            formulas.append(node)
            return False
        if _is_furniture(node, tag, attributes):
            dropped.append(node)
            return False
        if attributes:
            _clean_attributes(node, tag, attributes)
        return tag[0] != "-"

    _walk(tree.body, visit)
    for node in dropped:
        node.decompose()
    for node in formulas:
        formula = tree.create_node("span")
        formula.attrs["class"] = "math"
        formula.inner_html = escape(" ".join(node.text().split()), quote=False)
        node.replace_with(formula)
    return tree


def _walk(root: LexborNode, visit: Callable[[LexborNode, str], bool]) -> None:
    """Calls `visit` for every node below `root` in document order; goes into a node when it answers true."""
    waiting = [root.first_child]
    while waiting:
        node = waiting.pop()
        while node is not None:
            if visit(node, node.tag or "-") and (child := node.first_child) is not None:
                waiting.append(node.next)
                node = child
            else:
                node = node.next


def _is_furniture(node: LexborNode, tag: str, attributes: _Attributes) -> bool:
    """Whether the page does not show an element, by the same rules as the page's own parser."""
    if tag in ("-comment", "script") or (tag in elements.DROPPED and tag not in ("rp", "source")):
        return True
    if ("hidden" in attributes and attributes["hidden"] != "until-found") or elements.is_hidden(
        attributes.get("style")
    ):
        return True
    if (names := attributes.get("class")) and classes.is_dropped(tag, names, node):
        return True
    if tag == "img":
        return elements.is_pixel(attributes)
    if tag == "button":
        return classes.is_copy_label(node.text())
    if tag == "noscript":
        return node.prev is not None and node.prev.tag == "img" and not node.text().strip()
    return False


def _clean_attributes(node: LexborNode, tag: str, attributes: _Attributes) -> None:
    if tag == "img":
        node.attrs["src"] = elements.first_source(attributes)
    for name, value in attributes.items():
        if name == "style" and (match := elements.TEXT_ALIGN.search(value or "")):
            node.attrs["style"] = f"text-align: {match[1].lower()}"
        elif name not in _KEPT or (name in _ADDRESSES and _acts(tag, value or "")):
            del node.attrs[name]


def _acts(tag: str, address: str) -> bool:
    """Whether following an address would run something; a picture may hold its own data."""
    address = _UNSEEN.sub("", address)
    return bool(_SCRIPTED.match(address)) and not (tag == "img" and address.lower().startswith("data:image/"))


_ADDRESSES = frozenset(["href", "src", "data", "cite", "poster"])


# Signs that stand for structure on the way through html2text

_FIRST_SIGN = 0x10F700
(
    LESS, GREATER, AMPERSAND, BACKSLASH, LINE_END, BREAK, OBJECT, TASK, BLOCK, END,
    STRONG, END_STRONG, EMPHASIS, END_EMPHASIS, STRIKE, END_STRIKE, CODE, END_CODE, LINK, END_LINK,
) = map(chr, range(_FIRST_SIGN, _FIRST_SIGN + 20))  # fmt: skip
_ENTITIES = {"&nbsp;": "\u00a0", "&lt;": LESS, "&gt;": GREATER, "&amp;": AMPERSAND, "\\": BACKSLASH}
_PLAIN = str.maketrans({LESS: "<", GREATER: ">", AMPERSAND: "&", BACKSLASH: "\\", LINE_END: " "})
# White space that HTML does not collapse, but html2text would.
_SPACES = "\u000b\u001c\u001d\u001e\u001f\u0085\u00a0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)
_HIDE_SPACES = {ord(space): _FIRST_SIGN + 0x40 + index for index, space in enumerate(_SPACES)}
_SHOW_SPACES = {hidden: space for space, hidden in _HIDE_SPACES.items()}
_LINE_END = re.compile(r"[ \t\r\f]*\n[ \t\r\n\f]*")

_MARKS = {
    **dict.fromkeys(("strong", "b"), (STRONG, END_STRONG)),
    **dict.fromkeys(("em", "i", "cite", "dfn", "var"), (EMPHASIS, END_EMPHASIS)),
    **dict.fromkeys(("s", "del", "strike"), (STRIKE, END_STRIKE)),
    **dict.fromkeys(("code", "samp", "tt"), (CODE, END_CODE)),
}
_KEPT_TAGS = frozenset(
    ["u", "ins", "mark", "small", "kbd", "sup", "sub", "abbr", "acronym", "ruby", "rt", "rb", "rtc", "q"]
)


class _Writer:
    """html2text's `tag_callback`: puts signs where tags stand, so that html2text itself sees words only."""

    def __init__(self, objects: list[str]) -> None:
        self._objects = objects
        self._links: list[bool] = []
        self._depths = dict.fromkeys((STRONG, EMPHASIS, STRIKE, CODE), 0)
        self._heading = 0
        self._tables: list[bool] = []

    def __call__(self, out: HTML2Text, tag: str, attributes: _Attributes, start: bool) -> bool:
        if start and (index := attributes.get("data-object")):
            self._object(out, int(index), is_block=tag not in ("span", "svg", "math"))
        elif tag in _MARKS:
            self._mark(out, tag, start)
        elif tag == "a":
            self._link(out, attributes, start)
        elif tag in _KEPT_TAGS:
            title = f' title="{escape(_plain(attributes.get("title")))}"' if attributes.get("title") else ""
            out.o(self._kept(f"<{tag}{title}>" if start else f"</{tag}>"))
        elif tag in ("br", "option"):
            out.o(BREAK if start else "")
        elif tag == "img":
            out.o(self._kept(_picture(attributes)))
        elif tag == "input":
            self._input(out, attributes)
        elif tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            out.p()
            if start:
                out.o(BLOCK + tag + END)
            self._heading = int(start)
        elif tag in _CONTAINERS:
            self._container(out, tag, attributes, start)
        elif tag == "hr":
            self._object(out, self._index("***"), is_block=True)
        elif tag not in elements.INLINE and tag not in ("span", "rp", "source", "svg", "math"):
            if self._heading:
                out.o(" ")
            else:
                out.p()
        return True

    def _index(self, text: str) -> int:
        self._objects.append(text)
        return len(self._objects) - 1

    def _kept(self, text: str) -> str:
        return f"{OBJECT}{self._index(text)}{END}"

    def _object(self, out: HTML2Text, index: int, *, is_block: bool) -> None:
        if is_block:
            out.p()
        out.o(f"{OBJECT}{index}{END}")
        if is_block:
            out.p()

    def _mark(self, out: HTML2Text, tag: str, start: bool) -> None:
        opening, closing = _MARKS[tag]
        self._depths[opening] += 1 if start else -1
        if self._depths[opening] == int(start):
            out.o(opening if start else closing)

    def _link(self, out: HTML2Text, attributes: _Attributes, start: bool) -> None:
        if start:
            target = _plain(attributes.get("href")).strip()
            self._links.append(bool(target))
            if target:
                title = _plain(attributes.get("title"))
                self._objects.append(title)
                out.o(f"{LINK}{self._index(target)}{END}")
        elif self._links and self._links.pop():
            out.o(END_LINK)

    def _input(self, out: HTML2Text, attributes: _Attributes) -> None:
        kind = (attributes.get("type") or "text").lower()
        if kind in ("checkbox", "radio"):
            out.o(f"{TASK}{'x' if 'checked' in attributes else ' '}{END}")
        elif kind in ("submit", "button", "reset") and (value := attributes.get("value")):
            out.o(self._kept(_as_entities(_plain(value))))

    def _container(self, out: HTML2Text, tag: str, attributes: _Attributes, start: bool) -> None:
        if tag == "table" and start:
            self._tables.append("data-layout" not in attributes)
        if tag in ("table", "tr", "td", "th") and not (self._tables and self._tables[-1]):
            out.p()
        else:
            self._edge(out, tag, attributes, start)
        if tag == "table" and not start and self._tables:
            self._tables.pop()

    def _edge(self, out: HTML2Text, tag: str, attributes: _Attributes, start: bool) -> None:
        edge = "list" if tag in _LISTS else tag
        if not start:
            edge = "/" + edge
        elif tag in _LISTS:
            edge = f"list {tag} {elements.integer(attributes.get('start'), 1)} {int('data-tight' in attributes)}"
        elif tag == "li":
            edge = f"li {elements.integer(attributes.get('value'), -1)}"
        elif tag in ("td", "th"):
            align = elements.alignment(attributes)
            edge = f"{tag} {'' if align is None else align.value}"
        out.p()
        out.o(f"{BLOCK}{edge}{END}")
        out.p()


_LISTS = frozenset(["ul", "ol", "menu", "dir"])
_CONTAINERS = frozenset(
    ["ul", "ol", "menu", "dir", "li", "blockquote", "dl", "dt", "dd", "details", "table", "tr", "td", "th"]
)


def _plain(value: str | None) -> str:
    return (value or "").translate(_PLAIN)


def _picture(attributes: _Attributes) -> str:
    words = " ".join(_plain(attributes.get("alt")).split())
    title = "" if words else " ".join(_plain(attributes.get("title")).split())
    source = _plain(attributes.get("src"))
    return f"![{_escaped(words)}]({_address('' if source.startswith('data:') else source, title)})"


def _address(target: str, title: str = "") -> str:
    """What stands in the parentheses of a link."""
    target = _UNSEEN.sub(lambda match: "%20" * (match[0] == " "), target)
    if re.search(r"[()<>\\&]", target):
        target = "<" + re.sub(r"([<>\\&])", r"\\\1", target) + ">"
    shown = " ".join(title.split())
    return target + (f' "{_escaped(shown)}"' if shown else "")


def _escaped(words: str) -> str:
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", words)


def _as_entities(words: str) -> str:
    """Words that no Markdown can be seen in, for HTML that stands inside Markdown."""
    return re.sub(r"[!-,/:-@\[-`{-~\n]", lambda match: f"&#{ord(match[0])};", words)


# What html2text does not see


def _set_aside(tree: LexborHTMLParser, objects: list[str]) -> None:
    """Writes code, tables that Markdown cannot hold, formulas and media by themselves, and leaves their places."""
    found: list[tuple[LexborNode, str]] = []

    def visit(node: LexborNode, tag: str) -> bool:
        written = _written_apart(node, tag)
        if written is not None:
            found.append((node, written))
            return False
        return tag[0] != "-"

    assert tree.body is not None
    _walk(tree.body, visit)
    for node, written in found:
        if written:
            node.inner_html = ""
            node.attrs["data-object"] = str(len(objects))
            objects.append(written)
        else:
            node.decompose()
    for node in tree.css("ul, ol, menu, dir"):
        if elements.list_shape(node)[1]:
            node.attrs["data-tight"] = ""


def _written_apart(node: LexborNode, tag: str) -> str | None:
    """A node in its final form; empty when it shows nothing, None when html2text is to read it."""
    attributes = node.attributes
    if tag in ("pre", "listing", "xmp", "plaintext"):
        return _fence(node)
    if tag == "table":
        if classes.is_code_table(attributes.get("class"), node):
            return _fence(node)
        if elements.is_layout_table(node, attributes):
            node.attrs["data-layout"] = ""
            return None
        return None if _is_plain_table(node) else _island(node)
    if tag == "rp":
        return ""
    if tag == "summary":
        return f"<summary>{_as_entities(html.parse(node.inner_html or '').text)}</summary>"
    if tag in ("svg", "math", "video", "audio", "iframe", "embed", "object"):
        said = html.parse(node.html or "").text
        if not said and tag in ("video", "audio", "object"):
            return None
        if tag == "svg":
            return f"![{_escaped(said.removeprefix(inline_elements.IMAGE_MARK).strip())}]()" if said else ""
        return _island(node) if said else ""
    if tag == "span" and "math" in (attributes.get("class") or "").split():
        words = node.text()
        if words.startswith("$") and words.endswith("$") and len(words) > 2:
            return " ".join(words.split("\n"))
        return _formula(words) if words else ""
    if tag == "div" and "math" in (attributes.get("class") or "").split():
        for line_break in node.css("br"):
            line_break.replace_with("\n")
        words = re.sub(r"\n\s*\n", "\n", node.text().strip())
        return words if words.startswith("$$") and words.endswith("$$") else None
    return None


def _fence(node: LexborNode) -> str:
    """Code as the page shows it, between backticks, with its language."""
    document = html.parse(node.html or "")
    if not document.text.strip():
        return ""
    language = next((block.language for block in document.blocks if block.language), "")
    parent = node.parent
    while not language and parent is not None and parent.tag in ("figure", "div", "td", "tr", "tbody"):
        language = classes.code_language(parent.attributes.get("class"), parent.attributes.get("data-lang"))
        parent = parent.parent
    runs = re.findall(r"`{3,}", document.text)
    fence = "`" * max([3, *(len(run) + 1 for run in runs)])
    return f"{fence}{'' if '`' in language else language.lower()}\n{document.text}\n{fence}"


def _is_plain_table(table: LexborNode) -> bool:
    """Whether Markdown's tables can hold a table: one line of words in each cell, or several lines."""
    if table.css_first("[colspan], [rowspan], ul, ol, dl, pre, blockquote, details, hr, iframe, video, input"):
        return False
    return len(table.css("tr")) > 0


def _island(node: LexborNode) -> str:
    """HTML on one line, in which Markdown sees neither a blank line nor a mark."""
    source = (node.html or "").replace("&amp;", "&#38;")
    if "<pre" not in source:
        source = source.replace("\n", " ")
    parts = re.split(r"(<[^>]*>)", source)
    for index in range(0, len(parts), 2):
        parts[index] = re.sub(r"(?![&#;])[!-,/:-@\[-`{-~\n]", lambda match: f"&#{ord(match[0])};", parts[index])
    return "".join(parts).replace("\n", " ")


# Words and their marks

_OPENINGS = {STRONG: "**", EMPHASIS: "*", STRIKE: "~~"}
_CLOSINGS = {END_STRONG: STRONG, END_EMPHASIS: EMPHASIS, END_STRIKE: STRIKE, END_CODE: CODE, END_LINK: LINK}
_RAW = {STRONG: "strong", EMPHASIS: "em", STRIKE: "del", CODE: "code", LINK: "a"}
_BLANK = f" {LINE_END}"
_TOKEN = re.compile(rf"([{OBJECT}{TASK}{LINK}][^{END}]*{END}|[{LINE_END}{BREAK}{STRONG}-{END_LINK}])")
_OPEN = rf"(?:[{STRONG}{EMPHASIS}{STRIKE}{CODE}]|{LINK}\d+{END})"
_CLOSE = rf"[{END_STRONG}{END_EMPHASIS}{END_STRIKE}{END_CODE}{END_LINK}]"
_ANY_BLANK = _BLANK + BREAK + "".join(map(chr, _SHOW_SPACES))
_BLANK_INSIDE_START = re.compile(rf"({_OPEN}(?:{_OPEN}|[{_ANY_BLANK}])*[{_ANY_BLANK}])")
_BLANK_INSIDE_END = re.compile(rf"([{_ANY_BLANK}](?:{_CLOSE}|[{_ANY_BLANK}])*{_CLOSE})")
_NOTHING = re.compile(
    "|".join(f"{a}{b}|{b}{a}" for b, a in _CLOSINGS.items() if a is not LINK) + rf"|{LINK}\d+{END}{END_LINK}"
)
_BREAKS = re.compile(rf"{BREAK}(?:[{_BLANK}]*{BREAK})+")
_BLANK_LINES = re.compile(rf"[{_BLANK}]*{BREAK}(?:[{_BLANK}]*{BREAK})+[{_BLANK}]*")
_ADDRESS_IN_TEXT = re.compile(r"https?://(?:[!#-;=?-Z_a-z~]|\\[_#])+")
_NEEDLESS_ESCAPE = re.compile(
    r"(?<!\])\\(?=[()])|\\(?=!(?!\\?\[|$))|(?<=\S)\\(?=#)|\\(?=#[^\s#\\])|(?<=[A-Za-z0-9])\\(?=_[A-Za-z0-9])"
)
_ENTITY_LIKE = re.compile(rf"{AMPERSAND}(?=#?\w{{1,31}};)")
_BLOCK_START = re.compile(
    r"\d{1,9}(?=[.)](?:\s|$))|(?=[-+*:~](?:\s|$))|(?=>)|(?=[=-]+\s*$)|(?=\|)|(?=#{1,6}(?:\s|$))|(?=~~~)"
)


def _paragraphs(line: str, objects: list[str], *, line_break: str = "  \n") -> list[str]:
    """The paragraphs of one line from html2text; its signs become marks, and line ends `line_break`."""
    line = re.sub(" +", " ", line).strip(_BLANK + BREAK)
    parts: list[str] = []
    depth = 0
    for part in _BLANK_LINES.split(line):
        # HTML's own elements end with the paragraph, so within one of them lines are left out otherwise.
        if depth > 0:
            parts[-1] += BREAK + LINE_END + BREAK + part
        else:
            parts.append(part)
        for match in _OBJECT.finditer(part):
            tag = _KEPT_TAG.fullmatch(objects[int(match[1])])
            depth += 0 if tag is None else -1 if tag[1] else 1
    kept = (objects[int(match[1])] for match in _OBJECT.finditer(line))
    has_formulas = "".join([line, *kept]).count("$") > 1
    found = (_paragraph(part, objects, line_break, has_formulas=has_formulas) for part in parts)
    return [paragraph for paragraph in found if paragraph]


_OBJECT = re.compile(rf"{OBJECT}(\d+){END}")
_KEPT_TAG = re.compile(r"<(/?)[a-z]+(?: title=\"[^\"]*\")?>")


def _paragraph(line: str, objects: list[str], line_break: str, *, has_formulas: bool) -> str:
    before = ""
    while before != line:
        before = line
        line = _BLANK_INSIDE_START.sub(partial(_blanks_apart, blanks_first=True), line)
        line = _BLANK_INSIDE_END.sub(partial(_blanks_apart, blanks_first=False), line)
        line = _NOTHING.sub("", line)
    line = _BREAKS.sub(BREAK + LINE_END + BREAK, line)
    tokens = _TOKEN.split(re.sub(" +", " ", line).strip(_BLANK + BREAK))
    partners = _partners(tokens)
    written: list[str] = []
    marks: list[tuple[int, int, str]] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        sign = token[:1]
        if not index % 2:
            written.append(_words(token, has_formulas=has_formulas))
        elif sign == CODE and index in partners:
            written.append(
                _code(tokens[index + 1 : partners[index]], objects, bool(written) and written[-1][-1:] == "`")
            )
            index = partners[index]
        elif sign in _OPENINGS and index in partners:
            marks.append((len(written), 0, sign))
            written.append(token)
        elif sign in _CLOSINGS and index in partners and sign not in (END_CODE, END_LINK):
            opened = next(i for i in range(len(marks) - 1, -1, -1) if not marks[i][1])
            marks[opened] = (marks[opened][0], len(written), marks[opened][2])
            written.append(token)
        else:
            written.append(_single(tokens, index, partners, objects, line_break))
        index += 1
    _choose_marks(written, marks)
    # A tag alone on the first line would begin a block of HTML.
    text = _TAG_ON_LINE.sub(r"\1<br>", "".join(written))
    return "\n".join(map(_unlike_a_block, text.split("\n")))


_TAG_ON_LINE = re.compile(rf"\A(</?[a-z][^<>]*>[{_ANY_BLANK}]*?) *\n")


def _unlike_a_block(line: str) -> str:
    """The line with a backslash where it would begin a list, a quote or another block."""
    line = line.lstrip(" ")
    match = _BLOCK_START.match(line)
    return f"{match[0]}\\{line[match.end() :]}" if match else line


def _blanks_apart(match: re.Match[str], *, blanks_first: bool) -> str:
    """Blanks at the inner edge of a mark go outside it, where CommonMark wants them."""
    tokens = [token for token in _TOKEN.split(match[0]) if token]
    blanks = "".join(token for token in tokens if not token.strip(_ANY_BLANK))
    marks = "".join(token for token in tokens if token.strip(_ANY_BLANK))
    return blanks + marks if blanks_first else marks + blanks


def _partners(tokens: list[str]) -> dict[int, int]:
    """Which opening sign belongs to which closing one, both ways, by their indices."""
    partners: dict[int, int] = {}
    opened: list[tuple[str, int]] = []
    for index in range(1, len(tokens), 2):
        sign = tokens[index][0]
        if sign in _RAW:
            opened.append((sign, index))
        elif (opening := _CLOSINGS.get(sign)) and any(kind == opening for kind, _ in opened):
            while opened:
                kind, place = opened.pop()
                if kind == opening:
                    partners[place], partners[index] = index, place
                    break
    return partners


def _single(tokens: list[str], index: int, partners: dict[int, int], objects: list[str], line_break: str) -> str:
    """What a sign that needs no partner becomes, or one that has lost it."""
    token = tokens[index]
    sign = token[0]
    if sign == OBJECT:
        kept = objects[int(token[1:-1])]
        return _formula(kept) if kept[0] == "$" and _is_beside_digit(tokens, index) else kept
    if sign == LINK:
        if index in partners:
            return "["
        return f'<a href="{escape(objects[int(token[1:-1])])}">'
    if sign == END_LINK:
        if index not in partners:
            return "</a>"
        place = int(tokens[partners[index]][1:-1])
        return f"]({_address(objects[place], objects[place - 1])})"
    if sign == TASK:
        return "☑ " if token[1:-1] == "x" else "☐ "
    if sign == BREAK:
        around = ("".join(tokens[index + 1 : index + 5]), "".join(tokens[max(0, index - 4) : index]))
        is_doubled = around[0] == LINE_END + BREAK or around[1] == BREAK + LINE_END
        return "<br>" if is_doubled else line_break
    if sign == LINE_END:
        return "" if _joins(tokens, index) else " "
    return ""


def _is_beside_digit(tokens: list[str], index: int) -> bool:
    """Whether a formula stands beside a digit or another formula, where its dollars would be read otherwise."""
    before, after = tokens[index - 1], tokens[index + 1]
    if (before and before[-1].isdigit()) or (after and after[0].isdigit()) or "$" in (before[-1:], after[:1]):
        return True
    return (not before and index > 1 and tokens[index - 2][0] == OBJECT) or (
        not after and index + 2 < len(tokens) and tokens[index + 2][0] == OBJECT
    )


def _formula(words: str) -> str:
    return f'<span class="math">{_as_entities(words)}</span>'


def _joins(tokens: list[str], index: int) -> bool:
    """Whether a line end stands between two Chinese or Japanese characters, which a page joins."""
    before = next((tokens[i] for i in range(index - 1, -1, -2) if tokens[i]), "")
    after = next((tokens[i] for i in range(index + 1, len(tokens), 2) if tokens[i]), "")
    return bool(before and after) and _is_wide(before[-1]) and _is_wide(after[0])


def _is_wide(character: str) -> bool:
    return (
        character > "\u2e7f"
        and unicodedata.east_asian_width(character) in "WF"
        and not "\uac00" <= character < "\ud7b0"
    )


def _words(words: str, *, has_formulas: bool) -> str:
    """Words with what html2text does not escape escaped as well."""
    words = _NEEDLESS_ESCAPE.sub("", words)
    if "://" in words:
        words = _ADDRESS_IN_TEXT.sub(lambda match: re.sub(r"\\([_#])", r"\1", match[0]), words)
    words = _ENTITY_LIKE.sub(r"\\&", words).replace(BACKSLASH, "\\\\").replace(LESS, "\\<")
    words = words.replace("~~", "\\~\\~").replace("==", "\\=\\=").replace("\\{%", "\\{\\%")
    if has_formulas:
        words = words.replace("$", "\\$")
    if words.endswith("^"):
        words = words[:-1] + "\\^"
    return words.translate(_PLAIN)


def _code(tokens: list[str], objects: list[str], after_code: bool) -> str:
    """A code span; HTML where it holds a picture or stands beside another."""
    if after_code or any(token[0] in (OBJECT, BREAK, TASK, LINK) for token in tokens[1::2]):
        parts = (
            _as_entities(_unescaped(token)) if not index % 2 else _in_code(token, objects)
            for index, token in enumerate(tokens)
        )
        return f"<code>{''.join(parts)}</code>"
    code = _unescaped("".join(token for index, token in enumerate(tokens) if not index % 2 or token == LINE_END))
    if "]:" in code:  # at the start of a line, a link around it would be a definition
        return f"<code>{_as_entities(code)}</code>"
    fence = "`" * (1 + max(map(len, re.findall("`+", code)), default=0))
    if code.startswith("`") or code.endswith("`"):
        code = f" {code} "
    return fence + code + fence


def _unescaped(words: str) -> str:
    """Words as they were: html2text's backslashes are the only ones, for the text's own travel as a sign."""
    return _plain(words.replace("\\", ""))


def _in_code(token: str, objects: list[str]) -> str:
    if token[0] == OBJECT:
        kept = objects[int(token[1:-1])]
        return _formula(kept) if kept[0] == "$" else kept
    if token[0] == TASK:
        return "☑ " if token[1] == "x" else "☐ "
    if token[0] == LINK:
        return f'<a href="{escape(objects[int(token[1:-1])])}">'
    return {END_LINK: "</a>", BREAK: "<br>", LINE_END: " "}.get(token[0], "")


def _choose_marks(written: list[str], marks: list[tuple[int, int, str]]) -> None:
    """Writes emphasis with asterisks where CommonMark sees it (section 6.2), else as HTML.

    `他说**“好”**。` is not bold to CommonMark, so `<strong>` says it.
    """
    edges = {place for start, end, _ in marks for place in (start, end)}
    for start, end, sign in sorted(marks, key=lambda mark: mark[2] == STRONG):
        before, after = _neighbour(written, start, -1), _neighbour(written, end, 1)
        first, last = _neighbour(written, start, 1), _neighbour(written, end, -1)
        is_seen = _flanks(first, before) and _flanks(last, after)
        beside = (_beside(written, place, step) for place in (start, end) for step in (-1, 1))
        is_alone = sign == STRONG or not any(place in edges and written[place][0] != "<" for place in beside)
        touches = "*" in (before, after) or (sign == STRIKE and "~" in (before, after, first, last))
        if is_seen and is_alone and not touches:
            written[start] = written[end] = _OPENINGS[sign]
        else:
            written[start], written[end] = f"<{_RAW[sign]}>", f"</{_RAW[sign]}>"


def _flanks(inner: str, outer: str) -> bool:
    """Whether a mark between these two belongs to what is inside. Versions of CommonMark differ about symbols."""
    if inner in _ANY_BLANK:
        return False
    is_word = not inner.isascii() or inner.isalnum()
    if is_word and unicodedata.category(inner)[0] not in "PS":
        return True
    return outer in _ANY_BLANK or (outer.isascii() and not outer.isalnum()) or unicodedata.category(outer)[0] == "P"


def _beside(written: list[str], place: int, step: int) -> int:
    """The next place where something is written; -1 where nothing more is."""
    place += step
    while 0 <= place < len(written):
        if written[place]:
            return place
        place += step
    return -1


def _neighbour(written: list[str], place: int, step: int) -> str:
    """The character that stands beside a mark, a blank at an edge; other marks that are not chosen yet are skipped."""
    place += step
    while 0 <= place < len(written):
        if written[place] and not STRONG <= written[place][0] <= END_LINK:
            return written[place][0 if step > 0 else -1]
        place += step
    return " "


# Lines

_BULLETS = "-*"
_DELIMITERS = ".)"


@dataclass(slots=True)
class _Box:
    """Something whose lines begin with `rest`, the first of them with `first`."""

    first: str
    rest: str
    of: _ListLines | None = None
    has_begun: bool = False


@dataclass(slots=True)
class _ListLines:
    mark: str
    number: int
    is_ordered: bool
    is_tight: bool
    has_begun: bool = False


@dataclass(slots=True)
class _TableLines:
    rows: list[list[str]]
    aligns: list[str]
    has_header: bool = False


class _Lines:
    """Puts the lines of html2text, each a block or an edge of something, into the lines of Markdown."""

    def __init__(self, objects: list[str]) -> None:
        self._objects = objects
        self._out: list[str] = []
        self._boxes: list[_Box] = []
        self._lists: list[_ListLines] = []
        self._table: _TableLines | None = None
        self._term: list[str] | None = None
        self._ends_term = (-1, 0)
        self._follows_html = False
        self._ends_list: tuple[int, int, str] = (-1, 0, "")

    def text(self) -> str:
        return "\n".join(self._out).strip("\n") + "\n" if self._out else ""

    def add(self, line: str) -> None:
        line = line.strip(" ")
        if not line.startswith(BLOCK):
            self._words(line)
            return
        edge, _, rest = line[1:].partition(END)
        if edge[0] == "h" and edge[1:].isdigit():
            self._heading(int(edge[1]), rest)
            return
        name, *details = edge.split(" ")
        if name in ("list", "/list", "li", "/li"):
            self._list_edge(name, details)
        elif name in ("table", "/table", "tr", "td", "th"):
            self._table_edge(name, details)
        elif name in ("dt", "/dt", "dd", "/dd"):
            self._definition_edge(name)
        elif name == "blockquote":
            self._boxes.append(_Box("> ", "> "))
        elif name == "/blockquote":
            self._leave()
        elif name in ("details", "/details"):
            self._emit([f"<{name}>"])

    # blocks

    def _words(self, line: str) -> None:
        if not line.strip(_ANY_BLANK):
            return
        if self._term is not None or (self._table is not None and self._table.rows and self._table.rows[-1]):
            words = "<br>".join(_paragraphs(line, self._objects, line_break="<br>"))
            if self._term is not None:
                self._term.append(words.replace("<br>", " ").replace("\n", " "))
            elif self._table is not None:
                cell = words.replace("|", "\\|").replace("\n", " ")
                self._table.rows[-1][-1] += "<br>" + cell if self._table.rows[-1][-1] else cell
            return
        task = ""
        if line[0] == TASK and self._boxes and not self._boxes[-1].has_begun and self._lists:
            task = f"[{line[1]}] "
            line = line[3:]
        object_ = _OBJECT.fullmatch(line)
        blocks = [self._objects[int(object_[1])]] if object_ else _paragraphs(line, self._objects)
        for block in filter(lambda block: block.strip(_ANY_BLANK), blocks):
            self._emit((task + block).split("\n"))
            task = ""

    def _heading(self, level: int, words: str) -> None:
        if self._table is not None or self._term is not None:
            self._words(words)
            return
        line = "<br>".join(_paragraphs(words, self._objects, line_break="<br>")).replace("\n", " ")
        if line:
            self._emit([f"{'#' * level} {line}"])

    def _emit(self, lines: list[str]) -> None:
        fresh = next((i for i, box in enumerate(self._boxes) if not box.has_begun), len(self._boxes))
        if self._out and not self._stands_close(fresh):
            self._out.append("".join(box.rest for box in self._boxes[:fresh]).rstrip())
        prefix = "".join(box.rest if box.has_begun else box.first for box in self._boxes)
        following = "".join(box.rest for box in self._boxes)
        for index, line in enumerate(lines):
            start = following if index else prefix
            self._out.append(start + line if line else start.rstrip())
        self._follows_html = lines[0].startswith("<")
        for box in self._boxes:
            box.has_begun = True
            if box.of is not None:
                box.of.has_begun = True

    def _stands_close(self, fresh: int) -> bool:
        """Whether the next block follows without a blank line."""
        if fresh == len(self._boxes):
            return False
        box = self._boxes[fresh]
        if box.first == ": ":
            return True
        if box.of is None or not box.of.is_tight or self._follows_html:
            return False
        if box.of.has_begun:
            return True
        # Only a bullet or a 1 may end a paragraph (CommonMark, section 5.3).
        is_nested = any(outer.of is not None and outer.of.is_tight for outer in self._boxes[:fresh])
        return is_nested and (not box.of.is_ordered or box.first[:-2] == "1")

    # edges

    def _leave(self) -> None:
        if self._boxes:
            self._boxes.pop()

    def _list_edge(self, name: str, details: list[str]) -> None:
        self._ends_term = (-1, 0)
        if name == "list":
            tag, number, is_tight = details
            marks = _DELIMITERS if tag == "ol" else _BULLETS
            # Lists that stand beside each other differ in their marks, or they would be one.
            is_beside = self._ends_list == (len(self._out), len(self._boxes), marks[0])
            first = min(max(int(number), 0), 999_999_999)
            self._lists.append(_ListLines(marks[int(is_beside)], first, tag == "ol", is_tight == "1"))
        elif name == "/list":
            if self._lists:
                self._ends_list = (len(self._out), len(self._boxes), self._lists.pop().mark)
        elif name == "li":
            entry = self._lists[-1] if self._lists else _ListLines("-", 1, False, True)
            if int(details[0]) >= 0:
                entry.number = int(details[0])
            mark = f"{entry.number}{entry.mark} " if entry.is_ordered else f"{entry.mark} "
            self._boxes.append(_Box(mark, " " * len(mark), entry))
            entry.number += 1
        else:
            self._leave()

    def _table_edge(self, name: str, details: list[str]) -> None:
        if name == "table":
            self._table = _TableLines([], [])
        elif self._table is None:
            return
        elif name == "tr":
            self._table.rows.append([])
        elif name == "/table":
            table, self._table = self._table, None
            if any(table.rows):
                self._emit(_table_rows(table))
        elif self._table.rows:
            row = self._table.rows[-1]
            row.append("")
            if len(self._table.rows) == 1:
                self._table.has_header = name == "th" and (self._table.has_header or len(row) == 1)
            if len(row) > len(self._table.aligns):
                self._table.aligns.append(details[0])

    def _definition_edge(self, name: str) -> None:
        if name == "dt":
            self._term = []
        elif name == "/dt":
            words = " ".join(self._term or [])
            self._term = None
            if words:
                self._emit([words])
                self._ends_term = (len(self._out), len(self._boxes))
        elif name == "dd":
            is_defined = self._ends_term == (len(self._out), len(self._boxes))
            self._ends_term = (-1, 0)
            self._boxes.append(_Box(": ", "  ") if is_defined else _Box("", ""))
        elif self._boxes and self._boxes.pop().first:
            self._ends_term = (len(self._out), len(self._boxes))


def _table_rows(table: _TableLines) -> list[str]:
    """A table as GitHub writes it. One without a header gets an empty one, for there is none without."""
    columns = max(map(len, table.rows))
    rows = [row + [""] * (columns - len(row)) for row in table.rows if row]
    if not table.has_header:
        rows.insert(0, [""] * columns)
    aligns = [_ALIGNS.get(align, "---") for align in table.aligns] + ["---"] * (columns - len(table.aligns))
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    lines.insert(1, "| " + " | ".join(aligns[:columns]) + " |")
    return lines


_ALIGNS = {"left": ":---", "centre": ":---:", "right": "---:"}
