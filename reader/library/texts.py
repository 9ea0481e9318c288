"""What the index takes of an article: its words, worked out by the processes that read files."""

from __future__ import annotations

import marshal
import os
from collections.abc import Sequence
from typing import NamedTuple

from reader.archive import files
from reader.archive.language import language_of
from reader.errors import ArchiveError
from reader.library import pinyin
from reader.library.listing import Flag
from reader.library.readers import Work


class Unindexed(NamedTuple):
    """An article whose text is wanted."""

    article: int
    body_hash: bytes
    path: bytes
    title: str


class Text(NamedTuple):
    """An article's text as it is indexed."""

    article: int
    body_hash: bytes
    """Of the body that was meant: when the article has another by now, this text is of no use."""
    title: bytes
    """The title's tokens, in UTF-8, which is what SQLite keeps: see `weaving.Indexed`."""
    body: bytes
    """Those of all other visible text."""
    characters: bytes
    """Those of unspaced scripts in both."""
    words: int
    """How many tokens there are in both."""
    flags: int
    """Of the bits of `Flag`, those that the text decides."""
    pinyin: str | None
    """See `pinyin.spelled`."""
    language: str | None
    """As its text says it: see `language.language_of`."""
    is_there: bool = True
    """False for a file that could not be read when it was listed, or that ended its reader."""


def read(wanted: Sequence[Unindexed]) -> bytes:
    """The texts, for `texts`; of files that are away, none: the next run tries again."""
    return marshal.dumps([tuple(text) for each in wanted if (text := _text(each)) is not None])


def texts(data: bytes) -> list[Text]:
    """What `read` made."""
    return [Text(*each) for each in marshal.loads(data)]


def _text(wanted: Unindexed) -> Text | None:
    # Whoever only hands texts on need not wait for parsers.
    from reader.document import opening, weaving  # noqa: PLC0415

    try:
        body, body_format = files.read_body(os.fsdecode(wanted.path))
    except ArchiveError:
        return None if wanted.body_hash else _nothing(wanted)  # what could be read when it was listed is only away
    text, title_end, has_code, has_image = opening.visible(body, body_format, wanted.title)
    title, rest = weaving.article(text, title_end)
    return Text(
        wanted.article,
        wanted.body_hash,
        title,
        *rest,
        (Flag.CODE.value if has_code else 0) | (Flag.IMAGE.value if has_image else 0),
        pinyin.spelled(wanted.title),
        language_of(body, wanted.title),
    )


def _nothing(wanted: Unindexed) -> Text:
    return Text(wanted.article, wanted.body_hash, b"", b"", b"", 0, 0, None, None, is_there=False)


def _fail(wanted: Unindexed) -> bytes:
    return marshal.dumps([tuple(_nothing(wanted))])


READING = Work(read, _fail)
"""For `Readers`."""
