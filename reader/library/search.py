"""Search over all articles: what SQL is asked for a query, and what it answers."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from sqlite3 import Connection
from typing import NamedTuple

from reader.archive import files
from reader.document import opening
from reader.document.phrases import Phrase, as_fts, find_phrases, holds
from reader.document.snippet import CELLS, Snippet, snippet
from reader.errors import ArchiveError
from reader.library.catalogue import Catalogue
from reader.library.folding import fold
from reader.library.listing import Flag, View
from reader.library.nodes import numbers_as_text
from reader.library.query import QUOTES, All, Any, Field, Not, Part, Query, Sort, Words
from reader.library.schema import COLUMNS, ROOTS

_RANK = "bm25(full_text, 8.0, 1.0, 8.0, 1.0)"
"""A word in the title counts as much as eight in the body."""
_IN_TITLES = "{title title_ends} : "
"""FTS5's filter of columns, before an expression in brackets."""
_MOST_CHECKED = 2_000
"""Articles that are read to see whether they hold what the index cannot tell, for one question."""


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
    """Whether there may be more than `total`, because not all were read that had to be."""


IsCancelled = Callable[[], bool]
Marked = Callable[[str], Iterable[int]]
"""The articles, by id, that have a mark: `read` or `starred`."""


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
        with self._catalogue.database.reading() as connection:
            asked = _Asked(connection, query.part, self._marked, simplify=simplify)
            if not any(_checks(query.part, simplify=simplify)):
                articles = asked.articles(query.sort, limit)
                return Results(self._hits(connection, articles), asked.count() if limit >= 0 else len(articles))
            candidates = asked.articles(query.sort, -1)
        return self._checked(query.part, candidates, limit, simplify, is_cancelled)

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
        meaning = _Meaning(self._is_so, simplify=simplify)
        for article in candidates:
            if is_cancelled() or len(found) == limit or read == _MOST_CHECKED:
                break
            read += 1
            listed = self._catalogue.listed((article,)).get(article)
            if listed is None:
                continue
            text = visible_text(listed.path, listed.title)
            if text is not None and meaning.is_met(part, article, text):
                found.append(article)
        with self._catalogue.database.reading() as connection:
            hits = self._hits(connection, found)
        return Results(hits, len(found), is_least=read < len(candidates))

    def _is_so(self, article: int, field: Field) -> bool:
        with self._catalogue.database.reading() as connection:
            return _Asked(connection, field, self._marked, simplify=True).has(article)

    def _hits(self, connection: Connection, articles: list[int]) -> tuple[Hit, ...]:
        rows = connection.execute(
            "SELECT a.id, d.path, a.name, a.title, a.day, p.nodes FROM articles a "
            f"JOIN directories d ON d.id = a.directory JOIN placements p ON p.id = a.{COLUMNS[View.CATEGORY]} "
            "WHERE a.id IN (SELECT value FROM json_each(?))",
            (f"[{numbers_as_text(articles)}]",),
        ).fetchall()
        trails = {row[5]: self._catalogue.trail(int(row[5].partition(",")[0])) for row in rows}
        names = {
            node.id: node.name
            for node in self._catalogue.nodes({n for trail in trails.values() for n in trail}).values()
        }
        found = {
            article: Hit(
                article,
                Path(os.fsdecode(os.path.join(directory, name))),  # noqa: PTH118 - bytes
                title,
                " / ".join(names[node] for node in trails[nodes][1:]),
                date.fromordinal(day),
            )
            for article, directory, name, title, day, nodes in rows
        }
        return tuple(found[article] for article in articles if article in found)

    def names(self, field: str, begun: str) -> list[str]:
        """The names that may stand after `author:`, `tag:`, `in:` or `lang:`, the ones with most articles first."""
        with self._catalogue.database.reading() as connection:
            if field == "lang":
                rows = connection.execute(
                    "SELECT language FROM articles WHERE instr(lower(language), ?) = 1 "
                    "GROUP BY language ORDER BY count(*) DESC",
                    (begun.lower(),),
                ).fetchall()
                return [name for (name,) in rows]
            *above, last = begun.split("/") if field == "in" else [begun]
            parents = _categories(connection, "/".join(above)) if above else (None,)
            view = {"author": View.AUTHOR, "tag": View.TAG, "in": View.CATEGORY}[field]
            found: list[str] = []
            for parent in parents:
                rows = connection.execute(
                    "SELECT name FROM nodes WHERE parent = ? AND count > 0 AND name <> '' "
                    "ORDER BY count DESC LIMIT 2000",
                    (ROOTS[view] if parent is None else parent,),
                ).fetchall()
                wanted = _key(last)
                matching = [name for (name,) in rows if wanted in _key(name) and name != last]
                found += ["/".join((*above, name)) for name in matching[:8]]
            return found[:8]


