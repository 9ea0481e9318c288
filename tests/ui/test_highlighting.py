"""Highlights on the page, in their lists, and what becomes of them when articles change."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from reader.document.runs import Hit
from reader.library.highlights import Filed, Highlights
from reader.ui.app import Broadsheet
from reader.ui.highlight_outline import HighlightOutline
from reader.ui.highlights_screen import HighlightsScreen
from reader.ui.note import NotePopup
from reader.ui.reading_screen import ReadingScreen
from reader.ui.selection import Selection, Selector
from tests.ui.host import until
from tests.ui.test_reading_screen import opened_article, page, reading, status

FIRST, SECOND = "第一句话在这里，说的是一件事。", "A second sentence stands here, and it is longer than the first."


@pytest.fixture(autouse=True)
def marks_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test finds the highlights of another."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Two articles."""
    tmp_path /= "archive"
    tmp_path.mkdir()
    for name, date in (("one", "2022-02-02"), ("two", "2022-02-01")):
        write(tmp_path / f"{name}.md", f"{FIRST}\n\n{SECOND}\n\n{name}\n\n" + "Some more text.\n\n" * 30, date)
    return tmp_path


def write(path: Path, body: str, date: str = "2022-02-02") -> None:
    path.write_text(f"---\ntitle: The {path.stem}\ndate: {date}\ncategories: [all]\n---\n{body}", encoding="utf-8")


def lit(screen: ReadingScreen) -> list[tuple[str, Hit]]:
    """What is lit, and how."""
    assert screen.view.document is not None
    return [(screen.view.document.text[each.start : each.end], each.hit) for each in screen.view.lights.lit]


def select(screen: ReadingScreen, words: str) -> None:
    assert screen.view.document is not None
    at = screen.view.document.text.index(words)
    screen.view.selector.select(Selection(at, at + len(words)))


async def begin_note(app: Broadsheet, pilot: Pilot[None], screen: ReadingScreen) -> None:
    """Selects the first sentence, and has the editor of notes come up."""
    await with_marks(pilot, screen)
    select(screen, FIRST)
    await pilot.press("a")
    await until(pilot, lambda: app.screen.query(TextArea))


async def with_marks(pilot: Pilot[None], screen: ReadingScreen) -> None:
    await until(pilot, lambda: screen.marking.marks is not None and screen.opening.shown_id)


def kept(screen: ReadingScreen) -> list[Filed]:
    """What is on the disk for the files of this archive."""
    marks = screen.marking.marks
    assert marks is not None
    return [each for each in Highlights(marks.database).all() if each.path.parent == screen.upkeep.paths[0]]


async def test_what_is_lit_is_there_after_leaving_and_coming_back(archive: Path) -> None:
    async with reading(archive, opened="The one") as (_, screen, pilot):
        await with_marks(pilot, screen)
        select(screen, FIRST)
        await pilot.press("3")
        select(screen, "second sentence")
        await pilot.press("enter")
        await until(pilot, lambda: len(kept(screen)) == 2)
        expected = [(FIRST, Hit.LIGHT_3), ("second sentence", Hit.LIGHT_3)]
        assert lit(screen) == expected
        assert status(screen).startswith("Highlighted in violet.")
        await pilot.press("J")
        await opened_article(pilot, screen, "The two")
        assert lit(screen) == []
        await pilot.press("K")
        await opened_article(pilot, screen, "The one")
        assert lit(screen) == expected
    async with reading(archive, opened="The one") as (_, screen, pilot):
        await until(pilot, lambda: lit(screen) == expected)


async def test_the_same_range_is_lit_anew_and_not_twice(archive: Path) -> None:
    async with reading(archive, opened="The one") as (_, screen, pilot):
        await with_marks(pilot, screen)
        for key in ("1", "4"):
            select(screen, FIRST)
            await pilot.press(key)
        assert lit(screen) == [(FIRST, Hit.LIGHT_4)]
        await until(pilot, lambda: [each.highlight.colour for each in kept(screen)] == [4])


async def test_a_note_is_written_shown_changed_and_removed(archive: Path) -> None:
    async with reading(archive, opened="The one") as (app, screen, pilot):
        await with_marks(pilot, screen)
        select(screen, FIRST)
        await pilot.press("a", "h", "i")
        await until(pilot, lambda: app.screen.query(TextArea))
        await until(pilot, lambda: app.screen.query_one(TextArea).text == "hi")
        await pilot.press("enter")
        await until(pilot, lambda: [each.highlight.note for each in kept(screen)] == ["hi"])
        assert "✎" in page(screen)
        assert screen.view.document is not None
        screen.view.post_message(Selector.Touched(screen.view.document.text.index(FIRST) + 2))
        await until(pilot, lambda: isinstance(app.screen, NotePopup))
        await pilot.press("a", "!", "enter")
        await until(pilot, lambda: [each.highlight.note for each in kept(screen)] == ["hi!"])
        screen.view.post_message(Selector.Touched(screen.view.document.text.index(FIRST) + 2))
        await until(pilot, lambda: isinstance(app.screen, NotePopup))
        await pilot.press("x")
        await until(pilot, lambda: kept(screen) == [])
        assert lit(screen) == []
        assert "✎" not in page(screen)
        await pilot.press("U")
        await until(pilot, lambda: [each.highlight.note for each in kept(screen)] == ["hi!"])
        assert lit(screen) == [(FIRST, Hit.LIGHT_1)]


