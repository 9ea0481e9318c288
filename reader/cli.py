"""The command line. Imports only what the command at hand needs."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from reader import __version__

if TYPE_CHECKING:
    import argparse


_COMMANDS = ("index", "search", "list", "check", "stats", "highlights")

_COMMANDS_TOLD = """commands:
  broadsheet cat FILE ...         print articles
  broadsheet index [PATH ...]     build or update the catalogue and the index
  broadsheet search QUERY         search all articles
  broadsheet list [QUERY]         list the articles
  broadsheet check                what could not be read, and why
  broadsheet stats                the archive at a glance
  broadsheet highlights           print what is highlighted and noted
  broadsheet marks export|import  what is read, starred, highlighted, as JSON

Each says how with --help; they ask the archive opened last, or --archive PATH.
A folder of such a name is opened as './index'."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line; answers the exit status: 0 well, 1 something was not read, 2 a mistake in the call."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words[:1] == ["cat"]:
        from reader import cat  # noqa: PLC0415

        return cat.main(words[1:])
    if words[:1] == ["marks"]:
        from reader import marks_command  # noqa: PLC0415

        return marks_command.main(words[1:])
    if words and words[0] in _COMMANDS:
        from reader import commands  # noqa: PLC0415

        return commands.main(words[0], words[1:])
    if words == ["help"] and not Path("help").exists():
        words = ["--help"]
    has_options = any(word.startswith("-") for word in words)
    return _read(_parser().parse_args(words).path if has_options else [Path(word) for word in words])


def _parser() -> argparse.ArgumentParser:
    import argparse  # noqa: PLC0415 - paths alone need none

    parser = argparse.ArgumentParser(
        prog="broadsheet",
        description="Read an archive of articles in the terminal.",
        epilog=_COMMANDS_TOLD,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "path",
        nargs="*",
        type=Path,
        metavar="PATH",
        help="folders or files to open; without one, what was opened last, and at first the sample articles",
    )
    parser.add_argument("--version", action="version", version=f"broadsheet {__version__}")
    return parser


def _read(paths: list[Path]) -> int:
    for path in paths:
        if reason := _why_not(path):
            from reader.errors import ArchiveError  # noqa: PLC0415

            print(f"broadsheet: {ArchiveError(path, reason)}", file=sys.stderr)
            return 2
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        print(
            "broadsheet: this is no terminal, so there is no screen to read on. "
            "'broadsheet cat FILE' prints an article into a pipe or a file.",
            file=sys.stderr,
        )
        return 2
    if os.environ.get("TERM") == "dumb":
        print(
            "broadsheet: this terminal (TERM=dumb) can only print, so there is no screen to read on. "
            "'broadsheet cat FILE' prints an article.",
            file=sys.stderr,
        )
        return 2
    from reader import resources, settings  # noqa: PLC0415
    from reader.errors import SettingsError  # noqa: PLC0415
    from reader.library import recent  # noqa: PLC0415

    if any(path.is_dir() for path in paths):  # a single file is no archive to come back to
        recent.save(paths)
    opened = paths or recent.load()
    if not opened and (gone := recent.gone()) is not None:
        print(f"broadsheet: {gone}", file=sys.stderr)
        return 2
    if not os.environ.get("NO_COLOR"):
        os.environ.pop("NO_COLOR", None)  # an empty one asks for nothing (no-color.org), but Textual obeys it
    # Behind a frame Textual lets the next one wait for up to twice the time of one: at its own 60 a second, 33 ms.
    is_ours = "TEXTUAL_FPS" not in os.environ
    if is_ours:
        os.environ["TEXTUAL_FPS"] = "120"
    # Nearly all that a start allocates stays: looking through it for garbage takes a tenth of the start.
    gc.disable()
    from reader.document.opener import Opener  # noqa: PLC0415 - a mistake should not wait for it
    from reader.library.beginning import first_article  # noqa: PLC0415

    # The first article is opened by another process meanwhile: it forks before there is any thread.
    archive, welcome = (opened, None) if opened else ([resources.sample_articles()], resources.welcome())
    with Opener.started(partial(first_article, archive, welcome)) as first:
        from reader.ui.app import Broadsheet  # noqa: PLC0415 - 200 ms that a mistake should not wait for
        from reader.ui.choices import Choices  # noqa: PLC0415
        from reader.ui.themes import BY_NAME  # noqa: PLC0415

        if is_ours:  # Textual has read it; an editor or a browser that we start may be a program of Textual's as well
            del os.environ["TEXTUAL_FPS"]
        # Threads take turns often, so that keys are answered at once while something is loaded.
        sys.setswitchinterval(0.001)
        file = settings.file()
        choices = Choices(settings.load(file, {"theme": BY_NAME}), file)
        app = Broadsheet(archive, first, choices)
        app.run()
    try:
        choices.keep()  # what was chosen in the last moment
    except SettingsError as error:
        print(f"broadsheet: {error}", file=sys.stderr)
    return app.return_code or 0


def _why_not(path: Path) -> str:
    """Why a path cannot be opened, in words; empty when it can."""
    from reader.errors import ArchiveError  # noqa: PLC0415

    try:
        if path.is_dir():
            next(path.iterdir(), None)
        elif path.exists() and not path.is_file():
            return "is neither a file nor a folder"
        else:
            with path.open("rb"):
                pass
    except OSError as error:
        return ArchiveError.from_os_error(path, error).reason
    return ""
