"""Words and phrases as the search over all articles means them: in the index, and in a text.

The index knows which articles hold a phrase; the matcher here shows where, and decides where the index knows too
little. Both mean the same: a spaced word stands between characters that are no part of words, a run of an unspaced
script may be any part of a longer one, and between two words of a phrase stands anything that is no word, or nothing
where the script changes. Where punctuation is typed, as in `C++`, the text must have it as well, which only the matcher
can tell.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple
from unicodedata import category

from reader.document.find import Match
from reader.document.words import UNSPACED, fold, is_run, marks, tokens, word_pattern


class Phrase(NamedTuple):
    """One word, or several that stand one after the other."""

    text: str
    """As it was typed."""
    is_prefix: bool = False
    """Whether the last word, of a spaced script, is only the beginning of one."""

    @property
    def has_words(self) -> bool:
        """Whether there is anything to look for."""
        return word_pattern().search(fold(self.text)) is not None

    @property
    def needs_check(self) -> bool:
        """Whether the index answers with more than what is meant: it does not hold punctuation."""
        return any(_signs(fold(self.text)))


def as_fts(phrase: Phrase) -> str:
    """The phrase as FTS5 is asked for it (FTS5, section 3.2), over tokens of `words.tokens`. It must have words."""
    words = word_pattern().findall(fold(phrase.text))
    wanted = tokens("\n\n".join(words))
    star = phrase.is_prefix
    if is_run(words[-1]):
        # A run may go on where the phrase ends. Of one character, all pairs that it begins are meant.
        if len(words[-1].replace("\n", "")) > 1:
            wanted.pop()
            star = False
        else:
            star = True
    return f'"{" ".join(wanted)}"' + (" *" if star else "")


def find_phrases(text: str, phrases: Sequence[Phrase], *, simplify: bool = True) -> list[Match]:
    """Where any of the phrases stands: half-open ranges of the text, in order; those that touch or overlap are one."""
    patterns = [_pattern(phrase, simplify) for phrase in phrases if phrase.has_words]
    if not patterns:
        return []
    folded = Folded(text, simplify=simplify)
    found = sorted(match.span() for pattern in patterns for match in pattern.finditer(folded.text))
    merged: list[Match] = []
    for start, end in map(folded.range, found):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def holds(text: str, phrase: Phrase, *, simplify: bool = True) -> bool:
    """Whether a phrase stands anywhere in a text."""
    return phrase.has_words and _pattern(phrase, simplify).search(fold(text, simplify=simplify)) is not None


@lru_cache(256)
def _pattern(phrase: Phrase, simplify: bool) -> re.Pattern[str]:
    """What finds a phrase in a folded text."""
    letter = rf"[^\W{UNSPACED}]"
    unbroken = rf"(?![{UNSPACED}])(?!\n[{UNSPACED}])"
    marked = f"[{marks()}]"
    begin = rf"(?<!{letter})(?<!{letter}{marked})(?<!{letter}{marked}{marked})"
    end = rf"(?!{letter})(?!{marked})"
    folded = fold(phrase.text, simplify=simplify)
    found = list(word_pattern().finditer(folded))
    parts: list[str] = []
    signs = [r"\s*".join(map(re.escape, each)) for each in _signs(folded)]
    if signs[0]:
        parts.append(rf"{signs[0]}\s*")
    for index, match in enumerate(found):
        word = match[0]
        is_last = index == len(found) - 1
        if is_run(word):
            parts.append(r"\n?".join(map(re.escape, word.replace("\n", ""))))
            if not is_last:
                parts.append(unbroken)
        else:
            parts.append(begin + re.escape(word) + ("" if is_last and phrase.is_prefix else end))
        if signs[index + 1]:
            parts.append(rf"\s*{signs[index + 1]}" + ("" if is_last else r"\s*"))
        elif not is_last:
            parts.append(rf"[^\w{marks()}{UNSPACED}]*")
    return re.compile("".join(parts))


def _signs(folded: str) -> list[str]:
    """The punctuation before the first word of a folded text, between its words, and after the last."""
    return ["".join(between.split()) for between in word_pattern().split(folded)]


class Folded:
    """A folded text that knows which range of the text each of its own ranges is."""

    def __init__(self, text: str, *, simplify: bool = True) -> None:
        odd = _odd(text)
        self._starts: list[int] | None = None
        if not odd:
            self.text = fold(text, simplify=simplify)
            return
        # Nearly all lines fold character by character. Of the others, where each character comes from is noted.
        self._starts = []
        self._lines: list[tuple[int, array[int] | None]] = []
        pieces: list[str] = []
        is_odd = re.compile(f"[{''.join(map(re.escape, odd))}]")
        at = length = 0
        for line in text.split("\n"):
            self._starts.append(length)
            if is_odd.search(line):
                folded, offsets = _followed(line, simplify)
                self._lines.append((at, offsets))
            else:
                folded = fold(line, simplify=simplify)
                self._lines.append((at, None))
            pieces.append(folded)
            at += len(line) + 1
            length += len(folded) + 1
        self.text = "\n".join(pieces)

    def range(self, span: Match) -> Match:
        """The range of the text that a range, not empty, of the folded text stands for."""
        return self._origin(span[0])[0], self._origin(span[1] - 1)[1]

    def _origin(self, index: int) -> Match:
        if self._starts is None:
            return index, index + 1
        line = bisect_right(self._starts, index) - 1
        at, offsets = self._lines[line]
        index -= self._starts[line]
        if offsets is None or 2 * index >= len(offsets):
            return at + index, at + index + 1
        return at + offsets[2 * index], at + offsets[2 * index + 1]


def _odd(text: str) -> set[str]:
    """The characters of a text that do not fold by themselves, to one character each."""
    return set() if text.isascii() else {character for character in set(text) if _is_odd(character)}


@lru_cache(20_000)
def _is_odd(character: str) -> bool:
    return (
        len(fold(character, simplify=False)) != 1
        or category(character)[0] == "M"
        or "\u1100" <= character <= "\u11ff"
        or character in "\uff9e\uff9f"
    )


def _followed(line: str, simplify: bool) -> tuple[str, array[int]]:
    """A folded line, and for each of its characters where those that it comes from begin and end."""
    pieces: list[str] = []
    offsets = array("q")
    for start, end in _clusters(line):
        piece = fold(line[start:end], simplify=simplify)
        pieces.append(piece)
        offsets.extend((start, end) * len(piece))
    whole = fold(line, simplify=simplify)
    if "".join(pieces) != whole:  # what folds together stands further apart than anyone writes
        return whole, array("q", (0, len(line)) * len(whole))
    return whole, offsets


def _clusters(line: str) -> Iterator[tuple[int, int]]:
    """Ranges that fold by themselves: a character with all marks, jamo and unseen characters that follow it."""
    start = 0
    for index in range(1, len(line) + 1):
        if index < len(line) and _goes_on(line[index]):
            continue
        if start < index:
            yield start, index
        start = index


def _goes_on(character: str) -> bool:
    return _is_odd(character) and (
        category(character)[0] == "M" or "\u1160" <= character <= "\u11ff" or character in "\uff9e\uff9f"
    )
