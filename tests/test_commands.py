"""The commands that ask for an archive as a whole."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import platformdirs
import pytest

from reader import cli
from reader.document.line_break import cell_length
from reader.errors import CatalogueFullError
from reader.library.catalogue import Catalogue
from reader.library.record import Record


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    folder = tmp_path / "archive"
    folder.mkdir()
    (folder / "one.md").write_text("---\ntitle: One\ndate: 2021-08-23\nauthor: 掘金\n---\nWords.\n", encoding="utf-8")
    return folder


def test_the_first_archive_that_is_indexed_is_the_one_that_is_asked(
    tmp_path: Path, archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "two.md").write_text("Words.\n", encoding="utf-8")
    assert cli.main(["index", str(archive)]) == 0
    assert "opened last" not in capsys.readouterr().out
    assert cli.main(["search", "words"]) == 0
    assert f"1 of 1 in {archive}" in capsys.readouterr().err
    assert cli.main(["index", str(other)]) == 0
    assert f"The other commands ask {archive}, which was opened last" in capsys.readouterr().out
    assert cli.main(["search", "words"]) == 0
    assert f"1 of 1 in {archive}" in capsys.readouterr().err


def test_an_archive_that_was_opened_last_and_is_gone_is_named(
    archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["index", str(archive)]) == 0
    archive.rename(archive.with_name("away"))
    capsys.readouterr()
    assert cli.main(["search", "words"]) == 2
    assert capsys.readouterr().err.startswith(f"broadsheet: {archive}: it was opened last, and is not there now")


def test_stats_tell_of_an_archive_at_a_glance(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["stats", "--archive", str(archive)]) == 0
    told = capsys.readouterr().out
    for said in ("1 article ", "2021-08", "掘金", "100%"):
        assert said in told


def test_stats_are_one_object_for_other_programs(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["stats", "--json", "--archive", str(archive)]) == 0
    assert json.loads(capsys.readouterr().out)["months"] == {"2021-08": 1}


def test_stats_of_nothing_find_nothing(tmp_path: Path, archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    assert cli.main(["stats", "--archive", str(empty)]) == 1
    assert "0 articles" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["search", "word"], "no article in {} has this; word* finds words that begin so"),
        (["search", "在吗"], "no article in {} has this"),
        (["list", "tag:none"], "no article in {} has this"),
        (["check"], "every file in {} was read without a fault"),
        (["highlights"], "nothing is highlighted in {}"),
    ],
)
def test_where_nothing_is_found_it_is_said_of_which_archive(
    archive: Path, capsys: pytest.CaptureFixture[str], command: list[str], said: str
) -> None:
    assert cli.main([*command, "--archive", str(archive)]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.splitlines()[-1] == f"broadsheet: {said.format(archive)}"


def test_one_article_is_counted_as_one(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (archive / "one.md").write_text("---\ntitle: 'It's one'\n---\nWords.\n", encoding="utf-8")
    assert cli.main(["index", str(archive)]) == 0
    told = capsys.readouterr().out
    assert told.startswith("1 article: 1 new")
    assert "1 file was not read as meant: 'broadsheet check' lists it" in told


@pytest.mark.parametrize("asked", ["--help", "help"])
def test_the_help_lists_the_commands(asked: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main([asked])
    told = capsys.readouterr().out
    assert all(f"\n  broadsheet {name} " in told for name in ("cat", "marks", *cli._COMMANDS))
    assert max(map(len, told.splitlines())) <= 80


def test_the_query_language_lines_up_by_cells(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["search", "--help"])
    told = capsys.readouterr().out
    columns = {
        cell_length(told.splitlines()[row].partition(said)[0])
        for said in ("articles with all of these words", "with a word that begins so", "in this category or below it")
        for row, line in enumerate(told.splitlines())
        if said in line
    }
    assert columns == {19}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("command", [["list"], ["search", "words"], ["stats"], ["index"], ["marks", "export"]])
def test_output_that_cannot_be_written_is_a_sentence(archive: Path, command: list[str]) -> None:
    program = [sys.executable, "-c", "import sys; from reader import cli; sys.exit(cli.main())"]
    subprocess.run([*program, "index", str(archive)], check=True, capture_output=True)
    options = {"marks": [], "index": [str(archive)]}.get(command[0], ["--archive", str(archive)])
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        ran = subprocess.run(
            [*program, *command, *options], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert ran.returncode == 2
    assert ran.stderr.splitlines()[-1].startswith("broadsheet: could not print: ")
    assert "Traceback" not in ran.stderr
    assert "Exception" not in ran.stderr


@pytest.mark.parametrize(
    "command", [["search", "-three"], ["search", "-title:two", "--limit", "5"], ["list", "-three"]]
)
def test_a_query_may_begin_with_what_it_excludes(
    archive: Path, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    assert cli.main([*command, "--archive", str(archive)]) == 0
    assert "One" in capsys.readouterr().out


def test_what_is_wrong_in_a_query_is_marked_below_it_by_cells(
    archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["search", "经济\x1b titel:发展", "--archive", str(archive)]) == 2
    query, mark, said = capsys.readouterr().err.splitlines()
    assert "\x1b" not in query
    assert query.endswith("titel:发展")
    assert mark == " " * cell_length(query.removesuffix("titel:发展")) + "^" * 6
    assert said.startswith("There is no “titel:”.")


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> Path:
    """The disk of the cache is full from the first article on."""

    def put(catalogue: Catalogue, records: Sequence[Record]) -> None:
        if catalogue.database.path is not None and catalogue.database.path.is_relative_to(cache):
            raise CatalogueFullError("the catalogue cannot be used: database or disk is full")
        was(catalogue, records)

    cache, was = Path(platformdirs.user_cache_path("broadsheet")), Catalogue.put
    monkeypatch.setattr(Catalogue, "put", put)
    return cache


def test_a_full_disk_keeps_nobody_from_searching(
    archive: Path, full_disk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["search", "words", "--archive", str(archive)]) == 0
    told = capsys.readouterr()
    assert "One" in told.out
    assert "(its disk is full): it is made for this run." in told.err


def test_an_index_that_the_disk_has_no_room_for_is_a_mistake(
    archive: Path, full_disk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["index", str(archive)]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith(f"broadsheet: the catalogue cannot be kept in {full_disk}")


@pytest.mark.parametrize("name", ["search", "list"])
def test_a_query_of_several_words_asks_to_be_quoted(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = "two it's"
    with pytest.raises(SystemExit) as left:
        cli.main([name, *words.split(), "--json"])
    assert left.value.code == 2
    asked = f"quote a query of several words: broadsheet {name} {shlex.quote(words)}"
    assert asked in capsys.readouterr().err
