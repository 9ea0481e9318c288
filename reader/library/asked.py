"""What SQL is asked for a query: what the index finds and ranks, and what else must be so of an article."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import chain
from sqlite3 import Connection

from reader.document.phrases import as_fts
from reader.library import titles
from reader.library.folding import fold
from reader.library.listing import Flag, View
from reader.library.meaning import checks
from reader.library.nodes import numbers_as_text
from reader.library.query import QUOTES, All, Any, Field, Not, Part, Sort, Words, wanted_phrases
from reader.library.schema import ROOTS

_RANK = "bm25(full_text, 1.0, 8.0)"
"""A word in the title counts as much as eight in the body."""

_FEW = 500
"""Texts that are ranked in no time."""

Marked = Callable[[str], Iterable[int]]
"""The articles, by id, that have a mark: `read` or `starred`."""


class Asked:
    """A query as SQL: what the index ranks, and what else must be so of an article."""

    def __init__(self, connection: Connection, part: Part, marked: Marked, *, simplify: bool) -> None:
        self._connection = connection
        self._marked = marked
        self._simplify = simplify
        wanted, excluded, others = _parted(part, simplify=simplify)
        self._words = [_fts(each) for each in wanted]
        self._wanted, self._excluded = " AND ".join(self._words), " OR ".join(map(_fts, excluded))
        self._match = f"({self._wanted}) NOT ({self._excluded})" if excluded else self._wanted
        self._are_all_wanted = all(map(_are_all_wanted, wanted))
        phrases = chain.from_iterable(map(wanted_phrases, wanted))
        self._is_each_once = self._are_all_wanted and not any(phrase.is_prefix for phrase in phrases)
        self._values: list[object] = []
        self._where = " AND ".join(self._condition(each) for each in others) or "1"
        self._has_others = bool(others)

    def articles(self, sort: Sort, limit: int) -> list[int]:
        """So many articles, or all if `limit` is negative: the best or the newest first."""
        if not self._match:
            sql = f"SELECT a.id FROM articles a WHERE {self._where} ORDER BY a.date DESC LIMIT ?"
            return self._ids(sql, *self._values, limit)
        if sort is not Sort.RELEVANCE:
            return self._in_order("a.date DESC", limit)
        # Titles stand above bodies. Where enough titles hold all that is asked, nothing else need be ranked: words
        # that stand in every other article would take a hundred times as long.
        best = self._in_titles(limit)
        if len(best) != limit:
            known = set(best)
            best += [each for each in self._ranked(limit) if each not in known]
        return best[:limit] if limit >= 0 else best

    def _in_titles(self, limit: int) -> list[int]:
        """The articles whose titles hold all that is asked, the best first."""
        where, values = self._where, self._values
        if self._excluded:
            where += " AND a.document NOT IN (SELECT rowid FROM full_text WHERE full_text MATCH ?)"
            values = [*values, self._excluded]
        return titles.best(self._connection, self._wanted, where, values, limit, is_each_once=self._is_each_once)

    def _ranked(self, limit: int) -> list[int]:
        """The articles whose texts match, the best first."""
        if self._has_others:
            return self._in_order(_RANK, limit)
        last = self._last_of_most(limit)
        if last is not None:
            return last
        if limit < 0:
            return self._in_order(_RANK, limit)
        # The index alone ranks. What no article names any more is made up for.
        asked = limit
        while True:
            sql = f"SELECT rowid FROM full_text WHERE full_text MATCH ? ORDER BY {_RANK}, rowid LIMIT ?"
            documents = self._ids(sql, self._match, asked)
            found = self._articles_of(documents)
            if len(found) >= limit or len(documents) < asked:
                return found[:limit]
            asked *= 4

    def _last_of_most(self, limit: int) -> list[int] | None:
        """The articles that match, what came last first, if more than half of all texts do; else None.

        In BM25 words that more than half of all texts hold have no weight: it would be negative. (FTS5 takes a
        millionth, and a microsecond for each of the texts.)
        """
        (documents,) = self._connection.execute("SELECT value FROM facts WHERE name = 'documents'").fetchone()
        half = int(documents) // 2
        if half < _FEW or not self._are_all_wanted:
            return None
        if len(self._words) > 1 and not all(self._are_more(half, each) for each in self._whole_words):
            return None
        rows = self._connection.execute(
            "WITH found AS MATERIALIZED "
            "(SELECT rowid AS document FROM full_text WHERE full_text MATCH ? ORDER BY rowid DESC LIMIT ?) "
            "SELECT document, (SELECT count(*) FROM found) FROM found LIMIT ?",
            (self._match, half + 1, 4 * limit),
        ).fetchall()
        if not rows or rows[0][1] <= half:
            return None
        if limit < 0:
            return self._in_order("full_text.rowid DESC", limit)
        found = self._articles_of([document for document, _ in rows])
        return found[:limit] if len(found) >= limit else None

    @property
    def _whole_words(self) -> list[str]:
        """Those that FTS5 need not put together of all that begin so, which takes long; the longest first."""
        return sorted((each for each in self._words if not each.endswith("*")), key=len, reverse=True)

    def _are_more(self, many: int, match: str) -> bool:
        """Whether more than so many texts match."""
        sql = "SELECT count(*) FROM (SELECT 1 FROM full_text WHERE full_text MATCH ? LIMIT ?)"
        return bool(self._connection.execute(sql, (match, many + 1)).fetchone()[0] > many)

    def _articles_of(self, documents: list[int]) -> list[int]:
        """The articles that name these documents, in their order."""
        rows = self._connection.execute(
            "SELECT document, id FROM articles WHERE document IN (SELECT value FROM json_each(?))",
            (f"[{numbers_as_text(documents)}]",),
        )
        known = dict(rows.fetchall())
        return [known[document] for document in documents if document in known]

    def _in_order(self, order: str, limit: int) -> list[int]:
        """The articles whose texts match, by what SQL is ordered by."""
        # CROSS: the index is asked first, and not once for each article that the rest leaves.
        sql = (
            "SELECT a.id FROM full_text CROSS JOIN articles a ON a.document = full_text.rowid "
            f"WHERE full_text MATCH ? AND {self._where} ORDER BY {order} LIMIT ?"
        )
        return self._ids(sql, self._match, *self._values, limit)

    def count(self) -> int:
        """How many articles there are."""
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
            case Not(inner) if any(checks(inner, simplify=self._simplify)):
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
                    categories(self._connection, value)
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


def _parted(part: Part, *, simplify: bool) -> tuple[list[Part], list[Part], list[Part]]:
    """What the index can answer alone: what must be there, and what must not; and the rest."""
    parts = part.parts if isinstance(part, All) else (part,)
    wanted = [each for each in parts if _is_wanted(each)]
    if not wanted:
        return [], [], list(parts)
    excluded = [
        each.part
        for each in parts
        if isinstance(each, Not) and _is_wanted(each.part) and not any(checks(each.part, simplify=simplify))
    ]
    others = [each for each in parts if each not in wanted and not (isinstance(each, Not) and each.part in excluded)]
    return wanted, excluded, others


def _are_all_wanted(part: Part) -> bool:
    """Whether all words of a part must be there."""
    match part:
        case All(parts):
            return all(map(_are_all_wanted, parts))
        case _:
            return isinstance(part, Words)


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
            return f"title : {as_fts(phrase)}" if in_title else as_fts(phrase)
        case All(parts):
            return "(" + " AND ".join(map(_fts, parts)) + ")"
        case Any(parts):
            return "(" + " OR ".join(map(_fts, parts)) + ")"
        case _:
            raise TypeError(part)


def _named(connection: Connection, view: View, name: str) -> Iterable[int]:
    """The nodes right below a view's root whose names hold what was typed."""
    wanted = key_of(name)
    rows = connection.execute("SELECT id, name FROM nodes WHERE parent = ?", (ROOTS[view],))
    return [node for node, known in rows if wanted and wanted in key_of(known)]


