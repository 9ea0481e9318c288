"""The tokens of a whole text at once, for the index: what `words.tokens` means, in a fifth of the time.

Every text of an archive comes this way. A loop over words, however short, takes longer than all else that is done with
a text; so each character's kind becomes a byte, and what is asked of a character and its neighbour is asked of all of
them at once, with whole numbers as rows of bytes: shifted by eight bits, each byte stands where its neighbour stood.

Each character is followed by the next one where both are of a run, and by a space where either is. So a run `abcd`
becomes `ab bc cd d`, and all else stays as it is: FTS5 parts it where ASCII has no letter, digit or `_`, and makes
ASCII's capitals small.
"""

from __future__ import annotations

import re
import sys
from array import array
from functools import cache
from itertools import chain
from typing import NamedTuple
from unicodedata import category

from reader.document.words import (
    UNSPACED,
    WORD_BYTES,
    characters,
    fold,
    ranges,
    spaced_character,
    tokens,
    word_character,
)

_AS_SPACE = bytes(255) + b" "
_GAPS = ("\u3000！（），：；？。、“”", "％～‘’《》〈〉「」『』【】·—…•▣")
"""The gaps beyond ASCII that nearly every text has, and those that most have."""
_SETTLED = ((0xC0, 0x250), (0x370, 0x530), (0x3005, 0x3008), (0x3041, 0x3100), (0x4E00, 0xA000), (0xAC00, 0xD7A4))
"""Where characters stand of which most texts are made: Latin, Greek and Cyrillic letters, kana, Han and hangul."""


_WORDS = bytes(255 * (code in WORD_BYTES) for code in range(256))
"""For `translate`: 255 for each byte of a word."""
_BEYOND_LATIN = b"\0" + b"\xff" * 255
_END = "\x1f"
"""Stands between a title and its text. In UTF-8 it is a byte, and parts words."""


class Indexed(NamedTuple):
    """What the index holds of a text, folded, in UTF-8."""

    tokens: bytes
    """As FTS5 parts them. A lone surrogate is `?`, which parts words."""
    characters: bytes
    """Each character of its runs once, in no order, with spaces between."""
    words: int
    """How many tokens there are."""


def article(text: str, title_end: int) -> tuple[bytes, Indexed]:
    """The tokens of the title, which ends at `title_end`, and what the index holds of all else, but with the
    characters and the number of words of both."""
    title, rest = text[:title_end], text[title_end:]
    tokens, characters, words = indexed(f"{title}{_END}{rest}")
    of_title, _, of_rest = tokens.partition(_END.encode())
    return of_title, Indexed(of_rest, characters, words)


def indexed(text: str) -> Indexed:
    """What the index holds of any text."""
    if text.isascii():
        tokens = text.encode()
        return Indexed(tokens, b"", _count(tokens))
    return weave(text) or one_by_one(text)


def one_by_one(text: str) -> Indexed:
    """The same for any text, which takes five times as long."""
    parts = [tokens(part) for part in fold(text).split(_END)]
    written = _END.join(map(" ".join, parts)).encode("utf-8", "replace")
    return Indexed(written, " ".join(characters(chain.from_iterable(parts))).encode(), _count(written))


def _count(tokens: bytes) -> int:
    """How many tokens FTS5 finds."""
    return _beginnings(_number(tokens.translate(_WORDS)))


def _beginnings(words: int) -> int:
    """How often 255 stands behind anything else."""
    return (words & ~(words << 8)).bit_count() >> 3


def weave(text: str) -> Indexed | None:
    """The same for any text but one with words beyond U+FFFF or with U+0000, with which this cannot be done: None."""
    if "\0" in text:
        return None
    pressed = _pressed(text)
    try:
        units = pressed.encode("utf-16-le")
    except UnicodeEncodeError:  # a lone surrogate
        return None
    size = len(pressed)
    return _woven(units[0::2], units[1::2]) if len(units) == 2 * size else None


