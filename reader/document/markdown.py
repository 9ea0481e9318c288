"""Markdown to HTML.

Markdown never becomes a document by itself: it becomes HTML, and the HTML goes through the one HTML parser. So
islands of HTML inside Markdown, and Markdown inside those, need no code of their own, and nothing is dropped.

The dialect is CommonMark with what archives use besides: GitHub's tables, strikethrough, task lists, bare links and
heading anchors; footnotes and definition lists (Pandoc); `$math$`, kept as its source; kramdown's and Pandoc's
attribute lists, which disappear; Obsidian's `[[links]]` and `==marks==`; the template tags of Hexo, Jekyll and Hugo.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, MutableMapping
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any

from reader.document.highlight import named_language

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.ruler import RuleOptionsType
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

_Environment = MutableMapping[str, Any]

DEEPEST = 40
"""Levels of lists in lists; twice as many of quotes in quotes. What stands deeper becomes a paragraph there."""

_LONGEST_RUN = 16_384
"""Code points of inline text that are parsed at once: several rules of markdown-it are quadratic in them."""

_MOST_FILLED_CELLS = 10_000
"""Cells of a table that its source does not hold: 1 MB of it can ask for 100 million."""


_LONGEST_HTML = 262_144
"""Code points for which a piece is held back by an element that is still open: it may never be closed."""


def to_html(source: str) -> str:
    """The HTML of a Markdown body that has no front matter any more, without `<html>` or `<body>` around it."""
    return "".join(chunks(source))


def chunks(source: str, size: int = 65536) -> Iterator[str]:
    """The HTML of successive pieces of `source`, each of some `size` code points; joined, they are `to_html(source)`.

    A piece ends where a block ends that stands in no other, be it of Markdown or of HTML, so each is good HTML by
    itself. Links and footnotes know the definitions of the whole source. Footnotes come in the last piece.
    """
    source = expand_liquid(source.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd"))
    if has_indents := "\u3000" in source:
        source = _INDENT.sub(lambda match: match[0].replace("\u3000", _STAND_IN), source)
    for piece in _pieces(source, size):
        yield piece.replace(_STAND_IN, "\u3000") if has_indents else piece


# markdown-it strips full-width spaces, with which Chinese and Japanese paragraphs are set in, off its paragraphs.
_INDENT = re.compile(r"^[ \t>]*(?:[-+*][ \t]+|\d{1,9}[.)][ \t]+)?\u3000+", re.MULTILINE)
_STAND_IN = "\u303f"


def _pieces(source: str, size: int) -> Iterator[str]:
    md = _parser()
    environment = _environment(source)
    position = 0
    while position < len(source):
        tokens, position = _next_blocks(md, environment, source, position, size)
        yield _render(md, _finished(md, environment, tokens), environment)
    if environment["footnotes"]["refs"]:
        yield _render(md, _footnotes(md, environment), environment)


@cache
def _parser(*, has_links: bool = True) -> MarkdownIt:
    # Imported here and in the rules because a start on a known archive parses no Markdown; it costs some 60 ms.
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import lheading
    from mdit_py_cjk_friendly import cjk_friendly  # type: ignore[import-untyped]
    from mdit_py_plugins.deflist import deflist_plugin
    from mdit_py_plugins.footnote import footnote_plugin

    md = MarkdownIt("commonmark", {"html": True, "maxNesting": 3 * DEEPEST}).enable(["table", "strikethrough"])
    md.use(footnote_plugin).use(deflist_plugin).use(cjk_friendly)
    # The HTML parser judges addresses; here they stay as they are written.
    md.normalizeLink = md.normalizeLinkText = _unchanged  # type: ignore[method-assign, assignment]
    md.validateLink = _always  # type: ignore[method-assign]
    interrupting: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    block = md.block.ruler
    block.at("table", _table, {"alt": ["paragraph", "reference"]})
    block.at("html_block", _html_block, {"alt": ["paragraph", "reference", "blockquote"]})
    block.at("footnote_def", _footnote_definition, {"alt": ["paragraph", "reference"]})
    # After the definition lists, whose terms would be headings where a line of their text is `---`.
    block.disable("lheading")
    block.before("paragraph", "underlined_heading", lheading)
    block.before("table", "too_deep", _too_deep)
    block.before("fence", "math_block", _math_block, interrupting)
    block.before("hr", "directive", _directive, interrupting)
    block.before("reference", "reference_line", _reference)
    block.at("reference", _long_reference)
    inline = md.inline.ruler
    inline.at("text", _text)
    inline.at("autolink", _angled_link)
    inline.at("html_inline", _html_inline)
    inline.after("text", "bare_link", _bare_link)
    inline.before("escape", "math", _math)
    inline.before("link", "wiki_link", _wiki_link)
    inline.before("link", "mark", _mark)
    inline.before("link", "attributes", _attributes)
    if not has_links:
        md.disable(["link", "image", "footnote_inline", "wiki_link"])
    # Joins texts that render alike apart, and takes square time over it.
    md.disable("fragments_join")
    for name, rule in _RENDERED.items():
        md.add_render_rule(name, rule)
    return md


def _unchanged(url: str) -> str:
    return url


def _always(url: str) -> bool:
    return True


# The pieces


def _next_blocks(
    md: MarkdownIt, environment: _Environment, source: str, start: int, size: int
) -> tuple[list[Token], int]:
    """The blocks of the piece that begins at `start`, their text not yet parsed, and where the piece ends.

    CommonMark reads blocks from left to right, and once a block has begun, those before it are what they are. So
    the last block of a piece, which might go on, is left to the next one.
    """
    wanted = size
    while True:
        end = _blank_line(source, start + wanted)
        piece = source[start:end]
        tokens: list[Token] = []
        _parse_blocks(md, environment, piece, tokens)
        if end == len(source):
            return tokens, end
        if cut := _last_cut(tokens, may_split_html=wanted >= max(4 * size, _LONGEST_HTML)):
            line = tokens[cut].map[0]  # type: ignore[index]
            return tokens[:cut], start + _line_offset(piece, line)
        if not tokens:
            return tokens, end
        wanted *= 4


def _parse_blocks(md: MarkdownIt, environment: _Environment, source: str, tokens: list[Token]) -> None:
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


def _blank_line(source: str, position: int) -> int:
    """Where the first blank line after `position` ends, or the source."""
    if position >= len(source):
        return len(source)
    match = _BLANK_LINE.search(source, position)
    return match.end() if match else len(source)


def _line_offset(text: str, line: int) -> int:
    offset = 0
    for _ in range(line):
        offset = text.index("\n", offset) + 1
    return offset


def _last_cut(tokens: list[Token], *, may_split_html: bool) -> int:
    """The index of the last token before which the blocks may be cut, 0 if there is none."""
    cut = 0
    depth = 0
    for index, token in enumerate(tokens):
        if token.level or token.map is None:
            continue
        if index and (not depth or may_split_html):
            cut = index
        if token.type == "html_block":
            for match in _CONTAINER_TAG.finditer(token.content):
                depth = max(0, depth - 1) if match[1] else depth + 1
    return cut


_LINE = re.compile(r"^([ \t]*).*$", re.MULTILINE)
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_CONTAINER_TAG = re.compile(
    r"<(/?)(?:article|aside|blockquote|center|details|div|dl|fieldset|figure|footer|header|main|nav|ol|section|table|"
    r"tbody|td|th|thead|tr|ul)\b",
    re.IGNORECASE,
)


def _environment(source: str) -> _Environment:
    """What markdown-it keeps while it parses, with all definitions of the source known from the start."""
    environment: _Environment = {
        "references": {},
        "footnotes": {"refs": {}, "list": {}},
        "notes": [],
        "slugs": {},
        "elements": {name.lower() for name in _CLOSED_ELEMENT.findall(source)},
    }
    # Elsewhere `<path>` and `<text>` are what somebody is to put in.
    if "</svg" in source:
        environment["elements"].update(_DRAWING.split())
    if "</math" in source:
        environment["elements"].update(_FORMULA.split())
    if "]:" not in source:
        return environment
    definitions = []
    fence = ""
    for match in _FENCE_OR_DEFINITION.finditer(source):
        mark, label = match["fence"], match["note"]
        if mark:
            if not fence:
                fence = mark
            elif mark.startswith(fence) and not match["info"].strip():
                fence = ""
        elif fence:
            continue
        elif label:
            environment["footnotes"]["refs"][":" + label] = -1
        else:
            definitions.append(match["link"])
    md = _parser()
    for definition in definitions:
        _parse_blocks(md, environment, definition, [])
    return environment


_CLOSED_ELEMENT = re.compile(r"</([a-zA-Z][\w.]*-[\w.-]*)\s*>")
_FENCE_OR_DEFINITION = re.compile(
    r"^[ \t>]*(?:[-+*][ \t]+|\d{1,9}[.)][ \t]+)?"
    r"(?:(?P<fence>`{3,}|~{3,})(?P<info>.*)$"
    r"|\[\^(?P<note>[^\]\s]+)\]:"
    r"|(?P<link>\[[^\]\n^][^\]\n]*\]:(?:[^\n]*\S[^\n]*|[ \t]*\n[^\n]+)(?:\n[ \t]+[\"'(][^\n]*)?))",
    re.MULTILINE,
)


# From blocks to HTML


def _finished(md: MarkdownIt, environment: _Environment, tokens: list[Token]) -> list[Token]:
    """The tokens of blocks with their text parsed, their headings named, and the footnotes among them put aside."""
    for index, token in enumerate(tokens):
        if token.type == "inline":
            _parse_text(md, environment, tokens, index)
    if not environment["footnotes"]["refs"]:
        return tokens
    body: list[Token] = []
    depth = 0
    for token in tokens:
        depth += token.type == "footnote_reference_open"
        (environment["notes"] if depth else body).append(token)
        depth -= token.type == "footnote_reference_close"
    return body


def _parse_text(md: MarkdownIt, environment: _Environment, tokens: list[Token], index: int) -> None:
    token = tokens[index]
    children: list[Token] = []
    content = token.content
    before = tokens[index - 1] if index else token
    around = tokens[index - 2].type if index > 1 and before.type == "paragraph_open" else ""
    if around == "list_item_open" and (box := _TASK.match(content)):
        content = content[box.end() :]
        children.append(_raw(f'<input type="checkbox" disabled{"" if box[1] == " " else " checked"}> '))
    elif around == "blockquote_open" and (alert := _ALERT.match(content)):
        content = content[alert.end() :]
        children.append(
            _raw(f"<strong>{alert[2].strip() or alert[1].capitalize()}</strong>{'<br>' if content else ''}")
        )
    elif before.type == "heading_open":
        given = _HEADING_ATTRIBUTES.search(content)
        content = content[: given.start()] if given else content
        before.attrSet("id", (given and given[1]) or "")
    for run in _runs(content):
        parser = _parser(has_links=False) if _is_bracket_heap(run) else md
        parser.inline.parse(run, parser, environment, children)
    token.children = children
    if before.type == "heading_open" and not before.attrs.get("id"):
        before.attrSet("id", _slug(children, environment["slugs"]))


def _raw(html: str) -> Token:
    from markdown_it.token import Token

    return Token("html_inline", "", 0, content=html, info="trusted")


_ALERT = re.compile(r"\[!([A-Za-z]+)\][-+]?([^\n<>*`\[]*)(?:\n|$)")
_TASK = re.compile(r"\[([ xX])\][ \t\n]+(?=[^ \t\n])")
_HEADING_ATTRIBUTES = re.compile(
    r"[ \t]*\{:?[ \t]*(?:#([^\s{}]+))?(?:[ \t]*(?:[.#][\w-]+|-|[\w-]+=[^\s{}]+))*[ \t]*\}[ \t]*$"
)


def _slug(children: list[Token], used: dict[str, int]) -> str:
    """GitHub's anchor of a heading: lower case, no punctuation but - and _, blanks as -, a number if it is taken."""
    words = _words([child for child in children if child.type != "image"])
    slug = _NOT_IN_SLUG.sub("", words.strip().lower()).replace(" ", "-")
    count = used.get(slug, 0)
    used[slug] = count + 1
    return f"{slug}-{count}" if count else slug


