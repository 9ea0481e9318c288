"""Highlights as they leave the program: Markdown to read, JSON for other programs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import groupby
from urllib.parse import quote

from reader.library.highlights import COLOURS, Filed

_MARKUP = re.compile(r"([\\`*_\[\]<>~$|])")
_AT_LINE_START = re.compile(r"^(\s*)([-+=#]|\d+(?=[.)]))")
_UNPRINTABLE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


def as_markdown(filed: Iterable[Filed]) -> Iterator[str]:
    """A heading for each article with its source and date below; each quote, and the note behind it."""
    for number, (_, group) in enumerate(groupby(filed, key=lambda each: each.article)):
        highlights = list(group)
        article = highlights[0]
        if number:
            yield ""
        yield f"## {_escaped(_one_line(article.title or article.path.name))}"
        yield ""
        source = f"<{_address(article.link)}>" if article.link else _escaped(_one_line(str(article.path)))
        yield " · ".join(filter(None, (source, article.date.isoformat() if article.date else "")))
        for each in highlights:
            yield ""
            lost = "(no longer in the article) " if each.highlight.is_lost else ""
            for line in (lost + _plain(each.highlight.passage.quote)).split("\n"):
                yield f"> {_escaped(line)}".rstrip()
            if each.highlight.note:
                yield ""
                yield from (_escaped(line) for line in _plain(each.highlight.note).split("\n"))


def as_json(filed: Iterable[Filed]) -> Iterator[str]:
    """An object for each highlight. The fields stay as they are; further ones may come."""
    for each in filed:
        highlight = each.highlight
        start, end, words, before, after = highlight.passage
        yield json.dumps(
            {
                "id": highlight.id,
                "title": each.title,
                "source": each.link,
                "date": each.date.isoformat() if each.date else None,
                "path": str(each.path).encode("utf-8", "replace").decode("utf-8"),
                "quote": words,
                "note": highlight.note,
                "colour": COLOURS[min(max(highlight.colour, 1), len(COLOURS)) - 1],
                "start": start,
                "end": end,
                "before": before,
                "after": after,
                "made": _moment(highlight.made),
                "changed": _moment(highlight.changed),
                "lost": highlight.is_lost,
            },
            ensure_ascii=False,
        )


def _moment(milliseconds: int) -> str:
    return datetime.fromtimestamp(milliseconds / 1000, UTC).isoformat(timespec="seconds")


def _plain(text: str) -> str:
    return _UNPRINTABLE.sub(" ", text)


def _one_line(text: str) -> str:
    return " ".join(_plain(text).split())


def _escaped(line: str) -> str:
    """A line in which nothing is read as Markdown (CommonMark, section 2.4)."""
    return _AT_LINE_START.sub(_behind_backslash, _MARKUP.sub(r"\\\1", line))


def _behind_backslash(match: re.Match[str]) -> str:
    mark = match[2]
    return f"{match[1]}{mark}\\" if mark.isdigit() else f"{match[1]}\\{mark}"


def _address(link: str) -> str:
    return quote(_one_line(link), safe="!#$%&'()*+,/:;=?@[]~")
