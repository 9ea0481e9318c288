"""Signs: private-use characters that stand for structure on the way through html2text.

OBJECT, TASK, LINK and BLOCK are followed by a word of their own and END; the others stand alone.
"""

from __future__ import annotations

import re

_FIRST_SIGN = 0x10F700
(
    LESS, GREATER, AMPERSAND, BACKSLASH, LINE_END, BREAK, OBJECT, TASK, BLOCK, END,
    STRONG, END_STRONG, EMPHASIS, END_EMPHASIS, STRIKE, END_STRIKE, CODE, END_CODE, LINK, END_LINK,
) = map(chr, range(_FIRST_SIGN, _FIRST_SIGN + 20))  # fmt: skip

ENTITIES = {"&nbsp;": "\u00a0", "&lt;": LESS, "&gt;": GREATER, "&amp;": AMPERSAND, "\\": BACKSLASH}
"""What is taken out of HTML before html2text reads it, and what stands there instead."""

# White space that HTML does not collapse, but html2text would.
_SPACES = "\u000b\u001c\u001d\u001e\u001f\u0085\u00a0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)
HIDE_SPACES = {ord(space): _FIRST_SIGN + 0x40 + index for index, space in enumerate(_SPACES)}
"""What hides white space from html2text, for `str.translate`."""
SHOW_SPACES = {hidden: space for space, hidden in HIDE_SPACES.items()}
"""The way back."""

ANY_BLANK = f" {LINE_END}{BREAK}" + "".join(map(chr, SHOW_SPACES))
"""Everything that shows as blank."""
OBJECT_PLACE = re.compile(rf"{OBJECT}(\d+){END}")
"""The place of something that was written apart; group 1 is its number."""
