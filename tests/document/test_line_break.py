"""Where lines break: by Unicode's rules, never beside a stranded mark, never inside a grapheme cluster."""

from __future__ import annotations

from functools import cache
from itertools import accumulate

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from reader import resources
from reader.archive import files, site
from reader.document import opening
from reader.document.line_break import (
    breaks,
    cell_length,
    cells_before,
    fill,
    fill_evenly,
    fold,
    is_closing,
    is_opening,
)
from reader.document.model import BlockKind

LAW = settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow])

CLOSING = "、。，．：；？！…）」』】〉》〕］｝”’・ーっゃ々"
"""Marks that must not begin a row; written out here so that the tests do not ask the code what is right."""

OPENING = "（「『【〈《〔［｛“‘"

CLUSTERS = [
    *"aB1 字漢あｶ한👍𠀀𝒳、。（）",
    *("e\u0301", "o\u0302\u0323", "z" + "\u0335" * 9, "か\u3099", "ｶﾞ", "葛\U000e0100"),
    *("\u1112\u1161\u11ab", "\u1100\u1161", "क्षि", "ก็", "நி"),
    *("👍🏽", "👩\u200d🔬", "👨\u200d👩\u200d👧\u200d👦", "🏳\ufe0f\u200d🌈", "❤\ufe0f", "1\ufe0f\u20e3"),
    *("🇯🇵", "🇨🇳", "🇺🇳"),
]
CLUSTERED = st.lists(st.sampled_from(CLUSTERS), min_size=1, max_size=60)


def rows(text: str, width: int, language: str = "") -> list[str]:
    return [text[start:end] for start, end in fill(text, width, language)]


# nothing is lost, nothing too wide


@LAW
@given(
    st.text(max_size=300),
    st.integers(2, 120),
    st.sampled_from(["", "en", "ja", "zh", "ko", "not-a-language"]),
)
def test_only_spaces_and_line_ends_stand_between_rows(text: str, width: int, language: str) -> None:
    at = 0
    for start, end in fill(text, width, language):
        assert not text[at:start].strip(" \n")
        assert at <= start <= end
        at = end
    assert not text[at:].strip(" \n")


@LAW
@given(CLUSTERED, st.integers(2, 60))
def test_no_row_is_wider_than_asked(clusters: list[str], width: int) -> None:
    assert all(cell_len(row) <= width for row in rows("".join(clusters), width))


@LAW
@given(CLUSTERED, st.integers(2, 60), st.sampled_from(["", "ja", "ko"]))
@example(["👍🏽", "a"], 2, "")
@example(["𠀀"] * 30, 20, "zh")
def test_a_row_never_ends_inside_a_grapheme_cluster(clusters: list[str], width: int, language: str) -> None:
    edges = set(accumulate(map(len, clusters), initial=0))
    for start, end in fill("".join(clusters), width, language):
        assert start in edges
        assert end in edges


@LAW
@given(CLUSTERED, st.integers(4, 60), st.integers(2, 60))
def test_folded_code_never_ends_inside_a_grapheme_cluster(clusters: list[str], width: int, first: int) -> None:
    edges = set(accumulate(map(len, clusters), initial=0))
    text = "".join(clusters)
    ranges = fold(text, width, min(first, width))
    assert all(start in edges and end in edges for start, end in ranges)
    assert "".join(text[start:end] for start, end in ranges) == text
    assert all(cell_len(text[start:end]) <= width for start, end in ranges)


def test_code_folds_between_words() -> None:
    assert fold("one two three", 5) == [(0, 4), (4, 8), (8, 13)]
    assert fold("one two three", 9, 5) == [(0, 4), (4, 13)]
    assert fold("short", 5) == [(0, 5)]


@pytest.mark.parametrize(
    ("line", "width", "folded"),
    [
        ("let total = first_part + second;", 20, ["let total = ", "first_part + second;"]),
        ("IReadOnlyCollection<T>.Select(each)", 24, ["IReadOnlyCollection<T>.", "Select(each)"]),
        ("http://example.org/articles/2021", 20, ["http://example.org/", "articles/2021"]),
        ("a" * 12, 5, ["aaaaa", "aaaaa", "aa"]),
        ("      deep_inside_of_a_block", 10, ["      deep", "_inside_", "of_a_block"]),
        ("# 这一行注释很长，要折成两行", 20, ["# 这一行注释很长，要", "折成两行"]),
        ("# 一行注释很长呀呀，要折", 18, ["# 一行注释很长呀", "呀，要折"]),
        ("os.path.join(numpy.get_include())", 24, ["os.path.join(numpy.", "get_include())"]),
        ("async Task PostReservationWhenEmpty(", 26, ["async Task ", "PostReservationWhenEmpty("]),
        (".OfLikeness<RequestReservation>()", 24, [".OfLikeness<", "RequestReservation>()"]),
        ("int Accumulate(Collection<Foo> foos)", 28, ["int Accumulate(", "Collection<Foo> foos)"]),
        ("Mock<IChannel<RequestCommand>> mock,", 29, ["Mock<IChannel<", "RequestCommand>> mock,"]),
        (".AsSource().OfLikeness<Reservation>()", 35, [".AsSource().OfLikeness<", "Reservation>()"]),
        ("      .PercentageContribution(key)", 24, ["      .Percentage", "Contribution(key)"]),
        ("int Accumulate(Foo<Bar> foos)", 23, ["int Accumulate(", "Foo<Bar> foos)"]),
        ("    Mock<Reservation> channel,", 21, ["    Mock<Reservation>", " channel,"]),
        ("let\u00a0name\u00a0=\u00a0value", 10, ["let\u00a0name\u00a0", "=\u00a0value"]),
    ],
)
def test_code_folds_where_no_name_is_torn(line: str, width: int, folded: list[str]) -> None:
    assert [line[start:end] for start, end in fold(line, width)] == folded


