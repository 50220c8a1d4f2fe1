"""The trade's figures, each by the name of its formula, and the interval of a proportion.

"Correct" is a required line that the answer has exactly, or by an alternative of full credit. "Entered" are the
answer's codes without optional ones that are right and without those that the policy leaves open.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import sqrt
from typing import Any

__all__ = ["AXIS_FORMULA", "FORMULAS", "LINE_FORMULAS", "Figures", "OfAxis", "OfLines", "wilson"]

FORMULAS = {
    "precision": "correct ÷ entered",
    "recall": "correct ÷ key",
    "f1": "2 × correct ÷ (entered + key)",
    "min_precision_recall": "correct ÷ the larger of entered and key",
    "code_over_code": "correct ÷ key (the reviewer's codes)",
    "record_exact": "1 where nothing differs, else 0",
    "first_right": "1 where place 1 is exactly right, else 0",
}
# Of lines of one kind: diagnosis, procedure.
LINE_FORMULAS = {"precision": "correct ÷ entered", "code_over_code": "correct ÷ key"}
# Of what stands beside a right code: poa, modifiers, units, pointers, date, principal_procedure.
AXIS_FORMULA = "right ÷ lines with the right code that are judged by it"


@dataclass(frozen=True)
class OfLines:
    """The counts of the lines of one kind."""

    correct: int
    key: int
    entered: int

    def to_json(self) -> dict[str, Any]:
        """Return counts and figures; a proportion of nothing is null."""
        return {
            "correct": self.correct,
            "key": self.key,
            "entered": self.entered,
            "precision": round(self.correct / self.entered, 6) if self.entered else None,
            "code_over_code": round(self.correct / self.key, 6) if self.key else None,
        }


@dataclass(frozen=True)
class OfAxis:
    """How often what stands beside a right code is right."""

    right: int
    judged: int

    def to_json(self) -> dict[str, Any]:
        """Return the counts and their proportion."""
        return {"right": self.right, "judged": self.judged, "share": round(self.right / self.judged, 6)}


@dataclass(frozen=True)
class Figures:
    """The counts of one grade and what follows from them. Proportions are 0 to 1."""

    correct: int
    key: int
    entered: int
    record_exact: bool
    first_right: bool
    by_type: Mapping[str, OfLines | OfAxis] = field(default_factory=dict)

    @property
    def precision(self) -> float | None:
        """Correct ÷ entered; None where nothing was entered, for that is no 0."""
        return self.correct / self.entered if self.entered else None

    @property
    def recall(self) -> float | None:
        """Correct ÷ key."""
        return self.correct / self.key if self.key else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall."""
        both = self.entered + self.key
        return 2 * self.correct / both if both else None

    @property
    def min_precision_recall(self) -> float | None:
        """The smaller of precision and recall: what Practicode scores."""
        larger = max(self.entered, self.key)
        return self.correct / larger if larger else None

    @property
    def code_over_code(self) -> float | None:
        """Correct ÷ the reviewer's codes, without deduction: the audit's figure."""
        return self.recall

    def to_json(self) -> dict[str, Any]:
        """Return counts and figures; proportions to six places."""
        shape: dict[str, Any] = {"correct": self.correct, "key": self.key, "entered": self.entered}
        for name in FORMULAS:
            value = getattr(self, name)
            shape[name] = (
                int(value) if isinstance(value, bool) else None if value is None else round(value, 6)
            )
        if self.by_type:
            shape["by_type"] = {name: one.to_json() for name, one in self.by_type.items()}
        return shape


def wilson(successes: int, n: int, z: float = 1.959963984540054) -> tuple[float, float]:
    """Return the Wilson score interval of a proportion, (low, high) from 0 to 1; 95% by default.

    Wilson, E. B. (1927), J. Am. Stat. Assoc. 22:209. Raises ValueError unless 0 ≤ successes ≤ n and n > 0.
    """
    if n <= 0 or not 0 <= successes <= n:
        raise ValueError(f"no proportion: {successes} of {n}")
    p = successes / n
    centre = p + z * z / (2 * n)
    half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    bottom = 1 + z * z / n
    low = 0.0 if successes == 0 else max(0.0, (centre - half) / bottom)
    high = 1.0 if successes == n else min(1.0, (centre + half) / bottom)
    return low, high
