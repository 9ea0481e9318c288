"""Addresses, links, marks and formulas in the text."""

from __future__ import annotations

from reader.document.model import Style
from tests.document.reading import read, styled, targets, text


def test_struck_and_marked_words() -> None:
    assert styled("这是~~“旧”~~的 and ~~old~~", Style.STRIKE) == ["“旧”", "old"]
    assert styled("==重点== and ==so *very* important==", Style.MARK) == ["重点", "so very important"]


def test_a_comparison_is_no_mark() -> None:
    assert text("if a==b and c==d or x == y == z") == "if a==b and c==d or x == y == z"


def test_an_address_in_the_text_is_a_link_that_ends_before_chinese() -> None:
    source = "见https://a.b/c_d。然后(https://a.b/e_(f))，https://a.b/g，后 **https://a.b/h**"
    assert list(targets(source)) == ["https://a.b/c_d", "https://a.b/e_(f)", "https://a.b/g", "https://a.b/h"]
    assert text(source) == "见https://a.b/c_d。然后(https://a.b/e_(f))，https://a.b/g，后 https://a.b/h"


def test_links_in_angle_brackets_and_what_only_looks_like_them() -> None:
    assert targets("<https://a.b> <me@a.b>") == {"https://a.b": "https://a.b", "me@a.b": "mailto:me@a.b"}
    assert text("a <std::string> b") == "a <std::string> b"


def test_links_of_obsidian() -> None:
    assert targets("[[Some note]] [[target|label]] ![[pic.png]]") == {
        "Some note": "Some note",
        "label": "target",
        "▣ pic.png": "pic.png",
    }
    assert (
        text("if [[ -f x ]]; a[[0, 1]] [[PlayerTwo; PlayerOne]]") == "if [[ -f x ]]; a[[0, 1]] [[PlayerTwo; PlayerOne]]"
    )


def test_math_is_kept_as_its_source() -> None:
    assert styled("so $a_b * c_d$ and $$x_1$$, but 5$ or $ 6 $", Style.MATH) == ["$a_b * c_d$", "$$x_1$$"]
    assert styled("GitHub's $`a_b`$, but $2 and `x=$(( 1 ))`", Style.MATH) == ["$`a_b`$"]
    assert styled("如果省略了 $2，`file` 就是 `log`。`i=$(( i + 1 ))`", Style.CODE) == ["file", "log", "i=$(( i + 1 ))"]
    shell = '{$a..$b} {$a..${b}} $x/$y_1 "$a","$b" {$a..$b}，输出$c，'
    assert styled(f"{shell} the $n$th, $f(x)$的, $i-$, $a$-$b$", Style.MATH) == ["$n$", "$f(x)$", "$i-$", "$a$", "$b$"]
    document = read("公式：\n$$\na_1 &< b \\\\\n- c\n$$\n后")
    assert document.text == "公式：\n\n$$\na_1 &< b \\\\\n- c\n$$\n\n后"


def test_attributes_after_a_link_are_not_shown() -> None:
    assert text('[x](y){:target="_blank"} and {:not} this') == "x and {:not} this"
