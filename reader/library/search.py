"""Search over all articles: what a query finds, and the part of each text that shows it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from sqlite3 import Connection
from typing import NamedTuple

from reader.archive import files
from reader.archive.article import BodyFormat
from reader.document import opening
from reader.document.excerpt import bare, beginning, excerpt
from reader.document.phrases import Phrase, find_phrases, may_hold
from reader.document.snippet import CELLS, Snippet, snippet
from reader.document.text_builder import Visible
from reader.document.words import fold
from reader.errors import ArchiveError, told_of
from reader.library.asked import Asked, Marked, categories, key_of
from reader.library.catalogue import Catalogue
from reader.library.listing import View
from reader.library.meaning import Meaning, checks
from reader.library.nodes import numbers_as_text
from reader.library.query import Field, Part, Query
from reader.library.schema import COLUMNS, ROOTS

_MOST_CHECKED = 2_000
"""Articles that are read to see whether they hold what the index cannot tell, for one question."""
_STEPS = 50_000
"""Of SQLite's virtual machine, between two looks at whether an answer is still wanted: some milliseconds."""


class Hit(NamedTuple):
    """An article that was found."""

    article: int
    path: Path
    title: str
    category: str
    """Its first category, from the top down, with ` / ` between."""
    date: date
    """In the time zone that the source names."""


class Results(NamedTuple):
    """What was found."""

    hits: tuple[Hit, ...]
    total: int
    """How many articles there are in all."""
    is_least: bool = False
    """Whether there may be more than `total`: these were not counted (see `Search.total`), or not all were read."""


IsCancelled = Callable[[], bool]


class Search:
    """Asks one catalogue."""

    def __init__(self, catalogue: Catalogue, marked: Marked = lambda _: ()) -> None:
        self._catalogue = catalogue
        self._marked = marked

    def find(
        self,
        query: Query,
        *,
        limit: int = 50,
        simplify: bool = True,
        is_cancelled: IsCancelled = lambda: False,
    ) -> Results:
        """The articles that a query means, the best or the newest first. Raises CatalogueError.

        With `simplify`, traditional and simplified characters are the same.
        """
        if query.part is None:
            return Results((), 0)
        is_checked = any(checks(query.part, simplify=simplify))
        wanted = _MOST_CHECKED + 1 if is_checked else limit + 1 if limit >= 0 else -1
        with self._asking(query.part, simplify, is_cancelled) as (connection, asked):
            articles = asked.articles(query.sort, wanted)
            if not is_checked:
                is_least = len(articles) > limit >= 0
                hits = self._hits(connection, articles[:limit] if is_least else articles)
                return Results(hits, len(hits), is_least=is_least)
        return self._checked(query.part, articles, limit, simplify, is_cancelled)

    def total(self, query: Query, *, simplify: bool = True, is_cancelled: IsCancelled = lambda: False) -> int | None:
        """How many articles a query means; None where all of their texts would have to be read for that.

        Of words that stand in most articles it takes longer than to find the best. Raises CatalogueError.
        """
        if query.part is None or any(checks(query.part, simplify=simplify)):
            return None
        with self._asking(query.part, simplify, is_cancelled) as (_, asked):
            return asked.count()

    @contextmanager
    def _asking(self, part: Part, simplify: bool, is_cancelled: IsCancelled) -> Iterator[tuple[Connection, Asked]]:
        """What asks the index. Once `is_cancelled` says so, that ends as an error of the catalogue."""
        with self._catalogue.database.reading() as connection:
            connection.set_progress_handler(is_cancelled, _STEPS)
            try:
                yield connection, Asked(connection, part, self._marked, simplify=simplify)
            finally:
                connection.set_progress_handler(None, 0)

    def all(self) -> tuple[Hit, ...]:
        """All articles, the newest first. Raises CatalogueError."""
        with self._catalogue.database.reading() as connection:
            articles = [article for (article,) in connection.execute("SELECT id FROM articles ORDER BY date DESC, id")]
            return self._hits(connection, articles)

    def _checked(
        self, part: Part, candidates: list[int], limit: int, simplify: bool, is_cancelled: IsCancelled
    ) -> Results:
        """Of the candidates, those whose texts hold what is asked; read in order, until there are enough."""
        found: list[int] = []
        read = 0
        meaning = Meaning(self._is_so, simplify=simplify)
        for article in candidates:
            if is_cancelled() or len(found) == limit or read == _MOST_CHECKED:
                break
            read += 1
            listed = self._catalogue.listed((article,)).get(article)
            if listed is None:
                continue
            visible = read_visible(listed.path, listed.title)
            if visible is not None and meaning.is_met(part, article, visible):
                found.append(article)
        with self._catalogue.database.reading() as connection:
            hits = self._hits(connection, found)
        return Results(hits, len(found), is_least=read < len(candidates))

    def _is_so(self, article: int, field: Field) -> bool:
        with self._catalogue.database.reading() as connection:
            return Asked(connection, field, self._marked, simplify=True).has(article)

    def _hits(self, connection: Connection, articles: list[int]) -> tuple[Hit, ...]:
        rows = connection.execute(
            "SELECT a.id, d.path, a.name, a.title, a.day, p.nodes FROM articles a "
            f"JOIN directories d ON d.id = a.directory JOIN placements p ON p.id = a.{COLUMNS[View.CATEGORY]} "
            "WHERE a.id IN (SELECT value FROM json_each(?))",
            (f"[{numbers_as_text(articles)}]",),
        ).fetchall()
        # Most hits share their folder and their category with others.
        folders = {directory: Path(os.fsdecode(directory)) for directory in {row[1] for row in rows}}
        trails = {nodes: self._catalogue.trail(int(nodes.partition(",")[0]))[1:] for nodes in {row[5] for row in rows}}
        known = self._catalogue.nodes({node for trail in trails.values() for node in trail})
        names = {nodes: " / ".join(known[node].name for node in trail) for nodes, trail in trails.items()}
        found = {
            article: Hit(article, folders[directory] / os.fsdecode(name), title, names[nodes], date.fromordinal(day))
            for article, directory, name, title, day, nodes in rows
        }
        return tuple(found[article] for article in articles if article in found)

    def names(self, field: str, begun: str) -> list[str]:
        """The names that may stand after `author:`, `tag:`, `in:` or `lang:`, the ones with most articles first."""
        with self._catalogue.database.reading() as connection:
            if field == "lang":
                rows = connection.execute(
                    "SELECT coalesce(language, guessed) FROM articles "
                    "WHERE instr(lower(coalesce(language, guessed)), ?) = 1 GROUP BY 1 ORDER BY count(*) DESC",
                    (begun.lower(),),
                ).fetchall()
                return [name for (name,) in rows]
            *above, last = begun.split("/") if field == "in" else [begun]
            parents = categories(connection, "/".join(above)) if above else (None,)
            view = {"author": View.AUTHOR, "tag": View.TAG, "in": View.CATEGORY}[field]
            found: list[str] = []
            for parent in parents:
                rows = connection.execute(
                    "SELECT name FROM nodes WHERE parent = ? AND count > 0 AND name <> '' "
                    "ORDER BY count DESC LIMIT 2000",
                    (ROOTS[view] if parent is None else parent,),
                ).fetchall()
                wanted = key_of(last)
                matching = [name for (name,) in rows if wanted in key_of(name) and name != last]
                found += ["/".join((*above, name)) for name in matching[:8]]
            return found[:8]


