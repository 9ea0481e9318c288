"""Markdown to HTML, and through the HTML parser to words: no word is lost, and what must stay linear."""

from __future__ import annotations

import re
from time import process_time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.document.markdown import to_html
from tests.document.reading import text

LAW = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])


def test_full_width_indents_stay() -> None:
    assert text("　　第一段。\n\n　　第二段。") == "　　第一段。\n\n　　第二段。"


# words


_WORD = st.text(alphabet="abcdefghijklmnopqrstuvwxyzäöé中文字日本語한국", min_size=1, max_size=8)


@LAW
@given(st.lists(_WORD, min_size=1, max_size=40))
def test_every_word_of_a_plain_paragraph_survives(words: list[str]) -> None:
    assert re.sub(r"\s", "", text(" ".join(words))) == "".join(words)


@pytest.mark.parametrize("end", ["", "\n", " ", "\n ", "\n\t", "\n  \n ", "\n> ", "\n\u3000"])
def test_a_table_may_stand_at_the_end_above_blanks(end: str) -> None:
    assert "<td>1</td>" in to_html(f"|a|b|\n|-|-|\n|1|2|{end}")


@LAW
@given(st.lists(st.sampled_from("*_`~[]()<>!&$=^{}|\\#:-+.\n中a1 \t"), max_size=60).map("".join))
def test_any_heap_of_marks_is_read(source: str) -> None:
    assert isinstance(text(source), str)


# bounds


@pytest.mark.parametrize(
    "source",
    [
        "字" * 1_000_000,
        "word " * 200_000,
        "[" * 100_000,
        "[a](" * 25_000,
        "*" * 100_000,
        "*a " * 30_000,
        "**a _b " * 15_000,
        ">" * 100_000,
        "> " * 50_000,
        "- " * 50_000 + "a",
        "`" * 100_001,
        "`a ``" * 20_000,
        "<" * 100_000,
        "<a " * 30_000,
        "# " + "<?" * 30_000,
        "# " + "<![CDATA[" * 15_000,
        "# " + "<!X " * 30_000,
        "&" * 100_000,
        "$a " * 30_000,
        "[[" * 50_000,
        "^[" * 50_000,
        "![" * 50_000,
        "{%" * 50_000,
        "{% raw %}" * 20_000,
        "\\*" * 50_000,
        "".join(f"[{i}]: /{i}\n" for i in range(5000)),
        "|a" * 3000 + "|\n" + "|-" * 3000 + "|\n" + "|x|\n" * 3000,
        "<div>" * 20_000,
        "".join("  " * i + "- a\n" for i in range(300)),
    ],
    ids=lambda source: f"{source[:8]!r}×{len(source)}",
)
def test_hostile_sources_take_linear_time_and_no_recursion(source: str) -> None:
    start = process_time()
    to_html(source)
    assert process_time() - start < 5
