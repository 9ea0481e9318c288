"""Which rows a tree of articles shows, given what is unfolded. Rows are numbers; labels come later.

Rows are known by counts. The visible tree is a short list of *runs*: neighbouring rows that are a slice of
one array of ids. A category of 39,000 articles is one run, and the row at `y` is found by bisection. Of a
long category only the first ids are fetched, and all of them when a row beyond those is asked for.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from reader.library.listing import Groups, Listed, Matches, Node, Order, Shelf, View
from reader.library.marked import Marked, below

if TYPE_CHECKING:
    from reader.library.catalogue import Catalogue

_FEW_MATCHES = 1_000  # articles; so many unfold of their own accord
_FIRST_IDS = 1_000  # of a node's articles, fetched when it is unfolded
_DEEPEST = 20  # groups below one, among which an article of it is looked for
_MOST_LABELS = 2_000
_MOST_READ = 1_000  # articles on the shelf of what was read last
_SHELVES = {Shelf.STARRED: -1, Shelf.READ: -2}
"""The nodes of the shelves that are lists: no catalogue has them."""
_GONE = -1  # stands for an article that was removed after its row was counted


class Row(NamedTuple):
    """One visible row: a group, or an article in a group. `node` and `article` stay when rows move."""

    node: int
    """The group; for an article, the group that it stands in."""
    article: int
    """The article's id; 0 for a group."""
    depth: int
    """Groups above it on the screen."""
    articles: int
    """How many stand in and below a group; 0 for an article."""
    is_unfolded: bool


class _Articles:
    """The ids of a node's articles, of which the first come first."""

    def __init__(self, catalogue: Catalogue, node: int, length: int, order: Order) -> None:
        self._catalogue = catalogue
        self._node = node
        self._order = order
        self._ids = catalogue.articles(node, order=order, limit=_FIRST_IDS)
        self._length = length if len(self._ids) == _FIRST_IDS else len(self._ids)

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, index: int) -> int:
        return self._ids[index] if index < len(self._ids) else self.all()[index]

    def index(self, article: int) -> int:
        try:
            return self._ids.index(article)
        except ValueError:
            return self.all().index(article)

    def all(self) -> array[int]:
        """All of them, as many as were counted, whatever has been added or removed since."""
        if len(self._ids) < self._length:
            ids = self._catalogue.articles(self._node, order=self._order)[: self._length]
            self._ids = ids + array("q", [_GONE]) * (self._length - len(ids))
        return self._ids


_NO_GROUPS = Groups(array("q"), array("q"))


class _Run(NamedTuple):
    start: int
    """The first of its rows."""
    length: int
    node: int
    """Whose groups or articles these are."""
    depth: int
    ids: array[int] | _Articles
    counts: array[int] | None
    """None for articles."""
    low: int
    """Where in `ids` the first row is."""


class _Children(NamedTuple):
    groups: Groups
    articles: array[int] | _Articles
    token: int = 0
    """An article of the group or of one below it: where it is found later, the group is too, whatever it is called."""
    below: int = 0
    """How many groups below this one the token stands."""


