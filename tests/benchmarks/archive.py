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

_TREE = range(1, 30)
_CATEGORIES = (
    "WITH RECURSIVE c (id) AS (SELECT 1 UNION ALL SELECT n.id FROM nodes n JOIN c ON n.parent = c.id) "
    "SELECT n.id FROM nodes n JOIN c ON c.id = n.id"
)
"""The nodes below the root of the categories."""
_PAGE_SEEN = re.compile(rb"\d%")
_QUERIES = 1_000
_WORDS = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]+|[A-Za-z]+")


class TreeProgram(Program):
    """One whose keys are answered in the tree, on the left."""

    watched = range(1, 40)
    sees_colours = True


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
        empty = self._median(lambda: self._start(EMPTY, EMPTY_WORDS))
        yield bounded("first start: a tree and an article on screen", self._first_start(), 1.5 * empty + 1000, "ms")
        reading, whole, database = self._index()
        loop = self._frontmatter(files)
        yield compared("catalogue of all articles", reading, Yardstick("frontmatter.load", loop, "s"), 0.5)
        yield bounded("searchable full text of all, from nothing", whole, 60, "s")
        yield self._against_newsboat(files, whole)
        yield compared(
            "a scan that finds nothing changed", self._scan(), Yardstick("scandir and stat", self._bare()), 2
        )
        known = self._median(self._known_start)
        yield compared("start on the known archive, tree and article", known, Yardstick("empty program", empty), 1.5)
        yield from self._keys_and_memory()
        yield from self._search()
        yield compared("catalogue and index on disk", database / MB, Yardstick("articles", size / MB, "MB"), 0.8)

    def _median(self, measure: Callable[[], float]) -> float:
        measure()
        return statistics.median(measure() for _ in range(self._runs))

    def _start(self, arguments: Sequence[str | Path], words: str) -> float:
        with Program(arguments, self._home) as program:
            return program.wait_for(words) * 1000

    def _first_start(self) -> float:
        """From nothing known to the share that is read of an article, which stands at the foot of its page."""
        times = []
        for _ in range(max(1, self._runs // 2)):
            shutil.rmtree(self._home)
            self._home.mkdir()
            with Program([*READER, self._archive], self._home) as program:
                program.idle_until(_PAGE_SEEN)
                times.append((time.perf_counter() - program.started) * 1000)
        return statistics.median(times)

    def _known_start(self) -> float:
        with Program([*READER, self._archive], self._home) as program:
            program.idle_until(_PAGE_SEEN)
            article = time.perf_counter() - program.started
            while b"\xe2\x96\xbe" not in program.raw and b"\xe2\x96\xb8" not in program.raw:  # a folded category
                program.read(0.5)
            return max(article, time.perf_counter() - program.started) * 1000

    def _run(self, script: str, *arguments: object) -> list[float]:
        """The numbers that a script of our own prints, in a process of its own, with this run's home."""
        command = [sys.executable, "-c", script, *map(str, arguments)]
        environment = {**os.environ, "HOME": str(self._home)}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, env=environment)
        return [float(word) for word in said.stdout.split()]

    def _index(self) -> tuple[float, float, float]:
        """Seconds until all articles are listed, and until all texts are indexed; bytes on disk."""
        shutil.rmtree(self._home)
        self._home.mkdir()
        script = (
            "import sys, time\n"
            "from pathlib import Path\n"
            "from reader.library import location\n"
            "from reader.library.progress import Stage\n"
            "from reader.library.readers import Readers\n"
            "from reader.library.sync import Sync, roots\n"
            "if __name__ == '__main__':\n"
            "    begun, read = time.perf_counter(), []\n"
            "    def report(at):\n"
            "        if at.stage is Stage.READING: read[:] = [time.perf_counter() - begun]\n"
            "    path = Path(sys.argv[1])\n"
            "    catalogue = location.open_catalogue([path]).catalogue\n"
            "    with Readers() as readers: Sync(catalogue, roots([path]), readers, report).run()\n"
            "    whole = time.perf_counter() - begun\n"
            "    catalogue.close()\n"
            "    size = sum(each.stat().st_size for each in catalogue.database.path.parent.iterdir())\n"
            "    print(*read, whole, size)\n"
        )
        module = self._folder / "index.py"  # readers are started by the name of a file
        module.write_text(script, encoding="utf-8")
        reading, whole, size = self._run(
            f"import runpy; runpy.run_path({str(module)!r}, run_name='__main__')", self._archive
        )
        return reading, whole, size

    def _frontmatter(self, files: Sequence[Path]) -> float:
        """One loop of `frontmatter.load`; what it cannot load is passed over."""
        script = (
            "import frontmatter, sys, time\n"
            "paths = open(sys.argv[1]).read().split('\\0')\n"
            "begun = time.perf_counter()\n"
            "for path in paths:\n"
            "    try: frontmatter.load(path)\n"
            "    except Exception: pass\n"
            "print(time.perf_counter() - begun)\n"
        )
        names = self._folder / "names"
        names.write_text("\0".join(map(str, files)), encoding="utf-8")
        return self._run(script, names)[0]

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

    def _scan(self) -> float:
        """Milliseconds of a run that finds nothing to do, without the start of its process."""
        script = (
            "import sys, time\n"
            "from pathlib import Path\n"
            "from reader.library import location\n"
            "from reader.library.readers import Readers\n"
            "from reader.library.sync import Sync, roots\n"
            "path = Path(sys.argv[1])\n"
            "catalogue = location.open_catalogue([path]).catalogue\n"
            "sync = Sync(catalogue, roots([path]), Readers(), lambda at: None)\n"
            "sync.run()\n"
            "times = []\n"
            "for _ in range(int(sys.argv[2])):\n"
            "    begun = time.perf_counter(); sync.run(); times.append(time.perf_counter() - begun)\n"
            "print(sorted(times)[len(times) // 2] * 1000)\n"
        )
        return self._run(script, self._archive, max(3, self._runs))[0]

    def _bare(self) -> float:
        script = (
            "import os, sys, time\n"
            "def walk(folder):\n"
            "    for entry in os.scandir(folder):\n"
            "        if entry.is_dir(): walk(entry.path)\n"
            "        else: entry.stat()\n"
            "times = []\n"
            "for _ in range(int(sys.argv[2])):\n"
            "    begun = time.perf_counter(); walk(sys.argv[1]); times.append(time.perf_counter() - begun)\n"
            "print(sorted(times)[len(times) // 2] * 1000)\n"
        )
        return self._run(script, self._archive, max(3, self._runs))[0]

    def _unfold(self) -> float:
        """Milliseconds until the rows of the largest category are known and the first screen of them is fetched."""
        script = (
            "import sys, time\n"
            "from pathlib import Path\n"
            "from reader.library import location\n"
            "from reader.library.tree import TreeRows\n"
            "catalogue = location.open_catalogue([Path(sys.argv[1])]).catalogue\n"
            "tree = TreeRows(catalogue)\n"
            "with catalogue.database.reading() as asked:\n"
            "    (node,) = asked.execute('SELECT id FROM nodes ORDER BY own DESC LIMIT 1').fetchone()\n"
            "begun = time.perf_counter()\n"
            "tree.unfold(node); tree.prepare(tree.find(node), tree.find(node) + 40)\n"
            "print((time.perf_counter() - begun) * 1000)\n"
        )
        return self._run(script.replace("SELECT id FROM nodes", _CATEGORIES), self._archive)[0]

    def _keys_and_memory(self) -> Iterator[Row]:
        yield bounded("unfold the largest category", self._unfold(), 50, "ms")
        with TreeProgram([*READER, self._archive], self._home) as program:
            program.idle_until(_PAGE_SEEN)
            program.idle(2)
            program.write(b"\t")
            program.idle(0.5)
            moved = [program.latency_of("k" if number % 2 else "j", _TREE) for number in range(40)]
            yield bounded("move in the tree, median", latency(moved).median, 16, "ms")
            for key in ("s", *"the"):
                program.write(key.encode())
                program.idle(0.3)
            program.idle(2)
            yield bounded("resident memory of the screen after a search", program.own_memory(), 150, "MiB")
            yield Row("the same with the process that keeps the catalogue", f"{program.memory():,.0f} MiB")

    def _search(self) -> Iterator[Row]:
        script = (
            "import sys, time\n"
            "from pathlib import Path\n"
            "from reader.library import location\n"
            "from reader.library.query import parse\n"
            "from reader.library.search import Search, read_snippet\n"
            "search = Search(location.open_catalogue([Path(sys.argv[1])]).catalogue)\n"
            "times = []\n"
            "for line in open(sys.argv[2], encoding='utf-8').read().splitlines():\n"
            "    begun = time.perf_counter()\n"
            "    query = parse(line)\n"
            "    for hit in search.find(query).hits: read_snippet(hit, query.phrases())\n"
            "    times.append(time.perf_counter() - begun)\n"
            "times.sort()\n"
            "print(times[len(times) // 2] * 1000, times[int(len(times) * 0.95)] * 1000, times[-1] * 1000)\n"
        )
        queries = self._folder / "queries"
        queries.write_text("\n".join(self._asked()), encoding="utf-8")
        median, most, worst = self._run(script, self._archive, queries)
        row = bounded(f"search, 50 hits with snippets, {self._queries:,} queries, 95th percentile", most, 50, "ms")
        yield replace(row, figure=f"{most:,.0f} ms (median {median:,.0f}, worst {worst:,.0f})")

    def _asked(self) -> list[str]:
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
