"""The whole screen, on an archive of its own: tree and page, and what they say to each other."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from rich.console import RenderableType
from textual import events
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input, Static

from reader.archive.article import Article
from reader.document import html, opening
from reader.document.model import Document
from reader.document.opener import First, Opener
from reader.document.viewport import TOP
from reader.library.beginning import first_article
from reader.library.catalogue import Catalogue
from reader.library.progress import Stage
from reader.library.roots import roots_of
from reader.ui import keeping, loading, reading_screen, themes, upkeep
from reader.ui.app import Broadsheet
from reader.ui.article_view import ArticleView
from reader.ui.lines import KeyLine, StatusLine
from reader.ui.outline import Outline
from reader.ui.prompt import Prompt
from reader.ui.reading_screen import ReadingScreen
from tests.library.on_disk import run
from tests.ui.host import lines, until

ARTICLES = {
    "alpha": ("2021-08-23", "编程", "# Heading\n\n" + "Words about alpha. " * 200 + "\n\n## Second\n\nneedle one\n"),
    "beta": ("2021-08-22", "编程", "Beta says needle, Needle and needle.\n\n" + "text\n\n" * 100 + "last needle\n"),
    "gamma": (
        "2021-08-21",
        "编程",
        "See [alpha](alpha.md), [below](#end), [nowhere](#no).\n\n" + "x\n\n" * 80 + "<h2 id=end>End</h2>",
    ),
    "life": ("2021-01-01", "生活", "[bold]markup[/bold] is [/] text.\n"),
}


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    for name, (date, category, body) in ARTICLES.items():
        front = f"---\ntitle: The {name}\ndate: {date}\ncategories: [{category}]\n---\n"
        (tmp_path / f"{name}.md").write_text(front + body, encoding="utf-8")
    return tmp_path


@asynccontextmanager
async def reading(
    *paths: Path, size: tuple[int, int] = (110, 24), opened: str | None = "The alpha"
) -> AsyncIterator[tuple[Broadsheet, ReadingScreen, Pilot[None]]]:
    """The program on an archive, once an article is open and the scan has ended."""
    app = Broadsheet(paths)
    async with app.run_test(size=size) as pilot:
        screen = app.reading
        await until(
            pilot, lambda: screen.upkeep.is_up_to_date and all(worker.group == "keep" for worker in app.workers)
        )
        if opened is not None:
            await until(pilot, lambda: title(screen) == opened)
        await pilot.pause()
        yield app, screen, pilot


def with_catalogue_only(
    archive: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch, notice: str = ""
) -> Broadsheet:
    """The program with a catalogue that nobody keeps."""
    opened = keeping.Opened(catalogue, roots_of([archive]), notice)
    monkeypatch.setattr(keeping, "keep", lambda paths, post, *rest, **more: post(opened))
    return Broadsheet([archive])


def title(screen: ReadingScreen) -> str:
    return screen.article.metadata.title if screen.article else ""


def page(screen: ReadingScreen) -> str:
    return "\n".join(lines(screen.view))


def tree(screen: ReadingScreen) -> str:
    return "\n".join(lines(screen.sidebar))


def status(screen: ReadingScreen) -> str:
    return lines(screen.query_one(StatusLine))[0].strip()


async def opened_article(pilot: Pilot[None], screen: ReadingScreen, name: str) -> None:
    await until(pilot, lambda: title(screen) == name)
    await pilot.pause()


# opening


async def test_an_archive_begins_with_its_newest_article(archive: Path) -> None:
    async with reading(archive) as (_, screen, _pilot):
        assert "The alpha" in page(screen)
        assert "Words about alpha." in page(screen)
        assert isinstance(screen.focused, ArticleView)
        assert all(words in tree(screen) for words in ("编程", "生活", "The beta"))


async def test_the_newest_article_need_not_wait_for_the_texts_of_others(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue = Catalogue()
    app = with_catalogue_only(archive, catalogue, monkeypatch)
    async with app.run_test(size=(100, 24)) as pilot:
        screen = app.reading
        await until(pilot, lambda: screen.upkeep.known is not None)
        run(catalogue, archive)
        screen.post_message(keeping.Progressed(Stage.READING, 1, "", is_listed=False))
        await pilot.pause()
        assert screen.opening.request == 0, "a newer one may come"
        screen.post_message(keeping.Progressed(Stage.READING, 4, "", is_listed=True))
        await opened_article(pilot, screen, "The alpha")


async def test_what_is_said_of_the_archive_stays_when_its_first_article_comes(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue = Catalogue()
    run(catalogue, archive)
    app = with_catalogue_only(archive, catalogue, monkeypatch, notice="The catalogue is made for this run.")
    async with app.run_test(size=(100, 24)) as pilot:
        await opened_article(pilot, app.reading, "The alpha")
        assert status(app.reading).startswith("The catalogue is made for this run.")
        await pilot.press("J")
        await opened_article(pilot, app.reading, "The beta")
        assert "made for this run" not in status(app.reading)


async def test_a_tree_that_is_long_in_showing_what_comes_leaves_time_for_keys(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue = Catalogue()
    run(catalogue, archive)
    app = with_catalogue_only(archive, catalogue, monkeypatch)
    async with app.run_test(size=(100, 24)) as pilot:
        await opened_article(pilot, app.reading, "The alpha")
        now, shown = [1000.0], []

        def show() -> None:
            now[0] += 2
            shown.append(now[0])

        monkeypatch.setattr(upkeep, "monotonic", lambda: now[0])
        monkeypatch.setattr(app.reading.sidebar, "catalogue_changed", show)
        for seconds in (0, 10, 9, 2):
            now[0] += seconds
            app.reading.post_message(keeping.Progressed(Stage.READING, 1, "", is_listed=False))
            await pilot.pause()
        assert shown == [1002, 1025]
        app.reading.post_message(keeping.Rested((), is_stopped=False))
        await until(pilot, lambda: len(shown) == 3)


async def test_that_changes_are_looked_for_now_and_then_is_said_once_and_while_it_is_so(archive: Path) -> None:
    async with reading(archive) as (_, screen, pilot):
        looks = [keeping.Unheard("the archive's folder is not there"), keeping.Rested((), is_stopped=False)]
        for said in (*looks, *looks):
            screen.post_message(said)
            await pilot.pause()
            assert status(screen).startswith("Changes show after a while: the archive's folder is not there.")
        screen.notice("Something else.")
        screen.post_message(looks[0])
        await pilot.pause()
        assert status(screen).startswith("Something else.")
        screen.post_message(looks[1])
        screen.post_message(looks[1])
        screen.post_message(looks[0])
        await pilot.pause()
        assert status(screen).startswith("Changes show after a while")
        screen.post_message(looks[1])
        screen.post_message(looks[1])
        await pilot.pause()
        assert not status(screen).startswith("Changes")


async def test_that_another_program_keeps_the_catalogue_is_said_while_it_does(archive: Path) -> None:
    async with reading(archive) as (_, screen, pilot):
        screen.post_message(keeping.Unkept(keeping.WAITING))
        await pilot.pause()
        assert status(screen).startswith("Another Broadsheet")
        screen.post_message(keeping.Progressed(Stage.READING, 1, "", is_listed=False))
        await pilot.pause()
        assert "Another" not in status(screen)


async def test_the_open_article_of_a_new_archive_is_shown_with_the_first_rows_of_the_tree(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue = Catalogue()
    opened = keeping.Opened(catalogue, roots_of([archive]), "")
    monkeypatch.setattr(keeping, "keep", lambda paths, post, *rest, **more: post(opened))
    app = Broadsheet([archive], Opener(lambda: First(archive / "beta.md")))
    async with app.run_test(size=(100, 24)) as pilot:
        screen = app.reading
        await until(pilot, lambda: screen.upkeep.known is not None and title(screen) == "The beta")
        run(catalogue, archive)
        screen.post_message(keeping.Progressed(Stage.READING, 4, "", is_listed=False))
        await until(pilot, lambda: "The alpha" in tree(screen))
        assert "● The beta" in tree(screen)


@pytest.mark.parametrize("key", ["tab", "h"])
async def test_keys_for_the_tree_wait_for_it_while_the_program_starts(
    archive: Path, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    furnish = ReadingScreen._furnish
    monkeypatch.setattr(ReadingScreen, "_furnish", lambda screen: screen.opening.begin())
    app = Broadsheet([archive / "alpha.md"], Opener(partial(first_article, [archive / "alpha.md"])))
    async with app.run_test(size=(100, 24)) as pilot:
        screen = app.reading
        await until(pilot, lambda: title(screen))
        await pilot.press(key, "slash", *"alp")
        await furnish(screen)
        await until(pilot, lambda: screen.sidebar.filter_text == "alp")
        assert screen.view.place == TOP


class Watched(Broadsheet):
    """Keeps of each frame what it shows of page, foot and tree."""

    def __init__(self, *paths: Path, first: Opener | None = None) -> None:
        super().__init__(paths, first)
        self.frames: list[tuple[str, str, str]] = []

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        if renderable is not None and isinstance(screen, ReadingScreen):
            foot = "\n".join(lines(screen.query_one(StatusLine)) + lines(screen.query_one(KeyLine)))
            side = screen.query("#tree")
            self.frames.append((page(screen), foot, tree(screen) if side and screen.sidebar.size else ""))
        super()._display(screen, renderable)


async def test_the_first_frame_is_whole_but_for_the_tree(archive: Path) -> None:
    path = archive / "beta.md"
    app = Watched(archive, first=Opener(partial(first_article, [path])))
    async with app.run_test(size=(110, 24)) as pilot:
        await until(pilot, lambda: app.frames)
    shown, foot, side = app.frames[0]
    assert "Beta says needle" in shown
    assert "%" in foot
    assert "space page" in foot
    assert side == ""


async def test_the_first_frame_of_a_known_tree_has_its_rows_and_shows_the_open_article(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading_screen, "_TREE_WAITS", 20.0)
    for number in range(60):
        front = f"---\ntitle: Number {number}\ndate: 2020-01-01\ncategories: [生活]\n---\n"
        (archive / f"{number}.md").write_text(f"{front}Words.\n", encoding="utf-8")
    async with reading(archive):
        pass
    app = Watched(archive, first=Opener(lambda: First(archive / "59.md")))
    async with app.run_test(size=(110, 24)) as pilot:
        await until(pilot, lambda: app.frames[-1:] and app.frames[-1][2])
        bar = app.reading.sidebar.show_vertical_scrollbar
    side = next(side for *_, side in app.frames if side)
    assert "Number 59" in side
    assert bar


async def test_a_tree_whose_catalogue_takes_long_says_so_and_is_filled_later(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_open, keep = Event(), keeping.keep

    def kept_late(*args: Any, **more: Any) -> None:
        may_open.wait(20)
        keep(*args, **more)

    monkeypatch.setattr(keeping, "keep", kept_late)
    app = Broadsheet([archive])
    async with app.run_test(size=(110, 24)) as pilot:
        await until(pilot, lambda: app.reading.query("#tree") and "Looking for articles" in tree(app.reading))
        may_open.set()
        await until(pilot, lambda: "编程" in tree(app.reading))


async def test_of_several_folders_the_one_of_the_article_stands_under_its_title(tmp_path: Path) -> None:
    for number, folder in enumerate(("one/posts", "two/posts")):
        (tmp_path / folder).mkdir(parents=True)
        front = f"---\ntitle: {folder}\ndate: 2021-08-2{number}\ncategories: [both]\n---\n"
        (tmp_path / folder / "a.md").write_text(f"{front}Words.\n", encoding="utf-8")
    async with reading(tmp_path / "one/posts", tmp_path / "two/posts", opened="two/posts") as (_, screen, pilot):
        assert "2021-08-21 · both · 1\u00a0min · two / posts" in page(screen)
        await pilot.press("J")
        await opened_article(pilot, screen, "one/posts")
        assert "2021-08-20 · both · 1\u00a0min · one / posts" in page(screen)


async def test_a_single_file_is_opened_at_once(archive: Path) -> None:
    async with reading(archive / "life.md", opened="The life") as (_, screen, _pilot):
        assert "[bold]markup[/bold] is [/] text." in page(screen)


async def test_enter_in_the_tree_opens_and_moving_does_not(archive: Path) -> None:
    async with reading(archive) as (_, screen, pilot):
        await pilot.press("tab", "j")
        assert title(screen) == "The alpha"
        assert screen.focused is screen.sidebar
        await pilot.press("enter")
        await opened_article(pilot, screen, "The beta")
        assert isinstance(screen.focused, ArticleView)
        assert "The beta" in page(screen)


async def test_an_article_that_a_parser_fails_at_is_told_of_and_ends_nothing(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    beginning = opening.beginning

    def fails(article: Article) -> Document:
        if article.path.name == "beta.md":
            fails_at_all(article)
        return beginning(article)

    def fails_at_all(article: Article) -> None:
        raise IndexError("no such line")

    async with reading(archive) as (_, screen, pilot):
        monkeypatch.setattr(opening, "beginning", fails)
        await pilot.press("J")
        await until(pilot, lambda: "beta.md: the program fails" in page(screen))
        await pilot.press("K")
        await opened_article(pilot, screen, "The alpha")
        monkeypatch.setattr(opening, "html_of", fails_at_all)
        await pilot.press("Y")
        await until(pilot, lambda: status(screen).startswith("Not copied: the program fails at this file"))


async def test_neighbours_are_those_of_the_category(archive: Path) -> None:
    async with reading(archive) as (_, screen, pilot):
        for key, name in (("J", "The beta"), ("J", "The gamma"), ("K", "The beta"), ("K", "The alpha")):
            await pilot.press(key)
            await opened_article(pilot, screen, name)
        await pilot.press("K")
        await pilot.pause()
        assert title(screen) == "The alpha"
        assert status(screen).startswith("This is the first article.")
        await pilot.press("J")
        await opened_article(pilot, screen, "The beta")
        await pilot.press("J")
        await opened_article(pilot, screen, "The gamma")
        await pilot.press("J")
        await pilot.pause()
        assert title(screen) == "The gamma"
        assert status(screen).startswith("No further article in this category.")


async def test_a_page_ahead_at_the_end_opens_the_next_article(archive: Path) -> None:
    async with reading(archive) as (_, screen, pilot):
        await pilot.press("G", "space")
        await opened_article(pilot, screen, "The beta")


async def test_articles_lead_back_and_forward_to_where_they_were_left(archive: Path) -> None:
    async with reading(archive) as (_, screen, pilot):
        await pilot.press("j", "j", "j", "j")
        left = lines(screen.view)
        await pilot.press("J")
        await opened_article(pilot, screen, "The beta")
        await pilot.press("backspace")
        await opened_article(pilot, screen, "The alpha")
        await until(pilot, lambda: lines(screen.view) == left)
        await pilot.press("right_square_bracket")
        await opened_article(pilot, screen, "The beta")
        await pilot.press("backspace", "backspace")
        await pilot.pause()
        assert "Nowhere further back." in status(screen)


async def test_a_late_article_does_not_appear_under_the_next_ones_title(archive: Path) -> None:
    async with reading(archive) as (_, screen, pilot):
        assert screen.article is not None
        late = loading.Loaded(screen.opening.request - 1, screen.article, html.parse("<p>late words"), ("late",))
        screen.post_message(late)
        screen.post_message(loading.Failed(screen.opening.request - 1, "late failure"))
        await pilot.pause()
        await pilot.pause()
        assert "late" not in page(screen)
        assert "late" not in status(screen)
        assert "Words about alpha." in page(screen)


async def test_a_longer_part_waits_for_a_frame_that_is_due_and_gives_way_to_the_whole(archive: Path) -> None:
    async with reading(archive) as (_, screen, pilot):
        article, before = screen.article, screen.view.document
        assert article is not None
        assert before is not None
        part, whole = before.extended(), before.extended()
        screen.view.scroll_rows(1)
        for document in (part, whole):
            screen.opening.loaded(loading.Loaded(screen.opening.request, article, document, ()))
            assert screen.view.document is before
        # What was left meanwhile may come late; the whole still waits for its frame then.
        screen.opening.loaded(loading.Loaded(screen.opening.request - 1, article, part, ()))
        await until(pilot, lambda: screen.view.document is not before)
        assert screen.view.document is whole


async def test_keys_wait_for_the_article_that_is_on_its_way(archive: Path, gate: Event) -> None:
    async with reading(archive) as (app, screen, pilot):
        for keys, name, top, is_browsing in (
            ("hjljjj", "The beta", 3, False),
            ("KJJjj", "The gamma", 2, False),  # what opens another article does not wait
            ("Kjhk", "The beta", 4, True),  # but behind a key that does; it begins where it was left
        ):
            gate.clear()
            before = screen.view._viewport.top
            typed(app, keys)
            await until(pilot, lambda name=name: screen.opening.coming and name[4:] in str(screen.opening.coming.path))
            await pilot.pause()
            assert screen.view._viewport.top == before
            gate.set()
            await opened_article(pilot, screen, name)
            await until(pilot, lambda top=top: screen.view._viewport.top == top)
            await until(pilot, lambda pane=screen.sidebar if is_browsing else screen.view: screen.focused is pane)
        assert screen.sidebar.cursor_row is not None
        await until(pilot, lambda: screen.sidebar.cursor_row.article != screen.opening.shown_id)


async def test_escape_leads_to_the_tree_from_an_article_that_does_not_come(archive: Path, gate: Event) -> None:
    async with reading(archive) as (app, screen, pilot):
        gate.clear()
        typed(app, "J  ")
        await pilot.pause()
        assert screen.view.place == TOP
        await pilot.press("escape")
        await until(pilot, lambda: screen.focused is screen.sidebar)
        gate.set()
        await opened_article(pilot, screen, "The beta")
        assert screen.view.place == TOP
        assert screen.focused is screen.sidebar


async def test_keys_in_the_tree_that_mean_the_article_wait_for_the_one_that_is_on_its_way(
    archive: Path, gate: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reading(archive) as (app, screen, pilot):
        edited: list[str] = []
        monkeypatch.setattr(app, "edit", lambda path: edited.append(path.name))
        gate.clear()
        typed(app, "Jhej")  # behind `e`, the cursor waits too
        await until(pilot, lambda: screen.focused is screen.sidebar and len(screen.view.awaited) == 2)
        assert edited == []
        gate.set()
        await until(pilot, lambda: edited == ["beta.md"])
        await until(pilot, lambda: screen.sidebar.cursor_row.article != screen.opening.shown_id)
        gate.clear()
        typed(app, "\tJhIne")  # keys behind one that opens a screen are for that
        await until(pilot, lambda: len(screen.view.awaited) == 3)
        await pilot.press("escape")
        assert not len(screen.view.awaited)
        gate.set()
        await opened_article(pilot, screen, "The gamma")
        assert edited == ["beta.md"]


@pytest.mark.parametrize(
    ("keys", "is_over"),
    [("J jq", True), ("Jhq", True), ("J/q", False), ("Jmq", False), ("Jheq", False), ("Jheq\x1bq", True)],
)
async def test_who_quits_waits_only_for_keys_that_do_more_than_move(
    archive: Path, gate: Event, keys: str, is_over: bool
) -> None:
    async with reading(archive) as (app, screen, pilot):
        gate.clear()
        typed(app, keys)
        await until(pilot, lambda: screen.opening.coming and (is_over or len(screen.view.awaited) > 1))
        await pilot.pause()
        assert app._exit is is_over
        gate.set()


async def test_marks_in_the_tree_are_of_the_article_that_was_asked_for(archive: Path, gate: Event) -> None:
    async with reading(archive) as (app, screen, pilot):
        gate.clear()
        typed(app, "Jhhm")  # the cursor is on the category
        await until(pilot, lambda: "The beta" in status(screen))
        assert title(screen) == "The alpha"
        gate.set()


async def test_articles_opened_in_haste_end_with_the_last(archive: Path) -> None:
    async with reading(archive) as (_, screen, pilot):
        await pilot.press("J", "J", "K", "J")
        await until(pilot, lambda: all(worker.group == "keep" for worker in screen.app.workers))
        await pilot.pause()
        assert screen.article is not None
        assert title(screen) in page(screen)


# links


async def test_a_link_to_another_article_opens_it(archive: Path) -> None:
    async with reading(archive) as (_, screen, pilot):
        await pilot.press("J")
        await opened_article(pilot, screen, "The beta")
        screen.view.post_message(ArticleView.Followed("alpha.md#x"))
        await opened_article(pilot, screen, "The alpha")


async def test_a_link_on_the_page_goes_to_its_place(archive: Path) -> None:
    async with reading(archive / "gamma.md", opened="The gamma") as (_, screen, pilot):
        screen.view.post_message(ArticleView.Followed("#end"))
        await until(pilot, lambda: "End" in page(screen))
        screen.view.post_message(ArticleView.Followed("#no"))
        await until(pilot, lambda: "There is no #no on this page." in status(screen))
        await pilot.press("backspace")
        await until(pilot, lambda: "The gamma" in page(screen))


@pytest.mark.parametrize("target", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x"])
async def test_other_schemes_are_refused_in_words(archive: Path, target: str) -> None:
    async with reading(archive) as (_, screen, pilot):
        screen.view.post_message(ArticleView.Followed(target))
        await until(pilot, lambda: status(screen).startswith("Not opened:"))


# finding


def prompt_says(screen: ReadingScreen) -> str:
    return str(screen.query_one("#said", Static).render())


async def test_finding_counts_lights_and_steps(archive: Path) -> None:
    async with reading(archive / "beta.md", opened="The beta") as (_, screen, pilot):
        await pilot.press("slash", *"needle")
        await until(pilot, lambda: screen.query(Prompt) and prompt_says(screen) == "1/4")
        assert len(screen.view.matches) == 4
        await pilot.press("enter")
        await until(pilot, lambda: not screen.query(Prompt))
        assert "1/4" in status(screen)
        assert isinstance(screen.focused, ArticleView)
        counts = []
        for key in ("n", "n", "n", "n", "N"):
            await pilot.press(key)
            await pilot.pause()
            counts.append(status(screen))
        assert [next(word for word in count.split() if "/" in word) for count in counts] == [
            "2/4",
            "3/4",
            "4/4",
            "1/4",
            "4/4",
        ]
        assert "Went on from the top." in counts[3]
        assert "Went on from the end." in counts[4]
        assert "last needle" in page(screen)


async def test_capitals_find_capitals_only(archive: Path) -> None:
    async with reading(archive / "beta.md", opened="The beta") as (_, screen, pilot):
        await pilot.press("slash", *"Needle")
        await until(pilot, lambda: screen.query(Prompt) and prompt_says(screen) == "1/1")


async def test_escape_goes_back_to_where_the_reader_was(archive: Path) -> None:
    async with reading(archive / "beta.md", opened="The beta") as (_, screen, pilot):
        await pilot.press("j", "j")
        before = lines(screen.view)
        await pilot.press("slash", *"last needle")
        await until(pilot, lambda: "last needle" in page(screen))
        await pilot.press("escape")
        await until(pilot, lambda: not screen.query(Prompt))
        await pilot.pause()
        assert lines(screen.view) == before
        assert screen.view.matches == ()


async def test_what_was_found_is_put_out_before_the_page_is_left(archive: Path) -> None:
    async with reading(archive / "beta.md", opened="The beta") as (_, screen, pilot):
        await pilot.press("slash", *"needle", "enter")
        await until(pilot, lambda: not screen.query(Prompt) and screen.view.matches)
        await pilot.press("escape")
        await pilot.pause()
        assert screen.view.matches == ()
        assert isinstance(screen.focused, ArticleView)
        await pilot.press("escape")
        await pilot.pause()
        assert screen.focused is screen.sidebar


async def test_a_broken_expression_says_what_is_wrong(archive: Path) -> None:
    async with reading(archive) as (_, screen, pilot):
        await pilot.press("slash", "ctrl+r", *"(a")
        await until(pilot, lambda: screen.query(Prompt) and "missing )" in prompt_says(screen))
        assert screen.query_one("#said").has_class("-wrong")


async def test_what_is_not_there_is_said(archive: Path) -> None:
    async with reading(archive) as (_, screen, pilot):
        await pilot.press("slash", *"absent")
        await until(pilot, lambda: screen.query(Prompt) and prompt_says(screen) == "no match")
        await pilot.press("enter")
        await until(pilot, lambda: not screen.query(Prompt))
        assert "No match for absent." in status(screen)


async def test_words_typed_in_one_breath_are_all_there(archive: Path) -> None:
    async with reading(archive / "beta.md", opened="The beta") as (app, screen, pilot):
        typed(app, "/last needle\r")
        await until(pilot, lambda: len(screen.view.matches) == 1 and not screen.query(Prompt))
        assert "1/1" in status(screen)


_NAMES = {"/": "slash", " ": "space", "\r": "enter", "\t": "tab", "\x1b": "escape", "\x7f": "backspace"}


def typed(app: Broadsheet, characters: str) -> None:
    """Types keys in one breath: all are there before the first has done anything."""
    for character in characters:
        app.post_message(events.Key(_NAMES.get(character, character), character))


async def test_keys_typed_in_one_breath_reach_the_pane_that_the_key_before_led_to(archive: Path) -> None:
    async with reading(archive) as (app, screen, pilot):
        for keys, name in (
            ("hjjl", "The gamma"),
            ("\tkl", "The beta"),
            ("\x1bkl", "The alpha"),
            ("hjlhjlhkl", "The beta"),  # to and fro
            ("hhhljjjl", "The gamma"),  # the category is folded, and unfolded
            ("\t\t\tkl", "The beta"),
            ("h/gam\rl", "The gamma"),  # the tree's filter, not the page's search
            ("h\x1bkl", "The beta"),
            ("salpha\rz", "The alpha"),
            ("\x7fgamma\r", "The gamma"),  # back to the hits, and to another
        ):
            typed(app, keys)
            await opened_article(pilot, screen, name)
            await until(pilot, lambda: app.screen is screen and isinstance(screen.focused, ArticleView))
        assert screen.has_class("-zen")


@pytest.mark.parametrize("key", ["s", "/", "S"])
async def test_keys_before_one_that_opens_something_are_not_overtaken_by_it(archive: Path, key: str) -> None:
    async with reading(archive) as (app, screen, pilot):
        typed(app, f"jjjz{key}")
        await until(pilot, lambda: app.screen is not screen or screen.query(Prompt))
        assert screen.view._viewport.top == 3
        assert screen.has_class("-zen")


async def test_keys_behind_one_that_only_puts_out_what_was_found_are_the_pages(archive: Path) -> None:
    async with reading(archive) as (app, screen, pilot):
        typed(app, "/alpha\r")
        await until(pilot, lambda: screen.view.matches and not screen.query(Prompt))
        typed(app, "hjj")
        await until(pilot, lambda: screen.view.place != TOP)
        assert isinstance(screen.focused, ArticleView)


async def test_an_article_that_the_filter_leaves_out_is_shown_in_the_tree_when_it_is_found(archive: Path) -> None:
    async with reading(archive) as (app, screen, pilot):
        screen.sidebar.filter("beta")
        typed(app, "stitle:gamma\r")
        await opened_article(pilot, screen, "The gamma")
        assert screen.sidebar.filter_text == ""
        assert status(screen).startswith("The tree is no longer filtered: “beta” left this article")
        row = screen.sidebar.cursor_row
        assert row is not None
        assert row.article == screen.opening.shown_id


async def test_what_is_to_be_said_of_an_article_is_not_said_of_another_that_comes_instead(archive: Path) -> None:
    async with reading(archive) as (_, screen, pilot):
        beta, gamma = (screen.upkeep.catalogue.find(path) for path in (archive / "beta.md", archive / "gamma.md"))
        assert beta is not None
        assert gamma is not None
        screen.opening.open(beta)
        screen.opening.say_when_shown("This is the beta.")
        screen.opening.open(gamma)
        await opened_article(pilot, screen, "The gamma")
        assert "beta" not in status(screen)


async def test_a_file_that_goes_while_the_archive_is_listed_is_told(archive: Path) -> None:
    async with reading(archive / "life.md", opened="The life") as (_, screen, pilot):
        screen.upkeep._is_running, screen.opening._looked_for_file = True, 0.0
        (archive / "life.md").unlink()
        screen.opening.look_for_file()
        await until(pilot, lambda: status(screen).startswith("The file of this article is gone"))


# the filter


async def test_the_filter_keeps_the_titles_that_match(archive: Path) -> None:
    async with reading(archive) as (_, screen, pilot):
        await pilot.press("tab", "slash", *"gam")
        await until(pilot, lambda: screen.sidebar.filter_text == "gam")
        assert "The gamma" in tree(screen)
        assert "The beta" not in tree(screen)
        assert prompt_says(screen) == "1"
        await pilot.press("enter")
        await until(pilot, lambda: not screen.query(Prompt))
        assert screen.focused is screen.sidebar
        await pilot.press("enter")
        await opened_article(pilot, screen, "The gamma")


async def test_escape_in_the_filter_brings_all_back(archive: Path) -> None:
    async with reading(archive) as (_, screen, pilot):
        await pilot.press("tab", "slash", *"gam")
        await until(pilot, lambda: screen.sidebar.filter_text == "gam")
        await pilot.press("escape")
        await until(pilot, lambda: not screen.query(Prompt))
        assert screen.sidebar.filter_text == ""
        assert "The beta" in tree(screen)
        assert screen.focused is screen.sidebar


async def test_the_filter_can_be_taken_up_again(archive: Path) -> None:
    async with reading(archive) as (_, screen, pilot):
        await pilot.press("tab", "slash", *"gam", "enter")
        await until(pilot, lambda: screen.sidebar.filter_text == "gam" and not screen.query(Prompt))
        await pilot.press("slash")
        await until(pilot, lambda: screen.query(Prompt))
        assert screen.query_one(Input).value == "gam"


# panes


@pytest.mark.parametrize(("columns", "is_narrow"), [(69, True), (70, False), (30, True), (160, False)])
async def test_below_seventy_columns_the_panes_take_turns(archive: Path, columns: int, is_narrow: bool) -> None:
    async with reading(archive, size=(columns, 20)) as (_, screen, pilot):
        side, right = screen.query_one("#side"), screen.query_one("#page")
        assert screen.has_class("-narrow") is is_narrow
        assert right.size.width == columns if is_narrow else right.size.width < columns
        assert bool(side.size.width) is not is_narrow
        await pilot.press("h")
        await pilot.pause()
        assert bool(right.size.width) is not is_narrow
        assert side.size.width == columns if is_narrow else side.size.width >= 16
        await pilot.press("tab")
        await pilot.pause()
        assert right.size.width


async def test_a_resize_between_narrow_and_wide_keeps_the_text_at_the_top(archive: Path) -> None:
    async with reading(archive / "beta.md", opened="The beta") as (_, screen, pilot):
        await pilot.press("d", "d")
        offset = screen.view.place.offset
        for size in ((60, 20), (140, 40), (30, 10), (110, 24)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
        assert screen.view.place.offset == offset


async def test_zen_is_the_page_alone(archive: Path) -> None:
    async with reading(archive) as (_, screen, pilot):
        await pilot.press("z")
        await pilot.pause()
        assert screen.view.size.width >= 108
        assert screen.view.size.height == 24
        assert not screen.query_one(KeyLine).size.height
        await pilot.press("escape")
        await pilot.pause()
        assert not screen.has_class("-zen")
        assert screen.query_one("#side").size.width == 40


async def test_the_column_grows_and_shrinks(archive: Path) -> None:
    async with reading(archive, size=(160, 24)) as (_, screen, pilot):
        await pilot.press("plus", "plus")
        assert screen.view.column == 88
        await pilot.press("minus")
        assert screen.view.column == 84
        assert "Column of 84 cells." in status(screen)
        await pilot.press("equals_sign")
        assert screen.view.column == 80


async def test_a_file_that_may_not_be_looked_at_is_not_taken_for_gone(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[Path] = []

    def stat(path: Path, **_: object) -> None:
        looked.append(path)
        raise PermissionError(13, "Permission denied")

    async with reading(archive / "life.md", opened="The life") as (app, screen, pilot):
        screen.upkeep._is_running, screen.opening._looked_for_file = True, 0.0
        with monkeypatch.context() as patched:
            patched.setattr(Path, "stat", stat)
            screen.opening.look_for_file()
            await until(pilot, lambda: looked and all(worker.group != "look" for worker in app.workers))
        await pilot.pause()
        assert "gone" not in status(screen)


async def test_a_column_that_fills_the_page_is_not_made_narrower_by_the_key_for_wider(archive: Path) -> None:
    async with reading(archive, size=(100, 24)) as (_, screen, pilot):
        await pilot.press("plus")
        assert screen.view.column == 80
        assert f"Column of 80 cells; the page holds {screen.view.widest}." in status(screen)
        await pilot.press("minus")
        assert screen.view.column == screen.view.widest - 4


async def test_the_foot_shows_the_keys_of_the_pane_in_focus(archive: Path) -> None:
    async with reading(archive) as (_, screen, pilot):
        foot = screen.query_one(KeyLine)
        assert "outline" in lines(foot)[0]
        await pilot.press("tab")
        await pilot.pause()
        assert "filter" in lines(foot)[0]
        assert "outline" not in lines(foot)[0]


@pytest.mark.parametrize("width", [20, 40, 60, 72])
async def test_a_narrow_foot_keeps_the_key_that_leads_to_all_others(archive: Path, width: int) -> None:
    async with reading(archive, size=(width, 24)) as (_, screen, pilot):
        await pilot.pause()
        foot = lines(screen.query_one(KeyLine))[0]
        assert "? help" in foot
        assert foot.startswith(" j move")
        assert "quit" not in foot or "search" in foot


async def test_the_status_line_says_how_much_is_read(archive: Path) -> None:
    async with reading(archive / "life.md", opened="The life") as (_, screen, _pilot):
        assert status(screen) == "100%"


# over the page


async def test_the_outline_goes_to_a_heading(archive: Path) -> None:
    async with reading(archive) as (app, screen, pilot):
        await pilot.press("t")
        await until(pilot, lambda: isinstance(app.screen, Outline))
        await pilot.press("G", "enter")
        await until(pilot, lambda: app.screen is screen)
        await until(pilot, lambda: "Second" in page(screen))


async def test_an_article_without_headings_says_so(archive: Path) -> None:
    async with reading(archive / "life.md", opened="The life") as (app, screen, pilot):
        await pilot.press("t")
        await pilot.pause()
        assert app.screen is screen
        assert "no headings" in status(screen)


async def test_the_help_opens_and_closes(archive: Path) -> None:
    async with reading(archive) as (app, screen, pilot):
        await pilot.press("question_mark")
        await until(pilot, lambda: app.screen is not screen)
        await pilot.press("j", "escape")
        await until(pilot, lambda: app.screen is screen)


async def test_themes_follow_each_other(archive: Path) -> None:
    async with reading(archive) as (app, screen, pilot):
        seen = [app.theme]
        for _ in themes.STEPS:
            await pilot.press("T")
            await pilot.pause()
            seen.append(app.theme)
            assert "Words about alpha." in page(screen)
        assert len(set(seen)) == len(themes.STEPS)
        assert seen[0] == seen[-1]


# what cannot be read


async def test_a_folder_without_articles_says_so(tmp_path: Path) -> None:
    async with reading(tmp_path, opened=None) as (_, screen, pilot):
        await until(pilot, lambda: "holds no articles" in page(screen).replace("\n", " "))
        assert screen.focused is screen.sidebar
        await pilot.press("j", "enter", "slash", "v", "h")


async def test_a_missing_path_says_so(tmp_path: Path) -> None:
    async with reading(tmp_path / "absent", opened=None) as (_, screen, pilot):
        await until(pilot, lambda: "no such file or folder" in " ".join(page(screen).split()))


async def test_an_article_that_vanished_says_so_and_the_next_one_opens(archive: Path) -> None:
    async with reading(archive) as (_, screen, pilot):
        (archive / "beta.md").unlink()
        await pilot.press("J")
        await until(pilot, lambda: "no such file" in " ".join(page(screen).split()))
        await pilot.press("J")
        await opened_article(pilot, screen, "The gamma")


async def test_a_large_article_grows_to_its_end(tmp_path: Path) -> None:
    body = "".join(f"<p>Paragraph {n} {'words ' * 20}</p>\n" for n in range(4000)) + "<p>The very end</p>"
    (tmp_path / "large.html").write_text(f"<title>Large</title>{body}", encoding="utf-8")
    async with reading(tmp_path / "large.html", opened="Large") as (_, screen, pilot):
        await until(pilot, lambda: screen.view.document is not None and screen.view.document.is_complete)
        await pilot.press("G")
        await until(pilot, lambda: "The very end" in page(screen))


@pytest.mark.parametrize("size", [(10, 4), (20, 5), (2, 2), (1, 1), (300, 90)])
async def test_any_size_of_terminal_will_do(archive: Path, size: tuple[int, int]) -> None:
    async with reading(archive, size=size) as (_, screen, pilot):
        await pilot.press("j", "space", "G", "g", "h", "j", "enter", "z", "slash", "a", "escape")
        await pilot.pause()
        assert title(screen)


async def test_keys_work_again_when_what_a_key_opened_was_closed_at_once(archive: Path) -> None:
    async with reading(archive) as (app, screen, pilot):
        over = Screen[None]()
        over.call_after_refresh = lambda *_, **__: False  # type: ignore[method-assign] - it never comes to ask
        screen.action_help = lambda: app.push_screen(over)  # type: ignore[method-assign, assignment]
        await pilot.press("question_mark")
        await until(pilot, lambda: app.screen is over)
        app.pop_screen()
        await pilot.press("z")
        await until(pilot, lambda: not screen.query_one("#side").display)
