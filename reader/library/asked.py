"""What SQL is asked for a query: what the index finds and ranks, and what else must be so of an article."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from sqlite3 import Connection

from reader.document.phrases import as_fts, as_tokens
from reader.library import titles
from reader.library.folding import fold
from reader.library.listing import Flag, View
from reader.library.meaning import checks
from reader.library.nodes import numbers_as_text
from reader.library.query import QUOTES, All, Any, Field, Not, Part, Sort, Words
from reader.library.schema import ROOTS

_FEW = 500
"""Texts that are ranked in no time."""

_SOME_MORE = 4
"""Times as many as are wanted, of which enough have what more than half of all texts have."""

_PASSED_WHILE_ONE_IS_ASKED = 500
"""Texts that an index passes over in the time in which it is asked for one."""

Marked = Callable[[str], Iterable[int]]
"""The articles, by id, that have a mark: `read` or `starred`."""


class Asked:
    """A query as SQL: what the index ranks, and what else must be so of an article."""

    def __init__(self, connection: Connection, part: Part, marked: Marked, *, simplify: bool) -> None:
        self._connection = connection
        self._marked = marked
        self._simplify = simplify
        wanted, excluded, others = _parted(part, simplify=simplify)
        self._wanted = " AND ".join(map(_fts, wanted))
        self._excluded = " OR ".join(map(_fts, excluded))
        self._words = tuple(_words(wanted) or ())
        self._characters = [word for word in self._words if word.phrase.character and not word.in_title]
        """Those that are one character of an unspaced script, anywhere in a text."""
        self._is_each_once = bool(self._words) and not any(word.phrase.is_prefix for word in self._words)
        self._values: list[object] = []
        self._conditions = "".join(f" AND {self._condition(each)}" for each in others)

    def articles(self, sort: Sort, limit: int) -> list[int]:
        """So many articles, or all if `limit` is negative: the best or the newest first."""
        if not self._wanted:
            sql = f"SELECT a.id FROM articles a WHERE 1{self._conditions} ORDER BY a.date DESC LIMIT ?"
            return self._ids(sql, *self._values, limit)
        if sort is not Sort.RELEVANCE:
            return self._in_order("(SELECT date FROM articles WHERE id = d.article) DESC", limit, self._characters)
        # Titles stand above bodies. Where enough titles hold all that is asked, nothing else need be ranked: words
        # that stand in every other article would take a hundred times as long.
        best = self._in_titles(limit)
        if len(best) != limit:
            known = set(best)
            best += [each for each in self._ranked(limit) if each not in known]
        return best[:limit] if limit >= 0 else best

    def _in_titles(self, limit: int) -> list[int]:
        """The articles whose titles hold all that is asked, the best first."""
        conditions, values = self._not_excluded()
        owners = self._owners(titles.DOCUMENT)
        return titles.best(
            self._connection, self._wanted, owners, conditions, values, limit, is_each_once=self._is_each_once
        )

    def _ranked(self, limit: int) -> list[int]:
        """The articles whose texts match, the best first.

        In BM25 words that more than half of all texts hold have no weight: it would be negative. (FTS5 takes a
        millionth, and a microsecond for each of the texts.) Where all are such, what came last stands first.
        """
        documents, average = self._lengths()
        half = documents // 2
        if half < _FEW or not self._words:
            return self._in_order(_rank(average), limit)
        light = [
            word for word in self._characters if self._match_more(half, "characters", f'"{word.phrase.character}"')
        ]
        others = [word for word in self._words if word not in self._characters]
        are_all_light = len(light) == len(self._characters) and self._are_all_more(half, others)
        order = "" if are_all_light else _rank(average)
        if 0 < len(light) < len(self._words) and limit > 0:
            best = self._among_the_first(order, limit, light, documents)
            if best is not None:
                return best
        return self._in_order(order, limit, light)

    def _among_the_first(self, order: str, limit: int, light: Sequence[Words], documents: int) -> list[int] | None:
        """What `_in_order` answers, if some more that come first without the characters `light` are enough for it.

        They mostly are, for more than half of all texts have such a character. To see which of a few have it takes a
        third of the time that it takes to note all that do, and a tenth where all are many and these asked one by one.
        """
        many = _SOME_MORE * limit
        order = f"{order}, full_text.rowid" if order else "full_text.rowid DESC"
        first = self._connection.execute(
            f"SELECT d.id, d.article FROM full_text {self._owners('full_text.rowid')} "
            f"WHERE full_text MATCH ?{self._conditions} ORDER BY {order} LIMIT ?",
            (self._without(light), *self._values, many),
        ).fetchall()
        # `+`: not asked anew for each.
        each = "rowid" if len(first) * _PASSED_WHILE_ONE_IS_ASKED < documents else "+rowid"
        having = self._connection.execute(
            "SELECT rowid FROM characters WHERE characters MATCH ? AND rowid >= ? "
            f"AND {each} IN (SELECT value FROM json_each(?))",
            (_all_of(light), min(first, default=(0,))[0], f"[{numbers_as_text(number for number, _ in first)}]"),
        )
        have_all = {document for (document,) in having}
        found = [article for document, article in first if document in have_all]
        return found[:limit] if len(found) >= limit or len(first) < many else None

    def _lengths(self) -> tuple[int, float]:
        """How many texts there are, and how many words they have on average."""
        (documents, words) = self._connection.execute(
            "SELECT d.value, w.value FROM facts d JOIN facts w WHERE d.name = 'documents' AND w.name = 'words'"
        ).fetchone()
        return documents, words / max(1, documents)

    def _are_all_more(self, many: int, words: Sequence[Words]) -> bool:
        """Whether each of these words is in more than so many texts.

        What few texts hold is looked for first, and a phrase only when all of its words are in so many.
        """
        tokens: list[str] = []
        phrases: list[tuple[str, str]] = []
        for word in words:
            wanted, is_begun = as_tokens(word.phrase)
            if word.in_title:
                phrases.append(("titles", as_fts(word.phrase)))
                continue
            tokens += [f'"{each}"' for each in (wanted[:-1] if is_begun else wanted)]
            if is_begun or len(wanted) > 1:
                phrases.append(("full_text", as_fts(word.phrase)))
        return all(self._match_more(many, "full_text", each) for each in sorted(tokens, key=self._count_of_first)) and (
            all(self._match_more(many, *each) for each in phrases)
        )

    def _count_of_first(self, match: str) -> int:
        """In how many of the first texts a word is: about how many there are, in no time."""
        sql = "SELECT count(*) FROM full_text WHERE full_text MATCH ? AND rowid <= ?"
        return int(self._connection.execute(sql, (match, _FEW)).fetchone()[0])

    def _match_more(self, many: int, table: str, match: str) -> bool:
        sql = f"SELECT 1 FROM {table} WHERE {table} MATCH ? LIMIT 1 OFFSET ?"
        return self._connection.execute(sql, (match, many)).fetchone() is not None

    def _in_order(self, order: str, limit: int, apart: Sequence[Words] = ()) -> list[int]:
        """The articles whose texts match, by what SQL is ordered by, else what came last first.

        The characters `apart` are not ranked.
        """
        table, found, values = self._found(apart)
        order = f"{order}, {table}.rowid" if order else f"{table}.rowid DESC"
        return self._ids(f"SELECT d.article FROM {found} ORDER BY {order} LIMIT ?", *values, limit)

    def _found(self, apart: Sequence[Words]) -> tuple[str, str, list[object]]:
        """The index that is asked, what SQL selects the documents `d` from that match, and its values.

        The characters `apart` only have to be there, for which there is an index of its own: all pairs that begin with
        one take a hundred times as long.
        """
        if apart and len(apart) == len(self._words):
            table, match, (conditions, values) = "characters", _all_of(apart), self._not_excluded()
        else:
            table, match, conditions, values = "full_text", self._without(apart), self._conditions, self._values
            if apart:
                # `+`: not asked anew for each.
                conditions += " AND +full_text.rowid IN (SELECT rowid FROM characters WHERE characters MATCH ?)"
                values = [*values, _all_of(apart)]
        found = f"{table} {self._owners(f'{table}.rowid')} WHERE {table} MATCH ?{conditions}"
        return table, found, [match, *values]

    def _owners(self, number: str) -> str:
        """What joins an index with the documents `d` that have these numbers, and with their articles `a` where
        anything is asked of those.

        The index is asked first, and not once for each article that the rest leaves.
        """
        documents = f"CROSS JOIN documents d ON d.id = {number}"
        return f"{documents} CROSS JOIN articles a ON a.id = d.article" if self._conditions else documents

    def _without(self, apart: Sequence[Words]) -> str:
        """What `full_text` is asked for all else but the characters `apart`."""
        words = " AND ".join(_fts(word) for word in self._words if word not in apart) if apart else self._wanted
        return f"({words}) NOT ({self._excluded})" if self._excluded else words

    def _not_excluded(self) -> tuple[str, list[object]]:
        """The conditions with what must not be there, and their values."""
        if not self._excluded:
            return self._conditions, self._values
        conditions = f"{self._conditions} AND d.id NOT IN (SELECT rowid FROM full_text WHERE full_text MATCH ?)"
        return conditions, [*self._values, self._excluded]

    def count(self) -> int:
        """How many articles there are."""
        if self._wanted:
            _, found, values = self._found(self._characters)
        else:
            found, values = f"articles a WHERE 1{self._conditions}", self._values
        (count,) = self._connection.execute(f"SELECT count(*) FROM {found}", values).fetchone()
        return int(count)

    def has(self, article: int) -> bool:
        """Whether an article is among those that are asked for, where that is no matter of words."""
        sql = f"SELECT EXISTS (SELECT 1 FROM articles a WHERE a.id = ?{self._conditions})"
        return bool(self._connection.execute(sql, (article, *self._values)).fetchone()[0])

    def _ids(self, sql: str, *values: object) -> list[int]:
        return [article for (article,) in self._connection.execute(sql, values)]

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
                return "instr(lower(coalesce(a.language, a.guessed, '')) || '-', ?) = 1"
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


def _all_of(characters: Iterable[Words]) -> str:
    """What the index of characters is asked for texts that have all of these."""
    return " ".join(f'"{word.phrase.character}"' for word in characters)


def _rank(average: float) -> str:
    """BM25 as SQL over `full_text` and `documents d`; texts have so many words on average.

    A word in the title counts as much as eight in the body. In the index no text has a length, and FTS5 takes each
    of two columns for -1 long. Weights make up for it: of f words, which weigh w, BM25 has `f·w / (f·w + k(-2))`, with
    `k(length) = k1·(1 - b + b·length / average)` and b = 3/4; so for `f / (f + k(length))` w is `k(-2) / k(length)`.
    """
    weight, length = average / 3 - 2, f"({average / 3!r} + d.words)"
    if not weight:  # of six words on average `k(-2)` is 0, and so is each word's number
        return "bm25(full_text), d.words"
    return f"bm25(full_text, {weight!r} / {length}, {8 * weight!r} / {length})"


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


def _words(parts: Iterable[Part]) -> list[Words] | None:
    """The words of parts, if all of them must be there; else None."""
    found: list[Words] = []
    for part in parts:
        words = _words(part.parts) if isinstance(part, All) else [part] if isinstance(part, Words) else None
        if words is None:
            return None
        found += words
    return found


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