class TreeRows:
    """The visible rows of a catalogue in one view, with a filter over titles.

    The rows are those of the last `refresh`, whatever other threads add to the catalogue meanwhile.
    """

    def __init__(self, catalogue: Catalogue, view: View = View.CATEGORY, order: Order = Order.DATE) -> None:
        self.catalogue = catalogue
        self.view = view
        self.shelf: Shelf | None = None
        self.order = order
        self.query = ""
        self.marked = Marked()
        self._on_shelf: array[int] = array("q")
        self._hidden: frozenset[int] = frozenset()
        self._hidden_in: Mapping[int, int] = {}
        self._matches: Matches | None = None
        self._unfolded_in: dict[View | Shelf, set[int]] = {each: set() for each in (*View, *Shelf)}
        self._unfolded = self._unfolded_in[view]
        self.renamed: dict[int, int] = {}
        """Groups that have another name since the last `refresh`, which makes them others."""
        self._children: dict[int, _Children] = {}
        self._matching: dict[int, _Children] = {}
        self._changed: dict[int, int] = {}
        self._runs: list[_Run] = []
        self._starts: list[int] = []
        self._runs_of: dict[tuple[int, bool], list[_Run]] = {}
        self._length = 0
        self._nodes: dict[int, Node] = {}
        self._listed: dict[int, Listed] = {}
        self._lay()

    def __len__(self) -> int:
        return self._length

    @property
    def root(self) -> int:
        """The node above all rows."""
        return _SHELVES[self.shelf] if self.shelf in _SHELVES else self.catalogue.root(self.view)

    @property
    def is_list(self) -> bool:
        """Whether it is a list of articles without groups."""
        return self.shelf in _SHELVES

    @property
    def total(self) -> int:
        """Articles in the tree, unfolded or not, each once."""
        if self.is_list:
            return len(self._on_shelf)
        if self._matches is not None:
            return self._matches.total
        return self.catalogue.node(self.root).count - self._hidden_in.get(self.root, 0)

    def trail(self, node: int) -> tuple[int, ...]:
        """The ids from the root down to the node, both included."""
        return (node,) if self.is_list else self.catalogue.trail(node)

    # What is where

    def __getitem__(self, y: int) -> Row:
        """The row at `y`, counted from 0. Raises IndexError outside the tree."""
        if not 0 <= y < self._length:
            raise IndexError(y)
        run = self._runs[bisect_right(self._starts, y) - 1]
        index = run.low + y - run.start
        number = run.ids[index]
        if run.counts is None:
            return Row(run.node, number, run.depth, 0, False)
        return Row(number, 0, run.depth, run.counts[index], number in self._unfolded)

    def find(self, node: int, article: int = 0) -> int | None:
        """Where a group is, or an article in a group; None where it is not visible."""
        above = node if article else self._parent(node)
        if above is None:
            return None
        for run in self._runs_of.get((above, bool(article)), ()):
            try:
                index = run.ids.index(article or node)
            except ValueError:
                return None
            if run.low <= index < run.low + run.length:
                return run.start + index - run.low
        return None

    def parent(self, y: int) -> int | None:
        """The row of the group that the row at `y` stands in; None at the top."""
        row = self[y]
        above = row.node if row.article else self._parent(row.node)
        return None if above is None else self.find(above)

    @property
    def first_article(self) -> int | None:
        """The row of the first article; None when all rows are groups."""
        return next((run.start for run in self._runs if run.counts is None), None)

    def is_visible(self, node: int) -> bool:
        """Whether a group and all above it are unfolded, so that its articles are rows."""
        return self._unfolded.issuperset(self.trail(node)[1:])

    @property
    def counts_all(self) -> bool:
        """Whether the counts of groups are those of all articles: no filter is on, and no shelf."""
        return self._matches is None and self.shelf is None

    @property
    def is_behind(self) -> bool:
        """Whether something has come to the shelf since it was shown."""
        if self.query or not self.is_list:
            return False
        return not set(self._listed_now()).issubset(self._on_shelf)

    def below(self, node: int) -> list[int]:
        """All articles that stand in a group and below it, each once, as far as the filter and the shelf hold them."""
        if self.is_list:
            return list(self._on_shelf)
        articles = below(self.catalogue, node)
        if self._hidden:
            articles = [article for article in articles if article not in self._hidden]
        return articles if self._matches is None else self._matches.among(articles)

    def beside(self, article: int, step: int) -> int | None:
        """On a shelf that is a list, the article some rows below another (above, if < 0); None past the ends."""
        if article not in self._on_shelf:
            return None
        at = self._on_shelf.index(article) + step
        return self._on_shelf[at] if 0 <= at < len(self._on_shelf) else None

    # Folding

    def unfold(self, node: int) -> None:
        """Show what stands in a group, and in the groups above it."""
        self._unfolded.update(self.trail(node)[1:])
        self._lay()

    def unfold_through(self, node: int) -> None:
        """Unfold a group, and one that stands alone in it, and so on: who asks wants to see what is in it."""
        for _ in range(_DEEPEST):
            children = self._at(node)
            if len(children.articles) or len(children.groups.ids) != 1:
                break
            node = children.groups.ids[0]
        self.unfold(node)

    def fold(self, node: int) -> None:
        """Hide what stands in a group; what was unfolded below it is remembered."""
        self._unfolded.discard(node)
        self._lay()

    def unfold_start(self, height: int) -> bool:
        """Unfold what a reader sees first: all, if `height` rows can show it, else the first path alone.

        Returns whether it was all.
        """
        if self._unfold_all(height):
            return True
        node = self.root
        while not len(self._at(node).articles) and len(self._at(node).groups.ids):
            node = self._at(node).groups.ids[0]
        self._unfolded.clear()
        self.unfold(node)
        return False

    def reveal(self, article: int, within: int = 0) -> int | None:
        """The row of an article, unfolded as far as needed; None when the filter does not hold it.

        An article in several groups shows in `within` if it stands there, else where it is visible, else in
        the first of them.
        """
        places = (self.root,) if self.is_list else self.catalogue.places(article, self.view)
        if not places:
            return None
        visible = (place for place in places if self.is_visible(place))
        place = within if within in places else next(visible, places[0])
        if not self.is_visible(place):
            self.unfold(place)
        return self.find(place, article)

    # Change

    def refresh(self) -> None:
        """Take in what the catalogue has become. Folding stays; only groups that changed are asked for."""
        self._listed.clear()
        self._matching.clear()
        self.renamed.clear()
        self._take_from_shelf()
        now = self.catalogue.nodes(self._children)
        for node in list(self._children):
            if node not in now or now[node].changed != self._changed[node]:
                before = self._children.pop(node)
                if node not in now or not now[node].count:
                    self._follow(node, before)
        self._lay()

    def _follow(self, node: int, before: _Children) -> None:
        """Has a group that was unfolded, and holds nothing any more, be unfolded where its articles are now."""
        unfolded = [each for each in self._unfolded_in.values() if node in each]
        if not unfolded or not before.token:
            return
        trail = self.catalogue.trail(node)
        view = next(each for each in View if self.catalogue.root(each) == trail[0])
        trails = [self.catalogue.trail(place) for place in self.catalogue.places(before.token, view)]
        trails = [each[: len(each) - before.below] for each in trails if len(each) - before.below > 1]
        if not trails:
            return  # it is gone
        now = next((each for each in trails if each[:-1] == trail[:-1]), trails[0])
        self.renamed[node] = now[-1]
        for each in unfolded:
            each.discard(node)
            each.update(now[1:])

    def filter(self, query: str) -> None:
        """Keep the articles whose titles hold all words of the query, unfolded when they are few.

        An empty query brings all back, folded as before.
        """
        self.query = query
        self._matching.clear()
        self._take_from_shelf()
        self._unfolded = self._unfolded_in[self.shelf or self.view]
        if self._matches is not None:
            few = self._matches.total <= _FEW_MATCHES
            self._unfolded = set(self._matches.counts if few else self._unfolded)
        self._lay()

    def show(self, view: View, shelf: Shelf | None = None) -> None:
        """Show another view, or what of it stands on a shelf now, with the same filter."""
        self.view, self.shelf = view, shelf
        self.filter(self.query)

    def _take_from_shelf(self) -> None:
        """Take what matches, of what is on the shelf now: what is marked later changes no rows before `refresh`."""
        self._matches = matches = self.catalogue.matches(self.view, self.query)
        self._on_shelf, self._hidden, self._hidden_in = array("q"), frozenset(), {}
        if self.shelf is Shelf.UNREAD:
            self._hidden, self._hidden_in = frozenset(self.marked.read), dict(self.marked.read_in)
            if matches is not None:
                self._matches = matches.but_not(self._hidden)
        elif self.shelf is not None:
            listed = self._listed_now()
            self._on_shelf = array("q", listed if matches is None else matches.among(listed))

    def _listed_now(self) -> list[int]:
        return self.marked.starred() if self.shelf is Shelf.STARRED else self.marked.read_last(_MOST_READ)

    def sort(self, order: Order) -> None:
        """Show the articles of each group in another order."""
        self.order = order
        self._children.clear()
        self._matching.clear()
        self._lay()

    # Labels

    def prepare(self, first: int, last: int) -> None:
        """Fetch what the rows from `first` up to, not including, `last` say, as far as it is not known."""
        rows = [self[y] for y in range(max(first, 0), min(last, self._length))]
        if len(self._nodes) + len(self._listed) > _MOST_LABELS:
            self._nodes.clear()
            self._listed.clear()
        if groups := [row.node for row in rows if not row.article and row.node not in self._nodes]:
            self._nodes |= self.catalogue.nodes(groups)
        if articles := [row.article for row in rows if row.article and row.article not in self._listed]:
            self._listed |= self.catalogue.listed(articles)

    def node(self, row: Row) -> Node | None:
        """What a group's row says, once prepared."""
        return self._nodes.get(row.node)

    def listed(self, row: Row) -> Listed | None:
        """What an article's row says, once prepared; None when it is gone from the catalogue."""
        return self._listed.get(row.article)

    def _parent(self, node: int) -> int | None:
        trail = self.trail(node)
        return trail[-2] if len(trail) > 1 else None

    def _at(self, node: int) -> _Children:
        if self.is_list:
            return _Children(_NO_GROUPS, self._on_shelf)
        if self._matches is None and self.shelf is None:
            if node not in self._children:
                self._children[node] = self._whole(node)
            return self._children[node]
        if node not in self._matching:
            self._matching[node] = self._unread(node) if self._matches is None else self._filtered(node, self._matches)
        return self._matching[node]

    def _unread(self, node: int) -> _Children:
        """What of a node stands on the shelf of what is not read."""
        ids, counts = self.catalogue.groups(node)
        left = [
            (group, count - self._hidden_in.get(group, 0))
            for group, count in zip(ids, counts, strict=True)
            if count > self._hidden_in.get(group, 0)
        ]
        articles = self.catalogue.articles(node, order=self.order)
        return _Children(
            Groups(array("q", [group for group, _ in left]), array("q", [count for _, count in left])),
            array("q", [article for article in articles if article not in self._hidden]),
        )

    def _whole(self, node: int) -> _Children:
        # Asked first: if the node changes before the next question, `refresh` sees that and asks again.
        known = self.catalogue.node(node)
        self._changed[node] = known.changed
        articles = _Articles(self.catalogue, node, known.own, self.order)
        groups, token, below = self.catalogue.groups(node), articles[0] if articles else 0, 0
        deeper = groups.ids
        while not token and deeper and below < _DEEPEST:
            below += 1
            token = next(iter(self.catalogue.articles(deeper[0], limit=1)), 0)
            deeper = self.catalogue.groups(deeper[0]).ids
        return _Children(groups, articles, token, below)

    def _filtered(self, node: int, matches: Matches) -> _Children:
        groups = self.catalogue.groups(node, matches)
        matching = matches.ids(node)
        whole = self._children[node].articles if matching and node in self._children else ()
        if not isinstance(whole, _Articles) or matching.count(",") <= len(whole) // 8:
            return _Children(groups, self.catalogue.articles(node, matches, order=self.order))
        # So many are in order sooner when they are picked out of what is in order already.
        wanted = set(map(int, matching.split(",")))
        return _Children(groups, array("q", [article for article in whole.all() if article in wanted]))

    def _unfold_all(self, height: int) -> bool:
        """Unfold everything, if it takes no more than `height` rows; whether it does."""
        if self.total > height:
            return False
        waiting = [self.root]
        groups: list[int] = []
        rows = 0
        while waiting:
            children = self._at(waiting.pop())
            rows += len(children.groups.ids) + len(children.articles)
            if rows > height:
                return False
            groups += children.groups.ids
            waiting += children.groups.ids
        self._unfolded.update(groups)
        self._lay()
        return True

    def _lay(self) -> None:
        """Make the runs anew: groups before articles, and below an unfolded group what stands in it."""
        self._runs = []
        self._runs_of = {}
        self._length = 0
        waiting = [(self.root, 0, 0)]  # a node, its depth, and the first of its groups that is still to be laid
        while waiting:
            node, depth, low = waiting.pop()
            children = self._at(node)
            groups = children.groups.ids
            high = low
            while high < len(groups) and groups[high] not in self._unfolded:
                high += 1
            if high < len(groups):
                self._put((node, depth), groups, children.groups.counts, slice(low, high + 1))
                waiting.append((node, depth, high + 1))
                waiting.append((groups[high], depth + 1, 0))
                continue
            self._put((node, depth), groups, children.groups.counts, slice(low, high))
            self._put((node, depth), children.articles, None, slice(0, len(children.articles)))
        self._starts = [run.start for run in self._runs]

    def _put(
        self,
        place: tuple[int, int],
        ids: array[int] | _Articles,
        counts: array[int] | None,
        part: slice,
    ) -> None:
        node, depth = place
        length = part.stop - part.start
        if not length:
            return
        run = _Run(self._length, length, node, depth, ids, counts, part.start)
        self._runs.append(run)
        self._runs_of.setdefault((node, counts is None), []).append(run)
        self._length += length
