"""All titles, once more, in an index of their own: of those that hold what is asked, the best come first.

Whoever asks for fifty of 70,000 reads fifty. BM25 sets a title that holds each word once above every longer one that
does so too, whatever the words are; so the index numbers titles in the order of their lengths, and what FTS5 finds is
ranked as it comes. Titles that hold a word twice stand before all others in it and are ranked as usual: they are few.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from heapq import merge
from itertools import islice
from operator import itemgetter
from sqlite3 import Connection

from reader.document.words import WORD_BYTES, is_run

_DOCUMENTS = (1 << 40) - 1
"""The lowest bits of a title's number: its document's, counted from above, so that of two the later one comes first."""
_LENGTHS = (1 << 20) - 1
"""The bits above: how many words and pairs the title has."""
_ONCE = 1 << 60
"""The bit above those: that none of them stands in it twice."""
_LAST = (1 << 63) - 1

_PARTED = bytes(code if code in WORD_BYTES else 32 for code in range(256)).lower()
"""For `translate`: spaces where FTS5's `ascii` parts words, and ASCII's capitals small."""

DOCUMENT = f"{_DOCUMENTS} - (titles.rowid & {_DOCUMENTS})"
"""A title's document, as SQL."""
_RANK = "bm25(titles)"


def put(connection: Connection, titles: Iterable[tuple[int, bytes]]) -> None:
    """Index the titles of documents: each one's number, and its tokens as `weaving.indexed` has them."""
    rows = sorted((_number(*each), each[1]) for each in titles)
    connection.executemany("INSERT INTO titles (rowid, title) VALUES (?, ?)", rows)


def _number(document: int, title: bytes) -> int:
    tokens = title.translate(_PARTED).decode().split()
    # One character is looked for as what words begin with: it must not begin two.
    firsts = {token[0] if is_run(token) else token for token in tokens}
    is_once = len(firsts) == len(tokens) <= _LENGTHS
    return is_once * _ONCE | min(len(tokens), _LENGTHS) << 40 | _DOCUMENTS - document


def best(
    connection: Connection,
    match: str,
    owners: str,
    conditions: str,
    values: Sequence[object],
    limit: int,
    *,
    is_each_once: bool,
) -> list[int]:
    """The articles whose titles match, the best first.

    `owners` is SQL that joins `documents d` by their numbers, and what else the `conditions` are about.
    `is_each_once`: whether all words must be there, and each at most once in a title of other words each once.
    """
    below = _ONCE if is_each_once else _LAST
    if conditions or limit < 0:
        ranked = connection.execute(
            f"SELECT d.article, {_RANK} AS rank FROM titles {owners} "
            f"WHERE titles MATCH ? AND titles.rowid < ?{conditions} ORDER BY 2, titles.rowid LIMIT ?",
            (match, below, *values, limit),
        ).fetchall()
    else:
        ranked = _first(connection, match, below, limit)
    if not is_each_once:
        return [article for article, _ in ranked]
    in_order = connection.execute(
        f"SELECT d.article, {_RANK if ranked else 0} FROM titles {owners} "
        f"WHERE titles MATCH ? AND titles.rowid >= ?{conditions} ORDER BY titles.rowid LIMIT ?",
        (match, _ONCE, *values, limit),
    ).fetchall()
    both = merge(ranked, in_order, key=itemgetter(1))
    return [article for article, _ in islice(both, limit if limit >= 0 else None)]


def _first(connection: Connection, match: str, below: int, limit: int) -> list[tuple[int, float]]:
    """So many articles with a title that matches and a number `below` this, the best first, and their ranks.

    To look all of them up among the documents would take as long as to rank them.
    """
    for many in (2 * limit, -1):
        rows = connection.execute(
            f"SELECT (SELECT article FROM documents WHERE id = {DOCUMENT}), rank FROM "
            f"(SELECT rowid, {_RANK} AS rank FROM titles WHERE titles MATCH ? AND rowid < ? ORDER BY 2, 1 LIMIT ?) "
            "titles ORDER BY rank, rowid",
            (match, below, many),
        ).fetchall()
        found = [(article, rank) for article, rank in rows if article is not None]
        if len(found) >= limit or len(rows) < many:
            break
    return found[:limit]
