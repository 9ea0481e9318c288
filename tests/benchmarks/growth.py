"""`python -m tests.benchmarks.growth ARCHIVE` measures how start and search grow with an archive, and draws it.

The archive must have been indexed (`broadsheet index`, under `time` for its processor time). What is measured goes into
`docs/growth.json`, a line for each number of articles, and all of that into `docs/growth.svg`.
Processor time is what is compared: it says the same on a machine that others use as well.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from tests.benchmarks.archive import ArchiveBenchmarks, TreeProgram
from tests.benchmarks.program import ROOT
from tests.benchmarks.run import READER

Figures = dict[str, float | None]
"""By the names of LINES, and the number of articles; None for what was not measured."""

DATA, CHART = ROOT / "docs" / "growth.json", ROOT / "docs" / "growth.svg"

LINES = {
    "index": ("index everything, s", "#1f77b4"),
    "start": ("start to tree and article, ms", "#d62728"),
    "search": ("search, 50 hits with snippets, ms (median)", "#2ca02c"),
    "disk": ("catalogue and index, MB", "#9467bd"),
}
"""For each of the figures, what it is and its colour."""
_WIDTH, _HEIGHT = 720, 420
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 20, 90, 50
_RUNS = 3
_QUERIES = 100


def measure(archive: Path, home: Path, seconds: float | None) -> Figures:
    """The figures of one archive that is known under a home, in processor time; `seconds` is what its index took."""
    with tempfile.TemporaryDirectory() as folder:
        asked = ArchiveBenchmarks(archive, Path(folder), 1, _QUERIES).queries()
        queries = Path(folder) / "queries"
        queries.write_text("\n".join(asked), encoding="utf-8")
        command = [sys.executable, "-m", "tests.benchmarks.alone", "search", str(archive), str(queries)]
        said = subprocess.run(
            command, cwd=ROOT, capture_output=True, text=True, check=True, env={**os.environ, "HOME": str(home)}
        )
    starts = sorted(_start(archive, home) for _ in range(_RUNS))
    file = next(home.rglob("catalogue.db"))
    return {
        "articles": float(sum(len(files) for _, _, files in os.walk(archive))),
        "index": seconds,
        "start": starts[_RUNS // 2] * 1000,
        "search": float(said.stdout.split()[3]),
        "disk": file.stat().st_size / 1e6,
    }


def _start(archive: Path, home: Path) -> float:
    """Seconds of processor time that the program has taken when a tree and an article are on the screen."""
    with TreeProgram([*READER, archive], home) as program:
        program.until_both_are_there()
        fields = Path(f"/proc/{program.process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def chart(measured: Sequence[Figures]) -> str:
    """An SVG of all figures over the number of articles, both in powers of ten."""
    sizes = [_size(each) for each in measured]
    values = [value for each in measured for name in LINES if (value := each[name]) is not None]
    left, right = math.log10(min(sizes)), math.log10(max(sizes))
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))

    def x(articles: float) -> float:
        return _LEFT + (math.log10(articles) - left) / max(right - left, 1e-9) * (_WIDTH - _LEFT - _RIGHT)

    def y(value: float) -> float:
        return _HEIGHT - _BOTTOM - (math.log10(value) - low) / (high - low) * (_HEIGHT - _TOP - _BOTTOM)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif" '
        'font-size="13">',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="white"/>',
    ]
    for power in range(low, high + 1):
        at = y(10**power)
        parts.append(f'<path d="M{_LEFT} {at:.1f}H{_WIDTH - _RIGHT}" stroke="#dddddd"/>')
        parts.append(f'<text x="{_LEFT - 8}" y="{at + 4:.1f}" text-anchor="end">{10**power:,}</text>')
    for articles in sizes:
        at = x(articles)
        anchor = "end" if articles == max(sizes) else "middle"
        parts.append(f'<text x="{at:.1f}" y="{_HEIGHT - _BOTTOM + 20}" text-anchor="{anchor}">{articles:,.0f}</text>')
    parts.append(f'<text x="{_WIDTH / 2:.0f}" y="{_HEIGHT - 8}" text-anchor="middle">articles</text>')
    for number, (name, (what, colour)) in enumerate(LINES.items()):
        points = [(x(_size(each)), y(value)) for each in measured if (value := each[name]) is not None]
        path = "L".join(f"{across:.1f} {down:.1f}" for across, down in points)
        parts.append(f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{across:.1f}" cy="{down:.1f}" r="3" fill="{colour}"/>' for across, down in points]
        across, down = _LEFT + number % 2 * 280, 24 + number // 2 * 22
        parts.append(f'<path d="M{across} {down - 4}h24" stroke="{colour}" stroke-width="2"/>')
        parts.append(f'<text x="{across + 32}" y="{down}">{what}</text>')
    return "\n".join([*parts, "</svg>", ""])


def table(measured: Iterable[Figures]) -> str:
    """The same as a table in Markdown."""
    lines = [
        "| articles | " + " | ".join(what for what, _ in LINES.values()) + " |",
        "| ---: |" + " ---: |" * len(LINES),
    ]
    for each in measured:
        figures = " | ".join("" if (value := each[name]) is None else f"{value:,.0f}" for name in LINES)
        lines.append(f"| {_size(each):,.0f} | {figures} |")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures one archive, if one is given, and draws all that were measured."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.growth", description=__doc__)
    parser.add_argument("archive", nargs="?", type=Path)
    parser.add_argument("--home", type=Path, help="the home under which it was indexed")
    parser.add_argument("--seconds", type=float, help="of processor time that the index took")
    options = parser.parse_args(arguments)
    measured = [json.loads(line) for line in DATA.read_text("utf-8").splitlines()] if DATA.exists() else []
    if options.archive:
        new = measure(options.archive.absolute(), options.home.absolute(), options.seconds)
        measured = sorted([each for each in measured if each["articles"] != new["articles"]] + [new], key=_size)
        DATA.write_text("".join(json.dumps(each) + "\n" for each in measured), "utf-8")
    CHART.write_text(chart(measured), "utf-8")
    print(table(measured))
    return 0


def _size(each: Figures) -> float:
    return each["articles"] or 1.0


if __name__ == "__main__":
    sys.exit(main())
