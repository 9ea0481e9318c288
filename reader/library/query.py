"""What a reader types to search an archive, as a tree of what is meant.

Words stand side by side when all are wanted; `OR` joins the words beside it and binds more closely than that; `-`
before anything excludes it; brackets group. The wide forms that a Chinese input method writes (of `:`, `(`, quotes,
letters) mean the same as the ASCII ones. Quotes make a phrase, and plain text of what would be a field or a sign.

A query is read at every key: at its end, what is only begun (an open quote, `title:`, `is:un`, `-`, `OR`, an open
bracket) counts as far as it goes and is no mistake. Anywhere else it is one.
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
        return tuple(dict.fromkeys(wanted_phrases(self.part))) if self.part is not None else ()

    def advice(self) -> str:
        """What may find something where this found nothing, as the end of a sentence; empty where nothing is known."""
        begun = next((word for each in reversed(self.phrases()) if (word := each.as_beginning)), "")
        return f"; {begun} finds words that begin so" if begun else ""


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
_A_DAY = "a day, a month or a year, such as 2021-08-23, 2021-08 or 2021"
_WHAT = {
    "title": "a word, or several in quotes",
    "author": "a name, in quotes if there are spaces in it",
    "tag": "a tag, in quotes if there are spaces in it",
    "in": "a category, in quotes if there are spaces in it",
    "lang": "a language, such as zh, zh-Hant or ja",
    "after": _A_DAY,
    "before": _A_DAY,
}
"""What stands behind the other fields."""
_NAMED = ("author", "tag", "in", "lang")
"""Fields whose values are names of the archive's own."""

QUOTES = "“”„‟＂"
"""What stands for `"`."""
_ASCII = str.maketrans(
    {**dict.fromkeys(QUOTES, '"'), "：": ":", "（": "(", "）": ")", "－": "-", "\u3000": " ", "＊": "*"}
)
"""One character each, so that offsets stay."""
_FIELD = re.compile(r"([A-Za-zＡ-Ｚａ-ｚ]{2,12}):(?!//)")
_END = re.compile(r'[\s()"]|\Z')
_CLOSE = re.compile('"')
_CLOSE_OF_NAME = re.compile(r'"(?=[\s()]|\Z)')
"""A name may hold quotes itself: `in:“双减”政策`."""
_DAY = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2}))?)?[-/.年月日]?\Z")

_DEEPEST = 20
_MOST = 100
"""Words and fields of a query. SQLite bounds the depth of what it is asked."""


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
    """None for a term that says nothing about articles, or nothing yet."""


class _Value(NamedTuple):
    """What follows a field's colon, or a word or phrase of its own."""

    text: str
    start: int
    end: int
    is_open: bool
    """Whether it is still being typed, for all one knows."""


