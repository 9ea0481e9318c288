"""Back and forward over articles, jumps and searches, on the whole screen."""

from __future__ import annotations

from pathlib import Path

from reader.ui.article_view import ArticleView
from reader.ui.reading_screen import ReadingScreen
from tests.ui.host import lines, until
from tests.ui.test_reading_screen import archive, opened_article, page, reading, status, title

__all__ = ["archive"]


def top(screen: ReadingScreen) -> list[str]:
    return lines(screen.view)


async def test_one_key_walks_over_jumps_and_articles(archive: Path) -> None:
    async with reading(archive) as (_, screen, pilot):
        await pilot.press("j", "j", "j", "j")
        in_alpha = top(screen)
        await pilot.press("G")
        await until(pilot, lambda: top(screen) != in_alpha)
        at_end = top(screen)
        await pilot.press("J")
        await opened_article(pilot, screen, "The beta")
        await pilot.press("G", "g")
        await pilot.pause()
        await pilot.press("backspace", "backspace", "backspace")
        await until(pilot, lambda: title(screen) == "The alpha" and top(screen) == at_end)
        await pilot.press("backspace")
        await until(pilot, lambda: top(screen) == in_alpha)
        await pilot.press("backspace")
        await until(pilot, lambda: "Nowhere further back." in status(screen))
        await pilot.press("right_square_bracket")
        await until(pilot, lambda: top(screen) == at_end)
        await pilot.press(*["right_square_bracket"] * 3)
        await until(pilot, lambda: title(screen) == "The beta" and "The beta" in page(screen))
        await pilot.press(*["right_square_bracket"] * 2)
        await until(pilot, lambda: "Nowhere further on." in status(screen))


async def test_an_article_that_was_edited_meanwhile_opens_at_the_same_words(archive: Path) -> None:
    async with reading(archive) as (_, screen, pilot):
        await pilot.press("J", "J")
        await opened_article(pilot, screen, "The gamma")
        screen.view.post_message(ArticleView.Followed("#end"))
        await until(pilot, lambda: "End" in page(screen))
        await pilot.press("K")
        await opened_article(pilot, screen, "The beta")
        path = archive / "gamma.md"
        path.write_text(path.read_text().replace("See ", "New words.\n\n" * 50 + "See "))
        await pilot.press("backspace")
        await until(pilot, lambda: title(screen) == "The gamma" and "End" in page(screen))


async def test_a_key_in_haste_goes_back_from_the_article_that_is_on_its_way(archive: Path) -> None:
    async with reading(archive) as (_, screen, pilot):
        await pilot.press("J", "backspace", "right_square_bracket")
        await opened_article(pilot, screen, "The beta")
