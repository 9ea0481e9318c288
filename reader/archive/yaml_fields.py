"""YAML as front matter has it: mappings and lists of strings, each as it was written."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Any

from reader.archive.plain_yaml import load_plain

if TYPE_CHECKING:
    from frontmatter.default_handlers import YAMLHandler


class NotYamlError(ValueError):
    """The text does not parse. The message is the parser's."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line
        """The line in the text, counted from 0."""


def load_yaml(text: str) -> object:
    """The value of a YAML document: str, None, and lists and dicts of them. None for nothing but comments.

    Scalars stay as written, because an author who writes `title: 007`, `title: 2021-08-23` or `title: yes`
    means those characters, and because `date: 2021-13-45` must not stop the rest from being read. Only an
    unquoted empty value, `~` and `null` become None. Tags (`!ruby/object`) are passed over. Of a key given
    twice, the last counts.

    Raises `NotYamlError`.
    """
    text = _without_tabs(text)
    return load_plain(text) or parse(text)


def parse(text: str) -> object:
    """What python-frontmatter and PyYAML make of any YAML without tabs at the ends of lines; see `load_yaml`."""
    import yaml  # noqa: PLC0415 - 16 ms, not to be paid before an article needs it

    handler, loader = _handler()
    try:
        return handler.load(text, Loader=loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise NotYamlError(error.problem or error.context or "it does not parse", mark.line if mark else 0) from error
    except yaml.YAMLError as error:
        raise NotYamlError(str(error), 0) from error
    except RecursionError as error:
        raise NotYamlError("it is nested too deeply", 0) from error


_LEADING_TABS = re.compile(r"^[ ]*\t[ \t]*", re.MULTILINE)
_TRAILING_BLANKS = re.compile(r"(?<![ \t])[ \t]++$", re.MULTILINE)
"""Each run of blanks is looked at once: there may be thousands in a row, and no line end behind them."""


def _without_tabs(text: str) -> str:
    """YAML forbids tabs as indents; Hexo takes them as two spaces, so its articles have them."""
    if "\t" not in text:
        return text
    indented = _LEADING_TABS.sub(lambda found: found[0].replace("\t", "  "), text)
    return _TRAILING_BLANKS.sub(lambda found: "" if "\t" in found[0] else found[0], indented)


@functools.cache
def _handler() -> tuple[YAMLHandler, type[Any]]:
    """python-frontmatter's YAML handler, and the loader it is to use."""
    import yaml  # noqa: PLC0415 - see parse
    from frontmatter.default_handlers import YAMLHandler  # noqa: PLC0415 - it imports yaml
    from yaml import (  # noqa: PLC0415 - see parse
        AliasEvent,
        MappingEndEvent,
        MappingStartEvent,
        ScalarEvent,
        SequenceEndEvent,
        SequenceStartEvent,
        StreamEndEvent,
    )

    parser: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

    class Loader(parser):  # type: ignore[misc]
        """Builds values from the parser's events: half the time of PyYAML's nodes and constructors."""

        def get_single_data(self) -> object:
            """What `yaml.load` asks of a loader."""
            self.get_event()
            if isinstance(self.get_event(), StreamEndEvent):
                return None
            value = self._value(self.get_event(), {})
            # An error after the first value, or a second document, shows only when the events are read on.
            while not isinstance(self.get_event(), StreamEndEvent):
                pass
            return value

        def _value(self, event: Any, anchors: dict[str, object]) -> object:
            kind = type(event)
            value: object = None
            if kind is ScalarEvent:
                value = event.value
                if event.implicit[0] and value in ("", "~", "null", "Null", "NULL"):
                    value = None
            elif kind is MappingStartEvent:
                value = self._mapping(anchors)
            elif kind is SequenceStartEvent:
                items: list[object] = []
                while type(item := self.get_event()) is not SequenceEndEvent:
                    items.append(self._value(item, anchors))
                value = items
            elif kind is AliasEvent:
                return anchors.get(event.anchor)
            if event.anchor is not None:
                anchors[event.anchor] = value
            return value

        def _mapping(self, anchors: dict[str, object]) -> dict[str, object]:
            fields: dict[str, object] = {}
            while type(event := self.get_event()) is not MappingEndEvent:
                name = self._value(event, anchors)
                value = self._value(self.get_event(), anchors)
                if name == "<<" and isinstance(value, dict):
                    fields = {**value, **fields}
                elif isinstance(name, str):
                    fields[name] = value
            return fields

    return YAMLHandler(), Loader
