"""The outline, as the reading screen has it: opened, followed, gone to, and left as if nothing had been."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from reader.document.viewport import Place
from reader.ui.part import Part

if TYPE_CHECKING:
    from reader.document.outline import Heading


class Outlining(Part):
    """Opens the outline of the article on the page."""

    def begin(self) -> None:
        """Puts the outline over the page, with what was typed behind its key."""
        from reader.document.outline import outline  # noqa: PLC0415 - only who opens it waits for it
        from reader.ui.outline import Outline  # noqa: PLC0415

        view = self.screen.view
        headings = outline(view.document) if view.document is not None else []
        if view.document is None or not headings:
            view.hand_over_typing(None)
            self.screen.notice("This article has no headings.")
            return
        over = Outline(view.document, headings, view, view)
        self.screen.app.push_screen(over, partial(self._closed, headings, view.place))

    def _closed(self, headings: Sequence[Heading], origin: Place, chosen: int | None) -> None:
        """Stays at the heading that was chosen, from where Backspace leads back; else goes back at once."""
        view = self.screen.view
        if chosen is None:
            view.go_to_place(origin)
        else:
            view.go_to_place(Place(headings[chosen].start, 1))
            view.remember(origin)
