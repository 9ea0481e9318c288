"""Writes the table of keys into README.md, from the one table of keys in the program.

python docs/make_keys.py
"""

from __future__ import annotations

import re
from pathlib import Path

from reader.ui.keys import COMMANDS, Pane

README = Path(__file__).parents[1] / "README.md"
_BETWEEN = re.compile(r"(<!-- keys -->\n).*(<!-- /keys -->)", re.DOTALL)
_HEADINGS = {Pane.TREE: "In the tree", Pane.ARTICLE: "In the article", Pane.ANYWHERE: "Anywhere"}


def table() -> str:
    """Three tables in Markdown, one a pane."""
    lines = []
    for pane, heading in _HEADINGS.items():
        lines += [f"| {heading} | |", "| --- | --- |"]
        for command in COMMANDS:
            if command.pane is pane:
                keys = " ".join(f"`{key}`" for key in command.show.split())
                lines.append(f"| {keys} | {command.help} |")
        lines.append("")
    return "\n".join(lines)


def with_keys(readme: str) -> str:
    """The README with the table as it should be."""
    return _BETWEEN.sub(lambda match: match[1] + table() + match[2], readme)


if __name__ == "__main__":
    README.write_text(with_keys(README.read_text(encoding="utf-8")), encoding="utf-8")
