"""Writes docs/broadsheet.svg: the real program on the sample articles.

    python docs/make_picture.py [OUT.svg] [--size 110x34]

Rich gives every run of text a length in characters, so that Chinese is squeezed to half its width; here the lengths are
set again, in cells. The web fonts that Rich refers to are taken out: a picture in a README fetches nothing.
"""

from __future__ import annotations

import argparse
import asyncio
import html
import re
from pathlib import Path

from rich.cells import cell_len

from reader import resources
from reader.document.opener import Opener
from reader.ui.app import Broadsheet

_ARTICLE = "排版/标点/行首不能有句号.md"
_TEXT = re.compile(r'(<text [^>]*textLength=")([\d.]+)("[^>]*>)([^<]*)(</text>)')
_FONT_FACE = re.compile(r"@font-face\s*\{.*?\}", re.DOTALL)
_CELL = 12.2
"""The width of a cell in Rich's template, in the picture's units."""


async def _screen(columns: int, rows: int) -> str:
    archive = resources.sample_articles()
    app = Broadsheet([archive], Opener(lambda: archive / _ARTICLE))
    async with app.run_test(size=(columns, rows)) as pilot:
        for _ in range(200):
            await pilot.pause(0.05)
            if app.reading.article is not None and app.reading.sidebar.count > 20:
                break
        await pilot.press("slash", *"标点", "enter")
        await pilot.pause(0.5)
        return app.export_screenshot(title="Broadsheet")


def corrected(svg: str) -> str:
    """The picture with every run as long as its cells, and without fonts from the network."""

    def measured(match: re.Match[str]) -> str:
        cells = cell_len(html.unescape(match[4]))
        return f"{match[1]}{cells * _CELL:g}{match[3]}{match[4]}{match[5]}"

    return _FONT_FACE.sub("", _TEXT.sub(measured, svg))


def main() -> None:
    """Draws the picture."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", nargs="?", type=Path, default=Path(__file__).with_name("broadsheet.svg"))
    parser.add_argument("--size", default="110x34")
    options = parser.parse_args()
    columns, rows = map(int, options.size.split("x"))
    options.out.write_text(corrected(asyncio.run(_screen(columns, rows))), encoding="utf-8")


if __name__ == "__main__":
    main()
