"""Metadata: what an article's fields, path and text say about it."""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from reader.archive.article import BodyFormat, Fault, Metadata
from reader.archive.date import parse_date
from reader.archive.encoding import clean
from reader.archive.front_matter import FrontMatter
from reader.archive.site import Site, SiteKind

_Fields = Mapping[str, object]

_DATES = (
    "date", "published", "publishdate", "pubdate", "published_at", "created", "created_at", "datetime",
    "updated", "modified", "lastmod",
)  # fmt: skip
_LINKS = (
    "link",
    "url",
    "source",
    "source_url",
    "canonical",
    "canonical_url",
    "original",
    "original_url",
    "permalink",
)
_NAMES = frozenset({*_LINKS, "slug", "abbrlink", "path", "alias", "aliases", "redirect_from", "redirects"})
_NOTHING = (None, "", "~")


def describe(
    front: FrontMatter, path: Path | str, modified_ns: int, body_format: BodyFormat, site: Site
) -> tuple[Metadata, tuple[Fault, ...]]:
    """All that its front matter, its path and its file say about an article, and what of it could not be read.

    `front` comes from `front_matter.split`, `modified_ns` is the file's time in nanoseconds since 1970. Of
    the body only the first 8,000 code points are looked at (64 K of an HTML head), so that a part of a long
    file will do. Never raises.
    """
    fields, body = front.fields, front.body
    if body_format is BodyFormat.HTML and fields.get("title") in _NOTHING:
        from reader.archive.html_head import head_fields  # noqa: PLC0415 - its expressions take 5 ms to compile

        head = head_fields(body)
        fields = {**head, **{name: value for name, value in fields.items() if value not in _NOTHING}}
    if isinstance(fields.get("taxonomies"), dict):  # Zola
        fields = {**fields["taxonomies"], **fields}  # type: ignore[dict-item]
    name = os.fspath(path)
    folders = _folders(name.rpartition("/")[0], site)  # a Path's parent costs ten times as much
    date, fault = _date(fields, name)
    title = _title(fields, name, body, body_format)
    metadata = Metadata(
        title=title,
        date=date or _file_date(modified_ns),
        date_is_from_file=date is None,
        categories=_categories(fields, folders, site),
        tags=_tags(fields),
        authors=_authors(fields),
        link=_link(fields),
        language=_language(fields),
        description=_first_text(fields, ("description", "summary", "excerpt", "subtitle")),
        is_draft=_is_draft(fields, name),
        names=_names(fields),
    )
    return metadata, (fault,) if fault else ()


# Text

_WIKI_LINK = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]")


def _text(value: object) -> str:
    """A scalar on one line, as words; nothing for None and for what is not one piece of text.

    Cleaned again, because YAML, TOML and JSON can spell any control as an escape (`"\\e[2J"`).
    """
    if not isinstance(value, str):
        if isinstance(value, bool) or not isinstance(value, int | float):
            return ""
        try:
            value = str(value)
        except ValueError:  # TOML spells numbers of more digits than Python writes: `0xfff…`
            return ""
    # `isprintable` is false for every control, bidi control and white space but U+0020: most values end here.
    if value.isprintable() and "  " not in value and "[[" not in value:
        return value.strip()
    text = " ".join(clean(value).split())
    return _WIKI_LINK.sub(r"\1", text).strip()  # Obsidian writes a reference to a note in any field


def _first_text(fields: _Fields, names: Iterable[str]) -> str | None:
    return next((text for name in names if name in fields and (text := _text(fields[name]))), None)


def _texts(value: object, separators: str) -> list[str]:
    """The pieces of a string that lists things, of a list, or of a list in a list (`[[note]]` unquoted)."""
    if isinstance(value, list):
        if list not in map(type, value):
            return [text for item in value if (text := _text(item))]
        pieces = [text for item in value for text in (_texts(item, "") if isinstance(item, list) else [_text(item)])]
    else:
        text = _text(value)
        pieces = [piece.strip() for piece in re.split(separators, text)] if separators else [text]
    return [piece for piece in pieces if piece]


def _unique(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))


# Title

_DATED_NAME = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})(?:[-_ ](.+))?", re.DOTALL)


def _title(fields: _Fields, file: str, body: str, body_format: BodyFormat) -> str:
    """The field, else the first heading's words, else the file's name without extension and Jekyll's date."""
    if title := _text(fields.get("title")):
        return title
    from reader.archive.heading import first_heading  # noqa: PLC0415 - most articles have a title of their own

    if heading := first_heading(body, body_format):
        return _text(heading) or heading
    path = Path(file)
    dated = _DATED_NAME.fullmatch(path.stem)
    name = (dated[2] if dated else None) or path.stem
    return _text(name) or _text(path.name) or "?"


# Date

_DATED_PATH = re.compile(r"(?:^|/)(\d{4})/(\d{1,2})/(\d{1,2})(?:/|$)")


def _date(fields: _Fields, file: str) -> tuple[datetime | None, Fault | None]:
    """The first readable date of the fields, the file name and the address; the fault of one that is not."""
    fault = None
    for name in _DATES:
        value = fields.get(name)
        if value is None or value == "":
            continue
        date = parse_date(value)
        if date:
            return date, None
        if _as_bool(value) is not None:
            continue
        fault = fault or Fault(f"{name} is not a date: {_text(value) or 'not text'}")
    path = Path(file)
    dated = _DATED_NAME.fullmatch(path.stem)
    if dated and (date := parse_date(dated[1])):
        return date, fault
    for address in (*(fields.get(name) for name in ("path", "permalink", "url")), path.parent.as_posix()):
        found = _DATED_PATH.search(address) if isinstance(address, str) else None
        if found and (date := parse_date("-".join(found.groups()))):
            return date, fault
    return None, fault


