"""How large a regular expression becomes when it is compiled, estimated before that.

`regex` writes out what must come several times: `(?:ab){3}` as three copies, `(?:ab)+` as one and a loop. In groups
inside groups the copies multiply: a hundred characters can ask for more memory than there is, and nothing can end a
compilation from outside. So what is too large is refused beforehand.
"""

from __future__ import annotations

import re

_SET = 50
"""Parts that a set of characters counts for: with the capitals of all of them it may take so much."""

_TOKEN = re.compile(
    r"""
    \\[pPNxuUgk]\{[^}]*\}            # a property, a name or a number in braces
    | \\.
    | (?P<nothing>\(\?\#[^)]*\)|\s)  # a comment, or a blank, which `(?x)` makes one
    | \{(?P<least>\d*)(?P<range>,(?P<most>\d*))?\}[?+]?
    | (?P<sign>[*+?])[?+]?           # as few as can be, or none given back
    | .
    """,
    re.VERBOSE | re.DOTALL,
)


def pattern_size(pattern: str) -> int:
    """About how many parts a pattern has once its repetitions are written out."""
    sums, last = [0], 0
    at = 0
    while at < len(pattern):
        if pattern[at] == "[":
            at, last = _end_of_set(pattern, at), _SET
            sums[-1] += last
            continue
        token = _TOKEN.match(pattern, at)
        assert token is not None
        at = token.end()
        copies = _copies(token)
        if copies is not None:
            sums[-1] += last * (copies - 1)
            last *= copies
        elif token["nothing"]:
            sums[-1] += 1  # and what follows repeats what stood before it
        elif token[0] == "(":
            sums.append(0)
        elif token[0] == ")" and len(sums) > 1:
            last = sums.pop() + 1
            sums[-1] += last
        else:
            last = 1
            sums[-1] += 1
    return sum(sums)


def _copies(token: re.Match[str]) -> int | None:
    """How often a quantifier has what stands before it written out; None for what is none."""
    if token["sign"]:
        return 2 if token["sign"] == "+" else 1
    if token["least"] is None or (not token["least"] and not token["range"]):
        return None
    least = int(token["least"] or 0)
    is_exact = token["range"] is None or token["most"] == token["least"]
    return max(1, least if is_exact else least + 1)


def _end_of_set(pattern: str, start: int) -> int:
    """Where a set of characters ends, with those inside of it; a pattern may end in the middle of one."""
    depth, at = 0, start
    while at < len(pattern):
        if pattern[at] == "\\":
            at += 1
        elif pattern[at] == "[":
            depth += 1
            at += pattern.startswith("^", at + 1)
            at += pattern.startswith("]", at + 1)  # as the first in a set it is itself
        elif pattern[at] == "]":
            depth -= 1
            if not depth:
                return at + 1
        at += 1
    return len(pattern)
