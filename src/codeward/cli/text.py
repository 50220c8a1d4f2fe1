"""Text from outside: a file or standard input, as editors of every system save it.

UTF-8 with or without the byte order mark that Windows editors put before it. UTF-16 is refused by name: read as UTF-8
it would be nonsense without a word.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from codeward.errors import CodewardError

__all__ = ["TextError", "decoded", "input_lines", "read_text"]

_MARK = "\ufeff"
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_LOOKED_AT = 64  # bytes in which UTF-16 without a mark shows its zeros


class TextError(CodewardError):
    """What was to be read is no UTF-8 text, or cannot be read; `.why` says it without naming where it came from."""

    def __init__(self, where: str, why: str, way_out: str) -> None:
        self.why = why
        super().__init__(f"{where} {why}", way_out)


def read_text(path: str) -> str:
    """Return the text of a file, or of standard input for "-". Raises TextError."""
    where = "standard input" if path == "-" else path
    try:
        raw = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except OSError as e:
        raise TextError(where, f"cannot be read: {e.strerror or e}", "Check the path") from e
    return decoded(raw, where)


def decoded(raw: bytes, where: str) -> str:
    """Return *raw* as text without a byte order mark. Raises TextError, which names *where* it came from."""
    _refuse_wide(raw, where)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as e:
        raise TextError(where, "is not UTF-8 text", "Save it as UTF-8") from e


def input_lines() -> Iterator[str]:
    """Yield the lines of standard input as they come, the first without a byte order mark. Raises TextError."""
    _refuse_wide(_peeked(), "standard input")
    first = True
    for line in sys.stdin:
        yield line.removeprefix(_MARK) if first else line
        first = False


def _peeked() -> bytes:
    """Return how standard input begins without taking it away; nothing where it cannot be looked at."""
    peek = getattr(getattr(sys.stdin, "buffer", None), "peek", None)
    if peek is None:
        return b""
    found: bytes = peek(_LOOKED_AT)
    return found[:_LOOKED_AT]


def _refuse_wide(raw: bytes, where: str) -> None:
    head = raw[: min(len(raw), _LOOKED_AT) & ~1]
    # Without a mark every other byte of plain text in UTF-16 is a zero; a zero by itself is only a strange character.
    alternating = len(head) >= 4 and (not any(head[0::2]) or not any(head[1::2]))
    if raw[:2] in _WIDE or alternating:
        raise TextError(where, "is UTF-16 text, not UTF-8", "Save it as UTF-8")
