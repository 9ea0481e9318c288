"""The panes on a screen of the program, found by the border between them."""

from __future__ import annotations

from tests.terminal.terminal import Position, Terminal

BORDER = "│"


def border(terminal: Terminal) -> int | None:
    """The column of the border; None while one pane has the whole screen."""
    rows = [terminal.cells(y) for y in range(terminal.rows - 1)]
    for x in range(terminal.columns):
        if all(row[x].data == BORDER for row in rows):
            return x
    return None


def page(terminal: Terminal) -> list[str]:
    """The rows of the article beside the tree, or on the whole screen; no scroll bar, status or keys."""
    at = border(terminal)
    return terminal.part(0 if at is None else at + 1, terminal.columns - 1)[:-2]


def tree(terminal: Terminal) -> list[str]:
    """The rows of the tree beside the page."""
    at = border(terminal)
    assert at is not None, f"There is no border on the screen:\n{terminal.text}"
    return terminal.part(0, at)[:-1]


def top(terminal: Terminal) -> str:
    """The first row of the page that holds text, without its indent."""
    return next((line.strip() for line in page(terminal) if line.strip()), "")


def tree_row(terminal: Terminal, words: str) -> str:
    """The row of the tree that holds `words`."""
    return next((row for row in tree(terminal) if words in row), "")


def cursor_row(terminal: Terminal) -> str:
    """The row of the tree under the cursor, which is the row that has a ground of its own."""
    lines = tree(terminal)
    grounds = [terminal.background(Position(0, y)) for y in range(len(lines))]
    odd = [y for y, ground in enumerate(grounds) if grounds.count(ground) == 1]
    assert len(odd) == 1, f"No single row has a ground of its own: {grounds}"
    return lines[odd[0]].strip()
