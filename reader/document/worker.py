"""Parses a large body in a process of its own, so that the screen's process stays free.

`python -P -m reader.document.worker` reads one pickled request from standard input and writes parts of the document to
standard output as `pipe` does.
"""

from __future__ import annotations

import pickle
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from reader.archive.article import Article
from reader.document import child, opening, pipe, reading_time
from reader.document.model import Document


def main() -> None:
    """The worker's side."""
    body, body_format, title, language = pickle.load(sys.stdin.buffer)
    target = sys.stdout.fileno()
    try:
        for part in reading_time.counted(opening.parse(body, body_format, title, language)):
            pipe.send(target, part)
        pipe.end(target)
    except BrokenPipeError:
        return  # nobody waits for them any more


@contextmanager
def parsing(article: Article, is_cancelled: Callable[[], bool] = lambda: False) -> Iterator[Iterator[Document]]:
    """The parts of an article's document as another process makes them; leaving the context ends that process.

    The iterator ends early soon after `is_cancelled` says so; it raises EOFError when the worker ended early.
    """
    process = child.started("reader.document.worker")
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        request = (article.body, article.body_format, article.metadata.title, article.metadata.language or "")
        with process.stdin:
            pickle.dump(request, process.stdin, pickle.HIGHEST_PROTOCOL)
        yield pipe.received(process.stdout.fileno(), is_cancelled)
    finally:
        process.kill()
        process.stdout.close()
        process.wait()


if __name__ == "__main__":
    main()
