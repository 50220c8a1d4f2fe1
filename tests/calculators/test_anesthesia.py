"""Anaesthesia: cases worked by hand, what Medicare leaves out, medical direction."""

from __future__ import annotations

import csv
import io
import lzma
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codeward.calculators import InputError
from codeward.calculators.anesthesia import CIRCUMSTANCES, STEPS, Case, base_units, reckon

D = Decimal


def case(
    minutes: int = 95, base: Any = 7, code: str = "00790", factor: str | None = "20.00", **more: Any
) -> Any:
    return reckon(
        Case(code, minutes, D(base), conversion_factor=None if factor is None else D(factor), **more)
    )


@pytest.mark.parametrize(
    ("minutes", "units"),
    [(1, "0.1"), (15, "1"), (48, "3.2"), (95, "6.3"), (97, "6.5"), (100, "6.7"), (127, "8.5"), (600, "40")],
)
def test_time_units_to_one_decimal(minutes: int, units: str) -> None:
    assert case(minutes).time == D(units)


def test_another_payer_may_round_up_or_count_by_ten() -> None:
    assert case(95, payer="other", time_rule="whole").time == 7
    assert case(95, payer="other", minutes_per_unit=10).time == D("9.5")
    for more in ({"time_rule": "whole"}, {"minutes_per_unit": 10}):
        with pytest.raises(InputError, match=r"^time_rule: Medicare"):
            case(**more)


# what the record says -> modifiers of the first line, units, amount at 20.00
CASES: list[tuple[dict[str, Any], str, str, str]] = [
    ({}, "AA", "13.3", "266.00"),
    ({"monitored": True}, "AA QS", "13.3", "266.00"),
    ({"status": "P4", "circumstances": ("99100", "99140")}, "AA", "13.3", "266.00"),
    ({"payer": "other", "status": "P4", "circumstances": ("99100", "99140")}, "AA P4", "18.3", "366.00"),
    ({"payer": "other", "status": "P5"}, "AA P5", "16.3", "326.00"),
    ({"payer": "other", "status": "P3", "circumstances": ("99116", "99135")}, "AA P3", "24.3", "486.00"),
    ({"payer": "other", "status": "P6"}, "AA P6", "13.3", "266.00"),
    ({"concurrent": 1}, "QY", "13.3", "133.00"),
    ({"concurrent": 2}, "QK", "13.3", "133.00"),
    ({"concurrent": 4}, "QK", "13.3", "133.00"),
    ({"concurrent": 5}, "AD", "3", "60.00"),
    ({"concurrent": 5, "at_induction": True}, "AD", "4", "80.00"),
    ({"role": "anesthetist", "directed": True}, "QX", "13.3", "133.00"),
    ({"role": "anesthetist", "monitored": True}, "QZ QS", "13.3", "266.00"),
]


@pytest.mark.parametrize(("record", "modifiers", "units", "amount"), CASES)
def test_worked_cases(record: dict[str, Any], modifiers: str, units: str, amount: str) -> None:
    answer = case(**record)
    assert " ".join(answer.lines[0].modifiers) == modifiers
    assert (answer.total, answer.amount) == (D(units), D(amount))
    assert answer.lines[0].minutes == 95
    assert all(reason.text and reason.citation for reason in answer.reasons)


def test_circumstances_are_lines_of_their_own_where_they_are_paid() -> None:
    lines = case(payer="other", circumstances=("99140",)).lines
    assert [(line.code, line.minutes, line.units) for line in lines] == [
        ("00790", 95, None),
        ("99140", None, 1),
    ]
    assert len(case(circumstances=("99140",)).lines) == 1


@pytest.mark.parametrize("code", ["00326", "00561", "00834", "00836"])
def test_a_code_that_speaks_of_the_infant_takes_no_99100(code: str) -> None:
    answer = case(code=code, payer="other", circumstances=("99100",))
    assert (answer.circumstances, len(answer.lines)) == (0, 1)


def test_amounts_are_rounded_once_half_up_and_each_claim_on_its_own() -> None:
    physician = case(factor="20.50", concurrent=3)
    anesthetist = case(factor="20.50", role="anesthetist", directed=True)
    assert physician.amount == anesthetist.amount == D("136.33")
    assert physician.counterpart == ("QX", D("136.33"))
    assert anesthetist.counterpart == ("QK or QY", D("136.33"))
    assert case(factor=None).amount is None
    assert case().counterpart is None


