"""A site's `{{ page.description }}`: the fields of its front matter that an article's body asks for."""

from __future__ import annotations

import re
from collections.abc import Mapping

_FIELD_OR_CODE = re.compile(
    r"\{\{-?\s*page\.(?P<name>\w+)\s*-?\}\}"
    r"|^[ \t>]*(?P<fence>`{3}|~{3})|(?P<ticks>`+)|<(?P<element>pre|code|script|style)\b|\{%-?\s*(?P<raw>raw)\b",
    re.MULTILINE,
)


def fill(body: str, fields: Mapping[str, object]) -> str:
    """`body` with `{{ page.name }}` of Liquid put in where the front matter has a text under that name.

    All else stays as it is, as does what stands in code (fences, code spans, `<pre>`, `<code>`) and in `{% raw %}`.
    """
    if "page." not in body or "{{" not in body:
        return body
    done: list[str] = []
    position = kept = 0
    while match := _FIELD_OR_CODE.search(body, position):
        position = match.end()
        if match["name"]:
            value = fields.get(match["name"])
            if isinstance(value, str) and value.strip():
                done += body[kept : match.start()], " ".join(value.split())
                kept = position
        elif match["ticks"]:
            line_end = body.find("\n", position)
            end = body.find(match["ticks"], position, line_end if line_end >= 0 else len(body))
            position = end + len(match["ticks"]) if end >= 0 else position
        else:
            closing = f"\n{match['fence']}" if match["fence"] else "endraw" if match["raw"] else f"</{match['element']}"
            end = body.find(closing, position)
            if end < 0:
                break
            position = end + len(closing)
    return "".join([*done, body[kept:]])
