"""Levels of encounters: our own cases, worked by hand, as one table; and what holds around them."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import fields, replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codeward.calculators import InputError, em
from codeward.calculators.em import Data, Problem, Test
from codeward.calculators.em.rules import (
    LEVELS,
    cited,
    deleted_rows,
    elements,
    groups,
    others,
    prolonged_rows,
)
from tests.calculators.em_cases import CASES, FIRST, LATER, MEDICARE, OFFICE, ON, TWO_STABLE, meet


def lines(decision: em.Decision) -> str:
    """Write the lines as "99223-AI G0316*2"."""
    said = []
    for line in decision.lines:
        units = f"*{line.units}" if line.units > 1 else ""
        said.append("-".join([line.code, *line.modifiers]) + units)
    return " ".join(said)


@pytest.mark.parametrize(("category", "record", "wanted", "method"), CASES)
def test_worked_cases(category: str, record: dict[str, Any], wanted: str, method: str) -> None:
    decision = em.decide(meet(category, **record))
    assert (lines(decision), decision.method) == (wanted, method)
    assert decision.code == wanted[:5]
    assert decision.reasons
    assert all(reason.citation and reason.text for reason in decision.reasons)
    if method == "mdm":
        assert [element.name for element in decision.elements] == ["problems", "data", "risk"]
        assert all(element.reason and element.citation for element in decision.elements)
        assert sum(element.decides for element in decision.elements) >= 2


# --- dates --------------------------------------------------------------------------------------------------------

DATED = [
    ("nursing", "2023-12-31", {**FIRST, "minutes": 45}, "99306"),
    ("nursing", "2024-01-01", {**FIRST, "minutes": 45}, "99305"),
    ("nursing", "2024-01-01", {**FIRST, "minutes": 50}, "99306"),
    ("nursing", "2023-12-31", {**FIRST, "minutes": 60}, "99306 99418"),
    ("nursing", "2024-01-01", {**FIRST, "minutes": 60}, "99306"),
    ("nursing", "2023-12-31", {**LATER, "minutes": 15}, "99308"),
    ("nursing", "2024-01-01", {**LATER, "minutes": 15}, "99307"),
    ("office", "2021-01-01", {**OFFICE, "minutes": 55}, "99215 99417"),
    ("office", "2023-12-31", {**OFFICE, "minutes": 54}, "99215"),
    ("critical_care", "2022-12-31", {**MEDICARE, "minutes": 75}, "99291 99292"),
    ("critical_care", "2023-01-01", {**MEDICARE, "minutes": 75}, "99291"),
    ("prolonged_other_day", "2022-12-31", {**MEDICARE, "minutes": 75}, "99358 99359"),
]


@pytest.mark.parametrize(("category", "on", "record", "wanted"), DATED)
def test_rules_follow_the_date(category: str, on: str, record: dict[str, Any], wanted: str) -> None:
    assert lines(em.decide(meet(category, on, **record))) == wanted


@pytest.mark.parametrize(
    ("category", "on", "since"),
    [
        ("office", "2020-12-31", "2021-01-01"),
        ("hospital", "2022-12-31", "2023-01-01"),
        ("emergency", "2022-06-01", "2023-01-01"),
    ],
)  # fmt: skip
def test_a_date_before_the_framework_is_refused(category: str, on: str, since: str) -> None:
    with pytest.raises(InputError, match=rf"^on: .*{since}"):
        em.decide(meet(category, on, patient="new", stage="initial", problems="low", risk="low"))


def test_critical_care_before_the_rules_held_here_is_refused() -> None:
    with pytest.raises(InputError, match=r"^on: "):
        em.decide(meet("critical_care", "2019-01-01", minutes=40))


@pytest.mark.parametrize(
    ("code", "instead"),
    [
        ("99201", "99202"), ("99241", "99242"), ("99251", "99252"), ("99217", "99238"), ("99218", "99221"),
        ("99220", "99223"), ("99224", "99231"), ("99226", "99233"), ("99318", "99310"), ("99324", "99341"),
        ("99337", "99350"), ("99343", "99344"), ("99354", "99417"), ("99357", "99418"), ("99340", "care management"),
        ("99441", "98012"), ("99443", "modifier 93"),
    ],
)  # fmt: skip
def test_a_deleted_code_is_refused_with_what_replaces_it(code: str, instead: str) -> None:
    with pytest.raises(InputError, match=f"^code: {code} was deleted on 202.-01-01.*{instead}"):
        em.decide(meet("office", patient="new", minutes=30, code=code))


def test_a_code_stands_until_the_day_before_its_deletion() -> None:
    assert em.deleted("99241", dt.date(2022, 12, 31)) is None
    assert em.deleted("99241", dt.date(2023, 1, 1)) is not None
    assert em.deleted("99201", dt.date(2020, 12, 31)) is None
    assert em.deleted(" 99201 ", dt.date(2021, 1, 1)) is not None
    assert em.deleted("99213", ON) is None


def test_the_list_of_deleted_codes_is_the_publishers() -> None:
    wanted = {
        "99201", "99241", "99251", "99318", "99343", "99339", "99340", *(str(n) for n in range(99217, 99221)),
        *(str(n) for n in range(99224, 99227)), *(str(n) for n in range(99324, 99329)),
        *(str(n) for n in range(99334, 99338)), *(str(n) for n in range(99354, 99358)),
        *(str(n) for n in range(99441, 99444)),
    }  # fmt: skip
    assert {code for row in deleted_rows() for code in row.codes} == wanted
    standing = {code.code for group in groups() for code in group.codes}
    assert not wanted & standing


# --- new or established -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("record", "wanted"),
    [
        ({"last_seen": dt.date(2023, 5, 11)}, "new"),
        ({"last_seen": dt.date(2023, 5, 12)}, "established"),
        ({"last_seen": dt.date(2026, 5, 1)}, "established"),
        ({"last_seen": dt.date(2026, 5, 1), "same_specialty": False}, "new"),
        ({"last_seen": dt.date(2026, 5, 1), "same_group": False}, "new"),
    ],
)
def test_three_years_same_group_same_specialty(record: dict[str, Any], wanted: str) -> None:
    decision = em.decide(meet("office", problems="low", risk="low", **record))
    assert (decision.patient, decision.code) == (wanted, {"new": "99203", "established": "99213"}[wanted])


def test_the_leap_day_is_reckoned() -> None:
    seen = {"last_seen": dt.date(2024, 2, 29), "minutes": 30}
    assert em.decide(meet("office", "2027-02-28", **seen)).patient == "established"
    assert em.decide(meet("office", "2027-03-01", **seen)).patient == "new"
    leap = {"minutes": 30, "on": dt.date(2028, 2, 29)}
    assert em.decide(meet("office", last_seen=dt.date(2025, 2, 28), **leap)).patient == "new"
    assert em.decide(meet("office", last_seen=dt.date(2025, 3, 1), **leap)).patient == "established"


def test_new_and_established_matter_in_office_home_and_preventive_care_only() -> None:
    for category in ("office", "home", "preventive"):
        with pytest.raises(InputError, match=r"^patient: "):
            em.decide(meet(category, minutes=40, age=40))
    for record in ({"category": "hospital", **FIRST}, {"category": "emergency"}, {"category": "same_day"}):
        decisions = {
            em.decide(meet(**record, problems="high", risk="high", patient=p)).code
            for p in ("new", "established")
        }
        assert len(decisions) == 1
    for category in ("hospital", "nursing"):
        with pytest.raises(InputError, match=r"^stage: "):
            em.decide(meet(category, minutes=40))


# --- mistakes ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("record", "message"),
    [
        ({"problems": (Problem("headache"),)}, "problems: \"headache\" is not known"),
        ({"problems": (Problem("minor", 0),)}, r"problems: \"0\" of \"minor\""),
        ({"problems": (Problem("multiple_morbidities"),)}, "problems: .*initial nursing care only"),
        ({"risk": ("luck",)}, "risk: \"luck\" is not known"),
        ({"data": Data((Test("x"),))}, "data.tests: "),
        ({"minutes": 1441}, "minutes: "),
        ({"minutes": -1}, "minutes: "),
        ({"minutes": 10, "minutes_separately_reported": 11}, "minutes_separately_reported: "),
        ({"minutes": 10, "split_shared": True, "minutes_by_other": 11}, "minutes_by_other: "),
        ({"minutes": 10, "minutes_by_other": 5}, "minutes_by_other: the visit is not split or shared"),
        ({"hours": Decimal("NaN")}, "hours: "),
        ({"age": 131}, "age: "),
        ({"payer": "me"}, "payer: "),
        ({"patient": "old"}, "patient: "),
        ({"problems": "severe"}, "problems: "),
        ({"data": "high"}, "data: "),
        ({"last_seen": dt.date(2027, 1, 1)}, "last_seen: "),
        ({"last_seen": dt.date(2026, 1, 1)}, "patient: "),
        ({"staff_only": True}, "staff_only: "),
    ],
)  # fmt: skip
def test_bad_input_is_refused_by_name(record: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=f"^{message}"):
        em.decide(meet("office", **{"patient": "new", **record}))


def test_what_was_added_in_2023_does_not_count_before() -> None:
    with pytest.raises(InputError, match=r"^risk: parenteral_controlled .*2023-01-01"):
        em.decide(meet("office", "2022-06-01", patient="new", risk=("parenteral_controlled",)))


@pytest.mark.parametrize("category", ["no", "", "Office"])
def test_an_unknown_category_is_refused(category: str) -> None:
    with pytest.raises(InputError, match=r"^category: "):
        meet(category)


def test_other_things_without_which_no_code_can_be_chosen() -> None:
    for category, field in (("consultation", "setting"), ("discharge", "minutes"), ("preventive", "age")):
        with pytest.raises(InputError, match=f"^{field}: "):
            em.decide(meet(category, patient="new"))


def test_medicare_asks_how_long_a_stay_of_one_date_lasted() -> None:
    """Manual, ch. 12 §30.6.9: 99234 to 99236 from 8 hours on; other payers are not asked."""
    with pytest.raises(InputError, match=r"^hours: .*8 hours"):
        em.decide(meet("same_day", payer="medicare", problems="high", risk="high"))
    assert em.decide(meet("same_day", problems="high", risk="high")).code == "99236"


def test_nothing_documented_is_no_code_with_a_reason() -> None:
    for record in ({"minutes": 9}, {}):
        decision = em.decide(meet("office", patient="established", **record))
        assert (decision.code, decision.lines) == (None, ())
        assert decision.reasons[-1].about == "code"
    assert em.decide(meet("emergency", minutes=90)).code is None
    assert em.decide(meet("critical_care", minutes=29)).code is None
    assert em.decide(meet("prolonged_other_day", payer="medicare", minutes=90)).code is None


def test_both_ways_are_shown_and_the_asked_code_is_compared() -> None:
    visit = meet(
        "office", **OFFICE, problems=TWO_STABLE, risk=("prescription_drug",), minutes=22, code="99213"
    )
    decision = em.decide(visit)
    assert (decision.code, decision.agrees) == ("99214", False)
    assert [(o.code, o.method) for o in decision.alternatives] == [("99213", "time")]
    assert em.decide(replace(visit, code="99214")).agrees is True


def test_json_can_be_read_again() -> None:
    visit = meet(
        "hospital", **FIRST, problems=TWO_STABLE, data=Data((Test("71046", interpreted=True),), ("A",), True, False),
        risk=("hospitalization",), minutes=80, hours=Decimal("6.5"), last_seen=dt.date(2020, 1, 2), code="99223",
    )  # fmt: skip
    printed = json.loads(json.dumps(em.decide(visit).to_json()))
    assert em.read_encounter(printed["inputs"]) == visit


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ([], "encounter: "),
        ({}, "category: is missing"),
        ({"category": "office"}, "on: is missing"),
        ({"category": "office", "on": "yesterday"}, "on: "),
        ({"category": "office", "on": "2026-05-12", "mood": 1}, "encounter: \"mood\" is not a field"),
        ({"category": "office", "on": "2026-05-12", "minutes": "9"}, "minutes: "),
        ({"category": "office", "on": "2026-05-12", "minutes": True}, "minutes: "),
        ({"category": "office", "on": "2026-05-12", "problems": [{"kind": "minor", "n": 2}]}, r"problems\[0\]: "),
        ({"category": "office", "on": "2026-05-12", "data": {"tests": [{"code": 1}]}}, r"data.tests\[0\].code: "),
        ({"category": "office", "on": "2026-05-12", "risk": [1]}, r"risk\[0\]: "),
        ({"category": "office", "on": "2026-05-12", "hours": "x"}, "hours: \"x\" is not a number"),
        ({"category": "office", "on": "2026-05-12", "hours": 1e-300}, "hours: "),
        ({"category": "office", "on": "2026-05-12", "minutes": 1.5}, "minutes: "),
        ({"category": "office", "on": "2026-05-12", "staff_only": 1}, "staff_only: "),
        ({"category": "office", "on": "2026-05-12", "problems": ["minor"] * 201}, "problems: are more than 200"),
        ({"category": "office", "on": "2026-05-12", "data": {"tests": [{}]}}, r"data.tests\[0\].code: is missing"),
        ({"category": "office", "on": "2026-05-12", "data": {"test": []}}, "data: \"test\" is not a field"),
        ({"category": "office", "on": "2026-05-12", "data": {"tests": "80053"}}, "data.tests: "),
        ({"category": "office", "on": "2026-05-12", "problems": 3}, "problems: "),
    ],
)  # fmt: skip
def test_json_that_does_not_fit_names_the_field(raw: Any, message: str) -> None:
    with pytest.raises(InputError, match=f"^{message}"):
        em.read_encounter(raw)


# --- the data -----------------------------------------------------------------------------------------------------


def test_every_row_has_a_source_that_is_known_and_codes_rise() -> None:
    rows: list[Any] = [
        *groups(),
        *elements("problems"),
        *elements("risk"),
        *prolonged_rows(),
        *deleted_rows(),
    ]
    for row in [*rows, *others().timed]:
        assert row.source, row
        assert cited(*row.source)
    for group in groups():
        levels = [level for code in group.codes for level in code.levels]
        assert levels == list(LEVELS)
        for on in (dt.date(2023, 6, 1), ON):
            minutes = [least.least for code in group.codes if (least := code.least(on))]
            assert minutes == sorted(set(minutes))
            assert len(minutes) in (0, len(group.codes))


def test_prolonged_begins_beyond_the_least_time_of_the_highest_code() -> None:
    highest = {group.codes[-1].code: group.codes[-1] for group in groups()}
    for row in prolonged_rows():
        least = highest[row.primary].least(max(row.valid_from, dt.date(2023, 1, 1)))
        assert least is not None
        if row.payer == "other":
            assert row.threshold == least.least + 15
        else:
            assert row.threshold >= least.least + 15


LEVEL_NAMES = st.sampled_from(["minimal", "low", "moderate", "high"])
DATA_NAMES = st.sampled_from(["minimal", "limited", "moderate", "extensive"])


@settings(max_examples=80, deadline=None)
@given(problems=LEVEL_NAMES, data=DATA_NAMES, risk=LEVEL_NAMES)
def test_two_of_three_decide(problems: str, data: str, risk: str) -> None:
    places = sorted(
        ("minimal", "low", "moderate", "high").index(word)
        for word in (problems, {"limited": "low", "extensive": "high"}.get(data, data), risk)
    )
    decision = em.decide(meet("office", patient="new", problems=problems, data=data, risk=risk))
    assert decision.code == f"9920{places[1] + 2}"


@settings(max_examples=80, deadline=None)
@given(minutes=st.integers(0, 300), more=st.integers(0, 200), payer=st.sampled_from(["medicare", "other"]))
def test_more_minutes_never_lead_lower(minutes: int, more: int, payer: str) -> None:
    def reached(n: int) -> tuple[str, int]:
        decision = em.decide(meet("nursing", stage="initial", minutes=n, payer=payer))
        return decision.code or "", sum(line.units for line in decision.lines)

    assert reached(minutes) <= reached(minutes + more)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12)
    | st.sampled_from(["moderate", "minor", "80053", "2026-05-12", "9999-12-31", "0001-01-01", "new", "initial"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["kind", "count", "code", "tests", "external_notes", "discussion"]), inner),
    max_leaves=4,
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(
    category=st.sampled_from(em.CATEGORIES),
    on=st.sampled_from(["2026-05-12", "2022-02-28", "0001-01-01", "9999-12-31"]),
    more=st.dictionaries(
        st.sampled_from([field.name for field in fields(em.Encounter)[2:]]), json_values, max_size=6
    ),
)
def test_whatever_is_asked_is_decided_or_refused_by_name(
    category: str, on: str, more: dict[str, Any]
) -> None:
    refused, fields_named = "", set[str]()
    try:
        visit = em.read_encounter({"category": category, "on": on, **more})
        printed = json.loads(json.dumps(em.decide(visit).to_json(), allow_nan=False))
        assert em.read_encounter(printed["inputs"]) == visit
    except InputError as e:
        refused = str(e)
        fields_named.add(e.field)
    assert "\n" not in refused
    assert "" not in fields_named
