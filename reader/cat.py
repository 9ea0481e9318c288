"""`broadsheet cat`: prints articles without the screen."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from reader.archive import files, site
from reader.archive.article import Article
from reader.errors import ArchiveError, told_of

DEFAULT_WIDTH = 80
NARROWEST = 20
WIDEST = 1000

FORMATS = ("text", "ansi", "markdown", "html", "json")


def main(arguments: Sequence[str]) -> int:
    """Prints every file that can be read; answers 1 if one could not, else 0."""
    options = _parser().parse_args(arguments)
    if sys.stdout is None:
        print("broadsheet: standard output is closed, so there is nowhere to print to.", file=sys.stderr)
        return 1
    format_ = options.format or ("ansi" if sys.stdout.isatty() and not os.environ.get("NO_COLOR") else "text")
    # Articles may be in any script; what a terminal in another encoding cannot show becomes a question mark.
    sys.stdout.reconfigure(encoding=sys.stdout.encoding or "utf-8", errors="replace")  # type: ignore[union-attr]
    status = 0
    try:
        for number, path in enumerate(options.files):
            try:
                with told_of(path):
                    article = files.read(path, site.detect(path.parent))
                    if number and format_ in ("text", "ansi", "markdown"):
                        sys.stdout.write("\n")
                    for piece in _printed(article, format_, options):
                        sys.stdout.write(piece)
            except ArchiveError as error:
                sys.stdout.flush()
                print(f"broadsheet: {error}", file=sys.stderr)
                status = 1
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read the pipe has enough. Python would complain once more when it closes standard output.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        print(f"broadsheet: could not print: {error.strerror or error}", file=sys.stderr)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="broadsheet cat", description="Print articles without the screen.")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument(
        "--width",
        type=_width,
        metavar="N",
        help=f"cells of the column, {NARROWEST} to {WIDEST} (default: {DEFAULT_WIDTH}, or the terminal if narrower)",
    )
    parser.add_argument(
        "--format",
        choices=FORMATS,
        help="text: the page as set; ansi: the same with colour; markdown; html: the cleaned body; "
        "json: metadata and text, an object a line (default: ansi on a terminal, else text)",
    )
    setting = parser.add_argument_group("how the page is set (text and ansi)")
    setting.add_argument(
        "--line-spacing", type=int, choices=(0, 1, 2), default=0, help="blank rows between lines (default: 0)"
    )
    setting.add_argument("--justify", action="store_true", help="even right edges")
    setting.add_argument("--han-latin-space", action="store_true", help="a blank cell between Han and Latin")
    setting.add_argument("--first-line-indent", action="store_true", help="Chinese paragraphs begin two characters in")
    return parser


def _width(word: str) -> int:
    if not word.isascii() or not word.isdigit() or not NARROWEST <= int(word) <= WIDEST:
        raise argparse.ArgumentTypeError(f"{word!r} is no number of cells from {NARROWEST} to {WIDEST}")
    return int(word)


def _printed(article: Article, format_: str, options: argparse.Namespace) -> Iterator[str]:
    from reader.document import opening  # noqa: PLC0415 - `--help` needs no parser

    if format_ == "markdown":
        from reader.document import export  # noqa: PLC0415

        yield export.to_markdown(opening.html_of(article)).rstrip("\n") + "\n"
    elif format_ == "html":
        from reader.document import export  # noqa: PLC0415

        yield export.to_html(opening.html_of(article)).rstrip("\n") + "\n"
    elif format_ == "json":
        from reader.document import export  # noqa: PLC0415

        yield export.to_json(article, opening.document(article)) + "\n"
    else:
        yield from _page(article, options, in_colour=format_ == "ansi")


def _default_width() -> int:
    if not sys.stdout.isatty():
        return DEFAULT_WIDTH
    return max(NARROWEST, min(DEFAULT_WIDTH, shutil.get_terminal_size().columns))


def _page(article: Article, options: argparse.Namespace, *, in_colour: bool) -> Iterator[str]:
    """The rows of the page, as the screen would show them."""
    from reader.document import ansi, byline, opening, reading_time, setting  # noqa: PLC0415
    from reader.document.typesetting import Typesetting  # noqa: PLC0415

    width = options.width or _default_width()
    typesetting = Typesetting(
        line_spacing=options.line_spacing,
        justify=options.justify,
        han_latin_space=options.han_latin_space,
        first_line_indent=options.first_line_indent,
    )
    document = opening.document(article)
    meta = byline.lines(article, reading_time.minutes(document.text))
    for index in range(len(document.blocks)):
        rows = setting.set_block(document, index, width, meta, typesetting)
        if index == 0 and rows and not rows[0].pieces:
            del rows[0]  # the air above the title is the screen's
        yield from ansi.lines(document, index, rows) if in_colour else (row.text + "\n" for row in rows)
