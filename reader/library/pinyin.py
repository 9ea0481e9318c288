"""Chinese titles by their sound: `gongzuo` and `gzz` find 工作组.

A title is spelled once, when its text is indexed, and kept as a text in which SQLite can look: each syllable behind a
space, each run of Han characters behind a bar, and after a tab the initials of each run: `| gong zuo zu\\t|GZZ`.
"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from functools import lru_cache

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
_LETTERS = re.compile(r"[a-z]{2,40}")
_MOST_READINGS = 8
"""Ways to part a word into syllables that are looked for; `xian` has two."""
_LONGEST_SYLLABLE = 6

LONGEST = 200
"""Characters of a title that are spelled."""


def spelled(title: str) -> str | None:
    """What is kept of a title; None when it has no Han characters. Ü is written v, as it is typed."""
    runs = _HAN.findall(title[:LONGEST])
    if not runs:
        return None
    from pypinyin.contrib.mmseg import seg  # noqa: PLC0415 - 120 ms and 20 MB that only indexing needs

    spellings = [[syllable for word in seg.cut(run) for syllable in _syllables(word)] for run in runs]
    syllables = "".join([" ".join(("|", *run)) for run in spellings])
    initials = "".join(["|" + "".join([syllable[0] for syllable in run]).upper() for run in spellings])
    return f"{syllables}\t{initials}"


@lru_cache(20_000)
def _syllables(word: str) -> tuple[str, ...]:
    """How a word sounds. A title is parted into words anyway, and words come again: that takes a tenth of the time."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - see spelled

    return tuple(lazy_pinyin(word, errors="ignore", v_to_u=False))


def syllables_of(kept: str) -> set[str]:
    """The syllables of what is kept of a title."""
    return set(kept.partition("\t")[0].replace("|", " ").split())


def is_typed_pinyin(word: str) -> bool:
    """Whether a word of a filter may be pinyin: two letters at least, because one begins too many."""
    return _LETTERS.fullmatch(word) is not None


def readings(word: str, syllables: AbstractSet[str]) -> tuple[str, ...]:
    """The spellings that a typed word may begin: texts to look for in what is kept.

    The first is for initials. All syllables but the last are whole: `gongzu` is ` gong zu`, which stands in
    ` gong zuo`. Without known syllables, and for what is not pinyin, there are none.
    """
    if not syllables or not is_typed_pinyin(word):
        return ()
    beginnings = _beginnings(frozenset(syllables))
    # From the end: the ways to part what stands behind each place. Tried from the front, a word such as `nananana…x`
    # has more ways that lead nowhere than can be tried.
    ways: list[list[str]] = [[] for _ in word]
    for start in reversed(range(len(word))):
        rest = word[start:]
        if rest in beginnings:
            ways[start].append(f" {rest}")
        for length in range(min(len(rest) - 1, _LONGEST_SYLLABLE), 0, -1):
            if rest[:length] in syllables:
                ways[start] += [f" {rest[:length]}{way}" for way in ways[start + length]]
        del ways[start][_MOST_READINGS - 1 :]
    return word.upper(), *ways[0]


@lru_cache(4)
def _beginnings(syllables: frozenset[str]) -> frozenset[str]:
    return frozenset(syllable[:length] for syllable in syllables for length in range(1, len(syllable) + 1))
