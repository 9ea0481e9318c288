"""Words and phrases as the search over all articles means them: in the index, and in a text.

The index knows which articles hold a phrase; the matcher here shows where, and decides where the index knows too
little. Both mean the same: a spaced word stands between characters that are no part of words, a run of an unspaced
script may be any part of a longer one, and between two words of a phrase stands anything that is no word, or nothing
where the script changes. Where punctuation is typed, as in `C++`, the text must have it as well, which only the matcher
can tell.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple
from unicodedata import category, normalize

from reader.document.find import Match
from reader.document.words import UNSPACED, fold, is_run, pairs, spaced_character, tokens, word_character, word_pattern


class Phrase(NamedTuple):
    """One word, or several that stand one after the other."""

    text: str
    """As it was typed."""
    is_prefix: bool = False
    """Whether the last word, of a spaced script, is only the beginning of one."""

    @property
    def has_words(self) -> bool:
        """Whether there is anything to look for."""
        return _has_words(self.text)

    @property
    def as_beginning(self) -> str:
        """The phrase as it is typed when its last word is only begun; empty where it is so already, or cannot be."""
        words = word_pattern().findall(fold(self.text))
        if self.is_prefix or not words or is_run(words[-1]) or not self.text[-1].isalnum():
            return ""
        return f'"{self.text}"*' if " " in self.text else f"{self.text}*"

    @property
    def character(self) -> str:
        """The one character of an unspaced script that is all there is to look for, folded; else empty."""
        words = word_pattern().findall(fold(self.text))
        return words[0] if len(words) == 1 == len(words[0]) and is_run(words[0]) else ""

    @property
    def needs_check(self) -> bool:
        """Whether the index answers with more than what is meant.

        It holds no punctuation.
        """
        return any(_signs(fold(self.text)))


@lru_cache(256)
def _has_words(text: str) -> bool:
    return word_pattern().search(fold(text)) is not None


def as_tokens(phrase: Phrase) -> tuple[list[str], bool]:
    """The phrase as `words.tokens` holds it, and whether all tokens are meant that its last one begins.

    It must have words.
    """
    *before, last = word_pattern().findall(fold(phrase.text))
    wanted = [token for word in before for token in tokens(word)]
    # A run may go on where the phrase ends. Of one character, all tokens that it begins are meant.
    wanted += (is_run(last) and pairs(last)) or [last]
    return wanted, len(last) == 1 if is_run(last) else phrase.is_prefix


def as_fts(phrase: Phrase) -> str:
    """The phrase as FTS5 is asked for it (FTS5, section 3.2), over `words.tokens`. It must have words."""
    wanted, is_begun = as_tokens(phrase)
    return f'"{" ".join(wanted)}"' + (" *" if is_begun else "")


def find_phrases(text: str, phrases: Sequence[Phrase], *, simplify: bool = True) -> list[Match]:
    """Where any of the phrases stands: half-open ranges of the text, in order; those that overlap are one."""
    patterns = [_pattern(phrase, simplify) for phrase in phrases if phrase.has_words]
    if not patterns:
        return []
    folded = Folded(text, simplify=simplify)
    found = sorted(span for pattern in patterns for span in _spans(pattern, folded.text))
    merged: list[Match] = []
    for start, end in map(folded.range, found):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _spans(pattern: _Pattern, folded: str) -> Iterator[Match]:
    """Where a pattern matches, also within its own matches: 哈哈 twice in 哈哈哈."""
    match = pattern.parts.search(folded)
    while match is not None:
        if pattern.is_whole(match):
            yield match.span()
        match = pattern.parts.search(folded, match.start() + 1)


def holds(text: str, phrase: Phrase, *, simplify: bool = True) -> bool:
    """Whether a phrase stands anywhere in a text."""
    if not phrase.has_words:
        return False
    return next(_spans(_pattern(phrase, simplify), fold(text, simplify=simplify)), None) is not None


def may_hold(bare: str, phrase: Phrase, *, simplify: bool = True) -> bool:
    """Whether all words of a phrase stand somewhere in a text from which white space has been taken out."""
    folded = fold(bare, simplify=simplify)
    words = word_pattern().findall(fold(phrase.text, simplify=simplify))
    return all(word in folded for word in words)


class _Pattern(NamedTuple):
    """What finds a phrase in a folded text.

    What may stand beside its words is looked at where they were found: the classes of all letters would take some
    milliseconds each to be made anew for every phrase.
    """

    parts: re.Pattern[str]
    """Each word is a group, and so is what stands between two of them."""
    spaced: tuple[int, ...]
    """The groups of spaced words."""
    begun: int
    """The group of them that may go on; 0 where none may."""
    runs: tuple[int, ...]
    """The groups of runs that may not go on."""
    gaps: tuple[int, ...]
    """The groups that hold nothing of a word."""

    def is_whole(self, match: re.Match[str]) -> bool:
        """Whether its words are no parts of longer ones, and nothing else stands between them."""
        letter, unspaced, text = spaced_character(), _unspaced(), match.string
        for group in self.spaced:
            start, end = match.span(group)
            if start and letter.match(text, start - 1, start):
                return False
            if group != self.begun and letter.match(text, end):
                return False
        if any(unspaced.match(text, match.end(group)) for group in self.runs):
            return False
        return not any(word_character().search(match[group]) for group in self.gaps)


@cache
def _unspaced() -> re.Pattern[str]:
    """What finds a character of a run, or a line end before one."""
    return re.compile(f"\n?[{UNSPACED}]")


@lru_cache(256)
def _pattern(phrase: Phrase, simplify: bool) -> _Pattern:
    folded = fold(phrase.text, simplify=simplify)
    words = word_pattern().findall(folded)
    parts: list[str] = []
    spaced: list[int] = []
    runs: list[int] = []
    gaps: list[int] = []
    signs = [r"\s*".join(map(re.escape, each)) for each in _signs(folded)]
    if signs[0]:
        parts.append(rf"{signs[0]}\s*")
    for index, word in enumerate(words):
        is_last = index == len(words) - 1
        group = 1 + len(spaced) + len(runs) + len(gaps)
        if not is_run(word):
            parts.append(f"({re.escape(word)})")
            spaced.append(group)
        else:
            run = r"\n?".join(map(re.escape, word.replace("\n", "")))
            parts.append(run if is_last else f"({run})")
            runs += [] if is_last else [group]
        if signs[index + 1]:
            parts.append(rf"\s*{signs[index + 1]}" + ("" if is_last else r"\s*"))
        elif not is_last:
            parts.append(r"(\W*?)")
            gaps.append(group + 1)
    begun = spaced[-1] if phrase.is_prefix and spaced and not is_run(words[-1]) else 0
    return _Pattern(re.compile("".join(parts)), tuple(spaced), begun, tuple(runs), tuple(gaps))


def _signs(folded: str) -> list[str]:
    """The punctuation before the first word of a folded text, between its words, and after the last."""
    return ["".join(between.split()) for between in word_pattern().split(folded)]


class Folded:
    """A folded text that knows which range of the text each of its own ranges is."""

    def __init__(self, text: str, *, simplify: bool = True) -> None:
        self.text = fold(text, simplify=simplify)
        self._clusters: list[tuple[int, int]] = []
        """What does not fold character by character, in order, as ranges of the text."""
        self._starts: list[int] = []
        """Where these begin in the folded text."""
        self._ends: list[int] = []
        """Where they end there."""
        shift = 0
        for start, end in _clusters(text):
            length = _folded_length(text[start:end])
            self._clusters.append((start, end))
            self._starts.append(start + shift)
            self._ends.append(start + shift + length)
            shift += length - (end - start)

    def range(self, span: Match) -> Match:
        """The range of the text that a range, not empty, of the folded text stands for."""
        return self._origin(span[0])[0], self._origin(span[1] - 1)[1]

    def _origin(self, index: int) -> Match:
        before = bisect_right(self._starts, index) - 1
        if before < 0:
            return index, index + 1
        start, end = self._clusters[before]
        beyond = index - self._ends[before]
        return (start, end) if beyond < 0 else (end + beyond, end + beyond + 1)


_PERHAPS_ODD = re.compile("[^\\x00-\\x7f·—‘’“”\u3000-\u3029\u3041-\u3096\u30a1-\u30fe\u4e00-\u9fff\uff01-\uff9d]")
"""Finds characters that may be odd; the others, of which most texts are nearly all, are not."""


def _clusters(text: str) -> Iterator[Match]:
    """What does not fold character by character: a character that becomes several or none, or one with its marks."""
    if text.isascii():
        return
    odd = {character for character in set(_PERHAPS_ODD.findall(text)) if _is_odd(character)}
    if not odd:
        return
    joined = [character for character in odd if _is_joined(character)]
    after = f"[{''.join(map(re.escape, joined))}]*" if joined else ""
    last = 0
    for match in re.finditer(f"[{''.join(map(re.escape, odd))}]{after}", text):
        start, end = match.span()
        if start > last and match[0][0] in joined and text[start - 1] != "\n":
            start -= 1
        yield start, end
        last = end


@lru_cache(20_000)
def _is_odd(character: str) -> bool:
    """Whether a character folds to several or none, or together with one beside it."""
    return len(fold(character, simplify=False)) != 1 or _is_joined(character)


@lru_cache(20_000)
def _is_joined(character: str) -> bool:
    """Whether a character folds together with the one before it: a mark, one of two halves of hangul, or unseen."""
    first = normalize("NFKC", fold(character, simplify=False))[:1]
    return not first or category(first)[0] == "M" or "\u1160" <= first <= "\u11ff"


@lru_cache(20_000)
def _folded_length(cluster: str) -> int:
    return len(fold(cluster, simplify=False))
