"""What a reader types to search an archive, as a tree of what is meant.

Words stand side by side when all are wanted; `OR` joins the words beside it and binds more closely than that; `-`
before anything excludes it; brackets group. The wide forms that a Chinese input method writes (of `:`, `(`, quotes,
letters) mean the same as the ASCII ones. A query is read at every key: what is only begun (an open quote, `title:`, a
last `OR`) counts as far as it goes and is no mistake.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from typing import NamedTuple

from reader.document.phrases import Phrase
from reader.errors import BroadsheetError


class QueryError(BroadsheetError):
    """A query that cannot be read; the message says why, and `start` to `end` is the part of it that is meant."""

    def __init__(self, message: str, start: int, end: int) -> None:
        super().__init__(message)
        self.start = start
        self.end = end


class Words(NamedTuple):
    """A word or phrase that must occur, in the title alone if so asked."""

    phrase: Phrase
    in_title: bool = False


class Field(NamedTuple):
    """Something that must be so of an article."""

    name: str
    value: str
    """As it was typed; for `after` and `before` a day, YYYY-MM-DD."""


class Not(NamedTuple):
    """What must not be so."""

    part: Part


class All(NamedTuple):
    """All of which must be so."""

    parts: tuple[Part, ...]


class Any(NamedTuple):
    """One of which must be so."""

    parts: tuple[Part, ...]


Part = Words | Field | Not | All | Any


class Sort(StrEnum):
    """The order of what is found."""

    RELEVANCE = "relevance"
    DATE = "date"


class Query(NamedTuple):
    """What was typed."""

    part: Part | None
    """None when nothing is asked for."""
    sort: Sort = Sort.RELEVANCE

    def phrases(self) -> tuple[Phrase, ...]:
        """What can be lit on the page of what was found: all words that are not excluded."""
        return tuple(dict.fromkeys(_positive(self.part))) if self.part is not None else ()


class Help(NamedTuple):
    """A line of the query language, for the help, the completion and the documentation."""

    form: str
    meaning: str


HELP = (
    Help("经济 发展", "articles with all of these words"),
    Help('"经济发展"', "with exactly this, one after the other"),
    Help("graph*", "with a word that begins so"),
    Help("-word", "without it; also -tag:x, -(a b)"),
    Help("a OR b", "with one of them"),
    Help("title:word", "with it in the title"),
    Help("author:name", "by this author, or part of the name"),
    Help("tag:name", "with this tag, or part of its name"),
    Help("in:财经/要闻", "in this category or below it"),
    Help("lang:zh", "in this language"),
    Help("after:2021-08", "from then on; a year, a month or a day"),
    Help("before:2021", "before then"),
    Help("is:unread", "not read yet; also read, starred, draft, faulty"),
    Help("has:code", "with code; also image"),
    Help("sort:date", "the newest first, not the best"),
)
"""What can be typed."""

_VALUES = {
    "is": ("unread", "read", "starred", "draft", "faulty"),
    "has": ("code", "image"),
    "sort": tuple(Sort),
}
FIELDS = ("title", "author", "tag", "in", "lang", "after", "before", *_VALUES)
_ASCII = str.maketrans(
    {"：": ":", "（": "(", "）": ")", "“": '"', "”": '"', "„": '"', "＂": '"', "－": "-", "　": " ", "＊": "*"}
)
"""One character each, so that offsets stay."""
_FIELD = re.compile(r"([A-Za-zＡ-Ｚａ-ｚ]{2,12}):(?!//)")
_END = re.compile(r'[\s()"]|\Z')
_DAY = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?[-/.]?\Z")


def parse(text: str) -> Query:
    """What was typed, as far as it is complete. Raises QueryError."""
    parser = _Parser(text)
    part = parser.sequence(depth=0)
    return Query(part, parser.sort)


class _Token(NamedTuple):
    kind: str
    """`(`, `)`, `-`, `OR`, or `term`."""
    start: int
    end: int
    part: Part | None = None


class _Parser:
    """Reads one query from left to right."""

    def __init__(self, text: str) -> None:
        self.sort = Sort.RELEVANCE
        self._text = text.translate(_ASCII)
        self._tokens = list(self._lexed())
        self._at = 0

    def sequence(self, depth: int) -> Part | None:
        """Terms side by side up to a closing bracket or the end."""
        parts: list[Part] = []
        is_or = False
        while (token := self._peek()) is not None:
            if token.kind == ")":
                if not depth:
                    raise QueryError("This bracket closes none.", token.start, token.end)
                break
            if token.kind == "OR":
                self._at += 1
                is_or = bool(parts)
                continue
            part = self._one(depth)
            if part is None:
                continue
            if is_or:
                before = parts.pop()
                part = Any((*before.parts, part) if isinstance(before, Any) else (before, part))
                is_or = False
            parts.append(part)
        if not parts:
            return None
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def _one(self, depth: int) -> Part | None:
        token = self._tokens[self._at]
        self._at += 1
        match token.kind:
            case "-":
                follows = self._peek()
                part = self._one(depth) if follows is not None and follows.kind in ("-", "(", "term") else None
                return None if part is None else Not(part)
            case "(":
                if depth >= _DEEPEST:
                    raise QueryError("Too many brackets within each other.", token.start, token.end)
                part = self.sequence(depth + 1)
                self._at += self._peek() is not None  # its closing bracket, unless it is yet to be typed
                return part
            case _:
                return token.part

    def _peek(self) -> _Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _lexed(self) -> Iterator[_Token]:
        text, at = self._text, 0
        while at < len(text):
            if text[at].isspace():
                at += 1
            elif text[at] in "()":
                yield _Token(text[at], at, at + 1)
                at += 1
            elif text[at] == "-" and at + 1 < len(text) and not text[at + 1].isspace():
                yield _Token("-", at, at + 1)
                at += 1
            else:
                token = self._term(at)
                if token is not None:
                    yield token
                    at = token.end
                else:
                    at = self._value(at)[1]

    def _term(self, at: int) -> _Token | None:
        """A word, a phrase, or a field with its value; None for what says nothing yet."""
        text = self._text
        field = _FIELD.match(text, at)
        name = _narrow(field[1]).lower() if field else ""
        if field and name in FIELDS:
            value, end = self._value(field.end())
            part = self._field(name, value, field.end(), end) if value else None
            return _Token("term", at, end, part)
        if field and (near := get_close_matches(name, FIELDS, 1, 0.75)):
            raise QueryError(f"There is no “{name}:”. Did you mean “{near[0]}:”?", at, field.end())
        value, end = self._value(at)
        if not value or value == "-":
            return _Token("term", at, end)
        if _narrow(value) == "OR" and text[at] != '"':
            return _Token("OR", at, end)
        return _Token("term", at, end, Words(_phrase(value, at, end)))

    def _value(self, at: int) -> tuple[str, int]:
        """What stands in quotes, or up to the next space, and where it ends."""
        text = self._text
        if text.startswith('"', at):
            close = text.find('"', at + 1)
            end = len(text) if close < 0 else close
            stop = min(len(text), end + 1)
            if text.startswith("*", stop) and stop > end:
                return text[at + 1 : end] + "*", stop + 1
            return text[at + 1 : end].strip(), stop
        found = _END.search(text, at)
        end = found.start() if found else len(text)
        return text[at:end], end

    def _field(self, name: str, value: str, start: int, end: int) -> Part | None:
        if name == "title":
            return Words(_phrase(value, start, end), in_title=True)
        if name in ("after", "before"):
            return Field(name, _day(name, value, start, end))
        if name in _VALUES:
            value = _narrow(value).lower()
            known = _VALUES[name]
            if value not in known:
                if end == len(self._text) and any(each.startswith(value) for each in known):
                    return None  # it is still being typed
                raise QueryError(f"After “{name}:” comes {_listed(known)}.", start, end)
            if name == "sort":
                self.sort = Sort(value)
                return None
        return Field(name, value)


_DEEPEST = 20


def _phrase(value: str, start: int, end: int) -> Phrase:
    is_prefix = len(value) > 1 and value.endswith("*")
    phrase = Phrase(value.rstrip("*") if is_prefix else value, is_prefix)
    if not phrase.has_words:
        raise QueryError("Only words can be looked for: letters, digits and characters.", start, end)
    return phrase


def _day(name: str, value: str, start: int, end: int) -> str:
    """The first day of a year or month, or the day itself, that was typed."""
    found = _DAY.match(value)
    if found:
        year, month, day = int(found[1]), int(found[2] or 1), int(found[3] or 1)
        try:
            return date(year, month or 1, day or 1).isoformat()
        except ValueError:
            pass
    elif value.isdigit() and len(value) < 4:
        return date(int(value.ljust(4, "0")) or 1, 1, 1).isoformat()  # a year that is being typed
    raise QueryError(f"After “{name}:” comes a day, such as 2021, 2021-08 or 2021-08-23.", start, end)


def _positive(part: Part) -> Iterator[Phrase]:
    match part:
        case Words(phrase):
            yield phrase
        case All(parts) | Any(parts):
            for each in parts:
                yield from _positive(each)


def _narrow(text: str) -> str:
    """Full-width letters as ASCII."""
    return "".join(chr(ord(each) - 0xFEE0) if "！" <= each <= "～" else each for each in text)


def _listed(words: Iterable[str]) -> str:
    *before, last = words
    return f"{', '.join(before)} or {last}"


# Completion


class Completion(NamedTuple):
    """What may stand in the place of `start` to `end` of the query."""

    text: str
    start: int
    end: int


Names = Callable[[str, str], Iterable[str]]
"""The names that a field (`author`, `tag`, `in`, `lang`) may have and that begin so, or hold that."""


def complete(text: str, cursor: int, names: Names) -> list[Completion]:
    """What the word before the cursor may become: fields, and their values."""
    text = text.translate(_ASCII)
    start = cursor
    while start and not text[start - 1].isspace() and text[start - 1] not in '(-"':
        start -= 1
    word = text[start:cursor]
    field = _FIELD.match(word)
    if field is None:
        found = [f"{name}:" for name in FIELDS if word and name.startswith(_narrow(word).lower())]
        return [Completion(each, start, cursor) for each in found]
    name, begun = _narrow(field[1]).lower(), word[field.end() :]
    if name in _VALUES:
        values: Iterable[str] = [value for value in _VALUES[name] if value.startswith(begun) and value != begun]
    elif name in ("author", "tag", "in", "lang"):
        values = names(name, begun)
    else:
        values = ()
    return [Completion(f"{name}:{_quoted(value)} ", start, cursor) for value in values]


def _quoted(value: str) -> str:
    return f'"{value}"' if _END.search(value).start() < len(value) else value  # type: ignore[union-attr]
