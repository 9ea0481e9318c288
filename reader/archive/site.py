"""The site an archive was written for: it decides what a list of categories means."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import NamedTuple


class SiteKind(StrEnum):
    """The generators whose articles differ in meaning, not only in looks."""

    HEXO = "hexo"
    JEKYLL = "jekyll"
    HUGO = "hugo"
    UNKNOWN = "unknown"


class Site(NamedTuple):
    """Where an archive begins and how its front matter is meant."""

    root: Path
    """The folder that was opened; folders below it are categories where an article names none."""
    kind: SiteKind = SiteKind.UNKNOWN
    lists_are_paths: bool = True
    """Whether `categories: [a, b]` is one category `b` inside `a` (Hexo) or two categories (Jekyll, Hugo)."""


_PARENTS = 3
"""How many folders above the one opened may hold the configuration: `site/source/_posts/2021` is three."""


def detect(root: Path) -> Site:
    """The site around `root`, from the configuration in it or up to three folders above; never raises.

    A folder that cannot be read, or holds no configuration that is known, makes an unknown site, whose lists
    are paths.
    """
    folder = root.absolute()
    for candidate in (folder, *folder.parents[:_PARENTS]):
        kind = _kind(candidate)
        if kind is not SiteKind.UNKNOWN:
            return Site(root, kind, lists_are_paths=kind is SiteKind.HEXO)
    return Site(root)


def _kind(folder: Path) -> SiteKind:
    """What this one folder is the top of."""
    if any(_exists(folder / f"hugo.{suffix}") for suffix in ("toml", "yaml", "yml", "json")):
        return SiteKind.HUGO
    if _exists(folder / "archetypes") and any(
        _exists(folder / f"config.{suffix}") for suffix in ("toml", "yaml", "yml", "json")
    ):
        return SiteKind.HUGO
    if not _exists(folder / "_config.yml") and not _exists(folder / "_config.yaml"):
        return SiteKind.UNKNOWN
    return _hexo_or_jekyll(folder)


_HEXO_KEYS = frozenset({"public_dir", "post_asset_folder", "source_dir", "new_post_name", "default_layout"})
_JEKYLL_KEYS = frozenset({"plugins", "gems", "markdown", "kramdown", "collections", "defaults", "baseurl"})


def _hexo_or_jekyll(folder: Path) -> SiteKind:
    """Both have a `_config.yml`: the folders beside it and the keys in it tell them apart."""
    if _exists(folder / "scaffolds") or _exists(folder / "source" / "_posts"):
        return SiteKind.HEXO
    if any(_exists(folder / name) for name in ("_layouts", "_includes", "_posts", "Gemfile")):
        return SiteKind.JEKYLL
    keys = _top_level_keys(folder)
    if keys & _HEXO_KEYS:
        return SiteKind.HEXO
    if keys & _JEKYLL_KEYS:
        return SiteKind.JEKYLL
    return SiteKind.UNKNOWN


def _top_level_keys(folder: Path) -> set[str]:
    """The keys of `_config.yml` that start a line; telling them needs no YAML parser."""
    for name in ("_config.yml", "_config.yaml"):
        try:
            if not (folder / name).is_file():  # a pipe would wait for its writer for ever
                continue
            data = (folder / name).read_bytes()
        except OSError:
            continue
        lines = data.decode("utf-8", "replace").splitlines()
        return {line.partition(":")[0].strip() for line in lines if line[:1].isalpha() and ":" in line}
    return set()


def _exists(path: Path) -> bool:
    """`Path.exists` raises where a folder may not be entered or a name is too long."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False
