"""The first article comes from another process, the others from a thread beside the screen."""

from __future__ import annotations

import os
import time
from itertools import pairwise
from pathlib import Path

import pytest
from textual.message import Message

from reader.document import opening
from reader.document.opener import First, Opener, opened
from reader.document.reading_time import minutes
from reader.ui import loading
from reader.ui.app import Broadsheet
from reader.ui.reading_screen import ReadingScreen
from tests.ui.host import lines, until

PARENT = os.getpid()

SIZE = (110, 24)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "small.md"
    path.write_text("---\ntitle: The small\ndate: 2021-01-01\n---\nFew words.\n", encoding="utf-8")
    return path


@pytest.fixture
def large(tmp_path: Path) -> Path:
    path = tmp_path / "large.html"
    path.write_text("".join(f"<p>第{n}段 <b>words</b> {'and more ' * 10}</p>" for n in range(3000)), encoding="utf-8")
    return path


def slowly(path: Path | None, gate: Path | None = None) -> Opener:
    """Has a child that takes longer than the first frame waits: so long, or until the gate is there."""

    def choose() -> First | None:
        if os.getpid() != PARENT:
            time.sleep(0.6)
            while gate is not None and not gate.exists():
                time.sleep(0.02)
        return None if path is None else First(path)

    return Opener.started(choose)


def page(screen: ReadingScreen) -> str:
    return "\n".join(lines(screen.view))


def whole(screen: ReadingScreen) -> bool:
    return screen.view.document is not None and screen.view.document.is_complete


def not_wanted_never() -> bool:
    return False


def test_a_large_article_grows_to_its_whole(large: Path) -> None:
    messages: list[Message] = []
    loading.load(large, None, 7, messages.append, not_wanted_never)
    assert all(isinstance(message, loading.Loaded) and message.request == 7 for message in messages)
    texts = [message.document.text for message in messages if isinstance(message, loading.Loaded)]
    article = opened(large).article
    assert texts[0] == opening.first_part(article).text
    assert texts[-1] == opening.document(article).text
    assert all(later.startswith(sooner) for sooner, later in pairwise(texts))


@pytest.mark.parametrize("has_child", [True, False])
def test_an_opener_is_followed_to_the_end(large: Path, *, has_child: bool) -> None:
    messages: list[Message] = []
    opener = Opener.started(lambda: First(large)) if has_child else Opener(lambda: First(large))
    loading.load_with(opener, 7, messages.append, not_wanted_never)
    last = messages[-1]
    assert isinstance(last, loading.Loaded)
    assert last.document.text == opening.document(last.article).text
    assert last.document.minutes == minutes(last.document.text)


def test_an_opener_that_has_nothing_says_so() -> None:
    messages: list[Message] = []
    loading.load_with(Opener(lambda: None), 7, messages.append, not_wanted_never)
    assert [type(message) for message in messages] == [loading.Absent]


def test_an_opener_whose_article_is_not_wanted_any_more_says_nothing(small: Path) -> None:
    messages: list[Message] = []
    loading.load_with(slowly(small), 7, messages.append, lambda: True)
    assert messages == []


@pytest.mark.parametrize("is_large", [True, False])
async def test_the_program_begins_with_what_the_child_opens(small: Path, large: Path, *, is_large: bool) -> None:
    path, words = (large, "第0段") if is_large else (small, "Few words.")
    with Opener.started(lambda: First(path)) as opener:
        app = Broadsheet([path.parent], opener)
        async with app.run_test(size=SIZE) as pilot:
            await until(pilot, lambda: words in page(app.reading))
            await until(pilot, lambda: whole(app.reading) and app.reading.upkeep.is_up_to_date)
            assert app.reading.article == opened(path).article
            await until(pilot, lambda: not opener._child)


async def test_an_article_that_takes_long_does_not_hold_up_the_screen(
    small: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    gate = tmp_path_factory.mktemp("gate") / "open"
    with slowly(small, gate) as opener:
        app = Broadsheet([small.parent], opener)
        async with app.run_test(size=SIZE) as pilot:
            assert app.reading.article is None
            gate.touch()
            await until(pilot, lambda: "Few words." in page(app.reading))


async def test_quitting_does_not_wait_for_the_child() -> None:
    with Opener.started(lambda: time.sleep(60)) as opener:
        app = Broadsheet([Path(__file__).parent], opener)
        begin = time.monotonic()
        async with app.run_test(size=SIZE) as pilot:
            await pilot.press("q")
    assert time.monotonic() - begin < 10


async def test_a_first_article_that_cannot_be_read_is_told_on_the_page(tmp_path: Path) -> None:
    path = tmp_path / "picture.md"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    with Opener.started(lambda: First(path)) as opener:
        app = Broadsheet([path], opener)
        async with app.run_test(size=SIZE) as pilot:
            await until(pilot, lambda: "is not text" in " ".join(page(app.reading).split()))


@pytest.mark.parametrize("is_slow", [True, False])
async def test_without_a_choice_the_newest_article_is_the_first(small: Path, *, is_slow: bool) -> None:
    with slowly(None) if is_slow else Opener.started(lambda: None) as opener:
        app = Broadsheet([small.parent], opener)
        async with app.run_test(size=SIZE) as pilot:
            await until(pilot, lambda: "Few words." in page(app.reading))