def visible_text(path: Path, title: str) -> str | None:
    """What the page of an article says; None for a file that is gone or cannot be read."""
    try:
        body, body_format = files.read_body(path)
    except ArchiveError:
        return None
    return opening.visible(body, body_format, title).text


def read_snippet(hit: Hit, phrases: tuple[Phrase, ...], *, simplify: bool = True, cells: int = CELLS) -> Snippet:
    """The part of an article that shows what was looked for: of its body, unless only the title holds it."""
    text = visible_text(hit.path, hit.title)
    if text is None:
        return Snippet("The file is gone or cannot be read.", ())
    body = text.find("\n") + 1
    matches = find_phrases(text, phrases, simplify=simplify)
    return snippet(text[body:], [(low - body, high - body) for low, high in matches if low >= body], cells)


# What SQL is asked


class _Asked:
    """A query as SQL: what the index ranks, and what else must be so of an article."""

    def __init__(self, connection: Connection, part: Part, marked: Marked, *, simplify: bool) -> None:
        self._connection = connection
        self._marked = marked
        self._simplify = simplify
        asked, excluded, others = _parted(part, simplify=simplify)
        self._match = _matching(asked, excluded)
        self._match_in_titles = _matching(asked and f"{_IN_TITLES}({asked})", excluded)
        self._values: list[object] = []
        self._where = " AND ".join(self._condition(each) for each in others) or "1"
        self._has_others = bool(others)

    def articles(self, sort: Sort, limit: int) -> list[int]:
        if not self._match:
            sql = f"SELECT a.id FROM articles a WHERE {self._where} ORDER BY a.date DESC LIMIT ?"
            return self._ids(sql, *self._values, limit)
        if sort is not Sort.RELEVANCE or limit < 0:
            return self._matching(self._match, sort, limit)
        # Titles stand above bodies. Where enough titles hold all that is asked, nothing else need be ranked: words
        # that stand in every other article would take a hundred times as long.
        best = self._matching(self._match_in_titles or self._match, sort, limit)
        if len(best) < limit:
            known = set(best)
            best += [each for each in self._matching(self._match, sort, limit) if each not in known]
        return best[:limit]

    def _matching(self, match: str, sort: Sort, limit: int) -> list[int]:
        """The articles whose texts match, in order."""
        if not self._has_others and sort is Sort.RELEVANCE and limit >= 0:
            # The index alone ranks; what no article names any more is made up for.
            sql = (
                "SELECT a.id FROM (SELECT rowid AS document FROM full_text WHERE full_text MATCH ? "
                f"ORDER BY {_RANK} LIMIT ?) f JOIN articles a ON a.document = f.document LIMIT ?"
            )
            return self._ids(sql, match, limit + self._passed_over(), limit)
        order = _RANK if sort is Sort.RELEVANCE else "a.date DESC"
        # CROSS: the index is asked first, and not once for each article that the rest leaves.
        sql = (
            "SELECT a.id FROM full_text CROSS JOIN articles a ON a.document = full_text.rowid "
            f"WHERE full_text MATCH ? AND {self._where} ORDER BY {order} LIMIT ?"
        )
        return self._ids(sql, match, *self._values, limit)

    def count(self) -> int:
        if not self._match:
            sql, values = f"SELECT count(*) FROM articles a WHERE {self._where}", self._values
        elif not self._has_others and not self._passed_over():
            sql, values = "SELECT count(*) FROM full_text WHERE full_text MATCH ?", [self._match]
        else:
            sql = (
                "SELECT count(*) FROM full_text CROSS JOIN articles a ON a.document = full_text.rowid "
                f"WHERE full_text MATCH ? AND {self._where}"
            )
            values = [self._match, *self._values]
        (count,) = self._connection.execute(sql, values).fetchone()
        return int(count)

    def has(self, article: int) -> bool:
        """Whether an article is among those that are asked for, where that is no matter of words."""
        sql = f"SELECT EXISTS (SELECT 1 FROM articles a WHERE a.id = ? AND {self._where})"
        return bool(self._connection.execute(sql, (article, *self._values)).fetchone()[0])

    def _ids(self, sql: str, *values: object) -> list[int]:
        return [article for (article,) in self._connection.execute(sql, values)]

    def _passed_over(self) -> int:
        """How many texts are in the index that no article names."""
        (extra,) = self._connection.execute(
            "SELECT (SELECT value FROM facts WHERE name = 'documents') - "
            "(SELECT count(*) FROM articles WHERE document > 0)"
        ).fetchone()
        return max(0, int(extra))

    def _condition(self, part: Part) -> str:
        """What must be so, as SQL over `articles a`; its values are noted in order."""
        match part:
            case Words():
                self._values.append(_fts(part))
                return "a.document IN (SELECT rowid FROM full_text WHERE full_text MATCH ?)"
            case Field(name, value):
                return self._field(name, value)
            case Not(inner) if any(_checks(inner, simplify=self._simplify)):
                return "1"  # the index would exclude too much
            case Not(inner):
                return f"NOT ({self._condition(inner)})"
            case All(parts):
                return "(" + " AND ".join(self._condition(each) for each in parts) + ")"
            case Any(parts):
                return "(" + " OR ".join(self._condition(each) for each in parts) + ")"

    def _field(self, name: str, value: str) -> str:
        match name:
            case "after":
                self._values.append(date.fromisoformat(value).toordinal())
                return "a.day >= ?"
            case "before":
                self._values.append(date.fromisoformat(value).toordinal())
                return "a.day < ?"
            case "lang":
                self._values.append(f"{value.lower()}-")
                return "instr(lower(coalesce(a.language, '')) || '-', ?) = 1"
            case "has":
                return f"a.flags & {int(Flag[value.upper()])}"
            case "is" if value in _IS:
                return _IS[value]
            case "is":
                mark, has = _MARKS[value]
                self._values.append(f"[{numbers_as_text(self._marked(mark))}]")
                return f"+a.id {'IN' if has else 'NOT IN'} (SELECT value FROM json_each(?))"
            case _:
                nodes = (
                    _categories(self._connection, value)
                    if name == "in"
                    else _named(self._connection, View.TAG if name == "tag" else View.AUTHOR, value)
                )
                self._values.append(f"[{numbers_as_text(_with_below(self._connection, nodes))}]")
                return "+a.id IN (SELECT article FROM members WHERE node IN (SELECT value FROM json_each(?)))"


