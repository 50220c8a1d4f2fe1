"""The claim: read from JSON strictly and within bounds, written back unchanged, and dated by its own rules."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codeward.claims import Claim, ClaimError, Diagnosis, Line, Procedure, Statement, claim_json, read_claim

DAYS = {"start": "2026-05-04", "through": "2026-05-15"}
STAY: dict[str, Any] = {
    "kind": "inpatient",
    "statement": DAYS,
    "bill_type": "111",
    "patient": {"age_years": 71, "sex": "male", "status": "inpatient"},
    "admission": {"date": "2026-05-05", "hour": "17", "type": "emergency"},
    "discharge_status": "06",
    "provider": {"payment": "ipps"},
    "diagnoses": [{"code": "K56.52", "id": "d1", "poa": "Y"}, {"code": "Z79.4", "id": "d2"}],
    "procedures": [{"code": "0DN80ZZ", "id": "p1", "date": "2026-05-05"}],
    "history": [],
}
RIDE: dict[str, Any] = {
    "kind": "professional",
    "statement": {"start": "2026-05-12", "through": "2026-05-13"},
    "diagnoses": [{"code": "R41.82", "id": "A"}],
    "lines": [
        {"code": "A0425", "id": "l1", "modifiers": ["NH"], "units": 8.3, "pointers": ["A"], "charge": 12050},
        {"code": "99213", "date": "2026-05-13", "drug": {"ndc": "00002-7510-01", "quantity": 1.5}},
    ],
}


@pytest.mark.parametrize("data", [STAY, RIDE])
def test_a_claim_comes_back_from_its_own_json(data: dict[str, Any]) -> None:
    claim = read_claim(data)
    shape = claim_json(claim)
    assert read_claim(json.dumps(shape)) == claim
    assert claim_json(read_claim(shape)) == shape


def test_parts_of_a_unit_are_exact_and_go_out_as_numbers() -> None:
    claim = read_claim(RIDE)
    assert claim.lines[0].units == Decimal("8.3")
    assert claim_json(claim)["lines"][0]["units"] == 8.3


def test_a_line_without_its_system_is_told_by_its_code() -> None:
    assert [line.system for line in read_claim(RIDE).lines] == ["hcpcs", "cpt"]


def test_codes_and_modifiers_in_small_letters_are_the_same_claim() -> None:
    typed = {
        **RIDE,
        "diagnoses": [{"code": " r41.82", "id": "A"}],
        "lines": [{"code": "a0425 ", "id": "l1", "modifiers": ["nh", " xs "]}],
        "history": [{"code": "j1885", "date": "2026-05-01", "modifiers": ["jz"]}],
    }
    claim = read_claim(typed)
    assert [item.code for item in claim.diagnoses] == ["R41.82"]
    assert [(line.code, line.system, line.modifiers) for line in claim.lines] == [
        ("A0425", "hcpcs", ("NH", "XS"))
    ]
    assert [(row.code, row.modifiers) for row in claim.history or ()] == [("J1885", ("JZ",))]


def test_an_inpatient_claim_is_coded_by_its_last_day_and_others_by_the_first() -> None:
    assert read_claim(STAY).coded_on == date(2026, 5, 15)
    assert read_claim(RIDE).coded_on == date(2026, 5, 12)
    assert read_claim({**RIDE, "coding_date": "2026-05-11"}).coded_on == date(2026, 5, 11)


def test_services_are_judged_by_their_own_day_and_procedures_by_the_coding_date() -> None:
    ride, stay = read_claim(RIDE), read_claim(STAY)
    assert [ride.day_of(line) for line in ride.lines] == [date(2026, 5, 12), date(2026, 5, 13)]
    assert stay.day_of(stay.procedures[0]) == date(2026, 5, 15)


def test_a_history_that_is_unknown_is_not_an_empty_one() -> None:
    assert (read_claim(RIDE).history, read_claim(STAY).history) == (None, ())


def test_only_an_inpatient_claim_follows_sections_ii_and_iii() -> None:
    assert [read_claim(data).rule_set for data in (STAY, RIDE)] == ["inpatient", "outpatient"]


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"patient": {"name": "Leonard Hayes"}}, "patient.name"),
        ({"member_number": "1"}, "member_number"),
        ({"kind": "dental"}, "kind"),
        ({"statement": {"start": "2026-05-15", "through": "2026-05-04"}}, "statement"),
        ({"statement": {"start": "2026-05-04"}}, "statement.through"),
        ({"diagnoses": [{"code": "I10", "poa": "1"}]}, "diagnoses[0].poa"),
        ({"diagnoses": [{"code": "I10", "id": "x"}, {"code": "E11.9", "id": "x"}]}, ""),
        ({"diagnoses": [{"code": "I10"}] * 1001}, "diagnoses"),
        ({"diagnoses": [{"code": "I" * 301}]}, "diagnoses[0].code"),
        ({"lines": [{"code": "A0425", "units": "1e-99999999"}]}, "lines[0].units"),
        ({"lines": [{"code": "A0425", "units": "1e99999999"}]}, "lines[0].units"),
        ({"lines": [{"code": "A0425", "units": -1}]}, "lines[0].units"),
        ({"lines": [{"code": "A0425", "drug": {"ndc": "1", "quantity": 1e9}}]}, "lines[0].drug.quantity"),
        ({"lines": [{"code": "99213", "modifiers": list("ABCDE")}]}, "lines[0].modifiers"),
        ({"lines": [{"code": "99213", "pointers": list("ABCDE")}]}, "lines[0].pointers"),
        ({"lines": [{"code": "99213"}] * 5000}, "lines"),
        ({"lines": [{"code": "A0425", "units": 10**9}]}, "lines[0].units"),
        ({"charges": 10**400}, "charges"),
        ({"patient": {"age_years": 200}}, "patient.age_years"),
        ({"patient": {"age_years": -1}}, "patient.age_years"),
        ({"patient": {"age_days": 4000}}, "patient.age_days"),
    ],
)
def test_what_no_claim_has_is_refused_with_its_place(change: dict[str, Any], where: str) -> None:
    with pytest.raises(ClaimError) as caught:
        read_claim({**STAY, **change})
    assert caught.value.where == where


def test_a_name_given_twice_is_told_and_not_the_last_one_taken() -> None:
    text = json.dumps(RIDE)
    twice = text[:-1] + ', "payer": "commercial", "payer": "medicare"}'
    with pytest.raises(ClaimError, match='"payer" is given twice') as caught:
        read_claim(twice)
    assert caught.value.way_out


@pytest.mark.parametrize("text", ["[", "[]", "NaN", '{"kind": NaN}', "[" * 100_000, " " * 1_000_001])
def test_what_is_no_json_object_is_refused(text: str) -> None:
    with pytest.raises(ClaimError):
        read_claim(text)


CODES = st.text("ABCDEFGHIJ0123456789.", min_size=1, max_size=8)


@given(
    st.lists(CODES, max_size=6),
    st.lists(st.tuples(CODES, st.decimals(0, 99_999, places=3)), max_size=6),
    st.dates(date(2016, 1, 1), date(2026, 12, 31)),
)
def test_every_claim_survives_the_journey_through_json(
    diagnoses: list[str], services: list[tuple[str, Decimal]], day: date
) -> None:
    claim = Claim(
        kind="outpatient",
        statement=Statement(day, day),
        diagnoses=tuple(Diagnosis(code) for code in diagnoses),
        procedures=(Procedure("0DTJ4ZZ", date=day),),
        lines=tuple(Line(code, "cpt", units=units, date=day) for code, units in services),
    )
    assert read_claim(json.dumps(claim_json(claim))) == claim


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"payer": "\ud800"}, "payer"),
        ({"\udc00": 1}, ""),
        ({"statement": {"start": 0, "through": 86400}}, "statement.start"),
        ({"statement": {"start": "0", "through": "2026-05-12"}}, "statement.start"),
        ({"coding_date": "2026-05-12T00:00:00"}, "coding_date"),
    ],
)
def test_half_a_character_and_a_counted_day_are_refused(change: dict[str, Any], where: str) -> None:
    with pytest.raises(ClaimError) as caught:
        read_claim({**RIDE, **change})
    assert caught.value.where == where
    str(caught.value).encode()
