"""An article as it stands in a file: its metadata, its body, and what was wrong with it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple


class BodyFormat(StrEnum):
    """How a body is written. Plain text (`.txt`) is set as paragraphs, never as markup."""

    HTML = "html"
    MARKDOWN = "markdown"
    PLAIN = "plain"


class Fault(NamedTuple):
    """Something in the file that could not be read as it was meant; the article opens all the same."""

    message: str
    """A sentence for the reader, such as `front matter is not YAML: ...`."""
    line: int | None = None
    """The line in the file, counted from 1, where it is known."""


class Metadata(NamedTuple):
    """What is known about an article besides its text."""

    title: str
    """Never empty: the front matter's, else the first heading, else the file's name without its extension."""
    date: datetime
    """Always aware, in UTC where the source names no zone; the file's time where the source has no date."""
    date_is_from_file: bool = False
    """Whether `date` is the file's modification time."""
    categories: tuple[tuple[str, ...], ...] = ()
    """Category paths, each from the top down; several when an article is filed in several places."""
    tags: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    link: str | None = None
    """Where the article came from (`link`, `url`, `source`, `canonical`, ...), http or https only."""
    language: str | None = None
    """BCP 47 tag, from the source (`lang:`, `<html lang>`) or guessed from the text; None when unknown."""
    description: str | None = None
    is_draft: bool = False
    names: tuple[str, ...] = ()
    """By what else it may be linked to, as its front matter says it: permalinks, slugs, aliases, addresses."""


class Article(NamedTuple):
    """One file of the archive, decoded and taken apart."""

    path: Path
    metadata: Metadata
    body: str
    """The body: no front matter, line ends as `\\n`, controls made visible, bidi controls taken out."""
    body_format: BodyFormat
    encoding: str
    """The name of the encoding that the bytes were read with, such as `utf-8` or `gb18030`."""
    faults: tuple[Fault, ...] = ()


class Summary(NamedTuple):
    """What a catalogue keeps of an article."""

    metadata: Metadata
    faults: tuple[Fault, ...]
    body_hash: bytes
    """16 bytes, the same for two files of one encoding with the same body, whatever their front matter and path:
    BLAKE2b over the body's bytes as they stand in the file, personalised (RFC 7693, 2.8) with the name of the encoding
    unless that is UTF-8."""
