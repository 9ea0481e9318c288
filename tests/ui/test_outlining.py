"""The outline over the page, on the whole screen."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.ui.outline import Outline
from tests.ui.host import lines, until
from tests.ui.test_reading_screen import opened_article, page, reading, status

TEXT = "<p>这里是一段正文，说了一些事情，并且以句号结束。</p>" * 12
PLAIN = "".join(f"<p><strong>第{number}节 小标题</strong></p>{TEXT}" for number in "一二三四五六")


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    (tmp_path / "feed.html").write_text(f"---\ntitle: Feed\ndate: 2021-01-02\n---\n{PLAIN}", encoding="utf-8")
    (tmp_path / "next.md").write_text("---\ntitle: Next\ndate: 2021-01-01\n---\n" + "words\n\n" * 200, encoding="utf-8")
    return tmp_path


async def test_bold_paragraphs_are_headings_and_the_page_follows_the_cursor(archive: Path) -> None:
    async with reading(archive, opened="Feed") as (app, screen, pilot):
        await pilot.press("j", "j")
        before = lines(screen.view)
        await pilot.press("t", "j", "j")
        await until(pilot, lambda: isinstance(app.screen, Outline) and "第三节" in page(screen))
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen and lines(screen.view) == before)
        await pilot.press("t", "j", "enter")
        await until(pilot, lambda: app.screen is screen and "第二节" in lines(screen.view)[1])
        await pilot.press("backspace")
        await until(pilot, lambda: lines(screen.view) == before)


async def test_the_heading_at_the_top_is_lit_when_it_opens(archive: Path) -> None:
    async with reading(archive, opened="Feed") as (app, screen, pilot):
        await pilot.press("t", *"第四", "enter")
        await until(pilot, lambda: app.screen is screen and "第四节" in lines(screen.view)[1])
        await pilot.press("j", "j", "t")
        await until(pilot, lambda: isinstance(app.screen, Outline))
        await pilot.pause()
        outline = app.screen
        assert isinstance(outline, Outline)
        assert [line.split()[1] for line in lines(outline.list) if "▸" in line] == ["第四节"]
        assert outline.list.chosen == 3
        outline.on_mouse_scroll_down()
        for _ in range(7):
            outline.on_mouse_scroll_down()
        await pilot.pause()
        assert [line.split()[1] for line in lines(outline.list) if "▸" in line] == ["第五节"]


async def test_keys_in_one_breath_open_the_outline_and_close_it(archive: Path) -> None:
    async with reading(archive, opened="Feed") as (app, screen, pilot):
        for key in ("t", "q"):
            app.simulate_key(key)
        await pilot.pause()
        await until(pilot, lambda: app.screen is screen)
        assert app.is_running
        for key in ("t", "j", "enter", "J"):
            app.simulate_key(key)
        await opened_article(pilot, screen, "Next")


async def test_an_article_without_headings_says_so_and_takes_no_keys(archive: Path) -> None:
    async with reading(archive / "next.md", opened="Next") as (app, screen, pilot):
        await pilot.press("t")
        await until(pilot, lambda: "no headings" in status(screen))
        assert app.screen is screen


async def test_the_end_can_be_gone_to_before_the_article_is_there(archive: Path) -> None:
    async with reading(archive, opened="Feed") as (_, screen, pilot):
        await pilot.press("J", "G")
        await opened_article(pilot, screen, "Next")
        await until(pilot, lambda: screen.view.at_end)


@pytest.mark.parametrize("key", ["question_mark", "S", "L"])
async def test_keys_in_one_breath_open_what_stands_over_the_page_and_close_it(archive: Path, key: str) -> None:
    async with reading(archive, opened="Feed") as (app, screen, pilot):
        for each in (key, "escape", "J"):
            app.simulate_key(each)
        await opened_article(pilot, screen, "Next")
        assert app.screen is screen


async def test_keys_behind_one_that_opens_nothing_do_what_they_do(archive: Path) -> None:
    async with reading(archive, opened="Feed") as (app, screen, pilot):
        for each in ("exclamation_mark", "J"):
            app.simulate_key(each)
        await opened_article(pilot, screen, "Next")
