"""Rows of a page: laws that hold for any document, at any width."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from itertools import accumulate, pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader import resources
from reader.archive import files, site
from reader.document import html, opening
from reader.document.builder import Builder
from reader.document.grid import TABLE_PART
from reader.document.layout import Layout
from reader.document.line_break import cell_length
from reader.document.model import Align, Block, BlockKind, ContainerKind, Document
from reader.document.row import Row

LAW = settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow])

WIDTHS = st.integers(20, 120)
NARROW = st.integers(2, 19)

PIECES = st.sampled_from(
    [
        *("word", "a", "of", "typography,", "(see", "here)", "“quoted”", "don’t", "e-mail", "3.14", "100%"),
        *("https://example.org/a/very/long/address?with=a&query=that#does-not-end", "x" * 130),
        *("字", "漢字", "天地玄黃宇宙洪荒", "あいう", "ッ", "ー", "々", "ガ", "ｶﾞ", "ｱｲｳ", "Ａｂ１", "한국어"),
        *("。", "，", "「", "」", "（", "）", "……", "——", "…", "—", "±", "①", "α", "§", "№", "ﷺ", "שלום"),
        *("\u3000", "\u00a0", " ", " ", " ", " ", "  "),
        *("\u1112\u1161\u11ab", "e\u0301", "ก็", "นี้", "क्षि"),
        *("👍🏽", "👩\u200d👩\u200d👧\u200d👦", "🇯🇵", "❤\ufe0f", "1\ufe0f\u20e3", "𠀀"),
    ]
)
PROSE = st.lists(PIECES, min_size=1, max_size=30).map("".join)
CODE = st.lists(
    st.one_of(PIECES, st.sampled_from(["\t", "\t\t", "    ", "\n", "\n", "\n\n", "def f(x):"])), max_size=30
).map("".join)

Step = Callable[[Builder], None]
"""Writes one thing into a builder."""


def paragraph(text: str, kind: BlockKind, gap: int, align: Align) -> Step:
    def write(builder: Builder) -> None:
        builder.open_align(align)
        builder.set_kind(kind, level=2 if kind is BlockKind.HEADING else 0)
        for number, line in enumerate(text.split("\n")):
            if number:
                builder.line_break()
            builder.text(line)
        builder.end_block(gap)
        builder.close_align()

    return write


def code(text: str) -> Step:
    def write(builder: Builder) -> None:
        builder.open_preserved()
        builder.set_kind(BlockKind.CODE, language="python")
        builder.text(text)
        builder.close_preserved()
        builder.end_block()

    return write


def contained(kind: ContainerKind, marker: str, steps: list[Step]) -> Step:
    def write(builder: Builder) -> None:
        builder.open_container(kind, marker if kind is ContainerKind.ITEM else "", len(marker))
        for step in steps:
            step(builder)
        builder.end_block()
        builder.close_container()

    return write


CellText = tuple[str, int, int, bool, Align]
"""Text, rows, columns, whether it is a header, alignment."""


def table(rows: list[list[CellText]]) -> Step:
    def write(builder: Builder) -> None:
        builder.open_table()
        for row in rows:
            builder.open_row()
            for text, row_span, column_span, is_header, align in row:
                builder.open_cell(row_span=row_span, column_span=column_span, is_header=is_header, align=align)
                builder.text(text)
                builder.close_cell()
        builder.close_table()

    return write


ALIGNS = st.sampled_from(list(Align))
PARAGRAPHS = st.builds(
    paragraph,
    st.lists(PROSE, min_size=1, max_size=3).map("\n".join),
    st.sampled_from([*[BlockKind.PARAGRAPH] * 4, BlockKind.HEADING, BlockKind.TERM, BlockKind.CAPTION]),
    st.sampled_from([1, 2]),
    ALIGNS,
)
SPANS_OF_CELLS = st.sampled_from([1, 1, 1, 1, 2, 3])
CELLS = st.tuples(st.lists(PIECES, max_size=4).map("".join), SPANS_OF_CELLS, SPANS_OF_CELLS, st.booleans(), ALIGNS)
TABLES = st.builds(table, st.lists(st.lists(CELLS, max_size=4), min_size=1, max_size=4))
RULES: st.SearchStrategy[Step] = st.just(Builder.rule)
LEAVES = st.one_of(PARAGRAPHS, PARAGRAPHS, st.builds(code, CODE), RULES)


def in_containers(steps: st.SearchStrategy[Step]) -> st.SearchStrategy[Step]:
    kinds = st.sampled_from(list(ContainerKind))
    markers = st.sampled_from(["•", "10.", "☑", "xviii."])
    return st.builds(contained, kinds, markers, st.lists(steps, max_size=3))


BLOCKS = st.recursive(LEAVES, in_containers, max_leaves=4)
TITLES = st.sampled_from(["", "Title", "一个很长很长很长很长很长很长很长的标题，说了很多"])


def written(steps: list[Step], title: str = "", language: str = "") -> Document:
    builder = Builder(title=title, language=language)
    for step in steps:
        step(builder)
    return builder.take(is_last=True)


LANGUAGES = st.sampled_from(["", "en", "ja", "zh-CN", "ko"])
PROSE_DOCUMENTS = st.builds(written, st.lists(BLOCKS, max_size=5), TITLES, LANGUAGES)
DOCUMENTS = st.builds(written, st.lists(st.one_of(BLOCKS, TABLES), max_size=5), TITLES, LANGUAGES)


def completed(layout: Layout) -> Layout:
    while not layout.work(1.0):
        pass
    return layout


def all_rows(document: Document, width: int) -> list[Row]:
    layout = completed(Layout(document, width))
    return layout.rows(0, layout.height + 1)


def drawn(rows: list[Row]) -> Iterator[tuple[int, int]]:
    """The ranges of the text that the rows draw, in the order in which they are drawn."""
    return ((piece.start, piece.end) for row in rows for piece in row.pieces if piece.start >= 0)


def without_blanks(text: str) -> str:
    return "".join(text.split())


def shows(row: Row, offset: int) -> bool:
    return any(piece.start <= offset < piece.end for piece in row.pieces)


# what is drawn


@LAW
@given(PROSE_DOCUMENTS, st.one_of(WIDTHS, NARROW))
def test_every_character_is_drawn_once_and_in_order(document: Document, width: int) -> None:
    ranges = list(drawn(all_rows(document, width)))
    assert all(first[1] <= second[0] for first, second in pairwise(ranges))
    assert without_blanks("".join(document.text[a:b] for a, b in ranges)) == without_blanks(document.text)


@LAW
@given(DOCUMENTS, st.one_of(WIDTHS, NARROW))
def test_every_character_of_a_table_is_drawn_too(document: Document, width: int) -> None:
    covered = bytearray(len(document.text))
    for start, end in drawn(all_rows(document, width)):
        covered[start:end] = bytes([1]) * (end - start)
    missing = [c for c, is_drawn in zip(document.text, covered, strict=True) if not is_drawn]
    assert not "".join(missing).strip()


@LAW
@given(DOCUMENTS, st.one_of(WIDTHS, NARROW))
def test_a_piece_draws_the_characters_that_it_names(document: Document, width: int) -> None:
    for row in all_rows(document, width):
        for piece in row.pieces:
            if piece.start >= 0 and document.text[piece.start : piece.end] != "\t":
                assert piece.text == document.text[piece.start : piece.end]


@LAW
@given(DOCUMENTS, st.one_of(WIDTHS, NARROW))
def test_no_row_is_wider_than_the_column(document: Document, width: int) -> None:
    for row in all_rows(document, width):
        assert cell_length("".join(piece.text for piece in row.pieces)) <= width


@LAW
@given(DOCUMENTS, WIDTHS)
def test_a_row_is_as_wide_as_its_pieces(document: Document, width: int) -> None:
    for row in all_rows(document, width):
        whole = "".join(piece.text for piece in row.pieces)
        assert sum(piece.cells for piece in row.pieces) == cell_length(whole)


@LAW
@given(DOCUMENTS, WIDTHS)
def test_a_row_holds_no_control_characters(document: Document, width: int) -> None:
    for row in all_rows(document, width):
        assert not any(character < " " for piece in row.pieces for character in piece.text)


@LAW
@given(DOCUMENTS, WIDTHS)
def test_the_bounds_of_a_row_hold_what_it_shows(document: Document, width: int) -> None:
    for row in all_rows(document, width):
        assert row.start <= row.end
        if row.start < row.end:
            assert shows(row, row.start)


# places


@LAW
@given(DOCUMENTS, st.one_of(WIDTHS, NARROW))
def test_a_row_leads_to_an_offset_and_the_offset_back_to_the_row(document: Document, width: int) -> None:
    layout = completed(Layout(document, width))
    for y, row in enumerate(layout.rows(0, layout.height)):
        if row.start < row.end:
            assert layout.row_of(layout.offset_at(y)) == y


@LAW
@given(DOCUMENTS, st.one_of(WIDTHS, NARROW))
def test_every_offset_leads_to_a_row_that_shows_it(document: Document, width: int) -> None:
    layout = completed(Layout(document, width))
    rows = layout.rows(0, layout.height)
    for offset, character in enumerate(document.text):
        if not character.isspace():
            assert shows(rows[layout.row_of(offset)], offset)


@LAW
@given(DOCUMENTS, WIDTHS, WIDTHS, st.data())
def test_a_place_is_the_same_text_at_every_width(document: Document, one: int, other: int, data: st.DataObject) -> None:
    words = [offset for offset, character in enumerate(document.text) if not character.isspace()]
    if not words:
        return
    offset = data.draw(st.sampled_from(words))
    for width in (one, other):
        layout = Layout(document, width)
        y = layout.row_of(offset)
        assert shows(layout.rows(y, 1)[0], offset)


def test_offsets_outside_the_text_lead_to_the_ends_of_the_page() -> None:
    layout = completed(Layout(html.parse("<p>one<p>two"), 20))
    assert layout.row_of(-5) == 0
    assert layout.row_of(999) == layout.height - 1
    assert layout.offset_at(999) == len(layout.document.text)


def test_an_empty_document_has_no_rows() -> None:
    layout = Layout(Document(""), 80)
    assert layout.height == 0
    assert layout.rows(0, 10) == []
    assert layout.row_of(0) == 0
    assert layout.work(0)
    assert layout.is_complete


# in slices


@LAW
@given(DOCUMENTS, WIDTHS, st.integers(0, 2000), st.lists(st.integers(0, 300), max_size=5))
def test_slices_make_the_same_page_as_one_go(document: Document, width: int, place: int, looks: list[int]) -> None:
    whole = completed(Layout(document, width))
    sliced = Layout(document, width)
    sliced.work_from(place)
    rest = list(looks)
    while not sliced.work(0):
        if rest:
            sliced.rows(rest.pop(), 10)
            sliced.work_from(rest[-1] if rest else place)
    assert sliced.is_complete
    assert sliced.height == whole.height
    assert sliced.rows(0, whole.height) == whole.rows(0, whole.height)


@LAW
@given(DOCUMENTS, WIDTHS, st.data())
def test_a_settled_place_shows_the_same_rows_before_and_after_the_rest_is_set(
    document: Document, width: int, data: st.DataObject
) -> None:
    layout = Layout(document, width)
    offset = data.draw(st.integers(0, len(document.text)))
    layout.settle(offset, 8, 12)
    y = layout.row_of(offset)
    above = min(y, 8)
    before = layout.rows(y - above, above + 12)
    height = completed(layout).height
    y = layout.row_of(offset)
    assert layout.rows(y - above, above + 12) == before
    assert height == layout.height


@LAW
@given(DOCUMENTS, WIDTHS, st.integers(0, 200), st.integers(1, 30))
def test_rows_are_asked_for_in_any_order(document: Document, width: int, y: int, count: int) -> None:
    layout = completed(Layout(document, width))
    rows = layout.rows(0, layout.height)
    assert layout.rows(y, count) == rows[y : y + count]


def test_heights_before_the_reader_change_all_at_once() -> None:
    document = html.parse("".join(f"<p>{'word ' * (20 + n % 7)}</p>" for n in range(200)))
    layout = Layout(document, 30)
    place = document.blocks[150].start
    layout.work_from(place)
    layout.settle(place, 10, 10)
    while layout._forward < len(document.blocks):
        layout.work(0)
    moved = [layout.row_of(place)]
    while not layout.work(0):
        moved.append(layout.row_of(place))
    assert len(moved) > 50
    assert len(set(moved)) == 1


def test_the_version_tells_when_rows_have_moved() -> None:
    document = html.parse("<p>" + "word " * 200 + "<p>end")
    layout = Layout(document, 40)
    version, y = layout.version, layout.row_of(len(document.text))
    completed(layout)
    assert (layout.version == version) == (layout.row_of(len(document.text)) == y)
    version = layout.version
    layout.rows(0, 100)
    layout.row_of(3)
    assert layout.version == version


def test_an_offset_near_a_row_is_near_it() -> None:
    document = html.parse("".join(f"<p>{'word ' * 40}</p>" for _ in range(50)))
    layout = completed(Layout(document, 40))
    for y in range(0, layout.height, 7):
        assert abs(layout.row_of(layout.offset_near(y)) - y) <= 2


# growth


@LAW
@given(st.lists(st.one_of(BLOCKS, TABLES), min_size=1, max_size=5), TITLES, WIDTHS, st.integers(0, 500))
def test_a_page_that_grew_is_the_page_made_whole(steps: list[Step], title: str, width: int, place: int) -> None:
    whole = completed(Layout(written(steps, title), width))
    builder = Builder(title=title)
    steps[0](builder)
    document = builder.take(is_last=False)
    layout = Layout(document, width)
    layout.settle(place, 5, 5)
    for step in steps[1:]:
        step(builder)
        document = document.extended(builder.take(is_last=False))
        layout.grow(document)
        layout.work(0)
    layout.grow(document.extended(builder.take(is_last=True)))
    assert completed(layout).document.text == whole.document.text
    assert layout.height == whole.height
    assert layout.rows(0, whole.height) == whole.rows(0, whole.height)


def test_a_table_that_goes_on_loses_the_end_it_seemed_to_have() -> None:
    rows = "".join(f"<tr><td>{n}<td>two<br>lines</tr>" for n in range(3 * TABLE_PART))
    whole = html.parse(f"<table>{rows}</table>")
    begun = Document(whole.text[: whole.blocks[0].end], whole.blocks[:1], is_complete=False)
    layout = completed(Layout(begun, 60))
    layout.grow(whole)
    expected = completed(Layout(whole, 60))
    assert completed(layout).rows(0, expected.height) == expected.rows(0, expected.height)


# real articles


@cache
def samples() -> dict[str, Document]:
    root = resources.sample_articles()
    within = site.detect(root)
    return {file.path.name: opening.document(files.read(file.path, within)) for file in files.walk(root)}


@pytest.mark.parametrize("width", [3, 7, 20, 33, 60, 80, 120])
def test_the_sample_articles_keep_the_laws(width: int) -> None:
    assert len(samples()) >= 24
    for name, document in samples().items():
        layout = completed(Layout(document, width))
        rows = layout.rows(0, layout.height + 1)
        assert len(rows) == layout.height, name
        covered = bytearray(len(document.text))
        for start, end in drawn(rows):
            covered[start:end] = bytes([1]) * (end - start)
        assert not "".join(c for c, on in zip(document.text, covered, strict=True) if not on).strip(), name
        for y, row in enumerate(rows):
            assert cell_length("".join(piece.text for piece in row.pieces)) <= width, (name, row.text)
            if row.start < row.end:
                assert layout.row_of(row.start) == y, (name, row.text)


# what stands around the text


def texts(source: str, width: int = 40, **options: str) -> list[str]:
    return [row.text for row in all_rows(html.parse(source, **options), width)]


def test_blocks_stand_apart_by_a_blank_row_and_tight_items_do_not() -> None:
    assert texts("<p>a<p>b<ul><li>c<li>d</ul>") == ["a", "", "b", "", "• c", "• d"]


def test_headings_of_the_first_two_levels_have_two_rows_of_air() -> None:
    assert texts("<p>a<h2>b</h2><p>c<h3>d</h3>") == ["a", "", "", "b", "", "c", "", "d"]


def test_the_title_has_air_above_and_the_byline_below() -> None:
    layout = completed(Layout(html.parse("<p>Text", title="Title"), 40, ["Author · 2021-08-23", "#tag"]))
    assert [row.text for row in layout.rows(0, 9)] == ["", "Title", "Author · 2021-08-23", "#tag", "", "Text"]


def test_the_byline_can_change_while_the_page_stands() -> None:
    layout = completed(Layout(html.parse("<p>Text", title="Title"), 40, ["Author"]))
    layout.set_meta(["Author · 3 min", "#tag"])
    assert [row.text for row in completed(layout).rows(0, 9)] == [
        "",
        "Title",
        "Author · 3 min",
        "#tag",
        "",
        "Text",
    ]
    assert layout.rows(layout.row_of(0), 1)[0].text == "Title"


def test_a_long_byline_is_folded() -> None:
    layout = completed(Layout(html.parse("", title="T"), 20, ["a long line that does not fit at all"]))
    assert all(cell_length(row.text) <= 20 for row in layout.rows(0, 9))


def test_quote_bars_run_through_the_blank_rows_between_paragraphs() -> None:
    assert texts("<blockquote><p>a<p>b</blockquote><p>c") == ["▎ a", "▎", "▎ b", "", "c"]


def test_quotes_in_quotes_have_as_many_bars() -> None:
    assert texts("<blockquote>a<blockquote>b</blockquote></blockquote>") == ["▎ a", "▎", "▎ ▎ b"]


def test_items_hang_from_their_markers() -> None:
    assert texts("<ul><li>one two three four", 16) == ["• one two three", "  four"]


def test_the_numbers_of_a_list_end_in_one_line() -> None:
    assert texts("<ol start=9><li>a<li>b</ol>") == [" 9. a", "10. b"]


def test_code_folds_with_a_mark_and_loses_nothing() -> None:
    assert texts("<pre>" + "0123456789" * 4 + "</pre>", 20) == [
        " 012345678901234567",
        " ↪ 8901234567890123",
        " ↪ 456789",
    ]


def test_folded_code_stands_in_as_far_as_its_line_does_if_that_leaves_room_for_it() -> None:
    assert texts("<pre>if x:\n    call(one, two, three)\n          call(one, two)</pre>", 22) == [
        " if x:",
        "     call(one, two,",
        "     ↪ three)",
        "           call(one,",
        "      ↪ two)",
    ]
    source = f"{' ' * 20}call(one_long_name, another_long_name, and_one_more)"
    for width, hang in ((72, 20), (58, 20), (50, 14), (40, 9)):
        assert texts(f"<pre>{source}</pre>", width)[1].index("↪") == 1 + hang, width


@pytest.mark.parametrize("indent", ["\t" * 13, " " * 54, " " * 30 + "\t" * 6])
def test_code_that_stands_in_almost_to_the_edge_begins_further_out(indent: str) -> None:
    assert texts(f"<pre>x\n{indent}.call(one, two, three, four, five, six, seven)</pre>", 60) == [
        " x",
        "                         .call(one, two, three, four,",
        "                         ↪ five, six, seven)",
    ]


def test_a_tab_reaches_to_the_next_stop() -> None:
    assert texts("<pre>\ta\tbc\tdefg\th</pre>") == ["     a   bc  defg    h"]


def test_code_rows_say_that_they_are_code() -> None:
    rows = all_rows(html.parse("<p>a<pre>b\n\nc</pre>"), 40)
    assert [row.is_code for row in rows] == [False, False, True, True, True]


def test_centred_and_right_aligned_text_is_set_so() -> None:
    assert texts('<p align=center>ab<p style="text-align:right">cd', 10) == ["    ab", "", "        cd"]


def test_details_show_their_sign_and_their_content() -> None:
    assert texts("<details><summary>More</summary><p>words</details>") == ["▾ More", "", "  words"]


def test_definitions_stand_under_their_terms() -> None:
    assert texts("<dl><dt>term<dd>meaning</dl>") == ["term", "    meaning"]


@pytest.mark.parametrize("width", [2, 3, 5, 8, 11])
def test_deep_lists_in_a_narrow_column_leave_room_for_text(width: int) -> None:
    source = "<ul><li>a" * 12 + "字</ul>" * 12
    assert all(cell_length(text) <= width for text in texts(source, width))


def test_an_empty_item_still_shows_its_marker() -> None:
    assert texts("<ol><li><li>b</ol>") == ["1.", "2. b"]


def test_a_rule_stands_in_the_middle() -> None:
    assert texts("<hr>", 30) == [" " * 10 + "─" * 10]


def test_blocks_are_found_by_row_over_a_long_article() -> None:
    document = html.parse("".join(f"<p>{n}" for n in range(3000)))
    layout = completed(Layout(document, 40))
    tops = list(accumulate((2 for _ in document.blocks[1:]), initial=0))
    starts: list[Block] = list(document.blocks)
    assert all(layout.row_of(block.start) == top for block, top in zip(starts, tops, strict=True))
