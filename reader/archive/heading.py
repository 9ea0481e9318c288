"""The first heading of a body, as plain words: the title of an article that has no other."""

from __future__ import annotations

import re

from reader.archive.article import BodyFormat

LOOKED_AT = 8000
"""In code points. A first heading further down is a heading, but no longer a title."""

_ATX = re.compile(r" {0,3}#{1,6}[ \t]+(?P<words>.*?)(?:[ \t]+#+)?[ \t]*$")
_SETEXT = re.compile(r" {0,3}(?:=+|-+)[ \t]*$")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_ELEMENT = re.compile(r"<h([1-6])\b[^<>]*>(?P<words>.{0,1000}?)</h\1\s*>", re.IGNORECASE | re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->|<(style|script|pre)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)


def first_heading(body: str, body_format: BodyFormat) -> str | None:
    """The words of the first heading in the first 8,000 code points of `body`; None where there is none.

    In Markdown that is a line of `# words`, words above a line of `===` or `---`, or an HTML heading; text
    inside a fenced code block is none. A plain text has no headings.
    """
    if body_format is BodyFormat.PLAIN:
        return None
    head = _COMMENT.sub("", body[:LOOKED_AT])
    if body_format is BodyFormat.MARKDOWN:
        head = _without_fences(head)
    candidates = [(found.start(), found["words"]) for found in [_ELEMENT.search(head)] if found]
    if body_format is BodyFormat.MARKDOWN:
        candidates += _markdown_heading(head)
    for _, words in sorted(candidates):
        if plain := plain_words(words):
            return plain
    return None


def _without_fences(text: str) -> str:
    """Fenced code left out (CommonMark 4.5): a `# comment` in it is no heading."""
    if "```" not in text and "~~~" not in text:
        return text
    kept: list[str] = []
    fence = ""
    for line in text.split("\n"):
        found = _FENCE.match(line)
        if found and not fence:
            fence = found[1]
        elif found and found[1].startswith(fence):
            fence = ""
        elif not fence:
            kept.append(line)
    return "\n".join(kept)


def _markdown_heading(text: str) -> list[tuple[int, str]]:
    """The first ATX or setext heading (CommonMark 4.2, 4.3) and its offset, if any."""
    position, above = 0, ""
    for line in text.split("\n"):
        if (found := _ATX.match(line, 0, 2 * _LONGEST)) and found["words"]:
            return [(position, found["words"])]
        if above and _SETEXT.match(line):
            return [(position - len(above) - 1, above)]
        # A list item, a quotation or an element above a line of hyphens has a rule below it, not an
        # underline.
        above = line if line.strip() and line.lstrip()[0] not in "-*+>|<#`" else ""
        position += len(line) + 1
    return []


_LONGEST = 500
"""In code points. The patterns here take the square of a length; no title is as long as this."""

_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_IMAGE_OR_LINK = re.compile(r"!?\[([^\[\]]*)\](?:\([^()\s]*(?:\([^()]*\)[^()\s]*)*(?:\s+\"[^\"]*\")?\)|\[[^\[\]]*\])")
_EMPHASIS = re.compile(r"(?<!\\)(\*{1,3}|~~|`+)(?=\S)(.+?)(?<=[^\s\\])\1")
_UNDERSCORES = re.compile(r"(?<!\w)(_{1,3})(?=\S)(.+?)(?<=\S)\1(?!\w)")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_ATTRIBUTES = re.compile(r"\s*\{[#.:][^{}]*\}\s*$")


def plain_words(markup: str) -> str:
    """The words of a heading without tags, links, emphasis, escapes, entities and `{#id}`, on one line."""
    words = _ATTRIBUTES.sub("", _TAG.sub("", markup[:_LONGEST]))
    for _ in range(2):  # a linked picture is a link around a link
        words = _IMAGE_OR_LINK.sub(r"\1", words)
    words = _EMPHASIS.sub(r"\2", words)
    words = _EMPHASIS.sub(r"\2", words)
    words = _ESCAPE.sub(r"\1", _UNDERSCORES.sub(r"\2", words))
    if "&" in words:
        from html import unescape  # noqa: PLC0415 - its table of entities takes 2 ms

        words = unescape(words)
    return " ".join(words.split())
