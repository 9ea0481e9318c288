"""A text reaches the clipboard by the system's tools and by the terminal."""

from __future__ import annotations

import os
from base64 import b64decode
from pathlib import Path

import pytest

from reader.ui.clipboard import LONGEST, Copied, by_tool, by_way, commands, said, sequences


def here(*tools: str) -> object:
    return lambda name: f"/bin/{name}" if name in tools else None


@pytest.mark.parametrize(
    ("environment", "platform", "names"),
    [
        ({"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}, "linux", ["wl-copy", "xclip", "xsel"]),
        ({"DISPLAY": ":0"}, "linux", ["xclip", "xsel"]),
        ({}, "linux", []),
        ({}, "darwin", ["pbcopy"]),
        ({"WSL_DISTRO_NAME": "Debian"}, "linux", ["clip.exe"]),
        ({"TMUX": "/tmp/tmux"}, "linux", ["tmux"]),
    ],
)
def test_a_session_has_the_tools_that_can_work_in_it(
    environment: dict[str, str], platform: str, names: list[str]
) -> None:
    everything = here("wl-copy", "xclip", "xsel", "pbcopy", "clip.exe", "tmux")
    found = [os.path.basename(command[0]) for command in commands(environment, platform, everything)]  # type: ignore[arg-type]  # noqa: PTH119
    assert found == names
    assert list(commands(environment, platform, here())) == []  # type: ignore[arg-type]


def tool(folder: Path, name: str, script: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)


def test_the_first_tool_that_takes_it_has_it(tmp_path: Path) -> None:
    tool(tmp_path, "xclip", "exit 1")
    tool(tmp_path, "xsel", f"cat > {tmp_path}/copied")
    how = by_tool("词; $(rm) 'x'\n", {"DISPLAY": ":9"}, lambda name: str(tmp_path / name))
    assert how == Copied("xsel")
    assert (tmp_path / "copied").read_text(encoding="utf-8") == "词; $(rm) 'x'\n"


def test_a_tool_that_fails_says_why(tmp_path: Path) -> None:
    tool(tmp_path, "xclip", "exit 3")
    which = lambda name: str(tmp_path / name) if name == "xclip" else None  # noqa: E731
    how = by_tool("x", {"DISPLAY": ":9"}, which)
    assert how.wrong == "xclip did not take it: it ended with 3"
    assert said("the code", "x", how) == "Not copied: xclip did not take it: it ended with 3."


def test_the_terminal_gets_the_text_in_base64() -> None:
    (sequence,) = sequences("词", {})
    assert sequence.startswith("\x1b]52;c;")
    assert b64decode(sequence[7:-1]).decode() == "词"


def test_tmux_hands_it_on() -> None:
    plain, wrapped = sequences("词", {"TMUX": "x"})
    assert wrapped == f"\x1bPtmux;\x1b{plain}\x1b\\"


def test_what_is_too_long_for_a_terminal_is_told() -> None:
    text = "词" * LONGEST
    assert list(sequences(text, {})) == []
    assert said("the selection", text, Copied()).startswith(
        "Not copied: the selection has 74,994 characters, more than"
    )
    assert said("the selection", text, Copied("xsel")) == "Copied the selection, 74,994 characters."


def test_a_copy_is_told_with_its_size() -> None:
    assert said("the code", "x", Copied(by_terminal=True)) == "Copied the code, 1 character."


@pytest.mark.parametrize(
    ("way", "tool_name", "by_terminal"), [("auto", "xsel", True), ("system", "xsel", False), ("osc52", "", True)]
)
def test_the_settings_name_the_way(tmp_path: Path, way: str, tool_name: str, by_terminal: bool) -> None:
    tool(tmp_path, "xsel", f"cat > {tmp_path}/copied")
    which = lambda name: str(tmp_path / name) if name == "xsel" else None  # noqa: E731
    written, how = by_way(way, "词", {"DISPLAY": ":9"}, which)
    assert how == Copied(tool_name, by_terminal)
    assert bool(written) == by_terminal
    assert (tmp_path / "copied").exists() == bool(tool_name)


def test_where_the_way_leads_nowhere_it_is_said() -> None:
    written, how = by_way("system", "x", {}, lambda name: None)
    assert written == []
    assert said("the code", "x", how).startswith("Not copied: none of the system's tools for it is here")
