"""Where links lead, on the whole screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Static

from reader.ui.address import AddressAsked
from reader.ui.app import Broadsheet
from reader.ui.article_view import ArticleView
from reader.ui.footnote import Footnote
from reader.ui.link_list import LinkList
from reader.ui.reading_screen import ReadingScreen
from tests.ui.host import lines, until
from tests.ui.test_reading_screen import opened_article, page, reading, status, title

ONE = (
    """---
title: The one
date: 2021-02-02
link: https://blog.example.org/2021/one/
---
Words[^1], [[The: other#Below|wiki]], [file](other.md), [permalink](/2021/other/), {% post_link other %}, [end](#end),
[web](https://例え.jp/a), [bad](javascript:alert), [imitation](https://www.аррӏе.com/),
[bank.com](https://bank.com.evil.example/), [nowhere](missing.md#x).

```
code to copy
```
"""
    + "more words\n\n" * 60
    + """
## End

[^1]: The note says [this](https://note.example/).
"""
)
OTHER = (
    "---\ntitle: 'The: other'\npermalink: /2021/other/\ndate: 2021-01-01\n---\n" + "text\n\n" * 80 + "## Below\n\nend\n"
)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    (tmp_path / "one.md").write_text(ONE, encoding="utf-8")
    (tmp_path / "other.md").write_text(OTHER, encoding="utf-8")
    return tmp_path


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that the program hands to a browser."""
    handed: list[str] = []
    monkeypatch.setattr(Broadsheet, "open_address", lambda self, address, base: handed.append(address))
    return handed


def asked(app: Broadsheet) -> str:
    """What the question says."""
    assert isinstance(app.screen, AddressAsked)
    return "\n".join(str(each.render()) for each in app.screen.query(Static))


async def follow(screen: ReadingScreen, words: str) -> None:
    """Clicks the link with these words."""
    view = screen.view
    document = view.document
    assert document is not None
    from reader.document.targets import target_at

    target = target_at(document, document.text.index(words))
    assert target is not None
    view.post_message(ArticleView.Followed(target.address, target))


@pytest.mark.parametrize("words", ["wiki", "file", "permalink", "other,"])
async def test_articles_of_the_archive_open_in_the_program(archive: Path, words: str, opened: list[str]) -> None:
    async with reading(archive, opened="The one") as (_, screen, pilot):
        await follow(screen, words)
        await opened_article(pilot, screen, "The: other")
        if words == "wiki":
            await until(pilot, lambda: "Below" in page(screen))
        await pilot.press("backspace")
        await opened_article(pilot, screen, "The one")
        assert opened == []


async def test_an_address_is_shown_before_it_is_opened(archive: Path, opened: list[str]) -> None:
    async with reading(archive, opened="The one") as (app, screen, pilot):
        for key, expected in (("escape", []), ("enter", ["https://xn--r8jz45g.jp/a"])):
            await follow(screen, "web")
            await until(pilot, lambda: isinstance(app.screen, AddressAsked))
            await pilot.pause()
            assert "https://xn--r8jz45g.jp/a" in asked(app)
            assert "例え.jp" in asked(app)
            await pilot.press(key)
            await until(pilot, lambda: app.screen is screen)
            assert opened == expected


async def test_the_label_again_opens_and_keys_typed_before_the_question_do_not(
    archive: Path, opened: list[str]
) -> None:
    async with reading(archive, opened="The one", size=(140, 30)) as (app, screen, pilot):
        await pilot.press("f")
        await pilot.pause()
        label = next(label for label, (target, _) in screen.view.labels.labelled.items() if "例え" in target.address)
        for key in (*label, "enter", "q"):
            app.simulate_key(key)
        await until(pilot, lambda: isinstance(app.screen, AddressAsked))
        await pilot.pause()
        assert opened == []
        assert f"or {label} opens" in asked(app)
        await pilot.press(*label)
        await until(pilot, lambda: app.screen is screen)
        assert len(opened) == 1


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("imitation", ("xn--80ak6aa92e.com", "may imitate another host")),
        ("bank.com", ("name bank.com, but it leads to bank.com.evil.example",)),
    ],
)
async def test_a_host_that_is_not_as_it_looks_is_warned_of(
    archive: Path, link: str, said: tuple[str, ...], opened: list[str]
) -> None:
    async with reading(archive, opened="The one") as (app, screen, pilot):
        await follow(screen, link)
        await until(pilot, lambda: isinstance(app.screen, AddressAsked))
        await pilot.pause()
        for warning in said:
            assert warning in asked(app)


@pytest.mark.parametrize(("words", "said"), [("bad", "javascript:alert is no address of the web")])
async def test_what_is_never_opened_says_so(archive: Path, words: str, said: str, opened: list[str]) -> None:
    async with reading(archive, opened="The one") as (app, screen, pilot):
        await follow(screen, words)
        await until(pilot, lambda: said in status(screen))
        assert app.screen is screen
        assert opened == []


async def test_a_footnote_shows_over_the_page_and_leads_there(archive: Path) -> None:
    async with reading(archive, opened="The one") as (app, screen, pilot):
        before = lines(screen.view)
        await pilot.press("f", "a")
        await until(pilot, lambda: isinstance(app.screen, Footnote))
        await pilot.pause()
        note = app.screen
        assert isinstance(note, Footnote)
        assert "The note says this." in lines(note.text)[0]
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen)
        assert lines(screen.view) == before
        await pilot.press("f")
        await until(pilot, lambda: "The note says this." in status(screen))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Footnote))
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is screen and "The note says" in page(screen))
        await pilot.press("backspace")
        await until(pilot, lambda: lines(screen.view) == before)


