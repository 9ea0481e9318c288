"""Measures a page of 200 pictures beside the same page without them: `python -m tests.benchmarks.pictures`.

Each way of drawing is chosen in the settings, so that no terminal has to be emulated. Scrolling is `j` and `k`, `space`
and `b`, about thirty keys a second; an answer is the end of the first frame in which the page is another. The memory of
the process that decodes is watched on its own, with the largest picture that is decoded at all.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageDraw

from reader.document.pictures import decode
from reader.document.pictures.asked import Draw, Drawn, File, Protocol
from reader.document.pictures.shape import Box, Size
from reader.document.pictures.studio import PATIENCE, Studio
from reader.ui.pictures.gallery import MOST_KEPT
from tests.benchmarks.program import Latency, Program, latency
from tests.benchmarks.run import KEY_REPEAT, READER, Row, Yardstick, bounded, compared, table

_FIRST = "Paragraph 0 of the page"
_PAGE = range(1, 29)
_RUN = 12
"""Keys in one direction before it goes back."""
_MIB = 1024 * 1024

WAYS = ("none", "blocks", "sixel", "kitty", "iterm")


class Scale(NamedTuple):
    """How many pictures, how large, how many keys."""

    pictures: int = 200
    size: tuple[int, int] = (1600, 1000)
    keys: int = 60
    largest: tuple[int, int] = (6000, 4000)


QUICK = Scale(100, (200, 120), 8, (1200, 800))


def write(folder: Path, scale: Scale) -> Path:
    """The article with its pictures, PNG and JPEG in turn, the same at each run."""
    folder.mkdir()
    chance = random.Random(7)
    body = []
    for number in range(scale.pictures):
        image = Image.effect_noise((40, 25), 90).resize(scale.size).convert("RGB")
        draw = ImageDraw.Draw(image)
        for _ in range(12):
            x, y = chance.randrange(scale.size[0]), chance.randrange(scale.size[1])
            colour = (chance.randrange(256), chance.randrange(256), chance.randrange(256))
            draw.ellipse((x - 90, y - 90, x + 90, y + 90), fill=colour)
        name = f"{number}.{'jpg' if number % 2 else 'png'}"
        image.save(folder / name)
        body.append(f"Paragraph {number} of the page, 在图片之前。\n\n![picture {number}]({name})")
    article = folder / "pictures.md"
    article.write_text("\n\n".join(body), encoding="utf-8")
    return article


class Seen(NamedTuple):
    """What was measured of one way of drawing."""

    keys: Latency
    own: float
    """Resident memory of the screen's process, in MiB, at the end."""
    peak: float
    """The most that all processes together had, in MiB."""


def measured(article: Path, way: str, scale: Scale, folder: Path) -> Seen:
    """Scrolls through the article as it is drawn in one way."""
    home = folder / way
    config = home / ".config" / "broadsheet"
    config.mkdir(parents=True)
    (config / "settings.toml").write_text(f'images = "{way}"\n', encoding="utf-8")
    with Program([*READER, article], home) as program:
        program.sees_colours = True
        program.wait_for(_FIRST)
        program.idle(3)
        times = []
        for down, up in (("j", "k"), (" ", "b")):
            for number in range(scale.keys):
                program.idle(KEY_REPEAT)
                times.append(program.latency_of(up if number // _RUN % 2 else down, _PAGE))
        program.idle(2)
        return Seen(latency(times), program.own_memory(), program.peak)


def decoded(scale: Scale, folder: Path) -> tuple[float, float]:
    """The peak of the process that decodes, in MiB, with the largest PNG; and the seconds that it took."""
    path = folder / "largest.png"
    Image.effect_noise((300, 200), 90).resize(scale.largest).convert("RGBA").save(path, compress_level=1)
    asked = Draw(File(path), Box(80, 25), Size(10, 20), Protocol.SIXEL, (0, 0, 0))
    with Studio(patience=60) as studio:
        begin = time.perf_counter()
        assert isinstance(studio.draw(asked), Drawn)
        seconds = time.perf_counter() - begin
        assert studio._process is not None
        status = Path(f"/proc/{studio._process.pid}/status").read_text()
        peak = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))
    return peak / 1024, seconds


def rows(scale: Scale, folder: Path) -> Iterator[Row]:
    """The table, row by row."""
    article = write(folder / "archive", scale)
    plain = measured(article, "none", scale, folder)
    yield _keys(f"keys, {scale.pictures} pictures as words", plain.keys)
    for way in WAYS[1:]:
        seen = measured(article, way, scale, folder)
        yield _keys(f"keys, {scale.pictures} pictures, {way}", seen.keys, plain.keys)
        yield compared(f"resident memory of the screen, {way}", seen.own, Yardstick("as words", plain.own, "MiB"), 2.0)
        yield bounded(f"peak of all processes, {way}", seen.peak, 400, "MiB")
    peak, seconds = decoded(scale, folder)
    wide, high = scale.largest
    yield bounded(f"peak of the decoder, a PNG of {wide:,} × {high:,}", peak, decode.MOST_MEMORY / _MIB, "MiB")
    yield Row(
        "the same, how long it takes", f"{seconds:.1f} s", "", "", "10 s", "ok" if seconds <= PATIENCE else "over"
    )
    yield Row("decoded pictures that are kept, at most", f"{MOST_KEPT / _MIB:.0f} MiB")


def _keys(what: str, found: Latency, plain: Latency | None = None) -> Row:
    verdict = "ok" if found.median <= 20 else "over"
    figure = f"{found.median:.0f} ms, worst {found.worst:.0f} ms ({found.keys} keys)"
    if plain is None:
        return Row(what, figure, "", "", "20 ms", verdict)
    ratio = found.median / plain.median
    return Row(what, figure, f"as words {plain.median:.0f} ms", f"{ratio:.2f}", "20 ms", verdict)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures and prints; the status is 0 however the figures are."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.pictures", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few small pictures: does it work at all")
    scale = QUICK if parser.parse_args(arguments).quick else Scale()
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    print(f"{os.cpu_count()} processors, load {load}; medians of {scale.keys * 2} keys.\n")
    with tempfile.TemporaryDirectory() as folder:
        table(rows(scale, Path(folder)), lambda line: print(line, flush=True))
    return 0


if __name__ == "__main__":
    sys.exit(main())
