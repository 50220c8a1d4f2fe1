"""What pricing a claim gives: an amount a line with every factor, the stay's, the risk score, what has no amount."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from codeward.codesets import Edition
from codeward.errors import CodewardError

if TYPE_CHECKING:
    from codeward.crosswalks.hcc import Score
    from codeward.grouper import Grouped

__all__ = [
    "Basis", "CannotPrice", "Priced", "PricedLine", "Risk", "Stay", "Step", "Unpriced", "cents", "dollars", "rounded",
]  # fmt: skip

Basis = Literal["fee schedule", "anesthesia", "outpatient", "none"]
_CENT = Decimal("0.01")


class CannotPrice(CodewardError):  # noqa: N818 - said as people say it
    """Something has no amount here: a list is missing, or the rules leave it to the contractor; `list` names which."""

    def __init__(self, message: str, way_out: str = "", *, list: str = "", command: str = "") -> None:  # noqa: A002
        self.list = list
        super().__init__(message, way_out, command=command)


class Step(NamedTuple):
    """One factor: its name, the figure as it is reckoned with, what came out, why, and where that is written.

    `after` is in relative value units up to the conversion factor, in dollars from there on.
    """

    name: str
    figure: str
    after: Decimal
    reason: str
    citation: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the public JSON shape; what came out as decimal text, to six places at most."""
        return {**self._asdict(), "after": _plain(self.after), "citation": list(self.citation)}


class Unpriced(NamedTuple):
    """What has no amount, and why: the line's id and code (None for the stay), the list and command that help."""

    line: str | None
    code: str | None
    why: str
    list: str = ""
    command: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the public JSON shape."""
        return self._asdict()


class PricedLine(NamedTuple):
    """A service of the claim. `amount` in cents: 0 where the rules pay nothing, None where there is no amount here.

    `status` is the indicator that decided (fee schedule status, or OPPS status indicator), `meaning` what it says,
    `rate` in cents a national rate that is shown beside where the amount depends on more.
    """

    line: str | None
    code: str
    modifiers: tuple[str, ...]
    amount: int | None
    basis: Basis
    status: str
    meaning: str
    steps: tuple[Step, ...]
    why: str = ""
    rate: int | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the public JSON shape."""
        return {
            **self._asdict(),
            "modifiers": list(self.modifiers),
            "steps": [step.to_json() for step in self.steps],
        }


class Stay(NamedTuple):
    """An inpatient stay: its group, and the amount in cents where its hospital is paid so (`base_rate` in cents)."""

    grouped: Grouped
    amount: int | None
    base_rate: int | None
    steps: tuple[Step, ...]
    why: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the public JSON shape: the group as `codeward drg` gives it, and what it comes to."""
        return {
            "drg": self.grouped.to_json(),
            "amount": self.amount,
            "base_rate": self.base_rate,
            "steps": [step.to_json() for step in self.steps],
            "why": self.why,
        }


class Risk(NamedTuple):
    """What the diagnoses of this claim alone make of the patient's risk score, and what was taken as given."""

    score: Score
    assumed: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the public JSON shape: model, payment year, total, and each category that counts."""
        return {
            "model": self.score.model,
            "year": self.score.year,
            "total": self.score.total,
            "hccs": [
                {
                    "hcc": each.hcc, "label": each.label, "coefficient": each.coefficient,
                    "diagnoses": list(each.diagnoses),
                }
                for each in self.score.hccs
            ],
            "assumed": list(self.assumed),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Priced:
    """A claim priced. Nothing missing is counted as 0: what has no amount stands in `unpriced`."""

    lines: tuple[PricedLine, ...]
    stay: Stay | None
    risk: Risk | None
    unpriced: tuple[Unpriced, ...]
    editions: tuple[Edition, ...]
    notes: tuple[str, ...]

    @property
    def total(self) -> int | None:
        """What the claim pays, in cents: of the stay where it is one, else of the lines; None where none has an amount.

        Lines without an amount are not in it: ask `complete`.
        """
        if self.stay is not None:
            return self.stay.amount
        amounts = [line.amount for line in self.lines if line.amount is not None]
        return sum(amounts) if amounts else None

    @property
    def complete(self) -> bool:
        """Say whether everything on the claim has an amount, so that `total` is all of it."""
        return not self.unpriced and self.total is not None

    def to_json(self) -> dict[str, Any]:
        """Return the public JSON shape; amounts in cents."""
        return {
            "schema": 1,
            "total": self.total,
            "complete": self.complete,
            "lines": [line.to_json() for line in self.lines],
            "stay": self.stay.to_json() if self.stay else None,
            "risk": self.risk.to_json() if self.risk else None,
            "unpriced": [each.to_json() for each in self.unpriced],
            "editions": [each.to_json() for each in self.editions],
            "notes": list(self.notes),
        }


def rounded(amount: Decimal) -> Decimal:
    """Return *amount* to the cent, a half cent up, as the fee schedule is published."""
    return amount.quantize(_CENT, ROUND_HALF_UP)


def cents(amount: Decimal) -> int:
    """Return dollars as whole cents, rounded half up."""
    return int(rounded(amount) * 100)


def dollars(amount: int | None) -> str:
    """Return cents as people write them: "$1,234.50"; "no amount" for None."""
    if amount is None:
        return "no amount"
    return f"{'-' if amount < 0 else ''}${abs(amount) // 100:,}.{abs(amount) % 100:02d}"


def _plain(value: Decimal) -> str:
    short = value.quantize(Decimal("0.000001"), ROUND_HALF_UP).normalize()
    return f"{short:f}"
