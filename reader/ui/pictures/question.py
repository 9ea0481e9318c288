"""Asks before anything is fetched: how many pictures, and from where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from reader import resources
from reader.ui.one_line import cut, printable

_TOLD = 8
"""Hosts that are named."""


class FetchQuestion(ModalScreen[bool]):
    """Answers whether the reader wants the pictures of these hosts."""

    CSS_PATH: ClassVar = str(resources.style_sheet("picture"))
    BINDINGS: ClassVar = [
        Binding("y,enter", "dismiss(True)", "fetch"),
        Binding("n,N,escape,q,I", "dismiss(False)", "leave them"),
    ]

    def __init__(self, hosts: Sequence[str]) -> None:
        super().__init__()
        self._hosts = Counter(hosts)

    def compose(self) -> ComposeResult:
        count = self._hosts.total()
        said = [f"Fetch {count} pictures?" if count > 1 else "Fetch the picture?", ""]
        common = self._hosts.most_common()
        for host, each in common[:_TOLD]:
            said.append(f"  {cut(printable(host), 44)}" + (f"  {each}" if count > 1 else ""))
        if len(common) > _TOLD:
            said.append(f"  and {len(common) - _TOLD} more hosts")
        who = "The host sees" if len(common) == 1 else "The hosts see"
        said += ["", f"{who} this machine's address.", "", "y fetch   n leave them"]
        with Vertical(id="fetch-question"):
            yield Static(Content("\n".join(said)))
