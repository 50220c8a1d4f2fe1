"""What people type, as the school keeps it."""

from __future__ import annotations

__all__ = ["one_line"]


def one_line(text: str, most: int | None = None) -> str:
    """`text` in one line, single blanks between its words, at most `most` characters, and without NUL.

    PostgreSQL stores no text that holds NUL (CWE-158): asked for or kept as it came, it would be an error of ours.
    """
    return " ".join(text.replace("\0", "").split())[:most]
