"""That the benchmarks run at all. What they measure is asked for with `python -m tests.benchmarks`."""

from __future__ import annotations

from pathlib import Path

from tests.benchmarks import archives, articles, growth, pictures
from tests.benchmarks.archive import ArchiveBenchmarks
from tests.benchmarks.run import Benchmarks, Scale, Yardstick, compared, table


def test_the_articles_are_as_large_as_asked_and_the_same_each_time() -> None:
    once = articles.html(50_000)
    assert once == articles.html(50_000)
    assert 50_000 <= len(once.encode()) < 53_000
    assert once.count(articles.FIRST_WORDS) == 1


def test_a_figure_above_its_bound_is_called_over() -> None:
    assert compared("a", 139, Yardstick("b", 100), 1.4).verdict == "ok"
    assert compared("a", 141, Yardstick("b", 100), 1.4).verdict == "over"


def test_the_whole_table_can_be_made(tmp_path: Path) -> None:
    scale = Scale(medium=120_000, large=150_000, line=200_000, runs=1, keys=2)
    lines: list[str] = []
    table(Benchmarks(scale, tmp_path).rows(), lines.append)
    assert len(lines) > 12
    assert all(line.startswith("| ") and line.count("|") == 7 for line in lines if "---" not in line)


def test_the_table_of_an_archive_can_be_made(tmp_path: Path) -> None:
    size = archives.write(tmp_path / "archive", 200)
    assert size == sum(path.stat().st_size for path in (tmp_path / "archive").rglob("*.md"))
    folder = tmp_path / "folder"
    folder.mkdir()
    lines: list[str] = []
    table(ArchiveBenchmarks(tmp_path / "archive", folder, runs=1, queries=10).rows(), lines.append)
    assert len(lines) > 12
    assert all(line.startswith("| ") and line.count("|") == 7 for line in lines if "---" not in line)


def test_growth_is_drawn_in_powers_of_ten() -> None:
    measured = [
        {"articles": 10.0**power, "index": 1, "start": 10, "search": 100, "disk": 10.0**power} for power in (1, 2)
    ]
    drawn = growth.chart(measured)
    assert drawn.count("<circle") == 2 * len(growth.LINES)
    assert ">100<" in drawn
    assert growth.table(measured).count("\n") == 3


def test_the_page_of_pictures_can_be_made_and_the_decoder_measured(tmp_path: Path) -> None:
    scale = pictures.Scale(4, (60, 40), 2, (300, 200))
    article = pictures.write(tmp_path / "archive", scale)
    assert article.read_text(encoding="utf-8").count("![picture") == 4
    assert len(list(article.parent.glob("*.png"))) == len(list(article.parent.glob("*.jpg"))) == 2
    peak, seconds = pictures.decoded(scale, tmp_path)
    assert 10 < peak < 400
    assert seconds < 60
