"""What is selected on the page: a range of the article's text, made with the mouse or with keys.

Rows come in only where a key or the mouse means one: the selection itself is two offsets, and stays what it is at any
width. Its end is drawn on the character inside of it, so that what is lit is what is selected.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from textual.message import Message

from reader.counting import counted
from reader.document import movement
from reader.document.row import Row, cell_of, offset_nearest
from reader.document.runs import Hit, Lit
from reader.ui import keys

if TYPE_CHECKING:
    from reader.document.layout import Layout
    from reader.document.model import Document
    from reader.ui.article_view import ArticleView

_COLOURS = ("colour_1", "colour_2", "colour_3", "colour_4")
_WITHOUT_MOVING = frozenset({"light", *_COLOURS, "note", "copy", "end", "begin_here"})
"""Actions that the keys have also while the mouse has made the selection, and other keys move the page."""


class Selection(NamedTuple):
    """From `anchor`, where it began, to `head`, which moves; either may come first in the text."""

    anchor: int
    head: int

    @property
    def start(self) -> int:
        """Where it begins in the text."""
        return min(self)

    @property
    def end(self) -> int:
        """Where it ends in the text."""
        return max(self)

    def caret(self, text: str) -> movement.Range:
        """The character that its moving end is drawn on: the last one inside, or the one before which it is empty."""
        at = self.head if self.head <= self.anchor else movement.previous_character(text, self.head)
        return movement.character_at(text, at)


class Selector:
    """The selection of one page, and what changes it."""

    class Changed(Message):
        """There is another selection, or none."""

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, Selector.Changed)

    class Wanted(Message):
        """Something is to be done with a range of the text: `light`, `note`, `copy`, or `colour_1` to `colour_4`."""

        def __init__(self, what: str, start: int, end: int) -> None:
            super().__init__()
            self.what = what
            self.start = start
            self.end = end

    class Touched(Message):
        """The text at an offset was clicked, where no link stands; or asked for by a key, perhaps to write a note."""

        def __init__(self, offset: int, *, writes: bool = False) -> None:
            super().__init__()
            self.offset = offset
            self.writes = writes

    def __init__(self, view: ArticleView) -> None:
        self._view = view
        self.selection: Selection | None = None
        self.moves = False
        """Whether keys move its end, not the page."""
        self._column: int | None = None
        """The cell that lines up and down keep to."""
        self._is_between = False
        """Whether its end went between two words, sentences or paragraphs, and not onto a character."""
        self._left_at: int | None = None
        """Where the selection before this one ended, in this article."""

    # what is selected

    @property
    def range(self) -> movement.Range | None:
        """The selected range without blanks at its ends; None when there is nothing else in it."""
        document, selection = self._view.document, self.selection
        if document is None or selection is None:
            return None
        start, end = movement.trimmed(document.text, selection.start, selection.end)
        return (start, end) if start < end else None

    @property
    def text(self) -> str:
        """What is selected: the article's own text, whatever the rows are."""
        document, found = self._view.document, self.range
        return document.text[found[0] : found[1]] if document is not None and found else ""

    def said(self) -> str:
        """How much is selected, for the status line."""
        if self.selection is None:
            return ""
        count = len(self.text)
        return f"{counted(count, 'character')} selected"

    def select(self, selection: Selection, *, moves: bool = False) -> None:
        """Selects something else."""
        self.selection, self.moves = selection, moves
        self._column, self._is_between = None, False
        self._tell()

    def clear(self) -> bool:
        """Selects nothing; says whether something was selected."""
        if self.selection is None:
            return False
        self._left_at = self.selection.end
        self.selection, self.moves = None, False
        self._tell()
        return True

    def forget(self) -> None:
        """Selects nothing, for another text is shown."""
        self.clear()
        self._left_at = None

    def _tell(self) -> None:
        self._view.refresh()
        self._view.post_message(self.Changed())

    def lit(self) -> list[Lit]:
        """How it is drawn."""
        document, selection = self._view.document, self.selection
        if document is None or selection is None:
            return []
        drawn = [Lit(selection.start, selection.end, Hit.SELECTED)] if selection.start < selection.end else []
        if self.moves:
            drawn.append(Lit(*selection.caret(document.text), Hit.CARET))
        return drawn

    # keys

    def begin(self) -> None:
        """Begins by keys: goes on with what is selected, else at the match that was jumped to, else near the reader.

        That is where the selection before ended, as long as that is on the screen; else at the top of the article, or
        at a line in the middle of the screen, from which none on it is far.
        """
        view = self._view
        if view.document is None:
            return
        if self.selection is not None:
            if self.moves:
                at = self.selection.head if self._is_between else self.selection.caret(view.document.text)[0]
                self.select(Selection(at, at), moves=True)
            else:
                self.select(self.selection, moves=True)
            return
        rows = [row for row in view.visible_rows if row.start < row.end]
        if not rows:
            return

        def is_shown(offset: int) -> bool:
            return any(row.start <= offset < row.end for row in rows)

        text, current, left_at = view.document.text, view.current, self._left_at
        if current is not None and is_shown(current[0]):
            self.select(Selection(*current), moves=True)
            return
        if left_at is not None:
            left_at += len(text[left_at:]) - len(text[left_at:].lstrip())
        at = left_at if left_at is not None and is_shown(left_at) else self._middle(rows)
        self.select(Selection(at, at), moves=True)

    def _middle(self, rows: Sequence[Row]) -> int:
        """Where the line in the middle of the screen begins; at the top of the article, its first."""
        if rows[0].start <= 0:
            return rows[0].start
        middle = self._view.offset_in_middle
        return next((row.start for row in rows if row.start >= middle), rows[-1].start)

    @property
    def own_keys(self) -> frozenset[str] | None:
        """The actions whose keys are the selection's now; None for all, or where nothing is selected."""
        return _WITHOUT_MOVING if self.selection is not None and not self.moves else None

    def take_key(self, key: str) -> bool:
        """Does what a key does to the selection; says whether it is such a key, now."""
        action = _actions().get(key)
        if self.selection is None:
            if action != "begin_here" or self._view.document is None:
                return False
        elif action is None or not (self.moves or action in _WITHOUT_MOVING):
            return False
        self.act(action)
        return True

    def act(self, action: str) -> None:
        """Does one of the actions of the table of keys, while something is selected."""
        if action == "begin_here" or self.selection is not None:
            getattr(self, f"action_{action}")()

    def _move(self, head: int) -> None:
        if self.selection is not None and self._view.document is not None:
            column = self._column
            self.select(self.selection._replace(head=head), moves=True)
            self._column = column
            assert self.selection is not None
            self._view.reveal(self.selection.caret(self._view.document.text)[0])

    def _move_freely(self, head: int) -> None:
        """As `_move`; the next line up or down is met at the cell reached here."""
        self._column = None
        self._move(head)

    def _move_between(self, head: int) -> None:
        """Moves to where something begins or ends."""
        self._move_freely(head)
        self._is_between = True

    def _put_caret(self, at: int) -> None:
        """Moves so that the caret is drawn on the character at an offset."""
        document, selection = self._document, self.selection
        if selection is not None:
            start, end = movement.character_at(document.text, at)
            self._move(end if start > selection.anchor else start)

    @property
    def _document(self) -> Document:
        assert self._view.document is not None
        return self._view.document

    @property
    def _head(self) -> int:
        assert self.selection is not None
        return self.selection.head

    def _caret_row(self) -> tuple[Layout, int, Row, int] | None:
        """The layout, the row with the caret by its number and itself, and the caret's offset."""
        layout, selection = self._view.layout_shown, self.selection
        if layout is None or selection is None:
            return None
        at = selection.caret(self._document.text)[0]
        height = self._view.rows_in_view
        layout.settle(at, 2 * height, 2 * height)
        y = layout.row_of(at)
        rows = layout.rows(y, 1)
        return (layout, y, rows[0], at) if rows else None

    def _go_lines(self, by: int) -> None:
        """Moves by rows, to the first with text from there on."""
        found = self._caret_row()
        if found is None:
            return
        layout, y, row, at = found
        column = self._column = cell_of(row, at) if self._column is None else self._column
        step = 1 if by > 0 else -1
        target = min(max(0, y + by), layout.height - 1)
        while 0 <= target < layout.height:
            rows = layout.rows(target, 1)
            offset = offset_nearest(rows[0], column) if rows else None
            if offset is not None and target != y:
                self._put_caret(offset)
                return
            target += step
        self._move(len(self._document.text) if by > 0 else 0)

    def action_left(self) -> None:
        self._move_freely(movement.previous_character(self._document.text, self._head))

    def action_right(self) -> None:
        self._move_freely(movement.next_character(self._document.text, self._head))

    def action_down(self) -> None:
        self._go_lines(1)

    def action_up(self) -> None:
        self._go_lines(-1)

    def action_page_down(self) -> None:
        self._go_lines(max(1, self._view.rows_in_view - 2))

    def action_page_up(self) -> None:
        self._go_lines(-max(1, self._view.rows_in_view - 2))

    def action_half_down(self) -> None:
        self._go_lines(max(1, self._view.rows_in_view // 2))

    def action_half_up(self) -> None:
        self._go_lines(-max(1, self._view.rows_in_view // 2))

    def action_next_word(self) -> None:
        self._move_between(movement.next_word(self._document.text, self._head, self._document.language))

    def action_word_end(self) -> None:
        self._move_between(movement.word_end(self._document.text, self._head, self._document.language))

    def action_previous_word(self) -> None:
        self._move_between(movement.previous_word(self._document.text, self._head, self._document.language))

    def action_next_sentence(self) -> None:
        self._move_between(movement.next_sentence(self._document.text, self._head, self._document.language))

    def action_previous_sentence(self) -> None:
        self._move_between(movement.previous_sentence(self._document.text, self._head, self._document.language))

    def action_next_paragraph(self) -> None:
        self._move_between(movement.next_paragraph(self._document, self._head))

    def action_previous_paragraph(self) -> None:
        self._move_between(movement.previous_paragraph(self._document, self._head))

    def action_line_start(self) -> None:
        found = self._caret_row()
        if found is not None:
            self._column = None
            self._put_caret(found[2].start)

    def action_line_end(self) -> None:
        found = self._caret_row()
        if found is not None:
            self._move_freely(found[2].end)

    def action_top(self) -> None:
        self._move_freely(0)

    def action_bottom(self) -> None:
        self._move_freely(len(self._document.text))

    def action_swap(self) -> None:
        if self.selection is not None:
            self.select(Selection(self.selection.head, self.selection.anchor), moves=True)
            self._view.reveal(self.selection.caret(self._document.text)[0])

    def action_begin_here(self) -> None:
        self.begin()

    def action_end(self) -> None:
        self.clear()

    def _want(self, what: str) -> None:
        """Asks at once, with the range as it is: other keys may be on their way."""
        if (found := self.range) is not None:
            self.clear()
            self._view.post_message(self.Wanted(what, *found))
        elif self.selection is not None and what in ("light", "note"):
            at = self.selection.caret(self._document.text)[0]
            self._view.post_message(self.Touched(at, writes=what == "note"))

    def action_copy(self) -> None:
        self._want("copy")

    def action_light(self) -> None:
        self._want("light")

    def action_colour_1(self) -> None:
        self._want("colour_1")

    def action_colour_2(self) -> None:
        self._want("colour_2")

    def action_colour_3(self) -> None:
        self._want("colour_3")

    def action_colour_4(self) -> None:
        self._want("colour_4")

    def action_note(self) -> None:
        self._view.hold_typing()
        self._want("note")


@cache
def _actions() -> dict[str, str]:
    """What each key does to a selection."""
    return {
        key: command.action
        for command in keys.COMMANDS
        if command.pane is keys.Pane.SELECTION
        for key in command.keys.split(",")
    }
