"""The pictures of the open article: where they are, how large they are, and those that are decoded.

One thread asks for them, where they are and what they look like, of a process that decodes; the screen's thread draws
what is there. What is wanted is told anew whenever the page moves, so nothing is decoded that is not near the screen.
What is decoded is kept up to `MOST_KEPT`, the longest unused first to go.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from random import randrange
from threading import Condition, Thread
from typing import NamedTuple

from rich.color import ColorSystem
from textual.message import Message

from reader.archive import picture, picture_cache
from reader.document.model import Document, Style
from reader.document.pictures import kitty
from reader.document.pictures.asked import Colour, Draw, Drawn, Failed, File, Measured, Protocol
from reader.document.pictures.shape import Box, Shapes
from reader.document.pictures.studio import Studio
from reader.ui.one_line import printable

MOST_KEPT = 32 * 1024 * 1024
"""Bytes of decoded pictures that are kept, with those that kitty keeps for the program."""

_IDLE = 60.0
"""Seconds without work after which the process that decodes is given up."""


class Whereabouts(NamedTuple):
    """What is known of one picture that an article names."""

    source: picture.Source
    file: File | None = None
    measured: Measured | None = None


class PicturesFound(Message):
    """Pictures of the article are found and measured."""

    def __init__(self, request: int, found: dict[str, Whereabouts]) -> None:
        super().__init__()
        self.request = request
        self.found = found


class PictureReady(Message):
    """A picture is decoded, or cannot be."""

    def __init__(self, draw: Draw, drawn: Drawn | Failed) -> None:
        super().__init__()
        self.draw = draw
        self.drawn = drawn


class PicturesChanged(Message):
    """Pictures may look otherwise now: for a screen over the page that shows one."""


class Gallery:
    """Knows and keeps pictures. `post` takes messages from any thread; `write` takes what only a terminal reads."""

    def __init__(self, post: Callable[[Message], object], write: Callable[[str], object]) -> None:
        self.shapes = Shapes()
        self.protocol: Protocol | None = None
        """How pictures are drawn; None until that is known, and then nothing is decoded yet."""
        self.colours = 128
        self.ground: Colour = (0, 0, 0)
        self.is_true_colour = True
        self.blocks_in: ColorSystem | None = ColorSystem.TRUECOLOR
        """The colours that half-blocks may have; None where there are none, and so no half-blocks."""
        self.found: dict[str, Whereabouts] = {}
        """By what the article calls them, in its order."""
        self._post = post
        self._write = write
        self._request = 0
        self._kept: OrderedDict[Draw, Drawn] = OrderedDict()
        self._failed: set[Draw] = set()
        self._weight = 0
        self._numbers: dict[Draw, int] = {}
        self._first_number = randrange(1, 200) << 16
        self._sent = 0
        self._wanted: list[Draw] = []
        self._pending: set[Draw] = set()
        self._jobs: deque[Callable[[Studio], None]] = deque()
        self._changed = Condition()
        self._is_closed = False
        self._studio: Studio | None = None
        self._thread: Thread | None = None

    # the article

    def look_for(self, document: Document, article: Path, roots: Sequence[Path], link: str | None) -> None:
        """Finds and measures the pictures of an article, beside the screen; `PicturesFound` tells."""
        self._request += 1
        request = self._request

        def look(studio: Studio) -> None:
            targets = dict.fromkeys(s.target for s in document.spans if s.style is Style.IMAGE and s.target)
            found = {target: _whereabouts(target, article, roots, link) for target in targets}
            files = {target: each.file for target, each in found.items() if each.file is not None}
            for target, measured in zip(files, studio.measure(tuple(files.values())), strict=True):
                found[target] = _judged(found[target], measured)
            self._post(PicturesFound(request, found))

        self._add(look)

    def take(self, event: PicturesFound) -> bool:
        """Takes in what was found; says whether it is still wanted."""
        if event.request != self._request:
            return False
        self.found = event.found
        self.shapes.clear()
        for target, each in event.found.items():
            self._tell(target, each)
        return True

    def _tell(self, target: str, each: Whereabouts) -> None:
        if each.measured is not None and each.measured.size is not None:
            self.shapes.know(target, each.measured.size, each.measured.note)
        elif each.measured is not None:
            self.shapes.refuse(target, _sentence(target, each.measured.note))
        elif isinstance(each.source, picture.Elsewhere):
            self.shapes.leave(target, printable(each.source.host))
        elif isinstance(each.source, picture.Missing):
            self.shapes.refuse(target, _sentence(target, each.source.reason))

    def fail(self, target: str, reason: str) -> None:
        """Takes in that a picture that was measured cannot be decoded."""
        each = self.found[target]
        self.found[target] = each._replace(file=None, measured=Measured(None, reason))
        self._tell(target, self.found[target])

    def leave(self) -> None:
        """Forgets the article and its pictures, in the terminal too."""
        self._request += 1
        self.found = {}
        self.shapes.clear()
        self.want(())
        self.forget_drawn()

    def forget_drawn(self) -> None:
        """Forgets what is decoded: the terminal has lost it, or it is to be drawn otherwise."""
        for draw in list(self._kept):
            self._drop(draw)
        self._failed.clear()
        self._pending = set()

    # drawing

    def draw_of(self, target: str, box: Box) -> Draw | None:
        """What is asked for a picture in a box; None for one that cannot be shown, or while it is not known how."""
        each = self.found.get(target)
        if each is None or each.file is None or self.protocol is None:
            return None
        return Draw(each.file, box, self.shapes.cell, self.protocol, self.ground, self.colours)

    def drawn(self, draw: Draw) -> Drawn | None:
        """A picture that is decoded."""
        drawn = self._kept.get(draw)
        if drawn is not None:
            self._kept.move_to_end(draw)
        return drawn

    def number_of(self, draw: Draw) -> int:
        """Under which number kitty knows a picture; 0 when it does not."""
        return self._numbers.get(draw, 0)

    def want(self, draws: Iterable[Draw]) -> None:
        """Says what is to be decoded, the most urgent first, in place of all that was wanted before."""
        with self._changed:
            self._wanted = [
                draw
                for draw in draws
                if draw not in self._kept and draw not in self._failed and draw not in self._pending
            ]
            if self._wanted:
                self._start()
                self._changed.notify()

    def keep(self, event: PictureReady) -> str:
        """Keeps a decoded picture, and drops others; says why it cannot be shown, else nothing."""
        if event.draw not in self._pending:
            return ""  # the article has been left
        self._pending.discard(event.draw)
        if isinstance(event.drawn, Failed):
            self._failed.add(event.draw)
            return event.drawn.reason
        draw, drawn = event.draw, event.drawn
        if draw in self._kept or draw.protocol is not self.protocol:
            return ""
        if draw.protocol is Protocol.KITTY:
            number = self._numbers[draw] = self._new_number()
            self._write(kitty.sending(number, drawn.parts[0], draw.box))
            drawn = Drawn(drawn.blocks)
        self._kept[draw] = drawn
        self._weight += _weight(draw, drawn)
        while self._weight > MOST_KEPT and len(self._kept) > 1:
            self._drop(next(iter(self._kept)))
        return ""

    def _drop(self, draw: Draw) -> None:
        self._weight -= _weight(draw, self._kept.pop(draw))
        if number := self._numbers.pop(draw, 0):
            self._write(kitty.deleting(number))

    def _new_number(self) -> int:
        """A number for kitty: of three bytes, or where there is no true colour, of the lowest byte and the highest."""
        self._sent += 1
        if self.is_true_colour:
            return self._first_number + self._sent
        return (1 + self._sent // 255 % 255) << 24 | (1 + self._sent % 255)

    @property
    def weight(self) -> int:
        """Bytes of what is kept."""
        return self._weight

    # beside the screen

    def _add(self, job: Callable[[Studio], None]) -> None:
        with self._changed:
            self._jobs.append(job)
            self._start()
            self._changed.notify()

    def _start(self) -> None:
        if self._thread is None and not self._is_closed:
            self._thread = Thread(target=self._work, name="pictures", daemon=True)
            self._thread.start()

    def _work(self) -> None:
        with Studio() as studio:
            self._studio = studio
            while True:
                with self._changed:
                    if not (self._jobs or self._wanted or self._is_closed) and not self._changed.wait(_IDLE):
                        studio.rest()
                    if self._is_closed:
                        return
                    job = self._jobs.popleft() if self._jobs else None
                    draw = self._wanted.pop(0) if job is None and self._wanted else None
                    if draw is not None:
                        self._pending.add(draw)
                if job is not None:
                    job(studio)
                elif draw is not None:
                    self._post(PictureReady(draw, studio.draw(draw)))

    def close(self) -> None:
        """Ends the thread and the process, and has the terminal forget all pictures."""
        self.forget_drawn()
        with self._changed:
            self._is_closed = True
            self._changed.notify()
        if self._studio is not None:
            self._studio.close()
        if self._thread is not None:
            self._thread.join(1.0)


def _whereabouts(target: str, article: Path, roots: Sequence[Path], link: str | None) -> Whereabouts:
    source = picture.locate(target, article, roots, link)
    if isinstance(source, picture.InArchive):
        return Whereabouts(source, File(source.path, stamp=_stamp(source.path)))
    if isinstance(source, picture.Within):
        return Whereabouts(source, File(None, source.address))
    if isinstance(source, picture.Elsewhere) and (kept := picture_cache.find(source.address)) is not None:
        return Whereabouts(source, File(kept))
    return Whereabouts(source)


def _stamp(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0  # it has just gone, as whoever decodes it will say


def _judged(each: Whereabouts, measured: Measured) -> Whereabouts:
    """A picture with what was found of it; one that was fetched and cannot be shown may be fetched again."""
    if measured.size is None and isinstance(each.source, picture.Elsewhere) and each.file is not None:
        if each.file.path is not None:
            with suppress(OSError):  # a cache that may only be read
                each.file.path.unlink()
        each = each._replace(file=None)
    return each._replace(measured=measured)


def _sentence(target: str, reason: str) -> str:
    if not reason:
        return ""
    name = "a picture" if target.startswith("data:") else target.rpartition("/")[2] or target
    return printable(f"✕ {name}: {reason}")


def _weight(draw: Draw, drawn: Drawn) -> int:
    in_terminal = draw.box.columns * draw.cell.width * draw.box.rows * draw.cell.height * 4
    return drawn.weight + (in_terminal if draw.protocol is Protocol.KITTY else 0)
