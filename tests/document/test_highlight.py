"""Code to tokens: names of languages, offsets, bounds."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.document import highlight
from reader.document.highlight import Kind, canonical, named_language, tokens


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("js", "javascript"),
        ("JavaScript", "javascript"),
        ("mjs", "javascript"),
        ("ts", "typescript"),
        ("sh", "bash"),
        ("shell", "bash"),
        ("zsh", "bash"),
        ("console", "console"),
        ("c++", "cpp"),
        ("language-c++", "cpp"),
        ("C#", "csharp"),
        ("jsonc", "json"),
        ("vue", "html"),
        ("golang", "go"),
        ("lang-py", "python"),
        ("language-rust", "rust"),
        ("brush: php", "php"),
        ("{.python .numberLines}", "python"),
        ("{r, echo=FALSE}", "splus"),
        ("python{1,3}", "python"),
        ("python {1,3-5} title=x", "python"),
        ("rust,ignore", "rust"),
        ("js:app.js", "javascript"),
        ("yml", "yaml"),
    ],
)
def test_every_way_of_naming_a_language_is_understood(written: str, name: str) -> None:
    assert canonical(written) == name


@pytest.mark.parametrize(
    "written", ["", " ", "plain", "text", "txt", "nohighlight", "mermaid", "no such language", "{", "{}"]
)
def test_what_is_no_language_stays_plain(written: str) -> None:
    assert canonical(written) == ""
    assert tokens("if x: pass", written) == []


def test_the_name_is_taken_from_an_info_string_as_it_is_written() -> None:
    assert named_language("Python {1,3}") == "python"
    assert named_language("  rust,ignore") == "rust"
    assert named_language("obscure-lang x") == "obscure-lang"


def test_python_is_taken_apart() -> None:
    code = "def 问候(x: int) -> str:\n    # 你好\n    return 'a'\n"
    kinds = {code[token.start : token.end]: token.kind for token in tokens(code, "python")}
    assert kinds["def"] is Kind.KEYWORD
    assert kinds["问候"] is Kind.FUNCTION
    assert kinds["int"] is Kind.BUILTIN
    assert kinds["# 你好"] is Kind.COMMENT
    assert kinds["'a'"] is Kind.STRING


def test_a_diff_shows_what_came_and_what_went() -> None:
    code = "-old\n+new\n same\n"
    kinds = {code[token.start : token.end].strip(): token.kind for token in tokens(code, "diff")}
    assert kinds == {"-old": Kind.DELETED, "+new": Kind.INSERTED}


def test_blank_lines_at_the_edges_do_not_move_the_tokens() -> None:
    code = "\n\n  x = 1\n\n"
    (name, *_) = tokens(code, "python")
    assert code[name.start : name.end] == "x"


_PIECES = st.sampled_from(
    [
        "def ",
        "'",
        '"',
        "/*",
        "*/",
        "//",
        "<a href=",
        ">",
        "{",
        "}",
        "\\",
        "中文",
        "é",
        "😀",
        "\n",
        "\r\n",
        "\ufeff",
        "\x00",
        "$ ls\n",
        ">>> x\n",
        "<<EOF\n",
        "#",
        "0x1f",
        "@x",
        "`",
        "{{",
        "%}",
        "\u2028",
        "\t",
        "-",
        "+",
        "class A:\n",
    ]
)
_LANGUAGES = ["python", "javascript", "html", "bash", "console", "rust", "c", "yaml", "markdown", "diff", "php", "json"]


@given(code=st.lists(_PIECES | st.text(max_size=5), max_size=30).map("".join), language=st.sampled_from(_LANGUAGES))
def test_tokens_are_in_order_apart_and_inside_the_code(code: str, language: str) -> None:
    end = 0
    for token in tokens(code, language):
        assert end <= token.start < token.end <= len(code)
        end = token.end


@given(st.text(max_size=60))
def test_any_name_of_a_language_is_answered(name: str) -> None:
    assert isinstance(canonical(name), str)
    assert isinstance(tokens("x = 1", name), list)


def test_code_that_nobody_reads_as_code_is_left_plain_at_once() -> None:
    start = process_time()
    assert tokens("var a={b:[1]};" * 80_000, "javascript") == []
    assert tokens("$ ls " * (highlight.LONGEST_LINE // 2), "console") == []
    assert process_time() - start < 0.5
