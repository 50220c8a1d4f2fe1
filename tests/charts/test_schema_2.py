"""Schema 2: what whole claims and long stays need, and where its bounds are."""

from __future__ import annotations

import copy
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codeward.charts import (
    AnswerError,
    ChartError,
    Curriculum,
    Evidence,
    LedgerEntry,
    Rejection,
    ledger_rules,
    load_answer,
    load_snapshot,
)
from codeward.charts.chart import ChartHead
from codeward.charts.upgrade import chart_from_1
from tests.charts.build import HEAD, SERVICE, SHOULDER, files_2, ledger, make_2

QUERY = {
    "id": "q1",
    "about": "The decompression",
    "kind": "procedure-detail",
    "to": "surgeon",
    "required": True,
    "evidence": [{"document": "note", "quote": "Finding d1."}],
    "indicators": [{"document": "note", "quote": "No fever."}],
    "options": ["Bone taken", "Soft tissue alone", "Other", "Unable to determine"],
    "text": "What was done to the acromion?",
    "outcomes": [
        {
            "answer": "Bone taken",
            "add": [{"system": "cpt", "code": "29826", "modifiers": ["RT"], "pointers": ["d2"]}],
            "payer_forms": [{"form": "plans that want no side on an add-on", "modifiers": []}],
        }
    ],
    "reason": "One sentence proves neither.",
    "citation": ["I.A.19"],
}


def error_of(head: dict[str, Any] | None = None, **key: Any) -> ChartError:
    with pytest.raises(ChartError) as caught:
        load_snapshot(files_2(head, **key))
    return caught.value


def test_a_service_says_place_day_provider_and_pointers_that_must_and_may_stand() -> None:
    service = make_2().key.line("p1")
    assert (service.place, str(service.date), service.provider) == ("24", "2026-05-12", "A. Example, MD")
    assert (service.pointers, service.pointers_allowed) == (("d1",), ("d2",))


def test_parts_of_a_unit_are_kept_exactly_and_go_out_as_numbers() -> None:
    chart = make_2(
        lines=[*SHOULDER, {**SERVICE, "units": 8.3}, {**SERVICE, "id": "p2", "code": "A0427", "units": 2}]
    )
    assert chart.key.line("p1").units == Decimal("8.3")
    assert [item["units"] for item in chart.to_json(key=True)["key"]["lines"]] == [None, None, 8.3, 2]


@pytest.mark.parametrize("units", ["1e-999999999", "1e999999999", "0.0000000001", "NaN", 100_000, -1])
def test_units_have_bounds_of_digits_and_size(units: object) -> None:
    with pytest.raises(AnswerError) as caught:
        load_answer({"lines": [{"kind": "procedure", "system": "hcpcs", "code": "A0425", "units": units}]})
    assert caught.value.where == "lines[0].units"


def test_a_query_names_its_kind_and_what_its_answers_do_to_the_claim() -> None:
    (query,) = make_2(queries=[QUERY]).key.queries
    (added,) = query.outcomes[0].add
    assert (query.kind, query.to) == ("procedure-detail", "surgeon")
    assert (added.kind, added.code, added.pointers) == ("procedure", "29826", ("d2",))
    shape = make_2(queries=[QUERY]).to_json(key=True)["key"]["queries"][0]
    assert shape["evidence"][0]["quote"] == "Finding d1."
    assert shape["indicators"][0]["quote"] == "No fever."


def test_a_query_of_no_kind_is_refused_where_no_keywords_are_left_from_schema_1() -> None:
    assert "missing-documentation" in str(error_of(queries=[{**QUERY, "kind": None}]))


@pytest.mark.parametrize(
    ("key", "place"),
    [
        ({"queries": [{**QUERY, "outcomes": [{"answer": "x", "remove": ["p9"]}]}]}, "outcomes"),
        (
            {
                "edit_exceptions": [
                    {"rule": "CW-SQ-001", "lines": ["p9"], "reason": "x", "citation": ["I.B.2"]}
                ]
            },
            "edit_exc",
        ),
        ({"traps": [{"change": {"remove": "p9"}, "rule": None}]}, "traps"),
        (
            {"principal_procedure": {"lines": ["p9"], "reason": "x", "citation": ["I.B.2"]}},
            "principal_procedure",
        ),
        ({"lines": [*SHOULDER, {**SERVICE, "pointers_allowed": ["p9"]}]}, "pointers"),
    ],
)
def test_every_line_that_a_key_names_is_one_of_its_lines(key: dict[str, Any], place: str) -> None:
    assert f"{place}" in str(error_of(**key))
    assert "'p9'" in str(error_of(**key))


