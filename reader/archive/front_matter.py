"""Front matter: the fields at the top of an article, as site generators and note programs write them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from reader.archive.article import Fault
from reader.archive.yaml_fields import NotYamlError, load_yaml


class FrontMatter(NamedTuple):
    """A text taken apart. `body` is the end of that text: not a character of it is changed."""

    fields: Mapping[str, object]
    """By name in lower case. Values are strings, None, lists and mappings; TOML and JSON add their types."""
    body: str
    faults: tuple[Fault, ...] = ()


KNOWN_NAMES = frozenset(
    [
        "title",
        "subtitle",
        "date",
        "modified",
        "updated",
        "category",
        "categories",
        "tags",
        "tag",
        "keywords",
        "author",
        "authors",
        "slug",
        "summary",
        "description",
        "status",
        "lang",
        "language",
        "link",
        "url",
        "source",
        "permalink",
        "layout",
        "template",
        "draft",
        "published",
    ]
)
"""Names that make a line `name: text` a field where no delimiter says so."""

_LONGEST = 64 * 1024
"""In code points: how far fields are looked for a line at a time. Nobody writes as many."""

_BLANK_START = re.compile(r"\ufeff?(?:[ \t\u3000]*\n)*")


def split(text: str, extension: str) -> FrontMatter:
    """The fields at the top of `text`, and the body below them.

    `text` has `\\n` line ends; `extension` (`.md`) matters because an HTML file has no header lines. Known
    forms: YAML between `---` lines (or `---` and `...`), TOML between `+++`, JSON as an object or between
    `;;;` (Hexo), and `Title: text` lines that end at a blank line (Pelican, MultiMarkdown). Blank lines and a
    byte order mark may stand before them. Text that only looks like front matter, such as a rule `---` above
    a paragraph, is body.

    Front matter that does not parse is read line by line; the fault says where it broke, with the line in
    `text`. Never raises.
    """
    start = _match_end(_BLANK_START, text, 0)
    mark = text[start : start + 3]
    if mark == "---":
        found = _split_yaml(text, start)
    elif mark == "+++":
        found = _split_toml(text, start)
    elif mark == ";;;" or mark[:1] == "{":
        found = _split_json(text, start)
    elif extension.lower() not in (".html", ".htm"):
        found = _split_header_lines(text, start)
    else:
        found = None
    return found or FrontMatter({}, text)


def body_alone(text: str) -> str | None:
    """The body that `split` would find below YAML, where the fields need not be read to know where it begins.

    Whatever YAML says of lines that begin with an entry and go on with entries, these are fields, or fields with a
    fault; only other lines may turn out to be prose. None for such, and for every other form.
    """
    start = _match_end(_BLANK_START, text, 0)
    opening = _YAML_OPENING.match(text, start)
    above = _YAML_CLOSING_BELOW.search(text, opening.end() - 1) if opening else None
    if opening is None or above is None or above.start() - opening.end() >= _LONGEST:
        return None
    entries = _YAML_ENTRIES.match(text, opening.end(), above.start() + 1)
    return text[above.end() :] if entries and entries.end() == above.start() + 1 else None


# YAML

_YAML_OPENING = re.compile(r"-{3,}[ \t]*(?:\n|\Z)")
_YAML_CLOSING = re.compile(r"(?:-{3,}|\.{3})[ \t]*(?:\n|\Z)")
_YAML_CLOSING_BELOW = re.compile(rf"\n{_YAML_CLOSING.pattern}")
"""With the line end before it: an expression that begins with a character is looked for ten times as fast as `^`."""
_YAML_NAME = r"""(?:[^\W\d_][\w.\-]*|"[^"\n]+"|'[^'\n]+')"""
_YAML_ENTRY = re.compile(rf"(?P<name>{_YAML_NAME})[ ]*:(?:[ \t]+(?P<value>.*))?$")
_YAML_ENTRIES = re.compile(
    rf"{_YAML_NAME}[ ]*:(?:[ \t][^\n]*)?\n(?:(?:{_YAML_NAME}[ ]*:(?:[ \t][^\n]*)?|[ \t\-}}\]#][^\n]*)?\n)*+"
)
"""An entry, and below it no line but entries and what `_by_hand` takes as belonging to them."""


