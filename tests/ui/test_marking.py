"""What is read and starred: set by keys and by reading, counted in the tree, undone, listed by views."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from textual.pilot import Pilot

from reader.library import marks_file
from reader.library.marks import Marks
from reader.settings import Loaded, Settings
from reader.ui.app import Broadsheet
from reader.ui.choices import Choices
from reader.ui.lines import KeyLine
from reader.ui.question import Question
from reader.ui.reading_screen import ReadingScreen
from tests.ui.host import lines, until
from tests.ui.test_placing import reading, title, to

LONG = "\n\n".join(f"第{number}段。" for number in range(80))


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    root = tmp_path / "archive"
    for number in range(6):
        file = root / ("工作" if number % 2 else "生活") / f"{number}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"---\ntitle: A{number}\ndate: 2021-08-{20 - number:02}\n---\n{LONG}", encoding="utf-8")
    return root


def tree(screen: ReadingScreen) -> list[str]:
    return [line.strip() for line in lines(screen.sidebar) if line.strip()]


def row(screen: ReadingScreen, name: str) -> str:
    return next(line for line in tree(screen) if name in line)


def status(screen: ReadingScreen) -> str:
    return lines(screen.page.status)[0].strip()


def on_disk(mark: str) -> set[str]:
    kept = Marks(marks_file.file())
    try:
        return {each.identity.title for each in kept.kept() if getattr(each.mark, f"is_{mark}")}
    finally:
        kept.close()


def bodies_on_disk() -> set[bytes]:
    kept = Marks(marks_file.file())
    try:
        return {each.identity.body_hash for each in kept.kept()}
    finally:
        kept.close()


async def test_r_and_m_are_kept_shown_and_counted(archive: Path) -> None:
    async with reading(archive, "A0") as (screen, pilot):
        assert row(screen, "生活").endswith("3")
        await pilot.press("r")
        await until(pilot, lambda: status(screen).startswith("Read."))
        assert on_disk("read") == {"A0"}
        await pilot.press("m")
        await until(pilot, lambda: status(screen).startswith("Starred."))
        assert on_disk("starred") == {"A0"}
        assert "★" in row(screen, "A0")
        assert row(screen, "生活").endswith("2/3")
        assert row(screen, "工作").endswith("3")
        assert "/" not in row(screen, "工作")
        await to(pilot, screen, "J", "A2")
        await pilot.press("r")
        await until(pilot, lambda: row(screen, "生活").endswith("1/3"))
        await pilot.press("r")
        await until(pilot, lambda: row(screen, "生活").endswith("2/3"))


async def test_what_is_read_has_a_tick(archive: Path) -> None:
    async with reading(archive, "A0") as (screen, pilot):
        await pilot.press("r")
        await to(pilot, screen, "J", "A2")
        assert "✓" in row(screen, "A0")
        assert "✓" not in row(screen, "A4")


async def test_an_article_whose_end_stays_on_the_screen_is_read(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.ui.marking._READ_AFTER", 0.05)
    async with reading(archive, "A0") as (screen, pilot):
        await pilot.press("G")
        await until(pilot, lambda: screen.marking.marked("read") == [screen.opening.shown_id])
        await pilot.press("r")
        await until(pilot, lambda: status(screen).startswith("Unread."))
        await to(pilot, screen, "J", "A2")
        await to(pilot, screen, "K", "A0")
        await pilot.press("G")
        await pilot.pause(0.2)
        assert screen.marking.marked("read") == [], "what the reader calls unread stays so"


async def test_a_short_article_is_read_after_a_while_and_one_that_is_passed_by_is_not(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.ui.marking._READ_WHOLE_AFTER", 1.0)
    for file in archive.rglob("*.md"):
        file.write_text(file.read_text(encoding="utf-8").split(LONG)[0] + "短。", encoding="utf-8")
    async with reading(archive, "A0") as (screen, pilot):
        await to(pilot, screen, "J", "A2")
        await until(pilot, lambda: screen.marking.marked("read") == [screen.opening.shown_id])
        assert title(screen) == "A2"


async def test_space_at_the_end_goes_to_the_next_article_that_is_not_read(archive: Path) -> None:
    async with reading(archive, "A0") as (screen, pilot):
        await to(pilot, screen, "J", "A2")
        await pilot.press("r")
        await to(pilot, screen, "K", "A0")
        await pilot.press("G")
        await to(pilot, screen, "space", "A4")
        assert "✓" in row(screen, "A0"), "who goes on from the end has read it"
        await to(pilot, screen, "K", "A2")
        await to(pilot, screen, "K", "A0")
        await pilot.press("r", "G", "J")
        await until(pilot, lambda: title(screen) == "A2")
        await pilot.press("G")
        await to(pilot, screen, "space", "A4")
        await pilot.press("G")
        await to(pilot, screen, "space", "A0")
        await pilot.press("r", "G")
        await to(pilot, screen, "space", "A1")
        await until(pilot, lambda: status(screen).startswith("Went on from the top, to 工作."))
        for key, name in (("space", "A3"), ("J", "A5")):
            await pilot.press("G")
            await to(pilot, screen, key, name)
            assert "Went on" not in status(screen)
        await pilot.press("G", "space")
        await until(pilot, lambda: status(screen).startswith("Everything else is read."))


async def test_on_a_category_the_open_article_is_marked_and_named(archive: Path) -> None:
    async with reading(archive, "A0") as (screen, pilot):
        await pilot.press("h", "g")
        await pilot.press("m")
        await until(pilot, lambda: status(screen).startswith("Starred: “A0”."))
        await pilot.press("m")
        await until(pilot, lambda: status(screen).startswith("No longer starred: “A0”."))


async def asked(pilot: Pilot[None], screen: ReadingScreen, key: str) -> str:
    await pilot.press(key)
    await until(pilot, lambda: isinstance(screen.app.screen, Question))
    return screen.app.screen._asked  # type: ignore[attr-defined, no-any-return]


async def test_a_category_is_marked_as_read_after_asking_and_that_is_undone(archive: Path) -> None:
    async with reading(archive, "A0") as (screen, pilot):
        await pilot.press("r", "h", "g")
        assert "“工作”" in await asked(pilot, screen, "A") or "“生活”" in screen.app.screen._asked  # type: ignore[attr-defined]
        await pilot.press("n")
        await pilot.pause()
        assert len(screen.marking.marked("read")) == 1
        name = "生活" if "生活" in tree(screen)[0] else "工作"
        unread = "2 articles" if name == "生活" else "3 articles"
        assert unread in await asked(pilot, screen, "A")
        await pilot.press("y")
        await until(pilot, lambda: status(screen).startswith("Marked"))
        await until(pilot, lambda: row(screen, name).endswith(" 3"))
        await until(pilot, lambda: len(screen.marking.marked("read")) == (3 if name == "生活" else 4))
        await pilot.press("U")
        await until(pilot, lambda: screen.marking.marked("read") and len(screen.marking.marked("read")) == 1)
        await until(pilot, lambda: "unread again" in status(screen))
        assert on_disk("read") == {"A0"}
        await pilot.press("U")
        await until(pilot, lambda: "Unread again: “A0”" in status(screen))
        assert screen.marking.marked("read") == []
        await pilot.press("U")
        await until(pilot, lambda: status(screen).startswith("There is nothing to undo."))


async def test_it_is_asked_before_the_whole_archive_is_marked_as_such(archive: Path) -> None:
    (archive / "top.md").write_text("---\ntitle: Top\n---\nWords.\n", encoding="utf-8")
    async with reading(archive, "A0") as (screen, pilot):
        await pilot.press("h", "G")
        await until(pilot, lambda: screen.sidebar.cursor_row is not None and "Top" in tree(screen)[-1])
        assert "7 articles in the whole archive" in await asked(pilot, screen, "A")


async def test_views_list_what_is_starred_unread_and_recently_read(archive: Path) -> None:
    async with reading(archive, "A0") as (screen, pilot):
        await pilot.press("m")
        await to(pilot, screen, "J", "A2")
        await pilot.press("m", "r")
        await pilot.press("h", *["v"] * 5)
        assert screen.sidebar.view_name == "starred"
        assert [line.split()[1] for line in tree(screen)] == ["A2", "A0"]
        await pilot.press("v")
        assert screen.sidebar.view_name == "unread"
        assert not any("A2" in line for line in tree(screen))
        assert any("A0" in line for line in tree(screen))
        assert row(screen, "生活").endswith("2")
        await pilot.press("v")
        assert screen.sidebar.view_name == "recently read"
        assert [line.split()[1] for line in tree(screen)] == ["A2"]
        await pilot.press("v")
        assert screen.sidebar.view_name == "category"


@pytest.mark.parametrize(("view", "shown"), [("starred", ["A2"]), ("tag", ["no", "A0"])])
async def test_the_tree_begins_in_the_view_and_order_that_were_chosen(
    archive: Path, tmp_path: Path, view: str, shown: list[str]
) -> None:
    async with reading(archive, "A0") as (screen, pilot):
        await to(pilot, screen, "J", "A2")
        await pilot.press("m")
        await until(pilot, lambda: on_disk("starred") == {"A2"})
    app = Broadsheet([archive], choices=Choices(Loaded(Settings(view=view, order="title"))))  # type: ignore[arg-type]
    async with app.run_test(size=(110, 24)) as pilot:
        screen = app.reading
        await until(pilot, lambda: screen.upkeep.is_up_to_date and screen.query("#tree"))
        await until(pilot, lambda: [line.split()[1] for line in tree(screen)][: len(shown)] == shown)
        assert screen.sidebar.view_name == view
        await pilot.press("tab")
        await until(pilot, lambda: f"view: {view}" in lines(screen.query_one(KeyLine))[0])
        await pilot.press("v", "O")
        await until(pilot, lambda: status(screen).startswith("Ordered by date."))
        chosen = app.choices.settings
        assert (chosen.view, chosen.order) == (screen.sidebar.view_name, "date")
        assert chosen.view != view


async def test_the_list_of_starred_articles_is_gone_through_in_its_own_order(archive: Path) -> None:
    async with reading(archive, "A0") as (screen, pilot):
        await pilot.press("m")
        await pilot.press("h", "/", *"A5", "enter", "l")
        await until(pilot, lambda: title(screen) == "A5")
        await pilot.press("m", "h", "escape", *["v"] * 5, "g", "l")
        await until(pilot, lambda: title(screen) == "A5")
        await to(pilot, screen, "J", "A0")
        await pilot.press("J")
        await until(pilot, lambda: "No further" in status(screen))
        await pilot.press("h", *["v"] * 3, "tab")
        assert screen.sidebar.view_name == "category"
        await to(pilot, screen, "J", "A2")


async def test_what_is_starred_comes_to_the_list_that_is_shown_and_what_loses_its_star_stays_for_now(
    archive: Path,
) -> None:
    async with reading(archive, "A0") as (screen, pilot):
        await pilot.press("h", *["v"] * 5)
        assert "No article has a star" in " ".join(tree(screen))
        await pilot.press("tab", "m")
        await until(pilot, lambda: "A0" in " ".join(tree(screen)))
        await pilot.press("m")
        await until(pilot, lambda: status(screen).startswith("No longer starred."))
        assert "A0" in " ".join(tree(screen))
        await pilot.press("h", *["v"] * 8)
        assert "No article has a star" in " ".join(tree(screen))


async def test_a_star_stays_with_an_article_that_is_edited_and_moved_after_that(archive: Path) -> None:
    file = archive / "生活" / "0.md"
    file.write_text(file.read_text(encoding="utf-8") + "\n\nUnlike the others.\n", encoding="utf-8")
    async with reading(archive, "A0") as (screen, pilot):
        await pilot.press("m")
        await until(pilot, lambda: "★" in row(screen, "A0"))
        before = bodies_on_disk()
        file.write_text(file.read_text(encoding="utf-8").replace("第3段。", "另一段。"), encoding="utf-8")
        await until(pilot, lambda: bodies_on_disk() != before)
        file.rename(archive / "生活" / "moved.md")
        known = screen.upkeep.catalogue
        await until(pilot, lambda: known.find(archive / "生活" / "moved.md") is not None)
        await until(pilot, lambda: "★" in row(screen, "A0") and not screen.marking._is_looking)


async def test_another_program_on_the_same_marks_is_seen(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.library.scribe._LOOK_EVERY", 0.05)
    async with reading(archive, "A0") as (one, pilot), reading(archive, "A0") as (other, second):
        await pilot.press("m")
        await until(second, lambda: "★" in row(other, "A0"))
        await second.press("m")
        await until(pilot, lambda: "★" not in row(one, "A0"))


async def test_a_lock_is_told_with_what_was_marked_and_no_longer_when_it_is_gone(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.library.scribe._LOOK_EVERY", 0.05)
    monkeypatch.setattr("reader.library.marks._PATIENCE", 0.05)
    async with reading(archive, "A0") as (screen, pilot):
        locker = sqlite3.connect(marks_file.file(), isolation_level=None)
        locker.execute("BEGIN IMMEDIATE")
        await pilot.press("m")
        await until(pilot, lambda: status(screen).startswith("Starred. Marks are not being kept: another program"))
        locker.close()
        await until(pilot, lambda: status(screen).startswith("Marks are kept again."))
        await pilot.press("r")
        await until(pilot, lambda: status(screen).startswith("Read."))
        assert "Marks" not in status(screen)
        assert on_disk("starred") == {"A0"}


async def test_where_nothing_can_be_kept_reading_goes_on_and_that_is_said_once(archive: Path) -> None:
    folder = marks_file.file().parent
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_text("in the way", encoding="utf-8")
    try:
        async with reading(archive, "A0") as (screen, pilot):
            assert status(screen).startswith("Marks are not being kept")
            await pilot.press("m")
            await until(pilot, lambda: status(screen).startswith("Starred. Marks are not being kept"))
            assert "★" in row(screen, "A0")
    finally:
        folder.unlink()
