"""What runs beside the screen: scanning an archive into the catalogue, and opening an article.

Both run in threads, and say what they have by messages. A message about an article carries the number of the request
that it answers; whoever asked drops those that are late.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

from textual.message import Message

from reader.archive import files, site
from reader.archive.article import Article, Fault, Metadata
from reader.archive.files import File
from reader.archive.site import Site
from reader.document import byline, opening, reading_time
from reader.document.model import Document
from reader.errors import ArchiveError, BroadsheetError
from reader.library.listing import Entry

if TYPE_CHECKING:
    from reader.library.catalogue import Catalogue

_BATCH_SECONDS = 0.15
"""How often a scan shows what it has found."""

_GROWTH_SECONDS = 0.5
"""How often a long article grows on the screen."""


class Root(NamedTuple):
    """A folder or a file that was opened."""

    path: Path
    site: Site


class Scanned(Message):
    """The catalogue has grown; `is_done` when the scan has ended."""

    def __init__(self, count: int, problems: tuple[str, ...], is_done: bool) -> None:
        super().__init__()
        self.count = count
        self.problems = problems
        self.is_done = is_done

    def can_replace(self, message: Message) -> bool:
        return isinstance(message, Scanned)


class Loaded(Message):
    """An article, or a longer part of one that was loaded before."""

    def __init__(self, request: int, article: Article, document: Document, meta: tuple[str, ...]) -> None:
        super().__init__()
        self.request = request
        self.article = article
        self.document = document
        self.meta = meta


class Failed(Message):
    """An article could not be opened, or not to its end."""

    def __init__(self, request: int, reason: str) -> None:
        super().__init__()
        self.request = request
        self.reason = reason


Post = Callable[[Message], object]
IsCancelled = Callable[[], bool]


def roots(paths: Sequence[Path]) -> list[Root]:
    """The roots of an archive; a file stands in the site of its folder."""
    return [Root(path, site.detect(path if path.is_dir() else path.parent)) for path in paths]


def scan(opened: Sequence[Root], catalogue: Catalogue, post: Post, is_cancelled: IsCancelled) -> None:
    """Fills the catalogue with all articles under the roots, in batches."""
    problems: list[str] = []
    batch: list[Entry] = []
    count = 0
    shown = monotonic()
    for root in opened:
        try:
            for file in files.walk(root.path, lambda error: problems.append(str(error))):
                if is_cancelled():
                    return
                batch.append(_entry(file, root, named=len(opened) > 1))
                count += 1
                if monotonic() - shown > _BATCH_SECONDS:
                    catalogue.add(batch)
                    batch = []
                    post(Scanned(count, tuple(problems), is_done=False))
                    shown = monotonic()
        except ArchiveError as error:
            problems.append(str(error))
    catalogue.add(batch)
    post(Scanned(count, tuple(problems), is_done=True))


def _entry(file: File, root: Root, *, named: bool) -> Entry:
    """What the catalogue is told of a file. One that cannot be read stands in it under its name, with the reason."""
    try:
        metadata, faults = files.read_metadata(file, root.site)
    except ArchiveError as error:
        modified = datetime.fromtimestamp(file.modified_ns / 1e9, UTC)
        metadata = Metadata(printable_name(file.path), modified, date_is_from_file=True)
        faults = (Fault(error.reason),)
    folders = file.path.parent.relative_to(root.path).parts if root.path.is_dir() else ()
    return Entry(file.path, metadata, ((root.path.name, *folders) if named else folders), tuple(faults))


def printable_name(path: Path) -> str:
    """A file's name as text, whatever its bytes are."""
    return os.fsencode(path.name).decode("utf-8", "replace") or str(path)


def begin(path: Path, within: Site | None, request: int) -> Loaded | Failed:
    """Opens an article: the whole of it, or the first part of a large one. Takes some tens of milliseconds at most."""
    try:
        article = files.read(path, within)
    except BroadsheetError as error:
        return Failed(request, str(error))
    if len(article.body) <= opening.LARGE:
        return _whole(request, article, opening.document(article))
    return Loaded(request, article, opening.first_part(article), byline.lines(article, None))


def finish(begun: Loaded, post: Post, is_cancelled: IsCancelled) -> None:
    """Opens the rest of a large article, in growing parts that another process parses."""
    if begun.document.is_complete:
        return
    from reader.document import worker  # noqa: PLC0415 - only large articles need processes

    request, article = begun.request, begun.article
    least = len(begun.document.text)
    document = Document("", is_complete=False)
    waiting: list[Document] = []
    shown = monotonic()
    try:
        with worker.parsing(article, is_cancelled) as parts:
            for part in parts:
                if is_cancelled():
                    return
                waiting.append(part)
                if not part.is_complete and monotonic() - shown < _GROWTH_SECONDS:
                    continue
                document = document.extended(*waiting)
                waiting.clear()
                shown = monotonic()
                if document.is_complete:
                    post(_whole(request, article, document))
                elif len(document.text) > least:
                    post(Loaded(request, article, document, byline.lines(article, None)))
    except (EOFError, OSError) as error:
        post(
            Failed(request, f"{article.path.name}: only its beginning could be read ({error or 'the parser stopped'}).")
        )


def load(path: Path, within: Site | None, request: int, post: Post, is_cancelled: IsCancelled) -> None:
    """Opens an article from beginning to end."""
    begun = begin(path, within, request)
    post(begun)
    if isinstance(begun, Loaded):
        finish(begun, post, is_cancelled)


def _whole(request: int, article: Article, document: Document) -> Loaded:
    return Loaded(request, article, document, byline.lines(article, reading_time.minutes(document.text)))
