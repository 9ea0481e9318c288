"""What the parts of the reading screen have in common.

A part owns one subject of the screen: the state of it, and what is done with it. The screen owns the widgets, hears
keys and messages, and passes each to its part in one line.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar, cast

from reader.errors import CatalogueError

if TYPE_CHECKING:
    from reader.ui.reading_screen import ReadingScreen


class Part:
    """One subject of the reading screen."""

    def __init__(self, screen: ReadingScreen) -> None:
        self.screen = screen


_Owner = TypeVar("_Owner", bound=Part)
_Parameters = ParamSpec("_Parameters")
_Result = TypeVar("_Result")
_Asked = Callable[Concatenate[_Owner, _Parameters], _Result]


def asking(
    otherwise: _Result,
) -> Callable[[_Asked[_Owner, _Parameters, _Result]], _Asked[_Owner, _Parameters, _Result]]:
    """Marks what asks the catalogue, which may fail at any moment: the reader is told, and nothing else happens."""

    def guard(asks: _Asked[_Owner, _Parameters, _Result]) -> _Asked[_Owner, _Parameters, _Result]:
        @wraps(asks)
        def guarded(part: _Owner, /, *args: _Parameters.args, **kwargs: _Parameters.kwargs) -> _Result:
            try:
                return asks(part, *args, **kwargs)
            except CatalogueError as error:
                part.screen.upkeep.failed(error)
                return otherwise

        return cast("_Asked[_Owner, _Parameters, _Result]", guarded)

    return guard
