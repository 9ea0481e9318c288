"""Which archive was opened last, remembered between two runs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from reader.errors import ArchiveError


def _file() -> Path:
    import platformdirs  # noqa: PLC0415 - a start on a named archive need not wait for it

    return platformdirs.user_state_path("broadsheet") / "recent.json"


def load() -> list[Path]:
    """The paths that were opened last, as far as they still exist; empty on a first run or when the note is damaged."""
    return [path for path in _noted() if path.exists()]


def gone() -> ArchiveError | None:
    """What to say where nothing is there of what was opened last, such as when its drive was taken out; else None."""
    noted = _noted()
    if not noted or any(path.exists() for path in noted):
        return None
    return ArchiveError(noted[0], "it was opened last, and is not there now; name another")


def _noted() -> list[Path]:
    try:
        return [Path(path) for path in json.loads(_file().read_text(encoding="utf-8"))["paths"]]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def save(paths: Sequence[Path]) -> None:
    """Notes what was opened. Where that cannot be written the next start opens the samples; nothing else is lost."""
    file = _file()
    note = {"paths": [str(path.absolute()) for path in paths]}
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        partial = file.with_suffix(".new")
        partial.write_text(json.dumps(note, ensure_ascii=True), encoding="utf-8")
        partial.replace(file)
    except OSError:
        return
