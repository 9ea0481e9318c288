"""What the screen asks the process that decodes pictures, and what that answers."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from reader.document.pictures.shape import Box, Size

Colour = tuple[int, int, int]
"""Red, green and blue, 0 to 255."""


class Protocol(StrEnum):
    """How a terminal shows pictures."""

    KITTY = "kitty"
    """By characters that stand for the parts of a picture, which was sent before."""
    SIXEL = "sixel"
    ITERM = "iterm"
    """iTerm2's own, which WezTerm has too."""
    BLOCKS = "blocks"
    """Upper halves of cells in two colours, which every terminal shows."""
    NONE = "none"


class File(NamedTuple):
    """A picture's file, or its `data:` address."""

    path: Path | None
    data: str = ""
    stamp: int = 0
    """When the file was changed, so that another content is another picture."""


class Measure(NamedTuple):
    """Asks how large pictures are, by the heads of their files."""

    files: tuple[File, ...]


class Measured(NamedTuple):
    """What was found of one picture."""

    size: Size | None
    """Upright; None when it cannot be shown."""
    note: str = ""
    """Why it cannot be shown, or what is to be said of it."""


class Draw(NamedTuple):
    """Asks for a picture as it is to be drawn in a box of cells."""

    file: File
    box: Box
    cell: Size
    protocol: Protocol
    ground: Colour
    """What is seen through a picture that is transparent."""
    colours: int = 128
    """How many the terminal holds for a sixel picture."""


class Drawn(NamedTuple):
    """A picture as it is drawn."""

    blocks: bytes
    """Two rows of pixels for each row of cells, one pixel for each column, three bytes each."""
    parts: tuple[str, ...] = ()
    """What a terminal is sent for each row: half-blocks in true colour, or sixel's or iTerm2's sequences. For kitty
    one part, the picture as base64 of a PNG."""

    @property
    def weight(self) -> int:
        """Bytes that it takes."""
        return len(self.blocks) + sum(map(len, self.parts))


class Failed(NamedTuple):
    """A picture could not be decoded."""

    reason: str
