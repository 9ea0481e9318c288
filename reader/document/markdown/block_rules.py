"""Rules for blocks: what the dialect has besides CommonMark, and markdown-it's own within bounds of time."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.document.markdown.markup import TAG_IN_BLOCK, is_markup
from reader.document.white_space import BLANK_LINE

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.ruler import RuleOptionsType
    from markdown_it.rules_block import StateBlock

DEEPEST = 40
"""Levels of lists in lists; twice as many of quotes in quotes. What stands deeper becomes a paragraph there."""

_MOST_FILLED_CELLS = 10_000
"""Cells of a table that its source does not hold: 1 MB of it can ask for 100 million."""


def install(md: MarkdownIt) -> None:
    """Puts these rules among markdown-it's own."""
    from markdown_it.rules_block import lheading

    interrupting: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    block = md.block.ruler
    block.at("table", _table, {"alt": ["paragraph", "reference"]})
    block.at("html_block", _html_block, {"alt": ["paragraph", "reference", "blockquote"]})
    # After the definition lists, whose terms would be headings where a line of their text is `---`.
    block.disable("lheading")
    block.before("paragraph", "underlined_heading", lheading)
    block.before("table", "too_deep", _too_deep)
    block.before("fence", "math_block", _math_block, interrupting)
    block.before("hr", "directive", _directive, interrupting)
    block.before("reference", "reference_line", _reference)
    block.at("reference", _long_reference)


def _too_deep(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Everything from here that is nested too deep becomes one paragraph (markdown-it would drop it)."""
    if silent or state.level < 2 * DEEPEST:
        return False
    line = start + 1
    while line < end and (state.isEmpty(line) or state.sCount[line] >= state.blkIndent):
        line += 1
    state.line = line
    state.push("paragraph_open", "p", 1).map = [start, line]
    token = state.push("inline", "", 0)
    token.content = state.getLines(start, line, state.blkIndent, False).strip()
    token.children = []
    state.push("paragraph_close", "p", -1)
    return True


def _directive(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Lines that are instructions to a site generator and show nothing: `[TOC]`, kramdown's `{: .class}`."""
    begin = state.bMarks[start] + state.tShift[start]
    if begin >= state.eMarks[start] or state.src[begin] not in "[{@$*-+1" or state.is_code_block(start):
        return False
    line = state.src[begin : state.eMarks[start]].strip()
    after = start + 1
    if not _DIRECTIVE.fullmatch(line):
        if not _TOC_ITEM.fullmatch(line) or after >= end:
            return False
        following = state.src[state.bMarks[after] + state.tShift[after] : state.eMarks[after]].strip()
        if following != "{:toc}":
            return False
        after += 1
    if not silent:
        state.line = after
    return True


_DIRECTIVE = re.compile(
    r"@?\[\[?_?toc_?\]\]?|\$\{toc\}|\{:toc\}|\{:[ \t]*(?:[.#]?[\w:-]+(?:=(?:\"[^\"]*\"|'[^']*'|[^\s\"'}]*))?[ \t]*)*\}",
    re.IGNORECASE,
)
_TOC_ITEM = re.compile(r"(?:[-*+]|1\.)[ \t]+\S[^\n]*")


def _math_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """`$$` at the start of a line to `$$` at the end of one, with no blank line between."""
    begin = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("$$", begin) or state.is_code_block(start):
        return False
    line = start
    rest = state.src[begin + 2 : state.eMarks[start]].rstrip()
    # Up to which line it is known that no formula ends, so that many openings do not take square time.
    searched, last = state.env.get("no_formula", (None, 0))
    if "$$" in rest[:-2] or (searched is state and start < last and not rest.endswith("$$")):
        return False
    while not rest.endswith("$$"):
        line += 1
        if line >= end or state.isEmpty(line) or state.sCount[line] < state.blkIndent:
            state.env["no_formula"] = (state, line)
            return False
        rest = state.src[state.bMarks[line] : state.eMarks[line]].rstrip()
    if not silent:
        state.line = line + 1
        token = state.push("math_block", "div", 0)
        token.content = state.getLines(start, line + 1, state.blkIndent, False).strip()
        token.map = [start, line + 1]
    return True


def _long_reference(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """markdown-it's rule for definitions on several lines; it reads the whole paragraph, so not in a long one."""
    begin = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("[", begin):
        return False
    limit = begin + 4096
    if limit < len(state.src) and not BLANK_LINE.search(state.src, begin, limit):
        return False
    from markdown_it.rules_block import reference

    return reference(state, start, end, silent)


def _reference(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A link's definition on one line. markdown-it's own rule reads the whole paragraph for each."""
    begin = state.bMarks[start] + state.tShift[start]
    if silent or not state.src.startswith("[", begin) or state.is_code_block(start):
        return False
    match = _REFERENCE.fullmatch(state.src, begin, state.eMarks[start])
    if not match:
        return False
    after = state.eMarks[start] + 1
    if not match["title"] and _TITLE_LINE.match(state.src, after):
        return False
    from markdown_it.common.utils import normalizeReference, unescapeAll

    label = normalizeReference(match["label"])
    href = unescapeAll(match["angled"] if match["angled"] is not None else match["bare"])
    title = unescapeAll((match["title"] or "")[1:-1])
    state.env["references"].setdefault(label, {"title": title, "href": href, "map": [start, start + 1]})
    state.line = start + 1
    return True


_REFERENCE = re.compile(
    r"\[(?P<label>(?!\^)[^\[\]\\\n]*[^\[\]\\\s][^\[\]\\\n]*)\]:[ \t]*(?:<(?P<angled>[^<>\n]*)>|(?P<bare>[^\s<][^\s]*))"
    r"(?:[ \t]+(?P<title>\"[^\"\\\n]*\"|'[^'\\\n]*'|\([^()\\\n]*\)))?[ \t]*"
)
_TITLE_LINE = re.compile(r"[ \t]*[\"'(]")


def _html_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """markdown-it's rule, but for what only looks like HTML (`<T>` alone on a line) and for `markdown="1"`."""
    begin = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("<", begin) or not is_markup(state.src, begin, state.env):
        return False
    if not silent and not state.is_code_block(start):
        line = state.src[begin : state.eMarks[start]]
        if _HOLDS_MARKDOWN.fullmatch(line):
            state.line = start + 1
            token = state.push("html_block", "", 0)
            token.map = [start, start + 1]
            token.content = line + "\n"
            return True
    from markdown_it.rules_block import html_block

    if not html_block(state, start, end, silent):
        return False
    if not silent:
        token = state.tokens[-1]
        if not token.content.startswith(("<script", "<style", "<!--")):
            content, rest = token.content, state.src[state.bMarks[state.line] :]
            token.content = TAG_IN_BLOCK.sub(
                lambda match: "<" if is_markup(content, match.start(), state.env, rest) else "&lt;", content
            )
    return True


_HOLDS_MARKDOWN = re.compile(r"<\w+\b[^<>]*\smarkdown=[\"']?(?:1|block|span)\b[^<>]*>\s*", re.IGNORECASE)


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """markdown-it's rule, but for tables that would mostly consist of cells that it fills short rows up with."""
    columns = state.src.count("|", state.bMarks[start], state.eMarks[start])
    if not columns:
        return False
    if columns > 20 and not silent:
        line = start
        while line < end and not state.isEmpty(line):
            line += 1
        written = state.src.count("|", state.bMarks[start], state.eMarks[line - 1])
        if columns * (line - start) > 2 * written + _MOST_FILLED_CELLS:
            return False
    from markdown_it.rules_block import table

    return table(state, start, end, silent)
