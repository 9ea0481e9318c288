"""Parses a large body in a process of its own, so that the screen's process stays free.

`python -P -m reader.document.worker` reads one pickled request from standard input and writes parts of the document to
standard output, each pickled behind its length in eight bytes, until one says that it is complete. Both ends are this
program; no one else's pickles are read. `-P` keeps Python from looking for modules in the folder that is being read.
"""

from __future__ import annotations

import os
import pickle
import select
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from reader.archive.article import Article
from reader.document import opening
from reader.document.model import Document

_LENGTH = struct.Struct("!Q")
_PATIENCE = 0.1
"""Seconds between two looks at whether the parts are still wanted."""


def main() -> None:
    """The worker's side."""
    body, body_format, title, language = pickle.load(sys.stdin.buffer)
    out = sys.stdout.buffer
    try:
        for part in opening.parse(body, body_format, title, language):
            data = pickle.dumps(part, pickle.HIGHEST_PROTOCOL)
            out.write(_LENGTH.pack(len(data)))
            out.write(data)
            out.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextmanager
def parsing(article: Article, is_cancelled: Callable[[], bool] = lambda: False) -> Iterator[Iterator[Document]]:
    """The parts of an article's document as another process makes them; leaving the context ends that process.

    The iterator ends early soon after `is_cancelled` says so; it raises EOFError when the worker ended early.
    """
    package = str(Path(__file__).parents[2])
    path = os.pathsep.join(filter(None, (package, os.environ.get("PYTHONPATH"))))
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "reader.document.worker"],
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
        yield _received(process.stdout.fileno(), is_cancelled)
    finally:
        process.kill()
        process.stdout.close()
        process.wait()


def _received(source: int, is_cancelled: Callable[[], bool]) -> Iterator[Document]:
    while True:
        head = _read(source, _LENGTH.size, is_cancelled)
        data = head and _read(source, _LENGTH.unpack(head)[0], is_cancelled)
        if not data:
            return
        part: Document = pickle.loads(data)
        yield part
        if part.is_complete:
            return


def _read(source: int, size: int, is_cancelled: Callable[[], bool]) -> bytes:
    """`size` bytes of the pipe, or none when it was cancelled. A parser may take long over one part."""
    data = bytearray()
    while len(data) < size:
        if is_cancelled():
            return b""
        if select.select([source], [], [], _PATIENCE)[0]:
            read = os.read(source, min(size - len(data), 1 << 20))
            if not read:
                raise EOFError
            data += read
    return bytes(data)


if __name__ == "__main__":
    main()
