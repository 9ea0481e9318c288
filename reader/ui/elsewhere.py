"""What the terminal is handed to for a while: the reader's editor, or a browser of the terminal's own.

The program has to come back whatever happens there. Textual's `suspend` does not when something is raised in it, and
Ctrl-c, which the terminal sends to every program in it, would end this one behind the other's back.
"""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from textual.app import App, SuspendNotSupported

_Answer = TypeVar("_Answer")


def edit(app: App[None], path: Path) -> str:
    """Opens a file in the reader's editor, and comes back when that is closed; what went wrong, in words."""
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    try:
        command = [*shlex.split(editor), str(path.absolute())]
        status = _away(app, lambda: subprocess.run(command, check=False).returncode)
    except FileNotFoundError:
        return f"There is no editor “{editor}”; set $EDITOR to one that is installed."
    except (OSError, ValueError) as error:
        return f"The editor “{editor}” could not be started: {getattr(error, 'strerror', None) or error}."
    except SuspendNotSupported:
        return _NOT_HANDED
    return f"The editor “{editor}” ended with status {status}." if status else ""


def browse(app: App[None], browse: Callable[[], bool]) -> str:
    """Runs a browser of the terminal's own, and comes back when it is closed; what went wrong, in words."""
    try:
        is_well = _away(app, browse)
    except SuspendNotSupported:
        return _NOT_HANDED
    return "" if is_well else "The browser could not be started, or ended with an error."


_NOT_HANDED = "This terminal cannot be handed to another program."


def _away(app: App[None], work: Callable[[], _Answer]) -> _Answer:
    """Gives the terminal away while `work` runs. Raises what that raises, when the screen is back."""
    done: list[_Answer | OSError] = []
    with app.suspend():
        # A handler of our own, and not SIG_IGN, which the other program would inherit.
        before = signal.signal(signal.SIGINT, lambda *_: None)
        try:
            done.append(work())
        except OSError as error:
            done.append(error)
        finally:
            signal.signal(signal.SIGINT, before)
    (answer,) = done
    if isinstance(answer, OSError):
        raise answer
    return answer