_NOT_IN_SLUG = re.compile(r"[^\w\- ]")


def _footnotes(md: MarkdownIt, environment: _Environment) -> list[Token]:
    """The list of footnotes: in the order of their references, then those that nothing refers to."""
    from markdown_it.rules_core import StateCore
    from mdit_py_plugins.footnote.index import footnote_tail

    numbered: dict[int, dict[str, Any]] = environment["footnotes"]["list"]
    defined = {token.meta["label"] for token in environment["notes"] if token.type == "footnote_reference_open"}
    missing = [label for label in (ref[1:] for ref in environment["footnotes"]["refs"]) if label in defined]
    known = {note.get("label") for note in numbered.values()}
    for label in missing:
        if label not in known:
            numbered[len(numbered)] = {"label": label, "count": 0}
    state = StateCore("", md, environment, environment["notes"])
    footnote_tail(state)
    return state.tokens


def _render(md: MarkdownIt, tokens: list[Token], environment: _Environment) -> str:
    """The HTML of `tokens`. markdown-it's own loop adds to one string, which takes square time."""
    parts: list[str] = []
    rules = md.renderer.rules  # type: ignore[attr-defined]
    for index, token in enumerate(tokens):
        if token.type == "inline":
            siblings = token.children or []
            places = range(len(siblings))
        else:
            siblings, places = tokens, range(index, index + 1)
        for place in places:
            shown = siblings[place]
            if rule := rules.get(shown.type):
                parts.append(rule(siblings, place, md.options, environment))
            elif not shown.hidden:
                parts.append(f"</{shown.tag}>" if shown.nesting < 0 else f"<{shown.tag}{_attributes_of(shown)}>")
                if shown.block and shown.nesting < 0:
                    parts.append("\n")
    return "".join(parts)


