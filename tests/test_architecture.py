"""The house: which floor may import what, what is imported late, what is documented.

All but the last tests read the source and import nothing.
"""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "reader"

FLOORS = ("archive", "document", "library", "ui")
"""From the ground up; imports go down only."""

BESIDE = {"reader", "reader.errors", "reader.links", "reader.resources", "reader.settings"}
"""What stands beside the floors, for all of them. It imports no floor."""

FORBIDDEN = {
    "archive": {"textual", "rich", "sqlite3"},
    "document": {"textual", "rich.console", "sqlite3"},
    "library": {"textual"},
    "ui": {"sqlite3"},
}

SLOW = {
    "PIL",
    "charset_normalizer",
    "frontmatter",
    "html2text",
    "markdown_it",
    "multiprocessing",
    "platformdirs",
    "pygments",
    "regex",
    "tomlkit",
    "watchfiles",
    "yaml",
}
"""Packages of 10 ms and more, each needed by some articles or some keys only."""

MAY_PRINT = {"cli.py", "cat.py", "commands.py", "marks_command.py"}


@dataclass(frozen=True, slots=True)
class Import:
    """One module that is imported, and how."""

    module: str
    line: int
    is_at_start: bool
    """Whether it happens when the module is imported: outside functions and `if TYPE_CHECKING`."""
    is_for_types: bool


@dataclass(frozen=True, slots=True)
class Source:
    """One module of the package, parsed."""

    path: Path
    tree: ast.Module

    @property
    def name(self) -> str:
        """The module's dotted name."""
        parts = self.path.relative_to(ROOT).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @property
    def floor(self) -> str:
        """The floor that it stands on; empty for what stands beside them."""
        parts = self.name.split(".")
        return parts[1] if len(parts) > 1 and parts[1] in FLOORS else ""

    def imports(self) -> list[Import]:
        """Everything it imports. `from a import b` counts as `a` and as `a.b`, for b may be a module."""
        return list(_imports(self.tree, is_at_start=True, is_for_types=False))

    def at(self, line: int) -> str:
        """A place, for a message."""
        return f"{self.path.relative_to(ROOT)}:{line}"


def _imports(node: ast.AST, *, is_at_start: bool, is_for_types: bool) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            for alias in child.names:
                yield Import(alias.name, child.lineno, is_at_start, is_for_types)
        elif isinstance(child, ast.ImportFrom):
            assert child.module
            assert not child.level, "imports are absolute"
            yield Import(child.module, child.lineno, is_at_start, is_for_types)
            for alias in child.names:
                yield Import(f"{child.module}.{alias.name}", child.lineno, is_at_start, is_for_types)
        elif isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield from _imports(child, is_at_start=False, is_for_types=is_for_types)
        elif isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            yield from _imports(child, is_at_start=False, is_for_types=True)
        else:
            yield from _imports(child, is_at_start=is_at_start, is_for_types=is_for_types)


SOURCES = [Source(path, ast.parse(path.read_text("utf-8"))) for path in sorted(PACKAGE.rglob("*.py"))]


def _is_within(module: str, packages: set[str]) -> bool:
    return any(module == package or module.startswith(f"{package}.") for package in packages)


def _floor_of(module: str) -> str:
    parts = module.split(".")
    return parts[1] if parts[0] == "reader" and len(parts) > 1 and parts[1] in FLOORS else ""


@pytest.fixture(params=SOURCES, ids=lambda source: source.name)
def source(request: pytest.FixtureRequest) -> Source:
    """Each module of the package in turn."""
    found = request.param
    assert isinstance(found, Source)
    return found


def test_there_are_four_floors_with_modules_on_each() -> None:
    assert {source.floor for source in SOURCES} == {"", *FLOORS}


def test_imports_go_down_only(source: Source) -> None:
    if not source.floor:
        return
    allowed = FLOORS[: FLOORS.index(source.floor) + 1]
    upwards = [
        f"{source.at(one.line)} imports {one.module}"
        for one in source.imports()
        if _floor_of(one.module) and _floor_of(one.module) not in allowed
    ]
    assert upwards == []


def test_what_stands_beside_the_floors_imports_none_of_them(source: Source) -> None:
    if source.name not in BESIDE:
        return
    assert [one.module for one in source.imports() if _floor_of(one.module)] == []


