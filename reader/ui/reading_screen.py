"""The screen for reading: tree and page side by side, and what they say to each other."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Protocol, cast

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import Screen

from reader.ui import garbage, keeping, keys, loading
from reader.ui.article_view import ArticleView
from reader.ui.copying import Copying
from reader.ui.filtering import Filtering
from reader.ui.following import Following
from reader.ui.glancing import Counted, Glancing
from reader.ui.highlighting import Highlighting
from reader.ui.labels import Labels
from reader.ui.lines import KeyLine, ProgressLine
from reader.ui.looks import Looks
from reader.ui.marking import Marking
from reader.ui.one_line import printable
from reader.ui.opening import Opening
from reader.ui.outlining import Outlining
from reader.ui.page import Page
from reader.ui.panes import Panes
from reader.ui.picturing import Picturing, TerminalHeard
from reader.ui.placing import Placing
from reader.ui.plain import Plain
from reader.ui.searching import Searching
from reader.ui.selection import Selector
from reader.ui.splitter import Splitter
from reader.ui.travelling import Travelling
from reader.ui.type_ahead import type_again
from reader.ui.upkeep import Upkeep

if TYPE_CHECKING:
    from reader.archive.article import Article
    from reader.document.opener import Opener
    from reader.settings import Value
    from reader.ui.choices import Choices
    from reader.ui.glance import Glance
    from reader.ui.pictures.fetching import PicturesFetched
    from reader.ui.pictures.gallery import PictureReady, PicturesFound
    from reader.ui.prompt import Prompt
    from reader.ui.search_screen import SearchScreen
    from reader.ui.sidebar import Sidebar


_TREE_WAITS = 0.1
"""Seconds that the tree waits for the catalogue: put in before, it would be drawn twice."""


class Reader(Protocol):
    """What the screen needs of the program around it."""

    choices: Choices

    def choose(self, **changes: Value) -> None:
        """Changes settings, and remembers them."""

    def open_address(self, address: str, base: str | None) -> None:
        """Opens an address of the web or of mail; refuses others."""

    def edit(self, path: Path) -> None:
        """Opens a file in the reader's editor and comes back when it is closed."""

    def action_stop(self) -> None:
        """Goes to the shell."""

    def offer_to_terminal(self, text: str, sequences: Sequence[str]) -> None:
        """Has the terminal copy a text."""


class Side(Vertical, Plain):
    """The pane of the tree."""


