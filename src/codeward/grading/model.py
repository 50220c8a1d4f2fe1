"""What a grade is made of."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from codeward.charts import Evidence
from codeward.codesets import Edition
from codeward.grading.figures import Figures

__all__ = ["PRINCIPAL_PROCEDURE", "Difference", "Grade", "Part", "PartVerdict", "Row", "Side", "Verdict"]

Verdict = Literal[
    "right",
    "partial",
    "alternative",
    "near",
    "missing",
    "unsupported",
    "optional",
    "open",
    "first",
    "order",
    "excludes1",
    "not_asked",
    "query_right",
    "query_near",
    "query_fault",
    "query_missing",
    "query_unneeded",
]
EvidenceVerdict = Literal["ok", "elsewhere", "none"]
PartVerdict = Literal["right", "partial", "wrong", "missing", "told"]
PRINCIPAL_PROCEDURE = "principal procedure"
_BESIDE = frozenset({"poa", "modifiers", "units", "pointers", "date"})


@dataclass(frozen=True)
class Side:
    """One side of a row: the code, where it stands (from 1; answers only), and its title."""

    id: str
    code: str
    description: str
    position: int | None = None
    role: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the public JSON shape."""
        return {
            "id": self.id,
            "code": self.code,
            "description": self.description,
            "position": self.position,
            "role": self.role,
        }


@dataclass(frozen=True)
class Part:
    """One axis of a line: mine beside key, in words of the trade. Points are in lines, and part of the row's own.

    `axis` is code, modifiers, units, pointers, date, poa, principal procedure, an axis of ICD-10-PCS by its
    name, or an element of a visit's level. What only explains another axis has no points of its own.
    """

    axis: str
    verdict: PartVerdict
    mine: str | None
    key: str | None
    points: Fraction = Fraction(0)
    possible: Fraction = Fraction(0)
    reason: str = ""
    citation: tuple[str, ...] = ()

    @property
    def beside(self) -> bool:
        """Say whether the axis stands beside the code, and is judged and paid by itself."""
        return self.axis in _BESIDE

    def to_json(self, row: str) -> dict[str, Any]:
        """Return the public JSON shape of this part of the row with that id."""
        return {
            "id": f"{row}-{self.axis.replace(' ', '-')}",
            "axis": self.axis,
            "verdict": self.verdict,
            "mine": self.mine,
            "key": self.key,
            "points": float(self.points),
            "possible": float(self.possible),
            "reason": self.reason,
            "citation": list(self.citation),
        }


