"""A chart: a patient record to be coded, with its documents and its key."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, model_validator

from codeward.charts.base import Evidence, ShortText, Slug, StrictModel
from codeward.charts.key import Key, KeyLine, KeyQuery, Mark
from codeward.charts.text import find_quote

__all__ = [
    "Age",
    "Author",
    "Chart",
    "ChartHead",
    "Claim",
    "Dates",
    "Document",
    "Patient",
    "Policy",
    "Surgery",
]

PatientStatus = Literal["inpatient", "observation", "emergency", "outpatient", "office"]
Role = Literal[
    "attending",
    "consultant",
    "radiologist",
    "pathologist",
    "resident",
    "nurse",
    "dietitian",
    "social worker",
    "therapist",
    "emergency physician",
    "pharmacist",
    "laboratory",
    "patient",
    "other",
]
Reporting = Literal["report", "open", "omit"]


class Claim(StrictModel):
    """Who bills: a facility, or a professional and which."""

    type: Literal["facility", "professional"]
    of: ShortText | None = None


class Dates(StrictModel):
    """The dates of the encounter; those that do not apply are null."""

    admission: dt.date | None = None
    discharge: dt.date | None = None
    service: dt.date | None = None


class Age(StrictModel):
    """Age on the coding date: whole years, or days for the newborn."""

    years: Annotated[int, Field(ge=0, le=130)] | None = None
    days: Annotated[int, Field(ge=0, le=400)] | None = None

    @model_validator(mode="after")
    def _one_unit(self) -> Age:
        if (self.years is None) == (self.days is None):
            raise ValueError("an age is given in years or in days, one of them")
        return self

    @property
    def in_years(self) -> int:
        """Whole years; 0 for an age in days below 365."""
        return self.years if self.years is not None else (self.days or 0) // 365


class Patient(StrictModel):
    """The fictional patient."""

    name: ShortText
    age: Age
    sex: Literal["male", "female", "unknown"]
    gestational_age: Annotated[str, StringConstraints(pattern=r"^\d{1,2}w[0-6]d$")] | None = None
    newborn: bool = False


class Policy(StrictModel):
    """What this employer reports. What is `open` counts on neither side."""

    external_causes: Reporting
    place_activity_status: Reporting
    social_determinants: Reporting
    status_z: Reporting


class Surgery(StrictModel):
    """An earlier operation, whose global period may matter."""

    date: dt.date
    procedure: ShortText


class Author(StrictModel):
    """Who wrote a document, and in which role."""

    name: ShortText
    role: Role


class Document(StrictModel):
    """One document of the record; `text` is canonical."""

    id: Slug
    kind: ShortText
    title: ShortText
    date: dt.date
    time: Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")] | None = None
    author: Author
    signed: bool
    text: str = ""


class ChartHead(StrictModel):
    """What chart.yaml says: all that a learner may see before the key."""

    version_of_schema: Literal[1] = Field(alias="schema")
    id: Slug
    number: Annotated[int, Field(ge=1)]
    title: ShortText
    patient_status: PatientStatus
    claim: Claim
    specialty: ShortText
    difficulty: Annotated[int, Field(ge=1, le=3)]
    dates: Dates
    coding_date: dt.date
    disposition: ShortText | None = None
    patient: Patient
    payer: Literal["commercial", "medicare", "medicaid", "self-pay", "workers-comp", "other"]
    visit: Literal["new", "established"] | None = None
    earlier_surgery: tuple[Surgery, ...] = ()
    policy: Policy
    documents: Annotated[tuple[Document, ...], Field(min_length=1)]
    abbreviations: dict[str, ShortText] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _documents_differ(self) -> ChartHead:
        ids = [document.id for document in self.documents]
        twice = next((i for i in ids if ids.count(i) > 1), None)
        if twice:
            raise ValueError(f"two documents have the id {twice!r}")
        return self


class Chart(ChartHead):
    """A whole chart. `version` names its content: the first 16 hex digits of a SHA-256 over its files."""

    key: Key
    version: str
    files: dict[str, str] = Field(default_factory=dict, repr=False)

    def __repr__(self) -> str:
        return f"<Chart {self.id} {self.version}>"

    @property
    def inpatient_facility(self) -> bool:
        """Say whether the claim is an inpatient facility's; observation is outpatient."""
        return self.patient_status == "inpatient" and self.claim.type == "facility"

    @property
    def rule_set(self) -> Literal["inpatient", "outpatient"]:
        """Sections II and III ("inpatient") or Section IV ("outpatient"): status and claim, not title."""
        return "inpatient" if self.inpatient_facility else "outpatient"

    @property
    def first_label(self) -> str:
        """What position 1 is called on this claim."""
        return "Principal diagnosis" if self.inpatient_facility else "First-listed diagnosis"

    @cached_property
    def documents_by_id(self) -> dict[str, Document]:
        """The documents by their id."""
        return {document.id: document for document in self.documents}

    def document(self, document_id: str) -> Document:
        """Return a document. Raises KeyError."""
        return self.documents_by_id[document_id]

    def locate(self, mark: Mark) -> Evidence | None:
        """Return the span that *mark* means, or None where the document does not hold its words."""
        document = self.documents_by_id.get(mark.document)
        start = None if document is None else find_quote(document.text, mark.quote, mark.occurrence)
        if start is None:
            return None
        return Evidence(document=mark.document, start=start, end=start + len(mark.quote), quote=mark.quote)

    def evidence(self, marks: tuple[Mark, ...]) -> tuple[Evidence, ...]:
        """Return the spans of *marks*, in their order. The loader has proved that each is there."""
        return tuple(span for span in map(self.locate, marks) if span is not None)

    def summary(self) -> dict[str, Any]:
        """Return the public JSON shape of the list of charts: what it is, and nothing of the key."""
        return {
            "id": self.id,
            "title": self.title,
            "patient_status": self.patient_status,
            "claim": self.claim.type,
            "specialty": self.specialty,
            "difficulty": self.difficulty,
            "coding_date": self.coding_date.isoformat(),
        }

    def to_json(self, *, key: bool = False) -> dict[str, Any]:
        """Return the public JSON shape of one chart, with the key only when it is asked for."""
        shape = self.model_dump(
            mode="json",
            exclude={"key", "version", "files", "version_of_schema", "number", "documents", "claim"},
        )
        whole: dict[str, Any] = {
            **self.summary(),
            **{k: v for k, v in shape.items() if k not in self.summary()},
        }
        whole["claim_of"] = self.claim.of
        whole["rule_set"] = self.rule_set
        whole["first_label"] = self.first_label
        whole["documents"] = [document.model_dump(mode="json") for document in self.documents]
        if key:
            whole["key"] = key_json(self)
        return whole


def key_json(chart: Chart) -> dict[str, Any]:
    """Return the key's public JSON shape: marks become spans with offsets."""
    shape: dict[str, Any] = chart.key.model_dump(mode="json", by_alias=True)
    marked: tuple[KeyLine | KeyQuery, ...] = (*chart.key.lines, *chart.key.queries)
    for item, part in zip([*shape["lines"], *shape["queries"]], marked, strict=True):
        item["evidence"] = [span.model_dump(mode="json") for span in chart.evidence(part.evidence)]
    for item, entry in zip(shape["ledger"], chart.key.ledger, strict=True):
        span = chart.locate(entry.mark)
        if span is not None:
            item["start"], item["end"] = span.start, span.end
    shape["version"] = chart.version
    return shape
