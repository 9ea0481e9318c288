"""By what names articles are linked to, in the catalogue's tables.

An article's row in the catalogue says all that they are made of: so they are worked out from that, once a run has
listed what there is, and the tree does not wait for them.

The keys of names are numbers without any order, and each would fall on another page of the index. So new ones gather
first, and go into the index many at a time, in its order: 400,000 names take a second so, and 15 one by one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from sqlite3 import Connection
from typing import NamedTuple

from reader.library import addresses

_TOGETHER = 1_000
"""Articles whose names are worked out in one transaction: some 20 ms."""
_GATHERED = 60_000
"""New names that go into the index together; looking through so many takes 2 ms."""
_FEW = 500
"""New names that may stay gathered when a run has ended: looked through in a fifth of a millisecond."""
_PASSED_OVER = 8
"""Names an article, on the average, from which on those that no article goes by any more are taken out."""


class Names(NamedTuple):
    """What an article goes by."""

    stamp: int
    """What tells these names from those that it went by before: 47 bits, and never 0, which is for none known yet."""
    keys: tuple[int, ...]
    """See `addresses.key`."""


def of_article(directory: bytes, name: bytes, title: str, named: str | None) -> Names:
    """The names of the article whose file has this name in this folder; `named` as `record.Record` has it."""
    folder = directory.rpartition(b"/")[2].decode("utf-8", "replace")
    written = named.split("\n") if named else ()
    found = addresses.names(name.decode("utf-8", "replace"), folder, title, written)
    keys = tuple(sorted(map(addresses.key, found)))
    return Names(_stamp(keys), keys)


def work_out(connection: Connection) -> int:
    """Work out the names of some articles that have none yet, inside a transaction; of how many."""
    unnamed = connection.execute(
        "SELECT a.id, d.path, a.name, a.title, a.named FROM articles a JOIN directories d ON d.id = a.directory "
        "WHERE a.stamp = 0 LIMIT ?",
        (_TOGETHER,),
    ).fetchall()
    found = [(article, of_article(*row)) for article, *row in unnamed]
    connection.executemany(
        "UPDATE articles SET stamp = ? WHERE id = ?", [(each.stamp, article) for article, each in found]
    )
    put(connection, [(key, article, each.stamp) for article, each in found for key in each.keys])
    return len(found)


def _stamp(keys: Sequence[int]) -> int:
    whole = b"".join(key.to_bytes(8, "big") for key in keys)
    return int.from_bytes(blake2b(whole, digest_size=6).digest(), "big") >> 1 or 1


def put(connection: Connection, rows: Iterable[tuple[int, int, int]]) -> None:
    """Take in key, article and stamp of new names, inside a transaction."""
    connection.executemany("INSERT INTO new_names VALUES (?, ?, ?)", rows)
    _sort_in(connection, _GATHERED)


def settle(connection: Connection) -> None:
    """Put what has gathered into the index, inside a transaction, if it is more than a few: a run has ended."""
    _sort_in(connection, _FEW)


def _sort_in(connection: Connection, least: int) -> None:
    (gathered,) = connection.execute("SELECT max(rowid) FROM new_names").fetchone()
    if (gathered or 0) < least:
        return
    connection.execute(
        "INSERT OR IGNORE INTO names SELECT key, article, stamp FROM new_names ORDER BY key, article, stamp"
    )
    connection.execute("DELETE FROM new_names")
    known, articles = connection.execute(
        "SELECT (SELECT count(*) FROM names), (SELECT count(*) FROM articles)"
    ).fetchone()
    if known > _PASSED_OVER * articles + _GATHERED:
        connection.execute(
            "DELETE FROM names WHERE NOT EXISTS "
            "(SELECT 1 FROM articles a WHERE a.id = names.article AND a.stamp = names.stamp)"
        )


def find(connection: Connection, keys: Iterable[int]) -> dict[int, list[int]]:
    """For each key that any article goes by, those articles by id."""
    wanted = json.dumps(list(keys))
    rows = connection.execute(
        "SELECT DISTINCT n.key, n.article FROM ("
        "SELECT * FROM names WHERE key IN (SELECT value FROM json_each(?1)) UNION ALL "
        "SELECT * FROM new_names WHERE key IN (SELECT value FROM json_each(?1))"
        ") n JOIN articles a ON a.id = n.article AND a.stamp = n.stamp ORDER BY n.article",
        (wanted,),
    )
    found: dict[int, list[int]] = {}
    for key, article in rows:
        found.setdefault(key, []).append(article)
    return found
