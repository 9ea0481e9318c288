"""What class names say."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from reader.document import classes


def first(source: str, selector: str) -> LexborNode:
    node = LexborHTMLParser(source).css_first(selector)
    assert node is not None
    return node


@pytest.mark.parametrize(
    ("names", "language"),
    [
        ("language-python", "python"),
        ("lang-c++", "c++"),
        ("hljs language-objective-c extra", "objective-c"),
        ("brush: js; toolbar: false", "js"),
        ("highlight-source-shell", "shell"),
        ("highlight highlight-source-rust", "rust"),
        ("highlight python", "python"),
        ("sourceCode haskell numberLines", "haskell"),
        ("hljs", ""),
        ("highlight-yaml notranslate", "yaml"),
        ("", ""),
        ("note warning", ""),
    ],
)
def test_class_names_name_languages(names: str, language: str) -> None:
    assert classes.code_language(names) == language


def test_what_is_declared_comes_before_class_names() -> None:
    assert classes.code_language("language-a", "b") == "b"


def test_a_bare_class_counts_only_on_code() -> None:
    assert classes.code_language("Python") == ""
    assert classes.code_language("Python", is_pre=True) == "python"
    assert classes.code_language("prettyprint linenums", is_pre=True) == ""


@pytest.mark.parametrize(
    ("names", "words", "is_dropped"),
    [
        ("copy-code-btn", "复制代码", True),
        ("btn copy", "Copy", True),
        ("clipboard-copy", "", True),
        ("copy", "An editorial copy of the text", False),
        ("copyright", "© 2021", False),
        ("gutter", "1 2 3", True),
        ("gutter", "words", False),
        ("line-numbers", "12", True),
        ("katex-html", "x", True),
        ("text", "x", False),
    ],
)
def test_furniture_is_told_from_words(names: str, words: str, is_dropped: bool) -> None:
    node = first(f'<span class="{names}">{words}</span>', "span")
    assert classes.is_dropped("span", names, node) is is_dropped


def test_code_with_line_numbers_is_never_furniture() -> None:
    assert not classes.is_dropped("pre", "copy", first("<pre class=copy>x</pre>", "pre"))
    assert not classes.is_dropped("pre", "line-numbers", first("<pre class=line-numbers>a = 1</pre>", "pre"))


@pytest.mark.parametrize("words", ["复制", " Copy ", "COPY CODE", "コピー", "複製"])
def test_labels_of_copy_buttons_are_known(words: str) -> None:
    assert classes.is_copy_label(words)


@pytest.mark.parametrize("words", ["", "Buy", "Copy editor"])
def test_other_labels_are_words(words: str) -> None:
    assert not classes.is_copy_label(words)


@pytest.mark.parametrize(
    ("source", "is_code"),
    [
        ("<table class=rouge-table><tr><td>x</table>", True),
        ("<table class=hljs-ln><tr><td>x</table>", True),
        ("<table><tr><td class=gutter><pre>1</pre><td class=code><pre>x</pre></table>", True),
        ("<table><tr><td class=code>x</table>", False),
        ("<table><tr><td><pre>x</pre></table>", False),
        ("<table><tr><td>a<td><table><tr><td class=code><pre>x</pre></table></table>", False),
    ],
)
def test_tables_that_only_number_lines_of_code_are_known(source: str, is_code: bool) -> None:
    table = first(source, "table")
    assert classes.is_code_table(table.attributes.get("class"), table) is is_code
