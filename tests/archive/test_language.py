"""The language of a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.archive import language
from reader.archive.language import guess_language, language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("<p>昨天下午我们去了城外的小山，看到许多开花的桃树。</p>", "zh"),
        ("<p>昨天下午我們去了城外的小山，看到許多開花的桃樹。</p>", "zh-Hant"),
        ("昨日の午後、町の外れの小さな山へ桃の花を見に行きました。", "ja"),
        ("어제 오후에 우리는 도시 밖의 작은 산에 갔다.", "ko"),
        ("This is English, and says so: “quoted”.", None),
        ("Вчера после обеда мы ходили на гору.", None),
        ("An English article about the character 道 and the word 茶道, at some length.", None),
        (
            "这部小说的日文名是『吾輩は猫である』，一九〇五年开始连载，当时在日本很受欢迎，后来译成了许多种语言。",
            "zh",
        ),
        ("![](https://example.org/" + "a" * 900 + ")\n昨天下午我们去了城外。", "zh"),
        (
            "![](https://example.org/2021/08/a.png)\n" * 100 + "昨日の午後、町の外れの小さな山へ行きました。",
            "ja",
        ),
        ("", None),
    ],
)
def test_the_script_tells_the_language(text: str, language: str | None) -> None:
    assert guess_language(text) == language


def test_a_title_tells_the_language_of_an_article_of_pictures() -> None:
    assert language_of("![](a.png)", "银杏印象") == "zh"
    assert language_of("昨日の午後、町の外れの小さな山へ桃の花を見に行きました。", "银杏印象") == "ja"


@given(st.text())
def test_any_text_has_a_language_or_none(text: str) -> None:
    assert guess_language(text) in ("zh", "zh-Hant", "ja", "ko", None)


MARKUP = st.sampled_from(["<", ">", "](", "]", "(", ")", "<p>", "[", "x", "文" * 40, "あ" * 90, "a b " * 60])


@given(st.lists(MARKUP, max_size=60).map("".join), st.integers(0, 30))
def test_a_sample_is_the_same_from_the_start_of_a_part_as_from_all_of_it(part: str, shift: int) -> None:
    part = "字" * 20 * shift + part
    assert language._sample(part) == language._TARGET.sub("", language._TAG.sub("", part))[: language._SAMPLE]


@given(st.lists(st.sampled_from("字国國們们あア、。「한국aé—😀 \n"), max_size=60))
def test_the_share_of_each_script_is_counted_whatever_stands_between(letters: list[str]) -> None:
    sample = "".join(letters)
    kana = sum(0x3040 <= ord(letter) < 0x3100 for letter in sample)
    han = sum(letter in "字国國們们" for letter in sample)
    hangul = sum(letter in "한국" for letter in sample)
    guessed = guess_language(sample)
    assert (guessed == "ko") is (hangul > kana + han)
    assert (guessed == "ja") is (hangul <= kana + han and kana >= 3 and kana * 5 > kana + han)
