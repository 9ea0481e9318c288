"""Where the styles and the sample articles are: inside the package once it is installed, beside it in a checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent


def _folder(name: str) -> Path:
    installed = _PACKAGE / "_data" / name
    return installed if installed.is_dir() else _PACKAGE.parent / name


def style_sheets() -> list[Path]:
    """The Textual CSS files, in the order in which they apply."""
    return sorted(_folder("styles").glob("*.tcss"))


def sample_articles() -> Path:
    """The archive that opens when nothing was asked for."""
    return _folder("sample_articles")
