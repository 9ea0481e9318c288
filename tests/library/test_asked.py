"""What is asked of the index, and in which order its answers come."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from reader.document import weaving
from reader.library.asked import Asked
from reader.library.database import Database
from reader.library.full_text import FullText
from reader.library.query import Sort, parse
from reader.library.schema import MIGRATIONS
from reader.library.texts import Text

TEXTS = 1_200


def told(number: int) -> str:
    """A text: nearly all have `the`, most `of`, a third `archive`; the later ones are shorter."""
    words = ["the"] if number % 10 else []
    words += ["of"] * (number % 5 > 1) + ["archive"] * (number % 3 == 0) * (1 + number % 4)
    return " ".join([*words, *["paper"] * (40 - number // 40), "个" * (number % 2)])


@pytest.fixture(scope="module")
def connection() -> Iterator[sqlite3.Connection]:
    database = Database(MIGRATIONS)
    with closing(database):
        with database.writing() as connection:
            rows = [(number, number, b"%d" % number, b"") for number in range(1, TEXTS + 1)]
            needed = "size, modified, title, sort, date, day, flags, category, folder, month, tag, author"
            connection.executemany(
                f"INSERT INTO articles (id, directory, name, body_hash, {needed}) VALUES (?, ?, ?, ?{', 0' * 12})", rows
            )
        FullText(database).put([Text(n, b"", b"", weaving.indexed(told(n)), 0, None) for n in range(1, TEXTS + 1)])
        with database.reading() as connection:
            yield connection


def asked(connection: sqlite3.Connection, typed: str, limit: int) -> list[int]:
    part = parse(typed).part
    assert part is not None
    return Asked(connection, part, lambda mark: (), simplify=True).articles(Sort.RELEVANCE, limit)


def having(*words: str) -> list[int]:
    return [number for number in range(1, TEXTS + 1) if set(words) <= set(told(number).split())]


@pytest.mark.parametrize("limit", [1, 30, -1])
@pytest.mark.parametrize("words", [("the",), ("of", "the"), ("paper",)])
def test_of_words_that_most_texts_hold_the_last_texts_come_first(
    connection: sqlite3.Connection, words: tuple[str, ...], limit: int
) -> None:
    expected = having(*words)[::-1]
    assert asked(connection, " ".join(words), limit) == (expected if limit < 0 else expected[:limit])


@pytest.mark.parametrize("typed", ["archive", "archive the", "个 archive", "of 个", "ar* pap*"])
def test_all_else_is_ranked(connection: sqlite3.Connection, typed: str) -> None:
    found = asked(connection, typed, -1)
    words = ["archive" if each == "ar*" else "paper" if each == "pap*" else each for each in typed.split()]
    assert sorted(found) == having(*words)
    assert found != sorted(found, reverse=True)
    assert asked(connection, typed, 40) == found[:40]


def test_a_word_that_few_texts_hold_counts_beside_one_that_most_hold(connection: sqlite3.Connection) -> None:
    found = asked(connection, "archive OR the", 30)
    assert set(found) <= set(having("archive"))
    assert found != sorted(found, reverse=True)


def test_what_no_article_names_any_more_is_passed_over(connection: sqlite3.Connection) -> None:
    for typed in ("the", "archive"):
        before = asked(connection, typed, 60)
        gone = before[:20]
        connection.execute(f"UPDATE articles SET document = -document WHERE id IN ({','.join(map(str, gone))})")
        assert asked(connection, typed, 40) == before[20:60]
        connection.execute("UPDATE articles SET document = -document WHERE document < 0")
