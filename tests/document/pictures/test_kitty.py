"""kitty's protocol: what is sent, and the characters that show it."""

from __future__ import annotations

import base64
import re

from rich.cells import cell_len

from reader.document.pictures.kitty import MARKS, deleting, row, sending, through_tmux
from reader.document.pictures.shape import Box


def test_a_picture_is_sent_in_pieces_that_together_are_the_picture() -> None:
    picture = base64.b64encode(bytes(range(256)) * 50).decode("ascii")
    sequence = sending(0x010203, picture, Box(40, 10))
    pieces = re.findall(r"\x1b_G([^;]*);([^\x1b]*)\x1b\\", sequence)
    assert "".join(content for _, content in pieces) == picture
    assert all(len(content) <= 4096 for _, content in pieces)
    assert [what.split("m=")[1][:1] for what, _ in pieces] == ["1"] * (len(pieces) - 1) + ["0"]
    assert "U=1" in pieces[0][0]
    assert "c=40,r=10" in pieces[0][0]
    assert all("q=2" in what for what, _ in pieces), "an answer would be taken for keys"


def test_a_row_names_picture_row_and_column_in_every_cell() -> None:
    got = row(0x010203, 7, 3, is_true_colour=True)
    assert got.startswith("\x1b[38;2;1;2;3m")
    cells = got.removeprefix("\x1b[38;2;1;2;3m").removesuffix("\x1b[39m")
    assert cells == "".join(f"\U0010eeee{MARKS[7]}{MARKS[column]}{MARKS[0]}" for column in range(3))
    assert cell_len(cells) == 3


def test_without_true_colour_the_number_is_in_a_colour_of_256_and_a_mark() -> None:
    got = row(5 << 24 | 77, 0, 1, is_true_colour=False)
    assert got == f"\x1b[38;5;77m\U0010eeee{MARKS[0]}{MARKS[0]}{MARKS[5]}\x1b[39m"


def test_the_marks_are_those_of_the_protocol() -> None:
    assert len(MARKS) == len(set(MARKS)) == 297
    assert [f"{ord(MARKS[number]):X}" for number in (0, 1, 2, 255, 296)] == ["305", "30D", "30E", "A8E5", "1D244"]


def test_a_picture_is_forgotten_with_its_data() -> None:
    assert deleting(7) == "\x1b_Ga=d,d=I,i=7,q=2\x1b\\"


def test_through_tmux_every_escape_is_doubled() -> None:
    assert through_tmux("\x1b_Ga\x1b\\") == "\x1bPtmux;\x1b\x1b_Ga\x1b\x1b\\\x1b\\"
