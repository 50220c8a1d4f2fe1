"""Which real codes somebody may have meant who typed one that a book does not hold."""

from __future__ import annotations

from collections.abc import Callable

from codeward.codesets.container.bookfile import Concept

__all__ = ["MOST", "nearest"]

MOST = 8
_FEW = 36  # codes below one entry; of a table's hundreds the first eight say nothing
_LOOKALIKES = str.maketrans("OILSB", "01158")


def nearest(get: Callable[[str], Concept | None], asked: str, most: int = MOST) -> tuple[str, ...]:
    """Return up to *most* codes near to *asked*: slips first, then those beginning alike.

    *get* looks a code up (`Book.get`).
    """
    key = "".join(c for c in asked[:24].upper() if c.isascii() and c.isalnum())[:8]
    if len(key) < 2:
        return ()
    found: dict[str, None] = {}
    for candidate in _slips(key):
        concept = get(candidate)
        if concept is not None and concept.kind not in ("chapter", "section"):
            found.setdefault(concept.code)
    for length in range(min(len(key) - 1, 7), 2, -1):
        concept = get(key[:length])
        if concept is not None and concept.kind not in ("chapter", "section"):
            found.setdefault(concept.code)
            if len(concept.children) <= _FEW:
                found.update(dict.fromkeys(concept.children))
            break
    return tuple(found)[:most]


def _slips(key: str) -> list[str]:
    """Return what a slip of the hand or eye may have meant: letters for digits, swaps, one character off."""
    out = [key, key[0] + key[1:].translate(_LOOKALIKES)]
    out += [key[:i] + key[i + 1] + key[i] + key[i + 2 :] for i in range(len(key) - 1)]
    out += [key[:i] + key[i + 1 :] for i in range(1, len(key))]
    out += [key[:-1] + c for c in "0123456789"]
    out += [key[:i] + c + key[i + 1 :] for i in range(1, len(key) - 1) for c in "0123456789"]
    return out
