"""How much a text looks like something that someone wrote, when bytes decode in several encodings.

Nearly every pair of high bytes is a character in GB18030, Big5, EUC-JP, EUC-KR and Shift_JIS alike, so that
decoding without an error proves little. But each of these standards put its common characters into its first
rows: read in a wrong encoding, common characters land on rare ones. A few dozen of each language's most
frequent characters make the difference clear in one sentence.
"""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

ENOUGH = 0.4
"""What a text reaches at least in the right encoding; in a wrong one only a few words do."""

_SAMPLE = 2000
"""Code points looked at: more do not change the answer."""

_CHINESE = (
    "的一是不了在人有我他中大上到和你地出道也年得就那要下以生自去之家可她小心多天而能好都然日起成事只作想看文手十用主行方"
    "又如前所本面公同三已老知民分外但身些高意把法此回二理美月明其全工己者向情部正名定女力等最新什打位因重被走四第"
)
_SIMPLIFIED = "这来国个说们为时会着过学对里后么没于还发当无开见经头从动两长样现将与进实点种声话儿问机给几很业间电门东"
_TRADITIONAL = "這來國個說們為時會著過學對裡後麼沒於還發當無開見經頭從動兩長樣現將與進實點種聲話兒問機給幾很業間電門東"
_JAPANESE = "日一人年大十二本中長出三時行見月分後前生五間上東四今金九入学高円子外八六下来気小七山話女北午書"
_KOREAN = "이다는의에을를고가은로지하기사한도대해시인어서리나자아그일들전정과제수있것등부보장상원으면라습니"
_HIRAGANA = "".join(map(chr, range(0x3041, 0x3094)))
_KATAKANA = "".join(map(chr, range(0x30A1, 0x30F7))) + "ー"
_RUSSIAN = "оеаинтсрвлкмдпуяыьгзбчй"
_RUSSIAN_RARE = "хжшюцщэфъё«»№"
_PUNCTUATION = frozenset(
    "、。，．・：；？！‘’“”（）〔〕［］｛｝〈〉《》「」『』【】—…～·　％￥"
    + "".join(map(chr, range(0xFF10, 0xFF5B)))  # full-width digits and letters
)


class Candidate(NamedTuple):
    """An encoding that a file without any sign of its own may be in."""

    name: str
    """The WHATWG Encoding Standard's, in lower case."""
    codec: str
    """Python's codec for it; where makers of systems extended a standard, the extended one."""
    language: str | None
    """The language whose archives use it, as a BCP 47 primary tag; None when it may be any."""
    frequent: str = ""
    first_rows: tuple[tuple[int, int, int, int], ...] = ()
    """Where the standard keeps its common characters: first and last lead byte, first and last trail byte."""
    common: str = ""
    """Common characters that are in no such rows."""


CANDIDATES = (
    # GB 2312 level 1: 3,755 characters. Traditional characters are written in GB18030 too, more rarely.
    Candidate("gb18030", "gb18030", "zh", _CHINESE + _SIMPLIFIED + _TRADITIONAL, ((0xB0, 0xD7, 0xA1, 0xFE),)),
    # Big5 level 1: 5,401 characters.
    Candidate(
        "big5",
        "big5hkscs",
        "zh",
        _CHINESE + _TRADITIONAL,
        ((0xA4, 0xC6, 0x40, 0x7E), (0xA4, 0xC5, 0xA1, 0xFE)),
    ),
    # JIS X 0208 level 1, in its two forms.
    Candidate(
        "shift_jis",
        "cp932",
        "ja",
        _HIRAGANA + _JAPANESE,
        (
            (0x89, 0x97, 0x40, 0xFC),
            (0x88, 0x88, 0x9F, 0xFC),
            (0x98, 0x98, 0x40, 0x72),
            (0x83, 0x83, 0x40, 0x96),
        ),
    ),
    Candidate("euc-jp", "euc_jp", "ja", _HIRAGANA + _JAPANESE, ((0xB0, 0xCF, 0xA1, 0xFE), (0xA5, 0xA5, 0xA1, 0xF6))),
    # KS X 1001: 2,350 syllables.
    Candidate("euc-kr", "cp949", "ko", _KOREAN, ((0xB0, 0xC8, 0xA1, 0xFE),)),
    Candidate("windows-1251", "cp1251", "ru", _RUSSIAN, common=_RUSSIAN_RARE),
    Candidate("koi8-r", "koi8_r", "ru", _RUSSIAN, common=_RUSSIAN_RARE),
    Candidate("windows-1252", "cp1252", None),
    Candidate("utf-16le", "utf-16-le", None),
    Candidate("utf-16be", "utf-16-be", None),
)

