"""Which marks emphasis gets: asterisks where CommonMark sees them (section 6.2), else HTML's tags."""

from __future__ import annotations

import unicodedata

from reader.document.export.signs import ANY_BLANK, EMPHASIS, END_LINK, STRIKE, STRONG

MARKS = {STRONG: "**", EMPHASIS: "*", STRIKE: "~~"}
"""Signs of emphasis and the marks that say it."""

_TAGS = {STRONG: "strong", EMPHASIS: "em", STRIKE: "del"}


def choose_marks(written: list[str], marks: list[tuple[int, int, str]]) -> None:
    """Puts into `written`, at the start and the end of each of `marks` (place, place, sign), what says its sign.

    Asterisks where CommonMark sees them (section 6.2), else HTML.

    `他说**“好”**。` is not bold to CommonMark, so `<strong>` says it.
    """
    edges = {place for start, end, _ in marks for place in (start, end)}
    for start, end, sign in sorted(marks, key=lambda mark: mark[2] == STRONG):
        before, after = _neighbour(written, start, -1), _neighbour(written, end, 1)
        first, last = _neighbour(written, start, 1), _neighbour(written, end, -1)
        is_seen = _flanks(first, before) and _flanks(last, after)
        beside = (_beside(written, place, step) for place in (start, end) for step in (-1, 1))
        is_alone = sign == STRONG or not any(place in edges and written[place][0] != "<" for place in beside)
        touches = "*" in (before, after) or (sign == STRIKE and "~" in (before, after, first, last))
        if is_seen and is_alone and not touches:
            written[start] = written[end] = MARKS[sign]
        else:
            written[start], written[end] = f"<{_TAGS[sign]}>", f"</{_TAGS[sign]}>"


def _flanks(inner: str, outer: str) -> bool:
    """Whether a mark between these two belongs to what is inside. Versions of CommonMark differ about symbols."""
    if inner in ANY_BLANK:
        return False
    is_word = not inner.isascii() or inner.isalnum()
    if is_word and unicodedata.category(inner)[0] not in "PS":
        return True
    return outer in ANY_BLANK or (outer.isascii() and not outer.isalnum()) or unicodedata.category(outer)[0] == "P"


def _beside(written: list[str], place: int, step: int) -> int:
    """The next place where something is written; -1 where nothing more is."""
    place += step
    while 0 <= place < len(written):
        if written[place]:
            return place
        place += step
    return -1


def _neighbour(written: list[str], place: int, step: int) -> str:
    """The character that stands beside a mark, a blank at an edge; other marks that are not chosen yet are skipped."""
    place += step
    while 0 <= place < len(written):
        if written[place] and not STRONG <= written[place][0] <= END_LINK:
            return written[place][0 if step > 0 else -1]
        place += step
    return " "
