"""The sample articles: they are read by everybody who opens the program for the first time, and by its tests.

Between them they hold every construct that a page can be made of. Each has a line in FEATURES, and each of
those checks is itself tested: one that every article passes, or that plain words pass, checks nothing.
"""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import frontmatter
import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent / "sample_articles"
WELCOME = Path("00-welcome.md")
SUFFIXES = {".md", ".html", ".txt"}
PICTURES = {".png"}
HOSTS = {"example.org", "www.unicode.org", "www.w3.org", "commonmark.org", "www.sqlite.org"}

KANA = re.compile(r"[\u3041-\u30fa\uff66-\uff9d]")
HAN = re.compile(r"[\u3400-\u9fff]")
LATIN_WORD = re.compile(r"[A-Za-z]+")
HEADER_LINE = re.compile(r"([A-Z][A-Za-z]*): (.+)\n")
FENCE = re.compile(r"^( *)(`{3,}|~{3,}).*?^\1\2 *$", re.MULTILINE | re.DOTALL)
TAG = re.compile(r"<[^>]*>")
ADDRESS = re.compile(
    r"""(?:href|src)="([^"]*)"|\]\(([^)\s]+)[^)]*\)|^\[[^]^]+\]: (\S+)|<((?:https?|mailto):[^>]+)>""",
    re.MULTILINE,
)


@dataclass(frozen=True)
class Sample:
    path: Path
    """Below ROOT."""
    kind: str
    """`html`, `markdown` or `plain`: how the body is written."""
    form: str
    """`yaml`, `toml`, `json`, `lines` or `none`: how the front matter is written."""
    encoding: str
    source: str
    fields: dict[str, Any]
    body: str

    @property
    def categories(self) -> list[str]:
        return self.fields.get("categories") or list(self.path.parent.parts)

    @property
    def words(self) -> str:
        """What is left of the body without its tags."""
        body = re.sub(r"<(style|script|template)\b.*?</\1>", "", self.body, flags=re.DOTALL)
        return TAG.sub("", body)

    @property
    def language(self) -> str:
        kana, han, latin = (len(found.findall(self.words)) for found in (KANA, HAN, LATIN_WORD))
        if kana > 0.3 * han and kana > latin:
            return "ja"
        return "zh" if han > 2 * latin else "en"


def decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def encoding_of(data: bytes) -> str:
    return next(name for name in ("utf-8", "gb18030", "shift_jis") if decodes(data, name))


def split(source: str) -> tuple[str, dict[str, Any], str]:
    """The form of the front matter, its fields, and the body."""
    text = source.lstrip()
    if text.startswith("---\n"):
        fields, body = frontmatter.parse(source)
        return "yaml", fields, body
    if text.startswith("+++\n"):
        _, block, body = text.split("+++\n", 2)
        return "toml", tomllib.loads(block), body
    if text.startswith("{"):
        fields, end = json.JSONDecoder().raw_decode(text)
        return "json", fields, text[end:]
    lines = {}
    while found := HEADER_LINE.match(text):
        lines[found[1].lower()] = found[2]
        text = text[found.end() :]
    return ("lines", lines, text) if lines else ("none", {}, source)


def kind_of(path: Path, body: str) -> str:
    if path.suffix == ".txt":
        return "plain"
    return "html" if path.suffix == ".html" or body.lstrip().startswith("<") else "markdown"


def read(path: Path) -> Sample:
    data = path.read_bytes()
    encoding = encoding_of(data)
    source = data.decode(encoding)
    form, fields, body = split(source)
    return Sample(path.relative_to(ROOT), kind_of(path, body), form, encoding, source, fields, body)


@cache
def samples() -> tuple[Sample, ...]:
    files = (path for path in sorted(ROOT.rglob("*")) if path.is_file())
    return tuple(read(path) for path in files if path.suffix not in PICTURES)


def each_sample() -> pytest.MarkDecorator:
    return pytest.mark.parametrize("sample", samples(), ids=lambda sample: str(sample.path))


