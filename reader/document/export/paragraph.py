"""One line from html2text becomes paragraphs of Markdown: its signs become marks, its words are escaped."""

from __future__ import annotations

import re
import unicodedata
from functools import partial
from html import escape

from reader.document.export.emphasis import MARKS, choose_marks
from reader.document.export.escapes import PLAIN, address, as_entities, formula, plain
from reader.document.export.signs import (
    AMPERSAND,
    ANY_BLANK,
    BACKSLASH,
    BREAK,
    CODE,
    EMPHASIS,
    END,
    END_CODE,
    END_EMPHASIS,
    END_LINK,
    END_STRIKE,
    END_STRONG,
    LESS,
    LINE_END,
    LINK,
    OBJECT,
    OBJECT_PLACE,
    STRIKE,
    STRONG,
    TASK,
)

_CLOSINGS = {END_STRONG: STRONG, END_EMPHASIS: EMPHASIS, END_STRIKE: STRIKE, END_CODE: CODE, END_LINK: LINK}
_BLANK = f" {LINE_END}"
_TOKEN = re.compile(rf"([{OBJECT}{TASK}{LINK}][^{END}]*{END}|[{LINE_END}{BREAK}{STRONG}-{END_LINK}])")
_OPEN = rf"(?:[{STRONG}{EMPHASIS}{STRIKE}{CODE}]|{LINK}\d+{END})"
_CLOSE = rf"[{END_STRONG}{END_EMPHASIS}{END_STRIKE}{END_CODE}{END_LINK}]"

_BLANK_INSIDE_START = re.compile(rf"({_OPEN}(?:{_OPEN}|[{ANY_BLANK}])*[{ANY_BLANK}])")
_BLANK_INSIDE_END = re.compile(rf"([{ANY_BLANK}](?:{_CLOSE}|[{ANY_BLANK}])*{_CLOSE})")
_NOTHING = re.compile(
    "|".join(f"{a}{b}|{b}{a}" for b, a in _CLOSINGS.items() if a is not LINK) + rf"|{LINK}\d+{END}{END_LINK}"
)
_BREAKS = re.compile(rf"{BREAK}(?:[{_BLANK}]*{BREAK})+")
_BLANK_LINES = re.compile(rf"[{_BLANK}]*{BREAK}(?:[{_BLANK}]*{BREAK})+[{_BLANK}]*")
_ADDRESS_IN_TEXT = re.compile(r"https?://(?:[!#-;=?-Z_a-z~]|\\[_#])+")
_NEEDLESS_ESCAPE = re.compile(
    r"(?<!\])\\(?=[()])|\\(?=!(?!\\?\[|$))|(?<=\S)\\(?=#)|\\(?=#[^\s#\\])|(?<=[A-Za-z0-9])\\(?=_[A-Za-z0-9])"
)
_ENTITY_LIKE = re.compile(rf"{AMPERSAND}(?=#?\w{{1,31}};)")
_BLOCK_START = re.compile(
    r"\d{1,9}(?=[.)](?:\s|$))|(?=[-+*:~](?:\s|$))|(?=>)|(?=[=-]+\s*$)|(?=\|)|(?=#{1,6}(?:\s|$))|(?=~~~)"
)


def paragraphs(line: str, objects: list[str], *, line_break: str = "  \n") -> list[str]:
    """The paragraphs of one line from html2text; its signs become marks, and line ends `line_break`."""
    line = re.sub(" +", " ", line).strip(_BLANK + BREAK)
    parts: list[str] = []
    depth = 0
    for part in _BLANK_LINES.split(line):
        # HTML's own elements end with the paragraph, so within one of them lines are left out otherwise.
        if depth > 0:
            parts[-1] += BREAK + LINE_END + BREAK + part
        else:
            parts.append(part)
        for match in OBJECT_PLACE.finditer(part):
            tag = _KEPT_TAG.fullmatch(objects[int(match[1])])
            depth += 0 if tag is None else -1 if tag[1] else 1
    kept = (objects[int(match[1])] for match in OBJECT_PLACE.finditer(line))
    has_formulas = "".join([line, *kept]).count("$") > 1
    found = (_paragraph(part, objects, line_break, has_formulas=has_formulas) for part in parts)
    return [paragraph for paragraph in found if paragraph]


