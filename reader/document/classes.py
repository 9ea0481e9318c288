"""What class names say: the language of code, and what is furniture rather than words.

The names are those that highlight.js, Prism, Rouge, Pygments, Hexo, Pandoc, GitHub and the common copy buttons write.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_COPY_LABELS = frozenset(
    {"复制", "复制代码", "複製", "複製程式碼", "copy", "copy code", "copied!", "コピー", "コードをコピー", "복사"}
)
_COPY_CLASS = re.compile(r"(?:^|[\s_-])(?:copy|clipboard|copybtn)(?:$|[\s_-])", re.IGNORECASE)
_GUTTER = frozenset(
    "gutter gutter-number line-number line-numbers line-numbers-rows lineno linenos linenodiv ln lnt "
    "rouge-gutter hljs-ln-numbers hljs-ln-line-numbers".split()
)
_CODE_TABLE = frozenset("hljs-ln rouge-table highlighttable lntable code-table".split())
_LANGUAGE = re.compile(r"(?:^|\s)(?:language|lang|highlight-source|highlight-text|brush:?)[-\s:]\s*([^\s;]+)")
_SPHINX = re.compile(r"(?:^|\s)highlight-([a-z][\w+#-]*)")
_NOT_A_LANGUAGE = frozenset(
    "hljs highlight code codeblock sourcecode prettyprint linenums prettyprinted highlighter-rouge chroma "
    "copyable line-numbers wp-block-code notranslate default none text-nowrap code-block has-numbering "
    "src programlisting wrap figure center shiki syntaxhighlighter literal-block no-highlight screen "
    "console-output".split()
)


def code_language(names: str | None, declared: str | None = None, *, is_pre: bool = False) -> str:
    """The language that an element's classes name, as written there; empty when they name none.

    On a `<pre>`, `<code>` or `figure.highlight` a bare class counts too (`hljs python`, `highlight js`).
    """
    if declared:
        return declared
    if not names:
        return ""
    if match := _LANGUAGE.search(names):
        return match[1]
    words = names.split()
    if "highlight" in words or "hljs" in words or "sourceCode" in words or is_pre:
        for word in words:
            lowered = word.lower()
            if lowered not in _NOT_A_LANGUAGE and re.fullmatch(r"[a-z][a-z0-9+#.-]{0,19}", lowered):
                return lowered
        return ""
    if match := _SPHINX.search(names):
        return match[1]
    return ""


def is_dropped(tag: str, names: str, node: LexborNode) -> bool:
    """Whether an element with these classes is furniture: a copy button, a gutter, a second form of a formula."""
    words = names.split()
    if tag not in ("pre", "code") and _COPY_CLASS.search(names):
        label = node.text().strip()
        return not label or is_copy_label(label)
    if not _GUTTER.isdisjoint(words):
        return not re.sub(r"[\s\d]+", "", node.text())
    return "katex-html" in words or "MathJax_Preview" in words or "mjx-chtml" in words


def is_copy_label(words: str) -> bool:
    """Whether a button only says that it copies."""
    return words.strip().casefold() in _COPY_LABELS


def is_code_table(names: str | None, node: LexborNode) -> bool:
    """Whether a table only sets lines of code beside their numbers."""
    if names and not _CODE_TABLE.isdisjoint(names.split()):
        return True
    marks = node.css("td.code > pre, td.rouge-code, td.hljs-ln-code, td.code > .highlight")
    return bool(marks) and _table_of(marks[0]) == node


def _table_of(node: LexborNode) -> LexborNode | None:
    """The innermost table around a node."""
    around = node.parent
    while around is not None and around.tag != "table":
        around = around.parent
    return around