class _Parser:
    """Reads one query from left to right."""

    def __init__(self, text: str) -> None:
        self.sort = Sort.RELEVANCE
        # Of a command line that is not UTF-8 there are lone surrogates, which SQLite does not take.
        self._text = text.encode("utf-8", "replace").decode().translate(_ASCII)
        self._tokens = list(self._lexed())
        self._at = 0

    def sequence(self, depth: int) -> Part | None:
        """Terms side by side up to a closing bracket or the end."""
        parts: list[Part] = []
        is_or = False
        while (token := self._peek()) is not None:
            if token.kind == ")":
                if not depth:
                    raise QueryError("This bracket closes none. Put it in quotes, or take it out.", *token[1:3])
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
        """A term or group with what excludes it; None where that says nothing."""
        is_excluded = False
        while (token := self._peek()) is not None and token.kind == "-":
            self._at += 1
            is_excluded = not is_excluded
        if token is None or token.kind in ("OR", ")"):
            return None
        self._at += 1
        part = token.part
        if token.kind == "(":
            if depth >= _DEEPEST:
                raise QueryError("There are too many brackets within each other.", *token[1:3])
            part = self.sequence(depth + 1)
            self._at += self._peek() is not None  # its closing bracket, unless that is yet to be typed
        return Not(part) if part is not None and is_excluded else part

    def _peek(self) -> _Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _lexed(self) -> Iterator[_Token]:
        text, at, terms = self._text, 0, 0
        while at < len(text):
            if text[at].isspace():
                at += 1
                continue
            if text[at] in "()" or (text[at] == "-" and not text[at + 1 : at + 2].isspace()):
                token = _Token(text[at], at, at + 1)
            else:
                token = self._term(at)
                terms += token.kind == "term"
                if terms > _MOST:
                    raise QueryError(f"A query may have {_MOST} words; quotes make one of a sentence.", at, len(text))
            yield token
            at = token.end

    def _term(self, at: int) -> _Token:
        text = self._text
        field = _FIELD.match(text, at)
        if field is None:
            return self._words(at)
        name = _narrow(field[1]).lower()
        if name in FIELDS:
            value = self._value(field.end(), is_name=name in _NAMED)
            return _Token("term", at, value.end, self._field(name, value, at))
        near = next(
            (near for near in get_close_matches(name, FIELDS, 1, 0.8) if len(near) > 2 and near[0] == name[0]), None
        )
        if near is not None:
            message = f"There is no “{name}:”. Did you mean “{near}:”? In quotes, it is plain text."
            raise QueryError(message, at, field.end())
        return self._words(at)

    def _words(self, at: int) -> _Token:
        value = self._value(at)
        if _narrow(value.text) == "OR" and self._text[at] != '"':
            return _Token("OR", at, value.end)
        part = None if value.text in ("", "-") else self._phrase(value)
        return _Token("term", at, value.end, None if part is None else Words(part))

    def _value(self, at: int, *, is_name: bool = False) -> _Value:
        """What stands in quotes, or up to the next space."""
        text = self._text
        if not text.startswith('"', at):
            found = _END.search(text, at)
            end = found.start() if found else len(text)
            return _Value(text[at:end], at, end, end == len(text))
        closing = (_CLOSE_OF_NAME if is_name else _CLOSE).search(text, at + 1)
        if closing is None:
            return _Value(text[at + 1 :].strip(), at, len(text), is_open=True)
        value, end = text[at + 1 : closing.start()].strip(), closing.end()
        if text.startswith("*", end) and not is_name:
            return _Value(f"{value}*", at, end + 1, is_open=False)
        return _Value(value, at, end, is_open=False)

    def _phrase(self, value: _Value) -> Phrase | None:
        is_prefix = value.text.endswith("*")
        phrase = Phrase(value.text.rstrip("*") if is_prefix else value.text, is_prefix)
        if phrase.has_words:
            return phrase
        if value.is_open and (len(value.text) <= 1 or self._text[value.start] == '"'):
            return None
        message = "Only words can be looked for: letters, digits and characters, and signs beside them."
        raise QueryError(message, value.start, value.end)

    def _field(self, name: str, value: _Value, start: int) -> Part | None:
        if not value.text:
            if not self._text[value.end :].strip():
                return None
            what = _listed(_VALUES[name]) if name in _VALUES else _WHAT[name]
            raise QueryError(f"Right after “{name}:” comes {what}.", start, max(value.end, start + len(name) + 1))
        if name == "title":
            phrase = self._phrase(value)
            return None if phrase is None else Words(phrase, in_title=True)
        if name in ("after", "before"):
            return Field(name, _day(name, value))
        if name not in _VALUES:
            return Field(name, value.text)
        typed = _narrow(value.text).lower()
        known = _VALUES[name]
        if typed not in known:
            if value.is_open and any(each.startswith(typed) for each in known):
                return None
            raise QueryError(f"After “{name}:” comes {_listed(known)}.", value.start, value.end)
        if name == "sort":
            self.sort = Sort(typed)
            return None
        return Field(name, typed)


def _day(name: str, value: _Value) -> str:
    """The first day of a year or month, or the day itself, that was typed."""
    typed = value.text
    found = _DAY.match(typed)
    if found is None and value.is_open and typed.isdecimal() and len(typed) < 4:
        found = _DAY.match(typed.ljust(4, "0"))  # a year that is being typed
    if found is not None:
        year, month, day = int(found[1]), int(found[2] or 1), int(found[3] or 1)
        if value.is_open:
            year, month, day = max(year, 1), max(month, 1), max(day, 1)
        try:
            return date(year, month, day).isoformat()
        except ValueError:
            pass  # such as the 30th of February
    raise QueryError(f"After “{name}:” comes {_A_DAY}.", value.start, value.end)


def wanted_phrases(part: Part) -> Iterator[Phrase]:
    """The words and phrases of a part that are not excluded, in their order."""
    match part:
        case Words(phrase):
            yield phrase
        case All(parts) | Any(parts):
            for each in parts:
                yield from wanted_phrases(each)


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

_BEGUN = re.compile(
    r"""(?:^|(?<=[\s()]))-*(?:(?P<field>[A-Za-zＡ-Ｚａ-ｚ]{2,12}):(?P<value>"[^"]*|[^\s()"]*)|(?P<word>[A-Za-zＡ-Ｚａ-ｚ]+))\Z"""
)


def complete(text: str, cursor: int, names: Names) -> list[Completion]:
    """What the word before the cursor may become: fields, and their values. Inside a phrase, nothing."""
    typed = text[:cursor].translate(_ASCII)
    begun = _BEGUN.search(typed)
    if begun is None or typed.count('"', 0, begun.start()) % 2:
        return []
    if begun["word"]:
        word = _narrow(begun["word"]).lower()
        return [Completion(f"{name}:", begun.start("word"), cursor) for name in FIELDS if name.startswith(word)]
    name, value = _narrow(begun["field"]).lower(), begun["value"].removeprefix('"')
    if name in _VALUES:
        known = _narrow(value).lower()
        values: Iterable[str] = [each for each in _VALUES[name] if each.startswith(known) and each != known]
    elif name in _NAMED:
        values = names(name, value)
    else:
        values = ()
    return [Completion(f"{name}:{_written(value)} ", begun.start("field"), cursor) for value in values]


def _written(name: str) -> str:
    """A name as it can be typed, without its own quotes: they do not count where names are compared."""
    plain = name.translate(dict.fromkeys(map(ord, f'{QUOTES}"')))
    end = _END.search(plain.translate(_ASCII))
    return f'"{plain}"' if end is not None and end.start() < len(plain) else plain
