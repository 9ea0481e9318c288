"""Draws the pictures of the sample articles: python docs/make_sample_pictures.py

They are drawn here and nowhere else, so nobody's rights are touched, and come out the same, byte by byte, with the same
Pillow. Few colours and large shapes, so that they can be made out in half-blocks too.
"""

from __future__ import annotations

import math
from pathlib import Path

from PIL import Image, ImageDraw

FOLDER = Path(__file__).parent.parent / "sample_articles" / "排版" / "图片"

Colour = tuple[int, int, int]

_SKY: tuple[Colour, ...] = ((38, 52, 94), (86, 82, 130), (190, 110, 110), (242, 166, 90), (250, 206, 130))
_PAPER: Colour = (247, 241, 227)
_INK: Colour = (60, 56, 54)
_ACCENT: Colour = (176, 58, 46)


def _between(first: Colour, second: Colour, share: float) -> Colour:
    r, g, b = (round(one + (other - one) * share) for one, other in zip(first, second, strict=True))
    return r, g, b


def sunrise(width: int = 640, height: int = 360) -> Image.Image:
    """The sun over three ranges of hills."""
    image = Image.new("RGB", (width, height))
    draw = ImageDraw.Draw(image)
    bands = 20
    for band in range(bands):
        place = band / (bands - 1) * (len(_SKY) - 1)
        low = min(int(place), len(_SKY) - 2)
        colour = _between(_SKY[low], _SKY[low + 1], place - low)
        draw.rectangle((0, band * height // bands, width, (band + 1) * height // bands), fill=colour)
    for radius, colour in ((78, (252, 220, 150)), (60, (255, 240, 200))):
        draw.ellipse((430 - radius, 200 - radius, 430 + radius, 200 + radius), fill=colour)
    for top, swing, period, shift, colour in (
        (230, 34, 210, 0.4, (104, 88, 122)),
        (270, 26, 150, 2.2, (66, 64, 98)),
        (312, 18, 260, 4.0, (34, 38, 62)),
    ):
        line = [(x, top + swing * math.sin(x / period * math.tau / 2 + shift)) for x in range(0, width + 8, 8)]
        draw.polygon([(0, height), *line, (width, height)], fill=colour)
    return image.quantize(32)


def folded(width: int = 640, height: int = 260) -> Image.Image:
    """A sheet, folded once and twice: broadsheet, tabloid, and half of that."""
    image = Image.new("RGB", (width, height), (226, 214, 190))
    draw = ImageDraw.Draw(image)
    left = 24
    for wide, high in ((290, 212), (145, 212), (100, 145)):
        top = (height - high) // 2
        draw.rectangle((left + 5, top + 5, left + wide + 5, top + high + 5), fill=(190, 176, 150))
        draw.rectangle((left, top, left + wide, top + high), fill=_PAPER, outline=_INK, width=3)
        draw.rectangle((left + 14, top + 12, left + wide - 14, top + 26), fill=_ACCENT)
        for column in range(left + 14, left + wide - 20, 34):
            for y in range(top + 38, top + high - 12, 12):
                draw.rectangle((column, y, min(column + 24, left + wide - 12), y + 4), fill=_INK)
        if wide == 290:
            draw.line((left + 145, top, left + 145, top + high), fill=_ACCENT, width=3)
        left += wide + 26

    return image.quantize(16)


def main() -> None:
    """Writes them."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, image in (("日出.png", sunrise()), ("折页.png", folded())):
        image.save(FOLDER / name, "PNG", optimize=True)


if __name__ == "__main__":
    main()
