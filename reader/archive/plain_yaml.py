"""The plainest YAML by one expression: front matter whose every line can be read in one way only.

Most front matter is names with one value each, or with a list of values. libyaml's events for it take longer than all
else that is done with an article, and PyYAML takes 16 ms to import.
"""

from __future__ import annotations

import re

# A plain scalar has no indicator at its start and neither `: ` nor ` #` in it (YAML 1.1, 9.1.3); in a list in brackets
# it may hold fewer signs still. No loop here can give back what another would take, so that a line that does not match
# takes no longer than its length.
_SINGLE = r"'[^\n']*(?:''[^\n']*)*'"
_DOUBLE = r'"[^\n"\\]*"'
_PLAIN = r"""[^ \n\-?:,\[\]{}#&*!|>'"%@`~][^\n:#]*(?:(?::(?=[^ \n])|(?<! )\#)[^\n:#]*)*"""
_LISTED = r"""[^ \n\-?:,\[\]{}#&*!|>'"%@`~][^\n?:,\[\]{}#]*(?:(?<! )\#[^\n?:,\[\]{}#]*)*"""
_ITEM = rf"(?:{_LISTED}|(?:{_SINGLE}|{_DOUBLE})[ ]*)"
_LIST = rf"\[[ ]*(?:{_ITEM}(?:,[ ]*{_ITEM})*)?\]"
_LINE = re.compile(
    r"(?:([A-Za-z_][A-Za-z0-9_\-]{0,60}):|([ ]*-)(?=[ ]+[^ \n]))"
    rf"(?:[ ]+({_PLAIN})|[ ]+({_SINGLE}|{_DOUBLE}|{_LIST})[ ]*|[ ]*)(?:\n+|\Z)"
    r"|((?s:.+))"
)
"""A name, or an item's indent and hyphen; then a plain scalar or what stands in quotes or brackets. From a line that is
none of this, all the rest is one match."""
_ITEMS = re.compile(_ITEM)

_NULLS = frozenset(("null", "Null", "NULL"))


def load_plain(text: str) -> dict[str, object] | None:
    """What YAML says of front matter that consists of the plainest lines alone; None for any other.

    Those lines are `name: value`, `name:` and, below the latter, `- value`, each value on its line: words that no sign
    of YAML's stands before or in, a string in quotes without a backslash, or a list of such words and strings in
    brackets. Values are as `yaml_fields.load_yaml` has them. Only printable characters are taken (and U+3000, with
    which Japanese parts words): what YAML makes of the others is its own affair.
    """
    line = text.replace("\n", "")
    if not (line.isprintable() or line.replace("\u3000", "").isprintable()):
        return None
    fields: dict[str, object] = {}
    items: list[object] | None = None
    name = margin = ""
    for begun, indent, plain, enclosed, rest in _LINE.findall(text):
        if rest or begun in _NULLS:
            return None
        value: object = None
        if plain:
            value = plain if plain[-1] != " " else plain.rstrip(" ")
            if value in _NULLS:
                value = None
        elif enclosed:
            value = _enclosed(enclosed)
        if begun:
            name = begun
            fields[name] = value
            items = None if plain or enclosed else []
        elif items is None or (items and indent != margin):
            return None
        else:
            fields[name] = items
            margin = indent
            items.append(value)
    return fields or None


def _enclosed(written: str) -> object:
    if written[0] == '"':
        return written[1:-1]
    if written[0] == "'":
        return written[1:-1].replace("''", "'")
    items = [item.rstrip(" ") for item in _ITEMS.findall(written, 1, len(written) - 1)]
    return [_enclosed(item) if item[0] in "'\"" else None if item in _NULLS else item for item in items]
