"""How the page looks, and what of it is remembered: theme, column, the border between the panes, zen."""

from __future__ import annotations

from reader.settings import DEFAULTS
from reader.ui.part import Part

_STEP = 4  # cells
_TOLD = 4  # mistakes at once


class Looks(Part):
    """The looks of the reading screen, by the reader's choice."""

    def begin(self) -> None:
        """Tells what is wrong in the settings, for a while and over the page; `!` tells it again."""
        mistakes = self.screen.reader.choices.mistakes
        if mistakes:
            said = [str(mistake) for mistake in mistakes[:_TOLD]]
            if len(mistakes) > _TOLD:
                said.append(f"{len(mistakes) - _TOLD} more mistakes")
            self.screen.app.notify("\n".join(said), title="Settings", severity="warning", timeout=15, markup=False)

    # the column

    def wider(self) -> None:
        """A wider column, as far as the pane holds it."""
        view = self.screen.view
        shown = min(view.column, view.widest)
        if shown < view.column or shown + _STEP > view.widest:
            self._set_column(max(shown, view.widest))
        else:
            self._set_column(shown + _STEP)

    def narrower(self) -> None:
        """A narrower column than the one that is shown."""
        view = self.screen.view
        self._set_column(min(view.column, view.widest) - _STEP)

    def default_width(self) -> None:
        """The column as it is made."""
        self._set_column(DEFAULTS.column)

    def _set_column(self, cells: int) -> None:
        view = self.screen.view
        view.set_column(cells)
        self.screen.reader.choose(column=view.column)
        self.screen.notice(f"Column of {view.column} cells.")

    # the rest

    def next_theme(self) -> None:
        """Goes on to the next theme."""
        self.screen.reader.step_theme()
        self.screen.notice(f"Theme: {self.screen.app.theme}.")

    def zen(self) -> None:
        """The column alone, or with all around it again."""
        self.screen.turn_to_page()
        self.screen.toggle_class("-zen")