def dated(sample: Sample) -> datetime | None:
    value = sample.fields.get("date")
    if sample.path.suffix == ".html":
        value = re.findall(r'<meta name="date" content="([^"]+)"', sample.body)[0]
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            value = parsedate_to_datetime(value)
    return value if value is None or value.tzinfo else value.replace(tzinfo=UTC)


def plain_markdown(body: str) -> str:
    """Markdown without its fenced code, which may show anything."""
    return FENCE.sub("", body)


# --- each construct, where it must be found, and how it is told ---

HTML, MARKDOWN, SOURCE, TITLE = "html", "markdown", "source", "title"
MARKDOWN_WITH_CODE = "markdown with code"

FEATURES: dict[str, tuple[str, str]] = {
    # words and lines
    "h1": (HTML, r"<h1>"),
    "h2": (HTML, r"<h2\b"),
    "h3": (HTML, r"<h3>"),
    "h4": (HTML, r"<h4>"),
    **{f"markdown heading {n}": (MARKDOWN, rf"(?m)^{'#' * n} \S") for n in range(1, 7)},
    "setext heading": (MARKDOWN, r"(?m)^\w.+\n-{4,}$"),
    "markup in a heading": (MARKDOWN, r"(?m)^## .*`.*\$.*\*"),
    "br": (HTML, r"<br>"),
    "full-width indent": (HTML, r"(?m)(?:^|>)\u3000{1,2}\w"),
    "strong": (HTML, r"<strong>"),
    "b and i": (HTML, r"(?s)<b>.*<i>"),
    "em": (HTML, r"<em>"),
    "underline": (HTML, r"<u>"),
    "strike": (HTML, r"<s>"),
    "del and ins": (HTML, r"<del>.*<ins>"),
    "mark": (HTML, r"<mark>"),
    "small": (HTML, r"<small>"),
    "inline code": (HTML, r"[^>]<code>"),
    "kbd": (HTML, r"<kbd>"),
    "sup": (HTML, r"\w<sup>\d"),
    "sup in markdown": (MARKDOWN, r"<sup>\d+</sup>"),
    "sub": (MARKDOWN, r"<sub>"),
    "ruby with rp": (HTML, r"<ruby>\w+<rp>.</rp><rt>\w+</rt><rp>.</rp></ruby>"),
    "ruby without rp": (HTML, r"<ruby>\w+<rt>\w+</rt></ruby>"),
    "ruby of several characters": (HTML, r"<ruby>(?:\w<rp>.</rp><rt>\w+</rt><rp>.</rp>){2}</ruby>"),
    "abbr": (HTML, r"<abbr title="),
    "q, cite and dfn": (HTML, r"<q>|<cite>|<dfn>"),
    "wbr": (HTML, r"<wbr>"),
    "no-break space": (HTML, r"&nbsp;"),
    "markdown strong and em": (MARKDOWN, r"(?s)(?<!\*)\*[^*\s][^*\n]*\*(?!\*).*\*\*\w"),
    "markdown strike": (MARKDOWN, r"~~\S+~~"),
    # links
    "http link": (HTML, r'<a href="http://'),
    "https link": (HTML, r'<a href="https://'),
    "mailto link": (HTML, r'<a href="mailto:'),
    "relative link": (HTML, r'<a href="\.\./[^"]+\.md">'),
    "relative link, percent-encoded": (HTML, r'<a href="\.\./[^"]*%E7[^"]+\.md">'),
    "anchor link": (HTML, r'<a href="#\w+">'),
    "markdown link": (MARKDOWN, r"[^!]\[[^]]+\]\([^)]+\)"),
    "markdown reference link": (MARKDOWN, r"(?m)^\[[^]^]+\]: https:"),
    "autolink": (MARKDOWN, r"<mailto:[^>]+>"),
    # lists
    "nested list": (HTML, r"<li>[^<]*<ul>"),
    "nested list, three deep": (HTML, r"<li>[^<]*<ul>(?:(?!</?ul>)[\s\S])*<ul>"),
    "markdown nested list": (MARKDOWN, r"(?m)^( *)- .+\n(?:\1 {2}- .+\n)+\1 {4}- "),
    "ordered list with type": (HTML, r'<ol[^>]* type="[aA]"'),
    "ordered list with start": (HTML, r'<ol[^>]* start="\d+"'),
    "markdown list from three": (MARKDOWN, r"(?m)\n\n3\. "),
    "task list": (MARKDOWN, r"(?m)^- \[x\] .+\n(?:- .+\n)*- \[ \] "),
    "paragraph in an item": (HTML, r"<li><p>"),
    "quote in an item": (HTML, r"<li>(?:(?!</li>)[\s\S])*<blockquote>"),
    "markdown code in an item": (MARKDOWN_WITH_CODE, r"(?m)^\d\. .+\n\n {3}```"),
    "markdown quote in an item": (MARKDOWN, r"(?m)^\d\. .+\n\n {3}> "),
    "markdown paragraph in an item": (MARKDOWN, r"(?m)^\d\. .+\n\n {3}\w"),
    "definition list": (HTML, r"<dl>\s*<dt>"),
    "definition of two paragraphs": (HTML, r"<dd><p>.*</p>\s*<p>"),
    "markdown definition list": (MARKDOWN, r"(?m)^\w.*\n: {3}\w"),
    # quotes and rules
    "quote in a quote": (HTML, r"<blockquote>(?:(?!</blockquote>)[\s\S])*<blockquote>"),
    "markdown quote in a quote": (MARKDOWN, r"(?m)^> .+\n>\n> > "),
    "heading or list in a quote": (MARKDOWN, r"(?m)^> (?:#|1\.) "),
    "rule": (HTML, r"<hr>"),
    "markdown rule": (MARKDOWN, r"(?m)^\n(?:\*\*\*|---|\* \* \*)$"),
    # code
    "highlight.js": (HTML, r'<pre><code class="hljs language-python[^>]*>.*<span class="hljs-'),
    "prism": (HTML, r'<code class="language-rust"><span class="token '),
    "rouge": (
        HTML,
        r'<div class="language-ruby highlighter-rouge"><div class="highlight"><pre class="highlight"><code>',
    ),
    "hexo figure": (
        HTML,
        r'<figure class="highlight python"><table><tr><td class="gutter"><pre>'
        r'[\s\S]*?</pre></td><td class="code"><pre>',
    ),
    "hexo caption": (HTML, r"</table><figcaption><span>"),
    "info string": (MARKDOWN_WITH_CODE, r"(?m)^```python$"),
    "fence in a fence": (MARKDOWN_WITH_CODE, r"(?ms)^````markdown$.*?^```$.*?^````$"),
    "unknown language": (HTML, r'<code class="language-abc-notation">'),
    "unknown language in markdown": (MARKDOWN_WITH_CODE, r"(?m)^```pseudocode-zh$"),
    "code without a language": (HTML, r"<pre> +\w"),
    "tab in code": (HTML, r"<pre>[^<]*\n\t"),
    "code line of 200 characters": (HTML, r"<pre><code[^>]*>(?:[^<\n]*\n)*[^<\n]{200,}\n"),
    "copy button": (HTML, r'<span class="copy-code-btn">复制代码</span>'),
    "copy button in code": (HTML, r'<span class="copy-code-btn">复制代码</span></code></pre>'),
    # tables
    "table": (HTML, r"<table[^>]*>\s*<thead>\s*<tr><th"),
    "table without a head": (HTML, r"<table>\s*<tr><t[hd]"),
    "table caption": (HTML, r"<caption>"),
    "alignment": (HTML, r'<td align="right">'),
    "alignment by style": (HTML, r'<td style="text-align:center">'),
    "markdown alignment": (MARKDOWN, r"(?m)^\| *:--.*:-+: \|"),
    "colspan": (HTML, r'colspan="[2-9]"'),
    "rowspan": (HTML, r'rowspan="[2-9]"'),
    "code in a cell": (HTML, r"<td[^>]*><code>"),
    "link in a cell": (HTML, r"<td[^>]*><a href="),
    "markdown code and link in cells": (MARKDOWN, r"(?m)^\|.*`.*`(?s:.*?)^\|.*\[.+\]\(.+\) \|"),
    "chinese cells": (HTML, r"<tr>(?:<td[^>]*>[\u4e00-\u9fff，。]+</td>){2,}</tr>"),
    "table too wide for 80 columns": (HTML, r"<tr>(?:<td[^>]*>(?:(?!</td>).)+</td>){8,}</tr>"),
    # pictures and the like
    "figure": (HTML, r'<figure>\s*<img [^>]*alt="[^"]+"[^>]*>\s*<figcaption>'),
    "picture of the archive": (HTML, r'<img src="[^":/]+\.png" alt="[^"]+">'),
    "image with alt in markdown": (MARKDOWN, r"!\[[^]]+\]\(https://"),
    "details": (HTML, r"<details>\s*<summary>"),
    "details in markdown": (MARKDOWN, r"<details>\s*<summary>"),
    "video": (HTML, r"<video "),
    "audio": (HTML, r"<audio "),
    "iframe": (HTML, r"<iframe "),
    "math in markdown": (MARKDOWN, r"\$e\^\{i\\pi\}\+1=0\$"),
    "display math in markdown": (MARKDOWN, r"(?m)^\$\$\n.+\n\$\$$"),
    "math in html": (HTML, r"<math>"),
    "display math in html": (HTML, r'<math display="block"'),
    # footnotes
    "markdown footnote": (MARKDOWN, r"(?s)\w\[\^(\w+)\].*\n\[\^\1\]: "),
    "footnote of several blocks": (MARKDOWN, r"\n\[\^\w+\]: .+\n\n {4}\S.*\n\n {4}> "),
    "html footnote and back link": (
        HTML,
        r'<sup id="(\w+)"><a href="#(\w+)">[\s\S]*<li id="\2">.*<a href="#\1">',
    ),
    # what a page of the web holds, and a reader drops
    "style first": (HTML, r"\A\s*<style>"),
    "style first in a div": (HTML, r"\A\s*<div[^>]*>\s*<style>"),
    "script": (HTML, r"<script[ >]"),
    "template": (HTML, r"<template[ >]"),
    "tracking pixel": (HTML, r'<img [^>]*width="1" height="1"'),
    # what it holds by accident
    "text outside any block": (HTML, r"\A\s*<div>\s*[^<\s]+"),
    "nested divs": (HTML, r"<div[^>]*>\s*<div[^>]*>\s*<div"),
    "unclosed item": (HTML, r"<li>(?:(?!</li>)[\s\S])*<li>[^<]"),
    "unclosed paragraph and div": (HTML, r"\A\s*<div>(?:(?!</div>)[\s\S])*<p>(?:(?!</p>|</div>)[\s\S])*\Z"),
    "unclosed em": (HTML, r"<em>(?:(?!</em>)[\s\S])*\Z"),
    "decimal entities": (HTML, r"&#123;.*&#125;"),
    "hexadecimal entity": (HTML, r"&#x[0-9a-f]+;"),
    "generics": (HTML, r"[^>]List&lt;T&gt;"),
    "markdown in html": (HTML, r"<p>[^<]*\*\*\w+\*\*[^<]*\[[^]]+\]\(https:[^<]*`"),
    "html in markdown": (MARKDOWN, r"<mark>.*</mark>"),
    "html block in markdown": (MARKDOWN, r"(?m)^<figure>\n<img "),
    # characters
    "half-width and full-width kana": (HTML, r"\u30ac[\s\S]*\uff76\uff9e"),
    "kana with a combining mark": (HTML, r"\u30ab(?:\u3099|&#x3099;)"),
    "emoji sequence": (HTML, r"\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"),
    "flags": (HTML, r"(?:[\U0001f1e6-\U0001f1ff]{2}){3}"),
    "keycap and variation selectors": (HTML, r"1\ufe0f\u20e3"),
    "combining marks": (HTML, r"m\u0300"),
    "stacked combining marks": (HTML, r"[u-zZ][\u0300-\u036f]{2}"),
    "jamo": (HTML, r"\u1112\u1161\u11ab"),
    "outside the basic plane": (HTML, r"[\U00020000-\U0002ffff]"),
    "ambiguous width": (HTML, r"[①-③].*…"),
    "emphasis beside full-width punctuation": (MARKDOWN, r"\w\*\*“\w+”\*\*\w"),
    "strike beside full-width punctuation": (MARKDOWN, r"\w~~「\w+」~~\w"),
    "hard-wrapped chinese": (MARKDOWN, r"(?m)(?:^[\u4e00-\u9fff][^\n]{20,45}[\u4e00-\u9fff，]\n){2}"),
    # front matter
    "blank line before the fence": (SOURCE, r"\A\n---\n"),
    "long title": (TITLE, r".{100,}"),
    "brackets in a title": (TITLE, r"\A\[Linux\] 终端里的教程\Z"),
    "title in a page": (SOURCE, r"(?s)\A<!DOCTYPE html>.*<title>"),
    "author, date and keywords in a page": (
        SOURCE,
        r'(?s)<meta name="author".*<meta name="date".*<meta name="keywords"',
    ),
    "canonical link in a page": (SOURCE, r'<link rel="canonical"'),
}


