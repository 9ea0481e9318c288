"""Elements in the line: links, pictures, media, raised and ruby characters, formulas, form fields.

Each handler needs no more than the builder, for such an element stands in no other of its kind.
"""

from __future__ import annotations

from collections.abc import Callable

from selectolax.lexbor import LexborNode

from reader.document import classes, raised
from reader.document.elements import Attributes, file_name, first_source, is_pixel, short_address
from reader.document.model import Style
from reader.document.text_builder import Leave, TextBuilder

IMAGE_MARK = "▣"
MEDIA_MARK = "▶"


def _nothing() -> None:
    """For elements that only had to be entered."""


SKIP: Leave = _nothing
"""What a handler answers when the walk shall not go into the element."""

STYLES: dict[str, Style] = {
    **dict.fromkeys(("strong", "b"), Style.STRONG),
    **dict.fromkeys(("em", "i", "cite", "dfn", "var"), Style.EMPHASIS),
    **dict.fromkeys(("u", "ins"), Style.UNDERLINE),
    **dict.fromkeys(("s", "del", "strike"), Style.STRIKE),
    "mark": Style.MARK,
    "small": Style.SMALL,
    **dict.fromkeys(("code", "samp", "tt"), Style.CODE),
    "kbd": Style.KEYBOARD,
}
"""Elements that are a style and nothing else."""


def _break(out: TextBuilder, node: LexborNode, attributes: Attributes) -> Leave | None:
    out.line_break()
    return SKIP


def _link(out: TextBuilder, node: LexborNode, attributes: Attributes) -> Leave | None:
    out.anchor(attributes.get("name") or "")
    target = (attributes.get("href") or "").strip()
    if not target:
        return None
    if target[0] == "#" and _is_permalink(node):
        return SKIP
    return out.open_style(Style.LINK, target)


def _is_permalink(node: LexborNode) -> bool:
    """Whether a link is a heading's own sign, by which its address can be copied."""
    around = node.parent
    if around is not None and around.tag == "span":
        around = around.parent
    return around is not None and around.tag in _HEADINGS and node.text().strip() in _PERMALINKS


_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_PERMALINKS = frozenset(("#", "¶", "§", "🔗", "⚓"))


def _image(out: TextBuilder, node: LexborNode, attributes: Attributes) -> Leave | None:
    if is_pixel(attributes):
        return SKIP
    source = first_source(attributes)
    words = " ".join((attributes.get("alt") or attributes.get("title") or "").split())
    _atom(out, Style.IMAGE, IMAGE_MARK, words or file_name(source), source)
    return SKIP


def _vector_image(out: TextBuilder, node: LexborNode, attributes: Attributes) -> Leave | None:
    """An inline SVG: its title, and the words that are drawn in it."""
    title = node.css_first("title")
    label = attributes.get("aria-label") or (title.text() if title is not None else "") or ""
    words = [label, *(text.text() for text in node.css("text, foreignObject"))]
    said = " ".join(" ".join(words).split())
    if said:
        _atom(out, Style.IMAGE, IMAGE_MARK, said, "")
    return SKIP


def _medium(out: TextBuilder, node: LexborNode, attributes: Attributes) -> Leave | None:
    """Video, audio, frames and plug-ins: one line with the address."""
    source = (attributes.get("src") or attributes.get("data") or attributes.get("data-src") or "").strip()
    if not source and (inner := node.css_first("source[src]")) is not None:
        source = (inner.attributes.get("src") or "").strip()
    label = " ".join((attributes.get("title") or attributes.get("aria-label") or "").split())
    if not source and not label:
        return None if node.tag in ("video", "audio", "object") else SKIP
    out.end_block()
    _atom(out, Style.MEDIA, MEDIA_MARK, label or short_address(source), source)
    out.end_block()
    return SKIP


_LONGEST_DATA = 256 * 1024
"""Characters of a picture that stands in the article itself; a longer one is its words only."""


def _atom(out: TextBuilder, style: Style, mark: str, words: str, target: str) -> None:
    if target.startswith("data:") and not (target.startswith("data:image/") and len(target) <= _LONGEST_DATA):
        target = ""
    out.open_style(style, target)
    out.mark(f"{mark} {words}")
    out.close_style()


