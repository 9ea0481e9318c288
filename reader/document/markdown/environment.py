"""What is known of a source before it is parsed: its definitions, its footnotes, its own elements."""

from __future__ import annotations

import re
from collections.abc import Iterator, MutableMapping
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
    for match in _definitions(source):
        if label := match["note"]:
            environment["footnotes"]["refs"][":" + label] = -1
        else:
            definitions.append(match["link"])
    md = parser()
    for definition in definitions:
        parse_blocks(md, environment, definition, [])
    return environment


def _definitions(source: str) -> Iterator[re.Match[str]]:
    """What looks like a definition, of a link or of a note, and stands in no fence and no block of HTML."""
    position = 0
    while match := _DEFINITION_OR_OTHER.search(source, position):
        position = match.end()
        if mark := match["fence"]:
            while (end := _FENCE.search(source, position)) and not (
                end["fence"].startswith(mark) and not end["info"].strip()
            ):
                position = end.end()
            position = end.end() if end else len(source)
        elif match["html"] is None:
            yield match


_CLOSED_ELEMENT = re.compile(r"</([a-zA-Z][\w.]*-[\w.-]*)\s*>")
_START = r"^[ \t>]*(?:[-+*][ \t]+|\d{1,9}[.)][ \t]+)?"
_FENCE_LINE = r"(?P<fence>`{3,}|~{3,})(?P<info>.*)$"
_FENCE = re.compile(_START + _FENCE_LINE, re.MULTILINE)
# HTML that begins with a block's tag reaches to a blank line, a comment to its end (CommonMark 0.31, section 4.6).
_HTML = (
    r"(?P<html><!--(?:(?!-->)[^\n]|\n)*(?:-->|\Z)|</?(?:article|aside|blockquote|center|details|div|dl|dt|dd|fieldset|"
    r"figure|figcaption|footer|form|h[1-6]|header|iframe|li|main|nav|ol|p|section|summary|table|tbody|td|tfoot|th|thead|"
    r"tr|ul)\b[^\n]*(?:\n[ \t]*[^\s][^\n]*)*)"
)
_DEFINITION_OR_OTHER = re.compile(
    _START
    + r"(?:"
    + _FENCE_LINE
    + r"|"
    + _HTML
    + r"|\[\^(?P<note>[^\]\s]+)\]:"
    + r"|(?P<link>\[[^\]\n^][^\]\n]*\]:(?:[^\n]*\S[^\n]*|[ \t]*\n[^\n]+)(?:\n[ \t]+[\"'(][^\n]*)?))",
    re.MULTILINE,
)
