"""The highlights of the open article: to go to, to change, to remove."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from reader import resources
from reader.counting import counted
from reader.ui.highlight_list import Entry, HighlightList

if TYPE_CHECKING:
    from reader.ui.highlighting import Highlighting


class HighlightOutline(ModalScreen[int | str | None]):
    """Answers with the number of the highlight to go to, with `all` for those of all articles, or with None."""

    CSS_PATH: ClassVar = str(resources.style_sheet("highlights"))
    BINDINGS: ClassVar = [
        Binding("escape,q,H,h,left", "dismiss(None)", "close"),
        Binding("j,down", "move(1)", "next", show=False),
        Binding("k,up", "move(-1)", "previous", show=False),
        Binding("space,pagedown", "page(1)", "page down", show=False),
        Binding("b,pageup", "page(-1)", "page up", show=False),
        Binding("g,home", "move(-1000000)", "first", show=False),
        Binding("G,end", "move(1000000)", "last", show=False),
        Binding("enter,l,right", "go", "go"),
        Binding("a,e", "note", "note"),
        Binding("x,d,delete", "remove", "remove"),
        Binding("u,U", "undo", "undo"),
        Binding("y", "copy", "copy"),
        Binding("tab", "dismiss('all')", "of all articles", priority=True),
        *(Binding(str(n), f"colour({n})", "colour", show=False) for n in range(1, 5)),
    ]

    def __init__(self, owner: Highlighting) -> None:
        super().__init__()
        self._owner = owner

    def compose(self) -> ComposeResult:
        with Vertical(id="highlights"):
            yield Static("", id="highlights-title")
            yield HighlightList()
            yield Static(
                Content("Enter go  a note  1-4 colour  y copy  x remove  U undo  Tab all"),
                id="highlights-keys",
            )

    @property
    def _list(self) -> HighlightList:
        return self.query_one(HighlightList)

    def on_mount(self) -> None:
        self._show()
        self._list.go_to(self._owner.nearest())

    def _show(self) -> None:
        known = self._owner.in_order()
        entries = [Entry(each.id, each.passage.quote, each.colour, each.note, "", each.is_lost) for each, _ in known]
        count = counted(len(entries), "highlight")
        self.query_one("#highlights-title", Static).update(Content(count if entries else "No highlight any more"))
        self._list.show(entries, "U brings the last one back.")
        self._list.styles.height = max(2, min(self._list.virtual_size.height, self.size.height * 86 // 100 - 7))

    def on_resize(self) -> None:
        self.call_after_refresh(self._show)

    def action_move(self, by: int) -> None:
        self._list.move(by)

    def action_page(self, by: int) -> None:
        self._list.move(by * self._list.page)

    @on(HighlightList.Chosen)
    def _clicked(self) -> None:
        self.action_go()

    def action_go(self) -> None:
        chosen = self._list.chosen
        if chosen is None:
            return
        if chosen.is_lost:
            self.query_one("#highlights-keys", Static).update(Content("This passage is no longer in the article."))
        else:
            self.dismiss(chosen.id)

    def action_note(self) -> None:
        if (chosen := self._list.chosen) is not None:
            self._owner.edit_note(chosen.id, self._show)

    def action_colour(self, colour: int) -> None:
        if (chosen := self._list.chosen) is not None:
            self._owner.recolour(chosen.id, colour)
            self._show()

    def action_remove(self) -> None:
        if (chosen := self._list.chosen) is not None:
            self._owner.remove(chosen.id)
            self._show()

    def action_undo(self) -> None:
        self._owner.screen.marking.undo()
        self._show()

    def action_copy(self) -> None:
        if (chosen := self._list.chosen) is not None:
            self._owner.screen.copying.copy_text("the highlight", chosen.quote)
