"""Chinese titles by their sound."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.library.catalogue import Catalogue
from reader.library.listing import View
from reader.library.pinyin import LONGEST, is_typed_pinyin, readings, spelled, syllables_of
from tests.library.on_disk import run, write

TITLES = (
    "工作组",
    "工作总结：公众",
    "西安",
    "先",
    "重庆",
    "重要",
    "女人",
    "双11购物",
    "English 标题",
    "Plain",
    "ハン字",
)


def kept(*titles: str) -> set[str]:
    return set().union(*(syllables_of(each) for title in titles if (each := spelled(title))))


SYLLABLES = frozenset(kept(*TITLES, "啊哦饿一五安恩昂爱奥欧额你那"))


def finds(word: str) -> set[str]:
    wanted = readings(word, SYLLABLES)
    return {title for title in TITLES if any(reading in (spelled(title) or "") for reading in wanted)}


# what is kept


def test_a_title_is_kept_as_syllables_and_initials() -> None:
    assert spelled("工作组") == "| gong zuo zu\t|GZZ"


def test_each_run_of_han_stands_by_itself() -> None:
    assert spelled("双11购物") == "| shuang| gou wu\t|S|GW"


def test_a_title_without_han_keeps_nothing() -> None:
    assert spelled("Plain, ひらがな!") is None
    assert spelled("") is None


def test_u_with_two_dots_is_typed_as_v() -> None:
    assert spelled("女") == "| nv\t|N"


def test_words_decide_how_a_character_is_read() -> None:
    assert spelled("重庆") == "| chong qing\t|CQ"
    assert spelled("重要") == "| zhong yao\t|ZY"


def test_of_a_very_long_title_the_beginning_is_kept() -> None:
    assert spelled("字" * 10_000) == spelled("字" * LONGEST)


def test_syllables_come_back() -> None:
    assert syllables_of("| shuang| gou wu\t|S|GW") == {"shuang", "gou", "wu"}


@settings(deadline=None, max_examples=200)
@given(st.text(st.characters(min_codepoint=0x3000, max_codepoint=0x9FFF), max_size=12))
def test_a_title_is_found_by_all_its_initials_and_syllables(title: str) -> None:
    said = spelled(title)
    if said is None:
        return
    syllables, _, initials = said.partition("\t")
    known = syllables_of(said)
    assert known == set(syllables.replace("|", " ").split())
    for run_, first in zip(syllables.split("|")[1:], initials.split("|")[1:], strict=True):
        parts = run_.split()
        assert first == "".join(part[0].upper() for part in parts)
        typed = "".join(parts[:3])
        if is_typed_pinyin(typed):
            assert any(reading in said for reading in readings(typed, known))


# what is typed


@pytest.mark.parametrize(
    ("word", "titles"),
    [
        ("gzz", {"工作组", "工作总结：公众"}),
        ("gongzuo", {"工作组", "工作总结：公众"}),
        ("gongzuozu", {"工作组"}),
        ("gongzu", {"工作组", "工作总结：公众"}),
        ("zuozo", {"工作总结：公众"}),
        ("zongjie", {"工作总结：公众"}),
        ("jiegong", set()),
        ("xian", {"西安", "先"}),
        ("chongqing", {"重庆"}),
        ("zhongqing", set()),
        ("zhongyao", {"重要"}),
        ("nvren", {"女人"}),
        ("gouwu", {"双11购物"}),
        ("sgw", set()),
        ("biaoti", {"English 标题"}),
        ("qqq", set()),
    ],
)
def test_a_word_finds_what_is_spelled_so(word: str, titles: set[str]) -> None:
    assert finds(word) == titles


def test_what_is_no_pinyin_has_no_readings() -> None:
    for word in ("g", "G2", "工作", "gong zuo", "", "x" * 41):
        assert not is_typed_pinyin(word)
        assert readings(word, SYLLABLES) == ()


def test_where_no_syllables_are_known_there_are_no_readings() -> None:
    assert readings("gongzuo", frozenset()) == ()


@pytest.mark.parametrize("word", ["na" * 19 + "nv", "an" * 20, "ananxvx" * 5, "a" * 40, "e" * 39 + "q"])
def test_no_word_takes_long(word: str) -> None:
    began = time.process_time()
    assert len(readings(word, SYLLABLES)) <= 8
    assert time.process_time() - began < 0.2


@settings(deadline=None)
@given(st.text(st.sampled_from("anigx"), min_size=2, max_size=12))
def test_a_reading_is_the_word_with_its_syllables_apart(word: str) -> None:
    syllables = frozenset({"a", "n", "an", "na", "ni", "ang", "nian", "gan", "xian", "xi"})
    initials, *spellings = readings(word, syllables)
    assert initials == word.upper()
    assert len(set(spellings)) == len(spellings)
    for each in spellings:
        *whole, last = each.split()
        assert "".join((*whole, last)) == word
        assert set(whole) <= syllables
        assert any(syllable.startswith(last) for syllable in syllables)


# the filter


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    folder: Path = tmp_path_factory.mktemp("titles")
    for number, title in enumerate(TITLES):
        write(folder / f"{number}.md", title=title)
    one = Catalogue()
    run(one, folder)
    yield one
    one.close()


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("gzz", {"工作组", "工作总结：公众"}),
        ("GongZuo 组", {"工作组"}),
        ("gongzuo zongjie", {"工作总结：公众"}),
        ("xian", {"西安", "先"}),
        ("chongqing", {"重庆"}),
        ("english biaoti", {"English 标题"}),
        ("plain", {"Plain"}),
        ("zhongqing", set()),
    ],
)
def test_the_filter_takes_letters_for_pinyin(catalogue: Catalogue, query: str, titles: set[str]) -> None:
    matches = catalogue.matches(View.CATEGORY, query)
    assert matches is not None
    found = catalogue.articles(catalogue.root(View.CATEGORY), matches)
    assert {each.title for each in catalogue.listed(found).values()} == titles


@given(st.text(st.sampled_from("重庆银行长城行长了的着数据分析一不\u3400𠀀"), min_size=1, max_size=12))
def test_a_title_sounds_word_by_word_as_it_does_at_once(title: str) -> None:
    from pypinyin import lazy_pinyin

    kept = spelled(title)
    assert kept is not None
    assert kept.partition("\t")[0].split()[1:] == lazy_pinyin(title, errors="ignore", v_to_u=False)