def test_each_floor_keeps_to_its_own_libraries(source: Source) -> None:
    forbidden = FORBIDDEN.get(source.floor, {"textual", "sqlite3"})
    found = [
        f"{source.at(one.line)} imports {one.module}"
        for one in source.imports()
        if _is_within(one.module, forbidden) and not one.is_for_types
    ]
    assert found == []


def test_slow_packages_are_imported_where_they_are_needed(source: Source) -> None:
    found = [
        f"{source.at(one.line)} imports {one.module}"
        for one in source.imports()
        if one.is_at_start and _is_within(one.module, SLOW)
    ]
    assert found == []


def test_every_module_says_what_it_is(source: Source) -> None:
    assert ast.get_docstring(source.tree)


def test_every_public_class_and_function_has_a_docstring(source: Source) -> None:
    bare = [
        f"{source.at(node.lineno)} {node.name}"
        for node in _public(source.tree)
        if not ast.get_docstring(node) and not _is_inherited(node)
    ]
    assert bare == []


def _public(
    node: ast.Module | ast.ClassDef,
) -> Iterator[ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef]:
    """Classes, functions and methods without an underscore, not those inside functions."""
    for child in node.body:
        if not isinstance(child, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if child.name.startswith("_"):
            continue
        yield child
        if isinstance(child, ast.ClassDef):
            yield from _public(child)


INHERITED = (
    "action_",
    "can_replace",
    "compose",
    "discover",
    "get_default_screen",
    "get_theme_variable_defaults",
    "notify_style_update",
    "on_",
    "render_line",
    "search",
)
"""Methods that Textual names, calls and documents. Nothing else goes without a docstring."""


def _is_inherited(node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return not isinstance(node, ast.ClassDef) and node.name.startswith(INHERITED)


def test_only_the_command_line_prints(source: Source) -> None:
    if source.path.name in MAY_PRINT:
        return
    printing = [
        source.at(node.lineno)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    assert printing == []


def test_no_error_is_swallowed(source: Source) -> None:
    swallowing = [
        source.at(node.lineno)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in {"Exception", "BaseException"})
        and not isinstance(node.body[-1], ast.Raise)
    ]
    assert swallowing == []


def _modules_after(code: str) -> set[str]:
    """The modules that an interpreter of its own has imported after running some code."""
    script = f"{code}\nimport json, sys\nprint(json.dumps(sorted(sys.modules)))"
    result = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=True, timeout=60
    )
    return set(json.loads(result.stdout.splitlines()[-1]))


BEFORE_FIRST_FRAME = """
    cli counting errors hosts links resources settings
    archive archive.article archive.site
    document document.anchor document.byline document.code_rows document.find document.highlight document.layout
    document.lights document.line_break document.model document.movement document.opener document.paragraph
    document.passage document.pipe document.row document.runs document.setting document.targets document.typesetting
    document.viewport
    library library.beginning library.recent
    ui ui.app ui.article_view ui.awaited ui.block_looks ui.choices ui.copying ui.drag ui.drawn ui.filtering ui.finder
    ui.following ui.garbage ui.glancing ui.highlighting ui.history ui.keeping ui.keys ui.labels ui.lines ui.loading
    ui.looks ui.marking ui.one_line ui.opening ui.outlining ui.page ui.page_bar ui.palette ui.panes ui.part
    ui.pictures ui.pictures.driver ui.picturing ui.placing ui.plain ui.reading_screen ui.searching ui.selection
    ui.sideways ui.splitter ui.themes ui.travelling ui.type_ahead ui.upkeep
"""
"""Our modules that may be imported before the first frame, which has the article. Each takes its share of the start."""

OTHERS_BEFORE_FIRST_FRAME = {"icu4py", "platformdirs", "reader", "rich", "textual", "typing_extensions"}
"""The packages beside Python's own: Textual with what it needs, and ICU, which says where lines break."""


def test_the_first_frame_needs_no_more_than_what_it_shows(tmp_path: Path) -> None:
    article = tmp_path / "one.md"
    source = "---\ntitle: One\n---\n\nThe *first* article.\n\n```python\nprint('in colours')\n```\n"
    article.write_text(source, encoding="utf-8")
    code = f"""
import asyncio
import os
import sys
from functools import partial
from pathlib import Path
from reader import cli
from reader.document.opener import Opener
from reader.library import recent
from reader.library.beginning import first_article

os.environ.update(COLORTERM="truecolor", TERM="xterm-256color")
os.environ.pop("NO_COLOR", None)
folder, article = Path({str(tmp_path)!r}), Path({str(article)!r})
seen = None

async def main(first):
    from reader.ui.app import Broadsheet
    from reader.ui.pictures import driver

    class Watched(Broadsheet):
        def _display(self, screen, renderable):
            global seen
            if seen is None and self.reading.view.document is not None:
                seen = set(sys.modules)
            super()._display(screen, renderable)

    app = Watched([folder], first)
    async with app.run_test() as pilot:
        await pilot.pause()

with Opener.started(partial(first_article, [folder], article)) as first:
    asyncio.run(main(first))
assert seen
for name in set(sys.modules) - seen:
    del sys.modules[name]
"""
    early = _modules_after(code)
    own = {module for module in early if module.startswith("reader.")}
    assert own - {f"reader.{name}" for name in BEFORE_FIRST_FRAME.split()} == set()
    packages = {module.partition(".")[0] for module in early - _modules_after("")}
    assert packages - sys.stdlib_module_names == OTHERS_BEFORE_FIRST_FRAME
    assert early & {"hashlib", "multiprocessing", "sqlite3", "tomllib"} == set()


BEFORE_TREE = """
    archive.site
    library.catalogue library.database library.folding library.listing library.location library.mark library.marked
    library.nodes library.roots library.schema library.tree
    ui.row_signs ui.sidebar ui.tree_line ui.twins
"""
"""What may be imported beside that before the tree of a known archive is drawn: what asks a catalogue, not what fills
one, nor what keeps it or the marks."""


def test_the_tree_of_a_known_archive_needs_no_more_than_what_it_asks(tmp_path: Path) -> None:
    (tmp_path / "one.md").write_text("---\ntitle: One\n---\n\nThe first article.\n", encoding="utf-8")
    subprocess.run([sys.executable, "-m", "reader", "index", tmp_path], cwd=ROOT, check=True)
    code = f"""
import asyncio
import os
import sys
from functools import partial
from pathlib import Path
from reader import cli
from reader.document.opener import Opener
from reader.library import recent
from reader.library.beginning import first_article

os.environ.update(COLORTERM="truecolor", TERM="xterm-256color")
os.environ.pop("NO_COLOR", None)
folder = Path({str(tmp_path)!r})
seen = None

async def main(first):
    from reader.ui import keeping, reading_screen, upkeep
    from reader.ui.app import Broadsheet

    keeping._SHOWN_WITHIN = reading_screen._TREE_WAITS = upkeep._DRAWN_WITHIN = 30.0  # however slow it is

    class Watched(Broadsheet):
        def _display(self, screen, renderable):
            global seen
            if seen is None and self.reading.query("#tree") and self.reading.sidebar.size:
                assert self.reading.sidebar.count == 1
                seen = set(sys.modules)
            super()._display(screen, renderable)

    app = Watched([folder], first)
    async with app.run_test() as pilot:
        while seen is None:
            await pilot.pause(0.01)

with Opener.started(partial(first_article, [folder])) as first:
    asyncio.run(main(first))
for name in set(sys.modules) - seen:
    del sys.modules[name]
"""
    early = {module for module in _modules_after(code) if module.startswith("reader.")}
    assert early - {f"reader.{name}" for name in f"{BEFORE_FIRST_FRAME} {BEFORE_TREE}".split()} == set()


def test_what_may_be_imported_before_a_frame_is_there() -> None:
    names = {source.name for source in SOURCES}
    assert [name for name in f"{BEFORE_FIRST_FRAME} {BEFORE_TREE}".split() if f"reader.{name}" not in names] == []


def test_a_mistake_in_the_call_is_answered_without_the_screen() -> None:
    modules = _modules_after("from reader import cli\nassert cli.main(['/no/such/path']) == 2")
    assert "textual" not in modules
    assert "rich" not in modules