_IS = {
    "draft": f"a.flags & {int(Flag.DRAFT)}",
    "faulty": "EXISTS (SELECT 1 FROM faults WHERE article = a.id)",
}
_MARKS = {"read": ("read", True), "unread": ("read", False), "starred": ("starred", True)}
"""For a value of `is:` the mark that counts, and whether it must be there or must not."""


def _parted(part: Part, *, simplify: bool) -> tuple[str, str, list[Part]]:
    """What the index can answer alone, as it is asked for it: what must be there and what must not; and the rest."""
    parts = part.parts if isinstance(part, All) else (part,)
    wanted = [each for each in parts if _is_wanted(each)]
    if not wanted:
        return "", "", list(parts)
    excluded = [
        each.part
        for each in parts
        if isinstance(each, Not) and _is_wanted(each.part) and not any(_checks(each.part, simplify=simplify))
    ]
    others = [each for each in parts if each not in wanted and not (isinstance(each, Not) and each.part in excluded)]
    return " AND ".join(map(_fts, wanted)), " OR ".join(map(_fts, excluded)), others


def _matching(asked: str, excluded: str) -> str:
    """FTS5's expression for what must be there and what must not; empty for nothing that the index is asked."""
    return f"({asked}) NOT ({excluded})" if excluded else asked


