"""The wheel: what is in it, and that the program runs from it with no checkout near."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest

from reader import __version__
from tests.terminal.terminal import Terminal

ROOT = Path(__file__).resolve().parent.parent


def _run(*command: str | Path, directory: Path, environment: dict[str, str] | None = None) -> str:
    result = subprocess.run(
        [str(word) for word in command],
        cwd=directory,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=180,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built with the hatchling of this environment: no network is needed."""
    folder = tmp_path_factory.mktemp("wheel")
    build = "from hatchling.build import build_wheel; import sys; build_wheel(sys.argv[1])"
    _run(sys.executable, "-c", build, folder, directory=ROOT)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bare environment with the wheel in it; answers the folder of its commands.

    Its dependencies are those of the environment that runs the tests, found through a `.pth` file: a test should
    not wait for the network, and the wheel's own files come first.
    """
    folder = tmp_path_factory.mktemp("bare")
    venv.create(folder, with_pip=False, symlinks=True)
    scripts = folder / "bin"
    here = Path(sysconfig.get_path("purelib"))
    there = Path(
        _run(
            scripts / "python", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", directory=folder
        ).strip()
    )
    pip = "import runpy, sys; sys.path.append(sys.argv.pop(1)); runpy.run_module('pip', run_name='__main__')"
    _run(
        *(scripts / "python", "-c", pip, here),
        *("install", "--quiet", "--no-deps", "--no-index", "--no-cache-dir", "--disable-pip-version-check", wheel),
        directory=folder,
    )
    (there / "dependencies.pth").write_text(f"{here}\n", encoding="utf-8")
    return scripts


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """A working directory that is no checkout."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    return folder


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """An empty home, and nothing that leads back to the checkout."""
    home = tmp_path / "home"
    home.mkdir()
    return {
        "HOME": str(home),
        "PATH": os.defpath,
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LANG": "C.UTF-8",
    }


def test_the_wheel_holds_package_styles_and_samples_and_no_tests(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        names = archive.namelist()
    assert "reader/cli.py" in names
    for folder in ("styles", "sample_articles"):
        here = {path.relative_to(ROOT).as_posix() for path in (ROOT / folder).rglob("*") if path.is_file()}
        assert here
        assert {name.removeprefix("reader/_data/") for name in names if f"_data/{folder}/" in name} == here
    assert not [name for name in names if "test" in name.partition("/")[0] or name.endswith(".pyc")]
    assert {name.partition("/")[0] for name in names} == {"reader", f"broadsheet-{__version__}.dist-info"}


def test_the_installed_program_is_the_wheels(installed: Path, elsewhere: Path, environment: dict[str, str]) -> None:
    where = _run(
        installed / "python",
        "-c",
        "import reader; print(reader.__file__)",
        directory=elsewhere,
        environment=environment,
    )
    assert Path(where.strip()).is_relative_to(installed.parent)


def test_the_command_and_the_module_say_the_version(
    installed: Path, elsewhere: Path, environment: dict[str, str]
) -> None:
    said = f"broadsheet {__version__}\n"
    assert _run(installed / "broadsheet", "--version", directory=elsewhere, environment=environment) == said
    command = (installed / "python", "-m", "reader", "--version")
    assert _run(*command, directory=elsewhere, environment=environment) == said


def test_the_installed_program_starts_on_its_samples(
    installed: Path, elsewhere: Path, environment: dict[str, str]
) -> None:
    with Terminal([str(installed / "broadsheet")], environment=environment, directory=elsewhere) as terminal:
        terminal.wait_for("Welcome to Broadsheet", "q quit")
        terminal.press("q")
        assert terminal.exit_code() == 0, terminal.text


def test_the_installed_program_prints_an_article(installed: Path, elsewhere: Path, environment: dict[str, str]) -> None:
    article = ROOT / "sample_articles" / "00-welcome.md"
    said = _run(
        installed / "broadsheet", "cat", "--format", "text", article, directory=elsewhere, environment=environment
    )
    assert "Broadsheet reads a folder of articles in the terminal." in said
    assert "\x1b" not in said
