"""Writes the tables of keys and of the query language into README.md, from the program's own.

python docs/make_keys.py
"""

from __future__ import annotations

import re
from pathlib import Path

from reader.library.query import HELP
from reader.ui.keys import COMMANDS, Pane

README = Path(__file__).parents[1] / "README.md"
_BETWEEN = re.compile(r"(<!-- keys -->\n).*(<!-- /keys -->)", re.DOTALL)
_QUERY = re.compile(r"(<!-- query -->\n).*(<!-- /query -->)", re.DOTALL)
_HEADINGS = {
    Pane.TREE: "In the tree",
    Pane.ARTICLE: "In the article",
    Pane.SELECTION: "While something is selected",
    Pane.ANYWHERE: "Anywhere",
}


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


def language() -> str:
    """The query language as a table in Markdown."""
    lines = ["| you type | what is found |", "| --- | --- |"]
    lines += [f"| `{line.form}` | {line.meaning} |" for line in HELP]
    return "\n".join((*lines, ""))


def with_keys(readme: str) -> str:
    """The README with the tables as they should be."""
    readme = _QUERY.sub(lambda match: match[1] + language() + match[2], readme)
    return _BETWEEN.sub(lambda match: match[1] + table() + match[2], readme)


if __name__ == "__main__":
    README.write_text(with_keys(README.read_text(encoding="utf-8")), encoding="utf-8")
