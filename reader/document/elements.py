"""What HTML's elements and attributes say by themselves: hidden or seen, block or inline, aligned, numbered.

What is asked here is asked by the page's parser and by what leaves the program, so both show the same.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from reader.document.model import Align

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

Attributes = dict[str, str | None]
"""An element's attributes; one without a value has None."""

DROPPED = frozenset("style template head title meta link base rp param source track noembed noframes datalist".split())
"""Elements of which nothing is shown."""

INLINE = frozenset(
    "font big time data label bdi bdo wbr ruby rb rtc tbody thead tfoot colgroup col body html nobr "
    "output meter progress picture map area slot select optgroup textarea canvas blink marquee".split()
)
"""Elements that end no block and have no look of their own."""

_HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
TEXT_ALIGN = re.compile(r"text-align\s*:\s*(left|start|center|right|end)", re.IGNORECASE)
"""The part of a style that aligns; group 1 is how."""

_ALIGNS = {
    "left": Align.LEFT,
    "start": Align.LEFT,
    "center": Align.CENTRE,
    "right": Align.RIGHT,
    "end": Align.RIGHT,
}


def is_hidden(style: str | None) -> bool:
    """Whether an element's `style` hides it."""
    return bool(style and _HIDDEN.search(style))


def alignment(attributes: Attributes, default: str = "") -> Align | None:
    """The alignment that `align` or `style` asks for, else that of the name `default`; None without any."""
    name = attributes.get("align") or default
    if (style := attributes.get("style")) and (match := TEXT_ALIGN.search(style)):
        name = match[1]
    return _ALIGNS.get(name.lower())


def integer(value: str | None, default: int) -> int:
    """An integer attribute as HTML reads it: leading digits count, the rest is ignored (HTML, section 2.3.4.1)."""
    if not value:
        return default
    match = _INTEGER.match(value)
    return int(match[1]) if match else default


_INTEGER = re.compile(r"\s*([+-]?\d{1,9})")


def list_shape(node: LexborNode) -> tuple[int, bool]:
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


def is_in_head(row: LexborNode) -> bool:
    """Whether a row stands in its table's `<thead>`."""
    section = row.parent
    return section is not None and section.tag == "thead"


def is_layout_table(node: LexborNode, attributes: Attributes) -> bool:
    """Whether a table only places blocks on a page: one cell, or other tables, headings or quotes in its cells."""
    if attributes.get("role") in ("presentation", "none"):
        return True
    inside = [each.tag for each in node.css(_IN_TABLES)]
    if inside.count("table") > 1:  # a selector finds the node itself too
        return True
    cells = inside.count("td") + inside.count("th")
    return cells <= 1 or cells + 1 < len(inside)


_IN_TABLES = "table, td, th, h1, h2, h3, blockquote, hr, figure, iframe, video"


def is_pixel(attributes: Attributes) -> bool:
    """Whether a picture is a tracker's: at most two pixels in width or height."""
    return any(
        (attributes.get(side) or "").strip().removesuffix("px") in ("0", "1", "2") for side in ("width", "height")
    )


def is_picture(address: str) -> bool:
    """Whether an address ends like that of a picture."""
    return _PICTURE.search(address) is not None


_PICTURE = re.compile(r"\.(?:avif|bmp|gif|jpe?g|png|svg|webp)$", re.IGNORECASE)


def first_source(attributes: Attributes) -> str:
    """A picture's address, also where a script would have put it in place of a blank."""
    source = (attributes.get("src") or "").strip()
    if not source or source.startswith("data:"):
        for name in ("data-src", "data-original", "data-actualsrc", "data-lazy-src", "data-url"):
            if lazy := (attributes.get(name) or "").strip():
                return lazy
    return source


def file_name(address: str) -> str:
    """The last part of an address's path; `…` when there is none."""
    if address.startswith("data:"):
        return "…"
    try:
        path = urlsplit(address).path
    except ValueError:
        path = address
    return unquote(path.rstrip("/").rpartition("/")[2]) or "…"


def short_address(address: str) -> str:
    """An address without its scheme and query, as a label."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    return (parts.netloc + unquote(parts.path)).strip("/") or address
