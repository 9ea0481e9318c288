"""`broadsheet marks`: what is marked, lit and noted, and where articles were left, taken elsewhere and merged."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from reader.counting import counted
from reader.errors import BroadsheetError
from reader.library import marks_json, recent
from reader.library.catalogue import Catalogue
from reader.library.identity import Identity
from reader.library.location import known_catalogue
from reader.library.marks import Marks
from reader.library.marks_file import file, open_kept
from reader.library.marks_json import Exported

DONE, NOTHING, MISTAKE = 0, 1, 2
"""Exit statuses."""


def main(arguments: Sequence[str]) -> int:
    """Runs the command; answers the exit status: 0 when there was something, 1 for nothing, 2 for a mistake."""
    options = _parser().parse_args(arguments)
    if options.do == "export" and str(options.file) == "-":
        options.file = None
    try:
        opened = open_kept(file())
        if opened.notice:
            print(f"broadsheet: {opened.notice}", file=sys.stderr)
        try:
            return (
                _export(opened.marks, options.file) if options.do == "export" else _import(opened.marks, options.file)
            )
        finally:
            opened.marks.close()
    except BrokenPipeError:
        # Whoever read the pipe has enough. Python would complain once more when it closes standard output.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except (OSError, UnicodeDecodeError) as error:
        where = options.file if options.file is not None else "could not print"
        reason = (error.strerror or str(error)) if isinstance(error, OSError) else "is not UTF-8"
        if isinstance(error, FileNotFoundError):
            reason = "no such file or folder"
        print(f"broadsheet: {where}: {reason}", file=sys.stderr)
        if options.file is None:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except marks_json.MarksJsonError as error:
        print(f"broadsheet: {options.file}: {error}. Nothing was imported.", file=sys.stderr)
    except BroadsheetError as error:
        print(f"broadsheet: {error}", file=sys.stderr)
    return MISTAKE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="broadsheet marks",
        description="Take what is read, starred, highlighted and noted, and where articles were left, elsewhere; or "
        "bring it together.",
        epilog="An object a line: path, archive, title, date, link, body (its hash), read, starred, place, highlights. "
        "Of each mark, place and highlight the later counts.",
    )
    parts = parser.add_subparsers(dest="do", required=True, metavar="export|import")
    export = parts.add_parser("export", help="write them as JSON")
    export.add_argument("file", nargs="?", type=Path, metavar="FILE", help="where to (default, and -: standard output)")
    bring = parts.add_parser("import", help="merge what was exported, here or elsewhere")
    bring.add_argument("file", type=Path, metavar="FILE", help="what was exported; - for standard input")
    return parser


def _export(marks: Marks, target: Path | None) -> int:
    lines = list(marks_json.dump(marks))
    if target is None:
        sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
        print("\n".join(lines))
        sys.stdout.flush()
    else:
        _write(target, "\n".join(lines) + "\n")
        print(f"{counted(len(lines) - 1, 'article')} in {target}", file=sys.stderr)
    return DONE if len(lines) > 1 or "removed" in lines[0] else NOTHING


def _write(target: Path, text: str) -> None:
    """Puts a text in the place of a file, in one go: what was there stays until it is whole."""
    if target.exists() and not target.is_file():
        target.write_text(text, encoding="utf-8")  # a pipe or a device stays what it is
        return
    target = target.resolve()  # a link stays too
    partial = target.with_name(f"{target.name}.{os.getpid()}.new")
    try:
        partial.write_text(text, encoding="utf-8")
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


def _import(marks: Marks, source: Path) -> int:
    if str(source) == "-":
        given = list(marks_json.load(sys.stdin.buffer.read().decode("utf-8-sig").splitlines()))
    else:
        with source.open(encoding="utf-8-sig") as lines:
            given = list(marks_json.load(lines))
    merged = marks_json.merge(marks, given)
    removed = f"; {counted(merged.removed, 'highlight')} removed" if merged.removed else ""
    print(
        f"{counted(merged.articles, 'article')}, {merged.new:,} of them new: {counted(merged.marks, 'mark')}, "
        f"{counted(merged.places, 'place')} and {counted(merged.highlights, 'highlight')} taken over{removed}; the "
        "rest was known, or is marked otherwise since."
    )
    _tell_absent([each for each in given if isinstance(each, Exported) and each.highlights])
    return DONE if given else NOTHING


def _tell_absent(highlighted: Sequence[Exported]) -> None:
    """Says how many highlights wait for their articles: nothing shows them before those are there."""
    archive = recent.load()
    catalogue = known_catalogue(archive) if archive else None
    if catalogue is None:
        return
    try:
        absent = [each for each in highlighted if not _is_in(catalogue, each.identity)]
    finally:
        catalogue.close()
    if absent:
        count = sum(len(each.highlights) for each in absent)
        print(
            f"{counted(count, 'highlight')} of {counted(len(absent), 'article')} that the archive opened last does "
            "not hold: kept, and shown as soon as the articles are there."
        )


def _is_in(catalogue: Catalogue, known: Identity) -> bool:
    has_body = bool(known.body_hash) and catalogue.has_body(known.body_hash)
    return has_body or catalogue.body_at(known.file) is not None
