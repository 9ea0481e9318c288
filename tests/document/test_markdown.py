"""Markdown to HTML, and through the HTML parser to words: the dialect, the pieces, and what must stay linear."""

from __future__ import annotations

import re
from time import process_time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.document import html
from reader.document.markdown import chunks, expand_liquid, to_html
from reader.document.model import BlockKind, ContainerKind, Document, Style

LAW = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])


def read(source: str) -> Document:
    return html.parse(to_html(source))


def text(source: str) -> str:
    return read(source).text


def styled(source: str, style: Style) -> list[str]:
    document = read(source)
    return [document.text[span.start : span.end] for span in document.spans if span.style is style]


def targets(source: str) -> dict[str, str]:
    document = read(source)
    return {document.text[s.start : s.end]: s.target for s in document.spans if s.style in (Style.LINK, Style.IMAGE)}


# emphasis


@pytest.mark.parametrize(
    ("source", "bold"),
    [
        ("注意**“重要”**的", "“重要”"),
        ("这是**重点。**下一句", "重点。"),
        ("これは**「重要」**です", "「重要」"),
        ("a **b** c", "b"),
        ("__强调__", "强调"),
    ],
)
def test_emphasis_works_beside_full_width_punctuation(source: str, bold: str) -> None:
    assert styled(source, Style.STRONG) == [bold]


def test_struck_and_marked_words() -> None:
    assert styled("这是~~“旧”~~的 and ~~old~~", Style.STRIKE) == ["“旧”", "old"]
    assert styled("==重点== and ==so *very* important==", Style.MARK) == ["重点", "so very important"]


def test_a_comparison_is_no_mark() -> None:
    assert text("if a==b and c==d or x == y == z") == "if a==b and c==d or x == y == z"


# lines


def test_a_line_end_between_chinese_characters_vanishes_and_hard_breaks_stay() -> None:
    assert text("中文\n中文  \n新行\\\n再一行\nEnglish\nwords") == "中文中文\n新行\n再一行 English words"


def test_full_width_indents_stay() -> None:
    assert text("　　第一段。\n\n　　第二段。") == "　　第一段。\n\n　　第二段。"


# headings


def test_headings_are_named_as_on_github() -> None:
    document = read("# Hello, World! 你好\n\nUnderlined `code`\n---\n\n## Hello, World! 你好\n\n### Set {#given .x}\n")
    assert set(document.anchors) == {"hello-world-你好", "underlined-code", "hello-world-你好-1", "given"}
    assert [(b.level, document.text[b.start : b.end]) for b in document.headings()] == [
        (1, "Hello, World! 你好"),
        (2, "Underlined code"),
        (2, "Hello, World! 你好"),
        (3, "Set"),
    ]


def test_a_link_to_a_chinese_anchor_stays_as_it_is_written() -> None:
    assert targets("[去](#锚点) [b](/中文/路径)") == {"去": "#锚点", "b": "/中文/路径"}


# links


def test_an_address_in_the_text_is_a_link_that_ends_before_chinese() -> None:
    source = "见https://a.b/c_d。然后(https://a.b/e_(f))，https://a.b/g，后 **https://a.b/h**"
    assert list(targets(source)) == ["https://a.b/c_d", "https://a.b/e_(f)", "https://a.b/g", "https://a.b/h"]
    assert text(source) == "见https://a.b/c_d。然后(https://a.b/e_(f))，https://a.b/g，后 https://a.b/h"


def test_links_in_angle_brackets_and_what_only_looks_like_them() -> None:
    assert targets("<https://a.b> <me@a.b>") == {"https://a.b": "https://a.b", "me@a.b": "mailto:me@a.b"}
    assert text("a <std::string> b") == "a <std::string> b"


def test_a_definition_counts_wherever_it_stands() -> None:
    assert targets('[later][ref] [ref]\n\n[ref]: /url "t"\n') == {"later": "/url", "ref": "/url"}
    assert targets("[x][a]\n\n> [a]: <some where>\n") == {"x": "some where"}
    assert targets("[x][a]\n\n[a]:\n  /next/line\n  'title'\n\nend") == {"x": "/next/line"}


