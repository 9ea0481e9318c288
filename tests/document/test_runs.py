"""Rows are cut into runs of one look."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.document import html
from reader.document.find import Match
from reader.document.highlight import Kind
from reader.document.layout import Layout
from reader.document.line_break import cell_length
from reader.document.model import Document, Span, Style
from reader.document.row import Piece, Role, Row
from reader.document.runs import Hit, Lit, Run, block_tokens, runs

LAW = settings(deadline=None, max_examples=200)


def row(text: str, start: int = 0) -> Row:
    return Row(start, start + len(text), (Piece(text, start, start + len(text), Role.TEXT),))


def hits(row: Row, matches: list[Match], current: Match | None = None) -> list[tuple[str, Hit]]:
    return [(run.text, run.hit) for run in runs(row, matches=matches, current=current)]


def test_a_plain_row_is_one_run() -> None:
    assert list(runs(row("words"))) == [Run("words", Role.TEXT)]


def test_a_match_is_a_run_of_its_own_and_the_current_one_differs() -> None:
    assert hits(row("a bc d bc"), [(2, 4), (7, 9)], (7, 9)) == [
        ("a ", Hit.NONE),
        ("bc", Hit.MATCH),
        (" d ", Hit.NONE),
        ("bc", Hit.CURRENT),
    ]


def test_a_match_over_two_rows_is_lit_on_both() -> None:
    matches = [(3, 7)]
    assert hits(row("abcde"), matches) == [("abc", Hit.NONE), ("de", Hit.MATCH)]
    assert hits(row("fghij", 5), matches) == [("fg", Hit.MATCH), ("hij", Hit.NONE)]


def test_a_match_over_more_than_a_row_lights_it_whole() -> None:
    assert hits(row("fghij", 5), [(3, 20)]) == [("fghij", Hit.MATCH)]


def test_matches_beside_a_row_do_not_light_it() -> None:
    assert hits(row("fghij", 5), [(0, 5), (10, 12)]) == [("fghij", Hit.NONE)]


def test_styles_that_overlap_are_both_on_what_they_share() -> None:
    spans = [Span(0, 4, Style.STRONG), Span(2, 6, Style.CODE)]
    assert [(run.text, run.styles) for run in runs(row("abcdef"), spans)] == [
        ("ab", {Style.STRONG}),
        ("cd", {Style.STRONG, Style.CODE}),
        ("ef", {Style.CODE}),
    ]


def test_a_match_across_styles_is_lit_in_each() -> None:
    found = runs(row("abcdef"), [Span(0, 3, Style.STRONG)], matches=[(2, 4)])
    assert [(run.text, run.hit, bool(run.styles)) for run in found] == [
        ("ab", Hit.NONE, True),
        ("c", Hit.MATCH, True),
        ("d", Hit.MATCH, False),
        ("ef", Hit.NONE, False),
    ]


def test_a_link_says_where_it_leads() -> None:
    spans = [Span(0, 2, Style.LINK, "https://example.org"), Span(2, 4, Style.ABBREVIATION, "a meaning")]
    assert [run.target for run in runs(row("abcd"), spans)] == ["https://example.org", ""]


def test_what_layout_added_is_never_lit() -> None:
    piece = Piece("• ", -1, -1, Role.MARKER)
    found = list(runs(Row(0, 2, (piece, Piece("ab", 0, 2, Role.TEXT))), matches=[(0, 2)]))
    assert [(run.text, run.hit) for run in found] == [("• ", Hit.NONE), ("ab", Hit.MATCH)]


def test_a_tab_is_lit_over_all_its_cells() -> None:
    tab = Piece("    ", 3, 4, Role.CODE)
    assert hits(Row(3, 4, (tab,)), [(3, 4)]) == [("    ", Hit.MATCH)]


def test_code_has_its_colours_where_it_stands() -> None:
    document = html.parse('<p>a</p><pre class="language-python">def f(): pass</pre>')
    tokens = block_tokens(document, 1)
    said = {document.text[token.start : token.end]: token.kind for token in tokens}
    assert said["def"] is Kind.KEYWORD
    assert said["f"] is Kind.FUNCTION


def test_other_blocks_have_no_colours() -> None:
    document = html.parse("<p>def f(): pass</p><pre>def f(): pass</pre>")
    assert block_tokens(document, 0) == []
    assert block_tokens(document, 1) == []


RANGES = st.tuples(st.integers(0, 60), st.integers(1, 12)).map(lambda pair: (pair[0], pair[0] + pair[1]))
TEXT = "一二 three 四五 six seven 八九十 eleven 十二。"
PAGE = html.parse(f"<p>{TEXT * 2}<pre>\\tcode\\twith\\ttabs and more of it</pre>")


def apart(ranges: list[Match]) -> list[Match]:
    out: list[Match] = []
    for start, end in sorted(ranges):
        if not out or start >= out[-1][1]:
            out.append((start, end))
    return out


@LAW
@given(
    st.lists(RANGES, max_size=8).map(apart),
    st.lists(st.builds(lambda r, style: Span(*r, style), RANGES, st.sampled_from(list(Style))), max_size=6),
    st.integers(8, 50),
)
def test_runs_join_to_the_row_and_light_exactly_the_matches(
    matches: list[Match], spans: list[Span], width: int
) -> None:
    layout = Layout(PAGE, width)
    while not layout.work(1):
        pass
    lit: set[int] = set()
    for one in layout.rows(0, layout.height):
        drawn = list(runs(one, sorted(spans), (), matches, matches[0] if matches else None))
        assert "".join(run.text for run in drawn) == "".join(piece.text for piece in one.pieces)
        lit |= _lit_offsets(one, drawn)
    shown = {offset for offset, character in enumerate(PAGE.text) if character not in " \n"}
    assert lit & shown == {offset for start, end in matches for offset in range(start, end)} & shown


def _lit_offsets(one: Row, drawn: list[Run]) -> set[int]:
    """The offsets of a row's pieces whose cells are lit, counted through what was drawn."""
    flags = [run.hit is not Hit.NONE for run in drawn for _ in run.text]
    lit: set[int] = set()
    at = 0
    for piece in one.pieces:
        if piece.start >= 0:
            for number in range(piece.end - piece.start):
                if flags[at + min(number, len(piece.text) - 1)]:
                    lit.add(piece.start + number)
        at += len(piece.text)
    return lit


