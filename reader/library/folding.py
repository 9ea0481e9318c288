"""What counts as equal when titles are filtered, and as earlier when names are sorted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from unicodedata import combining, normalize

_DIGITS = re.compile(r"(\d+)", re.ASCII)
_WIDE = tuple(zip("　！（），：？", " !(),:?", strict=True))
"""What NFKC makes of the signs of Chinese titles: without them most are normal, which is seen at once."""


def fold(text: str) -> str:
    """The text with case, width and compatibility forms made equal: NFKC, case folding, NFKC.

    Folding may change the number of code points (`ﬁ` becomes `fi`). The second NFKC is needed because case
    folding can take a text out of normal form (Unicode, section 3.13, `toNFKC_Casefold`).
    """
    return text.lower() if text.isascii() else normalize("NFKC", caseless(text))


def caseless(text: str) -> str:
    """The text with case and width told apart no more: NFKC and case folding, as UTS 46 maps the names of hosts."""
    if text.isascii():
        return text.lower()
    for wide, narrow in _WIDE:
        text = text.replace(wide, narrow)
    return normalize("NFKC", text).casefold()


def words(query: str) -> tuple[str, ...]:
    """The folded words of what was typed, each once; empty when nothing was."""
    return tuple(dict.fromkeys(fold(query).split()))


def hits(text: str, folded_words: Sequence[str]) -> list[tuple[int, int]]:
    """Where the words stand in a text that is not folded: half-open ranges of code points, sorted and apart.

    A range never splits a character from its marks. Where folding cannot be followed back, the list is empty.
    """
    folded: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end in _clusters(text):
        piece = fold(text[start:end])
        folded.append(piece)
        starts += [start] * len(piece)
        ends += [end] * len(piece)
    whole = "".join(folded)
    if whole != fold(text):
        return []
    found: list[tuple[int, int]] = []
    for word in folded_words:
        at = whole.find(word)
        while at >= 0:
            found.append((starts[at], ends[at + len(word) - 1]))
            at = whole.find(word, at + len(word))
    return _merged(found)


def sort_key(name: str) -> bytes:
    """A key that sorts names as a reader expects: digits by value, letters by case-folded form.

    Text goes through GB 18030, which keeps ASCII and kana in their order and puts the 3,755 most common Han
    characters in the order of their pinyin (GB 2312, level 1), where code points would sort them by radical.
    """
    folded = fold(name)
    if _DIGITS.search(folded) is None:
        return folded.encode("gb18030", "replace")
    key = bytearray()
    for piece in _DIGITS.split(folded):
        if piece[:1].isdigit() and piece.isascii():
            digits = piece.lstrip("0")
            key += b"0" + min(len(digits), 255).to_bytes(1, "big") + digits.encode()
        else:
            key += piece.encode("gb18030", "replace")
    return bytes(key)


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """Ranges that NFKC composes as one: a character with its combining marks, kana voice marks, jamo."""
    start = 0
    for index in range(1, len(text) + 1):
        if index < len(text) and _continues(text[index]):
            continue
        if start < index:
            yield start, index
        start = index


def _continues(character: str) -> bool:
    if character < "\u0300":
        return False
    return bool(combining(character)) or character in "\uff9e\uff9f" or "\u1160" <= character <= "\u11ff"


def _merged(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
