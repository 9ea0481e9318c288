"""What a reader has chosen: one small TOML file in the platform's config folder, for the program and for an editor.

`load` reads it at the start and goes on with whatever is right in it; `remember` writes what was chosen in the program,
and leaves a person's comments and order alone. Names in the file are the fields' with hyphens: `line-spacing`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Literal, NamedTuple, get_args, get_origin, get_type_hints

from reader.errors import SettingsError

Value = bool | int | str


class Between(NamedTuple):
    """The bounds of a number, both allowed."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting, with its default. A test holds that each has a docstring; docs/settings.md is made of them."""

    theme: str = "ink"
    """The colours: `paper` (warm light), `ink` (dark), `contrast-light`, `contrast-dark`, or the name of any of
    Textual's own themes, such as `nord`."""

    column: Annotated[int, Between(20, 200)] = 80
    """The widest that a line of an article gets, in cells. A Chinese character takes two."""

    line_spacing: Annotated[int, Between(0, 2)] = 0
    """Blank rows between two lines of a paragraph."""

    justify: bool = False
    """Whether the lines of a paragraph all end at the same cell, but for its last."""

    han_latin_space: bool = False
    """Whether Chinese and Japanese characters are drawn a cell apart from Latin letters and digits beside them, but in
    code. The text stays as it is: what is found and copied has no such spaces."""

    first_line_indent: bool = False
    """Whether Chinese paragraphs begin two characters in, as in books. Those that begin with blanks of their own, that
    are bold throughout as a heading, or that stand in lists and quotes, stay as they are."""

    code: Literal["wrap", "scroll"] = "wrap"
    """What becomes of lines of code that are wider than the column: `wrap` goes on in the next row, `scroll` cuts them
    off, and `<` and `>` show the rest."""

    images: Literal["auto", "kitty", "sixel", "iterm", "blocks", "none"] = "auto"
    """How pictures are drawn: by the protocol of kitty, sixel or iTerm2, in half blocks, or not at all. `auto` takes
    the best that the terminal says it can."""

    clipboard: Literal["auto", "osc52", "system"] = "auto"
    """How text is copied: `osc52` through the terminal, which works over SSH; `system` by a tool of this machine, such
    as `wl-copy`, `xclip` or `pbcopy`; `auto` in both ways."""

    side_width: Annotated[int, Between(0, 200)] = 0
    """Columns of the tree beside the page. 0 leaves it to the program: 40, and less on a narrow screen."""

    view: Literal["category", "folder", "date", "tag", "author", "starred", "unread", "recently read"] = "category"
    """What the tree shows: all articles, by one of the first five, or those that are marked so."""

    order: Literal["date", "title"] = "date"
    """How the articles of a group stand in the tree: the newest first, or by title."""


DEFAULTS = Settings()


class Mistake(NamedTuple):
    """Something in the file that is not taken over."""

    file: Path
    line: int
    """From 1."""
    reason: str
    """A sentence without its full stop."""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}"


class Loaded(NamedTuple):
    """What the file says."""

    settings: Settings = DEFAULTS
    mistakes: tuple[Mistake, ...] = ()


def file() -> Path:
    """Where the settings are kept: the platform's folder for a program's configuration."""
    import platformdirs  # noqa: PLC0415 - what is told a place needs none

    return platformdirs.user_config_path("broadsheet") / "settings.toml"


def in_file(field: str) -> str:
    """How a field of `Settings` is called in the file."""
    return field.replace("_", "-")


def nearest(word: str, right: Collection[str]) -> str:
    """A clause that names the right word that `word` was probably meant to be; empty when there is none."""
    from difflib import get_close_matches  # noqa: PLC0415 - only mistakes need it

    close = get_close_matches(word.lower(), list(right), 1, 0.5)
    return f"; did you mean {close[0]!r}?" if close else ""


# reading


def load(path: Path | None = None, known: Mapping[str, Collection[str]] = MappingProxyType({})) -> Loaded:
    """The settings of a file (of the reader's own), and what is wrong in it; a file that is not there is empty.

    `known` are the values of fields that only the caller knows all of, by field, such as the themes. What is wrong
    keeps its default. Raises nothing.
    """
    path = path or file()
    try:
        source = _bytes_of(path)
    except (FileNotFoundError, NotADirectoryError):
        return Loaded()
    except OSError as error:
        return Loaded(mistakes=(Mistake(path, 1, f"the settings cannot be read: {error.strerror or error}"),))
    mistakes: list[Mistake] = []
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        mistakes.append(Mistake(path, line, "this is not UTF-8"))
        text = source.decode("utf-8", "replace")
    read, broken = _parsed(text.replace("\r\n", "\n"))
    mistakes += [Mistake(path, line, reason) for line, reason in broken]
    chosen, wrong = _checked(read, known)
    mistakes += [Mistake(path, _line_of(name, text), reason) for name, reason in wrong]
    return Loaded(Settings(**chosen), tuple(sorted(mistakes, key=lambda mistake: mistake.line)))


_LARGEST = 1 << 20  # bytes


def _bytes_of(path: Path) -> bytes:
    if path.exists() and not path.is_file():
        raise OSError("this is no file")
    with path.open("rb") as stream:
        source = stream.read(_LARGEST + 1)
    if len(source) > _LARGEST:
        raise OSError("the file is larger than 1 MB")
    return source


_PATIENCE = 50
"""Lines that are no TOML, after which the rest of a file is given up."""
_PLACE = r" \(at (?:line (\d+), column \d+|end of document)\)$"