_KEPT_TAG = re.compile(r"<(/?)[a-z]+(?: title=\"[^\"]*\")?>")


def _paragraph(line: str, objects: list[str], line_break: str, *, has_formulas: bool) -> str:
    before = ""
    while before != line:
        before = line
        line = _BLANK_INSIDE_START.sub(partial(_blanks_apart, blanks_first=True), line)
        line = _BLANK_INSIDE_END.sub(partial(_blanks_apart, blanks_first=False), line)
        line = _NOTHING.sub("", line)
    line = _BREAKS.sub(BREAK + LINE_END + BREAK, line)
    tokens = _TOKEN.split(re.sub(" +", " ", line).strip(_BLANK + BREAK))
    partners = _partners(tokens)
    written: list[str] = []
    marks: list[tuple[int, int, str]] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        sign = token[:1]
        if not index % 2:
            written.append(_words(token, has_formulas=has_formulas))
        elif sign == CODE and index in partners:
            written.append(
                _code(tokens[index + 1 : partners[index]], objects, bool(written) and written[-1][-1:] == "`")
            )
            index = partners[index]
        elif sign in MARKS and index in partners:
            marks.append((len(written), 0, sign))
            written.append(token)
        elif sign in _CLOSINGS and index in partners and sign not in (END_CODE, END_LINK):
            opened = next(i for i in range(len(marks) - 1, -1, -1) if not marks[i][1])
            marks[opened] = (marks[opened][0], len(written), marks[opened][2])
            written.append(token)
        else:
            written.append(_single(tokens, index, partners, objects, line_break))
        index += 1
    choose_marks(written, marks)
    # A tag alone on the first line would begin a block of HTML.
    text = _TAG_ON_LINE.sub(r"\1<br>", "".join(written))
    return "\n".join(map(_unlike_a_block, text.split("\n")))


_TAG_ON_LINE = re.compile(rf"\A(</?[a-z][^<>]*>[{ANY_BLANK}]*?) *\n")


def _unlike_a_block(line: str) -> str:
    """The line with a backslash where it would begin a list, a quote or another block."""
    line = line.lstrip(" ")
    match = _BLOCK_START.match(line)
    return f"{match[0]}\\{line[match.end() :]}" if match else line


def _blanks_apart(match: re.Match[str], *, blanks_first: bool) -> str:
    """Blanks at the inner edge of a mark go outside it, where CommonMark wants them."""
    tokens = [token for token in _TOKEN.split(match[0]) if token]
    blanks = "".join(token for token in tokens if not token.strip(ANY_BLANK))
    marks = "".join(token for token in tokens if token.strip(ANY_BLANK))
    return blanks + marks if blanks_first else marks + blanks


def _partners(tokens: list[str]) -> dict[int, int]:
    """Which opening sign belongs to which closing one, both ways, by their indices."""
    partners: dict[int, int] = {}
    opened: list[tuple[str, int]] = []
    for index in range(1, len(tokens), 2):
        sign = tokens[index][0]
        if sign in _CLOSINGS.values():
            opened.append((sign, index))
        elif (opening := _CLOSINGS.get(sign)) and any(kind == opening for kind, _ in opened):
            while opened:
                kind, place = opened.pop()
                if kind == opening:
                    partners[place], partners[index] = index, place
                    break
    return partners