def _render_text(_: object, tokens: list[Token], index: int, *__: object) -> str:
    return escape(tokens[index].content, quote=False)


def _render_image(_: object, tokens: list[Token], index: int, *__: object) -> str:
    token = tokens[index]
    token.attrSet("alt", _words(token.children or []))
    return f"<img{_attributes_of(token)}>"


def _words(tokens: list[Token]) -> str:
    """The visible words of inline tokens."""
    return "".join(
        _words(t.children) if t.type == "image" and t.children else _SAID.get(t.type, t.content) for t in tokens
    )


_SAID = {"html_inline": "", "softbreak": "\n", "hardbreak": "\n"}


def _attributes_of(token: Token) -> str:
    return "".join(f' {name}="{escape(str(value))}"' for name, value in token.attrs.items())


def _render_fence(_: object, tokens: list[Token], index: int, *__: object) -> str:
    language = named_language(tokens[index].info)
    names = f' class="language-{escape(language)}"' if language else ""
    return f"<pre><code{names}>{escape(tokens[index].content, quote=False)}</code></pre>\n"


def _render_math(_: object, tokens: list[Token], index: int, *__: object) -> str:
    return f'<span class="math">{escape(tokens[index].content, quote=False)}</span>'


def _render_math_block(_: object, tokens: list[Token], index: int, *__: object) -> str:
    lines = escape(tokens[index].content, quote=False).replace("\n", "<br>\n")
    return f'<div class="math">{lines}</div>\n'


