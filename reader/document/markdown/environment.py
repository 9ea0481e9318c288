"""What is known of a source before it is parsed: its definitions, its footnotes, its own elements."""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from typing import Any

from reader.document.markdown.dialect import parse_blocks, parser
from reader.document.markdown.markup import DRAWING, FORMULA

Environment = MutableMapping[str, Any]
"""What markdown-it keeps while it parses."""


def new_environment(source: str) -> Environment:
    """What markdown-it keeps while it parses, with all definitions of the source known from the start."""
    environment: Environment = {
        "references": {},
        "footnotes": {"refs": {}, "list": {}},
        "notes": [],
        "slugs": {},
        "elements": {name.lower() for name in _CLOSED_ELEMENT.findall(source)},
    }
    # Elsewhere `<path>` and `<text>` are what somebody is to put in.
    if "</svg" in source:
        environment["elements"].update(DRAWING.split())
    if "</math" in source:
        environment["elements"].update(FORMULA.split())
    if "]:" not in source:
        return environment
    definitions = []
    fence = ""
    for match in _FENCE_OR_DEFINITION.finditer(source):
        mark, label = match["fence"], match["note"]
        if mark:
            if not fence:
                fence = mark
            elif mark.startswith(fence) and not match["info"].strip():
                fence = ""
        elif fence:
            continue
        elif label:
            environment["footnotes"]["refs"][":" + label] = -1
        else:
            definitions.append(match["link"])
    md = parser()
    for definition in definitions:
        parse_blocks(md, environment, definition, [])
    return environment


_CLOSED_ELEMENT = re.compile(r"</([a-zA-Z][\w.]*-[\w.-]*)\s*>")
_FENCE_OR_DEFINITION = re.compile(
    r"^[ \t>]*(?:[-+*][ \t]+|\d{1,9}[.)][ \t]+)?"
    r"(?:(?P<fence>`{3,}|~{3,})(?P<info>.*)$"
    r"|\[\^(?P<note>[^\]\s]+)\]:"
    r"|(?P<link>\[[^\]\n^][^\]\n]*\]:(?:[^\n]*\S[^\n]*|[ \t]*\n[^\n]+)(?:\n[ \t]+[\"'(][^\n]*)?))",
    re.MULTILINE,
)
