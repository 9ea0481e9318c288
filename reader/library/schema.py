"""The catalogue's tables."""

from __future__ import annotations

from reader.library.listing import VIEWS, View

SCHEMA = """
CREATE TABLE articles (
    id INTEGER PRIMARY KEY,
    path BLOB NOT NULL UNIQUE,
    title TEXT NOT NULL,
    folded TEXT NOT NULL,
    date INTEGER NOT NULL,      -- microseconds since 1970, UTC
    day TEXT NOT NULL,          -- as the source writes it, YYYY-MM-DD
    is_draft INTEGER NOT NULL,
    category INTEGER NOT NULL,  -- for each view, the placement
    folder INTEGER NOT NULL,
    month INTEGER NOT NULL,
    tag INTEGER NOT NULL,
    author INTEGER NOT NULL
);
CREATE TABLE faults (article INTEGER NOT NULL, message TEXT NOT NULL, line INTEGER);
CREATE INDEX faults_of_article ON faults (article);

CREATE TABLE nodes (
    id INTEGER PRIMARY KEY,
    parent INTEGER,
    name TEXT NOT NULL,
    sort BLOB NOT NULL,
    count INTEGER NOT NULL DEFAULT 0,    -- articles in it and below, each once
    own INTEGER NOT NULL DEFAULT 0,      -- articles in it
    changed INTEGER NOT NULL DEFAULT 0,  -- a revision of the catalogue
    UNIQUE (parent, name)
);
CREATE INDEX nodes_in_order ON nodes (parent, sort, name);

-- A placement is a set of nodes of one view. Most articles share theirs with many others, so a filter counts
-- by placement and only then by node; so an article in several categories is counted once above them.
CREATE TABLE placements (
    id INTEGER PRIMARY KEY,
    nodes TEXT NOT NULL UNIQUE,  -- numbers with commas between
    above TEXT NOT NULL          -- the same with all nodes above them
);

CREATE TABLE members (
    node INTEGER NOT NULL,
    date INTEGER NOT NULL,
    article INTEGER NOT NULL,
    PRIMARY KEY (node, date DESC, article)
) WITHOUT ROWID;
"""

COLUMNS = {
    View.CATEGORY: "category",
    View.FOLDER: "folder",
    View.DATE: "month",
    View.TAG: "tag",
    View.AUTHOR: "author",
}
"""The column of `articles` that names the placement in a view."""

ROOTS = {view: number for number, view in enumerate(VIEWS, 1)}
"""The node above all others of a view."""
