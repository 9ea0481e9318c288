"""What is asked of the index, and in which order its answers come."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager

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
    """A text: nearly all have `the`, most `of` and two characters, a third `archive`; the later ones are shorter."""
    words = ["the"] if number % 10 else []
    words += ["of"] * (number % 5 > 1) + ["archive"] * (number % 3 == 0) * (1 + number % 4)
    words += ["draft"] * (number % 4 == 0) * (number % 5) + ["墨"] * (number % 8 > 0) + ["水"] * (number % 7 > 1)
    return " ".join([*words, *["paper"] * (40 - number // 40), "个" * (number % 2)])


@contextmanager
def indexing(texts: Sequence[str]) -> Iterator[sqlite3.Connection]:
    """An index of texts, of articles numbered from 1."""
    database = Database(MIGRATIONS)
    with closing(database):
        with database.writing() as connection:
            rows = [(number, number, b"%d" % number, b"") for number, _ in enumerate(texts, 1)]
            needed = "size, modified, title, sort, date, day, flags, category, folder, month, tag, author"
            connection.executemany(
                f"INSERT INTO articles (id, directory, name, body_hash, {needed}) VALUES (?, ?, ?, ?{', 0' * 12})", rows
            )
        FullText(database).put(
            [Text(n, b"", b"", *weaving.indexed(text), 0, None, None) for n, text in enumerate(texts, 1)]
        )
        with database.reading() as connection:
            yield connection


@pytest.fixture(scope="module")
def connection() -> Iterator[sqlite3.Connection]:
    with indexing([told(number) for number in range(1, TEXTS + 1)]) as connection:
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


def tokens(number: int) -> list[str]:
    """What the index holds of a text, with pairs for runs."""
    return weaving.indexed(told(number)).tokens.decode().split()


def scores(word: str) -> dict[int, float]:
    """What BM25 gives each text that has a word, as FTS5 sets it: k1 1.2, b 0.75."""
    counts = {number: tokens(number).count(word) for number in range(1, TEXTS + 1)}
    lengths = {number: len(tokens(number)) for number in counts}
    average = sum(lengths.values()) / TEXTS
    having = sum(map(bool, counts.values()))
    weight = max(1e-6, math.log((TEXTS - having + 0.5) / (having + 0.5)))
    return {
        number: weight * count * 2.2 / (count + 1.2 * (0.25 + 0.75 * lengths[number] / average))
        for number, count in counts.items()
        if count
    }


@pytest.mark.parametrize("words", [("archive",), ("archive", "the"), ("archive", "draft"), ("draft",)])
def test_what_is_ranked_comes_in_the_order_of_bm25(connection: sqlite3.Connection, words: tuple[str, ...]) -> None:
    each = [scores(word) for word in words]
    whole = {number: sum(one[number] for one in each) for number in each[0] if all(number in one for one in each)}
    found = asked(connection, " ".join(words), -1)
    assert [whole[number] for number in found] == pytest.approx(sorted(whole.values(), reverse=True))
    assert len(found) == len(whole) > 50


@pytest.mark.parametrize("average", [5, 6, 7])
def test_among_texts_of_any_length_what_says_a_word_in_fewer_words_comes_first(average: int) -> None:
    long = ["archive " + "of " * (average + 1)] * 2
    short = ["archive " + "of " * (average - 3)] * 2
    with indexing([*long, *short, *["paper " * average] * 8]) as connection:
        assert asked(connection, "archive", -1) == [3, 4, 1, 2]


@pytest.mark.parametrize(
    "typed", ["墨", "墨 archive", "archive 墨", "墨 水", "墨 水 archive", "墨 -draft", "水 墨 the"]
)
def test_a_character_that_most_texts_hold_has_only_to_be_there(connection: sqlite3.Connection, typed: str) -> None:
    words = [each for each in typed.split() if each[0] != "-"]
    expected = set(having(*words)) - set(having("draft") if "-draft" in typed else ())
    found = asked(connection, typed, -1)
    assert sorted(found) == sorted(expected)
    assert asked(connection, typed, 40) == found[:40]
    alone = [number for number in asked(connection, "archive", -1) if number in expected]
    assert found == (alone if "archive" in words else sorted(found, reverse=True))


@pytest.mark.parametrize("typed", ["archive 墨", "the 墨", "archive 墨 水", "水 墨 of -draft", "墨 paper"])
@pytest.mark.parametrize("limit", [1, 5, 200, 600])
def test_it_is_the_same_whether_some_that_come_first_are_enough_or_not(
    connection: sqlite3.Connection, typed: str, limit: int
) -> None:
    assert asked(connection, typed, limit) == asked(connection, typed, -1)[:limit]


def test_where_none_of_those_that_come_first_has_a_character_the_others_are_asked() -> None:
    with indexing([f"the {'墨' if number <= 700 else ''}" for number in range(1, TEXTS + 1)]) as connection:
        assert asked(connection, "墨 the", 20) == list(range(700, 680, -1))


def test_a_word_that_few_texts_hold_counts_beside_one_that_most_hold(connection: sqlite3.Connection) -> None:
    found = asked(connection, "archive OR the", 30)
    assert set(found) <= set(having("archive"))
    assert found != sorted(found, reverse=True)


def test_what_no_article_names_any_more_is_passed_over(connection: sqlite3.Connection) -> None:
    for typed in ("the", "archive"):
        before = asked(connection, typed, 60)
        gone = before[:20]
        connection.execute("SAVEPOINT whole")
        connection.execute(f"DELETE FROM documents WHERE article IN ({','.join(map(str, gone))})")
        assert asked(connection, typed, 40) == before[20:60]
        connection.execute("ROLLBACK TO whole")