def _is_wanted(part: Part) -> bool:
    """Whether a part is of words alone, none excluded."""
    match part:
        case Words():
            return True
        case All(parts) | Any(parts):
            return all(map(_is_wanted, parts))
        case _:
            return False


def _fts(part: Part) -> str:
    """A part of words alone, in the language of FTS5 (section 3)."""
    match part:
        case Words(phrase, in_title):
            return f"{{title title_ends}} : {as_fts(phrase)}" if in_title else as_fts(phrase)
        case All(parts):
            return "(" + " AND ".join(map(_fts, parts)) + ")"
        case Any(parts):
            return "(" + " OR ".join(map(_fts, parts)) + ")"
        case _:
            raise TypeError(part)


def _named(connection: Connection, view: View, name: str) -> Iterable[int]:
    """The nodes right below a view's root whose names hold what was typed."""
    wanted = _key(name)
    rows = connection.execute("SELECT id, name FROM nodes WHERE parent = ?", (ROOTS[view],))
    return [node for node, known in rows if wanted and wanted in _key(known)]


def _categories(connection: Connection, path: str) -> tuple[int, ...]:
    """The categories with the names of a path one below the other, anywhere in the tree."""
    wanted = _key("/".join(name.strip() for name in path.split("/") if name.strip()))
    if not wanted:
        return ()
    rows = connection.execute(
        "WITH RECURSIVE below (id, path) AS (SELECT id, '/' || name FROM nodes WHERE parent = ? "
        "UNION ALL SELECT n.id, b.path || '/' || n.name FROM nodes n JOIN below b ON n.parent = b.id) "
        "SELECT * FROM below",
        (ROOTS[View.CATEGORY],),
    ).fetchall()
    return tuple(node for node, known in rows if _key(known).endswith(f"/{wanted}"))


_WITHOUT_QUOTES = str.maketrans(dict.fromkeys(f'{QUOTES}"'))


def _key(name: str) -> str:
    """What is compared of a name: quotes make phrases where it is typed, so they do not count."""
    return fold(name.translate(_WITHOUT_QUOTES))


def _with_below(connection: Connection, nodes: Iterable[int]) -> Iterator[int]:
    rows = connection.execute(
        "WITH RECURSIVE below (id) AS (SELECT value FROM json_each(?) "
        "UNION SELECT n.id FROM nodes n JOIN below b ON n.parent = b.id) SELECT id FROM below",
        (f"[{numbers_as_text(nodes)}]",),
    )
    return (node for (node,) in rows)


# What the index cannot tell


def _checks(part: Part, *, simplify: bool) -> Iterator[Phrase]:
    match part:
        case Words(phrase):
            if phrase.needs_check or (not simplify and not phrase.text.isascii()):
                yield phrase
        case Not(inner):
            yield from _checks(inner, simplify=simplify)
        case All(parts) | Any(parts):
            for each in parts:
                yield from _checks(each, simplify=simplify)


class _Meaning:
    """What the parts of a query mean of one text; `is_so` says what is no matter of words."""

    def __init__(self, is_so: Callable[[int, Field], bool], *, simplify: bool) -> None:
        self._is_so = is_so
        self._simplify = simplify

    def is_met(self, part: Part, article: int, text: str) -> bool:
        """Whether an article with this text is what a part means."""
        match part:
            case Words(phrase, in_title):
                # The index holds them apart: no phrase goes from the one on into the other.
                title, _, body = text.partition("\n")
                return holds(title, phrase, simplify=self._simplify) or (
                    not in_title and holds(body, phrase, simplify=self._simplify)
                )
            case Field():
                return self._is_so(article, part)
            case Not(inner):
                return not self.is_met(inner, article, text)
            case All(parts):
                return all(self.is_met(one, article, text) for one in parts)
            case Any(parts):
                return any(self.is_met(one, article, text) for one in parts)
