"""What keeps the tree up to date, beside the screen."""

from __future__ import annotations

from pathlib import Path

from textual.message import Message

from reader.library.references import Origin, find
from reader.ui import keeping


def test_links_lead_from_one_of_a_few_files_to_another_even_where_they_are_too_long_to_be_indexed(
    tmp_path: Path,
) -> None:
    one, other = tmp_path / "one.md", tmp_path / "other.md"
    one.write_text("---\npermalink: /first/\n---\n" + "Words. " * 200_000)
    other.write_text("Words.")
    said: list[Message] = []
    keeping.keep([one, other], said.append, lambda: False, lambda keeper: None, anew=False, is_full=False)
    opened = said[0]
    assert isinstance(opened, keeping.Opened)
    found = find(opened.catalogue, [tmp_path], Origin(other), "/first/")
    assert found is not None
    assert found.article == opened.catalogue.find(one)
    opened.catalogue.close()
