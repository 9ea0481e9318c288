"""Measures start, large articles, keys, finding and memory, each beside a yardstick measured in the same run."""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.benchmarks import articles
from tests.benchmarks.program import COLUMNS, KEY_REPEAT, ROOT, Latency, Program, latency

MB = 1_000_000

EMPTY = [ROOT / "tests" / "benchmarks" / "empty_program.py"]
EMPTY_WORDS = "Nothing but this line."
READER = ["-c", "import sys; from reader.cli import main; sys.exit(main())"]
"""What the command `broadsheet` runs."""
SAMPLE_WORDS = "Broadsheet reads a folder"

NO_W3M = "skipped: w3m is not installed (Debian: w3m)"

# A key is answered when the words stand on the page that it leads to. The rows of the page, from 1, away from its foot
# and from the lines under the title, which change by themselves when the whole article is there.
_PAGE = range(6, 20)
_PROMPT = range(29, 30)
_COMPLETE = rb"\d%"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table, in words."""

    what: str
    figure: str
    yardstick: str = ""
    ratio: str = ""
    bound: str = ""
    verdict: str = ""


@dataclass(frozen=True, slots=True)
class Scale:
    """How large the articles are, in bytes, and how often things are measured."""

    small: int = 3_000
    medium: int = MB
    large: int = 10 * MB
    line: int = 50 * MB
    runs: int = 7
    keys: int = 40


QUICK = Scale(medium=200_000, large=MB, line=2 * MB, runs=2, keys=8)


@dataclass(frozen=True, slots=True)
class Yardstick:
    """What a figure is compared with."""

    name: str
    value: float
    unit: str = "ms"


def compared(what: str, figure: float, yardstick: Yardstick, bound: float) -> Row:
    """A figure that may be some times its yardstick."""
    ratio = figure / yardstick.value
    unit = yardstick.unit
    return Row(
        what,
        f"{figure:,.0f} {unit}",
        f"{yardstick.name} {yardstick.value:,.0f} {unit}",
        f"{ratio:.2f}",
        f"{bound:g} ×",
        "ok" if ratio <= bound else "over",
    )


def bounded(what: str, figure: float, bound: float, unit: str) -> Row:
    """A figure with a bound of its own."""
    return Row(what, f"{figure:,.0f} {unit}", "", "", f"{bound:,.0f} {unit}", "ok" if figure <= bound else "over")


def answered(what: str, measure: Callable[[], Latency]) -> Row:
    """The answers to keys: 20 ms in the middle, 50 ms at worst. A key without an answer is over, too."""
    bound = "20 ms, worst 50 ms"
    try:
        found = measure()
    except AssertionError as error:
        return Row(what, str(error), "", "", bound, "over")
    figure = f"{found.median:.0f} ms, worst {found.worst:.0f} ms ({found.keys} keys)"
    return Row(what, figure, "", "", bound, "ok" if found.median <= 20 and found.worst <= 50 else "over")


class Benchmarks:
    """The measurements, in the order of the table."""

    def __init__(self, scale: Scale, folder: Path) -> None:
        self._scale = scale
        self._home = folder / "home"
        self._home.mkdir()
        self._small = articles.write_html(folder, "small.html", scale.small)
        self._medium = articles.write_html(folder, "medium.html", scale.medium)
        self._large = articles.write_html(folder, "large.html", scale.large)
        self._line = articles.write_line(folder, "line.txt", scale.line)

    def rows(self) -> Iterator[Row]:
        """Each row as soon as it is known."""
        empty, samples = self._starts()
        yield compared(
            "start on the sample articles to the article's text", samples, Yardstick("empty program", empty), 1.4
        )
        yield self._against_w3m(self._medium, empty, 0.7, self._scale.runs)
        yield self._against_w3m(self._large, empty, 0.4, min(self._scale.runs, 3))
        yield answered(f"keys, article of {_size(self._small)}", partial(self._keys_when_complete, self._small))
        for article in (self._medium, self._large):
            yield answered(f"keys, {_size(article)}, while layout completes", partial(self._keys_meanwhile, article))
            yield answered(f"keys, {_size(article)}, complete", partial(self._keys_when_complete, article))
        yield self._find()
        yield answered(f"keys typed while {_size(self._large)} are searched", self._keys_while_finding)
        yield from self._memory()
        yield self._one_line()

    def _program(self, arguments: Sequence[str | Path]) -> Program:
        return Program(arguments, self._home)

    def _time_to(self, words: str, arguments: Sequence[str | Path]) -> float:
        """Milliseconds from the start to the words."""
        with self._program(arguments) as program:
            return program.wait_for(words) * 1000

    def _starts(self) -> tuple[float, float]:
        """Medians of both starts, in turn, so that what else the machine does meets both; a first run warms up."""
        empty, samples = [], []
        for _ in range(self._scale.runs + 1):
            empty.append(self._time_to(EMPTY_WORDS, EMPTY))
            samples.append(self._time_to(SAMPLE_WORDS, READER))
        return statistics.median(empty[1:]), statistics.median(samples[1:])

    def _against_w3m(self, article: Path, empty: float, bound: float, runs: int) -> Row:
        what = f"{_size(article)} of HTML to its first text, less the empty start"
        w3m = shutil.which("w3m")
        first, whole = [], []
        for _ in range(runs):
            first.append(self._time_to(articles.FIRST_WORDS, [*READER, article]))
            if w3m is not None:
                whole.append(_seconds_of([w3m, "-dump", "-cols", "80", str(article)]) * 1000)
        figure = max(0.0, statistics.median(first) - empty)
        if not whole:
            return Row(what, f"{figure:,.0f} ms", NO_W3M, "", f"{bound:g} ×", "")
        return compared(what, figure, Yardstick("w3m", statistics.median(whole)), bound)

    def _opened(self, article: Path) -> Program:
        program = self._program([*READER, article])
        program.wait_for(articles.FIRST_WORDS)
        return program

    def _keys_meanwhile(self, article: Path) -> Latency:
        with self._opened(article) as program:
            return self._scrolled(program)

    def _keys_when_complete(self, article: Path) -> Latency:
        with self._opened(article) as program:
            _complete(program)
            return self._scrolled(program)

    def _scrolled(self, program: Program) -> Latency:
        """Down by lines and pages, and up again, so that short articles have room for it."""
        _warm_up(program, "jk")
        keys = self._scale.keys
        return latency(program.to_and_fro("j", "k", _PAGE, keys) + program.to_and_fro(" ", "b", _PAGE, keys))

    def _find(self) -> Row:
        """All places of a frequent word, found as the program finds them, in a process of its own."""
        script = (
            "import statistics, sys, time\n"
            "from pathlib import Path\n"
            "from reader.archive import files\n"
            "from reader.document import opening\n"
            "from reader.document.find import Query, find_all\n"
            "text = opening.document(files.read(Path(sys.argv[1]))).text\n"
            "times = []\n"
            "for _ in range(int(sys.argv[3])):\n"
            "    begin = time.perf_counter()\n"
            "    found = find_all(text, Query(sys.argv[2]))\n"
            "    times.append(time.perf_counter() - begin)\n"
            "print(statistics.median(times) * 1000, len(found))\n"
        )
        command = [sys.executable, "-c", script, str(self._large), articles.FREQUENT, str(self._scale.runs)]
        said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
        what = f"all {int(said[1]):,} matches of a word in {_size(self._large)}"
        return bounded(what, float(said[0]), 300, "ms")

    def _keys_while_finding(self) -> Latency:
        """Each letter starts a search over the whole article; the next is typed before it ends."""
        with self._opened(self._large) as program:
            _complete(program)
            _warm_up(program, "/e")
            times, typed = [], ""
            for letter in "theoffsetofacharacterstaysthesame":
                program.idle(KEY_REPEAT)
                typed += letter
                times.append(program.latency_of(letter, _PROMPT, partial(_holds, typed.encode())))
            return latency(times)

    def _memory(self) -> Iterable[Row]:
        with self._program(EMPTY) as program:
            program.wait_for(EMPTY_WORDS)
            program.idle(1)
            empty = program.memory()
        with self._program(READER) as program:
            program.wait_for(SAMPLE_WORDS)
            program.idle_until_alone()
            samples = program.memory()
        with self._opened(self._large) as program:
            _complete(program)
            program.idle(2)
            settled, peak = program.memory(), program.peak
        yield compared(
            "resident memory, sample articles, up to date", samples, Yardstick("empty program", empty, "MiB"), 1.8
        )
        yield bounded(f"resident memory, {_size(self._large)}, settled", settled, 300, "MiB")
        yield bounded(f"resident memory, {_size(self._large)}, peak of all processes", peak, 300, "MiB")

    def _one_line(self) -> Row:
        with self._program([*READER, self._line]) as program:
            try:
                first = program.wait_for(articles.FIRST_WORDS)
                keys = max(program.to_and_fro("j", "k", _PAGE, 2))
            except AssertionError as error:
                return Row(f"one line of {_size(self._line)}", str(error), "", "", "opens", "over")
            program.idle(5)
            said = f"first text {first * 1000:,.0f} ms, a key {keys:.0f} ms, {program.peak:,.0f} MiB"
            return Row(f"one line of {_size(self._line)}", said, "", "", "opens", "ok")


def _holds(typed: bytes, drawn: list[bytes]) -> bool:
    """Whether it is drawn; the count of what was found, which stands behind it, comes by itself."""
    return any(typed in each for each in drawn)


def _warm_up(program: Program, keys: str) -> None:
    """Presses keys once, so that what stands on the screen is known before anything is measured."""
    for key in keys:
        program.write(key.encode())
        program.idle(0.2)


def _complete(program: Program) -> None:
    """Waits until the whole article is read and laid out: nothing more is drawn and nothing more is computed."""
    program.idle_until(_COMPLETE)
    busy = _ticks(program.process.pid)
    while True:
        program.idle(0.5)
        busy, before = _ticks(program.process.pid), busy
        # Two hundredths of a second in half a second are a blinking cursor's worth.
        if busy - before <= 2:
            return


def _ticks(process: int) -> int:
    """The processor time that a process has used, in hundredths of a second."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def _seconds_of(command: list[str]) -> float:
    begin = time.perf_counter()
    subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - begin


def _size(article: Path) -> str:
    size = article.stat().st_size
    return f"{size / MB:.0f} MB" if size >= 0.95 * MB else f"{size / 1000:.0f} KB"


HEADINGS = ("what", "figure", "yardstick", "ratio", "at most", "")


def table(rows: Iterable[Row], write: Callable[[str], object] = print) -> None:
    """Prints a Markdown table, row by row."""
    write(f"| {' | '.join(HEADINGS)} |")
    write(f"|{' --- |' * len(HEADINGS)}")
    for row in rows:
        cells = (row.what, row.figure, row.yardstick, row.ratio, row.bound, row.verdict)
        write(f"| {' | '.join(cells)} |")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures and prints; the status is 0 however the figures are."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small articles and few runs: does it work at all")
    scale = QUICK if parser.parse_args(arguments).quick else Scale()
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    print(f"{os.cpu_count()} processors, load {load}; {COLUMNS} columns; medians of {scale.runs} runs.\n")
    with tempfile.TemporaryDirectory() as folder:
        table(Benchmarks(scale, Path(folder)).rows(), lambda line: print(line, flush=True))
    return 0
