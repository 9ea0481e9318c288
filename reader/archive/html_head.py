"""The head of an HTML file as fields, for files that carry no front matter."""

from __future__ import annotations

import re
from collections.abc import Mapping

LONGEST = 64 * 1024
"""In code points. A longer head is cut: what makes it long are scripts."""

_SIGNS = re.compile(r"<(?:title|meta|html|link)\b", re.IGNORECASE)
_HEAD_END = re.compile(r"</head\s*>|<body\b", re.IGNORECASE)

# Which field a meta element's name or property speaks for, the surest first.
_META = {
    "og:title": "og:title",
    "twitter:title": "og:title",
    "author": "author",
    "article:author": "author",
    "dc.creator": "author",
    "article:published_time": "date",
    "date": "date",
    "dc.date": "date",
    "pubdate": "date",
    "publishdate": "date",
    "og:url": "og:url",
    "keywords": "tags",
    "article:tag": "tags",
    "description": "description",
    "og:description": "description",
    "og:locale": "og:locale",
}


def has_whole_head(text: str) -> bool:
    """Whether `head_fields` would find the same in a longer text that begins with this one."""
    return len(text) >= LONGEST or _HEAD_END.search(text) is not None


def head_fields(text: str) -> Mapping[str, object]:
    """Fields, named as in front matter, of `<title>`, `<meta>`, `<link rel=canonical>` and `<html lang>`.

    Only what stands before `</head>` or in the first 64 K code points is parsed, so a long article costs no
    more than a short one. Empty when there is no head. Never raises.
    """
    head = text[:LONGEST]
    end = _HEAD_END.search(head)
    head = head[: end.start()] if end else head
    if not _SIGNS.search(head):
        return {}
    from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415 - 10 ms that an archive of Markdown never pays

    parser = LexborHTMLParser(head)
    fields: dict[str, object] = {}
    for meta in parser.css("meta[content]"):
        attributes = meta.attributes
        name = (attributes.get("name") or attributes.get("property") or attributes.get("itemprop") or "").lower()
        content = (attributes.get("content") or "").strip()
        field = _META.get(name)
        if field and content:
            fields.setdefault(field, content)
    title = parser.css_first("head > title")
    canonical = parser.css_first("link[rel=canonical][href]")
    root = parser.css_first("html[lang]")
    return {
        "date": fields.get("date"),
        "author": fields.get("author"),
        "tags": fields.get("tags"),
        "description": fields.get("description"),
        "title": (title.text().strip() if title else "") or fields.get("og:title"),
        "link": (canonical.attributes.get("href") if canonical else None) or fields.get("og:url"),
        "lang": (root.attributes.get("lang") if root else None) or fields.get("og:locale"),
    }
