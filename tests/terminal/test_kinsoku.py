"""What stands at the edges of the rows that are really on the screen."""

from __future__ import annotations

import re

import pytest

from tests.terminal.conftest import ROOT, Start
from tests.terminal.panes import page
from tests.terminal.terminal import Terminal

SAMPLES = ROOT / "sample_articles"
ARTICLES = ["排版/标点/行首不能有句号.md", "組版/禁則/行頭に句読点が来ないように.md", "阅读/报纸/大报与小报.md"]

CLOSING = "、。，．；：？！）」』】》〉〕｝］”’・"
OPENING = "（「『【《〈〔｛［“‘"

COLUMN = "│"
"""Stands between the columns of tables, whose cells list such marks and are set apart."""


def _all_pages(terminal: Terminal) -> list[list[str]]:
    """What the screen shows from the top of the article to its end, page by page."""
    pages = [page(terminal)]
    while (read := _read(terminal)) < 100:
        terminal.press("space")
        # Both must be others before the next key, however long that takes.
        terminal.wait_until(lambda: _read(terminal) > read and page(terminal) != pages[-1], "another page")
        pages.append(page(terminal))
    return pages


def _read(terminal: Terminal) -> int:
    """How much is read, in percent, as the status line says."""
    return max(map(int, re.findall(r"(\d+)%", terminal.text)), default=0)


@pytest.mark.parametrize("columns", [60, 100, 160])
@pytest.mark.parametrize("name", ARTICLES)
def test_no_row_begins_with_a_closing_or_ends_with_an_opening_mark(broadsheet: Start, name: str, columns: int) -> None:
    terminal = broadsheet(SAMPLES / name, columns=columns, rows=40)
    terminal.wait_for("%", "j move")
    rows = [row.strip() for rows in _all_pages(terminal) for row in rows if row.strip() and COLUMN not in row]
    assert len(rows) > 20
    assert [row for row in rows if row[0] in CLOSING] == []
    assert [row for row in rows if row[-1] in OPENING] == []
