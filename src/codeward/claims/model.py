"""The claim: the one shape that charts, edits, pricing, interop and audit pass around.

What a claim may say is that of the CMS-1500 and UB-04 forms. Nothing here names a person: no name, birth date or
member number has a place. Codes are written as people write them; their legality is for the edits.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import ClassVar, Literal

__all__ = [
    "OLDEST",
    "Admission",
    "Claim",
    "Diagnosis",
    "Drug",
    "EarlierLine",
    "Line",
    "Patient",
    "Procedure",
    "Provider",
    "Statement",
]


OLDEST = 124
"""Years of age that a claim can give at most (Medicare Code Editor)."""
_EXEMPT = frozenset({"ipf", "irf", "ltch", "cah", "cancer", "childrens"})


class _Strict:
    """Read from outside, a part with a field that it does not have is refused."""

    __slots__ = ()
    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}


@dataclass(frozen=True, slots=True)
class Statement(_Strict):
    """The days that the claim covers, both included."""

    start: dt.date
    through: dt.date


@dataclass(frozen=True, slots=True)
class Patient(_Strict):
    """What an edit may ask about the patient: age on the coding date in whole years, or days for the newborn."""

    age_years: int | None = None
    age_days: int | None = None
    sex: Literal["male", "female", "unknown"] = "unknown"
    newborn: bool = False
    status: Literal["inpatient", "observation", "emergency", "outpatient", "office"] | None = None

    @property
    def described(self) -> str:
        """Say who the patient is, for a reason."""
        if self.newborn:
            return "a newborn"
        sex = {"male": "male", "female": "female"}.get(self.sex, "of unknown sex")
        if self.age_days is not None:
            return f"{sex}, aged {self.age_days} days"
        return sex if self.age_years is None else f"{sex}, aged {self.age_years}"


@dataclass(frozen=True, slots=True)
class Admission(_Strict):
    """The admission: its date, hour ("00" to "23"), type, source, and the diagnosis that it was for."""

    date: dt.date
    hour: str | None = None
    type: str | None = None
    source: str | None = None
    diagnosis: str | None = None


@dataclass(frozen=True, slots=True)
class Provider(_Strict):
    """Who bills and who did the work, as roles; how a facility is paid."""

    billing: str | None = None
    rendering: str | None = None
    specialty: str | None = None
    locality: str | None = None
    teaching: bool = False
    payment: Literal["ipps", "ipf", "irf", "ltch", "cah", "cancer", "childrens", "apr", "none"] | None = None

    @property
    def reports_poa(self) -> bool:
        """Whether the hospital reports present on admission (Medicare Claims Processing Manual, ch. 23, sec. 20).

        Those that CMS exempts do not, and conditions acquired there change no group (42 CFR 412.20, 412.23).
        """
        return self.payment not in _EXEMPT


@dataclass(frozen=True, slots=True)
class Diagnosis(_Strict):
    """An ICD-10-CM code in its place. `poa` is None where the code is exempt or POA is not reported."""

    code: str
    id: str | None = None
    poa: Literal["Y", "N", "U", "W"] | None = None
    role: Literal["principal", "other", "reason for visit"] | None = None


@dataclass(frozen=True, slots=True)
class Procedure(_Strict):
    """An ICD-10-PCS code and its day."""

    code: str
    id: str | None = None
    date: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Drug(_Strict):
    """The drug of a line: its NDC, and how much of which unit."""

    ndc: str
    unit: str | None = None
    quantity: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Line(_Strict):
    """A service: a CPT or HCPCS code with what a payer needs. Modifiers in order; the charge in cents."""

    code: str
    system: Literal["cpt", "hcpcs"]
    id: str | None = None
    modifiers: tuple[str, ...] = ()
    units: Decimal | None = None
    date: dt.date | None = None
    through: dt.date | None = None
    place: str | None = None
    revenue: str | None = None
    pointers: tuple[str, ...] = ()
    charge: int | None = None
    rendering: str | None = None
    drug: Drug | None = None


@dataclass(frozen=True, slots=True)
class EarlierLine(_Strict):
    """A service of the past to this patient; `same_group` where one of this group gave it."""

    code: str
    date: dt.date
    modifiers: tuple[str, ...] = ()
    units: Decimal | None = None
    same_group: bool = True


@dataclass(frozen=True, slots=True)
class Claim(_Strict):
    """One claim. The sequence of its diagnoses is theirs: the first is principal or first-listed.

    `history` None means unknown, which is not the same as empty. Money is in cents.
    """

    kind: Literal["professional", "outpatient", "inpatient"]
    statement: Statement
    id: str | None = None
    payer: str | None = None
    coding_date: dt.date | None = None
    bill_type: str | None = None
    place: str | None = None
    frequency: Literal["1", "7", "8"] = "1"
    patient: Patient = field(default_factory=Patient)
    admission: Admission | None = None
    discharge_status: str | None = None
    provider: Provider = field(default_factory=Provider)
    diagnoses: tuple[Diagnosis, ...] = ()
    procedures: tuple[Procedure, ...] = ()
    lines: tuple[Line, ...] = ()
    history: tuple[EarlierLine, ...] | None = None
    charges: int | None = None

    @property
    def coded_on(self) -> dt.date:
        """The date that chooses the ICD-10 release: an inpatient claim's last day, else the date of service."""
        if self.coding_date is not None:
            return self.coding_date
        return self.statement.through if self.kind == "inpatient" else self.statement.start

    @property
    def rule_set(self) -> Literal["inpatient", "outpatient"]:
        """Sections II and III of the guidelines ("inpatient"), or Section IV: observation is outpatient."""
        return "inpatient" if self.kind == "inpatient" else "outpatient"

    def day_of(self, line: Line | Procedure) -> dt.date:
        """Return the day on which the codes of *line* must be in force: its own, else the coding date.

        HCPCS and CPT codes are judged by the day of their line, ICD-10-PCS by the discharge (claims are coded by it).
        """
        if isinstance(line, Procedure) or line.date is None:
            return self.coded_on
        return line.date
