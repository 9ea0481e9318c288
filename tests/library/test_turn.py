"""Whose turn it is to write a catalogue."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from reader.errors import CatalogueError
from reader.library.turn import Turn
from tests.library.processes import comes_true

ROOT = Path(__file__).resolve().parents[2]

TAKES = """
import sys, time
from pathlib import Path
from reader.library.turn import Turn
turn = Turn(Path(sys.argv[1]))
print(turn.take(), flush=True)
sys.stdin.readline()
turn.give_back()
print("given back", flush=True)
time.sleep(60)
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "catalogue.db"


def taker(file: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", TAKES, str(file)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def end(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()


def test_one_has_it_until_it_gives_it_back(file: Path) -> None:
    one, other = Turn(file), Turn(file)
    assert one.take()
    assert one.take(), "what is ours stays ours"
    assert not other.take()
    one.give_back()
    one.give_back()
    assert other.take()
    assert not one.take()
    other.give_back()


def test_another_process_waits_for_it(file: Path) -> None:
    turn = Turn(file)
    assert turn.take()
    process = taker(file)
    assert line(process) == "False"
    end(process)
    turn.give_back()


def test_another_process_gives_it_back(file: Path) -> None:
    process = taker(file)
    assert line(process) == "True"
    turn = Turn(file)
    assert not turn.take()
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()
    assert line(process) == "given back"
    assert turn.take()
    turn.give_back()
    end(process)


def test_it_is_free_when_its_holder_was_killed(file: Path) -> None:
    process = taker(file)
    assert line(process) == "True"
    os.kill(process.pid, signal.SIGKILL)
    end(process)
    turn = Turn(file)
    assert comes_true(turn.take, 1)
    turn.give_back()


def test_two_catalogues_have_turns_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    one, other = Turn(tmp_path / "a" / "catalogue.db"), Turn(tmp_path / "b" / "catalogue.db")
    assert one.take()
    assert other.take()
    one.give_back()
    other.give_back()


def test_where_nothing_can_be_locked_that_is_said(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="the catalogue cannot be used"):
        Turn(tmp_path / "none" / "catalogue.db").take()


def test_something_else_in_the_place_of_its_file_takes_nobody_s_turn(file: Path) -> None:
    file.with_name("sync.lock").write_text("no database, whoever wrote it here and for whatever reason. " * 20)
    one, other = Turn(file), Turn(file)
    assert one.take()
    assert not other.take()
    one.give_back()
