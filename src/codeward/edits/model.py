"""What the edits speak of: a claim's context, rules as data, findings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from codeward.claims import Claim
from codeward.edits.codeset import CodeSet
from codeward.edits.finding import Denial, Disposition, Finding, Severity, Source
from codeward.edits.serviceset import ServiceSet

__all__ = [
    "Coded",
    "Family",
    "Kind",
    "KindFile",
    "KindWords",
    "Pending",
    "PendingFile",
    "Rule",
    "RuleFile",
]

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
    "service_valid",
    "procedure_place",
    "editor",
    "poa",
    "needs_by_note",
    "shape",
    "line",
    "pairs",
    "limits",
    "add_on",
    "global",
    "outpatient",
]
RuleId = Annotated[str, StringConstraints(pattern=r"^CW-[A-Z]{2}-\d{3}$")]
Citation = Annotated[tuple[str, ...], Field(min_length=1)]


class _Data(BaseModel):
    model_config = ConfigDict(
        extra="forbid", frozen=True, populate_by_name=True, arbitrary_types_allowed=True, defer_build=True
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
    # Of the Medicare Code Editor: its name of the edit, the lists that hold the codes, and which codes are looked up.
    edit: str | None = None
    lists: tuple[str, ...] = ()
    look_up: Literal["principal", "diagnosis", "procedure", "claim"] = "claim"
    days_under: int | None = None  # of a stay shorter than this
    # Of present on admission: what is wrong with an indicator.
    poa: Literal["missing", "surplus", "acquired", "undetermined"] | None = None
    # Of a claim's shape, its lines and units: the small function that is asked, and what it is asked with.
    about: str | None = None
    services: ServiceSet = ServiceSet()
    but_not: ServiceSet = ServiceSet()
    beside: ServiceSet = ServiceSet()  # services of the same day that let a line stand
    modifiers: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    values: frozenset[str] = frozenset()  # of the indicator
    indicator: str | None = None
    claims: frozenset[Literal["professional", "outpatient", "inpatient"]] = frozenset()
    payers: frozenset[str] = frozenset()
    denial: tuple[str, str] | tuple[str, str, str] | None = None  # group, adjustment reason, remark
    # Filled from the words of its kind where the rule has none of its own.
    what: str = ""
    way_out: str = ""
    disposition: Disposition = "review"

    def applies_on(self, on: dt.date) -> bool:
        """Say whether the rule is in force on *on*."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)

    def covers(self, code: str) -> bool:
        """Say whether *code* is one of the rule's codes."""
        return self.codes.matches(code) and not self.unless.matches(code)

    def finding(self, codes: Sequence[str], source: Source | None = None, **words: object) -> Finding:
        """Return a finding of this rule; *words* fill the reason beside {code} and {other}.

        A finding about the claim as a whole names no code.
        """
        values = {
            "code": codes[0] if codes else "",
            "other": codes[1] if len(codes) > 1 else "",
            "instead": self.instead,
            **words,
        }
        return Finding(
            rule=self.id,
            severity=self.severity,
            codes=tuple(codes),
            what=self.what.format(**values),
            why=self.reason.format(**values),
            way_out=self.way_out.format(**values),
            citation=self.citation,
            disposition=self.disposition,
            source=source,
            denial=None if self.denial is None else Denial(*self.denial),
        )


class RuleFile(_Data):
    """One file of rules."""

    version: Literal[1] = Field(alias="schema")
    rules: tuple[Rule, ...]


class Family(_Data):
    """Codes of which a wrong one is a near miss of the right one, though not by the structure of one category.

    Members of `left` stand against members of `right`, or against each other where `right` is empty; the two
    sides of each of `pairs` stand against each other; so do the members of one of `groups`. With `alike` the
    codes must also end in the same characters, that many of them.
    """

    id: RuleId
    axis: str
    valid_from: dt.date = Field(alias="from")
    valid_to: dt.date | None = Field(default=None, alias="to")
    left: CodeSet = CodeSet()
    right: CodeSet = CodeSet()
    pairs: tuple[tuple[CodeSet, CodeSet], ...] = ()
    groups: tuple[CodeSet, ...] = ()
    parallel: bool
    alike: Annotated[int, Field(ge=0, le=4)] = 0
    citation: Citation
    reason: str

    def holds(self, a: str, b: str, on: dt.date) -> bool:
        """Say whether *a* and *b* are members that may be confused, in either direction."""
        if not (self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)):
            return False
        if self.alike and a[-self.alike :] != b[-self.alike :]:
            return False
        if any(group.matches(a) and group.matches(b) for group in self._groups):
            return True
        return any(
            left.matches(x) and right.matches(y) for left, right in self._pairs for x, y in ((a, b), (b, a))
        )

    @property
    def _groups(self) -> tuple[CodeSet, ...]:
        return self.groups if self.right or not self.left else (*self.groups, self.left)

    @property
    def _pairs(self) -> tuple[tuple[CodeSet, CodeSet], ...]:
        return (*self.pairs, (self.left, self.right)) if self.right else self.pairs


class KindWords(_Data):
    """What a finding of one kind of rule says in short, and what to do about it."""

    disposition: Disposition
    what: str
    way_out: str


class KindFile(_Data):
    """The words of every kind."""

    version: Literal[1] = Field(alias="schema")
    kinds: dict[Kind, KindWords]


class Pending(_Data):
    """A family of rules that no step asks yet, and which claims it concerns."""

    rule: str
    list: str
    where: Literal["lines", "pairs", "procedures", "stay"]
    why: str

    def concerns(self, claim: Claim) -> bool:
        """Say whether *claim* has what the family speaks of."""
        if self.where == "stay":
            return claim.kind == "inpatient"
        if self.where == "procedures":
            return bool(claim.procedures)
        return len(claim.lines) >= (2 if self.where == "pairs" else 1)


class PendingFile(_Data):
    """The families that wait."""

    version: Literal[1] = Field(alias="schema")
    pending: tuple[Pending, ...]


@dataclass(frozen=True)
class Coded:
    """The diagnosis codes of a claim in sequence, as the rules see them."""

    codes: tuple[str, ...]
    claim: Claim

    def among(self, codes: CodeSet) -> list[str]:
        """Return the claim's codes that are in *codes*, in sequence."""
        return [code for code in self.codes if codes.matches(code)]
