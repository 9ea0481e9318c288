"""The index of titles: what comes first in it is what BM25 ranks first."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from reader.document.phrases import as_fts
from reader.document.words import fold, tokens
from reader.library import titles
from reader.library.database import Database
from reader.library.query import Words, parse
from reader.library.schema import MIGRATIONS

CHANCE = random.Random(3)
TITLES = tuple(
    CHANCE.choice(["", " ", "：", " graph "]).join(
        "".join(CHANCE.choices("经济发展中国市场数据，", k=CHANCE.randint(1, 5))) for _ in range(CHANCE.randint(1, 5))
    )
    + CHANCE.choice(["", "", "个", " 2", " index graph"])
    for _ in range(600)
)


_NEEDED = (
    "id, directory, name, title, day, "
    "size, modified, body_hash, sort, date, flags, category, folder, month, tag, author"
)
OWNERS = f"CROSS JOIN documents d ON d.id = {titles.DOCUMENT} CROSS JOIN articles a ON a.id = d.article"


@pytest.fixture(scope="module")
def connection() -> Iterator[sqlite3.Connection]:
    database = Database(MIGRATIONS)
    with closing(database), database.writing() as connection:
        for number, title in enumerate(TITLES, 1):
            needed = (number, number, b"%d" % number, title, number % 7)
            connection.execute(f"INSERT INTO articles ({_NEEDED}) VALUES (?, ?, ?, ?, ?{', 0' * 11})", needed)
            connection.execute("INSERT INTO documents VALUES (?, ?, 0)", (number, number))
        folded = [(number, " ".join(tokens(fold(title))).encode()) for number, title in enumerate(TITLES, 1)]
        for begin in range(0, len(folded), 250):
            titles.put(connection, folded[begin : begin + 250])
        yield connection


def best(connection: sqlite3.Connection, matching: str, limit: int, *, is_each_once: bool = True) -> list[int]:
    return titles.best(connection, matching, OWNERS, "", (), limit, is_each_once=is_each_once)


def match(*typed: str) -> str:
    parts = [parse(each).part for each in typed]
    return " AND ".join(as_fts(part.phrase) for part in parts if isinstance(part, Words))


QUERIES = (
    *[(each,) for each in ("经", "个", "经济", "发展", "中国市", "graph", "数据", "2", "济经", "无")],
    *[("经济", "发展"), ("国", "市场"), ("经", "graph"), ("经济", "经济"), ('"index graph"', "中"), ("经", "济", "发")],
)


@pytest.mark.parametrize("typed", QUERIES)
@pytest.mark.parametrize("limit", [1, 7, 50, -1])
def test_the_best_are_those_that_all_of_them_ranked_would_begin_with(
    connection: sqlite3.Connection, typed: tuple[str, ...], limit: int
) -> None:
    ranked = [
        article
        for (article,) in connection.execute(
            f"SELECT a.id FROM titles {OWNERS} WHERE titles MATCH ? ORDER BY bm25(titles), titles.rowid LIMIT ?",
            (match(*typed), limit),
        )
    ]
    for is_each_once in (True, False):
        assert best(connection, match(*typed), limit, is_each_once=is_each_once) == ranked
    assert ranked or typed == ("无",)


def test_what_else_must_be_so_is_asked_of_each(connection: sqlite3.Connection) -> None:
    found = titles.best(connection, match("经济"), OWNERS, " AND a.day = ?", (3,), 5, is_each_once=True)
    everything = best(connection, match("经济"), -1)
    assert found == [article for article in everything if article % 7 == 3][:5]
    assert len(found) == 5


def test_of_two_alike_the_one_that_came_last_stands_first(connection: sqlite3.Connection) -> None:
    alike = [(9_001, b"alike"), (9_002, b"alike")]
    titles.put(connection, alike)
    connection.execute("UPDATE documents SET id = id + 9000 WHERE id IN (1, 2)")
    assert best(connection, "alike", 5) == [2, 1]


@pytest.mark.parametrize("typed", ["经", "经济", "graph"])
@pytest.mark.parametrize("is_each_once", [True, False])
def test_a_title_that_no_article_has_any_more_is_passed_over(
    connection: sqlite3.Connection, typed: str, is_each_once: bool
) -> None:
    everything = best(connection, match(typed), -1)
    for gone in (5, 40):
        connection.execute("SAVEPOINT whole")
        connection.execute(f"DELETE FROM documents WHERE article IN ({','.join(map(str, everything[:gone]))})")
        assert best(connection, match(typed), 10, is_each_once=is_each_once) == everything[gone:][:10]
        connection.execute("ROLLBACK TO whole")
