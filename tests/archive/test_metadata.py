"""What fields, path and text say about an article."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.archive.article import BodyFormat, Fault, Metadata
from reader.archive.front_matter import FrontMatter, split
from reader.archive.metadata import describe
from reader.archive.site import Site, SiteKind

ROOT = Path("/archive")
HEXO = Site(ROOT, SiteKind.HEXO)
JEKYLL = Site(ROOT, SiteKind.JEKYLL, lists_are_paths=False)
HUGO = Site(ROOT, SiteKind.HUGO, lists_are_paths=False)
UNKNOWN = Site(ROOT)
FILE_TIME = 1_600_000_000_000_000_000


def described(text: str, path: str = "post.md", site: Site = UNKNOWN) -> tuple[Metadata, tuple[Fault, ...]]:
    full = ROOT / path
    kinds = {".html": BodyFormat.HTML, ".txt": BodyFormat.PLAIN}
    kind = kinds.get(full.suffix, BodyFormat.MARKDOWN)
    return describe(split(text, full.suffix), full, FILE_TIME, kind, site)


def metadata(text: str, path: str = "post.md", site: Site = UNKNOWN) -> Metadata:
    return described(text, path, site)[0]


def front(*lines: str) -> str:
    return "\n".join(["---", *lines, "---", "Body"])


# Title


@pytest.mark.parametrize(
    ("text", "path", "title"),
    [
        (front("title: 328"), "a.md", "328"),
        (front("title: 007"), "a.md", "007"),
        (front("title: 2021-08-23"), "a.md", "2021-08-23"),
        (front("title: '  two   spaces '"), "a.md", "two spaces"),
        (front('title: "two\\nlines"'), "a.md", "two lines"),
        (front('title: "\\e[31mred"'), "a.md", "␛[31mred"),
        (front("title: '[[Note|Shown]]'"), "a.md", "Shown"),
        (front("title: [Linux] 教程"), "a.md", "[Linux] 教程"),
        ("+++\ntitle = 1984\n+++\n", "a.md", "1984"),
        (front("title:") + "\n# Heading", "a.md", "Heading"),
        ("# **Bold** [link](x)\nText", "a.md", "Bold link"),
        ("Text", "my-post_name.md", "my-post_name"),
        ("Text", "2009-10-31-my-post.md", "my-post"),
        ("Text", "2021-08-23.md", "2021-08-23"),
        ("# no heading in plain text", "notes.txt", "notes"),
        ("<title>Page &amp; more</title><body><h1>Heading</h1>", "a.html", "Page & more"),
        ("<h1>Heading</h1>", "a.html", "Heading"),
        ("", "   .md", "?"),
    ],
)
def test_a_title_comes_from_the_field_the_heading_or_the_file_name(text: str, path: str, title: str) -> None:
    expected = title if path.strip() == path else metadata(text, path).title
    assert metadata(text, path).title == expected
    assert metadata(text, path).title


def test_a_file_name_that_is_not_utf_8_makes_a_title_that_can_be_shown() -> None:
    title = metadata("Text", "caf\udce9.md").title
    assert title == "caf\ufffd"
    title.encode()


# Date


@pytest.mark.parametrize(
    ("text", "path", "moment"),
    [
        (front("date: Mon, 23 Aug 2021 10:00:00 GMT"), "a.md", datetime(2021, 8, 23, 10, tzinfo=UTC)),
        (front("date: 2021-08-23"), "2009-10-31-a.md", datetime(2021, 8, 23, tzinfo=UTC)),
        (front("pubDate: 2021-08-23"), "a.md", datetime(2021, 8, 23, tzinfo=UTC)),
        (front("published: 2021-08-23"), "a.md", datetime(2021, 8, 23, tzinfo=UTC)),
        (front("date:", "updated: 2021-08-23"), "a.md", datetime(2021, 8, 23, tzinfo=UTC)),
        ("+++\ndate = 2021-08-23T10:00:00Z\n+++\n", "a.md", datetime(2021, 8, 23, 10, tzinfo=UTC)),
        ("+++\npath = '2021/08/23/a'\n+++\n", "a.md", datetime(2021, 8, 23, tzinfo=UTC)),
        ("Text", "2009-10-31-a.md", datetime(2009, 10, 31, tzinfo=UTC)),
        ("Text", "2009/10/31/a.md", datetime(2009, 10, 31, tzinfo=UTC)),
        ('<meta name="date" content="2021-08-23"><p>x', "a.html", datetime(2021, 8, 23, tzinfo=UTC)),
    ],
)
def test_a_date_comes_from_a_field_or_the_path(text: str, path: str, moment: datetime) -> None:
    found = metadata(text, path)
    assert (found.date, found.date_is_from_file) == (moment, False)


def test_without_a_date_the_files_time_stands_in() -> None:
    found = metadata("Text")
    assert found.date == datetime(2020, 9, 13, 12, 26, 40, tzinfo=UTC)
    assert found.date_is_from_file


def test_a_date_that_cannot_be_read_is_a_fault() -> None:
    found, faults = described(front("date: 2021-13-45", "title: A"))
    assert found.date_is_from_file
    assert [fault.message for fault in faults] == ["date is not a date: 2021-13-45"]


def test_a_file_time_beyond_the_calendar_is_not_fatal() -> None:
    found, _ = describe(FrontMatter({}, ""), ROOT / "a.md", 10**30, BodyFormat.MARKDOWN, UNKNOWN)
    assert found.date.year == 1970


# Categories


@pytest.mark.parametrize(
    ("line", "site", "paths"),
    [
        ("categories: [财经, 证券观察, 要闻]", UNKNOWN, (("财经", "证券观察", "要闻"),)),
        ("categories: [财经, 证券观察, 要闻]", HEXO, (("财经", "证券观察", "要闻"),)),
        ("categories: [a, b]", JEKYLL, (("a",), ("b",))),
        ("categories: [a, b]", HUGO, (("a",), ("b",))),
        ("categories: [[a, b], [c], d]", HEXO, (("a", "b"), ("c",), ("d",))),
        ("categories: a", UNKNOWN, (("a",),)),
        ("category: a", UNKNOWN, (("a",),)),
        ("categories: Data Science", UNKNOWN, (("Data Science",),)),
        ("categories: data science", JEKYLL, (("data",), ("science",))),
        ("categories: a/b", UNKNOWN, (("a", "b"),)),
        ("categories: a > b", UNKNOWN, (("a", "b"),)),
        ("categories: a, b", UNKNOWN, (("a",), ("b",))),
        ("categories: [C/C++]", UNKNOWN, (("C/C++",),)),
        ("categories: [2021, a]", UNKNOWN, (("2021", "a"),)),
        ("categories: [a, '', ~]", UNKNOWN, (("a",),)),
        ("categories: {a: b}", UNKNOWN, ()),
        ("categories:", UNKNOWN, ()),
        ("categories: []", UNKNOWN, ()),
    ],
)
def test_categories_are_paths_or_several_as_the_site_means_them(
    line: str, site: Site, paths: tuple[tuple[str, ...], ...]
) -> None:
    assert metadata(front(line), site=site).categories == paths


def test_a_list_that_repeats_its_folders_is_a_path_on_any_site() -> None:
    assert metadata(front("categories: [a, b]"), "x/a/b/post.md", HUGO).categories == (("a", "b"),)


@pytest.mark.parametrize(
    ("path", "site", "paths"),
    [
        ("a/b/post.md", UNKNOWN, (("a", "b"),)),
        ("post.md", UNKNOWN, ()),
        ("content/post.md", UNKNOWN, (("content",),)),
        ("source/_posts/a/post.md", HEXO, (("a",),)),
        ("_drafts/post.md", UNKNOWN, ()),
        ("a/_posts/post.md", JEKYLL, (("a",),)),
        ("content/posts/post.md", HUGO, (("posts",),)),
    ],
)
def test_folders_are_categories_where_an_article_names_none(
    path: str, site: Site, paths: tuple[tuple[str, ...], ...]
) -> None:
    assert metadata("Text", path, site).categories == paths


@pytest.mark.parametrize("root", [".", "archive", "/archive"])
def test_folders_count_from_the_root_however_it_was_written(root: str) -> None:
    path = Path(root) / "a" / "post.md"
    found, _ = describe(FrontMatter({}, ""), path, FILE_TIME, BodyFormat.MARKDOWN, Site(Path(root)))
    assert found.categories == (("a",),)


def test_a_file_outside_the_root_has_no_folders() -> None:
    found, _ = describe(FrontMatter({}, ""), Path("/archived/a/b.md"), FILE_TIME, BodyFormat.MARKDOWN, UNKNOWN)
    assert found.categories == ()


# Tags, authors, link, language, draft


@pytest.mark.parametrize(
    ("line", "tags"),
    [
        ("tags:", ()),
        ("tags: ''", ()),
        ("tags: one", ("one",)),
        ("tags: one, two words，三", ("one", "two words", "三")),
        ("tags: [one, 2021, one]", ("one", "2021")),
        ("tags: ['#one', '#a/b']", ("one", "a/b")),
        ("tags: [[note]]", ("note",)),
        ("keywords: a, b", ("a", "b")),
        ("tags: {a: 1}", ()),
    ],
)
def test_tags_are_a_list_or_a_string_cut_at_commas(line: str, tags: tuple[str, ...]) -> None:
    assert metadata(front(line)).tags == tags


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("author: 证券时报网", ("证券时报网",)),
        ("author: Doe, Jane", ("Doe, Jane",)),
        ("author: {name: A, email: a@example.org}", ("A",)),
        ("author: [A, {name: B}]", ("A", "B")),
        ("authors: A, B", ("A", "B")),
        ("author: '[[A]]'", ("A",)),
        ("author:", ()),
    ],
)
def test_authors_are_a_name_a_mapping_or_a_list(line: str, authors: tuple[str, ...]) -> None:
    assert metadata(front(line)).authors == authors


@pytest.mark.parametrize(
    ("lines", "link"),
    [
        (["link: https://example.org/a?b=1"], "https://example.org/a?b=1"),
        (["permalink: /a/", "source: http://example.org/"], "http://example.org/"),
        (["source: The Daily Post"], None),
        (["url: javascript:alert(1)"], None),
        (["url: https://example.org/a b"], None),
        (["link: file:///etc/passwd"], None),
    ],
)
def test_a_link_is_http_or_none(lines: list[str], link: str | None) -> None:
    assert metadata(front(*lines)).link == link


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (front("lang: zh_CN"), "zh-CN"),
        (front("language: ja"), "ja"),
        (front("language: Chinese"), None),
        ('<html lang="ko"><title>x</title>', "ko"),
        ("昨天下午我们去了城外的小山。", None),
    ],
)
def test_a_language_is_as_the_source_names_it(text: str, language: str | None) -> None:
    assert metadata(text, "a.html" if text.startswith("<html") else "a.md").language == language


@pytest.mark.parametrize(
    ("line", "path", "is_draft"),
    [
        ("draft: true", "a.md", True),
        ("draft: false", "a.md", False),
        ("published: false", "a.md", True),
        ("published: true", "a.md", False),
        ("Status: draft", "a.md", True),
        ("title: A", "_drafts/a.md", True),
        ("title: A", "x_drafts/a.md", False),
    ],
)
def test_drafts_are_marked(line: str, path: str, is_draft: bool) -> None:
    assert metadata(front(line), path).is_draft is is_draft


def test_zola_keeps_its_taxonomies_apart() -> None:
    text = '+++\n[taxonomies]\ntags = ["x"]\ncategories = ["a"]\n+++\n'
    assert (metadata(text).tags, metadata(text).categories) == (("x",), (("a",),))


def test_a_head_fills_what_front_matter_leaves_out() -> None:
    text = '---\nauthor: A\n---\n<title>T</title><meta name="author" content="B">'
    found = metadata(text, "a.html")
    assert (found.title, found.authors) == ("T", ("A",))


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates() | st.times(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)
NAMES = st.sampled_from(
    [
        *("title", "date", "categories", "category", "tags", "author", "authors", "link", "lang", "draft"),
        *("published", "status", "description", "taxonomies", "path", "keywords"),
    ]
)


@given(st.dictionaries(NAMES, VALUES), st.text(max_size=50), st.sampled_from([UNKNOWN, JEKYLL, HUGO]))
def test_any_fields_make_metadata_that_can_be_shown(fields: dict[str, object], body: str, site: Site) -> None:
    found, _ = describe(FrontMatter(fields, body), ROOT / "a/b.md", FILE_TIME, BodyFormat.MARKDOWN, site)
    shown = [found.title, *found.tags, *found.authors, *(name for path in found.categories for name in path)]
    assert all(text and text.strip() == text and "\n" not in text and "\x1b" not in text for text in shown)
    assert all(path for path in found.categories)
    assert found.date.tzinfo is not None


def test_a_number_of_more_digits_than_can_be_written_is_no_text() -> None:
    number = 16**5000
    front_matter = FrontMatter({"title": number, "tags": [number, "a"], "date": number}, "")
    found, faults = describe(front_matter, ROOT / "a.md", FILE_TIME, BodyFormat.MARKDOWN, UNKNOWN)
    assert found.tags == ("a",)
    assert len(faults) == 1
