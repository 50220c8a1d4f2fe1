"""The services of a claim by day and by who gave them, as the edits of services ask."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

from codeward.claims import Claim, Line

__all__ = ["Services", "Together", "ids", "named"]


class Together(NamedTuple):
    """Services of one day by one practitioner, or for one facility."""

    day: dt.date
    by: str | None
    lines: tuple[Line, ...]


def _who(claim: Claim) -> Callable[[Line], str | None]:
    """Return who gave the service of a line: its own practitioner, else the claim's; of a facility nobody but itself.

    Where the claim names none either, a line without one is taken as of who gave most of its services.
    """
    if claim.kind != "professional":
        return lambda line: None
    usual = claim.provider.rendering
    if usual is None:
        named = Counter(line.rendering for line in claim.lines if line.rendering)
        usual = min(named, key=lambda name: (-named[name], name), default=None)
    return lambda line: line.rendering or usual


class Services(NamedTuple):
    """The services of a claim: who gave each, and which are of one day and one practitioner."""

    claim: Claim
    gave: Callable[[Line], str | None]
    groups: tuple[Together, ...]

    @classmethod
    def of(cls, claim: Claim) -> Services:
        """Sort the services of *claim*."""
        gave = _who(claim)
        found: dict[tuple[dt.date, str | None], list[Line]] = {}
        for line in claim.lines:
            found.setdefault((claim.day_of(line), gave(line)), []).append(line)
        return cls(claim, gave, tuple(Together(day, by, tuple(lines)) for (day, by), lines in found.items()))


def ids(*lines: Line) -> tuple[str, ...]:
    """Return the ids of *lines*, without those that have none."""
    return tuple(line.id for line in lines if line.id)


def named(codes: Sequence[str], most: int = 4) -> str:
    """Return *codes* as a list for a sentence, shortened."""
    rest = len(codes) - most
    return ", ".join(codes[:most]) + (f" and {rest} more" if rest > 0 else "")
