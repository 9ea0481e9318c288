"""The short way through plain front matter says what the long way says."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.archive import files
from reader.archive.encoding import clean, decode
from reader.archive.plain_yaml import load_plain
from reader.archive.yaml_fields import NotYamlError, load_yaml, parse

SAMPLES = Path(__file__).parents[2] / "sample_articles"

FEED = """\
title: '广大 ''干部''：C++ & more ——各地'
categories:\x20
 - 金融
 - "证券: 时报网"
 - C# and F#
headimg: 'https://example.org/400/300?random=5130#x'
tags: [Software Design, F#, 'a, b', "c"]
author: 证券时报网
comments: false
Count: 007
empty:
none: null
nothing: []

date: Mon, 23 Aug 2021 09:40:00 GMT
link: https://example.org/a:b#c?d=e&f
"""


def test_plain_front_matter_goes_the_short_way() -> None:
    fields = load_plain(FEED)
    assert fields == {
        "title": "广大 '干部'：C++ & more ——各地",
        "categories": ["金融", "证券: 时报网", "C# and F#"],
        "headimg": "https://example.org/400/300?random=5130#x",
        "tags": ["Software Design", "F#", "a, b", "c"],
        "author": "证券时报网",
        "comments": "false",
        "Count": "007",
        "empty": None,
        "none": None,
        "nothing": [],
        "date": "Mon, 23 Aug 2021 09:40:00 GMT",
        "link": "https://example.org/a:b#c?d=e&f",
    }
    assert fields == parse(FEED)


@pytest.mark.parametrize(
    "text",
    [
        *("", "\n", "# a", "a", "- a", "a: &x b", "a: *b", "a: !t b", "a: {b: c}", "a: [[b]]", "a: [b: c]", "a: [b,]"),
        *("a: |\n b", "a: >\n b", "a: b\n c", "a:\n b", "a: b # c", "a: b: c", "a: b:", "a:\tb", "a: b\t", "a : b"),
        *(
            'a: "\\n"',
            'a: "b',
            "a: 'b'c",
            "a: 'b' # c",
            "a: @b",
            "a: `b",
            "a: %b",
            "a: ~",
            "a: ? b",
            "a: - b",
            "a: , b",
        ),
        *(
            "a: b\n- c",
            "a:\n- b\n - c",
            "a:\n - b\n- c",
            "a:\n- b: c",
            "a:\n- - b",
            "a:\n-\n",
            "a:\n- b\n  c",
            "null: a",
        ),
        *(
            " a: b",
            "<<: a",
            "'a': b",
            "? a",
            "a: b\n---\nc: d",
            "---\na: b",
            "%YAML 1.1\n---\na: b",
            "a: \u00a0",
            "标: a",
        ),
    ],
)
def test_what_may_be_read_in_another_way_goes_the_long_way(text: str) -> None:
    assert load_plain(text) is None


def test_values_of_any_length_are_the_same() -> None:
    for value in ("x" * 1023, "x" * 1024, "x" * 1025, "'" + "文" * 50_000 + "'", "x:" * 20_000 + "x"):
        for text in (f"a: {value}\n", f"a:\n- {value}\n- b\n", f"a:\n  - {value}\nb: c\n"):
            assert load_plain(text) == parse(text)


# A value is made of pieces that mean something to YAML somewhere.
PIECES = st.sampled_from(
    [
        *"-?:,[]{}#&*!|>'\"%@`=<~\\ \tab1文é",
        *(": ", " #", ":\n", "- ", "? ", "\n", "\n\n", "\n ", "\n- ", "\n  - ", "\nb: ", "\n#", "\n---\n", "\n...\n"),
        *("null", "true", "2021-08-23", "...", "---", "<<", "''", '""', "'x'", '"y"', "[a, b]", "{a: b}", ", ", "[]"),
        *("\u3000", "\u00a0", "\u0085", "\u2028", "\u2029", "\ufeff", "\u200d", "\ufffd", "\ufffe", "😀", "\x7f", "\r"),
    ]
)
VALUES = st.lists(PIECES, max_size=8).map("".join) | st.text(max_size=12)
LINES = st.sampled_from(
    ["a: {}", "b:{}", "a: '{}'", 'c: "{}"', "d: [{}]", "d: [x, {}, y]", "- {}", "  - {}", " - '{}'", "{}"]
)
BLOCKS = st.lists(
    st.builds(lambda line, value: line.replace("{}", value), LINES, VALUES) | st.sampled_from(["a:", "b: ", "x: y"]),
    min_size=1,
    max_size=5,
).map("\n".join)


@settings(deadline=None)  # the first example imports PyYAML
@given(BLOCKS, st.sampled_from(["", "\n", "\n\n"]))
def test_the_short_way_says_nothing_else_than_the_long_way(block: str, end: str) -> None:
    fields = load_plain(block + end)
    if fields is not None:
        value = parse(block + end)
        assert isinstance(value, dict)
        assert list(fields.items()) == list(value.items())


@settings(deadline=None)  # the first example imports PyYAML
@given(
    st.dictionaries(
        st.from_regex(r"[A-Za-z_][A-Za-z0-9_\-]{0,8}", fullmatch=True),
        VALUES | st.lists(VALUES, max_size=3),
        max_size=5,
    ),
    st.sampled_from([None, "'", '"']),
    st.sampled_from([None, True, False]),
)
def test_fields_that_yaml_wrote_are_the_same(written: dict[str, object], style: str | None, flow: bool | None) -> None:
    import yaml

    text = yaml.safe_dump(written, allow_unicode=True, default_style=style, default_flow_style=flow, width=10_000)
    fields = load_plain(text)
    assert fields is None or fields == parse(text)


def test_the_samples_are_the_same() -> None:
    blocks = [
        text.split("---\n")[1]
        for file in files.walk(SAMPLES)
        if (text := clean(decode(file.path.read_bytes()).text).lstrip()).startswith("---\n")
    ]
    assert blocks
    for block in blocks:
        assert load_plain(block) == parse(block)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "a: b" + " " * 60_000 + "c: d",
            "a: " + "x:" * 30_000 + " \n",
            "a: '" + "''" * 30_000 + "\n",
            "a: " + "x #" * 30_000,
        ),
        *(
            "a: [" + "x, " * 30_000,
            "a: [" + "x " * 30_000,
            "a: ['x'" + " " * 60_000 + "b]",
            " " * 60_000 + "-" + " " * 60_000,
        ),
        *(
            "a: 'x'" + " " * 60_000 + "#",
            "a: [" + " " * 60_000,
            "a:" + "\n" * 60_000 + "?",
            "a: x" + "#" * 60_000 + ": ",
        ),
    ],
)
def test_a_line_that_does_not_match_takes_no_longer_than_its_length(text: str) -> None:
    began = process_time()
    assert load_plain(text) is None
    assert process_time() - began < 1


def test_yaml_is_not_imported_for_plain_front_matter() -> None:
    code = (
        "import sys; from reader.archive.yaml_fields import load_yaml\n"
        "assert load_yaml('title: A\\ntags:\\n\\t- x\\n') == {'title': 'A', 'tags': ['x']}\n"
        "assert not {'yaml', 'frontmatter'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@settings(deadline=None)  # the first example imports PyYAML
@given(BLOCKS)
def test_yaml_is_the_same_as_ever_or_not_yaml(block: str) -> None:
    try:
        load_yaml(block)
    except NotYamlError:
        assert load_plain(block) is None


@pytest.mark.parametrize("text", ["a:\tb\nc: " + "\t" * 50_000 + "d", "a: " + " \t" * 25_000])
def test_tabs_take_no_longer_than_their_number(text: str) -> None:
    began = process_time()
    load_yaml(text)
    assert process_time() - began < 1


def test_tabs_at_the_end_of_a_line_go_and_blanks_stay() -> None:
    assert load_yaml("a: |\n  b  \n  c \t \n  d\te\n") == {"a": "b  \nc\nd\te\n"}
