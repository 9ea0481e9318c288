"""Which archive was opened last, remembered between two runs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path


def _file() -> Path:
    import platformdirs  # noqa: PLC0415 - a start on a named archive need not wait for it

    return platformdirs.user_state_path("broadsheet") / "recent.json"


def load() -> list[Path]:
    """The paths that were opened last, as far as they still exist; empty on a first run or when the note is damaged."""
    try:
        noted = json.loads(_file().read_text(encoding="utf-8"))
        return [path for path in map(Path, noted["paths"]) if path.exists()]
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
