"""What is marked of one archive: looked up once, and from then on as it is told. A tree is drawn from it."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from reader.library.catalogue import Catalogue
from reader.library.listing import VIEWS
from reader.library.mark import NONE, Kind, Mark
from reader.library.nodes import numbers, numbers_as_text
from reader.library.schema import COLUMNS

if TYPE_CHECKING:
    from reader.library.marks import Kept, Marks


class Marked:
    """Marks by the articles' numbers in a catalogue, and how many articles of each node are read."""

    def __init__(
        self,
        marks: dict[int, Mark] | None = None,
        read_in: Counter[int] | None = None,
        edited: Sequence[int] = (),
    ) -> None:
        self._marks = marks or {}
        self.read: set[int] = {article for article, mark in self._marks.items() if mark.is_read}
        """The articles that are read."""
        self.read_in = read_in or Counter()
        """For each node, how many of the articles in it and below are read."""
        self.edited = edited
        """Those that have another body than when something was kept of them last: see `Marks.follow`."""

    def of(self, article: int) -> Mark:
        """What is marked on an article."""
        return self._marks.get(article, NONE)

    def set(self, article: int, mark: Mark, nodes: Iterable[int]) -> None:
        """Take in what is marked on an article now; `nodes` are those that it stands in, and all above them."""
        step = mark.is_read - self.of(article).is_read
        self._marks[article] = mark
        if step > 0:
            self.read.add(article)
        elif step < 0:
            self.read.discard(article)
        if step:
            for node in nodes:
                self.read_in[node] += step

    def starred(self) -> list[int]:
        """The articles with a star, what was starred last first; from any thread."""
        marks = self._marks.copy()  # in one step: a search asks beside the screen, which may mark one meanwhile
        found = [(mark.starred_changed, article) for article, mark in marks.items() if mark.is_starred]
        return [article for _, article in sorted(found, reverse=True)]

    def read_last(self, most: int) -> list[int]:
        """So many of the articles that are read, what was read last first."""
        found = [(self._marks[article].read_changed, article) for article in self.read]
        return [article for _, article in sorted(found, reverse=True)[:most]]

    def having(self, kind: Kind) -> list[int]:
        """All articles that are marked so; from any thread."""
        return list(self.read) if kind is Kind.READ else self.starred()


def look_up(catalogue: Catalogue, marks: Marks, roots: Sequence[Path] = ()) -> Marked:
    """What is marked of a catalogue's articles. Takes tenths of a second where much is; raises CatalogueError."""
    kept = {each.article: each for each in marks.kept()}
    if not kept:
        return Marked()
    found = _with_these_bodies(catalogue, kept)
    edited = _edited(catalogue, kept, set(found.values()), {os.fsencode(root) for root in roots}, but_not=found)
    known = {article: kept[number].mark for article, number in (*found.items(), *edited.items())}
    read = [article for article, mark in known.items() if mark.is_read]
    return Marked(known, read_in(catalogue, read), list(edited))


def read_in(catalogue: Catalogue, articles: Sequence[int]) -> Counter[int]:
    """For each node, of all views, how many of these articles stand in it and below."""
    counts: Counter[int] = Counter()
    asked = f"[{numbers_as_text(articles)}]"
    with catalogue.database.reading() as connection:
        for view in VIEWS:
            column = COLUMNS[view]
            rows = connection.execute(
                "SELECT p.above, f.count FROM ("
                f"SELECT {column} AS placement, count(*) AS count FROM articles "
                f"WHERE id IN (SELECT value FROM json_each(?)) GROUP BY {column}"
                ") f JOIN placements p ON p.id = f.placement",
                (asked,),
            )
            for above, count in rows:
                for node in above.split(","):
                    counts[int(node)] += count
    return counts


def nodes_of(catalogue: Catalogue, article: int) -> list[int]:
    """The nodes of all views that an article stands in, and those above them."""
    found: list[int] = []
    with catalogue.database.reading() as connection:
        for view in VIEWS:
            row = connection.execute(
                f"SELECT above FROM placements WHERE id = (SELECT {COLUMNS[view]} FROM articles WHERE id = ?)",
                (article,),
            ).fetchone()
            if row is not None:
                found += numbers(row[0])
    return found


def below(catalogue: Catalogue, node: int) -> list[int]:
    """All articles that stand in a node and below it, each once."""
    with catalogue.database.reading() as connection:
        rows = connection.execute(
            "WITH RECURSIVE below (id) AS (SELECT ? UNION ALL "
            "SELECT n.id FROM nodes n JOIN below b ON n.parent = b.id) "
            "SELECT DISTINCT m.article FROM below b JOIN members m ON m.node = b.id",
            (node,),
        )
        return [article for (article,) in rows]


def _with_these_bodies(catalogue: Catalogue, kept: dict[int, Kept]) -> dict[int, int]:
    """Of the catalogue's articles, those whose bodies are known in marks.db, with their ids there."""
    by_body: dict[bytes, list[int]] = {}
    for number, each in kept.items():
        if each.identity.body_hash:
            by_body.setdefault(each.identity.body_hash, []).append(number)
    with catalogue.database.reading() as connection:
        connection.execute("CREATE TEMP TABLE IF NOT EXISTS wanted (body_hash BLOB PRIMARY KEY) WITHOUT ROWID")
        try:
            connection.executemany("INSERT INTO wanted VALUES (?)", [(body,) for body in by_body])
            rows = connection.execute(
                "SELECT a.id, a.body_hash, d.path, a.name FROM articles a JOIN wanted w USING (body_hash) "
                "JOIN directories d ON d.id = a.directory"
            ).fetchall()
        finally:
            connection.execute("DELETE FROM wanted")
    last_seen = {(each.identity.body_hash, each.identity.path): number for number, each in reversed(kept.items())}
    found: dict[int, int] = {}
    others: list[tuple[int, bytes, bytes]] = []
    for article, body, directory, name in rows:
        file = os.path.join(directory, name)  # noqa: PTH118 - bytes
        same = next((last_seen[body, end] for end in _ends(file) if (body, end) in last_seen), None)
        if same is not None:
            found[article] = same
        else:
            others.append((article, body, file))
    claimed = set(found.values())
    for article, body, file in others:
        free = (number for number in by_body[body] if number not in claimed or not _is_below(file, kept[number]))
        if (first := next(free, None)) is not None:
            found[article] = first
    return found


def _ends(file: bytes) -> Iterator[bytes]:
    """The paths by which a file may be known, below this archive's folder or another: the longest first."""
    at = file.find(b"/")
    while at >= 0:
        yield file[at + 1 :]
        at = file.find(b"/", at + 1)
    if not file.startswith(b"/"):
        yield file


def _is_below(file: bytes, kept: Kept) -> bool:
    """Whether a file stands in the archive that an article was seen in."""
    return file.startswith(kept.identity.root + b"/")


def _edited(
    catalogue: Catalogue, kept: dict[int, Kept], seen: set[int], roots: set[bytes], *, but_not: Container[int]
) -> dict[int, int]:
    """Articles with other bodies than they had, at the paths where they were, with their ids in marks.db."""
    found: dict[int, int] = {}
    for number, each in kept.items():
        if number not in seen and each.identity.root in roots:
            article = catalogue.find(Path(os.fsdecode(each.identity.file)))
            if article is not None and article not in found and article not in but_not:
                found[article] = number
    return found
