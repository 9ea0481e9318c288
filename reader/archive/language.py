"""The language of a text, guessed from its script: enough to choose the rules of line breaking by."""

from __future__ import annotations

import re

_PARTS = ((0, 2000), (2000, 8000))
"""In code points. An article may begin with pictures and links to translations: then it is read on."""
_SAMPLE = 400
"""In code points, without tags and the targets of links: the share of a script does not change after that."""

_START = 800
"""In code points. Most articles have as large a sample in as many."""

_TAG = re.compile(r"<[^>]*>")
_TARGET = re.compile(r"\]\([^)]*\)")

# The high byte of a code point in UTF-16 tells the script, and counting bytes makes no objects: this runs for
# every article of an archive, where matching letters one by one would take longer than parsing the front
# matter.
_HAN = bytes([*range(0x34, 0xA0), 0xF9, 0xFA])
_HANGUL = bytes(range(0xAC, 0xD8))
_KANA_BLOCK = 0x30
_NO_KANA = "　、。《》「」『』【】"
"""What Chinese uses of the block that kana are in."""


def language_of(body: str, title: str) -> str | None:
    """The language of an article whose source names none: see `guess_language`; of its title where the body is none."""
    return guess_language(body) or guess_language(title)


def guess_language(text: str) -> str | None:
    """`ja`, `ko`, `zh` or `zh-Hant`, from the start of a body; None for scripts that several languages share.

    Han characters among which one letter in five is kana are Japanese: a Chinese article that quotes a
    Japanese title has fewer.
    """
    for start, end in _PARTS:
        part = text[start:end]
        if not part.isascii() and (language := _language_of(part)):
            return language
    return None


def _language_of(part: str) -> str | None:
    sample = _sample(part)
    high_bytes = sample.encode("utf-16-le", "replace")[1::2]
    other = high_bytes.translate(None, _HAN)
    han = len(high_bytes) - len(other)
    hangul = len(other) - len(other.translate(None, _HANGUL))
    kana = other.count(_KANA_BLOCK)
    if hangul or kana * 4 > han:  # else the punctuation among them makes no difference
        kana -= sum(map(sample.count, _NO_KANA))
    if hangul > kana + han:
        return "ko"
    if kana >= 3 and kana * 5 > kana + han:
        return "ja"
    # A few Han characters in a text of letters are names and quotations.
    if han < 2 or han * 8 < len(sample):
        return None
    try:
        sample.encode("gb2312")
    except UnicodeEncodeError:
        pass
    else:
        return "zh"
    # GB 2312 holds no traditional characters and Big5 no simplified ones: what each keeps of the text weighs
    # them.
    is_traditional = len(sample.encode("big5", "ignore")) > len(sample.encode("gb2312", "ignore"))
    return "zh-Hant" if is_traditional else "zh"


def _sample(part: str) -> str:
    """The first `_SAMPLE` code points of a part without tags and targets, from as little of it as will do."""
    # What is open at the end of the start may be closed further on, and then all of it goes.
    sample = _TAG.sub("", _closed(part[:_START], "<", ">"))
    if "]" in sample:
        sample = _TARGET.sub("", _closed(sample, "]", ")"))
    if len(sample) < _SAMPLE:
        sample = _TARGET.sub("", _TAG.sub("", part))
    return sample[:_SAMPLE]


def _closed(text: str, opening: str, closing: str) -> str:
    """The text up to the first sign that opens something behind the last one that closes it."""
    found = text.find(opening, text.rfind(closing) + 1)
    return text if found < 0 else text[:found]
