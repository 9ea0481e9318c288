"""What elements and attributes say by themselves."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from reader.document import elements
from reader.document.model import Align


def node(source: str, selector: str) -> LexborNode:
    found = LexborHTMLParser(source).css_first(selector)
    assert found is not None
    return found


@pytest.mark.parametrize("style", ["display:none", "color: red; Display : none", "visibility:hidden"])
def test_an_element_may_be_hidden_by_its_style(style: str) -> None:
    assert elements.is_hidden(style)


def test_other_styles_hide_nothing() -> None:
    assert not elements.is_hidden("x-display: none; visibility: visible")
    assert not elements.is_hidden(None)


def test_a_style_aligns_before_an_attribute_does() -> None:
    assert elements.alignment({"align": "left", "style": "text-align: CENTER"}) is Align.CENTRE
    assert elements.alignment({"align": "right"}, "center") is Align.RIGHT
    assert elements.alignment({}, "center") is Align.CENTRE
    assert elements.alignment({}) is None


@pytest.mark.parametrize(("value", "number"), [("7", 7), (" -3px", -3), ("x", 5), ("", 5), (None, 5)])
def test_an_integer_is_its_leading_digits(value: str | None, number: int) -> None:
    assert elements.integer(value, 5) == number


@pytest.mark.parametrize(
    ("items", "is_tight"),
    [("<li>a<li>b", True), ("<li>a<li><p>b</p>", False), ("<li>a<ul><li><p>b</p></ul><li>c", True)],
)
def test_a_list_with_a_paragraph_in_an_item_is_not_tight(items: str, is_tight: bool) -> None:
    assert elements.list_shape(node(f"<ul>{items}</ul>", "ul")) == (2, is_tight)


@pytest.mark.parametrize(
    ("table", "places_blocks"),
    [
        ("<table><tr><td>a<td>b</table>", False),
        ("<table><tr><td>a</table>", True),
        ("<table role=none><tr><td>a<td>b</table>", True),
        ("<table><tr><td>a<td><h2>b</h2></table>", True),
        ("<table><tr><td>a<td><table><tr><td>b<td>c</table></table>", True),
    ],
)
def test_a_layout_table_is_told_from_a_table(table: str, places_blocks: bool) -> None:
    found = node(table, "table")
    assert elements.is_layout_table(found, found.attributes) is places_blocks


@pytest.mark.parametrize(
    ("attributes", "address"),
    [
        ({"src": " a.png "}, "a.png"),
        ({"src": "a.png", "data-src": "b.png"}, "a.png"),
        ({"src": "data:image/gif;x", "data-src": "b.png"}, "b.png"),
        ({"data-original": "b.png"}, "b.png"),
        ({}, ""),
    ],
)
def test_a_picture_is_where_a_script_would_have_found_it(attributes: elements.Attributes, address: str) -> None:
    assert elements.first_source(attributes) == address


def test_a_picture_is_known_by_its_name() -> None:
    assert elements.is_picture("/a/b.PNG")
    assert not elements.is_picture("/a/b.png.html")


def test_addresses_are_shortened_to_labels() -> None:
    assert elements.file_name("https://example.org/p/%E7%8C%AB.png?x=1") == "猫.png"
    assert elements.file_name("data:image/png;base64,AA") == elements.file_name("https://example.org") == "…"
    assert elements.short_address("https://example.org/v/1?a=b") == "example.org/v/1"
    assert elements.short_address("http://[bad") == "http://[bad"
