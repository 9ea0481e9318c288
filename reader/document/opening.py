"""An article becomes a document: the one place that chooses a parser by the form of the body."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader.archive.article import Article, BodyFormat
from reader.document.builder import Builder
from reader.document.model import Document
from reader.document.plain_text import paragraphs
from reader.document.text_builder import TextBuilder, Visible

LARGE = 100_000
"""Code points of a body from which on its first part is shown before the whole is parsed."""

_FIRST = 40_000
"""Code points of the source that the first part is made of."""

_BLOCK_END = re.compile(r"</(?:p|div|li|h[1-6]|pre|blockquote|ul|ol|table|section)>", re.IGNORECASE)


def document(article: Article) -> Document:
    """The whole document of an article."""
    first, *others = parts(article)
    return first.extended(*others)


def beginning(article: Article) -> Document:
    """What is shown at once: the whole document, or the first part of a large article's."""
    return document(article) if len(article.body) <= LARGE else first_part(article)


def parts(article: Article) -> Iterator[Document]:
    """The document in parts, in reading order; the last says that it is complete."""
    return parse(article.body, article.body_format, article.metadata.title, article.metadata.language or "")


def parse(body: str, body_format: BodyFormat, title: str, language: str) -> Iterator[Document]:
    """`parts` for those who hold no article."""
    if body_format is BodyFormat.PLAIN:
        return _plain(body, title, language)
    from reader.document import html  # noqa: PLC0415 - plain text needs no parser

    return html.walk(_sources(body, body_format), title=title, language=language)


def visible(body: str, body_format: BodyFormat, title: str) -> Visible:
    """The whole text of an article and no more, for those who look at nothing else: of all articles, at that."""
    if body_format is BodyFormat.PLAIN:
        builder = TextBuilder(title=title)
        for _ in _paragraphs(builder, body):
            pass
        return builder.visible()
    from reader.document import html  # noqa: PLC0415 - see parse

    return html.visible(_sources(body, body_format), title=title)


def _sources(body: str, body_format: BodyFormat) -> Iterator[str]:
    if body_format is BodyFormat.MARKDOWN and not _is_markup(body):
        from reader.document import markdown  # noqa: PLC0415 - 90 ms that HTML does not need

        yield from markdown.chunks(body)
    elif "{%" in body:
        from reader.document import markdown  # noqa: PLC0415

        yield markdown.expand_liquid(body)
    else:
        yield body


def html_of(article: Article) -> str:
    """The body as HTML, whatever it is written in."""
    if article.body_format is BodyFormat.PLAIN:
        from html import escape  # noqa: PLC0415

        return "".join(
            "<p>" + "<br>\n".join(escape(line, quote=False) for line in lines) + "</p>\n"
            for lines in paragraphs(article.body)
        )
    return "".join(_sources(article.body, article.body_format))


_ELEMENTS = re.compile(
    r"\s*<(?:div|article|section|main|html|body|p|!doctype)\b.*</(?:div|article|section|main|html|body|p)>\s*\Z",
    re.IGNORECASE | re.DOTALL,
)
_VERBATIM = re.compile(r"<(pre|script|style|textarea)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
"""What is not closed goes on to the end: so HTML has it, and so this takes no longer than the text is."""
_MARKDOWN = re.compile(
    r"^(?:#{1,6} |[-*+] |\d{1,9}[.)] |> |```|~~~|\|.*\||(?:={3,}|-{3,})[ \t]*$|[^<\n]*(?:\*\*|__|`|\]\())", re.MULTILINE
)


def _is_markup(body: str) -> bool:
    """Whether a body kept in a `.md` file is HTML from end to end, as feed dumps have it.

    CommonMark would end such HTML at the first blank line (section 4.6) and take what follows in a `<pre>` for
    Markdown. A body is HTML when it begins and ends with a block's tags and no line outside them is Markdown's.
    """
    if body.lstrip()[:1] != "<" or not _ELEMENTS.match(body):
        return False
    if "\n\n" not in body:
        return True
    return not _MARKDOWN.search(_VERBATIM.sub("", body))


def first_part(article: Article) -> Document:
    """The beginning of a large article, parsed from the beginning of its body.

    Its text begins the whole document's, unless what comes later in the source moves (tables of a broken page).
    """
    body = article.body
    if article.body_format is not BodyFormat.MARKDOWN or _is_markup(body):
        ends = [match.end() for match in _BLOCK_END.finditer(body, 0, _FIRST)]
        body = body[: ends[-1] if ends else _FIRST]
        found = next(
            parse(
                body,
                BodyFormat.HTML if article.body_format is not BodyFormat.PLAIN else BodyFormat.PLAIN,
                article.metadata.title,
                article.metadata.language or "",
            )
        )
    else:
        found = next(parts(article))
    blocks = found.blocks[:-1] if len(found.blocks) > 1 else found.blocks
    end = blocks[-1].end if blocks else 0
    return Document(
        found.text[:end],
        blocks,
        [span for span in found.spans if span.end <= end],
        {name: at for name, at in found.anchors.items() if at < end},
        found.language,
        False,
    )


def _plain(body: str, title: str, language: str) -> Iterator[Document]:
    builder = Builder(title=title, language=language)
    for _ in _paragraphs(builder, body):
        if builder.finished > _FIRST:
            yield builder.take(is_last=False)
    yield builder.take(is_last=True)


def _paragraphs(builder: TextBuilder, body: str) -> Iterator[None]:
    """Tells a builder of plain text; yields after each paragraph.

    Blank lines part paragraphs; line ends and indents stay, but for those that only filled a line.
    """
    for lines in paragraphs(body):
        for line in lines:
            if not builder.at_block_start:
                builder.line_break()
            words = line.expandtabs(4)
            indent = len(words) - len(words.lstrip(" "))
            builder.text("\u00a0" * min(indent, 24) + line.strip(" \t"))
        builder.end_block()
        yield
