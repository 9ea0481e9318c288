"""Rules for what stands in the line: bare links, formulas, Obsidian's links and marks, attributes, emphasis, Korean."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING

from reader.document.elements import is_picture
from reader.document.markdown.markup import is_markup

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline


def install(md: MarkdownIt) -> None:
    """Puts these rules among markdown-it's own."""
    inline = md.inline.ruler
    inline.at("text", _text)
    inline.at("autolink", _angled_link)
    inline.at("html_inline", _html_inline)
    inline.after("text", "bare_link", _bare_link)
    inline.before("escape", "math", _math)
    inline.before("link", "wiki_link", _wiki_link)
    inline.before("link", "mark", _mark)
    inline.before("link", "attributes", _attributes)
    _befriend_hangul(md)


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
    if state.src[state.pos] != "<" or not is_markup(state.src, state.pos, state.env) or _is_never_closed(state):
        return False
    from markdown_it.rules_inline import html_inline

    return html_inline(state, silent)


def _is_never_closed(state: StateInline) -> bool:
    """Whether nothing closes what begins here: markdown-it looks for that to the end of the text, each time anew."""
    closing = next((each for opening, each in _CLOSED_BY if state.src.startswith(opening, state.pos)), "")
    return bool(closing) and _last(state.src, closing) < state.pos


_CLOSED_BY = (("<?", "?>"), ("<![CDATA[", "]]>"), ("<!", ">"))
"""What instructions, sections and declarations end with (CommonMark 6.6)."""


@lru_cache(8)
def _last(text: str, sign: str) -> int:
    return text.rfind(sign)


def _math(state: StateInline, silent: bool) -> bool:
    """`$...$` and `$$...$$`, with Pandoc's rule against prices: no blank inside, no digit after the closing mark.

    A backtick inside is code that has begun, and the dollars are a shell's, unless it is GitHub's own form. So they are
    where marks join two names, as in `{$a..$b}`.
    """
    if state.src[state.pos] != "$":
        return False
    if state.pos and (state.src[state.pos - 1].isdigit() or state.src[state.pos - 1] == "$"):
        return False
    if _VARIABLE.search(state.src, max(0, state.pos - _LONGEST_VARIABLE), state.pos):
        return False
    match = _MATH.match(state.src, state.pos, state.posMax)
    if not match:
        return False
    if not silent:
        token = state.push("math", "span", 0)
        token.content = match[0]
    state.pos = match.end()
    return True


_JOINTS = r"[\"&(+,\-./:;<=>@\[{|]"
_MATH = re.compile(
    r"\$\$(?:[^$\\]|\\.)+\$\$|\$`[^$`]+`\$"
    rf"|\$(?![\s$])(?:[^$\\`]|\\.)*(?<!\s)\$(?![\d$])(?!(?<={_JOINTS}\$)[A-Za-z_{{(])",
    re.DOTALL,
)
_VARIABLE = re.compile(rf"\$\{{?[A-Za-z_]\w*\}}?{_JOINTS}+\Z")
_LONGEST_VARIABLE = 60


def _wiki_link(state: StateInline, silent: bool) -> bool:
    """Obsidian's `[[target]]`, `[[target|label]]` and `![[picture]]`."""
    match = _WIKI.match(state.src, state.pos, state.posMax)
    if not match or state.linkLevel:
        return False
    target, label = match["target"].strip(), (match["label"] or "").strip()
    if not target or _is_defined(state, "[" + target + "]"):
        return False
    if not silent:
        if match["embed"] and is_picture(target):
            state.push(
                "html_inline", "", 0
            ).content = (
                f'<img class="wiki" src="{escape(target)}" alt="{escape(label if not label.isdigit() else "")}">'
            )
        else:
            state.push("link_open", "a", 1).attrs = {"class": "wiki", "href": _relative(target)}
            state.push("text", "", 0).content = label or target.lstrip("#")
            state.push("link_close", "a", -1)
    state.pos = match.end()
    return True


_WIKI = re.compile(
    r"(?P<embed>!?)\[\[(?=[^\s\]])(?P<target>[^\[\]|\n;,]*[^\W\d][^\[\]|\n;,]*)(?:\|(?P<label>[^\[\]\n]+))?\]\](?![(\[])"
)


def _relative(target: str) -> str:
    """A title as an address: what would make a scheme of its beginning (`C++: notes`) is encoded."""
    return target if "://" in target else target.replace("%", "%25").replace(":", "%3A")


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


def _befriend_hangul(md: MarkdownIt) -> None:
    """Lets emphasis that ends in punctuation end before hangul: `**alt-.**같은` (commonmark-spec#650).

    mdit-py-cjk-friendly does so beside Chinese and Japanese. Korean parts its words by blanks, but writes its particles
    right behind a word, also behind an emphasised one.
    """
    from markdown_it.rules_inline import emphasis, strikethrough

    def beside_hangul(tokenize: Callable[[StateInline, bool], bool]) -> Callable[[StateInline, bool], bool]:
        def rule(state: StateInline, silent: bool) -> bool:
            start, known = state.pos, len(state.delimiters)
            if not tokenize(state, silent):
                return False
            if len(state.delimiters) > known and state.src[start] != "_":
                before, after = state.src[start - 1 : start], state.src[state.pos : state.posMax][:1]
                for delimiter in state.delimiters[known:]:
                    delimiter.open |= _is_hangul(before) and bool(after.strip())
                    delimiter.close |= _is_hangul(after) and bool(before.strip())
            return True

        return rule

    md.inline.ruler.at("emphasis", beside_hangul(emphasis.tokenize))
    md.inline.ruler.at("strikethrough", beside_hangul(strikethrough.tokenize))


def _is_hangul(character: str) -> bool:
    return "\u1100" <= character <= "\u11ff" or "\u3130" <= character <= "\u318f" or "\uac00" <= character <= "\ud7a3"
