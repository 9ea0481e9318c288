"""What a reader types to search an archive."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.document.phrases import Phrase
from reader.library.query import (
    FIELDS,
    HELP,
    All,
    Any,
    Completion,
    Field,
    Not,
    Part,
    Query,
    QueryError,
    Sort,
    Words,
    complete,
    parse,
)

LAW = settings(deadline=None, max_examples=600)


def word(text: str, *, is_prefix: bool = False, in_title: bool = False) -> Words:
    return Words(Phrase(text, is_prefix), in_title)


A, B, C, D = map(word, "abcd")


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ("a", A),
        ("a b", All((A, B))),
        ("a　b", All((A, B))),
        ('"a b"', word("a b")),
        ('"a b" c', All((word("a b"), C))),
        ('a"b"', All((A, B))),
        ("-a", Not(A)),
        ("a -b", All((A, Not(B)))),
        ('-"a b"', Not(word("a b"))),
        ("--a", A),
        ("e-mail", word("e-mail")),
        ("a OR b", Any((A, B))),
        ("a OR b OR c", Any((A, B, C))),
        ("a b OR c d", All((A, Any((B, C)), D))),
        ("a OR -b", Any((A, Not(B)))),
        ("(a b) OR c", Any((All((A, B)), C))),
        ("-(a OR b)", Not(Any((A, B)))),
        ("a or b", All((A, word("or"), B))),
        ('a "OR" b', All((A, word("OR"), B))),
        ("graph*", word("graph", is_prefix=True)),
        ('"graph theo*"', word("graph theo", is_prefix=True)),
        ('"graph theo"*', word("graph theo", is_prefix=True)),
        ("title:a", word("a", in_title=True)),
        ('title:"a b" c', All((word("a b", in_title=True), C))),
        ("TITLE:a", word("a", in_title=True)),
        ("-title:a", Not(word("a", in_title=True))),
        ("author:王小明", Field("author", "王小明")),
        ('author:"王 小明"', Field("author", "王 小明")),
        ("in:财经/要闻", Field("in", "财经/要闻")),
        ('in:"“双减”政策" a', All((Field("in", '"双减"政策'), A))),
        ("tag:e-mail", Field("tag", "e-mail")),
        ("lang:zh", Field("lang", "zh")),
        ("is:unread", Field("is", "unread")),
        ("IS:Draft", Field("is", "draft")),
        ("has:code", Field("has", "code")),
        ("after:2021", Field("after", "2021-01-01")),
        ("after:2021-8", Field("after", "2021-08-01")),
        ("before:2021/08/23", Field("before", "2021-08-23")),
        ("before:2021.8.2", Field("before", "2021-08-02")),
        ("after:2021年8月", Field("after", "2021-08-01")),
        ("after:2021年8月23日", Field("after", "2021-08-23")),
        ("ａｆｔｅｒ：２０２１", Field("after", "2021-01-01")),
        ("ｔｉｔｌｅ：经济", word("经济", in_title=True)),
        ("a ＯＲ b", Any((A, B))),
        ("（a b）ＯＲ“c d”", Any((All((A, B)), word("c d")))),
        ("a －b", All((A, Not(B)))),
        ("http://example.org/a", word("http://example.org/a")),
        ("10:30", word("10:30")),
        ("std::vector", word("std::vector")),
        ("注意:安全", word("注意:安全")),
        ("port:8080", word("port:8080")),
        ('"title:a"', word("title:a")),
        ("C++", word("C++")),
        ("", None),
        ("  ", None),
        ("sort:date", None),
    ],
)
def test_a_query_means_what_it_seems_to(typed: str, part: Part | None) -> None:
    assert parse(typed).part == part
    assert type(parse(typed).part) is type(part)


def test_the_order_is_part_of_a_query() -> None:
    assert parse("a sort:date") == Query(A, Sort.DATE)
    assert parse("a") == Query(A, Sort.RELEVANCE)


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ("a title:", A),
        ("a title: ", A),
        ("a -", A),
        ("a -(", A),
        ("a OR", A),
        ("a OR ", A),
        ("OR a", A),
        ('a "', A),
        ('a "b', All((A, B))),
        ('a "（', A),
        ('a "...', A),
        ("a .", A),
        ("a *", A),
        ("a (b", All((A, B))),
        ("a ()", A),
        ("a is:", A),
        ("a is:un", A),
        ("a sort:da", A),
        ("a after:2", All((A, Field("after", "2000-01-01")))),
        ("a after:2021-", All((A, Field("after", "2021-01-01")))),
        ("a after:2021-0", All((A, Field("after", "2021-01-01")))),
        ('a author:"王 ', All((A, Field("author", "王")))),
    ],
)
def test_what_is_only_begun_is_no_mistake(typed: str, part: Part) -> None:
    assert parse(typed).part == part


@pytest.mark.parametrize(
    ("typed", "marked", "message"),
    [
        ("a titel:b", "titel:", "There is no “titel:”. Did you mean “title:”? In quotes, it is plain text."),
        ("autor:王", "autor:", "There is no “autor:”. Did you mean “author:”? In quotes, it is plain text."),
        (
            "ｓｏｒｔｓ：date",
            "ｓｏｒｔｓ：",
            "There is no “sorts:”. Did you mean “sort:”? In quotes, it is plain text.",
        ),
        ("a is:blue b", "blue", "After “is:” comes unread, read, starred, draft or faulty."),
        ("is:un b", "un", "After “is:” comes unread, read, starred, draft or faulty."),
        ("has:video", "video", "After “has:” comes code or image."),
        ("sort:title", "title", "After “sort:” comes relevance or date."),
        ("title: b", "title:", "Right after “title:” comes a word, or several in quotes."),
        ("title:(a b)", "title:", "Right after “title:” comes a word, or several in quotes."),
        ('tag:"" a', 'tag:""', "Right after “tag:” comes a tag, in quotes if there are spaces in it."),
        (
            "after: a",
            "after:",
            "Right after “after:” comes a day, a month or a year, such as 2021-08-23, 2021-08 or 2021.",
        ),
        ("is: a", "is:", "Right after “is:” comes unread, read, starred, draft or faulty."),
        (
            "after:soon",
            "soon",
            "After “after:” comes a day, a month or a year, such as 2021-08-23, 2021-08 or 2021.",
        ),
        (
            "before:2021-02-30",
            "2021-02-30",
            "After “before:” comes a day, a month or a year, such as 2021-08-23, 2021-08 or 2021.",
        ),
        (
            "after:202 a",
            "202",
            "After “after:” comes a day, a month or a year, such as 2021-08-23, 2021-08 or 2021.",
        ),
        ("after:²", "²", "After “after:” comes a day, a month or a year, such as 2021-08-23, 2021-08 or 2021."),
        ("a !!! b", "!!!", "Only words can be looked for: letters, digits and characters, and signs beside them."),
        ("a ——", "——", "Only words can be looked for: letters, digits and characters, and signs beside them."),
        ("a ) b", ")", "This bracket closes none. Put it in quotes, or take it out."),
        ("(" * 30 + "a", "(", "There are too many brackets within each other."),
        ("a " * 100 + "b c", "b c", "A query may have 100 words; quotes make one of a sentence."),
    ],
)
def test_what_cannot_be_read_is_explained_and_marked(typed: str, marked: str, message: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(typed)
    assert str(caught.value) == message
    assert typed[caught.value.start : caught.value.end] == marked


def test_what_is_excluded_is_not_lit() -> None:
    typed = 'a -b (c OR "d e") title:f -(g -h) a in:i'
    assert parse(typed).phrases() == (Phrase("a"), Phrase("c"), Phrase("d e"), Phrase("f"))


def test_a_query_of_nothing_but_signs_ends() -> None:
    assert parse("-" * 5000 + "a").part == A
    assert parse("-" * 5001 + "a").part == Not(A)
    assert parse("OR " * 5000).part is None


@LAW
@given(st.text(st.one_of(st.sampled_from('ab中:()"-*OR “”：（）－　.'), st.characters()), max_size=30))
def test_whatever_is_typed_is_read_or_explained(typed: str) -> None:
    try:
        parse(typed)
    except QueryError as error:
        assert 0 <= error.start < error.end <= len(typed)
        assert str(error).endswith((".", "?"))


# laws of what queries mean

WORDS = st.sampled_from(
    ["经济", "graph", "C++", ".net", "e-mail", '"经济 发展"', "“——好”", "graph*", "10:30", "http://a.b"]
)
TERMS = st.one_of(
    WORDS,
    WORDS.map("title:{}".format),
    st.sampled_from(["author:王", 'author:"王 小"', "in:财经/要闻", "tag：e-mail", "lang:zh", "is:unread", "has:code"]),
    st.sampled_from(["after:2021", "before:2021-08", "after:2021/08/30", "before:2021年8月3日", "sort:date"]),
)


@st.composite
def queries(draw: st.DrawFn, depth: int = 2) -> str:
    """Something that can be typed."""
    terms = []
    for _ in range(draw(st.integers(1, 3))):
        term = f"({draw(queries(depth - 1))})" if depth and draw(st.booleans()) else draw(TERMS)
        terms.append(draw(st.sampled_from(["", "", "-"])) + term)
    return draw(st.sampled_from([" ", "　", " OR "])).join(terms)


@LAW
@given(queries())
def test_no_query_is_a_mistake_while_it_is_typed(typed: str) -> None:
    for end in range(len(typed) + 1):
        parse(typed[:end])


@st.composite
def parts(draw: st.DrawFn, depth: int = 3) -> Part:
    """A query as a tree, of words a to d."""
    kind = draw(st.integers(0, 3)) if depth else 0
    if kind == 0:
        return draw(st.sampled_from((A, B, C, D)))
    if kind == 1:
        return Not(draw(parts(depth - 1)))
    inner = tuple(draw(st.lists(parts(depth - 1), min_size=2, max_size=3)))
    return All(inner) if kind == 2 else Any(inner)


def written(part: Part) -> str:
    """What one types for it."""
    match part:
        case Words(phrase):
            return phrase.text
        case Not(inner):
            return f"-{written(inner)}"
        case All(inner):
            return f"({' '.join(map(written, inner))})"
        case Any(inner):
            return f"({' OR '.join(map(written, inner))})"
        case Field():
            raise AssertionError


def is_met(part: Part, there: set[str]) -> bool:
    match part:
        case Words(phrase):
            return phrase.text in there
        case Not(inner):
            return not is_met(inner, there)
        case All(inner):
            return all(is_met(each, there) for each in inner)
        case Any(inner):
            return any(is_met(each, there) for each in inner)
        case Field():
            raise AssertionError


@LAW
@given(parts(), st.sets(st.sampled_from("abcd")))
def test_what_is_written_of_a_tree_means_the_tree(part: Part, there: set[str]) -> None:
    read = parse(written(part)).part
    assert read is not None
    assert is_met(read, there) == is_met(part, there)


# help and completion


def test_the_help_names_every_field_and_value_in_queries_that_can_be_read() -> None:
    for line in HELP:
        parse(line.form)
    told = " ".join(f"{line.form} {line.meaning}" for line in HELP)
    for name in FIELDS:
        assert f"{name}:" in told
    for value in ("unread", "read", "starred", "draft", "faulty", "code", "image", "date"):
        assert value in told


def names(field: str, begun: str) -> Iterable[str]:
    known = {
        "tag": ("e-mail", "数据 库", "中国（上海）", "“双减”政策"),
        "in": ("财经", "财经/要闻"),
        "author": ("王 小明",),
        "lang": ("zh", "ja"),
    }
    return [name for name in known[field] if begun in name]


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("t", ["title:", "tag:"]),
        ("a -ti", ["title:"]),
        ("(Au", ["author:"]),
        ("ａｆ", ["after:"]),
        ("is:", ["is:unread ", "is:read ", "is:starred ", "is:draft ", "is:faulty "]),
        ("a is:f", ["is:faulty "]),
        ("has：c", ["has:code "]),
        ("sort:d", ["sort:date "]),
        ("tag:e-m", ["tag:e-mail "]),
        ("-tag:数", ['tag:"数据 库" ']),
        ('tag:"数据 ', ['tag:"数据 库" ']),
        ("tag:中", ['tag:"中国（上海）" ']),
        ("tag:双", ["tag:双减政策 "]),
        ("in:财", ["in:财经 ", "in:财经/要闻 "]),
        ('author:"王 小', ['author:"王 小明" ']),
        ("after:2", []),
        ("经", []),
        ("", []),
        ('"ti', []),
        ('"a b ti', []),
        ("e-ti", []),
        ("xti", []),
    ],
)
def test_what_is_begun_is_completed(typed: str, offered: list[str]) -> None:
    assert [each.text for each in complete(typed, len(typed), names)] == offered


def test_a_completion_stands_in_the_place_of_what_was_begun() -> None:
    assert complete("a -ti b", 5, names) == [Completion("title:", 3, 5)]
    assert complete("a tag:数", 7, names) == [Completion('tag:"数据 库" ', 2, 7)]


@LAW
@given(queries(), st.data())
def test_what_completes_a_query_can_be_read(typed: str, data: st.DataObject) -> None:
    cursor = data.draw(st.integers(0, len(typed)))
    for offer in complete(typed, cursor, names):
        assert offer.end == cursor
        parse(typed[: offer.start] + offer.text)


@pytest.mark.parametrize(
    ("typed", "advice"),
    [
        ("relea", "; relea* finds words that begin so"),
        ("经济 relea tag:x", "; relea* finds words that begin so"),
        ('"new relea"', '; "new relea"* finds words that begin so'),
        ("relea*", ""),
        ("经济", ""),
        ("C++", ""),
        ("tag:x -relea", ""),
        ("", ""),
    ],
)
def test_where_a_whole_word_finds_nothing_its_beginning_may(typed: str, advice: str) -> None:
    assert parse(typed).advice() == advice
