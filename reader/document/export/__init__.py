"""What leaves the program: an article as Markdown, as clean HTML and as JSON.

Markdown is written by html2text, which reads the cleaned HTML, collapses white space and escapes words. Left alone
it loses `List<T>`, puts spaces into Chinese sentences around emphasis, breaks tables whose cells hold `|` or line
ends, forgets the languages of code and sets what follows a nested list wrongly. So it is not asked to: structure
travels through it as single private-use characters, and the lines are put together from these afterwards. Reading
the Markdown again shows the same words in the same order.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from reader.document.export.cleaning import cleaned
from reader.document.export.islands import set_aside
from reader.document.export.lines import Lines
from reader.document.export.signs import ENTITIES, HIDE_SPACES, LINE_END, SHOW_SPACES
from reader.document.export.tags import TagWriter
from reader.document.white_space import LINE_ENDS

if TYPE_CHECKING:
    from reader.archive.article import Article
    from reader.document.model import Document


def to_json(article: Article, document: Document) -> str:
    """One JSON object on one line: what is known about the article, and the text of its page.

    `date` is ISO 8601 with its offset, `categories` a list of paths from the top down; what is unknown is null.
    """
    metadata = article.metadata
    return json.dumps(
        {
            "path": str(article.path),
            "title": metadata.title,
            "date": metadata.date.isoformat(),
            "date_is_from_file": metadata.date_is_from_file,
            "categories": [list(path) for path in metadata.categories],
            "tags": list(metadata.tags),
            "authors": list(metadata.authors),
            "link": metadata.link,
            "language": metadata.language,
            "description": metadata.description,
            "draft": metadata.is_draft,
            "encoding": article.encoding,
            "format": article.body_format.value,
            "faults": [{"message": fault.message, "line": fault.line} for fault in article.faults],
            "text": document.text,
        },
        ensure_ascii=False,
    )


def to_html(body_html: str) -> str:
    """The body without what is no part of the article or could act: scripts, styles, event handlers, `javascript:`
    addresses, hidden elements, copy buttons, gutters of line numbers, tracking pixels, comments.
    """
    body = cleaned(body_html).body
    return "" if body is None else (body.inner_html or "").strip()


def to_markdown(body_html: str) -> str:
    """The body as Markdown: CommonMark with GitHub's tables and strikethrough, task lists and definition lists.

    What Markdown cannot say (cells that span others or hold lists, ruby, `<kbd>`) stays HTML, which Markdown allows.
    """
    from html2text import HTML2Text

    tree = cleaned(body_html)
    if tree.body is None:
        return ""
    objects: list[str] = []
    set_aside(tree, objects)
    source = LINE_ENDS.sub(LINE_END, tree.body.inner_html or "")
    for entity, character in ENTITIES.items():
        source = source.replace(entity, character)
    converter = HTML2Text(bodywidth=0)
    converter.escape_snob = True
    converter.unicode_snob = True
    converter.tag_callback = TagWriter(objects)  # type: ignore[assignment]
    lines = Lines(objects)
    for line in converter.handle(source.translate(HIDE_SPACES)).split("\n"):
        lines.add(line)
    return lines.text().translate(SHOW_SPACES)
