"""The catalogue's tables, as the steps that led to them."""

from __future__ import annotations

from reader.library.listing import VIEWS, View

ROOTS = {view: number for number, view in enumerate(VIEWS, 1)}
"""The node above all others of a view."""

_ARTICLES = f"""
CREATE TABLE directories (id INTEGER PRIMARY KEY, path BLOB NOT NULL UNIQUE);

CREATE TABLE articles (
    id INTEGER PRIMARY KEY,
    directory INTEGER NOT NULL,
    name BLOB NOT NULL,
    size INTEGER NOT NULL,       -- bytes
    modified INTEGER NOT NULL,   -- nanoseconds since 1970; -1 when the file must be looked at again
    body_hash BLOB NOT NULL,
    title TEXT NOT NULL,
    folded TEXT,                 -- the title for filtering; NULL where it is the title itself
    sort INTEGER NOT NULL,       -- the beginning of the title's sort key
    date INTEGER NOT NULL,       -- microseconds since 1970, UTC; far before all others where it is the file's
    day INTEGER NOT NULL,        -- as the source writes it, days since the year 1
    flags INTEGER NOT NULL,      -- bits: see Flag
    language TEXT,
    category INTEGER NOT NULL,   -- for each view, the placement
    folder INTEGER NOT NULL,
    month INTEGER NOT NULL,
    tag INTEGER NOT NULL,
    author INTEGER NOT NULL,
    UNIQUE (directory, name)
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
INSERT INTO nodes (id, parent, name, sort) VALUES {", ".join(f"({root}, NULL, '', x'')" for root in ROOTS.values())};

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

-- What is known of the archive as a whole, each by its name.
CREATE TABLE facts (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
INSERT INTO facts VALUES ('revision', 0);

-- Folders and files that are no articles because they cannot be read.
CREATE TABLE problems (message TEXT NOT NULL);
"""

_FULL_TEXT = """
-- The article's row in full_text; NULL while it is not indexed. A changed article gets another row: the old one
-- stays, because an index without its texts cannot take it out, and is passed over.
ALTER TABLE articles ADD COLUMN document INTEGER;
CREATE INDEX articles_of_documents ON articles (document);

-- The title's syllables, for filtering by them: `gong zuo zu`.
ALTER TABLE articles ADD COLUMN pinyin TEXT;

-- The texts themselves stay in the files. What is indexed are words and pairs of characters, parted by spaces
-- (reader.document.words), which FTS5 need only take apart again; the ends stand in columns of their own, because a
-- phrase never goes from one column to another.
CREATE VIRTUAL TABLE full_text USING fts5(
    title, body, title_ends, body_ends, content = '', tokenize = 'ascii tokenchars ''_'''
);
INSERT INTO facts VALUES ('documents', 0);
"""

_NAMES = """
-- By what names articles are linked to: numbers made of names, permalinks, titles (reader.library.addresses). What an
-- article was called before it changed stays, and is passed over because its stamp is another. New names gather in a
-- table without an order and go over many at a time, for they fall all over the index.
ALTER TABLE articles ADD COLUMN stamp INTEGER NOT NULL DEFAULT 0;
CREATE TABLE names (
    key INTEGER NOT NULL,
    article INTEGER NOT NULL,
    stamp INTEGER NOT NULL,
    PRIMARY KEY (key, article, stamp)
) WITHOUT ROWID;
CREATE TABLE new_names (key INTEGER NOT NULL, article INTEGER NOT NULL, stamp INTEGER NOT NULL);
-- The names of what is listed already stand in the files: all are looked at again. Texts stay indexed.
UPDATE articles SET modified = -1;
"""

_LARGE_PIECES = """
-- What FTS5 gathers in memory before it writes (bytes), and how many pieces of one size it merges into a larger one.
-- Each merge writes all of them again: with 1 MB and 4, which it begins with, half of the writing was merges.
INSERT INTO full_text (full_text, rank) VALUES ('hashsize', 16777216);
INSERT INTO full_text (full_text, rank) VALUES ('automerge', 8);
"""

_UNDATED_LAST = """
-- What has no date but its file's stands behind all that has one (reader.library.record).
UPDATE members SET date = date - 1000000000000000000
    WHERE article IN (SELECT id FROM articles WHERE flags & 8) AND date > -500000000000000000;
UPDATE articles SET date = date - 1000000000000000000 WHERE flags & 8 AND date > -500000000000000000;
"""

