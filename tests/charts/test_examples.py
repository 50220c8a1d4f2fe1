"""The worked examples of a stay, an operation and a lesson's record: schema 2 holds what real charts say.

The examples were written before the schema: the few names that came out otherwise are listed here.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from codeward.charts import Chart, load_snapshot

RENAMED_ASKS = {"procedure_dates": "dates", "first": None, "queries": None}  # part of coding, see ADR 13


def read(root: Path, name: str) -> Chart:
    folder = root / "examples" / name
    head = yaml.safe_load((folder / "chart.yaml").read_text(encoding="utf-8"))
    key = yaml.safe_load((folder / "key.yaml").read_text(encoding="utf-8"))
    if head["schema"] == 2:
        adapt(head, key)
    made = {f"documents/{p.name}": p.read_text(encoding="utf-8") for p in (folder / "documents").iterdir()}
    dump: dict[str, Any] = {"sort_keys": False, "allow_unicode": True}
    return load_snapshot(
        {**made, "chart.yaml": yaml.safe_dump(head, **dump), "key.yaml": yaml.safe_dump(key, **dump)}
    )


def adapt(head: dict[str, Any], key: dict[str, Any]) -> None:
    """Write the example's names as the schema has them."""
    head["record"] = "stay" if head["claim"].get("bill_type") else "encounter"
    head["asks"] = [a for a in (RENAMED_ASKS.get(ask, ask) for ask in head["asks"]) if a]
    key.setdefault("case_facts", head.pop("case_facts", []))  # they name codes, so the key has them
    for query in key["queries"]:
        query["kind"] = query["kind"].replace("_", "-")
        query.setdefault("to", "surgeon")
        if "model" in query:
            query["text"] = query.pop("model")
    for trap in key["traps"]:
        change = trap["change"]
        if "modifiers" in change:
            trap["change"] = {"modifiers": {"line": change["line"], "value": change["modifiers"]}}
        if "add" in change:
            change["add"].setdefault("system", "cpt")


def test_a_stay_of_eighteen_documents_loads_with_its_letters_procedures_queries_and_traps(
    shared_root: Path,
) -> None:
    chart = read(shared_root, "inpatient")
    assert (len(chart.documents), len(chart.key.queries), len(chart.key.traps)) == (18, 7, 16)
    assert chart.key.principal_procedure is not None
    assert chart.key.principal_procedure.lines == ("p1", "p2")
    assert chart.key.drg is not None
    assert (chart.key.drg.initial, chart.key.drg.final) == (329, 330)
    assert {query.kind for query in chart.key.queries if query.required} == {
        "conflict",
        "missing-documentation",
        "specificity",
    }


def test_an_operation_loads_with_services_pointers_case_facts_and_what_must_not_be_billed(
    shared_root: Path,
) -> None:
    chart = read(shared_root, "surgery")
    assert [service.place for service in chart.services] == ["24", "11"]
    assert len(chart.key.case_facts) == 8
    assert {entry.rule for entry in chart.key.ledger if entry.rule} >= {"component", "global", "other-claim"}
    assert any(entry.rejects_code("29827", ["22"]) for entry in chart.key.ledger)
    assert not any(entry.rejects_code("29827", ["RT"]) for entry in chart.key.ledger)
    assert [added.code for query in chart.key.queries for o in query.outcomes for added in o.add] == [
        "29826",
        "29827",
    ]


def test_a_lessons_record_of_schema_1_loads(shared_root: Path) -> None:
    assert read(shared_root, "lesson/record").key.queries[0].about == "The left heel"
