"""Procedure lines, letters and places by axis: each earns by itself, and one slip is one difference."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from codeward.charts import Chart, load_answer
from codeward.codesets import Shelf
from codeward.grading import Grade, Row, grade
from tests.charts.build import line
from tests.grading.claims import OFFICE, STAY, answered, office, service, stay

F = Fraction


def graded(shelf: Shelf, chart: Chart, *without: str, **changes: dict[str, Any]) -> Grade:
    return grade(chart, answered(chart, without, **changes), shelf)


def row(found: Grade, name: str) -> Row:
    return next(r for r in found.rows if r.key and r.key.id == name and r.verdict != "order")


def lost(found: Grade) -> Fraction:
    return found.possible - found.points


def judged(one: Row) -> dict[str, str]:
    return {part.axis: part.verdict for part in one.parts}


ONE_AXIS: list[tuple[str, dict[str, Any], str, Fraction]] = [
    ("p1", {"modifiers": []}, "modifiers", F(1, 5)),
    ("p1", {"modifiers": ["LT"]}, "modifiers", F(1, 5)),
    ("p1", {"modifiers": ["RT", "22"]}, "modifiers", F(1, 5)),
    ("p1", {"units": 2}, "units", F(1, 10)),
    ("p1", {"units": None}, "units", F(1, 10)),
    ("p1", {"date": "2026-05-13"}, "date", F(1, 10)),
    ("p1", {"date": None}, "date", F(1, 10)),
    ("p1", {"through": "2026-05-14"}, "date", F(1, 10)),
    ("p1", {"pointers": []}, "pointers", F(1, 10)),
    ("p1", {"pointers": ["d2"]}, "pointers", F(1, 10)),
    ("p1", {"pointers": ["d1", "d3"]}, "pointers", F(1, 20)),
    ("p3", {"pointers": ["d3"]}, "pointers", F(1, 20)),
    ("p3", {"pointers": ["d1", "d3"]}, "pointers", F(1, 10)),
    ("p3", {"pointers": ["d3", "d1", "nowhere"]}, "pointers", F(1, 20)),
]


@pytest.mark.parametrize(("name", "change", "axis", "cost"), ONE_AXIS)
def test_a_right_code_loses_the_share_of_the_axis_that_is_wrong_and_no_more(
    shelf: Shelf, name: str, change: dict[str, Any], axis: str, cost: Fraction
) -> None:
    found = graded(shelf, office(), **{name: change})
    assert lost(found) == cost
    [only] = found.differences
    assert (only.row.key and only.row.key.id, only.row.verdict) == (name, "partial")
    wrong = [part for part in only.row.parts if part.verdict not in ("right", "told")]
    assert [part.axis for part in wrong] == [axis]
    assert wrong[0].possible - wrong[0].points == cost
    assert wrong[0].reason in only.row.reason
    assert axis in only.row.change
    assert found.figures.correct == len(OFFICE)


def test_what_may_be_pointed_to_besides_costs_nothing(shelf: Shelf) -> None:
    assert graded(shelf, office(), p1={"pointers": ["d1", "d2"]}).score == 100


def test_pointers_charge_no_diagnosis_a_second_time(shelf: Shelf) -> None:
    # d3 is missing: charged there, and nowhere else, whatever the services that were for it point to.
    for pointers in ([], ["d1"]):
        found = graded(shelf, office(), "d3", p2={"pointers": pointers}, p3={"pointers": ["d1"]})
        assert [d.row.verdict for d in found.differences] == ["missing"]
    # A diagnosis that the record does not support is charged where it stands.
    answer = answered(office(), p1={"pointers": ["d1"]}).to_json()
    answer["lines"].append({"kind": "diagnosis", "system": "icd10cm", "code": "B35.1", "id": "x"})
    answer["lines"][3]["pointers"] = ["d1", "x"]
    told = grade(office(), load_answer(answer), shelf)
    assert [d.row.mine and d.row.mine.code for d in told.differences] == ["B35.1"]


def test_a_near_diagnosis_may_be_pointed_to(shelf: Shelf) -> None:
    found = graded(shelf, office(), d1={"code": "M75.122"})
    assert [d.row.key and d.row.key.id for d in found.differences] == ["d1"]


def test_what_is_not_asked_is_neither_paid_nor_charged_and_the_code_takes_the_whole(shelf: Shelf) -> None:
    chart = office(head={"asks": ["diagnoses", "procedures", "units"]})
    change = {"modifiers": [], "pointers": [], "date": None, "place": "99"}
    assert graded(shelf, chart, p1=change).score == 100
    found = graded(shelf, chart, p1={**change, "units": 3})
    assert lost(found) == F(1, 10)
    assert row(found, "p1").parts[0].possible == F(9, 10)


@pytest.mark.parametrize(
    ("mine", "cost"),
    [
        (["50", "59"], F(0)),
        (["59", "50"], F(1, 10)),
        (["50"], F(1, 5)),
        (["50", "59", "59"], F(1, 5)),
    ],
)
def test_the_place_of_a_modifier_that_changes_the_price_is_worth_half_its_axis(
    shelf: Shelf, mine: list[str], cost: Fraction
) -> None:
    chart = office([OFFICE[0], service("p1", "20610", modifiers=["50", "59"])])
    assert lost(graded(shelf, chart, p1={"modifiers": mine})) == cost


def test_modifiers_that_change_no_price_stand_in_any_order(shelf: Shelf) -> None:
    chart = office([OFFICE[0], service("p1", "20610", modifiers=["59", "RT"])])
    assert graded(shelf, chart, p1={"modifiers": ["RT", "59"]}).score == 100


def test_a_wrong_code_earns_nothing_and_is_one_difference(shelf: Shelf) -> None:
    for code in ("23412", "99214", "99203", "99283"):
        name = "p1" if code == "23412" else "p2"
        found = graded(shelf, office(), **{name: {"code": code}})
        [only] = found.differences
        assert (only.row.verdict, only.row.points, lost(found)) == ("near", 0, 1)
        assert all(part.points == 0 for part in only.row.parts)


def test_a_stranger_among_services_is_unsupported_and_its_line_is_missing(shelf: Shelf) -> None:
    found = graded(shelf, office(), p1={"code": "45378"})
    assert sorted(d.row.verdict for d in found.differences) == ["missing", "unsupported"]


def test_a_wrong_level_says_which_element_and_is_paid_once(shelf: Shelf) -> None:
    sheet = {"problems": "moderate", "data": "limited", "risk": "moderate", "by": "decision making"}
    found = graded(shelf, office(), p2={"code": "99214", "em": sheet})
    one = row(found, "p2")
    assert one.axes == ("level",)
    assert judged(one)["problems"] == judged(one)["risk"] == "wrong"
    assert judged(one)["data"] == "right"
    assert "Problems: low, not moderate." in one.reason
    assert "Risk: low, not moderate." in one.reason
    # With the right code a worksheet that differs is told and costs nothing.
    right = graded(shelf, office(), p2={"em": sheet})
    assert right.score == 100
    assert judged(row(right, "p2"))["problems"] == "wrong"
    without = graded(shelf, office(), p2={"code": "99214", "em": None})
    assert (without.score, judged(row(without, "p2"))["problems"]) == (found.score, "told")


def test_repeats_of_a_code_are_paired_so_that_the_whole_is_best(shelf: Shelf) -> None:
    chart = office(
        [
            OFFICE[0],
            service("p1", "20610", modifiers=["RT"], units=1),
            service("p2", "20610", modifiers=["LT"], units=2),
        ]
    )
    right = answered(chart).to_json()
    for order in ([0, 1, 2], [0, 2, 1]):
        found = grade(chart, load_answer({**right, "lines": [right["lines"][i] for i in order]}), shelf)
        assert found.score == 100
    wrong = graded(shelf, chart, p1={"units": 2}, p2={"modifiers": ["RT"]})
    # As given: RT × 2 and RT × 2; each is right in what it can be.
    assert lost(wrong) == F(1, 5) + F(1, 10)
    extra = answered(chart).to_json()
    extra["lines"].append({**extra["lines"][1], "id": "x", "modifiers": []})
    found = grade(chart, load_answer(extra), shelf)
    [only] = found.differences
    assert (only.row.verdict, only.row.mine and only.row.mine.id) == ("unsupported", "x")
    assert "supports 20610 2 times" in only.row.reason


def test_either_form_of_both_sides_is_right(shelf: Shelf) -> None:
    lines = [OFFICE[0], service("p1", "20610", modifiers=["50"])]
    sides = [{"system": "cpt", "code": "20610", "modifiers": [side], "units": 1} for side in ("RT", "LT")]
    both = {
        "instead_of": ["p1"],
        "use": sides,
        "credit": 1.0,
        "reason": "Some payers.",
        "citation": ["I.B.2"],
    }
    chart = office(lines, alternatives=[both])
    assert graded(shelf, chart).score == 100
    whole = answered(chart).to_json()
    two = [{**whole["lines"][1], "id": f"s{i}", "modifiers": [side]} for i, side in enumerate(("LT", "RT"))]
    assert grade(chart, load_answer({**whole, "lines": [whole["lines"][0], *two]}), shelf).score == 100
    two[1]["units"] = 2
    found = grade(chart, load_answer({**whole, "lines": [whole["lines"][0], *two]}), shelf)
    assert lost(found) == F(1, 20)


def test_what_must_not_be_billed_is_told_with_its_rule(shelf: Shelf) -> None:
    whole = answered(office()).to_json()
    whole["lines"].append({"kind": "procedure", "system": "cpt", "code": "29822", "modifiers": ["59"]})
    found = grade(office(), load_answer(whole), shelf)
    [only] = found.differences
    assert (only.row.verdict, only.row.ledger_rule) == ("unsupported", "component")
    assert only.row.reason.startswith("Must not be billed: part of a larger service. “No fever.”: Part of")
    assert only.row.to_json()["ledger_rule"] == "component"
    modifier = graded(shelf, office(), p1={"modifiers": ["RT", "22"]})
    assert "22 is not proven: “No fever.”" in row(modifier, "p1").reason


FACT = {"list": "ncci-ptp-practitioner", "edition": "2024-07-01", "codes": ["29827", "29822"]}


@pytest.mark.parametrize(
    ("value", "says"), [("0", "no modifier parts them"), ("1", "only a modifier that"), ("none", None)]
)
def test_a_pair_among_the_facts_of_the_case_joins_the_reason(
    shelf: Shelf, value: str, says: str | None
) -> None:
    chart = office(case_facts=[{**FACT, "value": value}])
    whole = answered(chart).to_json()
    whole["lines"].append({"kind": "procedure", "system": "cpt", "code": "29822"})
    [only] = grade(chart, load_answer(whole), shelf).differences
    assert ("National edits pair it with 29827, in column 2" in only.row.reason) == (says is not None)
    assert says is None or says in only.row.reason
    # Without the other service of the pair there is none.
    alone = {**whole, "lines": [one for one in whole["lines"] if one["code"] != "29827"]}
    assert all("National edits" not in row.reason for row in grade(chart, load_answer(alone), shelf).rows)


POA: list[tuple[str, str | None, str]] = [
    ("d1", "N", "POA: Y"),
    ("d1", None, "needs a letter"),
    ("d3", "Y", "POA: N, since it began after the inpatient order; Y does not fit."),
    ("d4", "Y", "exempt from present-on-admission reporting"),
]


@pytest.mark.parametrize(("name", "poa", "says"), POA)
def test_a_letter_is_a_fifth_of_its_diagnosis(shelf: Shelf, name: str, poa: str | None, says: str) -> None:
    found = graded(shelf, stay(), **{name: {"poa": poa}})
    assert lost(found) == F(1, 5)
    one = row(found, name)
    assert says in one.reason
    part = next(part for part in one.parts if part.axis == "poa")
    assert part.citation == ("Appendix I",)
    # The first place is the code's: a wrong letter is charged once.
    assert found.figures.first_right


def test_an_exempt_code_is_right_without_a_letter_and_with_the_word(shelf: Shelf) -> None:
    for poa in (None, "exempt"):
        assert graded(shelf, stay(), d4={"poa": poa}).score == 100


def test_a_near_code_earns_its_part_of_what_stands_beside_it(shelf: Shelf) -> None:
    assert lost(graded(shelf, stay(), d3={"code": "N17.8"})) == F(1, 2)
    both = graded(shelf, stay(), d3={"code": "N17.8", "poa": "Y"})
    assert lost(both) == 1 - F(1, 2) * F(4, 5)
    assert "POA: N, since it began after" in row(both, "d3").reason


PCS: list[tuple[str, Fraction, dict[str, str]]] = [
    ("0DBA0ZZ", F(1, 2), {"body part": "Body part: Ileum, not Jejunum."}),
    ("0DBB4ZZ", F(1, 2), {"approach": "Approach: Open, not Percutaneous Endoscopic."}),
    (
        "0DBA0ZX",
        F(1, 4),
        {
            "body part": "Body part: Ileum, not Jejunum.",
            "qualifier": "Qualifier: No Qualifier, not Diagnostic.",
        },
    ),
    ("0DTB0ZZ", F(1, 2), {"operation": "Operation: Excision, not Resection."}),
    ("0DBB0ZQ", F(0), {"qualifier": "Qualifier: No Qualifier, not (not in this table)."}),
]


@pytest.mark.parametrize(("code", "earned", "axes"), PCS)
def test_a_procedure_of_the_same_table_earns_by_the_axes_that_differ(
    shelf: Shelf, code: str, earned: Fraction, axes: dict[str, str]
) -> None:
    found = graded(shelf, stay(), p2={"code": code})
    [only] = found.differences
    assert (only.row.verdict, only.row.points) == ("near", earned)
    told = {part.axis: part.reason for part in only.row.parts if part.axis in axes}
    assert told == axes
    assert set(only.row.axes) == set(axes)


def test_the_principal_procedure_is_half_a_line_and_charged_once(shelf: Shelf) -> None:
    chart = stay()
    whole = answered(chart).to_json()
    by_id = {each["id"]: each for each in whole["lines"]}

    def ordered(*names: str) -> Grade:
        return grade(
            chart,
            load_answer({**whole, "lines": [by_id[n] for n in ("d1", "d2", "d3", "d4", *names)]}),
            shelf,
        )

    assert ordered("p2", "p1", "p3").score == 100
    wrong = ordered("p3", "p1", "p2")
    assert lost(wrong) == F(1, 2)
    [only] = wrong.differences
    assert "0DN80ZZ or 0DBB0ZZ comes first" in only.row.reason
    assert only.row.change == "0DN80ZZ: principal procedure 0DJD4ZZ → 0DN80ZZ or 0DBB0ZZ"
    # What nothing supports was charged as such, and is in nobody's way.
    stranger = {**by_id["p1"], "id": "x", "code": "0HBT0ZZ"}
    by_id["x"] = stranger
    found = ordered("x", "p1", "p2", "p3")
    assert [d.row.verdict for d in found.differences] == ["unsupported"]
    # Both that may be named are missing: the place goes with the first of them.
    none = ordered("p3")
    assert lost(none) == F(5, 2)
    assert [d.row.verdict for d in none.differences] == ["missing", "missing"]


def test_a_procedure_on_the_wrong_day_loses_its_tenth(shelf: Shelf) -> None:
    assert lost(graded(shelf, stay(), p3={"date": "2026-05-12"})) == F(1, 10)


def test_the_figures_by_type_count_each_by_its_formula(shelf: Shelf) -> None:
    found = graded(shelf, stay(), "d2", d3={"poa": "Y"}, p2={"code": "0DBA0ZZ"}, p3={"date": None})
    told = found.figures.to_json()["by_type"]
    assert told["diagnosis"] == {
        "correct": 3,
        "key": 4,
        "entered": 3,
        "precision": 1.0,
        "code_over_code": 0.75,
    }
    assert told["procedure"]["correct"], told["procedure"]["entered"] == (2, 3)
    assert told["poa"] == {"right": 2, "judged": 3, "share": 0.666667}
    assert told["date"] == {"right": 1, "judged": 2, "share": 0.5}
    assert told["principal_procedure"] == {"right": 1, "judged": 1, "share": 1.0}
    assert "units" not in told


def test_a_missing_line_says_what_it_would_have_held(shelf: Shelf) -> None:
    one = row(graded(shelf, office(), "p3"), "p3")
    assert [(part.axis, part.key) for part in one.parts] == [
        ("code", "73110"), ("modifiers", "LT"), ("units", "1"), ("pointers", "M25.532, M75.121"), ("date", "2026-05-12")
    ]  # fmt: skip
    assert sum(part.possible for part in one.parts) == 1


def test_parts_have_ids_that_stay_and_points_that_add_up(shelf: Shelf) -> None:
    found = graded(shelf, office(), p1={"units": 2, "modifiers": []})
    again = graded(shelf, office(), p1={"units": 2, "modifiers": []})
    assert found.to_json() == again.to_json()
    one = row(found, "p1").to_json()
    assert [part["id"] for part in one["parts"]] == [f"{one['id']}-{part['axis']}" for part in one["parts"]]
    assert sum(part.points for part in row(found, "p1").parts) == row(found, "p1").points == F(7, 10)


def test_an_optional_line_that_is_partly_wrong_is_partly_unsupported(shelf: Shelf) -> None:
    lines = [*STAY, line("o1", "Z87.19", "optional", poa="exempt")]
    assert graded(shelf, stay(lines)).score == 100
    found = graded(shelf, stay(lines), o1={"poa": "Y"})
    assert lost(found) == F(1, 2) * F(1, 5)
    assert row(found, "o1").verdict == "partial"
