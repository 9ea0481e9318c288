"""How the blocks of an article look."""

from __future__ import annotations

from reader.document import html
from reader.document.model import BlockKind, Document
from reader.ui.block_looks import BlockLooks


def code_in(document: Document) -> int:
    return next(index for index, block in enumerate(document.blocks) if block.kind is BlockKind.CODE)


def test_short_code_is_coloured_at_once_and_long_code_is_asked_for_once() -> None:
    short = html.parse('<pre><code class="language-python">x = 1</code></pre>')
    long = html.parse('<pre><code class="language-python">' + "x = 1\n" * 1_000 + "</code></pre>")
    wanted: list[int] = []
    looks = BlockLooks(lambda _, index: wanted.append(index))
    tokens = looks.tokens(short, code_in(short))
    assert tokens
    assert not wanted
    looks.forget()
    for _ in range(2):
        assert not looks.tokens(long, code_in(long))
    assert wanted == [code_in(long)]
    looks.take(code_in(long), tokens)
    assert looks.tokens(long, code_in(long)) == tokens


def test_spans_are_those_of_the_article_until_another_is_shown() -> None:
    first, second = html.parse("<p>some <b>bold</b> words"), html.parse("<p>plain words")
    looks = BlockLooks(lambda *_: None)
    assert looks.spans(first, 0)
    looks.forget()
    assert not looks.spans(second, 0)
