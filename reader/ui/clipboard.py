"""How a text reaches the clipboard: through the system's own tools where they exist, and through the terminal (OSC 52).

The terminal's way works over ssh too, but nothing says whether a terminal has it, and each takes only so much. The
system's tools say whether they took it. Both are tried: whichever the reader has works.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from reader.counting import counted

LONGEST = 74_994
"""Bytes of text that OSC 52 carries everywhere: a sequence of 100,000 bytes is the least that terminals in use take."""

TIMEOUT = 3.0
"""Seconds that a tool may take; one that asks a display that is gone would wait for ever."""

Which = Callable[[str], str | None]
"""Where a program is, or None when there is none."""


class Copied(NamedTuple):
    """How a text was copied."""

    tool: str = ""
    """The system's tool that took it; empty when none did."""
    by_terminal: bool = False
    """Whether it was handed to the terminal."""
    wrong: str = ""
    """Why a tool that is there did not take it."""

    @property
    def is_copied(self) -> bool:
        """Whether it went anywhere."""
        return bool(self.tool) or self.by_terminal


def commands(
    environment: Mapping[str, str], platform: str = sys.platform, which: Which = shutil.which
) -> Iterator[Sequence[str]]:
    """The tools that this session can use, the best first: each reads the text from its standard input."""
    if environment.get("WAYLAND_DISPLAY") and (tool := which("wl-copy")):
        yield (tool,)
    if environment.get("DISPLAY"):
        if tool := which("xclip"):
            yield tool, "-selection", "clipboard", "-in"
        if tool := which("xsel"):
            yield tool, "--clipboard", "--input"
    if platform == "darwin" and (tool := which("pbcopy")):
        yield (tool,)
    if (platform in ("win32", "cygwin") or environment.get("WSL_DISTRO_NAME")) and (tool := which("clip.exe")):
        yield (tool,)
    if environment.get("TMUX") and (tool := which("tmux")):
        yield tool, "load-buffer", "-w", "-"  # to its own buffer, and on to the terminal around it


def by_way(
    way: str, text: str, environment: Mapping[str, str], which: Which = shutil.which
) -> tuple[list[str], Copied]:
    """What to write to the terminal, and who took a text, in the way that the reader's settings name. Waits."""
    written = [] if way == "system" else list(sequences(text, environment))
    how = Copied() if way == "osc52" else by_tool(text, environment, which)
    if way == "system" and not how.tool:
        how = Copied(
            wrong=how.wrong or "none of the system's tools for it is here, and the settings allow no other way"
        )
    return written, how._replace(by_terminal=bool(written))


def by_tool(text: str, environment: Mapping[str, str], which: Which = shutil.which) -> Copied:
    """Gives a text to the first of the system's tools that takes it, without a shell. Waits: for another thread."""
    wrong = ""
    for command in commands(environment, which=which):
        name = os.path.basename(command[0])  # noqa: PTH119 - a name, not a path
        try:
            # Those that stay behind to answer for the clipboard must not hold on to our pipes.
            subprocess.run(
                command,
                input=_encoded(text, name),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=TIMEOUT,
                check=True,
                start_new_session=True,
            )
        except (OSError, subprocess.SubprocessError) as error:
            wrong = wrong or f"{name} did not take it: {_reason(error)}"
        else:
            return Copied(name)
    return Copied(wrong=wrong)


def _encoded(text: str, tool: str) -> bytes:
    if tool == "clip.exe":
        return text.encode("utf-16-le", "replace")  # else it reads the code page
    return text.encode("utf-8", "replace")


def _reason(error: Exception) -> str:
    if isinstance(error, subprocess.TimeoutExpired):
        return "it did not answer"
    if isinstance(error, subprocess.CalledProcessError):
        return f"it ended with {error.returncode}"
    return getattr(error, "strerror", None) or str(error)


def sequences(text: str, environment: Mapping[str, str]) -> Iterator[str]:
    """What to write to the terminal so that it copies a text; nothing when it is too long for that.

    tmux takes the plain form where its `set-clipboard` is on. Where that is `external`, its default, it takes it from
    nobody, but hands the wrapped form on to the terminal around it where `allow-passthrough` is on; so does screen.
    """
    data = text.encode("utf-8", "replace")
    if len(data) > LONGEST:
        return
    plain = f"\x1b]52;c;{b64encode(data).decode('ascii')}\x07"
    yield plain
    if environment.get("TMUX"):
        doubled = plain.replace("\x1b", "\x1b\x1b")
        yield f"\x1bPtmux;{doubled}\x1b\\"
    elif environment.get("STY"):
        # screen takes strings of 768 bytes at most, one after the other.
        yield "".join(f"\x1bP{plain[at : at + 700]}\x1b\\" for at in range(0, len(plain), 700))


def said(what: str, text: str, how: Copied) -> str:
    """In a sentence what was copied and how much, or why it was not."""
    size = counted(len(text), "character")
    if how.is_copied:
        return f"Copied {what}, {size}."
    if how.wrong:
        return f"Not copied: {how.wrong}."
    return (
        f"Not copied: {what} has {size}, more than a terminal takes, and there is no wl-copy, xclip, xsel, pbcopy or "
        "clip.exe."
    )
