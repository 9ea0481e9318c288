"""Highlights as Markdown and as JSON."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from reader.document import html
from reader.document.markdown import to_html
from reader.document.passage import Passage
from reader.library.highlight_forms import as_json, as_markdown
from reader.library.highlights import Filed, Highlight

QUOTE = "# not a heading\n1. nor *a* list\n- [x](y) <b>"
FILED = [
    Filed(
        Highlight(
            7, Passage(3, 9, QUOTE, "before", "after"), 2, "第一行\n_second_", 1_700_000_000_000, 1_700_000_001_000
        ),
        "A *title*\x1b[31m",
        "https://example.org/中 文",
        date(2024, 5, 1),
        Path("/archive/one.md"),
        b"",
        1,
    ),
    Filed(Highlight(8, Passage(10, 12, "lost", "", ""), is_lost=True), "", "", None, Path("/archive/two.md"), b"", 2),
]


def test_markdown_says_what_was_highlighted_and_nothing_in_it_is_markup() -> None:
    written = "\n".join(as_markdown(FILED))
    assert "\x1b" not in written
    text = html.parse(to_html(written)).text
    for words in ("A *title*", "example.org", "2024-05-01", "第一行", "_second_", "no longer in the article", "two.md"):
        assert words in text
    for line in QUOTE.split("\n"):
        assert line in text
    assert written.startswith("## A ")
    assert "> \\# not a heading\n> 1\\. nor \\*a\\* list\n> \\- \\[x\\](y) \\<b\\>" in written


def test_json_has_an_object_a_line() -> None:
    first, second = map(json.loads, as_json(FILED))
    assert first == {
        "id": 7,
        "title": "A *title*\x1b[31m",
        "source": "https://example.org/中 文",
        "date": "2024-05-01",
        "path": "/archive/one.md",
        "quote": QUOTE,
        "note": "第一行\n_second_",
        "colour": "blue",
        "start": 3,
        "end": 9,
        "before": "before",
        "after": "after",
        "made": "2023-11-14T22:13:20+00:00",
        "changed": "2023-11-14T22:13:21+00:00",
        "lost": False,
    }
    assert (second["lost"], second["date"], second["source"]) == (True, None, "")