def _single(tokens: list[str], index: int, partners: dict[int, int], objects: list[str], line_break: str) -> str:
    """What a sign that needs no partner becomes, or one that has lost it."""
    token = tokens[index]
    sign = token[0]
    if sign == OBJECT:
        kept = objects[int(token[1:-1])]
        return formula(kept) if kept[0] == "$" and _is_beside_digit(tokens, index) else kept
    if sign == LINK:
        if index in partners:
            return "["
        return f'<a href="{escape(objects[int(token[1:-1])])}">'
    if sign == END_LINK:
        if index not in partners:
            return "</a>"
        place = int(tokens[partners[index]][1:-1])
        return f"]({address(objects[place], objects[place - 1])})"
    if sign == TASK:
        return "☑ " if token[1:-1] == "x" else "☐ "
    if sign == BREAK:
        around = ("".join(tokens[index + 1 : index + 5]), "".join(tokens[max(0, index - 4) : index]))
        is_doubled = around[0] == LINE_END + BREAK or around[1] == BREAK + LINE_END
        return "<br>" if is_doubled else line_break
    if sign == LINE_END:
        return "" if _joins(tokens, index) else " "
    return ""


def _is_beside_digit(tokens: list[str], index: int) -> bool:
    """Whether a formula stands beside a digit or another formula, where its dollars would be read otherwise."""
    before, after = tokens[index - 1], tokens[index + 1]
    if (before and before[-1].isdigit()) or (after and after[0].isdigit()) or "$" in (before[-1:], after[:1]):
        return True
    return (not before and index > 1 and tokens[index - 2][0] == OBJECT) or (
        not after and index + 2 < len(tokens) and tokens[index + 2][0] == OBJECT
    )


def _joins(tokens: list[str], index: int) -> bool:
    """Whether a line end stands between two Chinese or Japanese characters, which a page joins."""
    before = next((tokens[i] for i in range(index - 1, -1, -2) if tokens[i]), "")
    after = next((tokens[i] for i in range(index + 1, len(tokens), 2) if tokens[i]), "")
    return bool(before and after) and _is_wide(before[-1]) and _is_wide(after[0])


def _is_wide(character: str) -> bool:
    return (
        character > "\u2e7f"
        and unicodedata.east_asian_width(character) in "WF"
        and not "\uac00" <= character < "\ud7b0"
    )


def _words(words: str, *, has_formulas: bool) -> str:
    """Words with what html2text does not escape escaped as well."""
    words = _NEEDLESS_ESCAPE.sub("", words)
    if "://" in words:
        words = _ADDRESS_IN_TEXT.sub(lambda match: re.sub(r"\\([_#])", r"\1", match[0]), words)
    words = _ENTITY_LIKE.sub(r"\\&", words).replace(BACKSLASH, "\\\\").replace(LESS, "\\<")
    words = words.replace("~~", "\\~\\~").replace("==", "\\=\\=").replace("\\{%", "\\{\\%")
    if has_formulas:
        words = words.replace("$", "\\$")
    if words.endswith("^"):
        words = words[:-1] + "\\^"
    return words.translate(PLAIN)


def _code(tokens: list[str], objects: list[str], after_code: bool) -> str:
    """A code span; HTML where it holds a picture or stands beside another."""
    if after_code or any(token[0] in (OBJECT, BREAK, TASK, LINK) for token in tokens[1::2]):
        parts = (
            as_entities(_unescaped(token)) if not index % 2 else _in_code(token, objects)
            for index, token in enumerate(tokens)
        )
        return f"<code>{''.join(parts)}</code>"
    code = _unescaped("".join(token for index, token in enumerate(tokens) if not index % 2 or token == LINE_END))
    if "]:" in code:  # at the start of a line, a link around it would be a definition
        return f"<code>{as_entities(code)}</code>"
    fence = "`" * (1 + max(map(len, re.findall("`+", code)), default=0))
    if code.startswith("`") or code.endswith("`"):
        code = f" {code} "
    return fence + code + fence


def _unescaped(words: str) -> str:
    """Words as they were: html2text's backslashes are the only ones, for the text's own travel as a sign."""
    return plain(words.replace("\\", ""))


def _in_code(token: str, objects: list[str]) -> str:
    if token[0] == OBJECT:
        kept = objects[int(token[1:-1])]
        return formula(kept) if kept[0] == "$" else kept
    if token[0] == TASK:
        return "☑ " if token[1] == "x" else "☐ "
    if token[0] == LINK:
        return f'<a href="{escape(objects[int(token[1:-1])])}">'
    return {END_LINK: "</a>", BREAK: "<br>", LINE_END: " "}.get(token[0], "")
