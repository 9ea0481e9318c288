"""What is copied: what is selected, the source link, the article as Markdown, or what another part offers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.errors import ArchiveError, told_of
from reader.ui.part import Part

if TYPE_CHECKING:
    from reader.archive.article import Article

_SHOWN = 60
"""Characters of a link that are shown when it was copied."""


class Copying(Part):
    """Owns the way to the clipboard."""

    def copy_range(self, start: int, end: int) -> None:
        """Copies a part of the article's text."""
        document = self.screen.view.document
        if document is not None:
            self.copy_text("the selection", document.text[start:end])

    def copy_link(self) -> None:
        """Copies the source link."""
        article = self.screen.article
        if article is None or not article.metadata.link:
            self.screen.notice("This article names no source link to copy.")
            return
        link = article.metadata.link
        self.copy_text(link if len(link) <= _SHOWN else f"{link[: _SHOWN - 1]}…", link)

    def copy_markdown(self) -> None:
        """Copies the article as Markdown."""
        if self.screen.article is None:
            self.screen.notice("No article is open.")
            return
        article = self.screen.article
        # No `partial`: Textual describes a worker by all that its function holds, and here that is the article.
        self.screen.run_worker(lambda: self._export(article), thread=True, group="export", exclusive=True)

    def _export(self, article: Article) -> None:
        from reader.document import export, opening  # noqa: PLC0415 - html2text is for those who copy

        try:
            with told_of(article.path):
                markdown = export.to_markdown(opening.html_of(article))
        except ArchiveError as error:
            self.screen.call_later(self.screen.notice, f"Not copied: {error.reason}.")
            return
        self.screen.call_later(self.copy_text, "the article as Markdown", markdown)

    def copy_text(self, what: str, text: str) -> None:
        """Copies a text, and says so; `what` names it in the sentence, such as `the code`."""
        self.screen.run_worker(lambda: self._copy(what, text), thread=True, group="copy", exclusive=True)

    def _copy(self, what: str, text: str) -> None:
        import os  # noqa: PLC0415 - as the next

        from reader.ui import clipboard  # noqa: PLC0415 - only who copies waits for it

        way = self.screen.reader.choices.settings.clipboard
        written, how = clipboard.by_way(way, text, os.environ)
        self.screen.call_later(self._copied, text, written, clipboard.said(what, text, how))

    def _copied(self, text: str, written: list[str], said: str) -> None:
        self.screen.reader.offer_to_terminal(text, written)
        self.screen.notice(said)
