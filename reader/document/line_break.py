"""Where a line may break, and how text fills rows of so many cells.

Break opportunities come from ICU (UAX #14, tailored by language), widths from Rich's cell tables. On top of that no row
starts with a closing mark or ends with an opening one (JIS X 4051 kinsoku; GB/T 15834), and a word wider than the
column breaks between grapheme clusters (UAX #29).
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from operator import add

from icu4py.breakers import CharacterBreaker, LineBreaker
from rich.cells import get_character_cell_size, split_graphemes

ZERO_WIDTH_JOINER = "\u200d"
EMOJI_SELECTOR = "\ufe0f"

_MAX_STEP_BACK = 12
"""Clusters that an emergency break may give up so that no mark of punctuation is stranded."""


class _Cells(dict[str, int]):
    """Cells of each character, looked up once."""

    def __missing__(self, character: str) -> int:
        cells = self[character] = get_character_cell_size(character)
        return cells


_CELLS = _Cells()


def cells_before(text: str) -> list[int]:
    """For each position in `text`, and for its end, how many cells stand before it: `len(text) + 1` numbers.

    A cluster joined by ZWJ or made wide by a selector counts all its cells at its first character.
    """
    if ZERO_WIDTH_JOINER not in text and EMOJI_SELECTOR not in text:
        return [0, *accumulate(map(_CELLS.__getitem__, text))]
    widths = [0] * len(text)
    for start, _, cells in split_graphemes(text)[0]:
        widths[start] = cells
    return [0, *accumulate(widths)]


def cell_length(text: str) -> int:
    """The cells that `text` takes on one row."""
    if text.isascii():
        return len(text)
    return cells_before(text)[-1]


@lru_cache(4096)
def is_closing(character: str) -> bool:
    """Whether a row must not start with it."""
    return character in _CLOSING or unicodedata.category(character) in ("Pe", "Pf")


@lru_cache(4096)
def is_opening(character: str) -> bool:
    """Whether a row must not end with it: an opening bracket or quotation mark, or the sign of a picture."""
    return character in "▣▶" or unicodedata.category(character) in ("Ps", "Pi")


_CLOSING = frozenset("、。，．：；？！‼⁇⁈⁉・…‥ー々〻゛゜ヽヾゝゞ｡､･％‰℃,.:;?!%")


def _locale(language: str) -> str:
    """The ICU locale for a BCP 47 tag: strict kinsoku for Chinese and Japanese.

    ICU's own `@lb=strict` says the same as BCP 47's `-u-lb-strict`, for which ICU first reads all keys that there are:
    10 ms of a start.
    """
    main = language.lower().partition("-")[0]
    return f"{main}@lb=strict" if main in ("zh", "ja", "yue") else main


def breaks(text: str, language: str = "") -> list[int]:
    """Where ICU lets a row end, in ascending order; each position stands after the spaces that end its row."""
    ends = _code_points(text, [end for _, end in LineBreaker(text, _locale(language)).segments()])
    if " /" in text or "、/" in text:  # a path; UAX #14 holds a slash to what is before it, even over blanks (LB13)
        ends = sorted({*ends, *(match.end() for match in re.finditer(r"[ 、](?=/\w)", text))})
    if language.lower().partition("-")[0] != "ko":
        return ends
    # ICU knows no `lw-keepall`; Korean breaks between words (CSS Text 3, section 5.2, `keep-all`).
    return [end for end in ends if not _within_korean_word().match(text, end - 1)]


@lru_cache(1)
def _within_korean_word() -> re.Pattern[str]:
    """Hangul beside hangul or Latin, or a particle behind a mark that ends a word; compiled for the first article."""
    hangul = "\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff"
    latin = "0-9A-Za-z\u00c0-\u024f"
    return re.compile(f"[{hangul}][{hangul}{latin}]|[{latin})\\]}}>%*'\"”’][{hangul}]")


def clusters(text: str) -> list[int]:
    """Where the grapheme clusters of `text` end (UAX #29), in ascending order."""
    return _code_points(text, [end for _, end in CharacterBreaker(text, "").segments()])


def breaks_by(unit: str, text: str, language: str = "") -> list[int]:
    """Where the words or the sentences of `text` end (UAX #29), in ascending order; `unit` is `word` or `sentence`."""
    from icu4py.breakers import SentenceBreaker, WordBreaker  # noqa: PLC0415 - only who selects needs them

    breaker = {"word": WordBreaker, "sentence": SentenceBreaker}[unit]
    main = language.lower().partition("-")[0]
    return _code_points(text, [end for _, end in breaker(text, main).segments()])


def _code_points(text: str, ends: list[int]) -> list[int]:
    """ICU's positions, which count UTF-16 code units, as positions in `text`."""
    if text.isascii() or not re.search(_BEYOND_PLANE_0, text):
        return ends
    units = accumulate((2 if character > "\uffff" else 1 for character in text), initial=0)
    position = {unit: number for number, unit in enumerate(units)}
    return [position[end] for end in ends]


_BEYOND_PLANE_0 = "[\U00010000-\U0010ffff]"


def strands(text: str, end: int) -> bool:
    """Whether a break at `end` would leave a closing mark at the start of a row or an opening one at the end.

    So does the hyphen of an option (`-L`; after a blank UAX #14 says so, LB20a), the slash that a path begins with, and
    the `$` of `${name}` at the end.
    """
    if end >= len(text):
        return False
    last = end - 1
    while last > 0 and text[last] == " ":
        last -= 1
    return is_closing(text[end]) or is_opening(text[last]) or _begins_a_name(text, end)


def _begins_a_name(text: str, end: int) -> bool:
    sign, following = text[end - 1], text[end]
    if sign == "$":
        return following in "{("
    if sign not in "-/" or not following.isalnum():
        return False
    before = text[end - 2] if end > 1 else " "
    return before == " " or is_opening(before) or (sign == "/" and is_closing(before) and not before.isascii())


def fill(
    text: str, width: int, language: str = "", *, apart: Sequence[int] = (), indent: int = 0
) -> list[tuple[int, int]]:
    """Ranges of `text` that fill rows of at most `width` cells (2 or more).

    Lines parted by `\\n` start new rows. What stands between two ranges is one newline or the spaces at a row's end.
    A blank cell is drawn before each position of `apart` (ascending), but where a row begins there; the first row of
    each line has `indent` cells less.
    """
    rows: list[tuple[int, int]] = []
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        inside = [at - start for at in apart[bisect_right(apart, start) : bisect_left(apart, end)]] if apart else ()
        _fill_line(line, start, width, language, rows, inside, indent)
        start = end + 1
    return rows


_MOST_BALANCED = 6
"""Rows of a title that are balanced."""


def fill_evenly(text: str, width: int, language: str = "", *, apart: Sequence[int] = ()) -> list[tuple[int, int]]:
    """`fill` for a title: in as many rows as that has, but of about one length, if they are few and no word is torn.

    CSS Text 4 has this as `text-wrap: balance`. Rows of Chinese and Japanese end where words do, if they can.
    """
    rows = fill(text, width, language, apart=apart)
    if not 1 < len(rows) <= _MOST_BALANCED or "\n" in text:
        return rows
    ends, words = set(breaks(text, language)), set(breaks_by("word", text, language))
    even = rows
    for narrow in range(max(2, cell_length(text) // len(rows)), width):
        tried = fill(text, narrow, language, apart=apart)
        starts = {start for start, _ in tried[1:]}
        if len(tried) != len(rows) or not starts <= ends:
            continue
        if starts <= words:
            return tried
        even = tried if even is rows else even
    return even


def _fill_line(
    line: str,
    base: int,
    width: int,
    language: str,
    rows: list[tuple[int, int]],
    apart: Sequence[int] = (),
    indent: int = 0,
) -> None:
    length = len(line)
    room = width - indent
    if not apart and (length * 2 <= room or (length <= room and line.isascii())):
        rows.append((base, base + length))
        return
    before = leading = cells_before(line)
    if apart:
        # A blank counts to the character after it, but not for a row that begins with that.
        blanks = [0] * (length + 1)
        for at in apart:
            blanks[at] = 1
        so_far = list(accumulate(blanks))
        leading = list(map(add, before, so_far))
        before = list(map(add, before, [0, *so_far]))
    total = before[-1]
    if total <= room:
        rows.append((base, base + length))
        return
    ends = breaks(line, language)
    start = 0
    while total - leading[start] > room:
        limit = bisect_right(before, leading[start] + room, start) - 1
        reach = limit
        while reach < length and line[reach] == " ":
            reach += 1
        last = bisect_right(ends, reach) - 1
        while last >= 0 and ends[last] > start and strands(line, ends[last]):
            last -= 1
        end = ends[last] if last >= 0 else 0
        if end <= start:
            end = _emergency_break(line, start, max(limit, start + 1))
        stop = end
        while stop > start and line[stop - 1] == " ":
            stop -= 1
        rows.append((base + start, base + stop))
        start = end
        room = width
    if start < length:
        rows.append((base + start, base + length))


def _emergency_break(line: str, start: int, limit: int) -> int:
    """Where to cut a word that is wider than the row: between clusters, and beside no mark that must not be there.

    After one of its joints where there is one near, as in `www.example.org` or `snake_case`.
    """
    window = line[start : limit + 64]
    ends = [start + end for end in clusters(window)]
    if len(ends) > 1 and start + len(window) < len(line):
        ends.pop()
    fitting = ends[: bisect_right(ends, limit)]
    for end in reversed(fitting[len(fitting) // 2 :]):
        if line[end - 1] in _JOINTS and line[end : end + 1].isalnum():
            return end
    for end in reversed(fitting[-_MAX_STEP_BACK:]):
        if not strands(line, end):
            return end
    return fitting[-1] if fitting else ends[0]


_JOINTS = frozenset("\u00a0-_./\\:;,=&?%#~|+@>")
"""Characters after which a long word or a line of code is best cut."""


def fold(text: str, width: int, first_width: int | None = None) -> list[tuple[int, int]]:
    """Ranges that cut one line of code in rows of at most `width` cells (2 or more), and leave nothing out.

    A row ends before a word or after a sign where one is near, so that no name is torn; else between any two clusters.
    """
    room = width if first_width is None else first_width
    if len(text) * 2 <= room or (len(text) <= room and text.isascii()):
        return [(0, len(text))]
    before = cells_before(text)
    ends = range(1, len(text) + 1) if text.isascii() else clusters(text)
    rows: list[tuple[int, int]] = []
    start = at = 0
    while before[-1] - before[start] > room:
        limit = bisect_right(before, before[start] + room, start) - 1
        at = max(at, bisect_right(ends, limit, at) - 1)
        at = _cut_of_code(text, start, ends, at, before, width)
        end = ends[at]
        at += 1
        rows.append((start, end))
        start, room = end, width
    rows.append((start, len(text)))
    return rows


def _cut_of_code(text: str, start: int, ends: Sequence[int], last: int, before: Sequence[int], width: int) -> int:
    """At which of `ends` to cut a row that is full at `ends[last]`.

    In its second half, before a word if there is one, else after a sign; else before the name that would be torn, with
    the brackets behind it, if the next row, of `width` cells, holds it; else within that name, where it has a joint.
    """
    full = ends[last]
    if _is_between_wide(text, full):
        return last
    half = start + (full - start) // 2
    after_sign = joint = -1
    for number in range(last, -1, -1):
        cut = ends[number]
        if cut <= half:
            break
        if text[cut - 1] in _BLANKS and text[cut] not in _BLANKS and text[start:cut].strip():
            return number
        if after_sign < 0 and (_is_after_sign(text, cut) or _is_between_wide(text, cut)):
            after_sign = number
        if joint < 0 and _is_joint(text, cut):
            joint = number
    if after_sign >= 0:
        return after_sign
    name, name_end = _name_around(text, start, full, width)
    number = bisect_left(ends, name)
    fits = name < full and before[name_end] - before[name] <= width
    if fits and ends[number] == name and any(map(str.isalnum, text[start:name])):
        return number
    return joint if joint >= 0 and name < full else last


def _name_around(text: str, start: int, at: int, width: int) -> tuple[int, int]:
    """From where to where the name goes that a cut at `at` would tear, or part from the brackets behind it.

    Of a name longer than `width` a part; twice `at` for none.
    """
    begin = end = at
    while end < len(text) and end - at <= width and _is_of_name(text[end]):
        end += 1
    while end < len(text) and end - at <= width and text[end] in _FOLLOWS_NAME:
        end += 1
    if end > at:
        while text[at] in _FOLLOWS_NAME and begin > start and text[begin - 1] in _FOLLOWS_NAME:
            begin -= 1
        while begin > start and _is_of_name(text[begin - 1]):
            begin -= 1
    return (begin, end) if begin < at else (at, at)


_FOLLOWS_NAME = frozenset(")]}>,;([")
"""Signs with which a row of code begins only if it must."""


def _is_of_name(character: str) -> bool:
    return character.isalnum() or character == "_"


def _is_after_sign(text: str, cut: int) -> bool:
    sign = text[cut - 1]
    return ((sign in _JOINTS and sign != "_") or sign in "([{") and text[cut].isalnum()


def _is_joint(text: str, cut: int) -> bool:
    """Whether a name has a joint here: `snake_|case`, `camel|Case`."""
    return text[cut - 1] == "_" or (text[cut - 1].islower() and text[cut].isupper())


_BLANKS = " \u00a0\t"


def _is_between_wide(text: str, cut: int) -> bool:
    """Whether Chinese or Japanese stands on one side at least, and no mark is stranded."""
    return (_CELLS[text[cut - 1]] == 2 or _CELLS[text[cut]] == 2) and not strands(text, cut)
