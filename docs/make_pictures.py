"""Writes the pictures of the README: the real program on the sample articles, driven by keys.

    python docs/make_pictures.py [NAME...] [--into FOLDER]

Each picture has a home, a clock and an archive of its own, so that it comes out the same, byte by byte, whoever draws
it and when. Rich gives every run of text a length in characters, so that Chinese is squeezed to half its width; here
every character is put in its cells. The web fonts that Rich refers to are taken out: a picture in a README fetches
nothing.
"""

from __future__ import annotations

import argparse
import asyncio
import html
import os
import re
import shutil
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from unittest import mock

from rich.cells import cell_len
from textual.pilot import Pilot

from reader import resources
from reader.document.opener import First, Opener
from reader.ui.app import Broadsheet

DOCS = Path(__file__).parent
NOW = datetime(2021, 10, 3, 21, 40)
"""When the pictures are drawn, by the program's clock."""
_PATIENCE = 60
"""Seconds until a picture is given up."""


class Scene(NamedTuple):
    """A program that is ready to be driven."""

    app: Broadsheet
    pilot: Pilot[None]
    archive: Path

    async def press(self, *keys: str) -> None:
        """Presses keys, and waits until what they ask for is there."""
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def type(self, text: str) -> None:
        """Types words."""
        await self.press(*text)

    async def until(self, is_so: Callable[[], object]) -> None:
        """Waits for what threads and processes bring."""
        async with asyncio.timeout(_PATIENCE):
            while not is_so():
                await self.pilot.pause(0.02)
        await self.pilot.pause()


class Picture(NamedTuple):
    """One picture: what is open, what is pressed, how large it is."""

    name: str
    opens: str
    """The article that it begins with, below the archive."""
    draw: Callable[[Scene], Awaitable[None]]
    columns: int = 100
    rows: int = 30


# What is pressed


async def _broadsheet(scene: Scene) -> None:
    await scene.press("slash")
    await scene.type("标点")
    await scene.press("enter")


async def _search(scene: Scene) -> None:
    await scene.press("s")
    await scene.type("标点 OR 禁則")
    await _until_shown(scene, "articles")


async def _outline(scene: Scene) -> None:
    await scene.press("space", "t", "j")


async def _links(scene: Scene) -> None:
    await scene.press("d", "f")


async def _pictures(scene: Scene) -> None:
    await scene.press(*"jjj")
    await _until_shown(scene, "▀")


async def _looks(scene: Scene) -> None:
    await scene.press("T", "L", "j", "j")
    for _ in range(3):
        await scene.press("j", "l")


async def _highlights(scene: Scene) -> None:
    await scene.until(lambda: scene.app.reading.marking.marks)
    await scene.press("V", *"}w", "V", ")", "1")
    await scene.press("V", *"gV}}}wV", ")", "a")
    await scene.type("和《孔乙己》里的句读比一比")
    await scene.press("enter")
    await scene.press("slash")
    await scene.type("规矩本身")
    await scene.press("enter", "V", ")", "3", "escape", "g")
    await scene.press("V", *"gV}}}}}wV)ww")


async def _copying(scene: Scene) -> None:
    await scene.press("d", "V", *"{V}")
    await scene.press("y")
    await _until_shown(scene, "opied")


async def _all_highlights(scene: Scene) -> None:
    await scene.press("V", "j", "V", ")", "1", "V", *"gVjjjj", "V", ")", "4", "J")
    await _until_opened(scene, "标点挤压：半个字的学问")
    await scene.press("V", "j", "V", ")", "2", "J")
    await _until_opened(scene, "着重号与星号")
    await scene.press("V", "j", "V", ")", "3", "V", *"gVjjjjj", "V", ")", "a")
    await scene.type("排版组也这样说")
    await scene.press("enter", "H", "tab")
    await _until_shown(scene, "标点挤压")


async def _marks(scene: Scene) -> None:
    await scene.press("space", "J")
    await _until_opened(scene, "标点挤压：半个字的学问")
    await scene.press("d", "J")
    await _until_opened(scene, "着重号与星号")
    await scene.press("tab", *"rkmjjljrjljrjljm")
    await _until_shown(scene, "Starred.")


async def _glance(scene: Scene) -> None:
    await scene.until(lambda: scene.app.reading.marking.marks)
    _read_for_weeks(scene)
    await scene.press("S")
    await _until_shown(scene, "Reading days")
    await scene.press("h", "j", "j")


