"""Small synthetic charts for tests: one document, one line of it for each code."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Any

import yaml

from codeward.charts import Chart, load_snapshot
from codeward.charts.upgrade import chart_from_1, key_from_1

HEAD: dict[str, Any] = {
    "schema": 1,
    "id": "made-up",
    "number": 1,
    "title": "A visit",
    "patient_status": "office",
    "claim": {"type": "professional", "of": "Family medicine physician"},
    "specialty": "Family medicine",
    "difficulty": 1,
    "dates": {"admission": None, "discharge": None, "service": "2026-05-12"},
    "coding_date": "2026-05-12",
    "patient": {"name": "Made Up", "age": {"years": 40}, "sex": "female"},
    "payer": "commercial",
    "visit": "new",
    "policy": {
        "external_causes": "report",
        "place_activity_status": "report",
        "social_determinants": "report",
        "status_z": "report",
    },
    "documents": [
        {
            "id": "note",
            "kind": "progress note",
            "title": "Office visit",
            "date": "2026-05-12",
            "time": "14:10",
            "author": {"name": "A. Example, MD", "role": "attending"},
            "signed": True,
        }
    ],
}


def alone(chart: Chart) -> Chart:
    """The chart asked for its diagnoses alone, as the first forty were before they gained POA and procedures.

    For tests of what a grade says of codes, their order and queries: an answer there needs no indicator.
    """
    made = chart.model_copy(update={"asks": ("diagnoses",)})
    made.__dict__.pop("documents_by_id", None)  # copied along where it was asked before
    return made


def line(line_id: str, code: str, role: str = "required", **more: Any) -> dict[str, Any]:
    """Return a key line whose evidence is the sentence that `note_for` writes for it."""
    return {
        "id": line_id,
        "kind": "diagnosis",
        "system": "icd10cm",
        "code": code,
        "role": role,
        "evidence": [{"document": "note", "quote": f"Finding {line_id}."}],
        "reason": f"The note documents finding {line_id}.",
        "citation": ["I.B.2"],
        **more,
    }


def ledger(lines: Sequence[dict[str, Any]], *more: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the ledger's entries that support *lines*, then *more*."""
    entries = [
        {
            "document": "note",
            "quote": f"Finding {item['id']}.",
            "state": "supports",
            "status": item["role"],
            "lines": [item["id"]],
        }
        for item in lines
    ]
    return [*entries, *more]


def files(lines: Sequence[dict[str, Any]], head: dict[str, Any] | None = None, **key: Any) -> dict[str, str]:
    """Return the files of a chart with these key lines; *key* replaces fields of key.yaml."""
    text = "ASSESSMENT\n" + "".join(f"Finding {item['id']}.\n" for item in lines) + "No fever.\nWord. " * 150
    whole = {
        "schema": 1,
        "chart": "made-up",
        "quality": {"state": "double-coded", "by": None},
        "objectives": ["I.B.2"],
        "summary": "Made up.",
        "lines": list(lines),
        "first": [lines[0]["id"]],
        "first_reason": "It is why she came.",
        "first_citation": ["IV.G"],
        "ledger": ledger(lines),
        **key,
    }
    return {
        "chart.yaml": yaml.safe_dump({**copy.deepcopy(HEAD), **(head or {})}, allow_unicode=True),
        "key.yaml": yaml.safe_dump(whole, allow_unicode=True),
        "documents/note.txt": "\n".join(part.rstrip() for part in text.split("\n")),
    }


def make(lines: Sequence[dict[str, Any]], head: dict[str, Any] | None = None, **key: Any) -> Chart:
    """Return a chart with these key lines."""
    return load_snapshot(files(lines, head, **key))


def pair(before: str, after: str) -> dict[str, Any]:
    """Return an order pair."""
    return {"before": before, "after": after, "reason": f"{before} leads.", "citation": ["I.B.7"]}


def rejection(code: str, reason: str = "She has no fever.") -> dict[str, Any]:
    """Return a ledger entry on the words "No fever." that rejects *code*."""
    return {
        "document": "note",
        "quote": "No fever.",
        "state": "negated",
        "status": "not_coded",
        "rejects": [code],
        "reason": reason,
        "citation": ["IV.J"],
    }


SHOULDER = [line("d1", "M75.121"), line("d2", "M75.41")]
SERVICE = {
    "id": "p1",
    "kind": "procedure",
    "system": "cpt",
    "code": "29827",
    "role": "required",
    "modifiers": ["RT"],
    "units": 1,
    "pointers": ["d1"],
    "pointers_allowed": ["d2"],
    "date": "2026-05-12",
    "place": "24",
    "provider": "A. Example, MD",
    "evidence": [{"document": "note", "quote": "Finding d2."}],
    "reason": "Done.",
    "citation": ["I.B.2"],
}


def files_2(head: dict[str, Any] | None = None, **key: Any) -> dict[str, str]:
    """Return the files of a chart that is written in schema 2: a shoulder and the operation on it."""
    made = files(SHOULDER)
    raw = chart_from_1(yaml.safe_load(made["chart.yaml"]))
    raw_key = key_from_1(yaml.safe_load(made["key.yaml"]))
    lines = [*SHOULDER, SERVICE]
    raw_key |= {
        "lines": lines,
        "ledger": ledger(SHOULDER, {**ledger([SHOULDER[1]])[0], "lines": ["p1"]}),
        **key,
    }
    return {
        **made,
        "chart.yaml": yaml.safe_dump(raw | (head or {})),
        "key.yaml": yaml.safe_dump(raw_key),
    }


def make_2(head: dict[str, Any] | None = None, **key: Any) -> Chart:
    """Return that chart; *head* and *key* replace fields of its files."""
    return load_snapshot(files_2(head, **key))
