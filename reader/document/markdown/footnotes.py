"""Footnotes, which may be referred to in one piece and defined in another."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.token import Token

    from reader.document.markdown.environment import Environment


def install(md: MarkdownIt) -> None:
    """Puts the rule for definitions in place of the plugin's."""
    md.block.ruler.at("footnote_def", _definition, {"alt": ["paragraph", "reference"]})


def _definition(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The plugin's rule, which would forget the number of a note that an earlier piece refers to."""
    match = _FOOTNOTE.match(state.src, state.bMarks[start] + state.tShift[start])
    if not match:
        return False
    from mdit_py_plugins.footnote.index import footnote_def

    refs = state.env["footnotes"]["refs"]
    number = refs.get(":" + match[1], -1)
    found = footnote_def(state, start, end, silent)
    if found and not silent:
        refs[":" + match[1]] = number
    return found


_FOOTNOTE = re.compile(r"\[\^([^\s\]]+)\]:")


def footnote_list(md: MarkdownIt, environment: Environment) -> list[Token]:
    """The list of footnotes: in the order of their references, then those that nothing refers to."""
    from markdown_it.rules_core import StateCore
    from mdit_py_plugins.footnote.index import footnote_tail

    numbered: dict[int, dict[str, Any]] = environment["footnotes"]["list"]
    defined = {token.meta["label"] for token in environment["notes"] if token.type == "footnote_reference_open"}
    missing = [label for label in (ref[1:] for ref in environment["footnotes"]["refs"]) if label in defined]
    known = {note.get("label") for note in numbered.values()}
    for label in missing:
        if label not in known:
            numbered[len(numbered)] = {"label": label, "count": 0}
    state = StateCore("", md, environment, environment["notes"])
    footnote_tail(state)
    return state.tokens
