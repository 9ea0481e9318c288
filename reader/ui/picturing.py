"""The pictures of the open article: shown where the terminal can, looked at one by one, fetched when asked for."""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from textual.message import Message

from reader.ui.part import Part

if TYPE_CHECKING:
    from rich.color import ColorSystem
    from rich.style import Style
    from textual.timer import Timer
    from textual.worker import Worker

    from reader.archive.article import Article
    from reader.document.model import Document
    from reader.document.pictures.asked import Protocol
    from reader.ui.pictures.drawing import Drawer
    from reader.ui.pictures.fetching import PicturesFetched, Wish
    from reader.ui.pictures.gallery import Gallery, PictureReady, PicturesFound
    from reader.ui.pictures.picture_screen import Exhibit
    from reader.ui.pictures.terminal import Told
    from reader.ui.reading_screen import ReadingScreen

MISSING = "Pictures need Pillow: pip install 'broadsheet[images]'"

_PATIENCE = 0.5
"""Seconds that the terminal has to say what it can, before pictures are shown as half-blocks."""
_SHARE = 0.7
"""Of the page's height that a picture may take."""
_LEAST_ROWS = 6
_SHOWN_AFTER = 5
"""Pictures that are fetched before they are shown, while more are to come."""


class TerminalHeard(Message):
    """The terminal has answered."""

    def __init__(self, answer: str) -> None:
        super().__init__()
        self.answer = answer


