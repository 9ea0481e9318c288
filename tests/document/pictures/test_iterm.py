"""iTerm2's protocol."""

from __future__ import annotations

import base64

import pytest

from reader.document.pictures.iterm import encoded


@pytest.mark.parametrize("size", [1, 2, 3, 100])
def test_a_picture_says_how_many_bytes_and_cells_it_has(size: int) -> None:
    content = base64.b64encode(bytes(size)).decode("ascii")
    got = encoded(content, 40)
    assert got.startswith("\x1b]1337;File=inline=1;")
    assert f";size={size};width=40;height=1;" in got
    assert got.endswith(f":{content}\x07")