def _file_date(modified_ns: int) -> datetime:
    """File systems keep times that no calendar has; those become the beginning of 1970."""
    try:
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=modified_ns // 1000)
    except OverflowError:
        return datetime(1970, 1, 1, tzinfo=UTC)


# Categories

_PLACES = frozenset({"source", "content", "_posts", "_drafts"})
"""Folders that a generator asks for; they say nothing about an article."""
_PATH_SIGN = re.compile(r"\s*[/>›»]\s*")


@functools.lru_cache(maxsize=256)
def _folders(folder: str, site: Site) -> tuple[str, ...]:
    """The folders between the archive's root and `folder`, with it, as categories."""
    root = str(site.root)
    if root == ".":
        below = folder
    elif f"{folder}/".startswith(root if root.endswith("/") else f"{root}/"):
        below = folder[len(root) :]
    else:
        return ()
    names = [name for name in below.split("/") if name]
    kept = [name for name in names if name not in _PLACES]
    if site.kind is SiteKind.UNKNOWN and not any(name.startswith("_") for name in names):
        kept = names  # a folder named `content` may be about content
    return tuple(filter(None, map(_text, kept)))


def _categories(fields: _Fields, folders: tuple[str, ...], site: Site) -> tuple[tuple[str, ...], ...]:
    """Category paths from `categories` or `category`, else from the folders."""
    for name in ("categories", "category"):
        value = fields.get(name)
        if value is None:
            continue
        paths = _listed_paths(value, folders, site) if isinstance(value, list) else _written_paths(value, site)
        if paths:
            return tuple(dict.fromkeys(paths))
    return (folders,) if folders else ()


def _listed_paths(value: list[object], folders: tuple[str, ...], site: Site) -> list[tuple[str, ...]]:
    """A list is one path, or as many categories as it has items; a list in it is always a path (Hexo)."""
    if list in map(type, value):
        paths = [tuple(_texts(item, "")) for item in value]
        return [path for path in paths if path]
    names = tuple(_texts(value, ""))
    if not names:
        return []
    repeats_its_folders = len(names) > 1 and names == folders[-len(names) :]
    if site.lists_are_paths or repeats_its_folders:
        return [names]
    return [(name,) for name in names]


def _written_paths(value: object, site: Site) -> list[tuple[str, ...]]:
    """`a/b` and `a > b` are paths, `a, b` are two categories; in Jekyll words apart are two as well."""
    separators = r"[,;，；、]\s*|\s+" if site.kind is SiteKind.JEKYLL else r"[,;，；]\s*"
    paths = (tuple(filter(None, _PATH_SIGN.split(text))) for text in _texts(value, separators))
    return [path for path in paths if path]


# Tags, authors, link, language, draft


def _tags(fields: _Fields) -> tuple[str, ...]:
    """From `tags`, `tag` or `keywords`: a list, or a string cut at commas; without Obsidian's `#`."""
    for name in ("tags", "tag", "keywords"):
        if not fields.get(name):
            continue
        tags = _unique(stripped for tag in _texts(fields.get(name), "[,;，；、]") if (stripped := tag.lstrip("# ")))
        if tags:
            return tags
    return ()


def _authors(fields: _Fields) -> tuple[str, ...]:
    """From `authors` (a list, or names with commas) or `author` (a name, a mapping with one, a list)."""
    for name, separators in (("authors", "[,;，；、]"), ("author", "")):
        value = fields.get(name)
        if not value:
            continue
        if isinstance(value, str) and not separators and (author := _text(value)):
            return (author,)
        items = value if isinstance(value, list) else [value]
        named = (item.get("name") if isinstance(item, dict) else item for item in items)
        authors = _unique(text for item in named for text in _texts(item, separators))
        if authors:
            return authors
    return ()


_ADDRESS = re.compile(r"https?://[^\s/?#]+\S*", re.IGNORECASE)


def _link(fields: _Fields) -> str | None:
    """The first field that holds an http or https address and nothing else."""
    for name in _LINKS:
        text = _text(fields[name]) if name in fields else ""
        if text and _ADDRESS.fullmatch(text):
            return text
    return None


_MOST_NAMES = 50


def _names(fields: _Fields) -> tuple[str, ...]:
    """What else the article may be linked to by."""
    written = _NAMES.intersection(fields)
    if not written:
        return ()
    return _unique(text for field in sorted(written) for text in _texts(fields[field], ""))[:_MOST_NAMES]


_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")


def _language(fields: _Fields) -> str | None:
    """A BCP 47 tag, also from a locale (`zh_CN`). `Chinese` is none, and the text is asked."""
    for name in ("lang", "language", "locale"):
        text = _text(fields[name]).partition(".")[0] if name in fields else ""
        if text and _LANGUAGE.fullmatch(text):
            return text.replace("_", "-")
    return None


_WORDS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


def _as_bool(value: object) -> bool | None:
    """YAML's booleans arrive as they were written."""
    if isinstance(value, bool):
        return value
    return _WORDS.get(value.strip().lower()) if isinstance(value, str) else None


def _is_draft(fields: _Fields, path: str) -> bool:
    if _as_bool(fields.get("draft")) or _as_bool(fields.get("published")) is False:
        return True
    status = fields.get("status")  # Pelican
    return "/_drafts/" in f"/{path}" or (isinstance(status, str) and status.strip().lower() == "draft")
