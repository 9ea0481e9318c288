"""Footnotes."""

from __future__ import annotations

from reader.document.model import Style
from tests.document.reading import read


def test_footnotes_point_both_ways_and_none_is_lost() -> None:
    document = read("one[^a] two^[inline] again[^a]\n\n[^a]: First.\n\n    More.\n\n[^unused]: Unused.\n")
    words = document.text
    assert words.index("First.") < words.index("More.") < words.index("inline", words.index("More."))
    assert "Unused." in words
    notes = {s.target for s in document.spans if s.style is Style.LINK}
    assert {"#fn1", "#fnref1", "#fn2"} <= notes
    assert {"fn1", "fnref1", "fn2", "fn3"} <= set(document.anchors)
