"""Parses a large body in a process of its own, so that the screen's process stays free.

`python -m reader.document.worker` reads one pickled request from standard input and writes pickled parts of the
document to standard output, until one says that it is complete. Both ends are this program; no one else's pickles
are read.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reader.archive.article import Article
from reader.document import opening
from reader.document.model import Document


def main() -> None:
    """The worker's side."""
    body, body_format, title, language = pickle.load(sys.stdin.buffer)
    out = sys.stdout.buffer
    try:
        for part in opening.parse(body, body_format, title, language):
            pickle.dump(part, out, pickle.HIGHEST_PROTOCOL)
            out.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextmanager
def parsing(article: Article) -> Iterator[Iterator[Document]]:
    """The parts of an article's document as another process makes them; leaving the context ends that process.

    The iterator raises EOFError when the worker ended early.
    """
    package = str(Path(__file__).parents[2])
    path = os.pathsep.join(filter(None, (package, os.environ.get("PYTHONPATH"))))
    process = subprocess.Popen(
        [sys.executable, "-m", "reader.document.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": path},
        start_new_session=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        request = (article.body, article.body_format, article.metadata.title, article.metadata.language or "")
        with process.stdin:
            pickle.dump(request, process.stdin, pickle.HIGHEST_PROTOCOL)
        yield _received(process)
    finally:
        process.kill()
        process.stdout.close()
        process.wait()


def _received(process: subprocess.Popen[bytes]) -> Iterator[Document]:
    assert process.stdout is not None
    while True:
        part: Document = pickle.load(process.stdout)
        yield part
        if part.is_complete:
            return


if __name__ == "__main__":
    main()