PICTURES = (
    Picture("broadsheet", "排版/标点/行首不能有句号.md", _broadsheet, 110, 34),
    Picture("search", "排版/标点/行首不能有句号.md", _search),
    Picture("marks", "排版/标点/行首不能有句号.md", _marks),
    Picture("copying", "阅读/长读/读上几个小时.md", _copying, 80, 22),
    Picture("highlights", "排版/标点/行首不能有句号.md", _highlights),
    Picture("all-highlights", "排版/标点/行首不能有句号.md", _all_highlights, 100, 23),
    Picture("outline", "Craft/Typography/an-outline-is-a-promise.md", _outline),
    Picture("links", "00-welcome.md", _links),
    Picture("pictures", "排版/图片/格子里的图片.md", _pictures),
    Picture("looks", "阅读/长读/读上几个小时.md", _looks),
    Picture("glance", "排版/标点/行首不能有句号.md", _glance, 118, 43),
)


async def _until_opened(scene: Scene, title: str) -> None:
    reading = scene.app.reading
    await scene.until(lambda: reading.article is not None and reading.article.metadata.title == title)


async def _until_shown(scene: Scene, words: str) -> None:
    await scene.until(lambda: words in scene.app.export_screenshot().replace("&#160;", " "))


def _read_for_weeks(scene: Scene) -> None:
    """Marks most articles as read, on the days before."""
    from reader.library.identity import identity  # noqa: PLC0415
    from reader.library.mark import Kind  # noqa: PLC0415

    reading = scene.app.reading
    marks, catalogue = reading.marking.marks, reading.upkeep.catalogue
    assert marks is not None
    with catalogue.database.reading() as connection:
        articles = [article for (article,) in connection.execute("SELECT id FROM articles ORDER BY title")]
    listed = catalogue.listed(articles)
    days = (0, 0, 1, 3, 3, 5, 8, 8, 8, 8, 12, 15, 15, 20, 26, 33, 33, 34, 45, 58, 58, 70, 91, 120, 150, 151)
    for index, (day, article) in enumerate(zip(days, articles, strict=False)):
        at = NOW - timedelta(days=day, hours=index * 5 % 12, minutes=index * 17 % 60)
        wanted = [identity(listed[article], [scene.archive])]
        marks.mark(Kind.READ, wanted, is_set=True, moment=int(at.timestamp() * 1000))
        if not index % 6:
            marks.mark(Kind.STARRED, wanted, is_set=True)


# How they are drawn


@contextmanager
def _clock(moment: datetime) -> Iterator[None]:
    """A clock that stands still, for what the program notes and tells, and for what it does by itself after a while."""
    local = moment.astimezone()
    with (
        mock.patch("reader.library.marks.time", local.timestamp),
        mock.patch("reader.library.statistics.now", lambda: local),
        mock.patch("reader.ui.glance.now", lambda: local),
        mock.patch("reader.ui.placing._KEPT_EVERY", 3600),
        mock.patch("reader.ui.marking._READ_AFTER", 3600),
        mock.patch("reader.ui.marking._READ_WHOLE_AFTER", 3600),
    ):
        yield


@contextmanager
def _alone() -> Iterator[Path]:
    """A home, and the sample articles in a folder of their own."""
    kept = dict(os.environ)
    with tempfile.TemporaryDirectory() as folder:
        for name in [name for name in os.environ if name.startswith("XDG_")]:
            del os.environ[name]
        os.environ |= {
            "HOME": str(Path(folder, "home")),
            "TZ": "UTC",
            "COLORTERM": "truecolor",
            "TERM": "xterm-256color",
        }
        os.environ.pop("NO_COLOR", None)
        time.tzset()
        archive = Path(folder, "articles")
        shutil.copytree(resources.sample_articles(), archive)
        try:
            yield archive
        finally:
            os.environ.clear()
            os.environ.update(kept)
            time.tzset()


async def _drawn(picture: Picture, archive: Path) -> str:
    app = Broadsheet([archive], Opener(lambda: First(archive / picture.opens)))
    async with app.run_test(size=(picture.columns, picture.rows)) as pilot:
        scene = Scene(app, pilot, archive)
        await scene.until(lambda: app.reading.upkeep.is_up_to_date and app.reading.article is not None)
        await scene.until(lambda: all(worker.group == "keep" for worker in app.workers))
        await picture.draw(scene)
        await pilot.pause()
        return app.export_screenshot(title="Broadsheet")


