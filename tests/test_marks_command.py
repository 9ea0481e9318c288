"""`broadsheet marks`: what it prints, what it merges, what it leaves with."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from reader.cli import main
from reader.document.passage import Passage
from reader.library import marks_file, recent
from reader.library.highlights import Highlight, Highlights
from reader.library.identity import Identity
from reader.library.mark import Kind
from reader.library.marks import Marks

ONE = Identity(b"1" * 16, b"/archive", "财经/一.md".encode(), "“一”", "", 738_000)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def mark(kind: Kind = Kind.READ, moment: int = 1_600_000_000_000, *, is_set: bool = True) -> None:
    marks_file.file().parent.mkdir(parents=True, exist_ok=True)
    kept = Marks(marks_file.file())
    kept.mark(kind, [ONE], is_set=is_set, moment=moment)
    kept.close()


def test_what_is_exported_is_imported_elsewhere(home: Path, capfd: pytest.CaptureFixture[str]) -> None:
    mark()
    target = home / "导出.jsonl"
    assert main(["marks", "export", str(target)]) == 0
    assert f"1 article in {target}" in capfd.readouterr().err
    assert [path.name for path in home.glob("导出*")] == ["导出.jsonl"]
    marks_file.file().unlink()
    assert main(["marks", "import", str(target)]) == 0
    assert capfd.readouterr().out.startswith("1 article, 1 of them new: 1 mark, 0 places and 0 highlights taken")
    assert main(["marks", "import", str(target)]) == 0
    assert capfd.readouterr().out.startswith("1 article, 0 of them new: 0 marks, 0 places and 0 highlights taken")


def test_highlights_of_articles_that_are_not_there_are_kept_and_told(
    home: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    archive = home / "archive"
    archive.mkdir()
    (archive / "一.md").write_text("经济发展", encoding="utf-8")
    assert main(["index", str(archive)]) == 0
    recent.save([archive])
    here = Identity(b"", os.fsencode(archive), "一.md".encode(), "一", "", None)
    mark()
    kept = Marks(marks_file.file())
    lit = Highlight(1, Passage(0, 2, "经济", "", "发展"), note="话", made=5, changed=5)
    Highlights(kept.database).keep(here, [lit])
    Highlights(kept.database).keep(ONE, [lit._replace(id=2), lit._replace(id=3)])
    kept.close()
    assert main(["marks", "export", str(home / "a.jsonl")]) == 0
    marks_file.file().unlink()
    capfd.readouterr()
    assert main(["marks", "import", str(home / "a.jsonl")]) == 0
    said = capfd.readouterr().out
    assert "1 mark, 0 places and 3 highlights taken over" in said
    assert "2 highlights of 1 article that the archive opened last does not hold: kept, " in said
    assert main(["highlights", "--format", "json"]) == 0
    assert [json.loads(line)["id"] for line in capfd.readouterr().out.splitlines()] == [1]
    assert main(["marks", "import", str(home / "a.jsonl")]) == 0
    assert "0 marks, 0 places and 0 highlights taken over" in capfd.readouterr().out


def test_an_export_is_an_object_a_line(capfd: pytest.CaptureFixture[str]) -> None:
    mark()
    assert main(["marks", "export"]) == 0
    head, line = map(json.loads, capfd.readouterr().out.splitlines())
    assert head["broadsheet"] == "marks"
    assert line["read"] == {"is": True, "changed": "2020-09-13T12:26:40.000Z"}


def test_nothing_to_export_is_told_by_the_exit_status() -> None:
    assert main(["marks", "export"]) == 1


def test_a_file_that_is_no_export_is_told_with_its_line_and_nothing_is_imported(
    home: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    mark()
    main(["marks", "export", str(home / "a.jsonl")])
    mark(moment=1_500_000_000_000, is_set=False)
    with (home / "a.jsonl").open("a", encoding="utf-8") as stream:
        stream.write("{\n")
    capfd.readouterr()
    assert main(["marks", "import", str(home / "a.jsonl")]) == 2
    said = capfd.readouterr().err
    assert "a.jsonl: line 3: " in said
    assert "Nothing was imported." in said
    kept = Marks(marks_file.file())
    assert not any(each.mark.is_read for each in kept.kept())
    kept.close()


@pytest.mark.parametrize("content", [b"\xff\xfe\xff", None])
def test_a_file_that_cannot_be_read_is_named(
    home: Path, capfd: pytest.CaptureFixture[str], content: bytes | None
) -> None:
    file = home / "a.jsonl"
    if content is not None:
        file.write_bytes(content)
    assert main(["marks", "import", str(file)]) == 2
    assert str(file) in capfd.readouterr().err


def test_a_folder_that_is_not_there_is_no_place_to_export_to(home: Path, capfd: pytest.CaptureFixture[str]) -> None:
    mark()
    assert main(["marks", "export", str(home / "no" / "a.jsonl")]) == 2
    assert "no such file" in capfd.readouterr().err


def test_a_dash_is_standard_output(
    capfd: pytest.CaptureFixture[str], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(home)
    mark()
    assert main(["marks", "export", "-"]) == 0
    assert capfd.readouterr().out.startswith('{"broadsheet": "marks"')
    assert not (home / "-").exists()


def test_an_export_leaves_a_pipe_a_pipe_and_a_link_a_link(home: Path) -> None:
    mark()
    os.mkfifo(pipe := home / "pipe")
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    assert main(["marks", "export", str(pipe)]) == 0
    assert os.read(reading, 1 << 16).startswith(b'{"broadsheet": "marks"')
    os.close(reading)
    assert pipe.is_fifo()
    (home / "link").symlink_to(home / "a.jsonl")
    assert main(["marks", "export", str(home / "link")]) == 0
    assert (home / "link").is_symlink()
    assert (home / "a.jsonl").read_text("utf-8").startswith('{"broadsheet"')
