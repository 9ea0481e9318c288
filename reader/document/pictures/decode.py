"""Pillow's side: how large pictures are, and what they look like in a box of cells.

Runs in a process of its own (`worker`), so that neither a slow nor a hostile picture is felt on the screen. Pictures
are never decoded larger than `MOST_PIXELS`, which with what is made of them stays below `MOST_MEMORY`.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from typing import IO, TYPE_CHECKING

from reader.document.pictures import half_blocks, iterm, sixel
from reader.document.pictures.asked import Colour, Draw, Drawn, Failed, File, Measured, Protocol
from reader.document.pictures.shape import Box, Size

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_PIXELS = 24_000_000
"""Pixels that are decoded at once: some 6,000 × 4,000. A JPEG is decoded smaller than it is."""

MOST_MEMORY = 384 * 1024 * 1024
"""Bytes that the process may take for its data; the system holds it to that where it can."""

_MOST_IN_FILE = 200_000_000
"""Pixels of a JPEG that is read at all: a larger one takes seconds, however small it is wanted."""

_FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP", "AVIF", "TIFF", "ICO")
"""Formats that no other program is started for and that fetch nothing."""

_ORIENTATION = 0x0112
_LYING = (5, 6, 7, 8)
"""Exif's orientations that swap width and height (Exif 2.3, 4.6.4)."""

_SNIFFED = 512
_MOST_COLOURS = 128
"""Of a sixel picture: each takes a pass of its own."""


class UnshownError(Exception):
    """A picture cannot be shown; the message is a phrase for the reader."""


@cache
def _formats() -> tuple[str, ...]:
    from PIL import Image  # noqa: PLC0415 - Pillow may not be installed

    Image.MAX_IMAGE_PIXELS = None  # sizes are told of every picture; what is decoded is bounded here
    Image.init()
    return tuple(name for name in _FORMATS if name in Image.OPEN)


@contextmanager
def _open(file: File) -> Iterator[Image]:
    """A picture's head; its pixels are not read. Raises UnshownError."""
    with ExitStack() as closing:
        try:
            image = _headed(closing.enter_context(_source(file)))
        except (OSError, ValueError, SyntaxError, EOFError, OverflowError) as error:
            raise UnshownError(_words(error)) from error
        yield closing.enter_context(image)


def _source(file: File) -> IO[bytes]:
    if file.path is None:
        return io.BytesIO(base64.b64decode(file.data.partition(",")[2]))
    return Path(file.path).open("rb")


def _headed(source: IO[bytes]) -> Image:
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - see _formats

    head = source.read(_SNIFFED)
    source.seek(0)
    if not head:
        raise UnshownError("an empty file")
    try:
        return Image.open(source, formats=_formats())
    except UnidentifiedImageError:
        raise UnshownError(_kind(head)) from None


def _kind(head: bytes) -> str:
    """What a file is that is no picture."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"<svg" in start or (start.startswith(b"<?xml") and b"svg" in start):
        return "SVG, which is not drawn"
    if start.startswith((b"<!doctype html", b"<html")):
        return "a web page, not a picture"
    return "not a picture that can be read"


def _words(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "its file is gone"
    if isinstance(error, PermissionError):
        return "no permission to read it"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    said = str(error).lower()
    return "cut off before its end" if "truncated" in said or "incomplete" in said else "damaged"


def measured(file: File) -> Measured:
    """How large a picture is, or why it cannot be shown. Reads no more than its head."""
    try:
        with _open(file) as image:
            _check(image)
            size = _upright(image)
            is_moving = bool(getattr(image, "is_animated", False))
            return Measured(size, "the first picture of an animation" if is_moving else "")
    except UnshownError as error:
        return Measured(None, str(error))
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        return Measured(None, _words(error))


def _upright(image: Image) -> Size:
    width, height = image.size
    return Size(height, width) if _orientation(image) in _LYING else Size(width, height)


def _orientation(image: Image) -> int:
    if image.format == "PNG" and "exif" not in image.info:
        return 1  # Pillow would read all pixels to look behind them
    try:
        return int(image.getexif().get(_ORIENTATION, 1))
    except (OSError, ValueError, SyntaxError, TypeError, EOFError, KeyError):
        return 1  # Exif that cannot be read turns nothing


def _check(image: Image) -> None:
    """Raises UnshownError for a picture that would take too much to decode."""
    width, height = image.size
    pixels = width * height
    if pixels > (_MOST_IN_FILE if image.format == "JPEG" else MOST_PIXELS):
        raise UnshownError(f"{width:,} × {height:,} pixels are too many to decode")
    if not pixels:
        raise UnshownError("a picture without pixels")


def drawn(asked: Draw) -> Drawn | Failed:
    """A picture in its box, as half-blocks and in the terminal's own terms."""
    try:
        image = _decoded(asked.file, _pixels(asked.box, asked.cell))
    except UnshownError as error:
        return Failed(str(error))
    except MemoryError:
        return Failed("too large for the memory that pictures may take")
    except (OSError, ValueError, SyntaxError, EOFError, OverflowError) as error:
        return Failed(_words(error))
    blocks = _on_ground(image, asked.box, asked.cell, asked.ground, as_blocks=True).tobytes()
    if asked.protocol in (Protocol.BLOCKS, Protocol.NONE):
        return Drawn(blocks, tuple(half_blocks.rows(blocks, asked.box)))
    canvas = _on_ground(image, asked.box, asked.cell, asked.ground)
    return Drawn(blocks, _parts(canvas, asked))


