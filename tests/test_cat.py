"""`broadsheet cat`: how printed pages are set."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader import cat
from reader.archive.article import Article
from reader.document import opening
from reader.document.model import Document


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "one.md"
    path.write_text("---\ntitle: T\ndate: 2021-08-23\n---\n\n" + "天地玄黃abc宇宙洪荒，" * 4 + "\n", encoding="utf-8")
    return path


def printed(capsys: pytest.CaptureFixture[str], article: Path, *options: str) -> list[str]:
    assert cat.main([str(article), "--format", "text", "--width", "21", *options]) == 0
    return capsys.readouterr().out.splitlines()[3:]


def test_a_page_is_plain_unless_told(capsys: pytest.CaptureFixture[str], article: Path) -> None:
    assert printed(capsys, article)[0] == "天地玄黃abc宇宙洪荒，"


def test_every_switch_of_the_screen_can_be_told(capsys: pytest.CaptureFixture[str], article: Path) -> None:
    assert printed(capsys, article, "--han-latin-space")[0] == "天地玄黃 abc 宇宙洪"
    assert printed(capsys, article, "--first-line-indent")[0] == "    天地玄黃abc宇宙洪"
    assert printed(capsys, article, "--line-spacing", "1")[:3] == ["", "天地玄黃abc宇宙洪荒，", ""]
    even = printed(capsys, article, "--justify", "--width", "30")
    assert even != printed(capsys, article, "--width", "30")


def test_a_spacing_that_there_is_not_is_refused(capsys: pytest.CaptureFixture[str], article: Path) -> None:
    with pytest.raises(SystemExit) as refused:
        cat.main([str(article), "--line-spacing", "9"])
    assert refused.value.code == 2
    assert "line-spacing" in capsys.readouterr().err


def test_code_that_is_a_link_is_not_underlined_for_the_sake_of_its_underscores(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "a.md"
    path.write_text("[words](https://example.org) [`a_b`](https://example.org)", "utf-8")
    assert cat.main(["--format", "ansi", str(path)]) == 0
    shown = capsys.readouterr().out
    assert "\x1b[4;34mwords" in shown
    assert "4;34;24ma_b" in shown


def test_a_file_that_a_parser_fails_at_keeps_no_other_from_being_printed(
    capsys: pytest.CaptureFixture[str], article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = opening.document

    def fails(read: Article) -> Document:
        if read.path.name == "bad.md":
            raise IndexError("no such line")
        return document(read)

    monkeypatch.setattr(opening, "document", fails)
    (tmp_path / "bad.md").write_text("Words.", encoding="utf-8")
    assert cat.main([str(tmp_path / "bad.md"), str(article)]) == 1
    printed = capsys.readouterr()
    assert "天地玄黃" in printed.out
    assert "bad.md: the program fails at this file" in printed.err
