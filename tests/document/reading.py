"""Markdown read as the page reads it, for the tests of what it consists of."""

from __future__ import annotations

from reader.document import html
from reader.document.markdown import to_html
from reader.document.model import Document, Style


def read(source: str) -> Document:
    """The document of a Markdown source."""
    return html.parse(to_html(source))


def text(source: str) -> str:
    """Its text."""
    return read(source).text


def styled(source: str, style: Style) -> list[str]:
    """The words that have a style."""
    document = read(source)
    return [document.text[span.start : span.end] for span in document.spans if span.style is style]


def targets(source: str) -> dict[str, str]:
    """The words of links and pictures, and where they lead."""
    document = read(source)
    return {document.text[s.start : s.end]: s.target for s in document.spans if s.style in (Style.LINK, Style.IMAGE)}