def _pixels(box: Box, cell: Size) -> Size:
    return Size(box.columns * cell.width, box.rows * cell.height)


def _decoded(file: File, room: Size) -> Image:
    """The picture upright, no larger than `room` by more than it takes to be scaled well, as RGB or RGBA."""
    from PIL import Image, ImageOps  # noqa: PLC0415 - see _formats

    with _open(file) as image:
        _check(image)
        size = _upright(image)
        is_lying = size != Size(*image.size)
        wanted = (room.height, room.width) if is_lying else (room.width, room.height)
        if image.format == "JPEG":
            image.draft(None, (wanted[0], wanted[1]))
            _check_drafted(Size(*image.size))
        image.load()
        small = _sampled(image, wanted)
        exif = _orientation(image)
        small = small.convert("RGBA" if _is_transparent(small) else "RGB")
    if exif != 1:
        small.getexif()[_ORIENTATION] = exif
        small = ImageOps.exif_transpose(small)
    return _fit(small, room, Image.Resampling.LANCZOS)


def _check_drafted(size: Size) -> None:
    if size.width * size.height > MOST_PIXELS:
        raise UnshownError(f"{size.width:,} × {size.height:,} pixels are too many to decode")


def _sampled(image: Image, wanted: tuple[int, int]) -> Image:
    """A picture that is far too large, made smaller by whole numbers before its colours are worked out."""
    if image.mode.startswith("I;16") or image.mode in ("I", "F"):
        image = _of_eight_bits(image)
    factor = min(image.width // max(1, wanted[0]), image.height // max(1, wanted[1])) // 2
    if image.mode in ("P", "PA", "1"):
        if factor > 1:  # indexes cannot be averaged: neighbours stand for each other
            image = image.resize((image.width // factor, image.height // factor))
        return image
    return image.reduce(factor) if factor > 1 else image


def _of_eight_bits(image: Image) -> Image:
    """Grey of sixteen bits and more, as eight."""
    whole = image.convert("I") if image.mode.startswith("I;16") else image
    whole = whole.convert("F")
    most = 65_535.0 if image.mode.startswith("I") else max(1.0, float(whole.getextrema()[1]))  # type: ignore[arg-type]
    return whole.point(lambda value: value * (255.0 / most) + 0).convert("L")


def _is_transparent(image: Image) -> bool:
    return image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info


def _fit(image: Image, room: Size, resampling: int) -> Image:
    """The picture as large as `room` allows, in its proportions."""
    from PIL import Image as Pillow  # noqa: PLC0415 - see _formats

    shrunk = min(room.width / image.width, room.height / image.height)
    width, height = max(1, round(image.width * shrunk)), max(1, round(image.height * shrunk))
    return image if (width, height) == image.size else image.resize((width, height), Pillow.Resampling(resampling))


def _on_ground(image: Image, box: Box, cell: Size, ground: Colour, *, as_blocks: bool = False) -> Image:
    """The picture on a ground that fills its box: pixel for pixel, or with one pixel for each half of a cell."""
    from PIL import Image as Pillow  # noqa: PLC0415 - see _formats

    room = _pixels(box, cell)
    if as_blocks:
        width = max(1, round(image.width * box.columns / room.width))
        height = max(1, round(image.height * box.rows * 2 / room.height))
        image = image.resize((width, height), Pillow.Resampling.BOX if min(image.size) > 1 else None)
        room = Size(box.columns, box.rows * 2)
    canvas = Pillow.new("RGB", (room.width, room.height), ground)
    at = ((room.width - image.width) // 2, (room.height - image.height) // 2)
    canvas.paste(image, at, image if image.mode == "RGBA" else None)
    return canvas


def _parts(canvas: Image, asked: Draw) -> tuple[str, ...]:
    if asked.protocol is Protocol.KITTY:
        return (_png(canvas),)
    if asked.protocol is Protocol.ITERM:
        slices = (canvas.crop((0, y, canvas.width, y + asked.cell.height)) for y in _tops(asked))
        return tuple(iterm.encoded(_png(each), asked.box.columns) for each in slices)
    indexed = canvas.quantize(max(2, min(_MOST_COLOURS, asked.colours)))
    palette = indexed.getpalette() or []
    pixels = indexed.tobytes()
    width, height = canvas.width, asked.cell.height
    return tuple(sixel.encoded(pixels[y * width : (y + height) * width], width, height, palette) for y in _tops(asked))


def _tops(asked: Draw) -> range:
    return range(0, asked.box.rows * asked.cell.height, asked.cell.height)


def _png(image: Image) -> str:
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=4)
    return base64.b64encode(out.getvalue()).decode("ascii")
