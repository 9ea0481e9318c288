"""What counts as a word and as equal."""

from __future__ import annotations

from itertools import pairwise
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.document.words import fold, is_run, marks, tokens, word_pattern

LAW = settings(deadline=None, max_examples=500)


def found(text: str) -> list[str]:
    return word_pattern().findall(fold(text))


# folding


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ａｂ１", "ab1"),
        ("Straße", "STRASSE"),
        ("ﬁne", "FINE"),
        ("é", "E\u0301"),
        ("ｶﾞ", "ガ"),
        ("한", "\u1112\u1161\u11ab"),
        ("ㅎㅏ", "하"),
        ("，：；？！（）％～　", ",:;?!()%~ "),
        ("①…", "1..."),
        ("漢語", "汉语"),
        ("體", "体"),
        ("歷史", "历史"),
    ],
)
def test_what_a_reader_takes_for_the_same_folds_to_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize("unseen", ["\u00ad", "\u200b", "\u200c", "\u200d", "\u200e", "\u2060", "\ufeff", "\ufe0f"])
def test_what_is_not_seen_is_not_there(unseen: str) -> None:
    assert fold(f"中{unseen}文 a{unseen}b") == "中文 ab"


def test_traditional_characters_stay_apart_when_they_are_told_to() -> None:
    assert fold("漢語 ＡＢ", simplify=False) == "漢語 ab"


def test_a_japanese_or_simplified_text_stays_as_it_is() -> None:
    text = "今日は天気がいい。经济发展很快。"
    assert fold(text) == text


@LAW
@given(st.text())
def test_folding_is_the_normal_form_of_unicode_without_what_is_not_seen(text: str) -> None:
    seen = "".join(each for each in text if fold(each))
    assert fold(text, simplify=False) == normalize("NFKC", normalize("NFKC", seen).casefold())


@LAW
@given(st.text())
def test_what_is_folded_stays_as_it_is(text: str) -> None:
    once = fold(text)
    assert fold(once) in (once, fold(normalize("NFKC", once)))
    assert len(once) == len(fold(text, simplify=False))


@LAW
@given(st.text(st.sampled_from("ab\n中漢é\u0301 ｶﾞ…"), max_size=20))
def test_lines_fold_by_themselves(text: str) -> None:
    assert fold(text) == "\n".join(map(fold, text.split("\n")))


# words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Hello, World!", ["hello", "world"]),
        ("snake_case __init__", ["snake_case", "__init__"]),
        ("it's e-mail 3.14", ["it", "s", "e", "mail", "3", "14"]),
        ("naïve café", ["naïve", "café"]),
        ("हिन्दी भाषा", ["हिन्दी", "भाषा"]),
        ("العَرَبِيَّة", ["العَرَبِيَّة"]),
        ("བསྒྲུབས་པ", ["བསྒྲུབས", "པ"]),
        ("iPhone手机", ["iphone", "手机"]),
        ("用Python写", ["用", "python", "写"]),
        ("ソフトウェア・テスト", ["ソフトウェア", "テスト"]),
        ("人々は〇〇年", ["人々は〇〇年"]),
        ("ภาษาไทย", ["ภาษาไทย"]),
        ("1\u20e3 2", ["1", "2"]),
        ("経済\n発展", ["経済\n発展"]),
        ("経済\n\n発展", ["経済", "発展"]),
        ("経済 \n発展", ["経済", "発展"]),
        ("one\ntwo", ["one", "two"]),
        ("!!! —— …… 😀", []),
    ],
)
def test_words_and_runs_are_what_a_reader_takes_for_them(text: str, words: list[str]) -> None:
    assert found(text) == words


def test_no_mark_is_of_an_unspaced_script() -> None:
    import re

    assert not any(is_run(mark) for mark in re.findall(f"[{marks()}]", "".join(map(chr, range(0x300, 0x3100)))))


@LAW
@given(st.text())
def test_a_word_is_of_one_kind_of_character(text: str) -> None:
    for word in found(text):
        assert {is_run(each) for each in word.replace("\n", "")} == {is_run(word)}


# tokens


def test_a_run_is_held_as_pairs_and_its_last_character() -> None:
    assert tokens("经济发展") == ["经济", "济发", "发展", "展"]
    assert tokens("国") == ["国"]
    assert tokens("我用python写代码_1") == ["我用", "用", "python", "写代", "代码", "码", "_1"]
    assert tokens("经济\n发展") == tokens("经济发展")
    assert tokens("𠮷野家") == ["𠮷野", "野家", "家"]
    assert tokens("?!") == []


def test_two_runs_that_could_be_one_are_held_apart() -> None:
    assert tokens("有效。效果") == ["有效", "效", "效果", "果"]
    assert tokens("有效 a 效果") == ["有效", "效", "a", "效果", "果"]
    assert tokens("有效果") == ["有效", "效果", "果"]


@LAW
@given(st.text(st.sampled_from("ab_ ,\n中文字漢ガ")))
def test_each_character_of_a_run_begins_one_token(text: str) -> None:
    runs = "".join(word for word in found(text) if is_run(word))
    assert "".join(token[0] for token in tokens(fold(text)) if is_run(token)) == runs.replace("\n", "")


def test_signs_between_words_say_nothing() -> None:
    assert tokens("a\0b") == ["a", "b"]
    assert tokens("中\0文") == ["中", "文"]


@LAW
@given(st.text(st.one_of(st.sampled_from("ab_ ,\n中文字漢ガ\u0e01\u0301"), st.characters())))
def test_tokens_are_the_words_and_the_pairs_one_by_one(text: str) -> None:
    folded = fold(text)
    expected: list[str] = []
    for word in word_pattern().findall(folded):
        run = word.replace("\n", "")
        expected += [*map("".join, pairwise(run)), run[-1]] if is_run(word) else [word]
    assert tokens(folded) == expected
