"""Which unread article comes next, in the order of the tree."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.library.catalogue import Catalogue
from reader.library.listing import Order, View
from reader.library.mark import Mark
from reader.library.marked import Marked, read_in
from reader.library.next_unread import next_unread
from tests.library.on_disk import LONG_AGO, built, ids, write

FILES = ("a/b/1", "a/b/2", "a/3", "a/4", "c/5", "d/e/f/6", "7")
"""In the order of the tree: groups before articles, the newest first."""


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    root = tmp_path_factory.mktemp("archive")
    for number, name in enumerate(FILES):
        write(root / f"{name}.md", "Words.", title=name, at=LONG_AGO - number)
    return built(root)


def following(
    catalogue: Catalogue, name: str, *unread: str, order: Order = Order.DATE
) -> tuple[str, bool, bool] | None:
    """What comes behind an article while only some are unread, and whether elsewhere, and from the top again."""
    known = {Path(file).stem: number for file, number in ids(catalogue).items()}
    read = [number for file, number in known.items() if file not in unread]
    marked = Marked({number: Mark(is_read=True) for number in read}, read_in(catalogue, read))
    (node,) = catalogue.places(known[name], View.CATEGORY)
    found = next_unread(catalogue, marked, known[name], node, order)
    if found is None:
        return None
    assert found.node in catalogue.places(found.article, View.CATEGORY)
    return catalogue.listed((found.article,))[found.article].path.stem, found.is_elsewhere, found.went_round


@pytest.mark.parametrize(
    ("name", "unread", "expected"),
    [
        ("1", "1234567", ("2", False, False)),
        ("2", "1234567", ("1", False, False)),  # the category is read to its end first
        ("2", "234567", ("3", True, False)),
        ("2", "267", ("6", True, False)),
        ("4", "57", ("5", True, False)),
        ("4", "27", ("7", True, False)),
        ("4", "14", ("1", True, True)),
        ("7", "157", ("1", True, True)),
        ("5", "45", ("4", True, True)),
        ("6", "6", None),
        ("6", "", None),
    ],
)
def test_the_next_is_of_the_category_else_of_those_that_follow_in_the_tree(
    catalogue: Catalogue, name: str, unread: str, expected: tuple[str, bool, bool] | None
) -> None:
    assert following(catalogue, name, *unread) == expected


def test_the_order_is_that_of_the_tree(catalogue: Catalogue) -> None:
    assert following(catalogue, "6", "1", "2", order=Order.TITLE) == ("1", True, True)


def test_categories_as_deep_as_a_file_says_are_gone_through(tmp_path: Path) -> None:
    deep = "[" + ", ".join(f"n{number}" for number in range(2_000)) + "]"
    write(tmp_path / "1.md", f"---\ncategories: {deep}\n---\nWords.")
    write(tmp_path / "2.md", "---\ncategories: [z]\n---\nWords.")
    assert following(built(tmp_path), "2", "1") == ("1", True, True)
