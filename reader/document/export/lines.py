"""The lines of Markdown: lists, quotes, tables and definitions around paragraphs."""

from __future__ import annotations

from dataclasses import dataclass

from reader.document.export.paragraph import paragraphs
from reader.document.export.signs import ANY_BLANK, BLOCK, END, OBJECT_PLACE, TASK

_BULLETS = "-*"
_DELIMITERS = ".)"


@dataclass(slots=True)
class _Box:
    """Something whose lines begin with `rest`, the first of them with `first`."""

    first: str
    rest: str
    of: _ListLines | None = None
    has_begun: bool = False


@dataclass(slots=True)
class _ListLines:
    mark: str
    number: int
    is_ordered: bool
    is_tight: bool
    has_begun: bool = False


@dataclass(slots=True)
class _TableLines:
    rows: list[list[str]]
    aligns: list[str]
    has_header: bool = False


class Lines:
    """Puts the lines of html2text, each a block or an edge of something, into the lines of Markdown."""

    def __init__(self, objects: list[str]) -> None:
        self._objects = objects
        self._out: list[str] = []
        self._boxes: list[_Box] = []
        self._lists: list[_ListLines] = []
        self._table: _TableLines | None = None
        self._term: list[str] | None = None
        self._ends_term = (-1, 0)
        self._follows_html = False
        self._ends_list: tuple[int, int, str] = (-1, 0, "")

    def text(self) -> str:
        """The Markdown so far, with one line end at its end; empty when nothing was added."""
        return "\n".join(self._out).strip("\n") + "\n" if self._out else ""

    def add(self, line: str) -> None:
        """Adds one line from html2text."""
        line = line.strip(" ")
        if not line.startswith(BLOCK):
            self._words(line)
            return
        edge, _, rest = line[1:].partition(END)
        if edge[0] == "h" and edge[1:].isdigit():
            self._heading(int(edge[1]), rest)
            return
        name, *details = edge.split(" ")
        if name in ("list", "/list", "li", "/li"):
            self._list_edge(name, details)
        elif name in ("table", "/table", "tr", "td", "th"):
            self._table_edge(name, details)
        elif name in ("dt", "/dt", "dd", "/dd"):
            self._definition_edge(name)
        elif name == "blockquote":
            self._boxes.append(_Box("> ", "> "))
        elif name == "/blockquote":
            self._leave()
        elif name in ("details", "/details"):
            self._emit([f"<{name}>"])

    # blocks

    def _words(self, line: str) -> None:
        if not line.strip(ANY_BLANK):
            return
        if self._term is not None or (self._table is not None and self._table.rows and self._table.rows[-1]):
            words = "<br>".join(paragraphs(line, self._objects, line_break="<br>"))
            if self._term is not None:
                self._term.append(words.replace("<br>", " ").replace("\n", " "))
            elif self._table is not None:
                cell = words.replace("|", "\\|").replace("\n", " ")
                self._table.rows[-1][-1] += "<br>" + cell if self._table.rows[-1][-1] else cell
            return
        task = ""
        if line[0] == TASK and self._boxes and not self._boxes[-1].has_begun and self._lists:
            task = f"[{line[1]}] "
            line = line[3:]
        object_ = OBJECT_PLACE.fullmatch(line)
        blocks = [self._objects[int(object_[1])]] if object_ else paragraphs(line, self._objects)
        for block in filter(lambda block: block.strip(ANY_BLANK), blocks):
            self._emit((task + block).split("\n"))
            task = ""

    def _heading(self, level: int, words: str) -> None:
        if self._table is not None or self._term is not None:
            self._words(words)
            return
        line = "<br>".join(paragraphs(words, self._objects, line_break="<br>")).replace("\n", " ")
        if line:
            self._emit([f"{'#' * level} {line}"])

    def _emit(self, lines: list[str]) -> None:
        fresh = next((i for i, box in enumerate(self._boxes) if not box.has_begun), len(self._boxes))
        if self._out and not self._stands_close(fresh):
            self._out.append("".join(box.rest for box in self._boxes[:fresh]).rstrip())
        prefix = "".join(box.rest if box.has_begun else box.first for box in self._boxes)
        following = "".join(box.rest for box in self._boxes)
        for index, line in enumerate(lines):
            start = following if index else prefix
            self._out.append(start + line if line else start.rstrip())
        self._follows_html = lines[0].startswith("<")
        for box in self._boxes:
            box.has_begun = True
            if box.of is not None:
                box.of.has_begun = True

    def _stands_close(self, fresh: int) -> bool:
        """Whether the next block follows without a blank line."""
        if fresh == len(self._boxes):
            return False
        box = self._boxes[fresh]
        if box.first == ": ":
            return True
        if box.of is None or not box.of.is_tight or self._follows_html:
            return False
        if box.of.has_begun:
            return True
        # Only a bullet or a 1 may end a paragraph (CommonMark, section 5.3).
        is_nested = any(outer.of is not None and outer.of.is_tight for outer in self._boxes[:fresh])
        return is_nested and (not box.of.is_ordered or box.first[:-2] == "1")

    # edges

    def _leave(self) -> None:
        if self._boxes:
            self._boxes.pop()

    def _list_edge(self, name: str, details: list[str]) -> None:
        self._ends_term = (-1, 0)
        if name == "list":
            tag, number, is_tight = details
            marks = _DELIMITERS if tag == "ol" else _BULLETS
            # Lists that stand beside each other differ in their marks, or they would be one.
            is_beside = self._ends_list == (len(self._out), len(self._boxes), marks[0])
            first = min(max(int(number), 0), 999_999_999)
            self._lists.append(_ListLines(marks[int(is_beside)], first, tag == "ol", is_tight == "1"))
        elif name == "/list":
            if self._lists:
                self._ends_list = (len(self._out), len(self._boxes), self._lists.pop().mark)
        elif name == "li":
            entry = self._lists[-1] if self._lists else _ListLines("-", 1, False, True)
            if int(details[0]) >= 0:
                entry.number = int(details[0])
            mark = f"{entry.number}{entry.mark} " if entry.is_ordered else f"{entry.mark} "
            self._boxes.append(_Box(mark, " " * len(mark), entry))
            entry.number += 1
        else:
            self._leave()

    def _table_edge(self, name: str, details: list[str]) -> None:
        if name == "table":
            self._table = _TableLines([], [])
        elif self._table is None:
            return
        elif name == "tr":
            self._table.rows.append([])
        elif name == "/table":
            table, self._table = self._table, None
            if any(table.rows):
                self._emit(_table_rows(table))
        elif self._table.rows:
            row = self._table.rows[-1]
            row.append("")
            if len(self._table.rows) == 1:
                self._table.has_header = name == "th" and (self._table.has_header or len(row) == 1)
            if len(row) > len(self._table.aligns):
                self._table.aligns.append(details[0])

    def _definition_edge(self, name: str) -> None:
        if name == "dt":
            self._term = []
        elif name == "/dt":
            words = " ".join(self._term or [])
            self._term = None
            if words:
                self._emit([words])
                self._ends_term = (len(self._out), len(self._boxes))
        elif name == "dd":
            is_defined = self._ends_term == (len(self._out), len(self._boxes))
            self._ends_term = (-1, 0)
            self._boxes.append(_Box(": ", "  ") if is_defined else _Box("", ""))
        elif self._boxes and self._boxes.pop().first:
            self._ends_term = (len(self._out), len(self._boxes))


def _table_rows(table: _TableLines) -> list[str]:
    """A table as GitHub writes it. One without a header gets an empty one, for there is none without."""
    columns = max(map(len, table.rows))
    rows = [row + [""] * (columns - len(row)) for row in table.rows if row]
    if not table.has_header:
        rows.insert(0, [""] * columns)
    aligns = [_ALIGNS.get(align, "---") for align in table.aligns] + ["---"] * (columns - len(table.aligns))
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    lines.insert(1, "| " + " | ".join(aligns[:columns]) + " |")
    return lines


_ALIGNS = {"left": ":---", "centre": ":---:", "right": "---:"}
