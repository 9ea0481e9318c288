"""Fields and body."""

from __future__ import annotations

import sys
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.archive.front_matter import FrontMatter, body_alone, split


def fields(text: str, extension: str = ".md") -> dict[str, object]:
    return dict(split(text, extension).fields)


def test_yaml_stands_between_two_lines_of_hyphens() -> None:
    assert split("---\ntitle: A\ntags: [x, y]\n---\nBody\n", ".md") == FrontMatter(
        {"title": "A", "tags": ["x", "y"]}, "Body\n"
    )


@pytest.mark.parametrize("start", ["", "\n", "\n \n\n", "\ufeff", "\ufeff\n"])
@pytest.mark.parametrize(
    "front", ["---\ntitle: A\n---\n", "+++\ntitle = 'A'\n+++\n", '{"title": "A"}\n', "Title: A\n\n"]
)
def test_blank_lines_and_a_byte_order_mark_may_stand_first(start: str, front: str) -> None:
    assert split(f"{start}{front}Body", ".md") == FrontMatter({"title": "A"}, "Body")


def test_yaml_may_end_with_three_dots() -> None:
    assert split("---\ntitle: A\n...\nBody", ".md").body == "Body"


@pytest.mark.parametrize(
    "written", ["328", "007", "2021-08-23", "2021-13-45", "yes", "1e3", "0x1F", "12:30:45", "1_000"]
)
def test_a_title_that_yaml_reads_as_something_else_stays_as_written(written: str) -> None:
    assert fields(f"---\ntitle: {written}\n---\n") == {"title": written}


def test_only_an_unquoted_nothing_is_nothing() -> None:
    text = "---\na:\nb: ~\nc: null\nd: 'null'\ne: ''\n---\n"
    assert fields(text) == {"a": None, "b": None, "c": None, "d": "null", "e": ""}


def test_names_are_in_lower_case() -> None:
    assert fields("---\nTitle: A\nDATE: x\n---\n") == {"title": "A", "date": "x"}


def test_of_a_name_given_twice_the_last_counts() -> None:
    assert fields("---\ntags: [a]\ntags: [b]\n---\n") == {"tags": ["b"]}


def test_tabs_indent_as_hexo_lets_them() -> None:
    text = "---\ntags:\n\t- a\n\t- b\nurl: http://example.org/a.jpg\t\nkeywords: k\n\n---\nBody"
    assert split(text, ".md") == FrontMatter(
        {"tags": ["a", "b"], "url": "http://example.org/a.jpg", "keywords": "k"}, "Body"
    )


def test_anchors_merges_and_tags_are_understood() -> None:
    text = "---\na: &x {k: 1}\nb: *x\nc: {<<: *x, l: !ruby/object 2}\n---\n"
    assert fields(text) == {"a": {"k": "1"}, "b": {"k": "1"}, "c": {"k": "1", "l": "2"}}


def test_a_title_that_breaks_its_own_quotes_is_read_and_the_fault_is_kept() -> None:
    fields = 'title: "It\'s "quoted""\ncategories: \n - a\n - b\ndate: Mon, 23 Aug 2021 10:00:00 GMT'
    front = split(f"\n---\n{fields}\n---\nBody", ".md")
    assert front.fields["title"] == 'It\'s "quoted"'
    assert front.fields["categories"] == ["a", "b"]
    assert front.fields["date"] == "Mon, 23 Aug 2021 10:00:00 GMT"
    assert front.body == "Body"
    (fault,) = front.faults
    assert fault.message.startswith("front matter is not YAML: ")
    assert fault.line == 3


def test_a_colon_in_a_title_breaks_yaml_but_not_the_article() -> None:
    front = split("---\ntitle: C++: the rest\ntags:\n- a: b\n- c\n---\nBody", ".md")
    assert front.fields["title"] == "C++: the rest"
    assert front.body == "Body"
    assert front.faults