def has(feature: str, sample: Sample) -> bool:
    where, pattern = FEATURES[feature]
    if where == TITLE:
        return re.search(pattern, str(sample.fields.get("title", ""))) is not None
    if where == SOURCE:
        return re.search(pattern, sample.source) is not None
    if where == HTML:
        return sample.kind == "html" and re.search(pattern, sample.body) is not None
    body = sample.body if where == MARKDOWN_WITH_CODE else plain_markdown(sample.body)
    return sample.kind == "markdown" and re.search(pattern, body) is not None


@pytest.mark.parametrize("feature", FEATURES)
def test_every_construct_is_found_in_some_article_and_not_in_all(feature: str) -> None:
    found = [sample.path for sample in samples() if has(feature, sample)]
    assert found, f"no sample article has {feature}"
    assert len(found) < len(samples()), f"the check for {feature} finds it everywhere"


@pytest.mark.parametrize("feature", FEATURES)
def test_no_check_finds_its_construct_in_plain_words(feature: str) -> None:
    words = "Only words, in one paragraph; 只有一段话。\n"
    for kind, body in (("html", f"<p>{words}</p>"), ("markdown", words)):
        fields = {"title": "Words"}
        assert not has(feature, Sample(Path("words.md"), kind, "yaml", "utf-8", body, fields, body))