def _render_caption(_: object, tokens: list[Token], index: int, *__: object) -> str:
    return f"[{tokens[index].meta['id'] + 1}]"


_RENDERED: dict[str, Callable[..., str]] = {
    "text": _render_text,
    "text_special": _render_text,
    "fence": _render_fence,
    "image": _render_image,
    "math": _render_math,
    "math_block": _render_math_block,
    "footnote_caption": _render_caption,
}


# Long text


def _runs(text: str) -> Iterator[str]:
    """`text` in runs that are parsed one by one; several only when it is very long.

    A cut is made after a line or a sentence where no link, code or emphasis seems to be open.
    """
    start = 0
    while len(text) - start > _LONGEST_RUN:
        end = start + _LONGEST_RUN
        window = start + _LONGEST_RUN // 2
        ends = [
            [match.end() for match in pattern.finditer(text, window, end)][-20:]
            for pattern in (_LINE_END, _SENTENCE_END)
        ]
        candidates = [cut for found in ends for cut in reversed(found)]
        cut = next((cut for cut in candidates if _is_closed(text[start:cut])), candidates[0] if candidates else end)
        yield text[start:cut]
        start = cut
    yield text[start:]


def _is_closed(run: str) -> bool:
    return (
        run.count("[") == run.count("]")
        and run.count("(") == run.count(")")
        and not run.count("`") % 2
        and not run.count("**") % 2
    )


_LINE_END = re.compile(r"\n")
_SENTENCE_END = re.compile(r"[。！？!?；;][”’」』）)]*|[.,，、]\s|\s")


def _is_bracket_heap(run: str) -> bool:
    """Whether brackets stand open in each other more than 50 deep, where a search for links takes square time."""
    if run.count("[") <= 50:
        return False
    depth = 0
    for bracket in _BRACKET.findall(run):
        depth = depth + 1 if bracket == "[" else max(0, depth - 1)
        if depth > 50:
            return True
    return False


_BRACKET = re.compile(r"[\[\]]")