async def test_a_note_is_written_at_once_on_what_is_lit_already(archive: Path) -> None:
    async with reading(archive, opened="The one") as (app, screen, pilot):
        await with_marks(pilot, screen)
        select(screen, FIRST)
        await pilot.press("enter", "V", "left_parenthesis", "V", "a", "h", "i")
        await until(pilot, lambda: app.screen.query(TextArea))
        await until(pilot, lambda: app.screen.query_one(TextArea).text == "hi")
        await pilot.press("enter")
        await until(pilot, lambda: [each.highlight.note for each in kept(screen)] == ["hi"])
        await pilot.press("V", "G", "V", "a", "g")
        await until(pilot, lambda: screen.view.place.offset == 0)


async def test_a_note_that_is_dropped_leaves_the_selection(archive: Path) -> None:
    async with reading(archive, opened="The one") as (app, screen, pilot):
        await begin_note(app, pilot, screen)
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen)
        assert screen.view.selector.text == FIRST
        assert lit(screen) == []
        assert kept(screen) == []


async def test_an_edited_article_keeps_its_highlights_and_one_without_a_place_is_lost_not_dropped(
    archive: Path,
) -> None:
    async with reading(archive, opened="The one") as (app, screen, pilot):
        await with_marks(pilot, screen)
        for words in (FIRST, "stands here", "Some more text."):
            select(screen, words)
            await pilot.press("1")
        body = f"A new beginning.\n\n{FIRST}\n\nSomething else.\n\nagain\n\n" + "Some more text.\n\n" * 30
        write(archive / "one.md", body)
        await until(pilot, lambda: "A new beginning." in page(screen))
        await until(pilot, lambda: (FIRST, Hit.LIGHT_1) in lit(screen))
        assert [words for words, _ in lit(screen)] == [FIRST, "Some more text."]
        await until(pilot, lambda: [each.highlight.is_lost for each in kept(screen)].count(True) == 1)
        await pilot.press("H")
        await until(pilot, lambda: isinstance(app.screen, HighlightOutline))
        outline = app.screen
        assert isinstance(outline, HighlightOutline)
        entries = outline._list._entries
        assert [(entry.quote, entry.is_lost) for entry in entries] == [
            (FIRST, False),
            ("Some more text.", False),
            ("stands here", True),
        ]
        await pilot.press("escape")
        # When its words come back, so does the highlight.
        write(archive / "one.md", f"{FIRST}\n\n{SECOND}\n\nagain\n\n" + "Some more text.\n\n" * 30)
        await until(pilot, lambda: [words for words, _ in lit(screen)] == [FIRST, "stands here", "Some more text."])
        await until(pilot, lambda: not any(each.highlight.is_lost for each in kept(screen)))


async def test_the_outline_goes_to_a_highlight_changes_it_and_undoes(archive: Path) -> None:
    async with reading(archive, opened="The one", size=(90, 14)) as (app, screen, pilot):
        await with_marks(pilot, screen)
        assert screen.view.document is not None
        text = screen.view.document.text
        last = text.rindex("Some more")
        for start, end in ((text.index(FIRST), text.index(FIRST) + 4), (last, last + 9)):
            screen.view.selector.select(Selection(start, end))
            await pilot.press("1")
        await pilot.press("H")
        await until(pilot, lambda: isinstance(app.screen, HighlightOutline))
        await pilot.press("j", "2")
        assert lit(screen)[1] == ("Some more", Hit.LIGHT_2)
        await pilot.press("x")
        assert len(lit(screen)) == 1
        await pilot.press("u")
        assert lit(screen)[1] == ("Some more", Hit.LIGHT_2)
        await pilot.press("G", "enter")
        await until(pilot, lambda: app.screen is screen)
        assert screen.view.at_end
        await pilot.press("backspace")
        assert not screen.view.at_end