def _pressed(text: str) -> str:
    """The text folded, but for ASCII's capitals; without gaps beyond ASCII, and without line ends inside a run."""
    line_ends, gap, unsettled = _expressions()
    pressed = text
    for gaps in _GAPS:
        for each in gaps:
            pressed = pressed.replace(each, " ")
        if not unsettled.search(pressed):
            break
    else:
        pressed = gap.sub(" ", fold(pressed))
    return line_ends.sub("", pressed) if "\n" in pressed else pressed


def _woven(low: bytes, high: bytes) -> Indexed:
    """From the two bytes of each character's code."""
    size = len(low)
    run = _runs(low, high)
    pair = run & run >> 8
    spaced = run ^ (_number(low.translate(_WORDS)) | _number(high.translate(_BEYOND_LATIN)))
    lows, highs = _number(low), _number(high)
    woven = bytearray(6 * size)
    woven[0::6] = low
    woven[1::6] = high
    woven[2::6] = _bytes(lows >> 8 & pair, size)
    woven[3::6] = _bytes(highs >> 8 & pair, size)
    woven[4::6] = _bytes(run | run >> 8, size).translate(_AS_SPACE)
    tokens = woven.decode("utf-16-le").encode().translate(None, b"\0")
    alone = bytearray(2 * size)
    alone[0::2], alone[1::2] = _bytes(lows & run, size), _bytes(highs & run, size)
    return Indexed(tokens, _once(alone), (run.bit_count() >> 3) + _beginnings(spaced))


def _once(units: bytearray) -> bytes:
    """The characters of UTF-16, each once, but for U+0000: as numbers, which takes less time than as texts."""
    codes = array("H", units)
    if sys.byteorder == "big":
        codes.byteswap()
    return " ".join(map(chr, set(codes) - {0})).encode()


def _runs(low: bytes, high: bytes) -> int:
    """255 for each character of a run, from the block of 256 that it stands in: few hold words of both kinds."""
    kinds, pure, mixed = _blocks()
    runs = _number(high.translate(kinds))
    for block in set(high.translate(None, pure)):
        here, table = mixed[block]
        runs |= _number(high.translate(here)) & _number(low.translate(table))
    return runs


@cache
def _expressions() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """What finds a line end inside a run, a gap beyond ASCII, and what may fold to something else or be no word."""
    codes = (*range(0x80, 0xD800), *range(0xE000, 0x10000), *range(0x1F000, 0x1FC00))  # no surrogates; emoji
    gap = ranges(map(ord, word_character().sub("", "".join(map(chr, codes)))))
    characters = [chr(code) for first, last in _SETTLED for code in range(first, last)]
    folded = fold("\n".join(characters)).split("\n")
    # Letters that fold to themselves; marks would fold together with what stands before them.
    letters = [one for one, other in zip(characters, folded, strict=True) if one == other and category(one)[0] == "L"]
    return (
        re.compile(f"\n(?<=[{UNSPACED}]\n)(?=[{UNSPACED}])"),
        re.compile(f"[{gap}]"),
        re.compile(f"[^\0-\x7f{ranges(map(ord, letters))}]"),
    )


@cache
def _blocks() -> tuple[bytes, bytes, dict[int, tuple[bytes, bytes]]]:
    """For each block of 256 characters 255 where its words are runs; and the blocks whose words are all of one kind.

    And for each that holds both kinds what finds it among the high bytes, and its runs by the low byte.
    """
    is_run, is_spaced = re.compile(f"[{UNSPACED}]"), spaced_character()
    kinds, mixed = bytearray(256), {}
    for block in (*range(0xD8), *range(0xE0, 256)):  # surrogates are no characters
        characters = "".join(map(chr, range(block << 8, (block + 1) << 8)))
        runs = set(is_run.findall(characters))
        if runs and is_spaced.search(characters):
            table = bytes(255 if each in runs else 0 for each in characters)
            mixed[block] = bytes(block) + b"\xff" + bytes(255 - block), table
        elif runs:
            kinds[block] = 255
    return bytes(kinds), bytes(block for block in range(256) if block not in mixed), mixed


def _number(row: bytes) -> int:
    return int.from_bytes(row, "little")


def _bytes(number: int, size: int) -> bytes:
    return number.to_bytes(size, "little")
