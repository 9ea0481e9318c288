"""The program on the screen: themes, commands, and what leaves the program when the reader asks for it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import App
from textual.driver import Driver
from textual.filter import ANSIToTruecolor, LineFilter, Monochrome, NoColor

from reader import resources
from reader.errors import SettingsError
from reader.links import openable
from reader.ui import keys, themes
from reader.ui.choices import Choices
from reader.ui.reading_screen import ReadingScreen

if TYPE_CHECKING:
    from webbrowser import BaseBrowser

    from textual.command import Provider
    from textual.theme import Theme
    from textual.timer import Timer

    from reader.document.opener import Opener
    from reader.settings import Value

_OTHERWISE = (ANSIToTruecolor, Monochrome, NoColor)
"""Textual's filters that ours stand for."""
_SOON = 0.4
"""Seconds after the last choice, when it is written to the settings."""


def _looks() -> type[Provider]:
    from reader.ui.look_commands import LookCommands  # noqa: PLC0415 - the same

    return LookCommands


def _commands() -> type[Provider]:
    from reader.ui.commands import KeyCommands  # noqa: PLC0415 - the palette is imported when it opens

    return KeyCommands


def _driver() -> type[Driver] | None:
    """A driver that hears what the terminal says of pictures; Textual's own where it runs without one."""
    if os.name != "posix" or "TEXTUAL_DRIVER" in os.environ:
        return None
    from reader.ui.pictures.driver import ListeningDriver  # noqa: PLC0415 - not on every system

    return ListeningDriver


class Broadsheet(App[None]):
    """Reads the archive at `paths`: folders, files, or both; shows what `first` opens before it has looked at them.

    Begins with the settings of `choices`; without any, with the defaults, and keeps none.
    """

    TITLE = "Broadsheet"
    CSS_PATH: ClassVar = [str(resources.style_sheet(name)) for name in ("app", "article")]
    COMMANDS: ClassVar = {_commands, _looks}
    BINDINGS: ClassVar = keys.everywhere()
    ENABLE_COMMAND_PALETTE = True
    ESCAPE_TO_MINIMIZE = False

    def __init__(self, paths: Sequence[Path], first: Opener | None = None, choices: Choices | None = None) -> None:
        super().__init__(driver_class=_driver())
        self._paths = tuple(paths)
        self._first = first
        self.choices = choices or Choices()
        self._few: tuple[str, list[LineFilter]] | None = None
        self._keeping: Timer | None = None
        self._is_unkept = False
        self.set_class(self._has_few_colours, "-few-colours")
        for theme in themes.OWN:
            self.register_theme(theme)
        self._begin_in(themes.BY_NAME[self.choices.settings.theme])

    def _begin_in(self, theme: Theme) -> None:
        """Takes a theme before anything is drawn: setting it would parse all style sheets a second time."""
        self.set_reactive(App.theme, theme.name)
        self.set_class(theme.dark, "-dark-mode")
        self.set_class(not theme.dark, "-light-mode")
        self.stylesheet.set_variables(self.get_css_variables())

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """What our own themes add, worked out for Textual's from its colours."""
        theme = self.current_theme
        own = themes.INK if theme.dark else themes.PAPER
        return dict(own.variables)

    def get_default_screen(self) -> ReadingScreen:
        return ReadingScreen(self._paths, self._first)

    @property
    def reading(self) -> ReadingScreen:
        """The screen under whatever is open over it."""
        screen = self.screen_stack[0]
        assert isinstance(screen, ReadingScreen)
        return screen

    @property
    def _has_few_colours(self) -> bool:
        return self.no_color or self.console.color_system == "standard"

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What Textual draws through: on terminals with few colours, a filter of our own beside its others."""
        filters = super().get_line_filters()
        if not self._has_few_colours:
            return filters
        if self._few is None or self._few[0] != self.theme:
            self._few = (self.theme, self._few_colours())
        return [*(each for each in filters if not isinstance(each, _OTHERWISE)), *self._few[1]]

    def _few_colours(self) -> list[LineFilter]:
        from reader.ui.few_colours import Bare, Sixteen  # noqa: PLC0415 - most terminals have all colours

        if self.no_color:
            return [Bare(self.get_css_variables())]
        if self.native_ansi_color:
            return []  # it says itself which of the 16 it means
        return [Sixteen(self.get_css_variables(), is_dark=self.current_theme.dark)]

    # what is chosen, and kept

    def choose(self, **changes: Value) -> None:
        """Changes settings, and writes them to the reader's file when no more follow for a moment."""
        self.choices.change(**changes)
        if self._keeping is not None:
            self._keeping.stop()
        self._keeping = self.set_timer(_SOON, partial(self.run_worker, self._keep, thread=True, group="settings"))

    def _keep(self) -> None:
        try:
            self.choices.keep()
        except SettingsError as error:
            self.call_from_thread(self._not_kept, error)

    def _not_kept(self, error: SettingsError) -> None:
        if not self._is_unkept:  # once is enough: reading goes on
            self._is_unkept = True
            self.reading.notice(str(error))

    # what leaves the program

    def open_address(self, address: str, base: str | None) -> None:
        """Opens an address in the browser, if it is one of the web or of mail; says what happened."""
        target = openable(address, base)
        if target is None:
            self.reading.notice(f"Not opened: {address} is no address of the web.")
            return
        import webbrowser  # noqa: PLC0415

        try:
            browser = webbrowser.get()
        except webbrowser.Error:
            self.reading.notice(f"No browser was found to open {target}")
            return
        self.reading.notice(f"Opening {target}")
        if isinstance(browser, webbrowser.GenericBrowser) and not isinstance(browser, webbrowser.BackgroundBrowser):
            from reader.ui import elsewhere  # noqa: PLC0415 - few have one of the terminal's own, such as w3m

            self._say(elsewhere.browse(self, partial(browser.open, target)))
        else:
            self.run_worker(partial(self._open_in_window, browser, target), thread=True, group="browser")

    def _open_in_window(self, browser: BaseBrowser, target: str) -> None:
        from reader.ui.browser import open_in_window  # noqa: PLC0415 - only who leaves waits for it

        if wrong := open_in_window(browser, target):
            name = getattr(browser, "name", "The browser")
            self.call_from_thread(self.reading.notice, f"{name} did not open {target}: {wrong}.")

    def offer_to_terminal(self, text: str, sequences: Sequence[str]) -> None:
        """Writes what makes the terminal copy a text; the fields of this program paste it too."""
        self._clipboard = text
        if self._driver is not None:
            for sequence in sequences:
                self._driver.write(sequence)

    def action_stop(self) -> None:
        self.action_suspend_process()

    @on(Driver.SignalResume)
    def _draw_anew(self) -> None:
        """Draws everything when the shell gives the terminal back: Textual draws only what a new size changes."""
        self.refresh(layout=True)

    def edit(self, path: Path) -> None:
        """Opens a file in the reader's editor, and comes back when it is closed."""
        from reader.ui import elsewhere  # noqa: PLC0415 - most readers only read

        self._say(elsewhere.edit(self, path))

    def _say(self, wrong: str) -> None:
        if wrong:
            self.reading.notice(wrong)
