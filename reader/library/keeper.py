"""Keeps an archive's catalogue up to date in a process of its own, so that the screen's process stays free and small.

`python -P -m reader.library.keeper` reads one line of JSON that says what to keep, and from then on commands, a line
each; it writes what it does in lines of JSON. It ends when its input ends, and so with the program that started it,
however that ended.

What the process does stands in `keeping`; here is no more than a program needs that has it done.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from reader.document import child

if TYPE_CHECKING:
    from reader.archive.watch import Changes


class Keeper:
    """The process, as the program sees it. A context manager: leaving it ends the process."""

    def __init__(
        self,
        roots: Sequence[Path],
        catalogue: Path,
        *,
        watches: bool = True,
        stays: bool = False,
        changes: Changes | None = None,
        was_stopped: bool = False,
    ) -> None:
        """`watches`, it goes on with what changes on disk until it is ended; `stays`, with what `take_in` tells it.

        It begins with a run over the whole archive, or with `changes` where those are known; `was_stopped` says that
        an earlier run was ended before it was through.
        """
        self._process = child.started("reader.library.keeper")
        self._tell(
            {
                "roots": [str(root) for root in roots],
                "catalogue": str(catalogue),
                "watches": watches,
                "stays": stays,
                "changes": changes and _plain(changes),
                "stopped": was_stopped,
            }
        )

    def __enter__(self) -> Keeper:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def messages(self) -> Iterator[dict[str, Any]]:
        """What the process says, until it ends. See `keeping.Keeping` for what that is."""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line.endswith(b"\n"):  # else it was ended by force in the middle of a line
                yield json.loads(line)

    def stop(self) -> None:
        """Ends the run that is going on; the next goes on from there."""
        self._tell({"do": "stop"})

    def look(self) -> None:
        """Looks through the whole archive once more."""
        self._tell({"do": "look"})

    def take_in(self, changes: Changes) -> None:
        """Brings the catalogue up to date with what changed."""
        self._tell({"do": "take in", **_plain(changes)})

    def end(self) -> None:
        """Asks the process to end, without waiting for it."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.close()
        except OSError:
            return  # it has ended before

    def close(self) -> None:
        """Ends the process: after the batch that it is at, or else by force, which harms nothing."""
        self.end()
        try:
            self._process.wait(1)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()

    def _tell(self, what: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(what).encode() + b"\n")
            self._process.stdin.flush()
        except (OSError, ValueError):
            return  # it has ended, or was asked to


def _plain(changes: Changes) -> dict[str, Any]:
    """Changes as JSON has them; `keeping` reads them."""
    return {
        "folders": [str(folder) for folder in changes.folders],
        "trees": [str(folder) for folder in changes.trees],
        "everywhere": changes.everywhere,
        "unheard": changes.unheard,
    }


def main() -> None:
    """The process's side."""
    from reader.library.keeping import Keeping  # noqa: PLC0415 - what has it done imports none of it

    Keeping(json.loads(sys.stdin.buffer.readline())).run()
    sys.stdout.flush()
    os._exit(0)  # without waiting for the threads that listen


if __name__ == "__main__":
    main()