def test_a_missing_step_is_no_medical_direction() -> None:
    answer = case(concurrent=2, steps=tuple(step for step in STEPS if step != "monitor"))
    assert (answer.modifier, answer.lines, answer.amount) == (None, (), None)
    assert STEPS["monitor"] in answer.reasons[0].text
    assert [row["done"] for row in answer.to_json()["result"]["medical_direction"]].count(False) == 1
    assert case(concurrent=2, steps=tuple(STEPS)).modifier == "QK"
    assert len(STEPS) == 7


def test_care_by_the_day_has_no_time() -> None:
    assert (case(0, 3, "01996").time, case(0, 3, "01996").total) == (0, 3)
    assert (case(0, 1, "01953").total, case(30, 1, "01953").total) == (1, 1)  # minutes stand with 01952


@pytest.mark.parametrize(
    ("record", "field"),
    [
        ({"code": "12345"}, "code"), ({"code": "0079"}, "code"), ({"minutes": 0}, "minutes"),
        ({"minutes": 10_081}, "minutes"), ({"base": "-1"}, "base"), ({"base": "NaN"}, "base"),
        ({"base": "0.0000001e-99999999"}, "base"), ({"factor": "1e-200000000"}, "conversion_factor"),
        ({"factor": "Infinity"}, "conversion_factor"), ({"status": "P7"}, "status"),
        ({"circumstances": ("99101",)}, "circumstances"), ({"circumstances": ("99100", "99100")}, "circumstances"),
        ({"payer": "me"}, "payer"), ({"role": "surgeon"}, "role"), ({"concurrent": -1}, "concurrent"),
        ({"role": "anesthetist", "directed": True, "concurrent": 5}, "concurrent"), ({"steps": ("nap",)}, "steps"),
        ({"payer": "other", "minutes_per_unit": 0}, "minutes_per_unit"),
        ({"payer": "other", "time_rule": "up"}, "time_rule"),
    ],
)  # fmt: skip
def test_bad_input_is_refused_by_name(record: dict[str, Any], field: str) -> None:
    with pytest.raises(InputError, match=f"^{field}: ") as caught:
        case(**record)
    assert caught.value.field == field
    assert caught.value.way_out


def test_base_units_that_are_not_known_are_asked_for() -> None:
    with pytest.raises(InputError, match=r"^base: .*are not known.*Give the base units"):
        base_units("09999")


def test_base_units_are_the_books_and_say_how_they_were_checked() -> None:
    found = base_units("00790")
    assert found.units == 7
    assert found.source
    answer = reckon(Case("00790", 30))
    assert (answer.base, answer.total) == (7, 9)
    assert found.verified in answer.reasons[1].text
    assert reckon(Case("09999", 30, concurrent=5)).total == 3


@settings(max_examples=60, deadline=None)
@given(
    minutes=st.integers(1, 900),
    more=st.integers(0, 300),
    base=st.integers(3, 30),
    concurrent=st.integers(0, 6),
)
def test_more_minutes_never_pay_less_and_direction_pays_half(
    minutes: int, more: int, base: int, concurrent: int
) -> None:
    short, long = (case(each, base, concurrent=concurrent) for each in (minutes, minutes + more))
    assert short.total <= long.total
    assert short.amount <= long.amount
    alone = case(minutes, base)
    if 1 <= concurrent <= 4:
        assert abs(short.amount * 2 - alone.amount) <= D("0.01")
    assert abs(alone.time * 15 - minutes) <= D("0.75")


@pytest.mark.shared
def test_medicare_bundles_the_circumstances_in_its_own_file(shared: Path) -> None:
    raw = lzma.decompress((shared / "mpfs" / "pprrvu_rvu24c_jul.csv.xz").read_bytes()).decode()
    status = {row["hcpcs"]: row["status_code"] for row in csv.DictReader(io.StringIO(raw))}
    assert {status[code] for code in CIRCUMSTANCES} == {"B"}
    assert {status[code] for code in ("99417", "99418", "99358", "99359", "99242", "99255")} == {"I"}
    assert {status[code] for code in ("G2212", "G0316", "G0317", "G0318")} == {"A"}
