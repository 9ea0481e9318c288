"""markdown-it, set up for the dialect."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from reader.document.markdown import block_rules, footnotes, inline_rules, rendering

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

    from reader.document.markdown.environment import Environment

_LINE = re.compile(r"^([ \t]*).*$", re.MULTILINE)


@cache
def parser(*, has_links: bool = True) -> MarkdownIt:
    """The one parser of the dialect, or the one that looks for no links and pictures. It takes some 60 ms to load."""
    # Imported here and in the rules, because a start on a known archive parses no Markdown.
    from markdown_it import MarkdownIt
    from mdit_py_cjk_friendly import cjk_friendly  # type: ignore[import-untyped]
    from mdit_py_plugins.deflist import deflist_plugin
    from mdit_py_plugins.footnote import footnote_plugin

    md = MarkdownIt("commonmark", {"html": True, "maxNesting": 3 * block_rules.DEEPEST})
    md.enable(["table", "strikethrough"])
    md.use(footnote_plugin).use(deflist_plugin).use(cjk_friendly)
    # The HTML parser judges addresses; here they stay as they are written.
    md.normalizeLink = md.normalizeLinkText = _unchanged  # type: ignore[method-assign, assignment]
    md.validateLink = _always  # type: ignore[method-assign]
    footnotes.install(md)
    block_rules.install(md)
    inline_rules.install(md)
    rendering.install(md)
    if not has_links:
        md.disable(["link", "image", "footnote_inline", "wiki_link"])
    # Joins texts that render alike apart, and takes square time over it.
    md.disable("fragments_join")
    return md


def _unchanged(url: str) -> str:
    return url


def _always(url: str) -> bool:
    return True


def parse_blocks(md: MarkdownIt, environment: Environment, source: str, tokens: list[Token]) -> None:
    """`md.block.parse`, with the lines found by one expression instead of character by character."""
    from markdown_it.rules_block import StateBlock

    state = StateBlock("", md, environment, tokens)
    state.src = source
    marks = [(m.start(), m.end(1), m.end()) for m in _LINE.finditer(source)]
    # markdown-it wants one more entry, which is no line.
    if not source.endswith("\n"):
        marks.append((len(source), len(source), len(source)))
    state.bMarks = [start for start, _, _ in marks]
    state.eMarks = [end for _, _, end in marks]
    state.tShift = [text - start for start, text, _ in marks]
    state.sCount = [len(source[start:text].expandtabs(4)) for start, text, _ in marks]
    state.bsCount = [0] * len(marks)
    state.lineMax = len(marks) - 1
    md.block.tokenize(state, 0, state.lineMax)