class ReadingScreen(Screen[None], Plain):
    """Owns the two panes and the state between them: which article is open, and what is looked for in it."""

    BINDINGS: ClassVar = keys.bindings(keys.Pane.ANYWHERE)
    AUTO_FOCUS = "#article"

    def __init__(self, paths: Sequence[Path], first: Opener | None = None) -> None:
        super().__init__(classes="-reading")
        self.upkeep = Upkeep(self, paths)
        self.opening = Opening(self, paths, first)
        self.marking = Marking(self)
        self.placing = Placing(self)
        self.searching = Searching(self)
        self.looks = Looks(self)
        self.glancing = Glancing(self)
        self.copying = Copying(self)
        self.highlighting = Highlighting(self)
        self.travelling = Travelling(self)
        self.picturing = Picturing(self, paths)
        self.outlining = Outlining(self)
        self.following = Following(self)
        self.panes = Panes(self)
        self.filtering = Filtering(self)
        self._is_furnished = False
        self._early: list[events.Key] | None = []
        """What was typed before the page had the focus, while the program starts."""

    # the parts

    def compose(self) -> ComposeResult:
        yield Side(id="side")
        yield Splitter()
        yield Page(id="page")
        yield KeyLine()

    @property
    def sidebar(self) -> Sidebar:
        """The tree; not there before `_furnish`."""
        return cast("Sidebar", self.query_one("#tree"))

    @property
    def article(self) -> Article | None:
        """The article on the page."""
        return self.opening.article

    @property
    def reader(self) -> Reader:
        """The program, as far as this screen asks it for something."""
        return cast("Reader", self.app)

    @property
    def page(self) -> Page:
        """The right-hand pane."""
        return self.query_one("#page", Page)

    @property
    def view(self) -> ArticleView:
        """What draws the article."""
        return self.page.view

    def notice(self, text: str) -> None:
        """Says something in the status line; where that is hidden, over what is shown, for a moment."""
        self.page.status.notice(text)
        if text and (self.has_class("-zen") or not self.page.display):  # the tree alone, on a narrow screen
            self.app.notify(printable(text), timeout=3 + len(text) / 30, markup=False)

    def on_mount(self) -> None:
        self.looks.dress()
        self.panes.fit(self.app.size.width)
        self.watch(self.view, "virtual_size", self.opening.begin, init=False)
        # Textual draws more than once before it calls what waits for it; the reader has seen the article by then.
        self.view.after_drawing(self._furnish)
        self.call_after_refresh(self._furnish)  # where the page has no room, it is never drawn

    async def _furnish(self) -> None:
        """Puts in the tree, for which a first article need not wait, with its rows where they are known soon; once."""
        if self._is_furnished:
            return
        self._is_furnished = True
        self._repaint_required = False  # Textual has a screen that comes drawn twice
        self.opening.begin()
        self.upkeep.begin()
        from reader.ui.sidebar import Sidebar  # noqa: PLC0415 - while a thread opens the catalogue

        await self.upkeep.wait_for_catalogue(_TREE_WAITS)
        side = self.query_one("#side")
        if not side.is_attached:
            return  # it was quit meanwhile
        with self.app.batch_update():
            chosen = self.reader.choices.settings
            sidebar = Sidebar(chosen.view, chosen.order, id="tree", classes="-tree")
            sidebar.awaited = self.view.awaited
            await side.mount(sidebar, ProgressLine())
            self._furnished()
            self.upkeep.hear()

    def _furnished(self) -> None:
        """The tree is there."""
        self.filtering.filled()
        self.panes.furnished()
        self.sidebar.set_message("Looking for articles …")
        garbage.begin()
        self.looks.begin()
        self.placing.begin()
        self.call_after_refresh(self.picturing.begin)

    def on_unmount(self) -> None:
        try:
            self.picturing.end()
            self.placing.keep(is_end=True)
            self.marking.end()
        finally:
            self.upkeep.end()
            garbage.take_back()

    # what the keeper and the loader say, for the parts

    @on(keeping.Opened)
    def _catalogue_opened(self, event: keeping.Opened) -> None:
        self.upkeep.opened(event)

    @on(keeping.Progressed)
    def _progressed(self, event: keeping.Progressed) -> None:
        self.upkeep.progressed(event)

    @on(keeping.Changed)
    def _changed_on_disk(self, event: keeping.Changed) -> None:
        self.upkeep.changed(event)

    @on(keeping.Rested)
    def _rested(self, event: keeping.Rested) -> None:
        self.upkeep.rested(event)

    @on(keeping.Unheard)
    def _unheard(self, event: keeping.Unheard) -> None:
        self.upkeep.unheard(event)

    @on(keeping.Unkept)
    def _unkept(self, event: keeping.Unkept) -> None:
        self.upkeep.unkept(event)

    @on(loading.Loaded)
    def _loaded(self, event: loading.Loaded) -> None:
        self.opening.loaded(event)

    @on(loading.Absent)
    def _absent(self, event: loading.Absent) -> None:
        self.opening.absent(event)

    @on(loading.Failed)
    def _failed(self, event: loading.Failed) -> None:
        self.opening.failed(event)

    @on(Page.Ended)
    def _end_seen(self) -> None:
        self.marking.end_seen()

    def on_pictures_found(self, event: PicturesFound) -> None:
        """The pictures of the article are found."""
        self.picturing.found(event)

    def on_picture_ready(self, event: PictureReady) -> None:
        """A picture is decoded."""
        self.picturing.ready(event)

    def on_pictures_fetched(self, event: PicturesFetched) -> None:
        """Pictures come from elsewhere."""
        self.picturing.fetched(event)

    def on_terminal_heard(self, event: TerminalHeard) -> None:
        """The terminal has said what it can."""
        self.picturing.heard(event)

    # what the tree and the search ask for

    def on_sidebar_opened(self, event: Sidebar.Opened) -> None:
        """An article was chosen in the tree."""
        self.travelling.leave()
        self.opening.open(event.article_id, within=event.within)
        self.panes.to_page()
        event.sidebar.let_go()

    def on_sidebar_escaped(self) -> None:
        """Esc ends what is going on, or folds."""
        if not self.upkeep.stop():
            self.sidebar.action_close()

    def on_sidebar_failed(self, event: Sidebar.Failed) -> None:
        """The catalogue could not be asked."""
        self.upkeep.failed(event.error)

    def on_search_screen_opened(self, event: SearchScreen.Opened) -> None:
        """A hit was chosen."""
        self.searching.opened(event.choice)

    def on_search_screen_failed(self, event: SearchScreen.Failed) -> None:
        """The catalogue could not be asked."""
        self.upkeep.failed(event.error)

    @on(Counted)
    def _counted(self, event: Counted) -> None:
        self.glancing.counted(event)

    def on_glance_chosen(self, event: Glance.Chosen) -> None:
        """Something was chosen at a glance."""
        self.glancing.chosen(event)

    # back and forward

    @on(ArticleView.Left)
    def _jumped(self, event: ArticleView.Left) -> None:
        self.travelling.jumped(event)

    # panes

    def on_resize(self, event: events.Resize) -> None:
        self.panes.fit(event.size.width)
        self.call_after_refresh(self.picturing.refit)

    def on_screen_suspend(self) -> None:
        self.picturing.covered()

    def on_screen_resume(self) -> None:
        self.picturing.covered()

    @on(Splitter.Moved)
    def _splitter_moved(self, event: Splitter.Moved) -> None:
        self.panes.border_moved(event.x)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        early, self._early = self._early, None
        type_again(self.view, early or ())
        self.panes.focused(event.widget)

    def on_key(self, event: events.Key) -> None:
        if self._early is not None:
            event.stop()
            self._early.append(event)

    @on(Selector.Changed)
    def _selection_changed(self) -> None:
        self.panes.selection_changed()

    # what is done with a selection

    @on(Selector.Wanted)
    def _wanted_of_selection(self, event: Selector.Wanted) -> None:
        if event.what == "copy":
            self.copying.copy_range(event.start, event.end)
        else:
            self.highlighting.wanted(event)

    @on(Selector.Touched)
    def _touched(self, event: Selector.Touched) -> None:
        self.highlighting.touched(event)

    # what the page asks for

    @on(ArticleView.Wanted)
    def _wanted(self, event: ArticleView.Wanted) -> None:
        match event.what:
            case "leave":
                self.panes.leave_page()
                if not self.panes.waits_for_tree:
                    self.view.let_go()
            case "next":
                self.marking.went_on()
                self.opening.open_neighbour(1)
                self.view.let_go()
            case "next-unread":
                self.marking.next_unread()
                self.view.let_go()
            case "previous":
                self.opening.open_neighbour(-1)
                self.view.let_go()
            case "links":
                self.following.list_links()
            case "outline":
                self.outlining.begin()
            case "back":
                self.travelling.back()
            case "forward":
                self.travelling.forward()

    @on(ArticleView.Followed)
    def _followed(self, event: ArticleView.Followed) -> None:
        self.following.followed(event)

    @on(ArticleView.Pointed)
    def _pointed(self, event: ArticleView.Pointed) -> None:
        self.following.pointed(event)

    @on(Labels.Changed)
    def _labels_changed(self, event: Labels.Changed) -> None:
        self.following.labels_changed(event)

    @on(Labels.Chosen)
    def _labelled(self, event: Labels.Chosen) -> None:
        self.following.labelled(event)

    # what the tree shows

    def on_sidebar_filter_requested(self) -> None:
        """The reader wants to filter the tree."""
        self.filtering.begin()

    def on_prompt_typed(self, event: Prompt.Typed) -> None:
        self.filtering.typed(event)

    def on_prompt_accepted(self, event: Prompt.Accepted) -> None:
        self.filtering.accepted(event)

    def on_prompt_cancelled(self) -> None:
        self.filtering.cancelled()

    def on_sidebar_ordered(self, event: Sidebar.Ordered) -> None:
        """The articles of a group stand in another order."""
        self.filtering.ordered(event)

    def on_sidebar_changed(self, event: Sidebar.Changed) -> None:
        """The view or the filter of the tree is another."""
        self.filtering.changed(event)

    # keys that work anywhere

    def action_switch_pane(self) -> None:
        self.panes.switch()

    def action_open_source(self) -> None:
        self.following.open_source()

    def action_edit(self) -> None:
        if self.article is None:
            self.notice("No article is open.")
            return
        self.reader.edit(self.article.path)
        self.opening.changed_on_disk(frozenset())

    # keys of the parts

    def action_wider(self) -> None:
        self.looks.wider()

    def action_narrower(self) -> None:
        self.looks.narrower()

    def action_default_width(self) -> None:
        self.looks.default_width()

    def action_zen(self) -> None:
        self.looks.zen()

    def action_next_theme(self) -> None:
        self.looks.next_theme()

    def action_wrap_code(self) -> None:
        self.looks.wrap_code()

    def action_looks(self) -> None:
        self.looks.show()

    def action_star(self) -> None:
        self.marking.toggle_star()

    def action_read(self) -> None:
        self.marking.toggle_read()

    def action_highlights(self) -> None:
        self.highlighting.outline()

    def action_copy_link(self) -> None:
        self.copying.copy_link()

    def action_copy_markdown(self) -> None:
        self.copying.copy_markdown()

    def action_picture(self) -> None:
        self.picturing.show_one()

    def action_fetch_pictures(self) -> None:
        self.picturing.ask_to_fetch()

    def action_mark_all(self) -> None:
        self.marking.mark_all()

    def action_undo_mark(self) -> None:
        self.marking.undo()

    def action_search(self) -> None:
        self.searching.begin()

    def action_glance(self) -> None:
        self.glancing.begin()

    def action_faults(self) -> None:
        self.upkeep.show_faults()

    def action_help(self) -> None:
        from reader.ui.help import Help  # noqa: PLC0415

        self.app.push_screen(Help())

    async def action_quit(self) -> None:
        self.placing.keep()
        self.app.exit()

    def action_stop(self) -> None:
        self.reader.action_stop()

    def action_command_palette(self) -> None:
        self.app.action_command_palette()
