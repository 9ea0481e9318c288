"""Marks and places as JSON, to be taken elsewhere and brought together again: an object a line.

The first line says what the file is: `{"broadsheet": "marks", "version": 2}`. Version 1 had no highlights, and is read
as well. There stands too which highlights were removed, where any were: `removed`, a list of `id` and `changed`. Each
further line is an article:

- `path` from the archive's folder, `archive` where that folder stood, `title`, `date` (YYYY-MM-DD), `link`
- `body`: BLAKE2b of the body, 16 bytes in hexadecimal digits; empty where the body could not be read
- `read` and `starred`: `{"is": true, "changed": "2026-11-26T17:33:00.311Z"}`; missing where that was never marked
- `place`: `offset` (code points), `before` and `after` (the words there), `rows`, `share` (0 to 1), `changed`
- `highlights`, a list: `id` (a number below 2 to the 53rd), `start` and `end` (code points), `quote`, `before` and
  `after` (the words around it), `colour` (a name), `note`, `made`, `changed`, `lost` (whether its words were gone)
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from reader.document.anchor import Anchor, Left
from reader.errors import BroadsheetError
from reader.library import highlights_json, identity
from reader.library.highlights import Highlight, Removed, by_article, merge_removed, removed
from reader.library.highlights import merge as merge_highlights
from reader.library.identity import Identity
from reader.library.json_fields import Fields, as_moment, milliseconds, text, truth, whole
from reader.library.mark import Kind
from reader.library.marks import Marks
from reader.library.record import storable

_HEAD = {"broadsheet": "marks", "version": 2}
_READ = (1, 2)
"""The versions that can be read."""


class MarksJsonError(BroadsheetError):
    """What was given is not what `export` writes; the message names the line."""


class Exported(NamedTuple):
    """What is kept of one article."""

    identity: Identity
    marks: dict[Kind, tuple[bool, int]]
    """Whether it is marked so, and since when, in milliseconds since 1970."""
    place: tuple[Left, int] | None
    """Where it was left, and when."""
    highlights: Sequence[Highlight] = ()


class Merged(NamedTuple):
    """What a merge has done."""

    articles: int = 0
    """That were given."""
    new: int = 0
    """Of which nothing was known."""
    marks: int = 0
    """Marks that are others now."""
    places: int = 0
    """Places that are others now."""
    highlights: int = 0
    """Highlights that are new, or others now."""
    removed: int = 0
    """Highlights that are gone now."""


def dump(marks: Marks) -> Iterator[str]:
    """The lines of an export, without line ends; none but the first where nothing is kept. Raises CatalogueError."""
    with marks.database.reading() as connection:
        gone = [highlights_json.removed_as_fields(each) for each in removed(connection)]
        yield json.dumps({**_HEAD, "removed": gone} if gone else _HEAD)
        highlights = by_article(connection)
        rows = connection.execute(
            "SELECT a.id, a.body_hash, a.root, a.path, a.title, a.link, a.day, m.is_read, m.read_changed, "
            "m.is_starred, m.starred_changed, p.position, p.before, p.after, p.rows, p.share, p.changed "
            "FROM articles a LEFT JOIN marks m ON m.article = a.id LEFT JOIN places p ON p.article = a.id "
            "WHERE m.article IS NOT NULL OR p.article IS NOT NULL "
            "OR EXISTS (SELECT 1 FROM highlights WHERE article = a.id) ORDER BY a.id"
        )
        for article, *row in rows:
            yield _line(Identity(*row[:6]), row[6:10], row[10:], highlights.get(article, ()))


def _line(known: Identity, marks: Sequence[Any], place: Sequence[Any], highlights: Sequence[Highlight]) -> str:
    said: dict[str, Any] = {
        "path": os.fsdecode(known.path),
        "archive": os.fsdecode(known.root),
        "title": known.title,
        "date": date.fromordinal(known.day).isoformat() if known.day else None,
        "link": known.link,
        "body": known.body_hash.hex(),
    }
    for kind, is_set, changed in ((Kind.READ, *marks[:2]), (Kind.STARRED, *marks[2:])):
        if changed:
            said[kind.value] = {"is": bool(is_set), "changed": as_moment(changed)}
    if place[0] is not None:
        offset, before, after, rows, share, changed = place
        said["place"] = {
            "offset": offset,
            "before": before,
            "after": after,
            "rows": rows,
            "share": share,
            "changed": as_moment(changed),
        }
    if highlights:
        said["highlights"] = [highlights_json.as_fields(each) for each in highlights]
    line = json.dumps(said, ensure_ascii=False)
    try:
        line.encode()
    except UnicodeEncodeError:  # a file named with bytes that are no text
        return json.dumps(said)
    return line


def load(lines: Iterable[str]) -> Iterator[Exported | Removed]:
    """The articles of an export, after the highlights that were removed.

    Raises MarksJsonError, with the number of the line, for what is none.
    """
    is_first = True
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            said = json.loads(line)
            if not isinstance(said, dict):
                raise TypeError("no object")
            if is_first:
                is_first = False
                if said.get("broadsheet") != "marks":
                    raise ValueError('no marks of Broadsheet: the first line is not {"broadsheet": "marks", …}')
                if said.get("version") not in _READ:
                    raise ValueError(f"version {said.get('version')!r}, which this program does not know")
                yield from map(highlights_json.removed_from_fields, said.get("removed", ()))
                continue
            yield _exported(said)
        except json.JSONDecodeError as error:
            raise MarksJsonError(f"line {number}: {'no marks of Broadsheet' if is_first else 'no JSON'}") from error
        except KeyError as error:
            raise MarksJsonError(f"line {number}: {error.args[0]!r} is missing") from error
        except (ValueError, TypeError, OverflowError, AttributeError) as error:
            raise MarksJsonError(f"line {number}: {error}") from error
        except RecursionError as error:
            raise MarksJsonError(f"line {number}: lists inside lists without end") from error
    if is_first:
        raise MarksJsonError("line 1: nothing is there")


def _exported(said: Fields) -> Exported:
    day = said.get("date")
    body = bytes.fromhex(text(said, "body"))
    if len(body) not in (0, 16):
        raise ValueError(f"'body' has {len(body)} bytes, not 16")
    known = Identity(
        body,
        _path(said, "archive"),
        _path(said, "path"),
        storable(text(said, "title")),
        storable(text(said, "link")),
        date.fromisoformat(day).toordinal() if day is not None else None,
    )
    marks: dict[Kind, tuple[bool, int]] = {}
    for kind in Kind:
        if (mark := said.get(kind.value)) is not None:
            marks[kind] = (truth(mark, "is", of=kind), milliseconds(mark, "changed"))
    place = _place(said["place"]) if said.get("place") is not None else None
    return Exported(known, marks, place, tuple(map(highlights_json.from_fields, said.get("highlights", ()))))


def _path(said: Fields, name: str) -> bytes:
    path = os.fsencode(text(said, name))
    if b"\0" in path:
        raise ValueError(f"'{name}' holds U+0000, which no path does")
    return path


def _place(said: Fields) -> tuple[Left, int]:
    offset, rows, share = whole(said, "offset", "code points"), whole(said, "rows", "rows"), said["share"]
    if not isinstance(share, int | float) or not 0 <= share <= 1:
        raise TypeError(f"'share' is {share!r}, not between 0 and 1")
    anchor = Anchor(max(0, offset), storable(text(said, "before")), storable(text(said, "after")))
    return Left(anchor, rows, float(share)), milliseconds(said, "changed")


class _Given:
    """The archive that was exported from: what is in it told apart there is told apart here."""

    def __init__(self, exported: Sequence[Exported]) -> None:
        self._bodies = {each.identity.file: each.identity.body_hash for each in exported}
        self._known = set(self._bodies.values())

    def body_at(self, file: bytes) -> bytes | None:
        return self._bodies.get(file)

    def has_body(self, body_hash: bytes) -> bool:
        return body_hash in self._known


def merge(marks: Marks, exported: Iterable[Exported | Removed]) -> Merged:
    """Takes in what was exported elsewhere: of each mark, place and highlight the later counts. All of it, or nothing.

    A highlight is removed that was removed there after it was changed last.

    Raises CatalogueError, and what `exported` raises.
    """
    new = changed = places = highlights = 0
    everything = list(exported)
    given = [each for each in everything if isinstance(each, Exported)]
    archive = _Given(given)
    with marks.database.writing() as connection:
        gone = merge_removed(connection, (each for each in everything if isinstance(each, Removed)))
        for each in given:
            new += identity.find(connection, each.identity, archive) is None
            article = identity.keep(connection, each.identity, archive)
            if each.marks:
                connection.execute("INSERT OR IGNORE INTO marks (article) VALUES (?)", (article,))
            for kind, (is_set, moment) in each.marks.items():
                changed += connection.execute(
                    f"UPDATE marks SET is_{kind} = ?1, {kind}_changed = ?2 WHERE article = ?3 AND {kind}_changed < ?2",
                    (is_set, moment, article),
                ).rowcount
            if each.place is not None:
                left, moment = each.place
                places += connection.execute(
                    "INSERT INTO places (article, position, before, after, rows, share, changed) "
                    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (article) DO UPDATE SET "
                    "(position, before, after, rows, share, changed) = (?2, ?3, ?4, ?5, ?6, ?7) WHERE changed < ?7",
                    (article, *left.anchor, left.rows, left.share, moment),
                ).rowcount
            highlights += merge_highlights(connection, article, each.highlights)
    return Merged(len(given), new, changed, places, highlights, gone)
