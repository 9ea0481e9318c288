"""Search over all articles: exactly those that hold what is asked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.document import opening
from reader.document.phrases import Phrase, holds
from reader.library.catalogue import Catalogue
from reader.library.query import All, Any, Field, Not, Part, Query, Sort, Words, parse
from reader.library.readers import Readers
from reader.library.roots import roots_of
from reader.library.search import Hit, Search, read_snippet, read_visible
from reader.library.sync import Sync
from tests.library.on_disk import built

LAW = settings(deadline=None, max_examples=400)


class Told(NamedTuple):
    """An article as its file tells it."""

    title: str
    body: str
    category: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    author: str = ""
    day: str = "2021-08-23"
    language: str = ""
    is_draft: bool = False


ARTICLES = (
    Told(
        "经济发展",
        "<p>中国经<b>济</b>很快。</p><p>C++ 语言</p>",
        ("财经", "要闻"),
        ("经济",),
        "王 小明",
        "2021-08-23",
        "zh-CN",
    ),
    Told("經濟發展", "<p>漢語。C 语言，e-mail</p>", ("财经",), ("e-mail",), "王 小", "2021-08-01", "zh"),
    Told(
        "Graph theory",
        "<p>A graph<br>of graphs, e mail.</p><pre><code>x = 1</code></pre>",
        ("English",),
        day="2020-01-01",
        language="en",
    ),
    Told("データ", "<p>ﾃﾞｰﾀの<i>索引</i>、全文検索</p>", ("日本語", "C/C++"), ("双减",), "", "2019-12-31", "ja"),
    Told(
        "“双减”政策",
        '<p>全文 搜索 <img src="a.png" alt="图"></p>',
        ("“双减”政策",),
        ("“双减”",),
        "小明",
        "2021-09-01",
        "zh-TW",
    ),
    Told("中国", "<p>的发展<br>经济学</p><p>graph-theory</p>", day="2022-02-02", language="zh", is_draft=True),
    Told("100% sure", "<p>naïve cafe\u0301 Straße</p>", ("生活",), ("a_b",), "O'Neil", "2021-08-31", "en-GB"),
    Told("2 + 2", "<p>4</p>", day="2018-01-01"),
)


def front_matter(told: Told) -> str:
    lines = [f"title: '{told.title}'", f"date: {told.day} 12:00:00"]
    lines += ["categories:", *(f"- '{name}'" for name in told.category)] if told.category else []
    lines += ["tags:", *(f"- '{name}'" for name in told.tags)] if told.tags else []
    lines += [f'author: "{told.author}"'] if told.author else []
    lines += [f"lang: {told.language}"] if told.language else []
    lines += ["draft: true"] if told.is_draft else []
    return "---\n" + "\n".join(lines) + "\n---\n"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    for number, told in enumerate(ARTICLES):
        (folder / f"{number}.html").write_text(front_matter(told) + told.body, "utf-8")
    return folder


@pytest.fixture(scope="module")
def catalogue(archive: Path) -> Iterator[Catalogue]:
    one = Catalogue()
    with Readers(1) as readers:
        Sync(one, roots_of([archive]), readers, lambda _: None).run()
    yield one
    one.close()


@pytest.fixture(scope="module")
def search(catalogue: Catalogue) -> Search:
    """A search over `ARTICLES`, of which the first two are read and the second is starred."""
    ids = {hit.path.stem: hit.article for hit in Search(catalogue).all()}
    return Search(catalogue, {"read": (ids["0"], ids["1"]), "starred": (ids["1"],)}.__getitem__)


def numbers(search: Search, typed: str, **options: bool) -> list[int]:
    """The articles that are found, in the order of `ARTICLES`."""
    results = search.find(parse(typed), **options)
    found = sorted(int(hit.path.stem) for hit in results.hits)
    assert results.total == len(found)
    assert not results.is_least
    return found


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("经济", [0, 1, 5]),
        ("经", [0, 1, 5]),
        ("济", [0, 1, 5]),
        ("经济发展", [0, 1]),
        ("中国经济很快", [0]),
        ("经济学", [5]),
        ("発展", []),
        ("漢語", [1]),
        ("汉语", [1]),
        ("title:中国", [5]),
        ("发展经济", [5]),
        ("graph", [2, 5]),
        ("graph*", [2, 5]),
        ("graphs", [2]),
        ("raph", []),
        ('"graph of graphs"', [2]),
        ("データ", [3]),
        ("ﾃﾞｰﾀ", [3]),
        ("索引", [3]),
        ("café", [6]),
        ("STRASSE naive", []),
        ("STRASSE NAÏVE", [6]),
        ("C++", [0]),
        ("-C++ 语言", [1]),
        ("e-mail", [1]),
        ("e mail", [1, 2]),
        ('"e mail"', [1, 2]),
        ("经济 OR graph", [0, 1, 2, 5]),
        ("经济 -中国", [1]),
        ("-经济 -graph", [3, 4, 6, 7]),
        ("-(经济 OR graph)", [3, 4, 6, 7]),
        ("in:财经", [0, 1]),
        ("in:财经/要闻", [0]),
        ("in:要闻", [0]),
        ("in:闻", []),
        ("in:C/C++", [3]),
        ("in:“双减”政策", [4]),
        ('in:"“双减”政策"', [4]),
        ("tag:双减", [3, 4]),
        ("-tag:双减 -经济", [2, 6, 7]),
        ("tag:e-mail", [1]),
        ('author:"王 小"', [0, 1]),
        ("author:小明", [0, 4]),
        ("author:O'Neil", [6]),
        ("lang:zh", [0, 1, 4, 5]),
        ("lang:z", []),
        ("lang:%", []),
        ("-lang:zh -lang:en", [3, 7]),
        ("after:2021-08-23", [0, 4, 5, 6]),
        ("before:2020", [3, 7]),
        ("after:2021-08 before:2021-09", [0, 1, 6]),
        ("is:draft", [5]),
        ("is:faulty", []),
        ("is:read", [0, 1]),
        ("is:unread 经济", [5]),
        ("is:starred", [1]),
        ("-is:starred is:read", [0]),
        ("has:code", [2]),
        ("has:image", [4]),
        ("has:code OR has:image OR C++", [0, 2, 4]),
        ("(C++ OR in:English) -graph*", [0]),
        ("", []),
    ],
)
def test_a_query_finds_what_it_means(search: Search, typed: str, found: list[int]) -> None:
    assert numbers(search, typed) == found


def test_without_simplifying_each_form_finds_itself_alone(search: Search) -> None:
    assert numbers(search, "经济", simplify=False) == [0, 5]
    assert numbers(search, "經濟", simplify=False) == [1]
    assert numbers(search, "语言 -经济", simplify=False) == [1]


def test_hits_say_where_they_stand(search: Search) -> None:
    (hit,) = search.find(parse("in:要闻")).hits
    assert hit[2:] == ("经济发展", "财经 / 要闻", date(2021, 8, 23))
    (hit,) = search.find(parse("is:draft")).hits
    assert hit.category == ""


def test_what_holds_it_in_the_title_comes_first_or_what_is_newest(search: Search) -> None:
    def found(typed: str) -> list[str]:
        return [hit.path.stem for hit in search.find(parse(typed)).hits]

    assert found("中国") == ["5", "0"]
    assert found("graph") == ["2", "5"]
    assert found("graph sort:date") == ["5", "2"]
    assert found("经济 sort:date") == ["5", "0", "1"]
    assert found("after:2021-08-23") == ["5", "4", "6", "0"]


def test_titles_with_all_words_stand_above_bodies_however_often_those_repeat_them(tmp_path: Path) -> None:
    (tmp_path / "body.html").write_text("---\ntitle: 别的\n---\n<p>" + "经济发展，" * 50 + "</p>", "utf-8")
    (tmp_path / "title.html").write_text(
        "---\ntitle: 一个国家的经济与它的发展\n---\n" + "<p>别的话。</p>" * 200, "utf-8"
    )
    (tmp_path / "not.html").write_text("---\ntitle: 经济与发展\n---\n<p>废话</p>", "utf-8")
    catalogue = Catalogue()
    with Readers(1) as readers:
        Sync(catalogue, roots_of([tmp_path]), readers, lambda _: None).run()

    def found(typed: str, limit: int = 50) -> list[str]:
        return [hit.path.stem for hit in Search(catalogue).find(parse(typed), limit=limit).hits]

    assert found("经济 发展 -废话") == ["title", "body"]
    assert found("经济 发展 -废话", limit=1) == ["title"]
    assert set(found("经济 发展")[:2]) == {"title", "not"}
    assert found("经济 发展 -废话 after:2000") == ["title", "body"]
    assert found("经济 OR 别的话")[-1] == "body"
    catalogue.close()


def test_a_limit_bounds_the_hits_but_not_their_number(search: Search) -> None:
    results = search.find(parse("经济"), limit=2)
    assert (len(results.hits), results.total, results.is_least) == (2, 2, True)
    assert search.total(parse("经济")) == 3
    assert search.find(parse("经济"), limit=3).is_least is False
    results = search.find(parse("-C++"), limit=2)
    assert (len(results.hits), results.total, results.is_least) == (2, 2, True)
    assert search.total(parse("-C++")) is None


def test_a_changed_article_is_found_by_what_it_says_now(tmp_path: Path) -> None:
    catalogue = Catalogue()
    file = tmp_path / "a.html"
    with Readers(1) as readers:
        for body in ("old words", "new words"):
            file.write_text(f"<p>{body}</p>", "utf-8")
            Sync(catalogue, roots_of([tmp_path]), readers, lambda _: None).run()
    search = Search(catalogue)
    assert [search.find(parse(typed)).total for typed in ("old", "new", "words", "new -old", "old OR new")] == [
        0,
        1,
        1,
        1,
        1,
    ]
    file.unlink()
    assert read_snippet(search.find(parse("new")).hits[0], (Phrase("new"),)).matches == ()


def test_a_hit_that_a_parser_fails_at_has_no_snippet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise IndexError("no such line")

    (tmp_path / "a.txt").write_text("new words", "utf-8")
    hit = Hit(1, tmp_path / "a.txt", "题", "", date(2021, 8, 23))
    assert read_snippet(hit, (Phrase("new"),)).matches
    monkeypatch.setattr(opening, "visible", fails)
    assert read_snippet(hit, (Phrase("new"),)).matches == ()
    assert read_visible(hit.path, hit.title) is None


def test_a_query_as_long_as_one_may_be_is_answered(search: Search) -> None:
    assert numbers(search, "graph " + "-经济 " * 98) == [2]
    assert numbers(search, " OR ".join(["graph"] * 100)) == [2, 5]
    assert numbers(search, "经济发展" * 2000) == []
    assert numbers(search, "(" * 19 + "graph 中国" + ")" * 19) == [5]
    either = both = "graph"
    for _ in range(9):
        either = f"(中国 OR (graph {either}))"
        both = f"-(-({both} graph) 中国)"
    assert numbers(search, either) == [0, 2, 5]
    assert numbers(search, both) == [1, 2, 3, 4, 5, 6, 7]


def test_names_are_offered_by_how_many_articles_have_them(search: Search) -> None:
    assert search.names("in", "财")[:1] == ["财经"]
    assert search.names("in", "财经/") == ["财经/要闻"]
    assert sorted(search.names("tag", "双")) == ["“双减”", "双减"]
    assert search.names("lang", "Z")[0] == "zh"


def test_a_snippet_shows_the_body_where_it_has_what_is_looked_for(search: Search) -> None:
    (hit,) = search.find(parse("很快")).hits
    snippet = read_snippet(hit, (Phrase("经济"),))
    assert [snippet.text[start:end] for start, end in snippet.matches] == ["经济"]
    assert snippet.text.startswith("中国经济很快")


def test_a_snippet_of_a_few_paragraphs_is_what_the_whole_article_would_give(tmp_path: Path) -> None:
    filler = "<p>" + "别的话很多。" * 60 + "</p>"
    for name, paragraph in (
        ("plain", "经济发展很快"),
        ("styled", "经<b>济</b>发展很快"),
        ("hidden", "<i>经济</i>发展很快"),
    ):
        holder = "<div class='x'>" if name == "hidden" else "<div>"
        (tmp_path / f"{name}.html").write_text(f"{holder}{filler}<p>{paragraph}</p>{filler}</div>", "utf-8")
        found = read_snippet(Hit(1, tmp_path / f"{name}.html", "题", "", date(2021, 8, 23)), (Phrase("经济"),))
        assert found.text.startswith("经济发展很快 别的话很多。")
        assert found.matches == ((0, 2),)


@pytest.mark.parametrize(
    ("typed", "text", "matches"),
    [
        (("题目",), "别的话很多。", ()),
        (("题目", "无此"), "别的话很多。", ()),
        (("汉语",), "此处有漢語 别的话很多。", ((3, 5),)),
        (("题目", "全文"), "此处有漢語 别的话很多。", ()),
        (("发展",), "别的话很多。", ()),
    ],
)
def test_a_snippet_is_the_beginning_where_only_the_title_has_what_is_looked_for(
    tmp_path: Path, typed: tuple[str, ...], text: str, matches: tuple[tuple[int, int], ...]
) -> None:
    filler = "<p>" + "别的话很多。" * 60 + "</p>"
    start = "<h1>发展</h1>" if typed == ("发展",) else "<p>此处有漢語</p>" if text[0] == "此" else ""
    (tmp_path / "a.html").write_text(f"<div>{start}{filler}<p>完</p></div>", "utf-8")
    found = read_snippet(
        Hit(1, tmp_path / "a.html", "发展", "", date(2021, 8, 23)), tuple(Phrase(each) for each in typed)
    )
    assert found.text.startswith(text)
    assert found.text.endswith("…")
    assert found.matches == matches


# the law

WORDS = st.sampled_from(
    "经 济 经济 中国经济 漢語 语言 C C++ e-mail graph graph* gra* データ 全文 检索 搜索 “双减” 双减 the of 2".split()
    + '"graph of","e mail","经济 发展","全文 搜索","学 graph"'.split(",")
)
TERMS = st.one_of(
    WORDS,
    WORDS,
    WORDS.map("title:{}".format),
    st.sampled_from(
        "in:财经 in:要闻 tag:双减 author:小明 lang:zh after:2021-08-23 before:2021 is:draft is:read".split()
    ),
    st.sampled_from("has:code has:image is:unread".split()),
)


@st.composite
def queries(draw: st.DrawFn, depth: int = 2) -> str:
    """Something that can be typed."""
    terms = []
    for _ in range(draw(st.integers(1, 3))):
        term = f"({draw(queries(depth - 1))})" if depth and draw(st.booleans()) else draw(TERMS)
        terms.append(draw(st.sampled_from(["", "", "-"])) + term)
    return draw(st.sampled_from([" ", " OR "])).join(terms)


def is_meant(part: Part, number: int, texts: list[tuple[str, str]], *, simplify: bool) -> bool:
    """Whether an article is what a part means, by its file alone."""
    told = ARTICLES[number]
    match part:
        case Words(phrase, in_title):
            return any(holds(text, phrase, simplify=simplify) for text in texts[number][: 1 if in_title else 2])
        case Not(inner):
            return not is_meant(inner, number, texts, simplify=simplify)
        case All(parts):
            return all(is_meant(each, number, texts, simplify=simplify) for each in parts)
        case Any(parts):
            return any(is_meant(each, number, texts, simplify=simplify) for each in parts)
        case Field("in", value):
            return value in told.category
        case Field("tag", value):
            return any(value in tag.strip("“”") for tag in told.tags)
        case Field("author", value):
            return value in told.author
        case Field("lang", value):
            return told.language == value or told.language.startswith(f"{value}-")
        case Field("after", value):
            return told.day >= value
        case Field("before", value):
            return told.day < value
        case Field("is", "draft"):
            return told.is_draft
        case Field("is", value):
            return (number < 2) == (value == "read")
        case Field("has", value):
            return ("<pre>" if value == "code" else "<img") in told.body
    raise AssertionError(part)


@pytest.fixture(scope="module")
def texts() -> list[tuple[str, str]]:
    from reader.document import html

    return [(told.title, html.parse(told.body).text) for told in ARTICLES]


@LAW
@given(queries(), st.booleans(), st.sampled_from(Sort))
def test_what_is_found_is_what_is_meant(
    search: Search, texts: list[tuple[str, str]], typed: str, simplify: bool, sort: Sort
) -> None:
    part = parse(typed).part
    assert part is not None
    expected = [number for number in range(len(ARTICLES)) if is_meant(part, number, texts, simplify=simplify)]
    results = search.find(Query(part, sort), simplify=simplify)
    assert sorted(int(hit.path.stem) for hit in results.hits) == expected
    assert results.total == len(expected)


def test_a_title_of_two_lines_is_one_title(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("---\ntitle: C++ 语言\n---\n<h1>C++<br>语言</h1><p>x</p>")
    search = Search(built(tmp_path))
    for query, count in {'title:"C++ 语言"': 1, '"C++ 语言"': 1, "title:C++ 语言": 1, '"语言 -x"': 0}.items():
        assert len(search.find(parse(query)).hits) == count, query


def test_what_was_typed_in_other_bytes_than_utf_8_finds_nothing(search: Search) -> None:
    for query in ("lang:\udcff", "tag:\udcff", "after:2020 lang:z\udcffh", '"经\udcff济"'):
        assert search.find(parse(query)).hits == (), query
