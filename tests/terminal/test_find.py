"""Finding in an article, as a reader does it."""

from __future__ import annotations

from tests.terminal.archives import Archive, paragraphs
from tests.terminal.conftest import Start
from tests.terminal.panes import border, page
from tests.terminal.terminal import Terminal


def _long_article(broadsheet: Start, archive: Archive) -> Terminal:
    archive.add("long.html", paragraphs(60), title="A long article")
    terminal = broadsheet(archive.folder)
    terminal.wait_for("第1段", "q quit")
    return terminal


def _ask(terminal: Terminal, *, is_regex: bool = False) -> None:
    """Opens the line in which a search is typed."""
    terminal.press("/")
    terminal.wait_for("/ find in this article")
    if is_regex:
        terminal.press("ctrl-r")
        terminal.wait_for("regex /")


def _backgrounds(terminal: Terminal, word: str) -> set[str]:
    """The colours under a word, wherever it stands on the page: right of the tree, above the last lines."""
    left, below = border(terminal) or 0, terminal.rows - 2
    return {terminal.background(at) for at in terminal.positions(word) if at.x > left and at.y < below}


def test_a_word_typed_in_one_write_with_the_slash_is_found_and_lit(broadsheet: Start, archive: Archive) -> None:
    terminal = _long_article(broadsheet, archive)
    ground = _backgrounds(terminal, "句号")
    terminal.type("/句号")
    terminal.wait_for("1/60")
    terminal.wait_until(lambda: not _backgrounds(terminal, "句号") & ground, "matches that are lit")
    lit = _backgrounds(terminal, "句号")
    # One of the matches is the current one, and it is lit more than the others.
    assert len(lit) == 2


def test_no_key_typed_together_with_the_slash_is_lost(broadsheet: Start, archive: Archive) -> None:
    terminal = _long_article(broadsheet, archive)
    terminal.type("/行首不能有句号\r")
    terminal.wait_for("1/60", "j move")
    terminal.type("nnn")
    terminal.wait_for("4/60")


def test_n_goes_on_and_says_when_it_went_round_the_end(broadsheet: Start, archive: Archive) -> None:
    terminal = _long_article(broadsheet, archive)
    _ask(terminal)
    terminal.type("第6")
    terminal.wait_for("1/2")
    terminal.press("enter")
    terminal.wait_without("/ 第6")
    terminal.press("n")
    terminal.wait_for("2/2", "第60段")
    terminal.press("n")
    terminal.wait_for("1/2", "Went on from the top.")
    terminal.press("N")
    terminal.wait_for("2/2", "Went on from the end.")


def test_escape_returns_to_where_the_search_began(broadsheet: Start, archive: Archive) -> None:
    terminal = _long_article(broadsheet, archive)
    for _ in range(2):
        before = page(terminal)
        terminal.press("space")
        terminal.wait_until(lambda: page(terminal) != before, "another page")  # noqa: B023
    before = page(terminal)
    _ask(terminal)
    terminal.type("第57段")
    terminal.wait_for("1/1")
    assert page(terminal) != before
    terminal.press("escape")
    terminal.wait_without("1/1")
    terminal.wait_until(lambda: page(terminal) == before, "the place where the search began")
    assert len(_backgrounds(terminal, "句号")) == 1


def test_a_search_can_be_a_regular_expression(broadsheet: Start, archive: Archive) -> None:
    terminal = _long_article(broadsheet, archive)
    _ask(terminal, is_regex=True)
    terminal.type(r"第[12]0段")
    terminal.wait_for("1/2")


def test_a_bad_pattern_says_what_is_wrong(broadsheet: Start, archive: Archive) -> None:
    terminal = _long_article(broadsheet, archive)
    _ask(terminal, is_regex=True)
    terminal.type("(段")
    terminal.wait_for("missing )")
    terminal.type(")")
    terminal.wait_for("1/60")


def test_a_hopeless_pattern_says_so_and_the_screen_answers_meanwhile(broadsheet: Start, archive: Archive) -> None:
    archive.add("hopeless.html", f"<p>{'a' * 2_000}b</p>{paragraphs(40)}", title="Hopeless")
    terminal = broadsheet(archive.folder)
    terminal.wait_for("aaaa", "q quit")
    _ask(terminal, is_regex=True)
    terminal.type("(a+)+$")
    terminal.wait_for("Gave up after 0.5 s")
    terminal.press("escape")
    terminal.wait_without("regex")
    terminal.press("G")
    terminal.wait_for("第40段")


def test_the_words_of_before_come_back_with_the_up_key(broadsheet: Start, archive: Archive) -> None:
    terminal = _long_article(broadsheet, archive)
    _ask(terminal)
    terminal.type("第33段\r")
    terminal.wait_for("1/1")
    terminal.press("escape")
    terminal.wait_without("1/1")
    terminal.press("g")
    terminal.wait_for("第1段")
    _ask(terminal)
    terminal.press("up")
    terminal.wait_for("1/1", "第33段")


def test_what_is_not_there_is_said(broadsheet: Start, archive: Archive) -> None:
    terminal = _long_article(broadsheet, archive)
    _ask(terminal)
    terminal.type("没有的词")
    terminal.wait_for("no match")
    terminal.press("enter")
    terminal.wait_for("j move")
    terminal.press("n")
    terminal.wait_for("No match")


def test_words_are_found_across_styles_and_line_ends(broadsheet: Start, archive: Archive) -> None:
    archive.add("styles.html", "<p>一<strong>二</strong>三<br>四<a href='https://example.org'>五</a></p>")
    terminal = broadsheet(archive.folder)
    terminal.wait_for("一二三")
    _ask(terminal)
    terminal.type("一二三四五")
    terminal.wait_for("1/1")


def test_empty_matches_do_not_loop(broadsheet: Start, archive: Archive) -> None:
    terminal = _long_article(broadsheet, archive)
    _ask(terminal, is_regex=True)
    terminal.type("x*$")
    terminal.wait_for("no match")
    terminal.press("escape")
    terminal.wait_without("no match")
    terminal.press("G")
    terminal.wait_for("第60段")
