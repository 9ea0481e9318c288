"""The lines under an article's title."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from reader.archive.article import Article
from reader.document.line_break import cell_length, fill

_BETWEEN, _BETWEEN_TAGS = " · ", "  "


def lines(article: Article, minutes: int | None) -> tuple[str, ...]:
    """Who, when, where filed, how long (None: not known yet); then the tags; then what was wrong with the file."""
    metadata = article.metadata
    facts = ["、".join(metadata.authors) if _is_wide(metadata.authors) else ", ".join(metadata.authors)]
    if not metadata.authors and metadata.link:
        facts = [_host(metadata.link)]
    facts.append(f"{metadata.date:%Y-%m-%d}")
    facts.extend(" / ".join(path) for path in metadata.categories[:3])
    if metadata.is_draft:
        facts.append("draft")
    facts = [" ".join(fact.split()) for fact in facts]
    if minutes is not None:
        facts.append(_duration(minutes))
    out = [_BETWEEN.join(filter(None, facts))]
    if metadata.tags:
        out.append(_BETWEEN_TAGS.join("#" + " ".join(tag.split()) for tag in metadata.tags))
    out.extend(f"! {fault.message}" + (f" (line {fault.line})" if fault.line else "") for fault in article.faults)
    return tuple(out)


def in_rows(line: str, width: int) -> Iterator[str]:
    """One of the lines in rows of `width` cells: facts and tags stay whole if they can, and no row ends with a dot."""
    between = _BETWEEN_TAGS if line.startswith("#") else _BETWEEN
    row = ""
    for fact in line.split(between):
        joined = f"{row}{between}{fact}" if row else fact
        if cell_length(joined) <= width:
            row = joined
            continue
        if row:
            yield row
        *full, last = [fact[start:end] for start, end in fill(fact, width)]
        yield from full
        row = last
    yield row


def _host(link: str) -> str:
    try:
        return urlsplit(link).hostname or ""
    except ValueError:
        return ""


def _duration(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return f"{hours:,}\u00a0h {rest}\u00a0min" if hours else f"{minutes}\u00a0min"


def _is_wide(words: tuple[str, ...]) -> bool:
    return any("\u3400" <= character <= "\u9fff" for word in words for character in word)
