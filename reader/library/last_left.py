"""Which article of each archive was open last, and where it was left, remembered between two runs.

marks.db knows the places of all articles. This note is for the start: the first frame stands at the place, and
waits for no database.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from reader.document.anchor import Anchor, Left

_MOST = 50
"""Archives that are remembered."""


def _file() -> Path:
    import platformdirs  # noqa: PLC0415 - the process that opens the first article imports it, beside the screen

    return platformdirs.user_state_path("broadsheet") / "left.json"


def load(paths: Sequence[Path]) -> tuple[Path, Left | None] | None:
    """The article of an archive that was open last, if it is still there, and where it was left (None for its top)."""
    archive = _key(paths)
    try:
        for note in _notes():
            if note["archive"] == archive:
                path = Path(note["article"])
                return (path, _left(note["left"])) if path.is_file() else None
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return None


def save(paths: Sequence[Path], path: Path, left: Left | None) -> None:
    """Notes the article. Where that cannot be written, the next start opens the newest one; nothing else is lost."""
    archive = _key(paths)
    note: dict[str, Any] = {"archive": archive, "article": str(path.absolute()), "left": left}
    try:
        notes = [each for each in _notes() if each["archive"] != archive]
    except (OSError, ValueError, KeyError, TypeError):
        notes = []
    file = _file()
    partial = file.with_name(f"left-{os.getpid()}.new")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        partial.write_text(json.dumps([note, *notes[: _MOST - 1]]), encoding="utf-8")
        partial.replace(file)
    except OSError:
        return


def _notes() -> list[dict[str, Any]]:
    notes = json.loads(_file().read_text(encoding="utf-8"))
    if not isinstance(notes, list):
        raise TypeError(notes)
    return notes


def _key(paths: Sequence[Path]) -> list[str]:
    return sorted(str(path.absolute()) for path in paths)


def _left(noted: Any) -> Left | None:
    if noted is None:
        return None
    (offset, before, after), rows, share = noted
    if not (isinstance(offset, int) and isinstance(rows, int) and isinstance(before, str) and isinstance(after, str)):
        raise TypeError(noted)
    return Left(Anchor(max(0, offset), before, after), rows, share)
