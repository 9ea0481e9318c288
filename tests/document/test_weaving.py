from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.archive import files
from reader.document import opening, weaving
from reader.document.words import as_indexed, fold

_TELLING = "一二三一二\n\n\n  ,.、。abAZ09_éкあアー\u3000…한국ก่\u0301々〇\u4dc0"
"""Characters of every kind, those more often between which something is decided."""
_LAW = settings(deadline=None)  # the first text waits for expressions of all that Unicode has
_texts = st.text(st.sampled_from(_TELLING), max_size=40) | st.text(max_size=40)


def _same(folded: str) -> bool:
    words, ends = as_indexed(folded)
    return [each.decode().split() for each in weaving.indexed(folded)] == [words.split(), ends.split()]


@_LAW
@given(_texts)
def test_a_text_is_woven_as_its_words_are_one_by_one(text: str) -> None:
    assert _same(fold(text))


@_LAW
@given(_texts)
def test_so_is_one_that_was_never_folded(text: str) -> None:
    assert _same(text)


@pytest.mark.parametrize("path", sorted((Path(__file__).parents[2] / "sample_articles").rglob("*.md")), ids=str)
def test_so_are_whole_articles(path: Path) -> None:
    body, written = files.read_body(path)
    assert _same(fold("".join(part.text for part in opening.parse(body, written, "", ""))))


def test_what_16_bits_do_not_hold_goes_the_other_way() -> None:
    assert weaving.weave("𠀀𠀁") is None
    assert [each.decode().split() for each in weaving.indexed("𠀀𠀁")] == [["𠀀𠀁"], ["𠀁"]]
    assert weaving.weave("a\0b") is None


def test_a_lone_surrogate_is_no_word() -> None:
    assert _words("一\ud800二") == ["一", "二"]


def _words(folded: str) -> list[str]:
    return weaving.indexed(folded)[0].decode().split()


def test_every_character_is_woven_as_it_is_by_itself() -> None:
    characters = [chr(code) for code in range(1, 0x10000) if not 0xD800 <= code < 0xE000]
    for between in ("", "一", "a", " ", "。"):
        assert _same(between.join(characters))


def test_a_run_is_its_pairs_and_a_word_is_itself() -> None:
    assert _words("读写文件 with python") == ["读写", "写文", "文件", "with", "python"]


def test_a_single_line_end_does_not_part_a_run_and_two_do() -> None:
    assert _words("读写\n文件") == ["读写", "写文", "文件"]
    assert _words("读写\n\n文件") == ["读写", "文件"]


def test_a_character_stands_between_two_runs_that_would_be_one() -> None:
    assert _words("读写，  写作") == ["读写", "写", "写作"]
