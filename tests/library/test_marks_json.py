"""Marks as JSON: what is exported, and what a merge makes of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.document.anchor import Anchor, Left
from reader.library.identity import Identity
from reader.library.marks import Kind, Mark, Marks
from reader.library.marks_json import MarksJsonError, Merged, dump, load, merge

ONE = Identity(b"1" * 16, b"/archive", "财经/一.md".encode(), "“一”", "https://example.org/1", 738_000)
TWO = Identity(b"2" * 16, b"/archive", b"\xff.md", "二", "", None)
LEFT = Left(Anchor(120, "前文", "后文"), 1, 0.34)
HEAD = '{"broadsheet": "marks", "version": 1}'


@pytest.fixture
def marks(tmp_path: Path) -> Iterator[Marks]:
    kept = Marks(tmp_path / "marks.db")
    yield kept
    kept.close()


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Marks]:
    kept = Marks(tmp_path / "other.db")
    yield kept
    kept.close()


def kept(marks: Marks) -> dict[str, tuple[Mark, Left | None]]:
    return {each.identity.title: (each.mark, marks.place(each.article)) for each in list(marks.kept())}


def test_what_is_exported_can_be_read_line_by_line(marks: Marks) -> None:
    marks.mark(Kind.READ, [ONE], is_set=True, moment=1_600_000_000_311)
    head, line = map(json.loads, dump(marks))
    assert head == {"broadsheet": "marks", "version": 1}
    assert line == {
        "path": "财经/一.md",
        "archive": "/archive",
        "title": "“一”",
        "date": "2021-07-29",
        "link": "https://example.org/1",
        "body": "31" * 16,
        "read": {"is": True, "changed": "2020-09-13T12:26:40.311Z"},
    }


def test_an_export_brings_all_to_another_machine(marks: Marks, other: Marks) -> None:
    marks.mark(Kind.READ, [ONE, TWO], is_set=True, moment=5)
    marks.mark(Kind.STARRED, [TWO], is_set=True, moment=6)
    marks.keep_place(ONE, LEFT)
    assert merge(other, load(dump(marks))) == Merged(articles=2, new=2, marks=3, places=1)
    assert kept(other) == kept(marks)
    assert list(dump(other)) == list(dump(marks))
    assert merge(other, load(dump(marks))) == Merged(articles=2)


def test_articles_with_the_same_body_stay_apart(marks: Marks, other: Marks) -> None:
    copies = [ONE._replace(path=b"%d.md" % number) for number in range(3)]
    for each in copies:
        with marks.database.writing() as connection:
            connection.execute(
                "INSERT INTO articles (body_hash, root, path, title, link, day) VALUES (?, ?, ?, ?, ?, ?)", each
            )
            connection.execute("INSERT INTO marks VALUES (last_insert_rowid(), 1, 5, 0, 0)")
    assert merge(other, load(dump(marks))) == Merged(articles=3, new=3, marks=3)
    assert list(dump(other)) == list(dump(marks))


def test_of_each_mark_the_later_counts(marks: Marks, other: Marks) -> None:
    marks.mark(Kind.READ, [ONE], is_set=True, moment=5)
    marks.mark(Kind.STARRED, [ONE], is_set=True, moment=9)
    other.mark(Kind.READ, [ONE], is_set=True, moment=4)
    other.mark(Kind.READ, [ONE], is_set=False, moment=7)
    other.mark(Kind.STARRED, [ONE], is_set=False, moment=8)
    lines = list(dump(marks))
    assert merge(marks, load(dump(other))) == Merged(articles=1, marks=1)
    assert merge(other, load(lines)) == Merged(articles=1, marks=1)
    assert kept(marks) == kept(other) == {"“一”": (Mark(False, True, 7, 9), None)}


@pytest.mark.parametrize(
    ("lines", "wrong"),
    [
        ([], "line 1: nothing is there"),
        (["[]"], "line 1: no object"),
        (["{"], "line 1: Expecting property name"),
        (['{"path": "a.md"}'], "line 1: no marks of Broadsheet"),
        (['{"broadsheet": "marks", "version": 2}'], "line 1: version 2"),
        ([HEAD, "", '{"path": "a.md"}'], "line 3: 'body' is missing"),
        ([HEAD, '{"path": 1, "archive": "", "title": "", "link": "", "body": ""}'], "line 2: 'path' is 1, no text"),
        ([HEAD, '{"path": "", "archive": "", "title": "", "link": "", "body": "zz"}'], "line 2: non-hexadecimal"),
        ([HEAD, '{"path": "", "archive": "", "title": "", "link": "", "body": "00"}'], "line 2: 'body' has 1 bytes"),
        (
            [HEAD, '{"path": "", "archive": "", "title": "", "link": "", "body": "", "read": {"is": 1}}'],
            "line 2: 'read' is 1, neither true nor false",
        ),
        (
            [HEAD, '{"path": "", "archive": "", "title": "", "link": "", "body": "", "date": "yesterday"}'],
            "line 2: Invalid isoformat",
        ),
    ],
)
def test_what_is_no_export_is_told_with_its_line_and_nothing_is_taken_in(
    marks: Marks, lines: list[str], wrong: str
) -> None:
    marks.mark(Kind.READ, [ONE], is_set=True, moment=5)
    good = [HEAD, list(dump(marks))[1].replace("true", "false").replace("1970", "2020")]
    before = list(dump(marks))
    with pytest.raises(MarksJsonError) as error:
        merge(marks, load(lines))
    assert str(error.value).startswith(wrong)
    with pytest.raises(MarksJsonError):
        merge(marks, load([*good, "{"]))
    assert list(dump(marks)) == before
