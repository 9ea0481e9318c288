"""Real picture files for tests, good and bad, made by Pillow or byte by byte."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

from PIL import Image, ImageDraw


def picture(path: Path, width: int = 400, height: int = 200, **options: object) -> Path:
    """Four quarters: red, green, blue, white."""
    path.parent.mkdir(parents=True, exist_ok=True)
    quartered(width, height).save(path, **options)
    return path


def quartered(width: int, height: int) -> Image.Image:
    """The same, not yet in a file."""
    image = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, width // 2 - 1, height // 2 - 1), fill=(255, 0, 0))
    draw.rectangle((width // 2, 0, width, height // 2 - 1), fill=(0, 255, 0))
    draw.rectangle((0, height // 2, width // 2 - 1, height), fill=(0, 0, 255))
    return image


def png_that_says(path: Path, width: int, height: int, rows: int = 4) -> Path:
    """A PNG of few bytes whose head promises `width` by `height` pixels of grey, with the first rows only."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = zlib.compress(b"\0" * (width + 1) * rows)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b""))
    return path


def bomb(path: Path, width: int = 30_000, height: int = 30_000) -> Path:
    """A whole PNG of `width` by `height` black pixels, in less than a megabyte: 900 MB when it is decoded."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    squeeze = zlib.compressobj(9)
    row = b"\0" * (width // 8 + 2)
    body = b"".join(squeeze.compress(row) for _ in range(height)) + squeeze.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b""))
    return path
