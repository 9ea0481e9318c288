"""Tokens become HTML."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING

from reader.document.highlight import named_language

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

    from reader.document.markdown.environment import Environment


def render(md: MarkdownIt, tokens: list[Token], environment: Environment) -> str:
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
    token.attrSet("alt", words_of(token.children or []))
    return f"<img{_attributes_of(token)}>"


def words_of(tokens: list[Token]) -> str:
    """The visible words of inline tokens."""
    return "".join(
        words_of(t.children) if t.type == "image" and t.children else _SAID.get(t.type, t.content) for t in tokens
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


def install(md: MarkdownIt) -> None:
    """Puts these rules among markdown-it's own."""
    for name, rule in _RENDERED.items():
        md.add_render_rule(name, rule)