def _parsed(text: str) -> tuple[dict[str, Any], list[tuple[int, str]]]:
    """What a text in TOML says without the lines that are none, and these with what is wrong with them."""
    lines = text.split("\n")
    broken: list[tuple[int, str]] = []
    while len(broken) < _PATIENCE:
        read, at, reason = _tried(lines)
        if not at:
            return read, broken
        # What is left open on one line is found out on one after it: the line goes without which more can be read.
        before = _significant(lines, at - 1)
        if before and _reach(lines, before) > _reach(lines, at):
            at = before
        broken.append((at, reason))
        lines[at - 1] = ""
    return {}, broken


def _tried(lines: list[str]) -> tuple[dict[str, Any], int, str]:
    """What lines of TOML say, and 0; or else the number of the line at fault, and what is wrong."""
    import tomllib  # noqa: PLC0415 - without a file nothing needs it

    try:
        return tomllib.loads("\n".join(lines)), 0, ""
    except (ValueError, RecursionError) as error:
        said = str(error)
        place = re.search(_PLACE, said)
        reason = re.sub(_PLACE, "", said)
        reason = f"this is not TOML ({reason[:1].lower()}{reason[1:]})"
        if place is None:  # a number of too many digits, or lists too deep: the longest line has it
            return {}, max(range(len(lines)), key=lambda index: len(lines[index])) + 1, reason
        return {}, _significant(lines, int(place[1] or len(lines))) or 1, reason


def _significant(lines: list[str], at: int) -> int:
    """The last line up to `at` that holds more than a comment; 0 for none."""
    while at and not lines[at - 1].split("#")[0].strip():
        at -= 1
    return at


def _reach(lines: list[str], without: int) -> int:
    """How many lines can be read without one of them."""
    _, at, _ = _tried([*lines[: without - 1], "", *lines[without:]])
    return at or len(lines) + 1


def _checked(
    read: Mapping[str, Any], known: Mapping[str, Collection[str]]
) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """The fields that are right, and the names in the file that are not, with what is wrong."""
    kinds = get_type_hints(Settings, include_extras=True)
    names = {in_file(field.name): field.name for field in fields(Settings)}
    chosen: dict[str, Any] = {}
    wrong: list[tuple[str, str]] = []
    for name, value in read.items():
        if isinstance(value, dict):
            wrong.append((name, f"there is no table {name!r}: settings stand in none, above all tables"))
            continue
        if name not in names:
            wrong.append((name, f"there is no setting {name!r}{nearest(name.replace('_', '-'), names)}"))
            continue
        field = names[name]
        reason = why_not(kinds[field], value, known.get(field, ()))
        if reason:
            wrong.append((name, f"{name} {reason}"))
        else:
            chosen[field] = value
    return chosen, wrong


def why_not(kind: Any, value: object, known: Collection[str] = ()) -> str:
    """Why a value is none of a field of this type; empty when it is. The words go on after the name of the field."""
    if get_origin(kind) is Annotated:
        bounds = kind.__metadata__[0]
        if type(value) is int and bounds.least <= value <= bounds.most:
            return ""
        return f"is a whole number from {bounds.least} to {bounds.most}, not {_shown(value)}"
    words = get_args(kind) if get_origin(kind) is Literal else tuple(known)
    if words:
        if value in words:
            return ""
        hint = nearest(value, words) if isinstance(value, str) else ""
        if len(words) < 10:
            return f"is one of {', '.join(words)}, not {_shown(value)}{hint}"
        return f"{_shown(value)} is not known{hint}"
    if type(value) is kind:
        return ""
    return f"is {'true or false' if kind is bool else 'a text in quotes'}, not {_shown(value)}"


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    said = repr(value)
    return said if len(said) <= 40 else said[:40] + "…"


def _line_of(name: str, text: str) -> int:
    """The line on which a name is given a value, or on which its table begins."""
    found = re.search(rf"""^[ \t]*\[{{0,2}}[ \t]*["']?{re.escape(name)}["']?[ \t]*[=.\]]""", text, re.MULTILINE)
    return text.count("\n", 0, found.start()) + 1 if found else 1


# writing

_HEAD = "# Settings of Broadsheet. What is chosen in the program is kept here; comments and order stay.\n"


def remember(path: Path | None = None, **changes: Value) -> None:
    """Writes fields of `Settings` to the file (the reader's own), and leaves all else in it as it is.

    The file is replaced whole, so that nobody ever reads half of it; one that is no TOML is left alone. Raises
    SettingsError where that cannot be done.
    """
    import tomlkit  # noqa: PLC0415 - 30 ms, and only who changes something needs it
    from tomlkit.exceptions import TOMLKitError  # noqa: PLC0415

    path = Path(os.path.realpath(path or file()))  # the link that leads to it stays a link
    try:
        text = path.read_bytes().decode("utf-8-sig") if path.exists() else _HEAD
        document = tomlkit.parse(text)
        for field, value in changes.items():
            document[in_file(field)] = value
        written = tomlkit.dumps(document)
    except UnicodeDecodeError as error:
        raise SettingsError(path, "it is not UTF-8") from error
    except TOMLKitError as error:
        raise SettingsError(path, f"it has to be mended first: {error}") from error
    except OSError as error:
        raise SettingsError(path, error.strerror or str(error)) from error
    _replace(path, written)


def _replace(path: Path, text: str) -> None:
    partial = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            partial.write_bytes(text.encode("utf-8"))
            if path.exists():
                partial.chmod(path.stat().st_mode & 0o777)
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)
    except OSError as error:
        raise SettingsError(path, error.strerror or str(error)) from error
