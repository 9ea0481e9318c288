"""Tables, definitions, HTML around Markdown, instructions to a generator, and what is nested too deep."""

from __future__ import annotations

import pytest

from reader.document.model import BlockKind, ContainerKind, Style
from tests.document.reading import read, styled, text


def test_tables_with_marks_and_bars_in_cells() -> None:
    document = read("| a | b |\n|:-:|--:|\n| `x\\|y` | **z** |\n")
    (block,) = document.blocks
    assert block.table is not None
    assert [document.text[c.start : c.end] for c in block.table.cells] == ["a", "b", "x|y", "z"]
    assert [str(c.align) for c in block.table.cells] == ["centre", "right"] * 2


def test_definition_lists() -> None:
    document = read("Term\n: first\n\n    code\n: second\n\nNext\n: ---\n")
    kinds = [b.kind for b in document.blocks]
    assert kinds[0] is BlockKind.TERM
    assert document.blocks[1].containers[0].kind is ContainerKind.DEFINITION


def test_html_around_markdown_and_in_it() -> None:
    source = "<details><summary>更多</summary>\n\n**粗** and <kbd>x</kbd>\n\n</details>\n\n"
    source += '<div markdown="1">\n*em*\n</div>\n'
    document = read(source)
    assert document.text == "更多\n\n粗 and x\n\nem"
    assert document.blocks[1].containers[0].kind is ContainerKind.DETAILS
    assert styled(source, Style.STRONG) == ["粗"]
    assert styled(source, Style.EMPHASIS) == ["em"]


@pytest.mark.parametrize(
    "line", ["[TOC]", "[[toc]]", "@[toc]", "{: .class #id}", '{:target="_blank"}', "<!-- more -->", "* TOC\n{:toc}"]
)
def test_instructions_to_a_generator_are_not_shown(line: str) -> None:
    assert text(f"before\n\n{line}\n\nafter") == "before\n\nafter"


def test_quotes_nested_too_deep_keep_their_words() -> None:
    assert "deep" in text(">" * 500 + " deep")
    assert "deep" in text("- " * 500 + "deep")
    assert "deep" in text("".join(" " * 2 * i + "- a\n" for i in range(200)) + " " * 400 + "- deep")
