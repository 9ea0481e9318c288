"""How long an article takes to read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from reader.document.model import Document

WIDE_A_MINUTE = 400
"""Han characters and kana."""

WORDS_A_MINUTE = 230
"""Words of other scripts."""

# In two classes of two ranges: one of four would take 5 ms to compile.
_WIDE = re.compile(r"(?:[\u3040-\u30ff\u3400-\u9fff]|[\uf900-\ufaff\U00020000-\U0003ffff])+")
_WORD = re.compile(r"[^\W\d_][\w'’-]*")


_SLICE = 20_000
"""Code points looked at in one go, so that other threads get their turn."""


class Count(NamedTuple):
    """What has been counted of a text so far."""

    wide: int = 0
    words: int = 0

    def and_of(self, text: str) -> Count:
        """With a further part, which begins a word of its own."""
        wide, words = self
        for start in range(0, len(text), _SLICE):
            part = text[start : start + _SLICE]
            without = part if part.isascii() else _WIDE.sub(" ", part)
            if without is not part:
                wide += sum(match.end() - match.start() for match in _WIDE.finditer(part))
            words += sum(1 for _ in _WORD.finditer(without))
        return Count(wide, words)

    @property
    def minutes(self) -> int:
        """Whole minutes, at least 1."""
        return max(1, round(self.wide / WIDE_A_MINUTE + self.words / WORDS_A_MINUTE))


def minutes(text: str) -> int:
    """Whole minutes, at least 1."""
    return Count().and_of(text).minutes


def counted(parts: Iterable[Document]) -> Iterator[Document]:
    """The parts of a document, of which the last says how many minutes the whole takes."""
    count = Count()
    for part in parts:
        count = count.and_of(part.text)
        yield replace(part, minutes=count.minutes) if part.is_complete else part
