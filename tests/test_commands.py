"""The commands that ask for an archive as a whole."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reader import cli


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    folder = tmp_path / "archive"
    folder.mkdir()
    (folder / "one.md").write_text("---\ntitle: One\ndate: 2021-08-23\nauthor: 掘金\n---\nWords.\n", encoding="utf-8")
    return folder


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
