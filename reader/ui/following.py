"""Where links lead: to a footnote, a place on the page, another article, or out of the program after a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.document.targets import Kind, Target, note, place_of, words_of
from reader.document.viewport import Place
from reader.links import explained, plain
from reader.ui.article_view import ArticleView
from reader.ui.part import Part, asking

if TYPE_CHECKING:
    from reader.document.model import Document
    from reader.library.references import Reference
    from reader.ui.labels import Labels

_LONGEST_SAID = 300
NOWHERE = "not in the archive: "
DOUBT = "⚠ "
_NONE: Reference | None = None
_UNTITLED: str | None = None


def _names_a_scheme(address: str) -> bool:
    """Whether an address names a way of its own, such as `javascript:`, and is no path."""
    return ":" in address.partition("/")[0] or "://" in address


class Following(Part):
    """Follows what is clicked, labelled, or chosen from the list of links."""

    # what is followed

    def followed(self, event: ArticleView.Followed) -> None:
        """A link was clicked."""
        self._follow(event.target, event.at)

    def labelled(self, event: Labels.Chosen) -> None:
        """The label of something was typed."""
        target = event.target
        if target.kind is Kind.CODE:
            document = self.screen.view.document
            if document is not None:
                self.screen.copying.copy_text("the code", words_of(document, target))
        else:
            self._follow(target.address, target, event.label)
        if self.screen.app.screen is self.screen:  # nothing has opened that would take what was typed meanwhile
            self.screen.view.let_go()

    def open_source(self) -> None:
        """Opens the article's source link, which the reader has named by its key; asks where it is not as it looks."""
        link = self.screen.article.metadata.link if self.screen.article is not None else None
        if not link:
            self.screen.notice("This article names no source link.")
        elif (address := explained(link)) is not None and address.notes:
            self._ask(link)
        else:
            self.screen.reader.open_address(link, None)

    def _follow(self, address: str, target: Target | None = None, label: str = "") -> None:
        if address.startswith("#"):
            document = self.screen.view.document
            found = note(document, target) if document is not None and target is not None else None
            if found is not None and target is not None and document is not None:
                self._show_note(words_of(document, target), address, found)
            else:
                self._jump(address[1:])
        elif self.screen.picturing.show(address):
            return
        elif (reference := self.reference(address)) is not None:
            self._open(reference)
        else:
            self._ask(address, label, self._words_of(target))

    def _show_note(self, mark: str, address: str, found: Document) -> None:
        from reader.ui.footnote import Footnote  # noqa: PLC0415 - only who reads a note waits for it

        def answered(answer: str | None) -> None:
            if answer == Footnote.GO:
                self._jump(address[1:])
            elif answer:
                self._follow(answer)

        self.screen.app.push_screen(Footnote(mark.strip(), found, self.screen.view), answered)

    def _jump(self, fragment: str) -> None:
        document = self.screen.view.document
        offset = place_of(document, fragment) if document is not None else None
        if offset is None:
            self.screen.notice(f"There is no #{fragment} on this page.")
        else:
            self.screen.view.jump(Place(offset, 1))

    # articles

    @asking(_NONE)
    def reference(self, address: str) -> Reference | None:
        """The article of the archive that an address leads to."""
        screen = self.screen
        if screen.article is None or screen.upkeep.known is None:
            return None
        from reader.library import references  # noqa: PLC0415 - only who follows a link waits for it

        origin = references.Origin(screen.article.path, screen.article.metadata.link)
        return references.find(screen.upkeep.known, screen.upkeep.folders, origin, address)

    @asking(None)
    def _open(self, reference: Reference) -> None:
        """Opens an article of the archive, at the place that the link names."""
        screen = self.screen
        if reference.article == screen.opening.shown_id and screen.opening.coming is None:
            if reference.fragment:
                self._jump(reference.fragment)
            else:
                screen.notice("This link leads to the article that is open.")
            return
        listed = screen.upkeep.catalogue.listed((reference.article,)).get(reference.article)
        if listed is None:
            return
        screen.travelling.leave()
        screen.opening.load(listed.path, reference.article, lambda document: self._arrive(document, reference.fragment))
        screen.opening.show_in_tree(reference.article)

    def _arrive(self, document: Document, fragment: str) -> Place | None:
        if not fragment:
            return None
        offset = place_of(document, fragment)
        if offset is None and document.is_complete:
            self.screen.call_later(self.screen.notice, f"There is no #{fragment} in this article.")
        return Place(offset, 1) if offset is not None else None

    # out of the program

    def _base(self) -> str | None:
        return self.screen.article.metadata.link if self.screen.article is not None else None

    def _ask(self, target: str, label: str = "", words: str = "") -> None:
        """Shows where a link leads, and opens it when the reader says so."""
        address = explained(target, self._base(), words)
        if address is None:
            self.screen.notice(self._refusal(target))
            return
        from reader.ui.address import AddressAsked  # noqa: PLC0415 - only who leaves waits for it

        def answered(answer: str | None) -> None:
            if answer == "open":
                self.screen.reader.open_address(address.sent, None)
            elif answer == "copy":
                self.screen.copying.copy_text(address.sent, address.sent)

        self.screen.app.push_screen(AddressAsked(address, label, self.screen.view), answered)

    def _refusal(self, target: str) -> str:
        shown = plain(target[:_LONGEST_SAID])
        if _names_a_scheme(target):
            return f"Not opened: {shown} is no address of the web or of mail."
        return f"Not opened: {shown} is no article of the archive, and no address of the web."

    # what is said of links

    def leads_to(self, address: str, words: str = "") -> str:
        """Where a link leads, on one line: an article's title, a place, an address, or that it is never opened.

        What is not as it looks, also by the `words` of the link, comes before an address, because the line may be cut.
        """
        if address.startswith("#"):
            return address
        if said := self.screen.picturing.said_of(address):
            return said
        if (title := self._title(address)) is not None:
            return f"→ {title}"
        known = explained(address, self._base(), words)
        if known is None:
            shown = plain(address[:_LONGEST_SAID])
            return f"never opened: {shown}" if _names_a_scheme(address) else f"{NOWHERE}{shown}"
        if known.warnings:
            return f"{DOUBT}{' '.join(known.warnings)}   {known.shown}"
        return known.shown + "".join(f"   {note}" for note in known.notes)

    def _leads_of(self, target: Target) -> str:
        return self.leads_to(target.address, self._words_of(target))

    def _words_of(self, target: Target | None) -> str:
        document = self.screen.view.document
        return words_of(document, target) if document is not None and target is not None else ""

    @asking(_UNTITLED)
    def _title(self, address: str) -> str | None:
        reference = self.reference(address)
        if reference is None:
            return None
        listed = self.screen.upkeep.catalogue.listed((reference.article,)).get(reference.article)
        fragment = f" #{reference.fragment}" if reference.fragment else ""
        return f"{listed.title}{fragment}" if listed is not None else None

    def pointed(self, event: ArticleView.Pointed) -> None:
        """The mouse is over a link, or over an abbreviation, or over neither any more."""
        self.screen.page.status.hint(self.leads_to(event.target, event.words) if event.target else event.meaning)

    def labels_changed(self, event: Labels.Changed) -> None:
        """Labels came, or went."""
        status = self.screen.page.status
        if event.target is None:
            status.hint("")
            status.notice(event.said)
        elif event.target.kind is Kind.CODE:
            status.hint(f"{event.said}   copies the code")
        else:
            document = self.screen.view.document
            found = note(document, event.target) if document is not None else None
            leads = " ".join(found.text.split()) if found is not None else self._leads_of(event.target)
            status.hint(f"{event.said}   {leads}")

    # all links of the article

    def list_links(self) -> None:
        """Lists all links of the article, with what was typed behind the key."""
        view, document = self.screen.view, self.screen.view.document
        from reader.ui.link_list import LinkList, listed  # noqa: PLC0415 - only who opens it waits for it

        found = listed(document) if document is not None else []
        if document is None or not found:
            view.hand_over_typing(None)
            self.screen.notice("This article has no links.")
            return

        def answered(chosen: int | None) -> None:
            if chosen is not None:
                self._follow(found[chosen].address, found[chosen])

        over = LinkList(document, found, self._leads_of, view.place.offset, view)
        self.screen.app.push_screen(over, answered)
