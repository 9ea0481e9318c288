"""Which addresses may leave the program: http, https and mailto, and nothing else."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple
from urllib.parse import quote, unquote, urljoin, urlsplit

from reader.counting import counted
from reader.hosts import ascii_host, readable_host, suspicion

_SCHEMES = ("http", "https", "mailto")
_SAFE = "!#$%&'()*+,/:;=?@[]~"


@cache
def _unseen() -> re.Pattern[str]:
    """White space and controls; compiled for the first link."""
    return re.compile(r"[\x00-\x20\x7f-\xa0\u2000-\u200f\u2028-\u202f\u2060-\u206f\u3000\ufeff]+")


def openable(address: str, base: str | None = None) -> str | None:
    """The address as it may be handed to a browser or a terminal, in ASCII; None for every other scheme.

    A relative address is joined to `base`, the article's source. A host outside ASCII becomes punycode, other such
    characters are percent-encoded (RFC 3987, section 3.1); white space and controls are taken out (URL Standard, 4.4).
    """
    cleaned = _unseen().sub("", address)
    try:
        if base and not urlsplit(cleaned).scheme:
            cleaned = urljoin(base, cleaned)
        parts = urlsplit(cleaned)
    except ValueError:
        return None
    if parts.scheme.lower() not in _SCHEMES:
        return None
    if parts.scheme.lower() != "mailto" and not parts.netloc:
        return None
    if not parts.netloc.isascii():
        user, at, host = parts.netloc.rpartition("@")
        name, colon, port = host.partition(":")
        cleaned = parts._replace(netloc=f"{user}{at}{ascii_host(name)}{colon}{port}").geturl()
    return quote(cleaned, safe=_SAFE)


class Explained(NamedTuple):
    """An address for whoever is to decide whether it shall be opened."""

    sent: str
    """What is handed to the browser: ASCII."""
    shown: str
    """The same for people: letters of other scripts as they read, but in the host."""
    host: str
    """As it is asked for; empty for mail."""
    warnings: tuple[str, ...] = ()
    """Sentences about what is not as it looks."""
    reads: str = ""
    """How its host reads, where that is not as it is asked for; empty else."""

    @property
    def notes(self) -> tuple[str, ...]:
        """All that there is to say of it, in sentences."""
        return (*((f"The host reads {self.reads}.",) if self.reads else ()), *self.warnings)


@cache
def _named_host() -> re.Pattern[str]:
    """A host that the words of a link name: with a scheme or `www.`, or in small letters; no name of a file."""
    host = r"((?:[\w-]+\.)+[\w-]{2,})"
    return re.compile(
        rf"(?:(?i:https?://(?:www\.)?|www\.){host}|((?:[a-z\d-]+\.)+(?:com|org|net|cn|jp)))(?:[/:?#]\S*)?"
    )


def _is_elsewhere(named: str, host: str) -> bool:
    """Whether a host is neither the one that is named nor part of it."""
    named = ascii_host(named).casefold()
    return host != named and not host.endswith(f".{named}")


def explained(address: str, base: str | None = None, words: str = "") -> Explained | None:
    """What `openable` makes of an address, and what there is to say of it; None where it is never opened.

    `words` are those of the link: they may name a host that it does not lead to.
    """
    sent = openable(address, base)
    if sent is None:
        return None
    parts = urlsplit(sent)
    host = parts.hostname or ""
    reads = readable_host(host)
    warnings = [suspicion(host)]
    named = _named_host().fullmatch(words.strip()) if host else None
    if named is not None and _is_elsewhere(name := named[1] or named[2], host):
        warnings.append(f"The words of the link name {name}, but it leads to {host}.")
    if "@" in parts.netloc:
        warnings.append(f"What stands before @ is no host: this leads to {host}.")
    if unseen := sum(map(len, _unseen().findall(address.strip()))):
        warnings.append(f"It held {counted(unseen, 'character')} that cannot be seen, which were taken out.")
    return Explained(sent, _readable(sent), host, tuple(filter(None, warnings)), reads if reads != host else "")


_ENCODED = "(?:%[89A-Fa-f][0-9A-Fa-f])+"


def _readable(sent: str) -> str:
    """An address with its letters outside ASCII as letters; nothing else is decoded."""

    def decoded(match: re.Match[str]) -> str:
        words = unquote(match[0], errors="strict") if _is_utf_8(match[0]) else match[0]
        return words if words.isalnum() else match[0]

    return re.sub(_ENCODED, decoded, sent)


def _is_utf_8(encoded: str) -> bool:
    try:
        unquote(encoded, errors="strict")
    except UnicodeDecodeError:
        return False
    return True


def plain(address: str) -> str:
    """An address as the article says it, with controls as visible marks: for what is not opened."""
    return "".join(chr(0x2400 + ord(each)) if ord(each) < 0x20 else each for each in address)
