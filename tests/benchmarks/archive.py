"""`python -m tests.benchmarks.archive` measures an archive as a whole: starts, catalogue, index, search, memory."""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from html import escape
from pathlib import Path

from tests.benchmarks import archives
from tests.benchmarks.program import COLUMNS, ROOT, Program, latency
from tests.benchmarks.run import EMPTY, EMPTY_WORDS, MB, READER, Row, Yardstick, bounded, compared, table

_TREE = range(1, 29)
"""The rows of the terminal, from 1, that the tree may have."""
_ROW_OF_TREE = re.compile(rb"\d\s*\Z")
"""How a row of the tree ends: with a date or a count."""
_PAGE_SEEN = re.compile(rb"\d%")
_QUERIES = 1_000
_ASKED_OF_RIPGREP = 20
_WORDS = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]+|[A-Za-z]+")
_PATIENCE = 7_200.0
"""Seconds that a process may take that measures something."""


class TreeProgram(Program):
    """One whose keys are answered in the tree, on the left."""

    watched = range(1, 40)
    sees_colours = True

    def until_both_are_there(self) -> float:
        """Seconds from the start until rows of the tree and the foot of an article's page are on the screen."""
        self.wait_until("the foot of an article's page", lambda: _PAGE_SEEN.search(self.raw) is not None)
        self.wait_until("a row of the tree", lambda: any(map(_ROW_OF_TREE.search, self.words_in(_TREE))))
        return time.perf_counter() - self.started