@pytest.mark.parametrize("match", [(1, 2), (3, 4), (2, 3), (0, 3), (5, 6)])
def test_a_match_in_a_joined_emoji_lights_it_whole(match: Match) -> None:
    text = "a👩\u200d👩\u200d👧b"
    found = list(runs(row(text), matches=[match]))
    assert [run.text for run in found if "👧" in run.text] == ["👩\u200d👩\u200d👧"]
    assert all(run.hit is Hit.MATCH for run in found if "👧" in run.text)
    assert sum(cell_length(run.text) for run in found) == cell_length(text)


def test_an_empty_document_has_no_colours_to_look_for() -> None:
    assert list(runs(Row(0, 0, ()))) == []
    assert Document("").blocks == ()


def test_of_several_lights_the_strongest_is_seen() -> None:
    lit = [Lit(0, 5, Hit.LIGHT_2), Lit(2, 7, Hit.SELECTED), Lit(6, 7, Hit.CARET)]
    assert [(run.text, run.hit) for run in runs(row("abcdefgh"), matches=[(1, 4)], lit=lit)] == [
        ("a", Hit.LIGHT_2),
        ("b", Hit.MATCH),
        ("cd", Hit.SELECTED),
        ("e", Hit.SELECTED),
        ("f", Hit.SELECTED),
        ("g", Hit.CARET),
        ("h", Hit.NONE),
    ]