@pytest.mark.parametrize(
    "change",
    [
        {"replace": {"line": "d1", "code": "M75.111", "poa": "N"}},
        {"add": {"system": "cpt", "code": "29822", "modifiers": ["59", "RT"], "pointers": ["d1"]}},
        {"remove": "p1"},
        {"poa": {"line": "d1", "value": "N"}},
        {"date": {"line": "p1", "value": "2026-05-13"}},
        {"modifiers": {"line": "p1", "value": []}},
        {"units": {"line": "p1", "value": 2}},
        {"pointers": {"line": "p1", "value": ["d2"]}},
        {"principal": {"code": "M75.111", "poa": "Y", "instead_of": "d1"}},
    ],
)
def test_a_trap_is_one_change_and_what_comes_of_it(change: dict[str, Any]) -> None:
    trap = {"change": change, "rule": "CW-PP", "expect": "error", "note": "Tempting."}
    (read,) = make_2(traps=[trap]).key.traps
    assert read.change.model_dump(exclude_none=True, exclude_defaults=True).keys() == change.keys()
    both = {**change, "remove": "d1", "add": {"code": "I10"}}
    assert "one of replace" in str(error_of(traps=[{**trap, "change": both}]))


def test_case_facts_are_eight_at_most_and_say_where_no_row_stands() -> None:
    fact = {
        "list": "ncci-ptp-practitioner",
        "edition": "2024-07-01",
        "codes": ["29827", "29824"],
        "value": "none",
    }
    units = {
        "list": "mue-practitioner",
        "edition": "2024-07-01",
        "codes": ["29827"],
        "value": {"units": 1, "mai": 2},
    }
    facts = make_2(case_facts=[fact, units]).key.case_facts
    assert facts[0].value == "none"
    assert "8" in str(error_of(case_facts=[fact] * 9))


def test_a_stay_says_its_admission_statement_payment_and_status() -> None:
    stay = {
        "patient_status": "inpatient",
        "record": "stay",
        "asks": ["procedures", "diagnoses", "poa"],
        "claim": {"type": "facility", "of": "Hospital", "bill_type": "111", "payment": "ipps"},
        "statement": {"from": "2026-05-04", "through": "2026-05-12"},
        "admission": {
            "date": "2026-05-05",
            "hour": "17",
            "type": "emergency",
            "source": "home",
            "diagnosis": "R10.9",
        },
        "discharge_status": "06",
        "payer_rules": "Follows the national edits.",
        "reserved": True,
    }
    chart = make_2(stay)
    shape = chart.to_json()
    assert chart.asks == ("diagnoses", "poa", "procedures")
    assert (shape["bill_type"], shape["payment"], shape["statement"]["from"]) == ("111", "ipps", "2026-05-04")
    assert "reserved" not in shape
    assert "ends before" in str(
        error_of({**stay, "statement": {"from": "2026-05-14", "through": "2026-05-12"}})
    )


def test_an_extract_of_several_hands_tells_who_wrote_what() -> None:
    document = {
        **HEAD["documents"][0],
        "author": {"name": "A. Example, MD", "role": "attending"},
        "entries": [
            {"quote": "Finding d2.", "author": {"name": "B. Nurse, RN", "role": "nurse"}},
            {"quote": "No fever.", "author": {"name": "C. Intern, MD", "role": "resident"}, "signed": False},
        ],
    }
    chart = make_2({"documents": [document]})
    marks = [chart.key.line("d1").evidence[0], chart.key.line("d2").evidence[0]]
    assert [chart.hand(mark)[0].role for mark in marks] == ["attending", "nurse"]
    assert chart.documents[0].hand_at(chart.documents[0].text.index("Word.")) == (
        chart.documents[0].entries[1].author,
        False,
    )
    wrong = copy.deepcopy(document)
    wrong["entries"].reverse()
    assert "stands before" in str(error_of({"documents": [wrong]}))
    wrong["entries"] = [{"quote": "Not there", "author": document["author"]}]
    assert error_of({"documents": [wrong]}).where == "documents[0].entries[0]"


@pytest.mark.parametrize("role", ["anesthesiologist", "advanced practice provider"])
def test_roles_of_surgical_records_are_known(role: str) -> None:
    document = {**HEAD["documents"][0], "author": {"name": "A", "role": role}}
    assert make_2({"documents": [document]}).documents[0].author.role == role


def test_the_rule_of_a_ledger_is_on_the_closed_list() -> None:
    entry = {**ledger([SHOULDER[0]])[0], "rule": "title-only"}
    assert LedgerEntry.model_validate(entry).rule == "title-only"
    assert all(rule.title and rule.text for rule in ledger_rules().values())
    with pytest.raises(ValueError, match="title-only"):
        LedgerEntry.model_validate({**entry, "rule": "whatever"})


