"""How the page looks, by the reader's choice: every switch, what it does at once, and that it is remembered."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from reader.counting import counted
from reader.document.typesetting import Typesetting
from reader.settings import DEFAULTS, Settings, Value
from reader.ui import themes
from reader.ui.one_line import printable
from reader.ui.part import Part

_STEP = 4  # cells
_TOLD = 3  # mistakes at once
_ROOMY = (60, 16)  # columns and rows of a screen that has room to tell them


class Look(NamedTuple):
    """One switch."""

    field: str
    """The setting that it changes."""
    label: str
    values: tuple[Value, ...]
    """In the order in which they follow each other; none for a number that grows and shrinks."""
    words: tuple[str, ...] = ()
    """What each value is called, where it does not say that itself."""

    def word(self, value: Value) -> str:
        """What a value is called."""
        if self.words and value in self.values:
            return self.words[self.values.index(value)]
        return str(value)


_OFF_ON = ((False, True), ("off", "on"))

LOOKS = (
    Look("theme", "Theme", themes.STEPS),
    Look("column", "Width of the column", ()),
    Look("line_spacing", "Blank rows between lines", (0, 1, 2), ("none", "1", "2")),
    Look("justify", "Even right edge", *_OFF_ON),
    Look("han_latin_space", "Space between Han and Latin", *_OFF_ON),
    Look("first_line_indent", "Chinese paragraphs indented", *_OFF_ON),
    Look("code", "Long lines of code", ("wrap", "scroll"), ("wrapped", "cut, < > move")),
    Look(
        "images",
        "Pictures",
        ("auto", "kitty", "sixel", "iterm", "blocks", "none"),
        ("as the terminal can", "kitty", "sixel", "iTerm2", "half-blocks", "none"),
    ),
)


def typesetting(settings: Settings) -> Typesetting:
    """What of the settings layout obeys."""
    return Typesetting(
        line_spacing=settings.line_spacing,
        justify=settings.justify,
        han_latin_space=settings.han_latin_space,
        first_line_indent=settings.first_line_indent,
        wraps_code=settings.code == "wrap",
    )


class Looks(Part):
    """The looks of the reading screen."""

    @property
    def settings(self) -> Settings:
        """What is chosen."""
        return self.screen.reader.choices.settings

    def dress(self) -> None:
        """Gives the page the looks that are chosen, before it has an article."""
        self.screen.view.column = self.settings.column
        self.screen.view.set_typesetting(typesetting(self.settings))

    def begin(self) -> None:
        """Tells what is wrong in the settings, for a while and over the page; `!` tells it again."""
        mistakes = self.screen.reader.choices.mistakes
        if not mistakes:
            return
        if any(have < want for have, want in zip(self.screen.app.size, _ROOMY, strict=True)):
            are = f"{len(mistakes)} mistakes" if len(mistakes) > 1 else "A mistake"
            self.screen.app.notify(f"{are} in the settings: see !", severity="warning", timeout=4, markup=False)
            return
        said = [f"line {mistake.line}: {mistake.reason}" for mistake in mistakes[:_TOLD]]
        if len(mistakes) > _TOLD:
            said.append(f"{counted(len(mistakes) - _TOLD, 'more mistake')}; ! lists all")
        title = printable(str(mistakes[0].file).replace(str(Path.home()), "~"))
        self.screen.app.notify("\n".join(said), title=title, severity="warning", timeout=15, markup=False)

    # changing

    def change(self, field: str, value: Value) -> None:
        """Changes a setting of looks, at once on the page and soon in the file."""
        self.screen.reader.choose(**{field: value})
        if field == "theme":
            self.screen.app.theme = str(value)
        elif field == "column":
            self.screen.view.set_column(int(value))
        elif field == "images":
            self.screen.picturing.refit()
        else:
            self.screen.view.set_typesetting(typesetting(self.settings))

    def step(self, look: Look, by: int) -> None:
        """Goes on to the next value of a switch, or back to the one before."""
        if not look.values:
            self._step_column(by)
            return
        value: Value = getattr(self.settings, look.field)
        at = look.values.index(value) if value in look.values else -1 if by > 0 else 0
        self.change(look.field, look.values[(at + by) % len(look.values)])

    def show(self) -> None:
        """All switches in one place."""
        from reader.ui.looks_screen import LooksScreen  # noqa: PLC0415 - only who opens it waits for it

        self.screen.app.push_screen(LooksScreen(self))

    def next_theme(self) -> None:
        """Goes on to the next theme."""
        self.step(LOOKS[0], 1)
        self.screen.notice(f"Theme: {self.settings.theme}.")

    def wrap_code(self) -> None:
        """Wraps long lines of code, or cuts them off."""
        self.change("code", "scroll" if self.settings.code == "wrap" else "wrap")
        cut = "Long lines of code are cut off; < and > move them."
        self.screen.notice(cut if self.settings.code == "scroll" else "Long lines of code go on in the next row.")

    # the column

    def wider(self) -> None:
        """A wider column, as far as the pane holds it."""
        self._step_column(1)
        self._say_column()

    def narrower(self) -> None:
        """A narrower column than the one that is shown."""
        self._step_column(-1)
        self._say_column()

    def default_width(self) -> None:
        """The column as it is made."""
        self._set_column(DEFAULTS.column)
        self._say_column()

    def _step_column(self, by: int) -> None:
        view = self.screen.view
        shown = min(view.column, view.widest)
        if by > 0 and shown + _STEP > view.widest:
            self._set_column(max(view.column, view.widest))  # a wider window may hold all that was chosen
        else:
            self._set_column(shown + by * _STEP)

    def _set_column(self, cells: int) -> None:
        view = self.screen.view
        view.set_column(cells)
        self.screen.reader.choose(column=view.column)

    def _say_column(self) -> None:
        view = self.screen.view
        held = f"; the page holds {view.widest}" if view.column > view.widest else ""
        self.screen.notice(f"Column of {view.column} cells{held}.")

    # the rest

    def zen(self) -> None:
        """The column alone, or with all around it again."""
        self.screen.panes.to_page()
        self.screen.toggle_class("-zen")
