"""How many there are of something, in words."""

from __future__ import annotations


def counted(number: int, what: str) -> str:
    """A number and what it counts: `1 article`, `2,500 articles`. `what` is a noun that takes an s."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"
