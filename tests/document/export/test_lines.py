"""Lines from html2text become blocks of Markdown."""

from __future__ import annotations

from reader.document.export.lines import Lines
from reader.document.export.signs import BLOCK, END, TASK


def lines(*given: str) -> str:
    """Markdown of lines; `<edge>` in front stands for the sign of an edge."""
    into = Lines([])
    for line in given:
        into.add(line.replace("<", BLOCK).replace(">", END))
    return into.text()


def test_nothing_is_no_line() -> None:
    assert lines() == lines("", "  ") == ""


def test_paragraphs_have_a_blank_line_between() -> None:
    assert lines("a", "b") == "a\n\nb\n"


def test_what_a_quote_or_an_item_holds_is_set_in() -> None:
    assert lines("<blockquote>", "a", "<list ul 1 1>", "<li -1>", "b", "</li>", "</list>", "</blockquote>", "c") == (
        "> a\n>\n> - b\n\nc\n"
    )


def test_items_count_on_and_may_name_their_number() -> None:
    items = ["<list ol 9 1>", "<li -1>", "a", "</li>", "<li 12>", "b", "</li>", "<li -1>", "c", "</li>", "</list>"]
    assert lines(*items) == "9. a\n12. b\n13. c\n"


def test_a_task_has_its_box() -> None:
    assert lines("<list ul 1 1>", "<li -1>", f"{TASK}x{END} a", "</li>", "</list>") == "- [x] a\n"


def test_a_table_without_a_header_gets_an_empty_one() -> None:
    table = ["<table>", "<tr>", "<td right>", "a", "</td>", "<td >", "b", "</td>", "</tr>", "</table>"]
    assert lines(*table) == "|  |  |\n| ---: | --- |\n| a | b |\n"


def test_an_edge_that_nothing_opened_is_passed_over() -> None:
    assert lines("</li>", "</list>", "</blockquote>", "</table>", "<td >", "a") == "a\n"
