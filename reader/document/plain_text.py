"""Plain text in paragraphs, and which of their line ends only filled a line."""

from __future__ import annotations

from itertools import groupby, pairwise

_NARROWEST, _WIDEST = 50, 100
"""Code points of the longest line of text that was filled by hand or by an editor, as mail is. Verse is narrower."""

_WIDE = "\u2e80"
"""From here on stand the scripts that are written without spaces: their lines could not be joined by one."""


def paragraphs(body: str) -> list[list[str]]:
    """The lines of each paragraph, which blank lines part. A paragraph that was filled is one line."""
    found = [
        list(lines) for is_blank, lines in groupby(body.split("\n"), lambda line: not line.strip(" \t")) if not is_blank
    ]
    measure = max((len(line.rstrip()) for lines in found if len(lines) > 1 for line in lines), default=0)
    if not _NARROWEST <= measure <= _WIDEST:
        return found
    return [
        [" ".join(line.rstrip(" \t") for line in lines)] if _is_filled(lines, measure) else lines for lines in found
    ]


def _is_filled(lines: list[str], measure: int) -> bool:
    """Whether no line but the last had room for the first word of the next, within the longest line of the text.

    A list, a poem or an address has such room; what is indented was set as it is on purpose.
    """
    return len(lines) > 1 and all(
        not line[0].isspace()
        and not following[0].isspace()
        and line.rstrip()[-1] < _WIDE > following[0]
        and len(line.rstrip()) + 1 + len(following.split(None, 1)[0]) > measure
        for line, following in pairwise(lines)
    )