# --- the collection ---


def test_there_are_enough_articles() -> None:
    assert len(samples()) >= 24
    assert {sample.path.suffix for sample in samples()} == SUFFIXES


def test_every_form_of_front_matter_is_there() -> None:
    forms = [sample.form for sample in samples()]
    assert [forms.count(form) for form in ("toml", "json", "lines", "none")] == [1, 1, 1, 2]
    assert {sample.path.suffix for sample in samples() if sample.form == "none"} == {".html", ".txt"}
    assert forms.count("yaml") >= 20


def test_the_three_languages_are_there() -> None:
    languages = [sample.language for sample in samples()]
    assert set(languages) == {"zh", "en", "ja"}
    assert 0.35 <= languages.count("zh") / len(languages) <= 0.6
    assert languages.count("en") >= 6
    assert languages.count("ja") >= 5


def test_most_bodies_are_html_and_several_markdown() -> None:
    kinds = [sample.kind for sample in samples()]
    assert kinds.count("html") > len(kinds) / 2
    assert kinds.count("markdown") >= 6
    assert kinds.count("plain") == 1


def test_one_article_is_gb18030_and_one_is_shift_jis() -> None:
    other = {
        str(path.relative_to(ROOT)): (decodes(data, "gb18030"), decodes(data, "shift_jis"))
        for path in ROOT.rglob("*")
        if path.is_file() and path.suffix not in PICTURES and not decodes(data := path.read_bytes(), "utf-8")
    }
    assert sorted(other.values()) == [(False, True), (True, False)]
    for name, (is_gb18030, _) in other.items():
        sample = read(ROOT / name)
        assert sample.language == ("zh" if is_gb18030 else "ja")
        assert len(HAN.findall(sample.words)) + len(KANA.findall(sample.words)) >= 300
        assert "charset=" not in sample.source


