"""The one matcher: what it finds is what is lit and what `n` jumps to.

Plain words match in any width (Ａ and A, ｶﾞ and ガ), across line ends, and by smart case: in any case unless a capital
is typed. Regular expressions are those of the `regex` package.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from reader.errors import FindError

if TYPE_CHECKING:
    import regex

    from reader.document.phrases import Phrase

_REVERSE = 0x400
"""`regex.REVERSE`: such a pattern finds from the end on."""

LONGEST_PATTERN = 1000
"""Characters of a regular expression."""

MOST_PARTS = 50_000
"""Parts of one, with its repetitions written out: they are made in some tenths of a second, in some 100 MB."""

TIMEOUT = 0.5
"""Seconds that one search over a text may take."""

_AT_ONCE = 1_000
"""Matches between two looks at whether more are wanted."""

Match = tuple[int, int]
"""A half-open range of the text; never empty."""


class Query(NamedTuple):
    """What is looked for."""

    words: str
    is_regex: bool = False
    phrases: tuple[Phrase, ...] = ()
    """What `words` mean when they were looked for in all articles; see `phrases.find_phrases`."""
    simplify: bool = True
    """For phrases: whether traditional and simplified characters are the same."""

    @property
    def ignores_case(self) -> bool:
        """Smart case: a query without capitals matches in any case."""
        if self.is_regex:
            return not any(character.isupper() for character in _without_escapes(self.words))
        return not any(character.isupper() for character in self.words)


def find_all(
    text: str, query: Query, timeout: float = TIMEOUT, is_dropped: Callable[[], bool] = lambda: False
) -> list[Match]:
    """All matches in order, without overlap; empty matches are left out.

    Lets other threads run meanwhile, and stops early when `is_dropped` says that nobody waits for the answer. Raises
    FindError for a pattern that cannot be read, or that needs more than `timeout` seconds.
    """
    if not query.words.strip() and not query.is_regex:
        return []
    if not query.words:
        return []
    if query.phrases:
        from reader.document.phrases import find_phrases  # noqa: PLC0415 - it needs this module

        return find_phrases(text, query.phrases, simplify=query.simplify)
    pattern = _compile(query, text.isascii())
    try:
        found = pattern.finditer(text, concurrent=True, timeout=timeout)
        spans: list[Match] = []
        some = [*islice(found, _AT_ONCE)]
        while some and not is_dropped():
            spans += [match.span() for match in some if match.end() > match.start()]
            some = [*islice(found, _AT_ONCE)]
        return sorted(spans) if pattern.flags & _REVERSE else spans
    except (TimeoutError, MemoryError):
        raise FindError(f"Gave up after {timeout:g} s: try a simpler pattern.") from None


@lru_cache(64)
def _compile(query: Query, in_ascii: bool) -> regex.Pattern[str]:
    import regex  # noqa: PLC0415 - 30 ms that only a search needs

    flags = regex.VERSION1 | regex.MULTILINE
    if query.ignores_case:
        flags |= regex.IGNORECASE
    if not query.is_regex:
        return regex.compile(_literal(query.words, in_ascii=in_ascii), flags)
    if len(query.words) > LONGEST_PATTERN:
        raise FindError(f"A regular expression may have {LONGEST_PATTERN} characters.")
    from reader.document.pattern_size import pattern_size  # noqa: PLC0415 - only a pattern needs it

    if pattern_size(query.words) > MOST_PARTS:
        raise FindError("Not a regular expression that can be used: it repeats too much.")
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
    parts: list[str] = []
    last = ""
    for character in _characters(words.strip()):
        if character.isspace():
            if last != " ":
                parts.append(r"\s+")
            last = " "
            continue
        if last and _is_wide(last) and _is_wide(character):
            parts.append("\n?")
        parts.append(_either((character,) if in_ascii else _forms(character)))
        last = character
    if last and not in_ascii and (marks := _marks_on(last)):
        parts.append(f"(?![{marks}])")
    return "".join(parts)


def _either(forms: tuple[str, ...]) -> str:
    """A pattern for any of these forms, the longest first."""
    import regex  # noqa: PLC0415

    written = [regex.escape(form) for form in sorted(forms, key=len, reverse=True)]
    if len(written) == 1:
        return written[0]
    if all(len(form) == 1 for form in forms):
        return "[" + "".join(written) + "]"
    return "(?:" + "|".join(written) + ")"


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character[0]) in "WF"


_MARKS = "".join(map(chr, range(0x300, 0x370))) + "\u3099\u309a"
_HALF_WIDTH_MARKS = {"\u3099": "\uff9e", "\u309a": "\uff9f"}
_WITH_MARKS = rf"(?s)[\u1100-\u115f][\u1160-\u11a7][\u11a8-\u11ff]?|.[{_MARKS}\uff9e\uff9f]*"


def _characters(words: str) -> list[str]:
    """The characters of the query in ordinary width: Latin narrow, kana wide and joined with their marks."""
    narrowed = _ordinary()
    out: list[str] = []
    for match in re.finditer(_WITH_MARKS, words):
        plain = "".join(narrowed.get(character, character) for character in match[0])
        composed = unicodedata.normalize("NFC", plain) if len(plain) > 1 else plain
        out.extend(composed)
    return out


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


@lru_cache(4096)
def _marks_on(character: str) -> str:
    """The marks that would make another character of this one, such as the two strokes that make ガ of カ."""
    marks = [mark for mark in _MARKS if len(unicodedata.normalize("NFC", character + mark)) == 1]
    return "".join((*marks, *(_HALF_WIDTH_MARKS[mark] for mark in marks if mark in _HALF_WIDTH_MARKS)))


@lru_cache(1)
def _widths() -> dict[str, tuple[str, ...]]:
    """For each character the forms that stand for it as they are: other widths, superscripts."""
    forms: dict[str, list[str]] = {}
    for other, plain in _ordinary().items():
        forms.setdefault(plain, []).append(other)
    return {plain: tuple(others) for plain, others in forms.items()}


@lru_cache(1)
def _ordinary() -> dict[str, str]:
    """For each such form the character that it stands for."""
    out: dict[str, str] = {}
    for code in chain(range(0xFF01, 0xFFEF), range(0x2070, 0x20A0), (0xB2, 0xB3, 0xB9), range(0x1D2C, 0x1D6B)):
        plain = unicodedata.normalize("NFKC", chr(code))
        if len(plain) == 1 and plain != chr(code):
            out[chr(code)] = plain
    return out


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
