"""White space as a browser shows it, and characters that are not seen at all (CSS Text 3, section 4.1)."""

from __future__ import annotations

import re

from reader.archive.encoding import clean

SPACES = re.compile(r"[ \t\r\n\f]+")
"""White space that collapses to one space."""

LINE_ENDS = re.compile(r"(?<![ \t\r\f])[ \t\r\f]*+\n[ \t\r\n\f]*")
"""A line end and the blanks around it, which count as one. Each run of blanks is looked at once, however long."""
BLANK_LINE = re.compile(r"\n[ \t]*\n")
"""A line of nothing but blanks, from the end of the line before it to its own."""

_QUOTES = frozenset("—‘’“”…·")
"""Marks that are as wide as their neighbours: beside a wide character they count as one."""


def blank_line_end(text: str, position: int) -> int:
    """Where the first blank line after `position` ends; the end of the text when there is none."""
    if position >= len(text):
        return len(text)
    match = BLANK_LINE.search(text, position)
    return match.end() if match else len(text)


def without_wide_breaks(text: str) -> str:
    """The text without the line ends between wide characters (CSS Text 3, section 4.1.2)."""

    def joined(match: re.Match[str]) -> str:
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        if not before or not after:
            return match[0]
        if is_wide(before):
            return "" if is_wide(after) or after in _QUOTES else match[0]
        return "" if before in _QUOTES and is_wide(after) else match[0]

    return LINE_ENDS.sub(joined, text)


def is_wide(character: str) -> bool:
    """Whether a character is of the Chinese or Japanese scripts or their punctuation."""
    return (
        "\u2e80" <= character <= "\u312f"
        or "\u31a0" <= character <= "\u9fff"
        or "\uf900" <= character <= "\ufaff"
        or "\ufe30" <= character <= "\ufe4f"
        or "\uff00" <= character <= "\uffef"
        or "\U00020000" <= character <= "\U0003ffff"
    )


def shown(raw: str) -> str:
    """Text without what cannot be seen; controls that were written as character references are made visible."""
    if _CONTROL.search(raw):
        raw = clean(raw)
    return raw if raw.isascii() else _INVISIBLE.sub("", raw)


_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
"""Soft hyphens, zero-width spaces, word joiners, stray byte-order marks: they are not seen, and would hide matches."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