@each_sample()
def test_folders_repeat_the_category_path(sample: Sample) -> None:
    if sample.path == WELCOME:
        assert sample.categories == ["Broadsheet"]
    else:
        assert sample.categories == list(sample.path.parent.parts)
        assert len(sample.categories) >= 2


@each_sample()
def test_every_article_has_a_title_and_something_to_say(sample: Sample) -> None:
    if sample.form != "none":
        assert str(sample.fields["title"]).strip()
    length = sum(len(found.findall(sample.words)) for found in (HAN, KANA, LATIN_WORD))
    assert 300 <= length <= 2500
    assert "\r" not in sample.source
    assert "lorem ipsum" not in sample.source.lower()


@each_sample()
def test_front_matter_is_that_of_a_feed_dump(sample: Sample) -> None:
    if sample.form != "yaml":
        return
    assert sample.source.startswith("\n---\ntitle: '")
    block = sample.source.split("---\n")[1]
    fields = yaml.safe_load(block)
    assert {"title", "categories", "headimg", "thumbnail", "author", "comments", "date"} <= fields.keys()
    assert fields["comments"] is False
    assert isinstance(fields["categories"], list)
    moment = parsedate_to_datetime(fields["date"])
    assert fields["date"] == moment.strftime("%a, %d %b %Y %H:%M:%S GMT"), "the day of the week is wrong"


