"""Predicates as an option's proof writes them, in one line: `excludes1 H72.91 S09.21XA`, `path 'Lightning' T75.00`."""

from __future__ import annotations

import re
from typing import Any

from codeward.errors import CodewardError
from codeward.practice.claims.registry import PREDICATES

__all__ = ["WrittenError", "read_line"]

_PART = re.compile(r"'([^']*)'|\"([^\"]*)\"|\[([^\]]*)\]|([^\s\[\]'\"]+)")


class WrittenError(CodewardError):
    """A line that is no predicate."""


def read_line(text: str) -> tuple[str, Any]:
    """Return the name of the predicate that *text* writes in a line, and what it is told. Raises WrittenError."""
    name, _, rest = text.strip().partition(" ")
    if name not in PREDICATES:
        raise WrittenError(f"{name!r} is no predicate", f"Use one of {', '.join(sorted(PREDICATES))}")
    if name == "units" and "=" in rest:
        reckon, _, result = rest.partition("=")
        if not result.strip().isdigit():
            raise WrittenError(f"{text!r} has no result", "Write units 3 * 2 = 6")
        return name, {"reckon": reckon.strip(), "units": int(result)}
    if name == "fault":
        return name, {"faults": [part for part in re.split(r"[\s,]+", rest) if part]}
    parts: list[Any] = [_part(match) for match in _PART.finditer(rest)]
    order = PREDICATES[name].order
    if name == "modifier":
        return name, {"fits": parts}
    if name in ("pcs",):
        return name, {"is": parts[0] if parts else "", "codes": parts[1:]}
    if len(order) == 1:
        return name, {order[0]: parts[0] if len(parts) == 1 else parts}
    if len(parts) > len(order):
        raise WrittenError(
            f"{text!r} has too many words", f"Write {name} {' '.join(word.upper() for word in order)}"
        )
    told = dict(zip(order, parts, strict=False))
    if "units" in told and str(told["units"]).isdigit():
        told["units"] = int(told["units"])
    return name, told


def _part(match: re.Match[str]) -> Any:
    single, double, several, plain = match.groups()
    if several is not None:
        return [part for part in re.split(r"[\s,]+", several) if part]
    return next(part for part in (single, double, plain) if part is not None)
