"""What a modifier says: its meaning in our words, where it fits, what it excludes, and from where we know."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal, NamedTuple

__all__ = ["KINDS", "SETTINGS", "Conflict", "Indicator", "Kind", "Level", "Modifier", "Pair", "Setting"]

Kind = Literal["pricing", "payment", "anatomic", "informational", "statistical"]
Level = Literal["cpt", "hcpcs", "ambulance"]
Setting = Literal["professional", "hospital-outpatient", "asc", "supplier", "ambulance", "laboratory"]

# The order on the claim line: what changes the price first, what only informs last (Medicare's contractors ask for it).
KINDS: tuple[Kind, ...] = ("pricing", "payment", "anatomic", "informational", "statistical")
SETTINGS: tuple[Setting, ...] = (
    "professional",
    "hospital-outpatient",
    "asc",
    "supplier",
    "ambulance",
    "laboratory",
)


class Conflict(NamedTuple):
    """Two modifiers that cannot stand on one line, or one that lacks another beside it (`second` is what lacks)."""

    first: str
    second: str
    why: str

    def to_json(self) -> dict[str, str]:
        """Return the public JSON shape."""
        return self._asdict()


class Pair(NamedTuple):
    """Two modifiers that exclude each other, and why; at certain codes or in certain settings alone, where named."""

    first: str
    second: str
    codes: tuple[tuple[str, str], ...]
    settings: tuple[Setting, ...]
    effective_from: date | None
    why: str
    citation: str

    @property
    def everywhere(self) -> bool:
        """Say whether they exclude each other on every line."""
        return not (self.codes or self.settings)


class Indicator(NamedTuple):
    """An indicator of Medicare's fee schedule, and the values of it with which a modifier may stand at a code."""

    name: str
    values: tuple[str, ...]


class Modifier(NamedTuple):
    """One modifier. `codes` are inclusive ranges of the codes it fits, `settings` who may use it.

    Of codes in these ranges it fits those whose `indicator` of the fee schedule allows it, where that is known.
    """

    code: str
    level: Level
    kind: Kind
    meaning: str
    codes: tuple[tuple[str, str], ...]
    settings: tuple[Setting, ...]
    groups: tuple[str, ...]
    excludes: tuple[str, ...]
    requires: tuple[str, ...]
    effective_from: date | None
    effective_to: date | None
    citation: str
    note: str
    source: str
    verified: str
    indicator: Indicator | None = None

    def in_force(self, on: date) -> bool:
        """Say whether the modifier may be used for a service on that day."""
        return (self.effective_from is None or self.effective_from <= on) and (
            self.effective_to is None or on <= self.effective_to
        )

    def to_json(self) -> dict[str, Any]:
        """Return the public JSON shape; the words are ours (`gloss`)."""
        return {
            "code": self.code,
            "level": self.level,
            "kind": self.kind,
            "meaning": self.meaning,
            "gloss": True,
            "codes": [first if first == last else f"{first}-{last}" for first, last in self.codes],
            "indicator": self.indicator
            and {"name": self.indicator.name, "values": list(self.indicator.values)},
            "settings": list(self.settings),
            "excludes": list(self.excludes),
            "requires": list(self.requires),
            "effective_from": self.effective_from.isoformat() if self.effective_from else None,
            "effective_to": self.effective_to.isoformat() if self.effective_to else None,
            "citation": self.citation,
            "note": self.note,
            "source": self.source,
            "verified": self.verified,
        }
