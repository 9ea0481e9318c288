"""An article's HTML without what is no part of it or could act, by the same rules as the page's own parser."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

from selectolax.lexbor import LexborHTMLParser, LexborNode

from reader.document import classes, elements, nesting
from reader.document.elements import Attributes

_SCRIPTED = re.compile(r"(?:javascript|vbscript|data|file):", re.IGNORECASE)
_UNSEEN = re.compile(r"[\s\x00-\x20]+")
_KEPT = frozenset(
    [
        *("href", "src", "alt", "title", "id", "name", "class", "lang", "dir", "hidden", "open", "cite", "datetime"),
        *("start", "value", "type", "reversed", "checked", "disabled", "colspan", "rowspan", "scope", "role", "align"),
        *("width", "height", "controls", "poster", "data", "data-lang", "encoding", "alttext", "aria-label", "viewbox"),
    ]
)


def cleaned(body_html: str) -> LexborHTMLParser:
    """The tree of a body, without scripts, hidden elements, furniture, and attributes that act or only look."""
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

    walk(tree.body, visit)
    for node in dropped:
        node.decompose()
    for node in formulas:
        formula = tree.create_node("span")
        formula.attrs["class"] = "math"
        formula.inner_html = escape(" ".join(node.text().split()), quote=False)
        node.replace_with(formula)
    return tree


def walk(root: LexborNode, visit: Callable[[LexborNode, str], bool]) -> None:
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


def _is_furniture(node: LexborNode, tag: str, attributes: Attributes) -> bool:
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


def _clean_attributes(node: LexborNode, tag: str, attributes: Attributes) -> None:
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
