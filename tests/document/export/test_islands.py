"""Code, tables and media that are written by themselves."""

from __future__ import annotations

import re

from reader.document import html, markdown
from reader.document.export import to_markdown


def words(source: str) -> str:
    """What a page shows, without white space and without the bullets that lists have in cells."""
    return re.sub(r"[\s•◦▪]", "", html.parse(source).text)


def read_again(source: str) -> str:
    return words(markdown.to_html(to_markdown(source)))


def test_code_keeps_its_language_and_its_lines() -> None:
    source = (
        '<ul><li>a<pre><code class="hljs language-Rust">fn &lt;T&gt;\n\n```\n</code></pre></li></ul>'
        '<figure class="highlight python"><table><tr><td class="gutter"><pre>1\n2</pre></td>'
        '<td class="code"><pre>x = 1\ny</pre></td></tr></table></figure>'
    )
    assert to_markdown(source) == "- a\n\n  ````rust\n  fn <T>\n\n  ```\n  ````\n\n```python\nx = 1\ny\n```\n"


def test_a_table_that_markdown_cannot_hold_stays_html() -> None:
    source = "<table><tr><td colspan=2>a*b*</td></tr><tr><td><ul><li>c</li></ul></td><td>d\n\ne</td></tr></table>"
    written = to_markdown(source)
    assert written.startswith("<table>")
    assert "\n" not in written.rstrip("\n")
    assert read_again(source) == words(source) == "a*b*cde"


def test_details_and_media_stay_html() -> None:
    source = '<details><summary>更*多*</summary><p>x</p></details><iframe src="https://v.com/1"></iframe>'
    assert read_again(source) == words(source)