def test_a_continuation_of_code_does_not_begin_with_the_blank_between_two_words() -> None:
    assert [*fold("aaaa bbbb cccc", 9)] == [(0, 5), (5, 14)]


def test_a_word_that_is_too_wide_is_cut_at_its_joints() -> None:
    assert rows("jakevdp.github.io", 16) == ["jakevdp.github.", "io"]
    assert rows("Likeness<Reservation,\u00a0MakeReservation>", 30) == [
        "Likeness<Reservation,\u00a0",
        "MakeReservation>",
    ]


def test_the_sign_of_a_picture_stays_with_its_words() -> None:
    assert rows("▣ one.jpg ▣ two.jpg", 12) == ["▣ one.jpg", "▣ two.jpg"]


def test_the_slash_that_a_path_begins_with_stays_with_it() -> None:
    assert rows("look into /proc/xxx/cwd", 11) == ["look into", "/proc/xxx/", "cwd"]
    assert rows("如 /etc、/sys", 9) == ["如 /etc、", "/sys"]
    assert rows("the client/server model", 11) == ["the client/", "server", "model"]


def test_the_hyphen_of_an_option_and_the_dollar_of_a_name_stay_with_what_follows() -> None:
    assert rows("each line (-L), and more", 12) == ["each line", "(-L), and", "more"]
    assert rows("那么echo ${var}", 10) == ["那么echo", "${var}"]
    assert rows("a well-known thing", 8) == ["a well-", "known", "thing"]


def test_an_accent_stays_with_its_letter_where_code_folds() -> None:
    assert fold("ae\u0301b", 2) == [(0, 3), (3, 4)]


def test_a_family_stays_together_where_code_folds() -> None:
    family = "👩\u200d👩\u200d👧"
    assert fold(f"{family}x{family}", 2) == [(0, 5), (5, 6), (6, 11)]


def test_a_flag_stays_whole_where_code_folds() -> None:
    assert fold("🇯🇵🇨🇳🇰🇷", 3) == [(0, 2), (2, 4), (4, 6)]


# titles


def evenly(text: str, width: int, language: str = "") -> list[str]:
    return [text[start:end] for start, end in fill_evenly(text, width, language)]


def test_the_rows_of_a_title_are_about_as_long_as_each_other() -> None:
    assert evenly("Faking a polling consumer with scheduled tasks", 40) == [
        "Faking a polling consumer",
        "with scheduled tasks",
    ]
    assert evenly("周刊（第 380 期）：为什么人们拥抱“不对称收益”", 44, "zh") == [
        "周刊（第 380 期）：为什么",
        "人们拥抱“不对称收益”",
    ]
    assert evenly("short", 40) == ["short"]


@LAW
@given(CLUSTERED, st.integers(2, 60), st.sampled_from(["", "zh", "ko"]))
def test_even_rows_are_no_more_no_wider_and_hold_the_same(clusters: list[str], width: int, language: str) -> None:
    text = "".join(clusters)
    one, other = fill(text, width, language), fill_evenly(text, width, language)
    assert len(one) == len(other)
    assert all(cell_len(text[start:end]) <= width for start, end in other)
    shown = ["".join(text[start:end] for start, end in rows).replace(" ", "") for rows in (one, other)]
    assert shown[0] == shown[1]


# where Unicode says


def test_english_breaks_between_words() -> None:
    assert rows("The quick brown fox jumps", 10) == ["The quick", "brown fox", "jumps"]


def test_spaces_at_the_end_of_a_row_are_not_drawn() -> None:
    assert rows("ab    cd", 3) == ["ab", "cd"]
    assert rows("abc    def", 3) == ["abc", "def"]


def test_line_ends_start_new_rows_and_empty_lines_stay() -> None:
    assert rows("a\n\nb", 10) == ["a", "", "b"]


def test_chinese_breaks_between_any_two_characters() -> None:
    assert rows("天地玄黄宇宙洪荒", 6) == ["天地玄", "黄宇宙", "洪荒"]


def test_korean_breaks_between_words() -> None:
    assert rows("대한민국 만세", 10, "ko") == ["대한민국", "만세"]
    assert rows("가나다 라마바", 9, "ko") == ["가나다", "라마바"]


