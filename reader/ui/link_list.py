"""All links of an article in a list: what they say, what they are, where they lead."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reader.document.model import Document
from reader.document.targets import Kind, Target, is_way_back, note, targets, words_of
from reader.ui.following import DOUBT, NOWHERE
from reader.ui.line_list import Line, LineList
from reader.ui.list_overlay import ListOverlay
from reader.ui.type_ahead import TypeAhead


def listed(document: Document) -> list[Target]:
    """The links, pictures and media of a document, in reading order, without the ways back from footnotes."""
    return [target for target in targets(document) if not is_way_back(document, target)]


def kind_of(document: Document, target: Target, leads_to: str) -> str:
    """What a target is, in a word."""
    if leads_to.startswith("→"):
        return "article"
    if leads_to.startswith("never opened"):
        return "refused"
    if target.kind is not Kind.LINK:
        return target.kind.value
    if leads_to.startswith(NOWHERE):
        return "nowhere"
    if target.address.startswith("#"):
        return "note" if note(document, target) is not None else "place"
    if leads_to.lower().startswith("mailto:"):
        return "mail"
    return "doubtful" if leads_to.startswith(DOUBT) else "web"


class LinkList(ListOverlay):
    """Answers with the link that was chosen, or with None. Where links lead is looked up for those on the screen."""

    def __init__(
        self,
        document: Document,
        found: Sequence[Target],
        leads_to: Callable[[Target], str],
        here: int,
        typist: TypeAhead,
    ) -> None:
        known: dict[int, tuple[str, str]] = {}

        def about(number: int) -> tuple[str, str]:
            if number not in known:
                target = found[number]
                leads = leads_to(target)
                said = note(document, target)
                first = leads.removeprefix("→ ").removeprefix(NOWHERE).partition("   ")[0]
                if said is not None:
                    first = " ".join(said.text.split())
                known[number] = (first, f"  {kind_of(document, target, leads):>8}")
            return known[number]

        lines = [Line(words_of(document, each), searched=each.address) for each in found]
        nearest = next((number for number, each in enumerate(found) if each.end > here), 0)
        super().__init__("Links", LineList(lines, cursor=nearest, about=about), typist)