def _split_yaml(text: str, start: int) -> FrontMatter | None:
    opening = _YAML_OPENING.match(text, start)
    if opening is None:
        return None
    above = _YAML_CLOSING_BELOW.search(text, opening.end() - 1)
    closing = _YAML_CLOSING.match(text, above.start() + 1) if above else None
    if closing is None:
        return _unclosed(text, opening.end(), _YAML_READING)
    block = text[opening.end() : closing.start()]
    body = text[closing.end() :]
    try:
        value = load_yaml(block)
    except NotYamlError as error:
        fault = Fault(f"front matter is not YAML: {error}", _line(text, opening.end()) + error.line)
        return _by_hand(text, opening.end(), closing, _YAML_READING, fault)
    if isinstance(value, dict):
        return FrontMatter(_lower(value), body)
    # Comments alone, or nothing: front matter without fields. Words or a list: a rule above and a rule below.
    return FrontMatter({}, body) if value is None else None


# TOML

_TOML_OPENING = re.compile(r"\+{3,}[ \t]*(?:\n|\Z)")
_TOML_CLOSING = re.compile(r"^\+{3,}[ \t]*(?:\n|\Z)", re.MULTILINE)
_TOML_ENTRY = re.compile(r"""(?P<name>[\w.\-]+|"[^"\n]+")[ \t]*=[ \t]*(?P<value>.*)$""")
_TOML_LINE = re.compile(r"at line (\d+)")


def _split_toml(text: str, start: int) -> FrontMatter | None:
    opening = _TOML_OPENING.match(text, start)
    if opening is None:
        return None
    closing = _TOML_CLOSING.search(text, opening.end())
    if closing is None:
        return _unclosed(text, opening.end(), _TOML_READING)
    try:
        fields = _load_toml(text[opening.end() : closing.start()])
    except ValueError as error:
        where = _TOML_LINE.search(str(error))
        line = _line(text, opening.end()) + (int(where[1]) - 1 if where else 0)
        fault = Fault(f"front matter is not TOML: {error}", line)
        return _by_hand(text, opening.end(), closing, _TOML_READING, fault)
    return FrontMatter(_lower(fields), text[closing.end() :])


def _load_toml(text: str) -> dict[str, object]:
    """Raises `ValueError`, also for tables nested past what Python's stack holds."""
    import tomllib  # noqa: PLC0415 - 6 ms that only a TOML archive pays

    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error


# JSON

_JSON_LONGEST = 1 << 20
"""In code points. An object that is longer is data, not front matter."""
_JSON_OPENING = re.compile(r";{3,}[ \t]*\n")
_JSON_CLOSING = re.compile(r"^;{3,}[ \t]*(?:\n|\Z)", re.MULTILINE)
_JSON_OBJECT = re.compile(r'\{\s*"(?:[^"\\\n]|\\.)+"\s*:')
_JSON_OBJECT_END = re.compile(r"^\}[ \t]*(?:\n|\Z)", re.MULTILINE)
_JSON_ENTRY = re.compile(r"""[ \t]*(?P<name>"[^"\n]+")[ \t]*:[ \t]*(?P<value>.*?),?[ \t]*$""")
_REST_OF_LINE = re.compile(r"[ \t]*(?:\n|\Z)")


def _split_json(text: str, start: int) -> FrontMatter | None:
    opening = _JSON_OPENING.match(text, start)
    if opening is None:
        return _split_json_object(text, start) if _JSON_OBJECT.match(text, start) else None
    closing = _JSON_CLOSING.search(text, opening.end())
    if closing is None:
        return None
    block = text[opening.end() : closing.start()].strip()
    try:
        fields, _ = _load_json(block if block.startswith("{") else f"{{{block}}}")
    except ValueError as error:
        return _by_hand(text, opening.end(), closing, _JSON_READING, _json_fault(text, opening.end(), error))
    return FrontMatter(fields, text[closing.end() :])


