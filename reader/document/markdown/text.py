"""The text of blocks: tasks, callouts, the names of headings, and everything that stands in the line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from reader.document.markdown.dialect import parser
from reader.document.markdown.rendering import words_of

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

    from reader.document.markdown.environment import Environment

_LONGEST_RUN = 16_384
"""Code points of inline text that are parsed at once: several rules of markdown-it are quadratic in them."""


def finished(md: MarkdownIt, environment: Environment, tokens: list[Token]) -> list[Token]:
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


def _parse_text(md: MarkdownIt, environment: Environment, tokens: list[Token], index: int) -> None:
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
        chosen = parser(has_links=False) if _is_bracket_heap(run) else md
        chosen.inline.parse(run, chosen, environment, children)
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
    words = words_of([child for child in children if child.type != "image"])
    slug = _NOT_IN_SLUG.sub("", words.strip().lower()).replace(" ", "-")
    count = used.get(slug, 0)
    used[slug] = count + 1
    return f"{slug}-{count}" if count else slug


_NOT_IN_SLUG = re.compile(r"[^\w\- ]")


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
