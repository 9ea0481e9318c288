"""Writes docs/settings.md from the settings' own docstrings, types and defaults.

python docs/make_settings.py
"""

from __future__ import annotations

import ast
import inspect
from dataclasses import fields
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

from reader import settings

PAGE = Path(__file__).with_name("settings.md")

_HEAD = """\
# Settings

What is chosen in the program is kept in `settings.toml` in your platform's folder for configuration
(`~/.config/broadsheet` on Linux, `~/Library/Application Support/broadsheet` on macOS). It is yours to edit: comments
and order stay when the program writes to it. A mistake in it is told at the start, with its line; all else counts.
A file with every default:

```toml
{defaults}
```
"""


def documentation() -> dict[str, str]:
    """What the docstring under each field says, on one line; empty where there is none."""
    definition = ast.parse(inspect.getsource(settings.Settings)).body[0]
    assert isinstance(definition, ast.ClassDef)
    said = {}
    for statement, following in zip(definition.body, [*definition.body[1:], ast.Pass()], strict=True):
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            is_text = isinstance(following, ast.Expr) and isinstance(following.value, ast.Constant)
            text = following.value.value if is_text else ""
            said[statement.target.id] = " ".join(str(text).split())
    return said


def in_toml(value: settings.Value) -> str:
    """A value as it stands in the file."""
    return str(value).lower() if isinstance(value, bool) else f'"{value}"' if isinstance(value, str) else str(value)


def kind(annotation: Any) -> str:
    """Which values a field takes, in words."""
    if get_origin(annotation) is Literal:
        return "one of " + ", ".join(f'`"{word}"`' for word in get_args(annotation))
    if get_origin(annotation) is Annotated:
        bounds = annotation.__metadata__[0]
        return f"a whole number from {bounds.least} to {bounds.most}"
    return {bool: "`true` or `false`", str: "a text in quotes"}[annotation]


def page() -> str:
    """The whole page in Markdown."""
    said, kinds = documentation(), get_type_hints(settings.Settings, include_extras=True)
    defaults = [
        f"{settings.in_file(field.name)} = {in_toml(getattr(settings.DEFAULTS, field.name))}"
        for field in fields(settings.Settings)
    ]
    parts = [_HEAD.format(defaults="\n".join(defaults))]
    for field in fields(settings.Settings):
        default = in_toml(getattr(settings.DEFAULTS, field.name))
        parts.append(
            f"\n## `{settings.in_file(field.name)}`\n\n{said[field.name]}\n\n"
            f"{kind(kinds[field.name])[0].upper()}{kind(kinds[field.name])[1:]}; the default is `{default}`.\n"
        )
    return "".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