@dataclass(frozen=True)
class Row:
    """One line of the result: mine beside key. Points are in lines: `points` of `possible`.

    `parts` are the axes of a line of which more than the code is judged. `ledger_rule` says, of a service that must not
    be billed, by which rule of the ledger.
    """

    verdict: Verdict
    mine: Side | None
    key: Side | None
    points: Fraction
    possible: Fraction
    reason: str
    citation: tuple[str, ...] = ()
    path: tuple[str, ...] = ()
    axes: tuple[str, ...] = ()
    rule: str | None = None
    evidence: EvidenceVerdict | None = None
    mine_spans: tuple[Evidence, ...] = ()
    key_spans: tuple[Evidence, ...] = ()
    repeat: int = 0
    parts: tuple[Part, ...] = ()
    ledger_rule: str | None = None

    @property
    def id(self) -> str:
        """An id that the same difference has in every grade by this key: from verdict, line and code."""
        parts = (
            f"{self.verdict} {self.rule}" if self.verdict == "query_fault" else self.verdict,
            self.key.id if self.key else "",
            self.mine.code if self.mine else "",
            str(self.repeat),
        )
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:12]

    @property
    def differs(self) -> bool:
        """Say whether the row cost points."""
        return self.points < self.possible

    @property
    def change(self) -> str:
        """What would have to change, in a few words: the codes and places concerned; nothing where all is right."""
        mine = self.mine.code if self.mine else ""
        key = self.key.code if self.key else ""
        place = f"place {self.mine.position}" if self.mine and self.mine.position else ""
        beside = (
            one
            for one in self.parts
            if (one.beside or one.axis == PRINCIPAL_PROCEDURE) and one.verdict != "right"
        )
        return {
            "partial": f"{mine}: "
            + "; ".join(f"{one.axis} {one.mine or 'none'} → {one.key or 'none'}" for one in beside),
            "near": f"{mine} → {key}",
            "alternative": mine if self.differs else "",
            "missing": f"add {key}",
            "unsupported": f"take {mine} out",
            "first": f"{mine}: {place} → place 1",
            "order": f"{key} ({mine} is at {place})",
            "excludes1": mine,
            "query_missing": f"ask: {key}",
            "query_near": f"ask: {key}",
            "query_fault": f"reword: {mine}",
        }.get(self.verdict, "")

    def to_json(self) -> dict[str, Any]:
        """Return the public JSON shape."""
        return {
            "id": self.id,
            "verdict": self.verdict,
            "change": self.change,
            "mine": self.mine.to_json() if self.mine else None,
            "key": self.key.to_json() if self.key else None,
            "points": float(self.points),
            "possible": float(self.possible),
            "reason": self.reason,
            "citation": list(self.citation),
            "path": list(self.path),
            "axes": list(self.axes),
            "rule": self.rule,
            "evidence": {
                "verdict": self.evidence,
                "mine": [span.model_dump(mode="json") for span in self.mine_spans],
                "key": [span.model_dump(mode="json") for span in self.key_spans],
            },
            "parts": [part.to_json(self.id) for part in self.parts],
            "ledger_rule": self.ledger_rule,
        }


@dataclass(frozen=True)
class Difference:
    """What cost points, how many and why. `points` is negative, in lines."""

    row: Row

    def to_json(self) -> dict[str, Any]:
        """Return the public JSON shape."""
        row = self.row
        return {
            "id": row.id,
            "line": row.key.id if row.key else None,
            "code": row.mine.code if row.mine else None,
            "position": row.mine.position if row.mine else None,
            "expected": row.key.code if row.key else None,
            "verdict": row.verdict,
            "change": row.change,
            "points": float(row.points - row.possible),
            "reason": row.reason,
            "citation": list(row.citation),
            "path": list(row.path),
        }


@dataclass(frozen=True)
class Grade:
    """An answer beside a key: score, figures, rows. The same inputs give the same grade, byte for byte."""

    score: float
    points: Fraction
    possible: Fraction
    figures: Figures
    rows: tuple[Row, ...]
    release: str
    in_force: bool
    editions: tuple[Edition, ...]
    key_version: str
    rules_version: str
    chart: str
    answer: dict[str, Any]

    RULE = (
        "A line weighs 1, the first place 1 more; one axis of a code wrong earns half, two or more a quarter, a wrong "
        "CPT or HCPCS code nothing; modifiers and present on admission are a fifth of their line, units, pointers and "
        "date a tenth each; unsupported −0.5 and never more than an eighth of the whole, a code out of place −0.25; "
        "scaled to 100, never below 0."
    )

    @property
    def differences(self) -> tuple[Difference, ...]:
        """The rows that cost points, dearest first, then as they stand."""
        found = [row for row in self.rows if row.differs]
        return tuple(Difference(row) for row in sorted(found, key=lambda row: row.points - row.possible))

    def to_json(self) -> dict[str, Any]:
        """Return the public JSON shape."""
        return {
            "schema": 1,
            "score": self.score,
            "rule": self.RULE,
            "points": float(self.points),
            "possible": float(self.possible),
            "figures": self.figures.to_json(),
            "differences": [difference.to_json() for difference in self.differences],
            "rows": [row.to_json() for row in self.rows],
            "release": self.release,
            "in_force": self.in_force,
            "editions": [edition.to_json() for edition in self.editions],
            "key_version": self.key_version,
            "rules_version": self.rules_version,
            "chart": self.chart,
            "answer": self.answer,
        }
