"""The lines under a title."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from reader.archive.article import Article, BodyFormat, Fault, Metadata
from reader.document import byline


def article(faults: tuple[Fault, ...] = (), **fields: Any) -> Article:
    metadata = Metadata("Title", datetime(2021, 8, 23, 9, 30, tzinfo=UTC), **fields)
    return Article(Path("a.md"), metadata, "", BodyFormat.MARKDOWN, "utf-8", faults)


def test_who_when_where_and_how_long_stand_in_one_line() -> None:
    shown = article(authors=("Ada",), categories=(("编程", "掘金"),))
    assert byline.lines(shown, 6) == ("Ada · 2021-08-23 · 编程 / 掘金 · 6\u00a0min",)


def test_the_time_is_left_out_until_it_is_known() -> None:
    assert byline.lines(article(authors=("Ada",)), None) == ("Ada · 2021-08-23",)


def test_without_authors_the_source_is_named() -> None:
    assert byline.lines(article(link="https://example.org/a/b"), None) == ("example.org · 2021-08-23",)


def test_without_either_the_date_stands_first() -> None:
    assert byline.lines(article(), None) == ("2021-08-23",)


def test_names_are_parted_in_the_way_of_their_language() -> None:
    assert byline.lines(article(authors=("Ada", "Bob")), None)[0].startswith("Ada, Bob ·")
    assert byline.lines(article(authors=("张三", "李四")), None)[0].startswith("张三、李四 ·")


def test_drafts_say_so() -> None:
    assert byline.lines(article(is_draft=True), 2) == ("2021-08-23 · draft · 2\u00a0min",)


def test_tags_have_a_line_of_their_own() -> None:
    assert byline.lines(article(tags=("one", "two  words")), None)[1] == "#one  #two words"


def test_faults_come_last() -> None:
    faults = (Fault("front matter is not YAML", 3), Fault("date is not a date"))
    assert byline.lines(article(faults), None)[1:] == (
        "! front matter is not YAML (line 3)",
        "! date is not a date",
    )


def test_no_line_holds_a_line_end() -> None:
    shown = article(authors=("A\nB",), tags=("c\nd",), categories=(("e\nf",),))
    assert not any("\n" in line for line in byline.lines(shown, 1))


def test_facts_and_tags_stay_whole_where_rows_end_and_no_dot_is_left_there() -> None:
    [facts, tags] = byline.lines(
        article(authors=("Ada",), categories=(("toml-front-matter",),), tags=("one", "two words")), 3
    )
    assert list(byline.in_rows(facts, 30)) == ["Ada · 2021-08-23", "toml-front-matter · 3\u00a0min"]
    assert list(byline.in_rows(facts, 80)) == [facts]
    assert list(byline.in_rows(tags, 12)) == ["#one", "#two words"]


def test_a_fact_that_is_wider_than_a_row_is_broken() -> None:
    assert list(byline.in_rows("The Index Room · 2021-08-23", 12)) == ["The Index", "Room", "2021-08-23"]
