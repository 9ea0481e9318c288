"""How long an article takes to read."""

from __future__ import annotations

import re

WIDE_A_MINUTE = 400
"""Han characters and kana."""

WORDS_A_MINUTE = 230
"""Words of other scripts."""

_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
_WORD = re.compile(r"[^\W\d_][\w'’-]*")


def minutes(text: str) -> int:
    """Whole minutes, at least 1."""
    wide = sum(match.end() - match.start() for match in _WIDE.finditer(text))
    words = sum(1 for _ in _WORD.finditer(_WIDE.sub(" ", text)))
    return max(1, round(wide / WIDE_A_MINUTE + words / WORDS_A_MINUTE))