def draw(picture: Picture) -> str:
    """A picture, as SVG."""
    with _alone() as archive, _clock(NOW):
        return corrected(asyncio.run(_drawn(picture, archive)))


# What Rich does not do

_RUN = re.compile(r'<text class="([^"]*)" x="([\d.]+)" y="([\d.]+)"[^>]*>([^<]*)</text>')
_FONT_FACE = re.compile(r"@font-face\s*\{.*?\}\s*", re.DOTALL)
_LINE_CLIP = re.compile(r'<clipPath id="[^"]*-line-\d+">.*?</clipPath>\s*', re.DOTALL)
_ID = re.compile(r"terminal-\d+-")
"""What makes names unique among all pictures of a page; each of ours stands alone."""
_CELL, _LINE, _BASE = 12.2, 24.4, 18.5
"""The width and height of a cell in Rich's template, and how far below its upper edge letters stand."""
_IN_THE_MIDDLE = 2.2
"""What is left beside a character of two cells, on either side."""
_BLOCKS = {"█": "1111", "▀": "1100", "▄": "0011", "▌": "1010", "▐": "0101"}
_BLOCKS |= {"▘": "1000", "▝": "0100", "▖": "0010", "▗": "0001", "▛": "1110", "▜": "1101", "▙": "1011", "▟": "0111"}
_BLOCKS |= {"▚": "1001", "▞": "0110", "\xa0": "0000"}
"""Characters that are drawn as rectangles, because letters leave seams: which quarters of the cell they fill."""


def corrected(svg: str) -> str:
    """The picture with every character in its cells, and without fonts from the network."""
    svg = _FONT_FACE.sub("", _LINE_CLIP.sub("", _RUN.sub(_placed, svg)))
    svg = _ID.sub("", svg).replace(' shape-rendering="crispEdges"', "")
    return svg.replace("<style>", "<style>\n    path, rect { shape-rendering: crispEdges; }", 1)


def _placed(match: re.Match[str]) -> str:
    look, x, y, escaped = match[1], float(match[2]), float(match[3]), match[4]
    text = html.unescape(escaped)
    if not text.strip("\xa0 "):
        return ""
    if set(text) <= set(_BLOCKS):
        return f'<path class="{look}" d="{_rectangles(text, x, y - _BASE)}"/>'
    if text.isascii() or cell_len(text) == len(text):
        return f'<text class="{look}" x="{x:g}" y="{y:g}" textLength="{len(text) * _CELL:g}">{escaped}</text>'
    places = []
    for character in text:
        cells = cell_len(character)
        places.append(f"{x + _IN_THE_MIDDLE * (cells == 2):g}")
        x += cells * _CELL
    return f'<text class="{look}" x="{" ".join(places)}" y="{y:g}">{escaped}</text>'


def _rectangles(text: str, x: float, top: float) -> str:
    """The quarters of cells that block characters fill, as a path; neighbours in one rectangle."""
    path = []
    quarters = [_BLOCKS[character] for character in text]
    halves = ["".join(each[:2] for each in quarters), "".join(each[2:] for each in quarters)]
    rows = [(0.0, 1.0, halves[0])] if halves[0] == halves[1] else [(0.0, 0.5, halves[0]), (0.5, 0.5, halves[1])]
    for begins, height, filled in rows:
        for run in re.finditer("1+", filled):
            left, width = x + run.start() * _CELL / 2, (run.end() - run.start()) * _CELL / 2
            path.append(f"M{left:g} {top + begins * _LINE:g}h{width:g}v{height * _LINE:g}h{-width:g}z")
    return "".join(path)


def main() -> None:
    """Draws the pictures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name", nargs="*", help="draw these alone")
    parser.add_argument("--into", type=Path, default=DOCS, metavar="FOLDER", help="where they are written")
    options = parser.parse_args()
    known = {picture.name: picture for picture in PICTURES}
    if unknown := set(options.name) - set(known):
        parser.error(f"there is no picture called {', '.join(sorted(unknown))}")
    options.into.mkdir(parents=True, exist_ok=True)
    for name in options.name or known:
        (options.into / f"{name}.svg").write_text(draw(known[name]), encoding="utf-8")


if __name__ == "__main__":
    main()
