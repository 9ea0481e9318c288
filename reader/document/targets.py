"""What on a page can be followed: links, pictures, media, marks of footnotes; and where on the page a link leads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from itertools import takewhile
from typing import NamedTuple
from urllib.parse import unquote

from reader.document.model import Block, BlockKind, Container, ContainerKind, Document, Span, Style


class Kind(StrEnum):
    """What a target is."""

    LINK = "link"
    PICTURE = "picture"
    MEDIUM = "medium"
    CODE = "code"
    """A block of code: it leads nowhere, and can be copied."""


class Target(NamedTuple):
    """Something that can be followed: `text[start:end]`, over however many rows and blocks."""

    start: int
    end: int
    kind: Kind
    address: str = ""
    """As the article says it."""


_KINDS = {Style.LINK: Kind.LINK, Style.IMAGE: Kind.PICTURE, Style.MEDIA: Kind.MEDIUM}


def targets(document: Document, first: int = 0, last: int | None = None, *, code: bool = False) -> list[Target]:
    """The targets of the blocks from `first` to `last`, in reading order; with `code`, blocks of code too.

    A picture inside a link is no target of its own, and a link around several blocks is one.
    """
    found: list[Target] = []
    previous: Block | None = None
    for block in document.blocks[first : len(document.blocks) if last is None else last + 1]:
        if block.kind is BlockKind.CODE and code:
            if previous is not None and _goes_on(previous, block):
                found[-1] = found[-1]._replace(end=block.end)
            else:
                found.append(Target(block.start, block.end, Kind.CODE))
        previous = block
        for span in document.spans_in(block.start, block.end):
            if span.target and span.style in _KINDS:
                _add(document, found, span)
    return found


def _goes_on(before: Block, block: Block) -> bool:
    """Whether a block of code is a further part of the one before: long ones are cut between two lines."""
    is_code = before.kind is BlockKind.CODE and before.containers == block.containers
    return is_code and before.language == block.language and block.start - before.end <= 1


def _add(document: Document, found: list[Target], span: Span) -> None:
    links = [target for target in found[-2:] if target.kind is not Kind.CODE]
    before = links[-1] if links else None
    if before is None:
        pass
    elif span.end <= before.end:
        if span.style is Style.LINK:  # a link around nothing but a picture
            found[-1] = Target(before.start, before.end, Kind.LINK, span.target)
        return
    elif span.target == before.address and not document.text[before.end : span.start].strip():
        found[-1] = before._replace(end=span.end)
        return
    found.append(Target(span.start, span.end, _KINDS[span.style], span.target))


def target_at(document: Document, offset: int) -> Target | None:
    """The target that the character at an offset is part of."""
    index = document.block_at(offset)
    return next((each for each in targets(document, index, index) if each.start <= offset < each.end), None)


def words_of(document: Document, target: Target) -> str:
    """What stands on the page of a target."""
    return document.text[target.start : target.end]


def meaning_at(document: Document, offset: int) -> str:
    """What the abbreviation means that the character at an offset is part of; empty without one."""
    block = document.blocks[document.block_at(offset)]
    spans = document.spans_in(block.start, min(block.end, offset + 1))
    return next((s.target for s in spans if s.style is Style.ABBREVIATION and offset < s.end), "")


def place_of(document: Document, fragment: str) -> int | None:
    """The offset that `#fragment` means: an anchor, or a heading by its words or by the anchor made of them."""
    for name in (fragment, unquote(fragment)):
        if name in document.anchors:
            return document.anchors[name]
    wanted = _slug(unquote(fragment).rpartition("#")[2])  # Obsidian names headings within headings: `A#B`
    if not wanted:
        return None
    headings = (block for block in document.blocks if block.kind in (BlockKind.HEADING, BlockKind.TITLE))
    return next((each.start for each in headings if _slug(document.text[each.start : each.end]) == wanted), None)


_NO_WORDS = r"[^\w]+"


def _slug(words: str) -> str:
    return re.sub(_NO_WORDS, "-", words.casefold()).strip("-")


# Footnotes

# Compiled when they are first looked for: a start need not wait for them.
_MARK = r"[\[(（【〔^]?(?:注|note\s*)?(?:[0-9]{1,3}|[¹²³⁰⁴-⁹]{1,3}|[a-z*†‡§①-⑳])[\])）】〕]?"
_NAME = r"_?(?:user-content-)?(?:_?ftn?|fn|footnote|endnote|note|cite_note)[-_:.]?\w*"
_BACK = r"\s*(?:[↩↑^⏎]\ufe0e?|\[?(?:back|返回|回到正文)\]?)\s*"
_LONGEST_NOTE = 4_000


def note(document: Document, target: Target) -> Document | None:
    """What the footnote says that a mark leads to, as a document of its own; None when the link is no such mark."""
    if not target.address.startswith("#") or not _is_mark(document, target):
        return None
    name = target.address[1:]
    at = document.anchors.get(name, document.anchors.get(unquote(name)))
    if at is None or at <= target.start:
        return None  # a way back
    blocks = list(_blocks_of_note(document, at))
    end = min(blocks[-1].end, at + _LONGEST_NOTE)
    if len(blocks) == 1:  # several notes may stand in one paragraph
        others = [other for other in document.anchors.values() if at < other < end]
        end = min(others, default=end)
    return _without_ways_back(document, blocks, at, end)


def is_way_back(document: Document, target: Target) -> bool:
    """Whether a link is the arrow behind a footnote that leads back to its mark."""
    return target.address.startswith("#") and bool(re.fullmatch(_BACK, words_of(document, target)))


def _is_mark(document: Document, target: Target) -> bool:
    words = words_of(document, target).strip()
    raised = any(
        span.style is Style.SUPERSCRIPT and span.start <= target.start and target.end <= span.end
        for span in document.spans_in(document.blocks[document.block_at(target.start)].start, target.end)
    )
    return len(words) <= 12 and (
        raised or bool(re.fullmatch(_MARK, words, re.I) and re.fullmatch(_NAME, target.address[1:], re.I))
    )


def _blocks_of_note(document: Document, at: int) -> Iterator[Block]:
    """The block at an anchor and, in an item of a list, the others of that item."""
    index = document.block_at(at)
    first = document.blocks[index]
    yield first
    item = next((each for each in first.containers[::-1] if each.kind is ContainerKind.ITEM), None)
    if item is not None and item.start == first.start:

        def belongs(block: Block, item: Container = item) -> bool:
            return item in block.containers

        yield from takewhile(belongs, document.blocks[index + 1 :])


def _without_ways_back(document: Document, blocks: list[Block], start: int, end: int) -> Document:
    depth = len(blocks[0].containers)
    while True:
        ways = [s for s in document.spans_in(blocks[0].start, end) if s.style is Style.LINK and s.target[:1] == "#"]
        last = next((s for s in ways if s.end <= end and not document.text[s.end : end].strip()), None)
        if last is None or last.start <= start or not re.fullmatch(_BACK, document.text[last.start : last.end]):
            break
        end = last.start
    end = start + len(document.text[start:end].rstrip())
    kept = [
        block._replace(
            start=max(0, block.start - start),
            end=min(block.end, end) - start,
            containers=tuple(each._replace(start=each.start - start) for each in block.containers[depth:]),
            table=None,
            kind=BlockKind.PARAGRAPH if block.kind is BlockKind.TABLE else block.kind,
        )
        for block in blocks
        if block.start < end or block is blocks[0]
    ]
    spans = [
        span._replace(start=max(0, span.start - start), end=min(span.end, end) - start)
        for span in document.spans_in(blocks[0].start, end)
        if span.end > start
    ]
    return Document(document.text[start:end], kept, spans, language=document.language)
