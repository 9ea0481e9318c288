"""One text, many ranges."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.document.model import Block, BlockKind, Document, Span, Style

LAW = settings(deadline=None, max_examples=100)


def blocks(*ranges: tuple[int, int]) -> list[Block]:
    return [Block(start, end, BlockKind.PARAGRAPH) for start, end in ranges]


def test_an_offset_lies_in_its_block_or_after_the_one_before() -> None:
    document = Document("abc\n\ndef", blocks((0, 3), (5, 8)))
    assert [document.block_at(offset) for offset in range(-1, 10)] == [0] * 6 + [1] * 5


def test_an_empty_document_has_a_first_block_for_every_offset() -> None:
    assert Document("").block_at(5) == 0


def test_spans_are_found_by_where_they_start() -> None:
    spans = [Span(0, 9, Style.STRONG), Span(0, 2, Style.CODE), Span(4, 5, Style.CODE), Span(9, 12, Style.MARK)]
    document = Document("x" * 12, spans=spans)
    assert list(document.spans_in(0, 9)) == spans[:3]
    assert list(document.spans_in(4, 9)) == spans[2:3]
    assert list(document.spans_in(5, 9)) == []


@LAW
@given(st.lists(st.integers(0, 60), max_size=30).map(sorted), st.integers(0, 60), st.integers(0, 60))
def test_spans_in_a_range_are_all_that_start_there(starts: list[int], begin: int, end: int) -> None:
    spans = [Span(start, start + 3, Style.STRONG) for start in starts]
    document = Document("x" * 70, spans=spans)
    assert list(document.spans_in(begin, end)) == [span for span in spans if begin <= span.start < end]


def test_a_document_goes_on_with_a_part() -> None:
    first = Document("ab", blocks((0, 2)), [Span(0, 1, Style.CODE)], {"x": 0, "y": 1}, is_complete=False)
    part = Document("\n\ncd", blocks((4, 6)), [Span(4, 5, Style.MARK)], {"y": 4, "z": 5}, language="ja")
    whole = first.extended(part)
    assert whole.text == "ab\n\ncd"
    assert list(whole.blocks) == blocks((0, 2), (4, 6))
    assert [span.start for span in whole.spans] == [0, 4]
    assert whole.anchors == {"x": 0, "y": 1, "z": 5}
    assert whole.language == "ja"
    assert whole.is_complete


def test_only_a_document_that_another_was_extended_to_continues_it() -> None:
    first = Document("ab", blocks((0, 2)), is_complete=False)
    whole = first.extended(Document("\n\ncd", blocks((4, 6))))
    assert whole.continues(first)
    assert first.continues(first)
    assert not first.continues(whole)
    assert not Document("xy", blocks((0, 2))).continues(first)
    assert first.continues(Document(""))


def test_headings_are_the_blocks_that_are_headings() -> None:
    heading = Block(0, 2, BlockKind.HEADING, level=2)
    document = Document("ab\n\ncd", [heading, Block(4, 6, BlockKind.TITLE)])
    assert list(document.headings()) == [heading]