def test_the_welcome_is_the_newest_and_all_are_of_2021() -> None:
    dates = {sample.path: moment for sample in samples() if (moment := dated(sample))}
    assert len(dates) >= len(samples()) - 1
    assert max(dates, key=lambda path: dates[path]) == WELCOME
    assert dates[WELCOME].date() == date(2021, 9, 30)
    assert min(dates.values()).date() >= date(2021, 1, 1)
    assert len(set(dates.values())) == len(dates)


@each_sample()
def test_links_lead_somewhere(sample: Sample) -> None:
    """A relative link opens another sample article, an anchor is there, an address is one that will stay."""
    if sample.kind == "plain":
        return
    body = plain_markdown(sample.body) if sample.kind == "markdown" else sample.body
    body = re.sub(r"<pre\b.*?</pre>|<code>.*?</code>|(?<!`)`[^`\n]+`", "", body, flags=re.DOTALL)
    for groups in ADDRESS.findall(body):
        address = urlsplit("".join(groups))
        if address.scheme == "mailto":
            assert address.path.endswith("@example.org")
        elif address.scheme:
            assert address.netloc in HOSTS
        elif address.path:
            assert (ROOT / sample.path.parent / unquote(address.path)).resolve().is_file(), address.path
        else:
            assert f'id="{address.fragment}"' in body


def test_the_pictures_are_small_and_each_stands_in_an_article() -> None:
    pictures = [path for path in ROOT.rglob("*") if path.suffix in PICTURES]
    assert pictures
    for path in pictures:
        assert path.read_bytes().startswith(b"\x89PNG")
        assert path.stat().st_size < 8_000
        beside = [sample for sample in samples() if sample.path.parent == path.relative_to(ROOT).parent]
        assert any(f'src="{path.name}"' in sample.body for sample in beside)


def test_the_welcome_fits_its_first_screen() -> None:
    """The rows above its first heading show the first keys, to one who has never seen the program."""
    body = read(ROOT / WELCOME).body
    first = body[: body.index("<h2")]
    for key in ["j", "k", "space", "b", "l", "h", "J", "K", "/", "n", "N", "t", "?", "q"]:
        assert f"<code>{key}</code>" in first
    for key in [*"dugGo+-=zvT", "Enter", "Esc", "Tab", "Ctrl-p", "Ctrl-r"]:
        assert f"<code>{key}</code>" in body
    for command in ("broadsheet ~/", "broadsheet cat "):
        assert command in body
