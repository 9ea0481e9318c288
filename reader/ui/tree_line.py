"""One line of the tree: indent, marker, title with what the filter found in it, and the signs on the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.cells import cell_len, split_graphemes
from rich.segment import Segment
from rich.style import Style

from reader.library.folding import hits
from reader.library.tree import Row
from reader.ui.one_line import MOST_CHARACTERS, cut
from reader.ui.row_signs import Signs

_LEAST_TITLE = 10  # cells; dates give way to it, then indents
_LEAST_NAME = 4  # cells of a category, or of what tells articles of one title apart


def segments(
    title: str,
    kinds: tuple[str, ...],
    signs: Signs,
    row: Row,
    words: Sequence[str],
    width: int,
    style: Callable[..., Style],
    name: str = "",
) -> list[Segment]:
    """A row of the tree in `width` cells. `kinds` are the looks of the title, `words` what is lit in it.

    A `name` stands quietly behind the title, for which it leaves half of the room. `style` has the style of looks by
    their names. Title and name are taken as they are: untrusted, and never as markup.
    """
    right, cells = signs.right, signs.cells
    # One cell before, the marker and one after it, two before the date or count, one after all. The indent is the same
    # for whatever stands on the right: what is in a category stands below its name.
    indent = max(0, min(2 * row.depth, width // 3, width - 4 - _LEAST_TITLE))
    space = width - 4 - indent
    if space - cells - 2 < (_LEAST_TITLE if row.article else _LEAST_NAME):
        right, cells = (), 0
    space = max(0, space - (cells + 2 if right else 0))
    room = max(space // 2, space - cell_len(title[:MOST_CHARACTERS])) - 2
    name = cut(name, room) if room >= _LEAST_NAME else ""
    between = space - cell_len(name) - 2 if name else space
    found = hits(title[:MOST_CHARACTERS], words) if words else []
    if found:
        title, found = _with_hit(title, found, between)
    shown = cut(title, between)
    plain = style(*kinds)
    beside = f"  {name}" if name else ""
    drawn = [
        Segment(" " * (1 + indent), plain),
        Segment(f"{signs.marker} ", style(signs.marker_kind)),
        *_lit(shown, found, plain, style(*kinds, "sidebar--match")),
        Segment(beside, style("sidebar--date")),
        Segment(" " * (space - cell_len(shown) - cell_len(beside)), plain),
    ]
    if right:
        drawn += [Segment("  ", plain), *(Segment(text, style(kind)) for text, kind in right)]
    return [*drawn, Segment(" ", plain)]


def _with_hit(title: str, found: list[tuple[int, int]], width: int) -> tuple[str, list[tuple[int, int]]]:
    """The title, begun as late as shows its first hit if that would be cut off, and the hits in it."""
    first, last = found[0]
    if cell_len(title[:last]) < width:
        return title, found
    start = first
    room = width - 2 - cell_len(title[first:last])  # between an ellipsis on either side
    for low, _, cells in reversed(split_graphemes(title[:first])[0]):
        room -= cells
        if room < 0:
            break
        start = low
    if not start:
        return title, found
    return "…" + title[start:], [(1 + low - start, 1 + high - start) for low, high in found]


def _lit(shown: str, found: list[tuple[int, int]], plain: Style, lit: Style) -> list[Segment]:
    """The title with its hits lit, by whole graphemes; what was cut off is not seen."""
    segments = []
    at = 0
    end_of_text = len(shown) - shown.endswith("…")
    for low, high in found:
        touched = [
            (start, end)
            for start, end, _ in split_graphemes(shown[:end_of_text])[0]
            if max(low, at) < end and start < high
        ]
        if not touched:
            continue
        start, end = touched[0][0], touched[-1][1]
        segments += [Segment(shown[at:start], plain), Segment(shown[start:end], lit)]
        at = end
    return [*segments, Segment(shown[at:], plain)]
