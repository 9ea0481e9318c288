"""What a query means of a text that has been read: for what the index cannot tell."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from reader.document.phrases import Phrase, holds
from reader.document.text_builder import Visible
from reader.library.query import All, Any, Field, Not, Part, Words


def checks(part: Part, *, simplify: bool) -> Iterator[Phrase]:
    """The phrases of a query that the index answers with more than what is meant."""
    match part:
        case Words(phrase):
            if phrase.needs_check or (not simplify and not phrase.text.isascii()):
                yield phrase
        case Not(inner):
            yield from checks(inner, simplify=simplify)
        case All(parts) | Any(parts):
            for each in parts:
                yield from checks(each, simplify=simplify)


class Meaning:
    """What the parts of a query mean of one text; `is_so` says what is no matter of words."""

    def __init__(self, is_so: Callable[[int, Field], bool], *, simplify: bool) -> None:
        self._is_so = is_so
        self._simplify = simplify

    def is_met(self, part: Part, article: int, visible: Visible) -> bool:
        """Whether an article that says this is what a part means."""
        match part:
            case Words(phrase, in_title):
                # The index holds them apart: no phrase goes from the one on into the other.
                title, rest = visible.text[: visible.title_end], visible.text[visible.title_end :]
                return holds(title, phrase, simplify=self._simplify) or (
                    not in_title and holds(rest, phrase, simplify=self._simplify)
                )
            case Field():
                return self._is_so(article, part)
            case Not(inner):
                return not self.is_met(inner, article, visible)
            case All(parts):
                return all(self.is_met(one, article, visible) for one in parts)
            case Any(parts):
                return any(self.is_met(one, article, visible) for one in parts)
