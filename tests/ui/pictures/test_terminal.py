"""What terminals answer, and what is made of it."""

from __future__ import annotations

import pytest

from reader.document.pictures.asked import Protocol
from reader.document.pictures.shape import Size
from reader.ui.pictures.terminal import ANSWER, QUESTION, Told, best, cell, heard, is_silent, passed_on

XTERM = {"TERM": "xterm-256color"}

GRAPHICS = "\x1b_Gi=4207;OK\x1b\\"

KITTY = [GRAPHICS, "\x1bP>|kitty(0.35.2)\x1b\\", "\x1b[6;20;10t", "\x1b[4;800;1000t", "\x1b[?62;c"]
OLD_KITTY = [GRAPHICS, "\x1bP>|kitty(0.26.5)\x1b\\", "\x1b[?62;c"]
GHOSTTY = [GRAPHICS, "\x1bP>|ghostty 1.1.0\x1b\\", "\x1b[?62;22c"]
WEZTERM = [GRAPHICS, "\x1bP>|WezTerm 20240203-110809\x1b\\", "\x1b[?65;4;6;18;22c"]
ITERM = ["\x1bP>|iTerm2 3.5.0\x1b\\", "\x1b[?64;1;2;4;6;17;18;21;22c"]
KONSOLE = [GRAPHICS, "\x1bP>|Konsole 24.02.1\x1b\\", "\x1b[?62;1;4c"]
FOOT = ["\x1bP>|foot(1.16.2)\x1b\\", "\x1b[6;18;9t", "\x1b[?1;0;1024S", "\x1b[?62;4;22c"]
SIXEL_XTERM = ["\x1bP>|XTerm(379)\x1b\\", "\x1b[?1;0;256S", "\x1b[?2;0;1000;1000S", "\x1b[?63;1;2;4;6;9;15;22c"]
PLAIN_XTERM = ["\x1bP>|XTerm(379)\x1b\\", "\x1b[?1;3;0S", "\x1b[?64;1;2;6;9;15;18;21;22c"]
XTERM_JS = [GRAPHICS, "\x1bP>|xterm.js(6.1.0)\x1b\\", "\x1b[6;16;8t", "\x1b[?1;0;4096S", "\x1b[?62;4;9;22c"]
XTERM_JS_WITHOUT_IMAGES = ["\x1bP>|xterm.js(6.1.0)\x1b\\", "\x1b[?62;22c"]
VTE = ["\x1bP>|VTE(7600)\x1b\\", "\x1b[?61;1;21;22c"]
ALACRITTY = ["\x1b[?6c"]


def told(answers: list[str]) -> Told:
    known = Told()
    for answer in answers:
        known = heard(known, answer)
    return known


@pytest.mark.parametrize(
    ("answers", "protocol"),
    [
        (KITTY, Protocol.KITTY),
        (GHOSTTY, Protocol.KITTY),
        (OLD_KITTY, Protocol.BLOCKS),
        (WEZTERM, Protocol.ITERM),
        (ITERM, Protocol.ITERM),
        (KONSOLE, Protocol.ITERM),
        (FOOT, Protocol.SIXEL),
        (SIXEL_XTERM, Protocol.SIXEL),
        (PLAIN_XTERM, Protocol.BLOCKS),
        (XTERM_JS, Protocol.ITERM),
        (XTERM_JS_WITHOUT_IMAGES, Protocol.BLOCKS),
        (VTE, Protocol.BLOCKS),
        (ALACRITTY, Protocol.BLOCKS),
        ([], Protocol.BLOCKS),
    ],
)
def test_each_terminal_shows_pictures_as_best_it_can(answers: list[str], protocol: Protocol) -> None:
    assert best(told(answers), XTERM) is protocol
    assert told(answers).is_complete is bool(answers)


def test_a_kitty_that_does_not_say_its_name_is_known_by_the_environment() -> None:
    answers = [GRAPHICS, "\x1b[?62;c"]
    assert best(told(answers), {"TERM": "xterm-kitty"}) is Protocol.KITTY
    assert best(told(answers), XTERM) is Protocol.BLOCKS


def test_an_editor_whose_terminal_does_not_say_its_name_is_known_by_the_environment() -> None:
    editor = {**XTERM, "TERM_PROGRAM": "vscode"}
    assert best(told(["\x1b[6;16;8t", "\x1b[?62;4;9;22c"]), editor) is Protocol.ITERM
    assert best(told(["\x1b[6;16;8t", "\x1b[?62;22c"]), editor) is Protocol.BLOCKS


def test_what_the_environment_left_over_says_nothing_when_the_terminal_does_not_answer_so() -> None:
    assert best(told(PLAIN_XTERM), {**XTERM, "KITTY_WINDOW_ID": "1"}) is Protocol.BLOCKS


@pytest.mark.parametrize(
    "environment",
    [
        {"TERM": "linux"},
        {"TERM": "dumb"},
        {},
        {"TERM": "screen-256color"},
        {"TERM": "tmux-256color"},
        {**XTERM, "TMUX": "/tmp/tmux-0/default,1,0"},
        {**XTERM, "TERM_PROGRAM": "Apple_Terminal"},
    ],
)
def test_terminals_that_would_print_the_question_are_not_asked(environment: dict[str, str]) -> None:
    assert is_silent(environment)
    assert best(told(KITTY), environment) is Protocol.BLOCKS


def test_others_are_asked() -> None:
    assert not is_silent(XTERM)


@pytest.mark.parametrize("answers", [KITTY, WEZTERM, ITERM, FOOT, SIXEL_XTERM, PLAIN_XTERM, XTERM_JS, VTE, ALACRITTY])
def test_every_answer_is_known_as_one(answers: list[str]) -> None:
    assert ANSWER.findall("".join(answers)) == answers
    assert ANSWER.sub("", "".join(answers)) == ""


@pytest.mark.parametrize("keys", ["\x1b", "\x1b[A", "\x1b[6~", "\x1b[4~", "\x1b[<0;12;5M", "\x1b[27u", "\x1b[I", "j"])
def test_no_key_is_taken_for_an_answer(keys: str) -> None:
    assert ANSWER.search(keys) is None


def test_the_last_question_is_one_that_every_terminal_answers() -> None:
    assert QUESTION.endswith("\x1b[c")


def test_a_cell_is_what_the_terminal_says_it_is() -> None:
    assert cell(told(KITTY), (100, 40), (0, 0)) == Size(10, 20)
    assert cell(Told(pixels=Size(900, 720)), (100, 40), (0, 0)) == Size(9, 18)
    assert cell(Told(), (100, 40), (800, 640)) == Size(8, 16)
    assert cell(Told(), (100, 40), (0, 0)) is None


def test_a_sixel_picture_is_no_wider_than_the_terminal_says() -> None:
    assert told(SIXEL_XTERM).widest == 1000
    assert told(SIXEL_XTERM).colours == 256
    assert told(FOOT).colours == 1024


def test_sizes_of_nought_are_no_sizes() -> None:
    assert told(["\x1b[6;0;0t"]).cell is None


def test_within_tmux_sequences_are_passed_on() -> None:
    assert passed_on("\x1b_Gx\x1b\\", {"TMUX": "x"}).startswith("\x1bPtmux;")
    assert passed_on("\x1b_Gx\x1b\\", XTERM) == "\x1b_Gx\x1b\\"