def test_an_empty_list_of_asks_and_one_given_twice_are_refused() -> None:
    assert error_of({"asks": []}).where == "asks"
    assert "twice" in str(error_of({"asks": ["poa", "poa"]}))


@pytest.mark.parametrize(
    ("text", "code", "modifiers", "holds"),
    [
        ("R50.9", "R50.9", (), True),
        ("R50.9", "r509", (), True),
        ("R50.9", "R50.91", (), False),
        ("M10.-", "M10.9", (), True),
        ("M10.-", "M10", (), True),
        ("M10.-", "M1A.9XX0", (), False),
        ("L89.15-", "L89.153", (), True),
        ("29827-22", "29827", ("22",), True),
        ("29827-22", "29827", ("rt", "22"), True),
        ("29827-22", "29827", ("RT",), False),
        ("29827-59-RT", "29827", ("RT",), False),
        ("29827", "29827", ("RT",), True),
        ("0DB80ZZ", "0DB80ZZ", (), True),
    ],
)
def test_a_rejection_is_read_one_way(
    text: str, code: str, modifiers: tuple[str, ...], *, holds: bool
) -> None:
    assert Rejection.of(text).holds(code, modifiers) is holds
    entry = {
        **ledger([SHOULDER[0]])[0],
        "status": "not_coded",
        "rejects": [text],
        "reason": "No.",
        "citation": ["IV"],
    }
    assert LedgerEntry.model_validate(entry).rejects_code(code, modifiers) is holds


@given(st.sampled_from(sorted(ChartHead.model_fields)), st.text(min_size=1, max_size=8))
def test_no_field_of_a_chart_takes_a_name_beside_the_known(known: str, more: str) -> None:
    name = known + more
    if name not in ChartHead.model_fields:
        raw = chart_from_1(copy.deepcopy(HEAD)) | {name: 1}
        with pytest.raises(ValueError, match="Extra inputs"):
            ChartHead.model_validate(raw)


@pytest.mark.parametrize(
    ("span", "says"),
    [
        ({"start": 11, "end": 22, "quote": "Finding d1."}, None),
        ({"start": 11, "end": 22}, None),
        ({"document": "other", "start": 0, "end": 2}, "no document"),
        ({"start": 4, "end": 4}, "no span"),
        ({"start": 0, "end": 10**6}, "no span"),
        ({"start": 12, "end": 23, "quote": "Finding d1."}, "not 'Finding d1.'"),
    ],
)
def test_a_marked_span_is_checked_one_way(span: dict[str, Any], says: str | None) -> None:
    found = make_2().misplaced(Evidence(**{"document": "note", **span}))
    assert found is None if says is None else says in str(found).replace('"', "'")


@pytest.mark.parametrize(
    ("key", "says"),
    [
        ({"lines": [*SHOULDER, {**SERVICE, "pointers": ["p1"]}]}, "no diagnosis"),
        ({"lines": [*SHOULDER, {**SERVICE, "kind": "diagnosis"}]}, "all else procedures"),
        ({"lines": [SHOULDER[0], {**SHOULDER[1], "units": 1}, SERVICE]}, "no modifiers, units"),
        ({"lines": [*SHOULDER, {**SERVICE, "through": "2026-05-11"}]}, "from date to through"),
        (
            {"principal_procedure": {"lines": ["p1"], "reason": "x", "citation": ["I.B.2"]}},
            "no ICD-10-PCS line",
        ),
    ],
)
def test_a_line_of_the_wrong_kind_is_told(key: dict[str, Any], says: str) -> None:
    assert says in str(error_of(**key))


def test_the_days_of_a_stay_agree() -> None:
    days = {"from": "2026-05-01", "through": "2026-05-02"}
    assert "outside the statement" in str(error_of({"statement": days}))
    dates = {"admission": "2026-05-10", "discharge": "2026-05-12", "service": None}
    assert "admitted on" in str(error_of({"admission": {"date": "2026-05-11"}, "dates": dates}))


def test_a_reserved_chart_is_not_open_to_practice() -> None:
    chart, kept = make_2(), make_2({"reserved": True})
    assert list(Curriculum({"a": chart, "b": kept}).practice()) == ["a"]


@pytest.mark.parametrize(("pack", "opened"), [("codeward", []), ("alder", ["a"])])
def test_a_chart_of_ours_whose_key_was_coded_once_is_not_open_to_practice(
    pack: str, opened: list[str]
) -> None:
    chart = make_2().model_copy(update={"pack": pack})
    quality = chart.key.quality.model_copy(update={"state": "draft"})
    draft = chart.model_copy(update={"key": chart.key.model_copy(update={"quality": quality})})
    assert list(Curriculum({"a": draft}).practice()) == opened
