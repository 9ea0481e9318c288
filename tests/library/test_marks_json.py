"""Marks as JSON: what is exported, and what a merge makes of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.document.anchor import Anchor, Left
from reader.document.passage import Passage
from reader.library.highlights import Highlight, Highlights
from reader.library.highlights_json import as_fields
from reader.library.identity import Identity
from reader.library.mark import Kind, Mark
from reader.library.marks import Marks
from reader.library.marks_json import MarksJsonError, Merged, dump, load, merge

ONE = Identity(b"1" * 16, b"/archive", "财经/一.md".encode(), "“一”", "https://example.org/1", 738_000)
TWO = Identity(b"2" * 16, b"/archive", b"\xff.md", "二", "", None)
LEFT = Left(Anchor(120, "前文", "后文"), 1, 0.34)
HEAD = '{"broadsheet": "marks", "version": 2}'
ARTICLE = '{"path": "", "archive": "", "title": "", "link": "", "body": "", "highlights": [%s]}'
LIT = Highlight(7, Passage(4, 6, "经济", "前文。\n", "发展"), 3, "一句\n“话”", made=5, changed=1_600_000_000_311)


def lit(**otherwise: object) -> str:
    """A highlight of an export, with fields that are otherwise."""
    return json.dumps({**as_fields(LIT), **otherwise})


def highlights(marks: Marks) -> dict[str, list[Highlight]]:
    """All highlights, by the titles of their articles."""
    found: dict[str, list[Highlight]] = {}
    for each in Highlights(marks.database).all():
        found.setdefault(each.title, []).append(each.highlight)
    return found


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
    assert head == {"broadsheet": "marks", "version": 2}
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


def test_highlights_are_exported_and_taken_in_again(marks: Marks, other: Marks) -> None:
    second = LIT._replace(id=8, passage=Passage(9, 10, "展", "", "\x00"), colour=1, note="", is_lost=True)
    Highlights(marks.database).keep(ONE, [second, LIT])
    Highlights(marks.database).keep(TWO, [LIT._replace(id=9)])
    line = json.loads(list(dump(marks))[1])
    assert line["highlights"][0] == {
        "id": 7,
        "start": 4,
        "end": 6,
        "quote": "经济",
        "before": "前文。\n",
        "after": "发展",
        "colour": "violet",
        "note": "一句\n“话”",
        "made": "1970-01-01T00:00:00.005Z",
        "changed": "2020-09-13T12:26:40.311Z",
        "lost": False,
    }
    assert merge(other, load(dump(marks))) == Merged(articles=2, new=2, highlights=3)
    assert highlights(other) == highlights(marks)
    assert list(dump(other)) == list(dump(marks))
    assert merge(other, load(dump(marks))) == Merged(articles=2)
    assert list(dump(other)) == list(dump(marks))


def test_of_two_forms_of_a_highlight_the_later_counts(marks: Marks, other: Marks) -> None:
    Highlights(marks.database).keep(ONE, [LIT])
    later = LIT._replace(colour=2, note="more", changed=LIT.changed + 1)
    Highlights(other.database).keep(ONE, [later, LIT._replace(id=8)])
    Highlights(other.database).keep(TWO, [LIT._replace(id=9)])
    lines = list(dump(marks))
    assert merge(marks, load(dump(other))) == Merged(articles=2, new=1, highlights=3)
    assert merge(other, load(lines)) == Merged(articles=1)
    assert highlights(marks) == highlights(other)
    assert highlights(marks)["“一”"][0] == later


def test_a_highlight_that_was_removed_since_stays_so_until_it_is_changed_elsewhere(marks: Marks, other: Marks) -> None:
    here, there = Highlights(marks.database), Highlights(other.database)
    here.keep(ONE, [LIT])
    before = list(dump(marks))
    here.remove(LIT.id)
    assert merge(marks, load(before)).highlights == 0
    assert highlights(marks) == {}
    there.keep(ONE, [LIT._replace(note="later", changed=1 << 42)])
    assert merge(marks, load(dump(other))).highlights == 1
    here.remove(LIT.id)
    here.keep(ONE, [LIT])  # undone
    assert highlights(marks) == {"“一”": [LIT]}


def test_what_was_removed_here_is_removed_elsewhere_unless_it_was_changed_there_since(
    marks: Marks, other: Marks
) -> None:
    here, there = Highlights(marks.database), Highlights(other.database)
    later = LIT._replace(id=8, changed=1 << 42)
    here.keep(ONE, [LIT, later._replace(changed=0)])
    there.keep(ONE, [LIT, later])
    before = list(dump(other))
    here.remove(LIT.id)
    here.remove(later.id)
    head = json.loads(next(iter(dump(marks))))
    assert [each["id"] for each in head["removed"]] == [7, 8]
    assert merge(other, load(dump(marks))).removed == 1
    assert highlights(other) == {"“一”": [later]}
    assert merge(other, load(dump(marks))).removed == 0
    merge(other, load(before))  # nor does it come back there
    assert highlights(other) == {"“一”": [later]}
    merge(marks, load(dump(other)))  # both know the same
    assert list(dump(marks)) == list(dump(other))


def test_an_export_of_an_earlier_version_is_read(marks: Marks, other: Marks) -> None:
    marks.mark(Kind.READ, [ONE], is_set=True, moment=5)
    _, line = dump(marks)
    assert merge(other, load(['{"broadsheet": "marks", "version": 1}', line])) == Merged(articles=1, new=1, marks=1)


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
        (["{"], "line 1: no marks of Broadsheet"),
        ([HEAD, "{"], "line 2: no JSON"),
        (['{"path": "a.md"}'], "line 1: no marks of Broadsheet"),
        ([HEAD, "[" * 100_000], "line 2: lists inside lists without end"),
        ([HEAD, '{"path": "a\\u0000.md", "archive": "", "body": ""}'], "line 2: 'path' holds U+0000"),
        ([HEAD.replace("}", ', "removed": [{"id": 0}]}')], "line 1: 'id' is 0, no number"),
        ([HEAD.replace("}", ', "removed": [{"id": 1}]}')], "line 1: 'changed' is missing"),
        ([HEAD.replace("}", ', "removed": 1}')], "line 1: 'int' object is not iterable"),
        (['{"broadsheet": "marks", "version": 3}'], "line 1: version 3"),
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
        ([HEAD, ARTICLE % "{}"], "line 2: 'id' is missing"),
        ([HEAD, ARTICLE % lit(id=True)], "line 2: 'id' is True, no number"),
        ([HEAD, ARTICLE % lit(id=1 << 53)], "line 2: 'id' is 9007199254740992, no number"),
        ([HEAD, ARTICLE % lit(colour="pink")], "line 2: 'colour' is 'pink', none of green, blue"),
        ([HEAD, ARTICLE % lit(end=4)], "line 2: 'start' and 'end' are 4 and 4, no range"),
        ([HEAD, ARTICLE % lit(start="4")], "line 2: 'start' is '4', no number of code points"),
        ([HEAD, ARTICLE % lit(note=None)], "line 2: 'note' is None, no text"),
        ([HEAD, ARTICLE % lit(made="2020-01-01")], "line 2: 'made' is '2020-01-01', a time without its zone"),
        ([HEAD, ARTICLE % lit(lost=1)], "line 2: 'lost' is 1, neither true nor false"),
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
