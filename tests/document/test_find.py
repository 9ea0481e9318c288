"""The one matcher."""

from __future__ import annotations

import threading
import time
import unicodedata

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from reader.document import html
from reader.document.find import Match, Query, find_all
from reader.errors import FindError

LAW = settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])


def found(text: str, words: str) -> list[str]:
    return [text[start:end] for start, end in find_all(text, Query(words))]


def found_by_regex(text: str, pattern: str) -> list[str]:
    return [text[start:end] for start, end in find_all(text, Query(pattern, is_regex=True))]


# plain words


def test_all_matches_are_found_in_order() -> None:
    assert find_all("ab ab ab", Query("ab")) == [(0, 2), (3, 5), (6, 8)]


def test_matches_do_not_overlap() -> None:
    assert find_all("aaaaa", Query("aa")) == [(0, 2), (2, 4)]


def test_nothing_matches_nothing() -> None:
    assert find_all("abc", Query("")) == []
    assert find_all("a b", Query("  ")) == []
    assert find_all("", Query("a")) == []
    assert find_all("", Query("", is_regex=True)) == []


def test_small_letters_match_in_any_case_and_capitals_as_they_are() -> None:
    text = "Word word WORD"
    assert found(text, "word") == ["Word", "word", "WORD"]
    assert found(text, "Word") == ["Word"]
    assert found(text, "WORD") == ["WORD"]


def test_full_width_capitals_are_capitals() -> None:
    assert Query("Ａ").ignores_case is False
    assert found("ａ Ａ A a", "Ａ") == ["Ａ", "A"]


def test_signs_of_regular_expressions_are_plain_in_plain_words() -> None:
    assert found("a.b a+b (a) [a] a\\b $", "a.b") == ["a.b"]
    assert found("a.b a+b (a) [a] a\\b $", "(a)") == ["(a)"]
    assert found("a\\b", "\\b") == ["\\b"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ｶﾞｷﾞ", "ガギ"),
        ("ガギ", "ｶﾞｷﾞ"),
        ("ﾊﾟﾝ", "パン"),
        ("カ\u3099", "ガ"),
        ("ガ", "カ\u3099"),
        ("Ａｂ１", "ab1"),
        ("Ab1", "Ａｂ１"),
        ("（a）", "(a)"),
        ("(a)", "（a）"),
        ("ﾃｽﾄ｡", "テスト。"),
        ("e\u0301", "é"),
        ("é", "e\u0301"),
        ("한", "\u1112\u1161\u11ab"),
        ("x²", "x2"),
        ("￥100", "¥100"),
    ],
)
def test_widths_and_compositions_are_equal(text: str, words: str) -> None:
    assert found(text, words) == [text]


@pytest.mark.parametrize(
    "words", ["……", "等等……", "①", "½", "㎏", "℃", "№", "ﬁ", "Ⅳ", "™", "㈱", "¨", "ß", "İ", "ſ", "ﾞ", "～", "〜"]
)
def test_what_stands_in_the_text_is_found_by_itself(words: str) -> None:
    assert found(f"一{words}二", words) == [words]


def test_a_letter_is_not_found_in_another_that_only_begins_like_it() -> None:
    assert found("ｶﾞ ｶ", "カ") == ["ｶ"]
    assert found("カ\u3099 カ", "カ") == ["カ"]
    assert found("ﾊﾟ ﾊ", "ﾊ") == ["ﾊ"]


def test_any_blank_is_a_blank() -> None:
    for blank in (" ", "\u00a0", "\u3000", "\n", "\n\n", "  ", "\t", " \u00a0"):
        assert found(f"one{blank}two", "one two") == [f"one{blank}two"]
    assert found("one two", "one\u00a0two") == ["one two"]
    assert found("one two", " one  two ") == ["one two"]


def test_words_are_found_across_styles_and_breaks() -> None:
    document = html.parse("<p>one <b>tw</b>o<br>three<p>一<em>二</em><br>三")
    assert found(document.text, "two three") == ["two\nthree"]
    assert found(document.text, "一二三") == ["一二\n三"]


def test_wide_words_are_found_across_one_line_end_and_not_across_a_blank_line() -> None:
    assert found("中\n文", "中文") == ["中\n文"]
    assert found("中\n\n文", "中文") == []
    assert found("a\nb", "ab") == []


# against a plain scan

UNITS = [
    *"abABzZ019",
    *"Ａｂａ１（）().!！",
    *"あいカガパハー。、「」漢字中文",
    *("ｶ", "ｶﾞ", "ﾊﾟ", "ﾊ", "ｰ", "｡", "カ\u3099", "ハ\u309a", "e\u0301", "é", "ﾞ"),
    *(" ", "\u00a0", "\u3000", "\n", "\n"),
]
TEXTS = st.lists(st.sampled_from(UNITS), max_size=40).map("".join)
WORDS = st.lists(st.sampled_from(UNITS), min_size=1, max_size=4).map("".join)
MARKS = "\u3099\u309a\uff9e\uff9f\u0301"


def units(text: str) -> list[tuple[str, int]]:
    """The characters of a text, each with its marks, in one form; and where each ends."""
    out: list[tuple[str, int]] = []
    begin = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or text[at] not in MARKS or not _composes(text[begin:at], text[at]):
            out.append((unicodedata.normalize("NFKC", text[begin:at]), at))
            begin = at
    return out


def _composes(base: str, mark: str) -> bool:
    return len(unicodedata.normalize("NFKC", base + mark)) == 1


