"""A field of one line that takes a pasted text whole, whatever rows it was copied from."""

from __future__ import annotations

import re

from textual import events
from textual.widgets import Input


class PasteInput(Input):
    """Textual's field takes the first line of what is pasted, and nothing where that is blank."""

    def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        if text := in_one_line(event.text):
            super()._on_paste(events.Paste(text))


def in_one_line(text: str) -> str:
    """A text without its line ends: nothing stands for them inside a script without spaces, elsewhere a space does."""
    from reader.document.words import UNSPACED  # noqa: PLC0415 - only who pastes needs it

    text = re.sub(rf"(?<=[{UNSPACED}])[ \t]*[\r\n]\s*(?=[{UNSPACED}])", "", text.strip())
    return re.sub(r"[ \t]*[\r\n]\s*", " ", text)
