"""Line ends between wide characters, and characters that are not seen."""

from __future__ import annotations

from time import process_time

import pytest

from reader.document.white_space import blank_line_end, is_wide, shown, without_wide_breaks


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("一行 \n  二行", "一行二行"),
        ("他说\n“好”", "他说“好”"),
        ("中文\nEnglish", "中文\nEnglish"),
        ("“a”\n“b”", "“a”\n“b”"),
        ("한국\n어", "한국\n어"),
        ("\n中文\n", "\n中文\n"),
    ],
)
def test_a_line_end_vanishes_between_wide_characters_only(source: str, text: str) -> None:
    assert without_wide_breaks(source) == text


def test_a_blank_line_may_hold_blanks() -> None:
    assert blank_line_end("a\nb\n \t\nc\n\n", 0) == len("a\nb\n \t\n")
    assert blank_line_end("a\nb", 0) == blank_line_end("a\nb", 9) == 3


def test_chinese_and_japanese_are_wide_and_korean_is_not() -> None:
    assert all(map(is_wide, "中かカ。、（Ａ𠀀"))
    assert not any(map(is_wide, "aé한“"))


def test_what_is_not_seen_is_left_out_and_controls_are_shown() -> None:
    assert shown("soft\u00adhyphen\u200b\ufeff") == "softhyphen"
    assert shown("\x1b[2J") == "␛[2J"


def test_a_row_of_blanks_takes_no_longer_than_its_length() -> None:
    began = process_time()
    blanks = " " * 50_000
    assert without_wide_breaks(f"中{blanks}\n{blanks}文{blanks}x\n") == f"中文{blanks}x\n"
    assert process_time() - began < 1