DOUBLE_BYTE = tuple(candidate for candidate in CANDIDATES if candidate.first_rows)
UTF_16 = CANDIDATES[-2:]

_ASCII = re.compile(r"[\x00-\x7f]+")


def plausibility(text: str, candidate: Candidate) -> float:
    """From about 1 to 2 for text that was read in the right encoding, down to -5 for nonsense.

    ASCII says nothing where it is the same in all candidates, which is everywhere but in UTF-16.
    """
    if candidate.codec == "cp1252":
        return _western(text)
    is_utf_16 = candidate in UTF_16
    sample = text[:_SAMPLE] if is_utf_16 else _ASCII.sub("", text[: 50 * _SAMPLE])[:_SAMPLE]
    if not sample:
        return 0.0
    weights = _weights_in_utf_16() if is_utf_16 else _weights(candidate)
    total = sum(map(weights.__getitem__, sample))
    if candidate.language == "ru":  # ü read as ь stands between Latin letters, where no Russian letter does
        total -= 4 * len(_MIXED_WORD.findall(text[: 50 * _SAMPLE])[:_SAMPLE])
    return total / len(sample)


class _Weights(dict[str, int]):
    """What each character says for an encoding, worked out when it is first seen."""

    def __init__(self, frequent: frozenset[str], common: frozenset[str]) -> None:
        super().__init__()
        self._frequent = frequent
        self._common = common

    def __missing__(self, character: str) -> int:
        weight = self[character] = self._weight(character)
        return weight

    def _weight(self, character: str) -> int:
        if character in self._frequent:
            return 2
        if character in self._common or character in _PUNCTUATION:
            return 1
        if (
            "\ue000" <= character <= "\uf8ff"
            or "\x80" <= character <= "\x9f"
            or character < " "
            or character == "\ufffd"
        ):
            return -5
        if "\u2000" <= character <= "\u27bf":  # dashes, arrows, stars, circled numbers: all standards have them
            return 0
        return -1


@functools.cache
def _weights(candidate: Candidate) -> _Weights:
    return _Weights(*_known(candidate))


@functools.cache
def _weights_in_utf_16() -> _Weights:
    return _Weights(*_known_in_utf_16())


@functools.cache
def _known(candidate: Candidate) -> tuple[frozenset[str], frozenset[str]]:
    """A candidate's frequent and common characters; those in the first rows are found by decoding."""
    pairs = (
        bytes((lead, trail))
        for first, last, low, high in candidate.first_rows
        for lead in range(first, last + 1)
        for trail in range(low, high + 1)
    )
    rows = {pair.decode(candidate.codec, "replace") for pair in pairs}
    characters = {c for c in rows if len(c) == 1 and c != "\ufffd" and not "\ue000" <= c <= "\uf8ff"}
    return frozenset(candidate.frequent), frozenset(characters | set(candidate.common))


@functools.cache
def _known_in_utf_16() -> tuple[frozenset[str], frozenset[str]]:
    """What is known in any encoding, and the alphabets: in the wrong byte order all of them are rare Han."""
    known = [_known(candidate) for candidate in CANDIDATES]
    alphabets = map(chr, (0x09, 0x0A, 0x0D, *range(0x20, 0x7F), *range(0xA0, 0x700)))
    return frozenset().union(*(frequent for frequent, _ in known)), frozenset(alphabets).union(*(c for _, c in known))


_MIXED_WORD = re.compile("[A-Za-z][Ѐ-ӿ]|[Ѐ-ӿ][A-Za-z]")
_LATIN_LETTERS_ALONE = re.compile("(?<![^\x00-\x7f])[À-ÖØ-öø-ÿŒœŠšŸŽž](?![^\x00-\x7f])|[\u00a0«»¡¿°§©®€‘’“”–—…]")


def _western(text: str) -> float:
    """Letters with accents stand between plain ones; the bytes of Chinese or Russian words stand together."""
    sample = text[: 50 * _SAMPLE]
    count = len(sample) - sum(map(len, _ASCII.findall(sample)))
    if not count:
        return 0.0
    alone = len(_LATIN_LETTERS_ALONE.findall(sample))
    return (1.3 * alone - 2 * (count - alone)) / count
