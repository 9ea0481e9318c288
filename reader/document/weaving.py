"""Words and pairs of a whole text at once, for the index: what `words.as_indexed` means, in half the time.

Every text of an archive comes this way. A loop over words, however short, takes longer than all else that is done with
a text; so each character's kind becomes a byte, and what is asked of a character and its neighbours is asked of all of
them at once, with whole numbers as rows of bytes: shifted by eight bits, each byte stands where its neighbour stood.
"""

from __future__ import annotations

import re
from functools import cache

from reader.document.words import UNSPACED, as_indexed, marks, ranges

_ZERO = bytes([255]) + bytes(255)
"""For `translate`: 255 where a byte is nought."""
_IS_PARTING = bytes(0 if chr(byte).isalnum() or chr(byte) == "_" else 255 for byte in range(128)) + bytes(128)
"""For `translate`: 255 where a byte is of ASCII and no part of a word."""
_SPACED = bytes(ord(" ") if parts else byte for byte, parts in enumerate(_IS_PARTING))
"""For `translate`: a space for each byte that is of ASCII and no part of a word."""
_AS_SPACE = bytes(255) + b" "


def indexed(folded: str) -> tuple[bytes, bytes]:
    """Words and ends of any folded text, in UTF-8, in which a lone surrogate becomes `?`."""
    if folded.isascii():  # without a run
        return folded.encode().translate(_SPACED), b""
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
    pressed = _pressed(folded)
    try:
        units = pressed.encode("utf-16-le")
    except UnicodeEncodeError:  # a lone surrogate
        return None
    size = len(pressed)
    return _woven(units[0::2], units[1::2]) if len(units) == 2 * size else None


def _pressed(folded: str) -> str:
    """The text with one sign of ASCII for each gap between words, and no line end inside a run."""
    line_ends, gaps = _expressions()
    if "\n" in folded:
        folded = line_ends.sub("", folded)
    return gaps.sub(" ", folded)


def _woven(low: bytes, high: bytes) -> tuple[bytes, bytes]:
    """From the two bytes of each character's code. What is no run and no gap is spaced."""
    size = len(low)
    run = _runs(low, high)
    gap = _number(low.translate(_IS_PARTING)) & _number(high.translate(_ZERO))
    lows, highs = _number(low), _number(high)
    spaced = (1 << 8 * size) - 1 ^ run ^ gap
    pair = run & run >> 8
    last = run ^ pair
    again = _bytes(lows ^ lows >> 16 | highs ^ highs >> 16, size).translate(_ZERO)
    begins = pair | last & ~(run << 8) | _number(again) & last & gap >> 8 & run >> 16
    first = spaced | begins
    first_low, first_high = _bytes(lows & first, size), _bytes(highs & first, size)
    woven = bytearray(6 * size)
    woven[0::6] = first_low
    woven[1::6] = first_high
    woven[2::6] = _bytes(lows >> 8 & pair, size)
    woven[3::6] = _bytes(highs >> 8 & pair, size)
    woven[4::6] = _bytes(begins | spaced & ~(spaced >> 8), size).translate(_AS_SPACE)
    begun = _units(first_low, first_high).decode("utf-16-le")
    ends = last & ~begins
    found = set(_packed(_units(_bytes(lows & ends, size), _bytes(highs & ends, size))).decode())
    return _packed(woven), " ".join(sorted(end for end in found if end not in begun)).encode()


def _runs(low: bytes, high: bytes) -> int:
    """255 for each character of a run, from the block of 256 that it stands in: few hold words of both kinds."""
    kinds, pure, mixed = _blocks()
    runs = _number(high.translate(kinds))
    for block in set(high.translate(None, pure)):
        here, table = mixed[block]
        runs |= _number(high.translate(here)) & _number(low.translate(table))
    return runs


@cache
def _expressions() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What finds a line end inside a run, and a gap that is more than one sign of ASCII."""
    word = re.compile(rf"[{UNSPACED}]|[^\W{UNSPACED}]|[{marks()}]")
    gap = ranges(code for code in range(0x10000) if not (0xD800 <= code < 0xE000 or word.match(chr(code))))
    return (
        re.compile(f"\n(?<=[{UNSPACED}]\n)(?=[{UNSPACED}])"),
        re.compile(f"[{gap}](?:[{gap}]+|(?<![\x00-\x7f]))"),
    )


@cache
def _blocks() -> tuple[bytes, bytes, dict[int, tuple[bytes, bytes]]]:
    """For each block of 256 characters 255 where its words are runs; and the blocks whose words are all of one kind.

    And for each that holds both kinds what finds it among the high bytes, and its runs by the low byte.
    """
    is_run, is_spaced = re.compile(f"[{UNSPACED}]"), re.compile(rf"[^\W{UNSPACED}]|[{marks()}]")
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


def _units(low: bytes, high: bytes) -> bytearray:
    """UTF-16 of its two rows of bytes."""
    units = bytearray(2 * len(low))
    units[0::2], units[1::2] = low, high
    return units


def _packed(units: bytes | bytearray) -> bytes:
    """UTF-16 as UTF-8, without U+0000."""
    return units.decode("utf-16-le").encode().translate(None, b"\0")


def _number(row: bytes) -> int:
    return int.from_bytes(row, "little")


def _bytes(number: int, size: int) -> bytes:
    return number.to_bytes(size, "little")
