"""Say whether a code is among those that a reference of an instruction means."""

from __future__ import annotations

from codeward.codesets.container.conditions import excepted, holds, understood
from codeward.codesets.container.model import Reference
from codeward.codesets.container.references import parse

__all__ = ["matches", "read_reference"]


def matches(reference: Reference, code: str) -> bool:
    """Say whether *code*, with or without its dot, is surely among the codes meant.

    A reference to a category or subcategory means everything below it. A condition that cannot be judged by the
    code's characters matches nothing.
    """
    key = code.replace(".", "").upper()
    first = reference.first.replace(".", "")
    last = reference.last.replace(".", "") if reference.last else first
    if not (
        key[: len(first)] >= first and key[: len(last)] <= last and len(key) >= min(len(first), len(last))
    ):
        return False
    return reference.condition is None or _fulfils(key, reference.condition)


def _fulfils(key: str, condition: str) -> bool:
    out = excepted(condition)
    if out:
        return not any(matches(reference, key) for text in out for reference in parse(text))
    return holds(condition, key)


def read_reference(text: str) -> Reference:
    """Return the one code or range that *text* is, as notes write them ("E08-E13", "T36-T50 with sixth character 5").

    Raises ValueError where it is none, several, or has a condition that cannot be judged.
    """
    found = parse(text)
    if len(found) != 1:
        raise ValueError(f"{text!r} is not one code or one range of codes")
    condition = found[0].condition
    if condition is not None and not understood(condition):
        raise ValueError(f"the condition of {text!r} is not understood")
    return found[0]
