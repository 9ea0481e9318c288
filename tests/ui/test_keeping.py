"""What keeps the tree up to date, beside the screen."""

from __future__ import annotations

from pathlib import Path
from threading import Thread
from time import sleep

import pytest
from textual.message import Message

from reader.library.progress import Stage
from reader.library.references import Origin, find
from reader.library.resting import RestingKeeper
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


@pytest.mark.parametrize(
    ("stage", "done", "is_walking", "is_listed"),
    [
        (Stage.READING, 3, False, False),
        (Stage.READING, 4, True, False),
        (Stage.READING, 4, False, True),
        (Stage.INDEXING, 1, False, True),
    ],
)
def test_all_is_listed_when_all_is_read_and_no_folder_is_left(
    stage: Stage, done: int, *, is_walking: bool, is_listed: bool
) -> None:
    said = keeping._Pace().progressed(stage, done, 4, is_walking=is_walking)
    assert said is not None
    assert said.is_listed is is_listed


@pytest.mark.parametrize("is_told", [False, True])
def test_it_is_said_when_the_process_that_keeps_the_catalogue_was_ended_by_others(
    tmp_path: Path, *, is_told: bool
) -> None:
    (tmp_path / "a.md").write_text("a")

    def end(keeper: RestingKeeper) -> None:
        while keeper._process is None:
            sleep(0.01)
        if is_told:
            keeper.end()
        else:
            keeper._process._process.kill()

    said: list[Message] = []
    keeping.keep([tmp_path], said.append, lambda: False, lambda keeper: Thread(target=end, args=[keeper]).start())
    assert any(isinstance(each, keeping.Unkept) for each in said) is not is_told
    opened = said[0]
    assert isinstance(opened, keeping.Opened)
    opened.catalogue.close()
