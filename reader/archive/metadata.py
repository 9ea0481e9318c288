"""Metadata: what an article's fields, file name and text say about it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from reader.archive.article import BodyFormat, Fault, Metadata
from reader.archive.front_matter import FrontMatter
from reader.archive.site import Site


def describe(
    front: FrontMatter, path: Path, modified_ns: int, body_format: BodyFormat, site: Site
) -> tuple[Metadata, tuple[Fault, ...]]:
    """Everything known about an article besides its text."""
    fields = front.fields
    categories = fields.get("categories")
    if isinstance(categories, list):
        paths: tuple[tuple[str, ...], ...] = (tuple(str(c) for c in categories),)
    else:
        folders = path.relative_to(site.root).parent.parts if path.is_relative_to(site.root) else ()
        paths = (folders,) if folders else ()
    return Metadata(
        title=str(fields.get("title") or path.stem),
        date=datetime.fromtimestamp(modified_ns / 1e9, UTC),
        date_is_from_file=True,
        categories=paths,
    ), ()