def read_visible(path: Path, title: str) -> Visible | None:
    """What the page of an article says; None for a file that is gone or cannot be read."""
    try:
        with told_of(path):
            body, body_format = files.read_body(path)
            return opening.visible(body, body_format, title)
    except ArchiveError:
        return None


def read_snippet(hit: Hit, phrases: tuple[Phrase, ...], *, simplify: bool = True, cells: int = CELLS) -> Snippet:
    """The part of an article that shows what was looked for: of its body, unless only the title holds it.

    Where a few paragraphs have all of it, or else any, it is of the first such; where none has any, it is the
    beginning. Only where the source does not tell so much by itself, the whole is taken apart.
    """
    try:
        with told_of(hit.path):
            return _read_snippet(hit, phrases, simplify, cells)
    except ArchiveError:
        return Snippet("The file is gone or cannot be read.", ())


def _read_snippet(hit: Hit, phrases: tuple[Phrase, ...], simplify: bool, cells: int) -> Snippet:
    body, body_format = files.read_body(hit.path)
    shown = _of_a_part(body, hit.title, phrases, simplify, cells) if body_format is not BodyFormat.PLAIN else None
    if shown:
        return shown
    said = _below_title(opening.visible(body, body_format, hit.title))
    return snippet(said, find_phrases(said, phrases, simplify=simplify), cells)


def _of_a_part(body: str, title: str, phrases: tuple[Phrase, ...], simplify: bool, cells: int) -> Snippet | None:
    """The snippet, where a part of a body of HTML is enough to know it."""
    wanted = [phrase.text for phrase in phrases]
    part = excerpt(body, wanted)
    if not part and (source := bare(body)) is not None:
        if not any(may_hold(source, phrase, simplify=simplify) for phrase in phrases):
            first = snippet(_below_title(opening.visible(beginning(body), BodyFormat.HTML, title)), (), cells)
            return first if first.text.endswith("…") else None
        part = excerpt(body, wanted, partial(fold, simplify=simplify))
    if not part:
        return None
    # The first heading may be the title.
    said = _below_title(opening.visible(part, BodyFormat.HTML, title if body.startswith(part) else ""))
    matches = find_phrases(said, phrases, simplify=simplify)
    return snippet(said, matches, cells) if matches else None


def _below_title(visible: Visible) -> str:
    return visible.text[visible.title_end :].removeprefix("\n")
