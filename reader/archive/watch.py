"""Changes on disk while an archive is open: told by the system, or found by looking again where it cannot tell."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Generator, Iterator, Sequence
from pathlib import Path
from threading import Event
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

from reader.archive import files

if TYPE_CHECKING:
    from watchfiles import Change

_STEP_MS = 100
"""How long nothing must change for a batch to be over."""
_LONGEST_MS = 1_000
"""After which a batch is told although files go on changing, such as those that a crawler writes."""
_QUIET_MS = 400
"""How long nothing must change after very many files did: whoever switches branches is then through."""
_VERY_MANY = 500
_ROOTS_EVERY = 3.0
"""Seconds between two looks at whether the roots are still what they were."""
_LEAST_PAUSE = 10.0
"""Seconds between two scans where the system does not tell of changes."""
_REMOTE = frozenset(
    (
        "9p", "afpfs", "afs", "ceph", "cifs", "fuse.rclone", "fuse.sshfs", "glusterfs", "ncpfs", "nfs", "nfs4", "smb3",
        "smbfs", "vboxsf",
    )
)  # fmt: skip
"""File systems whose changes by others no kernel hears of."""


class Changes(NamedTuple):
    """What changed since the last ones."""

    folders: frozenset[Path] = frozenset()
    """Folders whose content is another."""
    trees: frozenset[Path] = frozenset()
    """Those of them that are new, gone or others than before, so that all below them may be another."""
    everywhere: bool = False
    """Whether it is not known where: all must be looked through."""
    unheard: str = ""
    """Why the system does not tell, from now on, as part of a sentence; empty when it does."""


def changes(
    roots: Sequence[Path],
    is_over: Event,
    pause: float = _LEAST_PAUSE,
    on_heard: Callable[[], object] = lambda: None,
    *,
    is_small: bool = False,
) -> Iterator[Changes]:
    """The changes under the roots, as they come, until `is_over` is set. Never raises.

    `on_heard` is called, more than once, when all changes from then on are told. `is_small` says that there are some
    hundred folders at most: then no other thread of this process has to wait while the system is asked.

    Where the system cannot tell of them (a network drive, a limit that is reached), all is to be looked through again,
    every `pause` seconds or twenty times as long as that takes, whichever is more; such changes say why.
    """
    was_deaf = False
    not_before = 0.0
    while not is_over.is_set():
        reason = _why_unheard(roots)
        if not reason:
            try:
                reason = yield from _heard(roots, _Over(is_over, on_heard), was_deaf=was_deaf, is_small=is_small)
            except _UntoldNameError:
                began = monotonic()
                yield Changes(everywhere=True)
                took = monotonic() - began
                is_over.wait(max(0.0, not_before - monotonic()))  # such a file may be written again and again
                not_before = monotonic() + max(pause, 20 * took)
        if reason:
            yield from _looked_for(roots, reason, is_over, pause)
        was_deaf = True


class _UntoldNameError(Exception):
    """Something changed whose name is not UTF-8: watchfiles cannot tell what, and ends."""


class _Over:
    """Whether it is over, for the system's watcher, which first asks when it has begun to hear."""

    def __init__(self, is_over: Event, on_heard: Callable[[], object]) -> None:
        self._is_over = is_over
        self._on_heard = on_heard

    def is_set(self) -> bool:
        self._on_heard()
        return self._is_over.is_set()


