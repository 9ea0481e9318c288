"""Words and edges of blocks become one text with ranges."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.document.builder import MAX_CONTAINERS, Builder
from reader.document.model import Align, BlockKind, ContainerKind, Document, Style

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


# white space


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("  a  b  ", "a b"),
        ("a\n b\t\tc", "a b c"),
        ("\u3000\u3000段落", "\u3000\u3000段落"),
        ("a\u00a0\u00a0b", "a\u00a0\u00a0b"),
        ("一行\n二行", "一行二行"),
        ("一行 \n  二行", "一行二行"),
        ("一行 二行", "一行 二行"),
        ("中文\nEnglish", "中文 English"),
        ("English\n中文", "English 中文"),
        ("他说\n“好”", "他说“好”"),
        ("한국\n어", "한국 어"),
        ("soft\u00adhyphen zero\u200bwidth", "softhyphen zerowidth"),
    ],
)
def test_white_space_collapses_as_in_a_browser(source: str, text: str) -> None:
    assert built(source).text == text


def test_a_line_end_between_wide_characters_vanishes_across_pieces() -> None:
    builder = Builder()
    for piece in ("一行\n", "二行", "\n", "三行"):
        builder.text(piece)
    assert builder.take(is_last=True).text == "一行二行三行"


def test_a_space_between_two_pieces_is_one_space() -> None:
    builder = Builder()
    for piece in ("a ", " ", " b", "c"):
        builder.text(piece)
    assert builder.take(is_last=True).text == "a bc"


def test_several_line_breaks_leave_at_most_one_empty_line() -> None:
    builder = Builder()
    builder.text("a")
    for _ in range(5):
        builder.line_break()
    builder.text("b")
    builder.line_break()
    assert builder.take(is_last=True).text == "a\n\nb"


def test_preserved_text_keeps_its_blanks_but_not_those_at_its_end() -> None:
    builder = Builder()
    builder.open_preserved()
    builder.set_kind(BlockKind.CODE)
    builder.text("\n    if x:\n\n\ty = 1  \n  \n")
    builder.close_preserved()
    builder.end_block()
    assert builder.take(is_last=True).text == "    if x:\n\n\ty = 1"


def test_blocks_of_nothing_but_blanks_vanish() -> None:
    document = built("a", "\u00a0", "\u3000", "  ", "b")
    assert document.text == "a\n\nb"
    assert block_texts(document) == ["a", "b"]


@pytest.mark.parametrize("nothing", ["\u200b", "\u2060", "\u00ad\ufeff", ""])
def test_a_mark_that_is_not_seen_adds_nothing(nothing: str) -> None:
    builder = Builder()
    builder.mark(nothing)
    builder.text("a ")
    builder.mark(nothing)
    builder.text("b")
    assert builder.take(is_last=True).text == "a b"


@LAW
@given(st.text(max_size=50))
def test_no_control_character_reaches_the_text(source: str) -> None:
    builder = Builder()
    builder.text(source)
    builder.mark(" ".join(source.split()))
    document = builder.take(is_last=True)
    assert not any(ord(c) < 32 or 127 <= ord(c) < 160 for c in document.text if c != "\n")


def test_tabs_stand_in_code_only() -> None:
    builder = Builder()
    builder.open_preserved()
    builder.set_kind(BlockKind.CODE)
    builder.text("a\tb")
    builder.end_block()
    builder.set_kind(BlockKind.HEADING, level=2)
    builder.text("a\tb")
    builder.end_block()
    builder.close_preserved()
    builder.open_table()
    builder.open_row()
    builder.open_cell(row_span=1, column_span=1, is_header=False, align=Align.LEFT)
    builder.open_preserved()
    builder.set_kind(BlockKind.CODE)
    builder.text("x\ty")
    builder.close_preserved()
    builder.close_cell()
    builder.close_table()
    assert builder.take(is_last=True).text == "a\tb\n\na    b\n\nx    y"


# blocks


def test_the_gap_between_blocks_is_the_widest_that_was_asked() -> None:
    builder = Builder()
    builder.text("a")
    builder.end_block(1)
    builder.text("b")
    builder.end_block(1)
    builder.end_block(2)
    builder.text("c")
    assert builder.take(is_last=True).text == "a\nb\n\nc"


def test_a_kind_is_that_of_one_block() -> None:
    builder = Builder()
    builder.set_kind(BlockKind.HEADING, level=3)
    builder.text("a")
    builder.end_block()
    builder.text("b")
    first, second = builder.take(is_last=True).blocks
    assert (first.kind, first.level) == (BlockKind.HEADING, 3)
    assert (second.kind, second.level) == (BlockKind.PARAGRAPH, 0)


def test_a_kind_that_was_set_in_a_cell_ends_with_the_table() -> None:
    builder = Builder()
    builder.open_table()
    builder.open_row()
    builder.open_cell(row_span=1, column_span=1, is_header=False, align=Align.LEFT)
    builder.set_kind(BlockKind.HEADING, level=4)
    builder.text("in the cell")
    builder.end_block()
    builder.close_cell()
    builder.close_table()
    builder.text("after the table")
    assert [block.kind for block in builder.take(is_last=True).blocks] == [BlockKind.TABLE, BlockKind.PARAGRAPH]


def test_a_rule_is_an_empty_block() -> None:
    builder = Builder()
    builder.text("a")
    builder.rule()
    builder.text("b")
    document = builder.take(is_last=True)
    assert document.text == "a\n\n\n\nb"
    assert [(b.kind, b.start, b.end) for b in document.blocks] == [
        (BlockKind.PARAGRAPH, 0, 1),
        (BlockKind.RULE, 3, 3),
        (BlockKind.PARAGRAPH, 5, 6),
    ]


# styles and anchors


def test_a_style_covers_what_is_written_while_it_is_open() -> None:
    builder = Builder()
    builder.text("a ")
    builder.open_style(Style.STRONG)
    builder.text(" b ")
    builder.close_style()
    builder.text(" c")
    document = builder.take(is_last=True)
    assert document.text == "a b c"
    assert [(document.text[s.start : s.end], s.style) for s in document.spans] == [("b", Style.STRONG)]


def test_a_style_that_goes_on_over_blocks_is_cut_at_their_ends() -> None:
    builder = Builder()
    builder.open_style(Style.LINK, "x")
    builder.text("a")
    builder.end_block()
    builder.text("b")
    builder.close_style()
    document = builder.take(is_last=True)
    assert [document.text[s.start : s.end] for s in document.spans] == ["a", "b"]
    assert {s.target for s in document.spans} == {"x"}


def test_an_empty_style_leaves_no_span() -> None:
    builder = Builder()
    builder.open_style(Style.STRONG)
    builder.close_style()
    builder.text("a")
    assert builder.take(is_last=True).spans == []


def test_an_anchor_points_at_what_follows() -> None:
    builder = Builder()
    builder.text("a ")
    builder.anchor("mid")
    builder.text("b")
    builder.end_block()
    builder.anchor("next")
    builder.text("c")
    builder.anchor("end")
    document = builder.take(is_last=True)
    assert document.text == "a b\n\nc"
    assert document.anchors == {"mid": 2, "next": 5, "end": 6}


def test_the_first_of_two_anchors_of_one_name_counts() -> None:
    builder = Builder()
    for word in "abc":
        builder.anchor("x")
        builder.text(word)
    assert builder.take(is_last=True).anchors == {"x": 0}


# title


def test_the_title_stands_first() -> None:
    document = built("Text", title="  The\n title ")
    assert document.text == "The title\n\nText"
    assert [block.kind for block in document.blocks] == [BlockKind.TITLE, BlockKind.PARAGRAPH]


def heading(builder: Builder, words: str, level: int = 1) -> None:
    builder.set_kind(BlockKind.HEADING, level=level)
    builder.text(words)
    builder.end_block()


def test_a_first_heading_that_says_the_title_becomes_it() -> None:
    builder = Builder(title="the  Title")
    builder.anchor("top")
    builder.open_style(Style.EMPHASIS)
    heading(builder, "The title")
    builder.close_style()
    builder.anchor("next")
    builder.text("Text")
    document = builder.take(is_last=True)
    assert document.text == "The title\n\nText"
    assert [(b.kind, b.start, b.end) for b in document.blocks[:1]] == [(BlockKind.TITLE, 0, 9)]
    assert document.anchors == {"top": 0, "next": 11}
    assert (document.spans[0].start, document.spans[0].end) == (0, 9)


def test_another_first_heading_stays_under_the_title() -> None:
    builder = Builder(title="Title")
    heading(builder, "Another")
    assert builder.take(is_last=True).text == "Title\n\nAnother"


def after(*words: str, level: int = 1) -> Document:
    """Paragraphs, then a heading that says the title, and one more paragraph."""
    builder = Builder(title="Title")
    for each in words:
        builder.text(each)
        builder.end_block()
    builder.anchor("here")
    builder.open_style(Style.EMPHASIS)
    heading(builder, "Title", level)
    builder.close_style()
    builder.text("text")
    return builder.take(is_last=True)


def test_a_main_heading_that_says_the_title_after_some_badges_is_not_shown_again() -> None:
    document = after("Deutsch 日本語", "▣ build passing")
    assert document.text == "Title\n\nDeutsch 日本語\n\n▣ build passing\n\ntext"
    assert [block.kind for block in document.blocks] == [BlockKind.TITLE, *[BlockKind.PARAGRAPH] * 3]
    assert document.anchors == {"here": document.text.index("text")}
    assert not document.spans


def test_a_heading_of_a_part_that_says_the_title_stays_and_so_does_one_further_down() -> None:
    assert after("a", level=3).text == "Title\n\na\n\nTitle\n\ntext"
    assert after(*"abcde").text == "Title\n\na\n\nb\n\nc\n\nd\n\ne\n\nTitle\n\ntext"


def test_a_heading_after_another_that_says_the_title_stays() -> None:
    builder = Builder(title="Title")
    heading(builder, "Another")
    heading(builder, "Title")
    assert builder.take(is_last=True).text == "Title\n\nAnother\n\nTitle"


# containers


def test_containers_are_those_that_are_open_from_the_outside_in() -> None:
    builder = Builder()
    builder.open_container(ContainerKind.QUOTE)
    builder.text("a")
    builder.end_block()
    builder.open_container(ContainerKind.ITEM, "•", 1)
    builder.text("b")
    builder.end_block()
    builder.close_container()
    builder.close_container()
    builder.text("c")
    a, b, c = builder.take(is_last=True).blocks
    assert [x.kind for x in a.containers] == [ContainerKind.QUOTE]
    assert [(x.kind, x.start, x.marker) for x in b.containers] == [
        (ContainerKind.QUOTE, 0, ""),
        (ContainerKind.ITEM, 3, "•"),
    ]
    assert c.containers == ()


def test_an_item_without_words_gets_an_empty_block_for_its_marker() -> None:
    builder = Builder()
    builder.open_container(ContainerKind.ITEM, "•", 1)
    builder.end_block()
    builder.close_container()
    (block,) = builder.take(is_last=True).blocks
    assert block.start == block.end
    assert block.containers[0].start == block.start


def test_containers_deeper_than_the_bound_set_nothing_in() -> None:
    builder = Builder()
    for _ in range(MAX_CONTAINERS + 10):
        builder.open_container(ContainerKind.QUOTE)
    builder.text("a")
    for _ in range(MAX_CONTAINERS + 10):
        builder.end_block()
        builder.close_container()
    assert len(builder.take(is_last=True).blocks[0].containers) == MAX_CONTAINERS


# growth


def test_parts_join_to_the_whole() -> None:
    def write(builder: Builder) -> None:
        builder.anchor("here")
        builder.open_style(Style.MARK)
        builder.text("words")
        builder.close_style()
        builder.end_block()

    whole, growing = Builder(title="t"), Builder(title="t")
    document = Document("", is_complete=False)
    for _ in range(5):
        write(whole)
        write(growing)
        part = growing.take(is_last=False)
        assert not part.is_complete
        document = document.extended(part)
    document = document.extended(growing.take(is_last=True))
    expected = whole.take(is_last=True)
    assert (document.text, list(document.blocks), list(document.spans), document.anchors) == (
        expected.text,
        expected.blocks,
        expected.spans,
        expected.anchors,
    )
    assert document.is_complete


def test_nothing_is_ready_while_a_block_is_open() -> None:
    builder = Builder()
    builder.text("a")
    assert builder.finished == 0
    builder.end_block()
    assert builder.finished == 1
    builder.take(is_last=False)
    assert builder.finished == 0
