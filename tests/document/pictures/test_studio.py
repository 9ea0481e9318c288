"""The process that decodes, by the screen's end of it."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from reader.document.pictures import decode
from reader.document.pictures.asked import Draw, Drawn, Failed, File, Measured, Protocol
from reader.document.pictures.shape import Box, Size
from reader.document.pictures.studio import Studio
from tests.document.pictures.made import bomb, picture


def draw(path: Path) -> Draw:
    return Draw(File(path), Box(40, 10), Size(10, 20), Protocol.BLOCKS, (0, 0, 0))


def test_pictures_are_measured_and_drawn_by_another_process(tmp_path: Path) -> None:
    good, bad = picture(tmp_path / "a.png"), bomb(tmp_path / "b.png")
    with Studio() as studio:
        measured = studio.measure((File(good), File(bad)))
        assert measured == (
            Measured(Size(400, 200)),
            Measured(None, "30,000 × 30,000 pixels are too many to decode"),
        )
        assert isinstance(studio.draw(draw(good)), Drawn)
        assert isinstance(studio.draw(draw(bad)), Failed)


def test_after_a_picture_that_ends_the_process_the_next_is_drawn(tmp_path: Path) -> None:
    good = picture(tmp_path / "a.png")
    with Studio() as studio:
        studio.measure((File(good),))
        assert studio._process is not None
        os.kill(studio._process.pid, signal.SIGKILL)
        assert studio.draw(draw(good)) == Failed("it cannot be decoded")
        assert isinstance(studio.draw(draw(good)), Drawn)


def test_a_picture_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "never.png")  # whoever reads it waits for a writer
    good = picture(tmp_path / "a.png")
    with Studio(patience=1.0) as impatient, Studio() as studio:
        assert impatient.draw(draw(tmp_path / "never.png")) == Failed("it takes too long to decode")
        assert isinstance(studio.draw(draw(good)), Drawn)


def test_the_process_is_held_to_its_memory(tmp_path: Path) -> None:
    pytest.importorskip("resource")
    picture(tmp_path / "a.png")
    with Studio() as studio:
        studio.measure((File(tmp_path / "a.png"),))
        assert studio._process is not None
        limits = Path(f"/proc/{studio._process.pid}/limits")
        if not limits.exists():
            pytest.skip("this system does not tell of its processes")
        (line,) = [line for line in limits.read_text().splitlines() if line.startswith("Max data size")]
        assert str(decode.MOST_MEMORY) in line


def test_when_it_rests_the_process_is_gone_until_it_is_asked_again(tmp_path: Path) -> None:
    good = File(picture(tmp_path / "a.png"))
    with Studio() as studio:
        studio.measure((good,))
        studio.rest()
        assert studio._process is None
        assert studio.measure((good,)) == (Measured(Size(400, 200)),)


def test_when_it_is_closed_nothing_is_started_any_more(tmp_path: Path) -> None:
    studio = Studio()
    studio.close()
    assert studio.measure((File(tmp_path / "a.png"),)) == (Measured(None, "it cannot be decoded"),)
