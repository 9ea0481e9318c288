"""Words and pairs of a whole text at once, for the index: what `words.as_indexed` means, in a fifth of the time.

Every text of an archive comes this way. A loop over words, however short, takes longer than all else that is done with
a text; so each character's kind becomes a byte, and what is asked of a character and its neighbours is asked of all of
them at once, with whole numbers as rows of bytes: shifted by eight bits, each byte stands where its neighbour stood.
"""

from __future__ import annotations

import re
from functools import cache

from reader.document.words import UNSPACED, as_indexed, marks

_SPACED, _RUN = 1, 2
"""Kinds of characters: of a spaced word, of a run. Nought is what stands between."""

_COMMON = (0x00, 0x20, 0x30)
"""Mixed blocks that nearly every text has: Latin, punctuation, kana with the punctuation of Chinese."""

_ZERO = bytes([255]) + bytes(255)
"""For `translate`: 255 where a byte is nought."""
_LINE_END = bytes(10) + bytes([255]) + bytes(245)
_IS_SPACED = bytes([0, 255]) + bytes(254)
_IS_RUN = bytes([0, 0, 255]) + bytes(253)
_AS_SPACE = bytes(255) + b" "


def indexed(folded: str) -> tuple[bytes, bytes]:
    """Words and ends of any folded text, in UTF-8, in which a lone surrogate becomes `?`."""
    woven = weave(folded)
    if woven is not None:
        return woven
    words, ends = as_indexed(folded)
    return words.encode("utf-8", "replace"), ends.encode("utf-8", "replace")


def weave(folded: str) -> tuple[bytes, bytes] | None:
    """Words and ends of a folded text, as `words.Indexed` has them, in UTF-8.

    None for a text that holds characters beyond U+FFFF or U+0000, with which this cannot be done.
    """
    if "\0" in folded:
        return None
    try:
        units = folded.encode("utf-16-le")
    except UnicodeEncodeError:  # a lone surrogate
        return None
    if len(units) != 2 * len(folded):
        return None
    kinds = _kinds(units)
    units, kinds = _pressed(units, kinds)
    return _woven(units, kinds)


def _kinds(units: bytes) -> bytes:
    """The kind of each character, from the two bytes of its code."""
    low, high = units[0::2], units[1::2]
    alike, uniform, mixed = _blocks()
    kinds = _number(high.translate(alike))
    for block in _COMMON:
        if block in high:
            here, table = mixed[block]
            kinds |= _number(high.translate(here)) & _number(low.translate(table))
    for block in set(high.translate(None, uniform)):
        here, table = mixed[block]
        kinds |= _number(high.translate(here)) & _number(low.translate(table))
    return _bytes(kinds, len(low))


@cache
def _blocks() -> tuple[bytes, bytes, dict[int, tuple[bytes, bytes]]]:
    """For each block of 256 characters its kind, where they are all of one; these blocks, and the common ones.

    And for each that is mixed what finds it among the high bytes, and the kinds by the low byte.
    """
    run, spaced = re.compile(f"[{UNSPACED}]"), re.compile(rf"[^\W{UNSPACED}]|[{marks()}]")
    alike, uniform, mixed = bytearray(256), bytearray(), {}
    for block in range(256):
        table = bytes(256)
        if not 0xD8 <= block < 0xE0:  # surrogates are no characters
            characters = "".join(map(chr, range(block << 8, (block + 1) << 8)))
            runs, words = set(run.findall(characters)), set(spaced.findall(characters))
            table = bytes(_RUN if each in runs else _SPACED if each in words else 0 for each in characters)
        if len(set(table)) == 1:
            alike[block] = table[0]
            uniform.append(block)
        else:
            if block in _COMMON:
                uniform.append(block)
            mixed[block] = bytes(block) + b"\xff" + bytes(255 - block), table
    return bytes(alike), bytes(uniform), mixed


def _pressed(units: bytes, kinds: bytes) -> tuple[bytes, bytes]:
    """The same with one character for each gap between words, and no line end inside a run."""
    size = len(kinds)
    gap, run = _number(kinds.translate(_ZERO)), _number(kinds.translate(_IS_RUN))
    line_end = _number(units[0::2].translate(_LINE_END)) & _number(units[1::2].translate(_ZERO))
    out = gap & gap << 8 | line_end & run << 8 & run >> 8
    if not out:
        return units, kinds
    kept = _number(units) & ~_number(_twice(_bytes(out, size)))
    return _packed(_bytes(kept, 2 * size)).decode().encode("utf-16-le"), _bytes(_number(kinds) | out, size).translate(
        None, b"\xff"
    )


def _woven(units: bytes, kinds: bytes) -> tuple[bytes, bytes]:
    size = len(kinds)
    low, high = _number(units[0::2]), _number(units[1::2])
    gap, run = _number(kinds.translate(_ZERO)), _number(kinds.translate(_IS_RUN))
    spaced = _number(kinds.translate(_IS_SPACED))
    pair = run & run >> 8
    again = _bytes(low ^ low >> 16 | high ^ high >> 16, size).translate(_ZERO)
    begins = pair | run & ~(run >> 8) & ~(run << 8) | _number(again) & run & gap >> 8 & run >> 16
    first = spaced | begins
    woven = bytearray(6 * size)
    woven[0::6] = _bytes(low & first, size)
    woven[1::6] = _bytes(high & first, size)
    woven[2::6] = _bytes(low >> 8 & pair, size)
    woven[3::6] = _bytes(high >> 8 & pair, size)
    woven[4::6] = _bytes(begins | spaced & ~(spaced >> 8), size).translate(_AS_SPACE)
    begun = _only(low, high, begins, size)
    ends = set(_only(low, high, run & ~(run >> 8) & ~begins, size))
    return _packed(woven), " ".join(sorted(end for end in ends if end not in begun)).encode()


def _only(low: int, high: int, mask: int, size: int) -> str:
    """The characters where the mask is."""
    chosen = bytearray(2 * size)
    chosen[0::2] = _bytes(low & mask, size)
    chosen[1::2] = _bytes(high & mask, size)
    return _packed(chosen).decode()


def _packed(units: bytes | bytearray) -> bytes:
    """UTF-16 as UTF-8, without U+0000."""
    return units.decode("utf-16-le").encode().translate(None, b"\0")


def _twice(row: bytes) -> bytes:
    both = bytearray(2 * len(row))
    both[0::2] = both[1::2] = row
    return bytes(both)


def _number(row: bytes) -> int:
    return int.from_bytes(row, "little")


def _bytes(number: int, size: int) -> bytes:
    return number.to_bytes(size, "little")
