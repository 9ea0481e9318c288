"""What the terminal can show: asked by escape sequences, and told from what it answers and from the environment.

Nothing is asked before the first frame, nor before there is a picture to show. A terminal that does not answer shows
half-blocks. Answers are taken out of what is typed (`ui.pictures.driver`), whenever they come.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from reader.document.pictures import kitty
from reader.document.pictures.asked import Protocol
from reader.document.pictures.shape import Size

QUESTION = (
    "\x1b_Gi=4207,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\"  # kitty's graphics: does it know them?
    "\x1b[>q"  # its name (XTVERSION)
    "\x1b[16t"  # a cell in pixels
    "\x1b[14t"  # all of it in pixels
    "\x1b[?1;1;0S"  # how many colours a sixel picture may have (XTSMGRAPHICS)
    "\x1b[?2;1;0S"  # and how large it may be
    "\x1b[c"  # what it is (DA1): every terminal answers that, and this is the last answer
)

ANSWER = re.compile(
    r"\x1b_Gi=4207[^\x1b]*\x1b\\"
    r"|\x1bP>\|[^\x1b]*\x1b\\"
    r"|\x1b\[[46];\d+;\d+t"
    r"|\x1b\[\?[12];\d+(?:;\d+)*S"
    r"|\x1b\[\?[\d;]*c"
)
"""One answer."""

BEGUN = re.compile(r"\x1b(?:_[^\x1b]*\x1b?|P(?:>[^\x1b]*\x1b?)?|\[(?:[46][\d;]*|\?[\d;]*)?)?\Z")
"""What may be the beginning of an answer, at the end of what has come."""


class Told(NamedTuple):
    """What the terminal has answered so far."""

    name: str = ""
    """Its name and version, in lower case."""
    has_kitty: bool = False
    has_sixel: bool = False
    colours: int = 256
    """Of a sixel picture."""
    widest: int = 0
    """Pixels that a sixel picture may be wide; 0 when that is not known."""
    cell: Size | None = None
    pixels: Size | None = None
    """Of all its cells."""
    is_complete: bool = False
    """Whether the last answer is there."""


def heard(told: Told, answer: str) -> Told:
    """What is known once an answer has come."""
    if answer.startswith("\x1b_G"):
        return told._replace(has_kitty=answer.endswith(";OK\x1b\\"))
    if answer.startswith("\x1bP"):
        return told._replace(name=answer[4:-2].lower())
    numbers = [int(number) for number in re.findall(r"\d+", answer)]
    if answer.endswith("t"):
        size = Size(numbers[2], numbers[1])
        if not all(size):
            return told
        return told._replace(cell=size) if numbers[0] == 6 else told._replace(pixels=size)
    if answer.endswith("S"):
        if len(numbers) < 3 or numbers[1] or numbers[2] < 2:
            return told
        return told._replace(colours=numbers[2]) if numbers[0] == 1 else told._replace(widest=numbers[2])
    return told._replace(has_sixel=4 in numbers[1:], is_complete=True)


def is_silent(environment: Mapping[str, str]) -> bool:
    """Whether the terminal is one that prints what it does not understand, or stands behind one that keeps answers."""
    term = environment.get("TERM", "")
    return (
        term in ("", "dumb", "linux", "unknown")
        or environment.get("TERM_PROGRAM") == "Apple_Terminal"
        or is_multiplexed(environment)
    )


def is_multiplexed(environment: Mapping[str, str]) -> bool:
    """Whether tmux or screen stands between: they know neither how large a picture is nor when it is covered."""
    return "TMUX" in environment or environment.get("TERM", "").startswith(("tmux", "screen"))


_HAVE_BOTH = ("xterm.js", "vscode", "konsole")
"""Terminals that have iTerm2's protocol beside sixel, and draw by it exactly in cells. xterm.js's cells are parts of a
pixel wider than it says; Konsole draws sixels in whole bands of six rows, over the text below."""


def best(told: Told, environment: Mapping[str, str]) -> Protocol:
    """The protocol that shows pictures best. kitty's needs the placeholders, which few of those have that know it."""
    if is_silent(environment):
        return Protocol.BLOCKS
    name = told.name or f"{environment.get('TERM_PROGRAM', '')} {environment.get('TERM', '')}".lower()
    if told.has_kitty and ("ghostty" in name or ("kitty" in name and _has_placeholders(told.name))):
        return Protocol.KITTY
    if "iterm" in name or "wezterm" in name or (told.has_sixel and any(each in name for each in _HAVE_BOTH)):
        return Protocol.ITERM
    return Protocol.SIXEL if told.has_sixel else Protocol.BLOCKS


def _has_placeholders(name: str) -> bool:
    """kitty has them from 0.28 on."""
    version = re.search(r"kitty\D*(\d+)\.(\d+)", name)
    return version is None or (int(version[1]), int(version[2])) >= (0, 28)


def cell(told: Told, cells: tuple[int, int], pixels: tuple[int, int]) -> Size | None:
    """A cell in pixels: as it is told, else from all `pixels` that the system knows of for all `cells`."""
    if told.cell is not None:
        return told.cell
    width, height = pixels if all(pixels) else told.pixels or (0, 0)
    columns, rows = cells
    found = Size(width // columns, height // rows) if columns and rows else Size(0, 0)
    return found if found.width >= 2 and found.height >= 2 else None


def window_pixels() -> tuple[int, int]:
    """Width and height of the terminal in pixels, as the system knows them; noughts where it does not."""
    try:
        import fcntl  # noqa: PLC0415 - not on every system
        import struct  # noqa: PLC0415
        import termios  # noqa: PLC0415

        _, _, width, height = struct.unpack("HHHH", fcntl.ioctl(1, termios.TIOCGWINSZ, bytes(8)))
    except (ImportError, OSError):
        return 0, 0
    return width, height


def passed_on(sequence: str, environment: Mapping[str, str]) -> str:
    """A sequence as it has to be written to come to the terminal that shows pictures."""
    return kitty.through_tmux(sequence) if "TMUX" in environment else sequence
