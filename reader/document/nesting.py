"""Keeps nested tags within a bound before anything parses them.

The HTML parser takes time quadratic in the depth of nesting: 100,000 nested `<div>` take 35 s. No page that a person
wrote nests deeper than some dozens; what does is cut down to the bound here, and loses tags but no words.
"""

from __future__ import annotations

import re

MAX_DEPTH = 256

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>")
_NEVER_DEEP = frozenset(
    "area base br col embed hr img input link meta param source track wbr p li dt dd tr td th thead tbody "
    "tfoot option optgroup rt rp html head body".split()
)
"""Void elements, and those that the parser closes by itself when another of them opens (HTML, section 13.1.2.4)."""


def bounded(html: str) -> str:
    """The same HTML, or, where tags nest deeper than MAX_DEPTH, the HTML without the tags below that depth."""
    if html.count("<") <= MAX_DEPTH or _depth(html) <= MAX_DEPTH:
        return html
    depth = 0

    def keep(match: re.Match[str]) -> str:
        nonlocal depth
        if match[2].lower() in _NEVER_DEEP:
            return match[0]
        if match[1]:
            was = depth
            depth = max(0, depth - 1)
            return "" if was > MAX_DEPTH else match[0]
        depth += 1
        return "" if depth > MAX_DEPTH else match[0]

    return _TAG.sub(keep, html)


def _depth(html: str) -> int:
    """The deepest nesting of tags, at least as deep as any parser would see it."""
    depth = deepest = 0
    for match in _TAG.finditer(html):
        if match[2].lower() in _NEVER_DEEP:
            continue
        if match[1]:
            depth = depth - 1 if depth else 0
        else:
            depth += 1
            if depth > deepest:
                deepest = depth
                if deepest > MAX_DEPTH:
                    break
    return deepest