def test_what_a_fence_defines_is_no_definition() -> None:
    assert targets("[x][a]\n\n```\n[a]: /url\n```\n") == {}


def test_links_of_obsidian() -> None:
    assert targets("[[Some note]] [[target|label]] ![[pic.png]]") == {
        "Some note": "Some note",
        "label": "target",
        "▣ pic.png": "pic.png",
    }
    assert (
        text("if [[ -f x ]]; a[[0, 1]] [[PlayerTwo; PlayerOne]]") == "if [[ -f x ]]; a[[0, 1]] [[PlayerTwo; PlayerOne]]"
    )


def test_words_of_an_alternative_text_are_all_there() -> None:
    assert text("![a\\.b `c` *d* &amp; e](x.png)") == "▣ a.b c d & e"


# what is no markup


@pytest.mark.parametrize(
    "words",
    [
        "List<T> and Dictionary<string, List<Map>>",
        "<your_email> <your-name> <app.name>",
        "cp <path> <file> and cd <dir>",
        "set the <title> tag; the rest stays",
        "costs $5 and $10",
        "5 < 6 && 7 > 3 &unknown;",
        "{{ page.description }}",
        ":smile: and :+1:",
    ],
)
def test_what_is_no_markup_stays_text(words: str) -> None:
    assert text(words) == words
    assert text(f"- {words}") == words


def test_an_unknown_tag_on_a_line_of_its_own_begins_no_html() -> None:
    assert text("<T>\n**x** y") == "<T> x y"


def test_custom_elements_are_markup_where_they_are_closed() -> None:
    assert text("a <my-note>b</my-note> c").split() == ["a", "b", "c"]
    assert text("a <my-note> b") == "a <my-note> b"


# math


def test_math_is_kept_as_its_source() -> None:
    assert styled("so $a_b * c_d$ and $$x_1$$, but 5$ or $ 6 $", Style.MATH) == ["$a_b * c_d$", "$$x_1$$"]
    document = read("公式：\n$$\na_1 &< b \\\\\n- c\n$$\n后")
    assert document.text == "公式：\n\n$$\na_1 &< b \\\\\n- c\n$$\n\n后"


# blocks


def test_task_lists() -> None:
    document = read("- [x] done\n- [ ] open\n  - [X] nested\n- [link](x)")
    assert document.text == "done\nopen\nnested\nlink"
    assert [b.containers[-1].marker for b in document.blocks] == ["☑", "☐", "☑", "•"]


def test_tables_with_marks_and_bars_in_cells() -> None:
    document = read("| a | b |\n|:-:|--:|\n| `x\\|y` | **z** |\n")
    (block,) = document.blocks
    assert block.table is not None
    assert [document.text[c.start : c.end] for c in block.table.cells] == ["a", "b", "x|y", "z"]
    assert [str(c.align) for c in block.table.cells] == ["centre", "right"] * 2


def test_definition_lists() -> None:
    document = read("Term\n: first\n\n    code\n: second\n\nNext\n: ---\n")
    kinds = [b.kind for b in document.blocks]
    assert kinds[0] is BlockKind.TERM
    assert document.blocks[1].containers[0].kind is ContainerKind.DEFINITION


def test_footnotes_point_both_ways_and_none_is_lost() -> None:
    document = read("one[^a] two^[inline] again[^a]\n\n[^a]: First.\n\n    More.\n\n[^unused]: Unused.\n")
    words = document.text
    assert words.index("First.") < words.index("More.") < words.index("inline", words.index("More."))
    assert "Unused." in words
    notes = {s.target for s in document.spans if s.style is Style.LINK}
    assert {"#fn1", "#fnref1", "#fn2"} <= notes
    assert {"fn1", "fnref1", "fn2", "fn3"} <= set(document.anchors)


@pytest.mark.parametrize("info", ["rust,ignore", "rust", "{.rust .numberLines}", "Rust {1,3}"])
def test_the_language_of_a_fence(info: str) -> None:
    (block,) = read(f"```{info}\nfn <T>\n\n  x\n```\n").blocks
    assert (block.kind, block.language) == (BlockKind.CODE, "rust")


