"""Numbers as people type them into a table or a page, read with the place that an error names."""

from __future__ import annotations

from decimal import Decimal

from codeward import bounds
from codeward.claims.reading import ClaimError
from codeward.errors import quoted

__all__ = ["typed_dollars", "typed_number", "typed_whole"]


def typed_whole(text: str, where: str) -> int:
    """Return a whole number. Raises ClaimError."""
    if not (text.isascii() and text.isdigit() and len(text) < 6):
        raise ClaimError(f"{quoted(text)} is no whole number", "Write digits alone", where)
    return int(text)


def typed_number(text: str, where: str) -> Decimal:
    """Return a number that may have decimal places. Raises ClaimError."""
    try:
        return bounds.decimal(text)
    except bounds.BoundsError as error:
        raise ClaimError(error.message, "Write it as 1 or 1.5", where) from None


def typed_dollars(text: str, where: str) -> int:
    """Return an amount in dollars ("145.00") in cents. Raises ClaimError."""
    value = typed_number(text.replace("$", "").replace(",", ""), where)
    if value != round(value, 2):
        raise ClaimError(f"{quoted(text)} is no amount in dollars", "Write it as 145.00", where)
    return int(value * 100)