def _split_json_object(text: str, start: int) -> FrontMatter | None:
    """Hugo's form: an object, and the body after the line that it ends on."""
    try:
        fields, length = _load_json(text[start : start + _JSON_LONGEST])
    except ValueError as error:
        closing = _JSON_OBJECT_END.search(text, start)
        if closing is None:
            return None
        return _by_hand(text, start + 1, closing, _JSON_READING, _json_fault(text, start, error))
    rest = _REST_OF_LINE.match(text, start + length)
    return FrontMatter(fields, text[rest.end() :]) if rest else None


def _load_json(text: str) -> tuple[dict[str, object], int]:
    """The object that `text` begins with, and its length in code points. Raises `ValueError`."""
    import json  # noqa: PLC0415 - only an archive with JSON front matter pays

    try:
        value, end = json.JSONDecoder().raw_decode(text)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
    if not isinstance(value, dict):
        raise ValueError("it is not an object")
    return _lower(value), end


def _json_fault(text: str, start: int, error: ValueError) -> Fault:
    """`json.JSONDecodeError` knows its line, counted from 1 in what was parsed."""
    reason, line = getattr(error, "msg", str(error)), getattr(error, "lineno", 1)
    return Fault(f"front matter is not JSON: {reason}", _line(text, start) + line - 1)


# Header lines

_HEADER = re.compile(r"(?P<name>[A-Za-z][\w\-]*(?: [\w\-]+)?)[ \t]*:(?:[ \t]+(?P<value>.*))?$")


def _split_header_lines(text: str, start: int) -> FrontMatter | None:
    """`Title: text` lines and their indented continuations, up to a blank line (python-markdown's Meta-Data).

    Prose may begin with `Date: ...` as well, so a title or two known names are asked for. A line of `---`
    also ends them, as old Hexo articles have it, and then they are YAML.
    """
    fields: dict[str, object] = {}
    name = ""
    position = start
    while position < len(text):
        if position - start > _LONGEST:
            return None
        end = _line_end(text, position)
        line = text[position:end].rstrip()
        if not line:
            break
        if line.startswith("---") and not line.strip("-"):
            return _headers_above_a_rule(text, start, position, end) if _are_headers(fields) else None
        found = _HEADER.match(line)
        if found:
            name = found["name"].lower()
            if not fields and name not in KNOWN_NAMES:
                return None
            fields[name] = (found["value"] or "").strip()
        elif name and (line[0].isspace() or line.startswith("- ")):
            fields[name] = f"{fields[name]} {line.strip()}".strip()
        else:
            return None
        position = end
    if not _are_headers(fields):
        return None
    return FrontMatter(fields, text[_match_end(_REST_OF_LINE, text, position) :])


def _are_headers(fields: Mapping[str, object]) -> bool:
    return "title" in fields or len(KNOWN_NAMES & fields.keys()) > 1


def _headers_above_a_rule(text: str, start: int, rule: int, end: int) -> FrontMatter | None:
    try:
        value = load_yaml(text[start:rule])
    except NotYamlError:
        return None
    return FrontMatter(_lower(value), text[end:]) if isinstance(value, dict) else None


# What does not parse


@dataclass(frozen=True, slots=True)
class _Reading:
    """How to read one form of front matter a line at a time."""

    form: str
    entry: re.Pattern[str]
    parse: Callable[[str], object]
    """One entry, with the lines that belong to it, to a mapping; raises `ValueError`."""
    ignored: tuple[str, ...] = ("#",)
    """How a line begins that says nothing: a comment, the name of a TOML table."""


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    lines: list[str]
    value: str


def _unclosed(text: str, start: int, reading: _Reading) -> FrontMatter | None:
    """Fields up to the first blank line that no further field follows, where one of them has a known name."""
    entries, end = _entries(text, start, len(text), reading)
    if not any(entry.name in KNOWN_NAMES for entry in entries):
        return None
    fault = Fault(f"front matter has no line that closes it ({reading.form})", _line(text, start) - 1)
    return FrontMatter(_read_entries(entries, reading), text[end:], (fault,))


