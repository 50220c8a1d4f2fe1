"""How large what comes from outside may be: the one place for limits on numbers, and on the work of one request.

A number from a page, the API, the command line or a file passes through `decimal` before anybody reckons with it:
a handful of characters such as "1e-200000000" is otherwise written out as 200 million digits.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Final

from codeward.errors import CodewardError, quoted

__all__ = ["DIGITS", "MOST_CENTS", "PLACES", "BoundsError", "Budget", "decimal", "fits"]

DIGITS: Final = 12
"""Digits that a number from outside may have before its decimal point."""
PLACES: Final = 9
"""Decimal places that a number from outside may have."""
MOST_CENTS: Final = 10_000_000
"""An amount that somebody gives, such as a hospital's base rate, in cents at most."""
_CHARACTERS: Final = 40  # of a number as it is typed, blanks and sign included


class BoundsError(CodewardError, ValueError):
    """Something from outside is larger, longer or dearer than this school answers."""


def fits(value: Decimal, digits: int = DIGITS, places: int = PLACES) -> bool:
    """Say whether *value* is finite with at most so many digits before its point and places after it.

    Zeros at the end of the fraction count, as they are written out too.
    """
    if not value.is_finite():
        return False
    _, figures, exponent = value.as_tuple()
    assert isinstance(exponent, int)  # as it is finite
    return -places <= exponent and len(figures) + exponent <= digits


def decimal(value: object, digits: int = DIGITS, places: int = PLACES) -> Decimal:
    """Return a number from outside, given as text, int, float or Decimal, exactly as it is written.

    Raises BoundsError where it is no number, or has more than *digits* digits or *places* decimal places.
    """
    written = str(value).strip() if not isinstance(value, int) or -(10**digits) < value < 10**digits else ""
    try:
        if isinstance(value, bool) or not 0 < len(written) <= _CHARACTERS:
            raise InvalidOperation
        read = Decimal(written)
    except InvalidOperation:
        raise BoundsError(f"{_told(value)} is not a number", "Write digits, such as 20.5") from None
    if not fits(read, digits, places):
        raise BoundsError(
            f"{_told(value)} is not a number that can be reckoned with",
            f"At most {digits} digits before the point and {places} after it are read",
        )
    return read


def _told(value: object) -> str:
    """Return *value* for a message; a whole number of thousands of digits is not even written out."""
    return "A number this long" if isinstance(value, int) and abs(value) >= 10**_CHARACTERS else quoted(value)


class Budget:
    """How much one request may have looked at: counted work, not a clock, so that a slow machine answers the same."""

    def __init__(self, most: int, what: str, way_out: str) -> None:
        """Allow *most* steps; *what* names the request and *way_out* how to ask for less, when it is spent."""
        self.left = most
        self._told = what, way_out

    def spend(self, steps: int = 1) -> None:
        """Take *steps* off. Raises BoundsError when nothing is left."""
        self.left -= steps
        if self.left < 0:
            raise BoundsError(*self._told)
