"""Shared visits: who reports them, and from when. 42 CFR 415.140; the manual, ch. 12 §30.6.18; CPT 2024."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from codeward.calculators import InputError, em
from tests.calculators.em_cases import FIRST, LATER, ON, meet


def shared(category: str, on: str | dt.date = ON, **record: Any) -> list[str]:
    decision = em.decide(meet(category, on, **{"payer": "medicare", "split_shared": True, **record}))
    return [reason.text for reason in decision.reasons if reason.about == "split_shared"]


def test_a_shared_visit_says_who_reports_it() -> None:
    assert (
        "one of history, examination or decision making"
        in shared("hospital", "2023-06-01", **LATER, minutes=40)[0]
    )
    assert "a substantive part of the decision making" in shared("hospital", **LATER, minutes=40)[0]
    assert "more than half" in shared("critical_care", minutes=80)[0]
    assert "approved the plan of management" in shared("hospital", **LATER, minutes=40, payer="other")[0]


@pytest.mark.parametrize(
    ("category", "other", "words"),
    [
        ("hospital", 19, "you may report it."),
        ("hospital", 20, "only by the substantive part of decision making"),
        ("critical_care", 20, "the other practitioner reports it"),
        ("discharge", 30, "the other practitioner reports it"),
    ],
)
def test_more_than_half_of_the_time_is_the_substantive_portion(category: str, other: int, words: str) -> None:
    assert words in shared(category, stage="subsequent", minutes=40, minutes_by_other=other)[1]


def test_a_shared_visit_belongs_to_a_facility() -> None:
    assert "outpatient department" in shared("office", patient="new", minutes=40)[-1]
    assert "outpatient department" in shared("consultation", setting="office", patient="new", minutes=40)[-1]
    assert "in person by law" in shared("nursing", **FIRST, minutes=40)[-1]
    for refused in (
        {"category": "home", "patient": "new"},
        {"category": "preventive", "patient": "new", "age": 70},
    ):
        with pytest.raises(InputError, match=r"^split_shared: "):
            shared(**refused, minutes=40)
    with pytest.raises(InputError, match=r"^split_shared: "):
        shared("emergency", staff_only=True)


@pytest.mark.parametrize(("on", "payer"), [("2021-12-31", "medicare"), ("2023-12-31", "other")])
def test_a_shared_visit_before_its_rules_is_refused_by_date(on: str, payer: str) -> None:
    with pytest.raises(InputError, match=f"^split_shared: on {on}"):
        shared("discharge", on, minutes=20, payer=payer)
