from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.archive import files
from reader.document import opening, weaving
from reader.document.words import characters, fold, tokens

_TELLING = "一二三一二\n\n\n  ,.、。abAZ09_éкあアー\u3000…한국ก่\u0301々〇\u4dc0"
"""Characters of every kind, those more often between which something is decided."""
_LAW = settings(deadline=None)  # the first text waits for expressions of all that Unicode has
_texts = st.text(st.sampled_from(_TELLING), max_size=40) | st.text(max_size=40)


_TOKEN = re.compile(rb"[A-Za-z0-9_\x80-\xff]+")
"""What FTS5's tokenizer parts a text into, when ASCII's capitals are small."""


def _words(text: str) -> list[str]:
    return _parted(weaving.indexed(text).tokens)


def _parted(tokens: bytes) -> list[str]:
    return [each.decode() for each in _TOKEN.findall(tokens.lower())]


def _same(text: str) -> bool:
    known = tokens(fold(text))
    assert weaving.indexed(text).words == len(_words(text))
    assert sorted(weaving.indexed(text).characters.decode().split()) == sorted(characters(known))
    return _words(text) == [each for each in known if not "\ud800" <= each <= "\udfff"]


@_LAW
@given(_texts)
def test_a_text_is_woven_as_its_words_are_one_by_one(text: str) -> None:
    assert _same(text)


@_LAW
@given(_texts)
def test_so_is_one_that_is_folded(text: str) -> None:
    assert _same(fold(text))


@_LAW
@given(
    st.text(st.sampled_from("漢字中文が\u3099ｶﾞéÉe\u0301Щ한\u1112\u1161\u11ab。…，—\u200b\nAb1 ①＝\u0338"), max_size=12)
)
def test_so_is_one_in_which_characters_fold_together(text: str) -> None:
    assert _same(text)


@pytest.mark.parametrize("path", sorted((Path(__file__).parents[2] / "sample_articles").rglob("*.md")), ids=str)
def test_so_are_whole_articles(path: Path) -> None:
    body, written = files.read_body(path)
    assert _same("".join(part.text for part in opening.parse(body, written, "", "")))


def test_words_that_16_bits_do_not_hold_go_the_other_way() -> None:
    assert weaving.weave("𠀀𠀁") is None
    assert _words("𠀀𠀁") == ["𠀀𠀁", "𠀁"]
    assert weaving.weave("一a\0b") is None
    assert weaving.weave("一😀b") is not None


@pytest.mark.parametrize("title", ["", "读写 And", "e\u0301", "𠀀𠀁\n", "記, 事?", "a\ud800b"])
@pytest.mark.parametrize("rest", ["", "\u0301x", "\n\n事 Was\n写", "𠀀\0"])
def test_an_article_is_its_title_and_the_rest(title: str, rest: str) -> None:
    of_title, (tokens, characters, words) = weaving.article(title + rest, len(title))
    apart = weaving.one_by_one(title), weaving.one_by_one(rest)
    assert [_parted(of_title), _parted(tokens)] == [_parted(each.tokens) for each in apart]
    assert sorted(characters.split()) == sorted({one for each in apart for one in each.characters.split()})
    assert words == sum(each.words for each in apart)


def test_a_lone_surrogate_is_no_word() -> None:
    assert _words("一\ud800二") == ["一", "二"]


def test_fts5_parts_what_is_woven_where_it_should() -> None:
    text = "".join(f"{chr(code)}中文{chr(code)}x" for code in range(128))
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(
            "CREATE VIRTUAL TABLE texts USING fts5(body, content = '', tokenize = 'ascii tokenchars ''_''')"
        )
        connection.execute("CREATE VIRTUAL TABLE tokens USING fts5vocab(texts, instance)")
        for number, each in enumerate((text, text.encode().decode("ascii", "ignore"))):
            connection.execute("INSERT INTO texts (rowid, body) VALUES (?, ?)", (number, weaving.indexed(each).tokens))
            known = connection.execute("SELECT term FROM tokens WHERE doc = ? ORDER BY offset", (number,))
            assert [term for (term,) in known] == tokens(fold(each))


def test_every_character_is_woven_as_it_is_by_itself() -> None:
    every = [chr(code) for code in range(1, 0x10000) if not 0xD800 <= code < 0xE000]
    for between in ("", "一", "a", " ", "。"):
        assert _same(between.join(every))


def test_a_run_is_its_pairs_and_its_end_and_a_word_is_itself() -> None:
    assert _words("读写文件 with python") == ["读写", "写文", "文件", "件", "with", "python"]


def test_a_single_line_end_does_not_part_a_run_and_two_do() -> None:
    assert _words("读写\n文件") == ["读写", "写文", "文件", "件"]
    assert _words("读写\n\n文件") == ["读写", "写", "文件", "件"]


def test_two_runs_are_never_one() -> None:
    assert _words("读写，  写作") == ["读写", "写", "写作", "作"]
