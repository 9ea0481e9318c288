"""The list of what could not be read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from textual.app import App
from textual.widgets import Static

from reader.library.catalogue import Unread
from reader.ui import themes
from reader.ui.faults import Faults
from reader.ui.one_line import shortened


class Host(App[None]):
    """Puts the list over an empty screen."""

    def __init__(self, unread: Sequence[Unread], problems: Sequence[str]) -> None:
        super().__init__()
        self.faults = Faults(unread, problems)
        self.register_theme(themes.INK)
        self.theme = themes.INK.name

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return dict(themes.INK.variables)

    def on_mount(self) -> None:
        self.push_screen(self.faults)


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([], "Not read as it was meant"),
        (["a.md"], "Not read as it was meant: 1 file"),
        (["a.md", "a.md", "b.md"], "Not read as it was meant: 2 files"),
    ],
)
async def test_it_says_how_many_files_there_are_if_any(files: list[str], said: str) -> None:
    app = Host([Unread(Path(name), "broken", 3) for name in files], ["/archive/x: no permission to read it"])
    async with app.run_test():
        assert str(app.screen.query_one("#outline-title", Static).content) == said


async def test_of_a_path_as_long_as_paths_can_be_its_end_is_told_with_what_is_wrong() -> None:
    path = "/".join(["", *(["层" + "y" * 240] * 16)])
    app = Host([], [f"{path}: File name too long"])
    async with app.run_test():
        told = str(app.screen.query_one(".problem", Static).content)
        assert told.startswith("/层yyy")
        assert told.endswith("yyy: File name too long")
        assert len(told) <= 300


def test_what_is_shortened_is_no_longer_than_asked() -> None:
    told = [shortened("abcdefgh", most) for most in (9, 8, 7, 6, 2)]
    assert told == ["abcdefgh", "abcdefgh", "abc…fgh", "abc…gh", "a…"]
