"""The tree of categories and articles: one widget that draws the lines on the screen and no more."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Concatenate, ParamSpec, TypeVar, cast

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.cache import LRUCache
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from reader import resources
from reader.errors import CatalogueError
from reader.library.folding import words
from reader.library.listing import VIEWS, Order, Shelf, View
from reader.library.marked import Marked
from reader.library.tree import Row, TreeRows
from reader.ui import row_signs, tree_line
from reader.ui.drawn import Drawn
from reader.ui.keys import Pane, bindings
from reader.ui.one_line import printable, steady, wrapped
from reader.ui.twins import name_apart
from reader.ui.type_ahead import TypeAhead

if TYPE_CHECKING:
    from reader.library.catalogue import Catalogue

_NAMELESS = {View.TAG: "no tags", View.AUTHOR: "no author"}
_STEPS: tuple[View | Shelf, ...] = (*VIEWS, *Shelf)
"""What `v` goes through."""
_EMPTY = {
    Shelf.STARRED: "No article has a star: m gives one.",
    Shelf.UNREAD: "Everything is read.",
    Shelf.READ: "Nothing is read yet.",
}


_Parameters = ParamSpec("_Parameters")
_Result = TypeVar("_Result")
_Asked = Callable[Concatenate["Sidebar", _Parameters], _Result]


def _guarded(otherwise: _Result) -> Callable[[_Asked[_Parameters, _Result]], _Asked[_Parameters, _Result]]:
    """Marks what asks the catalogue: when that fails, the tree is emptied, and the screen is told.

    A database may fail at any moment, such as when its file is cut off while it is open.
    """

    def guard(asks: _Asked[_Parameters, _Result]) -> _Asked[_Parameters, _Result]:
        @wraps(asks)
        def guarded(sidebar: Sidebar, *args: _Parameters.args, **kwargs: _Parameters.kwargs) -> _Result:
            try:
                return asks(sidebar, *args, **kwargs)
            except CatalogueError as error:
                sidebar.give_up(error)
                return otherwise

        return cast("_Asked[_Parameters, _Result]", guarded)

    return guard


class _Said(Message):
    """What a sidebar says."""

    def __init__(self, sidebar: Sidebar) -> None:
        super().__init__()
        self.sidebar = sidebar

    @property
    def control(self) -> Sidebar:
        """The sidebar that sends it, as Textual asks for it."""
        return self.sidebar


class Sidebar(TypeAhead, Drawn, ScrollView, can_focus=True, inherit_bindings=False):
    """A catalogue as a tree.

    Titles and names are untrusted: they become segments with a style, and never markup.
    """

    DEFAULT_CSS = resources.style_sheet("sidebar").read_text(encoding="utf-8")
    BINDINGS: ClassVar[list[BindingType]] = bindings(Pane.TREE)
    PROMPTING = frozenset({"filter"})
    TURNING = TypeAhead.TURNING | {"open"}
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "sidebar--category",
        "sidebar--nameless",
        "sidebar--marker",
        "sidebar--count",
        "sidebar--title",
        "sidebar--draft",
        "sidebar--date",
        "sidebar--open",
        "sidebar--read",
        "sidebar--star",
        "sidebar--tick",
        "sidebar--begun",
        "sidebar--all-read",
        "sidebar--left",
        "sidebar--match",
        "sidebar--message",
        "sidebar--cursor",
    }

    class Opened(_Said):
        """An article was chosen, by key or by click."""

        def __init__(self, sidebar: Sidebar, article_id: int, path: Path, within: int) -> None:
            super().__init__(sidebar)
            self.article_id = article_id
            self.path = path
            self.within = within
            """The node in whose list it was chosen; `Catalogue.neighbour` goes on from there."""

    class FilterRequested(_Said):
        """The reader wants to type a filter."""

    class Failed(_Said):
        """The catalogue could not be asked; the tree is empty from here on."""

        def __init__(self, sidebar: Sidebar, error: CatalogueError) -> None:
            super().__init__(sidebar)
            self.error = error

    class Ordered(_Said):
        """The articles of a group stand in another order."""

        def __init__(self, sidebar: Sidebar, order: Order) -> None:
            super().__init__(sidebar)
            self.order = order

    class Escaped(_Said):
        """Esc was pressed where no filter is on."""

    class Changed(_Said):
        """The view, the filter or the number of articles is another."""

        def __init__(self, sidebar: Sidebar, view_name: str, count: int, filter_text: str) -> None:
            super().__init__(sidebar)
            self.view_name = view_name
            self.count = count
            self.filter_text = filter_text

        def can_replace(self, message: Message) -> bool:
            """Only the latest matters."""
            return isinstance(message, Sidebar.Changed) and message.sidebar is self.sidebar

    def __init__(
        self,
        view: str = View.CATEGORY,
        order: str = Order.DATE,
        *,
        name: str | None = None,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self._step: View | Shelf = next(step for step in _STEPS if step == view)
        """What is shown, or is to be as soon as it is known what is marked."""
        self._order = Order(order)
        self._tree: TreeRows | None = None
        self._revision = 0
        """Of the catalogue, as it is shown."""
        self._cursor = 0
        self._open_article = 0
        self._notice = ""
        self._newest_year: int | None = None
        self._words: tuple[str, ...] = ()
        self._early_filter = ""
        """What was typed into the filter before there was a catalogue."""
        self._start = _Start()
        self._marked = Marked()
        self._absent = 0
        """An article that the cursor was on, while it is not on the shelf that is shown."""
        self._updates = 0
        self._strips: LRUCache[tuple[object, ...], Strip] = LRUCache(1024)
        self._styles_known: dict[tuple[str, ...], Style] = {}

    # What the app asks of it

    @property
    def view_name(self) -> str:
        """How the articles are grouped, `category`, `folder`, `date`, `tag` or `author`, or the shelf they stand on."""
        return self._step.value

    @property
    def count(self) -> int:
        """Articles in the tree: all of them, or those that the filter leaves."""
        return self._tree.total if self._tree is not None else 0

    @property
    def _height(self) -> int:
        """Its rows on the screen; before it is laid out, those of the pane that it fills."""
        return self.size.height or (self.parent.size.height if isinstance(self.parent, Widget) else 0)

    @property
    def filter_text(self) -> str:
        """What was given to `filter`; empty when there is none."""
        return self._tree.query if self._tree is not None else self._early_filter

    @property
    def cursor_row(self) -> Row | None:
        """The row under the cursor; None in an empty tree."""
        return self._tree[self._cursor] if self._tree else None

    @_guarded(None)
    def set_catalogue(self, catalogue: Catalogue) -> None:
        """Show a catalogue from its beginning. Call `catalogue_changed` when it has grown."""
        self._revision = catalogue.revision
        is_shelf = isinstance(self._step, Shelf)
        self._tree = TreeRows(catalogue, View.CATEGORY if is_shelf else View(self._step), self._order)
        self._tree.marked = self._marked
        self._cursor = 0
        self._start = _Start()
        self._words = ()
        self._unfold_start()
        self._redraw()
        self.scroll_to(y=0, animate=False, force=True)
        early, self._early_filter = self._early_filter, ""
        self.filter(early)

    @_guarded(None)
    def catalogue_changed(self) -> None:
        """Show what the catalogue holds now: the cursor stays on its article, and its article on its line."""
        if self._tree is not None and (revision := self._tree.catalogue.revision) != self._revision:
            self._revision = revision
            self._take_in(self._tree)

    @_guarded(None)
    def _take_in(self, tree: TreeRows) -> None:
        if not tree:
            tree.refresh()
            self._unfold_start()
            self._redraw()
            return
        top = self.scroll_offset.y
        held = self._cursor if top <= self._cursor < top + self.size.height else min(top, len(tree) - 1)
        held_row, cursor_row = tree[held], tree[self._cursor]
        tree.refresh()
        self._unfold_start()
        self._cursor = self._found(cursor_row, self._cursor)
        moved = self._found(held_row, held) - held
        self._redraw()
        if moved:
            self.scroll_to(y=top + moved, animate=False, force=True)

    @_guarded(None)
    def filter(self, text: str) -> None:
        """Keep the titles that hold all words of `text`; an empty text brings all back."""
        tree = self._tree
        if tree is None:
            self._early_filter = text
            return
        if text == tree.query:
            return
        row = self.cursor_row
        tree.filter(text)
        self._words = words(text)
        self._start.is_over = True
        found = tree.find(row.node, row.article) if row else None
        if row and row.article and found is None and not self._words:
            found = tree.reveal(row.article, row.node)
        if found is None or (self._words and not tree[found].article):
            found = tree.first_article if tree.first_article is not None else found
        self._cursor = found or 0
        self._redraw()
        self._scroll_to_cursor()

    def show_open(self, article_id: int, *, follow: bool = False) -> None:
        """Mark the article that the page shows (0 for none); with `follow`, put the cursor on it as well."""
        self._open_article = article_id
        self.refresh()
        if follow:
            self.reveal(article_id)

    @_guarded(False)
    def reveal(self, article_id: int, within: int = 0) -> bool:
        """Put the cursor on an article, unfolding what hides it; False where the filter does not hold it."""
        if self._tree is None:
            return False
        length = len(self._tree)
        row = self._tree.reveal(article_id, within)
        if row is None:
            return False
        self._start.is_over = True
        if len(self._tree) != length:
            self._redraw()
        self._move_to(row)
        return True

    @_guarded(False)
    def show_group(self, view: View, node: int) -> bool:
        """Show a view without a filter, with the cursor on one of its groups, unfolded; False where it is gone."""
        tree = self._tree
        if tree is None:
            return False
        tree.view, tree.shelf, self._words = view, None, ()
        self._step = view
        tree.filter("")
        tree.unfold(node)
        found = tree.find(node)
        self._start.is_over = True
        self._cursor = found or 0
        self._redraw()
        self._scroll_to_cursor()
        return found is not None

    @_guarded(None)
    def next_view(self) -> None:
        """Go on to the next view or shelf; the cursor stays on its article."""
        if self._tree is not None:
            self._step = _STEPS[(_STEPS.index(self._step) + 1) % len(_STEPS)]
            self._show_step(self._tree)

    def _show_step(self, tree: TreeRows) -> None:
        row, step = self.cursor_row, self._step
        if isinstance(step, View):
            tree.show(step)
        else:
            tree.show(View.CATEGORY, step)
        if self._start.is_first_time(step) and not self._words:
            tree.unfold_start(self.size.height)
        article = self._absent or (row.article if row else 0)
        found = tree.reveal(article) if article else None
        self._cursor, self._absent = found or 0, article if found is None else 0
        self._start.is_over = True
        self._redraw()
        self._scroll_to_cursor()

    @_guarded(None)
    def show_marks(self, marked: Marked) -> None:
        """Show what is marked. Call `marks_changed` when one of these marks is another."""
        self._marked = marked
        if self._tree is not None:
            self._tree.marked = marked
            if self._step != (self._tree.shelf or self._tree.view):
                self._show_step(self._tree)
        self.marks_changed()

    def marks_changed(self) -> None:
        """Draw again what is marked. A shelf takes in what came to it; what left it stays until it is shown anew."""
        if self._tree is not None and self._tree.is_behind:
            self._take_in(self._tree)
        else:
            self._invalidate()

    @_guarded(cast("Sequence[int] | None", ()))
    def listed_below(self, row: Row) -> Sequence[int] | None:
        """What of a row's group, and below it, a filter or a shelf holds; None where all of it is there."""
        tree = self._tree
        return None if tree is None or tree.counts_all else tree.below(row.node)

    @property
    def is_list(self) -> bool:
        """Whether it shows a shelf that is a list of articles without groups."""
        return self._tree is not None and self._tree.is_list

    @_guarded(cast("int | None", None))
    def beside(self, article_id: int, step: int) -> int | None:
        """On a shelf that is a list, the article some rows below another (above, if < 0); None past the ends."""
        return self._tree.beside(article_id, step) if self._tree is not None else None

    @_guarded("")
    def name_of(self, row: Row) -> str:
        """What a row's group is called; empty for all there is."""
        tree = self._tree
        if tree is None or row.node == tree.root:
            return ""
        return tree.catalogue.node(row.node).name or _NAMELESS.get(tree.view, "no name")

    def give_up(self, error: CatalogueError) -> None:
        """Empty the tree, because its catalogue cannot be asked any more."""
        self._tree = None
        self._cursor = 0
        self.virtual_size = Size(1, 0)
        self.set_message(f"{error}.")
        self.post_message(self.Failed(self, error))

    @_guarded(None)
    def next_order(self) -> None:
        """Order the articles by date, or by title; the cursor stays on its article."""
        tree, row = self._tree, self.cursor_row
        if tree is None:
            return
        self._order = Order.TITLE if tree.order is Order.DATE else Order.DATE
        tree.sort(self._order)
        found = tree.find(row.node, row.article) if row else None
        self._cursor = found if found is not None else min(self._cursor, max(0, len(tree) - 1))
        self._redraw()
        self._scroll_to_cursor()

    @property
    def order(self) -> Order:
        """How the articles of a group stand."""
        return self._order

    def set_message(self, text: str) -> None:
        """What to say, in the middle, while there are no rows."""
        self._notice = text
        self._invalidate()

    # Drawing

    @_guarded(Strip.blank(0))
    def render_line(self, y: int) -> Strip:
        """One line of the screen, `y` counted from the top of the widget."""
        tree = self._tree
        width = self.size.width
        if not tree:
            return self._message_line(y, width)
        y += self.scroll_offset.y
        if y >= len(tree):
            return Strip.blank(width, self._style())
        row = tree[y]
        near = (tree[other] for other in (y - 1, y + 1) if 0 <= other < len(tree))
        beside = [each for each in near if each.article and each.node == row.node] if row.article else []
        if any((tree.listed(each) if each.article else tree.node(each)) is None for each in (row, *beside)):
            top = self.scroll_offset.y
            # The rows right beyond the edges, too: those at the edges may look like them.
            tree.prepare(min(y, top) - 1, max(y + 1, top + self.size.height) + 1)
        is_cursor = y == self._cursor
        is_open = bool(row.article) and row.article == self._open_article
        width = self.scrollable_content_region.width
        name = self._name_apart(row, beside)
        key = (row, width, self._updates, is_cursor, is_open, name)
        strip = self._strips.get(key)
        if strip is None:
            strip = self._strips[key] = self._row_line(row, name, width, is_cursor, is_open)
        return strip

    def _name_apart(self, row: Row, beside: Iterable[Row]) -> str:
        """What tells an article from those right above and below it that look alike."""
        tree = self._tree
        assert tree is not None
        if (listed := tree.listed(row)) is None:
            return ""
        look = listed.title, self._short_date(listed.date)
        near = [each for each in map(tree.listed, beside) if each is not None]
        alike = [each.path for each in near if (each.title, self._short_date(each.date)) == look]
        return name_apart(listed.path, alike)

    def notify_style_update(self) -> None:
        """Forget what was drawn in other colours."""
        super().notify_style_update()
        self._invalidate()

    def _row_line(self, row: Row, name: str, width: int, is_cursor: bool, is_open: bool) -> Strip:
        tree = self._tree
        assert tree is not None
        if row.article:
            listed = tree.listed(row)
            title = steady(printable(listed.title)) if listed else ""
            kinds: tuple[str, ...] = ("sidebar--title",)
            if listed and listed.is_draft:
                kinds += ("sidebar--draft",)
            date = self._short_date(listed.date) if listed else ""
            signs = row_signs.of_article(self._marked.of(row.article), date, is_open=is_open)
        else:
            node = tree.node(row)
            title = steady(printable(node.name)) if node else ""
            kinds = ("sidebar--category",)
            if not title:
                title, kinds = _NAMELESS.get(tree.view, "no name"), ("sidebar--nameless",)
            read = self._marked.read_in[row.node] if tree.counts_all else 0
            signs = row_signs.of_group(row.articles, read, is_unfolded=row.is_unfolded)
        cursor = ("sidebar--cursor",) if is_cursor else ()

        def style(*components: str) -> Style:
            return self._style(*components, *cursor)

        words = self._words if row.article else ()
        name = steady(printable(name))
        segments = tree_line.segments(title, (*kinds, *signs.kinds), signs, row, words, width, style, name)
        # The cursor reaches under a scroll bar that is not there.
        whole = Strip(segments).adjust_cell_length(width)
        return whole.adjust_cell_length(self.size.width, style(*kinds, *signs.kinds)).simplify()

    def _message_line(self, y: int, width: int) -> Strip:
        text = self._notice
        if self._tree is None:
            pass  # what is going on, or went wrong
        elif self.filter_text:
            text = f"No title has “{self.filter_text}”."
        elif self._tree.shelf is not None:
            text = _EMPTY[self._tree.shelf]
        lines = wrapped(printable(text), max(1, width - 4))
        top = max(0, (self.size.height - len(lines)) // 2)
        style = self._style("sidebar--message")
        if not top <= y < top + len(lines):
            return Strip.blank(width, style)
        line = lines[y - top]
        left = max(0, (width - cell_len(line)) // 2)
        return Strip([Segment(" " * left + line, style)]).adjust_cell_length(width, style)

    def _short_date(self, day: date) -> str:
        if day.year == self._newest_year:
            return f"{day.month:02}-{day.day:02}"
        return f"{day.year:04}-{day.month:02}"

    def _style(self, *components: str) -> Style:
        if components not in self._styles_known:
            self._styles_known[components] = self.get_visual_style(*components).rich_style
        return self._styles_known[components]

    def _invalidate(self) -> None:
        self._updates += 1
        self._styles_known.clear()
        self.refresh()

    # Moving

    @_guarded(None)
    def on_resize(self) -> None:
        """The first size says how much can be unfolded at the start."""
        if self._tree and not self._start.is_over:
            self._unfold_start()
            self._redraw()
        self._scroll_to_cursor()

    @_guarded(None)
    def on_click(self, event: events.Click) -> None:
        """Open the article, or fold or unfold the category, that was clicked."""
        tree = self._tree
        offset = event.get_content_offset(self)
        if not tree or offset is None or (y := offset.y + self.scroll_offset.y) >= len(tree):
            return
        event.stop()
        self._move_to(y)
        row = tree[y]
        if row.article:
            self._post_opened(row)
        elif row.is_unfolded:
            tree.fold(row.node)
            self._redraw()
        else:
            tree.unfold_through(row.node)
            self._redraw()

    def action_cursor_down(self) -> None:
        self._move_to(self._cursor + 1)

    def action_cursor_up(self) -> None:
        self._move_to(self._cursor - 1)

    def action_page_down(self) -> None:
        self._page(self.size.height - 1)

    def action_page_up(self) -> None:
        self._page(1 - self.size.height)

    def action_half_page_down(self) -> None:
        self._page(self.size.height // 2)

    def action_half_page_up(self) -> None:
        self._page(-(self.size.height // 2))

    def action_first(self) -> None:
        self._move_to(0)

    def action_last(self) -> None:
        self._move_to(len(self._tree or ()) - 1)

    def action_open(self) -> None:
        """Open the article; unfold the category, or step into it when it is unfolded."""
        if not self._open_row():
            self.let_go()

    @_guarded(False)
    def _open_row(self) -> bool:
        """`action_open`; whether it was an article, so that the screen turns to the page."""
        row = self.cursor_row
        if self._tree is None or row is None:
            return False
        if row.article:
            return self._post_opened(row)
        if row.is_unfolded:
            self._move_to(self._cursor + 1)
        else:
            self._start.is_over = True
            self._tree.unfold_through(row.node)
            self._redraw()
        return False

    @_guarded(None)
    def action_close(self) -> None:
        """Fold the category, else go to the parent; at the top, take the filter away."""
        row = self.cursor_row
        if self._tree is None or row is None:
            self.filter("")
        elif row.is_unfolded:
            self._start.is_over = True
            self._tree.fold(row.node)
            self._redraw()
        elif (parent := self._tree.parent(self._cursor)) is not None:
            self._move_to(parent)
        else:
            self.filter("")

    def action_escape(self) -> None:
        if self.filter_text:
            self.filter("")
        else:
            self.post_message(self.Escaped(self))

    def action_filter(self) -> None:
        self.post_message(self.FilterRequested(self))

    def action_next_order(self) -> None:
        self.next_order()
        self.post_message(self.Ordered(self, self.order))

    def action_next_view(self) -> None:
        self.next_view()

    def _post_opened(self, row: Row) -> bool:
        listed = self._tree.catalogue.listed((row.article,)).get(row.article) if self._tree else None
        if listed is not None:
            self.post_message(self.Opened(self, listed.id, listed.path, row.node))
        return listed is not None

    def _page(self, rows: int) -> None:
        """Move the cursor and the view together, so that the cursor keeps its line where it can."""
        self.scroll_to(y=self.scroll_offset.y + rows, animate=False, force=True)
        self._move_to(self._cursor + (rows or 1))

    def _move_to(self, y: int) -> None:
        """Put the cursor on the nearest row that there is, and have it on the screen.

        If nothing scrolls, two lines are drawn.
        """
        self._start.is_over = True
        self._absent = 0
        before, self._cursor = self._cursor, max(0, min(y, len(self._tree or ()) - 1))
        if before != self._cursor:
            self._refresh_row(before)
            self._refresh_row(self._cursor)
        self._scroll_to_cursor()

    def _refresh_row(self, y: int) -> None:
        if 0 <= y - self.scroll_offset.y < self.size.height:
            self.refresh_line(y)

    def _scroll_to_cursor(self) -> None:
        """Scroll as little as shows the cursor, or to the middle when it is more than a screen away."""
        height = self._height
        top = self.scroll_offset.y
        if not height or top <= self._cursor < top + height:
            return
        if self._cursor < top:
            y = self._cursor if top - self._cursor <= height else self._cursor - height // 2
        else:
            past = self._cursor - (top + height - 1)
            y = top + past if past <= height else self._cursor - height // 2
        if self.size:
            self.scroll_to(y=y, animate=False, force=True)
        else:
            self.set_scroll(None, max(0, min(y, len(self._tree or ()) - height)))  # in its first frame

    def _found(self, row: Row, y: int) -> int:
        """Where a row is now; else the nearest group above it that is visible; else about where it was."""
        tree = self._tree
        assert tree is not None
        stood = tree.renamed.get(row.node, row.node)
        found = tree.find(stood, row.article)
        if found is not None:
            return found
        for node in reversed(tree.trail(stood)):
            if row.article and tree.is_visible(node):
                break  # the article is gone, and what came after it has moved up
            if (found := tree.find(node)) is not None:
                return found
        return max(0, min(y, len(tree) - 1))

    def _unfold_start(self) -> None:
        if not self._tree or self._start.is_over or not self._height:
            return
        fitted = self._start.everything_fits
        if fitted is None or fitted:
            self._start.everything_fits = self._tree.unfold_start(self._height)
            self._start.is_first_time(self._tree.shelf or self._tree.view)

    def _redraw(self) -> None:
        """Take in that there are other rows."""
        tree = self._tree
        assert tree is not None
        self._newest_year = tree.catalogue.newest_year
        self.virtual_size = Size(1, len(tree))
        self.show_vertical_scrollbar = len(tree) > self._height  # Textual would find out by a first frame
        self._invalidate()
        self.post_message(self.Changed(self, self.view_name, self.count, self.filter_text))


class _Start:
    """How the tree was unfolded before its reader did anything."""

    def __init__(self) -> None:
        self.is_over = False
        self.everything_fits: bool | None = None
        self._seen: set[View | Shelf] = set()

    def is_first_time(self, view: View | Shelf) -> bool:
        """Whether this is the first question about a view."""
        if view in self._seen:
            return False
        self._seen.add(view)
        return True
