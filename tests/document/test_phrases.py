"""Phrases in a text, and that the index means the same by them."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Iterator
from itertools import pairwise, product

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from reader.document.phrases import Folded, Phrase, as_fts, find_phrases, holds
from reader.document.words import fold, tokens

LAW = settings(deadline=None, max_examples=1500, suppress_health_check=[HealthCheck.too_slow])


def found(text: str, *phrases: str) -> list[str]:
    wanted = [Phrase(phrase.removesuffix("*"), phrase.endswith("*")) for phrase in phrases]
    return [text[start:end] for start, end in find_phrases(text, wanted)]


class Index:
    """An index of one text, as the catalogue has it."""

    def __init__(self) -> None:
        self.connection = sqlite3.connect(":memory:")
        self.connection.execute(
            "CREATE VIRTUAL TABLE texts USING fts5(body, content = '', tokenize = 'ascii tokenchars ''_''')"
        )

    def holds(self, text: str, phrase: Phrase) -> bool:
        """Whether the index finds the text by the phrase."""
        self.connection.execute("INSERT INTO texts (texts) VALUES ('delete-all')")
        self.connection.execute("INSERT INTO texts (body) VALUES (?)", (" ".join(tokens(fold(text))),))
        asked = "SELECT count(*) FROM texts WHERE texts MATCH ?"
        return bool(self.connection.execute(asked, (as_fts(phrase),)).fetchone()[0])


@pytest.fixture(scope="module")
def index() -> Iterator[Index]:
    one = Index()
    yield one
    one.connection.close()


# words and runs


@pytest.mark.parametrize(
    ("text", "phrase", "expected"),
    [
        ("中国经济的发展", "经济", ["经济"]),
        ("中国经济", "国", ["国"]),
        ("中国经济", "济", ["济"]),
        ("中国经\n济", "经济", ["经\n济"]),
        ("中国经\n\n济", "经济", []),
        ("中国经 济", "经济", []),
        ("哈哈哈", "哈哈", ["哈哈哈"]),
        ("graph graphs", "graph", ["graph"]),
        ("graph graphs", "graph*", ["graph", "graph"]),
        ("subgraph", "graph", []),
        ("graph_theory", "graph", []),
        ("GRAPH Ｇｒａｐｈ", "graph", ["GRAPH", "Ｇｒａｐｈ"]),
        ("graph theory", "graph theory", ["graph theory"]),
        ("graph-\ntheory", "graph theory", ["graph-\ntheory"]),
        ("graph of theory", "graph theory", []),
        ("graph theoretical", "graph theor*", ["graph theor"]),
        ("iPhone手机", "iphone 手机", ["iPhone手机"]),
        ("iPhone 手机", "iPhone手机", ["iPhone 手机"]),
        ("iPhone 老手机", "iPhone手机", []),
        ("中文 搜索", "中文 搜索", ["中文 搜索"]),
        ("中文，搜索", "中文 搜索", ["中文，搜索"]),
        ("中文搜索", "中文 搜索", []),
        ("中文 全文搜索", "中文 搜索", []),
        ("ｶﾞｷﾞ ガギ", "ガギ", ["ｶﾞｷﾞ", "ガギ"]),
        ("ｶﾞ", "カ", []),
        ("cafe\u0301 café", "CAFÉ", ["cafe\u0301", "café"]),
        ("cafe\u0301", "cafe", []),
        ("བསྒྲུབས", "བས", []),
        ("漢語と汉语", "汉语", ["漢語", "汉语"]),
        ("漢語と汉语", "漢語", ["漢語", "汉语"]),
        ("exam\u00adple", "example", ["exam\u00adple"]),
        ("ﬁne", "fine", ["ﬁne"]),
        ("第①章", "第 1", ["第①"]),
        ("ㅎㅏㄴ국 말", "말", ["말"]),
        ("𠮷野家で", "野家", ["野家"]),
        ("好……吗？好", "好", ["好", "好"]),
    ],
)
def test_a_phrase_is_found_where_a_reader_would_say_so(text: str, phrase: str, expected: list[str]) -> None:
    assert found(text, phrase) == expected


@pytest.mark.parametrize(
    ("text", "phrase", "expected"),
    [
        ("中文，搜索", "中文，搜索", ["中文，搜索"]),
        ("中文,\n搜索", "中文，搜索", ["中文,\n搜索"]),
        ("中文 搜索", "中文，搜索", []),
        ("中文。搜索", "中文，搜索", []),
        ("e-mail e mail email", "e-mail", ["e-mail"]),
        ("at 10:30 and 10.30", "10:30", ["10:30"]),
        ("C and C++ and c+ +", "C++", ["C++", "c+ +"]),
        ("net .NET", ".net", [".NET"]),
    ],
)
def test_punctuation_that_is_typed_must_be_there(text: str, phrase: str, expected: list[str]) -> None:
    assert found(text, phrase) == expected
    assert Phrase(phrase).needs_check


def test_phrases_without_punctuation_are_known_to_the_index_alone() -> None:
    assert not Phrase("中文 搜索 graph　theory").needs_check


def test_what_overlaps_is_one_and_what_touches_is_not() -> None:
    assert found("中国经济", "中国", "国经") == ["中国经"]
    assert found("中国经济", "中国", "经济") == ["中国", "经济"]
    assert found("b a", "a", "b") == ["b", "a"]


def test_without_simplifying_each_form_finds_itself_alone() -> None:
    assert find_phrases("漢語と汉语", [Phrase("汉语")], simplify=False) == [(3, 5)]
    assert holds("漢語", Phrase("漢語"), simplify=False)
    assert not holds("汉语", Phrase("漢語"), simplify=False)


def test_what_has_no_words_is_nowhere() -> None:
    assert not Phrase("?!").has_words
    assert find_phrases("?!", [Phrase("?!")]) == []
    assert find_phrases("abc", []) == []


def test_a_long_sentence_is_a_phrase(index: Index) -> None:
    sentence = "中国经济的发展速度引人注目" * 500
    assert holds(f"前{sentence}后", Phrase(sentence))
    assert index.holds(f"前{sentence}后", Phrase(sentence))
    assert not index.holds(sentence[1:], Phrase(sentence))


# laws

PIECES = (
    "a b B Ａ 1 ２ _ é e\u0301 ß ﬁ İ \u0301 \u0327 к क ि ् བ ྒ ྲ ུ ع \u064e "
    "中 中 文 漢 汉 國 国 々 ー カ ｶ ﾞ ガ \u3099 한 국 ᄒ ᅡ ᆫ ㅎ ㅏ ㄴ ก ั ㄅ ˊ "
    "， , 。 - ' … ① ℃ ㈱ ㉈ · ・ ゛ \u20e3 😀 \u200b \u00ad \ufeff \ufe0f \u034f 𠮷 \U0001b002"
).split()
SPACE = [" ", " ", "\n", "\n", "\n\n", "\u3000", "\u00a0", "\t"]

TEXTS = st.lists(
    st.one_of(st.sampled_from(PIECES), st.sampled_from(PIECES), st.sampled_from(SPACE), st.characters()), max_size=14
).map("".join)


@st.composite
def texts_and_phrases(draw: st.DrawFn) -> tuple[str, Phrase]:
    """A text, and most often a part of it, perhaps written in another way."""
    text = draw(TEXTS)
    if draw(st.integers(0, 4)):
        start = draw(st.integers(0, len(text)))
        typed = text[start : draw(st.integers(start, len(text)))]
        written = draw(st.sampled_from([str, str.upper, str.lower, fold, lambda typed: re.sub(r"\W", " ", typed)]))
        typed = written(typed)
    else:
        typed = draw(TEXTS)
    return text, Phrase(typed, draw(st.booleans()))


@LAW
@given(texts_and_phrases())
@example(("བསྒྲུབས", Phrase("བས")))
@example(("中\u0301a", Phrase("a")))
@example(("中文\n\n字", Phrase("文 字")))
@example(("有效。效果", Phrase("有效果")))
def test_the_index_and_the_matcher_mean_the_same(index: Index, given: tuple[str, Phrase]) -> None:
    text, phrase = given
    matches = find_phrases(text, [phrase])
    assert bool(matches) == holds(text, phrase)
    if not phrase.has_words:
        assert not matches
    elif phrase.needs_check:
        assert index.holds(text, phrase) or not matches
    else:
        assert index.holds(text, phrase) == bool(matches)


@LAW
@given(texts_and_phrases())
def test_what_is_lit_holds_the_phrase(given: tuple[str, Phrase]) -> None:
    text, phrase = given
    matches = find_phrases(text, [phrase])
    for start, end in matches:
        assert start < end
        assert holds(text[start:end], phrase)
    assert all(one[1] <= other[0] for one, other in pairwise(matches))


@LAW
@given(texts_and_phrases())
def test_the_two_forms_of_a_character_only_find_more(given: tuple[str, Phrase]) -> None:
    text, phrase = given
    assert holds(text, phrase) or not holds(text, phrase, simplify=False)


@LAW
@given(TEXTS)
def test_each_folded_character_knows_where_it_comes_from(text: str) -> None:
    folded = Folded(text)
    assert folded.text == fold(text)
    last = (0, 0)
    at = 0
    while at < len(folded.text):
        start, end = folded.range((at, at + 1))
        assert (start, end) == last or start >= last[1]
        length = len(fold(text[start:end]))
        assert folded.text[at : at + length] == fold(text[start:end])
        last = (start, end)
        at += length


def test_nothing_but_marks_folds_together_with_what_stands_before_it() -> None:
    for code in range(0x30000):
        character = chr(code)
        for before in ("e", "カ", "가", "\u1112"):
            both = before + character
            start, end = Folded(both).range((0, 1))
            assert fold(both[start:end]) + fold(both[end:]) == fold(both)


def test_whatever_few_characters_are_written_the_index_and_the_matcher_mean_the_same(index: Index) -> None:
    def all_of(length: int) -> list[str]:
        return ["".join(each) for size in range(1, length + 1) for each in product("中文a ", repeat=size)]

    texts = all_of(6)
    index.connection.execute("INSERT INTO texts (texts) VALUES ('delete-all')")
    index.connection.executemany(
        "INSERT INTO texts (rowid, body) VALUES (?, ?)",
        [(number, " ".join(tokens(fold(text)))) for number, text in enumerate(texts)],
    )
    for phrase in map(Phrase, all_of(4)):
        if not phrase.has_words:
            continue
        rows = index.connection.execute("SELECT rowid FROM texts WHERE texts MATCH ?", (as_fts(phrase),))
        known = {number for (number,) in rows}
        held = {number for number, text in enumerate(texts) if holds(text, phrase)}
        assert known == held


HAN = "中国经济发展中国经"


@LAW
@given(
    st.text(st.sampled_from(HAN + "\n\n，a "), max_size=40),
    st.text(st.sampled_from(HAN), min_size=1, max_size=3),
)
def test_chinese_is_found_as_any_part_of_the_text_without_its_line_ends(index: Index, text: str, typed: str) -> None:
    plain = re.sub("(?<=[^\\n，a ])\n(?=[^\\n，a ])", "", text)
    assert holds(text, Phrase(typed)) == (typed in plain) == index.holds(text, Phrase(typed))
    assert [text[start:end].replace("\n", "") for start, end in find_phrases(text, [Phrase(typed)])] == _apart(
        plain, typed
    )


def _apart(text: str, typed: str) -> list[str]:
    """The parts of a text where something stands; those that overlap are one."""
    ranges: list[list[int]] = []
    for start in (at for at in range(len(text)) if text.startswith(typed, at)):
        if ranges and start < ranges[-1][1]:
            ranges[-1][1] = start + len(typed)
        else:
            ranges.append([start, start + len(typed)])
    return [text[start:end] for start, end in ranges]


LATIN = st.text(st.sampled_from("abé"), min_size=1, max_size=3)


@LAW
@given(st.lists(LATIN, max_size=12), st.lists(LATIN, min_size=1, max_size=2), st.booleans())
def test_latin_is_found_by_whole_words(index: Index, words: list[str], typed: list[str], is_prefix: bool) -> None:
    expected = any(
        words[at : at + len(typed)] == typed
        or (
            is_prefix
            and words[at : at + len(typed) - 1] == typed[:-1]
            and len(words) >= at + len(typed)
            and words[at + len(typed) - 1].startswith(typed[-1])
        )
        for at in range(len(words))
    )
    phrase = Phrase(" ".join(typed), is_prefix)
    assert holds(", ".join(words).upper(), phrase) == expected
    assert index.holds(" (".join(words), phrase) == expected


# long articles


@pytest.mark.parametrize(
    ("paragraph", "phrase"),
    [("近年来，中国经济的发展速度……引人注目，“同比”增长7.9%。\n\n", "经济"), ("Graph theory is “fun”…\n\n", "graph")],
)
def test_ten_megabytes_are_searched_while_one_types(paragraph: str, phrase: str) -> None:
    count = 10_000_000 // len(paragraph.encode())
    text = paragraph * count
    fold(text[:1000])
    start = time.process_time()
    assert len(find_phrases(text, [Phrase(phrase)])) == count
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    "text", ["a " * 200_000, " " * 400_000, "中\n" * 200_000, "e" + "\u0301" * 200_000, "\u200b" * 400_000]
)
def test_no_text_takes_long(text: str) -> None:
    start = time.process_time()
    for phrase in ("a b", "中文", "中 中", "é", "a-b"):
        find_phrases(text, [Phrase(phrase)])
    assert time.process_time() - start < 5
