"""How a code is written: with its dot for people, without it as a key of the book.

A key is a code in capitals without its dot ("E119", "0DTJ4ZZ", "J1885"), a range that heads others ("A00-A09",
"10004-10021") or a chapter ("9"). Keys have at most eleven characters, so each fits a 64-bit number.
"""

from __future__ import annotations

__all__ = ["MAX_KEY", "as_key", "dotted", "pack", "undotted", "unpack"]

MAX_KEY = 11
_RANGE = 1 << 63  # marks a range; four bits below it say where its hyphen stands
_HYPHEN = 58


def dotted(key: str) -> str:
    """Return the code of a category or below with its dot: "E119" → "E11.9", "E11" → "E11"."""
    return f"{key[:3]}.{key[3:]}" if len(key) > 3 else key


def undotted(code: str) -> str:
    """Return the key of a well-formed code: "E11.9" → "E119". Blocks and chapters stay as they are."""
    return code.replace(".", "", 1) if code[3:4] == "." else code


def as_key(asked: str) -> str | None:
    """Return the key for what somebody typed, or None where no code can look like that.

    Any case; blanks around it are forgiven; a dot may be left out but stands after the third character or
    nowhere ("E1.19" is not E11.9 misspelt but another code that does not exist).
    """
    text = asked.strip() if len(asked) <= 64 else asked
    if not text or len(text) > MAX_KEY + 1 or not text.isascii():
        return None
    text = text.upper()
    if "." in text:
        if text[3:4] != "." or len(text) < 5 or text.count(".") > 1:
            return None
        text = text[:3] + text[4:]
    if len(text) > MAX_KEY or not text.replace("-", "", 1).isalnum():
        return None
    return text


def pack(key: str) -> int:
    """Return *key* (letters, digits and at most one hyphen, at most eleven characters) as a 64-bit number.

    Different keys have different numbers; their order has no meaning.
    """
    if "-" not in key:
        return int("1" + key, 36)
    first, _, last = key.partition("-")
    return int("1" + first + last, 36) | len(first) << _HYPHEN | _RANGE


def unpack(packed: int) -> str:
    """Return the key that `pack` made *packed* of; ranges are not given back. Raises ValueError for other numbers."""
    digits = ""
    while packed > 0 and not packed & _RANGE:
        packed, digit = divmod(packed, 36)
        digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[digit] + digits
    if not digits.startswith("1"):
        raise ValueError("not the number of a key")
    return digits[1:]