class ArchiveBenchmarks:
    """The measurements of one archive, in the order of the table."""

    def __init__(self, archive: Path, folder: Path, runs: int, queries: int = _QUERIES) -> None:
        self._archive = archive
        self._folder = folder
        self._home = folder / "home"
        self._home.mkdir()
        self._runs = runs
        self._queries = queries

    def rows(self) -> Iterator[Row]:
        """Each row as soon as it is known."""
        files = [path for path in self._archive.rglob("*") if path.is_file()]
        size = sum(path.stat().st_size for path in files)
        empty = self._median(self._empty_start)
        yield bounded("first start: a tree and an article on screen", self._first_start(), 1.5 * empty + 1000, "ms")
        self._forget()
        for path in files:
            path.read_bytes()  # from here on all of them are in memory: whoever is first would wait for the disk
        (loaded,) = self._alone("frontmatter")
        listed, whole, on_disk = self._alone("index")  # listing comes first, and so right behind its yardstick
        yield compared("catalogue of all articles", listed, Yardstick("frontmatter.load", loaded, "s"), 0.5)
        yield bounded("searchable full text of all, from nothing", whole, 60, "s")
        yield self._against_newsboat(files, whole)
        scan, bare = self._alone("scan", max(3, self._runs))
        yield compared("a scan that finds nothing changed", scan, Yardstick("scandir and stat", bare), 2)
        known, empty = self._in_turn(self._known_start, self._empty_start)
        yield compared("start on the known archive, tree and article", known, Yardstick("empty program", empty), 1.5)
        yield from self._keys_and_memory()
        yield from self._search()
        yield compared("catalogue and index on disk", on_disk / MB, Yardstick("articles", size / MB, "MB"), 0.8)

    def _median(self, measure: Callable[[], float]) -> float:
        measure()
        return statistics.median(measure() for _ in range(self._runs))

    def _in_turn(self, one: Callable[[], float], other: Callable[[], float]) -> list[float]:
        """The medians of both, measured in turn: the processor is not as fast in one minute as in another."""
        one(), other()
        times = [(one(), other()) for _ in range(self._runs)]
        return [statistics.median(each) for each in zip(*times, strict=True)]

    def _empty_start(self) -> float:
        return self._start(EMPTY, EMPTY_WORDS)

    def _start(self, arguments: Sequence[str | Path], words: str) -> float:
        with Program(arguments, self._home) as program:
            return program.wait_for(words) * 1000

    def _forget(self) -> None:
        shutil.rmtree(self._home)
        self._home.mkdir()

    def _first_start(self) -> float:
        """From nothing known to a tree and an article."""
        times = []
        for _ in range(max(1, self._runs // 2)):
            self._forget()
            times.append(self._known_start())
        return statistics.median(times)

    def _known_start(self) -> float:
        with TreeProgram([*READER, self._archive], self._home) as program:
            return program.until_both_are_there() * 1000

    def _alone(self, what: str, *more: object) -> list[float]:
        """What `alone` measures, in a process of its own, with this run's home."""
        command = [sys.executable, "-m", "tests.benchmarks.alone", what, *map(str, (self._archive, *more))]
        environment = {**os.environ, "HOME": str(self._home)}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        said = subprocess.run(
            command, cwd=ROOT, capture_output=True, text=True, check=True, env=environment, timeout=_PATIENCE
        )
        return [float(word) for word in said.stdout.split()]

    def _against_newsboat(self, files: Sequence[Path], whole: float) -> Row:
        what = "the same against newsboat's reload of the same articles"
        newsboat = shutil.which("newsboat")
        if newsboat is None:
            return Row(what, f"{whole:,.1f} s", "skipped: newsboat is not installed", "", "1 ×", "")
        feed = self._folder / "feed.xml"
        with feed.open("w", encoding="utf-8") as stream:
            stream.write('<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>all</title>')
            stream.write("<link>https://example.org/</link><description>all</description>")
            for number, path in enumerate(files):
                text = escape("".join(c for c in path.read_text("utf-8", "replace") if c.isprintable() or c == "\n"))
                stream.write(f"<item><title>{escape(path.stem)}</title><link>https://example.org/{number}</link>")
                stream.write(f"<guid>{number}</guid><description>{text}</description></item>")
            stream.write("</channel></rss>")
        urls = self._folder / "urls"
        urls.write_text(f"file://{feed}\n", encoding="utf-8")
        (self._folder / "config").write_text("max-items 0\n", encoding="utf-8")
        command = [newsboat, "-C", self._folder / "config", "-u", urls, "-c", self._folder / "news.db", "-x", "reload"]
        begun = time.perf_counter()
        try:
            subprocess.run(
                command, check=True, capture_output=True, timeout=900, env={**os.environ, "HOME": str(self._home)}
            )
        except (subprocess.SubprocessError, OSError) as error:
            return Row(what, f"{whole:,.1f} s", f"skipped: newsboat failed ({type(error).__name__})", "", "1 ×", "")
        return compared(what, whole, Yardstick("newsboat", time.perf_counter() - begun, "s"), 1)

    def _keys_and_memory(self) -> Iterator[Row]:
        unfolded, articles = self._alone("unfold")
        yield bounded(f"unfold the largest category ({articles:,.0f} articles)", unfolded, 50, "ms")
        with TreeProgram([*READER, self._archive], self._home) as program:
            program.until_both_are_there()
            program.idle(2)
            program.write(b"\t")
            program.idle(0.5)
            moved = program.to_and_fro("j", "k", _TREE, 40)
            yield bounded("move in the tree, median", latency(moved).median, 16, "ms")
            for key in ("s", *"the"):
                program.write(key.encode())
                program.idle(0.3)
            program.idle(2)
            yield bounded("resident memory of the screen after a search", program.own_memory(), 150, "MiB")
            yield Row("the same with the process that keeps the catalogue", f"{program.memory():,.0f} MiB")

    def _search(self) -> Iterator[Row]:
        queries = self._folder / "queries"
        asked = self.queries()
        queries.write_text("\n".join(asked), encoding="utf-8")
        median, most, worst, *_ = self._alone("search", queries)
        row = bounded(f"search, 50 hits with snippets, {self._queries:,} queries, 95th percentile", most, 50, "ms")
        beside = self._ripgrep(asked)
        yield replace(row, figure=f"{most:,.0f} ms (median {median:,.0f}, worst {worst:,.0f})", yardstick=beside)

    def _ripgrep(self, asked: Sequence[str]) -> str:
        """What ripgrep takes for the same words, beside which the figure stands; it is no bound."""
        ripgrep = shutil.which("rg")
        if ripgrep is None:
            return "skipped: ripgrep is not installed"
        times = []
        for query in asked[:_ASKED_OF_RIPGREP]:
            command = [ripgrep, "-i", "-F", "-l", "--", query.strip('"').split()[0], self._archive]
            begun = time.perf_counter()
            subprocess.run(command, stdout=subprocess.DEVNULL, check=False, timeout=_PATIENCE)
            times.append(time.perf_counter() - begun)
        return f"ripgrep {statistics.median(times) * 1000:,.0f} ms"

    def queries(self) -> list[str]:
        """Queries out of the articles: two fifths a word, as many two words, a fifth a phrase."""
        chance = random.Random(2)
        files = sorted(path for path in self._archive.rglob("*.md"))
        asked: list[str] = []
        while len(asked) < self._queries:
            body = re.sub(r"<[^>]*>", " ", chance.choice(files).read_text("utf-8", "replace").rpartition("---\n")[2])
            words = _WORDS.findall(body)
            if not words:
                continue
            way = chance.random()
            if way < 0.4:
                asked.append(_word(chance, words))
            elif way < 0.8:
                asked.append(f"{_word(chance, words)} {_word(chance, words)}")
            else:
                word = chance.choice(words)
                at = chance.randrange(max(1, len(word) - 7))
                asked.append(f'"{word[at : at + 8]}"' if word[0] > "z" else f'"{" ".join(words[:2])}"')
        return asked


def _word(chance: random.Random, words: Sequence[str]) -> str:
    word = chance.choice(words)
    if word[0] <= "z":
        return word
    length = chance.choice((1, 2, 2, 2, 3, 4))
    at = chance.randrange(max(1, len(word) - length + 1))
    return word[at : at + length]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures and prints; the status is 0 however the figures are."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.archive", description=__doc__)
    parser.add_argument("path", nargs="?", type=Path, help="an archive; without one, one is written")
    parser.add_argument("--articles", type=int, default=10_000, help="of the archive that is written")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--queries", type=int, default=_QUERIES)
    options = parser.parse_args(arguments)
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = options.path
        if path is None:
            path = folder / "archive"
            archives.write(path, options.articles)
        print(f"{os.cpu_count()} processors, load {load}; {COLUMNS} columns; {options.runs} runs; {path.name}.\n")
        rows = ArchiveBenchmarks(path.absolute(), folder, options.runs, options.queries).rows()
        table(rows, lambda line: print(line, flush=True))
    return 0


if __name__ == "__main__":
    sys.exit(main())
