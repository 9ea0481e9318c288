"""The index against a plain scan of the texts, over thousands of queries cut from them.

`BROADSHEET_QUERIES` says how many, and `BROADSHEET_ARCHIVES` (paths with `:` between) over which archives besides.
"""

from __future__ import annotations

import os
import random
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple
from unicodedata import normalize

import pytest

from reader.document import phrases
from reader.document.phrases import holds
from reader.library.catalogue import Catalogue
from reader.library.query import Words, parse
from reader.library.readers import Readers
from reader.library.roots import roots_of
from reader.library.search import Search, read_visible
from reader.library.sync import Sync
from tests.benchmarks import archives

QUERIES = int(os.environ.get("BROADSHEET_QUERIES", "2000"))
SAMPLES = Path(__file__).parents[2] / "sample_articles"

CRAFTED = (
    "<p>经<b>济</b>发<i>展</i></p><p>的<br>确 漢語與汉语</p>",
    "<ul><li>河流</li><li>城市</li></ul><p>Ｗｉｄｅ ｆｕｌｌ ＡＢＣ ﾃﾞｰﾀ データ</p>",
    "<p>Straße STRASSE ﬁne naïve cafe\u0301</p><p>学\n习</p><p>graph<b>ic</b> graph</p>",
    "<p>開發資料庫</p><p>开发数据库</p><table><tr><th>名</th><td>称</td></tr><tr><td>甲</td><td>乙</td></tr></table>",
    "<pre><code>def 名称():\n    return 1\n</code></pre><p>한국어 문장, ภาษาไทย 𠮷野家</p>",
)
_LATIN = re.compile(r"[A-Za-z]{2,}")
_HAN = re.compile(r"[\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3]+(?:\n[\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3]+)*")


class Scanned(NamedTuple):
    """An article as a plain scan sees it."""

    article: int
    text: str
    folded: str
    """Case and width made equal, without line ends inside a run."""


def folded(text: str) -> str:
    equal = normalize("NFKC", normalize("NFKC", text).casefold())
    wide = r"[\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3]"
    return re.sub(rf"(?<={wide})\n(?={wide})", "", equal)


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    folder = tmp_path_factory.mktemp("archive")
    archives.write(folder / "generated", 60)
    for number, body in enumerate(CRAFTED):
        (folder / f"{number}.html").write_text(body, "utf-8")
    given = [Path(each) for each in os.environ.get("BROADSHEET_ARCHIVES", "").split(":") if each]
    one = Catalogue(folder / "catalogue.db")
    with Readers() as readers:
        Sync(one, roots_of([folder, SAMPLES, *given]), readers, lambda _: None).run()
    yield one
    one.close()


@pytest.fixture(scope="module")
def texts(catalogue: Catalogue) -> list[Scanned]:
    found = ((hit.article, read_visible(hit.path, hit.title)) for hit in Search(catalogue).all())
    return [Scanned(article, said.text, folded(said.text)) for article, said in found if said is not None]


def cut(chance: random.Random, text: str) -> str:
    """A query out of a text: a character, a word, some characters in a row, or two of them."""
    runs = _HAN.findall(text)
    words = _LATIN.findall(text)
    if words and (not runs or chance.random() < 0.3):
        word = chance.choice(words)
        return chance.choice([word, word.upper(), word.title(), f"{word[: max(2, len(word) - 2)]}*", wide(word)])
    if not runs:
        return ""
    run = chance.choice(runs)
    length = chance.choice((1, 1, 2, 2, 2, 3, 4, 6, 12))
    at = chance.randrange(max(1, len(run) - length + 1))
    return run[at : at + length].replace("\n", "")


def wide(word: str) -> str:
    return "".join(chr(ord(letter) + 0xFEE0) for letter in word)


def test_what_is_found_is_what_a_plain_scan_finds(
    catalogue: Catalogue, texts: list[Scanned], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(phrases, "fold", cache(phrases.fold))  # each text is scanned thousands of times
    chance = random.Random(5)
    search = Search(catalogue)
    asked: Counter[str] = Counter()
    while asked.total() < QUERIES:
        query = cut(chance, chance.choice(texts).text)
        kind = chance.choice(("one", "one", "two", "not", "apart"))
        if kind in ("two", "not"):
            other = cut(chance, chance.choice(texts).text)
            typed = f"{query} {'-' if kind == 'not' else ''}{other}" if other else ""
        else:
            other, typed = "", query
        if not query or not typed:
            continue
        simplify = kind != "apart"
        part = parse(query).part, parse(other).part
        if not isinstance(part[0], Words) or (other and not isinstance(part[1], Words)):
            continue  # the word was `or`
        expected = {each.article for each in texts if holds(each.text, part[0].phrase, simplify=simplify)}
        if isinstance(part[1], Words):
            others = {each.article for each in texts if holds(each.text, part[1].phrase, simplify=simplify)}
            expected = expected - others if kind == "not" else expected & others
        found = search.find(parse(typed), limit=-1, simplify=simplify)
        assert {hit.article for hit in found.hits} == expected, typed
        assert len(found.hits) == len(expected), typed
        if kind == "apart" and _HAN.fullmatch(query):  # what no program's matcher need tell
            plain = folded(query)
            assert expected == {each.article for each in texts if plain in each.folded}, typed
        asked[f"{kind}, {'Han, kana or hangul' if _HAN.search(query) else 'Latin'}, {min(len(query), 4)}"] += 1
    print(f"{len(texts):,} texts;", *(f"{count:,} of {kind};" for kind, count in sorted(asked.items())))
    assert len(asked) > 15
