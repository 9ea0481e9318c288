"""The process that decodes pictures: `python -P -m reader.document.pictures.worker`.

It reads `Measure` and `Draw` from standard input, as `pipe` sends them, and answers on standard output, as `answers`
writes it, one after the other.
It has none of the terminal, goes behind the screen in the system's turns, and is held to `decode.MOST_MEMORY`. A
picture that ends it is that picture's fault: `studio` starts another.
"""

from __future__ import annotations

import contextlib
import os
import sys

from reader.document import pipe
from reader.document.pictures import answers, decode
from reader.document.pictures.asked import Draw, Measure


def main() -> None:
    """Answers until standard input ends."""
    _bound()
    target = sys.stdout.fileno()
    try:
        for asked in pipe.received(sys.stdin.fileno()):
            if isinstance(asked, Measure):
                pipe.send_bytes(target, answers.packed(tuple(decode.measured(file) for file in asked.files)))
            elif isinstance(asked, Draw):
                pipe.send_bytes(target, answers.packed(decode.drawn(asked)))
    except (EOFError, BrokenPipeError):
        return  # the program has ended


def _bound() -> None:
    with contextlib.suppress(OSError):
        os.nice(5)
    try:
        import resource  # noqa: PLC0415 - not on every system
    except ImportError:
        return
    for limit, most in ((resource.RLIMIT_DATA, decode.MOST_MEMORY), (resource.RLIMIT_CORE, 0)):
        with contextlib.suppress(OSError, ValueError):  # the system knows no such bound
            resource.setrlimit(limit, (most, most))


if __name__ == "__main__":
    main()
