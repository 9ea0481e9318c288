"""Pictures on the page, in the program."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from reader.archive import picture_cache
from reader.archive.fetching import FetchError
from reader.document.pictures import studio
from reader.settings import Loaded, Settings
from reader.ui.app import Broadsheet
from reader.ui.choices import Choices
from reader.ui.lines import StatusLine
from reader.ui.pictures import fetching
from reader.ui.pictures.picture_screen import PictureScreen
from reader.ui.pictures.question import FetchQuestion
from reader.ui.reading_screen import ReadingScreen
from tests.document.pictures.made import picture
from tests.ui.host import lines, until


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    picture(folder / "a.png")
    picture(folder / "b.jpg", 100, 100)
    return folder


@asynccontextmanager
async def reading(
    archive: Path, body: str, size: tuple[int, int] = (80, 30), images: str = "auto"
) -> AsyncIterator[tuple[Broadsheet, ReadingScreen, Pilot[None]]]:
    """The program with an article of this body."""
    archive.mkdir(exist_ok=True)
    (archive / "one.md").write_text(f"---\ntitle: Pictures\n---\n\n{body}\n", encoding="utf-8")
    app = Broadsheet([archive], choices=Choices(Loaded(Settings(images=images))))  # type: ignore[arg-type]
    async with app.run_test(size=size) as pilot:
        screen = app.reading
        await until(pilot, lambda: screen.article is not None and screen.upkeep.is_up_to_date)
        yield app, screen, pilot


def page(screen: ReadingScreen) -> list[str]:
    return [line.rstrip() for line in lines(screen.view)]


def blocks(screen: ReadingScreen) -> int:
    """Rows with a part of a picture."""
    return sum("▀" in line for line in page(screen))


def caption(app: Broadsheet) -> str:
    return str(app.screen.query_one("#picture-caption").render())


def status(screen: ReadingScreen) -> str:
    return " ".join(lines(screen.query_one(StatusLine)))


async def test_a_picture_stands_on_the_page_above_its_words(archive: Path) -> None:
    async with reading(archive, "Before.\n\n![four colours](a.png)\n\nAfter.") as (_, screen, pilot):
        await until(pilot, lambda: blocks(screen))
        shown = page(screen)
        first = next(n for n, line in enumerate(shown) if "▀" in line)
        assert blocks(screen) == 10
        assert "▣ four colours" in shown[first + 10]
        assert any("Before." in line for line in shown[:first])


async def test_the_text_of_the_article_has_nothing_of_it(archive: Path) -> None:
    async with reading(archive, "![four colours](a.png)") as (_, screen, pilot):
        await until(pilot, lambda: blocks(screen))
        assert screen.view.document is not None
        assert screen.view.document.text == "Pictures\n\n▣ four colours"


async def test_what_stands_at_the_top_stays_there_when_pictures_come(archive: Path) -> None:
    body = "\n\n".join(["![p](a.png)"] * 5 + [f"Paragraph {number}." for number in range(60)])
    async with reading(archive, body, images="none") as (_, screen, pilot):
        await pilot.press("space", "space")
        await pilot.pause()
        top = next(line for line in page(screen) if "Paragraph" in line)
        screen.looks.change("images", "blocks")
        await until(pilot, lambda: screen.view.pictures is not None)
        await pilot.pause()
        assert next(line for line in page(screen) if "Paragraph" in line) == top
        await pilot.press("g")
        await until(pilot, lambda: blocks(screen))


async def test_pictures_can_be_turned_off_and_on(archive: Path) -> None:
    async with reading(archive, "![p](a.png)") as (_, screen, pilot):
        await until(pilot, lambda: blocks(screen))
        screen.looks.change("images", "none")
        await until(pilot, lambda: not blocks(screen))
        assert any("▣ p" in line for line in page(screen))
        screen.looks.change("images", "auto")
        await until(pilot, lambda: blocks(screen))


async def test_without_colours_half_blocks_give_way_to_the_words(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with reading(archive, "![four colours](a.png)", images="blocks") as (_, screen, pilot):
        await until(pilot, lambda: screen.picturing._gallery is not None and screen.picturing._gallery.found)
        await pilot.press("l", "i")
        await until(pilot, lambda: "Without colours" in status(screen))
        assert any("▣ four colours" in line for line in page(screen))
        assert not blocks(screen)


@pytest.mark.parametrize(("images", "rows"), [("sixel", 29), ("iterm", 29), ("kitty", 30), ("blocks", 30)])
async def test_zen_leaves_the_last_row_free_of_what_would_make_the_terminal_scroll(
    archive: Path, images: str, rows: int
) -> None:
    (archive / "two.md").write_text("---\ndate: 2001-01-01\n---\nNo picture.\n", encoding="utf-8")
    async with reading(archive, "![p](a.png)", images=images) as (_, screen, pilot):
        await pilot.press("z", "J")
        await until(pilot, lambda: screen.view.pictures is not None and screen.view.size.height == rows)
        await pilot.press("K")
        await until(pilot, lambda: screen.view.size.height == 30 and "No picture." in " ".join(page(screen)))


async def test_a_picture_that_cannot_be_shown_says_why_and_the_page_goes_on(archive: Path) -> None:
    (archive / "bad.png").write_bytes(b"no picture")
    cut = picture(archive / "cut.jpg", 800, 600).read_bytes()
    (archive / "cut.jpg").write_bytes(cut[: len(cut) // 2])
    body = "![bad](bad.png)\n\n![none](none.png)\n\n![out](../../x.png)\n\n![cut](cut.jpg)\n\n![good](a.png)"
    async with reading(archive, body, (80, 60)) as (_, screen, pilot):
        await until(pilot, lambda: any("cut off" in line for line in page(screen)) and blocks(screen) == 10)
        text = "\n".join(page(screen))
        assert "✕ bad.png: not a picture that can be read" in text
        assert "✕ none.png: not in this archive" in text
        assert "✕ cut.jpg: cut off before its end" in text


async def test_a_picture_that_is_deleted_while_the_article_is_open_says_so(archive: Path) -> None:
    body = "![p](a.png)\n\n" + "\n\n".join(f"Paragraph {number}." for number in range(100)) + "\n\n![q](b.jpg)"
    async with reading(archive, body) as (_, screen, pilot):
        await until(pilot, lambda: blocks(screen))
        (archive / "b.jpg").unlink()
        await pilot.press("G")
        await until(pilot, lambda: any("✕ b.jpg: its file is gone" in line for line in page(screen)))


async def test_i_shows_a_picture_on_the_whole_screen_and_n_the_next(archive: Path) -> None:
    async with reading(archive, "![first](a.png)\n\n![second](b.jpg)") as (app, screen, pilot):
        await until(pilot, lambda: blocks(screen))
        await pilot.press("i")
        await until(pilot, lambda: isinstance(app.screen, PictureScreen))

        def rows() -> int:
            return sum("▀" in line for line in lines(app.screen.query_one("Canvas")))

        await until(pilot, rows)
        assert "1/2   first" in caption(app)
        assert rows() == 20  # twice as large as on the page
        await pilot.press("n")
        await until(pilot, lambda: "2/2   second" in caption(app))
        await pilot.press("n", "N")
        await until(pilot, lambda: "2/2" in caption(app))
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen)


async def test_a_click_on_a_picture_or_on_its_words_shows_it(archive: Path) -> None:
    async with reading(archive, "![first](a.png)\n\n![second](b.jpg)") as (app, screen, pilot):
        await until(pilot, lambda: blocks(screen) == 15)
        shown = page(screen)
        for line in (next(n for n, line in enumerate(shown) if "▀" in line), shown.index("  ▣ second")):
            await pilot.click("#article", offset=(5, line))
            await until(pilot, lambda: isinstance(app.screen, PictureScreen))
            wanted = "1/2   first" if "▀" in shown[line] else "2/2   second"
            await until(pilot, lambda wanted=wanted: wanted in caption(app))
            await pilot.press("escape")
            await until(pilot, lambda: app.screen is screen)


async def test_a_picture_in_the_article_itself_is_shown(archive: Path) -> None:
    content = base64.b64encode((archive / "a.png").read_bytes()).decode("ascii")
    async with reading(archive, f"![inner](data:image/png;base64,{content})") as (_, screen, pilot):
        await until(pilot, lambda: blocks(screen) == 10)


async def test_i_without_a_picture_says_so(archive: Path) -> None:
    async with reading(archive, "Words.", (120, 30)) as (_, screen, pilot):
        await pilot.press("i")
        await until(pilot, lambda: "no picture to show" in status(screen))


async def test_without_pillow_the_words_remain_and_i_says_what_is_missing(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(studio, "is_installed", lambda: False)
    async with reading(archive, "![four](a.png)\n\n![far](https://x.test/a.png)", (120, 30)) as (_, screen, pilot):
        await pilot.press("i")
        await until(pilot, lambda: "pip install 'broadsheet[images]'" in status(screen))
        assert [line.strip() for line in page(screen) if "▣" in line] == ["▣ four", "▣ far"]
        assert blocks(screen) == 0
        await pilot.press("I")
        await until(pilot, lambda: "pip install" in status(screen))


# pictures elsewhere

ELSEWHERE = "![a](https://x.test/a.png)\n\n![b](http://y.test/b.png)"


async def test_a_picture_elsewhere_is_a_line_that_says_where(archive: Path) -> None:
    async with reading(archive, ELSEWHERE) as (_, screen, pilot):
        await until(pilot, lambda: any("⇣ x.test · I fetches" in line for line in page(screen)))
        assert any("⇣ y.test · I fetches" in line for line in page(screen))


async def test_nothing_is_fetched_without_a_yes(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(fetching, "fetch_all", lambda *wishes: asked.append("fetched"))
    async with reading(archive, ELSEWHERE) as (app, screen, pilot):
        await until(pilot, lambda: any("⇣" in line for line in page(screen)))
        await pilot.press("I")
        await until(pilot, lambda: isinstance(app.screen, FetchQuestion))
        said = str(app.screen.query_one("#fetch-question Static").render())
        assert "Fetch 2 pictures?" in said
        assert "x.test" in said
        assert "y.test" in said
        await pilot.press("n")
        await until(pilot, lambda: app.screen is screen)
        await pilot.pause()
        assert asked == []


async def test_after_a_yes_they_are_shown_and_kept(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = picture(archive / "c.png", 200, 100).read_bytes()

    def fetch(address: str) -> bytes:
        if "y.test" in address:
            raise FetchError("the host answered 404 Not Found")
        return content

    def fetch_all(wishes: list[fetching.Wish], post: object, is_cancelled: object) -> None:
        real(wishes, post, is_cancelled, fetch)  # type: ignore[arg-type]

    real = fetching.fetch_all
    monkeypatch.setattr(fetching, "fetch_all", fetch_all)
    async with reading(archive, ELSEWHERE, (120, 30)) as (app, screen, pilot):
        await until(pilot, lambda: any("⇣" in line for line in page(screen)))
        await pilot.press("I")
        await until(pilot, lambda: isinstance(app.screen, FetchQuestion))
        await pilot.press("y")
        await until(pilot, lambda: blocks(screen) == 5)
        await until(pilot, lambda: "Fetched 1 of 2. y.test: the host answered 404" in status(screen))
    kept = picture_cache.find("https://x.test/a.png")
    assert kept is not None
    assert kept.read_bytes() == content
    async with reading(archive, ELSEWHERE) as (_, screen, pilot):
        await until(pilot, lambda: blocks(screen) == 5)
    kept.unlink()


async def test_what_was_fetched_and_is_no_picture_is_not_kept(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = fetching.fetch_all
    monkeypatch.setattr(
        fetching,
        "fetch_all",
        lambda wishes, post, is_cancelled: real(wishes, post, is_cancelled, lambda address: b"<svg></svg>"),
    )
    async with reading(archive, "![a](https://z.test/a.svg)") as (app, screen, pilot):
        await until(pilot, lambda: any("⇣" in line for line in page(screen)))
        await pilot.press("I")
        await until(pilot, lambda: isinstance(app.screen, FetchQuestion))
        await pilot.press("y")
        await until(pilot, lambda: any("✕ a.svg: SVG, which is not drawn" in line for line in page(screen)))
        assert picture_cache.find("https://z.test/a.svg") is None
