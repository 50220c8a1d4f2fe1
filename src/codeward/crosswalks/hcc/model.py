"""What a risk score is made of. Small immutable values; `to_json` of each is public."""

from __future__ import annotations

from typing import Any, NamedTuple

from codeward.crosswalks.hcc.demographics import Demographics

__all__ = ["Category", "Dropped", "Factor", "Payment", "Score", "Uncounted"]


class Factor(NamedTuple):
    """One addend that is not a category: its name in CMS's tables, what it is, its figure, why it applies."""

    name: str
    label: str
    coefficient: float
    reason: str


class Category(NamedTuple):
    """One payment category that counts, with the diagnoses that brought it."""

    hcc: str
    label: str
    coefficient: float
    diagnoses: tuple[str, ...]
    reason: str


class Dropped(NamedTuple):
    """One category that a diagnosis brought and that does not count, and why."""

    hcc: str
    label: str
    by: str | None
    diagnoses: tuple[str, ...]
    reason: str


class Uncounted(NamedTuple):
    """One diagnosis that brought no category, and why."""

    diagnosis: str
    reason: str


class Payment(NamedTuple):
    """The score after normalization and coding pattern adjustment, with the figures used."""

    normalization: float
    coding: float
    normalized: float
    score: float
    source: str


class Score(NamedTuple):
    """A risk adjustment factor (RAF) and everything that it is the sum of."""

    model: str
    year: int
    segment: str
    demographics: Demographics
    total: float
    demographic: float
    demographic_factors: tuple[Factor, ...]
    hccs: tuple[Category, ...]
    interactions: tuple[Factor, ...]
    payment_hcc_count: int
    count_factor: Factor | None
    hierarchies: tuple[Dropped, ...]
    uncounted: tuple[Uncounted, ...]
    payment: Payment | None
    warnings: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the public JSON shape."""

        def rows(values: tuple[Any, ...]) -> list[dict[str, Any]]:
            return [value._asdict() for value in values]

        return {
            "model": self.model, "year": self.year, "segment": self.segment,
            "demographics": self.demographics._asdict(), "total": self.total, "demographic": self.demographic,
            "demographic_factors": rows(self.demographic_factors), "hccs": rows(self.hccs),
            "interactions": rows(self.interactions), "payment_hcc_count": self.payment_hcc_count,
            "count_factor": self.count_factor._asdict() if self.count_factor else None,
            "hierarchies": rows(self.hierarchies), "uncounted": rows(self.uncounted),
            "payment": self.payment._asdict() if self.payment else None, "warnings": list(self.warnings),
        }  # fmt: skip
