"""The language of a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.archive.language import guess_language


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


@given(st.text())
def test_any_text_has_a_language_or_none(text: str) -> None:
    assert guess_language(text) in ("zh", "zh-Hant", "ja", "ko", None)
