"""Which addresses may leave the program: http, https and mailto, and nothing else."""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import quote, urljoin, urlsplit

_SCHEMES = ("http", "https", "mailto")
_SAFE = "!#$%&'()*+,/:;=?@[]~"


@cache
def _unseen() -> re.Pattern[str]:
    """White space and controls; compiled for the first link."""
    return re.compile(r"[\x00-\x20\x7f-\xa0\u2000-\u200f\u2028-\u202f\u2060-\u206f\u3000\ufeff]+")


def openable(address: str, base: str | None = None) -> str | None:
    """The address as it may be handed to a browser or a terminal, in ASCII; None for every other scheme.

    A relative address is joined to `base`, the article's source. Characters outside ASCII are percent-encoded
    (RFC 3987, section 3.1); white space and controls are taken out (URL Standard, section 4.4).
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
    return quote(cleaned, safe=_SAFE)