async def test_all_highlights_are_searched_and_opened(archive: Path) -> None:
    async with reading(archive, opened="The one") as (app, screen, pilot):
        await with_marks(pilot, screen)
        select(screen, FIRST)
        await pilot.press("1", "J")
        await opened_article(pilot, screen, "The two")
        select(screen, SECOND)
        await pilot.press("2")
        await pilot.press("H", "tab")
        await until(pilot, lambda: isinstance(app.screen, HighlightsScreen))
        every = app.screen
        assert isinstance(every, HighlightsScreen)
        await until(pilot, lambda: len(every._shown) == 2)
        for character in "一件事":
            await pilot.press(character)
        assert [filed.title for filed in every._shown.values()] == ["The one"]
        await pilot.press("enter")
        await opened_article(pilot, screen, "The one")
        assert lit(screen) == [(FIRST, Hit.LIGHT_1)]
        await pilot.press("backspace")
        await opened_article(pilot, screen, "The two")


async def test_highlights_of_a_deleted_article_stay_listed(archive: Path) -> None:
    async with reading(archive, opened="The one") as (app, screen, pilot):
        await with_marks(pilot, screen)
        select(screen, FIRST)
        await pilot.press("1")
        await until(pilot, lambda: kept(screen))
    (archive / "one.md").unlink()
    async with reading(archive, opened=None) as (app, screen, pilot):
        await until(pilot, lambda: screen.sidebar.count == 1)
        await pilot.press("tab", "G", "enter")
        await opened_article(pilot, screen, "The two")
        await with_marks(pilot, screen)
        await pilot.press("H")
        await until(pilot, lambda: isinstance(app.screen, HighlightsScreen))
        every = app.screen
        assert isinstance(every, HighlightsScreen)
        await until(pilot, lambda: [filed.title for filed in every._shown.values()] == ["The one"])
        await pilot.press("ctrl+e", "x", "enter")
        await until(pilot, lambda: [each.highlight.note for each in kept(screen)] == ["x"])
        await pilot.press("ctrl+d")
        await until(pilot, lambda: kept(screen) == [])
        await pilot.press("ctrl+r")
        await until(pilot, lambda: [each.highlight.note for each in kept(screen)] == ["x"])
        assert app.screen.query_one(Input).value == ""
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is screen)
        assert "The article is gone" in status(screen)


async def test_what_is_undone_in_an_edited_article_stands_where_its_words_are_now(archive: Path) -> None:
    async with reading(archive, opened="The one") as (_, screen, pilot):
        await with_marks(pilot, screen)
        for words in (FIRST, SECOND, "one"):
            select(screen, words)
            await pilot.press("1")
        numbers = {each.passage.quote: each.id for each, _ in screen.highlighting.in_order()}
        screen.highlighting.recolour(numbers[FIRST], 2)
        screen.highlighting.remove(numbers[SECOND])
        screen.highlighting.remove(numbers["one"])
        write(archive / "one.md", f"Something new above.\n\n{FIRST}\n\n{SECOND}\n\nMore.")
        await until(pilot, lambda: "Something new" in page(screen) and lit(screen) == [(FIRST, Hit.LIGHT_2)])
        await pilot.press("U", "U", "U")
        assert lit(screen) == [(FIRST, Hit.LIGHT_1), (SECOND, Hit.LIGHT_1)]
        await until(pilot, lambda: len(kept(screen)) == 3)
        await until(pilot, lambda: [each.highlight.is_lost for each in kept(screen)].count(True) == 1)
        assert screen.view.document is not None
        for each in kept(screen):
            start, end, quote, *_ = each.highlight.passage
            assert each.highlight.is_lost or screen.view.document.text[start:end] == quote


async def test_a_note_stands_at_its_words_when_the_article_was_edited_while_it_was_written(archive: Path) -> None:
    async with reading(archive, opened="The one") as (app, screen, pilot):
        await begin_note(app, pilot, screen)
        before = screen.view.document
        write(archive / "one.md", f"Something new above.\n\n{FIRST}\n\n{SECOND}\n\nMore.")
        await until(pilot, lambda: screen.view.document is not before)
        await pilot.press("h", "i", "enter")
        await until(pilot, lambda: [each.highlight.note for each in kept(screen)] == ["hi"])
        assert lit(screen) == [(FIRST, Hit.LIGHT_1)]


async def test_a_note_is_kept_when_its_words_went_while_it_was_written(archive: Path) -> None:
    async with reading(archive, opened="The one") as (app, screen, pilot):
        await begin_note(app, pilot, screen)
        before = screen.view.document
        write(archive / "one.md", "Nothing of it is left.")
        await until(pilot, lambda: screen.view.document is not before)
        await pilot.press("h", "i", "enter")
        await until(pilot, lambda: [(each.highlight.note, each.highlight.is_lost) for each in kept(screen)])
        (found,) = kept(screen)
        assert (found.highlight.note, found.highlight.is_lost) == ("hi", True)
        assert found.highlight.passage.quote == FIRST
        assert lit(screen) == []