async def test_all_links_are_listed_filtered_and_followed(archive: Path) -> None:
    async with reading(archive, opened="The one", size=(120, 30)) as (app, screen, pilot):
        for key in ("F", *"note.ex"):
            app.simulate_key(key)
        await until(pilot, lambda: isinstance(app.screen, LinkList))
        over = app.screen
        assert isinstance(over, LinkList)
        await until(pilot, lambda: over.list.count == 1)
        await pilot.press("escape")
        await pilot.pause()
        drawn = "\n".join(lines(over.list))
        assert all(words in drawn for words in ("The: other", "article", "never opened", "xn--r8jz45g.jp", "#end"))
        assert "The note says this." in drawn
        assert "↩" not in drawn
        await pilot.press(*"perma", "enter")
        await opened_article(pilot, screen, "The: other")


async def test_the_status_line_says_where_a_link_leads(archive: Path) -> None:
    async with reading(archive, opened="The one") as (_, screen, pilot):
        screen.view.post_message(ArticleView.Pointed("other.md#Below"))
        await until(pilot, lambda: "→ The: other #Below" in status(screen))
        screen.view.post_message(ArticleView.Pointed("https://例え.jp/a"))
        await until(pilot, lambda: "https://xn--r8jz45g.jp/a" in status(screen))
        screen.view.post_message(ArticleView.Pointed(""))
        await until(pilot, lambda: "xn--" not in status(screen))


async def test_what_is_not_as_it_looks_is_said_before_it_is_followed(archive: Path) -> None:
    body = "[one](https://аррӏе.com/a), [www.bank.com](https://evil.example/a), [plain](https://example.org/a)"
    (archive / "doubt.md").write_text(f"---\ntitle: Doubt\n---\n{body}\n", encoding="utf-8")
    async with reading(archive / "doubt.md", opened="Doubt", size=(160, 30)) as (app, screen, pilot):
        await pilot.press("f")
        await until(pilot, lambda: "⚠ “аррӏе” looks Latin and is Cyrillic" in status(screen))
        await pilot.press("tab")
        await until(pilot, lambda: "⚠ The words of the link name bank.com" in status(screen))
        await pilot.press("tab")
        await until(pilot, lambda: "https://example.org/a" in status(screen) and "⚠" not in status(screen))
        await pilot.press("escape")
        screen.view.post_message(ArticleView.Pointed("https://evil.example/a", words="www.bank.com"))
        await until(pilot, lambda: "⚠ The words of the link name bank.com" in status(screen))
        await pilot.press("F")
        await until(pilot, lambda: isinstance(app.screen, LinkList))
        assert isinstance(app.screen, LinkList)
        drawn = lines(app.screen.list)
        assert "⚠ “аррӏе” looks Latin" in drawn[0]
        assert "⚠ The words of the link name bank.com" in drawn[1]
        assert "https://example.org/a" in drawn[2]


async def test_code_is_copied_by_its_label(archive: Path) -> None:
    async with reading(archive, opened="The one", size=(140, 30)) as (app, screen, pilot):
        await pilot.press("f")
        await pilot.pause()
        label = next(label for label, (target, _) in screen.view.labels.labelled.items() if not target.address)
        await pilot.press(*label)
        await until(pilot, lambda: app.clipboard == "code to copy")
        assert title(screen) == "The one"


async def test_keys_behind_a_label_go_on_after_it(archive: Path) -> None:
    async with reading(archive, opened="The one", size=(140, 30)) as (app, screen, pilot):
        await pilot.press("f")
        await pilot.pause()
        label = next(label for label, (t, _) in screen.view.labels.labelled.items() if t.address == "#end")
        for key in (*label, "g"):
            app.simulate_key(key)
        await pilot.pause()
        await pilot.pause()
        await until(pilot, lambda: "The one" in page(screen))
        assert app.screen is screen


async def test_a_path_that_leads_nowhere_says_so_where_it_has_no_site_either(archive: Path) -> None:
    (archive / "bare.md").write_text("---\ntitle: Bare\n---\n[missing](no/such.md)\n", encoding="utf-8")
    async with reading(archive / "bare.md", opened="Bare") as (_, screen, pilot):
        await follow(screen, "missing")
        await until(pilot, lambda: "no/such.md is no article of the archive" in status(screen))


async def test_keys_behind_the_one_that_closes_go_to_the_page(archive: Path) -> None:
    async with reading(archive, opened="The one") as (app, screen, pilot):
        for key in ("f", "a", "enter", "enter", "g", "J"):
            app.simulate_key(key)
        await opened_article(pilot, screen, "The: other")
        assert app.screen is screen
