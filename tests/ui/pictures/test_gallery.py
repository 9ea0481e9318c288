"""What is kept of pictures, and what kitty is told of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from queue import Empty, Queue

import pytest
from textual.message import Message

from reader.archive import picture_cache
from reader.document.html import parse
from reader.document.pictures.asked import Draw, Drawn, Failed, Protocol
from reader.document.pictures.shape import Box, Size
from reader.ui.pictures import gallery as galleries
from reader.ui.pictures.gallery import Gallery, PictureReady, PicturesFound
from tests.document.pictures.made import bomb, picture


class Kept:
    """A gallery, what it says, and what it writes."""

    def __init__(self) -> None:
        self.messages: Queue[Message] = Queue()
        self.written: list[str] = []
        self.gallery = Gallery(self.messages.put, self.written.append)
        self.gallery.protocol = Protocol.BLOCKS

    def look(self, folder: Path, body: str) -> None:
        """Looks for the pictures of an article."""
        self.gallery.look_for(parse(body), folder / "one.html", [folder], None)
        event = self.messages.get(timeout=20)
        assert isinstance(event, PicturesFound)
        assert self.gallery.take(event)

    def draw(self, target: str) -> tuple[Draw, Drawn | Failed]:
        """Has a picture decoded, and takes it in."""
        draw = self.gallery.draw_of(target, Box(20, 5))
        assert draw is not None
        self.gallery.want([draw])
        event = self.messages.get(timeout=20)
        assert isinstance(event, PictureReady)
        self.gallery.keep(event)
        return draw, event.drawn


@pytest.fixture
def kept() -> Iterator[Kept]:
    it = Kept()
    yield it
    it.gallery.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("a.png", "b.png", "c.png"):
        picture(tmp_path / name)
    return tmp_path


BODY = "<p><img src=a.png alt=a></p><p><img src=b.png alt=b></p><p><img src=c.png alt=c></p>"


def test_pictures_are_found_measured_and_decoded(kept: Kept, folder: Path) -> None:
    kept.look(folder, BODY)
    assert kept.gallery.shapes.size("a.png") == Size(400, 200)
    draw, drawn = kept.draw("a.png")
    assert kept.gallery.drawn(draw) == drawn
    assert kept.gallery.weight > 0


def test_what_cannot_be_shown_says_why(kept: Kept, folder: Path) -> None:
    bomb(folder / "huge.png")
    kept.look(folder, "<p><img src=huge.png> <img src=none.png> <img src=https://x.test/y.png></p>")
    shapes = kept.gallery.shapes
    assert shapes.note("huge.png") == "✕ huge.png: 30,000 × 30,000 pixels are too many to decode"
    assert shapes.note("none.png") == "✕ none.png: not in this archive"
    assert shapes.size("huge.png") is None


def test_controls_in_a_name_do_not_come_to_the_terminal(kept: Kept, folder: Path) -> None:
    kept.look(folder, '<p><img src="a&#27;]52;c;x&#7;.png" alt=a></p>')
    notes = [kept.gallery.shapes.note(target) for target in kept.gallery.found]
    assert notes
    assert all(note.isprintable() for note in notes)


def test_the_longest_unused_go_first(kept: Kept, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept.look(folder, BODY)
    first, _ = kept.draw("a.png")
    second, _ = kept.draw("b.png")
    monkeypatch.setattr(galleries, "MOST_KEPT", kept.gallery.weight + 10)
    assert kept.gallery.drawn(first) is not None  # it was used last now
    third, _ = kept.draw("c.png")
    assert kept.gallery.drawn(second) is None
    assert kept.gallery.drawn(first) is not None
    assert kept.gallery.drawn(third) is not None
    assert kept.gallery.weight <= galleries.MOST_KEPT


def test_what_is_no_longer_wanted_is_not_decoded(kept: Kept, folder: Path) -> None:
    kept.look(folder, BODY)
    draws = [kept.gallery.draw_of(target, Box(20, 5)) for target in ("a.png", "b.png", "c.png")]
    kept.gallery.want([draw for draw in draws if draw is not None])
    kept.gallery.want([])
    done = 0
    while True:
        try:
            kept.messages.get(timeout=1.0)
        except Empty:
            break
        done += 1
    assert done <= 1  # the one that was at work already


def test_what_comes_for_an_article_that_was_left_is_not_kept(kept: Kept, folder: Path) -> None:
    kept.look(folder, BODY)
    draw = kept.gallery.draw_of("a.png", Box(20, 5))
    assert draw is not None
    kept.gallery.want([draw])
    event = kept.messages.get(timeout=20)
    kept.gallery.leave()
    assert isinstance(event, PictureReady)
    kept.gallery.keep(event)
    assert kept.gallery.weight == 0


def test_kitty_is_sent_a_picture_under_a_number_and_told_to_forget_it(kept: Kept, folder: Path) -> None:
    kept.gallery.protocol = Protocol.KITTY
    kept.look(folder, BODY)
    draw, _ = kept.draw("a.png")
    number = kept.gallery.number_of(draw)
    assert number
    assert f"i={number}," in kept.written[0]
    kept.gallery.leave()
    assert kept.written[1:] == [f"\x1b_Ga=d,d=I,i={number},q=2\x1b\\"]


@pytest.mark.parametrize("is_true_colour", [True, False])
def test_every_picture_has_a_number_of_its_own(kept: Kept, is_true_colour: bool) -> None:
    kept.gallery.is_true_colour = is_true_colour
    numbers = [kept.gallery._new_number() for _ in range(1000)]
    assert len(set(numbers)) == 1000
    assert all(0 < number < 1 << 32 for number in numbers)
    if not is_true_colour:
        assert all(number & 0xFFFF00 == 0 and number & 0xFF and number >> 24 for number in numbers)


def test_a_file_that_was_changed_is_another_picture(kept: Kept, folder: Path) -> None:
    kept.look(folder, BODY)
    before = kept.gallery.draw_of("a.png", Box(20, 5))
    picture(folder / "a.png", 300, 300)
    kept.look(folder, BODY)
    assert kept.gallery.draw_of("a.png", Box(20, 5)) != before
    assert kept.gallery.shapes.size("a.png") == Size(300, 300)


def test_when_it_is_closed_the_process_is_gone(kept: Kept, folder: Path) -> None:
    kept.look(folder, BODY)
    kept.gallery.close()
    assert kept.gallery._thread is not None
    assert not kept.gallery._thread.is_alive()
    assert kept.messages.empty()


def test_a_fetched_file_that_cannot_be_let_go_ends_nothing(
    kept: Kept, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = "https://x.test/y.png"
    monkeypatch.setattr(picture_cache, "folder", lambda: tmp_path / "cache")
    at = picture_cache.keep(address, b"x")
    at.unlink()
    at.mkdir()  # nor can it be unlinked
    kept.look(folder, f"<p><img src={address}></p>")
    kept.look(folder, BODY)
    assert kept.gallery.shapes.size("a.png") == Size(400, 200)


def test_addresses_that_are_no_paths_end_nothing(kept: Kept, folder: Path) -> None:
    kept.look(folder, f"<p><img src='a%00.png'></p>{BODY}")
    assert kept.gallery.shapes.note("a%00.png") == "✕ a%00.png: not in this archive"
    assert kept.gallery.shapes.size("a.png") == Size(400, 200)
