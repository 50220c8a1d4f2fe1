"""A chart: a patient record to be coded, with its documents and its key."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import Annotated, Any, Literal, get_args

from pydantic import Field, StringConstraints, field_validator, model_validator

from codeward.charts.base import Code, Evidence, Mark, Place, ShortText, Slug, StrictModel, Text
from codeward.charts.document import Author, Document
from codeward.charts.key import Key
from codeward.charts.packs import MAX_CHART_ID, OWN
from codeward.charts.text import find_quote
from codeward.errors import quoted

__all__ = [
    "ASKS",
    "Admission",
    "Age",
    "Ask",
    "Billing",
    "Chart",
    "ChartHead",
    "Dates",
    "Patient",
    "Policy",
    "Service",
    "Statement",
    "Surgery",
]

PatientStatus = Literal["inpatient", "observation", "emergency", "outpatient", "office"]
Reporting = Literal["report", "open", "omit"]


# What a chart wants to be coded. Queries are no part of it: any record may need one, and saying so would tell where.
Ask = Literal[
    "diagnoses",
    "poa",
    "procedures",
    "principal_procedure",
    "em",
    "modifiers",
    "units",
    "pointers",
    "dates",
]
ASKS: tuple[str, ...] = get_args(Ask)

TREATING = frozenset({"attending", "emergency physician", "advanced practice provider", "resident"})


class Billing(StrictModel):
    """Who bills: a facility, or a professional and which; how a facility is paid."""

    type: Literal["facility", "professional"]
    of: ShortText | None = None
    bill_type: Annotated[str, StringConstraints(pattern=r"^\d{3}$")] | None = None
    payment: Literal["ipps", "ipf", "irf", "ltch", "cah", "cancer", "childrens", "apr", "none"] | None = None


class Statement(StrictModel):
    """The days that the claim covers."""

    start: dt.date = Field(alias="from")
    through: dt.date

    @model_validator(mode="after")
    def _in_order(self) -> Statement:
        if self.start > self.through:
            raise ValueError("the statement ends before it begins")
        return self


class Service(StrictModel):
    """One date that the claim covers, and the place of it (CMS place of service code)."""

    date: dt.date
    place: Place | None = None
    what: ShortText | None = None


class Admission(StrictModel):
    """The admission as the claim tells it (UB-04 form locators 12 to 15 and 69): date, hour, type, source."""

    date: dt.date
    hour: Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]|99)$")] | None = None
    type: Literal["emergency", "urgent", "elective", "newborn", "trauma", "unknown"] | None = None
    source: ShortText | None = None
    diagnosis: Code | None = None


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
    history_z: Reporting
    procedures_omitted: Annotated[tuple[ShortText, ...], Field(max_length=20)] = ()


class Surgery(StrictModel):
    """An earlier operation, whose global period may matter."""

    date: dt.date
    procedure: ShortText
    code: Code | None = None


class ChartHead(StrictModel):
    """What chart.yaml says: all that a learner may see before the key."""

    version_of_schema: Literal[2] = Field(alias="schema")
    id: Slug
    number: Annotated[int, Field(ge=1)]
    title: ShortText
    patient_status: PatientStatus
    claim: Billing
    record: Literal["lesson", "encounter", "stay"]
    reserved: bool = False
    asks: Annotated[tuple[Ask, ...], Field(min_length=1)]
    specialty: ShortText
    difficulty: Annotated[int, Field(ge=1, le=3)]
    dates: Dates
    statement: Statement | None = None
    admission: Admission | None = None
    services: Annotated[tuple[Service, ...], Field(max_length=60)] = ()
    coding_date: dt.date
    disposition: ShortText | None = None
    discharge_status: Annotated[str, StringConstraints(pattern=r"^[0-9]{2}$")] | None = None
    patient: Patient
    payer: Literal["commercial", "medicare", "medicaid", "self-pay", "workers-comp", "other"]
    payer_rules: Text | None = None
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

    @model_validator(mode="after")
    def _days_agree(self) -> ChartHead:
        statement, admission = self.statement, self.admission
        if statement is not None and not statement.start <= self.coding_date <= statement.through:
            raise ValueError(f"the coding date {self.coding_date} is outside the statement")
        if admission is not None and self.dates.admission not in (None, admission.date):
            raise ValueError(f"admitted on {admission.date} and on {self.dates.admission}")
        return self

    @field_validator("asks")
    @classmethod
    def _asked_once(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        twice = next((ask for ask in value if value.count(ask) > 1), None)
        if twice:
            raise ValueError(f"{twice} is asked twice")
        return tuple(ask for ask in ASKS if ask in value)


class Chart(ChartHead):
    """A whole chart. `version` names its content: the first 16 hex digits of a SHA-256 over its files.

    `id` is how it is known (PACK:SLUG, or the slug alone in our own pack).
    """

    id: Annotated[str, StringConstraints(max_length=MAX_CHART_ID)]
    pack: str = OWN
    key: Key
    version: str
    files: dict[str, str] = Field(default_factory=dict, repr=False)

    def __repr__(self) -> str:
        return f"<Chart {self.id} {self.version}>"

    @property
    def full_id(self) -> str:
        """The id with its pack, also for our own charts: "codeward:walk-in-cough"."""
        return self.id if ":" in self.id else f"{self.pack}:{self.id}"

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

    @cached_property
    def ledger_places(self) -> tuple[Evidence | None, ...]:
        """Where each mention of the ledger stands, in its order; None for one whose words are not there."""
        return tuple(self.locate(entry.mark) for entry in self.key.ledger)

    def document(self, document_id: str) -> Document:
        """Return a document. Raises KeyError."""
        return self.documents_by_id[document_id]

    def physician_first(self) -> tuple[Document, ...]:
        """Return the documents with the note of whoever treats the patient in front, the others in their order.

        A diagnosis is the treating physician's to make (guideline I.B.14); what nurses and machines wrote reads better
        once it is known. A stay whose record begins with such a note is left as it is.
        """
        first = next((one for one in self.documents if one.author.role in TREATING), None)
        if first is None:
            return self.documents
        return (first, *(one for one in self.documents if one is not first))

    def locate(self, mark: Mark) -> Evidence | None:
        """Return the span that *mark* means, or None where the document does not hold its words."""
        document = self.documents_by_id.get(mark.document)
        start = None if document is None else find_quote(document.text, mark.quote, mark.occurrence)
        if start is None:
            return None
        return Evidence(document=mark.document, start=start, end=start + len(mark.quote), quote=mark.quote)

    def misplaced(self, span: Evidence) -> str | None:
        """Return what is wrong with a span that somebody marked in this record, or None.

        Its words are compared where it says them: offsets counted in bytes or in UTF-16 would else point at other
        words without anybody noticing.
        """
        document = self.documents_by_id.get(span.document)
        if document is None:
            return (
                f"{self.id} has no document {quoted(span.document)}; it has {', '.join(self.documents_by_id)}"
            )
        if not 0 <= span.start < span.end <= len(document.text):
            size = len(document.text)
            return f"{span.start} to {span.end} is no span of {span.document}, which has {size} code points"
        words = document.text[span.start : span.end]
        if span.quote is not None and span.quote != words:
            at = f"at {span.start} to {span.end}"
            return f"{span.document} has {quoted(words)} {at}, not {quoted(span.quote)}"
        return None

    def hand(self, mark: Mark) -> tuple[Author, bool]:
        """Return who wrote the words that *mark* means, and whether they are signed. Raises KeyError."""
        document = self.document(mark.document)
        span = self.locate(mark)
        return document.hand_at(span.start) if span is not None else (document.author, document.signed)

    def evidence(self, marks: tuple[Mark, ...]) -> tuple[Evidence, ...]:
        """Return the spans of *marks*, in their order. The loader has proved that each is there."""
        return tuple(span for span in map(self.locate, marks) if span is not None)

    @property
    def practiced(self) -> bool:
        """Say whether learners get this chart.

        One reserved for an examination waits for it; one of our own pack whose key nobody has yet coded a second time
        waits for that. Who writes charts for a school of their own decides for themselves.
        """
        return not self.reserved and not (self.pack == OWN and self.key.quality.state == "draft")

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
            by_alias=True,
            exclude={
                "key",
                "version",
                "files",
                "version_of_schema",
                "number",
                "documents",
                "claim",
                "reserved",
                "pack",
            },
        )
        whole: dict[str, Any] = {
            **self.summary(),
            **{k: v for k, v in shape.items() if k not in self.summary()},
        }
        whole["claim_of"] = self.claim.of
        whole["bill_type"] = self.claim.bill_type
        whole["payment"] = self.claim.payment
        whole["rule_set"] = self.rule_set
        whole["first_label"] = self.first_label
        whole["documents"] = [document.model_dump(mode="json") for document in self.documents]
        if key:
            whole["key"] = key_json(self)
        return whole


def key_json(chart: Chart) -> dict[str, Any]:
    """Return the key's public JSON shape: marks become spans with offsets."""
    key = chart.key
    shape: dict[str, Any] = key.model_dump(mode="json", by_alias=True)

    def spans(marks: tuple[Mark, ...]) -> list[dict[str, Any]]:
        return [span.model_dump(mode="json") for span in chart.evidence(marks)]

    for item, line in zip(shape["lines"], key.lines, strict=True):
        item["evidence"] = spans(line.evidence)
    for item, query in zip(shape["queries"], key.queries, strict=True):
        item["evidence"] = spans(query.evidence)
        item["indicators"] = spans(query.indicators)
    for item, entry in zip(shape["ledger"], key.ledger, strict=True):
        span = chart.locate(entry.mark)
        if span is not None:
            item["start"], item["end"] = span.start, span.end
    shape["version"] = chart.version
    return shape
