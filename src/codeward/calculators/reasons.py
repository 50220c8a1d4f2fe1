"""What every calculator hands back beside its answer: reasons with citations; and how it refuses bad input."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, NamedTuple

from codeward.errors import CodewardError

__all__ = ["InputError", "Reason", "number"]


class Reason(NamedTuple):
    """One step of the reckoning: what it is about, in words, and the rule it carries out."""

    about: str
    text: str
    citation: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the public JSON shape."""
        return {"about": self.about, "text": self.text, "citation": list(self.citation)}


class InputError(CodewardError):
    """A calculator was asked with something it cannot reckon with; `.field` names which input."""

    def __init__(self, field: str, message: str, way_out: str = "") -> None:
        self.field = field
        super().__init__(f"{field}: {message}", way_out)


def number(value: Decimal | None) -> int | float | None:
    """Return *value* as JSON writes numbers: whole where it is whole, else the shortest decimal fraction."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
