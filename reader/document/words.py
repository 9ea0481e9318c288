"""What counts as a word and as equal, for the index of all articles and for the matcher in one of them.

Two kinds of characters make words. Those of scripts that part words by spaces make *spaced* words, of letters, digits,
marks and `_`. Those of scripts that do not (Han, kana, hangul, Thai, Lao, Khmer, Burmese) make *runs*, in which any
part may be looked for: the index holds a run as its overlapping pairs of characters and, by itself, its last one.
Everything else stands between words.
"""

from __future__ import annotations

import re
import sys
from functools import cache
from operator import add
from unicodedata import category, normalize

UNSPACED = (
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e50-\u0e59"  # Thai
    "\u0e81-\u0ece\u0ed0-\u0edf"  # Lao
    "\u1000-\u1049\u1050-\u109d"  # Burmese
    "\u1100-\u11ff\uac00-\ud7a3\ud7b0-\ud7fb"  # hangul
    "\u1780-\u17d3\u17e0-\u17e9"  # Khmer
    "\u2e80-\u2fd5\u3005-\u3007\u3021-\u302f\u3031-\u3035\u3038-\u303c\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"  # Han
    "\U00020000-\U000323af"
    "\u3041-\u309a\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"  # kana
    "\u3105-\u312f\u31a0-\u31bf"  # bopomofo
)
"""For a class of a regular expression: the characters of scripts that do not part words by spaces."""

_UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]")
"""Soft hyphens, zero-width spaces and joiners, byte-order marks, variation selectors."""


@cache
def marks() -> str:
    """For a class of a regular expression: the marks (categories Mn, Mc, Me) that belong to spaced words."""
    unspaced = re.compile(f"[{UNSPACED}]")
    ranges: list[list[int]] = []
    for code in (*range(0x300, 0x10000), *range(0x10A00, 0x11F60), *range(0x1E000, 0x1E950)):
        character = chr(code)
        if category(character)[0] != "M" or unspaced.match(character):
            continue
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


@cache
def word_pattern() -> re.Pattern[str]:
    """Finds the words and runs of a folded text. Inside a run single line ends may stand."""
    letter, mark = rf"[^\W{UNSPACED}]", f"[{marks()}]"
    return re.compile(rf"[{UNSPACED}]+(?:\n[{UNSPACED}]+)*|{letter}+(?:{mark}+{letter}*)*")


def fold(text: str, *, simplify: bool = True) -> str:
    """The text with case, width and compatibility forms made equal, without what is not seen.

    NFKC, case folding, NFKC (Unicode, section 3.13, `toNFKC_Casefold`). With `simplify`, each traditional character
    becomes its simplified one, so that both find each other. Lines stay lines.
    """
    if text.isascii():
        return text.lower()
    if _UNSEEN.search(text):
        text = _UNSEEN.sub("", text)
    normal = normalize("NFKC", text)
    folded = normal.casefold()
    if folded != normal:  # as it is in most Chinese texts; normalizing takes longest
        folded = normalize("NFKC", folded)
    return folded.translate(_simplified()) if simplify and _traditional().search(folded) else folded


@cache
def _simplified() -> dict[int, str]:
    """For each traditional character its simplified one, character by character, as OpenCC has them."""
    from opencc import OpenCC  # noqa: PLC0415 - 30 ms, not to be paid before Chinese is searched or indexed

    ranges = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00), (0x20000, 0x2EBE1))
    characters = [chr(code) for first, last in ranges for code in range(first, last)]
    converted = OpenCC("t2s").convert("\n".join(characters)).split("\n")
    return {
        ord(character): sys.intern(simple)
        for character, simple in zip(characters, converted, strict=True)
        if len(simple) == 1 and simple != character
    }


@cache
def _traditional() -> re.Pattern[str]:
    """Finds the first character that has a simplified form; most texts have none."""
    common = "".join(
        chr(code) for code in _simplified() if code < 0x10000
    )  # a class of those alone is ten times as fast
    return re.compile(f"[{common}]|[\U00020000-\U0002ebe0]")


def tokens(folded: str) -> list[str]:
    """What the index holds of a folded text, in order: its words, and of a run `abcd` `ab`, `bc`, `cd`, `d`."""
    found: list[str] = []
    for word in word_pattern().findall(folded):
        if not is_run(word):
            found.append(word)
            continue
        run = word.replace("\n", "") if "\n" in word else word
        found += map(add, run, run[1:])
        found.append(run[-1])
    return found


def is_run(word: str) -> bool:
    """Whether what `word_pattern` found is a run of an unspaced script."""
    first = word[0]
    if first < "\u0e01":
        return False
    return "\u3041" <= first <= "\u9fff" or _IS_UNSPACED.match(first) is not None


_IS_UNSPACED = re.compile(f"[{UNSPACED}]")
