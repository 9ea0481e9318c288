"""Opening an article beside the screen.

It runs in a thread, and says what it has by messages. They carry the number of the request that they answer; whoever
asked drops those that are late.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import monotonic

from textual.message import Message

from reader.archive import files
from reader.archive.article import Article
from reader.archive.site import Site
from reader.document import byline, opening, reading_time
from reader.document.model import Document
from reader.errors import BroadsheetError

_GROWTH_SECONDS = 0.5
"""How often a long article grows on the screen."""


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