def test_html_around_markdown_and_in_it() -> None:
    source = "<details><summary>更多</summary>\n\n**粗** and <kbd>x</kbd>\n\n</details>\n\n"
    source += '<div markdown="1">\n*em*\n</div>\n'
    document = read(source)
    assert document.text == "更多\n\n粗 and x\n\nem"
    assert document.blocks[1].containers[0].kind is ContainerKind.DETAILS
    assert styled(source, Style.STRONG) == ["粗"]
    assert styled(source, Style.EMPHASIS) == ["em"]


def test_callouts_say_what_they_are() -> None:
    assert text("> [!NOTE]\n> x") == "Note\nx"
    assert text("> [!tip] 小技巧\n> x") == "小技巧\nx"


@pytest.mark.parametrize(
    "line", ["[TOC]", "[[toc]]", "@[toc]", "{: .class #id}", '{:target="_blank"}', "<!-- more -->", "* TOC\n{:toc}"]
)
def test_instructions_to_a_generator_are_not_shown(line: str) -> None:
    assert text(f"before\n\n{line}\n\nafter") == "before\n\nafter"


def test_attributes_after_a_link_are_not_shown() -> None:
    assert text('[x](y){:target="_blank"} and {:not} this') == "x and {:not} this"


# template tags


@pytest.mark.parametrize(
    ("tag", "shown"),
    [
        ("{% include JB/setup %}", ""),
        ("{% if x %}a{% else %}b{% endif %}", "ab"),
        ("{% raw %}{{ x }} {% include y %}{% endraw %}", "{{ x }} {% include y %}"),
        ("{% comment %}hidden{% endcomment %}", ""),
        ("{% unknown x %}", "{% unknown x %}"),
        ("{{ page.title }}", "{{ page.title }}"),
        ("{% asset_img x.png 说明 %}", "▣ 说明"),
        ('{% img left /a/b.jpg 300 200 "标题" %}', "▣ 标题"),
        ("{% youtube abc %}", "https://www.youtube.com/watch?v=abc"),
        ("[x]({% post_url 2010-01-01-a %})", "x"),
        ("{% post_link slug 文字 %}", "文字"),
        ("{% include_code a.py lang:python An example %}", "An example"),
        ('{{< figure src="x.png" title="T" >}}', "▣ T"),
        (
            "{% blockquote 鲁迅, 狂人日记 http://a.b 标题 %}\n救救孩子\n{% endblockquote %}",
            "救救孩子\n\n鲁迅, 狂人日记 标题",
        ),
        ("{% details 标题 %}\n**x**\n{% enddetails %}", "标题\n\nx"),
        ("`{% include x %}` and {% highlight ruby %} unclosed", "{% include x %} and {% highlight ruby %} unclosed"),
    ],
)
def test_template_tags(tag: str, shown: str) -> None:
    assert text(tag) == shown


@pytest.mark.parametrize(
    "source",
    [
        "{% codeblock lang:python %}\nList<T>\n\n  *x*\n{% endcodeblock %}",
        "{% highlight python linenos %}\nList<T>\n\n  *x*\n{% endhighlight %}",
        "- item\n\n  {% highlight python %}\nList<T>\n\n  *x*\n{% endhighlight %}",
        "{{< highlight python >}}\nList<T>\n\n  *x*\n{{< /highlight >}}",
    ],
)
def test_tags_around_code_become_code(source: str) -> None:
    document = read(source)
    block = document.blocks[-1]
    assert (block.kind, block.language) == (BlockKind.CODE, "python")
    assert document.text[block.start : block.end] == "List<T>\n\n  *x*"


def test_template_tags_in_code_are_the_authors_words() -> None:
    fenced = "```\n{% include x %}\n```\n<pre>{% raw %}</pre> <code>{% if %}</code>"
    assert expand_liquid(fenced) == fenced


# pieces


