"""What a row of the tree says of marks."""

from __future__ import annotations

from reader.library.mark import Mark
from reader.ui.row_signs import of_article, of_group


def text(right: tuple[tuple[str, str], ...]) -> str:
    return "".join(piece for piece, _ in right)


def test_an_article_that_is_begun_says_how_far_instead_of_its_date() -> None:
    assert text(of_article(Mark(share=0.348), "08-23", is_open=False).right) == "  34%"
    assert text(of_article(Mark(share=0.348), "2021-08", is_open=True).right) == "    34%"


def test_one_that_is_not_begun_read_to_its_end_or_read_says_its_date() -> None:
    for mark in (Mark(), Mark(share=0.004), Mark(share=1.0), Mark(is_read=True, share=0.5)):
        assert text(of_article(mark, "08-23", is_open=False).right) == "08-23"
    assert of_article(Mark(share=0.5), "", is_open=False).right == ()


def test_a_star_comes_before_the_sign_of_the_open_article_and_that_before_a_tick() -> None:
    assert of_article(Mark(is_starred=True, is_read=True), "", is_open=True).marker == "★"
    assert of_article(Mark(is_read=True), "", is_open=True).marker == "●"
    assert of_article(Mark(is_read=True), "", is_open=False).marker == "✓"
    assert of_article(Mark(), "", is_open=False).marker == " "


def test_a_group_says_how_many_are_not_read_once_any_is() -> None:
    assert text(of_group(1_204, 0, is_unfolded=True).right) == "1,204"
    assert text(of_group(1_204, 4, is_unfolded=False).right) == "1,200/1,204"
    assert text(of_group(1_204, 1_204, is_unfolded=False).right) == "1,204"
    assert of_group(1_204, 1_204, is_unfolded=False).kinds == ("sidebar--read",)
    assert of_group(1_204, 4, is_unfolded=False).cells == 11
