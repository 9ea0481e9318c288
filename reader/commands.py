"""`broadsheet index`, `search`, `list`, `check`, `stats`, `highlights`: an archive's catalogue without the screen."""

from __future__ import annotations

import argparse
import json
import os
import shlex
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from reader.counting import counted
from reader.document.line_break import cell_length
from reader.errors import BroadsheetError, CatalogueFullError
from reader.library import location, recent
from reader.library.catalogue import Catalogue
from reader.library.full_text import FullText
from reader.library.mark import Kind
from reader.library.marked import look_up
from reader.library.marks import Marks
from reader.library.marks_file import open_marks
from reader.library.progress import Outcome, Progress, Stage
from reader.library.query import HELP, Query, QueryError, parse
from reader.library.readers import Readers
from reader.library.roots import roots_of
from reader.library.search import Hit, Search, read_snippet
from reader.library.sync import Sync
from reader.library.turn import Turn

FOUND, NOTHING, MISTAKE = 0, 1, 2
"""Exit statuses."""


def main(name: str, arguments: Sequence[str]) -> int:
    """Runs one of the commands; answers the exit status: 0 with something found, 1 with nothing, 2 for a mistake."""
    options = _parsed(name, _with_query_last(name, arguments))
    sys.stdout.reconfigure(encoding=sys.stdout.encoding or "utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    try:
        paths = options.archive or recent.load()
        if not paths and (gone := recent.gone()) is not None:
            raise gone  # else the sample articles would answer
        paths = paths or [_samples()]
        for path in paths:
            if not path.exists():
                return _mistake(f"{path}: no such file or folder")
        status = _run(name, paths, options)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read the pipe has enough. Python would complain once more when it closes standard output.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FOUND
    except OSError as error:  # what goes wrong with a file has a name in it; standard output has none
        with suppress(OSError):
            sys.stdout.flush()
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        where = f"{error.filename}" if error.filename else "could not print"
        return _mistake(f"{where}: {error.strerror or error}")
    except QueryError as error:
        return _mistake(_marked(options.query, error))
    except BroadsheetError as error:
        return _mistake(str(error))
    except KeyboardInterrupt:
        print("broadsheet: stopped; the next run goes on from here.", file=sys.stderr)
        return 130
    else:
        return status


def _run(name: str, paths: Sequence[Path], options: argparse.Namespace) -> int:
    """Runs a command on the archive's catalogue; where the disk fills up under it, on one for this run.

    But `index` is there to keep one: raises CatalogueError where it cannot.
    """
    passes = name != "index"
    try:
        with _catalogue(paths, passes=passes) as catalogue:
            return _COMMANDS[name](catalogue, paths, options)
    except CatalogueFullError:
        with _catalogue(paths, passes=passes, is_full=True) as catalogue:
            return _COMMANDS[name](catalogue, paths, options)


def _parsed(name: str, arguments: Sequence[str]) -> argparse.Namespace:
    """The options; for a mistake it leaves with the status 2."""
    parser = _parser(name)
    options, rest = parser.parse_known_args(arguments)
    if rest and name in ("search", "list") and not any(word.startswith("-") for word in rest):
        words = shlex.quote(" ".join((options.query, *rest)))
        parser.error(f"quote a query of several words: broadsheet {name} {words}")
    if rest:
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    return options


_VALUED = ("--archive", "--limit")


def _with_query_last(name: str, arguments: Sequence[str]) -> Sequence[str]:
    """Puts a query such as `-word` behind `--`: it is no option."""
    if name not in ("search", "list") or "--" in arguments:
        return arguments
    for at, (before, word) in enumerate(zip(["", *arguments], arguments, strict=False)):
        is_value = len(before) > 2 and any(option.startswith(before) for option in _VALUED)
        if len(word) > 1 and word[0] == "-" and word[1] != "-" and word != "-h" and not is_value:
            return [*arguments[:at], *arguments[at + 1 :], "--", word]
    return arguments


def _marked(query: str, error: QueryError) -> str:
    """A query with what is wrong in it, marked below, and why. It may hold anything."""
    shown = _one_line(query)
    before, marked = shown[: error.start], shown[error.start : error.end]
    indent = " " * cell_length(f"broadsheet: {before}")
    return f"{shown}\n{indent}{'^' * max(1, cell_length(marked))}\n{error}"


def _parser(name: str) -> argparse.ArgumentParser:
    described = {
        "index": "Build or update an archive's catalogue and its index of all texts.",
        "search": "Search all articles of an archive.",
        "list": "List the articles of an archive, or those that a query means.",
        "check": "List what could not be read, or not as it was meant.",
        "stats": "Tell of an archive at a glance: how much, from when, from whom, and what of it was read.",
        "highlights": "Print what is highlighted and noted in an archive, with titles, sources and dates.",
    }
    language = "the query language:\n" + "\n".join(
        f"  {line.form}{' ' * (16 - cell_length(line.form))} {line.meaning}" for line in HELP
    )
    parser = argparse.ArgumentParser(
        prog=f"broadsheet {name}",
        description=described[name],
        epilog=language if name in ("search", "list") else None,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    if name == "index":
        parser.add_argument("archive", nargs="*", type=Path, metavar="PATH", help="the archive (default: the last one)")
        return parser
    if name in ("search", "list"):
        parser.add_argument(
            "query", nargs="?" if name == "list" else None, default="", metavar="QUERY", help="what to look for"
        )
    parser.add_argument(
        "--archive", action="append", type=Path, metavar="PATH", help="the archive (default: the one opened last)"
    )
    if name == "highlights":
        parser.add_argument(
            "--format",
            choices=("markdown", "json"),
            default="markdown",
            help="markdown: a heading an article, quotes, notes (default); json: an object a line",
        )
        return parser
    if name != "check":
        said = "one object" if name == "stats" else "an object a line"
        parser.add_argument("--json", action="store_true", help=said)
    if name == "search":
        parser.add_argument("--limit", type=_positive, default=20, metavar="N", help="articles at most (default: 20)")
    if name in ("search", "list"):
        parser.add_argument(
            "--exact-forms", action="store_true", help="tell traditional from simplified Chinese characters"
        )
    return parser


def _positive(word: str) -> int:
    if not word.isascii() or not word.isdigit() or not int(word):
        raise argparse.ArgumentTypeError(f"{word!r} is no number of articles")
    return int(word)


def _samples() -> Path:
    from reader import resources  # noqa: PLC0415

    return resources.sample_articles()


def _mistake(message: str) -> int:
    print(f"broadsheet: {message}", file=sys.stderr)
    return MISTAKE


def _nothing(message: str) -> None:
    """Says why nothing is printed, and of which archive: most often it is the one opened last."""
    print(f"broadsheet: {message}", file=sys.stderr)


def _names(paths: Sequence[Path]) -> str:
    return ", ".join(_named(path) for path in paths)


@contextmanager
def _catalogue(paths: Sequence[Path], *, passes: bool, is_full: bool = False) -> Iterator[Catalogue]:
    opened = location.open_catalogue([path.absolute() for path in paths], is_full=is_full, passes=passes)
    if opened.notice:
        print(f"broadsheet: {opened.notice}", file=sys.stderr)
    try:
        yield opened.catalogue
    finally:
        file = opened.catalogue.database.path
        opened.catalogue.close()
        if opened.is_passing and file is not None:
            location.forget(file)


# Building


def _index(catalogue: Catalogue, paths: Sequence[Path], options: argparse.Namespace) -> int:
    began = time.monotonic()
    outcome = _update(catalogue, paths)
    print(
        f"{counted(catalogue.count, 'article')}: {outcome.read:,} new or changed, {outcome.moved:,} moved, "
        f"{outcome.removed:,} removed, {outcome.indexed:,} indexed in {time.monotonic() - began:.1f} s"
    )
    print(f"{catalogue.database.path} ({catalogue.database.size() / 1e6:,.1f} MB)")
    faulty = len({each.path for each in catalogue.unread()})
    for problem in catalogue.problems():
        print(f"broadsheet: {problem}", file=sys.stderr)
    if faulty:
        were, them = ("was", "it") if faulty == 1 else ("were", "them")
        print(f"{counted(faulty, 'file')} {were} not read as meant: 'broadsheet check' lists {them}")
    if options.archive:
        _remember(paths)
    return FOUND if catalogue.count else NOTHING


def _remember(paths: Sequence[Path]) -> None:
    """Has the other commands ask this archive, unless another was opened before: then it is said that they ask that."""
    last = recent.load()
    if not last:
        recent.save(paths)
    elif last != [path.absolute() for path in paths]:
        print(f"The other commands ask {_names(last)}, which was opened last; --archive asks this one.")


def _update(catalogue: Catalogue, paths: Sequence[Path]) -> Outcome:
    file = catalogue.database.path
    assert file is not None
    turn = Turn(file)
    if not turn.take():
        print("broadsheet: another Broadsheet brings this archive up to date; waiting for it …", file=sys.stderr)
        while not turn.take():
            time.sleep(0.2)
    try:
        with _bar() as report, Readers() as readers:
            return Sync(catalogue, roots_of(paths), readers, report).run()
    finally:
        turn.give_back()


@contextmanager
def _bar() -> Iterator[Callable[[Progress], None]]:
    """A progress bar on a terminal; nothing where standard error is none."""
    if not sys.stderr.isatty():
        yield lambda progress: None
        return
    from rich import progress as bars  # noqa: PLC0415
    from rich.console import Console  # noqa: PLC0415

    columns = (
        bars.TextColumn("{task.description:>8}"),
        bars.BarColumn(),
        bars.MofNCompleteColumn(),
        bars.TextColumn("{task.fields[rate]}"),
        bars.TimeRemainingColumn(),
    )
    with bars.Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        tasks = {stage: shown.add_task(stage.value, total=None, rate="", visible=False) for stage in Stage}
        yield lambda at: shown.update(
            tasks[at.stage],
            completed=at.done,
            total=None if at.is_walking else at.total,
            rate=f"{shown.tasks[tasks[at.stage]].speed or 0:,.0f}/s",
            visible=True,
        )


def _have_index(catalogue: Catalogue, paths: Sequence[Path]) -> None:
    """Builds what has never been built: whoever asks first should not be told that there is nothing."""
    indexed, total = FullText(catalogue.database).count()
    if not total or indexed < total:
        print("broadsheet: the archive is not indexed yet; indexing …", file=sys.stderr)
        _update(catalogue, paths)


# Asking


def _searching(catalogue: Catalogue, paths: Sequence[Path]) -> Search:
    """A search that knows what is read and starred."""
    marked = look_up(catalogue, _marks(), [path.absolute() for path in paths])
    return Search(catalogue, lambda mark: marked.having(Kind(mark)))


def _marks() -> Marks:
    opened = open_marks()
    if opened.notice:
        print(f"broadsheet: {opened.notice}", file=sys.stderr)
    return opened.marks


def _search(catalogue: Catalogue, paths: Sequence[Path], options: argparse.Namespace) -> int:
    query = parse(options.query)
    if query.part is None:
        return _mistake("there is nothing to look for in this query")
    _have_index(catalogue, paths)
    simplify = not options.exact_forms
    search = _searching(catalogue, paths)
    results = search.find(query, limit=options.limit, simplify=simplify)
    for hit in results.hits:
        found = read_snippet(hit, query.phrases(), simplify=simplify)
        if options.json:
            _print_json(hit, snippet=found.text, matches=[list(match) for match in found.matches])
        else:
            print(f"{_one_line(hit.title)}\n  {hit.date}  {_one_line(hit.category)}\n  {_named(hit.path)}")
            print(f"  {_one_line(found.text)}\n")
    if not options.json and results.hits:
        total = search.total(query, simplify=simplify) if results.is_least else None
        least = "at least " if results.is_least and total is None else ""
        print(f"{len(results.hits):,} of {least}{total or results.total:,} in {_names(paths)}", file=sys.stderr)
    if not results.hits:
        _nothing(f"no article in {_names(paths)} has this{query.advice()}")
    return FOUND if results.hits else NOTHING


def _list(catalogue: Catalogue, paths: Sequence[Path], options: argparse.Namespace) -> int:
    query = parse(options.query)
    _have_index(catalogue, paths)
    search = _searching(catalogue, paths)
    if query.part is None:
        query = Query(None, query.sort)
    hits = search.find(query, limit=-1, simplify=not options.exact_forms).hits if query.part else search.all()
    for hit in hits:
        if options.json:
            _print_json(hit)
        else:
            print(f"{hit.date}  {_one_line(hit.title)}  {_named(hit.path)}")
    if not hits:
        _nothing(f"no article in {_names(paths)}{f' has this{query.advice()}' if query.part else ''}")
    return FOUND if hits else NOTHING


def _check(catalogue: Catalogue, paths: Sequence[Path], options: argparse.Namespace) -> int:
    _have_index(catalogue, paths)
    found = False
    for problem in catalogue.problems():
        found = True
        print(_one_line(problem))
    for each in catalogue.unread():
        found = True
        line = f":{each.line}" if each.line is not None else ""
        print(f"{_named(each.path)}{line}: {_one_line(each.message)}")
    if not found:
        _nothing(f"every file in {_names(paths)} was read without a fault")
    return FOUND if found else NOTHING


def _stats(catalogue: Catalogue, paths: Sequence[Path], options: argparse.Namespace) -> int:
    from reader.library.statistics import now, statistics  # noqa: PLC0415 - only this command needs it
    from reader.ui import glance_page  # noqa: PLC0415

    _have_index(catalogue, paths)
    known, moment = statistics(catalogue, _marks(), [path.absolute() for path in paths]), now()
    if options.json:
        print(json.dumps(known.as_json(), ensure_ascii=False))
    else:
        for line in glance_page.page(known, shutil.get_terminal_size((100, 24)).columns, moment).lines:
            print("".join(piece.text for piece in line).rstrip())
    return FOUND if known.articles else NOTHING


def _highlights(catalogue: Catalogue, paths: Sequence[Path], options: argparse.Namespace) -> int:
    from reader.library.highlight_forms import as_json, as_markdown  # noqa: PLC0415 - for this command only
    from reader.library.highlights import Highlights, of_archive  # noqa: PLC0415

    folders = [path.absolute() for path in paths]
    known = Highlights(_marks().database).all()
    if not catalogue.count and len(of_archive(known, folders)) < len(known):
        _have_index(catalogue, paths)  # an archive that was moved is known by what it holds
    found = of_archive(known, folders, catalogue)
    for line in as_json(found) if options.format == "json" else as_markdown(found):
        print(line)
    if not found:
        _nothing(f"nothing is highlighted in {_names(paths)}")
    return FOUND if found else NOTHING


def _print_json(hit: Hit, **more: object) -> None:
    """An object on a line. The fields stay as they are; further ones may come."""
    said = {
        "path": str(hit.path),
        "title": hit.title,
        "date": hit.date.isoformat(),
        "category": hit.category.split(" / ") if hit.category else [],
    }
    print(json.dumps({**said, **more}, ensure_ascii=False))


def _one_line(text: str) -> str:
    return "".join(character if character.isprintable() else " " for character in text)


def _named(path: Path) -> str:
    """A file may be named with escape sequences, or with bytes that are no text."""
    return "".join(character if character.isprintable() else "\ufffd" for character in str(path))


_COMMANDS: dict[str, Callable[[Catalogue, Sequence[Path], argparse.Namespace], int]] = {
    "index": _index,
    "search": _search,
    "list": _list,
    "check": _check,
    "stats": _stats,
    "highlights": _highlights,
}
