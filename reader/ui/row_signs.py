"""What a row of the tree says of marks: its sign before the title, and what stands at its end."""

from __future__ import annotations

from typing import NamedTuple

from reader.library.mark import Mark


class Signs(NamedTuple):
    """What is drawn around a title, and the styles that go with it."""

    marker: str
    marker_kind: str
    kinds: tuple[str, ...]
    """Of the title, beside those that it has anyway."""
    right: tuple[tuple[str, str], ...]
    """Pieces at the end of the row, each with its style."""

    @property
    def cells(self) -> int:
        """The width of what stands at the end: all of it is ASCII."""
        return sum(len(text) for text, _ in self.right)


def of_article(mark: Mark, date: str, *, is_open: bool) -> Signs:
    """An article: a star, a tick for what is read, how far it was read when it was left; its date."""
    kinds: tuple[str, ...] = ()
    if is_open:
        kinds = ("sidebar--open",)
    elif mark.is_read:
        kinds = ("sidebar--read",)
    if mark.is_starred:
        marker, kind = "★", "sidebar--open" if is_open else "sidebar--star"
    elif is_open:
        marker, kind = "●", "sidebar--open"
    elif mark.is_read:
        marker, kind = "✓", "sidebar--tick"
    else:
        marker, kind = " ", "sidebar--open"
    percent = int(mark.share * 100)
    if date and not mark.is_read and 0 < percent < 100:
        return Signs(marker, kind, kinds, ((f"{percent}%".rjust(len(date)), "sidebar--begun"),))
    return Signs(marker, kind, kinds, ((date, "sidebar--date"),) if date else ())


def of_group(articles: int, read: int, *, is_unfolded: bool) -> Signs:
    """A group: how many of its articles are not read, of how many; one whose articles are all read stands back."""
    marker = "▾" if is_unfolded else "▸"
    total = f"{articles:,}"
    if not read:
        return Signs(marker, "sidebar--marker", (), ((total, "sidebar--count"),))
    if read >= articles:
        return Signs(marker, "sidebar--marker", ("sidebar--read",), ((total, "sidebar--all-read"),))
    unread = f"{articles - read:,}"
    return Signs(marker, "sidebar--marker", (), ((unread, "sidebar--left"), (f"/{total}", "sidebar--all-read")))
