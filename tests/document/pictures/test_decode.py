"""Pictures decoded, good ones and bad ones, all of them real files."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from PIL import Image

from reader.document.pictures import decode
from reader.document.pictures.asked import Draw, Drawn, Failed, File, Measured, Protocol
from reader.document.pictures.shape import Box, Size
from tests.document.pictures.made import bomb, picture, png_that_says, quartered

GROUND = (10, 20, 30)


BOX = Box(40, 10)


def drawn(path: Path, box: Box = BOX, protocol: Protocol = Protocol.BLOCKS) -> Drawn:
    got = decode.drawn(Draw(File(path), box, Size(10, 20), protocol, GROUND))
    assert isinstance(got, Drawn), got
    return got


def reason(path: Path) -> str:
    """Why a picture is not drawn."""
    got = decode.drawn(Draw(File(path), Box(40, 10), Size(10, 20), Protocol.BLOCKS, GROUND))
    assert isinstance(got, Failed)
    return got.reason


def corner(got: Drawn, column: int, line: int, columns: int = 40) -> tuple[int, int, int]:
    """The colour of a half-block, counted from the top left."""
    at = (line * columns + column) * 3
    return got.blocks[at], got.blocks[at + 1], got.blocks[at + 2]


def is_near(colour: tuple[int, int, int], other: tuple[int, int, int]) -> bool:
    return all(abs(a - b) < 40 for a, b in zip(colour, other, strict=True))


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.webp", "a.gif", "a.bmp", "a.tiff"])
def test_a_picture_keeps_its_colours_and_their_places(tmp_path: Path, name: str) -> None:
    path = picture(tmp_path / name)
    assert decode.measured(File(path)).size == Size(400, 200)
    got = drawn(path)
    assert len(got.blocks) == 40 * 20 * 3
    assert is_near(corner(got, 3, 3), (255, 0, 0))
    assert is_near(corner(got, 36, 3), (0, 255, 0))
    assert is_near(corner(got, 3, 16), (0, 0, 255))
    assert is_near(corner(got, 36, 16), (255, 255, 255))


def test_a_picture_of_other_proportions_than_its_box_stands_in_the_middle_on_the_ground(tmp_path: Path) -> None:
    got = drawn(picture(tmp_path / "a.png", 200, 200))
    assert corner(got, 0, 10) == GROUND
    assert corner(got, 39, 10) == GROUND
    assert is_near(corner(got, 12, 3), (255, 0, 0))


def test_through_transparent_pixels_the_ground_is_seen(tmp_path: Path) -> None:
    Image.new("RGBA", (400, 200), (0, 0, 0, 0)).save(tmp_path / "a.png")
    assert corner(drawn(tmp_path / "a.png"), 20, 10) == GROUND


def test_a_palette_with_a_transparent_colour_is_transparent_there(tmp_path: Path) -> None:
    image = quartered(400, 200).quantize(8)
    image.save(tmp_path / "a.gif", transparency=image.getpixel((10, 10)))
    got = drawn(tmp_path / "a.gif")
    assert corner(got, 3, 3) == GROUND
    assert is_near(corner(got, 36, 3), (0, 255, 0))


def test_cmyk_is_turned_into_the_colours_of_a_screen(tmp_path: Path) -> None:
    quartered(400, 200).convert("CMYK").save(tmp_path / "a.jpg")
    assert is_near(corner(drawn(tmp_path / "a.jpg"), 3, 3), (255, 0, 0))


@pytest.mark.parametrize(("value", "grey"), [(0, 0), (30_000, 117), (65_535, 255)])
def test_grey_of_sixteen_bits_keeps_its_lightness(tmp_path: Path, value: int, grey: int) -> None:
    Image.new("I;16", (400, 200), value).save(tmp_path / "a.png")
    assert is_near(corner(drawn(tmp_path / "a.png"), 20, 10), (grey, grey, grey))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA"])
def test_every_kind_of_png_is_drawn(tmp_path: Path, mode: str) -> None:
    quartered(400, 200).convert(mode).save(tmp_path / "a.png")
    assert is_near(corner(drawn(tmp_path / "a.png"), 36, 16), (255, 255, 255))


def test_a_picture_that_was_taken_on_its_side_is_turned(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter to the right when it is looked at
    quartered(400, 200).save(tmp_path / "a.jpg", exif=exif)
    assert decode.measured(File(tmp_path / "a.jpg")).size == Size(200, 400)
    got = drawn(tmp_path / "a.jpg", Box(20, 20))
    assert is_near(corner(got, 3, 3, 20), (0, 0, 255))
    assert is_near(corner(got, 16, 3, 20), (255, 0, 0))


def test_of_an_animation_the_first_picture_is_shown_and_that_is_said(tmp_path: Path) -> None:
    others = [Image.new("RGB", (400, 200), colour) for colour in ("black", "white")]
    quartered(400, 200).save(tmp_path / "a.gif", save_all=True, append_images=others)
    assert decode.measured(File(tmp_path / "a.gif")) == Measured(Size(400, 200), "the first picture of an animation")
    assert is_near(corner(drawn(tmp_path / "a.gif"), 3, 3), (255, 0, 0))


# what is refused


def test_thirty_thousand_pixels_square_are_refused_by_the_head_of_the_file(tmp_path: Path) -> None:
    path = bomb(tmp_path / "a.png")
    assert path.stat().st_size < 1_000_000
    assert decode.measured(File(path)) == Measured(None, "30,000 × 30,000 pixels are too many to decode")
    assert reason(path) == "30,000 × 30,000 pixels are too many to decode"


def test_a_large_photograph_is_decoded_smaller_than_it_is(tmp_path: Path) -> None:
    picture(tmp_path / "a.jpg", 9_000, 6_000)
    assert is_near(corner(drawn(tmp_path / "a.jpg", Box(30, 10)), 3, 3, 30), (255, 0, 0))


def test_a_picture_that_is_cut_off_says_so(tmp_path: Path) -> None:
    whole = picture(tmp_path / "a.jpg", 800, 600).read_bytes()
    (tmp_path / "b.jpg").write_bytes(whole[: len(whole) // 2])
    assert reason(tmp_path / "b.jpg") == "cut off before its end"


@pytest.mark.parametrize("name", ["a.png", "a.gif", "a.webp"])
def test_half_a_picture_of_any_kind_is_no_end_of_the_program(tmp_path: Path, name: str) -> None:
    whole = picture(tmp_path / name, 800, 600).read_bytes()
    for size in (1, 8, 20, 40, len(whole) // 2, len(whole) - 3):
        (tmp_path / "part").write_bytes(whole[:size])
        got = decode.drawn(Draw(File(tmp_path / "part"), Box(40, 10), Size(10, 20), Protocol.BLOCKS, GROUND))
        assert isinstance(got, Drawn) or got.reason


def test_rows_that_a_head_promises_and_that_do_not_follow_stay_black(tmp_path: Path) -> None:
    assert corner(drawn(png_that_says(tmp_path / "a.png", 1000, 500)), 20, 15) == (0, 0, 0)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "an empty file"),
        (b"hello, I am no picture at all", "not a picture that can be read"),
        (b"<!DOCTYPE html><html>404</html>", "a web page, not a picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "SVG, which is not drawn"),
        (b"<?xml version='1.0'?><svg><image href='https://example.org/a.png'/></svg>", "SVG, which is not drawn"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "not a picture that can be read"),
    ],
)
def test_what_is_no_picture_is_told_by_what_it_is(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "a.png").write_bytes(content)
    assert decode.measured(File(tmp_path / "a.png")) == Measured(None, said)
    assert reason(tmp_path / "a.png") == said


def test_a_picture_that_is_gone_says_so(tmp_path: Path) -> None:
    assert reason(tmp_path / "a.png") == "its file is gone"


def test_a_picture_that_may_not_be_read_says_so(tmp_path: Path) -> None:
    path = picture(tmp_path / "a.png")
    path.chmod(0)
    try:
        path.open("rb").close()
    except PermissionError:
        assert reason(path) == "no permission to read it"
    else:
        pytest.skip("this user may read everything")


def test_a_picture_within_the_article_is_drawn(tmp_path: Path) -> None:
    content = base64.b64encode(picture(tmp_path / "a.png").read_bytes()).decode("ascii")
    assert decode.measured(File(None, f"data:image/png;base64,{content}")).size == Size(400, 200)
    assert decode.measured(File(None, "data:image/png;base64,@@@")).size is None


# how terminals want them


def test_for_kitty_there_is_one_png_of_the_size_of_the_box(tmp_path: Path) -> None:
    (part,) = drawn(picture(tmp_path / "a.png"), Box(20, 5), Protocol.KITTY).parts
    content = base64.b64decode(part)
    assert content.startswith(b"\x89PNG")
    (tmp_path / "b.png").write_bytes(content)
    assert decode.measured(File(tmp_path / "b.png")).size == Size(200, 100)


@pytest.mark.parametrize(("protocol", "begin"), [(Protocol.SIXEL, "\x1bP"), (Protocol.ITERM, "\x1b]1337;File=")])
def test_for_others_there_is_a_sequence_for_each_row(tmp_path: Path, protocol: Protocol, begin: str) -> None:
    parts = drawn(picture(tmp_path / "a.png"), Box(20, 5), protocol).parts
    assert len(parts) == 5
    assert all(part.startswith(begin) for part in parts)


def test_half_blocks_leave_the_usual_colours_behind(tmp_path: Path) -> None:
    parts = drawn(picture(tmp_path / "a.png"), Box(20, 5)).parts
    assert len(parts) == 5
    assert all(part.endswith("\x1b[0m") and part.count("▀") == 20 for part in parts)
    assert "38;2;255;0;0" in parts[0]


def test_a_png_is_measured_without_its_pixels(tmp_path: Path) -> None:
    whole = picture(tmp_path / "a.png", 800, 600).read_bytes()
    (tmp_path / "head.png").write_bytes(whole[:60])
    assert decode.measured(File(tmp_path / "head.png")) == Measured(Size(800, 600))


def test_a_png_that_was_taken_on_its_side_is_turned(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    quartered(400, 200).save(tmp_path / "a.png", exif=exif)
    assert decode.measured(File(tmp_path / "a.png")).size == Size(200, 400)
