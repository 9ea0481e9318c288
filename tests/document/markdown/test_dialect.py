"""What markdown-it is set up for: emphasis beside Chinese marks, line ends, addresses as they are written."""

from __future__ import annotations

import pytest

from reader.document.model import Style
from tests.document.reading import styled, targets, text


@pytest.mark.parametrize(
    ("source", "bold"),
    [
        ("注意**“重要”**的", "“重要”"),
        ("这是**重点。**下一句", "重点。"),
        ("これは**「重要」**です", "「重要」"),
        ("a **b** c", "b"),
        ("__强调__", "强调"),
        ("예를 들면 **alt-.**같은 경우", "alt-."),
        ("ctrl-v **[Tab]**키를", "[Tab]"),
        ("그는**“중요”**하다", "“중요”"),
    ],
)
def test_emphasis_works_beside_full_width_punctuation_and_hangul(source: str, bold: str) -> None:
    assert styled(source, Style.STRONG) == [bold]


def test_asterisks_beside_hangul_that_mark_nothing_stay() -> None:
    assert text("수는 5 * 6 이고 3*4는 ** 아니다 **") == "수는 5 * 6 이고 3*4는 ** 아니다 **"


def test_a_line_end_between_chinese_characters_vanishes_and_hard_breaks_stay() -> None:
    assert text("中文\n中文  \n新行\\\n再一行\nEnglish\nwords") == "中文中文\n新行\n再一行 English words"


def test_a_link_to_a_chinese_anchor_stays_as_it_is_written() -> None:
    assert targets("[去](#锚点) [b](/中文/路径)") == {"去": "#锚点", "b": "/中文/路径"}
