"""iTerm2's inline pictures (iTerm2, "Inline Images Protocol"), a row of cells at a time."""

from __future__ import annotations


def encoded(picture: str, columns: int, rows: int = 1) -> str:
    """The sequence that draws a PNG in base64 over cells from the cursor on, which stays where it is."""
    size = len(picture) * 3 // 4 - picture[-2:].count("=")
    return (
        f"\x1b]1337;File=inline=1;size={size};width={columns};height={rows};preserveAspectRatio=0;"
        f"doNotMoveCursor=1:{picture}\x07"
    )