def is_wide(unit: str) -> bool:
    return unicodedata.east_asian_width(unit[0]) in "WF"


def scan(text: str, words: str) -> list[Match]:
    """Every place of `words` in `text`, by looking at each place in turn."""
    wanted = [unit for unit, _ in units(words)]
    wanted = [" " if unit.isspace() else unit for unit in wanted]
    while wanted and wanted[0] == " ":
        wanted.pop(0)
    while wanted and wanted[-1] == " ":
        wanted.pop()
    if not wanted:
        return []
    ignores_case = not any(character.isupper() for unit in wanted for character in unit)
    have = [("\n" if text[end - 1] == "\n" else " " if unit.isspace() else unit, end) for unit, end in units(text)]
    starts = [0, *(end for _, end in have)]
    out: list[Match] = []
    at = 0
    while at < len(have):
        end = _match_at(have, at, wanted, ignores_case)
        if end is None:
            at += 1
        else:
            out.append((starts[at], starts[end]))
            at = end
    return out


def _match_at(have: list[tuple[str, int]], at: int, wanted: list[str], ignores_case: bool) -> int | None:
    previous = ""
    for unit in wanted:
        if unit == " ":
            if previous == " ":
                continue
            begin = at
            while at < len(have) and have[at][0] in (" ", "\n"):
                at += 1
            if at == begin:
                return None
        else:
            if previous not in ("", " ") and is_wide(previous) and is_wide(unit):
                at += at < len(have) and have[at][0] == "\n"
            if at >= len(have):
                return None
            one = have[at][0]
            if one != unit and not (ignores_case and one.lower() == unit.lower()):
                return None
            at += 1
        previous = unit
    return at


@LAW
@given(TEXTS, WORDS)
@example("ｶﾞ", "カ")
@example("中\n文", "中文")
@example("A\u00a0\nb", "a b")
def test_what_is_found_is_what_a_plain_scan_finds(text: str, words: str) -> None:
    assume(words.strip()[:1] not in MARKS)
    assert find_all(text, Query(words)) == scan(text, words)


@LAW
@given(TEXTS, st.data())
def test_any_part_of_a_text_is_found_where_it_stands(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    words = text[start:end].strip()
    if not words or text[end : end + 1] in MARKS or words[0] in MARKS:
        return
    covered = {offset for a, b in find_all(text, Query(words)) for offset in range(a, b)}
    assert covered & set(range(start, end))


@LAW
@given(st.text(max_size=80), st.text(min_size=1, max_size=6))
def test_matches_are_never_empty_and_never_overlap(text: str, words: str) -> None:
    at = 0
    for start, end in find_all(text, Query(words)):
        assert at <= start < end <= len(text)
        at = end


@LAW
@given(st.text(max_size=60), st.text(st.sampled_from("ab.*?+|()[]{}^$\\dws0,1-"), max_size=8))
def test_any_regular_expression_ends(text: str, pattern: str) -> None:
    try:
        matches = find_all(text, Query(pattern, is_regex=True))
    except FindError as error:
        assert str(error)
        return
    at = 0
    for start, end in matches:
        assert at <= start < end <= len(text)
        at = end


# regular expressions


@pytest.mark.parametrize("pattern", ["x*", "$", "^", "(?=a)", "\\b", "", "()", "a??", "(?:)*"])
def test_empty_matches_are_left_out(pattern: str) -> None:
    assert all(found_by_regex("aab\nab", pattern))


def test_regular_expressions_find() -> None:
    assert found_by_regex("a1 b22 c", r"[a-z]\d+") == ["a1", "b22"]
    assert found_by_regex("one\ntwo", "^two$") == ["two"]
    assert found_by_regex("漢字かな", r"\p{Han}+") == ["漢字"]


def test_capitals_of_escapes_are_no_capitals() -> None:
    assert found_by_regex("Abc", r"a\S+") == ["Abc"]
    assert found_by_regex("Abc abc", r"A\S+") == ["Abc"]


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [("(a", "missing )"), ("[a", "unterminated"), ("a{2,1}", "min repeat"), ("(?P<x", ""), ("*", "nothing to repeat")],
)
def test_a_broken_pattern_says_what_is_wrong(pattern: str, reason: str) -> None:
    with pytest.raises(FindError, match="Not a regular expression") as caught:
        find_all("text", Query(pattern, is_regex=True))
    assert reason in str(caught.value)


HOPELESS = Query(r"(?:x|xx)+y", is_regex=True)


def test_a_hopeless_pattern_says_so_and_lets_others_work_meanwhile() -> None:
    outcome: list[str] = []

    def search() -> None:
        try:
            find_all("x" * 5000, HOPELESS, timeout=0.3)
        except FindError as error:
            outcome.append(str(error))

    thread = threading.Thread(target=search)
    began = time.process_time()
    thread.start()
    turns = 0
    while thread.is_alive():
        turns += 1
        time.sleep(0.001)
    assert time.process_time() - began < 3
    assert turns > 10
    assert "Gave up" in outcome[0]


def test_many_slow_matches_share_one_limit() -> None:
    with pytest.raises(FindError, match="Gave up"):
        find_all(("x" * 22 + " ") * 2000, HOPELESS, timeout=0.3)


def test_a_search_that_nobody_waits_for_stops_early() -> None:
    asked: list[int] = []

    def is_dropped() -> bool:
        asked.append(1)
        return len(asked) > 3

    assert 0 < len(find_all("a " * 100_000, Query("a"), is_dropped=is_dropped)) < 10_000
