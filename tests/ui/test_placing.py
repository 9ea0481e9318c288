"""Every article opens where it was left: on another width, after an edit, in the next run."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import pytest
from textual.pilot import Pilot

from reader.document.opener import Opener
from reader.library import last_left, marks_file
from reader.library.beginning import first_article
from reader.ui.app import Broadsheet
from reader.ui.reading_screen import ReadingScreen
from tests.ui.host import lines, until

SENTENCES = [f"第{number}句话说的是它自己的事情，别处没有；Sentence {number} is of its own." for number in range(120)]
LONG = "\n\n".join(SENTENCES)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    root = tmp_path / "archive"
    root.mkdir()
    for name, day in (("one", 3), ("two", 2), ("three", 1)):
        body = LONG.replace("句话", f"句{name}")
        (root / f"{name}.md").write_text(f"---\ntitle: {name}\ndate: 2021-08-0{day}\n---\n{body}", encoding="utf-8")
    return root


@asynccontextmanager
async def reading(
    archive: Path, opened: str, size: tuple[int, int] = (110, 24)
) -> AsyncIterator[tuple[ReadingScreen, Pilot[None]]]:
    """The program, as a start opens it, once it is known what is marked."""
    app = Broadsheet([archive], Opener(partial(first_article, [archive])))
    async with app.run_test(size=size) as pilot:
        screen = app.reading
        await until(pilot, lambda: screen.upkeep.is_up_to_date and title(screen) == opened)
        await until(pilot, lambda: screen.marking.of(screen.opening.shown_id) is not None)
        await pilot.pause()
        yield screen, pilot


def title(screen: ReadingScreen) -> str:
    return screen.article.metadata.title if screen.article else ""


def top(screen: ReadingScreen) -> str:
    """What the first line of the page that holds any text begins with."""
    return next(line.strip() for line in lines(screen.view) if line.strip())


async def to(pilot: Pilot[None], screen: ReadingScreen, key: str, name: str) -> None:
    await pilot.press(key)
    await until(pilot, lambda: title(screen) == name)
    await pilot.pause()


async def test_coming_back_to_an_article_shows_the_same_lines(archive: Path) -> None:
    async with reading(archive, "one") as (screen, pilot):
        await pilot.press("space", "space", "j")
        await pilot.pause()
        before = lines(screen.view)
        await to(pilot, screen, "J", "two")
        assert top(screen) == "two"
        await to(pilot, screen, "K", "one")
        assert lines(screen.view) == before


async def test_the_last_article_opens_with_the_program_at_its_place_on_another_width(archive: Path) -> None:
    async with reading(archive, "one") as (screen, pilot):
        await to(pilot, screen, "J", "two")
        await pilot.press(*["space"] * 5)
        await pilot.pause()
        before = lines(screen.view)
    async with reading(archive, "two") as (screen, pilot):
        assert lines(screen.view) == before
        sentence = next(line for line in before if "第" in line).strip()[:6]
        at = screen.view.place.offset
    async with reading(archive, "two", size=(60, 24)) as (screen, pilot):
        assert screen.view.place.offset == at
        assert any(sentence in line for line in lines(screen.view)[:3])


async def test_without_the_note_the_place_comes_from_the_marks(archive: Path) -> None:
    async with reading(archive, "one") as (screen, pilot):
        await pilot.press("space", "space")
        await pilot.pause()
        before = lines(screen.view)
    last_left._file().unlink()
    async with reading(archive, "one") as (screen, pilot):
        await until(pilot, lambda: lines(screen.view) == before)


async def test_an_edited_article_opens_at_the_same_sentence(archive: Path) -> None:
    async with reading(archive, "one") as (screen, pilot):
        await pilot.press(*["space"] * 4)
        await pilot.pause()
        before = top(screen)
        await to(pilot, screen, "J", "two")
    file = archive / "one.md"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("第3句one", "全新的一段，\n\n插在中间。\n\n" * 20 + "第3句one"), encoding="utf-8")
    async with reading(archive, "two") as (screen, pilot):
        await to(pilot, screen, "K", "one")
        assert top(screen) == before


async def test_the_tree_says_how_far_an_article_was_read(archive: Path) -> None:
    async with reading(archive, "one") as (screen, pilot):
        await pilot.press(*["space"] * 4)
        await pilot.pause()
        read = int(screen.view.fraction_read * 100)
        await to(pilot, screen, "J", "two")
        tree = lines(screen.sidebar)
        assert [f"{read}%" in line for line in tree if "one" in line] == [True]
        assert not any("%" in line for line in tree if "two" in line or "three" in line)
        await to(pilot, screen, "K", "one")
        await pilot.press("g")
        await to(pilot, screen, "J", "two")
        assert not any("%" in line for line in lines(screen.sidebar))


async def test_the_place_is_kept_meanwhile_and_not_only_at_the_end(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.ui.placing._KEPT_EVERY", 0.05)
    async with reading(archive, "one") as (screen, pilot):
        await pilot.press(*["space"] * 4)
        await pilot.pause()
        at = screen.view.place.offset
        await until(pilot, lambda: (noted := last_left.load([archive])) and noted[1] and noted[1].anchor.offset == at)

        def kept() -> int:
            with sqlite3.connect(marks_file.file()) as connection:
                row = connection.execute("SELECT position FROM places").fetchone()
            connection.close()
            return row[0] if row else -1

        await until(pilot, lambda: kept() == at)


async def test_a_hit_of_the_search_opens_at_the_match_and_not_where_it_was_left(archive: Path) -> None:
    async with reading(archive, "one") as (screen, pilot):
        await pilot.press(*["space"] * 4)
        await to(pilot, screen, "J", "two")
        await pilot.press("s", *"第100句one", "enter")
        await until(pilot, lambda: title(screen) == "one" and any("第100句one" in line for line in lines(screen.view)))


async def test_a_long_article_goes_to_its_place_when_that_part_is_there(archive: Path) -> None:
    many = "\n\n".join(
        f"<p>Sentence {number} is of its own, and says so at some length.</p>" for number in range(9_000)
    )
    (archive / "four.html").write_text(f"---\ntitle: four\ndate: 2021-08-09\n---\n{many}", encoding="utf-8")
    async with reading(archive, "four") as (screen, pilot):
        await until(pilot, lambda: screen.view.document is not None and screen.view.document.is_complete)
        screen.view.go_to_fraction(0.8)
        await pilot.pause()
        before = screen.view.place.offset
        assert before > 300_000
    async with reading(archive, "four") as (screen, pilot):
        await until(pilot, lambda: screen.view.place.offset == before)
