"""The settings: what is read of a file, what is told of a wrong one, and what is written to it."""

from __future__ import annotations

import os
import runpy
import stat
from dataclasses import fields
from pathlib import Path
from typing import get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader import settings
from reader.errors import SettingsError
from reader.settings import DEFAULTS, Loaded, Settings, load, remember, why_not

ROOT = Path(__file__).parents[1]
THEMES = {"theme": ("ink", "paper", "nord")}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


def loaded(file: Path, text: str) -> Loaded:
    file.write_text(text, encoding="utf-8")
    return load(file, THEMES)


def told(file: Path, text: str) -> list[str]:
    """What is told of a file's mistakes, without the file's name."""
    mistakes = loaded(file, text).mistakes
    assert all(str(mistake).startswith(f"{file}:{mistake.line}: ") for mistake in mistakes)
    return [f"{mistake.line}: {mistake.reason}" for mistake in mistakes]


# the fields


def test_every_setting_is_documented() -> None:
    said = runpy.run_path(str(ROOT / "docs" / "make_settings.py"))["documentation"]()
    assert [field.name for field in fields(Settings) if not said.get(field.name)] == []
    assert all(text.endswith(".") for text in said.values())


def test_the_page_of_settings_is_made_of_them() -> None:
    page = runpy.run_path(str(ROOT / "docs" / "make_settings.py"))["page"]()
    assert (ROOT / "docs" / "settings.md").read_text(encoding="utf-8") == page


def test_every_default_is_one_of_its_own_values() -> None:
    kinds = get_type_hints(Settings, include_extras=True)
    assert {name: why_not(kind, getattr(DEFAULTS, name)) for name, kind in kinds.items()} == dict.fromkeys(kinds, "")


# reading


def test_without_a_file_all_is_as_it_was_made(file: Path) -> None:
    assert load(file) == Loaded(DEFAULTS, ())


def test_what_the_file_says_is_taken_over_and_the_rest_stays(file: Path) -> None:
    assert loaded(file, '# mine\ntheme = "paper"\ncolumn = 66\njustify = true\n') == Loaded(
        Settings(theme="paper", column=66, justify=True), ()
    )


