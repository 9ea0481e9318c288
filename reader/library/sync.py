"""Bringing a catalogue up to date with the files: what is read, by whom, and in which order.

First the metadata of all files that are new or changed, so that the tree is soon complete; then their texts into the
index. Files are read by other processes where there are many; one process, this one, writes. Each batch is a
transaction of its own, so a run can be interrupted at any moment: what the catalogue then lacks, the next run finds.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple, TypeVar

from reader.archive import files
from reader.archive.files import Folder
from reader.errors import ArchiveError
from reader.library import metadata, texts
from reader.library.catalogue import Catalogue
from reader.library.full_text import FullText
from reader.library.listing import Known
from reader.library.metadata import Unread
from reader.library.plan import Come, compare, moves
from reader.library.progress import Outcome, Progress, Stage
from reader.library.readers import Readers
from reader.library.roots import Root
from reader.library.texts import Text

_FIRST_BATCH = 200
"""Files of the first batch of a run: a screen is waiting to show them, and opens the newest of them."""
_BATCH = 400
"""Files of every further one: some 10 ms of writing."""
_MOST_TOGETHER = 8_000
"""Texts that are indexed in one transaction, of the first ones far fewer: each leaves a piece. From 16 on they are
merged, which takes as long as a third of writing them; so 100,000 texts are not."""
_GROWTH = 4
"""How many times as many texts each transaction has as the one before."""
_MOST_BYTES = 64 << 20
"""Of such texts."""
_TAKEN_AWAY = 20
"""Articles of which not one is found: from so many on, their folder was taken away rather than emptied."""


class _Place(NamedTuple):
    root: Root
    folder: Folder
    is_whole: bool = True
    """Whether these are all files of the folder: not where one of them is a root."""


@dataclass
class _Found:
    """What a walk came upon."""

    read: int = 0
    wanted: int = 0
    inhabited: set[Root] = field(default_factory=set)
    """Roots that hold any file."""
    gone: list[tuple[Root | None, Known]] = field(default_factory=list)
    changed: set[tuple[bytes, bytes]] = field(default_factory=set)
    """Files that are read and were known."""
    come: list[Come] = field(default_factory=list)
    roots: dict[bytes, Root] = field(default_factory=dict)
    is_walked: bool = False
    is_stopped: bool = False

    @property
    def outcome(self) -> Outcome:
        return Outcome(read=self.read, is_stopped=self.is_stopped)


class Sync:
    """Runs over one archive.

    `readers` read its files; `report` is told after each batch how far a run is; `is_stopped` may end it between two.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        archive: Sequence[Root],
        readers: Readers,
        report: Callable[[Progress], None],
        is_stopped: Callable[[], bool] = lambda: False,
    ) -> None:
        self._catalogue = catalogue
        self._archive = archive
        self._readers = readers
        self._report = report
        self._is_stopped = is_stopped
        self._full_text = FullText(catalogue.database)

    def run(self, *, indexes: bool = True) -> Outcome:
        """Looks through the whole archive, then indexes what is not indexed. Raises CatalogueError."""
        problems: list[str] = []
        unread: set[bytes] = set()
        unseen = set(self._catalogue.directories())
        had = bool(unseen)

        def walk() -> Iterator[_Place]:
            for root in self._archive:
                for place in self._walk(root, problems, unread):
                    unseen.discard(place.folder.path)
                    yield place

        found = self._take_in(walk(), had=had)
        if found.is_stopped:
            return found.outcome
        gone = self._without_taken_away(found, found.gone + self._below(unseen, but_not=unread), problems)
        outcome = self._take_out(found, gone)
        if tuple(problems) != self._catalogue.problems():
            self._catalogue.set_problems(problems)
        return self._indexed(outcome) if indexes else outcome

    def run_in(self, directories: Iterable[Path], trees: Iterable[Path] = (), *, indexes: bool = True) -> Outcome:
        """The same for the content of some folders, and for all below those that are new or gone, and below `trees`."""
        whole = set(map(os.fsencode, trees))
        paths = sorted(whole.union(map(os.fsencode, directories)))
        tops = {os.fsencode(root.path) for root in self._archive}
        if any(path in tops and _is_gone(path) for path in paths):
            return self.run(indexes=indexes)  # a root that is gone may come back, which a run bears in mind
        known = set(self._catalogue.directories())
        unread: set[bytes] = set()
        unseen: set[bytes] = set()
        seen: set[bytes] = set()

        def walk() -> Iterator[_Place]:
            for path in paths:
                if (is_gone := _is_gone(path)) or path in whole:
                    unseen.update(each for each in known - seen if each == path or each.startswith(path + b"/"))
                if is_gone:
                    continue
                for place in self._places(path, unread, only_itself=path in known and path not in whole):
                    unseen.discard(place.folder.path)
                    if place.folder.path not in seen or not place.is_whole:
                        seen.add(place.folder.path)
                        yield place

        found = self._take_in(walk(), had=True)
        if found.is_stopped:
            return found.outcome
        outcome = self._take_out(found, [each for _, each in found.gone + self._below(unseen, but_not=unread)])
        return self._indexed(outcome) if indexes else outcome

    # Metadata

    def _walk(
        self, root: Root, problems: list[str], unread: set[bytes], directory: Path | None = None
    ) -> Iterator[_Place]:
        """The folders of a root; what cannot be read becomes a problem, and its path is noted as not read."""

        def report(error: ArchiveError) -> None:
            problems.append(str(error))
            unread.add(os.fsencode(error.path))

        top = os.fsencode(directory or root.path)
        try:
            for folder in files.walk_folders(directory or root.path, report):
                yield _Place(root, folder, is_whole=folder.path.startswith(top))
        except ArchiveError as error:
            report(error)

    def _places(self, path: bytes, unread: set[bytes], *, only_itself: bool) -> Iterator[_Place]:
        """What the roots hold in a folder, and below it unless `only_itself` is asked for."""
        for root in self._archive:
            top = os.fsencode(root.path)
            if _lies_in(path, {top}):
                places = self._walk(root, [], unread, Path(os.fsdecode(path)))
                yield from islice(places, 1) if only_itself else places
                return
            if os.path.dirname(top) == path and os.path.isfile(top):  # noqa: PTH113, PTH120 - bytes
                yield from self._walk(root, [], unread)

    def _take_in(self, places: Iterator[_Place], *, had: bool) -> _Found:
        """Reads what is new or changed in the folders. `had` says whether the catalogue may know any of them."""
        found = _Found()

        def unread() -> Iterator[Unread]:
            for root, folder, is_whole in places:
                now = time.time_ns()  # of this folder: a walk may take minutes
                found.roots[folder.path] = root
                if folder.files:
                    found.inhabited.add(root)
                if had and is_whole and self._catalogue.is_as_listed(folder.path, folder.files):
                    continue
                known = self._catalogue.known(folder.path) if had else {}
                if not is_whole:
                    known = {file.name: known[file.name] for file in folder.files if file.name in known}
                difference = compare(folder.files, known)
                found.gone += [(root, each) for each in difference.gone]
                found.wanted += len(difference.read)
                found.changed.update((folder.path, file.name) for file in difference.read if file.name in known)
                for file in difference.read:
                    yield Unread(root, folder.path, *file, now)
            found.is_walked = True

        for data in self._readers.read(metadata.READING, _batches(unread())):
            records = metadata.records(data)
            self._catalogue.put(records)
            found.read += len(records)
            if had:  # else nothing can have moved
                found.come += [
                    Come(each.body_hash, each.directory, each.name, each.size, each.modified_ns)
                    for each in records
                    if (each.directory, each.name) not in found.changed
                ]
            self._report(Progress(Stage.READING, found.read, found.wanted, not found.is_walked))
            if self._is_stopped():
                found.is_stopped = True
                break
        return found

    def _below(
        self, directories: Iterable[bytes], but_not: AbstractSet[bytes] = frozenset()
    ) -> list[tuple[Root | None, Known]]:
        """What is known of folders that are gone, unless they lie in what could not be read."""
        tops = {os.fsencode(root.path): root for root in self._archive}
        return [
            (next((root for top, root in tops.items() if _lies_in(directory, {top})), None), known)
            for directory in directories
            if not _lies_in(directory, but_not)
            for known in self._catalogue.known(directory).values()
        ]

    def _without_taken_away(
        self, found: _Found, gone: list[tuple[Root | None, Known]], problems: list[str]
    ) -> list[Known]:
        """What is gone, but for roots of which nothing is left."""
        of_roots: dict[Root | None, list[Known]] = {}
        for root, known in gone:
            of_roots.setdefault(root, []).append(known)
        left: list[Known] = []
        for root, articles in of_roots.items():
            is_empty = root not in found.inhabited if root is not None else not found.inhabited
            if is_empty and len(articles) >= _TAKEN_AWAY:
                # An empty folder is more often a drive that is not there than an archive that was thrown away.
                path = (root or self._archive[0]).path
                problems.append(f"{path}: nothing is there; its {len(articles):,} articles stay listed.")
            else:
                left += articles
        return left

    def _take_out(self, found: _Found, gone: list[Known]) -> Outcome:
        """Forgets what is gone, but for what came back elsewhere, which is moved."""
        moved = moves(gone, found.come)
        now = time.time_ns()
        unread = [
            Unread(found.roots[come.directory], come.directory, come.name, come.size, come.modified_ns, now)
            for _, come in moved
        ]
        articles = iter([article for article, _ in moved])
        for data in self._readers.read(metadata.READING, _batches(iter(unread))):
            # Not `zip(articles, …)`: it would take one article too many at the end of each batch.
            self._catalogue.move([(next(articles), record) for record in metadata.records(data)])
        forgotten = {known.id for known in gone}.difference(article for article, _ in moved)
        if forgotten:
            self._catalogue.take_out(forgotten)
        self._catalogue.work_out_names(self._is_stopped)
        return Outcome(found.read - len(moved), len(moved), len(gone) - len(moved))

    # Texts

    def _indexed(self, outcome: Outcome) -> Outcome:
        if outcome.is_stopped:
            return outcome
        indexed = self.index()
        return outcome._replace(indexed=indexed, is_stopped=self._is_stopped())

    def index(self) -> int:
        """Indexes the texts that are not indexed, and says how many. Raises CatalogueError."""
        self._full_text.begin_anew_if_worn()
        indexed, total = self._full_text.count()
        done = bytes_read = 0
        read: list[Text] = []
        together = _FIRST_BATCH
        for data in self._readers.read(texts.READING, _batches(self._full_text.unindexed())):
            read += texts.texts(data)
            bytes_read += len(data)
            if len(read) >= together or bytes_read >= _MOST_BYTES:
                self._put(read)
                done += len(read)
                read, bytes_read = [], 0
                together = min(_GROWTH * together, _MOST_TOGETHER)
            self._report(Progress(Stage.INDEXING, indexed + done + len(read), total))
            if self._is_stopped():
                break
        self._put(read)
        self._catalogue.database.give_back(self._is_stopped)
        return done + len(read)

    def _put(self, read: Sequence[Text]) -> None:
        self._full_text.put(read)
        # Of one without a body it is said already.
        if failed := [text.article for text in read if not text.is_there and text.body_hash]:
            self._catalogue.add_fault(failed, "its text could not be read for the search: the program failed at it")


_Item = TypeVar("_Item")


def _batches(items: Iterator[_Item]) -> Iterator[list[_Item]]:
    for size in chain((_FIRST_BATCH,), iter(lambda: _BATCH, 0)):
        batch = list(islice(items, size))
        if not batch:
            return
        yield batch


def _is_gone(directory: bytes) -> bool:
    """Whether there is no such folder; one that cannot be looked at is not gone."""
    try:
        return not stat.S_ISDIR(os.stat(directory).st_mode)  # noqa: PTH116 - bytes
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False


def _lies_in(directory: bytes, folders: AbstractSet[bytes]) -> bool:
    """Whether a folder, or one above it, is among these."""
    while directory not in folders:
        above = os.path.dirname(directory)  # noqa: PTH120 - bytes
        if above == directory:
            return False
        directory = above
    return True
