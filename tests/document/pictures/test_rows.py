"""The rows that layout adds for pictures."""

from __future__ import annotations

from reader.document.html import parse as from_html
from reader.document.layout import Layout
from reader.document.model import Document
from reader.document.pictures.shape import Shapes, Size, blocks_with_pictures
from reader.document.row import Role

KNOWN = {"a.png": Size(400, 100), "b.png": Size(100, 80), "icon.png": Size(16, 16)}


def shapes() -> Shapes:
    known = Shapes()
    for target, size in KNOWN.items():
        known.know(target, size)
    return known


def lines(document: Document, width: int = 40, known: Shapes | None = None) -> list[str]:
    """The rows as they read, with the picture's name and row where a picture stands."""
    layout = Layout(document, width, shapes=known or shapes())
    return [f"[{row.picture.target} {row.picture.number}]" if row.picture else row.text for row in layout.rows(0, 100)]


def test_a_picture_stands_above_its_words() -> None:
    assert lines(from_html("<p>before</p><p><img src=b.png alt=tree></p><p>after</p>")) == [
        "before",
        "",
        "[b.png 0]",
        "[b.png 1]",
        "[b.png 2]",
        "[b.png 3]",
        "▣ tree",
        "",
        "after",
    ]


def test_a_picture_parts_the_paragraph_that_it_stands_in() -> None:
    got = lines(from_html("<p>one two <img src=b.png alt=tree> three four</p>"))
    assert got == ["one two", "", "[b.png 0]", "[b.png 1]", "[b.png 2]", "[b.png 3]", "▣ tree", "three four"]


def test_marks_of_punctuation_stay_behind_the_words_of_a_picture() -> None:
    got = lines(from_html("<p>如图<img src=b.png alt=树>。后面还有话。</p>"))
    assert got[-2:] == ["▣ 树。", "后面还有话。"]


def test_an_icon_stays_in_the_line() -> None:
    assert lines(from_html("<p>one <img src=icon.png alt=smile> two</p>")) == ["one ▣ smile two"]


def test_two_pictures_of_a_paragraph_have_their_words_each() -> None:
    got = lines(from_html("<p><img src=a.png alt=first> <img src=b.png alt=second></p>"))
    assert [line for line in got if not line.startswith("[")] == ["▣ first", "", "▣ second"]


def test_the_text_of_the_article_is_no_other_with_pictures() -> None:
    document = from_html("<p>one <img src=a.png alt=pic> two</p><ul><li>x <img src=b.png alt=y></ul>")
    layout = Layout(document, 40, shapes=shapes())
    shown = "".join(piece.text for row in layout.rows(0, 100) for piece in row.pieces if piece.start >= 0)
    assert shown.replace(" ", "") == "".join(document.text.split())


def test_a_picture_in_a_list_stands_in_from_the_left_as_its_text() -> None:
    layout = Layout(from_html("<ul><li>x<br><img src=a.png alt=y></ul>"), 40, shapes=shapes())
    row = next(row for row in layout.rows(0, 20) if row.picture)
    before = [piece for piece in row.pieces if piece.role is not Role.PICTURE]
    assert "".join(piece.text for piece in before) == "  "
    assert row.picture is not None
    assert row.picture.box.columns <= 38


def test_a_centred_picture_stands_in_the_middle() -> None:
    layout = Layout(from_html("<p align=center><img src=b.png alt=y></p>"), 40, shapes=shapes())
    row = next(row for row in layout.rows(0, 20) if row.picture)
    assert "".join(piece.text for piece in row.pieces).index(" ") == 0
    assert row.pieces[0].cells == 15


def test_why_a_picture_is_not_shown_stands_under_its_block() -> None:
    known = Shapes()
    known.refuse("b.png", "✕ b.png: cut off before its end")
    got = lines(from_html("<p><img src=b.png alt=tree></p><p>after</p>"), known=known)
    assert got == ["▣ tree", "✕ b.png: cut off before its end", "", "after"]


def test_where_a_picture_is_stands_behind_its_words_where_there_is_room_and_under_them_elsewhere() -> None:
    known = Shapes()
    known.leave("https://x.test/b.png", "x.test")
    alone = from_html("<p><img src=https://x.test/b.png alt=tree></p>")
    assert lines(alone, known=known) == ["▣ tree  ⇣ x.test · I fetches"]
    assert lines(alone, width=28, known=known) == ["▣ tree  ⇣ x.test · I fetches"]
    assert lines(alone, width=27, known=known) == ["▣ tree", "⇣ picture at x.test · I", "fetches"]
    within = from_html("<p>A <img src=https://x.test/b.png alt=tree></p>")
    assert lines(within, known=known) == ["A ▣ tree", "⇣ picture at x.test · I fetches"]


def test_when_sizes_become_known_the_row_of_an_offset_stays_the_row_of_its_text() -> None:
    document = from_html("<p><img src=a.png alt=one></p>" + "<p>words and words</p>" * 20)
    known = Shapes()
    layout = Layout(document, 40, shapes=known)
    offset = document.blocks[10].start
    layout.settle(offset, 100, 100)
    before = layout.row_of(offset)
    known.know("a.png", KNOWN["a.png"])
    layout.set_anew(blocks_with_pictures(document), known)
    layout.settle(offset, 100, 100)
    assert layout.row_of(offset) == before + 5
    assert layout.rows(layout.row_of(offset), 1)[0].text == "words and words"
