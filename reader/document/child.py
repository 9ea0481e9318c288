"""Starts a process of ours: one of our modules, run by the same Python, told and answering through pipes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

_PACKAGE = str(Path(__file__).parents[2])


def started(module: str) -> subprocess.Popen[bytes]:
    """`python -P -m module`, with pipes for its standard input and output; it has a session of its own.

    `-P` keeps Python from looking for modules in the folder that is being read, and a session of its own keeps the
    terminal's Ctrl-C from it: who started it ends it. Raises OSError when the system has no more processes.
    """
    path = os.pathsep.join(filter(None, (_PACKAGE, os.environ.get("PYTHONPATH"))))
    return subprocess.Popen(
        [sys.executable, "-P", "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": path},
        start_new_session=True,
    )
