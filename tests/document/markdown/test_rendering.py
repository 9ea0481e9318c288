"""Tokens become HTML."""

from __future__ import annotations

import pytest

from reader.document.model import BlockKind
from tests.document.reading import read, text


def test_words_of_an_alternative_text_are_all_there() -> None:
    assert text("![a\\.b `c` *d* &amp; e](x.png)") == "▣ a.b c d & e"


@pytest.mark.parametrize("info", ["rust,ignore", "rust", "{.rust .numberLines}", "Rust {1,3}"])
def test_the_language_of_a_fence(info: str) -> None:
    (block,) = read(f"```{info}\nfn <T>\n\n  x\n```\n").blocks
    assert (block.kind, block.language) == (BlockKind.CODE, "rust")
