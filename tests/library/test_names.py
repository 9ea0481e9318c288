"""Names in the catalogue's tables."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.library import addresses, names
from reader.library.catalogue import Catalogue
from tests.library.on_disk import LONG_AGO, built, run, write


def found(catalogue: Catalogue, name: str) -> list[int]:
    key = addresses.key(name)
    with catalogue.database.reading() as connection:
        return names.find(connection, [key]).get(key, [])


def stored(catalogue: Catalogue) -> tuple[int, int]:
    with catalogue.database.reading() as connection:
        counts: tuple[int, int] = connection.execute(
            "SELECT (SELECT count(*) FROM names), (SELECT count(*) FROM new_names)"
        ).fetchone()
    return counts


@pytest.fixture(params=[1, 7, 60_000], ids=lambda gathered: f"{gathered} gathered")
def gathered(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many new names go into the index together."""
    monkeypatch.setattr(names, "_GATHERED", request.param)
    return int(request.param)


def test_an_article_is_found_by_each_of_its_names(tmp_path: Path, gathered: int) -> None:
    one = write(tmp_path / "one.md", "---\ntitle: 标题\nslug: uno\nlink: https://example.org/1\n---\n")
    for number in range(20):
        write(tmp_path / f"{number}.md")
    catalogue = built(tmp_path)
    for name in ("#one", "#标题", "#uno", "example.org/1"):
        assert found(catalogue, name) == [catalogue.find(one)]
    assert found(catalogue, "#two") == []


def test_several_articles_of_one_name_are_all_found(tmp_path: Path, gathered: int) -> None:
    for folder in "abc":
        write(tmp_path / folder / "same.md")
    assert len(found(built(tmp_path), "#same")) == 3


def test_an_article_no_longer_goes_by_a_name_that_it_has_lost(tmp_path: Path, gathered: int) -> None:
    one = write(tmp_path / "one.md", "---\nslug: old\n---\n")
    catalogue = built(tmp_path)
    article = catalogue.find(one)
    write(one, "---\nslug: new\n---\n", at=LONG_AGO + 1)
    run(catalogue, tmp_path)
    assert found(catalogue, "#old") == []
    assert found(catalogue, "#new") == found(catalogue, "#one") == [article]
    write(one, "---\nslug: old\n---\n", at=LONG_AGO + 2)
    run(catalogue, tmp_path)
    assert found(catalogue, "#old") == [article]


def test_an_article_that_was_moved_or_deleted_is_not_found_where_it_was(tmp_path: Path, gathered: int) -> None:
    one = write(tmp_path / "one.md", "Words of the one.")
    write(tmp_path / "two.md", "Words of the other.")
    catalogue = built(tmp_path)
    article = catalogue.find(one)
    one.rename(tmp_path / "uno.md")
    (tmp_path / "two.md").unlink()
    run(catalogue, tmp_path)
    assert found(catalogue, "#one") == found(catalogue, "#two") == []
    assert found(catalogue, "#uno") == [article]


def test_names_that_nobody_goes_by_any_more_do_not_pile_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(names, "_GATHERED", 10)
    monkeypatch.setattr(names, "_PASSED_OVER", 3)
    paths = [write(tmp_path / f"{number}.md") for number in range(10)]
    catalogue = built(tmp_path)
    for turn in range(1, 30):
        for path in paths:
            write(path, f"---\nslug: s{turn}-{path.stem}\n---\n", at=LONG_AGO + turn)
        run(catalogue, tmp_path)
    assert sum(stored(catalogue)) < 100
    assert found(catalogue, "#s29-3") == [catalogue.find(paths[3])]


def test_after_a_run_only_a_few_names_are_not_in_the_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(names, "_FEW", 8)
    for number in range(10):
        write(tmp_path / f"{number}.md")
    catalogue = built(tmp_path)
    assert stored(catalogue)[0] > 0
    assert stored(catalogue)[1] == 0
    write(tmp_path / "another.md")
    run(catalogue, tmp_path)
    assert 0 < stored(catalogue)[1] < 8
    assert found(catalogue, "#another") == [catalogue.find(tmp_path / "another.md")]


def test_the_stamp_tells_names_apart_and_is_never_that_of_none_known() -> None:
    one, same, other = (names.of_article(b"/a", b"n.md", "Title", named) for named in ("x", "x", "y"))
    assert one == same
    assert one.stamp != other.stamp
    assert names.of_article(b"", b"", "", None).stamp != 0
