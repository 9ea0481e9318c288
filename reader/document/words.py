"""What counts as a word and as equal, for the index of all articles and for the matcher in one of them.

Two kinds of characters make words. Those of scripts that part words by spaces make *spaced* words, of letters, digits,
marks and `_`. Those of scripts that do not (Han, kana, hangul, Thai, Lao, Khmer, Burmese) make *runs*, in which any
part may be looked for: the index holds a run `abcd` as its overlapping pairs and, by itself, its last character, `ab`,
`bc`, `cd`, `d`. So each character begins one token, and a run that ends there is told from one that goes on.
Everything else stands between words.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from functools import cache
from unicodedata import category, normalize

UNSPACED = (
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e50-\u0e59"  # Thai
    "\u0e81-\u0ece\u0ed0-\u0edf"  # Lao
    "\u1000-\u1049\u1050-\u109d\ua9e0-\ua9fe\uaa60-\uaa7f"  # Burmese
    "\u1100-\u11ff\ua960-\ua97c\uac00-\ud7a3\ud7b0-\ud7fb"  # hangul
    "\u1780-\u17d3\u17e0-\u17e9"  # Khmer
    "\u2e80-\u2fd5\u3005-\u3007\u3021-\u302f\u3031-\u3035\u3038-\u303c\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"  # Han
    "\U00020000-\U000323af"
    "\u3041-\u309a\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\U0001aff0-\U0001b16f"  # kana
    "\u3105-\u312f\u31a0-\u31bf"  # bopomofo
)
"""For a class of a regular expression: the characters of scripts that do not part words by spaces."""

_COMMON_UNSEEN = "\u00ad\u034f\u180b-\u180f\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff"
UNSEEN = _COMMON_UNSEEN + "\U000e0100-\U000e01ef"
"""For a class of a regular expression: soft hyphens, zero-width spaces and joiners, marks of direction, byte-order
marks, variation selectors."""

_UNSEEN = f"[{UNSEEN}]"

_WIDE = (*zip("　！％（），：；？～", " !%(),:;?~", strict=True), ("…", "..."))
"""What NFKC makes of the signs that nearly every Chinese text has."""


@cache
def marks() -> str:
    """For a class of a regular expression: the marks (categories Mn, Mc) that belong to spaced words."""
    other = re.compile(f"[{UNSPACED}{UNSEEN}]")
    codes = (*range(0x300, 0x10000), *range(0x10A00, 0x11F60), *range(0x1E000, 0x1E950))
    return ranges(code for code in codes if category(chr(code)) in ("Mn", "Mc") and not other.match(chr(code)))


def ranges(codes: Iterable[int]) -> str:
    """For a class of a regular expression: characters by their codes, which are in order."""
    found: list[list[int]] = []
    for code in codes:
        if found and found[-1][1] == code - 1:
            found[-1][1] = code
        else:
            found.append([code, code])
    return "".join(f"{re.escape(chr(first))}-{re.escape(chr(last))}" for first, last in found)


@cache
def word_pattern() -> re.Pattern[str]:
    """Finds the words and runs of a folded text. Inside a run single line ends may stand."""
    return re.compile(rf"[{UNSPACED}]+(?:\n[{UNSPACED}]+)*|(?:[^\W{UNSPACED}]+|[{marks()}]+)+")


@cache
def word_character() -> re.Pattern[str]:
    """Finds a character of a word or a run."""
    return re.compile(rf"[\w{marks()}{UNSPACED}]")


@cache
def spaced_character() -> re.Pattern[str]:
    """Finds a character of a spaced word."""
    return re.compile(rf"[^\W{UNSPACED}]|[{marks()}]")


WORD_BYTES = bytes(code for code in range(256) if code > 127 or chr(code).isalnum() or code == ord("_"))
"""What the index takes for parts of words (FTS5's tokenizer `ascii` with `tokenchars '_'`, section 4.3.2)."""


def fold(text: str, *, simplify: bool = True) -> str:
    """The text with case, width and compatibility forms made equal, without what is not seen.

    NFKC, case folding, NFKC (Unicode, section 3.13, `toNFKC_Casefold`). With `simplify`, each traditional character
    becomes its simplified one, so that both find each other. Lines stay lines.
    """
    if text.isascii():
        return text.lower()
    if not simplify:
        return _alike(re.sub(_UNSEEN, "", text))
    folded = _alike(text)
    common, rest = _to_change()
    is_common = len(folded.encode("utf-16-le", "surrogatepass")) == 2 * len(folded)
    to_change = common if is_common else rest
    if not to_change.search(folded):  # nearly every text of an archive, looked through once
        return folded
    folded, simplified = _alike(re.sub(_UNSEEN, "", text)), _simplified()
    changed, changes = to_change.subn(lambda found: simplified.get(ord(found[0]), found[0]), folded, _FEW)
    return changed if changes < _FEW else folded.translate(simplified)


_FEW = 32
"""Characters that become others: to `translate` a whole text for so few takes five times as long."""


def _alike(text: str) -> str:
    """Case, width and compatibility forms made equal."""
    for wide, narrow in _WIDE:  # without these most texts are normal, which is seen in a hundredth of the time
        text = text.replace(wide, narrow)
    normal = normalize("NFKC", text)
    folded = normal.casefold()
    return folded if folded == normal else normalize("NFKC", folded)


@cache
def _simplified() -> dict[int, str]:
    """For each traditional character its simplified one, character by character, as OpenCC has them."""
    from opencc import OpenCC  # noqa: PLC0415 - 30 ms, not to be paid before Chinese is searched or indexed

    ranges = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00), (0x20000, 0x2EBE1))
    characters = [chr(code) for first, last in ranges for code in range(first, last)]
    converted = OpenCC("t2s").convert("\n".join(characters)).split("\n")
    return {
        ord(character): sys.intern(simple)
        for character, simple in zip(characters, converted, strict=True)
        if len(simple) == 1 and simple != character
    }


@cache
def _to_change() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What finds the first character that has a simplified form, or is not seen; most texts have none.

    The first is for texts without any beyond U+FFFF: a class of those alone is twice as fast.
    """
    traditional = "".join(chr(code) for code in _simplified() if code < 0x10000)
    common = f"{traditional}{_COMMON_UNSEEN}"
    return re.compile(f"[{common}]"), re.compile(f"[{common}{UNSEEN}\U00020000-\U0002ebe0]")


def tokens(folded: str) -> list[str]:
    """What the index holds of a folded text: see above."""
    found: list[str] = []
    for word in word_pattern().findall(folded):
        if is_run(word):
            found += pairs(word)
            found.append(word[-1])
        else:
            found.append(word)
    return found


def characters(tokens: Iterable[str]) -> set[str]:
    """The characters of unspaced scripts that tokens begin with: all that stand in a text."""
    return {token[0] for token in tokens if is_run(token)}


def pairs(run: str) -> list[str]:
    """The pairs of a run, in order; none of one character."""
    run = run.replace("\n", "")
    return [run[at : at + 2] for at in range(len(run) - 1)]


def is_run(word: str) -> bool:
    """Whether what `word_pattern` found is a run of an unspaced script."""
    first = word[0]
    if first < "\u0e01":
        return False
    return "\u4e00" <= first <= "\u9fff" or re.match(_IS_UNSPACED, first) is not None


_IS_UNSPACED = f"[{UNSPACED}]"
