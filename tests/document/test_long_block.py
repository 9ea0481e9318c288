"""A block that is too long becomes several, and no word or style is lost."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.document.builder import Builder
from reader.document.long_block import MAX_BLOCK
from reader.document.model import BlockKind, Document, Style

LAW = settings(deadline=None, max_examples=100)


def built(*words: str, title: str = "") -> Document:
    """Each of `words` as a block of its own."""
    builder = Builder(title=title)
    for word in words:
        builder.text(word)
        builder.end_block()
    return builder.take(is_last=True)


def block_texts(document: Document) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks]


def test_a_long_paragraph_is_cut_into_blocks_that_continue() -> None:
    text = "这是一个句子，不算太长。" * 20_000
    document = built(text)
    assert document.text == text
    assert len(document.blocks) > 10
    assert "".join(block_texts(document)) == text
    assert all(b.end - b.start <= MAX_BLOCK for b in document.blocks)
    assert all(text.endswith("。") for text in block_texts(document))


def test_spans_are_cut_where_their_block_is() -> None:
    builder = Builder()
    builder.open_style(Style.STRONG)
    builder.text("word " * 10_000)
    builder.close_style()
    document = builder.take(is_last=True)
    assert "".join(document.text[s.start : s.end] for s in document.spans) == document.text
    assert [(s.start, s.end) for s in document.spans] == [(b.start, b.end) for b in document.blocks]


def test_long_code_is_cut_between_its_lines() -> None:
    lines = [f"line {n}" for n in range(10_000)]
    builder = Builder()
    builder.open_preserved()
    builder.set_kind(BlockKind.CODE, language="python")
    builder.text("\n".join(lines))
    builder.close_preserved()
    document = builder.take(is_last=True)
    assert [line for text in block_texts(document) for line in text.split("\n")] == lines
    assert {block.language for block in document.blocks} == {"python"}


@LAW
@given(st.lists(st.text("ab。 \n", min_size=1, max_size=30), min_size=1, max_size=4), st.integers(1100, 2000))
def test_cutting_loses_nothing(words: list[str], longest: int) -> None:
    words = [word * 200 for word in words]
    whole = built(*words)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("reader.document.long_block.MAX_BLOCK", longest)
        cut = built(*words)
    assert cut.text == whole.text
    assert all(block.end - block.start <= longest for block in cut.blocks)
    covered = {offset for block in cut.blocks for offset in range(block.start, block.end)}
    assert not "".join(c for at, c in enumerate(cut.text) if at not in covered).strip()