def _by_hand(text: str, start: int, closing: re.Match[str], reading: _Reading, fault: Fault) -> FrontMatter | None:
    """A block that does not parse: its entries one by one, unless it is prose between two rules.

    Where prose follows the fields inside the block, the fields were never closed and the prose is body.
    """
    entries, end = _entries(text, start, closing.start(), reading)
    if not entries:
        return None
    if end < closing.start():
        return _unclosed(text, start, reading)
    return FrontMatter(_read_entries(entries, reading), text[closing.end() :], (fault,))


def _entries(text: str, start: int, stop: int, reading: _Reading) -> tuple[list[_Entry], int]:
    """The entries in `text[start:stop]`, and where the first line begins that belongs to none of them.

    A line that is no entry belongs to the one above it, unless a blank line stands between and it is not
    indented.
    """
    entries: list[_Entry] = []
    after_blank = False
    position = start
    last_end = start
    stop = min(stop, start + _LONGEST)
    while position < stop:
        end = _line_end(text, position)
        line = text[position : min(end, stop)].rstrip("\n")
        found = reading.entry.match(line)
        if found:
            value = (found["value"] or "").strip()
            entries.append(_Entry(_unquoted(found["name"]).lower(), [line], value))
        elif line.strip():
            is_continuation = line[0] in " \t-}]" or not after_blank
            if not line.startswith(reading.ignored):
                if not entries or not is_continuation:
                    return entries, last_end
                entries[-1].lines.append(line)
        after_blank = not line.strip()
        position = end
        if not after_blank:
            last_end = end
    return entries, min(stop, position)


def _read_entries(entries: list[_Entry], reading: _Reading) -> dict[str, object]:
    """Each entry by the form's own parser where it can, else as it stands, without its outer quotes."""
    fields: dict[str, object] = {}
    for entry in entries:
        try:
            value = reading.parse("\n".join(entry.lines))
        except ValueError:
            value = None
        if isinstance(value, dict):
            fields.update(_lower(value))
            continue
        rest = [line.strip() for line in entry.lines[1:] if line.strip()]
        if rest and not entry.value and all(line.startswith("-") for line in rest):
            fields[entry.name] = [_unquoted(line[1:].strip()) for line in rest]
        else:
            fields[entry.name] = _unquoted(" ".join([entry.value, *rest]).strip())
    return fields


def _unquoted(value: str) -> str:
    """`"It's "quoted""` without its outer quotes, and without the backslashes before the inner ones."""
    if len(value) < 2 or value[0] != value[-1] or value[0] not in "\"'":
        return value
    inner = value[1:-1]
    return inner.replace('\\"', '"') if value[0] == '"' else inner.replace("''", "'")


def _parse_json_line(line: str) -> object:
    return _load_json(f"{{{line.strip().rstrip(',')}}}")[0]


_YAML_READING = _Reading("YAML", _YAML_ENTRY, load_yaml)
_TOML_READING = _Reading("TOML", _TOML_ENTRY, _load_toml, ("#", "["))
_JSON_READING = _Reading("JSON", _JSON_ENTRY, _parse_json_line)


# Lines


def _lower(fields: Mapping[str, object]) -> dict[str, object]:
    """Names in lower case: `Title:` and `title:` are one field to every generator's users."""
    names = "".join(fields)
    if names.islower() and names.isascii() and names.isprintable() and " " not in names:
        return dict(fields)
    return {name.strip().lower(): value for name, value in fields.items()}


def _line(text: str, offset: int) -> int:
    """The line that `offset` is on, from 1."""
    return text.count("\n", 0, offset) + 1


def _line_end(text: str, position: int) -> int:
    """Where the next line begins."""
    end = text.find("\n", position)
    return len(text) if end < 0 else end + 1


def _match_end(pattern: re.Pattern[str], text: str, position: int) -> int:
    found = pattern.match(text, position)
    return found.end() if found else position