def test_a_line_that_continues_a_broken_value_belongs_to_it() -> None:
    front = split('---\ntitle: "a "b"\nsummary: one\n  two\ntags: [x,\n  y]\n---\nBody', ".md")
    assert front.fields == {"title": 'a "b', "summary": "one two", "tags": ["x", "y"]}


@pytest.mark.parametrize(
    "text",
    [
        "---\n\nA paragraph under a rule.\n\n---\n\nMore.",
        "---\nA paragraph under a rule.\n",
        "---\n- a list\n- under a rule\n---\nMore",
        "---",
        "----------\n",
        "--- title ---\n",
        "---\nNote: nothing is closed here.\n\nMore.",
        "+++\nNo fields at all.\n",
        "{% include header %}\nBody",
        "{{ page.title }}",
        '{"unclosed": 1',
        ";;;\nx",
        "Note: this is prose.\n\nMore.",
        "Date: tomorrow we meet\nin the park.\n",
        "Summary: one known name is not enough.\n\nMore.",
        "# Heading\n\nTitle: no\n",
        "",
        "\n\n",
    ],
)
def test_what_only_looks_like_front_matter_is_body(text: str) -> None:
    assert split(text, ".md") == FrontMatter({}, text)


@pytest.mark.parametrize("text", ["---\n---\nBody", "---\n\n---\nBody", "---\n# a comment\n---\nBody"])
def test_front_matter_may_be_empty(text: str) -> None:
    assert split(text, ".md") == FrontMatter({}, "Body")


def test_fields_that_are_never_closed_are_read_and_the_rest_is_body() -> None:
    front = split("---\ntitle: A\ntags:\n- x\n\nThe first paragraph.\n\n---\n\nThe second.", ".md")
    assert front.fields == {"title": "A", "tags": ["x"]}
    assert front.body == "\nThe first paragraph.\n\n---\n\nThe second."
    assert [fault.line for fault in front.faults] == [1]


def test_toml_keeps_its_types() -> None:
    text = '+++\ntitle = "A"\ndate = 2021-08-23\ndraft = true\n[extra]\nx = 1\n+++\nBody'
    assert split(text, ".md") == FrontMatter(
        {"title": "A", "date": date(2021, 8, 23), "draft": True, "extra": {"x": 1}}, "Body"
    )


def test_broken_toml_is_read_line_by_line() -> None:
    text = '+++\ntitle = "A "b""\ntags = ["x", "y"]\n\n[extra]\nteam = "T"\n+++\nBody'
    front = split(text, ".md")
    assert front.fields == {"title": 'A "b"', "tags": ["x", "y"], "team": "T"}
    assert front.body == "Body"
    assert [fault.line for fault in front.faults] == [2]


@pytest.mark.parametrize(
    "text",
    [
        '{"title": "A", "tags": ["x"]}\nBody',
        '{\n  "title": "A",\n  "tags": ["x"]\n}\nBody',
        ';;;\n"title": "A",\n"tags": ["x"]\n;;;\nBody',
        ';;;\n{"title": "A", "tags": ["x"]}\n;;;\nBody',
    ],
)
def test_json_stands_as_an_object_or_between_semicolons(text: str) -> None:
    assert split(text, ".md") == FrontMatter({"title": "A", "tags": ["x"]}, "Body")


def test_broken_json_is_read_line_by_line() -> None:
    front = split('{\n"title": "A",,\n"tags": ["x"],\n}\nBody', ".md")
    assert front.fields == {"title": "A", "tags": ["x"]}
    assert front.body == "Body"
    assert [fault.line for fault in front.faults] == [2]


def test_header_lines_end_at_a_blank_line() -> None:
    text = "Title: A: b\nDate: 2012-08-18 08:01\nSummary: one\n    two\n\n\nBody"
    assert split(text, ".md") == FrontMatter(
        {"title": "A: b", "date": "2012-08-18 08:01", "summary": "one two"}, "\nBody"
    )


