"""Markdown to HTML.

Markdown never becomes a document by itself: it becomes HTML, and the HTML goes through the one HTML parser. So
islands of HTML inside Markdown, and Markdown inside those, need no code of their own, and nothing is dropped.

The dialect is CommonMark with what archives use besides: GitHub's tables, strikethrough, task lists, bare links and
heading anchors; footnotes and definition lists (Pandoc); `$math$`, kept as its source; kramdown's and Pandoc's
attribute lists, which disappear; Obsidian's `[[links]]` and `==marks==`; the template tags of Hexo, Jekyll and Hugo.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader.document.markdown.dialect import parser
from reader.document.markdown.environment import new_environment
from reader.document.markdown.footnotes import footnote_list
from reader.document.markdown.pieces import next_blocks
from reader.document.markdown.rendering import render
from reader.document.markdown.text import finished
from reader.document.template_tags import expand_liquid

__all__ = ["chunks", "expand_liquid", "to_html"]


def to_html(source: str) -> str:
    """The HTML of a Markdown body that has no front matter any more, without `<html>` or `<body>` around it."""
    return "".join(chunks(source))


def chunks(source: str, size: int = 65536) -> Iterator[str]:
    """The HTML of successive pieces of `source`, each of some `size` code points; joined, they are `to_html(source)`.

    A piece ends where a block ends that stands in no other, be it of Markdown or of HTML, so each is good HTML by
    itself. Links and footnotes know the definitions of the whole source. Footnotes come in the last piece.
    """
    source = expand_liquid(source.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd"))
    if not source.endswith("\n"):
        source += "\n"  # markdown-it looks behind the end where a table stands above a last line of blanks
    if has_indents := "\u3000" in source:
        source = _INDENT.sub(lambda match: match[0].replace("\u3000", _STAND_IN), source)
    for piece in _pieces(source, size):
        yield piece.replace(_STAND_IN, "\u3000") if has_indents else piece


# markdown-it strips full-width spaces, with which Chinese and Japanese paragraphs are set in, off its paragraphs.
_INDENT = re.compile(r"^[ \t>]*(?:[-+*][ \t]+|\d{1,9}[.)][ \t]+)?\u3000+", re.MULTILINE)
_STAND_IN = "\u303f"


def _pieces(source: str, size: int) -> Iterator[str]:
    md = parser()
    environment = new_environment(source)
    position = 0
    while position < len(source):
        tokens, position = next_blocks(md, environment, source, position, size)
        yield render(md, finished(md, environment, tokens), environment)
    if environment["footnotes"]["refs"]:
        yield render(md, footnote_list(md, environment), environment)