def categories(connection: Connection, path: str) -> tuple[int, ...]:
    """The categories with the names of a path one below the other, anywhere in the tree."""
    wanted = key_of("/".join(name.strip() for name in path.split("/") if name.strip()))
    if not wanted:
        return ()
    rows = connection.execute(
        "WITH RECURSIVE below (id, path) AS (SELECT id, '/' || name FROM nodes WHERE parent = ? "
        "UNION ALL SELECT n.id, b.path || '/' || n.name FROM nodes n JOIN below b ON n.parent = b.id) "
        "SELECT * FROM below",
        (ROOTS[View.CATEGORY],),
    ).fetchall()
    return tuple(node for node, known in rows if key_of(known).endswith(f"/{wanted}"))


_WITHOUT_QUOTES = str.maketrans(dict.fromkeys(f'{QUOTES}"'))


def key_of(name: str) -> str:
    """What is compared of a name: quotes make phrases where it is typed, so they do not count."""
    return fold(name.translate(_WITHOUT_QUOTES))


def _with_below(connection: Connection, nodes: Iterable[int]) -> Iterator[int]:
    rows = connection.execute(
        "WITH RECURSIVE below (id) AS (SELECT value FROM json_each(?) "
        "UNION SELECT n.id FROM nodes n JOIN below b ON n.parent = b.id) SELECT id FROM below",
        (f"[{numbers_as_text(nodes)}]",),
    )
    return (node for (node,) in rows)
