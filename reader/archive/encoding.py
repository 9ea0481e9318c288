"""Bytes to text: which encoding a file is in, and what of its text may reach a terminal."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from reader.archive.article import Fault


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text and how it was come by."""

    text: str
    encoding: str
    """The WHATWG Encoding Standard's name in lower case: `utf-8`, `gb18030`, `shift_jis`, `utf-16le`, ..."""
    fault: Fault | None = None


def decode(data: bytes, language_hint: str | None = None) -> Decoded:
    """Never raises."""
    if data.startswith(codecs.BOM_UTF8):
        data = data[3:]
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    try:
        return Decoded(data.decode("gb18030"), "gb18030")
    except UnicodeDecodeError:
        return Decoded(data.decode("utf-8", "replace"), "utf-8", Fault("some bytes are not text"))


_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_BIDI = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
_MARKS: dict[int, str | None] = {
    **{code: chr(0x2400 + code) for code in range(0x20) if code not in (0x09, 0x0A)},
    0x7F: "\u2421",
    **dict.fromkeys(range(0x80, 0xA0), "\ufffd"),
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),
    **dict.fromkeys(_BIDI, None),
}


def clean(text: str) -> str:
    """Line ends as `\\n`, controls as visible marks, bidi controls taken out."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.translate(_MARKS) if _UNSAFE.search(text) else text
