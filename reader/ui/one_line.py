"""Untrusted text on one line of cells: made printable, cut, wrapped."""

from __future__ import annotations

import re

from rich.cells import cell_len, split_graphemes

MOST_CHARACTERS = 500
"""Code points of a text that are looked at; combining marks make more characters than cells."""

# Controls, line and paragraph separators, and what reorders text.
_UNPRINTABLE = r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]"
_EMOJI_JOINERS = r"\ufe0f|(?<=[\u2190-\u2bff\U0001f000-\U0001faff\ufe0f])\u200d"


def printable(text: str) -> str:
    """The text on one line, with a space for each control or bidi control; as many code points as before."""
    return re.sub(_UNPRINTABLE, " ", text)


def steady(text: str) -> str:
    """The text without what joins emoji or asks for their coloured forms.

    Terminals do not agree how many cells a joined sequence takes, and a row that is too long pushes the page
    aside.
    """
    return re.sub(_EMOJI_JOINERS, "", text)


def cut(text: str, width: int) -> str:
    """The text in no more than `width` cells, with `…` where something is missing; no grapheme is split."""
    head = text[:MOST_CHARACTERS].rstrip("\u200d")
    if len(text) <= MOST_CHARACTERS and cell_len(head) <= width:
        return head
    if width < 1:
        return ""
    end = used = 0
    for _, stop, cells in split_graphemes(head)[0]:
        if used + cells > width - 1:
            break
        end, used = stop, used + cells
    return head[:end].rstrip("\u200d") + "…"


def shortened(text: str, most: int) -> str:
    """The text in no more than so many code points: what is left out of its middle becomes `…`.

    Of what begins with a long path, what is said of it stands at the end.
    """
    return text if len(text) <= most else f"{text[: most // 2]}…{text[len(text) - (most - 1) // 2 :]}"


def wrapped(text: str, width: int) -> list[str]:
    """The text in lines of no more than `width` cells, broken at spaces, and inside a word that is wider."""
    lines = [""]
    for word in text.split():
        if cell_len(f"{lines[-1]} {word}".strip()) <= width:
            lines[-1] = f"{lines[-1]} {word}".strip()
            continue
        lines.append("")
        used = 0
        for start, end, cells in split_graphemes(word)[0]:
            if used + cells > width:
                lines.append("")
                used = 0
            lines[-1] += word[start:end]
            used += cells
    return [line for line in lines if line]