def test_header_lines_above_a_rule_are_yaml() -> None:
    assert split("title: A\ntags:\n- x\n---\nBody", ".md") == FrontMatter({"title": "A", "tags": ["x"]}, "Body")


def test_html_has_no_header_lines() -> None:
    assert split("Title: A\n\n<p>Body", ".html").fields == {}


def test_values_nested_too_deeply_are_a_fault() -> None:
    deep = "[" * 10_000
    for text in (f"---\ntitle: A\na: {deep}\n---\nB", f"+++\ntitle = 'A'\na = {deep}\n+++\nB"):
        front = split(text, ".md")
        assert (front.fields["title"], front.body, len(front.faults)) == ("A", "B", 1)
    assert split(f'{{"title": "A", "a": {deep}\n}}\nB', ".md").body.endswith("B")


def test_a_megabyte_of_prose_under_a_rule_is_split_at_once() -> None:
    text = "---\n" + "Words: and more words.\n" * 50_000
    assert split(text, ".md").body == text


LINES = st.sampled_from(
    [
        *(
            "---",
            "+++",
            ";;;",
            "...",
            "{",
            "}",
            "title: A",
            "Title:\tx",
            "title: ",
            "- x",
            "\t- y",
            "# a",
            "",
        ),
        *(
            "[a]",
            "key=1",
            "title = 'x'",
            '"title": 1,',
            "prose",
            "tags: [",
            'a: "b"c',
            "? x",
            "&a *b",
            "  more",
        ),
        *("date: 2021", "\u3000", "\ufeff"),
    ]
)


@given(
    st.text() | st.lists(LINES | st.text(max_size=8)).map("\n".join),
    st.sampled_from([".md", ".html", ".txt"]),
)
def test_the_body_is_the_end_of_the_text(text: str, extension: str) -> None:
    front = split(text, extension)
    assert text.endswith(front.body)
    assert all(name == name.strip().lower() for name in front.fields)


@given(st.lists(LINES | st.text(max_size=8)).map("\n".join), st.lists(LINES).map("\n".join))
def test_a_body_that_is_found_without_the_fields_is_the_one_that_split_finds(front: str, body: str) -> None:
    for text in (f"{front}\n---\n{body}", f"---\ntitle: A\n{front}\n---\n{body}"):
        assert body_alone(text) in (None, split(text, ".md").body)


@pytest.mark.parametrize("below", ["", "- x\n", "\n  more\n", "# a\n", "'b': [\n", 'c: "d"e\n', "\n\nf:\n"])
def test_a_body_below_entries_is_found_without_them(below: str) -> None:
    assert body_alone(f"\n---\ntitle: 'A\n{below}---\nBody\n") == "Body\n"


@pytest.mark.parametrize(
    "text", ["---\n---\nB", "---\nProse.\n---\nB", "---\na: b\n\nProse.\n---\nB", "a: b\n\nB", "B"]
)
def test_a_body_below_anything_else_is_not(text: str) -> None:
    assert body_alone(text) is None


@given(st.text(st.characters(exclude_characters="\r"), min_size=1))
def test_a_body_below_good_front_matter_comes_back_whole(body: str) -> None:
    for front in ("---\ntitle: A\n---\n", "+++\ntitle = 'A'\n+++\n", ';;;\n"title": "A"\n;;;\n'):
        assert split(front + body, ".md").body == body


@given(st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), st.text(st.characters(codec="utf-8"))))
def test_fields_written_as_yaml_come_back(written: dict[str, str]) -> None:
    import yaml

    text = yaml.safe_dump(written, allow_unicode=True, default_style='"')
    assert fields(f"---\n{text}---\nBody") == written


def test_yaml_is_not_imported_for_an_article_without_it() -> None:
    import subprocess

    code = (
        "import sys; from reader.archive.front_matter import split\n"
        "split('# A', '.md'); split('Title: A\\n\\n', '.md')\n"
        "assert not {'yaml', 'frontmatter', 'tomllib', 'json'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
