"""Every key, in one place: what it is called, which keys press it, what it does, and what the help says of it.

The screens, the help, the footer and the command palette all read this table; nothing else binds a key.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from textual.binding import Binding, BindingType


class Pane(StrEnum):
    """Where a key works."""

    TREE = "tree"
    ARTICLE = "article"
    SELECTION = "selection"
    ANYWHERE = "anywhere"


class Command(NamedTuple):
    """Something that a key does."""

    id: str
    """Stable name that settings refer to, such as `article.page-down`."""
    pane: Pane
    keys: str
    """Textual key names, separated by commas; the first is the one that is shown."""
    action: str
    """The action of the pane's widget (of the screen, for ANYWHERE; of the page's selector, for SELECTION)."""
    help: str
    """What it does, as a phrase that begins in lower case."""
    footer: str = ""
    """A word for the footer; empty keeps it out."""
    show: str = ""
    """How the keys are written in the help, where Textual's names would not do."""


COMMANDS: tuple[Command, ...] = (
    Command("tree.down", Pane.TREE, "j,down", "cursor_down", "next row", "move", "j ↓"),
    Command("tree.up", Pane.TREE, "k,up", "cursor_up", "previous row", "", "k ↑"),
    Command("tree.page-down", Pane.TREE, "space,pagedown", "page_down", "a page down", "", "space PgDn"),
    Command("tree.page-up", Pane.TREE, "b,pageup", "page_up", "a page up", "", "b PgUp"),
    Command("tree.half-down", Pane.TREE, "d,ctrl+d", "half_page_down", "half a page down", "", "d Ctrl-d"),
    Command("tree.half-up", Pane.TREE, "u,ctrl+u", "half_page_up", "half a page up", "", "u Ctrl-u"),
    Command("tree.first", Pane.TREE, "g,home", "first", "first row", "", "g Home"),
    Command("tree.last", Pane.TREE, "G,end", "last", "last row", "", "G End"),
    Command(
        "tree.open", Pane.TREE, "l,enter,right", "open", "open the article, unfold the category", "open", "l Enter →"
    ),
    Command("tree.close", Pane.TREE, "h,left", "close", "fold, then go to the parent", "fold", "h ←"),
    Command("tree.escape", Pane.TREE, "escape", "escape", "end the filter; else as h", "", "Esc"),
    Command("tree.filter", Pane.TREE, "slash", "filter", "filter by title", "filter", "/"),
    Command("tree.order", Pane.TREE, "O", "next_order", "order by date or by title", "", "O"),
    Command(
        "tree.view",
        Pane.TREE,
        "v",
        "next_view",
        "view by category, folder, date, tag, author, unread, and more",
        "view",
        "v",
    ),
    Command("article.down", Pane.ARTICLE, "j,down", "line_down", "next line", "move", "j ↓"),
    Command("article.up", Pane.ARTICLE, "k,up", "line_up", "previous line", "", "k ↑"),
    Command(
        "article.page-down",
        Pane.ARTICLE,
        "space,pagedown",
        "page_down",
        "a page down; at the end, the next unread article",
        "page",
        "space PgDn",
    ),
    Command("article.page-up", Pane.ARTICLE, "b,pageup", "page_up", "a page up", "", "b PgUp"),
    Command("article.half-down", Pane.ARTICLE, "d,ctrl+d", "half_page_down", "half a page down", "", "d Ctrl-d"),
    Command("article.half-up", Pane.ARTICLE, "u,ctrl+u", "half_page_up", "half a page up", "", "u Ctrl-u"),
    Command("article.top", Pane.ARTICLE, "g,home", "top", "to the top", "", "g Home"),
    Command("article.bottom", Pane.ARTICLE, "G,end", "bottom", "to the end", "", "G End"),
    Command(
        "article.leave",
        Pane.ARTICLE,
        "h,left,escape",
        "leave",
        "back to the tree; first, put out what was found",
        "tree",
        "h ← Esc",
    ),
    Command("article.next", Pane.ARTICLE, "J", "next_article", "next article of the category", "", "J"),
    Command("article.previous", Pane.ARTICLE, "K", "previous_article", "previous article of the category", "", "K"),
    Command(
        "article.find",
        Pane.ARTICLE,
        "slash",
        "find",
        "find in the article (Ctrl-r: regular expression, ↑: earlier)",
        "find",
        "/",
    ),
    Command("article.next-match", Pane.ARTICLE, "n", "next_match", "next match", "", "n"),
    Command("article.previous-match", Pane.ARTICLE, "N", "previous_match", "previous match", "", "N"),
    Command("article.labels", Pane.ARTICLE, "f", "labels", "labels to type on links, pictures, code", "", "f"),
    Command("article.links", Pane.ARTICLE, "F", "list_links", "all links of the article", "", "F"),
    Command("article.outline", Pane.ARTICLE, "t", "outline", "outline: go to a heading", "outline", "t"),
    Command("article.select", Pane.ARTICLE, "V", "select", "select by keys", "", "V"),
    Command("article.back", Pane.ARTICLE, "backspace", "back", "back to where the last jump began", "", "Backspace"),
    Command("article.forward", Pane.ARTICLE, "right_square_bracket", "forward", "forward again", "", "]"),
    Command("selection.left", Pane.SELECTION, "h,left", "left", "a character back", "", "h ←"),
    Command("selection.right", Pane.SELECTION, "l,right", "right", "a character on", "", "l →"),
    Command("selection.down", Pane.SELECTION, "j,down", "down", "next line", "move", "j ↓"),
    Command("selection.up", Pane.SELECTION, "k,up", "up", "previous line", "", "k ↑"),
    Command("selection.next-word", Pane.SELECTION, "w", "next_word", "next word", "word", "w"),
    Command("selection.word-end", Pane.SELECTION, "e", "word_end", "end of the word", "", "e"),
    Command("selection.previous-word", Pane.SELECTION, "b", "previous_word", "word before", "", "b"),
    Command("selection.line-start", Pane.SELECTION, "0,home", "line_start", "start of the line", "", "0 Home"),
    Command("selection.line-end", Pane.SELECTION, "dollar_sign,end", "line_end", "end of the line", "", "$ End"),
    Command(
        "selection.next-sentence",
        Pane.SELECTION,
        "right_parenthesis",
        "next_sentence",
        "end of the sentence",
        "sentence",
        ")",
    ),
    Command(
        "selection.previous-sentence",
        Pane.SELECTION,
        "left_parenthesis",
        "previous_sentence",
        "start of the sentence",
        "",
        "(",
    ),
    Command(
        "selection.next-paragraph",
        Pane.SELECTION,
        "right_curly_bracket",
        "next_paragraph",
        "end of the paragraph",
        "paragraph",
        "}",
    ),
    Command(
        "selection.previous-paragraph",
        Pane.SELECTION,
        "left_curly_bracket",
        "previous_paragraph",
        "start of the paragraph",
        "",
        "{",
    ),
    Command("selection.page-down", Pane.SELECTION, "space,pagedown", "page_down", "a page down", "", "space PgDn"),
    Command("selection.page-up", Pane.SELECTION, "pageup", "page_up", "a page up", "", "PgUp"),
    Command("selection.half-down", Pane.SELECTION, "d,ctrl+d", "half_down", "half a page down", "", "d Ctrl-d"),
    Command("selection.half-up", Pane.SELECTION, "u,ctrl+u", "half_up", "half a page up", "", "u Ctrl-u"),
    Command("selection.top", Pane.SELECTION, "g", "top", "to the top", "", "g"),
    Command("selection.bottom", Pane.SELECTION, "G", "bottom", "to the end", "", "G"),
    Command("selection.swap", Pane.SELECTION, "o", "swap", "move the other end", "", "o"),
    Command("selection.begin-here", Pane.SELECTION, "V", "begin_here", "begin here", "begin", "V"),
    Command(
        "selection.light", Pane.SELECTION, "enter", "light", "highlight it in the last colour", "highlight", "Enter"
    ),
    Command("selection.colour-1", Pane.SELECTION, "1", "colour_1", "highlight it in green", "", "1"),
    Command("selection.colour-2", Pane.SELECTION, "2", "colour_2", "highlight it in blue", "", "2"),
    Command("selection.colour-3", Pane.SELECTION, "3", "colour_3", "highlight it in violet", "", "3"),
    Command("selection.colour-4", Pane.SELECTION, "4", "colour_4", "highlight it in red", "", "4"),
    Command("selection.note", Pane.SELECTION, "a", "note", "highlight it and write a note", "note", "a"),
    Command("selection.copy", Pane.SELECTION, "y", "copy", "copy it", "copy", "y"),
    Command("selection.end", Pane.SELECTION, "escape", "end", "select nothing", "end", "Esc"),
    Command(
        "article.code-right",
        Pane.ARTICLE,
        "greater_than_sign,shift+right",
        "code_right",
        "the rest of code that is cut off",
        "",
        "> Shift-→",
    ),
    Command(
        "article.code-left", Pane.ARTICLE, "less_than_sign,shift+left", "code_left", "its beginning", "", "< Shift-←"
    ),
    Command(
        "app.open-link", Pane.ANYWHERE, "o", "open_source", "open the article's source link in the browser", "", "o"
    ),
    Command("app.edit", Pane.ANYWHERE, "e", "edit", "open the article's file in $EDITOR", "", "e"),
    Command("app.copy-link", Pane.ANYWHERE, "y", "copy_link", "copy the source link", "", "y"),
    Command("app.copy-markdown", Pane.ANYWHERE, "Y", "copy_markdown", "copy the article as Markdown", "", "Y"),
    Command("app.wider", Pane.ANYWHERE, "plus", "wider", "wider column", "", "+"),
    Command("app.narrower", Pane.ANYWHERE, "minus", "narrower", "narrower column", "", "-"),
    Command("app.default-width", Pane.ANYWHERE, "equals_sign", "default_width", "column of 80 cells", "", "="),
    Command("app.zen", Pane.ANYWHERE, "z", "zen", "the page alone", "", "z"),
    Command("app.code", Pane.ANYWHERE, "w", "wrap_code", "wrap long lines of code, or cut them off", "", "w"),
    Command("app.looks", Pane.ANYWHERE, "L", "looks", "how the page looks: every switch", "", "L"),
    Command("app.theme", Pane.ANYWHERE, "T", "next_theme", "next theme", "", "T"),
    Command("app.star", Pane.ANYWHERE, "m", "star", "star the article, or take its star away", "", "m"),
    Command("app.read", Pane.ANYWHERE, "r", "read", "mark the article as read or unread", "", "r"),
    Command("app.picture", Pane.ANYWHERE, "i", "picture", "a picture on the whole screen", "", "i"),
    Command("app.fetch-pictures", Pane.ANYWHERE, "I", "fetch_pictures", "fetch the article's pictures", "", "I"),
    Command("app.mark-all", Pane.ANYWHERE, "A", "mark_all", "mark the category as read", "", "A"),
    Command("app.undo-mark", Pane.ANYWHERE, "U", "undo_mark", "undo the last mark or highlight", "", "U"),
    Command("app.highlights", Pane.ANYWHERE, "H", "highlights", "highlights of the article, and of all (Tab)", "", "H"),
    Command("app.search", Pane.ANYWHERE, "s", "search", "search all articles", "search", "s"),
    Command("app.glance", Pane.ANYWHERE, "S", "glance", "the archive at a glance", "", "S"),
    Command("app.unread-files", Pane.ANYWHERE, "exclamation_mark", "faults", "what could not be read", "", "!"),
    Command("app.switch-pane", Pane.ANYWHERE, "tab,shift+tab", "switch_pane", "to the other pane", "", "Tab"),
    Command("app.help", Pane.ANYWHERE, "question_mark,f1", "help", "this help", "help", "? F1"),
    Command("app.palette", Pane.ANYWHERE, "ctrl+p", "command_palette", "command palette", "", "Ctrl-p"),
    Command("app.stop", Pane.ANYWHERE, "ctrl+z", "stop", "to the shell; fg comes back", "", "Ctrl-z"),
    Command("app.quit", Pane.ANYWHERE, "q", "quit", "quit", "quit", "q"),
)


def bindings(pane: Pane) -> list[BindingType]:
    """The Textual bindings of one pane."""
    return [
        Binding(command.keys, command.action, command.help, id=command.id, show=bool(command.footer))
        for command in COMMANDS
        if command.pane is pane
    ]


def everywhere() -> list[BindingType]:
    """The bindings that come before all others, whatever is open, and also where keys are typed into a field."""
    return [
        Binding(command.keys, command.action, command.help, show=False, priority=True)
        for command in COMMANDS
        if command.id == "app.stop"
    ]
