"""What the parts of a piece of code are, through Pygments: keywords, strings, comments and so on.

Offsets are code points into the code as it was given, so that layout can lay them over `Document.text`.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache, lru_cache
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pygments.lexer import Lexer
    from pygments.token import _TokenType

LONGEST = 200_000
"""Code points above which code stays plain: a lexer needs about a second for 1 MB, and the article waits for it."""

LONGEST_LINE = 5_000
"""Code points of a line above which code stays plain.

The expressions of some lexers take time quadratic in the length of a line, and nothing can interrupt them: 200,000 on
one line keep the lexer for shell sessions busy for four minutes. Nobody reads a minified file as code anyway.
"""

PATIENCE = 0.5
"""Seconds after which the rest of a piece of code stays plain. Looked at between two tokens of the lexer."""


class Kind(StrEnum):
    """What a token is; the names are those of theme colours too."""

    KEYWORD = "keyword"
    NAME = "name"
    FUNCTION = "function"
    TYPE = "type"
    BUILTIN = "builtin"
    CONSTANT = "constant"
    DECORATOR = "decorator"
    TAG = "tag"
    ATTRIBUTE = "attribute"
    STRING = "string"
    NUMBER = "number"
    COMMENT = "comment"
    OPERATOR = "operator"
    PUNCTUATION = "punctuation"
    HEADING = "heading"
    INSERTED = "inserted"
    DELETED = "deleted"
    OUTPUT = "output"
    PROMPT = "prompt"
    STRONG = "strong"
    EMPHASIS = "emphasis"


class Token(NamedTuple):
    """`code[start:end]` is of this kind. What lies in no token is plain."""

    start: int
    end: int
    kind: Kind


# Pygments' token types from the general to the special; the longest prefix that stands here decides.
_KINDS = {
    "Keyword": Kind.KEYWORD,
    "Keyword.Constant": Kind.CONSTANT,
    "Keyword.Type": Kind.TYPE,
    "Name": Kind.NAME,
    "Name.Attribute": Kind.ATTRIBUTE,
    "Name.Builtin": Kind.BUILTIN,
    "Name.Class": Kind.TYPE,
    "Name.Constant": Kind.CONSTANT,
    "Name.Decorator": Kind.DECORATOR,
    "Name.Entity": Kind.CONSTANT,
    "Name.Exception": Kind.TYPE,
    "Name.Function": Kind.FUNCTION,
    "Name.Namespace": Kind.TYPE,
    "Name.Tag": Kind.TAG,
    "Literal": Kind.STRING,
    "Literal.Number": Kind.NUMBER,
    "Operator": Kind.OPERATOR,
    "Operator.Word": Kind.KEYWORD,
    "Punctuation": Kind.PUNCTUATION,
    "Comment": Kind.COMMENT,
    "Comment.Preproc": Kind.DECORATOR,
    "Comment.PreprocFile": Kind.STRING,
    "Generic.Heading": Kind.HEADING,
    "Generic.Subheading": Kind.HEADING,
    "Generic.Inserted": Kind.INSERTED,
    "Generic.Deleted": Kind.DELETED,
    "Generic.Output": Kind.OUTPUT,
    "Generic.Prompt": Kind.PROMPT,
    "Generic.Strong": Kind.STRONG,
    "Generic.Emph": Kind.EMPHASIS,
}

# What archives write for a language, on the right, and Pygments' name for it; "-" is no language at all.
_NAMES_IN_USE = """
- plain plaintext plain-text text txt none nohighlight no-highlight raw default output log ascii mermaid
bash sh shell zsh ash dash bash-session bashrc command cmdline shellscript
batch dos cmd
console shell-session shellsession terminal term
cpp c++ cc hpp cxx hxx h++
csharp c-sharp dotnet
css wxss acss postcss
diff patch
docker containerfile
emacs-lisp el
fsharp f-sharp
go golang
haskell hs
html vue svelte astro wxml xhtml htm
ini conf properties dotenv env editorconfig gitconfig
javascript node nodejs mjs cjs es6 es2015 javascriptreact ecmascript
json jsonc json5 jsonl ndjson webmanifest
latex katex
make mk
nasm asm x86asm assembly
objective-c objc obj-c mm
powershell pwsh ps
protobuf proto3
python py3 python-repl
r rmd r-script
sql oracle sqlserver
terraform hcl
typescript typescriptreact mts cts
vb.net vb vba vbs vbscript visual-basic
vim vimscript viml
wast wasm
xml svg rss atom plist xaml csproj
"""


@cache
def _aliases() -> dict[str, str]:
    return {
        alias: "" if name == "-" else name
        for name, *aliases in map(str.split, _NAMES_IN_USE.strip().splitlines())
        for alias in aliases
    }


_BRACED = r"\{\s*[.=]?\s*([^\s,;=.#}]+)"
_BARE = r"[^\s,;:{}\[\]()\"'`<>=|\\]+"
_PREFIXED = r"(?i)(?:language|lang|highlight|brush|highlight-source)[-:]\s*(?=.)"


def named_language(info: str) -> str:
    """The name of the language in a fence's info string or a class name, lower case; empty when it has none.

    Takes `python`, `Python {1,3}`, `rust,ignore`, `js:app.js`, `{.python .numberLines}`, `{r, echo=FALSE}`,
    `language-c++` and `lang-sh`.
    """
    info = re.sub(_PREFIXED, "", info.strip(), count=1)
    match = re.match(_BRACED, info)
    name = match[1] if match else found[0] if (found := re.match(_BARE, info)) else ""
    return name.lower().lstrip(".")


@lru_cache(maxsize=256)
def canonical(language: str) -> str:
    """Pygments' name for a language in any form that `named_language` takes; empty for plain text and the unknown."""
    name = named_language(language)
    name = _aliases().get(name, name)
    lexer = _lexer(name) if name else None
    return "" if lexer is None else str(lexer.aliases[0])


def tokens(code: str, language: str) -> list[Token]:
    """The tokens of `code`, in order and apart from each other, each inside it; empty when it stays plain.

    `language` may be any form that `canonical` takes. Longer code than LONGEST and LONGEST_LINE allow stays plain.
    """
    if len(code) > LONGEST or max(map(len, code.split("\n"))) > LONGEST_LINE:
        return []
    name = canonical(language)
    lexer = _lexer(name) if name else None
    if lexer is None:
        return []
    found: list[Token] = []
    deadline = monotonic() + PATIENCE
    length = len(code)
    last_end = 0
    # Unprocessed, for get_tokens() changes line ends and takes a BOM away, and offsets would no more agree.
    for position, token_type, value in lexer.get_tokens_unprocessed(code):
        start, end = max(position, last_end), min(position + len(value), length)
        if start >= end:
            continue
        last_end = end
        kind = _kind(token_type)
        if kind is not None:
            if found and found[-1].end == start and found[-1].kind is kind:
                found[-1] = Token(found[-1].start, end, kind)
            else:
                found.append(Token(start, end, kind))
        if monotonic() > deadline:
            break
    return found


@cache
def _kind(token_type: _TokenType) -> Kind | None:
    for depth in range(len(token_type), 0, -1):
        if kind := _KINDS.get(".".join(token_type[:depth])):
            return kind
    return None


@cache
def _lexer(name: str) -> Lexer | None:
    # Imported here because most articles hold no code, and Pygments costs some 20 ms.
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        return get_lexer_by_name(name, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None
