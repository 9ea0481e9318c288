"""The page: one widget that draws the rows of a layout, line by line.

Its place is an offset into the article's text, never a row: what stood at the top stays there when the window, the
column or the document changes. Row numbers live only between two changes of the layout.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip
from textual.timer import Timer

from reader.document.find import Match
from reader.document.highlight import Token
from reader.document.layout import Layout
from reader.document.lights import DARK, Lights, has_note, within
from reader.document.line_break import cell_length, fill
from reader.document.model import Document
from reader.document.row import Role, Row, offset_under
from reader.document.runs import runs
from reader.document.targets import Target, meaning_at, target_at, words_of
from reader.document.typesetting import PLAIN, Typesetting
from reader.document.viewport import TOP, Place, Viewport
from reader.settings import DEFAULTS
from reader.ui import keys, sideways
from reader.ui.block_looks import BlockLooks
from reader.ui.drag import Drag
from reader.ui.drawn import Drawn
from reader.ui.labels import Labels
from reader.ui.one_line import printable
from reader.ui.palette import Palette
from reader.ui.selection import Selector
from reader.ui.type_ahead import TypeAhead

if TYPE_CHECKING:
    from reader.ui.pictures.drawing import Drawer

NARROWEST_COLUMN = 20
WIDEST_COLUMN = 200

_SLICE = 0.004
"""Seconds of layout between two looks at the keyboard."""
_PATIENCE = 0.05
"""Seconds that what can wait waits for a frame; where the page is covered or hidden, none comes."""

_WHEEL_ROWS = 3


class ArticleView(TypeAhead, Drawn, can_focus=True):
    """Draws a document, moves in it, lights what was found."""

    BINDINGS: ClassVar = keys.bindings(keys.Pane.ARTICLE)
    PROMPTING = frozenset({"find", "outline", "list_links"})
    OPENING: ClassVar = frozenset({"next_article", "previous_article", "back", "forward"})
    """Actions that open another article."""
    TURNING = TypeAhead.TURNING | OPENING | {"leave", "page_down"}
    AT_ONCE: ClassVar = (TURNING - {"page_down"}) | {
        "search",
        "glance",
        "faults",
        "help",
        "command_palette",
        "quit",
    }
    """Actions, its own or the screen's, that need not wait for an article that is on its way."""
    MOVING: ClassVar = TURNING | {
        "line_down",
        "line_up",
        "page_up",
        "half_page_down",
        "half_page_up",
        "top",
        "bottom",
        "code_right",
        "code_left",
        "next_match",
        "previous_match",
    }
    ALLOW_SELECT = False

    class Moved(Message):
        """Something about the place changed: where it is, how far, or the layout under it."""

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, ArticleView.Moved)

    class Left(Message):
        """A jump has led away from a place."""

        def __init__(self, document: Document, place: Place) -> None:
            super().__init__()
            self.document = document
            self.place = place

    class Followed(Message):
        """A link was clicked; `target` is what the article says, `at` where it stands."""

        def __init__(self, target: str, at: Target | None = None) -> None:
            super().__init__()
            self.target = target
            self.at = at

    class Pointed(Message):
        """The mouse is over a link that says `target`, or an abbreviation that means something; or over neither."""

        def __init__(self, target: str, meaning: str = "", words: str = "") -> None:
            super().__init__()
            self.target = target
            self.meaning = meaning
            self.words = words
            """Those of the link."""

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, ArticleView.Pointed)

    class Wanted(Message):
        """A key asks for something that is not the page's own: `find`, `leave`, `next`, `previous`, `outline`."""

        def __init__(self, what: str) -> None:
            super().__init__()
            self.what = what

    class ColoursWanted(Message):
        """Code of block `index` is to be coloured in the background."""

        def __init__(self, document: Document, index: int) -> None:
            super().__init__()
            self.document = document
            self.index = index

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.document: Document | None = None
        self.column = DEFAULTS.column
        self.matches: Sequence[Match] = ()
        self.current: Match | None = None
        self.lights: Lights = DARK
        self.selector = Selector(self)
        self.labels = Labels(self)
        self._pointed = ("", "", "")
        self._mouse = Drag(self, self.selector)
        self.pictures: Drawer | None = None
        self._viewport = Viewport(lambda: self.size.height)
        self._looked_at: list[Row] | None = None
        self._stood_in = Size(0, 0)
        """How large it was when it came to stand where it does."""
        self._meta: tuple[str, ...] = ()
        self._message = ""
        self._typesetting = PLAIN
        self._palette: Palette | None = None
        self._looks = BlockLooks(lambda document, index: self.post_message(self.ColoursWanted(document, index)))
        self._work: Timer | None = None
        self._frame_due = 0.0
        self.awaited.expect()
        self._goes_to_end = False
        self._stood: Place | None = None
        """Where a key led to the end of a part of an article: the end of the whole is gone to from there only."""

    # what is shown

    def show(self, document: Document, meta: Sequence[str], place: Place | None = None) -> None:
        """Shows a document from its top, or from `place`."""
        self.document = document
        self._meta = tuple(meta)
        self._viewport.layout = None
        self._message = ""
        self._typesetting = self._typesetting._replace(code_from=0)
        self._viewport.place = place or TOP
        self._forget()
        self._lay_out()
        self.awaited.arrived()

    def grow(self, document: Document) -> None:
        """Goes on with a longer form of the document that is shown."""
        shown, layout = self.document, self._viewport.layout
        if shown is None or layout is None:
            self.document = document
            return
        known = len(shown.blocks)
        self.document = document
        last = known - 1
        if document.continues(shown) or (
            len(document.blocks) > last
            and document.blocks[last] == shown.blocks[last]
            and document.text.startswith(shown.text)
        ):
            layout.grow(document)
            self._start_work()
            self._laid_out()
        else:
            self._forget()
            self._lay_out()
        self._go_on_to_end()

    def set_meta(self, meta: Sequence[str]) -> None:
        """Changes the lines under the title."""
        self._meta = tuple(meta)
        if self._viewport.layout is not None:
            self._viewport.layout.set_meta(meta)
            self._laid_out()

    def expect(self) -> None:
        """Another article is on its way: keys mean that one. What was typed before there was any still waits."""
        if not self.awaited.is_coming or self.document is not None:
            self.awaited.expect()

    def show_message(self, message: str) -> None:
        """Says something where the article would stand."""
        self.document = self._viewport.layout = None
        self._goes_to_end = False
        self._message = printable(message)
        self._forget()
        self._changed()
        self.awaited.arrived()

    def _forget(self) -> None:
        self.matches, self.current, self.lights = (), None, DARK
        self.selector.forget()
        self._looks.forget()

    def set_column(self, cells: int) -> None:
        """Sets the width of the column, in cells; the pane's width still bounds it."""
        self.column = min(max(cells, NARROWEST_COLUMN), WIDEST_COLUMN)
        if self.document is not None:
            self._lay_out()

    def set_typesetting(self, typesetting: Typesetting) -> None:
        """Sets the page in another way; what stood at the top stays there."""
        if typesetting != self._typesetting:
            self._typesetting = typesetting
            if self.document is not None:
                self._lay_out()

    def light(self, matches: Sequence[Match], current: Match | None = None) -> None:
        """Lights matches, one of them more."""
        self.matches, self.current = matches, current
        self._changed()

    def show_lights(self, lights: Lights) -> None:
        """Shows what the reader has lit."""
        self.lights = lights
        self.refresh()

    def colour(self, document: Document, index: int, tokens: list[Token]) -> None:
        """Takes in the colours of a code block; those of another article are late, and dropped."""
        shown = self.document
        if shown is not None and index < len(shown.blocks) and shown.blocks[index] == document.blocks[index]:
            self._looks.take(index, tokens)
            self.refresh()

    def _lay_out(self) -> None:
        assert self.document is not None
        if not self.size:
            return  # there is no pane yet to lay it out in; its first size will call again
        shapes = self.pictures.shapes if self.pictures is not None else None
        self._viewport.layout = Layout(self.document, self._column_cells(), self._meta, self._typesetting, shapes)
        self._start_work()
        self._go(self._viewport.place)
        self._go_on_to_end()

    def set_pictures(self, pictures: Drawer | None, blocks: Sequence[int]) -> None:
        """Shows pictures otherwise, or others, in these blocks of the document; the text at the top stays there."""
        self.pictures = pictures
        self._looked_at = None
        if pictures is not None and self._palette is not None:
            pictures.take_ground(self._palette.ground)
        if self._viewport.layout is not None:
            self._viewport.layout.set_anew(blocks, pictures.shapes if pictures is not None else None)
            self._start_work()
            self._go(self._viewport.place)

    def _column_cells(self) -> int:
        """The width of the column: what was chosen, or the pane with a cell of margin on either side."""
        pane = self.size.width
        return max(2, min(self.column, pane - 4 if pane >= 28 else pane - 1 if pane > 12 else pane))

    @property
    def widest(self) -> int:
        """The widest column that the pane holds, in cells."""
        return max(2, self.size.width - 4)

    def _start_work(self) -> None:
        layout = self._viewport.layout
        if layout is None:
            return
        layout.work_from(self._viewport.place.offset)
        if self._work is None:
            self._work = self.set_interval(_SLICE * 1.5, self._work_on)

    def _work_on(self) -> None:
        """One slice of layout, not between a key and its frame; the page moves only when it is done."""
        if self.owes_frame:
            return
        layout = self._viewport.layout
        if layout is None or layout.work(_SLICE):
            if self._work is not None:
                self._work.stop()
                self._work = None
            self._laid_out()

    def on_resize(self, event: events.Resize) -> None:
        if self.document is not None:
            if self._viewport.layout is None or self._viewport.layout.width != self._column_cells():
                self._lay_out()
            elif event.size != self._stood_in:
                self._go(self._viewport.place)

    # places

    @property
    def place(self) -> Place:
        """Where the reader is."""
        return self._viewport.place

    @property
    def rows_in_view(self) -> int:
        """Rows of the screen, at least one."""
        return self._viewport.height

    def _go(self, place: Place) -> None:
        self._stood_in = self.size
        self._viewport.go(place)
        self._changed()

    @property
    def offset_in_middle(self) -> int:
        """The offset that stands in the middle of the screen."""
        self._rows()
        return self._viewport.offset_in_middle

    def go_to(self, offset: int) -> None:
        """Brings an offset into view; scrolls only when it is not, and then puts it at a third of the screen."""
        if self._viewport.layout is not None:
            sideways.reveal(self._viewport.layout, offset)
            self._viewport.bring(offset)
            self._changed()

    def reveal(self, offset: int) -> None:
        """Brings an offset into view with no more scrolling than it needs."""
        before = self.place
        self._viewport.reveal(offset)
        if self.place != before:
            self._changed()

    def go_to_place(self, place: Place) -> None:
        """Stands exactly where it stood once."""
        self._go(place)

    def _laid_out(self) -> None:
        """More is laid out, or otherwise: the page is drawn again only when that shows on the screen."""
        before = self._looked_at
        if self._rows() is not before:
            self._changed()
        else:
            self.post_message(self.Moved())

    @property
    def owes_frame(self) -> bool:
        """Whether a change waits to be drawn, such as the answer to a key: what can wait waits for that."""
        return monotonic() < self._frame_due

    def _changed(self) -> None:
        self._frame_due = self._frame_due or monotonic() + _PATIENCE
        self.labels.moved()
        self.refresh()
        self.post_message(self.Moved())

    # what the status line and the bar ask

    @property
    def fraction_read(self) -> float:
        """How much of the text stands above the lower edge of the screen, from 0 to 1."""
        return self._viewport.fraction_read

    @property
    def at_end(self) -> bool:
        """Whether the last row is in view."""
        return self._viewport.at_end

    def extent(self) -> tuple[float, float]:
        """Where the screen begins in the page and how much of the page it is, as fractions."""
        return self._viewport.extent()

    def match_marks(self, cells: int) -> frozenset[int]:
        """Which of `cells` equal parts of the page hold matches."""
        return self._viewport.holding(self.matches, cells)

    # drawing

    @property
    def layout_shown(self) -> Layout | None:
        """The layout that is drawn; None while there is no article."""
        return self._viewport.layout

    @property
    def visible_rows(self) -> Sequence[Row]:
        """The rows on the screen."""
        return self._rows()

    @property
    def margin(self) -> int:
        """The cells to the left of the column."""
        return self._left()

    def _rows(self) -> list[Row]:
        rows, layout = self._viewport.rows(), self._viewport.layout
        if rows is not self._looked_at:
            self._looked_at = rows
            if self.pictures is not None and layout is not None:
                self.pictures.look(layout, self._viewport.top, self.rows_in_view)
        return rows

    def _left(self) -> int:
        """The cells to the left of the column."""
        width = self._viewport.layout.width if self._viewport.layout else self._column_cells()
        return max(0, (self.size.width - width) // 2)

    def render_lines(self, crop: Region) -> list[Strip]:
        self._frame_due = 0.0
        if self.pictures is None:
            return super().render_lines(crop)
        self.pictures.begin()
        return self.pictures.painted(super().render_lines(crop), self._rows(), self._left(), crop)

    def render_line(self, y: int) -> Strip:
        palette = self._palette
        if palette is None:
            palette = self._palette = Palette(self.app.theme_variables)
            if self.pictures is not None and self.pictures.take_ground(palette.ground):
                self._looked_at = None
        width = self.size.width
        ground = palette.ground
        if self._viewport.layout is None:
            return self._message_line(y, palette)
        rows = self._rows()
        if y >= len(rows):
            return Strip.blank(width, ground)
        row = rows[y]
        left = self._left()
        segments = self._margin_of(row, left, palette)
        document = self._viewport.layout.document
        index = document.block_at(row.start)
        spans = self._looks.spans(document, index)
        tokens = self._looks.tokens(document, index) if row.is_code else ()
        drawn = 0
        lit = [*within(self.lights.lit, row.start, row.end), *self.selector.lit()]
        for run in runs(row, spans, tokens, self.matches, self.current, lit):
            if run.role is Role.PICTURE and row.picture is not None and self.pictures is not None:
                segments += self.pictures.line(row.picture, y, ground, palette.code_ground)
            else:
                segments.append(Segment(run.text, palette.of(run)))
            drawn += cell_length(run.text)
        column = self._viewport.layout.width
        if row.is_code and drawn < column:
            segments.append(Segment(" " * (column - drawn), palette.code_ground))
            drawn = column
        rest = width - left - drawn
        if rest > 0:
            segments.append(Segment(" " * rest, ground))
        strip = Strip(segments, left + drawn + max(0, rest))
        return self.labels.over(strip if rest >= 0 else strip.crop(0, width), y, left, palette.label, palette.label_lit)

    def _margin_of(self, row: Row, left: int, palette: Palette) -> list[Segment]:
        """What stands to the left of a row: blanks, and a mark beside a note where there is room."""
        if left < len(_NOTE_MARK) or not has_note(self.lights.noted, row):
            return [Segment(" " * left, palette.ground)] if left else []
        blank = Segment(" " * (left - len(_NOTE_MARK)), palette.ground)
        return [blank, Segment(_NOTE_MARK, palette.note)]

    def _message_line(self, y: int, palette: Palette) -> Strip:
        width = self.size.width
        ground = palette.ground
        column = self._column_cells()
        lines = [self._message[a:b] for a, b in fill(self._message, column)] if self._message else []
        top = max(0, (self.size.height - len(lines)) // 3)
        if not top <= y < top + len(lines):
            return Strip.blank(width, ground)
        line = lines[y - top]
        left = max(0, (width - column) // 2)
        strip = Strip([Segment(" " * left, ground), Segment(line, palette.message)])
        return strip.adjust_cell_length(width, ground)

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._palette = None

    # keys

    def takes_key(self, event: events.Key) -> bool:
        """Labels and what is selected have keys of their own."""
        if self.labels.take_key(event) or (self._held is None and self.selector.take_key(event.key)):
            return True
        asks_for_labels = self._held is None and self._asks_for_labels(event.key)
        if asks_for_labels:
            self.labels.begin()  # at once: the next key may be a label
        return asks_for_labels

    def mean_article(self, actions: Collection[str]) -> bool:
        """On the page nearly all keys do."""
        return self.AT_ONCE.isdisjoint(actions)

    def _asks_for_labels(self, key: str) -> bool:
        return any(binding.action == "labels" for binding in self._bindings.key_to_bindings.get(key, ()))

    def action_labels(self) -> None:
        self.labels.begin()

    def scroll_rows(self, rows: int) -> None:
        """Scrolls by rows, as far as the page goes."""
        self._viewport.scroll(rows)
        self._changed()

    def action_select(self) -> None:
        self.selector.begin()

    def action_line_down(self) -> None:
        self.scroll_rows(1)

    def action_line_up(self) -> None:
        self.scroll_rows(-1)

    def action_page_down(self) -> None:
        if self.at_end and self.document is not None and self.document.is_complete:
            self.post_message(self.Wanted("next-unread"))
        else:
            self.scroll_rows(max(1, self.rows_in_view - 2))
            self.let_go()

    def action_page_up(self) -> None:
        self.scroll_rows(-max(1, self.rows_in_view - 2))

    def action_half_page_down(self) -> None:
        self.scroll_rows(max(1, self.rows_in_view // 2))

    def action_half_page_up(self) -> None:
        self.scroll_rows(-max(1, self.rows_in_view // 2))

    def action_top(self) -> None:
        self._goes_to_end = False
        self.jump(TOP)

    def action_bottom(self) -> None:
        self._goes_to_end, self._stood = True, None
        if self._viewport.layout is not None:
            self.jump(self._viewport.end())
            self._stood = self._viewport.place
            self._goes_to_end = not self._viewport.layout.document.is_complete

    def _go_on_to_end(self) -> None:
        """Goes to the end of the whole article, for a key that was pressed before that was there."""
        if self._goes_to_end and self.document is not None and self.document.is_complete:
            self._goes_to_end = False
            if self._stood is None:
                self.jump(self._viewport.end())
            elif self._stood == self._viewport.place:  # nobody has gone anywhere else meanwhile
                self._go(self._viewport.end())

    def jump(self, place: Place) -> None:
        """Goes to a place; Backspace leads back to this one."""
        before = self._viewport.place
        self._go(place)
        self.remember(before)

    def go_to_fraction(self, fraction: float) -> None:
        """Stands so that the screen begins at a fraction of the page's height."""
        self._viewport.go_to_fraction(fraction)
        self._changed()

    def remember(self, place: Place) -> None:
        """Tells of a place that a jump, or a search, has led away from."""
        if place != self._viewport.place and self.document is not None:
            # Textual lets no message past a parent that sent it, and it may be the page that makes the view jump.
            self.post_message(self.Left(self.document, place).set_sender(self))

    def action_back(self) -> None:
        self.post_message(self.Wanted("back"))

    def action_forward(self) -> None:
        self.post_message(self.Wanted("forward"))

    def action_code_right(self) -> None:
        self._move_code(sideways.STEP)

    def action_code_left(self) -> None:
        self._move_code(-sideways.STEP)

    def _move_code(self, cells: int) -> None:
        layout = self._viewport.layout
        if layout is not None and sideways.moved(layout, self._rows(), cells):
            self._typesetting = layout.typesetting
            self._changed()

    def action_leave(self) -> None:
        self.post_message(self.Wanted("leave"))

    def action_find(self) -> None:
        self.post_message(self.Wanted("find"))

    def action_next_match(self) -> None:
        self.post_message(self.Wanted("next-match"))

    def action_previous_match(self) -> None:
        self.post_message(self.Wanted("previous-match"))

    def action_next_article(self) -> None:
        self.post_message(self.Wanted("next"))

    def action_previous_article(self) -> None:
        self.post_message(self.Wanted("previous"))

    def action_list_links(self) -> None:
        self.post_message(self.Wanted("links"))

    def action_outline(self) -> None:
        self.post_message(self.Wanted("outline"))

    # the mouse

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.action_code_right() if event.shift else self.scroll_rows(_WHEEL_ROWS)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.action_code_left() if event.shift else self.scroll_rows(-_WHEEL_ROWS)

    def on_mouse_scroll_right(self, event: events.MouseScrollRight) -> None:
        event.stop()
        self.action_code_right()

    def on_mouse_scroll_left(self, event: events.MouseScrollLeft) -> None:
        event.stop()
        self.action_code_left()

    def on_mouse_down(self, event: events.MouseDown) -> None:
        self._mouse.press(event)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        self._mouse.drag(event)
        offset = self.offset_under(event.x, event.y)
        if offset is None or self.document is None:
            self._point()
        elif (target := target_at(self.document, offset)) is not None:
            self._point(target.address, words=words_of(self.document, target))
        else:
            self._point(meaning=meaning_at(self.document, offset))

    def on_leave(self) -> None:
        self._point()

    def _point(self, address: str = "", meaning: str = "", words: str = "") -> None:
        if (address, meaning, words) != self._pointed:
            self._pointed = (address, meaning, words)
            self.post_message(self.Pointed(*self._pointed))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        self._mouse.release(event)

    def on_click(self, event: events.Click) -> None:
        offset = self.offset_under(event.x, event.y)
        if self._mouse.click(event, offset):
            event.stop()
        elif (target := self.target_under(event.x, event.y)) is not None:
            event.stop()
            self.post_message(self.Followed(target.address, target))
        elif offset is not None:
            self.post_message(Selector.Touched(offset))

    def offset_under(self, x: int, y: int) -> int | None:
        """The offset of the character drawn at a cell of the widget; None where none is."""
        rows = self._rows()
        return offset_under(rows[y], x - self._left()) if 0 <= y < len(rows) else None

    def target_under(self, x: int, y: int) -> Target | None:
        """What can be followed under a cell of the widget."""
        offset, rows = self.offset_under(x, y), self._rows()
        if offset is None and 0 <= y < len(rows) and rows[y].picture is not None:
            offset = rows[y].start
        return target_at(self.document, offset) if offset is not None and self.document is not None else None


_NOTE_MARK = "✎ "
"""Stands in the margin beside the end of a highlight with a note."""
