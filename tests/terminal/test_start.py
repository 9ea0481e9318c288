"""Starting and leaving the program."""

from __future__ import annotations

import re
from pathlib import Path

from tests.terminal.archives import Archive, paragraphs
from tests.terminal.conftest import Start


def test_without_a_path_the_first_start_opens_the_samples_at_the_welcome(broadsheet: Start) -> None:
    terminal = broadsheet()
    terminal.wait_for("Welcome to Broadsheet", "Broadsheet reads a folder of articles", "q quit")


def test_a_folder_opens_at_its_newest_article(broadsheet: Start, archive: Archive) -> None:
    archive.add("旧.md", "很久以前写的。", title="旧文章", date="2019-01-01")
    archive.add("新.md", "昨天才写的。", title="新文章", date="2022-01-01")
    terminal = broadsheet(archive.folder)
    terminal.wait_for("昨天才写的。", "旧文章")
    assert "很久以前写的。" not in terminal.text


def test_what_is_typed_while_the_program_starts_is_done_when_it_can_be(broadsheet: Start, archive: Archive) -> None:
    archive.add("long.html", paragraphs(40), title="长文")
    terminal = broadsheet(archive.folder)
    terminal.type("Gs长文")
    terminal.wait_for("Ctrl-t", "长文")
    terminal.press("escape")
    terminal.wait_for("第40段")


def test_a_single_file_opens(broadsheet: Start, archive: Archive) -> None:
    archive.add("other.md", "Not this one.", date="2022-01-01")
    terminal = broadsheet(archive.add("this.html", "<p>只读<strong>这一篇</strong>。</p>"))
    terminal.wait_for("只读这一篇。")


def test_a_terminal_that_can_only_print_is_told_what_can(
    broadsheet: Start, archive: Archive, environment: dict[str, str]
) -> None:
    environment["TERM"] = "dumb"
    terminal = broadsheet(archive.folder)
    terminal.wait_for("TERM=dumb", "no screen to read on")


def test_several_folders_stand_in_the_tree_side_by_side(broadsheet: Start, archive: Archive) -> None:
    archive.add("news/one.md", "One.", title="First of two")
    archive.add("blog/two.md", "Two.", title="Second of two")
    terminal = broadsheet(archive.folder / "news", archive.folder / "blog")
    terminal.wait_for("First of two", "Second of two", "One.")
    terminal.press("tab")
    terminal.wait_for("v view")
    terminal.press("v")
    terminal.wait_for("By folder", "news", "blog")


def test_the_archive_opened_last_opens_again_without_a_path(broadsheet: Start, archive: Archive) -> None:
    archive.add("remembered.md", "Here again.")
    first = broadsheet(archive.folder)
    first.wait_for("Here again.")
    first.press("q")
    assert first.exit_code() == 0
    broadsheet().wait_for("Here again.")


def test_quitting_leaves_the_terminal_as_it_was(broadsheet: Start) -> None:
    terminal = broadsheet()
    terminal.wait_for("Welcome to Broadsheet")
    assert not terminal.modes_are_as_before
    terminal.press("q")
    assert terminal.exit_code() == 0
    assert terminal.modes_are_as_before
    is_on = {}
    for mode, switch in re.findall(rb"\x1b\[\?(\d+)([hl])", terminal.raw):
        is_on[mode] = switch == b"h"
    # The cursor (25) and wrapping (7) are there again; alternate screen, mouse and paste modes are off.
    assert {mode for mode, on in is_on.items() if on} <= {b"25", b"7"}
    assert is_on[b"25"]
    assert not is_on[b"1049"]


def test_nothing_is_written_under_the_archive(broadsheet: Start, archive: Archive) -> None:
    archive.add("category/one.md", paragraphs(30), date="2022-01-02")
    archive.add("category/two.html", "<p>Two.</p>")
    before = archive.digest()
    terminal = broadsheet(archive.folder)
    terminal.wait_for("第1段")
    terminal.press("G")
    terminal.wait_for("第30段")
    terminal.press("J")
    terminal.wait_for("Two.")
    terminal.press("q")
    assert terminal.exit_code() == 0
    assert archive.digest() == before


def test_nothing_is_written_into_an_empty_home_but_under_its_own_folders(
    broadsheet: Start, archive: Archive, environment: dict[str, str]
) -> None:
    archive.add("one.md", "One.")
    terminal = broadsheet(archive.folder)
    terminal.wait_for("One.")
    terminal.press("q")
    terminal.exit_code()
    home = Path(environment["HOME"])
    written = [path.relative_to(home) for path in home.rglob("*") if path.is_file()]
    assert all("broadsheet" in path.parts for path in written), written
