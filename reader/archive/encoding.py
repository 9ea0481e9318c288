"""Bytes to text: which encoding a file is in, and what of its text may reach a terminal."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import NamedTuple

from reader.archive.article import Fault
from reader.archive.plausibility import CANDIDATES, DOUBLE_BYTE, ENOUGH, UTF_16, Candidate, plausibility


class Decoded(NamedTuple):
    """A file's text and how it was come by."""

    text: str
    """As it was written: `clean` has yet to make it safe. Without its byte order mark."""
    encoding: str
    """The WHATWG Encoding Standard's name in lower case: `utf-8`, `gb18030`, `shift_jis`, `utf-16le`, ..."""
    fault: Fault | None = None
    """Set when bytes were replaced by U+FFFD."""


# The longer marks first: UTF-32's begins with UTF-16's.
_MARKS_OF_ORDER = (
    (codecs.BOM_UTF8, "utf-8", "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32le", "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32be", "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16le", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16be", "utf-16-be"),
)
_ALL_MARKS_OF_ORDER = tuple(mark for mark, _, _ in _MARKS_OF_ORDER)


def length_of_mark(data: bytes) -> int:
    """How many bytes a byte order mark takes at the start of `data`; 0 where there is none."""
    return next((len(mark) for mark in _ALL_MARKS_OF_ORDER if data.startswith(mark)), 0)


def decode(data: bytes, language_hint: str | None = None) -> Decoded:
    """The text in `data`. Never raises.

    In this order: a byte order mark; UTF-8; the encoding that the text declares (`<meta charset>`, `<?xml
    encoding>`); UTF-16 without a mark, by its NULs; UTF-8 with a few broken characters; the most plausible of
    the East Asian and Russian encodings, Windows-1252 and UTF-16; what charset-normalizer says of the
    single-byte encodings; UTF-8 with marks of replacement. Bytes that had to be replaced are a fault.

    `language_hint` is a BCP 47 tag: it decides between encodings that are about as plausible.
    """
    if data.startswith(_ALL_MARKS_OF_ORDER):
        mark, name, codec = next(order for order in _MARKS_OF_ORDER if data.startswith(order[0]))
        return _decode_as(name, codec, data[len(mark) :])
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    name, codec = _declared(data) or _utf_16_by_nuls(data) or _guess(data, language_hint)
    return _decode_as(name, codec, data)


def _decode_as(name: str, codec: str, data: bytes) -> Decoded:
    """With U+FFFD for what does not decode, and a fault that names the first such line."""
    try:
        return Decoded(data.decode(codec), name)
    except UnicodeDecodeError:
        text = data.decode(codec, "replace")
    line = len(re.findall("\r\n|\r|\n", text[: text.find("\ufffd")])) + 1
    return Decoded(text, name, Fault(f"some bytes are not {name} and are shown as \ufffd", line))


# What the text says of itself

_DECLARATION = re.compile(
    rb"""<meta\b[^>]*?\bcharset\s*=\s*["']?\s*([\w.:-]+)|<\?xml\b[^>]*?\bencoding\s*=\s*["']([\w.:-]+)""",
    re.IGNORECASE,
)
_DECLARED_WITHIN = 1024
"""In bytes: how far the HTML standard looks for a declaration (13.2.3.2)."""

# The WHATWG Encoding Standard's labels for what real files declare, as its names and Python's codecs.
_LABELS = {
    **dict.fromkeys(("gb2312", "gbk", "gb18030", "gb_2312-80", "x-gbk", "cp936"), ("gb18030", "gb18030")),
    **dict.fromkeys(("big5", "big5-hkscs", "cn-big5", "x-x-big5", "cp950"), ("big5", "big5hkscs")),
    **dict.fromkeys(("shift_jis", "shift-jis", "sjis", "x-sjis", "windows-31j", "cp932"), ("shift_jis", "cp932")),
    **dict.fromkeys(("euc-jp", "x-euc-jp"), ("euc-jp", "euc_jp")),
    **dict.fromkeys(("euc-kr", "ks_c_5601-1987", "windows-949", "cp949"), ("euc-kr", "cp949")),
    "iso-2022-jp": ("iso-2022-jp", "iso2022_jp_ext"),
}


def _declared(data: bytes) -> tuple[str, str] | None:
    """A declared encoding counts when the whole text decodes in it.

    Single-byte encodings decode anything, and pages that declare Latin-1 over Chinese bytes are common: such
    a declaration is believed only for what is not plausible as East Asian text, that is, by `_guess`.
    """
    found = _DECLARATION.search(data, 0, _DECLARED_WITHIN)
    if found is None:
        return None
    label = (found[1] or found[2]).decode("ascii", "replace").lower()
    encoding = _LABELS.get(label)
    if encoding is None:
        return None
    try:
        data.decode(encoding[1])
    except UnicodeDecodeError:
        return None
    return encoding


# What is left to judgement

_SAMPLE = 64 * 1024
"""In bytes. The encoding is judged by a part; a long article is decoded once."""
_HIGH_BYTE = re.compile(rb"[\x80-\xff]")
_GLANCE = 512
"""In bytes. As much shows the encoding of nearly every text, in a tenth of the time."""
_TELLING = 40
"""High bytes that a glance must see: twenty characters of Chinese."""
_NO_DOUBT = 1.0
"""The plausibility that it must have then,"""
_DOUBT = 0.5
"""and by how much the next one must be less: wrong ones come nearer to a text of few words or of two languages only."""


def _utf_16_by_nuls(data: bytes) -> tuple[str, str] | None:
    """No other text has NULs. Where they stand does not tell the byte order: 一 has one on the other side."""
    if len(data) % 2 or 0 not in data:
        return None
    part = data[:_SAMPLE]
    if len(part) < len(data):
        part = cut(part)
    return _best(_ranked(part, UTF_16), ENOUGH)


def _guess(data: bytes, language_hint: str | None) -> tuple[str, str]:
    """An encoding's name and Python's codec for it."""
    return _at_a_glance(data, language_hint) or _by_much(data, language_hint)


def _at_a_glance(data: bytes, language_hint: str | None) -> tuple[str, str] | None:
    """The encoding, where a few lines leave no doubt about it."""
    start = _telling_start(data)
    part = data[start : start + _GLANCE]  # it may end inside a character: one of at least twenty
    if 0 in part or len(_HIGH_BYTE.findall(part)) < _TELLING or _damaged_utf_8(part):
        return None
    ranked = _ranked(part, CANDIDATES, language_hint)
    return _best(ranked, ranked[1].score + _DOUBT) if ranked[0].score >= _NO_DOUBT else None


def _by_much(data: bytes, language_hint: str | None) -> tuple[str, str]:
    """The encoding that is the best for all of the text that is looked at.

    charset-normalizer, which takes EUC-JP for Korean, is not asked where this finds one.
    """
    part = _telling_part(data)
    if damaged := _damaged_utf_8(part):
        return damaged
    ranked = _ranked(part, CANDIDATES, language_hint)
    return _best(ranked, ENOUGH) or _single_byte(part) or _best(ranked, 0) or ("utf-8", "utf-8")


def _telling_part(data: bytes) -> bytes:
    if len(data) <= _SAMPLE:
        return data
    start = _telling_start(data)
    return cut(data[start : start + _SAMPLE]) if start + _SAMPLE < len(data) else data[start:]


def _telling_start(data: bytes) -> int:
    """Where the line with the first byte begins that is not ASCII; an even offset, for UTF-16."""
    found = _HIGH_BYTE.search(data)
    start = data.rfind(b"\n", 0, found.start()) + 1 if found else 0
    return start - start % 2


def _damaged_utf_8(part: bytes) -> tuple[str, str] | None:
    """Crawlers cut texts inside a character. Chance does not make three whole characters for a broken one."""
    text = part.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    whole = sum(map(len, _BEYOND_ASCII.findall(text))) - broken
    return ("utf-8", "utf-8") if whole > 3 * broken else None


class _Ranked(NamedTuple):
    score: float
    """Its plausibility, and what a hint adds."""
    candidate: Candidate


def _ranked(part: bytes, candidates: Iterable[Candidate], language_hint: str | None = None) -> list[_Ranked]:
    """Those in which a text can be read at all, the most plausible first."""
    language = language_hint.partition("-")[0].lower() if language_hint else ""
    ranked = []
    for candidate in candidates:
        # A broken byte in a Chinese text must not make it Russian, whose encodings have a letter for every byte:
        # double bytes compete with their damage, which costs them plausibility.
        try:
            text = part.decode(candidate.codec, "replace" if candidate in DOUBLE_BYTE else "strict")
        except UnicodeDecodeError:
            continue
        hinted = _HINT if language and candidate.language == language else 0
        ranked.append(_Ranked(plausibility(text, candidate) + hinted, candidate))
    return sorted(ranked, key=attrgetter("score"), reverse=True)


def _best(ranked: Sequence[_Ranked], enough: float) -> tuple[str, str] | None:
    """The name and the codec of the first, if it is more than `enough`."""
    if not ranked or ranked[0].score <= enough:
        return None
    return ranked[0].candidate.name, ranked[0].candidate.codec


_HINT = 0.2
"""What a hint of the language adds to a plausibility: less than parts the right encoding from the wrong."""

# Python's codecs of the single-byte encodings that charset-normalizer may choose from: its other ideas
# (EBCDIC, Macintosh) are wrong more often than not. The WHATWG names of cp125x are windows-125x.
_SINGLE_BYTE = [*(f"cp{page}" for page in range(1250, 1259)), "cp866", "koi8_r", "koi8_u", "tis_620"]
_SINGLE_BYTE += ["iso8859_2", "iso8859_5", "iso8859_7"]


def _single_byte(part: bytes) -> tuple[str, str] | None:
    from charset_normalizer import from_bytes  # noqa: PLC0415 - 30 ms for what one archive in a hundred holds

    best = from_bytes(part, cp_isolation=_SINGLE_BYTE).best()
    if best is None or best.encoding not in _SINGLE_BYTE:
        return None
    name = best.encoding.replace("cp125", "windows-125").replace("iso8859_", "iso-8859-").replace("_", "-")
    return name, best.encoding


# Text or not


_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_TEXT_BYTES = bytes(set(range(256)) - set(range(0x20))) + b"\t\n\v\f\r\x1b"


def why_not_text(data: bytes) -> str | None:
    """The reason why bytes are no text (`it holds NUL bytes`), or None when they may be.

    NULs are right in UTF-16 and UTF-32, and one in a hundred characters of UTF-8 may be an accident. Of other
    control characters a third is too many. The first 8 KB are looked at.
    """
    sample = data[:8192]
    nuls = sample.count(0)
    if data.startswith(_ALL_MARKS_OF_ORDER) or (nuls and _utf_16_by_nuls(data)):
        return None
    if nuls and (nuls * 100 > len(sample) or not _is_utf_8(data)):
        return "it holds NUL bytes"
    if len(sample.translate(None, _TEXT_BYTES)) * 3 > len(sample):
        return "it is mostly control characters"
    return None


def _is_utf_8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def cut(data: bytes) -> bytes:
    """The start of a file without the character that it may end in the middle of.

    A byte below 0x30, `<` and `>` are never part of a longer character in UTF-8, GB18030, Big5, Shift_JIS and
    the EUC encodings; UTF-16 and UTF-32 are cut at four bytes, before a surrogate pair's first half.
    """
    if 0 in data or data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        whole = data[: len(data) // 4 * 4]
        # Nothing tells the byte order here: neither reading may end in a high surrogate.
        while whole and (0xD8 <= whole[-1] <= 0xDB or 0xD8 <= whole[-2] <= 0xDB):
            whole = whole[:-4]
        return whole
    end = max(data.rfind(sign) for sign in (b"\n", b" ", b"<", b">"))
    return data[: end + 1] if end >= 0 else data


# What may reach a terminal

_TO_CHANGE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_BIDI = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
_MARKS: dict[int, str | None] = {
    **{code: chr(0x2400 + code) for code in range(0x20) if code not in (0x09, 0x0A)},
    0x7F: "\u2421",
    **dict.fromkeys(range(0x80, 0xA0), "\ufffd"),
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),
    **dict.fromkeys(_BIDI, None),
}


def clean(text: str) -> str:
    """Text that a terminal cannot be steered by, with `\\n` for every line end.

    C0 controls but tab and line feed become their Control Pictures (U+2400 and on), DEL U+2421, C1 controls
    and lone surrogates U+FFFD: what was there stays visible. Bidi embeddings, overrides and isolates (UAX #9)
    are taken out, as they reorder what stands around them; the marks LRM, RLM and ALM act on their place
    alone, and stay.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    # The search is ten times as fast as the translation, and finds nothing in almost every article.
    return text.translate(_MARKS) if _TO_CHANGE.search(text) else text


# Nearly every article

_UNCLEAN_BYTES = bytes((byte < 0x20 and byte not in b"\t\n") or byte == 0x7F for byte in range(256))
_BIDI_BYTES = re.compile(rb"\xe2(?:\x80[\xaa-\xae]|\x81[\xa6-\xa9])")
_C1_BYTES = re.compile(rb"\xc2[\x80-\x9f]")


def decode_clean(data: bytes) -> str | None:
    """The text of bytes that are UTF-8 without a byte order mark and hold nothing to clean; None for any others.

    Where there is a text, `why_not_text` has nothing against it, `decode` gives it and `clean` leaves it as it is:
    to know that takes a fifth of the time that they take.
    """
    if 1 in data.translate(_UNCLEAN_BYTES) or data.startswith(_ALL_MARKS_OF_ORDER):
        return None
    if (b"\xe2" in data and _BIDI_BYTES.search(data)) or (b"\xc2" in data and _C1_BYTES.search(data)):
        return None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None
