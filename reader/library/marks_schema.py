"""The tables of marks.db, as the steps that led to them. Whoever keeps something more there appends a step."""

from __future__ import annotations

_BY_BODY = """
CREATE TABLE marks (
    body_hash BLOB PRIMARY KEY,
    read INTEGER,     -- seconds since 1970; NULL for unread
    starred INTEGER   -- the same
) WITHOUT ROWID;
"""

_ARTICLES = """
ALTER TABLE marks RENAME TO marks_by_body;

-- What an article is known by: see `library/identity`. Everything else refers to its id, which stays.
CREATE TABLE articles (
    id INTEGER PRIMARY KEY,
    body_hash BLOB NOT NULL,         -- as the catalogue has it; empty where the body could not be read
    root BLOB NOT NULL,              -- the archive's folder, where it stood when it was seen last; empty when unknown
    path BLOB NOT NULL,              -- from there to the file; empty when unknown
    title TEXT NOT NULL DEFAULT '',
    link TEXT NOT NULL DEFAULT '',   -- the source that the front matter names
    day INTEGER                      -- of its date, counted from the year 1; NULL when unknown
);
CREATE INDEX articles_by_body ON articles (body_hash);
CREATE INDEX articles_by_path ON articles (path);
CREATE INDEX articles_by_link ON articles (link, title) WHERE link <> '';

-- A mark that was taken away leaves the moment when that was: of two histories of marks the later wins.
CREATE TABLE marks (
    article INTEGER PRIMARY KEY REFERENCES articles (id),
    is_read INTEGER NOT NULL DEFAULT 0,
    read_changed INTEGER NOT NULL DEFAULT 0,      -- milliseconds since 1970; 0 for never
    is_starred INTEGER NOT NULL DEFAULT 0,
    starred_changed INTEGER NOT NULL DEFAULT 0    -- the same
);

INSERT INTO articles (body_hash, root, path) SELECT body_hash, x'', x'' FROM marks_by_body;
INSERT INTO marks (article, is_read, read_changed, is_starred, starred_changed)
    SELECT a.id, m.read IS NOT NULL, coalesce(m.read, 0) * 1000, m.starred IS NOT NULL, coalesce(m.starred, 0) * 1000
    FROM marks_by_body m JOIN articles a USING (body_hash);
DROP TABLE marks_by_body;
"""

_PLACES = """
-- Where an article was left.
CREATE TABLE places (
    article INTEGER PRIMARY KEY REFERENCES articles (id),
    position INTEGER NOT NULL,   -- code points into the article's text, of the line at the top of the screen
    before TEXT NOT NULL,        -- what stood before it, and from it on: see `document/anchor`
    after TEXT NOT NULL,
    rows INTEGER NOT NULL,       -- rows of the screen above that line
    share REAL NOT NULL,         -- how much of the article stood above the lower edge of the screen, from 0 to 1
    changed INTEGER NOT NULL     -- milliseconds since 1970
);
"""

_HIGHLIGHTS = """
-- Passages that the reader has lit: see `library/highlights`.
CREATE TABLE highlights (
    id INTEGER PRIMARY KEY,       -- random
    article INTEGER NOT NULL REFERENCES articles (id),
    first INTEGER NOT NULL,       -- code points into the article's text, half-open
    last INTEGER NOT NULL,
    quote TEXT NOT NULL,          -- what stands there, and what stood on either side: see `document/passage`
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    colour INTEGER NOT NULL,      -- 1 to 4
    note TEXT NOT NULL DEFAULT '',
    made INTEGER NOT NULL,        -- milliseconds since 1970
    changed INTEGER NOT NULL,     -- the same
    is_lost INTEGER NOT NULL DEFAULT 0   -- whether the article no longer had it when it was opened last
);
CREATE INDEX highlights_by_article ON highlights (article, first, last);
"""

_REMOVED = """
-- Highlights that the reader has removed: an export from before that does not bring them back.
CREATE TABLE removed (
    id INTEGER PRIMARY KEY,      -- of the highlight
    moment INTEGER NOT NULL      -- milliseconds since 1970
);
"""

MIGRATIONS = (_BY_BODY, _ARTICLES, _PLACES, _HIGHLIGHTS, _REMOVED)
"""What makes each version of the schema of the one before, from version 0, which is empty."""
