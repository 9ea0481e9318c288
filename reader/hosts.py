"""Names of hosts: as they are sent (punycode), as they read, and whether they imitate others (UTS 39).

The `idna` package and not Python's own codec: that is IDNA 2003 and makes `fass.de` of `faß.de`, which is another host
than the one that a browser opens.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING
from unicodedata import normalize

if TYPE_CHECKING:
    from regex import Pattern


def ascii_host(host: str) -> str:
    """A host as it is asked for: every label in ASCII (UTS 46, not transitional). No port, no `user@`."""
    if host.isascii():
        return host
    import idna  # noqa: PLC0415 - 20 ms, for the few hosts that are not ASCII

    try:
        return idna.encode(host, uts46=True, transitional=False).decode("ascii")
    except (idna.IDNAError, UnicodeError):
        return ".".join(map(_punycode, normalize("NFKC", host).casefold().replace("。", ".").split(".")))


def _punycode(label: str) -> str:
    """A label that IDNA does not allow, all the same in ASCII: it must never look like another."""
    return label if label.isascii() else "xn--" + label.encode("punycode").decode("ascii")


def readable_host(host: str) -> str:
    """A host as it reads; labels that are no valid punycode stay as they are."""
    return ".".join(map(_read, host.split(".")))


def _read(label: str) -> str:
    if not label.lower().startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except (UnicodeError, OverflowError):
        return label


_SCRIPTS = (
    "Latin", "Cyrillic", "Greek", "Han", "Hiragana", "Katakana", "Hangul", "Bopomofo", "Armenian", "Georgian", "Hebrew",
    "Arabic", "Devanagari", "Thai", "Cherokee",
)  # fmt: skip
_TOGETHER = (
    {"Latin", "Han", "Hiragana", "Katakana"},
    {"Latin", "Han", "Bopomofo"},
    {"Latin", "Han", "Hangul"},
)
"""Scripts that one label may mix (UTS 39, section 5.2: highly restrictive)."""
_LIKE_LATIN = frozenset("асԁеһіјӏорԛѕԝхуѵѡкмтвнпгьꙅαβγεηικνορτυχωϲϳաոսօցքհյզո")
"""Cyrillic, Greek and Armenian letters that read as Latin ones."""


@cache
def _script(name: str) -> Pattern[str]:
    import regex  # noqa: PLC0415 - as `idna`

    return regex.compile(rf"\p{{Script={name}}}")


def _scripts(label: str) -> set[str]:
    letters = [each for each in label if each.isalpha()]
    found = set()
    for letter in letters:
        if letter.isascii():
            found.add("Latin")
        else:
            found.add(next((name for name in _SCRIPTS if _script(name).match(letter)), "another script"))
    return found


def suspicion(host: str) -> str:
    """Why a host may not be the one that it looks like, as a sentence; empty when there is no reason."""
    for label in readable_host(host).split("."):
        if label.isascii():
            continue
        found = _scripts(label)
        if len(found) > 1 and not any(found <= each for each in _TOGETHER):
            return (
                f"“{label}” mixes letters of several scripts ({', '.join(sorted(found))}): it may imitate another host."
            )
        if (
            found
            and found <= {"Cyrillic", "Greek", "Armenian"}
            and all(each in _LIKE_LATIN for each in label if each.isalpha())
        ):
            return f"“{label}” looks Latin and is {found.pop()}: it may imitate another host."
    return ""
