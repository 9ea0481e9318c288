"""What html2text does not see: code, media, formulas, and tables that Markdown cannot hold, written by themselves."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.document import classes, elements, html, inline_elements
from reader.document.export.cleaning import walk
from reader.document.export.escapes import as_entities, escaped, formula

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode


def set_aside(tree: LexborHTMLParser, objects: list[str]) -> None:
    """Writes code, tables that Markdown cannot hold, formulas and media by themselves, and leaves their places."""
    found: list[tuple[LexborNode, str]] = []

    def visit(node: LexborNode, tag: str) -> bool:
        written = _written_apart(node, tag)
        if written is not None:
            found.append((node, written))
            return False
        return tag[0] != "-"

    assert tree.body is not None
    walk(tree.body, visit)
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
        return f"<summary>{as_entities(html.parse(node.inner_html or '').text)}</summary>"
    if tag in ("svg", "math", "video", "audio", "iframe", "embed", "object"):
        said = html.parse(node.html or "").text
        if not said and tag in ("video", "audio", "object"):
            return None
        if tag == "svg":
            return f"![{escaped(said.removeprefix(inline_elements.IMAGE_MARK).strip())}]()" if said else ""
        return _island(node) if said else ""
    if tag == "span" and "math" in (attributes.get("class") or "").split():
        words = node.text()
        if words.startswith("$") and words.endswith("$") and len(words) > 2:
            return " ".join(words.split("\n"))
        return formula(words) if words else ""
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
