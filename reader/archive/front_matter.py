"""Front matter: the fields at the top of an article, in the forms that site generators write them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from reader.archive.article import Fault


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """A text taken apart."""

    fields: Mapping[str, object]
    body: str
    faults: tuple[Fault, ...] = ()


_YAML = re.compile(r"\A\ufeff?\s*^---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE | re.DOTALL)


def split(text: str, extension: str) -> FrontMatter:
    """Fields and body."""
    found = _YAML.match(text)
    if found is None:
        return FrontMatter({}, text)
    import yaml

    try:
        fields = yaml.load(found[1], Loader=yaml.CBaseLoader)
    except yaml.YAMLError as error:
        return FrontMatter({}, text[found.end() :], (Fault(f"front matter is not YAML: {error}"),))
    return FrontMatter(fields if isinstance(fields, dict) else {}, text[found.end() :])
