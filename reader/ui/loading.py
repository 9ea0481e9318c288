"""Opening an article beside the screen.

It runs in a thread, and says what it has by messages. They carry the number of the request that they answer; whoever
asked drops those that are late.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from time import monotonic
from types import MappingProxyType
from typing import TYPE_CHECKING

from textual.message import Message

from reader.document import byline
from reader.document.anchor import Left
from reader.document.model import Document
from reader.document.opener import Opened, Opener, opened
from reader.errors import BroadsheetError

if TYPE_CHECKING:
    from reader.archive.article import Article
    from reader.archive.site import Site
    from reader.document.highlight import Token

_GROWTH_SECONDS = 0.2
"""How often a long article grows on the screen."""


class Loaded(Message):
    """An article, or a longer part of one that was loaded before."""

    def __init__(
        self,
        request: int,
        article: Article,
        document: Document,
        meta: tuple[str, ...],
        left: Left | None = None,
        colours: Mapping[int, list[Token]] = MappingProxyType({}),
    ) -> None:
        super().__init__()
        self.request = request
        self.article = article
        self.document = document
        self.meta = meta
        self.left = left
        """Where it was left, where that was noted for the start."""
        self.colours = colours
        """Of blocks of code, as far as they are worked out already."""


class Failed(Message):
    """An article could not be opened, or not to its end."""

    def __init__(self, request: int, reason: str) -> None:
        super().__init__()
        self.request = request
        self.reason = reason


class Absent(Message):
    """There is no article to begin with."""

    def __init__(self, request: int) -> None:
        super().__init__()
        self.request = request


Post = Callable[[Message], object]
IsCancelled = Callable[[], bool]


Parting = Callable[["Article", IsCancelled], AbstractContextManager[Iterator[Document]]]
"""What has the parts of a long article made somewhere else, such as `worker.parsing`."""


def begin(path: Path, within: Site | None, request: int) -> Loaded | Failed:
    """Opens an article: the whole of it, or the first part of a large one. Takes some tens of milliseconds at most."""
    try:
        return _begun(request, opened(path, within))
    except BroadsheetError as error:
        return Failed(request, str(error))


def begin_with(opener: Opener, request: int, is_cancelled: IsCancelled = lambda: False) -> Loaded | Failed | None:
    """Takes what the opener opens, as `begin` does; None when there is nothing to begin with."""
    try:
        beginning = opener.beginning(is_cancelled)
    except BroadsheetError as error:
        return Failed(request, str(error))
    return beginning and _begun(request, beginning)


def _begun(request: int, beginning: Opened) -> Loaded:
    article, document, minutes, left, colours = beginning
    return Loaded(request, article, document, byline.lines(article, minutes), left, colours)


def _parsing(article: Article, is_cancelled: IsCancelled) -> AbstractContextManager[Iterator[Document]]:
    from reader.document import worker  # noqa: PLC0415 - only large articles need processes

    return worker.parsing(article, is_cancelled)


def finish(begun: Loaded, post: Post, is_cancelled: IsCancelled, parting: Parting = _parsing) -> None:
    """Opens the rest of a large article, in growing parts that another process parses."""
    if begun.document.is_complete:
        return
    request, article = begun.request, begun.article
    least = len(begun.document.text)
    document = Document("", is_complete=False)
    waiting: list[Document] = []
    shown = monotonic()
    try:
        with parting(article, is_cancelled) as parts:
            for part in parts:
                if is_cancelled():
                    return
                waiting.append(part)
                if not part.is_complete and monotonic() - shown < _GROWTH_SECONDS:
                    continue
                document = document.extended(*waiting)
                waiting.clear()
                shown = monotonic()
                if document.is_complete or len(document.text) > least:
                    post(_begun(request, Opened(article, document, document.minutes)))
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


def load_with(opener: Opener, request: int, post: Post, is_cancelled: IsCancelled) -> None:
    """Opens what the opener opens, from beginning to end."""
    with opener:
        begun = begin_with(opener, request, is_cancelled)
        if is_cancelled():
            return
        post(begun or Absent(request))
        if isinstance(begun, Loaded):
            finish(begun, post, is_cancelled, opener.parts)
