"""Archives for the tests to read: small ones, with articles that show one thing each."""

from __future__ import annotations

import hashlib
from pathlib import Path


class Archive:
    """A folder of articles that a test writes and the program must not."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def add(self, name: str, body: str, *, title: str | None = None, date: str = "2021-08-23") -> Path:
        """Writes an article with front matter; a `title` goes into it as YAML's double-quoted string."""
        quoted = (title if title is not None else Path(name).stem).replace("\\", "\\\\").replace('"', '\\"')
        return self.add_bytes(name, f'---\ntitle: "{quoted}"\ndate: {date}\n---\n\n{body}\n'.encode())

    def add_bytes(self, name: str, data: bytes) -> Path:
        """Writes a file as it is."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path

    def digest(self) -> dict[str, tuple[int, str]]:
        """Every path under the folder, with the time of its last change and what it holds."""
        return digest(self.folder)


def digest(folder: Path) -> dict[str, tuple[int, str]]:
    """Every path under a folder, with the time of its last change (ns) and a hash of what it holds."""
    return {
        str(path.relative_to(folder)): (
            path.stat().st_mtime_ns,
            hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "",
        )
        for path in sorted([folder, *folder.rglob("*")])
    }


def paragraphs(count: int, *, first: int = 1) -> str:
    """Numbered paragraphs in Chinese and English, each some rows long at 80 columns."""
    return "\n".join(
        f"<p>第{number}段：行首不能有句号，也不能有逗号；「引号」与（括号）要和它们的字在一起。"
        f"Paragraph {number} says the same in English, so that words are broken at spaces as well。</p>"
        for number in range(first, first + count)
    )