# Rules for blocks


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
    if limit < len(state.src) and not _BLANK_LINE.search(state.src, begin, limit):
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
    if not state.src.startswith("<", begin) or not _is_markup(state.src, begin, state.env):
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
            token.content = _TAG_IN_BLOCK.sub(
                lambda match: "<" if _is_markup(content, match.start(), state.env, rest) else "&lt;", content
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


def _footnote_definition(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The plugin's rule, which would forget the number of a note that an earlier piece refers to."""
    match = _FOOTNOTE.match(state.src, state.bMarks[start] + state.tShift[start])
    if not match:
        return False
    from mdit_py_plugins.footnote.index import footnote_def

    refs = state.env["footnotes"]["refs"]
    number = refs.get(":" + match[1], -1)
    found = footnote_def(state, start, end, silent)
    if found and not silent:
        refs[":" + match[1]] = number
    return found


_FOOTNOTE = re.compile(r"\[\^([^\s\]]+)\]:")


# Rules for text


def _text(state: StateInline, silent: bool) -> bool:
    """Skips to the next character that some rule looks at, by one expression instead of character by character."""
    match = _STOP.search(state.src, state.pos, state.posMax)
    end = match.start() if match else state.posMax
    if end == state.pos:
        return False
    if not silent:
        state.pending += state.src[state.pos : end]
    state.pos = end
    return True


_STOP = re.compile(r"[\n$&*<\[\\\]_`~]|!\[|==|\{:|\^\[|https?://")


def _bare_link(state: StateInline, silent: bool) -> bool:
    """An address that stands in the text as it is (GFM's extended autolinks, http and https only).

    It ends before CJK characters and punctuation: Chinese text puts no space after an address.
    """
    if state.src[state.pos] != "h" or state.linkLevel:
        return False
    match = _ADDRESS.match(state.src, state.pos, state.posMax)
    if not match or (state.pos and state.src[state.pos - 1].isalnum() and state.src[state.pos - 1].isascii()):
        return False
    address = match[0].rstrip(_AFTER_ADDRESS)
    while address.endswith(")") and address.count(")") > address.count("("):
        address = address[:-1].rstrip(_AFTER_ADDRESS)
    if address.endswith("//") or len(address) < 10:
        return False
    if not silent:
        state.push("link_open", "a", 1).attrs = {"href": address.replace("&amp;", "&")}
        state.push("text", "", 0).content = address.replace("&amp;", "&")
        state.push("link_close", "a", -1)
    state.pos += len(address)
    return True


_AFTER_ADDRESS = "?!.,:;*_~'$"
_ADDRESS = re.compile(r"https?://(?:(?!~~)[!#%-)+-;=?-Z_a-z~\u00c0-\u1fff])+")


def _angled_link(state: StateInline, silent: bool) -> bool:
    """`<https://...>` and `<mail@address>`, but not `<std::string>`, which CommonMark takes for an address too."""
    if state.src[state.pos] != "<" or not _ANGLED.match(state.src, state.pos):
        return False
    from markdown_it.rules_inline import autolink

    return autolink(state, silent)


_ANGLED = re.compile(r"<(?:[a-zA-Z][a-zA-Z0-9+.-]{1,31}://|(?:mailto|tel|sms|magnet|irc|news|urn|doi):|[^\s<>:]+@)")


def _html_inline(state: StateInline, silent: bool) -> bool:
    """markdown-it's rule, but what is no element (`List<T>`, `<your-mail>`) stays text."""
    if state.src[state.pos] != "<" or not _is_markup(state.src, state.pos, state.env):
        return False
    from markdown_it.rules_inline import html_inline

    return html_inline(state, silent)


def _math(state: StateInline, silent: bool) -> bool:
    """`$...$` and `$$...$$`, with Pandoc's rule against prices: no blank inside, no digit after the closing mark."""
    if state.src[state.pos] != "$":
        return False
    if state.pos and (state.src[state.pos - 1].isdigit() or state.src[state.pos - 1] == "$"):
        return False
    match = _MATH.match(state.src, state.pos, state.posMax)
    if not match:
        return False
    if not silent:
        token = state.push("math", "span", 0)
        token.content = match[0]
    state.pos = match.end()
    return True


_MATH = re.compile(r"\$\$(?:[^$\\]|\\.)+\$\$|\$(?![\s$])(?:[^$\\]|\\.)*(?<!\s)\$(?![\d$])", re.DOTALL)


def _wiki_link(state: StateInline, silent: bool) -> bool:
    """Obsidian's `[[target]]`, `[[target|label]]` and `![[picture]]`."""
    match = _WIKI.match(state.src, state.pos, state.posMax)
    if not match or state.linkLevel:
        return False
    target, label = match["target"].strip(), (match["label"] or "").strip()
    if not target or _is_defined(state, "[" + target + "]"):
        return False
    if not silent:
        if match["embed"] and _PICTURE.search(target):
            state.push(
                "html_inline", "", 0
            ).content = (
                f'<img class="wiki" src="{escape(target)}" alt="{escape(label if not label.isdigit() else "")}">'
            )
        else:
            state.push("link_open", "a", 1).attrs = {"class": "wiki", "href": target}
            state.push("text", "", 0).content = label or target.lstrip("#")
            state.push("link_close", "a", -1)
    state.pos = match.end()
    return True


_WIKI = re.compile(
    r"(?P<embed>!?)\[\[(?=[^\s\]])(?P<target>[^\[\]|\n;,]*[^\W\d][^\[\]|\n;,]*)(?:\|(?P<label>[^\[\]\n]+))?\]\](?![(\[])"
)
_PICTURE = re.compile(r"\.(?:avif|bmp|gif|jpe?g|png|svg|webp)$", re.IGNORECASE)


def _is_defined(state: StateInline, bracketed: str) -> bool:
    from markdown_it.common.utils import normalizeReference

    references = state.env["references"]
    return bool(references) and normalizeReference(bracketed[1:-1]) in references


def _mark(state: StateInline, silent: bool) -> bool:
    """`==marked==`: blanks and ASCII letters around tell it from a comparison."""
    if not state.src.startswith("==", state.pos):
        return False
    match = _MARKED.match(state.src, state.pos, state.posMax)
    before = state.src[state.pos - 1] if state.pos else " "
    if not match or before == "=" or (before.isascii() and before.isalnum()):
        return False
    if not silent:
        end, state.posMax = state.posMax, match.end() - 2
        state.pos += 2
        state.push("mark_open", "mark", 1)
        state.md.inline.tokenize(state)
        state.push("mark_close", "mark", -1)
        state.posMax = end
    state.pos = match.end()
    return True


_MARKED = re.compile(r"==(?=[^\s=])(?:[^=\n]|=(?!=))*(?<![\s=])==(?![=A-Za-z0-9])")


def _attributes(state: StateInline, silent: bool) -> bool:
    """kramdown's attributes after a link, a picture or code: `[x](y){:target="_blank"}` shows nothing of them."""
    if state.src[state.pos] != "{" or not state.pos or state.src[state.pos - 1] not in ")]`*_":
        return False
    match = _SPAN_ATTRIBUTES.match(state.src, state.pos, state.posMax)
    if not match:
        return False
    state.pos = match.end()
    return True


_SPAN_ATTRIBUTES = re.compile(r"\{:[ \t]*[.#\w][^{}\n]*\}")


# Elements


def _is_markup(text: str, position: int, environment: _Environment, after: str = "") -> bool:
    """Whether the `<` at `position` begins markup rather than words such as `<T>`, `<path>` or `List<Map>`.

    Markup are comments, HTML's elements, and custom ones that are closed somewhere. Of HTML's those that would
    swallow the rest of the article (`<title>`) or stand for a word (`<dir>`) must be closed further on in the text
    or in what comes `after` it.
    """
    match = _TAG_NAME.match(text, position)
    if not match:
        return True
    name = match["name"]
    lowered = name.lower()
    if lowered not in _elements() and lowered not in environment["elements"]:
        return False
    is_type = position and text[position - 1].isalnum() and name != lowered and (len(name) == 1 or not name.isupper())
    if not match["slash"] and (is_type or lowered in _closed_elements()):
        return "</" + name in after or text.find("</" + name, match.end()) >= 0
    return True


_TAG_NAME = re.compile(r"<(?P<slash>/?)(?P<name>[a-zA-Z][\w.-]*)")
_TAG_IN_BLOCK = re.compile(r"<(?=/?[a-zA-Z][\w.-]*(?:[\s/>]|$))")


@cache
def _elements() -> frozenset[str]:
    return frozenset(_ELEMENTS.split()) | _closed_elements()


@cache
def _closed_elements() -> frozenset[str]:
    return frozenset(_CLOSED_ELEMENTS.split())


_ELEMENTS = """
a abbr acronym address area article aside audio b base basefont bdi bdo bgsound big blink blockquote body br caption
center cite code col colgroup command dd del details dfn div dl dt em embed fieldset figcaption figure font footer
form frame h1 h2 h3 h4 h5 h6 head header hgroup hr html i image img input ins isindex kbd keygen legend li link main
mark marquee meta nav nobr ol optgroup option p param picture pre rb rbc rp rt rtc ruby s samp section small source
spacer span strike strong sub summary sup svg math table tbody td tfoot th thead tr track tt u ul var video wbr
"""
_CLOSED_ELEMENTS = """
applet button canvas data datalist dialog dir frameset iframe label listing map menu menuitem meter multicol noembed
noframes noscript object output plaintext portal progress q script search select slot style template textarea time
title xmp
"""
_DRAWING = """
animate animatemotion animatetransform circle clippath defs desc ellipse feblend fecolormatrix fegaussianblur femerge
femergenode feoffset filter foreignobject g line lineargradient marker mask metadata mpath path pattern polygon
polyline radialgradient rect set stop switch symbol text textpath tspan use view
"""
_FORMULA = """
annotation annotation-xml maction menclose merror mfenced mfrac mi mmultiscripts mn mo mover mpadded mphantom
mprescripts mroot mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover none semantics
"""


# Template tags


def expand_liquid(text: str) -> str:
    """`text` with the tags of Liquid, Hexo and Hugo put into HTML that stands in Markdown and in HTML alike.

    Tags that only lay a page out disappear. Those that nobody here knows, and `{{ ... }}`, stay visible as they
    are. Nothing is touched in fences, code spans, `<pre>` and `<code>`.
    """
    if "{%" not in text and "{{<" not in text:
        return text
    last_ends = {match["end"] or match["slash"]: match.start() for match in _END_TAG.finditer(text)}
    footers: list[str] = []
    done: list[str] = []
    position = 0
    while match := _TAG_OR_CODE.search(text, position):
        done.append(text[position : match.start()])
        position = match.end()
        name = match["name"] or match["short"]
        if name is None:
            position = _end_of_code(text, match)
            done.append(text[match.start() : position])
            continue
        words = (match["words"] or match["shortwords"] or "").strip()
        if last_ends.get(name, -1) >= position:
            if name in _VERBATIM:
                end = next(m for m in _END_TAG.finditer(text, position) if name in (m["end"], m["slash"]))
                done.append(_verbatim(name, words, text[position : end.start()]))
                position = end.end()
                continue
            if name in _QUOTES:
                footers.append(_attribution(words))
                done.append("\n\n<blockquote>\n\n")
                continue
            if name in _FOLDS:
                footers.append("")
                done.append(f"\n\n<details><summary>{escape(_title(words))}</summary>\n\n")
                continue
        closed = name.removeprefix("end").removeprefix("/")
        if closed != name and footers and closed in _QUOTES | _FOLDS:
            element = "blockquote" if closed in _QUOTES else "details"
            done.append(f"\n\n{footers.pop()}</{element}>\n\n")
            continue
        shown = _shown(name, words)
        done.append(match[0] if shown is None else shown)
    done.append(text[position:])
    return _TAB_TITLE.sub(r"<p><strong>\1</strong></p>", "".join(done))


_TAG_OR_CODE = re.compile(
    r"^[ \t>]*(?:[-+*][ \t]|\d+[.)][ \t])?[ \t]*(?P<fence>`{3,}|~{3,})|(?P<ticks>(?<!\\)`+)"
    r"|<(?P<element>pre|code|script|style)\b"
    r"|\{%-?\s*(?P<name>[a-zA-Z_]\w*)\b(?P<words>(?:[^%]|%(?!\})){0,1000}?)-?%\}"
    r"|\{\{[<%]-?\s*(?P<short>/?\s*[a-zA-Z_]\w*)\b(?P<shortwords>[^{}]{0,1000}?)/?[>%]\}\}",
    re.MULTILINE,
)
_END_TAG = re.compile(r"\{%-?\s*end(?P<end>\w+)\s*-?%\}|\{\{[<%]\s*/\s*(?P<slash>\w+)\s*[>%]\}\}")
_TAB_TITLE = re.compile(r"<!-- *tab +([^\n@<>]*[^\n@<> ])(?:@[^\n<>]*)? *-->")

_VERBATIM = frozenset(["codeblock", "code", "highlight", "mermaid", "raw", "verbatim", "comment", "capture", "math"])
_QUOTES = frozenset(["blockquote", "quote", "pullquote", "centerquote", "cq"])
_FOLDS = frozenset(["fold", "folding", "spoiler", "hideToggle", "hideBlock", "details"])
_SILENT = frozenset(
    [
        "include_relative",
        "raw",
        "endraw",
        "if",
        "elsif",
        "elseif",
        "else",
        "endif",
        "unless",
        "endunless",
        "case",
        "when",
        "endcase",
        "for",
        "endfor",
        "break",
        "continue",
        "tablerow",
        "endtablerow",
        "cycle",
        "assign",
        "increment",
        "decrement",
        "layout",
        "seo",
        "feed_meta",
        "toc",
        "more",
        "excerpt",
        "endexcerpt",
        "liquid",
        "render",
        "section",
        "paginate",
        "endpaginate",
        "cache",
        "endcache",
        "minify",
        "import",
        "imports",
        "extends",
        "block",
        "endblock",
        "endnote",
        "endnotel",
        "tabs",
        "endtabs",
        "tab",
        "endtab",
        "gp",
        "endgp",
        "grouppicture",
        "endgrouppicture",
    ]
)


def _end_of_code(text: str, match: re.Match[str]) -> int:
    """Where the code ends that `match` begins; unclosed fences and elements reach to the end of the text."""
    if mark := match["fence"]:
        closing = re.compile(rf"^[ \t>]*{mark[0]}{{{len(mark)},}}[ \t]*$", re.MULTILINE).search(text, match.end())
        return closing.end() if closing else len(text)
    if element := match["element"]:
        end = text.find(f"</{element}", match.end())
        return end if end >= 0 else match.end()
    blank = _blank_line(text, match.end())
    closing = re.compile(rf"(?<!`){match['ticks']}(?!`)").search(text, match.end(), blank)
    return closing.end() if closing else match.end()


def _verbatim(name: str, words: str, content: str) -> str:
    """A tag whose content is no markup: code on one line, so that no blank line or indent in it can end it."""
    if name in ("comment", "capture"):
        return ""
    if name in ("raw", "verbatim"):
        return content
    content = content.strip("\n").rstrip()
    code = escape(content, quote=False).replace("\n", "&#10;")
    if name == "math":
        return f'<div class="math">{code}</div>'
    options = dict(_OPTION.findall(words))
    title = " ".join(_OPTION.sub("", words).split())
    language = options.get("lang", "")
    if name in ("highlight", "mermaid"):
        language, title = (title.split() or [name])[0], ""
    names = f' class="language-{escape(named_language(language))}"' if language else ""
    html = f"<pre><code{names}>{code}</code></pre>"
    if title:
        html = f'<figure class="highlight"><figcaption>{escape(title)}</figcaption>{html}</figure>'
    return html + "\n"


_OPTION = re.compile(r"\b(\w+)[:=](?!//)(\"[^\"]*\"|[^\s\"]+)")


def _attribution(words: str) -> str:
    """Hexo's `{% blockquote author, source link title %}`: the line under the quote."""
    match = _QUOTED_LINK.fullmatch(words)
    if not match:
        return f"<footer>{escape(words)}</footer>\n\n" if words else ""
    link = f'<a href="{escape(match[2])}">{escape(match[3] or match[2])}</a>'
    return f"<footer>{escape(match[1])} <cite>{link}</cite></footer>\n\n"


_QUOTED_LINK = re.compile(r"(.*?)\s*(https?://\S+)\s*(.*)", re.DOTALL)


def _title(words: str) -> str:
    """The words that a fold shows: quoted, or all but Butterfly's `,colour` and Volantis' `::` and `@` options."""
    return re.split(r"\s*(?:,|::|@)", words.strip("\"' "))[0] or "…"


def _shown(name: str, words: str) -> str | None:
    """What stands for a tag that has no content; None when the tag is unknown."""
    if name in _SILENT:
        return ""
    given = [_unquoted(match) for match in _WORD.finditer(words)]
    named = {match["key"]: _unquoted(match) for match in _NAMED_WORD.finditer(words)}
    if name in ("include", "figure", "image"):
        return _included(words, named)
    if name == "note":
        title = " ".join(word for word in given if word not in _NOTE_CLASSES)
        return f"<p><strong>{escape(title)}</strong></p>" if title else ""
    if not given:
        return None
    if name in ("img", "asset_img", "image"):
        return _hexo_image(given)
    if name in _VIDEOS:
        return _link(_VIDEOS[name] + (named.get("id") or given[0]))
    if name in ("post_url", "post_path", "asset_path", "ref", "relref"):
        return given[0]
    if name in (
        "post_link",
        "asset_link",
        "include_code",
        "notebook",
        "pdf",
        "iframe",
        "gist",
        "video",
        "audio",
    ):
        label = [word for word in given[1:] if not re.fullmatch(r"true|false|\w+:\S*|https?:\S+|\d+%?|cells\S*", word)]
        return _link(given[0], " ".join(label))
    if name == "link":
        address = next((word for word in given if "://" in word or word.startswith("/")), "")
        return _link(address, " ".join(given[: given.index(address)])) if address and len(given) > 1 else given[0]
    if name in ("btn", "button"):
        address, _, rest = words.partition(",")
        return _link(address.strip(), rest.split(",")[0].strip())
    if name == "label":
        return escape(words.partition("@")[2] or words)
    return None


def _unquoted(match: re.Match[str]) -> str:
    return match["double"] or match["single"] or match["bare"] or ""


_VALUE = r"""(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s"']+))"""
_WORD = re.compile(_VALUE)
_NAMED_WORD = re.compile(r"(?P<key>[\w-]+)=" + _VALUE)
_NOTE_CLASSES = frozenset(
    [
        "default",
        "primary",
        "success",
        "info",
        "warning",
        "danger",
        "simple",
        "modern",
        "flat",
        "disabled",
        "no-icon",
        "red",
        "blue",
    ]
)
_VIDEOS = {
    "youtube": "https://www.youtube.com/watch?v=",
    "vimeo": "https://vimeo.com/",
    "bilibili": "https://www.bilibili.com/video/",
    "youku": "https://v.youku.com/v_show/id_",
}


def _link(address: str, label: str = "") -> str:
    return f'<a href="{escape(address)}">{escape(label or address)}</a>'


def _included(words: str, named: dict[str, str]) -> str:
    """A picture or film that an include or a `figure` shows; other includes show nothing of their own."""
    caption = named.get("caption") or named.get("description") or named.get("title") or ""
    for key in ("src", "url", "file", "image", "image_path", "path", "img", "link"):
        if _PICTURE.search(named.get(key, "")):
            picture = f'<img src="{escape(named[key])}" alt="{escape(named.get("alt") or caption)}">'
            shown = (
                f"<figcaption>{escape(caption)}</figcaption>"
                if caption and named.get("alt", caption) != caption
                else ""
            )
            return f"<figure>{picture}{shown}</figure>"
    for site, address in _VIDEOS.items():
        if site in words.lower() and named.get("id"):
            return _link(address + named["id"], caption)
    return ""


def _hexo_image(given: list[str]) -> str:
    """`[class] source [width] [height] [title] [alt]`."""
    at = next((i for i, word in enumerate(given) if "/" in word or "." in word), 0)
    words = [word for word in given[at + 1 :] if not re.fullmatch(r"\d+(?:px|%)?", word)]
    return f'<img src="{escape(given[at])}" alt="{escape(" ".join(words))}">'
