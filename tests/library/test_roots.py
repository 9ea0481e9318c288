"""The folders and files of an archive."""

from __future__ import annotations

from pathlib import Path

from reader.library.roots import roots_of


def test_roots_of_one_name_stand_below_what_tells_them_apart(tmp_path: Path) -> None:
    paths = [tmp_path / "blog" / "posts", tmp_path / "news" / "posts", tmp_path / "notes"]
    for path in paths:
        path.mkdir(parents=True)
    (tmp_path / "notes" / "a.md").write_text("a")
    assert [root.names for root in roots_of(paths)] == [("blog", "posts"), ("news", "posts"), ("notes",)]
    assert roots_of(paths[:1])[0].names == ()
    files = [tmp_path / "notes" / "a.md", tmp_path / "notes"]
    assert [root.names for root in roots_of(files)] == [("notes",), ("notes",)]
