"""Textual's driver for terminals, which also hears what the terminal answers.

Textual takes an answer that it does not know for keys. Here answers are taken out of what has come before it is parsed;
all else goes its way, in its order, and at once: only what may be the beginning of an answer waits for its end, for a
tenth of a second, and only while one is due.
"""

from __future__ import annotations

import os
import selectors
from codecs import getincrementaldecoder
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING

from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

if TYPE_CHECKING:
    import re

_TICK = 0.1
_PATIENCE = 5.0
"""Seconds for which answers are due; later ones are taken out too, but nothing waits for them."""


class Sieve:
    """Takes answers out of what comes from a terminal."""

    def __init__(self, answer: re.Pattern[str], begun: re.Pattern[str], hear: Callable[[str], object]) -> None:
        self._answer = answer
        self._begun = begun
        self._hear = hear
        self._held = ""
        self._due = monotonic() + _PATIENCE

    def strained(self, data: str) -> str:
        """What is left when answers are taken out; what may become one is held."""
        data = self._held + data
        self._held = ""
        if "\x1b" not in data:
            return data
        for match in self._answer.finditer(data):
            self._hear(match[0])
        data = self._answer.sub("", data)
        if monotonic() < self._due and (begun := self._begun.search(data)):
            self._held = data[begun.start() :]
            data = data[: begun.start()]
        return data

    def released(self) -> str:
        """What was held and has not become an answer."""
        held, self._held = self._held, ""
        return held


class ListeningDriver(LinuxDriver):
    """Hears what the terminal answers."""

    _sieve: Sieve | None = None
    on_leave: Callable[[], object] | None = None
    """Called before the screen is given back to the terminal, at the end and for another program."""

    def ask(
        self, question: str, answer: re.Pattern[str], begun: re.Pattern[str], hear: Callable[[str], object]
    ) -> None:
        """Writes a question; `hear` is called in the thread that reads, once for each answer."""
        self._sieve = Sieve(answer, begun, hear)
        self.write(question)

    def stop_application_mode(self) -> None:
        """Gives the screen back, after what `on_leave` still has to write there."""
        if self.on_leave is not None:
            self.on_leave()
        super().stop_application_mode()

    def run_input_thread(self) -> None:
        """Reads until the program ends."""
        parser = XTermParser(self._debug)
        decode = getincrementaldecoder("utf-8")().decode

        def take(data: str) -> None:
            for event in parser.feed(data) if data else ():
                self.process_message(event)

        def look(*, is_last: bool = False) -> None:
            is_ready = selector.select(_TICK)
            sieve = self._sieve  # a question may have been asked while this waited
            if is_ready:
                read = os.read(self.fileno, 4096)
                if not read:  # nothing will ever come
                    self.exit_event.wait(_TICK)
                data = decode(read, final=is_last)
                take(sieve.strained(data) if sieve is not None else data)
            elif sieve is not None:
                take(sieve.released())
            for event in parser.tick():
                self.process_message(event)

        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                look()
            look(is_last=True)
        for _ in parser.feed(""):
            pass