SOURCE = """# One

text [later][ref] and a note[^n]

- a

  b
- c

> quote

```
fence

still fence
```

<details><summary>s</summary>

inside

more inside

</details>

| a | b |
|---|---|
| 1 | 2 |

Term

: definition

$$
x

# One

1. x

   ```
   y

   z
   ```

[^n]: the note

    its second paragraph

[^m]: unused

[ref]: /url

end[^n]
"""


@pytest.mark.parametrize("size", [1, 20, 50, 100, 200, 1000])
def test_pieces_joined_are_the_whole(size: int) -> None:
    assert "".join(chunks(SOURCE, size)) == to_html(SOURCE)


def test_a_piece_never_ends_within_html_that_is_open() -> None:
    for piece in chunks(SOURCE, 1):
        assert piece.count("<details>") == piece.count("</details>")


def test_a_long_article_comes_in_many_pieces() -> None:
    source = "".join(f"第 {i} 段，见[注][{i % 7}]。\n\n" for i in range(5000)) + "".join(
        f"[{i}]: /u{i}\n" for i in range(7)
    )
    pieces = list(chunks(source))
    assert len(pieces) > 1
    assert pieces[0].count("<a href") == pieces[0].count("<p>")


_BLOCKS = st.sampled_from(
    [
        "para *a*",
        "- item",
        "  continued",
        "1. one",
        "> quote",
        "```",
        "    code",
        "# head",
        "---",
        "<div>",
        "</div>",
        "| a |",
        "|---|",
        "[r]: /u",
        "[x][r]",
        "[^1]: note",
        "ref[^1]",
        ": def",
        "$$",
        "<!-- c",
        "-->",
        "",
        "",
        "",
        "中文",
    ]
)


@LAW
@given(st.lists(_BLOCKS, max_size=25).map("\n".join), st.sampled_from([1, 10, 40]))
def test_pieces_of_any_source_joined_are_the_whole(source: str, size: int) -> None:
    assert "".join(chunks(source, size)) == "".join(chunks(source, 10**6))


_WORD = st.text(alphabet="abcdefghijklmnopqrstuvwxyzäöé中文字日本語한국", min_size=1, max_size=8)


@LAW
@given(st.lists(_WORD, min_size=1, max_size=40))
def test_every_word_of_a_plain_paragraph_survives(words: list[str]) -> None:
    assert re.sub(r"\s", "", text(" ".join(words))) == "".join(words)


@LAW
@given(st.lists(st.sampled_from("*_`~[]()<>!&$=^{}|\\#:-+.\n中a1 \t"), max_size=60).map("".join))
def test_any_heap_of_marks_is_read(source: str) -> None:
    assert isinstance(text(source), str)


# bounds


@pytest.mark.parametrize(
    "source",
    [
        "字" * 1_000_000,
        "word " * 200_000,
        "[" * 100_000,
        "[a](" * 25_000,
        "*" * 100_000,
        "*a " * 30_000,
        "**a _b " * 15_000,
        ">" * 100_000,
        "> " * 50_000,
        "- " * 50_000 + "a",
        "`" * 100_001,
        "`a ``" * 20_000,
        "<" * 100_000,
        "<a " * 30_000,
        "&" * 100_000,
        "$a " * 30_000,
        "[[" * 50_000,
        "^[" * 50_000,
        "![" * 50_000,
        "{%" * 50_000,
        "{% raw %}" * 20_000,
        "\\*" * 50_000,
        "".join(f"[{i}]: /{i}\n" for i in range(5000)),
        "|a" * 3000 + "|\n" + "|-" * 3000 + "|\n" + "|x|\n" * 3000,
        "<div>" * 20_000,
        "".join("  " * i + "- a\n" for i in range(300)),
    ],
    ids=lambda source: f"{source[:8]!r}×{len(source)}",
)
def test_hostile_sources_take_linear_time_and_no_recursion(source: str) -> None:
    start = process_time()
    to_html(source)
    assert process_time() - start < 5


def test_quotes_nested_too_deep_keep_their_words() -> None:
    assert "deep" in text(">" * 500 + " deep")
    assert "deep" in text("- " * 500 + "deep")
    assert "deep" in text("".join(" " * 2 * i + "- a\n" for i in range(200)) + " " * 400 + "- deep")
