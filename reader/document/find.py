"""The one matcher: what it finds is what is lit and what `n` jumps to.

Plain words match in any width (Ａ and A, ｶﾞ and ガ), across line ends, and by smart case: in any case unless a capital
is typed. Regular expressions are those of the `regex` package.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from reader.errors import FindError

if TYPE_CHECKING:
    import regex

TIMEOUT = 0.5
"""Seconds that one search over a text may take."""

Match = tuple[int, int]
"""A half-open range of the text; never empty."""


class Query(NamedTuple):
    """What is looked for."""

    words: str
    is_regex: bool = False

    @property
    def ignores_case(self) -> bool:
        """Smart case: a query without capitals matches in any case."""
        if self.is_regex:
            return not any(character.isupper() for character in _without_escapes(self.words))
        return not any(character.isupper() for character in unicodedata.normalize("NFKC", self.words))


def find_all(text: str, query: Query, timeout: float = TIMEOUT) -> list[Match]:
    """All matches in order, without overlap; empty matches are left out.

    Lets other threads run meanwhile. Raises FindError for a pattern that cannot be read, or that needs more than
    `timeout` seconds.
    """
    if not query.words.strip() and not query.is_regex:
        return []
    if not query.words:
        return []
    pattern = _compile(query, text.isascii())
    try:
        found = pattern.finditer(text, concurrent=True, timeout=timeout)
        return [match.span() for match in found if match.end() > match.start()]
    except TimeoutError:
        raise FindError(
            f"Gave up after {timeout:g} seconds: this pattern takes too long here. Try a simpler one."
        ) from None


@lru_cache(64)
def _compile(query: Query, in_ascii: bool) -> regex.Pattern[str]:
    import regex  # noqa: PLC0415 - 30 ms that only a search needs

    flags = regex.VERSION1 | regex.MULTILINE
    if query.ignores_case:
        flags |= regex.IGNORECASE
    if not query.is_regex:
        return regex.compile(_literal(query.words, in_ascii=in_ascii), flags)
    try:
        return regex.compile(query.words, flags)
    except regex.error as error:
        raise FindError(
            f"Not a regular expression: {str(error).replace(' at position', ', after character')}."
        ) from None
    except (RecursionError, OverflowError, MemoryError):
        raise FindError("Not a regular expression that can be used: it is too large.") from None


def _literal(words: str, *, in_ascii: bool) -> str:
    """A pattern for plain words: each character in all its widths, white space as any white space.

    Between two wide characters a single line end may stand. A text in ASCII has no other widths to look for.
    """
    import regex  # noqa: PLC0415

    parts: list[str] = []
    previous_is_wide = False
    for character in _characters(words):
        if character.isspace():
            if parts and parts[-1] != r"\s+":
                parts.append(r"\s+")
            previous_is_wide = False
            continue
        forms = (character,) if in_ascii else _forms(character)
        is_wide = unicodedata.east_asian_width(character[0]) in "WF"
        if is_wide and previous_is_wide:
            parts.append("\n?")
        previous_is_wide = is_wide
        if len(forms) == 1:
            parts.append(regex.escape(forms[0]))
        elif all(len(form) == 1 for form in forms):
            parts.append("[" + "".join(map(regex.escape, forms)) + "]")
        else:
            longest_first = sorted(forms, key=len, reverse=True)
            parts.append("(?:" + "|".join(map(regex.escape, longest_first)) + ")")
    while parts and parts[0] == r"\s+":
        parts.pop(0)
    while parts and parts[-1] == r"\s+":
        parts.pop()
    return "".join(parts)


def _characters(words: str) -> list[str]:
    """The query in ordinary width: full-width Latin narrowed, half-width kana widened and joined with their marks."""
    return list(unicodedata.normalize("NFKC", words))


@lru_cache(4096)
def _forms(character: str) -> tuple[str, ...]:
    """The ways in which a text may write one character: itself, and its full-width and half-width forms."""
    forms = [character, *_widths().get(character, ())]
    decomposed = unicodedata.normalize("NFD", character)
    if decomposed != character:
        forms.append(decomposed)
        base, mark = decomposed[0], decomposed[1:]
        if mark in _HALF_WIDTH_MARKS:
            forms.extend(half + _HALF_WIDTH_MARKS[mark] for half in _widths().get(base, ()))
    return tuple(dict.fromkeys(forms))


_HALF_WIDTH_MARKS = {"\u3099": "\uff9e", "\u309a": "\uff9f"}


@lru_cache(1)
def _widths() -> dict[str, tuple[str, ...]]:
    """For each character its compatibility forms that stand for it alone: full and half width, raised, lowered."""
    forms: dict[str, list[str]] = {}
    for code in chain(range(0xFF01, 0xFFEF), range(0x2070, 0x20A0), (0xB2, 0xB3, 0xB9), range(0x1D2C, 0x1D6B)):
        character = chr(code)
        plain = unicodedata.normalize("NFKC", character)
        if len(plain) == 1 and plain != character:
            forms.setdefault(plain, []).append(character)
    return {plain: tuple(others) for plain, others in forms.items()}


def _without_escapes(pattern: str) -> str:
    """A regular expression without its `\\S`, `\\W` and the like, whose capitals are no letters."""
    out, skip = [], False
    for character in pattern:
        if skip:
            skip = False
        elif character == "\\":
            skip = True
        else:
            out.append(character)
    return "".join(out)
