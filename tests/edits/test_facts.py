"""Facts of a case: which edition answers for which day."""

from __future__ import annotations

from datetime import date

from codeward.edits import CaseFact, Mue
from codeward.edits.facts import Facts

DAY = date(2026, 5, 12)
OLD, NEW = date(2024, 7, 1), date(2026, 4, 1)


def test_a_fact_answers_for_its_codes_in_their_order_and_no_other() -> None:
    facts = Facts([CaseFact("ncci-ptp-practitioner", OLD, ("29827", "29822"), "1")])
    found = facts.of("ncci-ptp-practitioner", DAY, "29827", "29822")
    assert found is not None
    assert found.told == "From this case, not from the list: edition 2024-07, taken as unchanged."
    assert found.source.row == "29827 29822 1"
    assert facts.of("ncci-ptp-practitioner", DAY, "29822", "29827") is None
    assert facts.of("ncci-ptp-outpatient", DAY, "29827", "29822") is None


def test_a_fact_says_nothing_of_the_days_before_its_edition() -> None:
    facts = Facts([CaseFact("mue-practitioner", OLD, ("29827",), Mue(1, 2))])
    assert facts.of("mue-practitioner", OLD, "29827") is not None
    assert facts.of("mue-practitioner", date(2024, 6, 30), "29827") is None


def test_of_two_editions_the_newer_one_answers_whatever_their_order() -> None:
    rows = [CaseFact("opps", NEW, ("27447",), "C"), CaseFact("opps", OLD, ("27447",), "S")]
    for facts in (Facts(rows), Facts(rows[::-1])):
        found = facts.of("opps", DAY, "27447")
        assert found is not None
        assert found.value == "C"


def test_none_is_an_answer_and_units_are_told() -> None:
    assert CaseFact("add-on", OLD, ("29826", "29806"), "none").none
    row = CaseFact("mue-practitioner", OLD, ("29827",), Mue(1, 2)).source.row
    assert row == "29827 1 units, MAI 2"
