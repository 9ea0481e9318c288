"""Walking a folder, and reading a file."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reader.archive.article import BodyFormat
from reader.archive.files import File, Folder, Listing, folders, read, read_body, read_summary, walk, walk_folders
from reader.archive.site import Site, SiteKind
from reader.errors import ArchiveError


def write(path: Path, data: str | bytes = "Text") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def file_of(path: Path) -> File:
    status = path.stat()
    return File(path, status.st_size, status.st_mtime_ns)


def names(root: Path, errors: list[ArchiveError] | None = None) -> list[str]:
    report = errors.append if errors is not None else None
    return [file.path.relative_to(root).as_posix() for file in walk(root, report)]


def test_articles_are_found_in_a_stable_order(tmp_path: Path) -> None:
    for name in (
        "b.md",
        "a/z.html",
        "a/b/c.txt",
        "C.MARKDOWN",
        "d.mdown",
        "e.HTM",
        "文.md",
        "no.py",
        "no.png",
        "README",
    ):
        write(tmp_path / name)
    assert names(tmp_path) == ["C.MARKDOWN", "b.md", "d.mdown", "e.HTM", "文.md", "a/z.html", "a/b/c.txt"]


def test_the_folders_are_those_of_the_walk(tmp_path: Path) -> None:
    root = tmp_path / "archive"
    for name in ("b/c/a.md", ".hidden/a.md", "node_modules/a.md", "x/y/z/no.py"):
        write(root / name)
    write(tmp_path / "elsewhere" / "deep" / "a.md")
    (root / "one").symlink_to(tmp_path / "elsewhere")
    (root / "up").symlink_to(root)
    (root / "loop").symlink_to(root / "loop")
    assert folders(root, 99) == sorted(Path(os.fsdecode(folder.path)) for folder in walk_folders(root))
    assert folders(root, 8) is not None
    assert folders(root, 7) is None
    assert folders(root / "b" / "c" / "a.md", 1) == [root / "b" / "c" / "a.md"]
    assert folders(root / "none", 1) == [root / "none"]


def test_a_file_tells_its_size_and_time(tmp_path: Path) -> None:
    path = write(tmp_path / "a.md", "文")
    os.utime(path, ns=(0, 123_456_789_000))
    assert list(walk(tmp_path)) == [File(path, 3, 123_456_789_000)]


def test_hidden_names_and_tools_folders_are_left_out_and_drafts_are_not(tmp_path: Path) -> None:
    for name in (
        ".git/a.md",
        ".hidden.md",
        "node_modules/x/README.md",
        "__pycache__/a.txt",
        "_drafts/a.md",
        "_posts/b.md",
    ):
        write(tmp_path / name)
    assert names(tmp_path) == ["_drafts/a.md", "_posts/b.md"]


def test_a_root_may_be_hidden_and_may_be_a_file(tmp_path: Path) -> None:
    path = write(tmp_path / ".notes" / "a.md")
    assert names(tmp_path / ".notes") == ["a.md"]
    assert [file.path for file in walk(path)] == [path]


def test_folders_tell_their_own_files_in_the_order_of_their_names(tmp_path: Path) -> None:
    for name in ("b.md", "a.md", "B/c.md", "a/文.md", "a/b/"):
        (tmp_path / name).mkdir(parents=True) if name.endswith("/") else write(tmp_path / name, "文")
    for path in tmp_path.rglob("*.md"):
        os.utime(path, ns=(0, 123_456_789_000))
    top = os.fsencode(tmp_path)

    def listed(*found: str) -> list[Listing]:
        return [Listing(name.encode(), 3, 123_456_789_000) for name in found]

    assert list(walk_folders(tmp_path)) == [
        Folder(top, listed("a.md", "b.md")),
        Folder(top + b"/B", listed("c.md")),
        Folder(top + b"/a", listed("文.md")),
        Folder(top + b"/a/b", []),
    ]


def test_a_root_that_is_a_file_is_the_one_file_of_its_folder(tmp_path: Path) -> None:
    path = write(tmp_path / "a.md")
    (folder,) = walk_folders(path)
    assert folder == Folder(os.fsencode(tmp_path), [Listing(b"a.md", 4, path.stat().st_mtime_ns)])


def test_a_name_is_an_articles_by_what_follows_its_last_dot(tmp_path: Path) -> None:
    for name in ("a.b.md", "a.md.bak", "a.md.", "md", "a md", "a..MD", "x.txt~", ".md"):
        write(tmp_path / name)
    assert names(tmp_path) == ["a..MD", "a.b.md"]


def test_a_folder_named_like_an_article_is_a_folder(tmp_path: Path) -> None:
    write(tmp_path / "a.md" / "b.md")
    assert names(tmp_path) == ["a.md/b.md"]


def test_a_linked_folder_is_walked_once(tmp_path: Path) -> None:
    root = tmp_path / "root"
    write(tmp_path / "elsewhere" / "a.md")
    write(root / "b" / "c.md")
    (root / "one").symlink_to(tmp_path / "elsewhere")
    (root / "two").symlink_to(tmp_path / "elsewhere")
    (root / "b" / "up").symlink_to(root)
    assert names(root) == ["b/c.md", "one/a.md"]


def test_a_folder_in_the_archive_keeps_its_own_place_though_a_link_comes_first(tmp_path: Path) -> None:
    write(tmp_path / "z" / "a.md")
    (tmp_path / "a").symlink_to(tmp_path / "z")
    assert names(tmp_path) == ["z/a.md"]


def test_a_link_into_a_hidden_folder_shows_it(tmp_path: Path) -> None:
    write(tmp_path / ".store" / "a.md")
    (tmp_path / "posts").symlink_to(tmp_path / ".store")
    assert names(tmp_path) == ["posts/a.md"]


def test_links_that_lead_nowhere_are_reported_and_the_walk_goes_on(tmp_path: Path) -> None:
    write(tmp_path / "z.md")
    (tmp_path / "broken.md").symlink_to(tmp_path / "gone.md")
    (tmp_path / "itself.md").symlink_to(tmp_path / "itself.md")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    errors: list[ArchiveError] = []
    assert names(tmp_path, errors) == ["z.md"]
    assert sorted(error.path.name for error in errors) == ["broken.md", "itself.md", "loop"]
    assert names(tmp_path) == ["z.md"]


def test_a_folder_that_cannot_be_read_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "a" / "a.md")
    write(tmp_path / "b" / "b.md")
    scandir = os.scandir

    def refuse(path: str) -> object:
        if os.fsdecode(path).endswith("/a"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    errors: list[ArchiveError] = []
    assert names(tmp_path, errors) == ["b/b.md"]
    assert [str(error) for error in errors] == [f"{tmp_path / 'a'}: no permission to read it"]


def test_a_root_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="no such file or folder"):
        next(walk(tmp_path / "no"))


def test_a_name_that_is_not_utf_8_is_an_article_all_the_same(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/caf\xe9.md"
    with open(path, "wb") as stream:  # noqa: PTH123
        stream.write(b"Text")
    (file,) = walk(tmp_path)
    assert read(file.path).metadata.title == "caf\ufffd"
    assert read_summary(*file)[0].title == "caf\ufffd"


def test_pipes_are_left_out_and_cannot_be_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.md")
    assert names(tmp_path) == []
    with pytest.raises(ArchiveError, match="is not a file"):
        read(tmp_path / "a.md")


def test_folders_deeper_than_pythons_stack_are_walked(tmp_path: Path) -> None:
    with _deep(tmp_path, 1200):
        assert sum(1 for _ in walk(tmp_path)) == 1


@contextmanager
def _deep(root: Path, depth: int) -> Iterator[None]:
    """A file in folders in folders, which go afterwards: what empties the folders of tests is not as patient."""
    here = Path.cwd()
    try:
        os.chdir(root)
        for _ in range(depth):
            os.mkdir("d")  # noqa: PTH102
            os.chdir("d")
        write(Path("a.md"))
        os.chdir(here)
        yield
    finally:
        os.chdir(root)
        for _ in range(depth):
            os.chdir("d")
        os.unlink("a.md")  # noqa: PTH108
        for _ in range(depth):
            os.chdir("..")
            os.rmdir("d")  # noqa: PTH106
        os.chdir(here)


# Reading


def test_an_article_is_read_whole(tmp_path: Path) -> None:
    front = "title: '标题'\ncategories:\n - 甲\n - 乙\ndate: Mon, 23 Aug 2021 10:00:00 GMT\n"
    text = f"\n---\n{front}---\n\n<div>正文</div>\n"
    path = write(tmp_path / "甲" / "乙" / "a.md", text)
    article = read(path, Site(tmp_path))
    assert article.body == "\n<div>正文</div>\n"
    assert article.body_format is BodyFormat.MARKDOWN
    assert article.encoding == "utf-8"
    assert article.faults == ()
    assert article.metadata.title == "标题"
    assert article.metadata.categories == (("甲", "乙"),)
    assert article.metadata.date == datetime(2021, 8, 23, 10, tzinfo=UTC)
    assert article.metadata.language == "zh"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.MD", BodyFormat.MARKDOWN),
        ("a.htm", BodyFormat.HTML),
        ("a.txt", BodyFormat.PLAIN),
        ("a", BodyFormat.PLAIN),
    ],
)
def test_the_extension_tells_how_a_body_is_written(tmp_path: Path, name: str, kind: BodyFormat) -> None:
    assert read(write(tmp_path / name)).body_format is kind


def test_a_file_that_stands_alone_has_no_folders(tmp_path: Path) -> None:
    assert read(write(tmp_path / "a" / "b.md")).metadata.categories == ()


def test_the_encoding_is_kept_and_line_ends_and_controls_are_cleaned(tmp_path: Path) -> None:
    data = "---\r\ntitle: 测试文章的标题\r\n---\r\n昨天下午我们去了城外的小山。\x1b[2J\r\n".encode("gb18030")
    article = read(write(tmp_path / "a.md", data))
    assert article.encoding == "gb18030"
    assert article.metadata.title == "测试文章的标题"
    assert article.body == "昨天下午我们去了城外的小山。␛[2J\n"


def test_every_fault_is_kept_in_the_order_of_reading(tmp_path: Path) -> None:
    article = read(write(tmp_path / "a.md", b'---\ntitle: "a "b"\ndate: soon\n---\n' + "正文正文".encode() + b"\xe6"))
    assert [fault.message.split(":")[0].split(" is ")[0] for fault in article.faults] == [
        ["some bytes are not utf-8 and are shown as �"][0],
        "front matter",
        "date",
    ]


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", bytes(range(1, 32)) * 4])
def test_what_is_not_text_says_so(tmp_path: Path, data: bytes) -> None:
    path = write(tmp_path / "a.md", data)
    for reading in (lambda: read(path), lambda: read_summary(*file_of(path))):
        with pytest.raises(ArchiveError, match="is not text: it "):
            reading()


def test_a_file_that_is_gone_says_so(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="no such file"):
        read(tmp_path / "a.md")
    with pytest.raises(ArchiveError, match="no such file"):
        read_summary(tmp_path / "a.md", 1, 1)
    with pytest.raises(ArchiveError, match="is a folder"):
        read(tmp_path)


def test_a_message_names_the_file_without_its_controls(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError) as caught:
        read(tmp_path / "\x1b[2J.md")
    assert "\x1b" not in str(caught.value)


# Metadata alone

PROSE = "昨天下午我们去了城外的小山，看到许多开花的桃树。\n"
LONG = {
    "yaml.md": "---\ntitle: 标题\ntags: [a]\n---\n" + PROSE * 5000,
    "heading.md": "正文\n\n# 标题\n" + PROSE * 5000,
    "no-title.md": PROSE * 5000,
    "unclosed.md": "---\ntitle: 标题\n\n" + PROSE * 5000,
    "long-front.md": "---\ntitle: 标题\nnote: |\n" + "  一行\n" * 20_000 + "tags: [z]\n---\n# Text\n",
    "one-line.html": "<html lang=ja><title>題</title><body>" + "あ" * 90_000,
    "late-head.html": "<html><head><script>" + "x" * 70_000 + "</script><title>題</title></head><body>x",
    "cut.md": "---\ntitle: 标题\n---\n" + PROSE * 5000 + "a",
    "plain.txt": "x" * 200_000,
}


@pytest.mark.parametrize("name", LONG)
@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "utf-16", "utf-16-le"])
def test_the_first_part_of_a_long_file_says_what_the_whole_says(tmp_path: Path, name: str, codec: str) -> None:
    path = write(tmp_path / name, LONG[name].encode(codec))
    article = read(path)
    known, faults, _ = read_summary(*file_of(path))
    assert known.language == ("ja" if "<html lang=ja>" in LONG[name] else None), "what none names is not guessed"
    assert (known._replace(language=article.metadata.language), faults) == (article.metadata, article.faults)


def test_a_long_article_is_not_read_to_its_end_for_its_metadata(tmp_path: Path) -> None:
    path = write(tmp_path / "a.md", LONG["yaml.md"].encode() + b"\xff")
    assert read_summary(*file_of(path))[1] == ()
    assert len(read(path).faults) == 1


def test_a_file_that_grew_since_the_walk_is_read_as_it_is(tmp_path: Path) -> None:
    path = write(tmp_path / "a.md", "---\ntitle: A\n---\nText")
    assert read_summary(path, 3, path.stat().st_mtime_ns)[0] == read(path).metadata


def test_the_site_decides_what_a_list_of_categories_means(tmp_path: Path) -> None:
    path = write(tmp_path / "a.md", "---\ncategories: [a, b]\n---\n")
    assert read_summary(*file_of(path), Site(tmp_path, SiteKind.HUGO, lists_are_paths=False))[0].categories == (
        ("a",),
        ("b",),
    )


# The body alone, and its hash

SAMPLES = Path(__file__).parents[2] / "sample_articles"


def test_a_body_alone_is_the_body_of_the_article() -> None:
    files = list(walk(SAMPLES))
    assert len(files) > 10
    for file in files:
        article = read(file.path)
        assert read_body(file.path) == (article.body, article.body_format)


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_body_alone_is_decoded_and_cleaned_as_the_articles(tmp_path: Path, codec: str, end: str) -> None:
    text = "---\ntitle: 标题\n---\n" + PROSE + "\x1b[2J\n"
    path = write(tmp_path / "a.html", text.replace("\n", end).encode(codec))
    assert read_body(path) == (PROSE + "␛[2J\n", BodyFormat.HTML) == (read(path).body, BodyFormat.HTML)


def test_a_body_that_cannot_be_read_says_so(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="no such file"):
        read_body(tmp_path / "a.md")


FRONTS = (
    "",
    "---\ntitle: 标题\n---\n",
    "\n+++\ntitle = '題'\n+++\n",
    "Title: 标题\nDate: 2021-08-03\n\n",
    '{"title": "標題"}\n',
)
FRONTS += ("---\ntitle: x\nnote: |\n" + "  一行\n" * 900 + "---\n",)


@pytest.mark.parametrize(
    "codec", ["utf-8", "utf-8-sig", "gb18030", "big5", "cp932", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("lines", [1, 30, 400, 5000])
def test_a_body_has_one_hash_whatever_stands_above_it(tmp_path: Path, codec: str, end: str, lines: int) -> None:
    body = "<p>日本的文字。</p>\n\x07一\n" * lines
    hashes = set()
    for number, front in enumerate(FRONTS):
        # Front matter without what its encoding lacks.
        data = (front + body).replace("\n", end).encode(codec, "ignore")
        hashes.add(read_summary(*file_of(write(tmp_path / str(number) / f"{number}.md", data))).body_hash)
    assert [len(each) for each in hashes] == [16]


def test_another_body_has_another_hash_wherever_they_differ(tmp_path: Path) -> None:
    bodies = [
        "",
        "a",
        "a\n",
        "a\r\n",
        "b\n",
        PROSE * 5000,
        PROSE * 5000 + "a",
        PROSE * 4999 + PROSE.replace("天", "人"),
    ]
    files = [file_of(write(tmp_path / f"{n}.md", f"---\ntitle: A\n---\n{body}")) for n, body in enumerate(bodies)]
    assert len({read_summary(*file).body_hash for file in files}) == len(bodies)


def test_the_same_bytes_in_another_encoding_are_another_body(tmp_path: Path) -> None:
    one = write(tmp_path / "a.md", b'---\ntitle: <meta charset="gbk">\n---\n' + "测试".encode("gb18030"))
    other = write(tmp_path / "b.md", b'---\ntitle: <meta charset="big5">\n---\n' + "测试".encode("gb18030"))
    assert read(one).body != read(other).body
    assert read_summary(*file_of(one)).body_hash != read_summary(*file_of(other)).body_hash


def test_parsers_are_not_imported_before_an_article_needs_them() -> None:
    code = (
        "import sys, reader.archive.files\n"
        "parsers = {'yaml', 'frontmatter', 'charset_normalizer', 'selectolax', 'email', 'tomllib', 'html'}\n"
        "assert not parsers & set(sys.modules), parsers & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_file_of_gigabytes_is_not_read(tmp_path: Path) -> None:
    path = write(tmp_path / "log.txt")
    os.truncate(path, 3_000_000_000)
    with pytest.raises(ArchiveError, match=r"log\.txt: is too large to be an article \(3\.0 GB"):
        read(path)
    with pytest.raises(ArchiveError, match="too large"):
        read_summary(*file_of(path))
