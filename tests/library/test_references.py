"""Which article a link leads to, in archives as people keep them."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.library.catalogue import Catalogue
from reader.library.references import Origin, Reference, find
from tests.library.on_disk import built, write

ARTICLES = {
    "posts/2020-01-02-first-post.md": "---\ntitle: The First\npermalink: /2020/first/\n---\n",
    "posts/2020-02-03-second.md": "---\ntitle: 第二篇 文章\naliases: [Zweite, 'old/second.html']\n---\n",
    "posts/sub/third.html": "---\ntitle: 'C++: notes'\nlink: https://blog.example.org/p/3?id=7\n---\n<p>x",
    "posts/bundle/index.md": "---\ntitle: Bundle\nurl: https://www.blog.example.org/bundle/\n---\n",
    "notes/note with blanks.md": "Words.",
    "notes/same.md": "Here.",
    "other/same.md": "There.",
    "notes/100% sure.md": "Words.",
}
HERE = "posts/2020-01-02-first-post.md"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    for name, text in ARTICLES.items():
        write(folder / name, text)
    return folder


@pytest.fixture(scope="module")
def catalogue(root: Path) -> Catalogue:
    return built(root)


def leads(catalogue: Catalogue, root: Path, target: str, here: str = HERE, link: str | None = None) -> str:
    """The file that a link leads to, with its fragment."""
    found = find(catalogue, [root], Origin(root / here, link), target)
    if found is None:
        return ""
    path = str(catalogue.listed([found.article])[found.article].path.relative_to(root))
    return f"{path}#{found.fragment}" if found.fragment else path


@pytest.mark.parametrize(
    ("target", "file"),
    [
        # files
        ("2020-02-03-second.md", "posts/2020-02-03-second.md"),
        ("./sub/third.html#a", "posts/sub/third.html#a"),
        ("sub/third.md", "posts/sub/third.html"),
        ("sub/third", "posts/sub/third.html"),
        ("../notes/note%20with%20blanks.md#%E7%8C%AB", "notes/note with blanks.md#猫"),
        ("../notes/note with blanks.md", "notes/note with blanks.md"),
        ("../notes/100% sure.md", "notes/100% sure.md"),
        ("../notes/100%25%20sure.md", "notes/100% sure.md"),
        ("/notes/same.md", "notes/same.md"),
        ("notes/same", "notes/same.md"),
        # permalinks
        ("/2020/first/", "posts/2020-01-02-first-post.md"),
        ("/2020/first/index.html#x", "posts/2020-01-02-first-post.md#x"),
        ("{{ site.baseurl }}/2020/first", "posts/2020-01-02-first-post.md"),
        ("/old/second.html", "posts/2020-02-03-second.md"),
        ("https://blog.example.org/p/3?id=7&utm_source=feed", "posts/sub/third.html"),
        ("http://blog.example.org/bundle", "posts/bundle/index.md"),
        ("//www.blog.example.org/bundle/#top", "posts/bundle/index.md#top"),
        ("/2020/01/02/first-post.html", "posts/2020-01-02-first-post.md"),
        # template tags
        ("2020-02-03-second", "posts/2020-02-03-second.md"),
        ("{{ site.url }}2020-02-03-second", "posts/2020-02-03-second.md"),
        ("second", "posts/2020-02-03-second.md"),
        ("bundle", "posts/bundle/index.md"),
        # wiki links
        ("The First", "posts/2020-01-02-first-post.md"),
        ("the first#Some Heading", "posts/2020-01-02-first-post.md#Some Heading"),
        ("第二篇 文章", "posts/2020-02-03-second.md"),
        ("zweite", "posts/2020-02-03-second.md"),
        ("note with blanks", "notes/note with blanks.md"),
        ("C++%3A notes", "posts/sub/third.html"),
    ],
)
def test_links_lead_to_articles(catalogue: Catalogue, root: Path, target: str, file: str) -> None:
    assert leads(catalogue, root, target) == file


@pytest.mark.parametrize(
    "target",
    [
        "",
        "#a",
        "nowhere.md",
        "https://example.org/elsewhere",
        "https://other.example/2020/first/",
        "https://blog.example.org/p/3?id=8",
        "/tags/second/",
        "second.png",
        "mailto:second@example.org",
        "javascript:second",
        "file:///etc/passwd",
        "//[",
        "\x00",
        "a" * 5000,
        "../" * 2000 + "x",
    ],
)
def test_other_links_lead_to_none(catalogue: Catalogue, root: Path, target: str) -> None:
    assert leads(catalogue, root, target) == ""


def test_pages_of_the_article_s_own_site_are_articles(catalogue: Catalogue, root: Path) -> None:
    link = "https://blog.example.org/2020/first/"
    assert leads(catalogue, root, "https://blog.example.org/posts/second/", link=link) == "posts/2020-02-03-second.md"
    assert leads(catalogue, root, "../../bundle/", link=link) == "posts/bundle/index.md"
    assert leads(catalogue, root, "https://elsewhere.example/posts/second/", link=link) == ""


def test_of_several_the_nearest_is_meant(catalogue: Catalogue, root: Path) -> None:
    assert leads(catalogue, root, "same", "notes/note with blanks.md") == "notes/same.md"
    assert leads(catalogue, root, "same", "other/x.md") == "other/same.md"
    assert leads(catalogue, root, "Same.md", "posts/sub/x.md") in ("notes/same.md", "other/same.md")


def test_a_reference_is_an_article_and_a_place() -> None:
    assert Reference(7) == (7, "")
