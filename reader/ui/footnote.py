"""A footnote in a small window over the page."""

from __future__ import annotations

from rich.segment import Segment
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widgets import Static

from reader.document.layout import Layout
from reader.document.model import Document
from reader.document.row import Row
from reader.document.runs import block_tokens, runs
from reader.document.targets import Target, target_at
from reader.ui.overlay import Overlay
from reader.ui.palette import Palette
from reader.ui.type_ahead import TypeAhead


class _NoteText(ScrollView, can_focus=False):
    """The note's rows, as they would stand on the page."""

    def __init__(self, note: Document) -> None:
        super().__init__()
        self._note = note
        self._rows: list[Row] = []
        self._palette: Palette | None = None

    def on_resize(self) -> None:
        layout = Layout(self._note, max(8, self.size.width - 1))
        layout.work(1.0)
        self._rows = layout.rows(0, layout.height)
        self.virtual_size = Size(1, len(self._rows))
        self.styles.height = max(1, len(self._rows))
        self.refresh()

    def render_line(self, y: int) -> Strip:
        if self._palette is None:
            self._palette = Palette({**self.app.theme_variables, "background": self.app.theme_variables["surface"]})
        palette, y = self._palette, y + self.scroll_offset.y
        if y >= len(self._rows):
            return Strip.blank(self.size.width, palette.ground)
        row = self._rows[y]
        index = self._note.block_at(row.start)
        block = self._note.blocks[index]
        spans = list(self._note.spans_in(block.start, block.end))
        tokens = block_tokens(self._note, index) if row.is_code else ()
        segments = [Segment(run.text, palette.of(run)) for run in runs(row, spans, tokens)]
        return Strip(segments).adjust_cell_length(self.size.width, palette.ground)

    def target_under(self, x: int, y: int) -> Target | None:
        """The link at a cell."""
        from reader.document.row import offset_under  # noqa: PLC0415 - only for clicks

        y += self.scroll_offset.y
        offset = offset_under(self._rows[y], x) if 0 <= y < len(self._rows) else None
        return target_at(self._note, offset) if offset is not None else None


class Footnote(Overlay[str]):
    """Answers `go`, the address of a link in the note that was clicked, or nothing."""

    GO = "go"

    def __init__(self, mark: str, note: Document, typist: TypeAhead | None = None) -> None:
        super().__init__()
        self._mark = mark
        self.text = _NoteText(note)
        self._typist = typist

    def compose(self) -> ComposeResult:
        with Vertical(id="footnote"):
            yield Static(Content(f"Note {self._mark}"), id="footnote-title")
            yield self.text
            yield Static(Content("Enter goes there   Esc closes"), id="footnote-hint")

    def on_mount(self) -> None:
        for event in self._typist.hand_over_typing(self) if self._typist is not None else ():
            self.on_key(event)

    def pressed(self, event: events.Key) -> None:
        """Enter goes to the note, Esc leaves it."""
        if event.key == "enter":
            self.finish(self.GO)
        elif event.key in ("escape", "q", "h", "left", "backspace"):
            self.finish("")
        elif event.key in ("j", "down", "k", "up", "space", "pagedown", "pageup"):
            step = {"space": 8, "pagedown": 8, "pageup": -8, "k": -1, "up": -1}.get(event.key, 1)
            self.text.scroll_relative(y=step, animate=False)

    def on_click(self, event: events.Click) -> None:
        if event.widget is self.text and (target := self.text.target_under(event.x, event.y)) is not None:
            self.finish(target.address)
