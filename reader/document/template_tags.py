"""The template tags of Liquid (Jekyll), Hexo and Hugo, in Markdown and in HTML."""

from __future__ import annotations

import re
from html import escape

from reader.document.elements import is_picture
from reader.document.highlight import named_language
from reader.document.white_space import blank_line_end


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
    "include_relative raw endraw if elsif elseif else endif unless endunless case when endcase for endfor break "
    "continue tablerow endtablerow cycle assign increment decrement layout seo feed_meta toc more excerpt "
    "endexcerpt liquid render section paginate endpaginate cache endcache minify import imports extends block "
    "endblock endnote endnotel tabs endtabs tab endtab gp endgp grouppicture endgrouppicture".split()
)


def _end_of_code(text: str, match: re.Match[str]) -> int:
    """Where the code ends that `match` begins; unclosed fences and elements reach to the end of the text."""
    if mark := match["fence"]:
        closing = re.compile(rf"^[ \t>]*{mark[0]}{{{len(mark)},}}[ \t]*$", re.MULTILINE).search(text, match.end())
        return closing.end() if closing else len(text)
    if element := match["element"]:
        end = text.find(f"</{element}", match.end())
        return end if end >= 0 else match.end()
    blank = blank_line_end(text, match.end())
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
        label = [word for word in given[1:] if not (_NO_LABEL.fullmatch(word) or is_picture(word))]
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
_NO_LABEL = re.compile(r"true|false|\w+:\S*|/\S+|\d+%?|cells\S*")
"""Options, sizes, and addresses such as that of the still picture of a film."""

_NOTE_CLASSES = frozenset(
    "default primary success info warning danger simple modern flat disabled no-icon red blue".split()
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
        if is_picture(named.get(key, "")):
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
