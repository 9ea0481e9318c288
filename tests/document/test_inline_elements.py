"""What stands in the line: styles, links, pictures, media, formulas, raised and ruby characters."""

from __future__ import annotations

import pytest

from reader.document import html
from reader.document.model import Style


def text(source: str) -> str:
    return html.parse(source).text


def styles(source: str) -> list[tuple[Style, str]]:
    document = html.parse(source)
    return [(span.style, document.text[span.start : span.end]) for span in document.spans]


def targets(source: str) -> dict[str, str]:
    document = html.parse(source)
    return {document.text[span.start : span.end]: span.target for span in document.spans}


@pytest.mark.parametrize(
    ("tag", "style"),
    [
        ("strong", Style.STRONG),
        ("b", Style.STRONG),
        ("em", Style.EMPHASIS),
        ("i", Style.EMPHASIS),
        ("cite", Style.EMPHASIS),
        ("u", Style.UNDERLINE),
        ("ins", Style.UNDERLINE),
        ("s", Style.STRIKE),
        ("del", Style.STRIKE),
        ("strike", Style.STRIKE),
        ("mark", Style.MARK),
        ("small", Style.SMALL),
        ("code", Style.CODE),
        ("tt", Style.CODE),
        ("kbd", Style.KEYBOARD),
    ],
)
def test_words_are_styled(tag: str, style: Style) -> None:
    assert text(f"a <{tag}>b</{tag}> c") == "a b c"
    assert styles(f"a <{tag}>b</{tag}> c") == [(style, "b")]


def test_styles_lie_in_each_other() -> None:
    assert styles("<b>a<i>b</i>c</b>") == [(Style.STRONG, "abc"), (Style.EMPHASIS, "b")]


def test_superscripts_and_subscripts_are_unicodes_own_where_it_has_them() -> None:
    assert text("x<sup>2</sup> H<sub>2</sub>O 10<sup>-6</sup>") == "x² H₂O 10⁻⁶"


def test_other_superscripts_and_subscripts_have_a_sign() -> None:
    assert text("a<sup>Q</sup> b<sub>一</sub> c<sup>QZ</sup>") == "a^Q b_一 c^(QZ)"
    assert (Style.SUPERSCRIPT, "Q") in styles("a<sup>Q</sup>")


def test_a_trade_mark_needs_no_sign() -> None:
    assert text("Name<sup>®</sup>") == "Name®"


def test_ruby_stands_behind_in_parentheses() -> None:
    source = "<ruby>漢字<rp>(</rp><rt>かんじ</rt><rp>)</rp></ruby>"
    assert text(source) == "漢字(かんじ)"
    assert styles(source) == [(Style.RUBY, "(かんじ)")]


def test_an_abbreviation_keeps_its_meaning() -> None:
    assert targets('<abbr title="HyperText">HTML</abbr>') == {"HTML": "HyperText"}


def test_math_is_its_source() -> None:
    assert text('<span class="math">a^2</span>') == "a^2"
    assert styles('<p><script type="math/tex">x_1</script>') == [(Style.MATH, "x_1")]
    source = '<math><mi>x</mi><annotation encoding="application/x-tex">x^2</annotation></math>'
    assert text(source) == "x^2"


def test_a_formula_of_invisible_characters_is_nothing() -> None:
    assert text("<p>a <math><mo>&#x2060;</mo></math>b") == "a b"


def test_links_keep_their_address() -> None:
    assert targets('<a href=" https://example.org/a ">b</a>') == {"b": "https://example.org/a"}


def test_an_anchor_without_address_is_no_link() -> None:
    assert styles('<a name="x">b</a>') == []


def test_a_link_around_blocks_covers_the_words_in_them() -> None:
    document = html.parse('<a href="x"><p>a</p><p>b</p></a>')
    assert [document.text[s.start : s.end] for s in document.spans] == ["a", "b"]


def test_a_picture_is_its_words() -> None:
    assert text('<img src="a.png" alt="A  cat">') == "▣ A cat"
    assert targets('<img src="a.png" alt="A cat">') == {"▣ A cat": "a.png"}


def test_a_picture_without_words_is_its_name() -> None:
    assert text('<img src="https://example.org/p/%E7%8C%AB.png?x=1">') == "▣ 猫.png"


def test_a_picture_in_the_page_itself_keeps_its_data_when_it_is_one_and_no_larger_than_it_may_be() -> None:
    assert targets('<img src="data:image/png;base64,AAAA">') == {"▣ …": "data:image/png;base64,AAAA"}
    assert targets('<img src="data:text/html,AAAA">') == {"▣ …": ""}
    assert targets(f'<img src="data:image/png;base64,{"A" * 300_000}">') == {"▣ …": ""}


def test_a_picture_that_a_script_would_load_has_its_address() -> None:
    assert targets('<img src="data:image/gif;x" data-src="b.png" alt="b">') == {"▣ b": "b.png"}


def test_tracking_pixels_are_dropped() -> None:
    assert text('a<img src="https://t.example/p.gif" width=1 height=1>') == "a"


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ('<iframe src="https://example.org/v/1?a=b" title="A film"></iframe>', "▶ A film"),
        ('<iframe src="https://example.org/v/1?a=b"></iframe>', "▶ example.org/v/1"),
        ('<video src="clip.mp4">No video</video>', "▶ clip.mp4"),
        ('<video><source src="clip.webm"></video>', "▶ clip.webm"),
        ('<audio src="https://example.org/a.mp3"></audio>', "▶ example.org/a.mp3"),
        ('<embed src="a.swf">', "▶ a.swf"),
    ],
)
def test_media_are_a_line_with_their_link(source: str, line: str) -> None:
    document = html.parse(f"a{source}b")
    assert document.text == f"a\n\n{line}\n\nb"
    assert document.spans[0].style is Style.MEDIA
    assert document.spans[0].target


def test_an_inline_drawing_is_its_words() -> None:
    assert text("<svg><title>Chart</title><text>10 %</text><path d=M0></svg>") == "▣ Chart 10 %"


def test_labels_of_a_drawing_may_be_html() -> None:
    assert text("<svg><g><foreignObject><div>Start</div></foreignObject></g><text>End</text></svg>") == "▣ Start End"


def test_pictures_for_readers_without_scripts_are_shown_once() -> None:
    assert text("<img src=a.png alt=a><noscript><img src=a.png alt=a></noscript>") == "▣ a"
    assert text("<noscript>words</noscript>") == "words"
