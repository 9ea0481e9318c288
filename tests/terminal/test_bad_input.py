"""Files that no one should write, paths that are not there, and terminals that are none."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.terminal.archives import Archive, paragraphs
from tests.terminal.conftest import ROOT, Start
from tests.terminal.panes import page, tree, tree_row
from tests.terminal.terminal import Terminal

CLIPBOARD = "\x1b]52;c;c3RvbGVu\x07"
WINDOW_TITLE = "\x1b]0;stolen\x1b\\"
RED = "\x1b[31;5m"
C1_RED = "\x9b31;5m"
OVERRIDE = "\u202e"

# What would reach the terminal if any of the above got through as it is.
HOSTILE = [
    b"\x1b]52",
    b"\x1b]0;stolen",
    b"\x1b[31;5m",
    "\x9b".encode(),
    "\x9d".encode(),
    OVERRIDE.encode(),
]


def _run(environment: dict[str, str], *arguments: str | Path | bytes) -> subprocess.CompletedProcess[str]:
    """Runs the program with pipes, where it has no terminal."""
    return subprocess.run(
        [sys.executable, "-m", "reader", *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=environment,
        timeout=30,
        check=False,
    )


def _waits_for_page(terminal: Terminal, words: str) -> None:
    """Waits for words on the page, wherever its lines are broken."""
    terminal.wait_until(lambda: words in " ".join(" ".join(page(terminal)).split()), repr(words))


def _still_answers(terminal: Terminal) -> None:
    """Opens and closes the help, and leaves."""
    terminal.press("?")
    terminal.wait_for("In the tree")
    terminal.press("q")
    terminal.wait_without("In the tree")
    terminal.press("q")
    assert terminal.exit_code() == 0, terminal.text


def _everything_is_permitted() -> bool:
    """Whether a file that no one may read can be read all the same."""
    with tempfile.NamedTemporaryFile() as file:
        Path(file.name).chmod(0)
        return os.access(file.name, os.R_OK)


# before the screen starts


def test_a_missing_path_is_named_on_standard_error(environment: dict[str, str], tmp_path: Path) -> None:
    result = _run(environment, tmp_path / "nowhere")
    assert result.returncode == 2
    assert result.stdout == ""
    assert result.stderr == f"broadsheet: {tmp_path / 'nowhere'}: no such file or folder\n"


def test_a_missing_path_leaves_a_terminal_alone(broadsheet: Start, tmp_path: Path) -> None:
    terminal = broadsheet(tmp_path / "nowhere")
    assert terminal.exit_code() == 2
    assert b"no such file or folder" in terminal.raw
    assert b"\x1b" not in terminal.raw


def test_the_name_of_a_missing_path_cannot_write_to_the_terminal(environment: dict[str, str]) -> None:
    result = _run(environment, f"{CLIPBOARD}{RED}.md")
    assert result.returncode == 2
    assert "no such file or folder" in result.stderr
    assert "\x1b" not in result.stderr
    assert "\x07" not in result.stderr


@pytest.mark.skipif(_everything_is_permitted(), reason="everything is permitted, as to root")
def test_a_folder_without_permission_is_named_on_standard_error(environment: dict[str, str], archive: Archive) -> None:
    archive.folder.chmod(0)
    try:
        result = _run(environment, archive.folder)
    finally:
        archive.folder.chmod(0o700)
    assert result.returncode == 2
    assert result.stderr == f"broadsheet: {archive.folder}: no permission to read it\n"


@pytest.mark.skipif(_everything_is_permitted(), reason="everything is permitted, as to root")
def test_an_article_without_permission_says_so_on_its_page(broadsheet: Start, archive: Archive) -> None:
    archive.add("open.md", "This one can be read.", date="2022-01-01")
    archive.add("secret.md", "Not to be read.", date="2030-01-01").chmod(0)
    terminal = broadsheet(archive.folder)
    terminal.wait_for("secret", "open")
    terminal.click(terminal.position("secret"))
    _waits_for_page(terminal, "no permission to read it")
    _still_answers(terminal)


def test_without_a_terminal_one_line_says_so(environment: dict[str, str]) -> None:
    result = _run(environment)
    assert result.returncode == 2
    assert result.stdout == ""
    assert result.stderr.startswith("broadsheet: this is no terminal")
    assert result.stderr.count("\n") == 1


# archives and files that hold nothing, or the wrong thing


def test_a_folder_without_articles_says_what_is_read(broadsheet: Start, archive: Archive) -> None:
    archive.add_bytes("picture.png", b"\x89PNG\r\n")
    terminal = broadsheet(archive.folder)
    terminal.wait_for("No articles here.")
    _waits_for_page(terminal, "holds no articles. Broadsheet reads files whose names")
    _still_answers(terminal)


def test_an_empty_file_says_so(broadsheet: Start, archive: Archive) -> None:
    archive.add_bytes("empty.md", b"")
    terminal = broadsheet(archive.folder)
    terminal.wait_for("100%")
    assert tree_row(terminal, "empty")
    assert "empty" in "\n".join(page(terminal))
    _still_answers(terminal)


def test_an_article_that_vanished_after_it_was_listed_says_so(broadsheet: Start, archive: Archive) -> None:
    archive.add("stays.md", "This one stays.", date="2022-01-01")
    vanishing = archive.add("vanishes.md", "This one goes.", date="2021-01-01")
    terminal = broadsheet(archive.folder)
    terminal.wait_for("This one stays.", "vanishes")
    vanishing.unlink()
    terminal.click(terminal.position("vanishes"))
    _waits_for_page(terminal, "no such file or folder")
    terminal.click(terminal.position("stays"))
    terminal.wait_for("This one stays.")
    _still_answers(terminal)


def test_a_folder_that_vanished_while_it_was_read_does_no_harm(broadsheet: Start, archive: Archive) -> None:
    archive.add("one/stays.md", "This one stays.", date="2022-01-01")
    gone = archive.add("two/goes.md", "This one goes.", date="2021-01-01")
    terminal = broadsheet(archive.folder)
    terminal.wait_for("This one stays.", "goes")
    gone.unlink()
    gone.parent.rmdir()
    terminal.click(terminal.position("goes"))
    _waits_for_page(terminal, "no such file or folder")
    _still_answers(terminal)


def test_a_binary_file_opens_as_what_it_is(broadsheet: Start, archive: Archive) -> None:
    archive.add_bytes("binary.md", bytes(range(256)) * 400)
    archive.add("text.md", "Plain text.", date="2000-01-01")
    terminal = broadsheet(archive.folder)
    terminal.wait_for("binary", "text")
    terminal.click(terminal.position("binary"))
    terminal.wait_until(lambda: "●" in tree_row(terminal, "binary"), "the binary file opened")
    terminal.press("space", "space", "G")
    assert not any(hostile in terminal.raw for hostile in HOSTILE)
    _still_answers(terminal)


# sizes


def test_100000_nested_elements_open(broadsheet: Start, archive: Archive) -> None:
    deep = "<div>" * 100_000 + "<p>At the bottom.</p>" + "</div>" * 100_000
    archive.add("deep.html", f"<p>At the top.</p>{deep}<p>After it.</p>")
    terminal = broadsheet(archive.folder)
    terminal.wait_for("At the top.", "100%")
    assert "At the bottom." in terminal.text
    assert "After it." in terminal.text
    _still_answers(terminal)


def test_a_line_of_5_megabytes_opens_and_can_be_read_to_its_end(broadsheet: Start, archive: Archive) -> None:
    line = "一行很长的字，没有换行。" * (5_000_000 // 36)
    archive.add_bytes("line.txt", f"开头。{line}结尾。".encode())
    terminal = broadsheet(archive.folder)
    terminal.wait_for("开头。")
    terminal.press("space")
    terminal.wait_without("开头。")
    terminal.wait_without("reading …", seconds=30)
    terminal.press("G")
    terminal.wait_for("结尾。", seconds=30)
    _still_answers(terminal)


def test_a_title_of_10000_characters_is_cut_in_the_tree_and_whole_on_the_page(
    broadsheet: Start, archive: Archive
) -> None:
    archive.add("long.md", "The body under it.", title="很长的标题" * 2_000)
    terminal = broadsheet(archive.folder)
    _waits_for_page(terminal, "很长的标题很长的标题很长的标题")
    assert "…" in tree_row(terminal, "很长")
    terminal.press("G")
    terminal.wait_for("The body under it.")
    _still_answers(terminal)


# names and bodies that want to be markup or commands


def test_markup_in_titles_and_folders_is_text(broadsheet: Start, archive: Archive) -> None:
    archive.add("[bold]/[@click=quit]/one.md", "Body.", title="[/bold] [Linux] [/] \\[red]教程")
    terminal = broadsheet(archive.folder)
    terminal.wait_for("Body.", "[bold]", "[@click=quit]")
    assert any("[/bold] [Linux]" in row for row in tree(terminal))
    assert any("[/bold] [Linux] [/] \\[red]教程" in row for row in page(terminal))
    terminal.press("T", "?")
    terminal.wait_for("In the tree")
    terminal.press("q")
    terminal.wait_without("In the tree")
    terminal.press("v")
    _still_answers(terminal)


@pytest.mark.parametrize("suffix", ["md", "html", "txt"])
def test_nothing_in_an_article_writes_to_the_terminal_itself(broadsheet: Start, archive: Archive, suffix: str) -> None:
    everything = CLIPBOARD + WINDOW_TITLE + RED + C1_RED + OVERRIDE
    references = "&#27;]52;c;c3RvbGVu&#7;&#x1b;[31;5m&#155;31;5m&#8238;"
    archive.add(
        f"hostile.{suffix}",
        f"<p>first {everything} {references}</p>"
        f'<p><a href="https://example.org/{everything}{references}" title="{references}">link</a>'
        f'<img src="{references}" alt="{references} picture"></p>'
        f'<pre><code class="language-{references}">{everything}{references}</code></pre>'
        f"\n\n| {references} |\n| --- |\n| {everything} |\n\nlast",
        title=f"title {everything} {references}",
    )
    archive.add(f"category \x1b]0;stolen\x07/one.{suffix}", "Body.", title="In a hostile folder")
    archive.add(f"\x1b[31;5mname.{suffix}", "Body.", title="")
    terminal = broadsheet(archive.folder, columns=140)
    terminal.wait_for("title", "q quit")
    terminal.click(terminal.position("title"))
    terminal.wait_for("first", "last")
    for _ in range(4):
        terminal.press("J")
    terminal.press("tab", "v")
    terminal.press("G")
    terminal.press("q")
    assert terminal.exit_code() == 0
    assert [hostile for hostile in HOSTILE if hostile in terminal.raw] == []


def test_a_notice_about_a_hostile_link_is_harmless(broadsheet: Start, archive: Archive) -> None:
    archive.add("link.md", f'<p><a href="javascript:{CLIPBOARD}&#27;]52;c;eA==&#7;">here</a></p>')
    terminal = broadsheet(archive.folder)
    terminal.wait_for("here", "q quit")
    terminal.click(terminal.position("here"))
    terminal.wait_for("Not opened:")
    assert [hostile for hostile in HOSTILE if hostile in terminal.raw] == []


def test_only_web_and_mail_addresses_become_links_of_the_terminal(broadsheet: Start, archive: Archive) -> None:
    archive.add(
        "links.html",
        '<p><a href="https://example.org/a">web</a> <a href="file:///etc/passwd">file</a> '
        '<a href="javascript:alert(1)">script</a> <a href="mailto:a@example.org">mail</a></p>',
    )
    terminal = broadsheet(archive.folder)
    terminal.wait_for("web file script mail")
    assert b"https://example.org/a" in terminal.raw
    assert b"mailto:a@example.org" in terminal.raw
    assert b"file:///" not in terminal.raw
    assert b"javascript:" not in terminal.raw


def test_nothing_under_a_bad_archive_is_written(broadsheet: Start, archive: Archive) -> None:
    archive.add_bytes("empty.md", b"")
    archive.add_bytes("binary.md", bytes(range(256)))
    archive.add_bytes("broken.md", b"---\ntitle: 'a'b'\ndate: [\n---\n\nBody.")
    archive.add("large.html", paragraphs(2_000))
    before = archive.digest()
    terminal = broadsheet(archive.folder)
    terminal.wait_for("empty", "binary", "large")
    terminal.click(terminal.position("large"))
    terminal.wait_for("第1段")
    for _ in range(3):
        terminal.press("K")
    _still_answers(terminal)
    assert archive.digest() == before
