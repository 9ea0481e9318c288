"""Where the styles and the sample articles are: inside the package once it is installed, beside it in a checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent


def _folder(name: str) -> Path:
    installed = _PACKAGE / "_data" / name
    return installed if installed.is_dir() else _PACKAGE.parent / name


def style_sheet(name: str) -> Path:
    """One of the Textual CSS files. What is not on the first screen is read when it opens: parsing takes its time."""
    return _folder("styles") / f"{name}.tcss"


def sample_articles() -> Path:
    """The archive that opens when nothing was asked for."""
    return _folder("sample_articles")


def welcome() -> Path:
    """The first of the sample articles."""
    return sample_articles() / "00-welcome.md"
