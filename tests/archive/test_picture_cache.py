"""The cache of pictures that were fetched."""

from __future__ import annotations

import os
from pathlib import Path

from reader.archive import picture_cache


def keep(where: Path, address: str, size: int, used: int, most: int = 1000) -> Path:
    """Keeps a picture of so many bytes that was last used at a moment."""
    path = picture_cache.keep(address, b"x" * size, where, most)
    os.utime(path, (used, used))
    return path


def test_what_was_kept_is_found_by_its_address(tmp_path: Path) -> None:
    path = keep(tmp_path, "https://x.org/a.png", 10, 1)
    assert picture_cache.find("https://x.org/a.png", tmp_path) == path
    assert picture_cache.find("https://x.org/b.png", tmp_path) is None
    assert path.parent == tmp_path


def test_the_longest_unused_go_first(tmp_path: Path) -> None:
    old = keep(tmp_path, "old", 400, 1)
    used = keep(tmp_path, "used", 400, 2)
    picture_cache.find("used", tmp_path)
    new = keep(tmp_path, "new", 400, 3)
    assert (old.exists(), used.exists(), new.exists()) == (False, True, True)


def test_all_together_are_never_more_than_the_bound(tmp_path: Path) -> None:
    for number in range(20):
        keep(tmp_path, f"picture {number}", 300, number)
        assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= 1000


def test_an_address_is_no_path(tmp_path: Path) -> None:
    path = keep(tmp_path / "cache", "../../../etc/passwd", 10, 1)
    assert path.parent == tmp_path / "cache"


def test_it_is_below_the_folder_for_caches(home_of_the_run: Path) -> None:
    assert home_of_the_run in picture_cache.folder().parents
