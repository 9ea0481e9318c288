"""What each tag becomes on the way through html2text: a sign where it stands, so that html2text sees words only."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from reader.document import elements
from reader.document.elements import Attributes
from reader.document.export.escapes import address, as_entities, escaped, plain
from reader.document.export.signs import (
    BLOCK,
    BREAK,
    CODE,
    EMPHASIS,
    END,
    END_CODE,
    END_EMPHASIS,
    END_LINK,
    END_STRIKE,
    END_STRONG,
    LINK,
    OBJECT,
    STRIKE,
    STRONG,
    TASK,
)

if TYPE_CHECKING:
    from html2text import HTML2Text

_MARKS = {
    **dict.fromkeys(("strong", "b"), (STRONG, END_STRONG)),
    **dict.fromkeys(("em", "i", "cite", "dfn", "var"), (EMPHASIS, END_EMPHASIS)),
    **dict.fromkeys(("s", "del", "strike"), (STRIKE, END_STRIKE)),
    **dict.fromkeys(("code", "samp", "tt"), (CODE, END_CODE)),
}
_KEPT_TAGS = frozenset(
    ["u", "ins", "mark", "small", "kbd", "sup", "sub", "abbr", "acronym", "ruby", "rt", "rb", "rtc", "q"]
)


class TagWriter:
    """html2text's `tag_callback`: puts signs where tags stand. What a sign cannot say itself goes to `objects`."""

    def __init__(self, objects: list[str]) -> None:
        self._objects = objects
        self._links: list[bool] = []
        self._depths = dict.fromkeys((STRONG, EMPHASIS, STRIKE, CODE), 0)
        self._heading = 0
        self._tables: list[bool] = []

    def __call__(self, out: HTML2Text, tag: str, attributes: Attributes, start: bool) -> bool:
        if start and (index := attributes.get("data-object")):
            self._object(out, int(index), is_block=tag not in ("span", "svg", "math"))
        elif tag in _MARKS:
            self._mark(out, tag, start)
        elif tag == "a":
            self._link(out, attributes, start)
        elif tag in _KEPT_TAGS:
            title = f' title="{escape(plain(attributes.get("title")))}"' if attributes.get("title") else ""
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

    def _link(self, out: HTML2Text, attributes: Attributes, start: bool) -> None:
        if start:
            target = plain(attributes.get("href")).strip()
            self._links.append(bool(target))
            if target:
                title = plain(attributes.get("title"))
                self._objects.append(title)
                out.o(f"{LINK}{self._index(target)}{END}")
        elif self._links and self._links.pop():
            out.o(END_LINK)

    def _input(self, out: HTML2Text, attributes: Attributes) -> None:
        kind = (attributes.get("type") or "text").lower()
        if kind in ("checkbox", "radio"):
            out.o(f"{TASK}{'x' if 'checked' in attributes else ' '}{END}")
        elif kind in ("submit", "button", "reset") and (value := attributes.get("value")):
            out.o(self._kept(as_entities(plain(value))))

    def _container(self, out: HTML2Text, tag: str, attributes: Attributes, start: bool) -> None:
        if tag == "table" and start:
            self._tables.append("data-layout" not in attributes)
        if tag in ("table", "tr", "td", "th") and not (self._tables and self._tables[-1]):
            out.p()
        else:
            self._edge(out, tag, attributes, start)
        if tag == "table" and not start and self._tables:
            self._tables.pop()

    def _edge(self, out: HTML2Text, tag: str, attributes: Attributes, start: bool) -> None:
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


def _picture(attributes: Attributes) -> str:
    words = " ".join(plain(attributes.get("alt")).split())
    title = "" if words else " ".join(plain(attributes.get("title")).split())
    source = plain(attributes.get("src"))
    return f"![{escaped(words)}]({address('' if source.startswith('data:') else source, title)})"


_LISTS = frozenset(["ul", "ol", "menu", "dir"])
_CONTAINERS = frozenset(
    ["ul", "ol", "menu", "dir", "li", "blockquote", "dl", "dt", "dd", "details", "table", "tr", "td", "th"]
)
