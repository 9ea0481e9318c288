"""A process of ours is started from whatever folder the reader stands in."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

import pytest

from reader.document import child, pipe
from reader.document.model import Document


def test_no_module_of_the_folder_that_is_read_is_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("reader", "pickle", "json", "selectolax"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit(9)\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    process = child.started("reader.document.worker")
    assert process.stdin is not None
    assert process.stdout is not None
    with process.stdin, process.stdout:
        pickle.dump(("Words.", "markdown", "Title", ""), process.stdin)
        process.stdin.close()
        parts = list(pipe.received(process.stdout.fileno()))
    assert process.wait() == 0
    assert isinstance(parts[-1], Document)
    assert "Words." in parts[-1].text


def test_it_has_a_session_of_its_own(tmp_path: Path) -> None:
    process = child.started("reader.document.worker")
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        assert os.getsid(process.pid) == process.pid != os.getsid(0)
    finally:
        process.kill()
        process.stdin.close()
        process.stdout.close()
        process.wait()
