"""What the edits speak of: a claim's context, rules as data, findings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from codeward.edits.codeset import CodeSet

__all__ = ["Claim", "ClaimContext", "Family", "Finding", "Rule", "RuleFile", "Severity"]

Severity = Literal["error", "warn", "verify"]
Kind = Literal[
    "billable",
    "duplicate",
    "excludes1",
    "not_together",
    "needs",
    "never_first",
    "first_only",
    "code_first",
    "use_additional",
    "before",
    "once",
    "initial_only",
    "cause_in_code",
    "phase",
    "never",
    "not_with_only",
    "patient",
    "with_link",
]
RuleId = Annotated[str, StringConstraints(pattern=r"^CW-[A-Z]{2}-\d{3}$")]
Citation = Annotated[tuple[str, ...], Field(min_length=1)]


@dataclass(frozen=True)
class ClaimContext:
    """What a rule may ask about the claim beside its codes.

    `rule_set` is "inpatient" (Sections II and III) or "outpatient" (Section IV); ages are whole years, or
    days for the newborn; `policy` maps each policy line to report, open or omit.
    """

    rule_set: Literal["inpatient", "outpatient"]
    patient_status: str
    claim_type: str
    coding_date: dt.date
    age_years: int | None = None
    age_days: int | None = None
    sex: Literal["male", "female", "unknown"] = "unknown"
    newborn: bool = False
    policy: Mapping[str, str] = field(default_factory=dict)

    @property
    def patient(self) -> str:
        """Say who the patient is, for a reason."""
        if self.newborn:
            return "a newborn"
        sex = {"male": "male", "female": "female"}.get(self.sex, "of unknown sex")
        if self.age_days is not None:
            return f"{sex}, aged {self.age_days} days"
        return sex if self.age_years is None else f"{sex}, aged {self.age_years}"


class Finding(NamedTuple):
    """What an edit says of a claim. `codes` names first the code that has to change or move."""

    rule: str
    severity: Severity
    codes: tuple[str, ...]
    reason: str
    citation: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the public JSON shape."""
        return {**self._asdict(), "codes": list(self.codes), "citation": list(self.citation)}


class _Data(BaseModel):
    model_config = ConfigDict(
        extra="forbid", frozen=True, populate_by_name=True, arbitrary_types_allowed=True
    )


class Narrowed(_Data):
    """A note that, in spite of where it stands, speaks of some codes only."""

    origin: str
    to: CodeSet


class Rule(_Data):
    """One rule as data. `kind` names the small function that carries it out."""

    id: RuleId
    kind: Kind
    severity: Severity
    valid_from: dt.date = Field(alias="from")
    valid_to: dt.date | None = Field(default=None, alias="to")
    citation: Citation
    reason: str
    codes: CodeSet = CodeSet()
    unless: CodeSet = CodeSet()
    others: CodeSet = CodeSet()
    injuries: CodeSet = CodeSet()
    title: str | None = None
    when_title: str | None = None
    narrowed: tuple[Narrowed, ...] = ()
    first_place_only: bool = False
    sex: Literal["male", "female"] | None = None
    newborn: bool | None = None
    ages: tuple[int, int] | None = None
    instead: str | None = None

    def applies_on(self, on: dt.date) -> bool:
        """Say whether the rule is in force on *on*."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)

    def covers(self, code: str) -> bool:
        """Say whether *code* is one of the rule's codes."""
        return self.codes.matches(code) and not self.unless.matches(code)

    def finding(self, codes: Sequence[str], **words: object) -> Finding:
        """Return a finding of this rule; *words* fill the reason beside {code} and {other}."""
        values = {
            "code": codes[0],
            "other": codes[1] if len(codes) > 1 else "",
            "instead": self.instead,
            **words,
        }
        return Finding(self.id, self.severity, tuple(codes), self.reason.format(**values), self.citation)


class RuleFile(_Data):
    """One file of rules."""

    version: Literal[1] = Field(alias="schema")
    rules: tuple[Rule, ...]


class Family(_Data):
    """Categories of which a wrong member is a near miss of the right one."""

    id: RuleId
    axis: str
    valid_from: dt.date = Field(alias="from")
    valid_to: dt.date | None = Field(default=None, alias="to")
    left: CodeSet
    right: CodeSet = CodeSet()
    parallel: bool
    citation: Citation
    reason: str

    def holds(self, a: str, b: str, on: dt.date) -> bool:
        """Say whether *a* and *b* are members that may be confused, in either direction."""
        if not (self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)):
            return False
        if not self.right:
            return self.left.matches(a) and self.left.matches(b)
        return any(self.left.matches(x) and self.right.matches(y) for x, y in ((a, b), (b, a)))


@dataclass(frozen=True)
class Claim:
    """The codes of a claim in sequence, as the rules see them."""

    codes: tuple[str, ...]
    context: ClaimContext

    def among(self, codes: CodeSet) -> list[str]:
        """Return the claim's codes that are in *codes*, in sequence."""
        return [code for code in self.codes if codes.matches(code)]