_TITLES_APART = """
-- Bodies stand in the first column: of each word in another one FTS5 notes in which, two bytes each. So the index takes
-- a quarter less room. All texts are indexed anew.
DROP TABLE full_text;
CREATE VIRTUAL TABLE full_text USING fts5(
    body, title, body_ends, title_ends, content = '', tokenize = 'ascii tokenchars ''_'''
);
INSERT INTO full_text (full_text, rank) VALUES ('hashsize', 16777216);
INSERT INTO full_text (full_text, rank) VALUES ('automerge', 8);

-- Titles once more, in the order in which they are found (reader.library.titles).
CREATE VIRTUAL TABLE titles USING fts5(
    title, title_ends, content = '', prefix = '1', tokenize = 'ascii tokenchars ''_'''
);

UPDATE articles SET document = NULL;
UPDATE facts SET value = 0 WHERE name = 'documents';
"""

_LAST_CHARACTERS = """
-- The last character of a run stands behind its pairs (reader.document.words), and no column is of ends alone. All
-- texts are indexed anew.
DROP TABLE full_text;
DROP TABLE titles;
CREATE VIRTUAL TABLE full_text USING fts5(body, title, content = '', tokenize = 'ascii tokenchars ''_''');
CREATE VIRTUAL TABLE titles USING fts5(title, content = '', prefix = '1', tokenize = 'ascii tokenchars ''_''');
-- Larger pieces than before (reader.library.sync): what is merged is written again, and leaves room to be given back.
INSERT INTO full_text (full_text, rank) VALUES ('hashsize', 67108864);
INSERT INTO full_text (full_text, rank) VALUES ('automerge', 16);

UPDATE articles SET document = NULL;
UPDATE facts SET value = 0 WHERE name = 'documents';
"""

_FAST_RANKING = """
-- Lengths stand beside the articles: FTS5 looks each one up by a statement of its own, which takes half the time of
-- ranking (reader.library.asked). All texts are indexed anew.
DROP TABLE full_text;
CREATE VIRTUAL TABLE full_text USING fts5(
    body, title, content = '', columnsize = 0, tokenize = 'ascii tokenchars ''_'''
);
INSERT INTO full_text (full_text, rank) VALUES ('hashsize', 67108864);
INSERT INTO full_text (full_text, rank) VALUES ('automerge', 16);
ALTER TABLE articles ADD COLUMN words INTEGER;  -- in its text, title included: words and pairs
DROP INDEX articles_of_documents;
CREATE INDEX articles_of_documents ON articles (document, words);
INSERT INTO facts VALUES ('words', 0);          -- in all documents

-- Which characters of unspaced scripts a document has. To find that by its pairs takes a tenth of a second.
CREATE VIRTUAL TABLE characters USING fts5(
    text, content = '', columnsize = 0, detail = none, tokenize = 'ascii tokenchars ''_'''
);

INSERT INTO titles (titles) VALUES ('delete-all');
UPDATE articles SET document = NULL;
UPDATE facts SET value = 0 WHERE name = 'documents';
"""

_LATER = """
-- What the tree need not wait for: the names that an article is linked to by are worked out when all are listed (0 is
-- the stamp of none known yet), and the language that its source does not name with its text.
CREATE INDEX articles_without_names ON articles (id) WHERE stamp = 0;
ALTER TABLE articles ADD COLUMN guessed TEXT;
ALTER TABLE articles ADD COLUMN named TEXT;  -- by what else it may be linked to, as its front matter says it
UPDATE articles SET
    guessed = language,
    language = CASE WHEN language NOT IN ('ja', 'ko', 'zh', 'zh-Hant') THEN language END;  -- these may be guesses
-- All are looked at again. Texts stay indexed.
UPDATE articles SET modified = -1;
"""

_DOCUMENTS = """
-- The rows of full_text that an article names, by their own numbers: whoever ranks asks for each one that is found, and
-- an index over the articles takes twice as long. A row that no article names any more is none of these. The column
-- `words` of the articles is of no use now; to drop it would write them all anew.
CREATE TABLE documents (
    id INTEGER PRIMARY KEY,
    article INTEGER NOT NULL,
    words INTEGER NOT NULL  -- in its text, title included: words and pairs
);
INSERT INTO documents SELECT document, id, words FROM articles WHERE document > 0 ORDER BY document;
DROP INDEX articles_of_documents;
CREATE INDEX articles_without_texts ON articles (document) WHERE document IS NULL;
"""

MIGRATIONS = (
    *(_ARTICLES, _FULL_TEXT, _NAMES, _LARGE_PIECES, _UNDATED_LAST, _TITLES_APART, _LAST_CHARACTERS),
    *(_FAST_RANKING, _LATER, _DOCUMENTS),
)
"""What makes each version of the schema of the one before, from version 0, which is empty."""

COLUMNS = {
    View.CATEGORY: "category",
    View.FOLDER: "folder",
    View.DATE: "month",
    View.TAG: "tag",
    View.AUTHOR: "author",
}
"""The column of `articles` that names the placement in a view."""
