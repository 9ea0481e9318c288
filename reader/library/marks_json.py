"""Marks and places as JSON, to be taken elsewhere and brought together again: an object a line.

The first line says what the file is: `{"broadsheet": "marks", "version": 1}`. Each further line is an article:

- `path` from the archive's folder, `archive` where that folder stood, `title`, `date` (YYYY-MM-DD), `link`
- `body`: BLAKE2b of the body, 16 bytes in hexadecimal digits; empty where the body could not be read
- `read` and `starred`: `{"is": true, "changed": "2026-11-26T17:33:00.311Z"}`; missing where that was never marked
- `place`: `offset` (code points), `before` and `after` (the words there), `rows`, `share` (0 to 1), `changed`
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from reader.document.anchor import Anchor, Left
from reader.errors import BroadsheetError
from reader.library import identity
from reader.library.identity import Identity
from reader.library.marks import Kind, Marks
from reader.library.record import storable

_HEAD = {"broadsheet": "marks", "version": 1}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class MarksJsonError(BroadsheetError):
    """What was given is not what `export` writes; the message names the line."""


class Exported(NamedTuple):
    """What is kept of one article."""

    identity: Identity
    marks: dict[Kind, tuple[bool, int]]
    """Whether it is marked so, and since when, in milliseconds since 1970."""
    place: tuple[Left, int] | None
    """Where it was left, and when."""


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


def dump(marks: Marks) -> Iterator[str]:
    """The lines of an export, without line ends; none but the first where nothing is kept. Raises CatalogueError."""
    yield json.dumps(_HEAD)
    with marks.database.reading() as connection:
        rows = connection.execute(
            "SELECT a.body_hash, a.root, a.path, a.title, a.link, a.day, m.is_read, m.read_changed, m.is_starred, "
            "m.starred_changed, p.position, p.before, p.after, p.rows, p.share, p.changed FROM articles a "
            "LEFT JOIN marks m ON m.article = a.id LEFT JOIN places p ON p.article = a.id "
            "WHERE m.article IS NOT NULL OR p.article IS NOT NULL ORDER BY a.id"
        )
        for row in rows:
            yield _line(Identity(*row[:6]), row[6:10], row[10:])


def _line(known: Identity, marks: tuple[Any, ...], place: tuple[Any, ...]) -> str:
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
            said[kind.value] = {"is": bool(is_set), "changed": _moment(changed)}
    if place[0] is not None:
        offset, before, after, rows, share, changed = place
        said["place"] = {
            "offset": offset,
            "before": before,
            "after": after,
            "rows": rows,
            "share": share,
            "changed": _moment(changed),
        }
    text = json.dumps(said, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:  # a file named with bytes that are no text
        return json.dumps(said)
    return text


def load(lines: Iterable[str]) -> Iterator[Exported]:
    """The articles of an export. Raises MarksJsonError, with the number of the line, for what is none."""
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
                if said.get("version") != 1:
                    raise ValueError(f"version {said.get('version')!r}, which this program does not know")
                continue
            yield _exported(said)
        except KeyError as error:
            raise MarksJsonError(f"line {number}: {error.args[0]!r} is missing") from error
        except (ValueError, TypeError, OverflowError, AttributeError) as error:
            raise MarksJsonError(f"line {number}: {error}") from error
    if is_first:
        raise MarksJsonError("line 1: nothing is there")


def _exported(said: dict[str, Any]) -> Exported:
    day = said.get("date")
    body = bytes.fromhex(_text(said, "body"))
    if len(body) not in (0, 16):
        raise ValueError(f"'body' has {len(body)} bytes, not 16")
    known = Identity(
        body,
        os.fsencode(_text(said, "archive")),
        os.fsencode(_text(said, "path")),
        storable(_text(said, "title")),
        storable(_text(said, "link")),
        date.fromisoformat(day).toordinal() if day is not None else None,
    )
    marks: dict[Kind, tuple[bool, int]] = {}
    for kind in Kind:
        if (mark := said.get(kind.value)) is not None:
            if not isinstance(mark["is"], bool):
                raise TypeError(f"'{kind}' is {mark['is']!r}, neither true nor false")
            marks[kind] = (mark["is"], _milliseconds(mark["changed"]))
    return Exported(known, marks, _place(said["place"]) if said.get("place") is not None else None)


def _place(said: dict[str, Any]) -> tuple[Left, int]:
    offset, rows, share = said["offset"], said["rows"], said["share"]
    for name, value in (("offset", offset), ("rows", rows)):
        if not isinstance(value, int) or isinstance(value, bool) or not -(2**31) < value < 2**31:
            raise TypeError(f"'{name}' is {value!r}, no number of code points or rows")
    if not isinstance(share, int | float) or not 0 <= share <= 1:
        raise TypeError(f"'share' is {share!r}, not between 0 and 1")
    anchor = Anchor(max(0, offset), storable(_text(said, "before")), storable(_text(said, "after")))
    return Left(anchor, rows, float(share)), _milliseconds(said["changed"])


class _Given:
    """The archive that was exported from: what is in it told apart there is told apart here."""

    def __init__(self, exported: Sequence[Exported]) -> None:
        self._bodies = {each.identity.file: each.identity.body_hash for each in exported}
        self._known = set(self._bodies.values())

    def body_at(self, file: bytes) -> bytes | None:
        return self._bodies.get(file)

    def has_body(self, body_hash: bytes) -> bool:
        return body_hash in self._known


def merge(marks: Marks, exported: Iterable[Exported]) -> Merged:
    """Takes in what was exported elsewhere: of each mark and place the later counts. All of it, or nothing.

    Raises CatalogueError, and what `exported` raises.
    """
    new = changed = places = 0
    given = list(exported)
    archive = _Given(given)
    with marks.database.writing() as connection:
        for each in given:
            new += identity.find(connection, each.identity, archive) is None
            article = identity.keep(connection, each.identity, archive)
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
    return Merged(len(given), new, changed, places)


def _text(said: dict[str, Any], name: str) -> str:
    value = said[name]
    if not isinstance(value, str):
        raise TypeError(f"'{name}' is {value!r}, no text")
    return value


def _moment(milliseconds: int) -> str:
    moment = _EPOCH + timedelta(milliseconds=milliseconds)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _milliseconds(said: Any) -> int:
    if not isinstance(said, str):
        raise TypeError(f"'changed' is {said!r}, no time")
    moment = datetime.fromisoformat(said)
    if moment.tzinfo is None:
        raise ValueError(f"'changed' is {said!r}, a time without its zone")
    return (moment - _EPOCH) // timedelta(milliseconds=1)
