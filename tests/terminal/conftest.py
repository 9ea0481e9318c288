"""Starts the program in a terminal, with a home of its own for each test."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol

import pytest

from tests.terminal.archives import Archive
from tests.terminal.terminal import Terminal

ROOT = Path(__file__).resolve().parents[2]


class Start(Protocol):
    """Starts the program with arguments, in a terminal of a size."""

    def __call__(self, *arguments: str | Path, columns: int = 100, rows: int = 30) -> Terminal: ...


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """What a terminal emulator with true colour gives a reader who has just come to this machine."""
    home = tmp_path / "home"
    home.mkdir()
    return {
        "HOME": str(home),
        "PATH": os.environ["PATH"],
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LANG": "C.UTF-8",
    }


@pytest.fixture
def broadsheet(environment: dict[str, str]) -> Iterator[Start]:
    """Starts the program, as often as the test wants; what still runs at its end is ended."""
    with ExitStack() as running:

        def start(*arguments: str | Path, columns: int = 100, rows: int = 30) -> Terminal:
            command = [sys.executable, "-m", "reader", *map(str, arguments)]
            terminal = Terminal(command, columns=columns, rows=rows, environment=environment, directory=ROOT)
            return running.enter_context(terminal)

        yield start


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """An empty folder to put articles into."""
    folder = tmp_path / "archive"
    folder.mkdir()
    return Archive(folder)