def _heard(roots: Sequence[Path], is_over: _Over, *, was_deaf: bool, is_small: bool) -> Generator[Changes, None, str]:
    """The changes that the system tells of, until a root is another folder; the reason when it cannot tell any more.

    What changed before it began to hear may be anywhere, if it `was_deaf` for a time. Raises `_UntoldNameError`.
    """
    import watchfiles  # noqa: PLC0415 - 40 ms

    before = [_identity(root) for root in roots]
    heard_of = [root for root, identity in zip(roots, before, strict=True) if identity]
    # Asked for all below a folder, watchfiles looks at every file there, and lets no other thread run meanwhile. On
    # Linux each folder has to be asked for anyway; new ones then have to be added, by beginning anew.
    is_flat = is_small and sys.platform == "linux"
    listed = _folders(heard_of) if is_flat else heard_of
    if is_flat and (reason := _why_untold(listed)):
        return reason
    filtered = _Filter(roots)
    pending: set[Path] = set()
    trees: set[Path] = set()
    looked = monotonic()
    is_checked = False
    try:
        for batch in watchfiles.watch(
            *listed,
            recursive=not is_flat,
            watch_filter=filtered,
            debounce=_LONGEST_MS,
            step=_STEP_MS,
            rust_timeout=_QUIET_MS,
            yield_on_timeout=True,
            stop_event=is_over,
            raise_interrupt=False,
            ignore_permission_denied=True,
        ):
            for change, name in batch:
                path = filtered.as_opened(name)
                pending.add(path.parent)
                if not path.is_file():  # a folder, or what may have been one
                    pending.add(path)
                    if change is not watchfiles.Change.modified:
                        trees.add(path)
            if was_deaf:
                was_deaf = False
                yield Changes(everywhere=True)
            if pending and (not batch or len(batch) < _VERY_MANY):
                yield Changes(frozenset(pending), frozenset(trees))
                if is_flat and any(tree.is_dir() for tree in trees):
                    return ""
                pending.clear()
                trees.clear()
            if is_flat and not is_checked:
                is_checked = True
                if _folders(heard_of) != listed:  # one came between the list and the asking
                    return ""
            if monotonic() - looked > _ROOTS_EVERY:
                looked = monotonic()
                if [_identity(root) for root in roots] != before:
                    return ""
    except (OSError, RuntimeError) as error:  # limits of the system; what its watcher raises for others
        if "decode path" in str(error):
            if reason := _why_untold(_folders(heard_of)):
                return reason
            raise _UntoldNameError from error
        return f"the system does not tell of changes ({error})"
    return ""


def _folders(roots: Sequence[Path]) -> list[Path]:
    return [folder for root in roots for folder in files.folders(root, sys.maxsize) or ()]


def _looked_for(roots: Sequence[Path], reason: str, is_over: Event, pause: float) -> Iterator[Changes]:
    """Scans instead, until the system can tell again, such as when a folder is there again."""
    may_end = _why_unheard(roots) == reason
    while not (may_end and _why_unheard(roots) != reason):
        began = monotonic()
        yield Changes(everywhere=True, unheard=reason)
        if is_over.wait(max(pause, 20 * (monotonic() - began))):
            return


class _Filter:
    """Which changes are of the archive: a name is hidden or skipped below the root, not above it."""

    def __init__(self, roots: Sequence[Path]) -> None:
        self._opened = [os.path.join(root, "") for root in roots]  # noqa: PTH118 - a string
        self._real = [os.path.join(os.path.realpath(root), "") for root in roots]  # noqa: PTH118

    def __call__(self, change: Change, path: str) -> bool:
        whole = os.path.join(path, "")  # noqa: PTH118 - so that a root lies in itself
        root = next((root for root in (*self._opened, *self._real) if whole.startswith(root)), "")
        return not any(files.is_skipped_name(part) for part in Path(whole[len(root) :]).parts)

    def as_opened(self, path: str) -> Path:
        """A path below a root as that root was written; some systems tell paths without symbolic links."""
        for opened, real in zip(self._opened, self._real, strict=True):
            if path.startswith(real) and not path.startswith(opened):
                return Path(opened + path[len(real) :])
        return Path(path)


def _identity(root: Path) -> tuple[int, int] | None:
    try:
        status = root.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _why_untold(folders: Sequence[Path]) -> str:
    """watchfiles takes no such folder, and ends whenever one is looked into, which whoever looks for changes does."""
    return "" if all(map(_is_utf_8, folders)) else "a folder's name is not UTF-8"


def _is_utf_8(path: Path) -> bool:
    try:
        str(path).encode()
    except UnicodeEncodeError:
        return False
    return True


def _why_unheard(roots: Sequence[Path]) -> str:
    if not any(_identity(root) for root in roots):
        return "the archive's folder is not there"
    if reason := _why_untold(roots):
        return reason
    if sys.platform == "linux":
        for root in roots:
            kind = _file_system(root)
            if kind in _REMOTE:
                return f"{root} is on a network drive ({kind})"
    return ""


def _file_system(path: Path) -> str:
    """The kind of file system that a path is on, from Linux's list of mounts (proc(5)); empty when unknown."""
    try:
        lines = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return ""
    real = os.path.realpath(path)
    kind, longest = "", -1
    for line in lines:
        before, _, after = line.partition(" - ")
        fields, rest = before.split(), after.split()
        if len(fields) < 5 or not rest:
            continue
        mount = fields[4].replace("\\040", " ")
        inside = real == mount or real.startswith(mount if mount.endswith("/") else mount + "/")
        if inside and len(mount) >= longest:
            kind, longest = rest[0], len(mount)
    return kind
