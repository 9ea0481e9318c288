"""`python -m tests.benchmarks.alone WHAT ARCHIVE ...`: what is measured in a process of its own; prints numbers."""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from reader.library import location
from reader.library.catalogue import Catalogue
from reader.library.listing import View
from reader.library.progress import Progress, Stage
from reader.library.query import parse
from reader.library.readers import Readers
from reader.library.roots import roots_of
from reader.library.search import Search, read_snippet
from reader.library.sync import Sync
from reader.library.tree import TreeRows


def index(archive: Path) -> list[float]:
    """Seconds until all articles are listed, and until all texts are indexed; bytes on disk, once it is closed."""
    begun = time.perf_counter()
    listed = 0.0

    def report(at: Progress) -> None:
        nonlocal listed
        if at.stage is Stage.READING:
            listed = time.perf_counter() - begun

    catalogue = _catalogue(archive)
    with Readers() as readers:
        Sync(catalogue, roots_of([archive]), readers, report).run()
    whole = time.perf_counter() - begun
    catalogue.close()
    assert catalogue.database.path is not None
    return [listed, whole, sum(each.stat().st_size for each in catalogue.database.path.parent.iterdir())]


def frontmatter(archive: Path) -> list[float]:
    """Seconds of one loop of `frontmatter.load` over all files; what it cannot load is passed over."""
    import frontmatter as library
    from yaml import YAMLError

    paths = [path for path in archive.rglob("*") if path.is_file()]
    begun = time.perf_counter()
    for path in paths:
        try:
            library.load(str(path))
        except (YAMLError, ValueError, TypeError, AttributeError):
            continue
    return [time.perf_counter() - begun]


def scan(archive: Path, times: str) -> list[float]:
    """Milliseconds of a run that finds nothing to do, and of a bare scandir and stat, in turn; the medians."""
    sync = Sync(_catalogue(archive), roots_of([archive]), Readers(), lambda at: None)
    sync.run()
    ours, bare = [], []
    for _ in range(int(times)):
        bare.append(_seconds(lambda: _walk(str(archive))))
        ours.append(_seconds(sync.run))
    return [statistics.median(ours) * 1000, statistics.median(bare) * 1000]


def _walk(folder: str) -> None:
    for entry in os.scandir(folder):
        if entry.is_dir():
            _walk(entry.path)
        else:
            entry.stat()


def unfold(archive: Path) -> list[float]:
    """Milliseconds until the rows of the largest category are known and the first screen of them is fetched."""
    catalogue = _catalogue(archive)
    tree = TreeRows(catalogue)
    largest, waiting = catalogue.node(tree.root), [tree.root]
    while waiting:
        for node in catalogue.nodes(catalogue.groups(waiting.pop()).ids).values():
            waiting.append(node.id)
            largest = max(largest, node, key=lambda each: each.own)

    def unfolded() -> None:
        tree.unfold(largest.id)
        row = tree.find(largest.id)
        assert row is not None
        tree.prepare(row, row + 40)

    assert tree.view is View.CATEGORY
    return [_seconds(unfolded) * 1000, largest.own]


def search(archive: Path, queries: str) -> list[float]:
    """Milliseconds of the queries, a line each, with 50 hits and their snippets: median, 95th percentile, worst.

    And the median and the 95th percentile of the processor time.
    """
    asked = Search(_catalogue(archive))

    def answer(line: str) -> None:
        query = parse(line)
        for hit in asked.find(query).hits:
            read_snippet(hit, query.phrases())

    times: list[float] = []
    processor: list[float] = []
    for line in Path(queries).read_text("utf-8").splitlines():
        begun = time.process_time()
        times.append(_seconds(partial(answer, line)) * 1000)
        processor.append((time.process_time() - begun) * 1000)
    return [*_percentiles(times), max(times), *_percentiles(processor)]


def _percentiles(times: list[float]) -> list[float]:
    """The median and the 95th percentile."""
    times = sorted(times)
    return [times[len(times) // 2], times[int(len(times) * 0.95)]]


def _catalogue(archive: Path) -> Catalogue:
    return location.open_catalogue([archive]).catalogue


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


_MEASURES: dict[str, Callable[..., list[float]]] = {
    "index": index,
    "frontmatter": frontmatter,
    "scan": scan,
    "unfold": unfold,
    "search": search,
}

if __name__ == "__main__":
    print(*_MEASURES[sys.argv[1]](Path(sys.argv[2]), *sys.argv[3:]))
