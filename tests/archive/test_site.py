"""The site that an archive was written for."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.archive.site import Site, SiteKind, detect


def write(root: Path, *names: str) -> None:
    for name in names:
        path, _, text = name.partition(" ")
        if path.endswith("/"):
            (root / path).mkdir(parents=True, exist_ok=True)
        else:
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text)


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (["_config.yml title:", "scaffolds/"], SiteKind.HEXO),
        (["_config.yml title:", "source/_posts/"], SiteKind.HEXO),
        (["_config.yml public_dir: public"], SiteKind.HEXO),
        (["_config.yml title:", "_layouts/"], SiteKind.JEKYLL),
        (["_config.yml title:", "Gemfile"], SiteKind.JEKYLL),
        (["_config.yml markdown: kramdown"], SiteKind.JEKYLL),
        (["hugo.toml"], SiteKind.HUGO),
        (["config.toml", "archetypes/"], SiteKind.HUGO),
        (["config.toml"], SiteKind.UNKNOWN),
        (["_config.yml title: x"], SiteKind.UNKNOWN),
        ([], SiteKind.UNKNOWN),
    ],
)
def test_configuration_files_tell_the_generator(tmp_path: Path, names: list[str], kind: SiteKind) -> None:
    write(tmp_path, *names)
    assert detect(tmp_path).kind is kind


def test_the_configuration_may_stand_three_folders_above(tmp_path: Path) -> None:
    write(tmp_path, "_config.yml public_dir: x", "source/_posts/2021/08/")
    assert detect(tmp_path / "source/_posts/2021").kind is SiteKind.HEXO
    assert detect(tmp_path / "source/_posts/2021/08").kind is SiteKind.UNKNOWN


def test_lists_are_paths_unless_the_site_is_jekylls_or_hugos(tmp_path: Path) -> None:
    assert detect(tmp_path) == Site(tmp_path, SiteKind.UNKNOWN, lists_are_paths=True)
    write(tmp_path, "hugo.toml")
    assert not detect(tmp_path).lists_are_paths


def test_a_folder_that_is_not_there_is_an_unknown_site(tmp_path: Path) -> None:
    assert detect(tmp_path / "no" / "no" / "no" / "no").kind is SiteKind.UNKNOWN
    assert detect(tmp_path / ("x" * 5000)).kind is SiteKind.UNKNOWN


def test_a_configuration_that_is_a_folder_or_not_text_is_passed_over(tmp_path: Path) -> None:
    write(tmp_path, "_config.yml/")
    assert detect(tmp_path).kind is SiteKind.UNKNOWN
    (tmp_path / "_config.yaml").write_bytes(b"\xff\xfe\x00plugins:")
    assert detect(tmp_path).kind is SiteKind.UNKNOWN
