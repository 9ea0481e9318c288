"""Pieces of a source, joined, are the whole."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from reader.document.markdown import chunks, to_html

LAW = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])


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
@example("term\n: def\n- item\n\n: def", 1)
@given(st.lists(_BLOCKS, max_size=25).map("\n".join), st.sampled_from([1, 10, 40]))
def test_pieces_of_any_source_joined_are_the_whole(source: str, size: int) -> None:
    assert "".join(chunks(source, size)) == "".join(chunks(source, 10**6))
