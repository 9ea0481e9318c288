"""Words as Markdown and as HTML inside Markdown, so that nothing in them is read as a mark."""

from __future__ import annotations

import re

from reader.document.export.signs import AMPERSAND, BACKSLASH, GREATER, LESS, LINE_END

PLAIN = str.maketrans({LESS: "<", GREATER: ">", AMPERSAND: "&", BACKSLASH: "\\", LINE_END: " "})
"""What shows the words that signs hide, for `str.translate`."""

_UNSEEN = re.compile(r"[\s\x00-\x20]+")


def plain(value: str | None) -> str:
    """Words or an attribute as they were in the source, without signs."""
    return (value or "").translate(PLAIN)


def address(target: str, title: str = "") -> str:
    """What stands in the parentheses of a link: the address, and the title that it may have (CommonMark, 6.3)."""
    target = _UNSEEN.sub(lambda match: "%20" * (match[0] == " "), target)
    if re.search(r"[()<>\\&]", target):
        target = "<" + re.sub(r"([<>\\&])", r"\\\1", target) + ">"
    shown = " ".join(title.split())
    return target + (f' "{escaped(shown)}"' if shown else "")


def escaped(words: str) -> str:
    """Words with a backslash before every mark of ASCII (CommonMark, section 2.4)."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", words)


def as_entities(words: str) -> str:
    """Words that no Markdown can be seen in, for HTML that stands inside Markdown."""
    return re.sub(r"[!-,/:-@\[-`{-~\n]", lambda match: f"&#{ord(match[0])};", words)


def formula(words: str) -> str:
    """A formula in HTML, where dollars would be read otherwise."""
    return f'<span class="math">{as_entities(words)}</span>'
