"""What is answered of pictures goes through bytes and back, and what is no answer is refused."""

from __future__ import annotations

import pickle

import pytest

from reader.document.pictures.answers import Answer, packed, unpacked
from reader.document.pictures.asked import Drawn, Failed, Measured
from reader.document.pictures.shape import Size


@pytest.mark.parametrize(
    "answer",
    [
        Failed("“坏”\n"),
        (),
        (Measured(Size(3, 4), "an animation"), Measured(None, "damaged")),
        Drawn(b"\n\x00\xff" * 6, ("\x1b[38;2;1;2;3m▀", "", "二")),
        Drawn(b""),
    ],
)
def test_answers_come_back_as_they_were(answer: Answer) -> None:
    assert unpacked(packed(answer)) == answer


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[]\n",
        b"\xff\n",
        b'{"failed": 1}\n',
        b'{"measured": [[1, 2]]}\n',
        b'{"measured": [[-1, 2, ""]]}\n',
        b'{"measured": [[1' + b"0" * 400 + b', 1, ""]]}\n',
        b"[" * 200_000 + b"\n",
        b'{"blocks": 3, "parts": []}\nab',
        b'{"blocks": -1, "parts": [3]}\nab',
        b'{"blocks": 1, "parts": ["1"]}\nab',
        b'{"blocks": 1, "parts": [1]}\na\xff',
        pickle.dumps(Failed("run")),
    ],
)
def test_what_is_no_answer_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError):
        unpacked(data)