@pytest.mark.parametrize("text", ["\ufefftheme = 'nord'\n", "theme = 'nord'\r\ncolumn = 80\r\n"])
def test_what_other_systems_editors_write_is_read(file: Path, text: str) -> None:
    file.write_bytes(text.encode("utf-8"))
    assert load(file, THEMES) == Loaded(Settings(theme="nord"), ())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\ncolum = 70", "2: there is no setting 'colum'; did you mean 'column'?"),
        ("line_spacing = 1", "1: there is no setting 'line_spacing'; did you mean 'line-spacing'?"),
        ("xyzzy = 70", "1: there is no setting 'xyzzy'"),
        ("# a\n# b\ncolumn = 7", "3: column is a whole number from 20 to 200, not 7"),
        ("column = 70.5", "1: column is a whole number from 20 to 200, not 70.5"),
        ("column = true", "1: column is a whole number from 20 to 200, not true"),
        ("justify = 1", "1: justify is true or false, not 1"),
        ("theme = 3", "1: theme is one of ink, paper, nord, not 3"),
        ("theme = 'papre'", "1: theme is one of ink, paper, nord, not 'papre'; did you mean 'paper'?"),
        ("code = 'wrapped'", "1: code is one of wrap, scroll, not 'wrapped'; did you mean 'wrap'?"),
        ("code = ['wrap']", "1: code is one of wrap, scroll, not ['wrap']"),
        ("[looks]\njustify = true", "1: there is no table 'looks': settings stand in none, above all tables"),
        ("'justify' = 3", "1: justify is true or false, not 3"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_the_nearest_right_name(file: Path, text: str, expected: str) -> None:
    assert told(file, text) == [expected]
    assert load(file, THEMES).settings == DEFAULTS


@pytest.mark.parametrize(
    ("broken", "line"),
    [
        ("theme = paper", 2),
        ("theme = 'paper", 2),
        ("theme", 2),
        ("theme = [1, 2", 2),
        ("]", 2),
        ("column = 70\ncolumn = 71", 3),
        ("x = " + "[" * 20_000, 2),
        ("x = " + "9" * 5_000, 2),
    ],
)
def test_a_line_that_is_no_toml_costs_that_line_only(file: Path, broken: str, line: int) -> None:
    got = loaded(file, f"justify = true\n{broken}\n")
    assert got.settings.justify
    assert [mistake.line for mistake in got.mistakes] == [line]
    assert "not TOML" in got.mistakes[0].reason
    after = loaded(file, f"{broken}\nfirst-line-indent = true\njustify = true\n")
    assert after.settings.justify
    assert after.mistakes


def test_all_mistakes_are_told_in_the_order_of_the_file(file: Path) -> None:
    assert [line.split(":")[0] for line in told(file, "justify = 1\ntheme = x\ncolumn = 1\nfoo = 2\n")] == [*"1234"]


def test_a_file_that_is_no_text_is_told_and_costs_nothing_else(file: Path) -> None:
    file.write_bytes("justify = true\n# 漢字\n".encode("gb18030"))
    got = load(file)
    assert got.settings == Settings(justify=True)
    assert [(mistake.line, mistake.reason) for mistake in got.mistakes] == [(2, "this is not UTF-8")]


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_may_not_be_read_is_told(file: Path) -> None:
    file.write_text("justify = true")
    file.chmod(0)
    assert "cannot be read" in str(load(file).mistakes[0])


def test_what_is_no_file_of_settings_is_told_and_not_waited_for(file: Path) -> None:
    os.mkfifo(file)
    assert [mistake.reason for mistake in load(file).mistakes] == ["the settings cannot be read: this is no file"]
    file.unlink()
    file.write_bytes(b"#" * 2_000_000)
    assert "larger than" in load(file).mistakes[0].reason


@given(st.text(max_size=200) | st.text("[]{}='\"\n#., ab1", max_size=60))
def test_no_file_keeps_the_program_from_starting(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    file = tmp_path_factory.mktemp("any") / "settings.toml"
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    got = load(file, THEMES)
    assert isinstance(got.settings, Settings)
    lines = text.count("\n") + 1
    assert all(1 <= mistake.line <= lines for mistake in got.mistakes)


# writing


def test_what_was_chosen_is_read_again(file: Path) -> None:
    remember(file, theme="paper", column=66, justify=True, code="scroll")
    assert load(file, THEMES) == Loaded(Settings(theme="paper", column=66, justify=True, code="scroll"), ())
    remember(file, column=67)
    assert load(file).settings.column == 67


def test_comments_and_order_stay(file: Path) -> None:
    file.write_text('# mine\njustify = true  # looks better\n\n\ntheme="nord" # at night\n# end\n[other]\na = 1\n')
    remember(file, theme="ink", column=70)
    kept = file.read_text()
    assert '# mine\njustify = true  # looks better\n\n\ntheme="ink" # at night\n# end\n' in kept
    assert "[other]\na = 1\n" in kept
    assert load(file).settings == Settings(justify=True, column=70)


def test_the_folder_is_made(tmp_path: Path) -> None:
    file = tmp_path / "a" / "b" / "settings.toml"
    remember(file, justify=True)
    assert load(file).settings.justify
    assert [each.name for each in file.parent.iterdir()] == ["settings.toml"]


def test_a_link_to_the_file_stays_a_link(tmp_path: Path, file: Path) -> None:
    real = tmp_path / "dotfiles" / "broadsheet.toml"
    real.parent.mkdir()
    real.write_text("column = 70\n")
    real.chmod(0o640)
    file.symlink_to(real)
    remember(file, justify=True)
    assert file.is_symlink()
    assert load(real).settings == Settings(column=70, justify=True)
    assert stat.S_IMODE(real.stat().st_mode) == 0o640


@pytest.mark.parametrize("content", [b"theme = paper\n", b"# \xff\n"])
def test_a_file_that_cannot_be_read_whole_is_never_written_over(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    with pytest.raises(SettingsError, match=r"settings\.toml"):
        remember(file, justify=True)
    assert file.read_bytes() == content


def test_where_nothing_can_be_written_it_is_said(tmp_path: Path) -> None:
    (tmp_path / "in the way").write_text("")
    with pytest.raises(SettingsError, match="in the way"):
        remember(tmp_path / "in the way" / "settings.toml", justify=True)


def test_the_file_stands_in_the_platforms_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert settings.file().name == "settings.toml"
    assert settings.file().parent.name == "broadsheet"