def _raised(out: TextBuilder, node: LexborNode, attributes: Attributes) -> Leave | None:
    """`sup` and `sub`: in Unicode's own characters where it has them all, else marked by a style and a sign."""
    is_superscript = node.tag == "sup"
    style = Style.SUPERSCRIPT if is_superscript else Style.SUBSCRIPT
    words = node.text().strip()
    links = node.css("a[href]")
    is_plain = len(links) <= 1 and node.css_first("img, math, ruby, code") is None
    if is_plain and (written := raised.in_unicode(words, is_superscript=is_superscript)):
        _raised_characters(out, style, written, links)
        return SKIP
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
    return out.open_style(style)


def _raised_characters(out: TextBuilder, style: Style, written: str, links: list[LexborNode]) -> None:
    """Raised characters; a footnote's number keeps its link and its name."""
    out.open_style(style)
    for link in links:
        out.anchor(link.attributes.get("id") or link.attributes.get("name") or "")
        out.open_style(Style.LINK, (link.attributes.get("href") or "").strip())
    out.mark(written)
    for _ in links:
        out.close_style()
    out.close_style()


def _ruby_text(out: TextBuilder, node: LexborNode, attributes: Attributes) -> Leave | None:
    if not node.text().strip():
        return SKIP
    out.open_style(Style.RUBY)
    out.mark("(")

    def leave() -> None:
        out.mark(")")
        out.close_style()

    return leave


def _abbreviation(out: TextBuilder, node: LexborNode, attributes: Attributes) -> Leave | None:
    return out.open_style(Style.ABBREVIATION, attributes.get("title") or "")


def _math(out: TextBuilder, node: LexborNode, attributes: Attributes) -> Leave | None:
    """MathML: the TeX it was made from, where that is kept, else its characters."""
    source = node.css_first("annotation[encoding*=tex]")
    words = source.text() if source is not None else attributes.get("alttext") or node.text()
    _formula(out, " ".join(words.split()))
    return SKIP


def _formula(out: TextBuilder, words: str) -> None:
    if words:
        out.open_style(Style.MATH)
        out.mark(words)
        out.close_style()


def _script(out: TextBuilder, node: LexborNode, attributes: Attributes) -> Leave | None:
    """Scripts say nothing, but for MathJax's formulas."""
    if (attributes.get("type") or "").startswith("math/tex"):
        _formula(out, " ".join(node.text().split()))
    return SKIP


def _span(out: TextBuilder, node: LexborNode, attributes: Attributes) -> Leave | None:
    names = (attributes.get("class") or "").split()
    if "math" in names and "katex" not in names:
        return out.open_style(Style.MATH)
    return None


def _unscripted(out: TextBuilder, node: LexborNode, attributes: Attributes) -> Leave | None:
    """`<noscript>` often repeats, for readers without scripts, the picture that stands just before it."""
    previous = node.prev
    if previous is not None and previous.tag == "img" and not node.text().strip():
        return SKIP
    return None


def _input(out: TextBuilder, node: LexborNode, attributes: Attributes) -> Leave | None:
    kind = (attributes.get("type") or "text").lower()
    if kind in ("checkbox", "radio"):
        mark = "☑" if "checked" in attributes else "☐"
        if not out.retitle_container(mark):
            out.mark(mark)
    elif kind in ("submit", "button", "reset") and (value := attributes.get("value")):
        out.text(value)
    return SKIP


def _button(out: TextBuilder, node: LexborNode, attributes: Attributes) -> Leave | None:
    return SKIP if classes.is_copy_label(node.text()) else None


def _option(out: TextBuilder, node: LexborNode, attributes: Attributes) -> Leave | None:
    out.line_break()
    return None


Handler = Callable[[TextBuilder, LexborNode, Attributes], Leave | None]
"""Tells the builder that an element begins; answers what to do at its end, None for nothing, or SKIP."""

HANDLERS: dict[str, Handler] = {
    "br": _break,
    "a": _link,
    "img": _image,
    "svg": _vector_image,
    **dict.fromkeys(("video", "audio", "iframe", "embed", "object"), _medium),
    **dict.fromkeys(("sup", "sub"), _raised),
    "rt": _ruby_text,
    **dict.fromkeys(("abbr", "acronym"), _abbreviation),
    "math": _math,
    "script": _script,
    "span": _span,
    "noscript": _unscripted,
    "input": _input,
    "button": _button,
    "option": _option,
}
"""What is done for an element by its tag."""
