"""What the reader has chosen, while the program runs.

`Broadsheet.choices.settings` is the newest at any time; `Broadsheet.choose` changes it, and the file soon after.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from reader import settings
from reader.settings import Loaded, Settings, Value


class Choices:
    """The settings, and the file that keeps them; without a file nothing is kept."""

    def __init__(self, loaded: Loaded | None = None, file: Path | None = None) -> None:
        loaded = loaded or Loaded()
        self.settings: Settings = loaded.settings
        self.mistakes = loaded.mistakes
        self._file = file
        self._due: dict[str, Value] = {}

    def change(self, **changes: Value) -> None:
        """Changes fields at once; `keep` writes them."""
        self.settings = replace(self.settings, **changes)  # type: ignore[arg-type]
        self._due |= changes

    def keep(self) -> None:
        """Writes what has been changed since the last time. Raises SettingsError where it cannot, once a change."""
        due, self._due = self._due, {}
        if due and self._file is not None:
            settings.remember(self._file, **due)
