"""kitty's graphics protocol, with Unicode placeholders (kitty, docs/graphics-protocol, "Unicode placeholders").

A picture is sent once under a number. Then it is shown by characters: U+10EEEE, with a combining mark for its row, one
for its column and one for the highest byte of the number, in the colour that the number's lower bytes make. So a
picture scrolls, is covered and is taken away as any other text is.
"""

from __future__ import annotations

from collections.abc import Iterator

from reader.document.pictures.shape import Box

_PIECE = 4096
"""Characters of base64 that one sequence may carry."""

_PLACEHOLDER = "\U0010eeee"

_MARKS = (
    "305 30d-30e 310 312 33d-33f 346 34a-34c 350-352 357 35b 363-36f 483-487 592-595 597-599 59c-5a1 5a8-5a9 5ab-5ac "
    "5af 5c4 610-617 657-65b 65d-65e 6d6-6dc 6df-6e2 6e4 6e7-6e8 6eb-6ec 730 732-733 735-736 73a 73d 73f-741 743 745 "
    "747 749-74a 7eb-7f1 7f3 816-819 81b-823 825-827 829-82d 951 953-954 f82-f83 f86-f87 135d-135f 17dd 193a 1a17 "
    "1a75-1a7c 1b6b 1b6d-1b73 1cd0-1cd2 1cda-1cdb 1ce0 1dc0-1dc1 1dc3-1dc9 1dcb-1dcc 1dd1-1de6 1dfe 20d0-20d1 "
    "20d4-20d7 20db-20dc 20e1 20e7 20e9 20f0 2cef-2cf1 2de0-2dff a66f a67c-a67d a6f0-a6f1 a8e0-a8f1 aab0 aab2-aab3 "
    "aab7-aab8 aabe-aabf aac1 fe20-fe26 10a0f 10a38 1d185-1d189 1d1aa-1d1ad 1d242-1d244"
)
"""The combining marks that count rows and columns, in their order, as hexadecimal ranges."""


def _counted() -> Iterator[str]:
    for part in _MARKS.split():
        first, _, last = part.partition("-")
        yield from map(chr, range(int(first, 16), int(last or first, 16) + 1))


MARKS = tuple(_counted())


def sending(number: int, picture: str, box: Box) -> str:
    """What sends a picture, a PNG in base64, under a number, to be shown in a box of cells; nothing is answered."""
    pieces = [picture[at : at + _PIECE] for at in range(0, len(picture), _PIECE)] or [""]
    out = []
    for index, piece in enumerate(pieces):
        more = int(index + 1 < len(pieces))
        what = (
            f"a=T,U=1,f=100,t=d,i={number},c={box.columns},r={box.rows},q=2,m={more}" if not index else f"m={more},q=2"
        )
        out.append(f"\x1b_G{what};{piece}\x1b\\")
    return "".join(out)


def deleting(number: int) -> str:
    """What has the terminal forget a picture, its data too."""
    return f"\x1b_Ga=d,d=I,i={number},q=2\x1b\\"


def row(number: int, row_number: int, columns: int, *, is_true_colour: bool) -> str:
    """The characters of one row of a picture, in the colour that names it.

    Without true colour the number's lowest byte is one of 256 colours, and only numbers below 2 ** 32 whose middle
    bytes are nought can be told.
    """
    high, middle, low, lowest = ((number >> shift) & 255 for shift in (24, 16, 8, 0))
    colour = f"38;2;{middle};{low};{lowest}" if is_true_colour else f"38;5;{lowest}"
    mark = MARKS[high]
    cells = "".join(f"{_PLACEHOLDER}{MARKS[row_number]}{MARKS[column]}{mark}" for column in range(columns))
    return f"\x1b[{colour}m{cells}\x1b[39m"


def through_tmux(sequence: str) -> str:
    """The same for the terminal around tmux, which lets it through when `allow-passthrough` is on."""
    escaped = sequence.replace("\x1b", "\x1b\x1b")
    return f"\x1bPtmux;{escaped}\x1b\\"
