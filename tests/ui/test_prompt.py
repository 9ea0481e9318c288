"""The line in which words to find are typed."""

from __future__ import annotations

import pytest
from textual.app import ComposeResult
from textual.pilot import Pilot
from textual.widgets import Input, Static

from reader.document.find import Query
from reader.ui.prompt import Prompt
from reader.ui.type_ahead import TypeAhead
from tests.ui.host import Host, shown, until


class Typist(TypeAhead, can_focus=True):
    """Something with a key that opens the prompt."""

    def compose(self) -> ComposeResult:
        yield Static("")


HISTORY = [Query("first"), Query("se(co)nd", is_regex=True)]


async def opened(app: Host, pilot: Pilot[None], typist: Typist, text: str = "", *, has_regex: bool = True) -> Prompt:
    prompt = Prompt(typist, hint="find", history=HISTORY, has_regex=has_regex, text=text)
    parent = typist.parent
    assert parent is not None
    await app.query_one("_Listener").mount(prompt)
    await until(pilot, lambda: prompt.has_focus_within)
    return prompt


def sign(prompt: Prompt) -> str:
    return str(prompt.query_one("#sign", Static).render())


async def test_what_is_typed_is_told_letter_by_letter() -> None:
    typist = Typist()
    async with shown(typist) as (app, pilot):
        await opened(app, pilot, typist)
        await pilot.press("a", "b", "backspace")
        assert [typed.text for typed in app.heard(Prompt.Typed)] == ["a", "ab", "a"]


@pytest.mark.parametrize(("keys", "text"), [("a b", "ab"), ("end a", "beforea")])
async def test_what_was_there_gives_way_to_what_is_typed_unless_it_is_gone_on_with(keys: str, text: str) -> None:
    typist = Typist()
    async with shown(typist) as (app, pilot):
        prompt = await opened(app, pilot, typist, "before")
        await pilot.press(*keys.split())
        assert prompt.query_one(Input).value == text


async def test_enter_accepts_what_is_there() -> None:
    typist = Typist()
    async with shown(typist) as (app, pilot):
        await opened(app, pilot, typist, "words")
        await pilot.press("enter")
        (accepted,) = app.heard(Prompt.Accepted)
        assert (accepted.text, accepted.is_regex, accepted.by_key) == ("words", False, True)
        assert app.heard(Prompt.Cancelled) == []


async def test_escape_gives_up() -> None:
    typist = Typist()
    async with shown(typist) as (app, pilot):
        await opened(app, pilot, typist)
        await pilot.press("a", "escape")
        assert len(app.heard(Prompt.Cancelled)) == 1
        assert app.heard(Prompt.Accepted) == []


async def test_arrows_walk_what_was_typed_before() -> None:
    typist = Typist()
    async with shown(typist) as (app, pilot):
        prompt = await opened(app, pilot, typist)
        field = prompt.query_one(Input)
        seen = []
        for key in ("up", "up", "up", "down", "down", "down"):
            await pilot.press(key)
            seen.append(field.value)
        assert seen == ["se(co)nd", "first", "first", "se(co)nd", "", ""]
        assert field.cursor_position == len(field.value)


async def test_a_recalled_expression_is_one_again() -> None:
    typist = Typist()
    async with shown(typist) as (app, pilot):
        prompt = await opened(app, pilot, typist)
        await pilot.press("up")
        assert sign(prompt).startswith("regex")
        await pilot.press("enter")
        (accepted,) = app.heard(Prompt.Accepted)
        assert (accepted.text, accepted.is_regex) == ("se(co)nd", True)


async def test_a_key_turns_words_into_an_expression_and_back() -> None:
    typist = Typist()
    async with shown(typist) as (app, pilot):
        prompt = await opened(app, pilot, typist)
        await pilot.press("a", "ctrl+r")
        assert sign(prompt).startswith("regex")
        await pilot.press("ctrl+r")
        assert sign(prompt) == "/"
        assert [(typed.text, typed.is_regex) for typed in app.heard(Prompt.Typed)] == [
            ("a", False),
            ("a", True),
            ("a", False),
        ]


async def test_a_prompt_without_expressions_has_no_such_key() -> None:
    typist = Typist()
    async with shown(typist) as (app, pilot):
        prompt = await opened(app, pilot, typist, has_regex=False)
        await pilot.press("ctrl+r")
        assert sign(prompt) == "/"


async def test_what_is_said_is_no_markup() -> None:
    typist = Typist()
    async with shown(typist) as (app, pilot):
        prompt = await opened(app, pilot, typist)
        prompt.say("[bold]2/17[/", is_wrong=True)
        await pilot.pause()
        said = prompt.query_one("#said", Static)
        assert str(said.render()) == "[bold]2/17[/"
        assert said.has_class("-wrong")
        prompt.say("2/17")
        assert not said.has_class("-wrong")


async def test_turning_to_something_else_keeps_what_was_typed() -> None:
    typist = Typist()
    async with shown(typist) as (app, pilot):
        await opened(app, pilot, typist, "words")
        app.screen.set_focus(typist)
        await until(pilot, lambda: app.heard(Prompt.Accepted))
        (accepted,) = app.heard(Prompt.Accepted)
        assert (accepted.text, accepted.by_key) == ("words", False)


async def test_keys_after_enter_go_to_whoever_has_the_focus_next() -> None:
    typist = Typist()
    async with shown(typist) as (app, pilot):
        prompt = await opened(app, pilot, typist, "words")
        field = prompt.query_one(Input)
        await pilot.press("enter", "x", "y")
        assert field.value == "words"
        assert len(app.heard(Prompt.Accepted)) == 1
