"""The steps from one version of the catalogue's tables to the next."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from reader.library import texts, titles
from reader.library.catalogue import Catalogue
from reader.library.database import Database
from reader.library.listing import VIEWS, View
from reader.library.query import parse
from reader.library.references import Origin, find
from reader.library.schema import COLUMNS, MIGRATIONS, ROOTS
from reader.library.search import Search
from reader.library.texts import Unindexed
from tests.library.on_disk import LONG_AGO, assert_sound, built, contents, ids, nodes, run, write

OLDER = range(1, len(MIGRATIONS))


def of_version(version: int, archive: Path, file: Path) -> None:
    """A catalogue as an earlier version would have left it: without what came later."""
    Database(MIGRATIONS[:version], file).close()
    new = file.with_name("new.db")
    catalogue = Catalogue(new)
    run(catalogue, archive)
    catalogue.close()
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("ATTACH ? AS new", (str(new),))
    tables = [
        name
        for (name,) in connection.execute("SELECT name FROM main.sqlite_schema WHERE type = 'table'")
        if name != "facts" and not name.startswith(("full_text", "characters", "titles"))
    ]
    for table in tables:
        columns = ", ".join(row[1] for row in connection.execute(f"PRAGMA main.table_info({table})"))
        connection.execute(f"DELETE FROM main.{table}")
        connection.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM new.{table}")
    if version == 1:
        connection.execute("UPDATE main.articles SET flags = flags & 1")
    else:  # the index itself is not copied: nothing is in it
        connection.execute("UPDATE main.articles SET document = NULL")
    connection.execute("UPDATE main.facts SET value = 17 WHERE name = 'revision'")
    connection.close()


@pytest.mark.parametrize("version", OLDER)
def test_a_catalogue_of_an_earlier_version_loses_nothing_and_is_then_indexed(version: int, tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    for number in range(50):
        write(
            archive / f"{number % 4}" / f"{number}.md",
            f"---\ntitle: 标题 {number}\ncategories: [a, b{number % 3}]\ntags: [x, y{number}]\n---\nbody 第{number}篇",
        )
    write(archive / "bad.md", b"\x00\x01\x02" * 50)
    file = tmp_path / "old.db"
    of_version(version, archive, file)
    catalogue = Catalogue(file)
    new = built(archive)
    assert catalogue.count == 51
    assert catalogue.revision == 17
    assert nodes(catalogue) == nodes(new)
    before = ids(catalogue)
    if version == 1:
        assert [(path, row.places, row.faults) for path, row in sorted(contents(catalogue).items())] == [
            (path, row.places, row.faults) for path, row in sorted(contents(new).items())
        ]
    outcome = run(catalogue, archive)
    assert outcome.indexed == 51
    assert ids(catalogue) == before
    assert Search(catalogue).find(parse("第7篇")).total == 1
    assert_sound(catalogue)
    assert run(catalogue, archive).read == 1, "only what could not be read is looked at again"
    catalogue.close()
    new.close()


@pytest.mark.parametrize("version", [each for each in OLDER if each < 3])
def test_what_an_earlier_version_listed_is_found_by_its_names(version: int, tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    one = write(archive / "one.md", "---\npermalink: /2020/one/\n---\nWords.")
    other = write(archive / "other.md", "Words.")
    file = tmp_path / "old.db"
    of_version(version, archive, file)
    catalogue = Catalogue(file)
    assert find(catalogue, [archive], Origin(other), "/2020/one/") is None
    run(catalogue, archive)
    found = find(catalogue, [archive], Origin(other), "/2020/one/")
    assert found is not None
    assert found.article == catalogue.find(one)
    catalogue.close()


def test_a_language_that_an_earlier_version_knew_is_asked_of_the_text_once_the_source_names_none(
    tmp_path: Path,
) -> None:
    archive = tmp_path / "archive"
    chinese = "昨天下午我们去了城外的小山，看到许多开花的桃树。"
    one = write(archive / "one.md", f"---\nlang: en\n---\n{chinese}")
    write(archive / "two.md", chinese)
    file = tmp_path / "old.db"
    of_version(8, archive, file)
    connection = sqlite3.connect(file)
    with connection:  # what it would have made of them
        connection.execute("UPDATE articles SET language = coalesce(language, 'zh'), document = id, words = 1")
    connection.close()
    catalogue, search = Catalogue(file), parse("lang:zh")
    assert [hit.path.name for hit in Search(catalogue).find(search).hits] == ["two.md"]
    assert run(catalogue, archive).indexed == 0
    assert [hit.path.name for hit in Search(catalogue).find(search).hits] == ["two.md"]
    write(one, chinese, at=LONG_AGO + 1)
    assert run(catalogue, archive).indexed == 1
    assert {hit.path.name for hit in Search(catalogue).find(search).hits} == {"one.md", "two.md"}
    catalogue.close()


def test_what_an_earlier_version_indexed_is_found_without_reading_it_again(tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    for number in range(20):
        words = "archive " * (1 + number * 7 % 20) + "paper " * (number * 3 % 11)
        write(archive / f"{number}.md", f"---\ntitle: 第{number}篇\n---\n{words}")
    file = tmp_path / "old.db"
    of_version(9, archive, file)
    connection = sqlite3.connect(file)
    rows = connection.execute(
        "SELECT id, body_hash, CAST(? || '/' || name AS BLOB), title FROM articles", (str(archive),)
    )
    read = texts.texts(texts.read([Unindexed(*row) for row in rows]))
    with connection:
        for number, text in enumerate([*read, *read], 1):  # so all have changed once
            for table, columns, values in (
                ("full_text", "body, title", (text.body, text.title)),
                ("characters", "text", (text.characters,)),
            ):
                marks = ", ?" * len(values)
                connection.execute(f"INSERT INTO {table} (rowid, {columns}) VALUES (?{marks})", (number, *values))
            titles.put(connection, [(number, text.title)])
            connection.execute(
                "UPDATE articles SET document = ?, words = ? WHERE id = ?", (number, text.words, text.article)
            )
        connection.execute("UPDATE facts SET value = ? WHERE name = 'documents'", (2 * len(read),))
        connection.execute("UPDATE facts SET value = ? WHERE name = 'words'", (2 * sum(text.words for text in read),))
    connection.close()
    catalogue, new = Catalogue(file), built(archive)
    assert_sound(catalogue)
    assert run(catalogue, archive).indexed == 0
    for typed in ("archive", "paper", "第7篇", "第"):
        found = [[hit.path for hit in Search(each).find(parse(typed)).hits] for each in (catalogue, new)]
        assert found[0] == found[1] != []
    write(archive / "7.md", "Nothing.", at=LONG_AGO + 1)
    assert run(catalogue, archive).indexed == 1
    assert not Search(catalogue).find(parse("第7篇")).hits
    assert_sound(catalogue)
    catalogue.close()
    new.close()


def test_every_view_has_a_root_and_a_column(tmp_path: Path) -> None:
    catalogue = Catalogue(tmp_path / "new.db")
    for view in VIEWS:
        assert catalogue.node(catalogue.root(view)).parent is None
    with catalogue.database.reading() as connection:
        columns = {row[1] for row in connection.execute("PRAGMA table_info(articles)")}
    assert set(COLUMNS.values()) <= columns
    assert set(ROOTS) == set(COLUMNS) == set(View)
    catalogue.close()
