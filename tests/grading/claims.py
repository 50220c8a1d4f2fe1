"""Small whole claims in our own words: a day in a surgeon's office and center, and a stay with an operation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import yaml

from codeward.charts import Answer, Chart, load_answer, load_snapshot
from codeward.charts.upgrade import chart_from_1, key_from_1
from codeward.grading import key_sequence
from codeward.grading.answers import answer_of
from tests.charts.build import files, ledger, line

OFFICE_ASKS = ["diagnoses", "procedures", "em", "modifiers", "units", "pointers", "dates"]
STAY_ASKS = ["diagnoses", "poa", "procedures", "principal_procedure", "dates"]
DAY = "2026-05-12"
REASON = {"reason": "The note says so.", "citation": ["I.B.2"]}


def service(name: str, code: str, **more: Any) -> dict[str, Any]:
    """Return a key line of a service; without *more* one unit on the day for the first diagnosis."""
    whole = {"system": "cpt", "kind": "procedure", "units": 1, "pointers": ["d1"], "date": DAY, **more}
    return line(name, code, **whole)


def must_not(*codes: str, rule: str = "component", reason: str = "Part of the larger one.") -> dict[str, Any]:
    """Return a ledger entry on the words "No fever." that says by which rule these are not billed."""
    return {
        "document": "note",
        "quote": "No fever.",
        "state": "other",
        "status": "not_coded",
        "rule": rule,
        "rejects": list(codes),
        "reason": reason,
        "citation": ["IV.J"],
    }


def made(lines: Sequence[dict[str, Any]], head: dict[str, Any], **key: Any) -> Chart:
    """Return a chart of schema 2 with these lines."""
    raw = files(lines)
    chart = chart_from_1(yaml.safe_load(raw["chart.yaml"])) | head
    old = yaml.safe_load(raw["key.yaml"])
    whole = key_from_1(old | {"lines": []}) | {"lines": list(lines)} | key
    return load_snapshot({**raw, "chart.yaml": yaml.safe_dump(chart), "key.yaml": yaml.safe_dump(whole)})


def office(
    lines: Sequence[dict[str, Any]] | None = None, head: dict[str, Any] | None = None, **key: Any
) -> Chart:
    """Return a professional claim: a shoulder repaired, and a visit for another problem with its worksheet."""
    lines = lines if lines is not None else OFFICE
    key.setdefault(
        "ledger", ledger(lines, must_not("29822"), must_not("29827-22", rule="modifier-not-proven"))
    )
    more = {"asks": OFFICE_ASKS, "visit": "established", "record": "encounter", **(head or {})}
    return made(lines, more, **key)


OFFICE = [
    line("d1", "M75.121"),
    line("d2", "M75.41"),
    line("d3", "M25.532"),
    service(
        "p1",
        "29827",
        modifiers=["RT"],
        pointers=["d1"],
        pointers_allowed=["d2"],
        near=[{"code": "23412", **REASON}],
    ),
    service(
        "p2",
        "99213",
        modifiers=["25"],
        pointers=["d3"],
        em={"problems": "low", "data": "limited", "risk": "low", "minutes": None, "by": "decision making"},
    ),
    service("p3", "73110", modifiers=["LT"], pointers=["d3", "d1"]),
]
STAY_HEAD: dict[str, Any] = {
    "patient_status": "inpatient",
    "claim": {"type": "facility", "of": "Acute care hospital", "bill_type": "111", "payment": "ipps"},
    "dates": {"admission": "2026-05-10", "discharge": "2026-05-15", "service": None},
    "statement": {"from": "2026-05-10", "through": "2026-05-15"},
    "coding_date": "2026-05-15",
    "discharge_status": "01",
    "record": "stay",
    "visit": None,
    "asks": STAY_ASKS,
}
STAY = [
    line("d1", "K56.52", poa="Y"),
    line("d2", "I10", poa="Y"),
    line("d3", "N17.9", poa="N"),
    line("d4", "Z79.4", poa="exempt"),
    line("p1", "0DN80ZZ", system="icd10pcs", kind="procedure", date="2026-05-11"),
    line(
        "p2",
        "0DBB0ZZ",
        system="icd10pcs",
        kind="procedure",
        date="2026-05-11",
        near=[{"code": "0DTB0ZZ", **REASON}],
    ),
    line("p3", "0DJD4ZZ", system="icd10pcs", kind="procedure", date="2026-05-11"),
]
PRINCIPAL = {"lines": ["p1", "p2"], "reason": "It relieves what he came for.", "citation": ["I.B.2"]}


def stay(
    lines: Sequence[dict[str, Any]] | None = None, head: dict[str, Any] | None = None, **key: Any
) -> Chart:
    """Return an inpatient facility claim: bowel freed and a piece taken, with letters and a principal procedure."""
    key.setdefault("principal_procedure", PRINCIPAL)
    return made(lines if lines is not None else STAY, STAY_HEAD | (head or {}), **key)


def answered(chart: Chart, without: Sequence[str] = (), **changes: dict[str, Any] | None) -> Answer:
    """Return the key's own answer, with the lines *without* left out and fields of others changed."""
    whole = answer_of(key_sequence(chart), chart).to_json()
    whole["lines"] = [
        {**each, **(changes.get(each["id"]) or {})} for each in whole["lines"] if each["id"] not in without
    ]
    return load_answer(whole)
