"""Where an article's pictures are, and what of it is never opened."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reader.archive.picture import Elsewhere, InArchive, Missing, Within, locate


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """An archive with an article, with a secret beside it."""
    root = tmp_path / "archive"
    for name in (
        "posts/article.md",
        "posts/a.png",
        "posts/article/asset.png",
        "posts/名 字.png",
        "posts/100%.png",
        "source/images/site.png",
        "static/hugo.png",
        "images/top.png",
        "pictures/b.png",
    ):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(b"x")
    (tmp_path / "secret.png").write_bytes(b"x")
    return root


def found(archive: Path, target: str) -> object:
    source = locate(target, archive / "posts" / "article.md", [archive])
    return source.path.relative_to(archive.resolve()).as_posix() if isinstance(source, InArchive) else source


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("a.png", "posts/a.png"),
        ("./a.png", "posts/a.png"),
        ("a.png?raw=true", "posts/a.png"),
        ("a.png#part", "posts/a.png"),
        ("../pictures/b.png", "pictures/b.png"),
        ("asset.png", "posts/article/asset.png"),
        ("article/asset.png", "posts/article/asset.png"),
        ("/images/site.png", "source/images/site.png"),
        ("/images/top.png", "images/top.png"),
        ("/hugo.png", "static/hugo.png"),
        ("%E5%90%8D%20%E5%AD%97.png", "posts/名 字.png"),
        ("名 字.png", "posts/名 字.png"),
        ("100%.png", "posts/100%.png"),
        ("..\\pictures\\b.png", "pictures/b.png"),
        (" a.png ", "posts/a.png"),
    ],
)
def test_a_file_of_the_archive_is_found(archive: Path, target: str, path: str) -> None:
    assert found(archive, target) == path


@pytest.mark.parametrize(
    "target",
    [
        "../../secret.png",
        "../../../../../../../../etc/passwd",
        "..%2f..%2fsecret.png",
        "%2e%2e/%2e%2e/secret.png",
        "posts/../../../secret.png",
    ],
)
def test_nothing_outside_the_archive_is_opened(archive: Path, target: str) -> None:
    assert isinstance(found(archive, target), Missing)


def test_an_absolute_path_is_looked_for_below_the_site_only(archive: Path) -> None:
    assert isinstance(found(archive, str(archive.parent / "secret.png")), Missing)
    assert isinstance(found(archive, "/etc/passwd"), Missing)


def test_a_link_that_leads_out_of_the_archive_is_not_followed(archive: Path) -> None:
    (archive / "posts" / "link.png").symlink_to(archive.parent / "secret.png")
    (archive / "out").symlink_to(archive.parent)
    said = Missing("outside the archive, and not opened")
    assert found(archive, "link.png") == said
    assert found(archive, "../out/secret.png") == said


def test_a_link_within_the_archive_is_followed(archive: Path) -> None:
    (archive / "posts" / "link.png").symlink_to(archive / "pictures" / "b.png")
    assert found(archive, "link.png") == "pictures/b.png"


@pytest.mark.parametrize("target", ["file:///etc/passwd", "FILE:/etc/passwd", "ftp://x.org/a.png", "javascript:x"])
def test_other_schemes_are_refused(archive: Path, target: str) -> None:
    source = found(archive, target)
    assert isinstance(source, Missing)
    assert "no address of the web" in source.reason


def test_what_is_no_file_is_not_opened(archive: Path) -> None:
    os.mkfifo(archive / "posts" / "pipe.png")
    (archive / "posts" / "folder.png").mkdir()
    assert isinstance(found(archive, "pipe.png"), Missing)
    assert isinstance(found(archive, "folder.png"), Missing)


@pytest.mark.parametrize(
    "target", ["", "\0", "a%00.png", "\ud800", "a" * 5000, "https://", "https://[x", "https://x.org:port/a", "//"]
)
def test_nonsense_is_missing_and_no_error(archive: Path, target: str) -> None:
    assert isinstance(found(archive, target), Missing)


@pytest.mark.parametrize(
    ("target", "address", "host"),
    [
        ("https://x.org/a.png?b=1#c", "https://x.org/a.png?b=1", "x.org"),
        ("http://X.org/a.png", "https://X.org/a.png", "x.org"),
        ("//x.org/a.png", "https://x.org/a.png", "x.org"),
    ],
)
def test_a_picture_elsewhere_would_be_fetched_over_https(archive: Path, target: str, address: str, host: str) -> None:
    assert found(archive, target) == Elsewhere(address, host)


def test_what_is_not_in_the_archive_is_where_the_article_came_from(archive: Path) -> None:
    article = archive / "posts" / "article.md"
    source = locate("/x/c.png", article, [archive], "https://x.org/posts/1")
    assert source == Elsewhere("https://x.org/x/c.png", "x.org")
    assert locate("a.png", article, [archive], "https://x.org/posts/1") == InArchive(archive.resolve() / "posts/a.png")


def test_of_an_archive_that_is_one_file_its_folder_is_looked_through(archive: Path) -> None:
    article = archive / "posts" / "article.md"
    assert isinstance(locate("a.png", article, [article]), InArchive)
    assert isinstance(locate("../pictures/b.png", article, [article]), Missing)


def test_a_picture_in_the_article_itself_is_bounded(archive: Path) -> None:
    small = "data:image/png;base64,AAAA"
    assert found(archive, small) == Within(small)
    assert isinstance(found(archive, "data:image/png;base64," + "A" * 5_000_000), Missing)
    assert found(archive, "data:image/svg+xml;base64,AAAA") == Missing("SVG, which is not drawn")
    assert found(archive, "data:text/html,hello") == Missing("")
