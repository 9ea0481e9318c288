"""What can go wrong is told in sentences."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.errors import PARSER_FAILURES, ArchiveError, CatalogueError, told_of


@pytest.mark.parametrize("failure", PARSER_FAILURES)
def test_what_a_parser_raises_is_told_of_the_file(failure: type[Exception]) -> None:
    with pytest.raises(ArchiveError) as raised, told_of(Path("a.md")):
        raise failure("in the \x1b[2Jmiddle")
    assert str(raised.value).startswith("a.md: the program fails at this file")
    assert f"({failure.__name__}: in the \ufffd[2Jmiddle)" in str(raised.value)


@pytest.mark.parametrize(
    "other", [CatalogueError("full"), ArchiveError(Path("b.md"), "is gone"), OSError(), SystemExit()]
)
def test_all_else_stays_what_it_is(other: BaseException) -> None:
    with pytest.raises(type(other)) as raised, told_of(Path("a.md")):
        raise other
    assert raised.value is other
