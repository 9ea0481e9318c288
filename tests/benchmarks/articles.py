"""Articles to measure with: as large as wanted, the same at each run, mixed as real ones are."""

from __future__ import annotations

from pathlib import Path

FIRST_WORDS = "Herebeginsthetext"
"""One word, in the first paragraph only: the screen shows it as one run of bytes."""

FREQUENT = "文章"
"""A word that stands in every paragraph."""

_CHINESE = (
    "报纸用大幅的纸印成，所以一面能排下许多栏；读者的眼睛在栏与栏之间走，不在行与行之间迷路。",
    "这篇文章讲的是行首与行末：句号不能站在行首，前引号「也」不能留在行末。",
    "终端里每个汉字占两格，每个拉丁字母占一格，混在一起的时候，一行有多宽要按格来数。",
    "索引要小，查起来要快；文章多了以后，能不读的就不读，能晚读的就晚读。",
)
_ENGLISH = (
    "A column of eighty cells holds forty Han characters, which is about what a newspaper sets",
    "The offset of a character stays the same when the window does not, and so does the reader's place",
    "Every article is one text with ranges over it, and nothing about rows is ever written down",
)


def paragraph(number: int) -> str:
    """One paragraph of HTML with a link, a strong word and its number."""
    chinese = _CHINESE[number % len(_CHINESE)]
    english = _ENGLISH[number % len(_ENGLISH)]
    return (
        f"<p>{number}。{chinese}在第 {number} 篇文章里，<strong>{chinese[:6]}</strong>再说一次，"
        f'<a href="https://example.org/articles/{number}">来源</a>。{english}, item {number}.</p>\n'
    )


def _table(number: int) -> str:
    rows = "".join(f"<tr><td>{number + n}</td><td>第{n}行</td><td>{n * 37 % 101}%</td></tr>" for n in range(4))
    return f"<table><tr><th>编号</th><th>名称</th><th>share</th></tr>{rows}</table>\n"


def _code(number: int) -> str:
    return (
        f'<pre><code class="language-python">def article_{number}(offset: int) -> str:\n'
        f'    """第 {number} 个。"""\n    return TEXT[offset : offset + {number}]\n</code></pre>\n'
    )


def html(size: int) -> str:
    """An HTML page of about `size` bytes in UTF-8."""
    parts = [
        "<!DOCTYPE html>\n<html><head><meta charset='utf-8'><title>大文章</title></head><body>\n",
        f"<p>{FIRST_WORDS}</p>\n",
    ]
    length = sum(len(part.encode()) for part in parts)
    number = 0
    while length < size:
        number += 1
        part = paragraph(number)
        if number % 20 == 0:
            part += f"<h2>{number // 20}. 小标题 heading</h2>\n"
        if number % 30 == 0:
            part += _table(number)
        if number % 45 == 0:
            part += _code(number)
        parts.append(part)
        length += len(part.encode())
    return "".join([*parts, "</body></html>\n"])


def write_html(folder: Path, name: str, size: int) -> Path:
    """Writes such a page; answers its path."""
    path = folder / name
    path.write_text(html(size), encoding="utf-8")
    return path


def write_line(folder: Path, name: str, size: int) -> Path:
    """Writes a text of one line, `size` bytes long."""
    path = folder / name
    sentence = _CHINESE[1].encode()
    path.write_bytes(f"{FIRST_WORDS} ".encode() + sentence * (size // len(sentence)))
    return path
