"""What the process that decodes pictures answers, as bytes: lengths and numbers, of which none can become code.

That process reads files that anybody may have made. An answer is a line of JSON, then the bytes that it counts.
"""

from __future__ import annotations

import json
from itertools import accumulate
from typing import Any

from reader.document.pictures.asked import Drawn, Failed, Measured
from reader.document.pictures.shape import Size

MOST = 256 * 1024 * 1024
"""Bytes of an answer that are taken: more than a picture on the largest screen has."""

_WIDEST = 1 << 32
"""Pixels that a picture may be wide or high; more fits in the head of none, and a larger number in no quotient."""

Answer = Drawn | Failed | tuple[Measured, ...]


def packed(answer: Answer) -> bytes:
    """An answer as bytes."""
    if isinstance(answer, Failed):
        return _with_head({"failed": answer.reason})
    if isinstance(answer, Drawn):
        parts = [part.encode() for part in answer.parts]
        return _with_head({"blocks": len(answer.blocks), "parts": list(map(len, parts))}, answer.blocks, *parts)
    return _with_head({"measured": [[*(each.size or (0, 0)), each.note] for each in answer]})


def _with_head(head: dict[str, Any], *bodies: bytes) -> bytes:
    return b"".join((json.dumps(head).encode(), b"\n", *bodies))


def unpacked(data: bytes) -> Answer:
    """An answer from its bytes. Raises ValueError for what is none."""
    line, _, body = data.partition(b"\n")
    try:
        head = json.loads(line)
    except RecursionError:
        raise ValueError("lists inside lists without end") from None
    match head:
        case {"failed": str(reason)}:
            return Failed(reason)
        case {"measured": list(found)}:
            return tuple(map(_measured, found))
        case {"blocks": int(blocks), "parts": list(parts)} if all(isinstance(each, int) for each in parts):
            lengths = [blocks, *parts]
            if min(lengths) < 0 or sum(lengths) != len(body):
                raise ValueError("what was drawn has another length than its head says")
            ends = list(accumulate(lengths))
            pieces = [body[end - length : end] for length, end in zip(lengths, ends, strict=True)]
            return Drawn(pieces[0], tuple(piece.decode() for piece in pieces[1:]))
    raise ValueError("no answer")


def _measured(found: object) -> Measured:
    match found:
        case [int(width), int(height), str(note)] if 0 <= width <= _WIDEST and 0 <= height <= _WIDEST:
            return Measured(Size(width, height) if width and height else None, note)
    raise ValueError("no size of a picture")