def test_a_korean_particle_stays_with_its_word() -> None:
    assert rows("이건 alt*는 글롭", 10, "ko") == ["이건", "alt*는", "글롭"]
    assert rows("우리 help와 (group)은", 9, "ko") == ["우리", "help와", "(group)은"]


def test_a_no_break_space_holds_what_it_joins() -> None:
    assert rows("a b\u00a0c", 3) == ["a", "b\u00a0c"]


def test_small_kana_do_not_begin_a_row_in_japanese() -> None:
    assert rows("ああああっあ", 8, "ja") == ["あああ", "あっあ"]


def test_offsets_count_code_points_where_characters_lie_beyond_the_basic_plane() -> None:
    assert rows("👍 one 👍 two 𠀀 three", 8) == ["👍 one", "👍 two", "𠀀 three"]
    assert breaks("𠀀𠀁字 a") == [1, 2, 4, 5]
    assert breaks("👍🏽a") == [2, 3]


def test_a_word_wider_than_the_row_is_cut() -> None:
    assert rows("x" * 25, 10) == ["x" * 10, "x" * 10, "x" * 5]


def test_a_cut_word_leaves_no_mark_at_the_edge() -> None:
    assert rows("x" * 10 + "," + "y" * 5, 10) == ["x" * 9, "x," + "y" * 5]


def test_a_long_address_breaks_inside_the_row() -> None:
    address = "https://example.org/" + "path/" * 30
    assert "".join(rows(address, 30)) == address


@pytest.mark.parametrize("character", CLOSING.replace("っ", "").replace("ゃ", ""))
def test_closing_marks_are_known(character: str) -> None:
    assert is_closing(character)


@pytest.mark.parametrize("character", OPENING)
def test_opening_marks_are_known(character: str) -> None:
    assert is_opening(character)
    assert not is_closing(character)


# kinsoku

WORDS = st.text(st.sampled_from("天地玄黄日月盈昃あいうえおカキクケコ"), min_size=1, max_size=9)
LATIN = st.sampled_from(["Unicode", "UAX #14", "GB/T 15834", "https://example.org/a-b_c", "3.14", "v2"])
ENDED = st.builds("".join, st.tuples(st.one_of(WORDS, WORDS, LATIN), st.sampled_from([*CLOSING[:16], "", ""])))
BRACKETED = st.builds(
    lambda inside, pair: pair[0] + "".join(inside) + pair[1],
    st.lists(ENDED, min_size=1, max_size=3),
    st.sampled_from(["（）", "「」", "『』", "《》", "【】", "“”", "‘’"]),
)
CJK_PROSE = st.lists(st.one_of(ENDED, ENDED, BRACKETED), min_size=3, max_size=40).map("".join)
"""Between two words stand at most four marks, such as `。」「（`. Where more stand together than half a row
holds, no place is left to break, and some mark must stand at an edge: such runs are no prose, and no law is
made of them."""


def stranded(text: str, width: int, language: str) -> list[str]:
    """The rows that begin or end wrongly at a place where the row, not the line of the source, ends."""
    found = fill(text, width, language)
    wrong = []
    for start, end in found:
        row = text[start:end]
        if not row:
            continue
        if start and text[start - 1] != "\n" and row[0] in CLOSING.rstrip("っゃ々ー"):
            wrong.append(row)
        if end < len(text) and text[end] != "\n" and row[-1] in OPENING:
            wrong.append(row)
    return wrong


@LAW
@given(CJK_PROSE, st.integers(20, 120), st.sampled_from(["zh-CN", "zh-TW", "ja", ""]))
def test_a_row_never_begins_with_a_closing_or_ends_with_an_opening_mark(text: str, width: int, language: str) -> None:
    assert stranded(text, width, language) == []


@cache
def sample_paragraphs() -> list[tuple[str, str]]:
    """The paragraphs of the sample articles, each with its language."""
    root = resources.sample_articles()
    within = site.detect(root)
    found = []
    for file in files.walk(root):
        document = opening.document(files.read(file.path, within))
        found += [
            (document.text[block.start : block.end], document.language)
            for block in document.blocks
            if block.kind is BlockKind.PARAGRAPH
        ]
    return found


@pytest.mark.parametrize("width", [20, 21, 27, 34, 40, 53, 60, 79, 80, 120])
def test_no_paragraph_of_the_sample_articles_strands_a_mark(width: int) -> None:
    paragraphs = sample_paragraphs()
    assert len(paragraphs) > 100
    assert [row for text, language in paragraphs for row in stranded(text, width, language)] == []


# cells


@LAW
@given(CLUSTERED)
def test_cells_are_those_of_the_terminal_library(clusters: list[str]) -> None:
    text = "".join(clusters)
    before = cells_before(text)
    assert len(before) == len(text) + 1
    assert before[-1] == cell_length(text) == cell_len(text)
    assert before == sorted(before)


def test_wide_characters_take_two_cells_and_marks_none() -> None:
    assert cells_before("a漢e\u0301") == [0, 1, 3, 4, 4]
    assert cell_length("ｱｲ") == 2
    assert cell_length("Ａ") == 2
