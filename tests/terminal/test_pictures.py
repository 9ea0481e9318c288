"""Pictures in terminals that say what they can, and in those that do not: the bytes that they are sent."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.document.pictures.made import picture
from tests.terminal.conftest import ROOT
from tests.terminal.pseudo_terminal import PseudoTerminal

GRAPHICS = b"\x1b_Gi=4207;OK\x1b\\"
KITTY = GRAPHICS + b"\x1bP>|kitty(0.35.2)\x1b\\\x1b[6;20;10t\x1b[4;600;1000t\x1b[?62;c"
SIXEL = b"\x1bP>|XTerm(379)\x1b\\\x1b[?1;0;256S\x1b[?63;1;2;4;6;9;15;22c"
ITERM = b"\x1bP>|iTerm2 3.5.0\x1b\\\x1b[6;20;10t\x1b[?64;1;2;4;6c"

QUESTION = b"\x1b_Gi=4207"
LEAVES = b"\x1b[?1049l"
PLACEHOLDER = "\U0010eeee".encode()
BLOCK = "▀".encode()

_PATIENCE = 20.0


class Answering(PseudoTerminal):
    """Answers the question of what it can."""

    answers: tuple[bytes, ...] = ()
    """In pieces, a moment apart."""
    is_asked = False

    def until(self, wanted: bytes) -> None:
        """Waits for bytes."""
        end = time.monotonic() + _PATIENCE
        while wanted not in self.raw:
            assert time.monotonic() < end, f"{wanted!r} did not come"
            self.read(0.05)
            if QUESTION in self.raw and not self.is_asked:
                self.is_asked = True
                for answer in self.answers:
                    self.write(answer)
                    time.sleep(0.02)

    def rest(self, seconds: float = 0.5) -> None:
        """Takes what comes for a moment."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.read(0.05)


@contextmanager
def opened(folder: Path, environment: dict[str, str], *answers: bytes) -> Iterator[Answering]:
    """The program on an article with a picture, in a terminal that answers so."""
    picture(folder / "archive" / "a.png")
    (folder / "archive" / "one.md").write_text("# Title\n\nWords.\n\n![four](a.png)\n", encoding="utf-8")
    command = [sys.executable, "-m", "reader", str(folder / "archive")]
    with Answering(command, environment=environment, directory=ROOT) as terminal:
        terminal.answers = answers
        yield terminal


def test_kitty_is_sent_a_picture_once_and_told_to_forget_it(tmp_path: Path, environment: dict[str, str]) -> None:
    with opened(tmp_path, environment, KITTY) as terminal:
        terminal.until(PLACEHOLDER)
        terminal.write(b"jjkk")
        terminal.rest()
        assert terminal.raw.count(b"\x1b_Ga=T,U=1,f=100") == 1
        assert b"c=40,r=10" in terminal.raw
        terminal.write(b"q")
        assert terminal.exit_code() == 0
        assert terminal.raw.index(b"\x1b_Ga=d,d=I,i=") < terminal.raw.index(LEAVES)


@pytest.mark.parametrize("keys", [b"", b"i"], ids=["on the page", "on the whole screen"])
def test_who_comes_back_from_the_shell_is_sent_the_picture_again(
    tmp_path: Path, environment: dict[str, str], keys: bytes
) -> None:
    sent = b"\x1b_Ga=T,U=1,f=100"
    with opened(tmp_path, environment, KITTY) as terminal:
        terminal.until(PLACEHOLDER)
        terminal.write(keys)
        terminal.rest()
        before = len(terminal.raw)
        terminal.write(b"\x1a")
        terminal.until(LEAVES)
        terminal.rest()
        os.kill(terminal.process.pid, signal.SIGCONT)
        terminal.rest(2)
        assert terminal.raw.count(sent, before) == 1 + bool(keys)  # with that of the page below
        assert PLACEHOLDER in terminal.raw[terminal.raw.index(sent, before) :]


@pytest.mark.parametrize(
    ("answer", "begin"), [(SIXEL, b'\x1bP0;1;0q"1;1;400;20'), (ITERM, b"\x1b]1337;File=inline=1;")]
)
def test_others_are_sent_the_rows_of_a_picture(
    tmp_path: Path, environment: dict[str, str], answer: bytes, begin: bytes
) -> None:
    with opened(tmp_path, environment, answer) as terminal:
        terminal.until(begin)
        terminal.rest()
        assert terminal.raw.count(begin) >= 10
        terminal.write(b"L")  # under another screen there is nothing that the terminal draws by itself
        terminal.until(b"Esc done")
        assert BLOCK in terminal.raw
        terminal.write(b"\x1b")
        terminal.rest()
        before = terminal.raw.count(begin)
        terminal.write(b"j")
        terminal.rest()
        assert terminal.raw.count(begin) > before
        terminal.write(b"q")
        assert terminal.exit_code() == 0


def test_the_terminal_is_asked_after_the_first_frame(tmp_path: Path, environment: dict[str, str]) -> None:
    with opened(tmp_path, environment, SIXEL) as terminal:
        terminal.until(QUESTION)
        assert terminal.raw.index(b"Words.") < terminal.raw.index(QUESTION)


def test_without_a_picture_nothing_is_asked(tmp_path: Path, environment: dict[str, str]) -> None:
    with opened(tmp_path, environment, SIXEL) as terminal:
        (tmp_path / "archive" / "one.md").write_text("Only words.\n", encoding="utf-8")
        terminal.until(b"Only words.")
        terminal.rest(1.5)
        assert QUESTION not in terminal.raw


def test_no_answer_is_taken_for_keys_however_it_comes(tmp_path: Path, environment: dict[str, str]) -> None:
    # e would open the editor, T turn to another theme, q quit.
    answers = (b"\x1bP>|XTe", b"rm(379) Teq\x1b", b"\\\x1b[?1;0;25", b"6S\x1b[?63;1;4", b";9c")
    with opened(tmp_path, environment, *answers) as terminal:
        terminal.until(b"\x1bP0;1;0q")
        terminal.rest(1.0)
        assert LEAVES not in terminal.raw
        assert b"Theme" not in terminal.raw
        terminal.write(b"q")
        assert terminal.exit_code() == 0


def test_a_terminal_that_does_not_answer_shows_half_blocks(tmp_path: Path, environment: dict[str, str]) -> None:
    with opened(tmp_path, environment) as terminal:
        terminal.until(BLOCK)
        assert QUESTION in terminal.raw


def test_within_tmux_half_blocks_are_shown_and_nothing_is_asked(tmp_path: Path, environment: dict[str, str]) -> None:
    with opened(tmp_path, {**environment, "TMUX": "/tmp/tmux/default,1,0"}, KITTY) as terminal:
        terminal.until(BLOCK)
        assert QUESTION not in terminal.raw


def test_a_way_that_is_chosen_in_the_settings_is_taken(tmp_path: Path, environment: dict[str, str]) -> None:
    config = Path(environment["HOME"]) / ".config" / "broadsheet"
    config.mkdir(parents=True)
    (config / "settings.toml").write_text('images = "kitty"\n', encoding="utf-8")
    with opened(tmp_path, {**environment, "TMUX": "/tmp/tmux/default,1,0"}) as terminal:
        terminal.until(PLACEHOLDER)
        assert b"\x1bPtmux;\x1b\x1b_Ga=T,U=1" in terminal.raw