class Picturing(Part):
    """Owns the gallery, and what is known of the terminal."""

    def __init__(self, screen: ReadingScreen, paths: Sequence[Path]) -> None:
        super().__init__(screen)
        self._paths = tuple(paths)
        self._gallery: Gallery | None = None
        self._drawer: Drawer | None = None
        self._shown: tuple[Article, Document] | None = None
        self._looked_at = 0
        """Spans of the shown article that were looked at."""
        self._has_pictures = False
        self._may_begin = False
        self._has_looked = False
        self._told: Told | None = None
        self._waiting: Timer | None = None
        self._fetching: Worker[None] | None = None

    # the article

    def begin(self) -> None:
        """The first frame is on the screen: pictures may follow."""
        self._may_begin = True
        self._look()

    def loaded(self, article: Article, document: Document) -> None:
        """An article is on the page, or a longer part of it."""
        before, self._shown = self._shown, (article, document)
        goes_on = before is not None and before[0].path == article.path and document.continues(before[1])
        if not goes_on:
            self._looked_at, self._has_pictures = 0, False
        self._has_looked = False
        if self._gallery is not None and (before is None or before[0].path != article.path):
            self._gallery.leave()
        if self._may_begin and goes_on:
            # Where pictures are, all are looked for again: only when the article has doubled, or is whole.
            if not self._has_pictures or document.is_complete or len(document.spans) >= 2 * self._looked_at:
                self._look()
        elif self._may_begin:
            self.screen.view.after_drawing(self._look)  # the text comes first

    def _look(self) -> None:
        """Looks for the article's pictures, when it names any and they may be shown."""
        if self._shown is None or self._mode == "none":
            return
        self._has_looked = True
        article, document = self._shown
        from reader.document.model import Style  # noqa: PLC0415 - loaded long ago

        spans = document.spans
        if not self._has_pictures:  # of a long article, which comes in parts, each span is looked at once
            fresh = islice(spans, self._looked_at, None)
            self._has_pictures = any(span.style is Style.IMAGE and span.target for span in fresh)
        self._looked_at = len(spans)
        self._spare_last_row()
        if not self._has_pictures:
            return
        from reader.document.pictures.studio import is_installed  # noqa: PLC0415 - a page without pictures needs none

        if not is_installed():
            return
        gallery = self._opened()
        roots = self._paths
        gallery.look_for(document, article.path, roots, article.metadata.link)
        if self._told is None:
            self._ask_terminal()

    def _opened(self) -> Gallery:
        """The gallery, made for the first picture."""
        if self._gallery is None:
            from reader.ui.pictures.drawing import Drawer  # noqa: PLC0415 - see _look
            from reader.ui.pictures.gallery import Gallery  # noqa: PLC0415

            self._gallery = Gallery(self.screen.post_message, self._write)
            self._drawer = Drawer(self._gallery, self._is_on_top, self._last_row, self._as_sent)
            self._fit()
            from reader.ui.pictures.driver import ListeningDriver  # noqa: PLC0415

            driver = self.screen.app._driver
            if isinstance(driver, ListeningDriver):
                driver.on_leave = self._gallery.forget_drawn
                self.screen.app.app_resume_signal.subscribe(self.screen, lambda app: self._come_back())
        return self._gallery

    def _is_on_top(self) -> bool:
        app = self.screen.app
        return app.screen is self.screen and not app.is_headless

    def _spare_last_row(self) -> None:
        """Has zen leave the terminal's last row free, where a row of a picture would make it scroll."""
        protocol = self._gallery.protocol if self._gallery is not None else None
        scrolls = self._has_pictures and self._are_shown and protocol in ("sixel", "iterm")
        self.screen.set_class(scrolls, "-spares-row")

    def _last_row(self) -> int:
        """The row of the page that is the terminal's last, as it may be for a frame in zen."""
        return self.screen.app.size.height - 1 - self.screen.view.region.y

    def _as_sent(self, style: Style) -> Style:
        app, system = self.screen.app, self._colour_system
        if system is None or system.name == "TRUECOLOR":
            return style
        from reader.ui.few_colours import as_sent  # noqa: PLC0415 - most terminals have all colours

        return as_sent(style, app.get_line_filters(), system)

    @property
    def _colour_system(self) -> ColorSystem | None:
        """The colours that text may have; None for none."""
        from rich.console import COLOR_SYSTEMS  # noqa: PLC0415 - loaded long ago

        app = self.screen.app
        return None if app.no_color else COLOR_SYSTEMS.get(app.console.color_system or "")

    def end(self) -> None:
        """Gives all pictures up, in the terminal too."""
        if self._gallery is not None:
            self._gallery.close()

    # what is heard of them

    def found(self, event: PicturesFound) -> None:
        """The article's pictures are found and measured."""
        if self._gallery is not None and self._gallery.take(event):
            self._refresh()

    def ready(self, event: PictureReady) -> None:
        """A picture is decoded, or cannot be."""
        gallery = self._gallery
        if gallery is None:
            return
        reason = gallery.keep(event)
        if reason:
            targets = [target for target, each in gallery.found.items() if each.file == event.draw.file]
            for target in targets:
                gallery.fail(target, reason)
            self._refresh()
        self.screen.view.refresh()
        self._tell_above()

    def _tell_above(self) -> None:
        """Tells a screen that shows a picture over the page."""
        from reader.ui.pictures.gallery import PicturesChanged  # noqa: PLC0415 - see _look

        if (above := self.screen.app.screen) is not self.screen:
            above.post_message(PicturesChanged())

    def _refresh(self) -> None:
        """Sets the page anew where it has pictures."""
        from reader.document.pictures.shape import blocks_with_pictures  # noqa: PLC0415 - see _look

        view = self.screen.view
        self._spare_last_row()
        if view.document is not None:
            view.set_pictures(self._drawer if self._are_shown else None, blocks_with_pictures(view.document))

    def _come_back(self) -> None:
        """The terminal was given to another program, and has forgotten what it was sent."""
        self._refresh()
        self._tell_above()

    # one on the whole screen

    def show_one(self) -> None:
        """Shows the picture that stands nearest to the middle of the screen, and by keys the others."""
        exhibits = self._exhibits()
        if not exhibits:
            self.screen.notice(self._why_none())
            return
        middle = self.screen.view.offset_in_middle
        self._show(exhibits, min(range(len(exhibits)), key=lambda number: abs(exhibits[number].offset - middle)))

    def show(self, target: str) -> bool:
        """Shows a picture that the article names so; says whether there is one that can be shown."""
        if not self.said_of(target):
            return False
        exhibits = self._exhibits()
        self._show(exhibits, next(number for number, exhibit in enumerate(exhibits) if exhibit.target == target))
        return True

    def said_of(self, target: str) -> str:
        """What is said of a picture where a link would say where it leads; empty for what cannot be shown."""
        size = self._gallery.shapes.size(target) if self._gallery is not None and self._are_shown else None
        return f"a picture of {size.width:,} × {size.height:,} pixels" if size is not None else ""

    def _show(self, exhibits: Sequence[Exhibit], at: int) -> None:
        gallery, view = self._gallery, self.screen.view
        if gallery is None:
            return
        from reader.ui.pictures.picture_screen import PictureScreen  # noqa: PLC0415 - only who opens it waits

        def closed(number: int | None) -> None:
            if number is not None and number != at:
                view.go_to(exhibits[number].offset)

        self.screen.app.push_screen(PictureScreen(gallery, exhibits, at), closed)

    def _exhibits(self) -> list[Exhibit]:
        """The article's pictures that can be shown, in reading order."""
        gallery, document = self._gallery, self.screen.view.document
        if gallery is None or document is None or not self._are_shown:
            return []
        from reader.document.model import Style  # noqa: PLC0415 - see _look
        from reader.ui.one_line import printable  # noqa: PLC0415
        from reader.ui.pictures.picture_screen import Exhibit  # noqa: PLC0415

        return [
            Exhibit(span.target, printable(document.text[span.start + 2 : span.end]), span.start)
            for span in document.spans
            if span.style is Style.IMAGE and span.target and gallery.shapes.size(span.target) is not None
        ]

    def _why_none(self) -> str:
        """Why there is no picture to show, in words."""
        from reader.document.pictures.studio import is_installed  # noqa: PLC0415 - see _look

        if self._mode == "none":
            return "Pictures are turned off; L turns them on."
        if not is_installed():
            return MISSING
        if self._gallery is not None and not self._are_shown:
            return "Without colours this terminal can show no picture."
        if self._elsewhere():
            return "No picture to show yet; I fetches those elsewhere."
        return "This article has no picture to show."

    # fetching

    def _elsewhere(self) -> list[Wish]:
        """The article's pictures that would have to be fetched."""
        if self._gallery is None:
            return []
        from reader.archive.picture import Elsewhere  # noqa: PLC0415 - see _look
        from reader.ui.pictures.fetching import Wish  # noqa: PLC0415

        sources = [each.source for each in self._gallery.found.values() if each.file is None]
        return list(dict.fromkeys(Wish(one.address, one.host) for one in sources if isinstance(one, Elsewhere)))

    def ask_to_fetch(self) -> None:
        """Fetches the article's pictures that are elsewhere, after a yes."""
        wishes = self._elsewhere()
        if self._fetching is not None and self._fetching.is_running:
            self._fetching.cancel()
            self.screen.notice("No more pictures are fetched.")
        elif not wishes:
            said = self._why_none()
            self.screen.notice("This article has no pictures elsewhere." if said.startswith("This") else said)
        else:
            from reader.ui.pictures.question import FetchQuestion  # noqa: PLC0415 - only who asks waits for it

            self.screen.app.push_screen(
                FetchQuestion([wish.host for wish in wishes]), lambda yes: self._fetch(wishes) if yes else None
            )

    def _fetch(self, wishes: Sequence[Wish]) -> None:
        from textual.worker import get_current_worker  # noqa: PLC0415 - see _look

        from reader.ui.pictures.fetching import fetch_all  # noqa: PLC0415 - only who fetches waits for it

        def work() -> None:
            worker = get_current_worker()
            fetch_all(wishes, self.screen.post_message, lambda: worker.is_cancelled)

        self.screen.notice(f"Fetching {len(wishes)} pictures …" if len(wishes) > 1 else "Fetching the picture …")
        self._fetching = self.screen.run_worker(work, thread=True, group="fetch")

    def fetched(self, event: PicturesFetched) -> None:
        """Pictures have come, or have not."""
        if not event.is_last:
            self.screen.notice(f"Fetched {event.done - len(event.failures)} of {event.count} pictures … I stops")
            if event.done % _SHOWN_AFTER == 0:
                self._look()
            return
        come = event.done - len(event.failures)
        said = f"Fetched {come} of {event.count}." if event.count > 1 else "The picture is fetched."
        if event.failures:
            more = f" (and {len(event.failures) - 1} more)" if len(event.failures) > 1 else ""
            said = f"{said if come else 'Not fetched:'} {event.failures[0]}{more}"
        self.screen.notice(said)
        self._look()

    # how they are shown

    @property
    def _mode(self) -> str:
        return self.screen.reader.choices.settings.images

    @property
    def _are_shown(self) -> bool:
        """Whether pictures are on the page: half-blocks need colours."""
        gallery = self._gallery
        if gallery is None or self._mode == "none":
            return False
        return gallery.blocks_in is not None or gallery.protocol not in (None, "blocks")

    def covered(self) -> None:
        """Another screen has come over the page, or has gone: what the terminal draws gives way to half-blocks."""
        if self._drawer is not None:
            self.screen.view.refresh()

    def refit(self) -> None:
        """The window, or how pictures are to be shown, has changed."""
        if not self._has_looked and self._may_begin:
            self._look()
        if self._fit():
            self._refresh()
            self._tell_above()

    def _fit(self) -> bool:
        """Brings the gallery up to the terminal, the window and the settings; says whether anything is different."""
        gallery = self._gallery
        if gallery is None:
            return False
        from reader.document.pictures.asked import Protocol  # noqa: PLC0415 - see _look
        from reader.document.pictures.shape import MOST_COLUMNS, USUAL_CELL  # noqa: PLC0415
        from reader.ui.pictures import terminal  # noqa: PLC0415

        app, told = self.screen.app, self._told or terminal.Told()
        before = (gallery.protocol, gallery.shapes.limits)
        columns, rows = app.size
        gallery.shapes.cell = terminal.cell(told, (columns, rows), terminal.window_pixels()) or USUAL_CELL
        gallery.shapes.most_rows = max(_LEAST_ROWS, int(self.screen.view.rows_in_view * _SHARE))
        gallery.colours = told.colours
        gallery.is_true_colour = app.console.color_system == "truecolor"
        gallery.blocks_in = self._colour_system
        gallery.protocol = self._protocol(told)
        if gallery.protocol is not before[0]:
            gallery.forget_drawn()
        gallery.shapes.most_columns = MOST_COLUMNS
        if gallery.protocol is Protocol.SIXEL and told.widest:
            gallery.shapes.most_columns = min(MOST_COLUMNS, max(2, told.widest // gallery.shapes.cell.width))
        return before != (gallery.protocol, gallery.shapes.limits)

    def _protocol(self, told: Told) -> Protocol | None:
        from reader.document.pictures.asked import Protocol  # noqa: PLC0415 - see _look
        from reader.ui.pictures import terminal  # noqa: PLC0415

        mode = self._mode
        if mode != "auto":
            return Protocol(mode)
        if self._told is None or (self._waiting is not None and not told.is_complete):
            return None
        return terminal.best(told, os.environ)

    # the terminal

    def _ask_terminal(self) -> None:
        """Asks what the terminal can, once; the answers come as `TerminalHeard`."""
        from reader.ui.pictures import terminal  # noqa: PLC0415 - see _look
        from reader.ui.pictures.driver import ListeningDriver  # noqa: PLC0415

        self._told = terminal.Told()
        driver = self.screen.app._driver
        if isinstance(driver, ListeningDriver) and not terminal.is_silent(os.environ):
            self._waiting = self.screen.set_timer(_PATIENCE, self._waited)
            post = self.screen.post_message
            driver.ask(terminal.QUESTION, terminal.ANSWER, terminal.BEGUN, lambda answer: post(TerminalHeard(answer)))
        else:
            self.refit()

    def heard(self, event: TerminalHeard) -> None:
        """The terminal has said something of what it can."""
        from reader.ui.pictures import terminal  # noqa: PLC0415 - see _look

        self._told = terminal.heard(self._told or terminal.Told(), event.answer)
        if self._told.is_complete:
            self._waited()

    def _waited(self) -> None:
        if self._waiting is not None:
            self._waiting.stop()
            self._waiting = None
        self.refit()

    def _write(self, sequence: str) -> None:
        """Sends the terminal what only terminals read."""
        driver = self.screen.app._driver
        if driver is not None and not self.screen.app.is_headless:
            from reader.ui.pictures import terminal  # noqa: PLC0415 - see _look

            driver.write(terminal.passed_on(sequence, os.environ))
